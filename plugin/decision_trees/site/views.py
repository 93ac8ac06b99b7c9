"""What the templates of pages see of a tree: plain values, nothing left to look up.

A template prints these values and decides nothing about trees. Links between pages are Markdown paths
(`page`); a filter of the template writes them relative to the page being made.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import islice

from decision_trees.analysis.graph import Lengths
from decision_trees.model.line import Line
from decision_trees.model.tree import Kind, Text

_REMEMBERED = 500  # conditions: the same lead to many nodes


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
        number: The number of the node among its kind; None in another tree.
    """

    page: str
    title: Line
    heading: Line
    kind: Kind | None
    tree_page: str
    step: str | None = None
    tree_title: Line | None = None
    number: int | None = None

    @property
    def leaves(self) -> bool:
        """Whether it leads into another tree."""
        return self.tree_title is not None


@dataclass(frozen=True, slots=True)
class AnswerView:
    """An answer: its words, and where it leads; of a step, the words to go on.

    Attributes:
        id: The answer in addresses.
        label: The words a reader presses.
        note: What is said beside them.
        name: What the answer calls its target, else the target's own heading.
        to: Where it leads.
        loop: Why it goes back, where it does.
    """

    id: str
    label: Line
    note: Line | None
    name: Line
    to: LinkView
    loop: Line | None

    @property
    def aside(self) -> Line:
        """What is said beside its label: its note, and why it goes back."""
        return Line.join("; ", filter(None, (self.note, self.loop)))


@dataclass(frozen=True, slots=True)
class ConditionView:
    """An answer as a condition: "Fan-out requirement: Yes".

    Without an answer it is a step that is taken, or stands for the conditions before and leads to the check
    they end with.

    Attributes:
        page: The page of its check.
        title: The check's title.
        answer: The answer's label.
    """

    page: str
    title: Line
    answer: Line

    @property
    def text(self) -> Line:
        """The condition in words."""
        return _condition(self.title, self.answer) if self.answer else self.title


@lru_cache(_REMEMBERED)
def _condition(title: Line, answer: Line) -> Line:
    return Line.join(f"{colon(title)} ", (title, answer))


@dataclass(frozen=True, slots=True)
class WayView:
    """A way to a node, or several that end alike.

    Attributes:
        conditions: The answers that all of them share, less those that every way to the node shares.
        name: The node's name as seen from the last answer.
        count: How many ways these are, in words; empty for one.
        loop: Why the last answer goes back, where it does.
    """

    conditions: tuple[ConditionView, ...]
    name: Line | None
    count: str
    loop: Line | None


@dataclass(frozen=True, slots=True)
class SectionView:
    """A long text of a node.

    Attributes:
        name: Its key in the format, and its name in addresses.
        heading: Its heading in the site's language.
        text: The author's Markdown.
    """

    name: str
    heading: str
    text: Text


@dataclass(frozen=True, slots=True)
class NodeView:
    """A check, step or terminal.

    Attributes:
        id: Its id.
        kind: `check`, `step`, `decision` or `warning`.
        number: Counts those of its kind in the order of the walk.
        page: Its own page.
        title: A few words for it.
        heading: A check's question; else the title.
        sections: Its long texts, in the order in which they are read.
        incomplete: Whether the page says that guidance is missing.
        answers: A check's answers, in the order a reader sees; a step's one way on; none of a terminal.
        pick_first: Whether the first answer that fits is to be taken.
        any_of: Choices of a decision that are as good as each other.
        alternatives: Other acceptable choices, best first.
        then: Where to go on from a terminal.
        lengths: How many checks the ways from here still ask: at `least` and at `most`.
        trail: The shortest way to it, or the end of that.
        fragment: Of its tree's page: there a walk stands at it, by the shortest way.
        shared: What all ways to it have in common.
        ways: The ways to it, less that.
        more_ways: How many more ways there are than are listed.
        reached: By how many ways it is reached, in words; empty where there is nothing to say.
        is_start: Whether a walk starts here.
        referred_by: The nodes and trees that lead here beside answers.
    """

    id: str
    kind: Kind
    number: int
    page: str
    title: Line
    heading: Line
    sections: tuple[SectionView, ...]
    incomplete: bool
    answers: tuple[AnswerView, ...]
    pick_first: bool
    any_of: tuple[Line, ...]
    alternatives: tuple[Line, ...]
    then: LinkView | None
    lengths: Lengths
    trail: tuple[ConditionView, ...]
    fragment: str
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
    """A row of the indented tree.

    Attributes:
        answer: The answer that leads here; None at the start, and behind a step.
        note: What is said beside the answer.
        to: What it leads to.
        node: The id of that; empty for another tree.
        elsewhere: Whether what follows stands in another row already.
        branches: The rows below.
    """

    answer: Line | None
    note: Line | None
    to: LinkView
    node: str
    elsewhere: bool
    branches: tuple[BranchView, ...]


