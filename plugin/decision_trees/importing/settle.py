"""From what a reader made to what a source can hold: ends joined, loops found, ids and words made to fit."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from decision_trees.diagnostics.wording import cut, shorten
from decision_trees.importing.doubts import Doubts, folded
from decision_trees.importing.draft import Draft, DraftArrow, DraftNode
from decision_trees.importing.links import anchor_of
from decision_trees.importing.references import refer
from decision_trees.importing.scalars import ascii_words, single_spaced, wrapped
from decision_trees.importing.wording import part_number, split_beside
from decision_trees.model.ids import ID, answer_ids
from decision_trees.model.line import Line
from decision_trees.source.keys import MOST_LINE_CHARACTERS

_MOST_ID = 40
_MOST_LABEL = 200

_NO_REASON = "go back and ask again"

_FILLERS = frozenset(
    "a an and are be can could do does for have has i in is it of on or our should that the there this to "
    "was we were what when which will with you your".split()
)


def settle(draft: Draft, doubts: Doubts) -> None:
    """Make a draft one that a source can hold, with its nodes in the order of a walk and without ids yet."""
    _follow_references(draft, doubts)
    _tell_unreached(draft, doubts)
    _tell_unanswered(draft, doubts)
    _tell_single_answers(draft, doubts)
    _share(draft)
    _drop_unreached(draft)
    _mark_loops(draft, doubts)
    if draft.repeats:
        _refer_to_first(draft)
    for node in list(draft.nodes.values()):
        _fit(node, doubts)
        if node.kind == "check":
            _label(draft, node, doubts)
    if folded(draft.question) == folded(draft.nodes[draft.start].text):
        draft.question = ""
    draft.question = cut(draft.question, MOST_LINE_CHARACTERS)
    if not draft.laid_out:
        _lay_out(draft)
    if not draft.has_guidance and any(node.texts for node in draft.nodes.values()):
        draft.facts["guidance"] = "none"  # what has no text there needs none here


_ELSEWHERE = re.compile(rf"(?P<to>{ID.pattern}/(?:{ID.pattern})?) \(in another tree\)")
"""How `export-tree` draws what leads to another tree."""


# --- the graph ------------------------------------------------------------------------------------


def _follow_references(draft: Draft, doubts: Doubts) -> None:
    """Let arrows that end in the words of a question, in its number, or in a link to it, lead to it."""
    known = _names(draft)
    steps = {
        folded((split_beside(node.text) or (node.text,))[0]): node.key
        for node in reversed(draft.nodes.values())
        if node.kind == "step"
    }
    meant: dict[str, str] = {}
    for node in draft.nodes.values():
        if node.kind not in ("decision", "warning") or node.texts or node.id:
            continue
        if elsewhere := _ELSEWHERE.fullmatch(node.text):
            meant[node.key] = elsewhere["to"]
            continue
        reference = refer(node.text)
        names = (*reference.forms, node.refers_to)
        to = next((known[name] for name in names if name in known), None)
        if to is None and reference.is_elsewhere:
            to = next((steps[name] for name in names if name in steps), None)
        if to:
            meant[node.key] = to
        elif node.refers_to or reference.is_elsewhere or (reference.number and not reference.is_bare):
            says = f"“{node.text}” names a question that is not there"
            doubts.ask("unknown-reference", node, says, "an end of these words was made", others=())
    for node in draft.nodes.values():
        for arrow in node.arrows:
            arrow.to = meant.get(arrow.to, arrow.to)


def _names(draft: Draft) -> dict[str, str]:
    """The keys of questions by their words, their numbers, and the anchors of their headings."""
    names: dict[str, str] = {}
    numbers = dict(draft.numbers)
    for node in draft.nodes.values():
        if node.kind == "check":
            number, words = part_number(node.text)
            if number:
                numbers.setdefault(number.lower(), node.key)
            for name in (folded(node.text), folded(words), anchor_of(node.text)):
                names.setdefault(name, node.key)
    for name, key in numbers.items():
        names.setdefault(name, key)
        names.setdefault(anchor_of(name), key)
    names.pop("", None)
    return names


def _tell_unreached(draft: Draft, doubts: Doubts) -> None:
    """Tell of questions that stand beside the others, and to which no answer leads."""
    reached = {*in_walk_order(draft)}
    for node in [draft.nodes[key] for key in draft.beside if key not in reached]:
        says = f"no answer leads to “{node.text}”"
        doubts.note("left-out", draft, node.line, says, "it is left out, with what only it leads to")


def _tell_unanswered(draft: Draft, doubts: Doubts) -> None:
    """Tell of ends that ask."""
    told: set[str] = set()
    for node in [draft.nodes[key] for key in in_walk_order(draft)]:
        known = node.is_end or node.id or draft.laid_out or draft.has_guidance
        if node.kind in ("decision", "warning") and node.text.endswith(_ASKING) and not known:
            if node.text not in told:
                says = f"“{node.text}” asks, and nothing leads on from it"
                doubts.ask("unanswered-question", node, says, "it is an end", others=())
            told.add(node.text)


def _tell_single_answers(draft: Draft, doubts: Doubts) -> None:
    """Tell of questions with one answer, but where an author has written the tree like that."""
    for node in () if draft.laid_out else [draft.nodes[key] for key in in_walk_order(draft)]:
        if node.kind == "check" and len(node.arrows) == 1:
            says = f"“{node.text}” has no answer but “{node.arrows[0].label}”"
            doubts.ask("one-answer", node, says, "the other is left out", others=())


_ASKING = ("?", "\uff1f", "\u061f")


def _share(draft: Draft) -> None:
    """Join nodes that say the same and lead to the same."""
    order = _from_the_ends(draft)
    same: dict[str, str] = {}
    known: dict[object, str] = {}
    for key in order:
        node = draft.nodes[key]
        for arrow in node.arrows:
            arrow.to = same.get(arrow.to, arrow.to)
        shape = _shape(node)
        if shape in known:
            same[key] = known[shape]
        else:
            known[shape] = key
    for node in draft.nodes.values():
        for arrow in node.arrows:
            arrow.to = same.get(arrow.to, arrow.to)
    draft.start = same.get(draft.start, draft.start)


def _shape(node: DraftNode) -> object:
    """What two nodes have in common that are one."""
    if node.id:
        return node.key
    arrows = tuple((folded(arrow.label), arrow.note, arrow.to, arrow.alias) for arrow in node.arrows)
    return node.kind, folded(node.text), node.title, tuple(sorted(node.texts.items())), arrows, node.then


def depth_first(draft: Draft) -> Iterator[tuple[str, bool]]:
    """Walk a draft from its start, depth first.

    Returns:
        The key of each node when it is met, with True, and again when all behind it have been, with False.
    """
    entered = {draft.start}
    yield draft.start, True
    open_: list[tuple[str, Iterator[DraftArrow]]] = [(draft.start, iter(draft.nodes[draft.start].arrows))]
    while open_:
        key, arrows = open_[-1]
        following = next(
            (arrow.to for arrow in arrows if arrow.to in draft.nodes and arrow.to not in entered), None
        )
        if following is None:
            open_.pop()
            yield key, False
        else:
            entered.add(following)
            yield following, True
            open_.append((following, iter(draft.nodes[following].arrows)))


def _from_the_ends(draft: Draft) -> list[str]:
    return [key for key, enters in depth_first(draft) if not enters]


def in_walk_order(draft: Draft) -> list[str]:
    """The nodes in the order in which a walk that tries all answers meets them first."""
    return [key for key, enters in depth_first(draft) if enters]


def _drop_unreached(draft: Draft) -> None:
    if not draft.laid_out:
        draft.nodes = {key: draft.nodes[key] for key in in_walk_order(draft)}


def back_arrows(draft: Draft) -> list[tuple[DraftNode, DraftArrow]]:
    """The arrows that lead back to a node on the way to them, with the nodes they start from."""
    open_: set[str] = set()
    back: list[tuple[DraftNode, DraftArrow]] = []
    for key, enters in depth_first(draft):
        if enters:
            open_.add(key)
            # Whatever is open when a node is met stays open until all behind it have been met.
            back += [(draft.nodes[key], arrow) for arrow in draft.nodes[key].arrows if arrow.to in open_]
        else:
            open_.discard(key)
    return back


def _refer_to_first(draft: Draft) -> None:
    """Let a question that is asked again in another place have its texts where it is asked first."""
    first: dict[str, str] = {}
    for node in draft.nodes.values():
        if node.kind == "check" and first.setdefault(folded(node.text), node.key) != node.key:
            node.same_as = first[folded(node.text)]


def _mark_loops(draft: Draft, doubts: Doubts) -> None:
    """Let the arrows that lead back, and no others, say why they do."""
    back = back_arrows(draft)
    marked = {id(arrow) for _, arrow in back}
    for node in draft.nodes.values():
        for arrow in node.arrows:
            arrow.loop = arrow.loop if id(arrow) in marked else ""
            if node.kind == "step" and id(arrow) not in marked:
                arrow.note = ""  # it stands in the words of the step
    for node, arrow in back:
        _loop(draft, node, arrow, doubts)


def _loop(draft: Draft, node: DraftNode, arrow: DraftArrow, doubts: Doubts) -> None:
    if arrow.loop:
        return
    if arrow.note:  # what is said beside it is why
        arrow.loop, arrow.note = arrow.note, ""
        if node.kind == "step" and (beside := split_beside(node.text)):
            node.text = beside[0]
        return
    to = draft.nodes[arrow.to]
    words = f"“{arrow.label}” under “{node.text}”" if arrow.label else f"“{node.text}”"
    reason = doubts.ask(
        "loop-without-reason",
        node,
        f"{words} goes back to “{to.text}” and does not say why",
        f"the reason “{_NO_REASON}” was made up",
        about=arrow.label or node.text,
        line=arrow.line,
    )
    arrow.loop = reason or _NO_REASON


# --- words ----------------------------------------------------------------------------------------


def _fit(node: DraftNode, doubts: Doubts) -> None:
    """Let the words of a node be one line that is not too long."""
    text = single_spaced(node.text)
    if len(text) > MOST_LINE_CHARACTERS:
        rest = text
        text = cut(text, _MOST_LABEL)
        key = {"check": "assess", "step": "do", "warning": "when"}.get(node.kind, "choose")
        node.texts[key] = "\n\n".join(filter(None, (rest, node.texts.get(key, ""))))
        doubts.ask(
            "too-long",
            node,
            f"“{shorten(text)}” is too long",
            "it stands in full in the text",
            about=text,
            others=(),
        )
    node.text = text or "…"
    node.title = single_spaced(node.title)
    node.texts = {key: text for key, text in node.texts.items() if text.strip()}


def _label(draft: Draft, node: DraftNode, doubts: Doubts) -> None:
    """Let a question's answers have words, and each its own."""
    counts: Counter[str] = Counter()
    for arrow in node.arrows:
        arrow.note = cut(arrow.note, MOST_LINE_CHARACTERS)
        arrow.label = single_spaced(arrow.label)
        to = draft.nodes[arrow.to].text if arrow.to in draft.nodes else arrow.to
        if not arrow.label:
            arrow.label = cut(to, _MOST_LABEL)
            if len(node.arrows) > 1:
                says = f"an arrow from “{node.text}” has no words"
                doubts.ask(
                    "unlabelled-arrow",
                    node,
                    says,
                    f"the answer is called “{arrow.label}”",
                    about=f"{node.text} {arrow.label}",
                    line=arrow.line,
                    others=(),
                )
        if len(arrow.label) > _MOST_LABEL:
            says = f"the answer “{shorten(arrow.label)}” is too long"
            doubts.ask("too-long", node, says, "it was cut", about=arrow.label, line=arrow.line, others=())
            arrow.label = cut(arrow.label, _MOST_LABEL)
        label, arrow.label = arrow.label, _distinct(arrow.label, to, counts)
        if label != arrow.label:
            says = f"two answers of “{node.text}” are “{label}”"
            doubts.ask(
                "same-label",
                node,
                says,
                f"the second is called “{arrow.label}”",
                about=f"{node.text} {arrow.label}",
                line=arrow.line,
                others=(),
            )


