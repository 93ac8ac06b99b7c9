"""What documents, tables, data and documents of our own hold besides."""

# ruff: noqa: E501 - a drawing is one text
from __future__ import annotations

import json

import pytest
from tests.unit.importing.reading_back import bring_in, doubts, model, only, paths, texts
from tests.unit.importing.test_corners import drawn

from decision_trees.importing import table
from decision_trees.importing.reading import Request, import_text

DOCUMENT = """\
Decision Tree: A title
Category:
Owner: us
Starting Question: ""
The Tree
Is it small in size?
├── Yes → DECISION: Ship the thing
└── No → Is it an old one?
    ├── Yes → DECISION: Keep everything
    └── No → WARNING: Watch it
Node Details
Check 1: Small size
Before. How to assess: Look. Why: no. What you're looking for: It. How to assess: again.
Check 2: Weather report
Just words.
Check 3: Empty
Common pitfall: One. What you're looking for: Two.
Terminal Actions
Decision: Ship the thing
Choose: It.
Decision: Postponed entirely
Choose: Later.
Decision: Nothing
Choose: None.
Edge Cases
- Alone
  and more
Cross-References
- [Guide](https://example.org/guide): why
- Pick a queue
"""


def document(answers: str = "") -> tuple[str, list[str]]:
    done = bring_in(DOCUMENT, "doc.md", answers)
    model(only(done), allowed={"missing-guidance"})
    return only(done).source, [code for _, code in doubts(done)]


def test_a_document_with_everything_odd() -> None:
    source, codes = document()
    assert "Before." in source
    assert "https://example.org/guide" in source
    assert "owner: us" in source
    assert {"unused-section", "no-section", "unknown-reference"} <= set(codes)


@pytest.mark.parametrize(
    "answers",
    [
        "no-section: {Is it an old one?: Weather report}",
        "no-section: {Is it an old one?: none}",
        "no-section: {Keep everything: Postponed entirely}",
        "unknown-reference: {Pick a queue: https://example.org/}",
        "unsure-match: {Watch it: none}",
    ],
)
def test_answers_about_a_document(answers: str) -> None:
    assert import_text(DOCUMENT, "doc.md").trees
    assert document(answers)[0]


def test_an_unsure_section_may_be_another_or_none() -> None:
    text = DOCUMENT.replace("Check 2: Weather report", "Check 2: Old weather reports")
    for answer in ("none", "Empty"):
        done = bring_in(text, "doc.md", f"unsure-match: {{Is it an old one?: {answer}}}")
        assert done.trees


def test_a_document_without_a_drawing_is_refused() -> None:
    done = bring_in("The Tree\n\nnothing\n\nNode Details\n\nCheck 1: X\n", "doc.md")
    assert [code for _, code in doubts(done)] == ["asks-nothing"]


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        (
            "1. Q? → x\n├── Yes → Q2\n├── No → go to Q1\n└── Never → b",
            ["unknown-reference", "loop-without-reason"],
        ),
        ("Q?\n├── Yes → a\n├── Yes → b\n├── Yes → b\n└── No → b", ["same-label", "same-label"]),
        ("Q?\n├── → a\n└── No → b", ["unlabelled-arrow"]),
        ("Q?\n├── Yes ((a) → c\n└── No ((a → b)) → b", []),
        ("Q?\n├── Yes → a\n└── No → b\n\nR?\n  more\n├── Yes → a\n└── No → b", None),
        ("Q?\n" + "".join(f"├── a{n} → x{n}\n" for n in range(201)), ["too-deep"]),
        ("Q?\n├── Cats\n└── No → b", []),
        ("Q?\n├── Yes (a) (b → c\n└── No → b", []),
    ],
)
def test_more_drawings(text: str, codes: list[str] | None) -> None:
    done = bring_in(f"# Page\n\n## Decision tree\n\n```\njust text\n```\n\n```\n{text}\n```\n")
    assert codes is None or [code for _, code in doubts(done)] == codes


def test_an_end_without_a_text_becomes_a_decision() -> None:
    assert (
        drawn("Q?\n├── Yes → ❌ Avoid it\n└── No → b", "warning-or-decision: {Avoid it: decision}")[1] == []
    )


def test_blank_lines_part_nothing_that_is_indented() -> None:
    assert len(bring_in("Is it?\n\n  Yes: a\n  No: b\n").trees) == 1
    assert len(bring_in("- Q?\n\n    - Yes → a\n    - No → b\n\n    - Now → c\n").trees) == 1


