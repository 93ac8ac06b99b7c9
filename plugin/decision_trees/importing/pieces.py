"""What in a file may be a tree: fences, drawings, lists and tables, each with the headings above it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from decision_trees.importing import asked, chains, clauses, conditions, details, rows
from decision_trees.importing.rows import NumberedLine
from decision_trees.importing.wording import is_question, is_yes_no, numbered, split_answer, split_arrow

_HEADING = re.compile(r" {0,3}#{1,6}[ \t]+(?P<text>[^#\s].*)")
_FENCE = re.compile(r"[ \t>]*(?P<marks>`{3,}|~{3,})[ \t]*(?P<info>[^`]*)")
_UNDERLINE = re.compile(r" {0,3}(?:=+|-+)[ \t]*")
_ITEM = re.compile(r"\s*(?:[-*+•]|\d+[.)])\s+\S")
_CELLS = re.compile(r"[ \t]*\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*")


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a file that may be a tree.

    Attributes:
        form: Its form, a name of `--form`.
        lines: Its lines.
        headings: The headings above it, the nearest first.
    """

    form: str
    lines: tuple[NumberedLine, ...]
    headings: tuple[str, ...]

    @property
    def line(self) -> int:
        """Where it begins."""
        return self.lines[0].number


def pieces(text: str) -> Iterator[Piece]:
    """Find what may be trees in Markdown or plain text, in order."""
    yield from _PieceSearch(text).run()


class _PieceSearch:
    def __init__(self, text: str) -> None:
        self.lines = [NumberedLine(number, line) for number, line in enumerate(text.split("\n"), 1)]
        self.page = ""
        self.heading = ""
        self.place = 0
        self.read_to = 0  # how far folds have been found to be no tree

    def run(self) -> Iterator[Piece]:
        plain: list[NumberedLine] = []
        while self.place < len(self.lines):
            line = self.lines[self.place]
            if fence := _FENCE.fullmatch(line.text):
                yield from self._loose(plain)
                plain = []
                yield from self._fence(fence)
            elif self.place >= self.read_to and details.opens(line.text):
                yield from self._folds(plain)
            elif (end := asked.extent(self.lines, self.place)) > self.place:
                yield from self._loose(plain)
                plain = []
                yield self._asked(self.lines[self.place : end])
                self.place = end
            elif heading := self._heading(line):
                yield from self._loose(plain)
                plain = []
                self.page = self.page or heading
                self.heading = heading
            else:
                plain.append(line)
                self.place += 1
        yield from self._loose(plain)

    def _heading(self, line: NumberedLine) -> str:
        """The heading that a line is, with the line that underlines it; empty where it is none."""
        following = self.lines[self.place + 1].text if self.place + 1 < len(self.lines) else ""
        if found := _HEADING.fullmatch(line.text):
            self.place += 1
            return found["text"].rstrip("# \t")
        if line.text[:1].isalnum() and _UNDERLINE.fullmatch(following):
            self.place += 2
            return line.text.strip()
        return ""

    def _fence(self, opening: re.Match[str]) -> Iterator[Piece]:
        """A fence, to its end or that of the file."""
        begin = self.place + 1
        marks = opening["marks"]
        self.place = begin
        while self.place < len(self.lines):
            text = self.lines[self.place].text.strip(" \t>")
            if text.startswith(marks) and not text.strip(marks[0]):
                break
            self.place += 1
        inside = self.lines[begin : self.place]
        self.place += 1
        if inside:
            language = (opening["info"].split() or [""])[0].strip("{}.").lower()
            yield from self._of_form(inside, language)

    def _of_form(self, lines: Sequence[NumberedLine], language: str) -> Iterator[Piece]:
        if language in ("mermaid", "mmd"):
            yield self._piece("mermaid", lines)
        elif language in ("csv", "tsv"):
            yield self._piece("table", lines)
        elif language in ("pseudo", "pseudocode", "pseudo-code"):
            yield self._piece("conditions", lines)
        elif language in ("", "text", "txt", "plain", "plaintext", "ascii", "tree", "none"):
            yield from self._plain(lines)

    def _plain(self, lines: Sequence[NumberedLine]) -> Iterator[Piece]:
        first = next((line.text.strip() for line in lines if line.text.strip()), "")
        if re.match(r"(?:graph|flowchart)\s+(?:TB|TD|BT|LR|RL)\b", first):
            yield self._piece("mermaid", lines)
        elif chains.is_chains(lines):
            yield self._piece("chains", lines)
        elif conditions.is_conditions(lines, in_fence=True):
            yield self._piece("conditions", lines)
        elif rows.is_drawn(lines) or rows.is_boxes(lines) or _is_indented(lines):
            yield self._piece("ascii", lines)
        else:
            yield from self._asked_within(lines)

    def _asked_within(self, lines: Sequence[NumberedLine]) -> Iterator[Piece]:
        """Questions with answers in a fence."""
        place = 0
        while place < len(lines):
            if (end := asked.extent(lines, place)) > place:
                yield self._piece("questions", lines[place:end])
            place = max(end, place + 1)

    def _loose(self, lines: Sequence[NumberedLine]) -> Iterator[Piece]:
        """Lines outside of fences: drawings, lists and tables."""
        for block in _blocks(lines):
            if chains.is_chains(block):
                yield self._piece("chains", block)
            elif conditions.is_conditions(block):
                yield self._piece("conditions", block)
            elif _is_table(block):
                yield self._piece("table", block)
            elif rows.is_drawn(block) and not _ITEM.match(block[0].text):
                yield self._piece("ascii", block)
            elif _is_list(block):
                yield self._piece("list", block)
            elif _is_indented(block):
                yield self._piece("ascii", block)

    def _folds(self, plain: list[NumberedLine]) -> Iterator[Piece]:
        """Folds, with the question above them; what is no tree is read as if it were not folded."""
        begin = self.place
        if plain and is_question(plain[-1].text):
            begin = plain[-1].number - 1
        elif len(plain) > 1 and is_question(plain[-2].text) and not plain[-1].text.strip():
            begin = plain[-2].number - 1
        found = details.read_folds(self.lines, begin, self.heading)
        if found.rows or found.problem:
            yield from self._loose(plain[: len(plain) - (self.place - begin)])
            plain.clear()
            yield self._piece("details", self.lines[begin : found.end])
            self.place = found.end
        else:
            plain.append(self.lines[self.place])
            self.read_to = found.end
            self.place += 1

    def _asked(self, lines: Sequence[NumberedLine]) -> Piece:
        """Questions in bold or as headings; a heading that is one names the tree where none is above it."""
        own = asked.first_heading(lines)
        headings = ("" if numbered(self.heading) else self.heading, self.page, own)
        self.page = self.page or own
        self.heading = own or self.heading
        return Piece("questions", tuple(lines), tuple(filter(None, headings)))

    def _piece(self, form: str, lines: Sequence[NumberedLine]) -> Piece:
        return Piece(form, tuple(lines), tuple(filter(None, (self.heading, self.page))))


