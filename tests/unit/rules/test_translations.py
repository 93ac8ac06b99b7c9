"""Where a tree in another language decides otherwise than its original."""

from __future__ import annotations

import pytest

from decision_trees.model.tree import Tree
from decision_trees.reading.read import read
from decision_trees.rules.translations import differences

ORIGINAL = """\
title: T
question: Q?
checks:
  need: {question: Need it?, answers: {Yes: more, No: out}}
  more: {question: More?, answers: {Yes: other/, No: out}}
decisions:
  out: Out
"""


def tree(source: str) -> Tree:
    (found,) = read({"t.tree.yaml": source}).library.trees.values()
    return found


def told(translation: str) -> list[tuple[str, int]]:
    found = [*differences(tree(ORIGINAL), tree(translation))]
    assert {diagnostic.code for diagnostic in found} <= {"translation-differs"}
    assert all(diagnostic.related for diagnostic in found)
    return [(diagnostic.message, diagnostic.span.line) for diagnostic in found]


def test_other_words_and_another_name_of_the_tree_are_no_difference() -> None:
    assert told(ORIGINAL.replace("Need it?", "Braucht es das?").replace("{Yes: more", "{Ja: more")) == []


@pytest.mark.parametrize(
    ("ours", "theirs", "expected"),
    [
        (
            "  out: Out",
            "  out: Out\n  also: Also",
            ("the original has no decision `also`", 8),
        ),
        (
            "question: Q?",
            "question: Q?\nstart: more",
            ("this walk starts at `more`, and the original's at `need`", 6),
        ),
        (
            "{Yes: more, No: out}",
            "{Yes: out, No: more}",
            ("this leads to `out`, and to `more` in the original", 4),
        ),
        (
            "{Yes: other/, No: out}",
            "{Yes: other/, No: out, Both: out}",
            ("`more` has 3 ways on, and 2 ways in the original", 5),
        ),
        (
            "Yes: other/",
            "Yes: another/",
            ("this leads to `another/`, and to `other/` in the original", 5),
        ),
        (
            "decisions:",
            "warnings:",
            ("`out` is a warning, and a decision in the original", 7),
        ),
    ],
)
def test_a_difference_is_told_where_it_is(ours: str, theirs: str, expected: tuple[str, int]) -> None:
    assert expected in told(ORIGINAL.replace(ours, theirs))


def test_a_node_that_is_missing_is_told_once() -> None:
    translation = ORIGINAL.replace("{Yes: more", "{Yes: out").replace("  more:", "  most:")
    assert told(translation)[0] == ("the original has a check `more`, and this has none", 1)
    assert ("the original has no check `most`", 5) in told(translation)
