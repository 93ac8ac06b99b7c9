"""YAML text to nodes that know their place.

Nothing outside this module and those beside it knows the YAML library. The library's events are taken and
built into three kinds of node of our own, because its loaders stop at the first duplicate key, decide types
that the format wants to decide itself, and follow a hostile file as deep as it goes. The events of its C
scanner and of its Python one are the same; the first is about ten times faster and is used where it is
installed, and the second has the last word on what the first refuses.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, NamedTuple

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

from decision_trees.diagnostics.diagnostic import Diagnostic
from decision_trees.diagnostics.wording import did_you_mean
from decision_trees.model.positions import span_at, split_lines
from decision_trees.model.span import Span
from decision_trees.source.lost_texts import LostTexts
from decision_trees.source.yaml_errors import (
    IN_QUOTES,
    NO_ALIAS,
    NO_SIGN,
    NO_TAG,
    QUOTE_IT,
    SECOND_DOCUMENT,
    explain,
)
from decision_trees.source.yaml_events import events
from decision_trees.source.yaml_proof import proven

MOST_YAML_LEVELS = 64
"""How deep a source may nest. The format itself needs eight levels; the rest is for `x-` keys."""

MOST_REREAD_CHARACTERS = 1_000_000
"""How long a source may be that the slow scanner reads where the fast one fails: about a second's work."""

MOST_YAML_NODES = 100_000
"""How many nodes a source may hold once its aliases are followed. A tree of 2,000 checks needs 60,000."""

CHARACTERS_PER_NODE = 100
"""So many characters of a text count as one more node: a long text, too, may stand in many places."""


class Scalar(NamedTuple):
    """A text as written, whatever YAML would take it for.

    Attributes:
        text: The text.
        span: Where it stands.
        plain: Whether it stood without quotes.
        lost: What stands behind it and is a comment to YAML, though not written as one usually is, with two
            spaces before its sign and one behind it; None where there is no such thing.
    """

    text: str
    span: Span
    plain: bool = True
    lost: Span | None = None

    @property
    def is_null(self) -> bool:
        """Whether nothing was written where a value could stand."""
        text = self.text
        return not text or text.isspace() or (self.plain and text in ("~", "null"))


class Sequence(NamedTuple):
    """A list of nodes."""

    items: tuple[YamlNode, ...]
    span: Span


class Mapping(NamedTuple):
    """Pairs of key and value in the order of the file, duplicates included."""

    entries: tuple[Entry, ...]
    span: Span


class Entry(NamedTuple):
    """A key of a mapping with its value."""

    key: Scalar
    value: YamlNode


YamlNode = Scalar | Sequence | Mapping


def is_empty(node: YamlNode) -> bool:
    """Say whether nothing stands there: no value, no items, no entries."""
    if isinstance(node, Scalar):
        return node.is_null
    return not (node.items if isinstance(node, Sequence) else node.entries)


class Composed(NamedTuple):
    """What `compose` read: the document's root, or None together with the reason."""

    root: YamlNode | None
    diagnostics: tuple[Diagnostic, ...]


def compose(text: str, file: str, above: int = 0) -> Composed:
    """Read one YAML document.

    Args:
        text: The whole source.
        file: Its name in messages, with `/` between folders.
        above: How many lines of the file stand above the text.

    Returns:
        The root node, or None and one `yaml-syntax` diagnostic where the text is not one document of
        bounded size. It never raises for anything in `text`.
    """
    text = text.removeprefix("\ufeff")
    if (stray := _CONTROL.search(text)) is not None:
        span = span_at(text, stray.start(), 1, file).below(above)
        return _refused(span, _stray(stray), "remove it; it is invisible in most editors")
    lost = LostTexts(file, above, split_lines(text)) if "#" in text else None
    builder = _Builder(file, above, lost)
    try:
        try:
            builder.read(events(text, pure=False))
        except MarkedYAMLError:
            # The C scanner knows YAML 1.1, in which brackets and braces hold fewer plain texts
            # (`{question: Sure?, …}`), so the other one has the last word.
            if len(text) > MOST_REREAD_CHARACTERS:
                raise
            builder = _Builder(file, above, lost)
            builder.read(events(text, pure=True))
    except _UnsupportedYamlError as refused:
        return _refused(refused.span, refused.message, refused.help)
    except MarkedYAMLError as error:
        problem = proven(error, text, file) or explain(
            error, builder.opening, builder.text, split_lines(text), file
        )
        return Composed(None, (problem.below(above),))
    if builder.root is None:
        return _refused(Span(file), "the file is empty", "a tree starts with `title:` and `question:`")
    return Composed(builder.root, ())


