"""Questions in bold or as headings, with their answers below them.

**1. Do you need ordering?**
- Yes → Kafka
- No → go to 2
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from decision_trees.importing.ascii_tree import read_beside
from decision_trees.importing.doubts import Doubts, ImportRefusedError, folded
from decision_trees.importing.draft import Draft
from decision_trees.importing.linked import are_linked
from decision_trees.importing.references import refer
from decision_trees.importing.rows import NumberedLine, Row, draws, hang
from decision_trees.importing.wording import (
    is_question,
    is_yes_no_word,
    numbered,
    part_number,
    read_label,
    split_answer,
    split_arrow,
    unmarked,
)

_HEADING = re.compile(r" {0,3}#{1,6}[ \t]+(?P<text>[^#\s].*)")
_BOLD = re.compile(
    r"(?P<before> {0,3}(?:\d+[a-z]?[.)][ \t]+|q\d*[.:][ \t]*)?)"
    r"(?P<mark>\*\*|__)(?P<text>(?!\s).{1,300}?)(?P=mark)[ \t]*(?P<tail>.*)",
    re.IGNORECASE,
)
_NUMBERED = re.compile(r"(?P<words>[^?\uff1f]{1,300}[?\uff1f])[ \t]*(?P<tail>.*)")
_OTHERWISE = re.compile(
    r"(?:otherwise|else|if not)\b[ \t]*[,:]?[ \t]*(?:→|->|=>)?[ \t]*(?P<rest>.*)", re.IGNORECASE
)
_THEN_ON = re.compile(
    r"(?P<do>\S.*?)[,;.]?[ \t]+(?:and[ \t]+)?(?:then[ \t]+)?"
    r"(?P<on>(?:go|return|jump|skip|continue|proceed)[ \t]+"
    r"(?:back[ \t]+)?to[ \t]+(?:the[ \t]+)?(?:question|step|check|q|\#)?[ \t]*\d+[a-z]?)[.]?",
    re.IGNORECASE,
)
_ITEM = re.compile(r"(?P<margin>[ \t]*)(?P<mark>(?:[-*+•]|\d+[.)])[ \t]+)?(?P<text>\S.*)")
_ENDS = re.compile(r"[ \t>]*(?:```|~~~|</?details|\||[├└┣┗┝╰╚╠])", re.IGNORECASE)
_RULE = re.compile(r" {0,3}(?:(?:-[ \t]*){3,}|(?:\*[ \t]*){3,}|(?:_[ \t]*){3,})")
_CASE = re.compile(r"(?:if|when|wenn|falls|bei|si|en caso de)\s+(?=[^\W\d_]+\b)", re.IGNORECASE)
_YES_NO = re.compile(
    r"(?P<label>(?P<word>[^\W\d_]{1,8})(?:[ \t]*\([^()]*\))?)[ \t]*"
    r"(?:(?P<sign>[:\uff1a.,;]|[–—-](?=[ \t]))[ \t]*(?P<rest>.*)|)"
)
_IN_BOLD = re.compile(r"(?:\*\*|__)(?P<label>[^*_]{1,80}?)[:,]?(?:\*\*|__)[ \t]*[:,–—-]?[ \t]*(?P<rest>\S.*)")
_EXPLAINS = re.compile(
    r"(?:why|how (?:does|can|to|do (?:i|you|we|they))|where (?:can|do)|what happens|who (?:wrote|made))\b",
    re.IGNORECASE,
)
_PARTS = re.compile(r"(\s*[.;,/|]\s+)")
_BREAKS = (";", "|", "/", ".")
_MOST_LABEL = 80
_YES_AND_NO = 2


@dataclass(slots=True)
class _DraftAnswer:
    """An answer: its words, what it leads to, and how sure it is that it is one."""

    label: str
    rest: str
    by_word: bool = False
    by_arrow: bool = False

    @property
    def row_text(self) -> str:
        return answer_text(self.label, self.rest)


@dataclass(slots=True)
class _Asked:
    """A question with its answers.

    Attributes:
        row: The question, with its answers below.
        answers: The answers.
        heading: Whether it is a heading.
        unclear: Lines that are not understood.
        end: The place behind its last line.
    """

    row: Row
    heading: bool
    answers: list[_DraftAnswer] = field(default_factory=list)
    unclear: list[NumberedLine] = field(default_factory=list)
    end: int = 0

    @property
    def is_sure(self) -> bool:
        """Whether it decides: by yes and no, or by arrows."""
        sure = sum(answer.by_word or answer.by_arrow for answer in self.answers)
        return sure > 1 or sure == len(self.answers)

    @property
    def is_one(self) -> bool:
        """Whether it is such a question at all: one sentence that says yes is prose."""
        labels = {folded(answer.label) for answer in self.answers}
        return len(labels) > 1 or (len(labels) == 1 and self.answers[0].by_arrow)


def extent(lines: Sequence[NumberedLine], place: int) -> int:
    """Where the questions that begin at a place end; that place where none begin."""
    if _question(lines[place].text) is None:
        return place
    try:
        run = _run(lines, place)
    except ImportRefusedError:
        return place  # the reader of lists says why
    return run[-1].end if any(_groups(run)) else place


def first_heading(lines: Sequence[NumberedLine]) -> str:
    """The words of the first line where it is a heading; empty where it is none."""
    found = _HEADING.fullmatch(lines[0].text)
    return found["text"].rstrip("# \t") if found else ""


def trees(lines: Sequence[NumberedLine]) -> Iterator[list[_Asked]]:
    """The questions of each tree: those that lead to each other make one."""
    yield from _groups(_run(lines, 0))


def read_asked(asked: Sequence[_Asked], title: str, doubts: Doubts) -> Draft:
    """Read the questions of one tree.

    Args:
        asked: The questions.
        title: The tree's title.
        doubts: Gets what is not clear.

    Returns:
        The tree.
    """
    draft = read_beside([question.row for question in asked], title, doubts)
    for question in asked:
        for line in question.unclear:
            says = f"“{line.text.strip()}” is no answer to “{question.row.text}”"
            doubts.note("left-out", draft, line.number, says, "it is left out")
    return draft


def read_answer(text: str) -> tuple[str, str] | None:
    """Part an answer that says yes or no, or has an arrow, from what it leads to; None where it is none."""
    found = _answer(text)
    return (found.label, found.rest) if found and (found.by_word or found.by_arrow) else None


def answer_text(label: str, rest: str) -> str:
    """An answer and what it leads to as one line of a drawing has them."""
    if on := _THEN_ON.fullmatch(rest):
        rest = f"{on['do']} → {on['on']}"
    return f"{label} → {rest}" if rest else label


# --- one question -----------------------------------------------------------------------------------


def _run(lines: Sequence[NumberedLine], place: int) -> list[_Asked]:
    """The questions that follow each other from a place on, with nothing but prose between them."""
    run: list[_Asked] = []
    prose: list[NumberedLine] = []
    name = ""
    named: set[str] = set()
    while place < len(lines):
        text = lines[place].text
        if found := _read(lines, place):
            if run:
                run[-1].unclear += prose
            found.row.name, name, prose = name, "", []
            named |= {form for answer in found.answers for form in refer(answer.rest).forms}
            run.append(found)
            place = found.end
            continue
        heading = _HEADING.fullmatch(text)
        if not run or _ENDS.match(text) or _is_question(text) or (heading and name):
            break
        if heading:
            words = unmarked(heading["text"].rstrip("# \t"))
            bare = part_number(words)[1]
            if not numbered(words) and folded(words) not in named:
                break
            name = words if folded(words) in named else bare
        elif text.strip() and not _RULE.fullmatch(text) and not lines[place - 1].text.strip():
            prose.append(lines[place])
        place += 1
    return run


def _question(text: str) -> tuple[str, str, bool, bool] | None:
    """Read a line that asks.

    Returns:
        The question, what stands behind it, whether it is a heading, and whether it is marked at all.
    """
    if heading := _HEADING.fullmatch(text):
        words = unmarked(heading["text"].rstrip("# \t"))
        return (words, "", True, True) if _asks(words) else None
    if in_line := _numbered_in_line(text):
        return in_line
    if bold := _BOLD.fullmatch(text):
        words = bold["text"].strip()
        if _asks(words):
            before = bold["before"]
            return f"{before.strip()} {words}".strip(), bold["tail"], False, not before.strip()[:1].isdigit()
        return None
    bare = text.strip()
    if len(text) - len(text.lstrip()) > 3 or draws(text) or split_arrow(bare) or not _asks(bare):  # noqa: PLR2004 - code
        return None
    return (bare, "", False, False) if not re.match(r"[-*+•>|<#]|\d+[.)]\s", bare) else None


def _numbered_in_line(text: str) -> tuple[str, str, bool, bool] | None:
    """Read a numbered question that is not marked as a whole: `**Step 1:** …?`, `1. …? If yes, … If no, …`.

    A list that numbers its questions, and has the answers below them, is left to the reader of lists.
    """
    if len(text) - len(text.lstrip()) > 3:  # noqa: PLR2004 - code
        return None
    found = _NUMBERED.fullmatch(unmarked(text).strip())
    if not found or not _asks(found["words"]) or not numbered(found["words"]):
        return None
    tail = found["tail"]
    answers = _in_line(" ".join(tail.split()))
    if tail and (len(answers) < _YES_AND_NO or not all(answer.by_word for answer in answers)):
        return None
    is_listed = text.lstrip()[:1].isdigit()
    return (found["words"], tail, False, True) if tail or not is_listed else None


def _asks(words: str) -> bool:
    return words.rstrip(" )").endswith(("?", "\uff1f", "\u061f")) and not explains(words)


def explains(question: str) -> bool:
    """Whether a question is one that a text answers, as in a list of frequent questions: `Why …?`."""
    return _EXPLAINS.match(part_number(question)[1]) is not None


def _is_question(text: str) -> bool:
    found = _question(text)
    return found is not None and found[3]


def _read(lines: Sequence[NumberedLine], place: int) -> _Asked | None:
    """Read the question at a place with its answers; None where there is none."""
    if (found := _question(lines[place].text)) is None:
        return None
    words, tail, heading, marked = found
    number, words = part_number(words)
    asked = _Asked(Row(words, lines[place].number, number=number), heading, end=place + 1)
    asked.answers = _in_line(" ".join(tail.split()))
    if asked.answers:
        asked.row.kids = [Row(answer.row_text, lines[place].number) for answer in asked.answers]
        return asked if asked.is_one else None
    if tail:
        asked.row.more.append(NumberedLine(lines[place].number, tail))
    begin = _first_answer(lines, asked, marked=marked)
    if begin == len(lines) or (not marked and _column(lines[begin].text) > _column(lines[place].text)):
        return None
    asked.end = begin
    _read_answers(lines, asked, _column(lines[begin].text))
    return asked if asked.is_one else None


def _first_answer(lines: Sequence[NumberedLine], asked: _Asked, *, marked: bool) -> int:
    """Find the first answer below a question, which gets the lines above it; the end where there is none."""
    for place in range(asked.end, len(lines)):
        text = lines[place].text
        item = _ITEM.fullmatch(text)
        if item is None:
            continue
        if draws(text) or _ENDS.match(text) or _HEADING.fullmatch(text) or _is_question(text):
            break
        if _answer(item["text"], item=bool(item["mark"])):
            return place
        if item["mark"] or not marked:
            break
        asked.row.more.append(NumberedLine(lines[place].number, text.strip()))
    return len(lines)


def _read_answers(lines: Sequence[NumberedLine], asked: _Asked, margin: int) -> None:
    """Read the answers that begin where the question ends so far, and move its end behind them."""
    stack: list[tuple[float, Row]] = [(-1, asked.row)]
    gap = False
    for place in range(asked.end, len(lines)):
        line = lines[place]
        item = _ITEM.fullmatch(line.text)
        if item is None:
            gap = True
            continue
        text, column = item["text"].rstrip(), _column(line.text)
        if _ENDS.match(line.text) or _HEADING.fullmatch(line.text) or _RULE.fullmatch(line.text):
            break
        if column > margin:
            inner = _answer(text, item=bool(item["mark"]))
            if item["mark"] or (inner and inner.by_word):
                words = inner.row_text if inner and inner.by_word else unmarked(text)
                hang(stack, column, Row(words, line.number))
            else:
                stack[-1][1].more.append(NumberedLine(line.number, text))
        elif not item["mark"] and (_is_question(line.text) or (gap and not _answer(text, item=False))):
            break
        elif (answer := _answer(text, item=bool(item["mark"]))) is not None:
            asked.answers.append(answer)
            hang(stack, column, Row(answer.row_text, line.number))
        elif item["mark"]:
            asked.unclear.append(line)
        else:
            stack[-1][1].more.append(NumberedLine(line.number, text))
        asked.end = place + 1
        gap = False


def _column(text: str) -> int:
    wide = text.expandtabs(4)
    return len(wide) - len(wide.lstrip())


def _in_line(tail: str) -> list[_DraftAnswer]:
    """The answers that stand in one line: `Yes → Kafka. No → SQS`."""
    parts = _PARTS.split(tail)
    texts: list[str] = []
    for sign, part in zip(["", *parts[1::2]], parts[::2], strict=True):
        if not texts or _is_answer(part, by_arrow=sign.strip() in _BREAKS):
            texts.append(part)
        else:
            texts[-1] += sign + part
    found = [_answer(text.strip().rstrip(".;"), item=False) for text in texts]
    first, other = found[0], _OTHERWISE.fullmatch(texts[-1].strip())
    if len(found) > 1 and first and first.by_word and other and other["rest"]:
        is_no = len(found) == _YES_AND_NO and read_label(first.label).text == "Yes"
        rest = other["rest"].rstrip(".;")
        found[-1] = _DraftAnswer("No" if is_no else "Otherwise", rest, by_word=True)
    return [answer for answer in found if answer] if all(found) else []


def _is_answer(text: str, *, by_arrow: bool) -> bool:
    found = _answer(text, item=False)
    goes_on = found is not None and (found.by_word or (by_arrow and found.by_arrow))
    return goes_on or (by_arrow and _OTHERWISE.fullmatch(text) is not None)


def _answer(text: str, *, item: bool = True) -> _DraftAnswer | None:
    """Read an answer; one by a colon alone is one only in a list."""
    text = " ".join(text.split())
    bare = unmarked(text)
    bare = bare[found.end() :] if (found := _CASE.match(bare)) else bare
    parts = split_arrow(bare)
    if parts and not parts[0]:
        return _answer(parts[1], item=item) if parts[1] else None
    if parts and len(parts[0]) <= _MOST_LABEL and not is_question(parts[0]):
        word = re.match(r"[^\W\d_]*", parts[0].strip("[](){} "))
        return _DraftAnswer(*parts, by_word=is_yes_no_word(word[0] if word else ""), by_arrow=True)
    found = _YES_NO.fullmatch(bare.strip())
    if found and is_yes_no_word(found["word"]):
        rest = (found["rest"] or "").strip()
        return _DraftAnswer(found["label"], rest, by_word=True) if item or found["sign"] or not rest else None
    bold = _IN_BOLD.fullmatch(text)
    if bold and is_yes_no_word(_CASE.sub("", bold["label"]).strip()):
        return _DraftAnswer(_CASE.sub("", bold["label"]).strip(), bold["rest"], by_word=True)
    by_colon = split_answer(bare) if item else None
    return _DraftAnswer(*by_colon) if by_colon else None


def _groups(run: Sequence[_Asked]) -> Iterator[list[_Asked]]:
    """Questions that lead to each other together, and others one by one; what does not decide is none."""
    groups = [list(run)] if are_linked([asked.row for asked in run]) else [[asked] for asked in run]
    yield from (group for group in groups if any(map(_decides, group)))


def _decides(asked: _Asked) -> bool:
    """Whether it is sure that a question decides something."""
    return asked.is_sure and any(row.kids or split_arrow(row.text) for row in asked.row.kids)