@pytest.mark.parametrize(
    "text",
    [
        'graph TD\nA{A?} -->|x| B\nA -->|y| D\nC["open',
        "graph TD\nA{A?} -->|x| B\nA -->|y| D\nC -- open",
        "graph TD\nA{A?} -->|x| B\nA -->|y| D\n(x\nA ~~~ B",
        "graph TD\nsubgraph s\nB\nend\nA{A?} -->|x| s:::warn\nA -->|y| D",
        "graph TD\nA{A?} --> B",
    ],
)
def test_more_charts(text: str) -> None:
    assert bring_in(text, "x.mmd").trees


def test_a_table_with_too_many_combinations_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(table, "MOST_WORK", 1)
    assert [code for _, code in doubts(bring_in("a,b\nx,1\ny,2\n", "t.csv"))] == ["too-deep"]


def test_what_only_opens_is_a_question_in_short() -> None:
    done = bring_in(
        "flowchart TD\nS[Begin] --> A{A?}\nA -->|Yes| B[Do it<br/>- one<br/>- two]\nB --> C\nA -->|No| D",
        "x.mmd",
    )
    assert texts(model(only(done)))["Do it"] == {"do": "- one\n- two"}


def test_an_exit_that_leads_far_away_is_an_end() -> None:
    text = 'flowchart TD\nA{A?} -->|Yes| B:::exit\nA -->|No| C:::exit\nclick B href "../a/b/c/"\nclick C href "../other/"'
    assert paths(model(only(bring_in(text, "x.mmd")))) == ["A? = Yes => B", "A? = No => other/"]


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("a | b | c\n--- | --- | ---\nx | y | one\nx | z | two\n", []),
        ("a,b,Why,Use\n\nx,*,,AVOID it\ny,*,so,two\n", []),
        ("a,b,out\n*,x,1\n*,y,2\n", []),
        ("a,b,out\n*,y,1\n*,y,2\nx,z,3\nw,z,4\n", ["conflicting-rows"]),
        ("a,b,out\nx,y,1\nx,y,2\nz,y,3\nx,y,2\n", ["conflicting-rows"]),
        ("a,out\n" + "".join(f"x{n},1\nx{n},2\n" for n in range(60)), ["no-outcome-column"]),
    ],
)
def test_more_tables(text: str, codes: list[str]) -> None:
    done = import_text(text, "t.csv", Request(form="table"))
    assert set(codes) <= {code for _, code in doubts(done)}


def test_data_that_is_a_draft() -> None:
    nodes = [
        {"id": "q", "question": "Q?", "answers": [{"label": "Yes", "to": "x"}, {"label": "No", "to": "é"}]},
        {"id": "x", "title": "X", "incomplete": False},
        {"id": "X", "title": "Again", "incomplete": False},
        {"id": "é", "title": "Y", "incomplete": False},
        {"title": "no id"},
    ]
    text = json.dumps({"title": "T", "question": "Q?", "draft": True, "guidance": "none", "nodes": nodes})
    source = only(bring_in(text, "t.json")).source
    assert "draft: true" in source
    assert "guidance: none" in source


OWN = """\
# T

Q of all?

- Category: c

## Q?

- Yes: **Decision:** X
- No (why (not)): Elsewhere (in another tree)
- Sure? **Warning:** A **Warning:** b
- (odd): **Decision:** X
- f(x): **Decision:** X
- So **Warning:** it: **Warning:** A **Warning:** b

### A stray heading

## Checks

### Q?

**How to assess**

```
## no heading

```

Take the first answer that fits.

- Yes: the X

## Decisions

### X

*Guidance for this decision is not written yet.*

## Warnings

### A **Warning:** b

Then: [X](x/)

## See also

- [Far](../far/)
- not a link
"""


def test_a_document_of_our_own_with_everything() -> None:
    done = bring_in(OWN, "tree.md", "unknown-reference: {Elsewhere: else/}")
    assert "to: else/" in only(done).source
    assert [code for _, code in doubts(done)] == ["left-out"]
    alone = bring_in(OWN, "tree.md")
    assert "unknown-reference" in [code for _, code in doubts(alone)]


def test_a_check_of_our_own_may_have_lost_its_list() -> None:
    assert bring_in(OWN.replace("- Yes: the X\n\n", ""), "tree.md").trees


@pytest.mark.parametrize(
    "text",
    [
        OWN.replace("**Decision:** X", "**Decision:** Z"),
        OWN.replace("\n## Q?", "\n## R?"),
        OWN.replace("- Yes: **Decision:** X", "- Yes"),
        OWN[: OWN.index("\n## Q?")] + OWN[OWN.index("\n## Checks") :],
    ],
)
def test_a_document_that_somebody_has_changed_is_refused(text: str) -> None:
    assert [code for _, code in doubts(bring_in(text, "tree.md"))] == ["unreadable"]