@dataclass(frozen=True, slots=True)
class ReferenceView:
    """A cross-reference; one of `link`, `url` and `file` is given.

    Attributes:
        link: A page of ours.
        url: An address elsewhere.
        file: A file of the site.
        title: What it leads to.
        note: Why to look there.
    """

    link: LinkView | None
    url: str | None
    file: str | None
    title: Line
    note: Line | None


@dataclass(frozen=True, slots=True)
class ScenarioView:
    """A worked example.

    Attributes:
        title: What happens in it.
        walk: The walk it takes, as written in an address.
        conditions: The answers it gives.
        end: Where it comes out.
        note: What it teaches.
    """

    title: Line
    walk: str
    conditions: tuple[ConditionView, ...]
    end: LinkView
    note: Text | None


@dataclass(frozen=True, slots=True)
class TreeView:
    """A tree with everything its pages show.

    Attributes:
        id: Its id.
        version: A digest of its source.
        page: Its page.
        title: Its title.
        question: Its starting question.
        asks_of_its_own: Whether that differs from the first check's question.
        draft: Whether it is its author's alone yet.
        category: The group under which the index lists it.
        summary: One or two sentences, as Markdown.
        traversal: How long a walk takes, in words.
        domains: Fields it belongs to.
        owner: Who answers for it.
        reviewed: The day of its last review.
        review_by: The day by which the next is due.
        overdue: Whether that has passed.
        start: The check or step where a walk starts.
        checks: Its checks, in the order of the walk.
        steps: Its steps, likewise.
        decisions: Its decisions, likewise.
        warnings: Its warnings, likewise.
        outline: The rows of the indented tree.
        edge_cases: Situations that it does not decide: titles, and texts as Markdown.
        see_also: Its cross-references.
        referred_by: What in other trees leads to it.
        scenarios: Its worked examples.
    """

    id: str
    version: str
    page: str
    title: Line
    question: Line
    asks_of_its_own: bool
    draft: bool
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
    steps: tuple[NodeView, ...]
    decisions: tuple[NodeView, ...]
    warnings: tuple[NodeView, ...]
    outline: tuple[BranchView, ...]
    edge_cases: tuple[tuple[Line, Text], ...]
    see_also: tuple[ReferenceView, ...]
    referred_by: tuple[LinkView, ...]
    scenarios: tuple[ScenarioView, ...]

    @property
    def nodes(self) -> tuple[NodeView, ...]:
        """Checks, steps, decisions, warnings."""
        return (*self.checks, *self.steps, *self.decisions, *self.warnings)

    def other_terminals(self, node: NodeView, most: int) -> list[NodeView]:
        """Some terminals other than `node`."""
        return list(islice((terminal for terminal in self.terminals if terminal.id != node.id), most))

    @property
    def terminals(self) -> tuple[NodeView, ...]:
        """Decisions, warnings."""
        return (*self.decisions, *self.warnings)


# A mark at the end, behind which no colon stands, and what may close behind it
_ENDED = re.compile(
    r"[?!:;\u2026\u203d\u061f\u037e\uff01\uff1a\uff1f][\"'\u00bb\u2019\u201d)\]\u300d\u300f\uff09]*$"
)


def colon(text: object) -> str:
    """The colon behind words that head what follows; none where they end in a mark of their own."""
    return "" if _ENDED.search(str(text).rstrip()) else ":"


def step_id(node_id: str) -> str:
    """The id of a node's section on its tree's page; the prefix keeps it apart from headings."""
    return f"step-{node_id}"
