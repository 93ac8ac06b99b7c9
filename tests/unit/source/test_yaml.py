from __future__ import annotations

import pytest
from ruamel.yaml import YAML

from decision_trees.model.positions import locate, split_lines
from decision_trees.model.span import Span
from decision_trees.source import yaml, yaml_errors, yaml_events
from decision_trees.source.yaml import Entry, Mapping, Scalar, Sequence, YamlNode, compose

FILE = "x.tree.yaml"

unmeasured = pytest.mark.unmeasured("nearly all that runs is a library that reads YAML")

DOCUMENTS = [
    "a: b\nc: d\n",
    "a: b",
    "a: |\n  one\n\n  two\n\n\nb: c",
    "a: >-\n  folded\n  text\nb: 'it''s'\n",
    "a:\n  - one\n  - {b: c, d: [e, f]}\n# comment\n",
    'a: "é😀\\n"\nb: 队列 # comment\n',
    "a: &one {b: c}\nd: *one\n",
    "a: &one [b]\nb: &one c\nc: *one\n",
    "a: b\r\nc: |\r\n  d\r\n  e\r\n",
    "? a\n: b\n? c\n",
    "a: ~\nb: null\nc: ''\n",
    "--- {a: b}\n...\n",
    "",
    "# nothing\n",
    "---\n",
    "just text\n",
    "a: b\n---\nc: d\n",
    "a:\n\tb: c\n",
    "a: 'b\n",
    "a: [b\nc: d\n",
    "a: b: c\n",
    "a:\n   b: c\n  d: e\n",
    "- a\nb: c\n",
    "a: 'b' c\n",
    "a: *b\n",
    "a: !b!c d\n",
    "a: | b\n",
    "a: - b\n",
    "a\nb: c\n",
    "<<: a\n",
    "[a]: b\n",
    "a: &x [*x]\n",
    "a: \x00\n",
    'a: "\\0"\n',
    "a: b\u2028c: d\n",
]


