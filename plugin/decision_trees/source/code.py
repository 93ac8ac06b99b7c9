"""Code in Markdown, and comments: where nothing is a link, and no fence embeds anything.

Everything is found in one go through the text, however much of it opens and never closes.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from typing import NamedTuple

BUT_FENCES = (
    r"(?<![\\`])(?P<ticks>`+)"
    r"|<!--(?:.*?-->|.*\Z)"
    r"|<(?P<raw>pre|script|style|textarea)\b(?:.*?</(?P=raw)\s*>|.*\Z)"
)
"""A regular expression for what begins code in a line, for comments, and for elements whose content is code.

What never closes reaches to the end, so that no text is searched again and again.
"""

_CODE = re.compile(
    rf"^[ \t>]*(?P<mark>`{{3,}}|~{{3,}})[^\n]*$(?:.*?^[ \t>]*(?P=mark)[`~]*[ \t]*$|.*\Z)|{BUT_FENCES}",
    re.MULTILINE | re.DOTALL | re.IGNORECASE,
)
_INK = re.compile(r"[^\n]")
_WORD = re.compile(r"\S")
_TAG_OR_INK = re.compile(r"<[A-Za-z/][^<>]*>|[^\n]")


class Stretch(NamedTuple):
    """A stretch of code or a comment.

    Attributes:
        start: Its offset.
        end: The offset behind it.
        match: What it was found by: for code in a line, the ticks before it.
    """

    start: int
    end: int
    match: re.Match[str]


def find(markdown: str, pattern: re.Pattern[str] = _CODE) -> Iterator[Stretch]:
    """Find code and comments, but for code that is indented.

    Args:
        markdown: The text.
        pattern: A pattern of fences, followed by `BUT_FENCES`.
    """
    ticks = _Ticks(markdown)
    place = 0
    while (match := pattern.search(markdown, place)) is not None:
        place = match.end()
        if match["ticks"]:
            end = ticks.closing(match)
            if end is None:
                continue
            place = end
        yield Stretch(match.start(), place, match)


class _Ticks:
    """The ticks of a text: those that open code in a line, and those that close it."""

    def __init__(self, markdown: str) -> None:
        self._markdown = markdown

    def closing(self, opening: re.Match[str]) -> int | None:
        """The offset behind the next ticks of the same number in the same paragraph; None without any."""
        ends = self._by_number[len(opening[0])]
        number = bisect_right(ends, opening.end())
        if number == len(ends):
            return None
        paragraph = bisect_left(self._paragraphs, opening.end())
        is_over = paragraph < len(self._paragraphs) and self._paragraphs[paragraph] < ends[number]
        return None if is_over else ends[number]

    @cached_property
    def _by_number(self) -> Mapping[int, list[int]]:
        found: defaultdict[int, list[int]] = defaultdict(list)
        for ticks in _TICKS.finditer(self._markdown):
            found[len(ticks[0])].append(ticks.end())
        return found

    @cached_property
    def _paragraphs(self) -> list[int]:
        return [end.start() for end in _PARAGRAPH_END.finditer(self._markdown)]


_TICKS = re.compile("`+")
_PARAGRAPH_END = re.compile(r"\n(?=[ \t]*(?:\n|[-*+] |\d+\. ))")


def _may_have_code(markdown: str) -> bool:
    """Whether any of the signs is there that begin code or a comment, but for code that is indented."""
    return "`" in markdown or "<" in markdown or "~~~" in markdown


def without(markdown: str) -> str:
    """Blank out code and comments; every character stays at its offset."""
    blocks = [*indented(markdown)]
    if _may_have_code(markdown):
        markdown = _with(markdown, _blank)
    parts, done = [], 0
    for start, end in blocks:
        parts += [markdown[done:start], _INK.sub(" ", markdown[start:end])]
        done = end
    return "".join((*parts, markdown[done:]))


def _with(markdown: str, change: Callable[[str, re.Match[str]], str]) -> str:
    parts, done = [], 0
    for start, end, match in find(markdown):
        parts += [markdown[done:start], change(markdown[start:end], match)]
        done = end
    return "".join((*parts, markdown[done:]))


def _blank(code: str, match: re.Match[str]) -> str:
    """Blank out one stretch of code; in `<pre>` only the text is any, and tags are tags."""
    if (match["raw"] or "").lower() != "pre":
        return _INK.sub(" ", code)
    return _TAG_OR_INK.sub(lambda part: part[0] if len(part[0]) > 1 else " ", code)


def closed(markdown: str) -> str:
    """Let Markdown end the code and comments that it begins, so that what comes after it is none."""
    stretches = [*find(markdown)] if _may_have_code(markdown) else []
    if not stretches or stretches[-1].end < len(markdown) or stretches[-1].match["ticks"]:
        return markdown
    match = stretches[-1].match
    if mark := match["mark"]:
        margin = markdown[match.start() : match.start("mark")]
        line = markdown[match.end("mark") :].partition("\n")[0]
        is_none = mark.startswith("`") and "`" in line  # with these behind it, it is code in a line
        is_there = re.search(rf"\n[ \t>]*{mark}[`~]*[ \t]*\Z", match[0]) is not None
        end, ended = f"\n{margin}{mark}", is_none or is_there
    elif match["raw"]:
        end, ended = f"</{match['raw']}>", match[0].rstrip().endswith(">") and "</" in match[0]
    else:
        end, ended = "-->", match[0].endswith("-->")
    return markdown if ended else markdown + end


_INDENT = 4
"""How many columns Python-Markdown takes for a level of indentation, as `tab_length` has it by default."""

# What lines may be indented to stand in: an item of a list, a note, a definition …
_CONTAINER = re.compile(r"(?:[-*+]|\d+\.)[ \t]|\[\^[^\]\n]+\]:|:[ ]{1,3}\S")

# … and an admonition or a tab, which has no words of its own that the next line could continue.
_EMPTY_CONTAINER = re.compile(r"(?:!!!|\?\?\?\+?|===[+!]{0,2}|///) ")


def indented(markdown: str) -> Iterator[tuple[int, int]]:
    """Find the blocks that are code because they are indented, by offsets with an exclusive end.

    A block is code that stands deeper than what it is in allows. Whether a line continues a list cannot be
    told as surely as by a parser: where in doubt, it is no code.
    """
    if not _MAY_BE_CODE.search(markdown):
        return
    depth, start, offset, after_blank = 0, -1, 0, True
    # What other code holds is no list and no note.
    for line in _with(markdown, lambda code, _: _WORD.sub("x", code)).splitlines(keepends=True):
        if line.strip():
            written = line.expandtabs(_INDENT)
            level = (len(written) - len(written.lstrip())) // _INDENT
            is_code = level > depth and (after_blank or start >= 0)
            if not is_code:
                if start >= 0:
                    yield start, offset
                depth = level if after_blank else depth
                words = written.lstrip()
                if (_CONTAINER.match(words) or _EMPTY_CONTAINER.match(words)) and level <= depth:
                    depth = level + 1
            start = (offset if start < 0 else start) if is_code else -1
        after_blank = not line.strip() or bool(start < 0 and _EMPTY_CONTAINER.match(line.lstrip()))
        offset += len(line)
    if start >= 0:
        yield start, offset


_MAY_BE_CODE = re.compile(r"^(?: {0,3}\t| {4})", re.MULTILINE)
