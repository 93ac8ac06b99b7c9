"""Nested lists of Markdown that ask and answer."""

from __future__ import annotations

import re
from collections.abc import Sequence

from decision_trees.importing.ascii_tree import read_tree
from decision_trees.importing.doubts import Doubts, ImportRefusedError
from decision_trees.importing.draft import Draft
from decision_trees.importing.rows import Drawing, NumberedLine, Row, hang
from decision_trees.importing.wording import unmarked

_ITEM = re.compile(r"(?P<margin>\s*)(?:[-*+•]|(?P<number>\d+)[.)])\s+(?P<box>\[[ xX]\]\s+)?(?P<text>\S.*)")


def read_list(lines: Sequence[NumberedLine], title: str, doubts: Doubts) -> Draft:
    """Read a list: what is indented below an item are its answers, or what it leads to.

    Raises:
        ImportRefusedError: It is a checklist, or decides nothing.
    """
    top = Row("", lines[0].number)
    stack: list[tuple[float, Row]] = [(-1, top)]
    boxes = 0
    for line in lines:
        text = line.text.expandtabs(4).rstrip()
        if found := _ITEM.fullmatch(text):
            boxes += found["box"] is not None
            hang(
                stack,
                len(found["margin"]),
                Row(_plain(found["text"]), line.number, number=found["number"] or ""),
            )
        elif text:
            stack[-1][1].more.append(NumberedLine(line.number, text.strip()))
    if boxes:
        message = "this is a list of things to tick off, without an outcome"
        raise ImportRefusedError(
            "checklist", top.line, message, "write behind each answer what it leads to: `Yes → …`"
        )
    # A list that is one question begins with it; one of answers has its question above it, in the heading.
    only = top.kids[0] if len(top.kids) == 1 else None
    return read_tree(Drawing((), only or top), title, doubts)


def _plain(text: str) -> str:
    return unmarked(text).strip()
