"""A stretch of a source file."""

from __future__ import annotations

from typing import NamedTuple


class Span(NamedTuple):
    """A stretch of a source file; lines and columns count from 1, the end is exclusive.

    The file alone, which gives a stretch of no width at its beginning, means the file as a whole.
    """

    file: str
    line: int = 1
    column: int = 1
    end_line: int = 1
    end_column: int = 1

    def below(self, lines: int) -> Span:
        """The same in a text that stands so many lines further down."""
        return self._replace(line=self.line + lines, end_line=self.end_line + lines) if lines else self
