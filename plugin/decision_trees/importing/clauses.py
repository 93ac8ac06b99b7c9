"""Conditions as they are written, line by line, and what they nest: `IF`, `ELSE`, `END IF`, things to do."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from decision_trees.importing.cases import BARE_END, WrittenLine, bare, is_case, opens_cases, read_cases
from decision_trees.importing.doubts import ImportRefusedError
from decision_trees.importing.rows import MOST_DRAWN_LEVELS, NumberedLine

_Kind = Literal["if", "elif", "switch", "case", "else", "end", "break", "do"]

_ELIF = r"(?:else|otherwise|or)[ \t,]*if|elsif|elif|elseif"
_CLAUSE = re.compile(
    rf"(?:\}}[ \t]*)?(?:(?P<elif>{_ELIF})|(?P<if>if|when)|(?P<else>else|otherwise))\b[ \t]*(?P<rest>.*)",
    re.IGNORECASE,
)
_END = re.compile(r"(?:end[ _-]?(?:if|switch|case|select|match|when)|fi|esac|\})[;.]?", re.IGNORECASE)
_BREAK = re.compile(r"(?:(?P<before>.*\S)[ \t]*[;,.]?[ \t]+|)break[ \t;.]*", re.IGNORECASE)
_QUOTED = re.compile(r"([\"'`])([^\"'`]*)\1")
_QUOTES = re.compile(r"(?:[\"'`][^\"'`]*[\"'`][ \t]*[,|]?[ \t]*)+")
_THEN = re.compile(r"[ \t,:]*(?:\bTHEN\b|\bthen\b|→|->|=>|⇒|➜)[ \t:,]*|:[ \t]+|[ \t]*[:{][ \t]*$")
_COMMA = re.compile(r",[ \t]+")
_SPLITS = re.compile(
    r"[ \t]*[;.,]?[ \t]+(?=(?:ELSE|OTHERWISE|ELIF|ELSEIF|ELSIF)\b)"
    r"|[ \t]*[;.][ \t]+(?=(?:else|otherwise|if|IF)\b)"
    r"|[ \t]*[;.]?[ \t]+(?=END[ _-]?IF\b[;.]?$)"
    r"|(?<=[;.])[ \t]+(?=(?:Else|Otherwise|If)\b)|[ \t]+(?=\}[ \t]*else\b)",
)
_GOES_ON = re.compile(r"(?:AND|OR|THEN)\b|then\b")
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
    """Conditions of which the first that holds decides, or cases.

    Attributes:
        subject: What has the cases; empty where there are conditions.
        branches: Each condition, or case, with its line and what is done there; nothing where that is what is
            done in the next case.
        otherwise: What is done where none of them holds.
        open: The cases that do not say where they end, as others do, with their lines.
    """

    subject: str = ""
    branches: list[tuple[str, int, list[Do | If]]] = field(default_factory=list)
    otherwise: list[Do | If] | None = None
    open: list[tuple[str, int]] = field(default_factory=list)


def begins(text: str, following: str) -> bool:
    """Whether a line begins conditions, `IF …`, or cases, as the line that follows shows."""
    found = _CLAUSE.match(bare(text))
    return bool(found and found["if"]) or opens_cases(text, following)


def follows(first: str, text: str) -> bool:
    """Whether a line is another case of conditions that begin with `first`: `ELSE …` below `IF …`."""
    above, here = _CLAUSE.match(bare(first)), _CLAUSE.match(bare(text))
    goes_on = bool(above and here and above["if"] and not here["if"])
    return goes_on or (opens_cases(first, text) and is_case(bare(text)))


def read_clauses(lines: Sequence[NumberedLine]) -> tuple[list[Clause], list[Clause]]:
    """Part lines into clauses and what is to be done.

    Returns:
        All in order, and those of them that may belong elsewhere.
    """
    items: list[Clause] = []
    unsure: list[Clause] = []
    for line in read_cases(_whole(lines)):
        column, text = line.column, line.text
        if line.kind:
            clause, text = _of_case(line)
            items.append(clause)
            column += 0.25
        items += _of_words(text, line.number, column, unsure)
    return list(_with_ends(items)), unsure


def _of_case(line: WrittenLine) -> tuple[Clause, str]:
    """A clause of cases, and what stands behind it."""
    kind = line.kind or "case"
    if kind == "switch":
        return Clause(line.column, kind, _condition(line.text), line.number, line.shouts, parts=True), ""
    if kind == "end":
        return Clause(line.column, kind, line.text, line.number), ""
    if kind == "else":
        words = _LEADS.sub("", line.text, count=1)
        return Clause(line.column, kind, "", line.number, line.shouts, parts=True), words
    found = _THEN.search(line.text)
    label = line.text[: found.start()] if found else line.text
    words = line.text[found.end() :] if found else ""
    if _QUOTES.fullmatch(label.strip()):
        label = _QUOTED.sub(r"\2", label)
    clause = Clause(line.column, kind, _condition(label), line.number, line.shouts, parts=found is not None)
    return clause, words


def _of_words(text: str, number: int, column: float, unsure: list[Clause]) -> Iterator[Clause]:
    """The clauses of a line, or of what stands behind a case."""
    open_: list[float] = []
    inner: list[Clause] = []
    for part in _SPLITS.split(text):
        if (clause := _CLAUSE.match(part)) and clause["if"]:
            open_.clear()  # a sentence of its own
        yield from _of_part(part, number, column, open_, inner)
    unsure += inner if open_ else []  # where each IF has its ELSE, all is said


def _with_ends(items: Sequence[Clause]) -> Iterator[Clause]:
    """Take an `END` without more words for one where it stands below what it ends."""
    begun: list[float] = []
    for item in items:
        while begun and begun[-1] > item.column:
            begun.pop()
        if item.kind != "do":
            begun.append(item.column)
        elif BARE_END.fullmatch(item.text) and item.column in begun[-1:]:
            yield replace(item, kind="end")
            continue
        yield item


def _whole(lines: Sequence[NumberedLine]) -> list[NumberedLine]:
    """Lines, with those that go on with a condition joined to it."""
    joined: list[tuple[int, list[str]]] = []
    for line in lines:
        if joined and _GOES_ON.match(words := bare(line.text)):
            joined[-1][1].append(words)
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
            yield from _to_do(text, line, open_[-1] + 0.25 if open_ else column)
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


def _to_do(text: str, line: int, column: float) -> Iterator[Clause]:
    """Something to do, and the BREAK behind it."""
    breaks = _BREAK.fullmatch(text)
    words = (breaks["before"] or "").rstrip(";,.") if breaks else text
    if words:
        yield Clause(column, "do", words, line)
    if breaks:
        yield Clause(column, "break", text, line)


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
    if not ends or ends != sum(item.kind in ("if", "switch") for item in items):
        return [item for item in items if item.kind != "end"]
    begun: list[_Kind] = []
    nested: list[Clause] = []
    for item in items:
        if item.kind == "end":
            del begun[-1:]
            continue
        column = 2.0 * len(begun)
        if item.kind in ("elif", "else", "case"):
            column -= 1 if begun[-1:] == ["switch"] else 2
        nested.append(replace(item, column=column))
        if item.kind in ("if", "switch"):
            begun.append(item.kind)
    return nested


class _Parser:
    def __init__(self, items: Sequence[Clause]) -> None:
        self.items = items
        self.place = 0
        self.broke = False

    def run(self) -> list[Do | If]:
        return self._block(-2.0, 0)

    def _block(self, above: float, depth: int) -> list[Do | If]:
        """What stands further in than `above`."""
        statements: list[Do | If] = []
        while (item := self._next()) and item.column > above:
            if depth > MOST_DRAWN_LEVELS:
                message = f"these conditions nest more than {MOST_DRAWN_LEVELS} levels deep"
                raise ImportRefusedError("too-deep", item.line, message, "cut them into several trees")
            if item.kind in ("do", "break"):
                statements += [Do(item.text, item.line)] if item.kind == "do" else []
                self.broke |= item.kind == "break"
                self.place += 1
            elif item.kind == "if":
                statements.append(self._if(item, depth))
            elif item.kind == "switch":
                statements.append(self._switch(item, depth))
            elif depth:
                break
            else:
                begins = "SWITCH" if item.kind == "case" else "IF"
                message = f"this belongs to no {begins} above it"
                raise ImportRefusedError(
                    "unreadable", item.line, message, f"write it below its {begins}, as far to the left"
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

    def _switch(self, first: Clause, depth: int) -> If:
        found = If(first.text)
        broken: list[bool] = []
        self.place += 1
        while (item := self._next()) and item.column >= first.column and item.kind in ("case", "else"):
            self.broke = False
            if item.kind == "case" and self._shares(item):
                self.place += 1
                body: list[Do | If] = []
            else:
                body = self._body(item, depth)
            broken.append(self.broke)
            if item.kind == "else":
                found.otherwise = body
                break
            found.branches.append((item.text, item.line, body))
        self.broke = False
        cases = zip(found.branches, broken, strict=False)
        found.open = [branch[:2] for branch, broke in cases if branch[2] and not broke] if any(broken) else []
        if not found.branches:
            message = f"no case stands behind “{first.text}”"
            raise ImportRefusedError("unreadable", first.line, message, "write `CASE …: …` below it")
        return found

    def _shares(self, case: Clause) -> bool:
        """Whether what is done in a case stands behind the next one."""
        following = self.items[self.place + 1 : self.place + 2]
        return any(item.kind in ("case", "else") and item.column == case.column for item in following)

    def _body(self, item: Clause, depth: int) -> list[Do | If]:
        self.place += 1
        following = self._next()
        body = self._block(item.column, depth + 1)
        if not body and following and following.kind == "do" and following.column == item.column:
            self.place += 1
            body = [Do(following.text, following.line)]
        if not body or (item.kind != "else" and not item.text):
            what = "case" if item.kind == "case" else "condition"
            message = f"this {what} has no words" if body else f"nothing stands behind this {what}"
            form = "CASE …: …" if item.kind == "case" else "IF … THEN …"
            raise ImportRefusedError("unreadable", item.line, message, f"write `{form}`")
        return body
