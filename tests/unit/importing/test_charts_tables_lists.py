"""Flowcharts, tables, lists and data of other people, and what is refused of them."""

from __future__ import annotations

import json
import textwrap

import pytest
from tests.unit.importing.reading_back import DATA, bring_in, brought, doubts, model, only, paths, texts

from decision_trees.importing.reading import Request, import_text
from decision_trees.model.tree import Step


def data(name: str) -> str:
    return (DATA / name).read_text("utf-8")


def chart(lines: str) -> str:
    return f"# Title\n\n```mermaid\n{textwrap.dedent(lines).strip()}\n```\n"


# --- flowcharts -------------------------------------------------------------------------------------


def test_a_flowchart_as_people_draw_them() -> None:
    done = bring_in(data("decide.md"))
    tree = model(only(done))
    assert (str(tree.title), str(tree.question)) == ("Which store?", "Something to keep")
    assert paths(tree) == [
        "How long? = ≤ 30 days ; Who reads it? = One service => Own table",
        "How long? = ≤ 30 days ; Who reads it? = Several => Topic with a schema",
        "How long? = > 30 days => Archive",
    ]
    assert texts(tree) == {"Archive": {"choose": "Cheap to keep\nSlow to read"}}
    assert len({answer.id for answer in tree.checks[0].answers}) == 2
    assert doubts(done) == []


def test_a_flowchart_with_steps_and_a_way_back() -> None:
    done = bring_in(data("steps.md"))
    tree = model(only(done))
    assert paths(tree) == [
        "Disk full? = Yes ; Fixed? = Yes => Done",
        "Disk full? = Yes ; Fixed? = No, again => Call the owner",
        "Disk full? = No ; Fixed? = Yes => Done",
        "Disk full? = No ; Fixed? = No, again => Call the owner",
    ]
    steps = [str(node.title) for node in tree.nodes.values() if isinstance(node, Step)]
    assert steps == ["Delete old logs", "Restart the job"]
    assert [str(answer.label) for answer in tree.checks[1].answers if answer.loop] == ["No, first time"]
    assert "https://example.org/owners" in texts(tree)["Call the owner"]["next_step"]
    assert doubts(done) == [(9, "loop-without-reason")]


def test_a_way_back_has_the_reason_that_somebody_gives() -> None:
    done = bring_in(data("steps.md"), answers='loop-without-reason: {"No, first time": look again}')
    assert doubts(done) == []
    assert "loop: look again" in only(done).source


def test_answers_that_are_drawn_as_nodes() -> None:
    tree = brought(
        chart("""
        flowchart TD
        Q{Is it small?} --> Y{{Yes}} --> A[Ship it]
        Q --> N[No] --> B[Split it]
        """)
    )
    assert paths(tree) == ["Is it small? = Yes => Ship it", "Is it small? = No => Split it"]


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        ("flowchart TD\nA{A?} -->|Yes| B\nA -->|No| C\nX[Other] --> C", "several-starts"),
        ("flowchart TD\nA{A?} -->|Yes| B\nA -->|No| C\nsomething strange !!(", "left-out"),
        ("flowchart TD\nA{A?} -->|Yes| B\nA --> C", "unlabelled-arrow"),
        ("flowchart TD\nA{A?} -->|Yes| B\nA -->|Yes| C", "same-label"),
        ("flowchart TD\nA{A?} -->|Yes| B\nA -->|No| C{And now?}", "unanswered-question"),
        ("flowchart TD\nA{A?} -->|Yes| B\nA -->|No| C\nclass C danger", "warning-or-decision"),
        ("flowchart TD\nA{A?} -->|Yes| B[Do it]\nB -->|then| C\nA -->|No| D", "left-out"),
        ("flowchart TD\nA{A?} -->|Yes| B{B?}\nB -->|Yes| C\nA -->|No| D", "one-answer"),
        ('flowchart TD\nA{A?} -->|Yes| B\nA -->|No| C\nclick C "guide/x.html"', "unknown-reference"),
        ("flowchart TD\nA{A?} -->|Yes| B\nB --> A\nA -->|No| A", "loop-without-reason"),
    ],
)
def test_what_a_flowchart_leaves_open_is_told(lines: str, told: str) -> None:
    done = bring_in(chart(lines))
    assert told in [code for _, code in doubts(done)]
    model(only(done), allowed={"single-answer"})


def test_boxes_behind_an_end_are_its_text_where_they_say_so() -> None:
    tree = brought(
        chart("""
        graph LR
        A{Big?} -->|Yes| B[Queue]
        A -->|No| C[Table]
        B -.- N1[at most a day old]
        C --> note_c[simple]
        """)
    )
    assert texts(tree) == {"Queue": {"choose": "at most a day old"}, "Table": {"choose": "simple"}}


def test_an_end_by_its_class_is_what_somebody_says() -> None:
    lines = chart("flowchart TD\nA{A?} -->|Yes| B[x<br/>one<br/>two]\nA -->|No| C\nclass B danger")
    done = bring_in(lines, answers="warning-or-decision: {x: decision}")
    assert doubts(done) == []
    assert [str(node.title) for node in model(only(done)).decisions] == ["x", "C"]
    assert "when:" not in only(done).source


