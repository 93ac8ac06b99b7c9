"""A decision tree as immutable values.

This is the middle of the house: everything before it reads a source, everything after it writes pages,
charts and data. It holds what an author said and where, and nothing that follows from it; what follows
(paths, references, addresses) is worked out by `library` and `paths`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Literal

from decision_trees.diagnostics import Span

Kind = Literal["check", "decision", "warning"]


@dataclass(frozen=True, slots=True)
class Text:
    """Something an author wrote: plain text or Markdown, as its key says, and where it stands."""

    value: str
    span: Span

    def __str__(self) -> str:
        """Return the text itself, which is what a template wants."""
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


@dataclass(frozen=True, slots=True)
class Section:
    """One of a node's texts: its key in the source, and Markdown."""

    key: str
    text: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """What checks and terminals have in common.

    Attributes:
        id: Unique in the tree; part of the page's address.
        title: A few words, plain text.
        sections: The texts that were written, in the order of the format.
        incomplete: The author knows that texts are missing.
        formerly: Ids under which the node was published before.
        span: Where its id is written.
    """

    id: str
    title: Text
    sections: tuple[Section, ...] = ()
    incomplete: bool = False
    formerly: tuple[Text, ...] = ()
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Check(Node):
    """A question with its answers."""

    question: Text
    answers: tuple[Answer, ...]
    kind: Literal["check"] = "check"

    def answer(self, name: str) -> Answer | None:
        """Find an answer by its id or its label."""
        return next((one for one in self.answers if name in (one.id, one.label.value)), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision(Node):
    """An end that says what to choose."""

    alternatives: tuple[Text, ...] = ()
    then: Target | None = None
    kind: Literal["decision"] = "decision"


@dataclass(frozen=True, slots=True, kw_only=True)
class Warning(Node):  # noqa: A001 - the field's own term; nothing here raises or filters Python's warnings
    """An end that says what not to do, and what it would cost."""

    then: Target | None = None
    kind: Literal["warning"] = "warning"


Terminal = Decision | Warning
AnyNode = Check | Decision | Warning


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
        nodes: Checks, decisions and warnings by id, in the order of the file.
        start: The id of the check where a walk starts; empty where there is no check.
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
    lost_nodes: bool = False
    lost_arrows: bool = False

    @cached_property
    def checks(self) -> tuple[Check, ...]:
        """The checks, in the order of the file."""
        return tuple(node for node in self.nodes.values() if isinstance(node, Check))

    @cached_property
    def decisions(self) -> tuple[Decision, ...]:
        """The decisions, in the order of the file."""
        return tuple(node for node in self.nodes.values() if isinstance(node, Decision))

    @cached_property
    def warnings(self) -> tuple[Warning, ...]:
        """The warnings, in the order of the file."""
        return tuple(node for node in self.nodes.values() if isinstance(node, Warning))

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
