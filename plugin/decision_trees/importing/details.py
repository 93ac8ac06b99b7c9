"""Folds of HTML in each other: `<details><summary>Is it big?</summary> … </details>`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from decision_trees.importing.ascii_tree import read_beside, read_tree
from decision_trees.importing.asked import answer_text, explains, read_answer
from decision_trees.importing.doubts import Doubts, ImportRefusedError
from decision_trees.importing.draft import Draft
from decision_trees.importing.linked import are_linked
from decision_trees.importing.mermaid import label as plain
from decision_trees.importing.rows import MOST_DRAWN_LEVELS, Drawing, NumberedLine, Row, hang
from decision_trees.importing.wording import is_question, is_yes_no, numbered, unmarked

_OPENS = re.compile(r"[ \t>]*<details\b", re.IGNORECASE)
_TAG = re.compile(r"<(?P<closes>/?)(?P<name>details|summary)\b[^<>]*>", re.IGNORECASE)
_FENCE = re.compile(r"[ \t>]*(?:```|~~~)")
_ITEM = re.compile(r"(?P<margin>\s*)(?:[-*+•]|\d+[.)])\s+(?P<text>\S.*)")
_LAID_OUT = re.compile(r"\s*(?:```|~~~|\||[-*+•]\s|\d+[.)]\s|>|#)")


@dataclass(slots=True)
class _Fold:
    """A fold: where it begins, what it says while it is closed, the text in it, and the folds in it.

    `before` is how many lines of the text stand above the first fold.
    """

    line: int
    summary: list[str] = field(default_factory=list)
    body: list[NumberedLine] = field(default_factory=list)
    folds: list[_Fold] = field(default_factory=list)
    before: int = 0


class Folds(NamedTuple):
    """Folds that stand together.

    Attributes:
        rows: The trees in them, each as one row that asks or as several that are asked in turn.
        end: The place behind the last of them.
        problem: Why nobody can say what is in them.
    """

    rows: list[list[Row]]
    end: int
    problem: ImportRefusedError | None


def opens(text: str) -> bool:
    """Whether a line begins with a fold."""
    return _OPENS.match(text) is not None


def read_folds(lines: Sequence[NumberedLine], place: int, heading: str) -> Folds:
    """Read the folds that begin at a place.

    Args:
        lines: All lines.
        place: Where the first of them begins, or the question above it.
        heading: The heading above them, which may be what they answer.
    """
    question = Row(unmarked(heading), lines[place].number)
    while place < len(lines) and not opens(lines[place].text):
        if text := lines[place].text.strip():
            question = Row(unmarked(text), lines[place].number)
        place += 1
    try:
        top, end, open_ = _parse(lines, place)
        rows = [_row(fold) for fold in top]
    except ImportRefusedError as error:
        return Folds([], len(lines), error)
    answers = [row for row in rows if is_yes_no(row.text) or not is_question(row.text)]
    found: list[list[Row]] = []
    if is_question(question.text) and len(answers) > 1 and any(is_yes_no(row.text) for row in answers):
        question.kids = answers
        found = [[question]]
        rows = [row for row in rows if not is_yes_no(row.text) and is_question(row.text)]
    found += _trees(rows)
    problem = None
    if open_ and found:
        message = "this fold is never closed"
        problem = ImportRefusedError("unreadable", open_, message, "write `</details>` where it ends")
    return Folds(found, end, problem)


def read_details(rows: Sequence[Row], title: str, doubts: Doubts) -> Draft:
    """Read the rows of one tree.

    Raises:
        ImportRefusedError: It is no tree.
    """
    if len(rows) > 1:
        return read_beside(rows, title, doubts)
    return read_tree(Drawing((), rows[0]), title, doubts)


# --- from lines to folds ----------------------------------------------------------------------------


def _parse(lines: Sequence[NumberedLine], place: int) -> tuple[list[_Fold], int, int]:
    """Find the folds from a place on.

    Returns:
        The outermost of them, the place behind the last, and the line of one that is not closed, or 0.

    Raises:
        ImportRefusedError: They nest too deep.
    """
    top: list[_Fold] = []
    open_: list[_Fold] = []
    in_fence = in_summary = False
    end = place
    for number in range(place, len(lines)):
        line = lines[number]
        in_fence ^= _FENCE.match(line.text) is not None
        if not open_ and line.text.strip() and not opens(line.text):
            break
        begins = 0
        tags = [] if in_fence else list(_TAG.finditer(line.text))
        for tag in tags:
            _say(open_, NumberedLine(line.number, line.text[begins : tag.start()]), in_summary=in_summary)
            begins = tag.end()
            if tag["name"].lower() == "summary":
                in_summary = not tag["closes"]
            elif tag["closes"]:
                in_summary = False
                open_ = open_[:-1]
            else:
                fold = _Fold(line.number)
                if open_:
                    open_[-1].before = open_[-1].before if open_[-1].folds else len(open_[-1].body)
                (open_[-1].folds if open_ else top).append(fold)
                open_.append(fold)
                if len(open_) > MOST_DRAWN_LEVELS:
                    message = f"these folds nest more than {MOST_DRAWN_LEVELS} levels deep"
                    raise ImportRefusedError("too-deep", line.number, message, "cut it into several trees")
        rest = line.text[begins:]
        if not tags or rest.strip():
            _say(open_, NumberedLine(line.number, rest), in_summary=in_summary)
        if line.text.strip():
            end = number + 1
    return top, end, open_[0].line if open_ else 0


def _say(open_: Sequence[_Fold], line: NumberedLine, *, in_summary: bool) -> None:
    """Give a text to the fold that it stands in."""
    if not open_:
        return
    if in_summary:
        open_[-1].summary.append(line.text)
    elif line.text.strip() or open_[-1].body:
        open_[-1].body.append(NumberedLine(line.number, line.text.rstrip()))


# --- from folds to rows -----------------------------------------------------------------------------


def _row(fold: _Fold) -> Row:
    words = " ".join(plain(unmarked(" ".join(fold.summary))).split())
    answer = read_answer(words)
    row = Row(answer_text(*answer) if answer else words, fold.line, number=numbered(words))
    kids = [_row(inner) for inner in fold.folds]
    above = _trimmed(fold.body[: fold.before] if kids else fold.body)
    below = _trimmed(fold.body[fold.before :]) if kids else []
    if not kids:
        above, kids = _listed(above)
    asking = above[-1] if above and is_question(above[-1].text) else None
    if kids and asking and not is_question(row.text):
        row.kids = [
            Row(unmarked(asking.text.strip()), asking.number, kids=kids, more=_with_gap(above[:-1], below))
        ]
    elif (
        kids or is_question(row.text) or (answer and answer[1]) or not above or _LAID_OUT.match(above[0].text)
    ):
        row.kids = kids
        row.more = _with_gap(above, below)
    else:
        row.kids = [_first_paragraph(above)]
    return row


def _with_gap(above: Sequence[NumberedLine], below: Sequence[NumberedLine]) -> list[NumberedLine]:
    """Texts as paragraphs of their own."""
    return [*above, NumberedLine(below[0].number, ""), *below] if above and below else [*above, *below]


def _first_paragraph(lines: Sequence[NumberedLine]) -> Row:
    """What an answer comes to, as its first paragraph says it, with the rest as its text."""
    length = next((place for place, line in enumerate(lines) if not line.text.strip()), len(lines))
    words = " ".join(plain(unmarked(" ".join(line.text.strip() for line in lines[:length]))).split())
    return Row(words, lines[0].number, more=_trimmed(lines[length:]))


def _listed(lines: Sequence[NumberedLine]) -> tuple[list[NumberedLine], list[Row]]:
    """Part answers in a list from the lines above it; no rows where there are none, or more is below."""
    items = [_ITEM.fullmatch(line.text.expandtabs(4)) for line in lines]
    begins = next((place for place, item in enumerate(items) if item), len(lines))
    texts = [line.text for line, item in zip(lines[begins:], items[begins:], strict=True) if not item]
    if begins == len(lines) or any(text.strip() for text in texts):
        return list(lines), []
    top = Row("", lines[0].number)
    stack: list[tuple[float, Row]] = [(-1, top)]
    for line, item in zip(lines[begins:], items[begins:], strict=True):
        if item:
            found = read_answer(item["text"])
            text = answer_text(*found) if found else item["text"]
            hang(stack, len(item["margin"]), Row(unmarked(text), line.number))
    if len(top.kids) > 1 and all(read_answer(kid.text) for kid in top.kids):
        return _trimmed(lines[:begins]), top.kids
    return list(lines), []


def _trimmed(lines: Sequence[NumberedLine]) -> list[NumberedLine]:
    """Lines without the blank ones at the beginning and the end."""
    filled = [place for place, line in enumerate(lines) if line.text.strip()]
    return list(lines[filled[0] : filled[-1] + 1]) if filled else []


def _trees(rows: Sequence[Row]) -> Iterator[list[Row]]:
    """The outermost questions with answers, together where they lead to each other."""
    deciding = [row for row in rows if is_question(row.text) and len(row.kids) > 1 and not explains(row.text)]
    if len(deciding) > 1 and are_linked(deciding):
        yield deciding
    else:
        yield from ([row] for row in deciding)
    taken = {id(row) for row in deciding}
    for row in rows:
        if id(row) not in taken:
            yield from _trees(row.kids)