def test_the_start_is_the_one_that_somebody_names() -> None:
    lines = chart("flowchart TD\nA{A?} -->|Yes| B\nA -->|No| C\nX{X?} -->|Yes| B\nX -->|No| D")
    tree = model(only(bring_in(lines, answers="several-starts: {start: X?}\n")))
    assert paths(tree) == ["X? = Yes => B", "X? = No => D"]


@pytest.mark.parametrize(
    ("lines", "code"),
    [
        ("sequenceDiagram\nA->>B: hello", "unsupported-form"),
        ("flowchart TD\nA\nB", "asks-nothing"),
        ("flowchart TD\nA --> B --> C", "asks-nothing"),
    ],
)
def test_charts_that_are_no_trees_are_refused(lines: str, code: str) -> None:
    done = bring_in(chart(lines))
    assert (done.trees, [says for _, says in doubts(done)]) == ([], [code])


# --- tables -----------------------------------------------------------------------------------------


def test_a_table_is_reduced_to_a_graph() -> None:
    tree = brought(data("decisions.csv"), file="decisions.csv")
    assert paths(tree) == [
        "Reach = one user ; Damage = small => later",
        "Reach = one user ; Damage = large => soon",
        "Reach = many users ; Damage = small => soon",
        "Reach = many users ; Damage = large => now",
    ]
    assert (len(tree.checks), [str(node.title) for node in tree.decisions]) == (3, ["later", "soon", "now"])
    assert [str(check.same_as) for check in tree.checks if check.same_as] == ["damage"]


WHEN_USE = """\
## Where does it go?

| Use | When | Why |
| --- | :--: | --- |
| **a note** | it is small | quick |
| a page | it is for all | found \\| kept |
"""


def test_a_table_of_one_condition_asks_what_its_heading_asks() -> None:
    tree = brought(WHEN_USE)
    asks = "Where does it go?"
    assert paths(tree) == [f"{asks} = it is small => a note", f"{asks} = it is for all => a page"]
    assert texts(tree) == {"a note": {"why": "quick"}, "a page": {"why": "found | kept"}}


def test_columns_that_decide_nothing_are_not_asked_and_equal_parts_are_shared() -> None:
    rows = [
        f"{number},{size},{colour},{day},{'big' if size == 'L' and day == 'weekend' else 'small'}"
        for number, (size, colour, day) in enumerate(
            (size, colour, day) for size in "SL" for colour in ("red", "blue") for day in ("week", "weekend")
        )
    ]
    tree = brought("\n".join(["No,Size,Colour,Day,Choice", *rows]), file="shirts.csv")
    assert paths(tree) == [
        "Size = S => small",
        "Size = L ; Day = week => small",
        "Size = L ; Day = weekend => big",
    ]


def test_rows_for_any_value_are_read_from_the_top() -> None:
    done = bring_in("a;b;Outcome\nx;y;one\n;y;two\nw;z;three\n", "t.csv")
    assert [code for _, code in doubts(done)] == ["conflicting-rows", "missing-rows"]
    assert paths(model(only(done))) == ["a = x => one", "a = w ; b = y => two", "a = w ; b = z => three"]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("a,b\n1,2\n", "asks-nothing"),
        ("", "asks-nothing"),
        ("a,b\nx,1\ny,1\n", "asks-nothing"),
        ("Why,Use\nx,1\ny,2\n", "no-outcome-column"),
        (
            "name,speed,size,price\n" + "\n".join(f"n{n},s{n},z{n},p{n}" for n in range(9)),
            "no-outcome-column",
        ),
        ("a,b\n" + "x,1\n" * 6000, "too-deep"),
        ('a,b\n"' + "x" * 140_000 + '",1\ny,2\n', "unreadable"),
    ],
)
def test_tables_that_decide_nothing_are_refused(text: str, code: str) -> None:
    done = bring_in(text, "t.csv")
    assert (done.trees, [says for _, says in doubts(done)]) == ([], [code])


def test_the_outcome_is_the_column_that_somebody_names() -> None:
    table = "Priority,Size,Risk\nlow,S,no\nhigh,L,yes\nlow,S,yes\n"
    done = bring_in(table, "t.csv")
    assert [code for _, code in doubts(done)] == ["text-column", "missing-rows"]
    assert {str(node.title) for node in model(only(done)).decisions} == {"low", "high"}
    other = bring_in(table, "t.csv", "text-column: {outcome: Risk}")
    assert {str(node.title) for node in model(only(other)).decisions} == {"no", "yes"}


# --- lists ------------------------------------------------------------------------------------------


def test_a_nested_list() -> None:
    done = bring_in(data("list-nested.md"))
    tree = model(only(done))
    money, personal = "Does it touch money?", "Does it touch personal data?"
    assert str(tree.title) == "Who must review?"
    assert paths(tree) == [
        f"{money} = Yes => two people from finance",
        f"{money} = No ; {personal} = Yes => the privacy team",
        f"{money} = No ; {personal} = No => anybody",
    ]
    assert doubts(done) == []


