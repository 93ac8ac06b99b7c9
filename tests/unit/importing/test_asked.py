"""Questions in bold or as headings, with their answers below them."""

# ruff: noqa: E501 - a foreign tree is one text
from __future__ import annotations

import textwrap

import pytest
from tests.unit.importing.reading_back import bring_in, brought, doubts, model, only, paths, texts

from decision_trees.importing.reading import Request, import_text

STORES = [
    "Is it ordered? = Yes => Kafka",
    "Is it ordered? = No ; Is it fast? = Yes => SQS",
    "Is it ordered? = No ; Is it fast? = No => Redis",
]


def written(text: str) -> str:
    return textwrap.dedent(text).lstrip("\n")


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("**Is it ordered?**", "**Is it fast?**"),
        ("__Is it ordered?__", "__Is it fast?__"),
        ("**1. Is it ordered?**", "**2. Is it fast?**"),
        ("**Q1: Is it ordered?**", "**Q2: Is it fast?**"),
        ("1. **Is it ordered?**", "2. **Is it fast?**"),
        ("## Is it ordered?", "## Is it fast?"),
        ("### Step 1: Is it ordered? ###", "### Step 2: Is it fast? ###"),
        ("Is it ordered?", "Is it fast?"),
    ],
)
@pytest.mark.parametrize(
    ("yes", "no"),
    [
        ("- Yes → {}", "- No → {}"),
        ("* **Yes**: {}", "* **No**: {}"),
        ("- **Yes:** {}", "- **No:** {}"),
        ("- **Yes** {}", "- **No** {}"),
        ("- If yes, {}", "- If no, {}"),
        ("- **If yes**, {}", "- **If no**, {}"),
        ("- Yes - {}", "- No — {}"),
        ("- → Yes: {}", "- → No: {}"),
        ("Yes → {}", "No → {}"),
        ("Yes: {}  ", "No: {}  "),
    ],
)
@pytest.mark.parametrize("gap", ["", "\n"])
def test_questions_as_they_are_written(first: str, second: str, yes: str, no: str, gap: str) -> None:
    text = "\n".join(
        [
            "# Store\n",
            first + gap,
            yes.format("Kafka"),
            no.format("go to question 2"),
            "\n---\n",
            second + gap,
            yes.format("SQS"),
            no.format("Redis"),
            "\nThat is all.",
        ]
    )
    done = bring_in(text)
    assert paths(model(only(done))) == STORES
    assert only(done).title == "Store"
    assert doubts(done) == []


@pytest.mark.parametrize(
    "to",
    [
        "go to 2",
        "Is it fast?",
        "see [Is it fast?](#is-it-fast)",
        "[the speed](#is-it-fast)",
        "next question",
        "Go to the next question",
        "continue",
        "go to Speed",
    ],
)
def test_an_answer_leads_to_a_question_by_any_of_its_names(to: str) -> None:
    text = f"## Is it ordered?\n- Yes: Kafka\n- No: {to}\n\n### Speed\n\n## Is it fast?\n- Yes: SQS\n- No: Redis\n"
    text = text if "Speed" in to else text.replace("### Speed\n\n", "")
    done = bring_in(text)
    assert paths(model(only(done))) == STORES
    assert doubts(done) == []


@pytest.mark.parametrize(
    "line",
    [
        "**Is it big?** Yes → S3. No → Redis.",
        "**Is it big?** Yes: S3; No: Redis",
        "**Is it big?** If yes, S3. If no, Redis.",
        "**Is it big?** **Yes** → S3 / **No** → Redis",
        "**Is it big?** Yes → S3 | No → Redis",
    ],
)
def test_answers_in_the_line_of_the_question(line: str) -> None:
    done = bring_in(f"# Store\n\n{line}\n")
    assert paths(model(only(done))) == ["Is it big? = Yes => S3", "Is it big? = No => Redis"]
    assert doubts(done) == []


def test_a_text_between_commas_is_no_answer() -> None:
    tree = brought("# Store\n\n**Is it big?** Yes → S3, then → sort, or not. No → Redis, now\n")
    assert paths(tree) == ["Is it big? = Yes => sort, or not", "Is it big? = No => Redis, now"]


