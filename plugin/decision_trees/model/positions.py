"""Where something stands in a text: lines and columns from offsets, and the other way round."""

from __future__ import annotations

import functools
import re
from bisect import bisect_right

from decision_trees.model.span import Span


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