ANSWERS = """\
# Is it small?

1. **Yes** → ship it
   now
2. **No**
    - Is it old?
        - Yes: drop it
        - No: split it
"""


def test_a_list_of_answers_is_asked_by_its_heading() -> None:
    tree = brought(ANSWERS)
    assert paths(tree) == [
        "Is it small? = Yes => ship it",
        "Is it small? = No ; Is it old? = Yes => drop it",
        "Is it small? = No ; Is it old? = No => split it",
    ]
    assert texts(tree) == {"ship it": {"choose": "now"}}


def test_a_checklist_is_refused() -> None:
    done = bring_in("- [ ] Is it small?\n    - [ ] Yes → x\n    - [ ] No → y\n")
    assert doubts(done) == [(1, "checklist")]


# --- data -------------------------------------------------------------------------------------------

NODES = [
    {
        "id": "Is Small",
        "question": "Is it small?",
        "answers": [{"label": "Yes", "to": "a"}, {"id": "no", "next": "do"}],
    },
    {"id": "do", "type": "action", "title": "Wait", "then": {"to": "Is Small"}, "loop": "again"},
    {"id": "a", "title": "A"},
]


def test_data_of_other_programs() -> None:
    tree = brought(
        json.dumps({"title": "T \u00e9 \ud83d\ude00", "nodes": NODES, "colour": "red"}), file="t.json"
    )
    assert str(tree.title) == "T é 😀"
    assert [node.id for node in tree.nodes.values()] == ["is-small", "do", "a"]


def test_data_may_be_yaml_with_nodes_by_id() -> None:
    nodes = "q: {question: Q?, answers: [{label: Yes, to: x}, {label: No, to: y}]}\n  x: {title: X}"
    tree = brought(f"nodes:\n  {nodes}\n  y: {{kind: warning, title: Y}}\n", file="my.yaml")
    assert paths(tree) == ["Q? = Yes => X", "Q? = No => Y"]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("{", "unreadable"),
        ("[]", "unreadable"),
        ('{"nodes": []}', "unreadable"),
        ('{"checks": {}}', "unsupported-form"),
        ('{"nodes": [{"id": "a", "answers": [{"label": "x", "to": "b"}]}]}', "unreadable"),
        ('{"nodes": [{"id": "a", "answers": [{"label": "x"}]}]}', "unreadable"),
        ('{"nodes": [{"id": "a"}, {"id": "a"}]}', "unreadable"),
        ('{"start": "z", "nodes": [{"id": "a"}]}', "unreadable"),
        ('{"nodes": [{"id": "a", "title": "A"}]}', "not-a-tree"),
        ('{"x": "\\u0041", "nodes": ' + "[" * 2000 + "]" * 2000 + "}", "unreadable"),
    ],
)
def test_data_that_is_no_tree_is_refused(text: str, told: str) -> None:
    done = bring_in(text, "t.json")
    assert (done.trees, [says for _, says in doubts(done)]) == ([], [told])


# --- what is refused by its name, and what is too large -----------------------------------------------


@pytest.mark.parametrize("file", ["a.drawio", "a.dmn", "a.bpmn", "a.twee", "a.svg"])
def test_forms_that_are_not_read_are_refused_with_a_way_out(file: str) -> None:
    done = import_text("x", file)
    (told,) = done.diagnostics
    assert told.code == "unsupported-form"
    assert told.help


def test_boxes_in_two_dimensions_are_refused() -> None:
    boxes = "```\n┌───────┐\n│ Big?  │\n└───┬───┘\n    ▼\n┌───────┐\n│ Queue │\n└───────┘\n```\n"
    assert doubts(bring_in(boxes)) == [(2, "box-drawing")]


def test_what_is_too_large_is_refused() -> None:
    assert [code for _, code in doubts(bring_in("x" * 2_000_001))] == ["too-deep"]
    wide = "Q?\n" + "├── Yes → x\n" * 2_100
    assert [code for _, code in doubts(bring_in(f"```\n{wide}```\n"))] == ["too-deep"]


def test_a_form_may_be_asked_for() -> None:
    both = WHEN_USE + "\n" + data("yes-no.md")
    assert len(import_text(both, "x.md", Request(form="table")).trees) == 1
    assert len(import_text(both, "x.md").trees) == 2


def test_of_a_document_with_sections_a_table_may_be_asked_for() -> None:
    assert import_text(data("lend-a-device.md"), "x.md", Request(form="table")).found == 0


@pytest.mark.parametrize(
    "heading", ["Do users notice it?", "Authenticated", "Is a house involved?", "Notification", "Optional"]
)
def test_a_word_within_another_makes_no_column_the_outcome(heading: str) -> None:
    table = f"""
        # How it goes

        | {heading} | Small | How it goes |
        | --- | --- | --- |
        | yes | yes | quietly |
        | yes | no | in stages |
        | no | yes | at once |
        | no | no | at night |
        """
    done = bring_in(textwrap.dedent(table))
    assert doubts(done) == []
    assert {str(end.title) for end in model(only(done)).decisions} == {
        "quietly",
        "in stages",
        "at once",
        "at night",
    }
