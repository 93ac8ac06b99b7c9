"""A walk through trees, answer by answer: an immutable state, and the moves that lead to the next one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from decision_trees.analysis.library import Library
from decision_trees.model.tree import Answer, AnyNode, Inner, Target, Tree


@dataclass(frozen=True, slots=True)
class Stop:
    """A check, step or terminal, and the tree it is in."""

    tree: Tree
    node: AnyNode


@dataclass(frozen=True, slots=True)
class TrailEntry:
    """An answer that was given: in which tree, to which check, and which; or a step that was taken."""

    tree: Tree
    node: Inner
    answer: Answer


@dataclass(frozen=True, slots=True)
class Walk:
    """Where a walk stands.

    Attributes:
        library: The trees it may go through, none of which has errors.
        start: The check or step at which it began.
        here: The check, step or terminal it has come to; a target where that is in no tree of the library.
        trail: The answers that led here, and the steps.
    """

    library: Library
    start: Stop
    here: Stop | Target
    trail: tuple[TrailEntry, ...] = ()

    @property
    def inner(self) -> Inner | None:
        """The check that waits for an answer, or the step that waits to be taken; None at an end."""
        here = self.here
        return here.node if isinstance(here, Stop) and isinstance(here.node, Inner) else None


def begin(library: Library, tree: Tree, node_id: str | None = None) -> Walk:
    """Start at a check or step of a tree, which is its start unless one is named."""
    start = Stop(tree, tree.nodes[node_id or tree.start])
    return Walk(library, start, start)


def answer(walk: Walk, given: Answer) -> Walk:
    """Follow an answer.

    Args:
        walk: A walk that stands at a check or step.
        given: One of its answers.

    Returns:
        The walk one step on. An answer that goes back to a check on the trail takes back that check's
        answer and all that were given after it.

    Raises:
        ValueError: The walk has come to an end.
    """
    node = walk.inner
    if node is None or not isinstance(walk.here, Stop):
        raise ValueError("the walk has come to an end")
    tree = walk.here.tree
    trail = (*walk.trail, TrailEntry(tree, node, given))
    place = walk.library.find(given.to, tree)
    if place is None:
        return replace(walk, here=given.to, trail=trail)
    here = Stop(place.tree, place.tree.nodes[given.to.node or place.tree.start])
    if given.loop:
        trail = tuple(_before(trail, here))
    return replace(walk, here=here, trail=trail)


def _before(trail: tuple[TrailEntry, ...], stop: Stop) -> Iterator[TrailEntry]:
    for given in trail:
        if given.tree is stop.tree and given.node is stop.node:
            return
        yield given


def back(walk: Walk) -> Walk:
    """Take back the last answer; at the start, stay there."""
    if not walk.trail:
        return restart(walk)
    last = walk.trail[-1]
    return replace(walk, here=Stop(last.tree, last.node), trail=walk.trail[:-1])


def restart(walk: Walk) -> Walk:
    """Take back all answers."""
    return replace(walk, here=walk.start, trail=())


def matching(check: Inner, written: str) -> tuple[Answer, ...]:
    """Find the answers that a reader may mean.

    What is exactly an answer's words or id comes before its number, for a label may be a number too, and
    both come before the beginning of its words.

    Args:
        check: The check that is asked.
        written: What the reader wrote: words, an id, a number counted from 1, or how the words begin.

    Returns:
        The one answer that is meant, several where that is not clear, or none.
    """
    meant = written.casefold()
    exact = tuple(answer for answer in check.answers if meant in map(str.casefold, answer.names))
    if exact:
        return exact
    numbered = tuple(answer for number, answer in enumerate(check.answers, 1) if written == str(number))
    return numbered or tuple(answer for answer in check.answers if answer.label.line.folded.startswith(meant))
