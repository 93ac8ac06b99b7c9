from __future__ import annotations

import pytest

from decision_trees import read
from decision_trees.flowchart import MOST_NODES, Box, Draughtsman, escape, label_text
from decision_trees.model import AnyNode, Check, Target


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("Is it fast?", "Is it fast?"),
        ("", "#160;"),
        (" \t ", "#160;"),
        ('"quoted" & <b>', "#34;quoted#34; #38; #60;b#62;"),
        ("a\x00b\ud800c", "abc"),
        ("größer 是 قرار", "grö#223;er 是 قرار"),
        ("90°", "90#176;"),
        ("fa:fa-car", "fa#58;#8288;fa#45;car"),
        ("$$x$$", "#36;#8288;#36;x#36;#8288;#36;"),
    ],
)
def test_labels_are_escaped(text: str, written: str) -> None:
    assert escape(text) == written


def test_labels_are_cut_and_long_words_break() -> None:
    assert label_text("x" * 30) == "x" * 24 + "\u200b" + "x" * 6
    assert len(label_text("word " * 40)) == 80


def draughtsman(source: str) -> Draughtsman:
    found = read({"t.tree.yaml": source, "u.tree.yaml": OTHER})
    assert not found.broken, found.diagnostics

    def box(node: AnyNode) -> Box:
        return Box(str(node.question if isinstance(node, Check) else node.title), node.kind, f"{node.id}/")

    def exit_box(target: Target) -> Box:
        return Box(str(target), "exit", f"../{target}")

    return Draughtsman(found.library.graph(found.library.trees["t"]), box, exit_box)


OTHER = "title: U\nquestion: U?\nchecks: {c: {question: 'C?', answers: {Yes: e, No: e}}}\ndecisions: {e: E}\n"
SMALL = """
title: T
question: Q?
checks:
  a:
    question: A?
    answers: {Yes: b, No: {to: end, note: no more}}
  b:
    question: B?
    answers: {Yes: end, No: u/, Later: {to: a, loop: ask again}}
decisions: {end: End}
"""


def test_a_small_tree_is_drawn_whole() -> None:
    chart = draughtsman(SMALL).whole("T", "Text follows.")
    assert chart.nodes == ("a", "b", "end", "")
    assert chart.text.splitlines() == [
        "flowchart LR",
        "accTitle: T",
        "accDescr: Text follows#46;",
        'n0["A?"]:::check',
        'n1["B?"]:::check',
        'n2("End"):::decision',
        'n3[["u#47;"]]:::exit',
        'n0 -->|"Yes"| n1',
        'n0 -->|"No<br/>#40;no more#41;"| n2',
        'n1 -->|"Yes"| n2',
        'n1 -->|"No"| n3',
        'n1 -.->|"Later<br/>#40;ask again#41;"| n0',
        'click n0 href "a/"',
        'click n1 href "b/"',
        'click n2 href "end/"',
        'click n3 href "../u/"',
    ]


def test_a_node_is_drawn_with_its_neighbours() -> None:
    chart = draughtsman(SMALL).around("end", "End", "Text above.")
    assert chart.nodes == ("end", "a", "b")
    assert [line for line in chart.text.splitlines() if "--" in line] == [
        'n1 -->|"No<br/>#40;no more#41;"| n0',
        'n2 -->|"Yes"| n0',
    ]
    assert chart.text.endswith("\nclass n0 current")


def test_a_large_tree_is_cut_to_an_overview() -> None:
    checks = "".join(
        f"  c{n}: {{question: 'Q{n}?', answers: {{Yes: c{n + 1}, No: end}}}}\n" for n in range(50)
    )
    last = "  c50: {question: 'Last?', answers: {Yes: end, No: other}}\n"
    source = f"title: T\nquestion: Q?\nchecks:\n{checks}{last}decisions: {{end: End, other: Other}}\n"
    chart = draughtsman(source).whole("T", "D")
    assert len(chart.nodes) == MOST_NODES + 1
    drawn_on = [line for line in chart.text.splitlines() if line.startswith(f"n{MOST_NODES} ")]
    assert drawn_on == []
