"""A tree as an outline: nested answers, each with what it leads to.

The outline is what a reader sees where no chart is drawn, and what a screen reader reads. A node that
several answers lead to is unfolded where it is met first; elsewhere it is only named.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass

from decision_trees.analysis.graph import Arrow, Graph
from decision_trees.model.tree import Answer, AnyNode, Inner, Target

MOST_LEVELS = 12
"""How deep lists nest before what lies deeper starts a list of its own: deeper ones cannot be followed."""


@dataclass(frozen=True, slots=True)
class Branch:
    """A line of the outline with the lines below it.

    Attributes:
        answer: The answer that leads here; None at the top of a list.
        to: The node here, or the target in another tree.
        branches: What this node's answers lead to; none where it is unfolded elsewhere.
        elsewhere: Whether the node is unfolded in another line.
    """

    answer: Answer | None
    to: AnyNode | Target
    branches: tuple[Branch, ...] = ()
    elsewhere: bool = False


def outline(graph: Graph) -> Iterator[Branch]:
    """Give the outline of a tree: a list from the start, then one for each part that lies too deep."""
    tops = deque([graph.tree.nodes[graph.tree.start]])
    unfolded = {graph.tree.start}
    while tops:
        node = tops.popleft()
        yield Branch(None, node, branches=_branches(graph, node, unfolded, tops, 1))


def _branches(
    graph: Graph, node: AnyNode, unfolded: set[str], tops: deque[AnyNode], level: int
) -> tuple[Branch, ...]:
    if not isinstance(node, Inner):
        return ()
    return tuple(_branch(graph, Arrow(node, answer), unfolded, tops, level) for answer in node.answers)


def _branch(graph: Graph, arrow: Arrow, unfolded: set[str], tops: deque[AnyNode], level: int) -> Branch:
    next_id = graph.next(arrow)
    if next_id is None:
        return Branch(arrow.answer, arrow.answer.to)
    node = graph.tree.nodes[next_id]
    if next_id in unfolded:
        return Branch(arrow.answer, node, elsewhere=isinstance(node, Inner))
    unfolded.add(next_id)
    if level == MOST_LEVELS and isinstance(node, Inner):
        tops.append(node)
        return Branch(arrow.answer, node, elsewhere=True)
    return Branch(arrow.answer, node, branches=_branches(graph, node, unfolded, tops, level + 1))
