"""What a reader sees of the parts of a tree, and what of it changed between two versions."""

from __future__ import annotations

import re
from collections.abc import Container, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from decision_trees.compare.match import Side, paired
from decision_trees.model.tree import AnyNode, Check, Decision, Terminal, Text
from decision_trees.words import ENGLISH, heading


@dataclass(frozen=True, slots=True)
class Rewording:
    """A short text, before and after; empty where there was or is none.

    Attributes:
        what: What it is to a reader: "question", "note".
        was: The text before.
        now: The text after.
        answer: The label of the answer it belongs to, as it is now; empty if to none.
    """

    what: str
    was: str
    now: str
    answer: str = ""


@dataclass(frozen=True, slots=True)
class Rewriting:
    """A long text that changed.

    Attributes:
        what: What it is to a reader: "Assess", "summary".
        how: "added", "changed" or "removed".
        was: The text before, for reports that show it; empty where it is none of the author's.
        now: The text after, likewise.
    """

    what: str
    how: str
    was: str = ""
    now: str = ""


@dataclass(frozen=True, slots=True)
class ChangedPart:
    """What changed at one part of a tree, which both versions have.

    Attributes:
        name: What the part is called now: a node's id, a scenario's title.
        rewordings: Short texts that changed.
        rewritings: Long texts that did.
    """

    name: str
    rewordings: tuple[Rewording, ...] = ()
    rewritings: tuple[Rewriting, ...] = ()

    def __bool__(self) -> bool:
        """Say whether anything changed."""
        return bool(self.rewordings or self.rewritings)


@dataclass(frozen=True, slots=True)
class ChangedParts:
    """What changed in a list of parts: those added and removed, by name, and those that changed."""

    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    changed: tuple[ChangedPart, ...] = ()

    def __bool__(self) -> bool:
        """Say whether anything changed."""
        return bool(self.added or self.removed or self.changed)


class Seen(NamedTuple):
    """What a reader sees of one part of one version.

    Attributes:
        name: What it is called.
        known_by: By what the same part is found in the other version, the surest first.
        lines: Short texts, by what they are; empty where there is none.
        texts: Long ones; what is not there may be left out.
        unwritten: Which of them stand for something that no author wrote.
    """

    name: str
    known_by: tuple[Hashable, ...]
    lines: Mapping[str, str]
    texts: Mapping[str, str]
    unwritten: Container[str] = ()


def changes(was: Seen, now: Seen) -> ChangedPart:
    """Compare two versions of one part."""
    texts = {what: (was.texts.get(what, ""), now.texts.get(what, "")) for what in {**was.texts, **now.texts}}
    rewritings = (
        Rewriting(what, _how(*both), *(() if what in now.unwritten else both))
        for what, both in texts.items()
        if both[0] != both[1]
    )
    return ChangedPart(now.name, tuple(rewordings(was.lines, now.lines)), tuple(rewritings))


def rewordings(was: Mapping[str, str], now: Mapping[str, str], answer: str = "") -> Iterator[Rewording]:
    """Compare short texts of the same names, all of them of an answer if its label is given."""
    for what, before in was.items():
        if before != now[what]:
            yield Rewording(what, before, now[what], answer)


def _how(before: str, after: str) -> str:
    if not before:
        return "added"
    return "changed" if after else "removed"


def list_changes(old: Iterable[Seen], new: Iterable[Seen]) -> ChangedParts:
    """Compare two versions of a list of parts."""
    before, after = tuple(old), tuple(new)
    pairs = paired([part.known_by for part in before], [part.known_by for part in after])
    return ChangedParts(
        added=tuple(part.name for number, part in enumerate(after) if number not in pairs.values()),
        removed=tuple(part.name for number, part in enumerate(before) if number not in pairs),
        changed=tuple(filter(None, (changes(before[was], after[now]) for was, now in pairs.items()))),
    )


def of_tree(side: Side) -> Seen:
    """What a reader sees of a tree apart from its parts."""
    tree = side.tree
    return Seen(
        name=tree.id,
        known_by=(tree.id,),
        lines={
            "id": tree.id,
            "title": str(tree.title),
            "starting question": str(tree.question),
            "category": text_of(tree.category),
            "time": text_of(tree.traversal),
            "domains": ", ".join(map(str, tree.domains)),
            "owner": text_of(tree.owner),
            "last review": tree.reviewed.isoformat() if tree.reviewed else "",
            "next review": tree.review_by.isoformat() if tree.review_by else "",
        },
        texts={
            "summary": side.prose(tree.summary),
            "the mark of a draft": "there" if tree.draft else "",
        },
        unwritten=("the mark of a draft",),
    )


def of_node(side: Side, node: AnyNode) -> Seen:
    """What a reader sees of a check or terminal apart from its answers."""
    question = str(node.question) if isinstance(node, Check) else ""
    then = node.then if isinstance(node, Terminal) else None
    any_of, alternatives = (node.any_of, node.alternatives) if isinstance(node, Decision) else ((), ())
    return Seen(
        name=side.name(node.id),
        known_by=(node.id,),
        lines={
            # A check without a title is called by its question: that is one text, told once.
            "title": "" if str(node.title) == question else str(node.title),
            "question": question,
            "equal choices": "; ".join(map(str, any_of)),
            "alternatives": "; ".join(map(str, alternatives)),
            "way on": side.place(then) if then else "",
        },
        texts={
            **{heading(section.key, ENGLISH): side.prose(section.text) for section in node.sections},
            "the advice to pick the first answer that fits": (
                "there" if isinstance(node, Check) and node.pick_first else ""
            ),
            "the note that guidance is missing": "there" if node.is_unwritten else "",
        },
        unwritten=(
            "the advice to pick the first answer that fits",
            "the note that guidance is missing",
        ),
    )


def said_by(node: AnyNode) -> tuple[Hashable, ...]:
    """By what a check, step or terminal is known whose id is another, the surest first."""
    heading_, title = node.heading.line.folded, node.title.line.folded
    labels = tuple(answer.label.line.folded for answer in node.answers) if isinstance(node, Check) else ()
    texts = tuple(section.text.value.strip() for section in node.sections)
    words = " ".join(re.findall(r"\w+", heading_))
    return (
        (node.kind, heading_, labels, texts),
        (node.kind, heading_, labels),
        (node.kind, heading_),
        (node.kind, words) if words else None,
        (node.kind, title) if title else None,
        (node.kind, texts) if texts else None,
    )


def of_scenarios(side: Side) -> Iterator[Seen]:
    """What a reader sees of the worked examples."""
    for scenario in side.tree.scenarios:
        title, given = str(scenario.title), side.given(scenario)
        yield Seen(
            name=title,
            known_by=(title, given),
            lines={"title": title, "outcome": side.outcome(scenario)},
            texts={"answers": str(sorted(given)), "note": side.prose(scenario.note)},
            unwritten=("answers",),
        )


def of_edge_cases(side: Side) -> Iterator[Seen]:
    """What a reader sees of the edge cases."""
    for case in side.tree.edge_cases:
        title, text = str(case.title), side.prose(case.text)
        yield Seen(title, (title, text), {"title": title}, {"text": text})


def of_references(side: Side) -> Iterator[Seen]:
    """What a reader sees of the cross-references."""
    for reference in side.tree.see_also:
        place = side.place(reference.to) if reference.to else text_of(reference.url)
        title = text_of(reference.title)
        yield Seen(
            name=title or place,
            known_by=(place, title or place),
            lines={"target": place, "title": title, "note": text_of(reference.note)},
            texts={},
        )


def text_of(text: Text | None) -> str:
    """A short text, empty where there is none."""
    return str(text) if text else ""
