"""A mistake in a line of a source that cannot be read, and the line as it should be."""

from __future__ import annotations

from typing import NamedTuple


class Mend(NamedTuple):
    """A mistake and how it is mended.

    Attributes:
        line: The line to mend, counted from 0.
        column: Where the mistake begins in it, likewise.
        end: The column behind it.
        message: What is wrong.
        help: What to do.
        mended: The line as it should be, as far as reading is concerned.
        related: Another place, as words, line and column; None where there is none.
    """

    line: int
    column: int
    end: int
    message: str
    help: str
    mended: str
    related: tuple[str, int, int] | None = None
