"""YAML text to nodes that know their place.

This is the only module that knows the YAML library. It takes the library's events and builds its own
three kinds of node from them, because the library's own loaders stop at the first duplicate key, decide
types that the format wants to decide itself, and follow a hostile file as deep as it goes. The events of
the library's C scanner and of its Python one are the same; the first is about ten times faster and is
used where it is installed.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from decision_trees.diagnostics import Diagnostic, Span

MOST_LEVELS = 64
"""How deep a source may nest. The format itself needs eight levels; the rest is for `x-` keys."""

MOST_NODES = 1_000_000
"""How many nodes a source may hold once its aliases are followed, so that no alias bomb is walked."""


@dataclass(frozen=True, slots=True)
class Scalar:
    """A text as written, whatever YAML would take it for; `plain` when it stood without quotes."""

    text: str
    span: Span
    plain: bool = True

    @property
    def is_null(self) -> bool:
        """Whether nothing was written where a value could stand."""
        return self.plain and self.text in ("", "~", "null")


@dataclass(frozen=True, slots=True)
class Sequence:
    """A list of nodes."""

    items: tuple[Node, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Mapping:
    """Pairs of key and value in the order of the file, duplicates included."""

    entries: tuple[tuple[Scalar, Node], ...]
    span: Span


Node = Scalar | Sequence | Mapping


class Composed(NamedTuple):
    """What `compose` read: the document's root, or None together with the reason."""

    root: Node | None
    diagnostics: tuple[Diagnostic, ...]


def compose(text: str, file: str) -> Composed:
    """Read one YAML document.

    Args:
        text: The whole source.
        file: Its name in messages, with `/` between folders.

    Returns:
        The root node, or None and one `yaml-syntax` diagnostic where the text is not one document of
        bounded size. It never raises for anything in `text`.
    """
    text = text.removeprefix("\ufeff")
    if (stray := _CONTROL.search(text)) is not None:
        span = _at_offset(text, stray.start(), file)
        found = f"the character U+{ord(stray.group()):04X} cannot stand in a YAML file"
        return _refused(span, found, "remove it; it is invisible in most editors")
    builder = _Builder(file)
    try:
        for event in _events(text):
            builder.take(event)
    except _RefusedError as refused:
        return _refused(refused.span, refused.message, refused.help)
    except MarkedYAMLError as error:
        return _refused(*_syntax_error(error, text, file))
    except YAMLError as error:
        return _refused(Span(file), str(error).partition("\n")[0], "")
    if builder.root is None:
        return _refused(Span(file), "the file is empty", "a tree starts with `title:` and `question:`")
    return Composed(builder.root, ())


def locate(text: str, span: Span, part: str, occurrence: int = 0) -> Span:
    """Find where a part of a scalar's value stands in the source.

    Args:
        text: The whole source.
        span: The scalar's own span.
        part: A piece of its value, on one line.
        occurrence: Which one, counted from 0, where the value holds it several times.

    Returns:
        The span of the part; the scalar's own where escapes or folding hide it.
    """
    lines = split_lines(text)
    seen = itertools.count()
    for number in range(span.line, min(span.end_line, len(lines)) + 1):
        line = lines[number - 1]
        first = span.column - 1 if number == span.line else 0
        last = span.end_column - 1 if number == span.end_line else len(line)
        for match in re.finditer(re.escape(part), line[first:last]):
            if next(seen) == occurrence:
                column = first + match.start() + 1
                return Span(span.file, number, column, number, column + len(part))
    return span


def split_lines(text: str) -> list[str]:
    """Split a source into lines as its spans count them."""
    return _LINE_BREAK.split(text)


_LINE_BREAK = re.compile("\r\n|[\r\n\x85\u2028\u2029]")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")


class _RefusedError(Exception):
    """A document that is YAML, but not of the kind trees use."""

    def __init__(self, span: Span, message: str, help_: str) -> None:
        super().__init__(message)
        self.span = span
        self.message = message
        self.help = help_


class _Open:
    """A collection whose end has not come yet."""

    def __init__(self, event: Any, kind: type[Sequence | Mapping]) -> None:  # noqa: ANN401 - the library's events are untyped
        self.event = event
        self.kind = kind
        self.children: list[Node] = []
        self.size = 1