def test_other_answers_than_yes_and_no() -> None:
    tree = brought(
        written("""
        **Which load?** We count requests.

        - Small → SQLite
        - Large → How large?
            - Very → Sharded
            - If yes: Postgres
              of the largest kind
        - Unknown: Ask
        """)
    )
    assert paths(tree) == [
        "Which load? = Small => SQLite",
        "Which load? = Large ; How large? = Very => Sharded",
        "Which load? = Large ; How large? = Yes => Postgres",
        "Which load? = Unknown => Ask",
    ]
    assert texts(tree) == {
        "Which load?": {"assess": "We count requests."},
        "Postgres": {"choose": "of the largest kind"},
    }


def test_what_stands_around_questions() -> None:
    done = bring_in(
        written("""
        # Store

        ## Is it ordered?

        It is where readers count.

        - Yes → [Kafka](https://example.org/kafka)
          with three nodes
        - Perhaps
        - No → next

        Some say otherwise.
        And more.

        ## Is it fast?

        - Yes → [SQS](docs/sqs.md)
        and lazily
        - No → Is it paid?

        ## Other things
        """)
    )
    tree = model(only(done))
    assert paths(tree) == [
        "Is it ordered? = Yes => Kafka",
        "Is it ordered? = No ; Is it fast? = Yes => SQS",
        "Is it ordered? = No ; Is it fast? = No => Is it paid?",
    ]
    assert texts(tree) == {
        "Is it ordered?": {"assess": "It is where readers count."},
        "Kafka": {"choose": "with three nodes", "next_step": "[Kafka](https://example.org/kafka)"},
        "SQS": {"choose": "and lazily"},
    }
    assert sorted(doubts(done)) == [
        (9, "left-out"),
        (12, "left-out"),
        (17, "unknown-reference"),
        (19, "unanswered-question"),
    ]


def test_checks_in_order_have_one_answer_each() -> None:
    done = bring_in("**Is it ordered?**\n- Yes → Kafka\n\n**Is it fast?**\n- Yes → SQS\n- No → Redis\n")
    assert paths(model(only(done))) == STORES
    assert doubts(done) == [(1, "asked-in-turn")]


def test_questions_that_do_not_lead_to_each_other_are_trees_of_their_own() -> None:
    text = "## Use X?\n- Yes → if small\n- No → if large\n\n## Use Y?\nIf yes: do\nIf no: don't\n"
    done = bring_in(text)
    assert [tree.title for tree in done.trees] == ["Use X?", "Use Y?"]
    assert doubts(done) == []
    assert [tree.title for tree in import_text(text, "x.md", Request(at=5)).trees] == ["Use X?", "Use Y?"]


def test_a_question_that_nothing_leads_to_is_told() -> None:
    done = bring_in(
        "**A?**\n- Yes → B?\n- No → x\n\n**B?**\n- Yes → y\n- No → [z](#z)\n\n**C?**\n- Yes → v\n- No → w\n"
    )
    assert sorted(doubts(done)) == [(7, "unknown-reference"), (9, "left-out")]


def test_questions_in_a_fence() -> None:
    tree = brought("# Store\n\n```\nText first\nIs it ordered?\n- Yes: Kafka\n- No: Redis\n```\n")
    assert paths(tree) == ["Is it ordered? = Yes => Kafka", "Is it ordered? = No => Redis"]


@pytest.mark.parametrize(
    "text",
    [
        "## Is it free?\n\nYes, it is.\n\n## Is it fast?\n\nYes: very fast.\n",
        "**Is it free?** Yes, it is.\n\n**Is it fast?** No, it is slow.\n",
        "**Is it free?**\n- Yes\n- No\n",
        "## Why use it?\n- Fast: it is\n- Small: it is\n",
        "## Why use it?\n- Fast → good\n- Small → good\n",
        "## How do I install it?\n- Linux → apt\n- Mac → brew\n",
        "## What is in it?\n- Core: the code\n- Docs: the manual\n",
        "Is it free?\n\nNo one knows.\nYes Minister.\n",
        "## Is it free?\n\n## Is it fast?\n",
        "## Is it free?\n\n| Yes | No |\n",
        "**Important.**\n- Yes → x\n- No → y\n",
        "Is it free?\n    text\n",
        "- Is it free?\n- Yes → a\n",
        "**Is it free?** → yes\n",
        "**Is it free?**\n1. First\n2. Second\n",
        "## Is it?\n" + "".join(f"{' ' * n}- Yes → a\n" for n in range(70)),
    ],
)
def test_what_is_no_tree_is_none(text: str) -> None:
    assert bring_in(text).trees == []


