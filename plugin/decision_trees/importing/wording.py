"""What words in drawings mean: yes and no, kinds of ends, signs, arrows."""

from __future__ import annotations

import re
from typing import NamedTuple

from decision_trees.importing.doubts import folded
from decision_trees.model.tree import Kind

_YES_NO = {"yes": "Yes", "y": "Yes", "no": "No", "n": "No", "true": "True", "false": "False"}

_YES_NO_ELSEWHERE = frozenset(
    "ja nein oui non sí não nao sim да нет nee nej tak nie evet hayır はい いいえ いえ "
    "نعم لا 是 否 예 네 아니요 아니오".split()
)
"""Yes and no in other languages, where they are no other words."""

_NUMBERED = re.compile(
    r"(?:(?:question|step|check|frage|schritt|étape|pregunta|paso)\s+|q|f)?(?P<number>\d+[a-z]?)\s*[.:)\uff1a]",
    re.IGNORECASE,
)

_SIGNS_OF_SUCCESS = "✅✔✓☑🟢👍🎉🏁"
_SIGNS_OF_DANGER = "❌⚠🚫⛔🛑✗✘🔴☠"
_SIGN = re.compile(f"[{_SIGNS_OF_SUCCESS}{_SIGNS_OF_DANGER}][\ufe0e\ufe0f]?")

_DECIDES = re.compile(
    r"(?:final )?(?:decision|action|outcome|result|recommendation|answer)\s*:\s*", re.IGNORECASE
)
_WARNS = re.compile(r"(?:warning|danger|caution|risk)\s*:\s*", re.IGNORECASE)
_FORBIDS = re.compile(r"(?:AVOID|STOP|WARNING|DANGER)\b|DO NOT\b|Do not\b|Don[’']t\b|Avoid\b|Stop\b")
_STARTS = re.compile(r"(?:start(?: here)?|begin|root|question)\s*:\s*", re.IGNORECASE)
_ONLY_START = {"start", "start here", "begin", "root", "entry", "decision tree", "the tree", "tree"}

_BRACKETS = {"(": ")", "[": "]", "{": "}", "“": "”"}
_OPENS = re.compile(r"[(\[{“`]")
_ARROW = re.compile(r"→|➜|➔|➡\ufe0f?|⟶|⇒|⟹|▶|►|↳|(?<![─━])[─━]+[►▶>→]|(?<!-)-+>|(?<!=)=+>")
_POINTS_DOWN = " \t↓▼⬇\ufe0f"
_MARKUP = re.compile(r"\*\*(?=\S)([^*]+)(?<=\S)\*\*|__(?=\S)([^_]+)(?<=\S)__")
_GENERIC = re.compile(
    r"(?:(?:the|a|quick|our|simple|full|complete|main)\s+)*(?:decision|decisions|selection|triage)?\s*"
    r"(?:tree|trees|flow|flowchart|flow chart|diagram|chart|guide|overview|matrix|table|framework|logic)?"
    r"\s*(?:diagram|chart|guide|overview)?",
    re.IGNORECASE,
)


_MARKED = re.compile(r"(?:\[(?P<in>)|\(|)(?P<label>[^\W\d_]{1,8})(?(in)\]|\))\s+(?P<rest>\S.*)")
_WRAPPED = re.compile(r"\(([^()]+)\)|\[([^\[\]]+)\]|\{([^{}]+)\}|\"([^\"]+)\"|\u201c([^\u201c\u201d]+)\u201d")
_ANSWERS = re.compile(r"(?P<label>[^:\uff1a?\uff1f]{1,40}?)\s*(?::\s+|\uff1a\s*)(?P<rest>\S.*)")


def split_answer(text: str) -> tuple[str, str] | None:
    """Split a line below a question at its colon, in any language, or behind `[Y]` or `Y)`."""
    marked = _MARKED.fullmatch(text)
    if marked and is_yes_no_word(marked["label"]):
        label = marked["label"]
        return {"y": "Yes", "n": "No"}.get(label.casefold(), label), marked["rest"]
    found = _ANSWERS.fullmatch(unmarked(text))
    return (found["label"], found["rest"]) if found else None


