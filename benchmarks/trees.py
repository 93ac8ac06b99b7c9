"""The trees of a corpus: made-up, alike in size and shape to one that people wrote.

Each has 8 checks, 9 terminals and 19 answers, three of which lead to a terminal that another answer leads to
as well; a scenario for each terminal, edge cases, and references to other trees in prose, after a terminal
and at the end.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, NamedTuple

from benchmarks.prose import Writer

AREA = 25
"""How many trees an area holds."""

CHECKS, DECISIONS, WARNINGS = 8, 6, 3
ANSWERS = 19
PAGES_PER_TREE = 1 + CHECKS + DECISIONS + WARNINGS

ROUND = re.compile(r"Seen in round (\d+)\.")
"""The sentence in the first check of every tree that an edit changes."""

Kind = Literal["check", "decision", "warning"]

_KEYS: dict[Kind, tuple[str, str, str]] = {
    "check": ("assess", "look_for", "pitfall"),
    "decision": ("choose", "why", "next_step"),
    "warning": ("when", "risk", "mitigation"),
}


class Answer(NamedTuple):
    """An answer: its label, the id of the node it leads to, and what is said beside it."""

    label: str
    to: str
    note: str


@dataclass(frozen=True)
class Node:
    """A check or terminal.

    Attributes:
        id: Its id.
        kind: Its kind.
        title: A few words for it.
        question: What a check asks; empty for a terminal.
        texts: Its three texts by key. In their links `to:x/` stands for the tree x.
        answers: Where a check leads.
    """

    id: str
    kind: Kind
    title: str
    question: str
    texts: dict[str, str]
    answers: tuple[Answer, ...]

    @property
    def heading(self) -> str:
        """What its page is headed."""
        return self.question or self.title


Way = tuple[tuple[Node, str], ...]
"""Checks, each with the label of the answer given."""


class Scenario(NamedTuple):
    """A worked example: its title, the answers it gives, and its terminal."""

    title: str
    given: Way
    end: Node


@dataclass(frozen=True)
class Tree:
    """A tree.

    Attributes:
        id: Its id.
        area: The area it belongs to.
        title: Its title.
        question: Its starting question.
        summary: What it is about.
        tags: Its domains.
        nodes: Checks first, the start first of all.
        edge_cases: Their titles and texts.
        then: The tree that its first decision goes on to.
        see_also: Other trees, and what is said beside each.
    """

    id: str
    area: str
    title: str
    question: str
    summary: str
    tags: tuple[str, ...]
    nodes: tuple[Node, ...]
    edge_cases: tuple[tuple[str, str], ...]
    then: str
    see_also: tuple[tuple[str, str], ...]

    def node(self, id_: str) -> Node:
        """The node of an id."""
        return next(node for node in self.nodes if node.id == id_)

    @property
    def terminals(self) -> tuple[Node, ...]:
        """Decisions and warnings."""
        return tuple(node for node in self.nodes if node.kind != "check")

    def ways_to(self, node: Node) -> list[Way]:
        """Every way from the start to a node; none to the start itself."""
        arrows = [
            (check, answer.label) for check in self.nodes for answer in check.answers if answer.to == node.id
        ]
        return [(*way, arrow) for arrow in arrows for way in self.ways_to(arrow[0]) or [()]]

    def scenarios(self) -> Iterator[Scenario]:
        """A worked example for every terminal."""
        for end in self.terminals:
            yield Scenario(f"As with the {end.title.lower()}", self.ways_to(end)[0], end)


def tree_name(number: int) -> str:
    """The id of the tree of a number, counted from 0."""
    return f"tree-{number:03}"


def trees(count: int) -> Iterator[Tree]:
    """Make the trees of a corpus, one after the other."""
    return (make(number, count) for number in range(count))


def make(number: int, count: int) -> Tree:
    """Make the tree of a number for a corpus of so many."""
    writer = Writer(number)
    names = _names(writer)
    others = [tree_name((number + step) % count) for step in (1, 7, 3, 12)]
    shape = _shape(writer)
    return Tree(
        id=tree_name(number),
        area=f"Area {number // AREA + 1:02}",
        title=f"Choose the {writer.thing()} for {writer.coin().capitalize()}",
        question=writer.question(),
        summary=writer.paragraph(2),
        tags=tuple(
            sorted({writer.random.choice(("delivery", "operations", "planning", "storage")), "choice"})
        ),
        nodes=tuple(_node(writer, index, names, shape, others[3]) for index in range(len(names))),
        edge_cases=tuple((writer.thing().capitalize(), writer.paragraph(2)) for _ in range(4)),
        then=others[0],
        see_also=tuple((other, writer.clause()) for other in others[1:3]),
    )


def _names(writer: Writer) -> list[str]:
    """Titles of all nodes, no two alike."""
    names: dict[str, None] = {}
    while len(names) < PAGES_PER_TREE - 1:
        names[writer.thing().capitalize()] = None
    return list(names)


def _shape(writer: Writer) -> list[list[int]]:
    """For each check the numbers of the nodes its answers lead to, all of them further on."""
    random = writer.random
    total = PAGES_PER_TREE - 1
    slots = [2] * CHECKS
    for check in random.sample(range(CHECKS), ANSWERS - 2 * CHECKS):
        slots[check] += 1
    leads_to: list[list[int]] = [[] for _ in range(CHECKS)]
    for node in range(1, CHECKS):
        open_ = [check for check in range(node) if len(leads_to[check]) < slots[check]]
        leads_to[random.choice(open_)].append(node)
    ends = random.sample(range(CHECKS, total), total - CHECKS)
    for targets, slot in zip(leads_to, slots, strict=True):
        while len(targets) < slot:
            targets.append(ends.pop() if ends else _another(writer, targets))
    return leads_to


def _another(writer: Writer, targets: list[int]) -> int:
    """A terminal that other answers lead to already, but none of these."""
    return writer.random.choice([end for end in range(CHECKS, PAGES_PER_TREE - 1) if end not in targets])


def _node(writer: Writer, index: int, names: list[str], shape: list[list[int]], other: str) -> Node:
    kind = _kind(index)
    first, second, third = _KEYS[kind]
    texts = {
        first: writer.points(3) if writer.random.random() < 1 / 2 else writer.paragraph(2),
        second: writer.paragraph(1),
        third: writer.paragraph(1),
    }
    answers: tuple[Answer, ...] = ()
    if kind == "check":
        labels = ("Yes", "No", "Only in part")
        leads_to = zip(labels, shape[index], strict=False)
        answers = tuple(Answer(label, _id(names[to]), writer.clause()) for label, to in leads_to)
    if index == 0:
        texts[second] += " Seen in round 1."
        texts[third] += f" See [the tree on the {writer.noun()}](to:{other}/)."
    question = writer.question() if kind == "check" else ""
    return Node(_id(names[index]), kind, names[index], question, texts, answers)


def _kind(index: int) -> Kind:
    if index < CHECKS:
        return "check"
    return "decision" if index < CHECKS + DECISIONS else "warning"


def _id(title: str) -> str:
    return title.lower().replace(" ", "-")


def source(tree: Tree) -> str:
    """Write a tree as its source."""
    return "\n".join(_lines(tree)) + "\n"


def _lines(tree: Tree) -> Iterator[str]:
    yield f"title: {json.dumps(tree.title)}"
    yield f"question: {json.dumps(tree.question)}"
    yield f"category: {json.dumps(tree.area)}"
    yield from _block("summary", tree.summary, 0)
    yield f"domains: {json.dumps(tree.tags)}"
    for kind, key in (("check", "checks"), ("decision", "decisions"), ("warning", "warnings")):
        yield f"{key}:"
        nodes = [node for node in tree.nodes if node.kind == kind]
        for node in nodes:
            yield from _node_lines(node)
            if kind == "decision" and node is nodes[0]:
                yield f"    then: {tree.then}/"
    yield "edge_cases:"
    for title, text in tree.edge_cases:
        yield f"  - title: {json.dumps(title)}"
        yield from _block("text", text, 4)
    yield "see_also:"
    for other, note in tree.see_also:
        yield f"  - to: {other}/"
        yield f"    note: {json.dumps(note)}"
    yield "scenarios:"
    for scenario in tree.scenarios():
        given = ", ".join(f"{check.id}: {json.dumps(label)}" for check, label in scenario.given)
        yield f"  - title: {json.dumps(scenario.title)}"
        yield f"    given: {{{given}}}"
        yield f"    expect: {scenario.end.id}"


def _node_lines(node: Node) -> Iterator[str]:
    yield f"  {node.id}:"
    if node.question:
        yield f"    question: {json.dumps(node.question)}"
    yield f"    title: {json.dumps(node.title)}"
    for key, text in node.texts.items():
        yield from _block(key, text, 4)
    if node.answers:
        yield "    answers:"
    for answer in node.answers:
        yield f"      {answer.label}:"
        yield f"        to: {answer.to}"
        yield f"        note: {json.dumps(answer.note)}"


def _block(key: str, text: str, indent: int) -> Iterator[str]:
    yield f"{' ' * indent}{key}: |"
    for line in text.split("\n"):
        yield f"{' ' * (indent + 2)}{line}" if line else ""
