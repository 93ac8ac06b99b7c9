"""Conditions as they are written, line by line, and what they nest: `IF`, `ELSE`, `END IF`, things to do."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal

from decision_trees.importing.doubts import ImportRefusedError
from decision_trees.importing.rows import MOST_DRAWN_LEVELS, NumberedLine
from decision_trees.importing.wording import unmarked

_Kind = Literal["if", "elif", "else", "end", "do"]

_ELIF = r"(?:else|otherwise|or)[ \t,]*if|elsif|elif|elseif"
_CLAUSE = re.compile(
    rf"(?:\}}[ \t]*)?(?:(?P<elif>{_ELIF})|(?P<if>if|when)|(?P<else>else|otherwise))\b[ \t]*(?P<rest>.*)",
    re.IGNORECASE,
)
_END = re.compile(r"(?:end[ _-]?if|fi|\})[;.]?", re.IGNORECASE)
_THEN = re.compile(r"[ \t,:]*(?:\bTHEN\b|\bthen\b|→|->|=>|⇒|➜)[ \t:,]*|:[ \t]+|[ \t]*[:{][ \t]*$")
_COMMA = re.compile(r",[ \t]+")
_SPLITS = re.compile(
    r"[ \t]*[;.,]?[ \t]+(?=(?:ELSE|OTHERWISE|ELIF|ELSEIF|ELSIF)\b)"
    r"|[ \t]*[;.][ \t]+(?=(?:else|otherwise|if|IF)\b)"
    r"|(?<=[;.])[ \t]+(?=(?:Else|Otherwise|If)\b)|[ \t]+(?=\}[ \t]*else\b)",
)
_GOES_ON = re.compile(r"(?:AND|OR|THEN)\b|then\b")
_ITEM = re.compile(r"(?P<margin>[ \t>]*(?:(?:[-*+•]|\d+[.)])[ \t]+)*)(?P<text>\S.*)")
_LEADS = re.compile(r"(?:→|->|=>|⇒|➜)[ \t]*")


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause, or something to do: where it begins, what it is, its words, and its line."""

    column: float
    kind: _Kind
    text: str
    line: int
    shouts: bool = False
    parts: bool = False


@dataclass(slots=True)
class Do:
    """Something to do, or to come to."""

    text: str
    line: int


@dataclass(slots=True)
class If:
    """Conditions of which the first that holds decides, with what is done where none does."""

    branches: list[tuple[str, int, list[Do | If]]] = field(default_factory=list)
    otherwise: list[Do | If] | None = None


def begins(text: str) -> bool:
    """Whether a line begins conditions: `IF …`."""
    found = _CLAUSE.match(_bare(text))
    return bool(found and found["if"])


def follows(first: str, text: str) -> bool:
    """Whether a line is another case of conditions that begin with `first`: `ELSE …` below `IF …`."""
    above, here = _CLAUSE.match(_bare(first)), _CLAUSE.match(_bare(text))
    return bool(above and here and above["if"] and not here["if"])


def _bare(text: str) -> str:
    """A line without its mark and its emphasis, with single spaces alone."""
    found = _ITEM.fullmatch(text.rstrip())
    return " ".join(unmarked(found["text"]).split()) if found else ""


def read_clauses(lines: Sequence[NumberedLine]) -> tuple[list[Clause], list[Clause]]:
    """Part lines into clauses and what is to be done.

    Returns:
        All in order, and those of them that may belong elsewhere.
    """
    items: list[Clause] = []
    unsure: list[Clause] = []
    for line in _whole(lines):
        found = _ITEM.fullmatch(line.text)
        column = float(len(found["margin"].expandtabs(4))) if found else 0.0
        open_: list[float] = []
        inner: list[Clause] = []
        for text in _SPLITS.split(_bare(line.text)):
            if (clause := _CLAUSE.match(text)) and clause["if"]:
                open_.clear()  # a sentence of its own
            items += _of_part(text, line.number, column, open_, inner)
        unsure += inner if open_ else []  # where each IF has its ELSE, all is said
    return items, unsure


def _whole(lines: Sequence[NumberedLine]) -> list[NumberedLine]:
    """Lines, with those that go on with a condition joined to it."""
    joined: list[tuple[int, list[str]]] = []
    for line in lines:
        if joined and _GOES_ON.match(bare := _bare(line.text)):
            joined[-1][1].append(bare)
        else:
            joined.append((line.number, [line.text.rstrip()]))
    return [NumberedLine(number, " ".join(parts)) for number, parts in joined]


