"""Questions about the graph of one tree.

Everything here is linear in nodes and answers. The number of paths grows exponentially with the size of a
tree, so paths are counted by dynamic programming and never listed.
"""

from __future__ import annotations

import itertools
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from decision_trees.model import Answer, AnyNode, Check, Scenario, Tree

MINUTES_PER_CHECK = 1
"""How long a check takes a reader: the seed document says 3-4 minutes for its 3 to 4 questions."""

MOST_CYCLES = 20
"""How many cycles of one tree are told apart: whoever has more mends those first."""

MOST_CYCLE_STEPS = 200_000
"""How many nodes the search for a shortest cycle may meet, so that a vast graph ends in bounded time."""


class Step(NamedTuple):
    """A check and the answer given to it."""

    check: Check
    answer: Answer

    @property
    def key(self) -> tuple[str, str]:
        """The step by ids, as addresses and scenarios write it."""
        return self.check.id, self.answer.id


@dataclass(frozen=True, slots=True)
class Lengths:
    """How many questions a walk still asks, at least and at most."""

    least: int
    most: int

    def longer(self) -> Lengths:
        """The same walk with one question before it."""
        return Lengths(self.least + 1, self.most + 1)


class Graph:
    """The arrows of one tree that go forward and stay in the tree.

    Arrows that say `loop` and arrows to nodes that do not exist are not part of it. An arrow into another
    tree ends a path.
    """

    def __init__(self, tree: Tree) -> None:
        """Take the arrows from a tree, which may still have mistakes in it."""
        self.tree = tree
        self._arrows: dict[str, tuple[Step, ...]] = {
            check.id: tuple(Step(check, answer) for answer in check.answers if not answer.loop)
            for check in tree.checks
        }

    def arrows(self, node_id: str) -> tuple[Step, ...]:
        """The forward arrows of a node, in the order of its answers; none for a terminal."""
        return self._arrows.get(node_id, ())

    def next(self, step: Step) -> str | None:
        """The id of the node in this tree to which a step leads; None where it leaves the tree."""
        target = step.answer.to
        if target.tree not in (None, self.tree.id):
            return None
        node_id = self.tree.start if target.tree and not target.node else target.node
        return node_id if node_id in self.tree.nodes else None

    @cached_property
    def ways_in(self) -> Mapping[str, tuple[Step, ...]]:
        """For every node, the steps that lead to it from reachable checks, loops left out."""
        found: dict[str, list[Step]] = {node_id: [] for node_id in self.tree.nodes}
        for node_id in self.reachable:
            for step in self.arrows(node_id):
                if (next_id := self.next(step)) is not None:
                    found[next_id].append(step)
        return {node_id: tuple(steps) for node_id, steps in found.items()}

    @cached_property
    def _first_steps(self) -> Mapping[str, Step | None]:
        """Breadth first from the start: for every node met, the step by which it is met first."""
        met: dict[str, Step | None] = {}
        if self.tree.start in self.tree.nodes:
            met[self.tree.start] = None
        waiting = deque(met)
        while waiting:
            for step in self.arrows(waiting.popleft()):
                next_id = self.next(step)
                if next_id is not None and next_id not in met:
                    met[next_id] = step
                    waiting.append(next_id)
        return met

    @property
    def reachable(self) -> Mapping[str, object]:
        """The ids that a path from the start meets, nearest first; a mapping for its fast `in`."""
        return self._first_steps

    def shortest_to(self, node_id: str) -> tuple[Step, ...]:
        """The shortest way from the start to a reachable node; of equals, the one of earlier answers."""
        steps = []
        step = self._first_steps.get(node_id)
        while step is not None:
            steps.append(step)
            step = self._first_steps[step.check.id]
        return tuple(reversed(steps))

    @cached_property
    def order(self) -> tuple[str, ...]:
        """The reachable ids so that every arrow goes from an earlier one to a later one.

        Nodes on a cycle, and nodes behind it, are left out: a tree with a cycle is in error.
        """
        waiting_for = {node_id: len(self.ways_in[node_id]) for node_id in self.reachable}
        ready = deque(node_id for node_id, steps in waiting_for.items() if not steps)
        done = []
        while ready:
            node_id = ready.popleft()
            done.append(node_id)
            for step in self.arrows(node_id):
                next_id = self.next(step)
                if next_id is None:
                    continue
                waiting_for[next_id] -= 1
                if not waiting_for[next_id]:
                    ready.append(next_id)
        return tuple(done)

    @cached_property
    def ways(self) -> Mapping[str, int]:
        """For every reachable node, the number of paths from the start to it."""
        counts = {self.tree.start: 1}
        for node_id in self.order:
            if node_id != self.tree.start:
                counts[node_id] = sum(counts[step.check.id] for step in self.ways_in[node_id])
        return counts

    @cached_property
    def path_count(self) -> int:
        """The number of paths from the start to an end, or out into another tree."""
        total = 0
        for node_id in self.order:
            node = self.tree.nodes[node_id]
            exits = sum(self.next(step) is None for step in self.arrows(node_id))
            total += self.ways[node_id] * (exits if isinstance(node, Check) else 1)
        return total

    @cached_property
    def lengths(self) -> Mapping[str, Lengths]:
        """For every reachable node, how many questions are left, its own included; 0 at a terminal."""
        found: dict[str, Lengths] = {}
        for node_id in reversed(self.order):
            ahead = [self._ahead(step, found) for step in self.arrows(node_id)]
            found[node_id] = (
                Lengths(min(a.least for a in ahead), max(a.most for a in ahead)).longer()
                if ahead
                else Lengths(0, 0)
            )
        return found

    def _ahead(self, step: Step, found: Mapping[str, Lengths]) -> Lengths:
        next_id = self.next(step)
        return Lengths(0, 0) if next_id is None else found[next_id]

    def shared(self, node_id: str) -> tuple[Step, ...]:
        """The steps that all ways to a reachable node have in common, in order."""
        steps = []
        common = self._last_shared[node_id]
        while common is not None:
            steps.append(common.step)
            common = common.before
        return tuple(reversed(steps))

    @cached_property
    def _last_shared(self) -> Mapping[str, _Shared | None]:
        """For every reachable node, the last step that all ways to it share.

        Steps and what all ways to them share form a tree (the dominator tree of the arrows), so what
        several ways share is their lowest common ancestor in it.
        """
        found: dict[str, _Shared | None] = {}
        for node_id in self.order:
            last: list[_Shared] = []
            for step in self.ways_in[node_id]:
                before = found[step.check.id]
                last.append(_Shared(step, before, before.depth + 1 if before else 1))
            found[node_id] = _lowest_common(last)
        return found

    def walk(self, answers: Mapping[str, Answer]) -> Iterator[Step]:
        """Walk from the start by the given answers (by check id) until one is missing or leads out."""
        node: AnyNode | None = self.tree.nodes.get(self.tree.start)
        seen: set[str] = set()
        while isinstance(node, Check) and node.id in answers and node.id not in seen:
            seen.add(node.id)
            step = Step(node, answers[node.id])
            yield step
            next_id = self.next(step)
            node = self.tree.nodes[next_id] if next_id is not None else None

    def cycles(self) -> Iterator[tuple[Step, ...]]:
        """Circles of forward arrows, shortest first, no two of them with a node in common."""
        ordered = set(self.order)
        left = self._leading_on([node_id for node_id in self.reachable if node_id not in ordered])
        for _ in range(MOST_CYCLES):
            if not left:
                return
            shortest = self._shortest_cycle(left)
            yield shortest
            taken = {step.check.id for step in shortest}
            left = self._leading_on([node_id for node_id in left if node_id not in taken])

    def _leading_on(self, node_ids: Iterable[str]) -> dict[str, None]:
        """Leave out, over and over, the nodes from which no arrow leads to one of the others."""
        arrows = dict.fromkeys(node_ids, 0)
        for node_id in arrows:
            arrows[node_id] = sum(self.next(step) in arrows for step in self.arrows(node_id))
        ends = [node_id for node_id, count in arrows.items() if not count]
        while ends:
            end = ends.pop()
            del arrows[end]
            for step in self.ways_in[end]:
                if step.check.id in arrows:
                    arrows[step.check.id] -= 1
                    if not arrows[step.check.id]:
                        ends.append(step.check.id)
        return dict.fromkeys(arrows)

    def _shortest_cycle(self, among: Mapping[str, None]) -> tuple[Step, ...]:
        """The shortest circle among nodes of which each leads on to another; in a vast graph, a short one."""
        shortest = self._any_cycle(among)
        for start in itertools.islice(among, MOST_CYCLE_STEPS // len(among)):
            way = self._way_round(start, among)
            if way and len(way) < len(shortest):
                shortest = way
        return shortest

    def _any_cycle(self, among: Mapping[str, None]) -> tuple[Step, ...]:
        came: dict[str, Step] = {}
        node_id = next(iter(among))
        while node_id not in came:
            came[node_id] = next(step for step in self.arrows(node_id) if self.next(step) in among)
            node_id = self.next(came[node_id]) or ""
        steps = [came[node_id]]
        while (next_id := self.next(steps[-1]) or "") != node_id:
            steps.append(came[next_id])
        return tuple(steps)

    def _way_round(self, start: str, among: Mapping[str, None]) -> tuple[Step, ...]:
        """The shortest way from a node back to itself; empty where there is none."""
        came_by: dict[str, Step] = {}
        waiting = deque([start])
        while waiting:
            for step in self.arrows(waiting.popleft()):
                next_id = self.next(step)
                if next_id is None or next_id not in among or next_id in came_by:
                    continue
                came_by[next_id] = step
                if next_id == start:
                    return _backwards(came_by, start)
                waiting.append(next_id)
        return ()

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
        if node_id in self._behind and goal_id in self._behind:
            return bool(self._behind[node_id] >> self._ranks[goal_id] & 1)
        return node_id == goal_id or goal_id in self.descendants(node_id)

    def earlier(self, node_ids: Iterable[str]) -> Mapping[str, str]:
        """For those of some nodes in `order` that another one leads to, the last in `order` that does."""
        nodes = sorted(node_ids, key=self._ranks.__getitem__)
        found: dict[str, str] = {}
        behind = 0
        for number, node_id in enumerate(nodes):
            if behind >> self._ranks[node_id] & 1:
                before = (nodes[place] for place in range(number - 1, -1, -1))
                found[node_id] = next(one for one in before if self.leads_to(one, node_id))
            behind |= self._behind[node_id]
        return found

    @cached_property
    def _ranks(self) -> Mapping[str, int]:
        return {node_id: rank for rank, node_id in enumerate(self.order)}

    @cached_property
    def _behind(self) -> Mapping[str, int]:
        """For every node in `order` itself and its descendants there, as the bits of a number.

        Sets of them would take as much time as all pairs of nodes; numbers take a hundredth of it.
        """
        found: dict[str, int] = {}
        for node_id in reversed(self.order):
            bits = 1 << self._ranks[node_id]
            for next_id in map(self.next, self.arrows(node_id)):
                if next_id in found:
                    bits |= found[next_id]
            found[node_id] = bits
        return found


def scenario_answers(tree: Tree, scenario: Scenario) -> dict[str, Answer]:
    """Resolve the answers that a scenario gives, by check id; what does not exist is left out."""
    answers = {}
    for given in scenario.given:
        check = tree.nodes.get(given.check.value)
        if isinstance(check, Check) and (answer := check.answer(given.answer.value)):
            answers[check.id] = answer
    return answers


@dataclass(frozen=True, slots=True)
class _Shared:
    """A step, the step before it that all ways to it share, and how many of those there are."""

    step: Step
    before: _Shared | None
    depth: int


def _lowest_common(ways: list[_Shared]) -> _Shared | None:
    """What several ways share: the lowest common ancestor of their last steps."""
    common: _Shared | None = ways[0] if ways else None
    for way in ways[1:]:
        other: _Shared | None = way
        while common is not None and other is not None and common.step.key != other.step.key:
            if common.depth >= other.depth:
                common = common.before
            else:
                other = other.before
        common = common if other is not None else None
    return common


def _backwards(came_by: Mapping[str, Step], end: str) -> tuple[Step, ...]:
    steps = [came_by[end]]
    while steps[-1].check.id != end:
        steps.append(came_by[steps[-1].check.id])
    return tuple(reversed(steps))
