"""Trees drawn in text, and the document that has sections below its drawing."""

from __future__ import annotations

import re
import textwrap

import pytest
from tests.site_fixtures import SEED
from tests.unit.importing.reading_back import (
    DATA,
    bring_in,
    brought,
    doubts,
    model,
    only,
    paths,
    texts,
)

from decision_trees.importing.reading import import_text
from decision_trees.model.tree import Check, Tree
from decision_trees.reading.load import load


def data(name: str) -> str:
    return (DATA / name).read_text("utf-8")


def drawn(drawing: str) -> str:
    return f"# Title\n\n```\n{textwrap.dedent(drawing).strip()}\n```\n"


def test_answers_drawn_with_branches() -> None:
    done = bring_in(data("yes-no.md"))
    tree = model(only(done))
    asks, script = "Does the picture change with each release?", "Is it made by a script?"
    assert str(tree.question) == asks
    assert str(tree.title) == "Where does a picture belong?"
    assert paths(tree) == [
        f"{asks} = Yes ; {script} = Yes => Build it in CI",
        f"{asks} = Yes ; {script} = No => Keep it beside the page",
        f"{asks} = No => Keep it in assets/",
    ]
    assert [str(answer.note) for check in tree.checks for answer in check.answers if answer.note] == [
        "drawn by hand"
    ]
    assert doubts(done) == []


def test_answers_that_are_questions_may_overlap() -> None:
    done = bring_in(data("first-that-holds.md"))
    assert paths(model(only(done))) == [
        "What does it need? = Its own address? => A page",
        "What does it need? = A short answer? => A line in the FAQ",
        "What does it need? = Many pictures? => A gallery",
    ]
    assert doubts(done) == [(2, "overlapping-answers")]


def test_branches_under_what_asks_nothing() -> None:
    done = bring_in(data("options.md"))
    tree = model(only(done))
    made_up = "Which of these holds?"
    writing = "What are you writing?"
    assert paths(tree) == [
        f"{writing} = Something people must follow? ; {made_up} = For one team? => Team handbook",
        f"{writing} = Something people must follow? ; {made_up} = For all? => Policy page",
        f"{writing} = Something that was decided? => Decision record",
        f"{writing} = A note? => Wiki",
    ]
    assert texts(tree) == {"Team handbook": {"choose": "- Short way to change it\n- Nobody else reads it"}}
    assert doubts(done) == [(6, "made-up-question")]


def test_a_question_is_made_up_as_somebody_says() -> None:
    said = "made-up-question: {Something people must follow?: Who must follow it?}"
    done = bring_in(data("options.md"), answers=said)
    assert [str(check.question) for check in model(only(done)).checks][1] == "Who must follow it?"
    assert doubts(done) == []


def test_what_is_no_tree_is_refused_with_a_reason() -> None:
    done = bring_in(data("not-a-tree.md"))
    assert (done.trees, doubts(done)) == ([], [(2, "file-listing"), (9, "checklist")])


TWO = """
```
{first}
├── Yes → Page someone
└── No → Write a ticket
{second}
├── Yes → Split it
└── No → Do it
```
"""


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Is it urgent?", "Is it large?"),
        ("1. Is it urgent?", "2. Is it large?"),
        ("Q1: how urgent", "Q2: how large"),
        ("緊急ですか\uff1f", "大きいですか\uff1f"),
    ],
)
@pytest.mark.parametrize("gap", ["", "\n", "│\n"])
def test_trees_right_below_each_other_are_trees_of_their_own(first: str, second: str, gap: str) -> None:
    done = bring_in(TWO.format(first=first, second=gap + second))
    assert [len(paths(model(tree))) for tree in done.trees] == [2, 2]
    assert doubts(done) == []


def test_a_line_at_the_margin_that_begins_no_tree_belongs_to_the_one_above() -> None:
    done = bring_in(TWO.replace("{second}", "and so on").format(first="Is it urgent?"))
    assert len(done.trees) == 1


def test_beside_a_tree_what_is_none_is_a_notice() -> None:
    done = bring_in(data("not-a-tree.md") + data("yes-no.md"))
    assert (len(done.trees), doubts(done)) == (1, [])
    assert len(done.diagnostics) == 2


# --- documents ------------------------------------------------------------------------------------


NEVER_ALONE = (
    "“Never alone — find a host” shares no word with “Unaccompanied Guest”; taken because it is the only "
    "Warning left on both sides"
)