class _Builder:
    """Builds the one document out of events, without recursion."""

    def __init__(self, file: str) -> None:
        self.root: Node | None = None
        self._file = file
        self._open: list[_Open] = []
        self._anchors: dict[str, tuple[Node, int]] = {}

    def take(self, event: Any) -> None:  # noqa: ANN401 - the library's events are untyped
        """Take the next event; raise `_RefusedError` for what trees do not use."""
        match type(event).__name__:
            case "ScalarEvent":
                node = Scalar(event.value, self._span(event), plain=not event.style)
                self._add(node, 1, event.anchor)
            case "AliasEvent":
                self._alias(event)
            case "SequenceStartEvent":
                self._start(event, Sequence)
            case "MappingStartEvent":
                self._start(event, Mapping)
            case "SequenceEndEvent" | "MappingEndEvent":
                self._end(event)
            case "DocumentStartEvent" if self.root is not None:
                raise _RefusedError(
                    self._span(event),
                    "a second document starts here",
                    "one file holds one tree: move what follows into a file of its own",
                )
            case _:
                pass

    def _start(self, event: Any, kind: type[Sequence | Mapping]) -> None:  # noqa: ANN401
        if len(self._open) == MOST_LEVELS:
            raise _RefusedError(
                self._span(event),
                f"the file nests more than {MOST_LEVELS} levels deep",
                "a tree needs eight; look for brackets or indentation that never end",
            )
        self._open.append(_Open(event, kind))

    def _end(self, event: Any) -> None:  # noqa: ANN401
        done = self._open.pop()
        start, end = self._span(done.event), self._span(event)
        span = Span(self._file, start.line, start.column, end.end_line, end.end_column)
        node = (
            self._mapping(done.children, span)
            if done.kind is Mapping
            else Sequence(tuple(done.children), span)
        )
        self._add(node, done.size, done.event.anchor)

    def _mapping(self, children: list[Node], span: Span) -> Mapping:
        entries = []
        for key, value in zip(children[::2], children[1::2], strict=True):
            if not isinstance(key, Scalar):
                raise _RefusedError(key.span, "a key must be text", "quote it if it is meant as text")
            if key.plain and key.text == "<<":
                raise _RefusedError(
                    key.span, "merge keys are not part of the format", "write the keys out here"
                )
            entries.append((key, value))
        return Mapping(tuple(entries), span)

    def _alias(self, event: Any) -> None:  # noqa: ANN401
        span = self._span(event)
        if any(one.event.anchor == event.anchor for one in self._open):
            raise _RefusedError(
                span, f"the alias `*{event.anchor}` stands inside what it names", "write it out"
            )
        if event.anchor not in self._anchors:
            raise _RefusedError(
                span,
                f"the alias `*{event.anchor}` names no anchor above it",
                f"write `&{event.anchor}` before the value it stands for, or quote the text",
            )
        self._add(*self._anchors[event.anchor], None)

    def _add(self, node: Node, size: int, anchor: str | None) -> None:
        if anchor is not None:
            self._anchors[anchor] = (node, size)
        if not self._open:
            self.root = node
            return
        parent = self._open[-1]
        parent.children.append(node)
        parent.size += size
        if parent.size > MOST_NODES:
            raise _RefusedError(
                node.span,
                f"with its aliases followed, the file holds more than {MOST_NODES:,} values",
                "write out what the aliases stand for, or split the tree",
            )

    def _span(self, event: Any) -> Span:  # noqa: ANN401
        start, end = event.start_mark, event.end_mark
        return Span(self._file, start.line + 1, start.column + 1, end.line + 1, end.column + 1)


def _events(text: str) -> Iterator[Any]:
    yield from YAML(typ="safe", pure=False).parse(text)


def _refused(span: Span, message: str, help_: str) -> Composed:
    return Composed(None, (Diagnostic("yaml-syntax", span, message, help=help_),))


_KNOWN_MISTAKES = (
    (
        "cannot start any token",
        "\t",
        "a tab is used for indentation",
        "indent with spaces: YAML does not allow tabs there",
    ),
    (
        "cannot start any token",
        "",
        "this character cannot start a value",
        "put the text in quotes",
    ),
    (
        "mapping values are not allowed",
        "",
        "a second `: ` on this line, or a line indented too far",
        "put a text that holds `: ` in quotes, or align the key with its neighbours",
    ),
    (
        "unexpected end of stream",
        "",
        "a quoted text is opened and never closed",
        "close the quote",
    ),
    (
        "',' or ']'",
        "",
        "a list in brackets is opened and never closed",
        "write the missing `,` or `]`",
    ),
    (
        "',' or '}'",
        "",
        "a mapping in braces is opened and never closed",
        "write the missing `,` or `}`",
    ),
    (
        "unknown escape character",
        "",
        "a backslash in double quotes starts an unknown escape",
        "use single quotes, or write the backslash twice",
    ),
    (
        "<block end>",
        "",
        "this line does not fit the lines above it",
        "align it with the keys or the `-` it belongs with",
    ),
    (
        "block mapping|'-' indicator|expected key|could not find expected ':'",
        "",
        "this line does not fit the lines above it",
        "align it with the keys or the `-` it belongs with; a key is followed by `: `",
    ),
)
"""What the scanners say (a pattern), what stands there, and our words for it and for its mend."""


def _syntax_error(error: MarkedYAMLError, text: str, file: str) -> tuple[Span, str, str]:
    opened_and_lost = error.context_mark is not None and "end" in (error.problem or "")
    mark = error.context_mark if opened_and_lost else error.problem_mark or error.context_mark
    lines = split_lines(text)
    line = min(mark.line if mark else 0, len(lines) - 1)
    column = min(mark.column if mark else 0, len(lines[line]))
    span = Span(file, line + 1, column + 1, line + 1, column + 2)
    there = lines[line][column : column + 1]
    problem = error.problem or "the YAML cannot be read"
    for pattern, character, message, mend in _KNOWN_MISTAKES:
        if re.search(pattern, problem) and there.startswith(character):
            return span, message, mend
    return span, problem, "see the lines just above as well"


def _at_offset(text: str, offset: int, file: str) -> Span:
    lines = split_lines(text[:offset])
    line, column = len(lines), len(lines[-1]) + 1
    return Span(file, line, column, line, column + 1)
