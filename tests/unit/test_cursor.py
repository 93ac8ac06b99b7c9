from __future__ import annotations

from datetime import date

import pytest

from decision_trees.cursor import Record, Report, is_id, parse_target, shorten, slug, unsafe_scheme
from decision_trees.diagnostics import Level, Span
from decision_trees.model import Target, Text
from decision_trees.schema import Key, Kind, Shape
from decision_trees.source import compose

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
    assert [str(one) for one in record.lines("lines")] == ["a", "b"]
    assert record.flag("flag") is True
    assert record.date("day") == date(2026, 10, 1)
    assert str(record.target("to")) == "tree/node"
    assert str(record.id("name")) == "a-b"
    assert [str(one) for one in record.ids("names")] == ["a", "b-c"]
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
    assert [str(one) for one in record.ids("names")] == ["b"]
    assert record.entries("given") == ()
    assert [(one.code, one.span.line, one.level) for one in report] == [
        ("wrong-type", 1, Level.ERROR),
        ("wrong-type", 2, Level.ERROR),
        ("wrong-type", 3, Level.ERROR),
        ("wrong-type", 4, Level.ERROR),
        ("bad-id", 5, Level.ERROR),
        ("bad-id", 6, Level.ERROR),
        ("wrong-type", 7, Level.ERROR),
    ]


@pytest.mark.parametrize("text", ["a", "a-b", "2-3", "0", "a" * 64])
def test_ids(text: str) -> None:
    assert is_id(text)


@pytest.mark.parametrize("text", ["", "A", "a_b", "-a", "a-", "a--b", "a b", "ä", "a\n", "a" * 65, "a/b"])
def test_no_ids(text: str) -> None:
    assert not is_id(text)


@pytest.mark.parametrize(
    ("written", "tree", "node"),
    [
        ("log", None, "log"),
        ("pick-a-queue/", "pick-a-queue", None),
        ("pick-a-queue/log", "pick-a-queue", "log"),
    ],
)
def test_targets(written: str, tree: str | None, node: str | None) -> None:
    target = parse_target(written, HERE)
    assert target == Target(tree, node, HERE)
    assert str(target) == written


@pytest.mark.parametrize(
    "written", ["", "/", "/log", "a//b", "a/b/c", "a/b/", "Log", "a b", "to:log", "log\n"]
)
def test_no_targets(written: str) -> None:
    assert parse_target(written, HERE) is None


@pytest.mark.parametrize(
    "url",
    [
        "https://example.org/a:b",
        "HTTP://example.org",
        "mailto:team@example.org",
        "guide.md",
        "a/b:c",
        "?a:b",
        "#a:b",
        "//example.org",
        "",
    ],
)
def test_safe_addresses(url: str) -> None:
    assert unsafe_scheme(url) is None


@pytest.mark.parametrize(
    ("url", "scheme"),
    [
        ("javascript:alert(1)", "javascript"),
        ("JavaScript:alert(1)", "JavaScript"),
        (" java\tscr\nipt:alert(1)", "javascript"),
        ("javascript&#58;alert(1)", "javascript"),
        ("javascript&colon;alert(1)", "javascript"),
        ("data:text/html,x", "data"),
        ("file:///etc/passwd", "file"),
        (":a", ""),
    ],
)
def test_unsafe_addresses(url: str, scheme: str) -> None:
    assert unsafe_scheme(url) == scheme


@pytest.mark.parametrize(
    ("label", "expected"),
    [
        ("Yes", "yes"),
        ("Über 1,000 ms!", "uber-1-000-ms"),
        ("是", ""),
        ("a" * 63 + " b", "a" * 63),
        ("--", ""),
    ],
)
def test_slugs(label: str, expected: str) -> None:
    assert slug(label) == expected


def test_texts_are_shortened_to_one_line() -> None:
    assert shorten(" a\n  b\tc ") == "a b c"
    assert shorten("a\u00a0b\u200bc\u202e") == "a<U+00A0>b<U+200B>c<U+202E>"
    assert shorten("x" * 61) == "x" * 59 + "…"
    assert shorten("x" * 60) == "x" * 60
