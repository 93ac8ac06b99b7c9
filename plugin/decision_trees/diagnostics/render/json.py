"""Diagnostics as JSON of our own, for programs."""

from __future__ import annotations

import json
from collections.abc import Iterable

from decision_trees.diagnostics.codes import Level
from decision_trees.diagnostics.diagnostic import Diagnostic
from decision_trees.diagnostics.printable import path_for_programs
from decision_trees.model.span import Span

FORMAT_VERSION = 1
"""The version of the JSON form."""


def as_json(diagnostics: Iterable[Diagnostic], **more: object) -> str:
    """Write diagnostics for programs: one object with `format`, `diagnostics` and what else is given."""
    found = {
        "format": FORMAT_VERSION,
        "diagnostics": [_record(diagnostic) for diagnostic in diagnostics],
        **more,
    }
    return encode(found)


def encode(data: object) -> str:
    """Write values as JSON in ASCII, in which a service that reads the log finds no command of its own."""
    return json.dumps(data, indent=2).replace("##", r"#\u0023")


def _record(diagnostic: Diagnostic) -> dict[str, object]:
    return {
        "code": diagnostic.code,
        "level": str(diagnostic.level),
        "message": diagnostic.message,
        "help": _helps(diagnostic),
        **place(diagnostic.span),
        "related": [
            {
                "level": str(Level.NOTICE),
                "message": related.message,
                "help": "",
                **place(related.span),
                "related": [],
            }
            for related in diagnostic.related
        ],
    }


def _helps(diagnostic: Diagnostic) -> str:
    return "; ".join(words for words in (diagnostic.label, diagnostic.help) if words)


def place(span: Span) -> dict[str, object]:
    """Give a place as values of JSON."""
    return {
        "file": path_for_programs(span.file),
        "line": span.line,
        "column": span.column,
        "end_line": span.end_line,
        "end_column": span.end_column,
    }
