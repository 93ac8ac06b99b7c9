"""How diagnostics look to people: in a terminal, in a log, in a page."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from decision_trees.diagnostics import manual
from decision_trees.diagnostics.codes import Level
from decision_trees.diagnostics.diagnostic import Diagnostic
from decision_trees.diagnostics.printable import harmless, one_line, path, printable
from decision_trees.model.positions import split_lines
from decision_trees.model.span import Span

MOST_SHOWN = 20
"""How many diagnostics are shown in full; a terminal counts the rest, a log has a line for each."""

_LEVELS = tuple(Level)

_WIDTH = 120
"""How many characters of a source line a frame shows; half as many where some take two columns."""


def frame(diagnostic: Diagnostic, sources: Mapping[str, str], pointer: str = "") -> str:
    """Show a diagnostic with its place in the source marked.

    Args:
        diagnostic: What to show.
        sources: The text of the sources, by file; a file that is missing here is named without a frame, and
            so is one that is meant as a whole.
        pointer: Where more is said of the code; empty where nothing is to be said.

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
    if pointer:
        parts.append(f"{' ' * margin} = more: {pointer}")
    return printable("\n".join(parts))


class RenderedReport(NamedTuple):
    """What is told of several diagnostics, errors first, each part with how much it matters.

    Attributes:
        framed: Those that are shown with their places.
        lines: A line for each of those that come to more than are shown.
        causes: A line for each cause of what can wait.
    """

    framed: tuple[tuple[Level, str], ...]
    lines: tuple[tuple[Level, str], ...]
    causes: tuple[tuple[Level, str], ...]


def report(
    diagnostics: Iterable[Diagnostic],
    sources: Mapping[str, str],
    *,
    most: int = MOST_SHOWN,
    in_manual: bool = False,
    beside: Iterable[Diagnostic] = (),
) -> RenderedReport:
    """Show several diagnostics.

    Notices can wait, and so can warnings where there are errors, or about a tree that is a draft.

    Args:
        diagnostics: What to show.
        sources: The text of the sources, by file.
        most: How many are shown with their places.
        in_manual: Whether the page of a code shows them, which says more itself; elsewhere what can wait has
            one line a cause, that is, a code in a file.
        beside: What is known and not shown.

    Returns:
        What is told of them.
    """
    found = sorted(diagnostics, key=lambda diagnostic: _LEVELS.index(diagnostic.level))
    known = [*found, *beside]
    has_errors = any(diagnostic.level is Level.ERROR for diagnostic in known)
    drafts = {diagnostic.span.file for diagnostic in known if diagnostic.code == "draft"}
    urgent: list[Diagnostic] = []
    waiting: dict[tuple[str, ...], list[Diagnostic]] = {}
    for diagnostic in found:
        if not in_manual and _can_wait(diagnostic, drafts, has_errors=has_errors):
            waiting.setdefault((diagnostic.level, diagnostic.code, diagnostic.span.file), []).append(
                diagnostic
            )
        else:
            urgent.append(diagnostic)
    return RenderedReport(
        framed=tuple(
            (diagnostic.level, frame(diagnostic, sources, "" if in_manual else pointer))
            for diagnostic, pointer in _with_pointers(urgent[:most])
        ),
        lines=tuple((diagnostic.level, line(diagnostic)) for diagnostic in urgent[most:]),
        causes=tuple((group[0].level, _cause(group)) for group in waiting.values()),
    )


def _with_pointers(diagnostics: Iterable[Diagnostic]) -> Iterator[tuple[Diagnostic, str]]:
    """Give each with where more is said of it, which is said of each code once."""
    told: set[str] = set()
    for diagnostic in diagnostics:
        yield diagnostic, "" if diagnostic.code in told else manual.pointer(diagnostic.code)
        told.add(diagnostic.code)


def _can_wait(diagnostic: Diagnostic, drafts: Container[str], *, has_errors: bool) -> bool:
    if diagnostic.level is Level.WARNING:
        return has_errors or diagnostic.span.file in drafts
    return diagnostic.level is Level.NOTICE


def _cause(group: Sequence[Diagnostic]) -> str:
    first, *others = group
    if not others:
        return line(first)
    places = sorted({diagnostic.span.line for diagnostic in others})
    named = ", ".join(map(str, places[:_MOST_PLACES])) + (", …" if len(places) > _MOST_PLACES else "")
    return f"{line(first)}; {len(others)} more, line{'s' if len(places) > 1 else ''} {named}"


