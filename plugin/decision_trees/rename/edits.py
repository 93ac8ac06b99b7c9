"""Edits of a source that leave every other byte as it is.

Nothing is written anew from the model, which knows no comments and no layout: what changes is a stretch of
text, found by the spans of the nodes that were read. YAML has more ways to write a thing than are known
here, so whoever uses this reads the result again and looks whether it says what was meant.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from decision_trees.model.span import Span
from decision_trees.source.yaml import Mapping, Scalar, Sequence, YamlNode

_LINE_BREAK = re.compile("\r\n|[\r\n]")

_ALIAS = re.compile(r"\s*:\s*\*[^\s,\[\]{}]+")


class Edit(NamedTuple):
    """A stretch of a text, by offsets with an exclusive end, and what is to stand there."""

    start: int
    end: int
    text: str


class NoPlaceError(Exception):
    """What is to be edited is written in a way that is not known here."""

    def __init__(self, span: Span, message: str) -> None:
        super().__init__(f"{span.file}:{span.line}:{span.column}: {message}")


def apply(text: str, edits: Iterable[Edit]) -> str:
    """Make edits that do not overlap; one that is given twice is made once."""
    for edit in sorted(set(edits), reverse=True):
        text = text[: edit.start] + edit.text + text[edit.end :]
    return text


class Source:
    """A source's text, addressed by spans.

    Attributes:
        text: The text, without a byte order mark.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        breaks = list(_LINE_BREAK.finditer(text))
        self._starts = [0, *(found.end() for found in breaks)]
        self._ends = [*(found.start() for found in breaks), len(text)]
        self._line_break = breaks[0].group() if breaks else "\n"

    def start(self, span: Span) -> int:
        """The offset of a span's first character."""
        return self._starts[span.line - 1] + span.column - 1

    def end(self, span: Span) -> int:
        """The offset behind a span's last character."""
        # Reading ends the last line if its author did not, so a span may end on a line more.
        if span.end_line > len(self._starts):
            return len(self.text)
        return self._starts[span.end_line - 1] + span.end_column - 1

    def replace(self, span: Span, old: str, new: str) -> Edit:
        """Replace what a span holds, leaving quotes and anchors as they are.

        Args:
            span: The place of a scalar, or of a part of one.
            old: The text there.
            new: The text that is to stand there.

        Returns:
            The edit.

        Raises:
            NoPlaceError: The text is written with escapes.
        """
        # An anchor of the same name stands before it.
        found = self.text.rfind(old, self.start(span), self.end(span))
        if found == -1:
            raise NoPlaceError(span, f"`{old}` is written with escapes here: write it plainly first")
        return Edit(found, found + len(old), new)

    def add_key(self, mapping: Mapping, line: str) -> Edit:
        """Add a key with its value behind the last one of a mapping that has some.

        Args:
            mapping: The mapping.
            line: Key and value, on one line.

        Returns:
            The edit.
        """
        key, value = mapping.entries[-1]
        if self._is_flow(mapping):
            end = self._value_end(key, value)
            return Edit(end, end, f", {line}")
        return self._line_below(self._last_line(key, value), mapping.entries[0][0].span.column, line)

    def add_item(self, items: Sequence, item: str) -> Edit:
        """Add a plain text behind the last one of a list that has some."""
        last = items.items[-1].span
        if self._is_flow(items):
            end = self.end(last)
            return Edit(end, end, f", {item}")
        prefix = self.text[self._starts[last.line - 1] : self.start(last)]
        end = self._ends[last.end_line - 1]
        return Edit(end, end, f"{self._line_break}{prefix}{item}")

    def fill(self, value: YamlNode, text: str) -> Edit:
        """Put a value where a key has an empty one."""
        start, end = self.start(value.span), self.end(value.span)
        return Edit(start, end, text if end > start else f" {text}")

    def spell_out(self, parent: Mapping, key: Scalar, value: Scalar, inner: str, line: str) -> Iterator[Edit]:
        """Turn a key's text into a mapping with two keys.

        Args:
            parent: The mapping the key is in.
            key: The key.
            value: Its text.
            inner: The key under which the text is to stand.
            line: The second key with its value, on one line.

        Yields:
            The edits.

        Raises:
            NoPlaceError: An alias stands for the text.
        """
        start, end = self.start(value.span), self.end(value.span)
        if _is_alias(key, value):
            raise NoPlaceError(key.span, f"an alias stands for `{value.text}` here: write it out first")
        if self._is_flow(parent):
            yield Edit(start, start, f"{{{inner}: ")
            yield Edit(end, end, f", {line}}}")
            return
        # A value below its key keeps its indentation; one beside it goes into a line of its own.
        if value.span.line > key.span.end_line:
            column = value.span.column
            yield Edit(start, start, f"{inner}: ")
        else:
            column = key.span.column + 2
            colon = self.text.index(":", self.end(key.span)) + 1
            yield Edit(colon, colon, f"{self._line_break}{' ' * (column - 1)}{inner}:")
        yield self._line_below(self._last_line(key, value), column, line)

    def _line_below(self, number: int, column: int, line: str) -> Edit:
        end = self._ends[number - 1]
        return Edit(end, end, f"{self._line_break}{' ' * (column - 1)}{line}")

    def _is_flow(self, node: Mapping | Sequence) -> bool:
        """Whether it stands in brackets; one that does not ends on the line where the next thing starts."""
        is_inside = node.span.end_line <= len(self._starts)
        return is_inside and self.text[: self.end(node.span)].endswith(("}", "]"))

    def _value_end(self, key: Scalar, value: YamlNode) -> int:
        alias = _ALIAS.match(self.text, self.end(key.span)) if _is_alias(key, value) else None
        return alias.end() if alias else self.end(value.span)

    def _last_line(self, key: Scalar, value: YamlNode) -> int:
        """The number of the last line that belongs to an entry."""
        if _is_alias(key, value):
            return key.span.end_line
        match value:
            case Mapping(entries=(*_, (last_key, last))) if not self._is_flow(value):
                return self._last_line(last_key, last)
            case Sequence(items=(*_, last)) if not self._is_flow(value):
                return self._last_line(key, last)
            case _:
                return self._last_line_of(value.span)

    def _last_line_of(self, span: Span) -> int:
        """The last line of a span that holds something: a block of text goes on to the next thing."""
        written = self.text[self.start(span) : self.end(span)].rstrip()
        return span.line + len(_LINE_BREAK.findall(written))


def _is_alias(key: Scalar, value: YamlNode) -> bool:
    """Whether a value was read at another place than behind its key."""
    return (value.span.line, value.span.column) < (key.span.line, key.span.column)
