"""What a form has no place for is said: every text of a tree is in it, or counted among what is left out."""

from __future__ import annotations

import json

import pytest
from tests.unit.test_every_key import SHAPES, TEXTS, library_of, mark, tree

from decision_trees import read
from decision_trees.site.blocks import BLOCK_FORMS
from decision_trees.site.exported import exported
from decision_trees.site.losses import left_out
from decision_trees.source.keys import Key

PARTS = {"edge_case": "edge_cases", "reference": "see_also", "scenario": "scenarios", "step title": "steps"}
UNNAMED = ("ascii", "csv")
"""Forms that never say what the tree is called: that stands above them, or is the name of a file."""


def without(value: object, shape: str, text: str) -> object:
    """The same without what a text is the value of, and without all such parts where it has to be there."""
    if isinstance(value, dict):
        return {
            key: without(item, shape, text)
            for key, item in value.items()
            if item not in (text, [text]) and key != PARTS.get(shape)
        }
    return value


@pytest.mark.unmeasured("every key is read, written and looked for, as others are")
@pytest.mark.parametrize("form", BLOCK_FORMS)
@pytest.mark.parametrize(("shape", "key"), TEXTS)
def test_a_text_is_in_a_form_or_said_to_be_left_out(shape: str, key: Key, form: str) -> None:
    library = library_of(tree())
    (found,) = library.trees.values()
    text = mark(shape, key)
    if text in " ".join(exported(library, found, form).replace("<br/>", " ").split()):
        return
    if (shape, key.name) == ("tree", "title") and form in UNNAMED:
        return
    if (shape, key.name) == ("check", "question"):
        text = mark(shape, SHAPES["check"].keys["title"])  # without one, a chart shows the question
    shape = f"step {key.name}" if shape == "step" else shape
    (bare,) = read({"t.tree.yaml": json.dumps(without(tree(), shape, text))}).library.trees.values()
    assert left_out(found, form) != left_out(bare, form)


FLAGS = """\
title: T
draft: true
review_by: 2030-01-01
reviewed: 2026-01-01
formerly: [u]
checks:
  a: {question: A?, pick: first, formerly: [b], answers: {Yes: {to: a, loop: again}, No: d, More: e}}
decisions: {d: {title: D, then: a}}
warnings: {e: E LABEL}
"""


FLAGGED = [
    ("draft: true\n", "1 mark of a draft"),
    ("review_by: 2030-01-01\n", "1 day of the next review"),
    ("reviewed: 2026-01-01\n", "1 fact about the tree"),
    ("formerly: [u]\n", "2 earlier ids"),
    (", formerly: [b]", "2 earlier ids"),
    ("pick: first, ", "1 `pick: first`"),
    (", then: a", "1 way on from an outcome"),
]


@pytest.mark.parametrize(("part", "said"), FLAGGED)
def test_what_is_no_text_is_said_too(part: str, said: str) -> None:
    (found,) = read({"t.tree.yaml": FLAGS}).library.trees.values()
    (bare,) = read({"t.tree.yaml": FLAGS.replace(part, "")}).library.trees.values()
    assert said in left_out(found, "csv")
    assert said not in left_out(bare, "csv")


def test_labels_that_a_chart_cuts_are_said() -> None:
    library = library_of(
        {
            "title": "T",
            "checks": {"a": {"question": "A?", "answers": {"Yes": "d", "No " + "x" * 90: "e"}}},
            "decisions": {"d": "D " + "y" * 90, "e": "E"},
        }
    )
    (found,) = library.trees.values()
    assert left_out(found, "mermaid") == "`mermaid` has no place for 2 labels beyond 80 characters in full"
    assert [left_out(found, form) for form in ("ascii", "csv", "md", "json")] == [""] * 4