_MOST_PLACES = 8


def frames(
    diagnostics: Sequence[Diagnostic],
    sources: Mapping[str, str],
    *,
    most: int = MOST_SHOWN,
    in_manual: bool = False,
) -> str:
    """Show several diagnostics as `report` does, count them, and count what comes to more than is shown."""
    told = report(diagnostics, sources, most=most, in_manual=in_manual)
    parts = [text for _, text in told.framed]
    if told.lines:
        parts.append(f"… and {len(told.lines)} more")
    if told.causes:
        lines = [text for _, text in told.causes[:most]]
        more = len(told.causes) - len(lines)
        parts.append("\n".join([*lines, *([f"… and {more} more lines like these"] if more else [])]))
    return "\n\n".join([*parts, count(diagnostics)])


def count(diagnostics: Iterable[Diagnostic]) -> str:
    """Count diagnostics in words: "2 errors, 1 warning"."""
    return count_levels(diagnostic.level for diagnostic in diagnostics)


def count_levels(levels: Iterable[Level]) -> str:
    """Count levels likewise."""
    counts = Counter(levels)
    words = [
        f"{counts[level]} {level}{'s' if counts[level] > 1 else ''}" for level in _LEVELS if counts[level]
    ]
    return ", ".join(words) or "no problems"


def line(diagnostic: Diagnostic) -> str:
    """Show a diagnostic on one line, as editors and `grep` expect it."""
    span = diagnostic.span
    place = f"{path(span.file)}:{span.line}:{span.column}"
    label = f" ({diagnostic.label})" if diagnostic.label else ""
    return printable(f"{place}: {diagnostic.level}[{diagnostic.code}]: {diagnostic.message}{label}")


def _spans(diagnostic: Diagnostic) -> Iterable[Span]:
    return (diagnostic.span, *(related.span for related in diagnostic.related))


def _snippet(  # noqa: PLR0913, PLR0917 - the parts of a drawing
    span: Span, label: str, sources: Mapping[str, str], margin: int, arrow: str, mark: str
) -> list[str]:
    gutter = " " * margin
    place = f"{gutter}{arrow} {one_line(span.file)}:{span.line}:{span.column}"
    if span.file not in sources or span == Span(span.file):
        return [f"{place} {label}".rstrip()]
    lines = split_lines(sources[span.file])
    source = lines[span.line - 1] if span.line <= len(lines) else ""
    before, marked, behind = _window(source, span)
    marks = " " * columns(before) + mark * max(columns(marked), 1)
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
    first, last = _shown(source, start, _WIDTH)
    if any(_width(char) > 1 for char in source[first:last]):
        first, last = _shown(source, start, _WIDTH // 2)
    before = ("…" if first else "") + source[first:start]
    behind = source[end:last] + ("…" if len(source) > last else "")
    return _spaced(before), _spaced(source[start : min(end, last)]), _spaced(behind)


def _spaced(text: str) -> str:
    """Write a piece of a source line; white space of any kind is as wide as a space."""
    return harmless("".join(" " if char in _SPACES else char for char in text))


_SPACES = frozenset("\t\v\f\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}")


def _shown(source: str, start: int, width: int) -> tuple[int, int]:
    first = max(0, start - width // 2) if len(source) > width else 0
    return first, first + width


def columns(text: str) -> int:
    """How many columns a terminal gives a text: two for wide characters, none for combining ones."""
    return sum(map(_width, text))


def _width(char: str) -> int:
    if char == _AS_EMOJI:
        return 1  # the character before it becomes wide
    if unicodedata.category(char) in {"Mn", "Me", "Cf"}:
        return 0
    return 2 if unicodedata.east_asian_width(char) in {"W", "F"} else 1


_AS_EMOJI = "\ufe0f"

_STYLES = {"error": "1;31", "warning": "1;33", "notice": "1;36", "frame": "34", "mark": "1", "help": "36"}

_PAINTED = re.compile(
    r"^(?:(?P<error>error\[)|(?P<warning>warning\[)|(?P<notice>notice\[)).*$"
    r"|^ *(?P<frame>-->|:::|\d* \|(?= [^^-]|$))"
    r"|(?<=\| )(?P<mark> *[-^]+(?: .*)?$)"
    r"|^ *= (?P<help>help:|more:)",
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