def python_only(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(yaml_events, "YAML", lambda typ, **_: YAML(typ=typ, pure=True))


def root(text: str) -> YamlNode:
    composed = compose(text, FILE)
    assert composed.root is not None, composed.diagnostics
    return composed.root


@pytest.mark.parametrize("text", DOCUMENTS)
def test_both_scanners_give_the_same_nodes_places_and_words(
    text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    by_c = compose(text, FILE)
    python_only(monkeypatch)
    assert compose(text, FILE) == by_c


@pytest.mark.usefixtures("scanner")
def test_a_document_is_read_with_its_places() -> None:
    read = root("title: Pick\nlist:\n  - one\n  - 'two'\n")
    assert read == Mapping(
        (
            Entry(Scalar("title", Span(FILE, 1, 1, 1, 6)), Scalar("Pick", Span(FILE, 1, 8, 1, 12))),
            Entry(
                Scalar("list", Span(FILE, 2, 1, 2, 5)),
                Sequence(
                    (
                        Scalar("one", Span(FILE, 3, 5, 3, 8)),
                        Scalar("two", Span(FILE, 4, 5, 4, 10), plain=False),
                    ),
                    Span(FILE, 3, 3, 5, 1),
                ),
            ),
        ),
        Span(FILE, 1, 1, 5, 1),
    )


@pytest.mark.usefixtures("scanner")
@pytest.mark.parametrize("text", ["Yes", "on", "1.10", "0x1F", "2026-10-01", "1_000", "True", "NULL", "Null"])
def test_no_text_is_converted(text: str) -> None:
    node = root(f"{text}\n")
    assert isinstance(node, Scalar)
    assert node.text == text
    assert not node.is_null


@pytest.mark.usefixtures("scanner")
@pytest.mark.parametrize("text", ["~", "null", "''", '" "', "|\n"])
def test_nothing_is_nothing_however_it_is_written(text: str) -> None:
    node = root(f"a: {text}")
    assert isinstance(node, Mapping)
    value = node.entries[0][1]
    assert isinstance(value, Scalar)
    assert value.is_null


def test_a_quoted_null_is_a_text() -> None:
    node = root("'null'")
    assert isinstance(node, Scalar)
    assert not node.is_null


@pytest.mark.usefixtures("scanner")
def test_a_byte_order_mark_counts_as_no_column() -> None:
    assert root("\ufeffa: b\n") == root("a: b\n")


@pytest.mark.usefixtures("scanner")
def test_an_alias_stands_for_the_very_node_that_it_names() -> None:
    node = root("a: &one [b]\nc: *one\n")
    assert isinstance(node, Mapping)
    assert node.entries[1][1] is node.entries[0][1]


@pytest.mark.usefixtures("scanner")
@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ('a: "C:\\kafka"\n', 1, "a backslash in double quotes starts an escape that YAML does not have"),
        ('a: "\\xyz"\n', 1, "a backslash in double quotes starts an escape that YAML does not have"),
        ("a: !<b\n", 1, "a text cannot start with `!` unless it is quoted"),
        ("a: !b [c]\n", 1, "a text cannot start with `!` unless it is quoted"),
        ("a: b\n\t\n", 2, "a tab is used for indentation"),
        ("a: |\n\tb\n", 2, "a tab is used for indentation"),
        ("a: [b: c: d]\n", 1, "a list opens here and is not closed as it should be"),
        ("a: ]\n", 1, "a value is missing here"),
        ("%YAML 3.0\n---\na: b\n", 1, "a line that starts with `%` is an instruction to YAML"),
        ("%YAML 1.1\n%YAML 1.1\n---\na: b\n", 1, "a line that starts with `%` is an instruction to YAML"),
        ("{a: b}\nc: d\n", 2, "a second document starts here"),
        ("a: [", 1, "a list opens here and is not closed as it should be"),
        ("a: b\nc: {", 2, "a mapping opens here and is not closed as it should be"),
        ("a: b\n% of all\n", 2, "a line that starts with `%` is an instruction to YAML"),
    ],
)
def test_syntax_mistakes_have_our_words(text: str, line: int, message: str) -> None:
    (found,) = compose(text, FILE).diagnostics
    assert (found.code, found.message) == ("yaml-syntax", message)
    assert found.span.line == line


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{a: Is it?, b: c}\n", "a mapping opens here and is not closed as it should be"),
        ("%TREE\n---\na: b\n", "a line that starts with `%` is an instruction to YAML"),
    ],
)
def test_what_only_the_c_scanner_refuses_is_read_by_the_other(
    text: str, message: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert compose(text, FILE).root is not None
    monkeypatch.setattr("decision_trees.source.yaml.MOST_REREAD_CHARACTERS", 0)
    (found,) = compose(text, FILE).diagnostics
    assert found.message == message


def test_what_only_the_python_scanner_refuses_has_our_words(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "a: |\n  \n    text\n"
    assert isinstance(root(text), Mapping)
    python_only(monkeypatch)
    (found,) = compose(text, FILE).diagnostics
    assert found.message == "a line of nothing but spaces stands above this text"
    assert found.span == Span(FILE, 3, 5, 3, 6)


@pytest.mark.parametrize(
    "char", ["\x00", "\x1b", "\x7f", "\x85", "\u2028", "\u2029", "\ud800", "\ufeff", "\uffff"]
)
def test_characters_that_no_tree_may_hold_are_placed(char: str) -> None:
    (found,) = compose(f"a: b\nc: d{char}e\n", FILE).diagnostics
    assert found.message == f"the character U+{ord(char):04X} cannot stand in a tree"
    assert found.span == Span(FILE, 2, 5, 2, 6)


@unmeasured
@pytest.mark.usefixtures("scanner")
@pytest.mark.parametrize("opening", ["[", "{a: ", "- ", "? "])
def test_deep_nesting_is_refused(opening: str) -> None:
    (found,) = compose(opening * 10_000, FILE).diagnostics
    assert found.message == "the file nests more than 64 levels deep"


@pytest.mark.usefixtures("scanner")
def test_deep_block_nesting_is_refused() -> None:
    text = "".join(" " * level + "a:\n" for level in range(2_000))
    (found,) = compose(text, FILE).diagnostics
    assert found.message == "the file nests more than 64 levels deep"
    assert found.span.line == yaml.MOST_YAML_LEVELS + 1


@pytest.mark.usefixtures("scanner")
def test_an_alias_bomb_is_refused() -> None:
    levels = "".join(f"x-{n}: &l{n} [{', '.join([f'*l{n - 1}'] * 9)}]\n" for n in range(1, 12))
    (found,) = compose(f"x-0: &l0 [a]\n{levels}", FILE).diagnostics
    assert found.message == "with its aliases followed, the file holds more than 100,000 values"


@unmeasured
def test_a_large_file_is_refused_or_read() -> None:
    (found,) = compose("a: b\n" * 2_000_000, FILE).diagnostics
    assert found.message == "with its aliases followed, the file holds more than 100,000 values"
    node = root("a: |\n" + "  words and words\n" * 600_000)
    assert isinstance(node, Mapping)


SOURCE = "a: |  # to:b\n  See [x](to:b) and [y](to:bb),\n  then [z](to:b).\nb: 'it''s to:b'\n"


@pytest.mark.parametrize(
    ("span", "part", "occurrence", "expected"),
    [
        (Span(FILE, 2, 3, 4, 1), "to:b", 0, Span(FILE, 2, 11, 2, 15)),
        (Span(FILE, 2, 3, 4, 1), "to:b", 2, Span(FILE, 3, 12, 3, 16)),
        (Span(FILE, 4, 4, 4, 16), "to:b", 0, Span(FILE, 4, 11, 4, 15)),
        (Span(FILE, 4, 4, 4, 16), "it's", 0, Span(FILE, 4, 4, 4, 16)),
        (Span(FILE, 2, 3, 4, 1), "to:b", 3, Span(FILE, 2, 3, 4, 1)),
    ],
)
def test_a_part_of_a_text_is_located(span: Span, part: str, occurrence: int, expected: Span) -> None:
    assert locate(SOURCE, span, part, occurrence) == expected


def test_a_part_of_a_text_is_located_in_a_last_line_that_is_not_ended() -> None:
    assert locate("a: |\n  to:b", Span(FILE, 1, 4, 3, 1), "to:b") == Span(FILE, 2, 3, 2, 7)


def test_lines_end_where_yaml_ends_them() -> None:
    assert split_lines("\ufeffa\r\nb\rc\nd\u2028e") == ("a", "b", "c", "d\u2028e")


def test_what_the_scanners_say_otherwise_is_passed_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(yaml_errors, "_MISTAKES", ())
    (found,) = compose("a: 'b\n", FILE).diagnostics
    assert found.message == "the YAML cannot be read: found unexpected end of stream"
    assert found.span == Span(FILE, 2, 1, 2, 2)
