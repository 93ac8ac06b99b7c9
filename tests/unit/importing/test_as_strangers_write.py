"""Trees in forms between the forms: as people write them without thinking of a reader."""

from __future__ import annotations

import pytest
from tests.unit.importing.reading_back import bring_in, doubts, model, only, paths

STORES = [
    "Is it new? = Yes => a",
    "Is it new? = No ; Is it big? = Yes => b",
    "Is it new? = No ; Is it big? = No => c",
]

WRITTEN = [
    "Q1: Is it new? Yes → a. No → Q2\nQ2: Is it big? Yes → b. No → c",
    "Q1. Is it new?\n  - Yes → a\n  - No → Q2\n\nQ2. Is it big?\n  - Yes → b\n  - No → c",
    "**Step 1:** Is it new?\n- Yes → a\n- No → Step 2\n\n**Step 2:** Is it big?\n- Yes → b\n- No → c",
    "1. Is it new? If yes, a. If no, go to 2.\n2. Is it big? If yes, b. Otherwise, c.",
    "1. Is it new? Yes: a; otherwise → 2.\n2. Is it big? Yes: b; no: c.",
    "1. Is it new?\n   - Yes: a\n   - No: go to 2\n2. Is it big?\n   - Yes: b\n   - No: go to 3\n3. c",
    "Is it new?\n=> Yes: a\n=> No: Is it big?\n   => Yes: b\n   => No: c",
]


@pytest.mark.parametrize("text", WRITTEN)
def test_questions_with_answers_between_the_forms(text: str) -> None:
    done = bring_in(f"# Store\n\n{text}\n")
    assert (paths(model(only(done))), doubts(done)) == (STORES, [])


def test_brackets_round_questions_and_ends_are_no_words() -> None:
    tree = model(
        only(
            bring_in(
                "```\n[Is it new?]\n  ├─ yes ─→ [a]\n  └─ no ──→ [Is it big?]\n              ├─ yes ─→ (b)\n"
                "              └─ no ──→ (c)\n```\n"
            )
        )
    )
    assert paths(tree) == STORES


def test_what_is_done_before_going_on_is_a_step() -> None:
    done = bring_in(
        "# Support\n\n**1. Is it on?**\n- No → Turn it on, then go to 2\n- Yes → go to 2\n\n"
        "**2. Is it green?**\n- No → Change the cable and go back to 1\n- Yes → Call us\n"
    )
    tree = model(only(done))
    assert [str(step.title) for step in tree.steps] == ["Turn it on", "Change the cable"]
    assert doubts(done) == [(8, "loop-without-reason")]


@pytest.mark.parametrize(
    "text",
    [
        "New? ──Yes──> a\n │\n No\n │\n v\nBig? ──Yes──> b\n │\n No\n v\n c",
        "Is it new?\n    |\n   Yes\n    |\n    v\nIs it big?\n    |\n   No → x\n   Yes → y",
        "    New?\n   /    \\\n yes    no\n /        \\\na          b",
        "     New?\n    /  |  \\\n  big  so  small\n  /    |    \\\n a     b     c",
        "   New?\n    /\\\n   /  \\\n  a    Big?\n       / \\\n      b   c",
    ],
)
def test_arrows_in_two_dimensions_are_refused(text: str) -> None:
    done = bring_in(f"```\n{text}\n```\n")
    assert done.trees == []
    assert [code for _, code in doubts(done)] in ([], ["box-drawing"])


@pytest.mark.parametrize("between", [". No", "; if no", " / No", ", nein"])
def test_two_answers_in_a_line_are_no_path(between: str) -> None:
    assert bring_in(f"Is it new? Yes → a{between} → b\nIs it big? Yes → c{between} → d\n").trees == []


def test_a_step_above_a_lone_arrow() -> None:
    tree = model(only(bring_in("```\nIs it new?\n├── Yes → wait\n│   └── → a\n└── No → b\n```\n")))
    assert paths(tree) == ["Is it new? = Yes => a", "Is it new? = No => b"]
    assert [str(step.title) for step in tree.steps] == ["wait"]


@pytest.mark.parametrize(
    "number", ["Q7", "question 7", "step 7", "(see above)", "Is it old? (above)", "Is it old? (below)"]
)
def test_a_question_that_is_not_there_is_told(number: str) -> None:
    done = bring_in(f"```\nIs it new?\n├── Yes → a\n└── No → {number}\n```\n")
    expected = [] if number == "(see above)" else [(4, "unknown-reference")]
    assert [told for told in doubts(done) if told[1] == "unknown-reference"] == expected


@pytest.mark.parametrize(
    ("below", "said"),
    [
        ("Is it big?\n├── Yes → b\n└── No → c", STORES),
        ("Wait → Is it big?\n├── Yes → b\n└── No → c", STORES),
    ],
)
def test_a_drawing_that_goes_on_below_is_one(below: str, said: list[str]) -> None:
    begins = below.partition("\n")[0].partition(" →")[0]
    done = bring_in(f"```\nIs it new?\n├── Yes → a\n└── No → {begins} (below)\n\n{below}\n```\n")
    assert (paths(model(only(done))), doubts(done)) == (said, [])


def test_drawings_that_go_on_below_nest_no_deeper_than_others() -> None:
    parts = [f"Is it {n}?\n├── Yes → a\n└── No → Is it {n + 1}? (below)\n" for n in range(70)]
    done = bring_in("```\n" + "\n".join([*parts, "Is it 70?\n├── Yes → a\n└── No → b\n"]) + "```\n")
    assert (done.trees, [code for _, code in doubts(done)]) == ([], ["too-deep"])


def test_lines_above_a_drawing_that_is_hung_below_another_are_told() -> None:
    done = bring_in(
        "```\nIs it new?\n├── Yes → a\n└── No → Is it big? (below)\n\n"
        "Part two\nIs it big?\n├── Yes → b\n└── No → c\n```\n"
    )
    assert paths(model(only(done))) == STORES
    assert doubts(done) == [(6, "left-out")]


def test_what_stands_beside_an_answer_in_square_brackets_is_its_note() -> None:
    tree = model(only(bring_in("```\nWhich?\n├── A (small) [at night] → x\n├── B [] → y\n└── C → z\n```\n")))
    answers = tree.checks[0].answers
    assert [(str(answer.label), str(answer.note or "")) for answer in answers] == [
        ("A (small)", "at night"),
        ("B []", ""),
        ("C", ""),
    ]


def test_a_way_into_another_tree_comes_back() -> None:
    drawing = "Is it new?\n├── Yes → other/big (in another tree)\n└── No → other/ (in another tree)"
    tree = model(only(bring_in(f"```\n{drawing}\n```\n")))
    assert [str(answer.to) for answer in tree.checks[0].answers] == ["other/big", "other/"]


def test_a_drawing_that_starts_with_a_step() -> None:
    tree = model(only(bring_in("```\nStart → Wait → Is it new?\n├── Yes → a\n└── No → b\n```\n")))
    assert [str(step.title) for step in tree.steps] == ["Wait"]
    assert tree.start == tree.steps[0].id
