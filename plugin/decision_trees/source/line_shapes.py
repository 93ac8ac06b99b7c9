"""Lines of a source that cannot be read: what looks like a key there, and how deep it stands."""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence

from decision_trees.source import lookalikes

REACH = 30
"""How many lines above the one where reading stops are looked at."""

MOST_SHOWN = 30
"""How many characters of a text a message repeats: enough to know it by."""

SPACE = f"[{lookalikes.SPACES}]"
"""Any of the spaces that only look like a plain one."""

KEY = rf"[^\s{lookalikes.COLONS}{lookalikes.SPACES}:\"'#|>&*!%@`{{}}\[\],-][^:{lookalikes.COLONS}\"'#]*?"
"""A key as authors write it, with whatever stands for its colon behind it."""

PAIR = re.compile(
    rf"(?P<head>[ ]*(?:-[ ]+)*)(?P<key>{KEY})(?P<before>(?:{SPACE}|[ ])*)(?P<colon>[:{lookalikes.COLONS}])"
    rf"(?P<behind>(?:{SPACE}|[ ])*)(?P<rest>.*)"
)
"""A key with its colon and its value, each as it was typed."""

SHORT = re.compile(r"[ ]*(?:-[ ]+)*(?P<name>[^\s:#|>&*!{\[\"'-][^:#]*):[ ]+(?P<text>[^\s#|>&*!].*?)[ ]*$")
"""A name with a text behind it, on one line."""

FIRST_WORD = re.compile(r"(?:-[ ]+)*(?P<word>[\w-]+)[ ]*:")
"""The key that a line begins with, behind hyphens."""


@functools.cache
def _odd() -> str:
    """All spaces that only look like a plain one. To find them takes memory, so it is left to mistakes."""
    return "".join(re.findall(SPACE, "".join(map(chr, range(0x10000)))))


def first_column(line: str) -> int:
    """Where the first key or text of a line begins, behind spaces of any kind and the hyphens of items."""
    return len(line) - len(line.lstrip("- \t" + _odd()))


def indentation(line: str) -> int:
    """How many spaces of any kind a line begins with."""
    return len(line) - len(line.lstrip(" \t" + _odd()))


def owner_of(lines: Sequence[str], number: int) -> int | None:
    """The line above that is indented less, to which a line belongs."""
    column = indentation(lines[number])
    above = (at for at in range(number - 1, -1, -1) if lines[at].strip() and first_column(lines[at]) < column)
    return next(above, None)


def line_below(lines: Sequence[str], number: int) -> str:
    """The next line that is not empty; nothing where none is near."""
    return next((line for line in lines[number + 1 : number + REACH] if line.strip()), "")
