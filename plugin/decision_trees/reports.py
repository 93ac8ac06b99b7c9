"""How diagnostics look to people: in a terminal, in a log, in a page."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from decision_trees.diagnostics import Diagnostic, Level, Span
from decision_trees.source import split_lines

MOST_SHOWN = 20
"""How many diagnostics are shown in full; a terminal counts the rest, a log has a line for each."""

_LEVELS = tuple(Level)

_WIDTH = 120
"""How many characters of a source line a frame shows; half as many where some take two columns."""


def frame(diagnostic: Diagnostic, sources: Mapping[str, str]) -> str:
    """Show a diagnostic with its place in the source marked.

    Args:
        diagnostic: What to show.
        sources: The text of the sources, by file; a file that is missing here is named without a frame, and
            so is one that is meant as a whole.

    Returns:
        Several lines without a line break at the end.
    """
    parts = [f"{diagnostic.level}[{diagnostic.code}]: {diagnostic.message}"]
    margin = max(len(str(span.line)) for span in _spans(diagnostic))
    parts += _snippet(diagnostic.span, diagnostic.label, sources, margin, "-->", "^")
    for related in diagnostic.related:
        parts += _snippet(related.span, related.message, sources, margin, ":::", "-")
    if diagnostic.help:
        parts.append(f"{' ' * margin} = help: {diagnostic.help}")
    return "\n".join(parts)


def frames(diagnostics: Sequence[Diagnostic], sources: Mapping[str, str], *, most: int = MOST_SHOWN) -> str:
    """Show several diagnostics, `most` of them in full, and count them.

    Where there are more, errors are shown rather than warnings, for they stop a build.
    """
    foremost = set(sorted(diagnostics, key=lambda one: _LEVELS.index(one.level))[:most])
    shown = [frame(one, sources) for one in diagnostics if one in foremost]
    hidden = len(diagnostics) - len(shown)
    return "\n\n".join([*shown, *([f"… and {hidden} more"] if hidden else []), count(diagnostics)])


def count(diagnostics: Iterable[Diagnostic]) -> str:
    """Count diagnostics in words: "2 errors, 1 warning"."""
    counts = Counter(one.level for one in diagnostics)
    words = [
        f"{counts[level]} {level}{'s' if counts[level] > 1 else ''}" for level in _LEVELS if counts[level]
    ]
    return ", ".join(words) or "no problems"


def line(diagnostic: Diagnostic) -> str:
    """Show a diagnostic on one line, as editors and `grep` expect it."""
    span = diagnostic.span
    place = f"{span.file}:{span.line}:{span.column}"
    label = f" ({diagnostic.label})" if diagnostic.label else ""
    return f"{place}: {diagnostic.level}[{diagnostic.code}]: {diagnostic.message}{label}"


def _spans(diagnostic: Diagnostic) -> Iterable[Span]:
    return (diagnostic.span, *(related.span for related in diagnostic.related))


def _snippet(  # noqa: PLR0913, PLR0917 - the parts of a drawing
    span: Span, label: str, sources: Mapping[str, str], margin: int, arrow: str, mark: str
) -> list[str]:
    gutter = " " * margin
    place = f"{gutter}{arrow} {span.file}:{span.line}:{span.column}"
    if span.file not in sources or span == Span(span.file):
        return [f"{place} {label}".rstrip()]
    lines = split_lines(sources[span.file])
    source = lines[span.line - 1] if span.line <= len(lines) else ""
    before, marked, behind = _window(source, span)
    marks = " " * _columns(before) + mark * max(_columns(marked), 1)
    return [
        place,
        f"{gutter} |",
        f"{span.line:>{margin}} | {before}{marked}{behind}".rstrip(),
        f"{gutter} | {marks} {label}".rstrip(),
    ]


def _window(source: str, span: Span) -> tuple[str, str, str]:
    """Cut a source line into what stands before, in and behind the span, within a width."""
    start = span.column - 1
    end = span.end_column - 1 if span.end_line == span.line else len(source)
    width = _WIDTH // 2 if any(_width(char) > 1 for char in source) else _WIDTH
    first = max(0, start - width // 2) if len(source) > width else 0
    last = first + width
    before = ("…" if first else "") + source[first:start]
    behind = source[end:last] + ("…" if len(source) > last else "")
    return _printable(before), _printable(source[start : min(end, last)]), _printable(behind)


def _printable(text: str) -> str:
    return "".join(char if char.isprintable() else " " for char in text)


def _columns(text: str) -> int:
    """How many columns a terminal gives a text: two for wide characters, none for combining ones."""
    return sum(map(_width, text))


def _width(char: str) -> int:
    if char == _AS_EMOJI:
        return 1  # the character before it becomes wide
    if unicodedata.category(char) in {"Mn", "Me"}:
        return 0
    return 2 if unicodedata.east_asian_width(char) in {"W", "F"} else 1


_AS_EMOJI = "\ufe0f"
_STYLES = {"error": "1;31", "warning": "1;33", "notice": "1;36", "frame": "34", "mark": "1", "help": "36"}
_PAINTED = re.compile(
    r"^(?:(?P<error>error\[)|(?P<warning>warning\[)|(?P<notice>notice\[)).*$"
    r"|^ *(?P<frame>-->|:::|\d* \|(?= [^^-]|$))"
    r"|(?<=\| )(?P<mark> *[-^]+(?: .*)?$)"
    r"|^ *= (?P<help>help:)",
    re.MULTILINE,
)


def paint(report: str) -> str:
    """Colour frames for a terminal.

    Args:
        report: What `frame` or `frames` gave.

    Returns:
        The same text with ANSI colours.
    """
    return _PAINTED.sub(lambda part: f"\x1b[{_STYLES[part.lastgroup or '']}m{part.group()}\x1b[0m", report)