class End(NamedTuple):
    """An end as its words say it.

    Attributes:
        text: Its words, without what says its kind.
        kind: Its kind, where words say it.
        guessed: Whether only a sign or the first word made it a warning.
        said: Whether its words say which kind it is.
    """

    text: str
    kind: Kind
    guessed: bool
    said: bool = False


def unwrapped(text: str) -> str:
    """Leave out brackets or quotes that stand round all of a text."""
    found = _WRAPPED.fullmatch(text.strip())
    return (found[found.lastindex or 0].strip() or text) if found else text


def read_end(text: str) -> End:
    """Read the words of an end: `DECISION: …`, `⚠️ …`."""
    text = unwrapped(text)
    dangerous = any(sign in text for sign in _SIGNS_OF_DANGER)
    text = without_signs(text)
    if found := _WARNS.match(text):
        return End(text[found.end() :].strip() or text, "warning", guessed=False, said=True)
    if found := _DECIDES.match(text):
        return End(text[found.end() :].strip() or text, "decision", guessed=False, said=True)
    if dangerous or _FORBIDS.match(text):
        return End(text, "warning", guessed=True)
    return End(text, "decision", guessed=False)


def without_signs(text: str) -> str:
    """Leave out pictures that stand for success and danger."""
    bare = " ".join(_SIGN.sub(" ", text).split())
    return bare or text.strip()


def read_start(text: str) -> str:
    """Read the words of the start: without `Start:`; empty where they say no more."""
    text = text.strip().strip("[]()").strip()
    found = _STARTS.match(text)
    text = without_signs(text[found.end() :].strip() if found else text)
    return "" if folded(text).rstrip(":.") in _ONLY_START else text.rstrip(":").rstrip()


class Label(NamedTuple):
    """An answer's words, and what is said beside them."""

    text: str
    note: str


def read_label(text: str) -> Label:
    """Read an answer: `YES`, `Yes ↓`, `No (guest)`."""
    text = without_signs(unmarked(text).rstrip(_POINTS_DOWN)).strip().rstrip(":").rstrip()
    if beside := split_beside(text):
        return Label(read_label(beside[0]).text, beside[1])
    word, _, rest = text.partition(" ")
    known = _YES_NO.get(word.casefold()) if len(word) > 1 else None  # a letter may be a name
    if known and not rest:
        return Label(known, "")
    rest = rest.strip()
    if known and rest[0] == "(" and rest[-1] == ")" and _closes_last(rest):
        return Label(known, rest[1:-1].strip())
    return Label(f"{known} {rest}" if known and word.isupper() else text, "")


_BESIDE = re.compile(r"(?P<words>[^\s\[].*?)\s+\[(?P<beside>[^\[\]]*)\]")


def split_beside(text: str) -> tuple[str, str] | None:
    """Part words from what stands beside them in square brackets; None where nothing does."""
    found = _BESIDE.fullmatch(text)
    return (found["words"], found["beside"].strip()) if found and found["beside"].strip() else None


def _closes_last(text: str) -> bool:
    """Whether the bracket that begins a text is closed by its last character."""
    depth = 0
    for place, char in enumerate(text):
        depth += (char == "(") - (char == ")")
        if not depth:
            return place == len(text) - 1
    return False


def is_yes_no(text: str) -> bool:
    """Whether a text begins with yes or no."""
    word = re.match(r"[^\W\d_]+(?!-)", unmarked(text).lstrip("*_ "))
    return word is not None and is_yes_no_word(word[0])


def is_yes_no_word(word: str) -> bool:
    """Whether a word is yes or no."""
    return word.casefold() in _YES_NO or word.casefold() in _YES_NO_ELSEWHERE


