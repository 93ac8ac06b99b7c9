"""Ids of answers: labels that differ in signs alone have ids of their own."""

import pytest

from decision_trees.model.ids import MOST_ID_CHARACTERS, answer_ids, is_id
from decision_trees.model.tree import Tree
from decision_trees.source.decode import decode


@pytest.mark.parametrize(
    ("label", "made"),
    [
        ("< 300", "lt-300"),
        ("<300", "lt-300"),
        ("> 300", "gt-300"),
        ("<= 300", "lte-300"),
        ("≤ 300", "lte-300"),
        (">= 18", "gte-18"),
        ("≥ 18", "gte-18"),
        ("= 3", "eq-3"),
        ("== 3", "eq-3"),
        ("!= 3", "not-3"),
        ("≠ 3", "not-3"),
        ("\N{FULLWIDTH LESS-THAN SIGN} 7", "lt-7"),
        ("50 %", "50-percent"),
        ("5 ‰", "5-permille"),
        ("C++", "c-plus-plus"),
        ("C#", "c-sharp"),
        ("#1", "number-1"),
        ("18+", "18-plus"),
        ("± 5", "plus-minus-5"),
        ("+/- 5", "plus-minus-5"),
        ("-5", "minus-5"),
        ("< \N{MINUS SIGN}5", "lt-minus-5"),
        ("~ 50", "about-50"),
        ("R&D", "r-and-d"),
        ("5 €", "5-euro"),
        ("$5", "dollar-5"),
        ("£5", "pound-5"),
        ("¥5", "yen-5"),
        ("§ 5", "section-5"),
        ("∞", "infinity"),
        ("5 µs", "5-us"),
        ("30\N{EN DASH}60 min", "30-60-min"),
        ("10 - 20", "10-20"),
        # as ever
        ("It is <not> messages", "it-is-not-messages"),
        ("Yes", "yes"),
        ("Not measured", "not-measured"),
        ("Größe: café", "große-cafe".replace("ß", "")),
        ("10-20", "10-20"),
        ("1.5", "1-5"),
        ("はい", "answer-8f90d85e"),
        ("μέσο", "answer-11b15de9"),
    ],
)
def test_an_id_is_made_from_a_label(label: str, made: str) -> None:
    assert answer_ids([label]) == [made]


def test_labels_that_are_alike_as_far_as_an_id_is_long_differ() -> None:
    long = "It is the same for a very long while, and only at the far end of it all "
    labels = [f"{long}red", f"{long}blue", f"{long}red", "Short"]
    ids = answer_ids(labels)
    assert ids[0] != ids[1]
    assert ids[0] == ids[2]
    assert answer_ids(labels[1::-1]) == ids[1::-1]
    assert all(is_id(answer_id) for answer_id in ids)
    assert answer_ids([labels[0]])[0] == ids[0][: MOST_ID_CHARACTERS - 9] + answer_ids([labels[0]])[0][55:]


def tree_with(answers: str) -> tuple[Tree | None, list[str]]:
    text = f"title: T\nchecks: {{c: {{question: Q?, answers: {answers}}}}}\ndecisions: {{d: D, e: E, f: F}}\n"
    tree, problems = decode(text, "t.tree.yaml")
    return tree, [f"{problem.code}: {problem.help}" for problem in problems]


def test_a_tree_may_ask_for_ranges() -> None:
    tree, problems = tree_with("{'< 300': d, '= 300': e, '> 300': f}")
    assert tree is not None
    assert [answer.id for answer in tree.checks[0].answers] == ["lt-300", "eq-300", "gt-300"]
    assert problems == []


def test_labels_that_give_one_id_are_told_which_to_write() -> None:
    _, problems = tree_with("{Yes: d, 'Yes!': e, Yes 2: f}")
    (problem,) = problems
    assert problem.startswith("duplicate-id: give this one an id of its own, for example `id: yes-3`; ")