def test_a_document_with_sections() -> None:
    done = bring_in(data("lend-a-device.md"))
    tree = model(only(done))
    works, spare, host = (
        "Does the person work here?",
        "Is a spare device free for the whole time?",
        "Is a host with them?",
    )
    assert (str(tree.title), str(tree.question)) == ("Lend a Device", "Should we lend this person a device?")
    assert (str(tree.category), str(tree.traversal)) == ("Office Decisions", "1-2 minutes")
    assert [str(domain) for domain in tree.domains] == ["office", "devices"]
    assert paths(tree) == [
        f"{works} = Yes ; {spare} = Yes => Spare Laptop",
        f"{works} = Yes ; {spare} = No => Shared Machine at a Desk",
        f"{works} = No ; {host} = Yes => Spare laptop (guest account)",
        f"{works} = No ; {host} = No => Unaccompanied Guest",
    ]
    assert [str(answer.alias) for answer in check(tree, spare).answers] == [
        "Spare laptop (signed out)",
        "Shared desk machine (book it first)",
    ]
    assert [str(case.title) for case in tree.edge_cases] == ["Night shift"]
    assert texts(tree)[works]["pitfall"] == 'Asking: "Do you work here?" Ask the directory.'
    assert sorted(doubts(done)) == sorted(
        [
            (16, "no-section"),
            (11, "unsure-match"),
            (17, "same-outcome"),
            (18, "unsure-match"),
            (41, "unused-section"),
            (56, "unknown-reference"),
        ]
    )
    assert [diagnostic.message for diagnostic in done.diagnostics] == [
        "“Check 2 Device Availability” taken for “Is a spare device free for the whole time?”",
        "“Is a host with them?” has no Check section",
        "is “Spare laptop (guest account)” the outcome “Spare Laptop”?",
        NEVER_ALONE,
        "no leaf leads to “Decision: Tablet”",
        "“Device Purchase” is no tree here and has no address",
    ]


def check(tree: Tree, question: str) -> Check:
    (found,) = (check for check in tree.checks if str(check.question) == question)
    return found


LEND_ANSWERS = """
no-section: {Is a host with them?: none}
unsure-match:
  Is a spare device free for the whole time?: yes
  Never alone — find a host: yes
same-outcome: {Spare laptop (guest account): spare laptop}
unused-section: {"Decision: Tablet": drop}
unknown-reference: {Device Purchase: buy-a-device/}
"""


def test_a_document_with_all_answers_leaves_no_doubt() -> None:
    done = bring_in(data("lend-a-device.md"), answers=LEND_ANSWERS)
    assert doubts(done) == []
    assert "import:" not in only(done).source.partition("\n")[2]


# The seed's form with our own words: the document that a tree would have been.
_DRAWING = """\
Should service A communicate with service B synchronously or asynchronously?
├── Does the caller need the result immediately to continue processing?
│   ├── Yes →
│   │   └── Is the operation expected to complete in < 1 second under normal load?
│   │       ├── Yes →
│   │       │   └── Can service B be temporarily unavailable without blocking service A?
│   │       │       ├── No  → DECISION: Synchronous HTTP/gRPC (tight coupling accepted)
│   │       │       └── Yes → WARNING: Consider circuit breaker + sync, or async with polling
│   │       └── No (operation takes > 1s) →
│   │           └── Can the caller use a polling or callback pattern?
│   │               ├── Yes → DECISION: Async with webhook/callback (fire-and-forget + notify)
│   │               └── No  → WARNING: Long sync calls — evaluate queue + frontend polling
│   │
│   └── No (caller does not need immediate result) →
│       └── Is there a fan-out requirement? (one event → several independent consumers)
│           ├── Yes →
│           │   └── Does message order matter within each partition/consumer group?
│           │       ├── Yes → DECISION: Async with Kafka/Kinesis (ordered, partitioned stream)
│           │       └── No  → DECISION: Async with SNS/EventBridge (pub-sub fan-out)
│           │
│           └── No (single consumer or simple queue) →
│               └── Does the consumer need to replay or audit past messages?
│                   ├── Yes → DECISION: Async with Kafka (log-based, replayable)
│                   └── No  →
│                       └── Is exactly-once or at-least-once delivery required?
│                           ├── Exactly-once → DECISION: Async with transactional queue
│                           │                  (SQS FIFO + idempotency key, or Kafka transactions)
│                           └── At-least-once → DECISION: Async with SQS/RabbitMQ standard queue
"""

_HEADINGS = {
    "assess": "How to assess",
    "look_for": "What you're looking for",
    "pitfall": "Common pitfall",
    "choose": "Choose",
    "why": "Why",
    "next_step": "Next step",
    "when": "When",
    "risk": "Risk",
    "mitigation": "Mitigation",
}

SEED_ANSWERS = """
no-section: {Can the caller use a polling or callback pattern?: yes}
unsure-match: {Is exactly-once or at-least-once delivery required?: yes}
same-outcome:
  "Async with Kafka (log-based, replayable)": Async with Kafka or Kinesis
  "Async with transactional queue (SQS FIFO + idempotency key, or Kafka transactions)": own
"""


