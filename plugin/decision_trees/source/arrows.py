"""Arrows that authors draw from an answer to its target, where the format has a colon."""

from __future__ import annotations

import re
from typing import NamedTuple

FOR_COLON = "an arrow stands where YAML reads a colon"

_ARROW = r"(?:[-=~.]+>|:=|=+|>+|\||[\u2190-\u21ff\u2794-\u27bf\u27f0-\u27ff\u2b00-\u2b4f])"

_DRAWN = re.compile(rf"(?P<answer>\S(?:(?!:\s).)*?)(?<!:)\s+(?P<arrow>{_ARROW})\s+(?P<target>\S+)$")

_DRAWN_AS_IN_MERMAID = re.compile(
    r"\S+\s*[-=.]+>\s*\|(?P<answer>[^|]+)\|\s*(?P<target>\S+)$|"
    r"\S+\s+[-=.]{2,3}\s+(?P<between>\S.*?)\s+[-=.]+>\s+(?P<to>\S+)$"
)

_QUOTED = re.compile(r"(?P<quote>[\"'])(?P<text>[^\"']*)(?P=quote)")

_AHEAD = re.compile(rf"(?P<arrow>{_ARROW})\s*(?P<target>\S.*)$", re.DOTALL)


class Drawn(NamedTuple):
    """An answer and its target, as they are written on both sides of an arrow, or on it and behind it."""

    answer: str
    target: str

    def __str__(self) -> str:
        """Return them as the format has them."""
        return f"{self.answer}: {self.target}"


def drawn(text: str) -> Drawn | None:
    """Read a text with an arrow between answer and target, or between two nodes and with an answer on it."""
    whole = _QUOTED.fullmatch(text)
    bare = whole["text"] if whole else text
    if found := _DRAWN_AS_IN_MERMAID.match(bare):
        answer = found["answer"] or found["between"]
        return Drawn(answer.strip().strip("\"'"), found["target"] or found["to"])
    found = _DRAWN.match(bare)
    return Drawn(found["answer"], found["target"]) if found else None


def crossed(label: str, target: str) -> Drawn:
    """Read an answer that stands in the place of its target, behind that or behind an arrow to it."""
    arrow = drawn(label)
    return Drawn(target, arrow.target if arrow else label)


def ahead(text: str) -> str:
    """The arrow that stands before a target; empty where none does."""
    found = _AHEAD.match(text)
    return found["arrow"] if found else ""


def is_arrow(word: str) -> bool:
    """Say whether a word is an arrow, or another sign that is written for one."""
    return re.fullmatch(_ARROW, word) is not None
