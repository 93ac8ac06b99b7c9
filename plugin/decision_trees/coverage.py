"""Which answers and terminals of a tree its scenarios walk.

Arrows that go back are left out, as they are of path counts: a walk that takes one asks on until it takes
another answer.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from decision_trees.diagnostics import Span
from decision_trees.model import Terminal, Tree
from decision_trees.paths import Graph, Step, scenario_answers


@dataclass(frozen=True, slots=True)
class Coverage:
    """What the scenarios of one tree leave out.

    Attributes:
        tree: The tree.
        answers: How many answers it has.
        terminals: How many terminals it has.
        unwalked: The answers that no scenario gives, in the order of the file.
        unmet: The terminals at which no scenario ends, decisions first.
    """

    tree: Tree
    answers: int
    terminals: int
    unwalked: tuple[Step, ...]
    unmet: tuple[Terminal, ...]

    @property
    def walked(self) -> int:
        """How many answers a scenario gives."""
        return self.answers - len(self.unwalked)

    @property
    def met(self) -> int:
        """How many terminals a scenario ends at."""
        return self.terminals - len(self.unmet)


def coverage(graph: Graph) -> Coverage:
    """Walk all scenarios of a tree, also those that come out otherwise than they say."""
    tree = graph.tree
    walked: set[tuple[str, str]] = set()
    met: set[str | None] = set()
    for scenario in tree.scenarios:
        for step in graph.walk(scenario_answers(tree, scenario)):
            walked.add(step.key)
            met.add(graph.next(step))
    steps = [step for check in tree.checks for step in graph.arrows(check.id)]
    return Coverage(
        tree,
        answers=len(steps),
        terminals=len(tree.terminals),
        unwalked=tuple(step for step in steps if step.key not in walked),
        unmet=tuple(node for node in tree.terminals if node.id not in met),
    )


def table(found: Iterable[Coverage]) -> str:
    """Show how much is walked, a line for each tree."""
    rows = [
        (f"{one.walked} of {one.answers} answers", f"{one.met} of {one.terminals} terminals", one.tree.file)
        for one in found
    ]
    widths = [max((len(row[column]) for row in rows), default=0) for column in (0, 1)]
    lines = [f"  {row[0]:>{widths[0]}}, {row[1]:>{widths[1]}}  {row[2]}" for row in rows]
    return "\n".join(["The scenarios walk", *(lines or ["  no tree"])])


def places(found: Iterable[Coverage]) -> str:
    """List what no scenario walks, each on one line with its place, as editors and `grep` expect it."""
    return "\n".join(line for one in found for line in _places(one))


def _places(found: Coverage) -> Iterator[str]:
    for step in found.unwalked:
        place = _place(step.answer.label.span)
        yield f"{place}: no scenario answers `{step.check.id}` with `{step.answer.label}`"
    for node in found.unmet:
        yield f"{_place(node.span)}: no scenario ends at the {node.kind} `{node.id}`"


def _place(span: Span) -> str:
    return f"{span.file}:{span.line}:{span.column}"


def as_data(found: Iterable[Coverage]) -> list[dict[str, object]]:
    """Give the same as JSON values.

    Returns:
        For each tree `tree` (its id) and `file`; `answers` and `terminals`, each an object with `walked`
        and `total`; `unwalked`, the answers that no scenario gives, each with `check`, `answer` (their
        ids), `label` and its place; `unmet`, the terminals at which none ends, each with `node`, `kind`
        and its place. A place is written as a diagnostic's: `file`, `line`, `column`, `end_line`,
        `end_column`.
    """
    return [
        {
            "tree": one.tree.id,
            "file": one.tree.file,
            "answers": {"walked": one.walked, "total": one.answers},
            "terminals": {"walked": one.met, "total": one.terminals},
            "unwalked": [
                {
                    "check": step.check.id,
                    "answer": step.answer.id,
                    "label": str(step.answer.label),
                    **step.answer.label.span._asdict(),
                }
                for step in one.unwalked
            ],
            "unmet": [{"node": node.id, "kind": node.kind, **node.span._asdict()} for node in one.unmet],
        }
        for one in found
    ]
