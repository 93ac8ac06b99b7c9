"""Conditions in words or in pseudo-code: `IF latency < 100 ms THEN use Redis; ELSE …`.

A condition becomes a question with yes and no; what has cases becomes a question with an answer for each.
What is done behind it and is not the last is a step.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from decision_trees.importing.clauses import Do, If, begins, read_clauses, read_statements
from decision_trees.importing.doubts import Doubts
from decision_trees.importing.draft import Draft, DraftArrow
from decision_trees.importing.ends import add_end
from decision_trees.importing.rows import NumberedLine, draws
from decision_trees.importing.wording import is_question

_COMMENT = re.compile(r"#|//|--[ \t]|/\*")
_RETURNS = re.compile(
    r"(?:return|output|answer)\b[ \t:]*(?=\S)|(?:stop|exit|done|end)\b[ \t]*[:→—-]+[ \t]*(?=\S)",
    re.IGNORECASE,
)
_LEADS = re.compile(r"(?:→|->|=>|⇒|➜)[ \t]*")
_BREAK = re.compile(r"[; \t]*\bbreak;[ \t]*$")
_CODE = re.compile(r"[=!]==?|&&|\|\||\w\(|\w\[|;[ \t]*$|\bself\.|[A-Za-z_]\w*\.[a-z_]\w*\b(?!\.)")


def is_conditions(lines: Sequence[NumberedLine], *, in_fence: bool = False) -> bool:
    """Whether lines are conditions, and neither prose in which one occurs nor a program."""
    filled = [line for line in lines if line.text.strip()]
    following = filled[1].text if len(filled) > 1 else ""
    if not filled or not begins(filled[0].text, following) or any(draws(line.text) for line in filled):
        return False
    items, _ = read_clauses(filled)
    clauses = [item for item in items if item.kind in ("if", "elif", "case")]
    others = any(item.kind in ("else", "elif") for item in items)
    if len(clauses) + others < 2 or not any(item.kind == "do" for item in items):  # noqa: PLR2004 - two ways
        return False
    if all(item.shouts for item in clauses):
        return True
    is_code = any(_CODE.search(_BREAK.sub("", line.text)) for line in filled)
    if in_fence or is_code:
        return not is_code
    margin = min(item.column for item in items)
    parted = all(item.kind != "do" or item.column > margin for item in items)
    return others and len(clauses) > 1 and parted and all(item.parts for item in clauses)


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
    items, unsure = read_clauses(filled)
    for item in unsure:
        says = f"“{item.text}” stands behind an ELSE that may belong to more than one IF"
        doubts.note("unsure-else", draft, item.line, says, "it belongs to the nearest")
    for item in items:
        if item.kind == "do" and _COMMENT.match(item.text):
            doubts.note("left-out", draft, item.line, f"“{item.text}” is a comment", "it is left out")
    statements = read_statements([item for item in items if not _COMMENT.match(item.text)])
    draft.start = _Compiler(draft, doubts).block(statements, "", "")
    doubts.told.sort(key=lambda told: told.span.line)
    return draft


class _Compiler:
    def __init__(self, draft: Draft, doubts: Doubts) -> None:
        self.draft = draft
        self.doubts = doubts

    def block(self, statements: Sequence[Do | If], done: str, missed: str) -> str:
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
            if isinstance(statement, Do):
                if following and _RETURNS.match(statement.text):
                    self._unreached(statement, following)
                following = self._do(statement, done if last else following)
            elif last:
                following = self._if(statement, done, missed)
            else:
                following = self._followed(statement, following, done)
        return following

    def _do(self, statement: Do, then: str) -> str:
        returns = _RETURNS.match(statement.text)
        words = (
            _LEADS.sub("", statement.text[returns.end() if returns else 0 :], count=1).strip().rstrip(";.")
        )
        if then and not returns:
            node = self.draft.add(words, statement.line, "step")
            node.arrows.append(DraftArrow("", then, statement.line))
            return node.key
        return add_end(self.draft, words or statement.text, statement.line, self.doubts).key

    def _unreached(self, statement: Do, following: str) -> None:
        other = self.draft.nodes[following]
        says = f"“{other.text}” stands behind “{statement.text}”, which ends"
        self.doubts.note("left-out", self.draft, other.line, says, "it is left out there")

    def _followed(self, statement: If, following: str, done: str) -> str:
        """Conditions with something behind them."""
        condition, line, _ = statement.branches[0]
        condition = statement.subject or condition
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

    def _if(self, statement: If, done: str, missed: str) -> str:
        otherwise = missed if statement.otherwise is None else self.block(statement.otherwise, done, missed)
        if statement.subject:
            return self._switch(statement, done, missed, otherwise)
        for condition, line, body in reversed(statement.branches):
            node = self.draft.add(condition if is_question(condition) else f"{condition}?", line, "check")
            node.arrows.append(DraftArrow("Yes", self.block(body, done, missed), line))
            if otherwise:
                node.arrows.append(DraftArrow("No", otherwise, line))
            otherwise = node.key
        return otherwise

    def _switch(self, statement: If, done: str, missed: str, otherwise: str) -> str:
        """A question of which each case is an answer."""
        arrows: list[DraftArrow] = []
        following = otherwise
        for label, line, body in reversed(statement.branches):
            is_open = (label, line) in statement.open and following and not _ends(body)
            on = following if is_open and self._falls(label, line) else ""
            following = self.block(body, on or done, missed) if body else following
            arrows.append(DraftArrow(label, following, line))
        first = statement.branches[0][1]
        subject = statement.subject
        node = self.draft.add(subject if is_question(subject) else f"{subject}?", first, "check")
        node.arrows = arrows[::-1]
        if otherwise:
            node.arrows.append(DraftArrow(_OTHERWISE, otherwise, first))
        return node.key

    def _falls(self, case: str, line: int) -> bool:
        """Whether what is done in a case is followed by what is done in the next."""
        says = f"the case “{case}” has no BREAK, as others have"
        assumed = "what stands behind the next case is not done in this one"
        reply = self.doubts.ask(
            "asked-in-turn", self.draft, says, assumed, about=case, line=line, others=(_GOES,)
        )
        return reply == _GOES


_OTHERWISE = "Otherwise"
"""The answer to what has cases where none of them holds."""

_GOES = "goes on"
"""The answer that says that what stands behind conditions is done whether they hold or not."""


def _always_ends(statement: If) -> bool:
    """Whether each branch says that it ends."""
    bodies = [body for _, _, body in statement.branches if body]
    return all(map(_ends, (*bodies, *([statement.otherwise] if statement.otherwise else []))))


def _ends(body: Sequence[Do | If]) -> bool:
    last = body[-1]
    return _RETURNS.match(last.text) is not None if isinstance(last, Do) else _always_ends(last)