def _of_part(
    text: str, line: int, column: float, open_: list[float], unsure: list[Clause]
) -> Iterator[Clause]:
    """The clause that a part of a line is, and what stands behind it.

    Args:
        text: The part.
        line: Its line.
        column: Where the line begins.
        open_: The columns of the conditions of the line that have no ELSE yet, which changes.
        unsure: Gets a clause that may belong to more than one of them.
    """
    text = text.strip().rstrip(";").rstrip()
    while text:
        if _END.fullmatch(text):
            yield Clause(column, "end", text, line)
            return
        found = _CLAUSE.match(text)
        if not found:
            yield Clause(open_[-1] + 0.25 if open_ else column, "do", text, line)
            return
        word = text[: found.start("rest")].strip(" \t}")
        shouts = word.isupper()
        if found["if"]:
            condition, text, parts = _part(found["rest"])
            column = open_[-1] + 0.25 if open_ else column
            open_.append(column)
            yield Clause(column, "if", condition, line, shouts or (parts and " THEN" in found["rest"]), parts)
        else:
            here = open_[-1] if open_ else column
            inner = len(open_) > 1
            condition, text, parts = (
                _part(found["rest"])
                if found["elif"]
                else ("", _LEADS.sub("", found["rest"].lstrip(":,{ \t"), count=1), True)
            )
            item = Clause(here, "elif" if found["elif"] else "else", condition, line, shouts, parts)
            if inner:
                unsure.append(Clause(here, item.kind, condition or text, line))
            if found["else"] and open_:
                open_.pop()
                yield item
                if text:
                    yield from _of_part(text, line, here + 0.25, [], unsure)
                return
            yield item
            column = here
            if not open_:
                open_.append(here)


def _part(rest: str) -> tuple[str, str, bool]:
    """Part a condition from what stands behind it; whether anything parts them."""
    found = _THEN.search(rest) or _COMMA.search(rest)
    if not found:
        return _condition(rest), "", False
    return _condition(rest[: found.start()]), rest[found.end() :].strip(), True


def _condition(text: str) -> str:
    text = text.strip(" \t:{")
    inside = text[1:-1]
    return inside.strip() if text[:1] == "(" and text[-1:] == ")" and not set(inside) & set("()") else text


# --- from clauses to statements ---------------------------------------------------------------------


def read_statements(clauses: Sequence[Clause]) -> list[Do | If]:
    """Nest clauses.

    Raises:
        ImportRefusedError: They are no whole conditions, or nest too deep.
    """
    return _Parser(_nested(clauses)).run()


def _nested(items: Sequence[Clause]) -> list[Clause]:
    """Clauses with columns that nest them; where each IF has its END, that decides."""
    ends = sum(item.kind == "end" for item in items)
    if not ends or ends != sum(item.kind == "if" for item in items):
        return [item for item in items if item.kind != "end"]
    depth = 0
    nested: list[Clause] = []
    for item in items:
        if item.kind == "end":
            depth -= 1
            continue
        column = 2.0 * depth - (item.kind in ("elif", "else")) * 2
        nested.append(Clause(column, item.kind, item.text, item.line))
        depth += item.kind == "if"
    return nested


class _Parser:
    def __init__(self, items: Sequence[Clause]) -> None:
        self.items = items
        self.place = 0

    def run(self) -> list[Do | If]:
        return self._block(-2.0, 0)

    def _block(self, above: float, depth: int) -> list[Do | If]:
        """What stands further in than `above`."""
        statements: list[Do | If] = []
        while (item := self._next()) and item.column > above:
            if depth > MOST_DRAWN_LEVELS:
                message = f"these conditions nest more than {MOST_DRAWN_LEVELS} levels deep"
                raise ImportRefusedError("too-deep", item.line, message, "cut them into several trees")
            if item.kind == "do":
                statements.append(Do(item.text, item.line))
                self.place += 1
            elif item.kind == "if":
                statements.append(self._if(item, depth))
            elif depth:
                break
            else:
                message = "this belongs to no IF above it"
                raise ImportRefusedError(
                    "unreadable", item.line, message, "write it below its IF, as far to the left"
                )
        return statements

    def _next(self) -> Clause | None:
        return self.items[self.place] if self.place < len(self.items) else None

    def _if(self, first: Clause, depth: int) -> If:
        found = If()
        item: Clause | None = first
        while item and item.column >= first.column and (item is first or item.kind == "elif"):
            found.branches.append((item.text, item.line, self._body(item, depth)))
            item = self._next()
        if item and item.column >= first.column and item.kind == "else":
            found.otherwise = self._body(item, depth)
        return found

    def _body(self, item: Clause, depth: int) -> list[Do | If]:
        self.place += 1
        following = self._next()
        body = self._block(item.column, depth + 1)
        if not body and following and following.kind == "do" and following.column == item.column:
            self.place += 1
            body = [Do(following.text, following.line)]
        if not body or (item.kind != "else" and not item.text):
            message = "this condition has no words" if body else "nothing stands behind this condition"
            raise ImportRefusedError("unreadable", item.line, message, "write `IF … THEN …`")
        return body
