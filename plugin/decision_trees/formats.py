"""How diagnostics look to programs: JSON of our own, GitHub's annotations, and SARIF for code scanning.

The last two are as on GitHub's page "Workflow commands" and in the OASIS standard SARIF 2.1.0.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from urllib.parse import quote

from decision_trees.diagnostics import CODES, Code, Diagnostic, Level, Span

FORMAT = 1
"""The version of the JSON form."""

SARIF_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"

_SARIF_LEVELS = {Level.ERROR: "error", Level.WARNING: "warning", Level.NOTICE: "note"}


def as_json(diagnostics: Iterable[Diagnostic], **more: object) -> str:
    """Write diagnostics for programs: one object with `format`, `diagnostics` and what else is given."""
    found = {"format": FORMAT, "diagnostics": [_record(one) for one in diagnostics], **more}
    return json.dumps(found, indent=2)


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


def as_github(diagnostics: Iterable[Diagnostic]) -> str:
    """Write diagnostics as workflow commands, which GitHub shows beside the lines of a change."""
    return "\n".join(map(_workflow_command, diagnostics))


def _workflow_command(diagnostic: Diagnostic) -> str:
    span = diagnostic.span
    properties = {
        "file": span.file,
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


def as_sarif(diagnostics: Iterable[Diagnostic]) -> str:
    """Write diagnostics as one SARIF 2.1.0 log with one run."""
    driver = {"name": "decision-trees", "rules": [_rule(code) for code in CODES.values()]}
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": [_result(one) for one in diagnostics],
    }
    return json.dumps({"$schema": SARIF_SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2)


def _rule(code: Code) -> dict[str, object]:
    return {
        "id": code.name,
        "shortDescription": {"text": code.says},
        "defaultConfiguration": {"level": _SARIF_LEVELS[code.level]},
    }


def _result(diagnostic: Diagnostic) -> dict[str, object]:
    words = (diagnostic.message, diagnostic.label, diagnostic.help)
    return {
        "ruleId": diagnostic.code,
        "level": _SARIF_LEVELS[diagnostic.level],
        "message": {"text": ". ".join(filter(None, words))},
        "locations": [_location(diagnostic.span)],
        "relatedLocations": [
            {**_location(related.span), "id": number, "message": {"text": related.message}}
            for number, related in enumerate(diagnostic.related)
        ],
    }


def _location(span: Span) -> dict[str, object]:
    region = {
        "startLine": span.line,
        "startColumn": span.column,
        "endLine": span.end_line,
        "endColumn": span.end_column,
    }
    uri = quote(span.file, errors="surrogateescape")  # names of files may be any bytes
    return {"physicalLocation": {"artifactLocation": {"uri": uri}, "region": region}}