# YAML refuses most of these itself. It allows U+0085, U+2028 and U+2029, but the two scanners do not
# agree on whether a line ends there, nor on how wide a byte order mark inside a text is.
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")


def _stray(found: re.Match[str]) -> str:
    return f"the character U+{ord(found.group()):04X} cannot stand in a tree"


class _UnsupportedYamlError(Exception):
    """A document that is YAML, but not of the kind trees use."""

    def __init__(self, span: Span, message: str, help_: str) -> None:
        super().__init__(message)
        self.span = span
        self.message = message
        self.help = help_


_ALIAS = re.compile(r"[\w-]+", re.ASCII)


_CORE = "tag:yaml.org,2002:"

_TAGGED = {f"{_CORE}str": ScalarEvent, f"{_CORE}map": MappingStartEvent, f"{_CORE}seq": SequenceStartEvent}

_DROP_TAG = "remove it: the format decides what a value is"

# How JSON writes a character beyond U+FFFF.
_SURROGATES = re.compile("[\ud800-\udbff][\udc00-\udfff]")


def _joined(pair: re.Match[str]) -> str:
    return pair[0].encode("utf-16-le", "surrogatepass").decode("utf-16-le")


# As the classes of named tuples do it, without a function of theirs: sources have hundreds of thousands.
_new = tuple.__new__


class _Open:
    """A collection whose end has not come yet."""

    def __init__(self, event: CollectionStartEvent, kind: type[Sequence | Mapping]) -> None:
        self.event = event
        self.kind = kind
        self.children: list[YamlNode] = []
        self.size = 1


