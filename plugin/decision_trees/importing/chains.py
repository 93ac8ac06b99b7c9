"""Paths, one in each line: `Is it hot? → Yes → Is it big? → No → Redis`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple

from decision_trees.importing.doubts import Doubts, ImportRefusedError, folded
from decision_trees.importing.draft import MOST_IMPORTED_NODES, Draft, DraftArrow, DraftNode
from decision_trees.importing.ends import add_end
from decision_trees.importing.rows import MOST_DRAWN_LEVELS, NumberedLine, draws
from decision_trees.importing.wording import (
    is_question,
    is_yes_no,
    is_yes_no_word,
    numbered,
    read_label,
    read_start,
    split_answer,
    split_arrow,
    split_asked,
    unmarked,
)

_ITEM = re.compile(r"[ \t>]*(?:(?:[-*+•]|\d+[.)])[ \t]+)?(?P<text>\S.*)")
_ON_ARROW = re.compile(
    r" ?(?<![-—–─=])[-—–─=]{1,4} ?[(\[|]?(?P<label>[^\W\d_]{1,8})[)\]|]? ?"
    r"(?:[-—–─=]{1,4}>|[-—–─=]{0,4}[→►]) ?"
)
"""Yes or no on an arrow: `--Yes-->`."""

_AGAIN = re.compile(r"[.;,|/]\s+(?:if\s+)?(?P<word>[^\W\d_]{1,8})$", re.IGNORECASE)

_MOST_TOKENS = 2 * MOST_DRAWN_LEVELS
_FEWEST = 3
"""How many parts a line has at least: a question, an answer and an end."""

_Kind = Literal["question", "answer", "step", "end"]


class _PathPart(NamedTuple):
    """A part of a path: what it is, and its words."""

    kind: _Kind
    text: str


class _Path(NamedTuple):
    """A path: its parts, and its line."""

    parts: tuple[_PathPart, ...]
    line: int


def is_chains(lines: Sequence[NumberedLine]) -> bool:
    """Whether lines are paths, of which each asks, answers and ends."""
    filled = [line for line in lines if line.text.strip()]
    if len(filled) < 2 or any(draws(line.text) for line in filled):  # noqa: PLR2004 - one path decides nothing
        return False
    paths = [path for line in filled if (path := _path(line))]
    return len(paths) > 1 and len(paths) * 2 > len(filled)


def follows(text: str, following: str) -> bool:
    """Whether two lines with blank ones between them are both paths."""
    return all("?" in line and (_path(NumberedLine(0, line)) is not None) for line in (text, following))


def read_chains(lines: Sequence[NumberedLine], title: str, doubts: Doubts) -> Draft:
    """Read paths: those that begin alike are one until they part.

    Args:
        lines: Their lines.
        title: The tree's title.
        doubts: Gets what is not clear.

    Returns:
        The tree.

    Raises:
        ImportRefusedError: A path is too long.
    """
    filled = [line for line in lines if line.text.strip()]
    draft = Draft(title, filled[0].number)
    tree = _ChainReader(draft, doubts)
    paths: list[_Path] = []
    for line in filled:
        if path := _path(line):
            paths.append(path)
        else:
            says = f"“{line.text.strip()}” is no path from a question to an end"
            doubts.note("left-out", draft, line.number, says, "it is left out")
    # What begins at another question goes on wherever that is asked, so all such places come first.
    root = folded(paths[0].parts[0].text) if paths else ""
    for path in sorted(paths, key=lambda path: folded(path.parts[0].text) != root):
        tree.add(path)
    return draft


# --- one line ---------------------------------------------------------------------------------------


def _path(line: NumberedLine) -> _Path | None:
    """Read a path; None where a line is none."""
    found = _ITEM.fullmatch(line.text.rstrip())
    tokens = list(_tokens(found["text"], line.number)) if found else []
    if any(_answers_again(token) for token in tokens[1:-1]):
        return None
    if tokens and not read_start(tokens[0]):
        tokens = tokens[1:]
    parts: list[_PathPart] = []
    for place, token in enumerate(tokens):
        following = tokens[place + 1] if place + 1 < len(tokens) else ""
        parts += _parts(token, following, [part.kind for part in parts])
    asks = bool(parts) and parts[0].kind == "question"
    whole = asks and len(parts) >= _FEWEST and parts[-1].kind != "answer"
    return _Path(tuple(parts), line.number) if whole else None


def _answers_again(token: str) -> bool:
    """Whether another answer to the same question stands behind an end: `an end. No`."""
    found = _AGAIN.search(token)
    return found is not None and is_yes_no_word(found["word"])


def _tokens(text: str, line: int) -> Iterator[str]:
    """What stands between the arrows of a line."""
    rest = unmarked(_ON_ARROW.sub(_as_two_arrows, " ".join(text.split())))
    if rest.count(">") + rest.count("→") > _MOST_TOKENS:
        raise ImportRefusedError("too-deep", line, "this line has too many arrows", "break it")
    while parts := split_arrow(rest):
        if parts[0]:
            yield parts[0]
        rest = parts[1]
    if rest:
        yield rest


def _as_two_arrows(found: re.Match[str]) -> str:
    return f" → {found['label']} → " if is_yes_no_word(found["label"]) else found[0]


def _parts(token: str, following: str, before: Sequence[_Kind]) -> Iterator[_PathPart]:
    """What a token is, which may be two things: `Is it big? Yes`, `Yes: Is it big?`."""
    last = before[-1] if before else None
    if last == "question":
        inner = split_answer(token)
        if inner and is_yes_no(inner[0]):
            yield _PathPart("answer", inner[0])
            yield from _parts(inner[1], following, ["answer"])
        else:
            yield _PathPart("answer", token)
    elif asked := split_asked(token):
        yield _PathPart("question", asked[0])
        yield _PathPart("answer", asked[1])
    elif following and (is_question(token) or is_yes_no(following)):
        yield _PathPart("question", token)
    else:
        yield _PathPart("step" if following else "end", token)


# --- all lines --------------------------------------------------------------------------------------


class _ChainReader:
    def __init__(self, draft: Draft, doubts: Doubts) -> None:
        self.draft = draft
        self.doubts = doubts
        self.below: dict[tuple[str, str], DraftNode] = {}
        """What stands behind an answer, or behind a step, by the node's key and the answer's words."""
        self.asked: dict[str, list[DraftNode]] = {}
        """The questions by their words."""
        self.said: dict[str, str] = {}
        """The words of each node as its line has them, by its key."""

    def add(self, path: _Path) -> None:
        """Take a path up: it begins where the first does, or at a question of another."""
        first = path.parts[0]
        begins = self.asked.get(folded(first.text), [])
        if not begins:
            node = self._node(first, path.line)
            self.draft.start = self.draft.start or node.key
            self.draft.number(node, numbered(node.text), len(self.draft.beside) + 1)
            begins = [node]
        for node in begins[:]:
            self._follow(node, path)

    def _follow(self, node: DraftNode, path: _Path) -> None:
        label = ""
        for part in path.parts[1:]:
            if part.kind == "answer":
                label = part.text
            elif (found := self._place(node, label, part, path.line)) is None:
                return
            else:
                node, label = found, ""

    def _place(self, node: DraftNode, label: str, part: _PathPart, line: int) -> DraftNode | None:
        """Put a part behind an answer or a step; None where something else stands there already."""
        known = self.below.get((node.key, folded(label)))
        if known is None:
            made = self._node(part, line)
            words = read_label(label)
            node.arrows.append(DraftArrow(words.text, made.key, line, note=words.note))
            self.below[node.key, folded(label)] = made
            return made
        if self.said[known.key] != folded(part.text):
            where = f"“{label}” under “{node.text}”" if label else f"“{node.text}”"
            says = f"lines {known.line} and {line} disagree on what follows {where}"
            self.doubts.note(
                "conflicting-rows", self.draft, line, says, f"line {known.line} counts, for it is first"
            )
            return None
        if known.kind in ("decision", "warning") and part.kind != "end":
            known.kind = "check" if part.kind == "question" else "step"
            self._ask(known, part)
        return known

    def _node(self, part: _PathPart, line: int) -> DraftNode:
        if len(self.draft.nodes) > MOST_IMPORTED_NODES:
            message = f"this has more than {MOST_IMPORTED_NODES} questions and ends"
            raise ImportRefusedError("too-deep", line, message, "cut it into several trees")
        if part.kind == "end":
            node = add_end(self.draft, part.text, line, self.doubts)
            self.said[node.key] = folded(part.text)
            return node
        node = self.draft.add(part.text, line, "check" if part.kind == "question" else "step")
        self.said[node.key] = folded(part.text)
        self._ask(node, part)
        return node

    def _ask(self, node: DraftNode, part: _PathPart) -> None:
        node.text = part.text
        if part.kind == "question":
            self.asked.setdefault(folded(part.text), []).append(node)