def test_what_is_drawn_below_a_bold_question_is_read_as_a_drawing() -> None:
    tree = brought("**Is it big?**\n├── Yes → S3\n└── No → Redis\n")
    assert paths(tree) == ["Is it big? = Yes => S3", "Is it big? = No => Redis"]


def test_questions_of_a_list_below_a_heading_that_asks_are_a_list() -> None:
    tree = brought("## Who reviews?\n\n- Is it about money?\n    - Yes → finance\n    - No → anybody\n")
    assert paths(tree) == ["Is it about money? = Yes => finance", "Is it about money? = No => anybody"]


def test_a_numbered_heading_names_no_tree() -> None:
    text = "# Store\n\n## Step 1: Order\n\n**Is it ordered?**\n- Yes: Kafka\n- No: go to step 2\n\n## Step 2: Speed\n\n**Is it fast?**\n- Yes: SQS\n- No: Redis\n"
    done = bring_in(text)
    assert (only(done).title, paths(model(only(done)))) == ("Store", STORES)
    assert doubts(done) == []


def test_a_drawing_ends_the_answers() -> None:
    done = bring_in("**Big?**\n- Yes: a\n- No: b\n├── x\n└── y\n")
    assert paths(model(done.trees[0])) == ["Big? = Yes => a", "Big? = No => b"]


def test_an_end_that_asks_is_told_once() -> None:
    done = bring_in("```\nBig?\n├── Yes → Why?\n├── No → Why?\n└── Maybe → x\n```\n")
    assert doubts(done) == [(3, "unanswered-question")]


def test_a_line_below_an_item_of_a_list_is_a_text() -> None:
    tree = brought("# T\n- Big?\n    - Yes → a\n      at once\n    - No → b\n")
    assert texts(tree) == {"a": {"choose": "at once"}}


# --- in lines of other forms ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "path"),
    [
        ("Is it big? → No → Redis", "Is it big? = No => Redis"),
        ("Is it big? → no (really) → Redis", "Is it big? = No => Redis"),
        ("Is it big? No → Redis", "Is it big? = No => Redis"),
        ("Is it big? (no) → Redis", "Is it big? = No => Redis"),
        ("Is it big? → Redis", "Is it big? = Yes => Redis"),
        ("Is it big? → No → Is it old? → Yes → Redis", "Is it big? = No ; Is it old? = Yes => Redis"),
    ],
)
def test_a_question_in_a_line_of_a_drawing_keeps_its_answer(line: str, path: str) -> None:
    done = bring_in(f"```\nHot?\n├── Yes → {line}\n└── No → S3\n```\n")
    assert paths(model(only(done), allowed={"single-answer"}))[0] == f"Hot? = Yes ; {path}"
    assert {code for _, code in doubts(done)} == {"one-answer"}
    assert "steps:" not in only(done).source


def test_answers_below_a_question_in_a_line_are_its_answers() -> None:
    done = bring_in("```\nHot?\n├── Yes → Big? → No → Redis\n│   └── Yes → Cluster\n└── No → S3\n```\n")
    assert paths(model(only(done)))[:2] == [
        "Hot? = Yes ; Big? = No => Redis",
        "Hot? = Yes ; Big? = Yes => Cluster",
    ]
    assert doubts(done) == []


def test_links_of_a_drawing_are_links_of_its_nodes() -> None:
    done = bring_in(
        "```\nIs it [hot](https://example.org/hot)?\n├── Yes → ❌ [Run](https://example.org/run)\n"
        "├── Maybe → [x](http://[)\n├── Often → [y]()\n└── No → [](#b)\n```\n",
        answers="warning-or-decision: {Run: decision}",
    )
    tree = model(only(done))
    assert texts(tree) == {
        "Is it hot?": {"assess": "[hot](https://example.org/hot)"},
        "Run": {"next_step": "[Run](https://example.org/run)"},
    }
    assert {code for _, code in doubts(done)} == {"unknown-reference"}