def without_links(text: str) -> str:
    return re.sub(r"\[([^]]+)\]\(to:[^)]*\)", r"\1", text)


def seed() -> Tree:
    return load(SEED).library.trees["sync-vs-async"]


def as_document(tree: Tree) -> str:
    """Write the seed's tree as the document that the project started from: plain text, copied from a page."""
    checks = [
        f"Check {number}: {node.title}\n\n{sections(node)}"
        for number, node in enumerate((check for check in tree.checks if check.sections), 1)
    ]
    ends = [
        f"{node.kind.capitalize()}: {node.title}\n\n{sections(node)}"
        for node in tree.terminals
        if node.sections
    ]
    cases = [f"  • {case.title}: {case.text.value}" for case in tree.edge_cases]
    head = (
        f'Category: {tree.category} Starting Question: "{tree.question}" '
        f"Estimated traversal: {tree.traversal} Domains: {', '.join(map(str, tree.domains))}"
    )
    parts = [
        f"Skip to content\n\nDecision Tree: {tree.title}\n\n{head}\n",
        f"The Tree\n\n{_DRAWING}",
        "Node Details",
        *checks,
        "Terminal Actions",
        *ends,
        "Edge Cases",
        *cases,
        "Cross-References",
    ]
    return without_links("\n\n".join(parts))


def sections(node: object) -> str:
    return " ".join(f"{_HEADINGS[section.key]}: {section.text.value}" for section in node.sections)  # type: ignore[attr-defined]


def as_expected(path: str) -> str:
    """Write a path with what the drawing says in other words than the tree: an arrow and an end in full."""
    return path.replace("one event →", "one event,").split(" (SQS FIFO")[0]


def test_the_seed_comes_out_but_for_what_it_asks() -> None:
    expected = seed()
    done = import_text(as_document(expected), "seed.txt")
    tree = model(only(done))
    assert (str(tree.title), str(tree.question)) == (str(expected.title), str(expected.question))
    # The two ends without a section of their own are still to be named: one is the same as another end.
    assert len({as_expected(path) for path in paths(tree)} & set(paths(expected))) == 8
    assert len(paths(tree)) == len(paths(expected)) == 9
    codes = [code for _, code in doubts(done)]
    assert sorted(codes) == ["no-section", "same-outcome", "same-outcome", "unsure-match"]


def test_the_seed_comes_out_whole_with_answers() -> None:
    expected = seed()
    done = bring_in(as_document(expected), "seed.txt", SEED_ANSWERS)
    tree = model(only(done))
    assert doubts(done) == []
    assert sorted(map(as_expected, paths(tree))) == sorted(paths(expected))
    assert {as_expected(name): written for name, written in texts(tree).items()} == texts(expected)
    notes = {str(answer.note) for check in tree.checks for answer in check.answers}
    assert notes == {str(answer.note) for check in expected.checks for answer in check.answers}


# --- forms of drawing -------------------------------------------------------------------------------

SAME = [
    "Is it small? = Yes => One",
    "Is it small? = No ; Is it old? = Yes => Two",
    "Is it small? = No ; Is it old? = No => Three",
]


@pytest.mark.parametrize(
    "drawing",
    [
        """
        Is it small?
        ├── Yes → One
        └── No → Is it old?
            ├── Yes → Two
            └── No → Three
        """,
        """
        Is it small?
        |-- YES -> One
        `-- NO
            `-- Is it old?
                |-- yes => Two
                `-- no  => Three
        """,
        """
        Is it small?
        +-- Yes: One
        |
        +-- No --> Is it old?
            +-- Yes: Two
            +-- No: Three
        """,
        """
        Is it small?
          Yes: One
          No: Is it old?
            Yes: Two
            No: Three
        """,
        """
        Is it small?
          Yes -> One
          No ->
            Is it old?
              Yes -> Two
              No -> Three
        """,
        """
        START: Is it small?
        │
        ├─► YES ──► One ✅
        │
        └─► NO ↓
            │
            Is it old?
            ├─► YES ──► Two
            └─► NO ──► Three
        """,
        """
        Start
        └── Is it small?
            ├── **Yes** → One
            └── **No** → Is it old?
                ├── **Yes** → DECISION: Two
                └── **No** → **Three**
        """,
        """
        Is it small?
        ├── Yes
        │   └── One
        └── No
            └── Is it old?
                ├── Yes
                │   └── → Two
                └── No
                    └── → Three
        """,
    ],
)
@pytest.mark.parametrize("fenced", [True, False])
def test_a_tree_is_the_same_however_it_is_drawn(drawing: str, *, fenced: bool) -> None:
    text = drawn(drawing) if fenced else textwrap.dedent(drawing)
    assert paths(brought(text)) == SAME
