"""What Markdown takes long to read, or cannot read: a text that opens much and closes little, or nests deep.

Parsers of Markdown go through the rest of a paragraph for each bracket that is never closed, through the rest
of a text for each tag, and call themselves for each level of a list. No author writes so; but whoever may
propose a change could make a build take minutes with a few kilobytes. Here everything is found in one go.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

MOST_OPEN = 50
"""How many brackets, links, tags or ticks of a text may be open, and how many headings follow each other."""

MOST_PROSE_LEVELS = 20
"""How deep lists and quotations may nest."""

MOST_FENCES = 200
"""How many lines of a text may begin or end a fence."""

MOST_BLOCK_CHARACTERS = 20_000
"""How long a paragraph, a table or a list without blank lines may be."""


class Burden(NamedTuple):
    """Something of which a text has too much: what, what to do, and the line on which it becomes too much."""

    what: str
    help: str
    line: str


def burdens(markdown: str) -> Iterator[Burden]:
    """Find what a text has too much of, each once."""
    if not _is_suspicious(markdown):
        return
    fences = [*_FENCE_LINE.finditer(markdown)]
    if len(fences) > MOST_FENCES:
        what = f"more than {MOST_FENCES} lines in this text begin or end a fence"
        yield Burden(what, "split the text", fences[MOST_FENCES][0])
        return
    text = _FENCE.sub("x", markdown)
    yield from _in_blocks(text)
    yield from _open_tags(text)


def _is_suspicious(markdown: str) -> bool:
    """Whether a text may have too much of something: most have not even enough signs."""
    many = (markdown.count(sign) > MOST_OPEN for sign in ("[", "(", "<", "`", "\n"))
    return len(markdown) > MOST_BLOCK_CHARACTERS or any(many) or _may_be_deep(markdown)


def _may_be_deep(markdown: str) -> bool:
    """Whether a text may nest deep: to count the signs of it is ten times as fast as to look for it."""
    has_signs = sum(map(markdown.count, "-+*>.")) >= MOST_PROSE_LEVELS
    is_indented = "\t" in markdown or " " * MOST_PROSE_LEVELS in markdown
    return (has_signs or is_indented) and bool(_MAY_BE_DEEP.search(markdown))


_MAY_BE_DEEP = re.compile(
    rf"(?:(?:[-+*>]|\d{{1,9}}\.)[ \t]*){{{MOST_PROSE_LEVELS}}}|^[ \t]{{{MOST_PROSE_LEVELS}}}", re.MULTILINE
)
_FENCE_LINE = re.compile(r"^[ \t>]*(?:`{3}|~{3})", re.MULTILINE)


# Only what is a fence to every parser: what stands in others counts as text.
_FENCE = re.compile(
    r"^(?P<mark>`{3,}|~{3,})[ ]*(?:\{[^{}\n]*\}|\.?[\w#.+-]*(?:[ ]+\w+=(?:\"[^\"\n]*\"|'[^'\n]*'))*)[ ]*\n"
    r"(?:.*?\n)??(?P=mark)[ ]*$",
    re.MULTILINE | re.DOTALL,
)


def _in_blocks(text: str) -> Iterator[Burden]:
    told: set[str] = set()
    for block in _BLANK_LINES.split(text):
        for burden in _in_block(block):
            if burden.what not in told:
                told.add(burden.what)
                yield burden


_BLANK_LINES = re.compile(r"\n(?:[^\S\n]*\n)+")


def _in_block(block: str) -> Iterator[Burden]:
    written = block.split("\n")
    plain, open_ticks = _without_code(block)
    counts = _ProseBlock()
    for line, text in zip(written, plain.split("\n"), strict=True):
        counts.add(text)
        yield from counts.burdens(line)
    if len(open_ticks) > MOST_OPEN:
        what = f"more than {MOST_OPEN} backticks in this text find none that end the code"
        start = written[block.count("\n", 0, open_ticks[MOST_OPEN])].strip()[:60]
        yield Burden(what, r"end it by as many backticks, or write \` where no code is meant", start)


def _without_code(block: str) -> tuple[str, list[int]]:
    """Blank out code in a paragraph, and give the places of ticks that begin code which never ends."""
    runs: defaultdict[int, list[int]] = defaultdict(list)
    for run in _TICKS.finditer(block):
        runs[len(run[0])].append(run.start())
    parts, done, place, never_end = [], 0, 0, []
    while (found := _TICKS.search(block, place)) is not None:
        start, end = found.span()
        escapes = start
        while block.endswith("\\", 0, escapes):
            escapes -= 1
        start += (start - escapes) % 2
        length = end - start
        places = runs.get(length, [])
        number = bisect_left(places, end)
        if number < len(places):
            place = places[number] + length
            parts += [block[done:start], _INK.sub(" ", block[start:place])]
            done = place
        else:
            # Python-Markdown goes on behind as many characters more, which may be among the next ticks.
            place = end + length
            never_end += [start] if length else []
    return "".join((*parts, block[done:])), never_end


_TICKS = re.compile("`+")
_INK = re.compile(r"[^\n]")


class _ProseBlock:
    """The lines between two blank ones: how much of them is open."""

    def __init__(self) -> None:
        self._length = self._headings = self._levels = self._quotes = 0
        self._brackets = self._links = self._most_brackets = self._most_links = 0
        self._parentheses: list[bool] = []

    def add(self, line: str) -> None:
        """Take one more line."""
        self._length += len(line) + 1
        self._headings += bool(_HEADING.match(line))
        self._levels = _levels(line)
        for sign in _SIGN.finditer(line):
            self._take(sign[0])
            self._quotes += sign.lastgroup == "quoted"
            self._most_brackets = max(self._most_brackets, self._brackets)
            self._most_links = max(self._most_links, self._links)

    def _take(self, sign: str) -> None:
        match sign:
            case "[":
                self._brackets += 1
            case "]":
                self._brackets = max(0, self._brackets - 1)
            case ")":
                self._links -= self._parentheses.pop() if self._parentheses else 0
            case "(" | "](":
                is_link = sign != "("
                self._brackets = max(0, self._brackets - is_link)
                self._parentheses.append(is_link)
                self._links += is_link
            case _:
                pass  # escaped

    def burdens(self, line: str) -> Iterator[Burden]:
        """Say what there is too much of."""
        start = line.strip()[:60]
        if self._length > MOST_BLOCK_CHARACTERS:
            what = f"a paragraph, table or list of more than {MOST_BLOCK_CHARACTERS:,} characters"
            yield Burden(what, "part it by blank lines", start)
        if self._most_brackets > MOST_OPEN:
            what = f"more than {MOST_OPEN} brackets are open at once in this text"
            yield Burden(what, r"close them, or write `\[` where no link is meant", start)
        if self._most_links > MOST_OPEN:
            what = f"more than {MOST_OPEN} links are open at once in this text"
            yield Burden(what, r"close them, or write `\(` where no link is meant", start)
        if self._quotes > MOST_OPEN:
            what = f"more than {MOST_OPEN} links in this text have quotes that are no title"
            yield Burden(what, "write `%22` and `%27` for quotes in an address", start)
        if self._headings > MOST_OPEN:
            what = f"more than {MOST_OPEN} headings follow each other without a blank line"
            yield Burden(what, "part them by blank lines", start)
        if self._levels > MOST_PROSE_LEVELS:
            what = f"lists or quotations in this text nest more than {MOST_PROSE_LEVELS} levels deep"
            yield Burden(what, "write it flatter, or in a fence if it is code", start)


_SIGN = re.compile(
    r"\\[\\\[\]()]"
    # A quote in a link goes on until one comes that ends the link too.
    r"|(?P<quoted>\]\()(?=[^()\"']*[\"'])(?!\s*(?:<[^<>]*>|[^\s\"'()]*)\s+(?:\"[^\"]*\"|'[^']*')\s*\))"
    r"|\]\(|[\[\]()]"
)
_HEADING = re.compile(r"[ ]{0,3}(?:#|=+[ ]*$|-+[ ]*$)")
_MARK = re.compile(r"[ \t]*(?:>|(?:[-*+]|\d{1,9}\.)(?=[ \t]|$))")


def _levels(line: str) -> int:
    """How many lists and quotations a line begins, and how far it is indented."""
    count, place = 0, 0
    while (mark := _MARK.match(line, place)) is not None:
        count, place = count + 1, mark.end()
    if not count or _RULE.fullmatch(line):
        return 0
    written = line.expandtabs(4)
    return count + (len(written) - len(written.lstrip())) // 4


_RULE = re.compile(r"[ \t]*(?:(?:-[ \t]*)+|(?:\*[ \t]*)+)")


def _open_tags(text: str) -> Iterator[Burden]:
    """Find tags that never close."""
    never_closed = (tag.start() for tag in _TAG.finditer(text) if not tag["closed"])
    for start in islice(never_closed, MOST_OPEN, MOST_OPEN + 1):
        what = f"more than {MOST_OPEN} tags in this text never close"
        line = text[start : start + 60].split("\n", 1)[0].strip()
        yield Burden(what, "close them, or write `&lt;` where no tag is meant", line)


_TAG = re.compile(
    r"<(?=[A-Za-z/!?])"
    r"(?P<closed>[^<>\"']*+(?:\"[^<>\"]*+\"[^<>\"']*+|'[^<>']*+'[^<>\"']*+)*+>)?"
)