def _distinct(label: str, to: str, taken: Counter[str]) -> str:
    """A label that no other answer has; answers are known by their words whatever their case."""
    distinct = label
    taken_before = taken[folded(label)]
    if taken[folded(label)]:
        distinct = f"{label}: {cut(to, _MOST_LABEL)}"
        number = taken_before + 1
        while taken[folded(distinct)]:
            distinct = f"{label} ({number})"
            number += 1
    taken[folded(distinct)] += 1
    return distinct


def _lay_out(draft: Draft) -> None:
    """Break the lines of texts that come from one long line each."""
    for node in draft.nodes.values():
        node.texts = {key: wrapped(text) for key, text in node.texts.items()}
    draft.edge_cases = [(title, wrapped(text)) for title, text in draft.edge_cases]
    draft.unplaced = {key: wrapped(text) for key, text in draft.unplaced.items()}


# --- ids ------------------------------------------------------------------------------------------


def name_nodes(draft: Draft) -> None:
    """Give every node an id, and the answers that would have one in common."""
    taken = {node.id for node in draft.nodes.values() if node.id}
    for node in draft.nodes.values():
        if not node.id:
            node.id = unused(short_id(node.title or node.text) or node.kind, taken)
    for node in draft.nodes.values():
        if node.kind == "check":
            _name_answers(node)


def _name_answers(node: DraftNode) -> None:
    """Give ids to the answers whose words would make one that another has."""
    taken = {arrow.id for arrow in node.arrows if arrow.id}
    labels = [Line(arrow.label).plain for arrow in node.arrows]
    for arrow, made in zip(node.arrows, answer_ids(labels), strict=True):
        if not arrow.id and made in taken:
            arrow.id = unused(made, taken)
        taken.add(arrow.id or made)


def short_id(text: str) -> str:
    """Make an id of the words that tell a text from others; empty where it has none."""
    words = ascii_words(text)
    telling = [word for word in words if word not in _FILLERS] or words
    chosen = ""
    for word in telling:
        longer = f"{chosen}-{word}" if chosen else word[:_MOST_ID]
        if len(longer) > _MOST_ID:
            break
        chosen = longer
    return chosen


def unused(wanted: str, taken: set[str]) -> str:
    """Make an id that is not taken, and take it."""
    found, number = wanted, 2
    while found in taken:
        found = f"{wanted[:58].rstrip('-')}-{number}"
        number += 1
    taken.add(found)
    return found
