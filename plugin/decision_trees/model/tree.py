"""A decision tree as immutable values.

This is the middle of the house: everything before it reads a source, everything after it writes pages,
charts and data. It holds what an author said and where, and nothing that follows from it; what follows
(paths, references, addresses) is worked out by `library` and `paths`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Literal, Protocol

from decision_trees.model.line import Line
from decision_trees.model.span import Span

Kind = Literal["check", "step", "decision", "warning"]


@dataclass(frozen=True, slots=True)
class Text:
    """Something an author wrote: plain text or Markdown, as its key says, and where it stands."""

    value: str
    span: Span

    @property
    def line(self) -> Line:
        """The text as one line, which may hold inline code and emphasis."""
        return Line(self.value)

    def __str__(self) -> str:
        """Return the text itself."""
        return self.value

    def __bool__(self) -> bool:
        """Say whether anything was written."""
        return bool(self.value)


@dataclass(frozen=True, slots=True)
class Target:
    """Where an arrow or a reference leads, as written.

    Attributes:
        tree: The tree's id; None means the tree in which the target stands.
        node: The node's id; None means the start of the tree. With neither tree nor node, no target could
            be read, which has been reported.
        span: Where it is written.
    """

    tree: str | None
    node: str | None
    span: Span

    def within(self, home: str) -> tuple[str, str | None]:
        """The tree and the node that are meant by a target in the tree of the id `home`."""
        return self.tree or home, self.node

    def __str__(self) -> str:
        """Write the target as an author does."""
        return self.node or "" if self.tree is None else f"{self.tree}/{self.node or ''}"


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer of a check and the arrow it draws.

    Attributes:
        id: The answer in addresses and scenarios.
        label: The words a reader presses.
        to: Where it leads.
        note: Said on the arrow and beside the answer.
        alias: The target's name as seen from this answer (`as` in the source).
        loop: Why this arrow goes back to an earlier check; None for an arrow that goes forward.
    """

    id: str
    label: Text
    to: Target
    note: Text | None = None
    alias: Text | None = None
    loop: Text | None = None

    @property
    def names(self) -> tuple[str, ...]:
        """What a source or a reader may call it: its id, and its label with its marks and without."""
        return self.id, self.label.value, self.label.line.plain


@dataclass(frozen=True, slots=True)
class Section:
    """One of a node's texts: its key in the source, and Markdown."""

    key: str
    text: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """What checks, steps and terminals have in common.

    Attributes:
        id: Unique in the tree; part of the page's address.
        title: A few words.
        sections: The texts that were written, in the order of the format.
        incomplete: The author knows that texts are missing.
        needs_guidance: Whether a reader who finds no texts is told so.
        formerly: Ids under which the node was published before.
        span: Where its id is written.
    """

    id: str
    title: Text
    sections: tuple[Section, ...] = ()
    incomplete: bool = False
    needs_guidance: bool = True
    formerly: tuple[Text, ...] = ()
    span: Span

    @property
    def heading(self) -> Text:
        """What its page is headed by."""
        return self.title

    @property
    def is_unwritten(self) -> bool:
        """Whether texts are missing: as the author says, or as there are none and some are needed."""
        return self.incomplete or (self.needs_guidance and not self.sections)


@dataclass(frozen=True, slots=True, kw_only=True)
class Check(Node):
    """A question with its answers.

    Attributes:
        question: What is asked.
        same_as: The check from which its texts are taken, as far as it has none of its own.
        answers: What may be answered.
        pick_first: Whether answers may overlap, and the first that fits is meant.
    """

    question: Text
    answers: tuple[Answer, ...]
    pick_first: bool = False
    same_as: Text | None = None
    kind: Literal["check"] = "check"

    @property
    def heading(self) -> Text:
        """The question."""
        return self.question


