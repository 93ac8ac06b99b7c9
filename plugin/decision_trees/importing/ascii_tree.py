"""Trees drawn in plain text: `├── `, `|-- `, or indented answers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from decision_trees.importing.doubts import Doubts, ImportRefusedError, folded
from decision_trees.importing.draft import Draft, DraftArrow, DraftNode
from decision_trees.importing.ends import ask_kind
from decision_trees.importing.links import take_links
from decision_trees.importing.references import refer
from decision_trees.importing.rows import MOST_DRAWN_LEVELS, Drawing, NumberedLine, Row
from decision_trees.importing.wording import (
    goes_on,
    is_question,
    is_yes_no,
    numbered,
    read_end,
    read_label,
    read_start,
    split_answer,
    split_arrow,
    split_asked,
    split_beside,
    unmarked,
    unwrapped,
)

_MADE_UP = "Which of these holds?"

_WITH_COLON = re.compile(
    r"(?P<label>(?:yes|no|if|when|else|otherwise)\b[^:]{0,80}|[^:]{1,40}):\s+(?P<rest>\S.*)", re.IGNORECASE
)
_WITH_DASH = re.compile(r"(?P<label>yes|no)\s*(?:[—–-]|,)\s+(?P<rest>\S.*)", re.IGNORECASE)

_ASKS_NOTHING = ("this is an outline that asks nothing", "a tree asks, and answers lead to ends")

_FILE = re.compile(r"\S*(?:/|\.[A-Za-z][\w-]{0,8})(?:\s+(?:#|←|<-|--|—).*)?|\.[\w-]+")


def refuse_other_things(root: Row) -> None:
    """Refuse what is drawn like a tree and decides nothing.

    Raises:
        ImportRefusedError: It is a file listing, a checklist, or an outline that asks nothing.
    """
    rows = list(root.all())[1:]
    names = [row.text for row in rows]
    files = sum(_FILE.fullmatch(name) is not None for name in names)
    asks = is_question(root.text)
    leads = any(
        row.points or split_arrow(row.text) or is_yes_no(row.text) or (asks and split_answer(row.text))
        for row in rows
    )
    if not leads and files * 2 >= len(names) and not any(map(is_question, names)):
        raise ImportRefusedError("file-listing", root.line, "this lists files", "nothing is to be imported")
    leaves = [row for row in rows if not row.kids]
    outcomes = [row for row in leaves if row.points or split_arrow(row.text) or not is_question(row.text)]
    if not outcomes or (not leads and not any(row.kids for row in rows)):
        if any(map(is_question, names)):
            message = "this is a list of questions without an outcome"
            raise ImportRefusedError(
                "checklist", root.line, message, "write behind each answer what it leads to: `Yes → …`"
            )
        if asks:
            message = "no answer to this question leads to anything"
            raise ImportRefusedError(
                "asks-nothing", root.line, message, "write behind each answer what it leads to: `Yes → …`"
            )
        raise ImportRefusedError("asks-nothing", root.line, *_ASKS_NOTHING)
    if not leads and not any(is_question(row.text) for row in (root, *rows)):
        raise ImportRefusedError("asks-nothing", root.line, *_ASKS_NOTHING)


def read_tree(drawing: Drawing, title: str, doubts: Doubts) -> Draft:
    """Read one drawn tree.

    Args:
        drawing: The tree as rows.
        title: Its title.
        doubts: Gets what is not clear.

    Returns:
        The tree; ends that say the same are not joined yet.

    Raises:
        ImportRefusedError: It is no tree.
    """
    refuse_other_things(drawing.root)
    return _Reader(Draft(title, drawing.root.line), doubts).read(drawing)


def read_beside(rows: Sequence[Row], title: str, doubts: Doubts) -> Draft:
    """Read questions that stand beside each other, with the answers to each below it.

    Args:
        rows: The questions, the first of which is asked first.
        title: The tree's title.
        doubts: Gets what is not clear.

    Returns:
        The tree.
    """
    draft = Draft(title, rows[0].line)
    reader = _Reader(draft, doubts)
    draft.start = reader.sequence(rows, title).key
    return draft


class _Reader:
    def __init__(self, draft: Draft, doubts: Doubts) -> None:
        self.draft = draft
        self.doubts = doubts

    def read(self, drawing: Drawing) -> Draft:
        draft, root = self.draft, drawing.root
        for line in drawing.above:
            if read_start(line.text) and folded(read_start(line.text)) != folded(draft.title):
                says = f"“{line.text.strip()}” stands above the tree"
                self.doubts.note("left-out", draft, line.number, says, "it is left out")
        parts = split_arrow(root.text)
        text = read_start(" ".join(filter(None, parts)) if parts else root.text)
        only = root.kids[0] if len(root.kids) == 1 else None
        if parts and parts[1] and not read_start(parts[0]) and root.kids:
            draft.start = self._said(parts[1], root).key
        elif only and only.kids and not is_yes_no(only.text) and (not text or is_question(only.text)):
            draft.question = text
            draft.start = self._target("", root).key
        elif self._in_turn(root.kids):
            draft.question = text
            draft.start = self.sequence(root.kids, text or draft.title).key
        else:
            draft.start = self._check(text or draft.title, root).key
        return draft

    # --- nodes --------------------------------------------------------------------------------------

    def _check(self, question: str, row: Row) -> DraftNode:
        """A question with the rows below it as answers."""
        node = self._asks(question, row)
        _texts(node, "assess", row.more)
        for kid in row.kids:
            self._answer(node, kid)
        direct = [kid for kid in row.kids if (parts := split_arrow(kid.text)) and is_question(parts[0])]
        if len(direct) >= 2:  # noqa: PLR2004 - one overlaps with nothing
            reply = self.doubts.ask(
                "overlapping-answers",
                node,
                f"the answers of “{node.text}” are questions, and several may hold",
                "nothing is said of which goes first",
                others=("first",),
            )
            node.pick = reply == "first"
        return node

    def _asks(self, question: str, row: Row) -> DraftNode:
        node = self.draft.add(unwrapped(unmarked(question)), row.line, "check")
        take_links(node, self.doubts)
        return node

    def _answer(self, node: DraftNode, row: Row, other: DraftNode | None = None) -> bool:
        """An answer, which leads on to the next question of a sequence where it says nothing else.

        Returns:
            Whether it leads there without a word.
        """
        words, rest = _split(row, asked=is_question(node.text))
        label = read_label(words)
        said = rest
        if goes_on(rest):
            rest = ""
        following = other if not rest and not row.kids else None
        to = following or self._target(rest, row)
        node.arrows.append(DraftArrow(label.text, to.key, row.line, note=label.note))
        return following is not None and not said

    def _target(self, rest: str, row: Row) -> DraftNode:
        """What a row leads to: `rest` stands behind its arrow, or nothing does."""
        if rest:
            return self._said(rest, row)
        kids = row.kids
        if not kids:
            return self._without_outcome(row)
        if len(kids) == 1 and not is_yes_no(kids[0].text):
            return self._only(kids[0], row)
        if self._in_turn(kids):
            return self.sequence(kids, row.text)
        return self._made_up(row)

    def _said(self, rest: str, row: Row) -> DraftNode:
        """What stands behind an arrow, with what is below it."""
        kids = row.kids
        chain = split_arrow(rest)
        if rest.count(">") + rest.count("→") > MOST_DRAWN_LEVELS:
            raise ImportRefusedError("too-deep", row.line, "this line has too many arrows", "break it")
        if chain and all(chain):
            if is_question(chain[0]):
                return self._asked_in_line(*chain, row)
            # What stands between two arrows is to be done on the way.
            return self._on_the_way(unmarked(chain[0]), self._said(chain[1], row), row)
        if not kids:
            return self._end(rest, row)
        arrow = len(kids) == 1 and _begins_with_arrow(kids[0])
        answers = not arrow and all(is_yes_no(kid.text) or split_arrow(kid.text) for kid in kids)
        if is_question(rest) or answers:
            return self._check(rest, row)
        if arrow or (len(kids) == 1 and is_question(kids[0].text) and kids[0].kids):
            return self._step(rest, row)
        return self._with_text(rest, row)

    def _on_the_way(self, words: str, to: DraftNode, row: Row) -> DraftNode:
        """A step in a line; where it goes back, what stands beside it in square brackets is why."""
        node = self.draft.add(words, row.line, "step")
        beside = split_beside(words)
        node.arrows.append(DraftArrow("", to.key, row.line, note=beside[1] if beside else ""))
        return node

    def _asked_in_line(self, question: str, rest: str, row: Row) -> DraftNode:
        """A question within a line, with the one answer that stands behind it: `Is it big? → No → …`."""
        label = "Yes"
        if asked := split_asked(question):
            question, label = asked
        elif (parts := split_arrow(rest)) and parts[1] and is_yes_no(parts[0]):
            label, rest = parts
        node = self._asks(question, row)
        words = read_label(label)
        beside = row.kids if all(is_yes_no(kid.text) for kid in row.kids) else []
        if split_arrow(rest) or is_question(rest):
            beside = []
        if beside:
            row.kids = []
        node.arrows.append(DraftArrow(words.text, self._said(rest, row).key, row.line, note=words.note))
        for kid in beside:
            self._answer(node, kid)
        return node

    def _only(self, kid: Row, row: Row) -> DraftNode:
        """A single way on without words."""
        kid.more = [*row.more, *kid.more]
        parts = ("", kid.text) if kid.points else split_arrow(kid.text)
        if parts and not parts[0]:
            return self._target(parts[1], kid)
        if parts and parts[1]:
            if not is_question(parts[0]):
                return self._end(kid.text, kid) if not kid.kids else self._target(kid.text, kid)
            return self._asked_in_line(*parts, kid)
        text = parts[0] if parts else kid.text
        if not kid.kids:
            return self._end(text, kid)
        if is_question(text) or len(kid.kids) > 1:
            return self._check(text, kid)
        return self._step(text, kid) if not is_yes_no(kid.kids[0].text) else self._check(text, kid)

    def _step(self, text: str, row: Row) -> DraftNode:
        node = self.draft.add(text, row.line, "step")
        _texts(node, "do", row.more)
        row.more = []
        node.arrows.append(DraftArrow("", self._target("", row).key, row.line))
        return node

    def _made_up(self, row: Row) -> DraftNode:
        text = _split(row)[0]
        number = "two" if len(row.kids) == 2 else str(len(row.kids))  # noqa: PLR2004 - a word for it
        node = self.draft.add(_MADE_UP, row.line, "check")
        question = self.doubts.ask(
            "made-up-question",
            node,
            f"{number} branches under “{text}”, which asks nothing",
            f"the question “{_MADE_UP}” was made up",
            about=text,
        )
        node.text = question or _MADE_UP
        _texts(node, "assess", row.more)
        for kid in row.kids:
            self._answer(node, kid)
        return node

    # --- questions side by side -----------------------------------------------------------------------

    @staticmethod
    def _in_turn(kids: Sequence[Row]) -> bool:
        """Whether all of several rows are questions with yes or no below, or numbered with answers below.

        Behind numbered questions there may be numbered ends.
        """
        asking = [kid for kid in kids if kid.kids]
        ends = kids[len(asking) :]
        return (
            len(kids) > 1
            and len(asking) > 0
            and all(
                is_question(kid.text)
                and split_arrow(kid.text) is None
                and (kid.number or numbered(kid.text) or all(is_yes_no(kid.text) for kid in kid.kids))
                for kid in asking
            )
            and all(kid.number and not kid.kids and not is_question(kid.text) for kid in ends)
        )

    def sequence(self, kids: Sequence[Row], above: str) -> DraftNode:
        """Questions that are asked one after the other where an answer does not lead elsewhere."""
        nodes = [self._asks(kid.text, kid) if kid.kids else self._end(kid.text, kid) for kid in kids]
        silent = 0
        for place, (node, kid) in enumerate(zip(nodes, kids, strict=True), 1):
            following = nodes[place] if place < len(nodes) else None
            self.draft.number(node, kid.number or numbered(node.text), place)
            if kid.name:
                self.draft.numbers.setdefault(folded(kid.name), node.key)
            if kid.kids:
                _texts(node, "assess", kid.more)
            for row in kid.kids:
                silent += self._answer(node, row, following)
            if following and len(kid.kids) == 1:
                other = "No" if node.arrows[0].label.startswith(("Yes", "True")) else "Yes"
                node.arrows.append(DraftArrow(other, following.key, kid.line))
                silent += 1
        on = sum(
            any(arrow.to == following.key for arrow in node.arrows) for node, following in pairwise(nodes)
        )
        if silent:
            in_turn = on == len(nodes) - 1
            self.doubts.ask(
                "asked-in-turn",
                nodes[0],
                f"{len(kids)} questions stand side by side under “{above}”",
                "they are asked one after the other"
                if in_turn
                else "where an answer says nothing else, it leads to the next of them",
                about=above,
                line=kids[0].line,
                others=(),
            )
        return nodes[0]

    # --- ends -----------------------------------------------------------------------------------------

    def _end(self, text: str, row: Row) -> DraftNode:
        end = read_end(unmarked(text))
        words, lines = end.text, list(row.more)
        while lines and (words.count("(") > words.count(")") or lines[0].text.startswith("(")):
            words = f"{words} {lines.pop(0).text}"
        node = self.draft.add(words, row.line, end.kind)
        node.is_end = end.said
        take_links(node, self.doubts)
        _texts(node, "choose" if end.kind == "decision" else "when", lines)
        if end.guessed and not refer(words).is_elsewhere:
            ask_kind(self.doubts, node)
        return node

    def _without_outcome(self, row: Row) -> DraftNode:
        node = self._end(row.text, row)
        if is_yes_no(row.text):
            says = f"“{row.text}” leads nowhere"
            self.doubts.ask(
                "no-outcome", node, says, "an end of these words was made", others=(), line=row.line
            )
        return node

    def _with_text(self, text: str, row: Row) -> DraftNode:
        node = self._end(text, row)
        below = "\n".join(_bullets(row))
        key = "choose" if node.kind == "decision" else "when"
        node.texts[key] = "\n\n".join(filter(None, (node.texts.get(key, ""), below)))
        says = f"what stands below “{node.text}” asks nothing"
        self.doubts.ask("text-or-branches", node, says, "it is taken as its text", others=())
        return node


def _split(row: Row, *, asked: bool = False) -> tuple[str, str]:
    """An answer's words, and what it leads to as far as that stands in the same row.

    Args:
        row: The answer.
        asked: Whether it stands below a question.

    Returns:
        Both, the second of which may be empty.
    """
    parts = split_arrow(row.text)
    if parts:
        return parts
    if asked and (parts := split_answer(row.text)):
        return parts
    if not row.kids or is_yes_no(row.text):
        for form in (_WITH_COLON, _WITH_DASH):
            if found := form.fullmatch(row.text):
                return found["label"], found["rest"]
    return row.text, ""


def _begins_with_arrow(row: Row) -> bool:
    parts = split_arrow(row.text)
    return parts is not None and not parts[0]


def _bullets(row: Row) -> list[str]:
    lines: list[str] = []
    waiting = [(0, kid) for kid in reversed(row.kids)]
    while waiting:
        depth, kid_row = waiting.pop()
        lines.append(f"{'    ' * depth}- {kid_row.text}")
        lines += [f"{'    ' * depth}  {line.text}" for line in kid_row.more]
        waiting += [(depth + 1, kid) for kid in reversed(kid_row.kids)]
    return lines


def _texts(node: DraftNode, key: str, lines: Sequence[NumberedLine]) -> None:
    """Take lines that continue a row as a text of its node."""
    if lines:
        text = "\n".join(_as_item(line.text) for line in lines)
        node.texts[key] = "\n\n".join(filter(None, (text, node.texts.get(key, ""))))


def _as_item(text: str) -> str:
    """A line of a list as Markdown has it."""
    found = re.match(r"(?:[-+•*✓✔✅·]|\d+[.)])\s+", text)
    if not found:
        return text
    number = re.match(r"\d+", text)
    return f"{number[0]}. {text[found.end() :]}" if number else f"- {text[found.end() :]}"