_GOES_ON = re.compile(
    r"(?:(?:please\s+)?(?:(?:go|move|continue|proceed|skip|on|see|to|with|at|the|ask|check)\s+)*"
    r"next(?:\s+(?:question|step|check|one|row))?|continue|go on|proceed|keep going|see below|below"
    r"|weiter(?:\s+(?:mit|zu)\s+(?:der\s+)?nächsten(?:\s+(?:frage|zeile))?)?|nächste\s+(?:frage|zeile)"
    r"|question\s+suivante|siguiente(?:\s+pregunta)?)?[\s.…↓–—-]*",
    re.IGNORECASE,
)


def goes_on(text: str) -> bool:
    """Whether an answer says no more than that the next question is asked, or nothing at all."""
    return _GOES_ON.fullmatch(text) is not None


_ASKED = re.compile(r"(?P<question>.*[?\uff1f\u061f])\s*[(\[]?(?P<answer>[^\W\d_]{1,8})[)\]]?:?")


def split_asked(text: str) -> tuple[str, str] | None:
    """Split `Is it big? Yes` into question and answer; None where no yes or no stands behind a question."""
    found = _ASKED.fullmatch(text)
    return (found["question"], found["answer"]) if found and is_yes_no_word(found["answer"]) else None


def numbered(text: str) -> str:
    """The number that a question has: `2` of `Q2: …`; empty where it has none."""
    found = _NUMBERED.match(text)
    return found["number"] if found else ""


def part_number(text: str) -> tuple[str, str]:
    """Part a question from its number; the number is empty where it has none."""
    found = _NUMBERED.match(text)
    rest = text[found.end() :].strip() if found else ""
    return (found["number"], rest) if found and rest else ("", text)


def is_question(text: str) -> bool:
    """Whether a text asks something: it ends in a question mark, if need be before brackets."""
    return re.search(r"[?？؟]", _outside_brackets(text)) is not None


def _outside_brackets(text: str) -> str:
    kept = []
    closing: list[str] = []
    for char in text:
        if closing:
            if char == closing[-1]:
                closing.pop()
            continue
        if char in _BRACKETS:
            closing.append(_BRACKETS[char])
        else:
            kept.append(char)
    # A bracket that never closes hides nothing.
    return text if closing else "".join(kept)


def unmarked(text: str) -> str:
    """Leave out the marks of bold text."""
    return _MARKUP.sub(lambda found: found[1] or found[2], text)


def split_arrow(text: str) -> tuple[str, str] | None:
    """Split a line at its first arrow outside of brackets and code; None where there is none."""
    first = _ARROW.search(text)
    if first is None:
        return None
    # As nearly always: what is opened behind an arrow hides none before it.
    if not _OPENS.search(text, 0, first.start()):
        return text[: first.start()].strip(), text[first.end() :].strip()
    inside = _inside(text)
    for found in _ARROW.finditer(text, first.start()):
        if not inside[found.start()]:
            return text[: found.start()].strip(), text[found.end() :].strip()
    return None


def _inside(text: str) -> list[bool]:
    """For each character whether it stands in brackets or code that are closed."""
    inside = [False] * len(text)
    opened: list[tuple[str, int]] = []
    for place, char in enumerate(text):
        if opened and char == opened[-1][0]:
            _, start = opened.pop()
            if not opened:
                inside[start : place + 1] = [True] * (place + 1 - start)
        elif char in _BRACKETS:
            opened.append((_BRACKETS[char], place))
        elif char == "`" and text.find("`", place + 1) != -1:
            opened.append(("`", place))
    return inside


def title_of(headings: list[str], otherwise: str) -> str:
    """Choose a title: the nearest heading that says something.

    Args:
        headings: The headings above a tree, the nearest first.
        otherwise: What to take where none says anything.

    Returns:
        The title.
    """
    for heading in headings:
        title = unmarked(heading).replace("`", "").strip().strip("#").strip()
        title = re.sub(r"^\d+(?:[.)]\d+)*[.)]?\s+", "", title)
        title = re.sub(r"^decision (?:tree|flow)\s*[:–—-]\s*", "", title, flags=re.IGNORECASE).strip()
        if title and not _GENERIC.fullmatch(title):
            return title
    return otherwise