DONE = "done"
"""The id of the one answer of a step."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step(Node):
    """Something to do on the way, which asks nothing.

    Attributes:
        then: The one way on.
        loop: Why this way goes back to an earlier check or step; None for one that goes forward.
    """

    then: Target
    loop: Text | None = None
    kind: Literal["step"] = "step"

    @property
    def answers(self) -> tuple[Answer, ...]:
        """The way on as a walk passes it: a single answer without words."""
        return (Answer(DONE, Text("", self.then.span), self.then, loop=self.loop),)


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision(Node):
    """An end that says what to choose.

    Attributes:
        any_of: Choices that are equally good.
        alternatives: Other acceptable choices, best first.
        then: Where to go on from here.
    """

    any_of: tuple[Text, ...] = ()
    alternatives: tuple[Text, ...] = ()
    then: Target | None = None
    kind: Literal["decision"] = "decision"


@dataclass(frozen=True, slots=True, kw_only=True)
class Warning(Node):  # noqa: A001 - the field's own term; nothing here raises or filters Python's warnings
    """An end that says what not to do, and what it would cost."""

    then: Target | None = None
    kind: Literal["warning"] = "warning"


Terminal = Decision | Warning

Inner = Check | Step
"""What a walk goes on from."""

AnyNode = Inner | Terminal


class NodeMark(Protocol):
    """What is told of a node without its texts."""

    @property
    def id(self) -> str:
        """Its id."""

    @property
    def kind(self) -> Kind:
        """Its kind."""

    @property
    def title(self) -> Text:
        """Its title."""

    @property
    def heading(self) -> Text:
        """What its page is headed by."""

    @property
    def formerly(self) -> tuple[Text, ...]:
        """Ids under which it was published before."""

    @property
    def span(self) -> Span:
        """Where its id is written."""


@dataclass(frozen=True, slots=True)
class EdgeCase:
    """A situation that the tree does not decide by itself."""

    title: Text
    text: Text


@dataclass(frozen=True, slots=True)
class Reference:
    """A cross-reference: to a target of ours, or to an address with a title."""

    to: Target | None
    url: Text | None
    title: Text | None
    note: Text | None


@dataclass(frozen=True, slots=True)
class Given:
    """One answer that a scenario gives: a check's id, and an answer's id or label."""

    check: Text
    answer: Text


@dataclass(frozen=True, slots=True)
class Scenario:
    """A worked example, which is also a test of the tree."""

    title: Text
    given: tuple[Given, ...]
    expect: Target
    note: Text | None
    span: Span


@dataclass(frozen=True, kw_only=True)
class Tree:
    """One decision tree.

    Attributes:
        id: The file's stem, unique in the site.
        file: The source file, relative to the folder of all sources, with `/` between folders.
        digest: SHA-256 of the source text, in hexadecimal; the tree's version.
        nodes: Checks, steps, decisions and warnings by id, in this order and that of the file.
        start: The id of the check or step where a walk starts; empty where there is no check.
        draft: Whether it is not to be published yet; None, or where that is said.
        lost_nodes: Whether nodes may be missing because they could not be read, which has been reported.
        lost_arrows: The same of answers.
    """

    id: str
    file: str
    digest: str
    span: Span
    title: Text
    question: Text
    category: Text | None
    summary: Text | None
    traversal: Text | None
    domains: tuple[Text, ...]
    owner: Text | None
    reviewed: date | None
    review_by: date | None
    review_by_span: Span
    start: str
    nodes: Mapping[str, AnyNode]
    edge_cases: tuple[EdgeCase, ...]
    see_also: tuple[Reference, ...]
    scenarios: tuple[Scenario, ...]
    formerly: tuple[Text, ...]
    draft: Span | None = None
    lost_nodes: bool = False
    lost_arrows: bool = False

    @property
    def marks(self) -> Iterable[NodeMark]:
        """What is known of each node by everybody: its id, kind, title, former ids and place."""
        return self.nodes.values()

    def mark(self, node_id: str) -> NodeMark | None:
        """What is known of one of them; None where there is no such node."""
        return self.nodes.get(node_id)

    def at(self, file: str) -> Tree:
        """The same by another name of its file; its texts stand in the file by its own name."""
        return self if file == self.file else replace(self, file=file)

    @cached_property
    def checks(self) -> tuple[Check, ...]:
        """The checks, in the order of the file."""
        return tuple(node for node in self.nodes.values() if isinstance(node, Check))

    @cached_property
    def first_check(self) -> Check | None:
        """The check that a walk meets first, behind the steps it may start with; None where there is none."""
        node, met = self.nodes.get(self.start), 0
        while isinstance(node, Step) and met < len(self.nodes) and node.then.tree in (None, self.id):
            node, met = self.nodes.get(node.then.node or ""), met + 1
        return node if isinstance(node, Check) else next(iter(self.checks), None)

    @property
    def asks_of_its_own(self) -> bool:
        """Whether the starting question is another one than that of the first check."""
        return self.first_check is None or self.question.value != self.first_check.question.value

    @cached_property
    def steps(self) -> tuple[Step, ...]:
        """The steps, in the order of the file."""
        return tuple(node for node in self.nodes.values() if isinstance(node, Step))

    @cached_property
    def inner(self) -> tuple[Inner, ...]:
        """Checks, then steps: what leads on."""
        return (*self.checks, *self.steps)

    @cached_property
    def decisions(self) -> tuple[Decision, ...]:
        """The decisions, in the order of the file."""
        return tuple(node for node in self.nodes.values() if isinstance(node, Decision))

    @cached_property
    def warnings(self) -> tuple[Warning, ...]:
        """The warnings, in the order of the file."""
        return tuple(node for node in self.nodes.values() if isinstance(node, Warning))

    def answer(self, check_id: str, name: str) -> Answer | None:
        """Find an answer of a check by one of its names."""
        return self._answers.get((check_id, name))

    @cached_property
    def _answers(self) -> Mapping[tuple[str, str], Answer]:
        found: dict[tuple[str, str], Answer] = {}
        for check in self.checks:
            for answer in check.answers:
                for name in answer.names:
                    found.setdefault((check.id, name), answer)
        return found

    @property
    def terminals(self) -> tuple[Terminal, ...]:
        """Decisions, then warnings."""
        return (*self.decisions, *self.warnings)

    def prose(self) -> Iterator[tuple[AnyNode | None, Text]]:
        """Every Markdown text of the tree with the node it belongs to, in the order of the file's parts."""
        if self.summary:
            yield None, self.summary
        for node in self.nodes.values():
            for section in node.sections:
                yield node, section.text
        for case in self.edge_cases:
            yield None, case.text
        for scenario in self.scenarios:
            if scenario.note:
                yield None, scenario.note
