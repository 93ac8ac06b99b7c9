"""Mistakes that a line shows by itself: characters that look like others, and colons without a space."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from decision_trees.diagnostics.wording import cut
from decision_trees.source import arrows, lookalikes
from decision_trees.source.line_shapes import KEY, MOST_SHOWN, PAIR, SPACE, first_column, indentation
from decision_trees.source.mend import Mend

_INDENTATION = re.compile(rf"[ ]*(?P<odd>{SPACE})(?:{SPACE}|[ ])*")
_ITEM = re.compile(rf"(?P<head>[ ]*(?:-[ ]+)*-)(?P<odd>{SPACE})(?P<rest>.*)")
_ODD_HYPHEN = re.compile(rf"(?P<head>[ ]*)(?P<odd>[{lookalikes.HYPHENS}])(?=[ ]+\S)")
_NO_SPACE = re.compile(rf"(?P<head>[ ]*(?:-[ ]+)*)(?P<key>{KEY}):(?P<rest>[^\s:/].*)")
INDENT_ANEW = "indent it anew, with plain spaces"
_TYPE_SPACE = "type a plain space in its place: what was pasted only looks like one"


def odd_indentation(number: int, lines: Sequence[str]) -> Iterator[Mend]:
    """An indentation that is not of plain spaces: tried as wide as it looks, and as the lines around it."""
    line = lines[number]
    if (found := _INDENTATION.match(line)) and found.end() < len(line):
        message = f"{lookalikes.name(found['odd'])} stands in the indentation, where YAML reads plain spaces"
        column, end = found.start("odd"), found.end()
        around = (lines[near] for near in (number - 1, number + 1) if 0 <= near < len(lines))
        widths = (len(lookalikes.without(found[0])), end, found[0].count(" "), *map(indentation, around))
        for width in dict.fromkeys(widths):
            yield Mend(number, column, end, message, INDENT_ANEW, " " * width + line[end:])


def odd_item(number: int, line: str) -> Iterator[Mend]:
    """An item with another space behind its hyphen."""
    if found := _ITEM.match(line):
        message = f"{lookalikes.name(found['odd'])} stands behind this hyphen, where YAML reads a plain space"
        column = found.start("odd")
        yield Mend(number, column, column + 1, message, _TYPE_SPACE, f"{found['head']} {found['rest']}")


def odd_hyphen(number: int, line: str) -> Iterator[Mend]:
    """An item with another dash for its hyphen."""
    if found := _ODD_HYPHEN.match(line):
        message = f"{lookalikes.name(found['odd'])} stands where YAML reads a plain hyphen"
        column, mended = found.start("odd"), f"{found['head']}-{line[found.end() :]}"
        yield Mend(number, column, column + 1, message, "type a plain hyphen in its place", mended)


def odd_pair(number: int, line: str) -> Iterator[Mend]:
    """A key with another colon, or with another space beside its colon."""
    found = PAIR.match(line)
    if not found:
        return
    before, colon, behind = found["before"].strip(" "), found["colon"], found["behind"].strip(" ")
    mended = f"{found['head']}{found['key']}: {lookalikes.without(found['rest']).strip()}"
    if colon != ":":
        message = f"{lookalikes.name(colon)} stands behind this key, where YAML reads a plain colon"
        column, help_ = found.start("colon"), "type a plain colon and a space in its place"
    elif before or behind:
        place = "before" if before else "behind"
        message = f"{lookalikes.name((before or behind)[0])} stands {place} this colon, where YAML reads"
        message += " a plain space"
        column = line.index((before or behind)[0], found.start("before"))
        help_ = _TYPE_SPACE
    else:
        return
    yield Mend(number, column, column + 1, message, help_, mended)


def no_space(number: int, line: str) -> Iterator[Mend]:
    """A key whose value follows its colon at once."""
    if found := _NO_SPACE.match(line):
        yield Mend(
            number,
            found.start("key"),
            found.end("key") + 1,
            "a space is missing behind the colon",
            f"write `{found['key']}: {cut(found['rest'], MOST_SHOWN)}`",
            f"{found['head']}{found['key']}: {found['rest']}",
        )


def arrow(number: int, line: str) -> Iterator[Mend]:
    """An answer that leads on by an arrow."""
    head = line[: first_column(line)]
    if meant := arrows.drawn(line[len(head) :].rstrip()):
        message, help_ = arrows.FOR_COLON, f"write `{cut(str(meant), MOST_SHOWN)}`"
        yield Mend(number, len(head), len(line.rstrip()), message, help_, f"{head}{meant}")
