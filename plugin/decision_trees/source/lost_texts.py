"""Texts that are lost because YAML takes them for comments, though they are not written as one usually is."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ruamel.yaml.events import ScalarEvent

from decision_trees.model.span import Span

_COMMENT = re.compile(r"[ \t]+(?P<sign>#).?")

_EMPTY_VALUE = re.compile(r"[ \t]*:(?=[ \t]+#[^\s#!:])")

# A line that is no comment as one is usually written, nor a key that is left out for now.
_TEXT_BELOW = re.compile(r" *(?P<sign>#)(?![\w-]+:(?:\s|$))[^\s#!:]")

_BLOCKS = ("|", ">")

_BLOCK_MARK = re.compile(r"[|>][-+\d]*")

_IS_COMMENT = re.compile(r"(?:[ \t]{2,}|\t)#[#\s!:]?")


class LostTexts:
    """Finds what stands beside the texts of a source and is a comment to YAML."""

    def __init__(self, file: str, above: int, lines: Sequence[str]) -> None:
        """Take the file's name, how many of its lines stand above the source, and those of the source."""
        self._file = file
        self._above = above
        self._lines = lines

    def at_text(self, event: ScalarEvent) -> Span | None:
        """What stands behind a text, on the line of a block's bar, or below a text as if it went on there."""
        start, end = event.start_mark, event.end_mark
        if event.style in _BLOCKS:
            mark = _BLOCK_MARK.match(self._lines[start.line], start.column)
            return self._lost(start.line, mark.end() if mark else start.column)
        if event.style:
            return None
        below = _TEXT_BELOW.match(self._line(end.line + 1))
        before = self._lines[start.line][: start.column]
        depth = len(before) if before.isspace() else len(before) - len(before.lstrip(" ")) + 1
        if below and below.start("sign") >= depth and not self._lines[end.line][end.column :].strip():
            return self._rest(end.line + 1, below.start("sign"))
        return self._lost(end.line, end.column)

    def behind_key(self, key: Span) -> Span | None:
        """What stands behind a key in place of a value, where one space before a comment is the custom."""
        line = key.end_line - 1 - self._above
        found = _EMPTY_VALUE.match(self._line(line), key.end_column - 1)
        return self._lost(line, found.end()) if found else None

    def _lost(self, line: int, column: int) -> Span | None:
        found = _COMMENT.match(self._line(line), column)
        if found is None or _IS_COMMENT.fullmatch(found.group()):
            return None
        return self._rest(line, found.start("sign"))

    def _rest(self, line: int, column: int) -> Span:
        """A line from a column to its end."""
        span = Span(self._file, line + 1, column + 1, line + 1, len(self._line(line).rstrip()) + 1)
        return span.below(self._above)

    def _line(self, number: int) -> str:
        return self._lines[number] if number < len(self._lines) else ""
