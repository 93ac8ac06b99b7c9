"""Cases as they are written: `SWITCH size` with `CASE small: …` below, `match`, `CASE WHEN`, `case … of`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal, NamedTuple

from decision_trees.importing.rows import NumberedLine
from decision_trees.importing.wording import unmarked

_ITEM = re.compile(r"(?P<margin>[ \t>]*(?:(?:[-*+•]|\d+[.)])[ \t]+)*)(?P<text>\S.*)")
_OPENER = re.compile(
    r"(?:\}[ \t]*)?(?P<word>switch|match|select|case|when)\b(?P<more>[ \t]+(?:on|case)\b)?[ \t]*(?P<rest>.*)",
    re.IGNORECASE,
)
_ARROW = r"→|->|=>|⇒|➜"
_DEFAULT = re.compile(
    rf"(?:(?:case|when)[ \t]+(?:else|default|others?|otherwise|_|\*)|default|others?|_|\*)"
    rf"[ \t]*(?:(?:[:{{]|{_ARROW})[ \t]*(?P<rest>.*)|$)|(?:else|otherwise)\b[ \t,:{{]*(?P<more>.*)",
    re.IGNORECASE,
)
_CASE = re.compile(r"(?P<word>case|when)[ \t]+(?P<rest>\S.*)", re.IGNORECASE)
_OF = re.compile(r"(?P<subject>.*?\S)[ \t]+(?:of|in)[ \t]*[:{]?", re.IGNORECASE)
_LABEL = re.compile(rf"[^:→]{{1,80}}?[ \t]*(?:{_ARROW}|:[ \t]|[:{{][ \t]*$)")
_END = re.compile(r"[ \t]+END(?:[ _-]?(?:CASE|SWITCH|SELECT))?[;.]?$", re.IGNORECASE)

BARE_END = re.compile(r"end[;.]?", re.IGNORECASE)
"""What ends conditions, and is a thing to do elsewhere."""

WrittenKind = Literal["", "switch", "if", "elif", "case", "else", "end"]


class WrittenLine(NamedTuple):
    """A line of conditions.

    Attributes:
        number: Its number in the foreign file.
        column: Where it begins.
        kind: What it is; empty where nothing is known of it.
        text: Its words, without those that say its kind.
        shouts: Whether those are in capitals.
    """

    number: int
    column: float
    kind: WrittenKind
    text: str
    shouts: bool = False


@dataclass(slots=True)
class _OpenSwitch:
    """A SWITCH: its column, that of its cases, and how a case of it is written."""

    column: float
    shouts: bool
    by_label: bool = False
    on_conditions: bool = False
    cases: float = -1
    met: int = 0


class _Opening(NamedTuple):
    subject: str
    inline: str = ""
    by_label: bool = False


def bare(text: str) -> str:
    """A line without its mark and its emphasis, with single spaces alone."""
    found = _ITEM.fullmatch(text.rstrip())
    return " ".join(unmarked(found["text"]).split()) if found else ""


def opens_cases(text: str, following: str) -> bool:
    """Whether a line begins cases, which the line that follows shows."""
    return _opening(bare(text), bare(following)) is not None


def is_case(text: str) -> bool:
    """Whether a line is a case: `CASE small: …`, `DEFAULT: …`."""
    return bool(_CASE.fullmatch(text) or _DEFAULT.fullmatch(text))


def read_cases(lines: Sequence[NumberedLine]) -> Iterator[WrittenLine]:
    """Tell of each line whether it is a SWITCH or a case of one."""
    open_: list[_OpenSwitch] = []
    texts = [*(bare(line.text) for line in lines), ""]
    for line, (text, following) in zip(lines, pairwise(texts), strict=True):
        found = _ITEM.fullmatch(line.text)
        column = float(len(found["margin"].expandtabs(4))) if found else 0.0
        while open_ and not _is_inside(open_[-1], column, text):
            open_.pop()
        if opening := _opening(text, following):
            new = _OpenSwitch(column, text.partition(" ")[0].strip("}").isupper(), by_label=opening.by_label)
            new.on_conditions = opening.subject.lower() in ("", "true", "(true)")
            open_.append(new)
            if not new.on_conditions:
                yield WrittenLine(line.number, column, "switch", opening.subject, new.shouts)
            for part in _parts(opening.inline):
                yield _case(new, line.number, column, part) or WrittenLine(line.number, column, "", part)
        elif open_ and column == open_[-1].column and BARE_END.fullmatch(text):
            yield WrittenLine(line.number, column, "end", text)
            open_.pop()
        else:
            case = _case(open_[-1], line.number, column, text) if open_ else None
            yield case or WrittenLine(line.number, column, "", text)


def _is_inside(open_: _OpenSwitch, column: float, text: str) -> bool:
    ends = column == open_.column and (is_case(text) or BARE_END.fullmatch(text) is not None)
    return column > open_.column or ends or (column == open_.cases and not open_.by_label)


def _opening(text: str, following: str) -> _Opening | None:
    """Read a line that begins cases; None where it is none."""
    found = _OPENER.match(text)
    if not found:
        return None
    word, rest = found["word"].lower(), found["rest"].strip()
    subject = re.sub(r"[ \t]*(?:\bdo\b)?[ \t]*[:{]?$", "", rest).strip()
    labels = not is_case(following) and _LABEL.match(following) is not None
    if word == "case" and (of := _OF.fullmatch(rest)):
        return _Opening(of["subject"], by_label=not is_case(following)) if following else None
    if word != "when" and (begin := re.search(r"(?:^|[ \t:;{]+)(?=(?:case|when)\b)", rest, re.IGNORECASE)):
        inline = _END.sub("", rest[begin.end() :])
        return _Opening(rest[: begin.start()].strip(), inline) if len(_parts(inline)) > 1 else None
    if rest.endswith("{") and labels and word != "case":
        return _Opening(subject, by_label=True)
    if word == "case":
        return _Opening(subject) if following.lower().startswith("when ") and not _LABEL.match(rest) else None
    # What stands before ELSE is to be done: `switch to Redis`.
    begins = is_case(following) and not following.lower().startswith(("else", "otherwise"))
    return _Opening(subject) if word != "when" and subject and begins else None


def _parts(inline: str) -> list[str]:
    """The cases that stand in one line."""
    words = "case|when|default|else|otherwise"
    words = words if inline[:4].islower() else words.upper()
    split = rf"[ \t]*[;,.]?[ \t]+(?=(?:{words})\b)"
    return [part for part in re.split(split, inline) if part]


def _case(open_: _OpenSwitch, number: int, column: float, text: str) -> WrittenLine | None:
    """Read a line as a case; None where it is none."""
    here = open_.cases in (-1, column)
    default, case = _DEFAULT.fullmatch(text), _CASE.fullmatch(text)
    if default and here:
        words = (default["rest"] or default["more"] or "").rstrip(",")
        return WrittenLine(number, column, "else", words, text.partition(" ")[0].isupper() or open_.shouts)
    if case and (here or case["word"].lower() == "case"):
        words, shouts = case["rest"], case["word"].isupper()
    elif open_.by_label and here and _LABEL.match(text):
        words, shouts = text.rstrip(","), open_.shouts
    else:
        return None
    open_.cases = column
    open_.met += 1
    first: WrittenKind = "if" if open_.met == 1 else "elif"
    return WrittenLine(number, column, first if open_.on_conditions else "case", words, shouts)
