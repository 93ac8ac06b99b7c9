"""YAML text to nodes that know their place.

Nothing outside this module and `yaml_mistakes` knows the YAML library. The library's events are taken and
built into three kinds of node of our own, because its loaders stop at the first duplicate key, decide types
that the format wants to decide itself, and follow a hostile file as deep as it goes. The events of its C
scanner and of its Python one are the same; the first is about ten times faster and is used where it is
installed, and the second has the last word on what the first refuses.
"""

from __future__ import annotations

import functools
import re
from bisect import bisect_right
from collections.abc import Iterable
from typing import Any, NamedTuple

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError
from ruamel.yaml.events import (
    AliasEvent,
    CollectionEndEvent,
    CollectionStartEvent,
    DocumentStartEvent,
    Event,
    MappingStartEvent,
    ScalarEvent,
    SequenceStartEvent,
)

from decision_trees.diagnostics import Diagnostic, Span
from decision_trees.yaml_mistakes import NO_ALIAS, NO_TAG, QUOTE_IT, SECOND_DOCUMENT, explain

MOST_LEVELS = 64
"""How deep a source may nest. The format itself needs eight levels; the rest is for `x-` keys."""

MOST_REREAD_CHARACTERS = 1_000_000
"""How long a source may be that the slow scanner reads where the fast one fails: about a second's work."""

MOST_NODES = 100_000
"""How many nodes a source may hold once its aliases are followed. A tree of 2,000 checks needs 60,000."""


class Scalar(NamedTuple):
    """A text as written, whatever YAML would take it for; `plain` when it stood without quotes."""

    text: str
    span: Span
    plain: bool = True

    @property
    def is_null(self) -> bool:
        """Whether nothing was written where a value could stand."""
        text = self.text
        return not text or text.isspace() or (self.plain and text in ("~", "null"))


class Sequence(NamedTuple):
    """A list of nodes."""

    items: tuple[Node, ...]
    span: Span


class Mapping(NamedTuple):
    """Pairs of key and value in the order of the file, duplicates included."""

    entries: tuple[Entry, ...]
    span: Span


class Entry(NamedTuple):
    """A key of a mapping with its value."""

    key: Scalar
    value: Node


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
        span = span_at(text, stray.start(), 1, file)
        return _refused(span, _stray(stray), "remove it; it is invisible in most editors")
    builder = _Builder(file)
    try:
        try:
            builder.read(_events(text, pure=False))
        except MarkedYAMLError:
            # The C scanner knows YAML 1.1, in which brackets and braces hold fewer plain texts
            # (`{question: Sure?, …}`), so the other one has the last word.
            if len(text) > MOST_REREAD_CHARACTERS:
                raise
            builder = _Builder(file)
            builder.read(_events(text, pure=True))
    except _RefusedError as refused:
        return _refused(refused.span, refused.message, refused.help)
    except MarkedYAMLError as error:
        return Composed(None, (explain(error, builder.opening, builder.text, split_lines(text), file),))
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
    starts = line_starts(text)
    offset = starts[span.line - 1] + span.column - 1
    end = starts[span.end_line - 1] + span.end_column - 1 if span.end_line <= len(starts) else len(text)
    for _ in range(occurrence + 1):
        found = text.find(part, offset, end)
        if found == -1:
            return span
        offset = found + len(part)
    return span_at(text, offset - len(part), len(part), span.file)


def span_at(text: str, offset: int, length: int, file: str) -> Span:
    """The span of a piece of a text that lies on one line."""
    starts = line_starts(text)
    line = bisect_right(starts, offset)
    column = offset - starts[line - 1] + 1
    return Span(file, line, column, line, column + length)


@functools.lru_cache(maxsize=1)
def line_starts(text: str) -> tuple[int, ...]:
    """The offset of each line's first character in a text without a byte order mark.

    Those of the last source are remembered: each of its wrong links asks for them.
    """
    return (0, *(found.end() for found in _LINE_BREAK.finditer(text)))


@functools.lru_cache(maxsize=1)
def split_lines(text: str) -> tuple[str, ...]:
    """Split a source into lines as its spans count them, without a byte order mark.

    The last source is remembered: each of its diagnostics asks for its lines.
    """
    return tuple(_LINE_BREAK.split(text.removeprefix("\ufeff")))


_LINE_BREAK = re.compile("\r\n|[\r\n]")

