"""What commands print: nothing in it acts, and where it cannot be written, that is said."""

from __future__ import annotations

import codecs
import io
import os
import sys
from collections.abc import Callable
from contextlib import suppress

from decision_trees.diagnostics.printable import printable
from decision_trees.diagnostics.render.text import columns

_STANDARD_STREAMS = 3


class OutputError(Exception):
    """What is printed cannot be written; the text says why."""


def prepare() -> None:
    """Let no character and no closed stream stop a report."""
    # Where output is not UTF-8, on Windows say, most characters cannot be written.
    codecs.register_error(_AS_WIDE, _question_marks)
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors=_AS_WIDE)
    # The next file to be opened would stand for a stream that is closed.
    while (descriptor := os.open(os.devnull, os.O_RDWR)) < _STANDARD_STREAMS:
        pass
    os.close(descriptor)


_AS_WIDE = "decision-trees: as wide"


def _question_marks(error: UnicodeError) -> tuple[str, int]:
    """Write what an output cannot hold as wide as it is, so that marks below it still fit."""
    assert isinstance(error, UnicodeEncodeError)  # noqa: S101 - nothing else is registered for
    return "?" * columns(error.object[error.start : error.end]), error.end


def in_colour() -> bool:
    """Whether lines for people are coloured: as NO_COLOR and FORCE_COLOR say, else where a terminal can."""
    if os.environ.get("NO_COLOR"):
        return False
    is_terminal = bool(sys.stdout) and sys.stdout.isatty() and os.environ.get("TERM") != "dumb"
    return bool(os.environ.get("FORCE_COLOR")) or is_terminal


def say(report: str, *, end: str = "\n", paint: Callable[[str], str] = str) -> bool:
    """Print lines for people.

    Args:
        report: The lines; single texts of authors in them are written by `printable.one_line`.
        end: What stands behind them.
        paint: Colours them.

    Returns:
        Whether anybody reads on.

    Raises:
        OutputError: They cannot be written.
    """
    return _write(paint(printable(report)) + end)


def emit(text: str, *, end: str = "\n") -> bool:
    """Print what programs read, in UTF-8 whatever the terminal's encoding is; otherwise as `say` does."""
    return _write(text + end, "utf-8")


def _write(text: str, encoding: str | None = None) -> bool:
    if sys.stdout is None:
        raise OutputError("the output is closed")
    try:
        if encoding and isinstance(sys.stdout, io.TextIOWrapper):
            sys.stdout.flush()
            sys.stdout.buffer.write(text.encode(encoding, "backslashreplace"))
        else:
            sys.stdout.write(text)
        sys.stdout.flush()
    except BrokenPipeError:
        _say_no_more()
        return False
    except OSError as error:
        _say_no_more()
        raise OutputError(f"the output cannot be written: {error.strerror}") from error
    return True


def _say_no_more() -> None:
    """Let what has not been written yet go nowhere, for it is written when Python ends."""
    with suppress(ValueError, OSError):  # no stream of bytes
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def complain(message: str) -> None:
    """Tell why a command cannot do what was asked, if anybody listens."""
    with suppress(OSError):
        if sys.stderr is not None:
            print(printable(f"decision-trees: {message}"), file=sys.stderr)  # noqa: T201 - likewise
