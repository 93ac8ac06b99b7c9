"""Questions about the graph of one tree.

Everything here is linear in nodes and answers. The number of paths grows exponentially with the size of a
tree, so paths are counted by dynamic programming, up to `MOST_WAYS`, and never listed.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from decision_trees.analysis.components import components
from decision_trees.analysis.shared import Shared, lowest_common
from decision_trees.model.tree import Answer, AnyNode, Check, Inner, Scenario, Step, Tree

MINUTES_PER_NODE = 1
"""How long a check takes a reader: the seed document says 3-4 minutes for its 3 to 4 questions. A step is
taken to be as long: what it takes beyond that is its author's to say."""

MOST_WAYS = 2**53 - 1
"""Up to how many ways are counted: the largest number that every program reads from JSON as it is written."""


class Arrow(NamedTuple):
    """A check and the answer given to it, or a step and its way on."""

    node: Inner
    answer: Answer

    @property
    def key(self) -> tuple[str, str]:
        """The arrow by ids, as addresses and scenarios write it."""
        return self.node.id, self.answer.id


@dataclass(frozen=True, slots=True)
class Lengths:
    """How much a walk still has before it.

    Attributes:
        least: At least so many checks.
        most: At most so many.
    """

    least: int
    most: int

    def longer(self, by: int) -> Lengths:
        """The same walk with more before it."""
        return Lengths(self.least + by, self.most + by)


