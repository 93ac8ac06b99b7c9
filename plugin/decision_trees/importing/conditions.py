"""Conditions in words or in pseudo-code: `IF latency < 100 ms THEN use Redis; ELSE …`.

A condition becomes a question with yes and no. What is done behind it and is not the last is a step.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal

from decision_trees.importing.ascii_tree import ask_kind
from decision_trees.importing.doubts import Doubts, ImportRefusedError
from decision_trees.importing.draft import Draft, DraftArrow, DraftNode
from decision_trees.importing.links import take_links
from decision_trees.importing.rows import MOST_DRAWN_LEVELS, NumberedLine, draws
from decision_trees.importing.wording import is_question, read_end, unmarked

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
_COMMENT = re.compile(r"#|//|--[ \t]|/\*")
_RETURNS = re.compile(
    r"(?:return|output|answer)\b[ \t:]*(?=\S)|(?:stop|exit|done|end)\b[ \t]*[:→—-]+[ \t]*(?=\S)",
    re.IGNORECASE,
)
_LEADS = re.compile(r"(?:→|->|=>|⇒|➜)[ \t]*")
_CODE = re.compile(r"[=!]==?|&&|\|\||\w\(|\w\[|;[ \t]*$|\bself\.|[A-Za-z_]\w*\.[a-z_]\w*\b(?!\.)")


@dataclass(frozen=True, slots=True)
class _ClauseItem:
    """A clause, or something to do: where it begins, what it is, its words, and its line."""

    column: float
    kind: _Kind
    text: str
    line: int
    shouts: bool = False
    parts: bool = False


@dataclass(slots=True)
class _Do:
    """Something to do, or to come to."""

    text: str
    line: int


@dataclass(slots=True)
class _If:
    """Conditions of which the first that holds decides, with what is done where none does."""

    branches: list[tuple[str, int, list[_Do | _If]]] = field(default_factory=list)
    otherwise: list[_Do | _If] | None = None


def is_conditions(lines: Sequence[NumberedLine], *, in_fence: bool = False) -> bool:
    """Whether lines are conditions, and neither prose in which one occurs nor a program."""
    filled = [line for line in lines if line.text.strip()]
    found = _CLAUSE.match(_bare(filled[0].text)) if filled else None
    if not found or not found["if"] or any(draws(line.text) for line in filled):
        return False
    items, _ = _items(filled)
    clauses = [item for item in items if item.kind in ("if", "elif")]
    others = any(item.kind in ("else", "elif") for item in items)
    if len(clauses) + others < 2 or not any(item.kind == "do" for item in items):  # noqa: PLR2004 - two ways
        return False
    if all(item.shouts for item in clauses):
        return True
    is_code = any(_CODE.search(line.text) for line in filled)
    if in_fence or is_code:
        return not is_code
    margin = min(item.column for item in items)
    parted = all(item.kind != "do" or item.column > margin for item in items)
    return others and len(clauses) > 1 and parted and all(item.parts for item in clauses)


def follows(first: str, text: str) -> bool:
    """Whether a line is another case of conditions that begin with `first`: `ELSE …` below `IF …`."""
    above, here = _CLAUSE.match(_bare(first)), _CLAUSE.match(_bare(text))
    return bool(above and here and above["if"] and not here["if"])


def read_conditions(lines: Sequence[NumberedLine], title: str, doubts: Doubts) -> Draft:
    """Read conditions.

    Args:
        lines: Their lines.
        title: The tree's title.
        doubts: Gets what is not clear.

    Returns:
        The tree.

    Raises:
        ImportRefusedError: They are no whole ones, or nest too deep.
    """
    filled = [line for line in lines if line.text.strip()]
    draft = Draft(title, filled[0].number)
    items, unsure = _items(filled)
    for item in unsure:
        says = f"“{item.text}” stands behind an ELSE that may belong to more than one IF"
        doubts.note("unsure-else", draft, item.line, says, "it belongs to the nearest")
    for item in items:
        if item.kind == "do" and _COMMENT.match(item.text):
            doubts.note("left-out", draft, item.line, f"“{item.text}” is a comment", "it is left out")
    statements = _Parser(_nested([item for item in items if not _COMMENT.match(item.text)])).run()
    draft.start = _Compiler(draft, doubts).block(statements, "", "")
    doubts.told.sort(key=lambda told: told.span.line)
    return draft


# --- from lines to clauses --------------------------------------------------------------------------


def _bare(text: str) -> str:
    """A line without its mark and its emphasis, with single spaces alone."""
    found = _ITEM.fullmatch(text.rstrip())
    return " ".join(unmarked(found["text"]).split()) if found else ""


def _items(lines: Sequence[NumberedLine]) -> tuple[list[_ClauseItem], list[_ClauseItem]]:
    """Part lines into clauses and what is to be done.

    Returns:
        All in order, and those of them that may belong elsewhere.
    """
    items: list[_ClauseItem] = []
    unsure: list[_ClauseItem] = []
    for line in _whole(lines):
        found = _ITEM.fullmatch(line.text)
        column = float(len(found["margin"].expandtabs(4))) if found else 0.0
        open_: list[float] = []
        inner: list[_ClauseItem] = []
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
    text: str, line: int, column: float, open_: list[float], unsure: list[_ClauseItem]
) -> Iterator[_ClauseItem]:
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
            yield _ClauseItem(column, "end", text, line)
            return
        found = _CLAUSE.match(text)
        if not found:
            yield _ClauseItem(open_[-1] + 0.25 if open_ else column, "do", text, line)
            return
        word = text[: found.start("rest")].strip(" \t}")
        shouts = word.isupper()
        if found["if"]:
            condition, text, parts = _part(found["rest"])
            column = open_[-1] + 0.25 if open_ else column
            open_.append(column)
            yield _ClauseItem(
                column, "if", condition, line, shouts or (parts and " THEN" in found["rest"]), parts
            )
        else:
            here = open_[-1] if open_ else column
            inner = len(open_) > 1
            condition, text, parts = (
                _part(found["rest"])
                if found["elif"]
                else ("", _LEADS.sub("", found["rest"].lstrip(":,{ \t"), count=1), True)
            )
            item = _ClauseItem(here, "elif" if found["elif"] else "else", condition, line, shouts, parts)
            if inner:
                unsure.append(_ClauseItem(here, item.kind, condition or text, line))
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


def _nested(items: Sequence[_ClauseItem]) -> list[_ClauseItem]:
    """Clauses with columns that nest them; where each IF has its END, that decides."""
    ends = sum(item.kind == "end" for item in items)
    if not ends or ends != sum(item.kind == "if" for item in items):
        return [item for item in items if item.kind != "end"]
    depth = 0
    nested: list[_ClauseItem] = []
    for item in items:
        if item.kind == "end":
            depth -= 1
            continue
        column = 2.0 * depth - (item.kind in ("elif", "else")) * 2
        nested.append(_ClauseItem(column, item.kind, item.text, item.line))
        depth += item.kind == "if"
    return nested


class _Parser:
    def __init__(self, items: Sequence[_ClauseItem]) -> None:
        self.items = items
        self.place = 0

    def run(self) -> list[_Do | _If]:
        return self._block(-2.0, 0)

    def _block(self, above: float, depth: int) -> list[_Do | _If]:
        """What stands further in than `above`."""
        statements: list[_Do | _If] = []
        while (item := self._next()) and item.column > above:
            if depth > MOST_DRAWN_LEVELS:
                message = f"these conditions nest more than {MOST_DRAWN_LEVELS} levels deep"
                raise ImportRefusedError("too-deep", item.line, message, "cut them into several trees")
            if item.kind == "do":
                statements.append(_Do(item.text, item.line))
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

    def _next(self) -> _ClauseItem | None:
        return self.items[self.place] if self.place < len(self.items) else None

    def _if(self, first: _ClauseItem, depth: int) -> _If:
        found = _If()
        item: _ClauseItem | None = first
        while item and item.column >= first.column and (item is first or item.kind == "elif"):
            found.branches.append((item.text, item.line, self._body(item, depth)))
            item = self._next()
        if item and item.column >= first.column and item.kind == "else":
            found.otherwise = self._body(item, depth)
        return found

    def _body(self, item: _ClauseItem, depth: int) -> list[_Do | _If]:
        self.place += 1
        following = self._next()
        body = self._block(item.column, depth + 1)
        if not body and following and following.kind == "do" and following.column == item.column:
            self.place += 1
            body = [_Do(following.text, following.line)]
        if not body or (item.kind != "else" and not item.text):
            message = "this condition has no words" if body else "nothing stands behind this condition"
            raise ImportRefusedError("unreadable", item.line, message, "write `IF … THEN …`")
        return body


# --- from statements to a tree ----------------------------------------------------------------------


class _Compiler:
    def __init__(self, draft: Draft, doubts: Doubts) -> None:
        self.draft = draft
        self.doubts = doubts

    def block(self, statements: Sequence[_Do | _If], done: str, missed: str) -> str:
        """Make nodes of statements.

        Args:
            statements: What is done one after the other.
            done: The node to which it leads when something was done; empty where that is the end.
            missed: The node to which it leads where no condition holds; empty where that is not said.

        Returns:
            The key of the first node.
        """
        following = ""
        for place in range(len(statements) - 1, -1, -1):
            statement = statements[place]
            last = place == len(statements) - 1
            if isinstance(statement, _Do):
                if following and _RETURNS.match(statement.text):
                    self._unreached(statement, following)
                following = self._do(statement, done if last else following)
            elif last:
                following = self._if(statement, done, missed)
            else:
                following = self._followed(statement, following, done)
        return following

    def _do(self, statement: _Do, then: str) -> str:
        returns = _RETURNS.match(statement.text)
        words = (
            _LEADS.sub("", statement.text[returns.end() if returns else 0 :], count=1).strip().rstrip(";.")
        )
        if then and not returns:
            node = self.draft.add(words, statement.line, "step")
            node.arrows.append(DraftArrow("", then, statement.line))
            return node.key
        end = read_end(words or statement.text)
        node = self.draft.add(end.text, statement.line, end.kind)
        take_links(node, self.doubts)
        if end.guessed:
            ask_kind(self.doubts, node)
        return node.key

    def _unreached(self, statement: _Do, following: str) -> None:
        other = self.draft.nodes[following]
        says = f"“{other.text}” stands behind “{statement.text}”, which ends"
        self.doubts.note("left-out", self.draft, other.line, says, "it is left out there")

    def _followed(self, statement: _If, following: str, done: str) -> str:
        """Conditions with something behind them."""
        condition, line, _ = statement.branches[0]
        if _always_ends(statement):
            return self._if(statement, done, following)
        whole = statement.otherwise is not None
        assumed = "what is decided here is done first" if whole else "it counts where nothing above it holds"
        reply = self.doubts.ask(
            "asked-in-turn",
            self.draft,
            f"more stands behind what “{condition}” decides",
            assumed,
            about=condition,
            line=line,
            others=() if whole else (_GOES,),
        )
        goes = whole or reply == _GOES
        return self._if(statement, following if goes else done, following)

    def _if(self, statement: _If, done: str, missed: str) -> str:
        otherwise = missed if statement.otherwise is None else self.block(statement.otherwise, done, missed)
        for condition, line, body in reversed(statement.branches):
            node = self.draft.add(condition if is_question(condition) else f"{condition}?", line, "check")
            node.arrows.append(DraftArrow("Yes", self.block(body, done, missed), line))
            if otherwise:
                node.arrows.append(DraftArrow("No", otherwise, line))
            else:
                self._lone(node)
            otherwise = node.key
        return otherwise

    def _lone(self, node: DraftNode) -> None:
        says = f"nothing is said of what holds where “{node.text}” is not so"
        self.doubts.ask("one-answer", node, says, "the other is left out", others=())


_GOES = "goes on"
"""The answer that says that what stands behind conditions is done whether they hold or not."""


def _always_ends(statement: _If) -> bool:
    """Whether each branch says that it ends."""
    bodies = [body for _, _, body in statement.branches]
    lasts = [body[-1] for body in (*bodies, *([statement.otherwise] if statement.otherwise else []))]
    return all(
        _RETURNS.match(last.text) is not None if isinstance(last, _Do) else _always_ends(last)
        for last in lasts
    )
