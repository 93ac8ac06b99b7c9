"""What pages show of a tree where there is too much of it, or where its author says it himself."""

from __future__ import annotations

from datetime import date

import pytest

from decision_trees.reading.read import read
from decision_trees.site.view_builder import MOST_STEPS, MOST_WAYS_IN, TreeViewer
from decision_trees.site.views import NodeView, TreeView
from decision_trees.words import load_words

CHECK = "  {id}: {{question: '{id}?', answers: {{Yes: {yes}, No: {no}}}}}\n"


def view(source: str, *, language: str = "en") -> TreeView:
    found = read({"t.tree.yaml": source})
    assert not found.broken
    library = found.library
    words = load_words(language).page
    return TreeViewer(library, library.trees["t"], date(2026, 11, 23), words).view()


def chain(length: int, *, more: str = "") -> str:
    """A tree whose every Yes asks the next question, and the last one's ends."""
    steps = [f"c{number}" for number in range(1, length + 1)]
    checks = (
        CHECK.format(id=step, yes=after, no="no")
        for step, after in zip(steps, [*steps[1:], "end"], strict=True)
    )
    return f"title: T\nquestion: Q?\n{more}checks:\n{''.join(checks)}decisions: {{end: End, no: No}}\n"


def gathering(ways: int, loops: int) -> str:
    """A tree whose check `hub` is reached from so many checks, and asked again from so many others."""
    before = [f"in{number}" for number in range(1, ways + 1)]
    behind = [f"back{number}" for number in range(1, loops + 1)]
    checks = "".join(
        CHECK.format(id=id_, yes="hub", no=after)
        for id_, after in zip(before, [*before[1:], "no"], strict=True)
    )
    checks += CHECK.format(id="hub", yes=behind[0], no="no")
    checks += "".join(
        CHECK.format(id=id_, yes="{to: hub, loop: once more}", no=after)
        for id_, after in zip(behind, [*behind[1:], "no"], strict=True)
    )
    return f"title: T\nquestion: Q?\nchecks:\n{checks}decisions: {{no: No}}\n"


def node(tree: TreeView, id_: str) -> NodeView:
    return next(node for node in tree.nodes if node.id == id_)


def test_a_long_way_is_shown_whole() -> None:
    trail = node(view(chain(MOST_STEPS)), "end").trail
    assert [str(step.text) for step in trail] == [f"c{number}? Yes" for number in range(1, 21)]


def test_of_a_very_long_way_the_last_steps_are_shown_with_a_sign_for_those_before() -> None:
    sign, *last = node(view(chain(MOST_STEPS + 3)), "end").trail
    assert (str(sign.title), bool(sign.answer), sign.page) == ("\N{HORIZONTAL ELLIPSIS}", False, "t/c3.md")
    assert [str(step.text) for step in last] == [f"c{number}? Yes" for number in range(4, 24)]


def test_a_walk_stands_at_a_node_by_the_answers_of_the_shortest_way() -> None:
    tree = view(chain(MOST_STEPS + 1))
    assert node(tree, "c1").fragment == "step-c1"
    assert node(tree, "c3").fragment == "walk?c1=yes&c2=yes"
    assert node(tree, "end").fragment == "step-end"  # the script finds so long a way itself


def test_what_to_do_comes_before_why() -> None:
    decisions = "decisions: {d: {title: D, why: w, next_step: n, choose: c}}"
    tree = view(
        f"title: T\nquestion: Q?\nchecks: {{c: {{question: 'C?', answers: {{Yes: d}}}}}}\n{decisions}\n"
    )
    assert [section.name for section in node(tree, "d").sections] == ["choose", "next-step", "why"]


@pytest.mark.parametrize(
    ("ways", "loops", "shown", "shown_loops", "more"),
    [(2, 2, 4, 2, 0), (20, 10, 30, 10, 0), (20, 12, 30, 10, 2), (30, 1, 30, 0, 1), (40, 5, 30, 0, 15)],
)
def test_ways_in_come_before_loops_and_the_rest_of_many_is_counted(
    ways: int, loops: int, shown: int, shown_loops: int, more: int
) -> None:
    hub = node(view(gathering(ways, loops)), "hub")
    assert len(hub.ways) == shown <= MOST_WAYS_IN
    assert [str(way.loop) for way in hub.ways] == ["None"] * (shown - shown_loops) + [
        "once more"
    ] * shown_loops
    assert hub.more_ways == more


def test_a_loop_is_a_way_in_by_its_last_step() -> None:
    way = node(view(gathering(1, 2)), "hub").ways[-1]
    assert [str(step.text) for step in way.conditions] == ["back2? Yes"]
    assert (str(way.loop), way.name, way.count) == ("once more", None, "")


def test_an_author_says_how_long_a_walk_takes() -> None:
    assert (
        view(chain(3, more="traversal: Half a day, with the team\n")).traversal == "Half a day, with the team"
    )


@pytest.mark.parametrize(
    ("length", "language", "says"),
    [
        (1, "en", "1 minute"),
        (3, "en", "1-3 minutes"),
        (1, "de", "1 Minute"),
        (3, "de", "1\N{EN DASH}3 Minuten"),
    ],
)
def test_otherwise_the_number_of_questions_tells(length: int, language: str, says: str) -> None:
    assert view(chain(length), language=language).traversal == says