class _Builder:
    """Builds the one document out of events, without recursion.

    Attributes:
        root: The document, once it is read.
        text: The last text that was read.
    """

    def __init__(self, file: str, above: int, lost: LostTexts | None) -> None:
        """Take the file's name, how many lines stand above, and what finds texts lost to comments."""
        self.root: YamlNode | None = None
        self._lost = lost
        self._file = file
        self._above = above
        self._open: list[_Open] = []
        self.text: ScalarEvent | None = None
        self._anchors: dict[str, tuple[YamlNode, int]] = {}
        self._texts: dict[str, str] = {}

    @property
    def opening(self) -> Any:  # noqa: ANN401 - the library's marks are untyped
        """Where the innermost collection begins whose end has not come; None outside of all."""
        return self._open[-1].event.start_mark if self._open else None

    def read(self, events: Iterable[Event]) -> None:
        """Take all events of a source; raise `_UnsupportedYamlError` for what trees do not use."""
        for event in events:
            # The usual first: a large site has millions of them.
            if isinstance(event, ScalarEvent):
                self._scalar(event)
            elif isinstance(event, CollectionEndEvent):
                self._end(event)
            elif isinstance(event, CollectionStartEvent):
                self._start(event, Mapping if isinstance(event, MappingStartEvent) else Sequence)
            elif isinstance(event, AliasEvent):
                self._alias(event)
            elif isinstance(event, DocumentStartEvent) and self.root is not None:
                raise _UnsupportedYamlError(self._span(event), *SECOND_DOCUMENT)

    def _tag(self, tag: str, event: Event) -> None:
        """Refuse a tag, unless it says what the value is anyway."""
        if isinstance(event, _TAGGED.get(tag, ())):
            return
        span = self._span(event)
        place = Span(self._file, span.line, span.column, span.line, span.column + 1)
        if tag.startswith(_CORE):
            name = tag.removeprefix(_CORE)
            raise _UnsupportedYamlError(place, f"`!!{name}` makes something else of this", _DROP_TAG)
        raise _UnsupportedYamlError(place, NO_TAG, QUOTE_IT)

    def _scalar(self, event: ScalarEvent) -> None:
        value, style, anchor, tag = event.value, event.style, event.anchor, event.ctag
        if tag:
            self._tag(str(tag), event)
        span = self._span(event)
        # The source as a whole has been searched; only double quotes know escapes that add to it.
        if style == '"':
            event.value = value = _SURROGATES.sub(_joined, value)
            if (stray := _CONTROL.search(value)) is not None:
                raise _UnsupportedYamlError(span, _stray(stray), "remove the escape that stands for it")
        if anchor and not value and not style:
            message = f"`&{anchor}` names what stands behind it, and nothing does"
            raise _UnsupportedYamlError(span, message, f"{NO_SIGN}; {IN_QUOTES}")
        # Ids and labels are written again and again: a site's trees hold each of a tree once.
        event.value = value = self._texts.setdefault(value, value)
        self.text = event
        lost = self._lost.at_text(event) if self._lost and value else None
        node = _new(Scalar, (value, span, not style and not tag, lost))
        self._add(node, 1 + len(value) // CHARACTERS_PER_NODE, anchor)

    def _start(self, event: CollectionStartEvent, kind: type[Sequence | Mapping]) -> None:
        if tag := event.tag:
            self._tag(str(tag), event)
        if len(self._open) == MOST_YAML_LEVELS:
            raise _UnsupportedYamlError(
                self._span(event),
                f"the file nests more than {MOST_YAML_LEVELS} levels deep",
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

    def _mapping(self, children: list[YamlNode], span: Span) -> Mapping:
        entries = []
        for key, value in zip(children[::2], children[1::2], strict=True):
            if not isinstance(key, Scalar):
                raise _UnsupportedYamlError(key.span, "a key must be text", "quote it if it is meant as text")
            if key.text == "<<" and key.plain:
                raise _UnsupportedYamlError(
                    key.span, "merge keys are not part of the format", "write the keys out here"
                )
            if isinstance(value, Scalar) and not value.text and self._lost:
                value = value._replace(lost=self._lost.behind_key(key.span))  # noqa: PLW2901 - the same, completed
            entries.append(_new(Entry, (key, value)))
        return Mapping(tuple(entries), span)

    def _alias(self, event: AliasEvent) -> None:
        span = self._span(event)
        if any(collection.event.anchor == event.anchor for collection in self._open):
            raise _UnsupportedYamlError(
                span, f"the alias `*{event.anchor}` stands inside what it names", "write it out"
            )
        if not _ALIAS.fullmatch(event.anchor):
            raise _UnsupportedYamlError(span._replace(end_column=span.column + 1), NO_ALIAS, QUOTE_IT)
        if event.anchor not in self._anchors:
            close = did_you_mean(f"*{event.anchor}", [f"*{name}" for name in self._anchors])
            message = f"nothing above is named `&{event.anchor}`, for which `*{event.anchor}` could stand"
            help_ = close or f"{NO_SIGN}: `{event.anchor}`; {IN_QUOTES}"
            raise _UnsupportedYamlError(span, message, help_)
        self._add(*self._anchors[event.anchor], None)

    def _add(self, node: YamlNode, size: int, anchor: str | None) -> None:
        if anchor is not None:
            self._anchors[anchor] = (node, size)
        if not self._open:
            self.root = node
            return
        parent = self._open[-1]
        parent.children.append(node)
        parent.size += size
        if parent.size > MOST_YAML_NODES:
            raise _UnsupportedYamlError(
                node.span,
                f"with its aliases followed, the file holds more than {MOST_YAML_NODES:,} values",
                "write out what the aliases stand for, or split the tree",
            )

    def _span(self, first: Event, last: Event | None = None) -> Span:
        start, end = first.start_mark, (last or first).end_mark
        line = self._above + 1
        return _new(Span, (self._file, start.line + line, start.column + 1, end.line + line, end.column + 1))


def _refused(span: Span, message: str, help_: str) -> Composed:
    return Composed(None, (Diagnostic("yaml-syntax", span, message, help=help_),))
