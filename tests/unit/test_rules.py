"""What no golden case shows: rules in combinations, and in trees too large to print."""

from __future__ import annotations

from datetime import date

import pytest

from decision_trees.addresses import Addresses
from decision_trees.diagnostics import Diagnostic
from decision_trees.library import Library
from decision_trees.reading import Settings, read
from decision_trees.rules import Context

HEAD = "title: T\nquestion: Q\n"


def told(text: str, **more: str) -> list[tuple[str, int]]:
    sources = {"t.tree.yaml": HEAD + text} | {
        f"{name}.tree.yaml": HEAD + other for name, other in more.items()
    }
    quiet = ("missing-guidance", "untested-terminal")
    return [(one.code, one.span.line) for one in found(sources) if one.code not in quiet]


def found(sources: dict[str, str]) -> tuple[Diagnostic, ...]:
    return read(sources, Settings(today=date(2026, 11, 23))).diagnostics


def test_a_circle_is_told_beside_a_broken_arrow() -> None:
    first = "checks:\n  a: {question: A, answers: {Yes: b, No: gone}}\n"
    second = "  b: {question: B, answers: {Yes: a, No: x}}\ndecisions: {x: X}\n"
    assert told(first + second) == [("unknown-target", 4), ("cycle", 5)]


def test_a_scenario_with_a_mistake_in_it_is_told_beside_a_broken_arrow() -> None:
    text = "checks:\n  a: {question: A, answers: {Yes: x, No: gone}}\ndecisions: {x: X}\n"
    scenario = "scenarios:\n  - {title: S, given: {a: Yse}, expect: x}\n"
    assert told(text + scenario) == [("unknown-target", 4), ("scenario-incomplete", 7)]


def test_a_scenario_that_stops_at_a_check_whose_answers_are_missing_is_not_told() -> None:
    text = "checks:\n  a: {question: A, answers: {Yes: x, No: b}}\n  b: {question: B}\ndecisions: {x: X}\n"
    scenario = "scenarios:\n  - {title: S, given: {a: No}, expect: x}\n"
    assert told(text + scenario) == [("missing-key", 5)]


def test_a_scenario_in_a_tree_without_checks_is_not_run() -> None:
    assert told("decisions: {x: X}\nscenarios:\n  - {title: S, given: {a: No}, expect: x}\n") == [
        ("missing-key", 1)
    ]


def test_an_expectation_that_is_not_there_is_told_as_that_alone() -> None:
    text = "checks:\n  a: {question: A, answers: {Yes: x, No: y}}\ndecisions: {x: X, y: Y}\n"
    scenario = "scenarios:\n  - {title: S, given: {a: No}, expect: z}\n"
    reading = read({"t.tree.yaml": HEAD + text + scenario})
    codes = [one.code for one in reading.diagnostics if one.code != "missing-guidance"]
    assert codes == ["unknown-target"]


def test_nodes_behind_a_wrong_loop_are_not_told() -> None:
    text = (
        "checks:\n  a:\n    question: A\n    answers: {Yes: x, No: y, Maybe: {to: b, loop: why}}\n"
        "  b: {question: B, answers: {Yes: z, No: y}}\ndecisions: {x: X, y: Y, z: Z}\n"
    )
    assert told(text) == [("loop-without-cycle", 6)]


def test_a_tree_whose_nodes_are_lost_is_not_asked_for_them() -> None:
    text = "checks:\n  a: {question: A, answers: {Yes: x, No: u/y}}\ndecisions: {x: X}\n"
    other = "checks: {b: {question: B, answers: {Yes: y, No: z}}}\ndecisions: [y, z]\n"
    assert told(text, u=other) == [("wrong-type", 4)]


def test_a_tree_without_checks_is_not_asked_for_them() -> None:
    text = "start: a\ndecisions: {x: X}\nsee_also:\n  - to: a\n"
    assert told(text) == [("missing-key", 1)]


def test_a_start_in_a_section_that_is_lost_is_not_asked_for() -> None:
    first = "checks:\n  a: {question: A, answers: {Yes: x, No: y}}\ndecisions: {x: X, y: Y}\n"
    second = "checks:\n  b: {question: B, answers: {Yes: x, No: y}}\nstart: b\n"
    assert told(first + second) == [("duplicate-key", 6)]


def test_a_question_asked_twice_on_a_circle_is_told_as_the_circle() -> None:
    first = "checks:\n  a: {question: A, answers: {Yes: b, No: x}}\n"
    second = "  b: {question: A, answers: {Yes: a, No: x}}\ndecisions: {x: X}\n"
    assert told(first + second) == [("cycle", 5)]


@pytest.mark.parametrize("known", [None, ["a.md", "b/c.png"]])
def test_files_that_a_link_may_name(known: list[str] | None) -> None:
    trees = read(
        {"d/t.tree.yaml": f"{HEAD}checks: {{a: {{question: A, answers: {{Yes: x}}}}}}\n"}
    ).library.trees
    library = Library(trees.values(), files=known)
    context = Context(library=library, sources={}, today=date(2026, 11, 23), addresses=Addresses())
    expected = None if known is None else {"a.md", "b/c.png", "d/t/index.md", "d/t/a.md"}
    assert context.files == expected


PAGE = """# A page

Read [about Kafka](to:pick-a-queue/log), [](to:pick-a-queue/), [this](to:log), [that](to:logg),
[it](to:pick-a-queue/lag) and [them](to:pick-a-cue/).

Read [another page](other.md).

    code: `[no link](to:nowhere)`
"""


def test_links_in_pages_are_checked_in_their_place() -> None:
    source = """
title: Pick a queue
question: Which?
checks: {replay: {question: 'Replay?', incomplete: true, answers: {Yes: log, No: queue}}}
decisions: {log: {title: Kafka, incomplete: true}, queue: {title: SQS, incomplete: true}}
"""
    found = read({"pick-a-queue.tree.yaml": source}, Settings(pages={"guide/page.md": PAGE}))
    assert [(one.span.line, one.span.column, one.message, one.label) for one in found.diagnostics] == [
        (3, 71, "a link in a page names the tree too", "did you mean `to:pick-a-queue/log`?"),
        (3, 87, "a link in a page names the tree too", ""),
        (
            *(4, 6, "no check or terminal in the tree `pick-a-queue` is named `lag`"),
            "did you mean `pick-a-queue/log`?",
        ),
        (4, 38, "no tree is named `pick-a-cue`", "did you mean `pick-a-queue/`?"),
    ]
    assert {one.span.file for one in found.diagnostics} == {"guide/page.md"}
    assert not found.broken
    assert found.has_errors
