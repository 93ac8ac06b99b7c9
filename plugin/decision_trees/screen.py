"""What a terminal shows of a walk, as plain text."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator

from decision_trees import links
from decision_trees.library import Library
from decision_trees.model import Answer, AnyNode, Check, Decision, Target, Terminal, Tree
from decision_trees.walking import Walk
from decision_trees.words import load_words

_WORDS = load_words()
_MARGIN = "  "

# What may stand between a link's destination and its end: the destination's own bracket, and a title.
_LINK_END = re.compile(r">?(?:\s+(?:\"[^\"]*\"|'[^']*'|\([^()]*\)))?\s*\)")


def shown(walk: Walk) -> str:
    """Show where a walk stands: a question with its answers, or an end with its texts and the trail."""
    here = walk.here
    if isinstance(here, Target):
        said = [f"This answer leads on to `{here}`, which is not beside this tree, or has errors."]
    elif isinstance(here.node, Check):
        entered = walk.trail and walk.trail[-1].tree is not here.tree
        return (f"{here.tree.title}\n\n" if entered else "") + _question(here.node)
    else:
        said = list(_end(walk.library, here.tree, here.node))
    return "\n\n".join([*said, "\n".join(_trail(walk))])


def guidance(walk: Walk) -> str:
    """Show the texts of the check or end at which a walk stands."""
    if isinstance(walk.here, Target):
        return shown(walk)
    return "\n\n".join(_texts(walk.library, walk.here.tree, walk.here.node))


def names(answers: tuple[Answer, ...]) -> str:
    """Name answers in a sentence."""
    return " or ".join(f"`{answer.label}`" for answer in answers)


def _question(check: Check) -> str:
    numbered = enumerate(check.answers, 1)
    return "\n".join((f"{check.question}", "", *(f"{_MARGIN}{n}. {_words(one)}" for n, one in numbered)))


def _words(answer: Answer) -> str:
    note = str(answer.note) if answer.note else ""
    loop = f"{_WORDS.page['goes_back']}: {answer.loop}" if answer.loop else ""
    says = "; ".join(filter(None, (note, loop)))
    return f"{answer.label} ({says})" if says else str(answer.label)


def _end(library: Library, tree: Tree, node: Terminal) -> Iterator[str]:
    yield f"{_WORDS.page[node.kind]}: {node.title}"
    yield from _texts(library, tree, node)
    if isinstance(node, Decision) and node.alternatives:
        yield _part("alternatives", "\n".join(f"- {one}" for one in node.alternatives))
    if node.then:
        onward = library.find(node.then, tree)
        yield _part("then", f"{onward.heading} ({node.then})" if onward else str(node.then))


def _texts(library: Library, tree: Tree, node: AnyNode) -> Iterator[str]:
    for section in node.sections:
        yield _part(section.key, plain(section.text.value, library, tree))
    if not node.sections:
        yield _WORDS.page[f"incomplete_{node.kind}"]


def _trail(walk: Walk) -> Iterator[str]:
    yield _WORDS.walk["your_answers"]
    for number, given in enumerate(walk.trail, 1):
        yield f"{_MARGIN}{number}. {given.check.question} {given.answer.label}"


def _part(word: str, text: str) -> str:
    return f"{_WORDS.page[word]}\n{textwrap.indent(text, _MARGIN)}"


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
    return place.title if place else link.target or link.url
