"""Diagnostics as workflow commands, which GitHub shows beside the lines of a change.

The form is that of GitHub's page "Workflow commands".
"""

from __future__ import annotations

from collections.abc import Iterable

from decision_trees.diagnostics.diagnostic import Diagnostic
from decision_trees.diagnostics.printable import one_line


def as_github(diagnostics: Iterable[Diagnostic]) -> str:
    """Write diagnostics as workflow commands, which GitHub shows beside the lines of a change."""
    return "\n".join(map(_workflow_command, diagnostics))


def _workflow_command(diagnostic: Diagnostic) -> str:
    span = diagnostic.span
    properties = {
        "file": one_line(span.file),
        "line": span.line,
        "endLine": span.end_line,
        "col": span.column,
        "endColumn": span.end_column,
        "title": diagnostic.code,
    }
    written = ",".join(f"{name}={_escaped(str(value), ':,')}" for name, value in properties.items())
    words = (diagnostic.message, diagnostic.label, diagnostic.help)
    return f"::{diagnostic.level} {written}::{_escaped('. '.join(filter(None, words)))}"


def _escaped(text: str, more: str = "") -> str:
    """Escape what would end a value; properties need more escaped than the message."""
    for char in f"%\r\n{more}":
        text = text.replace(char, f"%{ord(char):02X}")
    return text
