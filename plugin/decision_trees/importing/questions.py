"""Tables of questions: each row asks, and its cells below yes and no say what comes next."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from decision_trees.importing.doubts import Doubts, ImportRefusedError, folded
from decision_trees.importing.draft import Draft, DraftArrow, DraftNode
from decision_trees.importing.ends import add_end
from decision_trees.importing.wording import (
    goes_on,
    is_question,
    is_yes_no_word,
    numbered,
    read_label,
    split_arrow,
)

_ASKS = re.compile(r"question|check|frage|prüfung|pregunta|質問|سؤال", re.IGNORECASE)
_NUMBERS = re.compile(r"(?:row|no|nr|n°|num|#|id|number|step|q|column \d+)\.?", re.IGNORECASE)
_CASE = re.compile(r"(?:if|when|on|answer|wenn|falls|bei|si|en caso de)\s+", re.IGNORECASE)
_THIRD = re.compile(
    r"unsure|not sure|maybe|unknown|don[’']t know|it depends|sometimes|both|neither|otherwise|else|vielleicht"
    r"|unklar|peut-être|quizás?|tal vez",
    re.IGNORECASE,
)


class QuestionColumns(NamedTuple):
    """What the columns of a table of questions are.

    Attributes:
        question: The column that asks.
        answers: The columns that answer, with what each answers.
        number: The column by whose cells others refer to a row; None where there is none.
    """

    question: int
    answers: dict[int, str]
    number: int | None


def columns_of(names: Sequence[str], rows: Sequence[tuple[str, ...]]) -> QuestionColumns | None:
    """Find out whether each row of a table asks, and answers with yes and no.

    Args:
        names: The names of the columns.
        rows: The cells of each row.

    Returns:
        What the columns are; None where the table is of another kind.
    """
    labels = {place: _label(name) for place, name in enumerate(names)}
    known = [place for place, label in labels.items() if is_yes_no_word(label)]
    if len(known) < 2:  # noqa: PLR2004 - yes and no
        return None
    rest = [place for place in labels if place not in known]
    number = next((place for place in rest if _NUMBERS.fullmatch(names[place])), None)
    others = [place for place in rest if place != number]
    asks = (
        [place for place in others if all(is_question(row[place]) for row in rows)]
        or [place for place in others if _ASKS.search(names[place])]
        or (others if len(others) == 1 else [])
    )
    if not asks:
        return None
    thirds = [place for place in others if place != asks[0] and _THIRD.fullmatch(labels[place])]
    return QuestionColumns(asks[0], {place: labels[place] for place in sorted([*known, *thirds])}, number)


def _label(name: str) -> str:
    """What a column answers: `Yes` of `If yes →`."""
    parts = split_arrow(name)
    bare = _CASE.sub("", (parts[0] if parts else name).strip(" \"'“”?:…"), count=1)
    label = read_label(bare).text
    return label[:1].upper() + label[1:]


def read_questions(
    names: Sequence[str],
    rows: Sequence[tuple[tuple[str, ...], int]],
    columns: QuestionColumns,
    draft: Draft,
    doubts: Doubts,
) -> Draft:
    """Make a tree of a table of questions: a cell that names another row leads to it, any other is an end.

    Args:
        names: The names of the columns.
        rows: The cells and the line of each row.
        columns: What the columns are.
        draft: The tree, which is empty.
        doubts: Gets what is not clear.

    Returns:
        The tree.

    Raises:
        ImportRefusedError: All cells below yes and no say the same, or a row asks nothing.
    """
    said = {folded(cells[place]) for cells, _ in rows for place in columns.answers}
    if len({cell for cell in said if not goes_on(cell)}) < 2:  # noqa: PLR2004 - two ends
        message = "the answers of this table all come to the same, so it decides nothing"
        raise ImportRefusedError(
            "asks-nothing", draft.line, message, "write below yes and no what comes next"
        )
    nodes: list[DraftNode] = []
    for place, (cells, line) in enumerate(rows, 1):
        if not cells[columns.question]:
            message = "this row has answers and asks nothing"
            raise ImportRefusedError("asks-nothing", line, message, "write its question")
        node = draft.add(cells[columns.question], line, "check")
        number = cells[columns.number] if columns.number is not None else ""
        draft.number(node, number or numbered(node.text), place)
        texts = [
            f"{names[column]}: {cell}"
            for column, cell in enumerate(cells)
            if cell and column not in (columns.question, columns.number, *columns.answers)
        ]
        if texts:
            node.texts["assess"] = "\n\n".join(texts)
        nodes.append(node)
    for node, following, (cells, line) in zip(nodes, [*nodes[1:], None], rows, strict=True):
        for place, label in columns.answers.items():
            arrow = DraftArrow(label, cells[place], line)
            if to := _leads_to(node, arrow, following, draft, doubts):
                node.arrows.append(replace(arrow, to=to))
        if not node.arrows:
            message = "this row asks, and no answer of it leads anywhere"
            raise ImportRefusedError("asks-nothing", line, message, "write below yes and no what comes next")
    draft.start = nodes[0].key
    return draft


def _leads_to(
    node: DraftNode, arrow: DraftArrow, following: DraftNode | None, draft: Draft, doubts: Doubts
) -> str:
    """What the cell that `arrow` names leads to; empty where it says nothing and none follows."""
    cell = arrow.to
    is_silent = not cell.strip("-–—")
    if goes_on(cell):
        if following is None or (is_silent and not is_yes_no_word(arrow.label)):
            return ""
        if is_silent:
            says = f"nothing stands below “{arrow.label}” for “{node.text}”"
            about = f"{node.text} {arrow.label}"
            doubts.ask("no-outcome", node, says, "the next row is asked", about=about, others=())
        return following.key
    parts = split_arrow(cell)
    return add_end(draft, parts[1] if parts and not parts[0] else cell, node.line, doubts).key