def _blocks(lines: Sequence[NumberedLine]) -> Iterator[list[NumberedLine]]:
    """Lines that stand together: blank lines part them, unless what follows is indented or drawn."""
    block: list[NumberedLine] = []
    gap: list[NumberedLine] = []
    for line in lines:
        if not line.text.strip():
            gap.append(line)
            continue
        joins = line.text[0] in " \t│|├└" or (
            block and _ITEM.match(block[-1].text) and _ITEM.match(line.text)
        )
        if gap and block and not joins and not _is_one_more(block, line):
            yield block
            block, gap = [], []
        block += [*gap, line] if block else [line]
        gap = []
    if block:
        yield block


def _is_one_more(block: Sequence[NumberedLine], line: NumberedLine) -> bool:
    """Whether a line behind a blank one is one more path, or one more case of conditions."""
    return clauses.follows(block[0].text, line.text) or chains.follows(block[-1].text, line.text)


def _is_table(lines: Sequence[NumberedLine]) -> bool:
    return len(lines) > 2 and "|" in lines[0].text and _CELLS.fullmatch(lines[1].text) is not None  # noqa: PLR2004


def _is_list(lines: Sequence[NumberedLine]) -> bool:
    """Whether lines are a nested list that asks and answers."""
    items = [line for line in lines if _ITEM.match(line.text)]
    if len(items) < 3 or items[0] is not lines[0]:  # noqa: PLR2004 - a question and two answers
        return False
    nested = any(line.text[0].isspace() for line in items)
    asks = any(is_question(line.text) for line in items)
    answers = sum(_answers(re.sub(r"^\s*(?:[-*+•]|\d+[.)])\s+", "", line.text)) for line in items)
    return nested and asks and answers > 1


def _answers(text: str) -> bool:
    """Whether an item answers: with yes or no, an arrow, or a word and a colon."""
    return is_yes_no(text) or split_arrow(text) is not None or split_answer(text) is not None


def _is_indented(lines: Sequence[NumberedLine]) -> bool:
    """Whether lines are a question with yes and no indented below it."""
    filled = [line for line in lines if line.text.strip()]
    if len(filled) < 3 or not is_question(filled[0].text):  # noqa: PLR2004 - a question and two answers
        return False
    return sum(line.text[0].isspace() and _answers(line.text.strip()) for line in filled) > 1
