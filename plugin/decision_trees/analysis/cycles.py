"""Circles of arrows, which a tree must not have."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from decision_trees.analysis.graph import Arrow, Graph

MOST_CYCLES = 20
"""How many cycles of one tree are told apart: whoever has more mends those first."""

MOST_CYCLE_STEPS = 200_000
"""How many arrows the search for the shortest cycles of a tree may follow, so that it ends in time."""


def find_cycles(graph: Graph) -> Iterator[tuple[Arrow, ...]]:
    """Circles of forward arrows, shortest first, no two of them with a node in common."""
    ordered = set(graph.order)
    left = _leading_on(graph, [node_id for node_id in graph.reachable if node_id not in ordered])
    search = _Budget(MOST_CYCLE_STEPS)
    for _ in range(MOST_CYCLES):
        if not left:
            return
        shortest = _shortest_cycle(graph, left, search)
        yield shortest
        # Circles that share a check have one cause, most often, and go with the arrow that is mended.
        taken = {arrow.node.id for arrow in shortest}
        left = _leading_on(graph, [node_id for node_id in left if node_id not in taken])


def _leading_on(graph: Graph, node_ids: Iterable[str]) -> dict[str, None]:
    """Leave out, over and over, the nodes from which no arrow leads to one of the others."""
    arrows = dict.fromkeys(node_ids, 0)
    for node_id in arrows:
        arrows[node_id] = sum(graph.next(arrow) in arrows for arrow in graph.arrows(node_id))
    ends = [node_id for node_id, count in arrows.items() if not count]
    while ends:
        end = ends.pop()
        del arrows[end]
        for arrow in graph.ways_in[end]:
            if arrow.node.id in arrows:
                arrows[arrow.node.id] -= 1
                if not arrows[arrow.node.id]:
                    ends.append(arrow.node.id)
    return dict.fromkeys(arrows)


def _shortest_cycle(graph: Graph, among: Mapping[str, None], search: _Budget) -> tuple[Arrow, ...]:
    """The shortest circle among nodes of which each leads on to another; in a vast graph, a short one."""
    shortest = _any_cycle(graph, among)
    for start in among:
        # An arrow from a node to itself cannot be beaten.
        if search.steps_left <= 0 or len(shortest) == 1:
            break
        shortest = _way_round(graph, start, among, len(shortest), search) or shortest
    return shortest


def _any_cycle(graph: Graph, among: Mapping[str, None]) -> tuple[Arrow, ...]:
    came: dict[str, Arrow] = {}
    # Every one of them leads on to another, so whoever only walks on comes round.
    node_id = next(iter(among))
    while node_id not in came:
        came[node_id] = next(arrow for arrow in graph.arrows(node_id) if graph.next(arrow) in among)
        node_id = graph.next(came[node_id]) or ""
    arrows = [came[node_id]]
    while (next_id := graph.next(arrows[-1]) or "") != node_id:
        arrows.append(came[next_id])
    return tuple(arrows)


def _way_round(
    graph: Graph, start: str, among: Mapping[str, None], length: int, search: _Budget
) -> tuple[Arrow, ...]:
    """The shortest way from a node back to itself; empty where there is none shorter than `length`."""
    came_by: dict[str, Arrow] = {}
    waiting = deque([(start, 1)])
    # The queue goes from near to far: whatever is left is then no shorter than what is known.
    while waiting and waiting[0][1] != length:
        here, arrows = waiting.popleft()
        for arrow in graph.arrows(here):
            search.steps_left -= 1
            next_id = graph.next(arrow)
            if next_id is None or next_id not in among or next_id in came_by:
                continue
            came_by[next_id] = arrow
            if next_id == start:
                return _backwards(came_by, start)
            waiting.append((next_id, arrows + 1))
    return ()


@dataclass(slots=True)
class _Budget:
    """How many arrows a search may still follow."""

    steps_left: int


def _backwards(came_by: Mapping[str, Arrow], end: str) -> tuple[Arrow, ...]:
    arrows = [came_by[end]]
    while arrows[-1].node.id != end:
        arrows.append(came_by[arrows[-1].node.id])
    return tuple(reversed(arrows))
