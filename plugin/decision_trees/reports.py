"""How diagnostics look: in a terminal, in a log, and to programs."""

from __future__ import annotations

import json
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from decision_trees.diagnostics import CODES, Diagnostic, Level, Span
from decision_trees.source import split_lines

FORMAT = 1
"""The version of the JSON form."""

MOST_SHOWN = 20
"""How many diagnostics a terminal shows before it counts the rest."""

_WIDTH = 120
"""How many characters of a source line a frame shows."""


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
    """Show several diagnostics, the first `most` of them in full, and count them."""
    shown = [frame(one, sources) for one in diagnostics[:most]]
    hidden = len(diagnostics) - len(shown)
    return "\n\n".join([*shown, *([f"… and {hidden} more"] if hidden else []), count(diagnostics)])


def count(diagnostics: Iterable[Diagnostic]) -> str:
    """Count diagnostics in words: "2 errors, 1 warning"."""
    counts = Counter(one.level for one in diagnostics)
    words = [f"{counts[level]} {level}{'s' if counts[level] > 1 else ''}" for level in Level if counts[level]]
    return ", ".join(words) or "no problems"


def line(diagnostic: Diagnostic) -> str:
    """Show a diagnostic on one line, as editors and `grep` expect it."""
    span = diagnostic.span
    place = f"{span.file}:{span.line}:{span.column}"
    label = f" ({diagnostic.label})" if diagnostic.label else ""
    return f"{place}: {diagnostic.level}[{diagnostic.code}]: {diagnostic.message}{label}"


def as_json(diagnostics: Iterable[Diagnostic], **more: object) -> str:
    """Write diagnostics for programs: one object with `format`, `diagnostics` and what else is given."""
    found = {"format": FORMAT, "diagnostics": [_record(one) for one in diagnostics], **more}
    return json.dumps(found, ensure_ascii=False, indent=2)


def _record(diagnostic: Diagnostic) -> dict[str, object]:
    return {
        "code": diagnostic.code,
        "level": str(diagnostic.level),
        "message": diagnostic.message,
        "help": _helps(diagnostic),
        **_place(diagnostic.span),
        "related": [
            {
                "level": str(Level.NOTICE),
                "message": related.message,
                "help": "",
                **_place(related.span),
                "related": [],
            }
            for related in diagnostic.related
        ],
    }


def _helps(diagnostic: Diagnostic) -> str:
    return "; ".join(words for words in (diagnostic.label, diagnostic.help) if words)


def _place(span: Span) -> dict[str, object]:
    return {
        "file": span.file,
        "line": span.line,
        "column": span.column,
        "end_line": span.end_line,
        "end_column": span.end_column,
    }


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
    first = max(0, start - _WIDTH // 2) if len(source) > _WIDTH else 0
    last = first + _WIDTH
    before = ("…" if first else "") + source[first:start]
    behind = source[end:last] + ("…" if len(source) > last else "")
    return _printable(before), _printable(source[start : min(end, last)]), _printable(behind)


def _printable(text: str) -> str:
    return "".join(char if char.isprintable() else " " for char in text)


def _columns(text: str) -> int:
    """How many columns a terminal gives a text: two for wide characters, none for combining ones."""
    return sum(
        0 if unicodedata.combining(char) else 2 if unicodedata.east_asian_width(char) in "WF" else 1
        for char in text
    )


def explain(code: str) -> str:
    """Say in one line what a code means."""
    return CODES[code].says
