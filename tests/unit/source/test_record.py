from __future__ import annotations

from datetime import date

from decision_trees.diagnostics.codes import Level
from decision_trees.model.span import Span
from decision_trees.model.tree import Text
from decision_trees.source.keys import Key, Kind, Shape
from decision_trees.source.record import Record
from decision_trees.source.report import Report
from decision_trees.source.yaml import compose

FILE = "x.tree.yaml"
HERE = Span(FILE, 9, 9, 9, 10)
SHAPE = Shape(
    "a thing",
    *(
        Key(name, kind, f"Says {name}.")
        for name, kind in [
            ("line", Kind.LINE),
            ("prose", Kind.PROSE),
            ("lines", Kind.LINES),
            ("flag", Kind.FLAG),
            ("day", Kind.DATE),
            ("to", Kind.TARGET),
            ("name", Kind.ID),
            ("names", Kind.IDS),
            ("url", Kind.URL),
            ("given", Kind.GIVEN),
        ]
    ),
)


def opened(text: str) -> tuple[Record, Report]:
    report = Report()
    node, _ = compose(text, FILE)
    assert node is not None
    return Record(node, SHAPE, HERE, report), report


def test_each_method_reads_its_type() -> None:
    record, report = opened(
        "line: |\n  one\n  two\nprose: |\n  *one*\n\n  two\nlines: [a, b]\nflag: true\nday: 2026-10-01\n"
        "to: tree/node\nname: a-b\nnames: [a, b-c]\nurl: ../guide.md\ngiven: {a: b}\n"
    )
    assert str(record.line("line")) == "one two"
    assert str(record.prose("prose")) == "*one*\n\ntwo"
    assert [str(line) for line in record.lines("lines")] == ["a", "b"]
    assert record.flag("flag") is True
    assert record.date("day") == date(2026, 10, 1)
    assert str(record.target("to")) == "tree/node"
    assert str(record.id("name")) == "a-b"
    assert [str(name) for name in record.ids("names")] == ["a", "b-c"]
    assert str(record.url("url")) == "../guide.md"
    assert [(entry.key.text, entry.value.span.column) for entry in record.entries("given")] == [("a", 12)]
    assert record.key_span("to").line == 11
    assert "to" in record
    assert report == []


def test_what_is_absent_reads_as_nothing() -> None:
    record, report = opened("{}")
    assert record.line("line") is None
    assert record.needed_line("line") == Text("", HERE)
    assert record.needed_prose("prose") == Text("", HERE)
    assert record.lines("lines") == ()
    assert record.flag("flag") is False
    assert record.date("day") is None
    assert record.target("to") is None
    assert record.id("name") is None
    assert record.url("url") is None
    assert record.entries("given") == ()
    assert record.key_span("to") == HERE
    assert "to" not in record
    assert report == []


def test_what_is_of_another_type_is_told_once_and_reads_as_nothing() -> None:
    record, report = opened(
        "line: [a]\nlines: a\nflag: perhaps\nday: [a]\nname: A\nnames: [A, b]\ngiven: a\n"
    )
    assert record.line("line") == Text("", Span(FILE, 1, 7, 1, 10))
    assert record.lines("lines") == ()
    assert record.flag("flag") is True  # somebody wanted to say something
    assert record.date("day") is None
    assert record.id("name") is None
    assert [str(name) for name in record.ids("names")] == ["b"]
    assert record.entries("given") == ()
    assert [(problem.code, problem.span.line, problem.level) for problem in report] == [
        ("wrong-type", 1, Level.ERROR),
        ("wrong-type", 2, Level.ERROR),
        ("wrong-type", 3, Level.ERROR),
        ("wrong-type", 4, Level.ERROR),
        ("bad-id", 5, Level.ERROR),
        ("bad-id", 6, Level.ERROR),
        ("wrong-type", 7, Level.ERROR),
    ]
