"""Arrows that authors draw from an answer to its target, where the format has a colon."""

from __future__ import annotations

import re

FOR_COLON = "an arrow stands where YAML reads a colon"

_ARROW = r"(?:[-=~.]+>|:=|=+|>+|\||[\u2190-\u21ff\u2794-\u27bf\u27f0-\u27ff\u2b00-\u2b4f])"

_DRAWN = re.compile(rf"(?P<answer>\S(?:(?!:\s).)*?)(?<!:)\s+(?P<arrow>{_ARROW})\s+(?P<target>\S+)$")

_AHEAD = re.compile(rf"(?P<arrow>{_ARROW})\s*(?P<target>\S.*)$", re.DOTALL)


def drawn(text: str) -> str:
    """The answer and target, as they are written, of a line with an arrow between; empty for any other."""
    found = _DRAWN.match(text)
    return f"{found['answer']}: {found['target']}" if found else ""


def ahead(text: str) -> str:
    """The arrow that stands before a target; empty where none does."""
    found = _AHEAD.match(text)
    return found["arrow"] if found else ""


def is_arrow(word: str) -> bool:
    """Say whether a word is an arrow, or another sign that is written for one."""
    return re.fullmatch(_ARROW, word) is not None
