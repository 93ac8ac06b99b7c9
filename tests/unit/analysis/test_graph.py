"""Questions about the graph of a tree, compared with the listing of every path where that is possible."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from decision_trees.analysis.cycles import MOST_CYCLES, find_cycles
from decision_trees.analysis.graph import MOST_WAYS, Arrow, Graph, Lengths, scenario_answers
from decision_trees.model.tree import Tree
from decision_trees.source.decode import decode

Arrows = dict[str, list[str]]


def tree_of(arrows: Arrows, *, start: str = "") -> Tree:
    """Make a tree of checks with numbered answers; a target ending in `!` is a loop, all others end it."""
    lines = ["title: T", "question: Q", f"start: {start or next(iter(arrows))}", "checks:"]
    ends = {target.rstrip("!") for targets in arrows.values() for target in targets} - arrows.keys()
    for check, targets in arrows.items():
        lines += [f"  {check}:", "    question: Q", "    answers:"]
        for number, target in enumerate(targets):
            loop = ", loop: why" if target.endswith("!") else ""
            lines.append(f"      a{number}: {{to: {target.rstrip('!')}{loop}}}")
    lines.append("decisions:")
    lines += [f"  {end}: {end}" for end in sorted(ends) if "/" not in end and not end.startswith("gone")]
    tree, _ = decode("\n".join(lines), "t.tree.yaml")
    assert tree is not None
    return tree


def graph_of(arrows: Arrows, *, start: str = "") -> Graph:
    return Graph(tree_of(arrows, start=start))


def keys(steps: tuple[Arrow, ...]) -> list[str]:
    return [f"{step.node.id} {step.answer.id}" for step in steps]


SEED: Arrows = {
    "a": ["b", "c"],
    "b": ["c", "log"],
    "c": ["log", "queue", "other/", "a!"],
    "lost": ["lost-end", "c"],
}


def test_what_the_start_reaches() -> None:
    graph = graph_of(SEED)
    assert list(graph.reachable) == ["a", "b", "c", "log", "queue"]
    assert graph.descendants("b") == {"c", "log", "queue"}
    assert graph.descendants("log") == frozenset()
    assert graph.leads_to("a", "queue")
    assert graph.leads_to("queue", "queue")
    assert not graph.leads_to("c", "b")
    assert graph.leads_to("lost", "queue")
    assert not graph.leads_to("b", "lost-end")


def test_the_order_of_the_walk_follows_answers_and_never_goes_back() -> None:
    graph = graph_of({"c": ["end", "d"], "a": ["b", "c"], "b": ["log", "d"], "d": ["a!", "end"]}, start="a")
    assert graph.walk_order == ("a", "b", "log", "c", "d", "end")


def test_which_of_some_nodes_come_behind_others() -> None:
    graph = graph_of(SEED)
    assert graph.earlier(["log", "c", "a"]) == {"c": "a", "log": "c"}
    assert graph.earlier(["log", "queue"]) == {}


def test_descendants_met_before_are_not_followed_again() -> None:
    graph = graph_of(SEED)
    met = {"c"}
    graph.follow("b", met)
    assert met == {"b", "c", "log"}


def test_ways_in_leave_out_loops_and_what_is_not_reached() -> None:
    ways_in = {node_id: keys(steps) for node_id, steps in graph_of(SEED).ways_in.items()}
    assert ways_in == {
        "a": [],
        "b": ["a a0"],
        "c": ["a a1", "b a0"],
        "lost": [],
        "log": ["b a1", "c a0"],
        "lost-end": [],
        "queue": ["c a1"],
    }


def test_counts_and_lengths() -> None:
    graph = graph_of(SEED)
    assert graph.ways == {"a": 1, "b": 1, "c": 2, "log": 3, "queue": 2}
    assert graph.path_count == 7
    assert graph.lengths == {
        "a": Lengths(2, 3),
        "b": Lengths(1, 2),
        "c": Lengths(1, 1),
        "log": Lengths(0, 0),
        "queue": Lengths(0, 0),
    }


def test_shortest_and_shared_ways() -> None:
    graph = graph_of(SEED)
    assert keys(graph.shortest_to("queue")) == ["a a1", "c a1"]
    assert keys(graph.shortest_to("log")) == ["a a0", "b a1"]
    assert keys(graph.shortest_to("a")) == []
    assert keys(graph.shared("log")) == []
    assert keys(graph.shared("queue")) == ["c a1"]
    assert keys(graph.shared("b")) == ["a a0"]


def test_a_walk_follows_the_given_answers() -> None:
    graph = graph_of(SEED)
    a, b, c, _ = graph.tree.checks
    assert keys(tuple(graph.walk({}))) == []
    assert keys(tuple(graph.walk({"b": b.answers[0]}))) == []
    assert keys(tuple(graph.walk({"a": a.answers[0], "b": b.answers[1]}))) == ["a a0", "b a1"]
    assert keys(tuple(graph.walk({"a": a.answers[1], "c": c.answers[2]}))) == ["a a1", "c a2"]
    assert keys(tuple(graph.walk({"a": a.answers[1], "c": c.answers[3]}))) == ["a a1", "c a3"]


def test_a_scenarios_answers_are_found_by_id_and_by_label() -> None:
    scenario = "scenarios:\n  - given: {a: a1, b: A0, gone: a0, log: a0, c: none}\n"
    text = (
        "checks:\n  a: {answers: {x: {to: b, id: a1}}}\n  b: {answers: {A0: log}}\n  c: {answers: {y: log}}\n"
    )
    tree, _ = decode(f"{text}decisions: {{log: Log}}\n{scenario}", "t.tree.yaml")
    assert tree is not None
    a, b, _ = tree.checks
    assert scenario_answers(tree, tree.scenarios[0]) == {"a": a.answers[0], "b": b.answers[0]}


def test_targets_that_name_the_tree_itself() -> None:
    graph = graph_of({"a": ["b", "t/end"], "b": ["end", "t/!"]})
    steps = [
        step for check in graph.tree.checks for step in (Arrow(check, answer) for answer in check.answers)
    ]
    assert [graph.next(step) for step in steps] == ["b", "end", "end", "a"]
    assert steps[0].key == ("a", "a0")


def test_an_arrow_to_nothing_leads_nowhere() -> None:
    graph = graph_of({"a": ["gone", "end"]})
    assert [graph.next(step) for step in graph.arrows("a")] == [None, "end"]
    tree, _ = decode("checks:\n  a:\n    question: Q\n    answers: {Yes: }\n", "t.tree.yaml")
    assert tree is not None
    (step,) = Graph(tree).arrows("a")
    assert Graph(tree).next(step) is None


def test_a_tree_without_checks_has_no_paths() -> None:
    tree, _ = decode("title: T\ndecisions: {a: A}\n", "t.tree.yaml")
    assert tree is not None
    graph = Graph(tree)
    assert list(graph.reachable) == []
    assert graph.path_count == 0
    assert graph.lengths == {}
    assert list(graph.walk({})) == []
    assert list(find_cycles(graph)) == []
    assert graph.walk_order == ()


def test_nodes_on_and_behind_a_cycle_have_no_order() -> None:
    graph = graph_of({"a": ["b", "end"], "b": ["c", "end"], "c": ["b", "other"]})
    assert graph.order == ("a",)
    assert len(graph.walk_order) == 5
    assert graph.path_count == 0


def test_what_stands_between_and_behind_cycles_is_on_none() -> None:
    graph = graph_of(
        {
            "a": ["b"],
            "b": ["a", "between"],
            "between": ["c"],
            "c": ["c", "behind"],
            "behind": ["last"],
            "last": ["end"],
        }
    )
    assert [keys(cycle) for cycle in find_cycles(graph)] == [["c a0"], ["a a0", "b a0"]]


@st.composite
def acyclic(draw: st.DrawFn) -> Arrows:
    count = draw(st.integers(1, 7))
    return {
        f"c{number}": draw(
            st.lists(
                st.sampled_from([*(f"c{later}" for later in range(number + 1, count)), "x", "y", "other/"]),
                min_size=1,
                max_size=3,
            )
        )
        for number in range(count)
    }


@st.composite
def any_arrows(draw: st.DrawFn) -> Arrows:
    checks = [f"c{number}" for number in range(draw(st.integers(1, 6)))]
    return {
        check: draw(st.lists(st.sampled_from([*checks, "x"]), min_size=1, max_size=3)) for check in checks
    }


def every_path(
    graph: Graph, node_id: str | None, taken: tuple[Arrow, ...] = ()
) -> Iterator[tuple[Arrow, ...]]:
    """List every way from a node to an end, each with the steps taken before it."""
    steps = graph.arrows(node_id) if node_id else ()
    if not steps:
        yield taken
    for step in steps:
        yield from every_path(graph, graph.next(step), (*taken, step))


def every_way(graph: Graph, goal: str) -> set[tuple[Arrow, ...]]:
    """List every way from the start to a node."""
    if goal == graph.tree.start:
        return {()}
    return {
        path[: number + 1]
        for path in every_path(graph, graph.tree.start)
        for number, step in enumerate(path)
        if graph.next(step) == goal
    }


@pytest.mark.slow
@given(arrows=acyclic())
@example(arrows={"c0": ["c1", "c1"], "c1": ["c2", "c2"], "c2": ["x", "other/"]})
def test_answers_are_those_of_listing_every_path(arrows: Arrows) -> None:
    graph = graph_of(arrows)
    paths = list(every_path(graph, graph.tree.start))
    assert graph.path_count == len(paths)
    met = {graph.tree.start} | {node for path in paths for step in path if (node := graph.next(step))}
    assert set(graph.reachable) == set(graph.order) == met
    for node_id in met:
        ways = every_way(graph, node_id)
        ahead = [len(path) for path in every_path(graph, node_id)]
        assert graph.ways[node_id] == len(ways)
        assert graph.lengths[node_id] == Lengths(min(ahead), max(ahead))
        assert graph.shortest_to(node_id) in ways
        assert len(graph.shortest_to(node_id)) == min(map(len, ways))
        first, *others = ways
        assert graph.shared(node_id) == tuple(step for step in first if all(step in way for way in others))
        behind = {node for path in every_path(graph, node_id) for step in path if (node := graph.next(step))}
        assert graph.descendants(node_id) == behind
        assert {other for other in met if graph.leads_to(node_id, other)} == behind | {node_id}
        assert graph.shared_count(node_id) == len(graph.shared(node_id))
        assert graph.shared(node_id, 1) == graph.shared(node_id)[-1:]
        assert graph.shortest_to(node_id, 1) == graph.shortest_to(node_id)[-1:]
    assert list(find_cycles(graph)) == []
    for some in (met, {graph.tree.start, *list(met)[-2:]}):
        before = {
            node_id: [
                earlier
                for earlier in graph.order
                if earlier in some and node_id in graph.descendants(earlier)
            ]
            for node_id in some
        }
        assert graph.earlier(some) == {node_id: found[-1] for node_id, found in before.items() if found}


def shortest_round(graph: Graph) -> int | None:
    """The length of the shortest circle that the start reaches, by widening every way step by step."""
    checks = [node_id for node_id in graph.reachable if graph.arrows(node_id)]
    for length in range(1, len(checks) + 1):
        for start in checks:
            ends = {start}
            for _ in range(length):
                ends = {node for end in ends for step in graph.arrows(end) if (node := graph.next(step))}
            if start in ends:
                return length
    return None


@pytest.mark.slow
@given(arrows=any_arrows())
@example(arrows={"c0": ["c1"], "c1": ["c2", "c0"], "c2": ["c1"]})
@example(arrows={"c0": ["c1", "c2"], "c1": ["c1"], "c2": ["c3", "c1"], "c3": ["c3"]})
def test_cycles_are_cycles_and_the_first_is_shortest(arrows: Arrows) -> None:
    graph = graph_of(arrows)
    found = list(find_cycles(graph))
    seen: set[str] = set()
    for cycle in found:
        checks = [step.node.id for step in cycle]
        assert [graph.next(step) for step in cycle] == [*checks[1:], checks[0]]
        assert seen.isdisjoint(checks)
        assert len(set(checks)) == len(checks)
        seen.update(checks)
    assert (len(found[0]) if found else None) == shortest_round(graph)
    for node_id in graph.reachable:
        behind = graph.descendants(node_id) | {node_id}
        assert {other for other in graph.reachable if graph.leads_to(node_id, other)} == behind
    for check in graph.reachable.keys() - seen:
        assert not leads_back(graph, check, seen)


def leads_back(graph: Graph, check: str, avoiding: set[str]) -> bool:
    met: set[str] = set()
    ends = {check}
    while ends:
        ends = (
            {node for end in ends for step in graph.arrows(end) if (node := graph.next(step))}
            - avoiding
            - met
        )
        met |= ends
    return check in met


@pytest.mark.unmeasured("a vast graph is asked as a small one is")
def test_a_chain_of_thousands() -> None:
    count = 2_000
    graph = graph_of({f"c{n}": [f"c{n + 1}" if n < count - 1 else "last", f"end{n}"] for n in range(count)})
    assert graph.path_count == count + 1
    assert graph.lengths["c0"] == Lengths(1, count)
    assert len(graph.shortest_to("last")) == len(graph.shared("last")) == count
    assert len(graph.descendants("c0")) == 2 * count


def test_more_paths_than_anyone_could_list() -> None:
    arrows: Arrows = {}
    for n in range(60):
        arrows |= {f"c{n}": [f"l{n}", f"r{n}"], f"l{n}": [f"c{n + 1}"], f"r{n}": [f"c{n + 1}"]}
    graph = graph_of(arrows)
    assert graph.ways["c52"] == 2**52
    assert graph.path_count == graph.ways["c53"] == graph.ways["c60"] == MOST_WAYS == 2**53 - 1
    assert graph.lengths["c0"] == Lengths(120, 120)
    assert graph.shared("c60") == ()


def test_more_cycles_than_anyone_mends_at_once_are_not_told() -> None:
    loops = {f"c{n}": [f"c{n}", f"c{n + 1}"] for n in range(MOST_CYCLES + 1)}
    assert [len(cycle) for cycle in find_cycles(graph_of(loops))] == [1] * MOST_CYCLES


@pytest.mark.unmeasured("vast graphs are searched as small ones are")
def test_a_vast_ring_and_many_small_ones_end() -> None:
    ring = {f"c{n}": [f"c{(n + 1) % 2_000}", "end"] for n in range(2_000)}
    (cycle,) = find_cycles(graph_of(ring))
    assert len(cycle) == 2_000
    dense = {f"c{n}": [f"c{(n * 7 + 1) % 997}", f"c{(n * n + n + 3) % 997}"] for n in range(997)}
    assert len(next(iter(find_cycles(graph_of(dense))))) == 1
    loops = {f"c{n}": [f"c{n}", f"c{n + 1}"] for n in range(1_000)}
    assert [len(cycle) for cycle in find_cycles(graph_of(loops))] == [1] * MOST_CYCLES
