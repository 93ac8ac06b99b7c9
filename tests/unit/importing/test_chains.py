"""Paths, one in each line."""

# ruff: noqa: E501 - a foreign tree is one text
from __future__ import annotations

import pytest
from tests.unit.importing.reading_back import bring_in, brought, doubts, model, only, paths

from decision_trees.model.tree import Step

STORES = [
    "Is it big? = Yes => S3",
    "Is it big? = No ; Is it hot? = Yes => Redis",
    "Is it big? = No ; Is it hot? = No => Postgres",
]


@pytest.mark.parametrize(
    "text",
    [
        "Is it big? → Yes → S3\nIs it big? → No → Is it hot? → Yes → Redis\nIs it big? → No → Is it hot? → No → Postgres",
        "Is it big? -> yes -> S3\n\nIs it big? -> no -> Is it hot?\n\nIs it hot? -> yes -> Redis\nIs it hot? -> no -> Postgres",
        "1. Is it big? => YES => S3\n2. Is it big? => NO => Is it hot? => YES => Redis\n3. Is it hot? => NO => Postgres",
        "- **Is it big?** Yes → S3\n- **Is it big?** No → **Is it hot?** Yes → Redis\n- **Is it hot?** No → Postgres",
        "Is it big? (Yes) → S3\nIs it big? (No) → Is it hot? (Yes) → Redis\nIs it hot? (No) → Postgres",
        "Start → Is it big? → Yes: S3\nStart → Is it big? → No: Is it hot? → Yes: Redis\nIs it hot? → No: Postgres",
        "Is it big? --Yes--> S3\nIs it big? -[No]-> Is it hot? —Yes→ Redis\nIs it hot? —No→ Postgres",
        "Is it big? → Yes → S3\nIs it hot? → Yes → Redis\nIs it hot? → No → Postgres\nIs it big? → No → Is it hot?",
    ],
)
@pytest.mark.parametrize("fence", ["", "```\n"])
def test_paths_as_they_are_written(text: str, fence: str) -> None:
    done = bring_in(f"# Store\n\nThis is how:\n\n{fence}{text}\n{fence}\nThat is all.\n")
    assert paths(model(only(done))) == STORES
    assert only(done).title == "Store"
    assert doubts(done) == []


def test_what_lies_between_is_a_step_and_what_has_no_mark_may_ask() -> None:
    tree = brought("Ordering → yes → install it → try it → Kafka\nOrdering → no (yet) → install it → SQS\n")
    assert paths(tree) == ["Ordering = Yes => Kafka", "Ordering = No => SQS"]
    assert [str(node.title) for node in tree.nodes.values() if isinstance(node, Step)] == [
        "install it",
        "try it",
        "install it",
    ]


def test_a_question_that_is_asked_in_several_places_goes_on_alike_in_all() -> None:
    done = bring_in("A? → x → B? → Yes → 1\nA? → y → B? → Yes → 2\nB? → No → 3\n")
    assert paths(model(only(done), allowed={"repeated-question"})) == [
        "A? = x ; B? = Yes => 1",
        "A? = x ; B? = No => 3",
        "A? = y ; B? = Yes => 2",
        "A? = y ; B? = No => 3",
    ]
    assert doubts(done) == []


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        ("A? → Yes → x\nA? → No → y\nA? → Yes → z", [(3, "conflicting-rows")]),
        ("A? → Yes → go → x\nA? → No → y\nA? → Yes → go → z", [(3, "conflicting-rows")]),
        ("A? → Yes → x\nA? → No → y\nA? → Yes → B? → No → z", [(3, "conflicting-rows")]),
        ("A? → Yes → B?\nA? → No → y", [(1, "unanswered-question")]),
        ("A? → Yes → B?\nA? → No → y\nA? → Yes → B? → No → z", [(1, "one-answer")]),
        ("A? → Yes → go\nA? → No → y\nA? → Yes → go → z", []),
        ("A? → Yes → x\nA? → Yes → x", [(1, "one-answer")]),
        ("A? → Yes → x\nA? → No → ⚠️ y", [(2, "warning-or-decision")]),
        ("A? → Yes → x\nA? → No → y\nB? → No → z", [(3, "left-out")]),
        ("A? → Yes → x\nA? → No → y\nand so on → x", [(3, "left-out")]),
        ("A? → Yes → [x](y.md)\nA? → No → y", [(1, "unknown-reference")]),
    ],
)
def test_what_paths_leave_open_is_told(lines: str, told: list[tuple[int, str]]) -> None:
    done = bring_in(f"{lines}\n")
    assert sorted(doubts(done)) == told
    model(only(done), allowed={"single-answer"})


def test_lines_that_disagree_are_both_named() -> None:
    done = bring_in("A? → Yes → x\nA? → No → y\nA? → Yes → z\n")
    assert done.diagnostics[0].message == "lines 1 and 3 disagree on what follows “Yes” under “A?”"
    done = bring_in("A? → Yes → go → x\nA? → No → y\nA? → Yes → go → z\n")
    assert done.diagnostics[0].message == "lines 1 and 3 disagree on what follows “go”"


@pytest.mark.parametrize(
    "text",
    [
        "A? → Yes → x\n",
        "A? → Yes → x\none\ntwo\n",
        "input → parse → write\nread → sort → write\n",
        "Start → A?\nStart → B?\n",
        "A? → Yes\nA? → No\n",
        "a → b\nc → d\n",
    ],
)
def test_what_is_no_tree_is_none(text: str) -> None:
    done = bring_in(text)
    assert (done.trees, done.diagnostics) == ([], [])


def test_paths_that_are_too_long_or_too_many_are_refused() -> None:
    done = bring_in("A? → Yes → x\nA? → No" + " → a" * 200 + "\n")
    assert (done.trees, [code for _, code in doubts(done)]) == ([], ["too-deep"])
    done = bring_in("".join(f"A? → {n} → x{n}\n" for n in range(2100)))
    assert (done.trees, [code for _, code in doubts(done)]) == ([], ["too-deep"])
