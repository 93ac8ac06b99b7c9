"""What is wrong with a broken file, where a mend of it was tried with success."""

from __future__ import annotations

from ruamel.yaml.error import MarkedYAMLError

from decision_trees.diagnostics.diagnostic import Diagnostic, Related
from decision_trees.model.positions import split_lines
from decision_trees.model.span import Span
from decision_trees.source import mends
from decision_trees.source.yaml_events import events

MOST_TRIED_CHARACTERS = 50_000
"""How long a source may be that the slow scanner reads again for each mend that is tried."""


def proven(error: MarkedYAMLError, text: str, file: str) -> Diagnostic | None:
    """Say what is wrong, if one mend makes the scanner read on; None if none does."""
    lines = split_lines(text)
    if error.problem_mark is None or "quoted" in str(error.context):
        return None
    last = min(error.problem_mark.line, len(lines) - 1)
    is_no_key = "expected ':'" in str(error.problem) and error.context_mark is not None
    mend = mends.proven(lines, error.context_mark.line if is_no_key else last, last, _stops)
    if mend is None:
        return None
    related = [mend.related] if mend.related else []
    return Diagnostic(
        "yaml-syntax",
        _on_line(file, mend.line, mend.column, mend.end),
        mend.message,
        help=mend.help,
        related=tuple(
            Related(words, _on_line(file, line, column, column + 1)) for words, line, column in related
        ),
    )


def _on_line(file: str, line: int, column: int, end: int) -> Span:
    return Span(file, line + 1, column + 1, line + 1, end + 1)


def _stops(text: str) -> int | None:
    """The line, counted from 0, at which reading stops; None where nothing stops it."""
    try:
        for _ in events(text, pure=len(text) <= MOST_TRIED_CHARACTERS):
            pass
    except MarkedYAMLError as error:
        return error.problem_mark.line if error.problem_mark else 0
    return None
