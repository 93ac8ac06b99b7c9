from __future__ import annotations

from datetime import date

from decision_trees.diagnostics.codes import Level
from decision_trees.model.span import Span
from decision_trees.model.tree import Text
from decision_trees.source.keys import Key, Shape, ValueType
from decision_trees.source.mapping_reader import MappingReader
from decision_trees.source.report import Report
from decision_trees.source.yaml import compose

FILE = "x.tree.yaml"
HERE = Span(FILE, 9, 9, 9, 10)
SHAPE = Shape(
    "a thing",
    *(
        Key(name, kind, f"Says {name}.")
        for name, kind in [
            ("line", ValueType.LINE),
            ("prose", ValueType.PROSE),
            ("lines", ValueType.LINES),
            ("flag", ValueType.FLAG),
            ("day", ValueType.DATE),
            ("to", ValueType.TARGET),
            ("name", ValueType.ID),
            ("names", ValueType.IDS),
            ("url", ValueType.URL),
            ("given", ValueType.GIVEN),
        ]
    ),
)


def opened(text: str) -> tuple[MappingReader, Report]:
    report = Report()
    node, _ = compose(text, FILE)
    assert node is not None
    return MappingReader(node, SHAPE, HERE, report), report


def test_each_method_reads_its_type() -> None:
    reader, report = opened(
        "line: |\n  one\n  two\nprose: |\n  *one*\n\n  two\nlines: [a, b]\nflag: true\nday: 2026-10-01\n"
        "to: tree/node\nname: a-b\nnames: [a, b-c]\nurl: ../guide.md\ngiven: {a: b}\n"
    )
    assert str(reader.line("line")) == "one two"
    assert str(reader.prose("prose")) == "*one*\n\ntwo"
    assert [str(line) for line in reader.lines("lines")] == ["a", "b"]
    assert reader.flag("flag") is True
    assert reader.date("day") == date(2026, 10, 1)
    assert str(reader.target("to")) == "tree/node"
    assert str(reader.id("name")) == "a-b"
    assert [str(name) for name in reader.ids("names")] == ["a", "b-c"]
    assert str(reader.url("url")) == "../guide.md"
    assert [(entry.key.text, entry.value.span.column) for entry in reader.entries("given")] == [("a", 12)]
    assert reader.key_span("to").line == 11
    assert "to" in reader
    assert report == []


def test_what_is_absent_reads_as_nothing() -> None:
    reader, report = opened("{}")
    assert reader.line("line") is None
    assert reader.needed_line("line") == Text("", HERE)
    assert reader.needed_prose("prose") == Text("", HERE)
    assert reader.lines("lines") == ()
    assert reader.flag("flag") is False
    assert reader.date("day") is None
    assert reader.target("to") is None
    assert reader.id("name") is None
    assert reader.url("url") is None
    assert reader.entries("given") == ()
    assert reader.key_span("to") == HERE
    assert "to" not in reader
    assert report == []


def test_what_is_of_another_type_is_told_once_and_reads_as_nothing() -> None:
    reader, report = opened(
        "line: [a]\nlines: a\nflag: perhaps\nday: [a]\nname: A\nnames: [A, b]\ngiven: a\n"
    )
    assert reader.line("line") == Text("", Span(FILE, 1, 7, 1, 10))
    assert reader.lines("lines") == ()
    assert reader.flag("flag") is True  # somebody wanted to say something
    assert reader.date("day") is None
    assert reader.id("name") is None
    assert [str(name) for name in reader.ids("names")] == ["b"]
    assert reader.entries("given") == ()
    assert [(problem.code, problem.span.line, problem.level) for problem in report] == [
        ("wrong-type", 1, Level.ERROR),
        ("wrong-type", 2, Level.ERROR),
        ("wrong-type", 3, Level.ERROR),
        ("wrong-type", 4, Level.ERROR),
        ("bad-id", 5, Level.ERROR),
        ("bad-id", 6, Level.ERROR),
        ("wrong-type", 7, Level.ERROR),
    ]
