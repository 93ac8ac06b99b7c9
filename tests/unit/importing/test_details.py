"""Folds of HTML as trees."""

# ruff: noqa: E501 - a foreign tree is one text
from __future__ import annotations

import pytest
from tests.unit.importing.reading_back import bring_in, brought, doubts, model, only, paths, texts

STORES = [
    "Is it big? = Yes => S3",
    "Is it big? = No ; Is it hot? = Yes => Redis",
    "Is it big? = No ; Is it hot? = No => Postgres",
]


def fold(summary: str, *inside: str) -> str:
    body = "\n\n".join(inside)
    return f"<details>\n<summary>{summary}</summary>\n\n{body}\n\n</details>"


NESTED = [
    fold(
        "Is it big?",
        fold("Yes", "S3"),
        fold("No", fold("Is it hot?", fold("Yes", "Redis"), fold("No", "Postgres"))),
    ),
    fold(
        "<b>Is it big?</b>",
        fold("<strong>Yes</strong>", "S3"),
        fold("No", "Is it hot?", fold("Yes → Redis"), fold("No: Postgres")),
    ),
    fold(
        "Is it big?",
        fold("Yes &rarr; S3"),
        fold("No → Is it hot?", fold("Yes", "Redis"), fold("No", "Postgres")),
    ),
    fold("Is it big?", fold("Yes", "S3"), fold("No", "Is it hot?", "- Yes: Redis\n- No: Postgres")),
    fold(
        "Is it big?",
        "- **Yes** → S3\n- **No** → Is it hot?\n    - **Yes** → Redis\n\n    - **No** → Postgres",
    ),
    fold(
        "Start",
        fold(
            "Is it big?",
            fold("Yes", "S3"),
            fold("No", "**Is it hot?**", fold("Yes", "Redis"), fold("No", "Postgres")),
        ),
    ),
    f"Is it big?\n\n{fold('Yes', 'S3')}\n{fold('No', 'Is it hot?', fold('Yes', 'Redis'), fold('No', 'Postgres'))}",
    f"**Is it big?**\n{fold('If yes', 'S3')}\n\n{fold('If no', 'Is it hot?', fold('If yes', 'Redis'), fold('If no', 'Postgres'))}",
    "\n".join(
        [
            fold("1. Is it big?", "- Yes: S3\n- No: go to 2"),
            fold("2. Is it hot?", "- Yes: Redis\n- No: Postgres"),
        ]
    ),
    (
        "<DETAILS open><summary>Is it big?</summary><details><summary>Yes</summary>S3</details>"
        "<details><summary>No</summary><details><summary>Is it hot?</summary>\n<details><summary>Yes</summary>Redis"
        "</details><details><summary>\nNo\n</summary>Postgres</details></details></details></DETAILS>"
    ),
]


@pytest.mark.parametrize("text", NESTED)
def test_folds_as_they_are_written(text: str) -> None:
    done = bring_in(f"# Store\n\nWhere to put it.\n\n{text}\n\nThat is all.\n")
    tree = model(only(done))
    assert [path.replace("1. ", "").replace("2. ", "") for path in paths(tree)] == STORES
    assert str(tree.title) == "Store"
    assert doubts(done) == []


def test_folds_below_a_heading_that_asks_are_its_answers() -> None:
    tree = brought("# Is it big?\n" + fold("Yes", "S3") + "\n" + fold("No", "Redis") + "\n")
    assert paths(tree) == ["Is it big? = Yes => S3", "Is it big? = No => Redis"]


def test_other_answers_than_yes_and_no() -> None:
    tree = brought(fold("Which load?", fold("Small", "SQLite"), fold("Large", "Postgres")))
    assert paths(tree) == ["Which load? = Small => SQLite", "Which load? = Large => Postgres"]


def test_what_is_said_in_a_fold_is_a_text() -> None:
    done = bring_in(
        fold(
            "Is it big?",
            "Over 1 GB.",
            fold("Yes", "S3,\nor like it", "It is cheap.\n\n```\n<details>\n```"),
            fold("No → Redis", "It is *fast*."),
            fold("Perhaps", "- Ask\n- Wait"),
            "See below.",
        )
    )
    tree = model(only(done))
    assert texts(tree) == {
        "Is it big?": {"assess": "Over 1 GB.\n\nSee below."},
        "S3, or like it": {"choose": "It is cheap.\n\n```\n<details>\n```"},
        "Redis": {"choose": "It is *fast*."},
        "Perhaps": {"choose": "- Ask\n- Wait"},
    }
    assert doubts(done) == []


def test_folds_that_say_nothing_of_an_answer_are_told() -> None:
    done = bring_in(fold("Is it big?", fold("Yes", "Is it hot?"), fold("No")))
    assert paths(model(only(done))) == ["Is it big? = Yes => Is it hot?", "Is it big? = No => No"]
    assert [code for _, code in sorted(doubts(done))] == ["unanswered-question", "no-outcome"]


def test_trees_in_folds_beside_each_other() -> None:
    text = "\n".join(
        [
            fold("Is it big?", fold("Yes", "S3"), fold("No", "Redis")),
            fold("Is it free?", "Yes."),
            fold("Is it old?", fold("Yes", "Archive"), fold("No", "Keep")),
        ]
    )
    done = bring_in(f"# Store\n{text}\n")
    assert [tree.title for tree in done.trees] == ["Store", "Is it old?"]
    assert doubts(done) == []


def test_answers_and_then_other_questions() -> None:
    text = "\n".join(
        [fold("Yes", "S3"), fold("No", "Redis"), fold("Is it old?", fold("Yes", "a"), fold("No", "b"))]
    )
    done = bring_in(f"Is it big?\n\n{text}\n")
    assert [path for tree in done.trees for path in paths(model(tree))] == [
        "Is it big? = Yes => S3",
        "Is it big? = No => Redis",
        "Is it old? = Yes => a",
        "Is it old? = No => b",
    ]


@pytest.mark.parametrize(
    "text",
    [
        fold("Is it free?", "Yes, it is."),
        "\n".join(
            [fold("Is it free?", "Yes."), fold("Is it fast?", "- Fast\n- Very"), fold("How big?", "Big.")]
        ),
        fold("Is it free?", "- Yes: a\n- No: b\n\nSo it is."),
        fold("Is it free?", fold("Yes", "It is.")),
        fold("How does it work?", fold("First", "It asks."), fold("Then", "It ends.")),
        fold("Show", "Text."),
        "<details>\n",
        "</details>\n",
        "<details><summary>Is it big?</summary>\nText\n",
    ],
)
def test_what_is_no_tree_is_none(text: str) -> None:
    done = bring_in(text)
    assert (done.trees, done.diagnostics) == ([], [])


def test_what_folds_hide_is_read_as_if_it_were_open() -> None:
    drawing = "```\nIs it big?\n├── Yes → S3\n└── No → Redis\n```"
    tree = brought(f"Text?\n\n{fold('Show the tree', drawing)}\n")
    assert paths(tree) == ["Is it big? = Yes => S3", "Is it big? = No => Redis"]


def test_a_fold_that_is_never_closed_is_refused() -> None:
    done = bring_in(
        "# T\n" + fold("Is it big?", fold("Yes", "S3"), fold("No", "Redis")).removesuffix("</details>")
    )
    assert (done.trees, doubts(done)) == ([], [(2, "unreadable")])


def test_folds_that_nest_too_deep_are_refused() -> None:
    done = bring_in("<details>\n<summary>Is it?</summary>\n" * 70)
    assert (done.trees, [code for _, code in doubts(done)]) == ([], ["too-deep"])
