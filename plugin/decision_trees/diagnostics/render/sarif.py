"""Diagnostics as SARIF for code scanning: the OASIS standard SARIF 2.1.0."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import quote

from decision_trees.diagnostics import manual
from decision_trees.diagnostics.codes import CODES, Code, Level
from decision_trees.diagnostics.diagnostic import Diagnostic
from decision_trees.diagnostics.render.json import encode
from decision_trees.model.span import Span

SARIF_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"

_SARIF_LEVELS = {Level.ERROR: "error", Level.WARNING: "warning", Level.NOTICE: "note"}


def as_sarif(diagnostics: Iterable[Diagnostic]) -> str:
    """Write diagnostics as one SARIF 2.1.0 log with one run."""
    driver = {"name": "decision-trees", "rules": [_rule(code) for code in CODES.values()]}
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": [_result(diagnostic) for diagnostic in diagnostics],
    }
    return encode({"$schema": SARIF_SCHEMA, "version": "2.1.0", "runs": [run]})


def _rule(code: Code) -> dict[str, object]:
    page, _ = manual.explanation(code.name)
    address = manual.address(code.name)
    return {
        "id": code.name,
        "shortDescription": {"text": code.says},
        "fullDescription": {"text": manual.introduction(code.name)},
        "help": {"text": page, "markdown": page},
        **({"helpUri": address} if address else {}),
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