class Graph:
    """The arrows of one tree that go forward and stay in the tree.

    Arrows that say `loop` and arrows to nodes that do not exist are not part of it. An arrow into another
    tree ends a path.
    """

    def __init__(self, tree: Tree) -> None:
        """Take the arrows from a tree, which may still have mistakes in it."""
        self.tree = tree
        self._arrows: dict[str, tuple[Arrow, ...]] = {
            node.id: tuple(Arrow(node, answer) for answer in node.answers if not answer.loop)
            for node in tree.inner
        }

    def arrows(self, node_id: str) -> tuple[Arrow, ...]:
        """The forward arrows of a node, in the order of its answers; none for a terminal."""
        return self._arrows.get(node_id, ())

    def next(self, arrow: Arrow) -> str | None:
        """The id of the node in this tree to which an arrow leads; None where it leaves the tree."""
        target = arrow.answer.to
        if target.tree not in (None, self.tree.id):
            return None
        node_id = self.tree.start if target.tree and not target.node else target.node
        return node_id if node_id in self.tree.nodes else None

    @cached_property
    def ways_in(self) -> Mapping[str, tuple[Arrow, ...]]:
        """For every node, the arrows that lead to it from reachable nodes, loops left out."""
        found: dict[str, list[Arrow]] = {node_id: [] for node_id in self.tree.nodes}
        for node_id in self.reachable:
            for arrow in self.arrows(node_id):
                if (next_id := self.next(arrow)) is not None:
                    found[next_id].append(arrow)
        return {node_id: tuple(arrows) for node_id, arrows in found.items()}

    @cached_property
    def _first_arrows(self) -> Mapping[str, Arrow | None]:
        """Breadth first from the start: for every node met, the arrow by which it is met first."""
        met: dict[str, Arrow | None] = {}
        if self.tree.start in self.tree.nodes:
            met[self.tree.start] = None
        waiting = deque(met)
        while waiting:
            for arrow in self.arrows(waiting.popleft()):
                next_id = self.next(arrow)
                if next_id is not None and next_id not in met:
                    met[next_id] = arrow
                    waiting.append(next_id)
        return met

    @property
    def reachable(self) -> Mapping[str, object]:
        """The ids that a path from the start meets, nearest first; a mapping for its fast `in`."""
        return self._first_arrows

    def shortest_to(self, node_id: str, most: int | None = None) -> tuple[Arrow, ...]:
        """The shortest way from the start to a reachable node; of equals, the one of earlier answers.

        Args:
            node_id: The node.
            most: How many of its last arrows are wanted; all of them where that is not said.
        """
        arrows: list[Arrow] = []
        arrow = self._first_arrows.get(node_id)
        while arrow is not None and (most is None or len(arrows) < most):
            arrows.append(arrow)
            arrow = self._first_arrows[arrow.node.id]
        return tuple(reversed(arrows))

    @cached_property
    def order(self) -> tuple[str, ...]:
        """The reachable ids so that every arrow goes from an earlier one to a later one.

        Nodes on a cycle, and nodes behind it, are left out: a tree with a cycle is in error.
        """
        waiting_for = {node_id: len(self.ways_in[node_id]) for node_id in self.reachable}
        ready = deque(node_id for node_id, arrows in waiting_for.items() if not arrows)
        done = []
        while ready:
            node_id = ready.popleft()
            done.append(node_id)
            for arrow in self.arrows(node_id):
                next_id = self.next(arrow)
                if next_id is None:
                    continue
                waiting_for[next_id] -= 1
                if not waiting_for[next_id]:
                    ready.append(next_id)
        return tuple(done)

    @cached_property
    def walk_order(self) -> tuple[str, ...]:
        """The reachable ids as a walk meets them: every arrow leads to a later one, answers in order."""
        # Depth first, without recursion: a tree may be deeper than the stack. What is left last stands first,
        # so answers are tried from the last to the first.
        behind: list[str] = []
        met = set(self.reachable) & {self.tree.start}
        waiting = [(node_id, reversed(self.arrows(node_id))) for node_id in met]
        while waiting:
            node_id, arrows = waiting[-1]
            for arrow in arrows:
                next_id = self.next(arrow)
                if next_id is not None and next_id not in met:
                    met.add(next_id)
                    waiting.append((next_id, reversed(self.arrows(next_id))))
                    break
            else:
                behind.append(node_id)
                waiting.pop()
        return tuple(reversed(behind))

    @cached_property
    def ways(self) -> Mapping[str, int]:
        """For every reachable node, the number of paths from the start to it, at most `MOST_WAYS`."""
        counts = {self.tree.start: 1}
        for node_id in self.order:
            if node_id != self.tree.start:
                counted = sum(counts[arrow.node.id] for arrow in self.ways_in[node_id])
                # At each node, not at the end: their number doubles from check to check.
                counts[node_id] = min(counted, MOST_WAYS)
        return counts

    @cached_property
    def path_count(self) -> int:
        """The number of paths from the start to an end, or out into another tree, at most `MOST_WAYS`."""
        total = 0
        for node_id in self.order:
            node = self.tree.nodes[node_id]
            exits = sum(self.next(arrow) is None for arrow in self.arrows(node_id))
            total += self.ways[node_id] * (exits if isinstance(node, Inner) else 1)
        return min(total, MOST_WAYS)

    @cached_property
    def lengths(self) -> Mapping[str, Lengths]:
        """For every reachable node, how many checks and steps are left, itself included; 0 at a terminal."""
        return self._lengths(dict.fromkeys(self.tree.nodes, 1))

    @cached_property
    def questions(self) -> Mapping[str, Lengths]:
        """The same of checks alone."""
        return self._lengths({check.id: 1 for check in self.tree.checks})

    def _lengths(self, sizes: Mapping[str, int]) -> Mapping[str, Lengths]:
        """Add up the sizes of the nodes on the way from each node to an end.

        A node from which all ways go back counts for nothing before it where another way comes to an end.
        """
        found: dict[str, Lengths] = {}
        endless: set[str] = set()
        for node_id in reversed(self.order):
            next_ids = [self.next(arrow) for arrow in self.arrows(node_id)]
            ending = [next_id for next_id in next_ids if next_id not in endless]
            ahead = [Lengths(0, 0) if next_id is None else found[next_id] for next_id in ending or next_ids]
            if not ahead:
                found[node_id] = Lengths(0, 0)
            else:
                shortest, longest = min(a.least for a in ahead), max(a.most for a in ahead)
                found[node_id] = Lengths(shortest, longest).longer(sizes.get(node_id, 0))
            if not ending and isinstance(self.tree.nodes[node_id], Inner):
                endless.add(node_id)
        return found

    def shared_count(self, node_id: str) -> int:
        """How many arrows all ways to a reachable node have in common."""
        common = self._last_shared[node_id]
        return common.depth if common else 0

    def shared(self, node_id: str, most: int | None = None) -> tuple[Arrow, ...]:
        """The arrows that all ways to a reachable node have in common, in order.

        Args:
            node_id: The node.
            most: How many of the last of them are wanted; all of them where that is not said.
        """
        arrows: list[Arrow] = []
        common = self._last_shared[node_id]
        while common is not None and (most is None or len(arrows) < most):
            arrows.append(common.arrow)
            common = common.before
        return tuple(reversed(arrows))

    @cached_property
    def _last_shared(self) -> Mapping[str, Shared[Arrow] | None]:
        """For every reachable node, the last arrow that all ways to it share.

        Steps and what all ways to them share form a tree (the dominator tree of the arrows), so what
        several ways share is their lowest common ancestor in it.
        """
        found: dict[str, Shared[Arrow] | None] = {}
        for node_id in self.order:
            last: list[Shared[Arrow]] = []
            for arrow in self.ways_in[node_id]:
                before = found[arrow.node.id]
                last.append(Shared.behind(before, arrow))
            found[node_id] = lowest_common(last)
        return found

    def walk(self, answers: Mapping[str, Answer]) -> Iterator[Arrow]:
        """Walk from the start by the given answers (by check id) until one is missing or leads out.

        Steps are passed.
        """
        node: AnyNode | None = self.tree.nodes.get(self.tree.start)
        seen: set[str] = set()
        while isinstance(node, Inner) and node.id not in seen:
            answer = answers.get(node.id) if isinstance(node, Check) else node.answers[0]
            if answer is None:
                return
            seen.add(node.id)
            arrow = Arrow(node, answer)
            yield arrow
            next_id = self.next(arrow)
            node = self.tree.nodes[next_id] if next_id is not None else None

    def descendants(self, node_id: str) -> frozenset[str]:
        """The ids that forward arrows lead to from a node, near or far, its own left out."""
        met: set[str] = set()
        self.follow(node_id, met)
        return frozenset(met - {node_id})

    def follow(self, node_id: str, met: set[str]) -> None:
        """Add a node and its descendants to `met`; what `met` holds is not followed again."""
        waiting: list[str | None] = [node_id]
        while waiting:
            here = waiting.pop()
            if here is not None and here not in met:
                met.add(here)
                waiting += map(self.next, self.arrows(here))

    def leads_to(self, node_id: str, goal_id: str) -> bool:
        """Whether a node is a descendant of another, or the same."""
        return self.leads_to_any(node_id, (goal_id,))

    def leads_to_any(self, node_id: str, goal_ids: Iterable[str]) -> bool:
        """Whether a node leads to one of some, or is one of them."""
        goals = 0
        for goal_id in goal_ids:
            goals |= 1 << self._components[goal_id]
        return bool(self._behind[self._components[node_id]] & goals)

    @cached_property
    def between_steps(self) -> Graph:
        """The same graph, but that a step leads nowhere: what is the same before and after one."""
        return _BetweenSteps(self) if self.tree.steps else self

    def earlier(self, node_ids: Iterable[str]) -> Mapping[str, str]:
        """For those of some nodes in `order` that another one leads to, the last in `order` that does."""
        nodes = sorted(node_ids, key=self._ranks.__getitem__)
        if len(nodes) ** 2 > len(self.order):
            return self._earlier(frozenset(nodes))
        found: dict[str, str] = {}
        for number, node_id in enumerate(nodes):
            before = (earlier for earlier in reversed(nodes[:number]) if self.leads_to(earlier, node_id))
            if (last := next(before, None)) is not None:
                found[node_id] = last
        return found

    def _earlier(self, among: Container[str]) -> Mapping[str, str]:
        """The same, without comparing each with each, in one go through the whole tree."""
        found: dict[str, str] = {}
        for node_id in self.order:
            before = (arrow.node.id for arrow in self.ways_in[node_id])
            last = {earlier if earlier in among else found.get(earlier) for earlier in before} - {None}
            if last:
                found[node_id] = max(filter(None, last), key=self._ranks.__getitem__)
        return {node_id: last for node_id, last in found.items() if node_id in among}

    @cached_property
    def _ranks(self) -> Mapping[str, int]:
        return {node_id: rank for rank, node_id in enumerate(self.order)}

    @cached_property
    def _components(self) -> Mapping[str, int]:
        """For every node of the tree the number of its component; nodes in a circle have one together."""
        return components(self.tree.nodes, self._ahead_of)

    def _ahead_of(self, node_id: str) -> Iterator[str]:
        return filter(None, map(self.next, self.arrows(node_id)))

    @cached_property
    def _behind(self) -> Mapping[int, int]:
        """For every component itself and those that it leads to, as the bits of a number.

        Sets of them would take as much time as all pairs of nodes; numbers take a hundredth of it.
        """
        found: dict[int, int] = {}
        for node_id, component in self._components.items():
            bits = found.get(component, 1 << component)
            for next_id in self._ahead_of(node_id):
                bits |= found.get(self._components[next_id], 0)
            found[component] = bits
        return found


class _BetweenSteps(Graph):
    """The same nodes in the same order, without the ways on of steps."""

    def __init__(self, whole: Graph) -> None:
        super().__init__(whole.tree)
        self._whole = whole

    def arrows(self, node_id: str) -> tuple[Arrow, ...]:
        return () if isinstance(self.tree.nodes[node_id], Step) else super().arrows(node_id)

    @property
    def reachable(self) -> Mapping[str, object]:
        return self._whole.reachable

    @cached_property
    def order(self) -> tuple[str, ...]:
        return self._whole.order


def scenario_answers(tree: Tree, scenario: Scenario) -> dict[str, Answer]:
    """Resolve the answers that a scenario gives, by check id; what does not exist is left out."""
    answers = {}
    for given in scenario.given:
        if answer := tree.answer(given.check.value, given.answer.value):
            answers[given.check.value] = answer
    return answers
