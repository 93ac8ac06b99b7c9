"""What the templates of pages see of a tree: plain values, nothing left to look up.

A template prints these values and decides nothing about trees. Links between pages are Markdown paths
(`page`); a filter of the template writes them relative to the page being made.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import islice

from decision_trees.model import Kind, Text
from decision_trees.paths import Lengths


@dataclass(frozen=True, slots=True)
class LinkView:
    """A link to a page of ours.

    Attributes:
        page: The page.
        title: A few words for it.
        heading: Its own heading: a check's question, else the title.
        kind: The kind of node; None for a tree.
        tree_page: The page of its tree, on which it is walked.
        step: The id of its section there; None for a tree as a whole.
        tree_title: The other tree's title; None for the tree at hand.
    """

    page: str
    title: str
    heading: str
    kind: Kind | None
    tree_page: str
    step: str | None = None
    tree_title: str | None = None

    @property
    def leaves(self) -> bool:
        """Whether it leads into another tree."""
        return self.tree_title is not None


@dataclass(frozen=True, slots=True)
class AnswerView:
    """An answer: its words, and where it leads."""

    id: str
    label: str
    note: str | None
    name: str
    to: LinkView
    loop: str | None


@dataclass(frozen=True, slots=True)
class ConditionView:
    """An answer as a condition: "Fan-out requirement: Yes".

    Without an answer it stands for the conditions before, and leads to the check they end with.
    """

    page: str
    title: str
    answer: str

    @property
    def text(self) -> str:
        """The condition in words."""
        return f"{self.title}: {self.answer}" if self.answer else self.title


@dataclass(frozen=True, slots=True)
class WayView:
    """A way to a node, or several that end alike.

    Attributes:
        conditions: The answers that all of them share, less those that every way to the node shares.
        name: The node's name as seen from the last answer.
        count: How many ways these are.
        loop: Why the last answer goes back, where it does.
    """

    conditions: tuple[ConditionView, ...]
    name: str | None
    count: int
    loop: str | None


@dataclass(frozen=True, slots=True)
class SectionView:
    """A long text: its name in addresses, its heading, and the author's Markdown."""

    name: str
    heading: str
    text: Text


@dataclass(frozen=True, slots=True)
class NodeView:
    """A check or terminal; `reached` says in how many ways."""

    id: str
    kind: Kind
    number: int
    page: str
    title: str
    heading: str
    sections: tuple[SectionView, ...]
    incomplete: bool
    answers: tuple[AnswerView, ...]
    alternatives: tuple[str, ...]
    then: LinkView | None
    lengths: Lengths
    trail: tuple[ConditionView, ...]
    shared: tuple[ConditionView, ...]
    ways: tuple[WayView, ...]
    more_ways: int
    reached: str
    is_start: bool
    referred_by: tuple[LinkView, ...]

    @property
    def step(self) -> str:
        """The id of the node's section on the tree's own page."""
        return step_id(self.id)


@dataclass(frozen=True, slots=True)
class BranchView:
    """A line of the outline."""

    answer: str | None
    note: str | None
    to: LinkView
    elsewhere: bool
    branches: tuple[BranchView, ...]


@dataclass(frozen=True, slots=True)
class ReferenceView:
    """A cross-reference: to a page of ours (`link`), to a file of the site or to an address elsewhere."""

    link: LinkView | None
    url: str | None
    file: str | None
    title: str
    note: str | None


@dataclass(frozen=True, slots=True)
class ScenarioView:
    """A worked example: the walk it takes, as written in an address, and its end."""

    title: str
    walk: str
    conditions: tuple[ConditionView, ...]
    end: LinkView
    note: Text | None


@dataclass(frozen=True, slots=True)
class TreeView:
    """A tree with everything its pages show."""

    id: str
    version: str
    page: str
    title: str
    question: str
    category: str | None
    summary: Text | None
    traversal: str
    domains: tuple[str, ...]
    owner: str | None
    reviewed: date | None
    review_by: date | None
    overdue: bool
    start: NodeView
    checks: tuple[NodeView, ...]
    decisions: tuple[NodeView, ...]
    warnings: tuple[NodeView, ...]
    outline: tuple[BranchView, ...]
    edge_cases: tuple[tuple[str, Text], ...]
    see_also: tuple[ReferenceView, ...]
    referred_by: tuple[LinkView, ...]
    scenarios: tuple[ScenarioView, ...]

    @property
    def nodes(self) -> tuple[NodeView, ...]:
        """Checks, decisions, warnings."""
        return (*self.checks, *self.decisions, *self.warnings)

    def other_terminals(self, node: NodeView, most: int) -> list[NodeView]:
        """Some terminals other than `node`."""
        return list(islice((one for one in self.terminals if one.id != node.id), most))

    @property
    def terminals(self) -> tuple[NodeView, ...]:
        """Decisions, warnings."""
        return (*self.decisions, *self.warnings)


def step_id(node_id: str) -> str:
    """The id of a node's section on its tree's page; the prefix keeps it apart from headings."""
    return f"step-{node_id}"
