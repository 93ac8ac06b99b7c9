"""What authors call keys who know them from elsewhere, and what these are called here."""

from __future__ import annotations

from collections.abc import Collection

LEADING = (
    "to",
    "goto",
    "go_to",
    "go-to",
    "next",
    "target",
    "then",
    "leads_to",
    "leads-to",
    "decision",
    "decisions",
    "check",
    "checks",
    "step",
    "steps",
    "warning",
    "warnings",
    "outcome",
    "result",
    "node",
    "ref",
    "link",
)
"""Words for the place to which an answer leads; the first is its name here."""

CONDITIONS = (
    "if",
    "else",
    "elif",
    "elseif",
    "else_if",
    "unless",
    "condition",
    "conditions",
    "case",
    "switch",
    "default",
    "otherwise",
)
"""Words of programming languages for what a check asks."""

_MEANT = {
    "title": ("name", "label", "text", "heading"),
    "question": ("ask", "prompt", "text", "label"),
    "summary": ("description", "intro", "introduction"),
    "start": ("root", "begin", "first", "entry", "start_at"),
    "checks": ("nodes", "questions"),
    "decisions": ("outcomes", "results", "ends", "endings", "leaves", "recommendations"),
    "domains": ("tags", "topics", "labels"),
    "scenarios": ("tests", "examples", "test_cases"),
    "see_also": ("links", "references", "related"),
    "answers": ("options", "choices", "branches", "edges", "responses"),
    "to": LEADING[1:],
    "then": ("to", "goto", "go_to", "next", "target"),
    "given": ("answers", "inputs", "input", "when"),
    "expect": ("expected", "expects", "outcome", "result", "decision", "then"),
}


def meant(word: str, keys: Collection[str]) -> str | None:
    """The one of some keys that is called by another word elsewhere; None where it is none of them."""
    return next((key for key in keys if word.lower() in _MEANT.get(key, ())), None)
