"""Work grows with the size of trees and libraries and no faster, counted in calls of functions."""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import FrameType

import pytest

from decision_trees.flowchart import Box, Draughtsman
from decision_trees.library import Library
from decision_trees.outline import outline
from decision_trees.paths import Graph
from decision_trees.reading import Reading, read

FEW = 120
"""How many checks, or trees, a small input has; the large one has twice as many."""

MOST_GROWTH = 2.5
"""Twice the input is twice the work; what compares all with all would be four times as much."""


def calls(work: Callable[[], object]) -> int:
    """Count the calls, in Python and in C, that something makes."""
    count = 0

    def profile(_frame: FrameType, event: str, _of: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(profile)
    try:
        work()
    finally:
        sys.setprofile(before)
    return count


def grows(work: Callable[[int], Callable[[], object]]) -> float:
    """How many times as much is done for twice as much."""
    return calls(work(2 * FEW)) / calls(work(FEW))


Answers = dict[str, str]


def source(checks: dict[str, Answers], more: str = "") -> str:
    lines = ["title: T", "question: Q", "checks:"]
    for check, answers in checks.items():
        lines += [f"  {check}:", f"    question: What of {check}?", "    answers:"]
        lines += [f"      {label}: {to}" for label, to in answers.items()]
    ends = {to for answers in checks.values() for to in answers.values() if "{" not in to} - checks.keys()
    return "\n".join([*lines, "decisions:", *(f"  {end}: The end {end}" for end in sorted(ends)), more])


def chain(count: int) -> dict[str, Answers]:
    return {f"c{n}": {"Yes": f"c{n + 1}", "No": f"end{n}"} for n in range(count)}


def ladder(count: int) -> str:
    """A tree of 2^count paths."""
    checks: dict[str, Answers] = {}
    for n in range(count):
        checks |= {f"c{n}": {"Yes": f"l{n}", "No": f"r{n}"}}
        checks |= {f"{side}{n}": {"Yes": f"c{n + 1}", "No": "other"} for side in "lr"}
    return source(checks)


def hub(count: int) -> str:
    """Two terminals, one of them with as many ways in as there are checks."""
    return source({f"c{n}": {"Yes": f"c{n + 1}", "No": "hub"} for n in range(count)})


def loops(count: int) -> str:
    """Every step can be taken back, by turns half of the way and all of it."""
    checks = chain(count)
    for n in range(1, count):
        checks[f"c{n}"]["Again"] = f"{{to: c{n // 2 * (n % 2)}, loop: again}}"
    return source(checks)


def wrong_loops(count: int) -> str:
    checks = chain(count)
    for n in range(count - 2):
        checks[f"c{n}"]["Again"] = f"{{to: c{n + 2}, loop: again}}"
    return source(checks)


def repeated_questions(count: int) -> str:
    text = source(chain(count))
    for n in range(count // 2, count):
        text = text.replace(f"What of c{n}?", f"What of c{n - count // 2}?")
    return text


def unreachable(count: int) -> str:
    """As many checks that nothing leads to, before a chain that they share."""
    lost = {f"u{n}": {"Yes": f"c{n}", "No": "lost"} for n in range(count)}
    return source({"first": {"Yes": "in", "No": "out"}, **lost, **chain(count)}, "start: first\n")


def failing_scenario(count: int) -> str:
    given = "".join(f"      c{n}: Yes\n" for n in range(count))
    scenario = f"scenarios:\n  - title: S\n    expect: end{count - 1}\n    given:\n{given}"
    return source(chain(count), scenario)


def links(count: int) -> str:
    checks = chain(count)
    prose = "".join(
        f"    - {{title: E{n}, text: 'See [it](to:c{n}) and `[that](to:x)`.'}}\n" for n in range(count)
    )
    return source(checks, f"edge_cases:\n{prose}")


SHAPES: dict[str, Callable[[int], str]] = {
    "chain": lambda count: source(chain(count)),
    "ladder": ladder,
    "hub": hub,
    "loops": loops,
    "wrong loops": wrong_loops,
    "repeated questions": repeated_questions,
    "unreachable": unreachable,
    "failing scenario": failing_scenario,
    "links": links,
}
TOLD = {
    "wrong loops": "loop-without-cycle",
    "repeated questions": "repeated-question",
    "unreachable": "unreachable",
    "failing scenario": "scenario-fails",
}


def of(text: str) -> Reading:
    return read({"t.tree.yaml": text})


@pytest.mark.parametrize("shape", SHAPES)
def test_reading_grows_with_the_tree(shape: str) -> None:
    codes = {one.code for one in of(SHAPES[shape](FEW)).diagnostics} - {
        "missing-guidance",
        "untested-terminal",
    }
    assert codes == ({TOLD[shape]} if shape in TOLD else set())

    def work(count: int) -> Callable[[], object]:
        text = SHAPES[shape](count)
        return lambda: of(text)

    assert grows(work) < MOST_GROWTH


def ask(graph: Graph) -> object:
    last = graph.order[-1]
    return graph.path_count, graph.lengths, graph.shared(last), graph.shortest_to(last), list(graph.cycles())


def draw(graph: Graph) -> object:
    # Labels that were drawn before are remembered, so those of a larger tree are others.
    size = len(graph.tree.nodes)
    draughtsman = Draughtsman(
        graph,
        lambda node: Box(f"{node.id} of {size}", node.kind, "page"),
        lambda target: Box(str(target), "exit", "page"),
    )
    charts = [draughtsman.around(node_id, "T", "D") for node_id in graph.reachable]
    return draughtsman.whole("T", "D"), charts


@pytest.mark.parametrize("shape", ["chain", "ladder", "hub", "loops"])
@pytest.mark.parametrize("question", [ask, draw, lambda graph: list(outline(graph))])
def test_answers_grow_with_the_tree(question: Callable[[Graph], object], shape: str) -> None:
    def work(count: int) -> Callable[[], object]:
        tree = of(SHAPES[shape](count)).library.trees["t"]
        return lambda: question(Graph(tree))

    assert grows(work) < MOST_GROWTH


def test_references_grow_with_the_trees() -> None:
    def work(count: int) -> Callable[[], object]:
        text = source({"c0": {"Yes": "x", "No": "y"}})
        sources = {}
        for n in range(count):
            targets = [f"t{(n + 1) % count}/", f"t{n // 2}/c0", "t0/x"]
            references = "".join(f"  - to: {target}\n" for target in targets)
            sources[f"t{n}.tree.yaml"] = f"{text}see_also:\n{references}"

        def everything() -> object:
            library = read(sources).library
            return [around(library, tree_id) for tree_id in library.trees]

        return everything

    assert grows(work) < MOST_GROWTH


def around(library: Library, tree_id: str) -> object:
    tree = library.trees[tree_id]
    return library.mentions(tree), library.mentioned_by(tree), library.surroundings(tree)
