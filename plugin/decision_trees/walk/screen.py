"""What a terminal shows of a walk, as plain text."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator

from decision_trees.analysis.library import Library
from decision_trees.diagnostics.printable import one_line
from decision_trees.model.tree import Answer, AnyNode, Check, Decision, Step, Target, Terminal, Text, Tree
from decision_trees.source import links
from decision_trees.walk.state import Stop, TrailEntry, Walk
from decision_trees.words import heading, load_words

_WORDS = load_words()

_MARGIN = "  "

# What may stand between a link's destination and its end: the destination's own bracket, and a title.
_LINK_END = re.compile(r">?(?:\s+(?:\"[^\"]*\"|'[^']*'|\([^()]*\)))?\s*\)")


def shown(walk: Walk) -> str:
    """Show where a walk stands: a question with its answers, a step, or an end with its texts and trail."""
    here = walk.here
    if isinstance(here, Target):
        said = [
            f"This answer leads on to `{one_line(str(here))}`, which is not beside this tree, or has errors."
        ]
    elif isinstance(here.node, Check):
        return _entered(walk) + _question(here.node)
    elif isinstance(here.node, Step):
        return _entered(walk) + "\n\n".join(_step(walk.library, here.tree, here.node))
    else:
        said = list(_end(walk.library, here.tree, here.node))
    return "\n\n".join([*said, "\n".join(_trail(walk))])


def taken(library: Library, given: TrailEntry) -> str:
    """Show a step that is to be taken before what follows."""
    title = f"{_WORDS.page['step']}: {_line(given.node.heading)}"
    return "\n\n".join([title, *_texts(library, given.tree, given.node)])


def _entered(walk: Walk) -> str:
    """The title of a tree that an answer has just led into."""
    here = walk.here
    if isinstance(here, Stop) and walk.trail and walk.trail[-1].tree is not here.tree:
        return f"{_line(here.tree.title)}\n\n"
    return ""


def guidance(walk: Walk) -> str:
    """Show the texts of the check, step or end at which a walk stands."""
    if isinstance(walk.here, Target):
        return shown(walk)
    return "\n\n".join(_texts(walk.library, walk.here.tree, walk.here.node))


def names(answers: tuple[Answer, ...]) -> str:
    """Name answers in a sentence."""
    return " or ".join(f"`{_line(answer.label)}`" for answer in answers)


def _question(check: Check) -> str:
    numbered = enumerate(check.answers, 1)
    hint = [_WORDS.page["pick_first"], ""] if check.pick_first else []
    answers = (f"{_MARGIN}{n}. {_words(answer)}" for n, answer in numbered)
    return "\n".join((_line(check.question), "", *hint, *answers))


def _step(library: Library, tree: Tree, step: Step) -> Iterator[str]:
    yield f"{_WORDS.page['step']}: {_line(step.title)}"
    yield from _texts(library, tree, step)
    yield f"{_MARGIN}1. {_words(step.answers[0])}"


def _words(answer: Answer) -> str:
    loop = f"{_WORDS.page['goes_back']}: {answer.loop.line}" if answer.loop else ""
    says = one_line("; ".join(filter(None, (answer.note.line.plain if answer.note else "", loop))))
    label = _line(answer.label) or _WORDS.page["continue"]
    return f"{label} ({says})" if says else label


def _end(library: Library, tree: Tree, node: Terminal) -> Iterator[str]:
    yield f"{_WORDS.page[node.kind]}: {_line(node.title)}"
    yield from _texts(library, tree, node)
    if isinstance(node, Decision):
        for word, names in (("any_of", node.any_of), ("alternatives", node.alternatives)):
            if names:
                yield _part(word, "\n".join(f"- {_line(name)}" for name in names))
    if node.then:
        onward = library.find(node.then, tree)
        yield _part("then", one_line(f"{onward.heading} ({node.then})" if onward else str(node.then)))


def _texts(library: Library, tree: Tree, node: AnyNode) -> Iterator[str]:
    for section in node.sections:
        yield _part(section.key, plain(section.text.value, library, tree))
    if node.is_unwritten:
        yield _WORDS.page[f"incomplete_{node.kind}"]


def _trail(walk: Walk) -> Iterator[str]:
    yield _WORDS.walk["your_answers"]
    for number, given in enumerate(walk.trail, 1):
        yield f"{_MARGIN}{number}. {_line(given.node.heading)} {_line(given.answer.label)}".rstrip()


def _line(text: Text) -> str:
    return one_line(text.line.plain)


def _part(word: str, text: str) -> str:
    return f"{heading(word, _WORDS.page)}\n{textwrap.indent(text, _MARGIN)}"


def plain(markdown: str, library: Library, tree: Tree) -> str:
    """Write Markdown for a terminal: links as their words, all else as it stands.

    Args:
        markdown: Prose of `tree`.
        library: All trees, for the titles of what links without words lead to.
        tree: The tree it stands in.

    Returns:
        The text.
    """
    parts, done = [], 0
    for link in links.find(markdown):
        closed = _LINK_END.match(markdown, link.end)
        if link.text is None or link.start < done or closed is None:
            continue
        opening = link.start - (2 if markdown[: link.start].endswith("![") else 1)
        parts += [markdown[done:opening], plain(link.text, library, tree) or _title(link, library, tree)]
        done = closed.end()
    return "".join((*parts, markdown[done:]))


def _title(link: links.Link, library: Library, tree: Tree) -> str:
    place = library.written(link.target, tree) if link.target else None
    return place.title.plain if place else link.target or link.url
