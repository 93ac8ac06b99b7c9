"""Where given answers lead, for scripts and agents: no terminal is needed."""

from __future__ import annotations

from collections.abc import Iterable

from decision_trees.analysis.library import Library
from decision_trees.cli import Status, UsageError
from decision_trees.cli.output import emit, say
from decision_trees.diagnostics.diagnostic import Diagnostic
from decision_trees.diagnostics.render import json, text
from decision_trees.model.span import Span
from decision_trees.model.tree import (
    Answer,
    AnyNode,
    Check,
    Decision,
    Given,
    Scenario,
    Target,
    Terminal,
    Text,
    Tree,
)
from decision_trees.rules.scenarios import unknown
from decision_trees.walk import screen
from decision_trees.walk.replay import Replay, replay
from decision_trees.walk.state import Stop, TrailEntry, Walk

FILE = "--given"
"""What messages call the place where the answers stand."""

FORMAT_VERSION = 1
"""The version of the JSON form."""


def tell(walk: Walk, given: Iterable[str], *, as_json: bool) -> Status:
    """Tell where answers lead: the next question with its answers, or the end.

    Args:
        walk: Where the walk begins.
        given: `check=answer`, or `tree/check=answer` for a check of another tree.
        as_json: Whether to tell programs.

    Returns:
        Whether the answers fit.

    Raises:
        UsageError: One is not written so.
    """
    home = walk.start.tree
    lines = [_parted(answer, home) for answer in given]
    answers: list[tuple[tuple[str, str], Answer]] = []
    numbers: list[int] = []
    problems: list[Diagnostic] = []
    source = "\n".join(written for written, *_ in lines)
    for number, (written, tree_id, check, answer) in enumerate(lines, 1):
        tree = walk.library.trees.get(tree_id)
        if tree is None:
            raise UsageError(f"`{written}` is about `{tree_id}`, which is no tree beside this one")
        found = tree.answer(check, answer)
        if found is None:
            problems += unknown(walk.library, tree, _scenario(tree, written, check, answer, number))
        else:
            answers.append(((tree_id, check), found))
            numbers.append(number)
    done = replay(walk, answers)
    problems += _misfits(
        done, [(key, number) for (key, _), number in zip(answers, numbers, strict=True)], lines
    )
    if as_json:
        emit(json.as_json(problems, **as_data(done)))
    else:
        report = [text.frames(problems, {FILE: source})] if problems else []
        steps = [screen.taken(walk.library, step) for step in done.steps]
        say("\n\n".join([*report, *steps, screen.shown(done.walk)]))
    return Status.PROBLEMS if problems else Status.OK


def _parted(written: str, home: Tree) -> tuple[str, str, str, str]:
    """Part `tree/check=answer`."""
    place, equals, answer = written.partition("=")
    tree, slash, check = place.strip().rpartition("/")
    if not equals or not check:
        raise UsageError(f"`--given` takes `check=answer`, not `{written}`")
    return written, tree if slash else home.id, check, answer.strip()


def _span(written: str, number: int, part: str) -> Span:
    begin = written.rindex(part) if part and written.endswith(part) else written.find(part)
    return Span(FILE, number, begin + 1, number, begin + 1 + max(len(part), 1))


def _scenario(tree: Tree, written: str, check: str, answer: str, number: int) -> Scenario:
    """The answer as a scenario gives it."""
    span = Span(FILE, number, 1, number, len(written) + 1)
    given = Given(Text(check, _span(written, number, check)), Text(answer, _span(written, number, answer)))
    return Scenario(Text(written, span), (given,), Target(None, tree.start, span), None, span)


def _misfits(
    done: Replay, answered: list[tuple[tuple[str, str], int]], lines: list[tuple[str, str, str, str]]
) -> Iterable[Diagnostic]:
    """Tell of answers that were not asked for; `answered` gives the check and the line of each answer."""
    if done.round_trip is not None:
        yield Diagnostic(
            "scenario-incomplete",
            Span(FILE, 1, 1, 1, 2),
            f"the steps behind `{done.round_trip.node.id}` come round again, and never end",
            help="let the tree ask on this way whether to go round again",
        )
    met = {key for place, (key, _) in enumerate(answered) if place not in done.unmet}
    for key, number in (answered[place] for place in done.unmet):
        again = "come back to" if key in met else "meet"
        yield Diagnostic(
            "scenario-incomplete",
            Span(FILE, number, 1, number, len(lines[number - 1][0]) + 1),
            f"the other answers do not {again} `{key[1]}`",
            help="remove it, or mend the answers before it",
        )


# --- as data --------------------------------------------------------------------------------------


def as_data(done: Replay) -> dict[str, object]:
    """Where a walk stands, as values of JSON.

    Returns:
        `ask`, the id of the check to be answered, or null; `here`, the check or end with all that it says;
        `do`, what is to be done before; `trail`, the answers that led here.
    """
    walk = done.walk
    here = walk.here
    waiting = walk.inner if done.round_trip is None else None
    return {
        "ask": waiting.id if waiting else None,
        "tree": here.tree.id if isinstance(here, Stop) else None,
        "here": _node(walk.library, here.tree, here.node) if isinstance(here, Stop) else {"to": str(here)},
        "do": [_node(walk.library, step.tree, step.node) for step in done.steps],
        "trail": [_given(given) for given in walk.trail],
    }


def _given(given: TrailEntry) -> dict[str, object]:
    answer = {"id": given.answer.id, "label": _words(given.answer.label)}
    is_check = isinstance(given.node, Check)
    return {
        "tree": given.tree.id,
        "kind": given.node.kind,
        "id": given.node.id,
        "heading": _words(given.node.heading),
        "answer": answer if is_check else None,
    }


def _node(library: Library, tree: Tree, node: AnyNode) -> dict[str, object]:
    data: dict[str, object] = {
        "kind": node.kind,
        "id": node.id,
        "title": _words(node.title),
        "texts": {section.key: screen.plain(section.text.value, library, tree) for section in node.sections},
    }
    if isinstance(node, Check):
        data |= {
            "question": _words(node.question),
            "pick": "first" if node.pick_first else None,
            "answers": [
                {
                    "id": answer.id,
                    "label": _words(answer.label),
                    "note": _words(answer.note),
                    "loop": _words(answer.loop),
                }
                for answer in node.answers
            ],
        }
    if isinstance(node, Terminal):
        data["then"] = str(node.then) if node.then else None
    if isinstance(node, Decision):
        data |= {
            "any_of": list(map(_words, node.any_of)),
            "alternatives": list(map(_words, node.alternatives)),
        }
    return data


def _words(text: Text | None) -> str | None:
    return None if text is None else text.line.plain