# YAML refuses most of these itself. It allows U+0085, U+2028 and U+2029, but the two scanners do not
# agree on whether a line ends there, nor on how wide a byte order mark inside a text is.
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")


def _stray(found: re.Match[str]) -> str:
    return f"the character U+{ord(found.group()):04X} cannot stand in a tree"


class _RefusedError(Exception):
    """A document that is YAML, but not of the kind trees use."""

    def __init__(self, span: Span, message: str, help_: str) -> None:
        super().__init__(message)
        self.span = span
        self.message = message
        self.help = help_


_ALIAS = re.compile(r"[\w-]+", re.ASCII)


class _Open:
    """A collection whose end has not come yet."""

    def __init__(self, event: CollectionStartEvent, kind: type[Sequence | Mapping]) -> None:
        self.event = event
        self.kind = kind
        self.children: list[Node] = []
        self.size = 1


class _Builder:
    """Builds the one document out of events, without recursion.

    Attributes:
        root: The document, once it is read.
        text: The last text that was read.
    """

    def __init__(self, file: str) -> None:
        self.root: Node | None = None
        self._file = file
        self._open: list[_Open] = []
        self.text: ScalarEvent | None = None
        self._anchors: dict[str, tuple[Node, int]] = {}

    @property
    def opening(self) -> Any:  # noqa: ANN401 - the library's marks are untyped
        """Where the innermost collection begins whose end has not come; None outside of all."""
        return self._open[-1].event.start_mark if self._open else None

    def read(self, events: Iterable[Event]) -> None:
        """Take all events of a source; raise `_RefusedError` for what trees do not use."""
        for event in events:
            if getattr(event, "tag", None):
                span = self._span(event)
                place = Span(self._file, span.line, span.column, span.line, span.column + 1)
                raise _RefusedError(place, NO_TAG, QUOTE_IT)
            match event:
                case ScalarEvent():
                    self._scalar(event)
                case MappingStartEvent():
                    self._start(event, Mapping)
                case SequenceStartEvent():
                    self._start(event, Sequence)
                case CollectionEndEvent():
                    self._end(event)
                case AliasEvent():
                    self._alias(event)
                case DocumentStartEvent() if self.root is not None:
                    raise _RefusedError(self._span(event), *SECOND_DOCUMENT)
                case _:
                    pass

    def _scalar(self, event: ScalarEvent) -> None:
        span = self._span(event)
        # The source as a whole has been searched; only double quotes know escapes that add to it.
        if event.style == '"' and (stray := _CONTROL.search(event.value)) is not None:
            raise _RefusedError(span, _stray(stray), "remove the escape that stands for it")
        self.text = event
        self._add(Scalar(event.value, span, not event.style), 1, event.anchor)

    def _start(self, event: CollectionStartEvent, kind: type[Sequence | Mapping]) -> None:
        if len(self._open) == MOST_LEVELS:
            raise _RefusedError(
                self._span(event),
                f"the file nests more than {MOST_LEVELS} levels deep",
                "a tree needs eight; look for brackets or indentation that never end",
            )
        self._open.append(_Open(event, kind))

    def _end(self, event: CollectionEndEvent) -> None:
        done = self._open.pop()
        span = self._span(done.event, event)
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
            entries.append(Entry(key, value))
        return Mapping(tuple(entries), span)

    def _alias(self, event: AliasEvent) -> None:
        span = self._span(event)
        if any(one.event.anchor == event.anchor for one in self._open):
            raise _RefusedError(
                span, f"the alias `*{event.anchor}` stands inside what it names", "write it out"
            )
        if not _ALIAS.fullmatch(event.anchor):
            raise _RefusedError(span._replace(end_column=span.column + 1), NO_ALIAS, QUOTE_IT)
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

    def _span(self, first: Event, last: Event | None = None) -> Span:
        start, end = first.start_mark, (last or first).end_mark
        return Span(self._file, start.line + 1, start.column + 1, end.line + 1, end.column + 1)


def _events(text: str, *, pure: bool) -> Iterable[Event]:
    # The scanners place the end of a document differently where its last line is not ended.
    ended = text if text.endswith(("\n", "\r")) else f"{text}\n"
    events: Iterable[Event] = YAML(typ="safe", pure=pure).parse(ended)
    return events


def _refused(span: Span, message: str, help_: str) -> Composed:
    return Composed(None, (Diagnostic("yaml-syntax", span, message, help=help_),))
