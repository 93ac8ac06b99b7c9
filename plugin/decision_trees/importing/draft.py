"""The form between a foreign tree and a source: what every reader makes, and the writer writes."""

from __future__ import annotations

from dataclasses import dataclass, field

from decision_trees.model.tree import Kind
from decision_trees.source import keys
from decision_trees.source.keys import ValueType

FACTS = tuple(
    name
    for name, key in keys.TREE.keys.items()
    if key.takes in (ValueType.LINE, ValueType.PROSE, ValueType.DATE) and name not in ("title", "question")
)
"""Keys of a tree with one text or a day, in the order of the format."""

MOST_IMPORTED_NODES = 2_000
"""How many nodes a tree may have: more than anybody draws."""


@dataclass(slots=True)
class DraftArrow:
    """A way on from a node.

    Attributes:
        label: The answer; empty on the one way on from a step.
        to: The key of the node it leads to, or a target in another tree, which holds a `/`.
        line: Where it stands in the foreign file.
        note: What is said beside the answer.
        alias: What the answer calls the node it leads to.
        loop: Why it goes back; empty where it goes forward.
        id: The answer's id, where the foreign file has one.
    """

    label: str
    to: str
    line: int
    note: str = ""
    alias: str = ""
    loop: str = ""
    id: str = ""


@dataclass(slots=True)
class DraftNode:
    """A node.

    Attributes:
        key: Unique in the draft.
        text: What is asked, what is to be done, or what it ends in.
        line: Where it stands in the foreign file.
        kind: What it is.
        title: A short name beside the question.
        texts: Its long texts, by their keys in a source.
        arrows: The ways on.
        comments: What was assumed of it.
        same_as: The key of the check that asks the same elsewhere, and has the texts.
        pick: Whether the first of its answers that fits is meant.
        guidance: Whether it is said that it needs no guidance.
        incomplete: Whether texts are known to be missing.
        id: Its id, where one is known.
        any_of: Choices that are as good as each other.
        alternatives: Other acceptable choices.
        then: Where to go on from an end: a target.
        formerly: Older ids.
        is_end: Whether it is said to be an end, even if its words ask.
        refers_to: The anchor in the file to which its words link: `#is-it-big`.
    """

    key: str
    text: str
    line: int
    kind: Kind
    title: str = ""
    texts: dict[str, str] = field(default_factory=dict)
    arrows: list[DraftArrow] = field(default_factory=list)
    comments: list[str] = field(default_factory=list)
    same_as: str = ""
    pick: bool = False
    guidance: bool = False
    incomplete: bool = False
    id: str = ""
    any_of: list[str] = field(default_factory=list)
    alternatives: list[str] = field(default_factory=list)
    then: str = ""
    formerly: list[str] = field(default_factory=list)
    is_end: bool = False
    refers_to: str = ""


@dataclass(slots=True)
class Draft:
    """A tree on its way.

    Attributes:
        title: Its name.
        line: Where it begins in the foreign file.
        id: Its id, where one is known.
        question: The starting question, where it is not that of the first check.
        start: The key of the first node.
        numbers: The keys of questions by their numbers, or by `question 2` where they have none.
        beside: The keys of questions that stand side by side: one to which nothing leads is told.
        nodes: The nodes by key.
        facts: Keys of the tree with one line of text each: `category` and the like.
        lists: Keys of the tree with several: `domains`.
        edge_cases: Titles and texts.
        see_also: Mappings as the source has them.
        scenarios: Mappings as the source has them.
        unplaced: Texts for which no place was found, by their headings.
        comments: What was assumed of the tree as a whole.
        has_guidance: Whether the foreign form has a place for the texts of every question and end.
        repeats: Whether checks with one question are one question in several places.
        laid_out: Whether the order of its nodes and the lines of its texts are an author's and stay.
    """

    title: str
    line: int
    id: str = ""
    question: str = ""
    start: str = ""
    numbers: dict[str, str] = field(default_factory=dict)
    beside: list[str] = field(default_factory=list)
    nodes: dict[str, DraftNode] = field(default_factory=dict)
    facts: dict[str, str] = field(default_factory=dict)
    lists: dict[str, list[str]] = field(default_factory=dict)
    edge_cases: list[tuple[str, str]] = field(default_factory=list)
    see_also: list[dict[str, str]] = field(default_factory=list)
    scenarios: list[dict[str, object]] = field(default_factory=list)
    unplaced: dict[str, str] = field(default_factory=dict)
    comments: list[str] = field(default_factory=list)
    has_guidance: bool = False
    repeats: bool = False
    laid_out: bool = False

    def add(self, text: str, line: int, kind: Kind) -> DraftNode:
        """Add a node with a key of its own."""
        node = DraftNode(f"n{len(self.nodes)}", text, line, kind)
        self.nodes[node.key] = node
        return node

    def number(self, node: DraftNode, number: str, place: int) -> None:
        """Note a question that stands beside others, and by what they may refer to it.

        Args:
            node: The question.
            number: Its number; empty where it has none.
            place: Which of the questions beside each other it is, from 1.
        """
        self.beside.append(node.key)
        bare = number.casefold().strip(" .:()")
        self.numbers.setdefault(bare or f"question {place}", node.key)
