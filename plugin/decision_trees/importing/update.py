"""A tree that was imported before: its ids stay, and so does what somebody has added to it since."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator

from decision_trees.importing.doubts import Doubts, ImportRefusedError, folded
from decision_trees.importing.draft import FACTS, Draft, DraftNode
from decision_trees.model.ids import answer_ids
from decision_trees.model.line import Line
from decision_trees.model.tree import AnyNode, Check, Decision, Inner, Reference, Scenario, Terminal, Tree

_MARK = re.compile(r"\A# import: (?P<origin>.*), as of (?P<digest>[0-9a-f]{16})\n")


def with_digest(source: str) -> str:
    """Write into the first line of a source what the rest was when it was imported."""
    first, _, rest = source.partition("\n")
    return f"{first}, as of {_digest(rest)}\n{rest}"


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def is_as_imported(source: str) -> bool:
    """Whether nobody has changed a source since it was imported."""
    found = _MARK.match(source)
    return found is not None and _digest(source[found.end() :]) == found["digest"]


def carry_over(draft: Draft, before: Tree, source: str, doubts: Doubts) -> bool:
    """Take over from a tree what its new version is to keep.

    Args:
        draft: The new version, whose nodes have no ids yet.
        before: The tree as it is.
        source: Its text.
        doubts: Gets what was changed in both.

    Returns:
        Whether the new version holds more than the foreign file now, which later updates must keep too.

    Raises:
        ImportRefusedError: It holds something that would be lost.
    """
    pairs = dict(_pairs(draft, before))
    for node in draft.nodes.values():
        if old := pairs.get(node.key):
            node.id = old.id
            _answer_ids(node, old)
    if is_as_imported(source):
        return False
    if lost := _own_lines(source):
        message = (
            f"`{before.file}` has comments or keys of your own, in line {lost[0]} for one, that would be lost"
        )
        raise ImportRefusedError(
            "changed-by-hand", draft.line, message, "import to another folder, and compare by `diff`"
        )
    for node in draft.nodes.values():
        if old := pairs.get(node.key):
            _node(node, old, doubts)
    _tree(draft, before)
    return True


def _own_lines(source: str) -> list[int]:
    """The lines that hold what only its author knows: a comment, or a key of their own."""
    found = []
    is_ours = False
    for number, line in enumerate(source.split("\n"), 1):
        text = line.strip()
        is_ours = text.startswith("#") and (is_ours or text.startswith("# import:"))
        if (text.startswith("#") and not is_ours) or re.match(r"x-(?!unplaced:)[\w-]+:", text):
            found.append(number)
    return found


def _pairs(draft: Draft, before: Tree) -> Iterator[tuple[str, AnyNode]]:
    """Which node was which: by what it says, and then by where the same answer leads."""
    said: dict[tuple[str, str], AnyNode] = {}
    for old in before.nodes.values():
        said.setdefault((old.kind, folded(str(old.heading if isinstance(old, Inner) else old.title))), old)
    found: dict[str, AnyNode] = {}
    for node in draft.nodes.values():
        if old_node := said.get((str(node.kind), folded(node.text))):
            found.setdefault(node.key, old_node)
            del said[str(node.kind), folded(node.text)]
    taken = {old.id for old in found.values()}
    waiting = list(found)
    for key in waiting:
        old = found[key]
        arrows = {folded(arrow.label): arrow.to for arrow in draft.nodes[key].arrows}
        for answer in old.answers if isinstance(old, Inner) else ():
            to = arrows.get(folded(str(answer.label)), "")
            target = before.nodes.get(str(answer.to))
            is_free = to in draft.nodes and to not in found and target is not None and target.id not in taken
            if is_free and target is not None and target.kind == draft.nodes[to].kind:
                found[to] = target
                waiting.append(to)
                taken.add(target.id)
    yield from found.items()


def _answer_ids(node: DraftNode, old: AnyNode) -> None:
    if isinstance(old, Check):
        ids = {folded(str(answer.label)): answer.id for answer in old.answers}
        made = answer_ids([Line(arrow.label).plain for arrow in node.arrows])
        for arrow, without in zip(node.arrows, made, strict=True):
            own = ids.get(folded(arrow.label), "")
            arrow.id = own if own and own != without else arrow.id


def _node(node: DraftNode, old: AnyNode, doubts: Doubts) -> None:
    for section in old.sections:
        text = section.text.value.strip("\n")
        if node.texts.get(section.key, text).split() != text.split():
            says = f"the text `{section.key}` of “{node.text}” is another one in the tree"
            doubts.ask(
                "changed-by-hand",
                node,
                says,
                "that of the tree is kept",
                about=f"{node.text} {section.key}",
                others=(),
            )
        node.texts[section.key] = text
    if isinstance(old, Check) and str(old.title) != str(old.question):
        node.title = node.title or str(old.title)
    if isinstance(old, Check):
        node.pick = node.pick or old.pick_first
    if isinstance(old, Decision):
        node.any_of = node.any_of or list(map(str, old.any_of))
        node.alternatives = node.alternatives or list(map(str, old.alternatives))
    if isinstance(old, Terminal) and old.then:
        node.then = node.then or str(old.then)
    node.formerly = list(map(str, old.formerly))
    node.incomplete = old.incomplete and not node.texts
    node.guidance = node.guidance or not (old.needs_guidance or node.texts)


def _tree(draft: Draft, before: Tree) -> None:
    facts = {key: str(value) for key in FACTS if (value := getattr(before, key))}
    draft.facts = {**facts, **draft.facts}
    if not any(node.needs_guidance for node in before.nodes.values()):
        draft.facts["guidance"] = "none"
        for drafted in draft.nodes.values():
            drafted.guidance = False
    for key in ("domains", "formerly"):
        if values := list(map(str, getattr(before, key))):
            draft.lists.setdefault(key, values)
    draft.edge_cases = draft.edge_cases or [(str(case.title), case.text.value) for case in before.edge_cases]
    draft.see_also = draft.see_also or [_reference(reference) for reference in before.see_also]
    draft.scenarios = draft.scenarios or [_scenario(scenario) for scenario in before.scenarios]


def _reference(reference: Reference) -> dict[str, str]:
    parts = {"to": reference.to, "url": reference.url, "title": reference.title, "note": reference.note}
    return {key: str(value) for key, value in parts.items() if value}


def _scenario(scenario: Scenario) -> dict[str, object]:
    found: dict[str, object] = {
        "title": str(scenario.title),
        "given": {str(given.check): str(given.answer) for given in scenario.given},
        "expect": str(scenario.expect),
    }
    return {**found, **({"note": scenario.note.value} if scenario.note else {})}
