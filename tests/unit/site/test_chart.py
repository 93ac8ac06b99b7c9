from __future__ import annotations

import json

import pytest

from decision_trees import read
from decision_trees.model.tree import AnyNode, Check, Target
from decision_trees.site.chart import MOST_IN_OVERVIEW, Box, ChartBuilder, escape, label_text


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


def charts(source: str) -> ChartBuilder:
    found = read({"t.tree.yaml": source, "u.tree.yaml": OTHER})
    assert not found.broken, found.diagnostics

    def box(node: AnyNode) -> Box:
        text = str(node.question if isinstance(node, Check) else node.title)
        return Box(str(node.title), node.kind, f"{node.id}/", text)

    def exit_box(target: Target) -> Box:
        return Box(str(target), "exit", f"../{target}", f"The tree {target}")

    return ChartBuilder(found.library.graph(found.library.trees["t"]), box, exit_box)


OTHER = "title: U\nquestion: U?\nchecks: {c: {question: 'C?', answers: {Yes: e, No: e}}}\ndecisions: {e: E}\n"
SMALL = """
title: T
question: Q?
checks:
  a:
    question: A?
    answers: {Yes: b, No: {to: end, note: no more}}
  b:
    question: Is it B?
    title: B
    answers: {Yes: end, No: u/, Later than that date: {to: a, loop: ask again}}
decisions: {end: End}
"""


def test_a_small_tree_is_drawn_whole() -> None:
    chart = charts(SMALL).whole("T", "Text follows.")
    assert chart.is_whole
    assert chart.nodes == ("a", "b", "end", "")
    assert chart.texts == ("", "Is it B?", "", "The tree u/")
    assert chart.arrows == (
        (0, 1, "yes"),
        (0, 2, "no"),
        (1, 2, "yes"),
        (1, 3, "no"),
        (1, 0, "later-than-that-date"),
    )
    assert json.loads(chart.for_script()) == [
        ["a", "b", "end", ""],
        ["", "Is it B?", "", "The tree u/"],
        ["0 1 yes", "0 2 no", "1 2 yes", "1 3 no", "1 0 later-than-that-date"],
    ]
    assert chart.text.splitlines() == [
        "flowchart LR",
        "accTitle: T",
        "accDescr: Text follows#46;",
        'n0["A?"]:::check',
        'n1["B"]:::check',
        'n2("End"):::decision',
        'n3[["u#47;"]]:::exit',
        'n0 -->|"Yes"| n1',
        'n0 -->|"No"| n2',
        'n1 -->|"Yes"| n2',
        'n1 -->|"No"| n3',
        'n1 -.->|"Later than<br/>that date"| n0',
        'click n0 href "a/"',
        'click n1 href "b/"',
        'click n2 href "end/"',
        'click n3 href "../u/"',
    ]


def test_a_node_is_drawn_with_its_neighbours() -> None:
    chart = charts(SMALL).around("end", "End", "Text above.")
    assert chart.nodes == ("end", "a", "b")
    assert [line for line in chart.text.splitlines() if "--" in line] == [
        'n1 -->|"No"| n0',
        'n2 -->|"Yes"| n0',
    ]
    assert chart.text.endswith("\nclass n0 current")


def test_a_large_tree_is_cut_to_an_overview() -> None:
    checks = "".join(
        f"  c{n}: {{question: 'Q{n}?', answers: {{Yes: c{n + 1}, No: end}}}}\n" for n in range(50)
    )
    last = "  c50: {question: 'Last?', answers: {Yes: end, No: other}}\n"
    source = f"title: T\nquestion: Q?\nchecks:\n{checks}{last}decisions: {{end: End, other: Other}}\n"
    chart = charts(source).whole("T", "D")
    assert not chart.is_whole
    assert len(chart.nodes) == MOST_IN_OVERVIEW + 1
    assert chart.text.endswith(f"\nclass n{MOST_IN_OVERVIEW} cut")
    assert len(charts(source).everything("T", "D").nodes) == 53


def test_an_answer_of_one_long_word_or_of_none_has_a_label() -> None:
    assert label_text("HTTP/gRPC at_least_once") == "HTTP/\u200bgRPC at_\u200bleast_\u200bonce"
    source = SMALL.replace("Later than that date", "'\u200b'")
    assert '-.->|"' in charts(source).whole("T", "D").text


def test_a_label_keeps_the_joiners_of_a_sign_and_loses_what_turns_text_round() -> None:
    family = "\U0001f468\u200d\U0001f469\u200d\U0001f467"
    assert label_text(f"{family} \u202eturned\u202c") == f"{family} turned"
