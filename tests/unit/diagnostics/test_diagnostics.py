from __future__ import annotations

import difflib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from decision_trees.diagnostics.codes import CODES, Level
from decision_trees.diagnostics.diagnostic import Diagnostic, Related, apply_levels, in_order
from decision_trees.diagnostics.wording import (
    MOST_COMPARED,
    MOST_GUESSES,
    Names,
    did_you_mean,
    likeness,
    nearest,
    shorten,
)
from decision_trees.model.span import Span

HERE = Span("a.tree.yaml", 3, 1, 3, 2)


def test_the_level_is_that_of_the_registry_unless_given() -> None:
    assert Diagnostic("cycle", HERE, "x").level is Level.ERROR
    assert Diagnostic("stale", HERE, "x").level is Level.WARNING
    assert Diagnostic("stale", HERE, "x", level=Level.NOTICE).level is Level.NOTICE


def test_levels_are_applied_by_code() -> None:
    found = [Diagnostic("cycle", HERE, "x"), Diagnostic("stale", HERE, "y"), Diagnostic("bad-id", HERE, "z")]
    applied = apply_levels(found, {"stale": Level.ERROR, "bad-id": Level.OFF})
    assert [(diagnostic.code, diagnostic.level) for diagnostic in applied] == [
        ("cycle", Level.ERROR),
        ("stale", Level.ERROR),
    ]


def test_diagnostics_stand_in_order_of_place_and_each_once() -> None:
    later, earlier = Span("b.tree.yaml", 1), Span("a.tree.yaml", 10)
    found = [
        Diagnostic("stale", later, "x"),
        Diagnostic("stale", earlier, "x"),
        Diagnostic("cycle", HERE, "x"),
        Diagnostic("bad-id", HERE, "x"),
        Diagnostic("cycle", HERE, "x"),
    ]
    assert in_order(found) == [found[3], found[2], found[1], found[0]]


def test_a_diagnostic_is_renamed_with_all_its_places() -> None:
    found = Diagnostic("cycle", HERE, "x", related=(Related("y", Span("b.tree.yaml", 2)),)).under(
        "content/trees"
    )
    assert found.span == Span("content/trees/a.tree.yaml", 3, 1, 3, 2)
    assert found.related == (Related("y", Span("content/trees/b.tree.yaml", 2)),)
    assert found.with_files(lambda _: "../x.html").under("docs").span.file == "x.html"


@pytest.mark.parametrize(
    ("name", "names", "expected"),
    [
        ("qeue", ["log", "queue"], "queue"),
        ("Standard_Queue", ["standard-queue", "queue"], "standard-queue"),
        ("standard queue", ["standard-queue"], "standard-queue"),
        ("kafka", ["log", "queue"], None),
        ("x", [], None),
    ],
)
def test_the_nearest_name(name: str, names: list[str], expected: str | None) -> None:
    assert nearest(name, names) == expected
    assert did_you_mean(name, names) == (f"did you mean `{expected}`?" if expected else "")


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("qu\u0435ue", "did you mean `queue`, without U+0435?"),
        ("quèue", "did you mean `queue`?"),
        ("que_ue", "did you mean `queue`?"),
        ("queue\u00a0", "did you mean `queue`?"),
    ],
)
def test_a_letter_of_another_script_is_named(name: str, label: str) -> None:
    assert did_you_mean(name, ["log", "queue"]) == label


def test_among_very_many_names_only_slips_of_case_and_hyphen_are_found() -> None:
    names = [f"node-{number}" for number in range(MOST_COMPARED + 1)]
    assert nearest("Node_7", names) == "node-7"
    assert nearest("nude-7", names) is None
    assert nearest("nude-7", names[:10]) == "node-7"


def test_so_many_misspelt_names_are_compared_and_slips_are_found_in_all() -> None:
    names = Names(["first-node", "second-node"])
    found = [names.nearest(f"frist-node{number}") for number in range(MOST_GUESSES + 1)]
    assert found == [*["first-node"] * MOST_GUESSES, None]
    assert names.nearest("Second_Node") == "second-node"


def test_a_very_long_name_is_not_compared() -> None:
    assert nearest("x" * 130, ["x" * 131]) is None
    assert nearest("x" * 120, ["x" * 119, "x" * 400]) == "x" * 119


FEW_LETTERS = st.text("abc-", max_size=9)


@given(FEW_LETTERS, st.lists(FEW_LETTERS, max_size=5))
def test_the_nearest_of_a_few_is_the_one_that_difflib_finds(name: str, names: list[str]) -> None:
    alike = [known for known in names if 2 * abs(len(known) - len(name)) < max(len(known), len(name))]
    best = difflib.get_close_matches(name, alike, n=1)
    found = nearest(name, names)
    assert (found is None) == (not best and name not in names)
    if found is not None and name not in names:
        assert ratio(name, found) == ratio(name, best[0])


@given(FEW_LETTERS, FEW_LETTERS)
def test_names_are_as_alike_as_their_longest_common_subsequence(name: str, other: str) -> None:
    lengths = [0] * (len(other) + 1)
    for char in name:
        before = lengths.copy()
        for place, another in enumerate(other):
            same = before[place] + 1 if char == another else 0
            lengths[place + 1] = max(same, lengths[place], before[place + 1])
    if name or other:
        assert likeness(name, other) == 2 * lengths[-1] / (len(name) + len(other))
        assert likeness(name, other) >= ratio(name, other)


def ratio(name: str, other: str) -> float:
    return difflib.SequenceMatcher(None, other, name).ratio()


def test_every_code_is_kebab_case_and_says_one_sentence() -> None:
    for name, code in CODES.items():
        assert name == code.name == name.lower().replace("_", "-")
        assert code.says[0].isupper()
        assert code.says.endswith(".")
        assert code.level is not Level.OFF


def test_texts_are_shortened_to_one_line() -> None:
    assert shorten(" a\n  b\tc ") == "a b c"
    assert shorten("a\u00a0b\u200bc\u202e") == "a<U+00A0>b<U+200B>c<U+202E>"
    assert shorten("x" * 61) == "x" * 59 + "…"
    assert shorten("x" * 60) == "x" * 60
