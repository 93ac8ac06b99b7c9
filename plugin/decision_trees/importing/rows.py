"""Drawings of trees in plain text, as rows that hang below each other."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from decision_trees.importing import wording
from decision_trees.importing.doubts import ImportRefusedError, folded

MOST_DRAWN_LEVELS = 60
"""How deep a drawing may nest; nobody has followed one that deep."""


class NumberedLine(NamedTuple):
    """A line of a foreign file with its number."""

    number: int
    text: str


@dataclass(slots=True)
class Row:
    """A row of a drawing.

    Attributes:
        text: What it says, without what draws it.
        line: Its line in the foreign file.
        kids: The rows below it.
        more: Lines that continue it.
        points: Whether its branch is drawn as an arrow.
        number: Its number in a list that numbers its items.
        name: What it is called beside its words, where something refers to it by that.
    """

    text: str
    line: int
    kids: list[Row] = field(default_factory=list)
    more: list[NumberedLine] = field(default_factory=list)
    points: bool = False
    number: str = ""
    name: str = ""

    def all(self) -> Iterator[Row]:
        """The row and all below it."""
        waiting = [self]
        while waiting:
            row = waiting.pop()
            yield row
            waiting += reversed(row.kids)


_STEM = "│┃┆┊║|¦:\N{NO-BREAK SPACE} \t"
_BRANCH = re.compile(
    rf"(?P<stem>[{_STEM}]*)(?P<drawn>[├└┣┗┝╰╚╠]|[+`\\](?=[-─=>])|\|(?=-))"
    r"(?P<dash>[─━═╌-]*[>→►▶]?)[ \t]*(?P<text>.*)"
)
_DRAWS = re.compile(r"[├└┣┗┝╰╚╠]|^[ \t|]*[+`\\|][-─]{1,}")
_ONLY_STEM = re.compile(r"[│┃┆┊║|¦↓▼⬇\ufe0fvV\s]*")
_POINTS_DOWN = re.compile(r"[↓▼⬇]|^\s*[vV]\s*$")
_SLANTS = re.compile(r"\s*/[\s|/]*\\[\s|/\\]*")
_BOX = re.compile(r"[┌┐┏┓╔╗╭╮┘┛╝╯]")


def draws(text: str) -> bool:
    """Whether a line draws a branch."""
    return _DRAWS.search(text) is not None


def is_drawn(lines: Sequence[NumberedLine]) -> bool:
    """Whether lines hold branches that are drawn."""
    return sum(_DRAWS.search(line.text) is not None for line in lines) >= 2  # noqa: PLR2004 - one decides nothing


def is_boxes(lines: Sequence[NumberedLine]) -> bool:
    """Whether lines draw boxes, arrows between questions, or strokes to both sides, in two dimensions."""
    boxes = sum(_BOX.search(line.text) is not None for line in lines)
    arrows = sum(_POINTS_DOWN.search(line.text) is not None for line in lines)
    branches = sum(_DRAWS.search(line.text) is not None and not _BOX.search(line.text) for line in lines)
    if boxes >= 2 and (boxes >= branches or arrows > branches):  # noqa: PLR2004 - top and bottom
        return True
    # Stems and arrows in lines of their own, and no branch that hangs on them.
    stems = sum(_ONLY_STEM.fullmatch(line.text) is not None and bool(line.text.strip()) for line in lines)
    slants = any(_SLANTS.fullmatch(line.text) for line in lines)
    return (stems >= 2 or slants) and not branches  # noqa: PLR2004 - a stem and an arrow head


class Drawing(NamedTuple):
    """What a stretch of text draws.

    Attributes:
        above: Lines that stand above the first row of the tree.
        root: The first row; without text where the drawing begins with branches.
    """

    above: tuple[NumberedLine, ...]
    root: Row


def read_drawn(lines: Sequence[NumberedLine]) -> list[Drawing]:
    """Read drawn branches: `├── `, `|-- `, `+-- `.

    Raises:
        ImportRefusedError: They nest too deep.
    """
    drawings: list[Drawing] = []
    base: list[NumberedLine] = []
    stack: list[tuple[float, Row]] = []
    gap = False
    for line in lines:
        text = line.text.expandtabs(4).rstrip()
        found = _BRANCH.match(text)
        if found and (found["text"] or found["dash"]):
            if base or not stack:
                root = Row(base[-1].text.strip() if base else "", base[-1].number if base else line.number)
                drawings.append(Drawing(tuple(base[:-1]), root))
                stack = [(-1, root)]
                base = []
            column = len(found["stem"])
            row = Row(found["text"].strip(), line.number, points=found["dash"][-1:] in tuple(">→►▶"))
            hang(stack, column, row)
        elif _ONLY_STEM.fullmatch(text):
            gap = True
            continue
        elif not stack or (
            not text[0].isspace() and text[0] not in _STEM and (gap or _begins_anew(text, drawings[-1].root))
        ):
            base.append(NumberedLine(line.number, text.lstrip(_STEM)))
        elif base:
            base.append(line)
        else:
            bare = text.lstrip(_STEM)
            column = len(text) - len(bare)
            if gap and bare.rstrip().endswith("?") and column > stack[-1][0]:
                # A question below an arrow that points down: its branches may begin right below it.
                hang(stack, column - 0.5, Row(bare, line.number))
            else:
                _owner(stack, column).more.append(NumberedLine(line.number, bare))
        gap = False
    if base and drawings:
        drawings[-1].root.more.extend(base)
    return drawings


_BELOW = re.compile(r"(?P<words>.*\S)\s*\((?:drawn |shown |see )?below\)", re.IGNORECASE)


def join(drawings: Sequence[Drawing]) -> list[Drawing]:
    """Hang drawings below the rows of earlier ones that lead to them: `Yes → Is it big? (below)`.

    Returns:
        Those that are left.

    Raises:
        ImportRefusedError: They nest too deep.
    """
    waiting: dict[str, Drawing] = {}
    for drawing in reversed(drawings[1:]):
        waiting[folded(_words(drawing.root.text)[0])] = drawing
    joined: list[Drawing] = []
    for drawing in drawings:
        name = folded(_words(drawing.root.text)[0])
        if joined and name not in waiting:
            joined[-1] = Drawing((*joined[-1].above, *drawing.above), joined[-1].root)
        else:
            waiting.pop(name, None)
            joined.append(drawing)
        for row in drawing.root.all():
            if not row.kids and (found := _BELOW.fullmatch(row.text)):
                *before, words = _words(found["words"])
                if below := waiting.pop(folded(words), None):
                    row.text = " → ".join([*before, below.root.text])
                    row.kids, row.more = below.root.kids, [*row.more, *below.root.more]
    for drawing in joined:
        _refuse_deep(drawing.root)
    return joined


def _words(text: str) -> list[str]:
    """What a row says between its arrows; at least one text."""
    said = []
    while parts := wording.split_arrow(text):
        said.append(parts[0])
        text = parts[1]
    return [*said, text]


def _refuse_deep(root: Row) -> None:
    level = [root]
    for _ in range(MOST_DRAWN_LEVELS + 1):
        level = [kid for row in level for kid in row.kids]
    if level:
        raise _too_deep(level[0])


def _too_deep(row: Row) -> ImportRefusedError:
    message = f"the drawing nests more than {MOST_DRAWN_LEVELS} levels deep"
    return ImportRefusedError("too-deep", row.line, message, "cut it into several trees")


def _begins_anew(text: str, root: Row) -> bool:
    """Whether a line at the margin, right below the branches of a tree, is the first row of another.

    It asks, or it is numbered as that tree is: it cannot go on with a branch, which stands further in.
    """
    return wording.is_question(text) or bool(wording.numbered(text) and wording.numbered(root.text))


def hang(stack: list[tuple[float, Row]], column: float, row: Row) -> None:
    """Hang a row below the last one that begins left of it; `stack` holds the rows that are open.

    Raises:
        ImportRefusedError: It is too deep.
    """
    while stack[-1][0] >= column:
        stack.pop()
    if len(stack) > MOST_DRAWN_LEVELS:
        raise _too_deep(row)
    stack[-1][1].kids.append(row)
    stack.append((column, row))


def _owner(stack: list[tuple[float, Row]], column: int) -> Row:
    """The row that a line without a branch continues: the last that begins left of it."""
    return next(row for begins, row in reversed(stack) if begins < column)


def read_indented(lines: Sequence[NumberedLine]) -> list[Drawing]:
    """Read rows that only their indentation hangs below each other.

    Raises:
        ImportRefusedError: They nest too deep.
    """
    drawings: list[Drawing] = []
    stack: list[tuple[float, Row]] = []
    for line in lines:
        text = line.text.expandtabs(4).rstrip()
        bare = text.lstrip()
        if not bare:
            continue
        column = len(text) - len(bare)
        if not stack or column <= stack[0][0]:
            root = Row(bare, line.number)
            drawings.append(Drawing((), root))
            stack = [(column, root)]
        else:
            hang(stack, column, Row(re.sub(r"^[-*•+]\s+", "", bare), line.number))
    return drawings
