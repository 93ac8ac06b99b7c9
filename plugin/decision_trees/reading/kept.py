"""What reading trees gave, kept in a cache so that `check` reads those alone that have changed.

A record holds what other trees ask of a tree, what is wrong with it by itself, and what is assumed for that.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property, partial
from typing import Any, NamedTuple, cast

from decision_trees.analysis.alone import Address, Assumptions
from decision_trees.analysis.library import Library, Mention, Relation
from decision_trees.cache.store import Cache, HeldRecords, as_text, digest
from decision_trees.diagnostics.codes import CODES, Level
from decision_trees.diagnostics.diagnostic import Diagnostic, Related
from decision_trees.model.ids import is_id
from decision_trees.model.kept_tree import KeptNode, KeptNodes, KeptTree
from decision_trees.model.span import Span
from decision_trees.model.tree import Check, Kind, Target, Text, Tree
from decision_trees.rules import Findings
from decision_trees.source.decode import Decoded

_KINDS: frozenset[Kind] = frozenset({"check", "step", "decision", "warning"})

_RELATIONS: frozenset[Relation] = frozenset({"answer", "then", "see_also", "expect", "prose"})


class KeptReading(NamedTuple):
    """What reading a source gave.

    Attributes:
        tree: The tree; None where there is none.
        diagnostics: What is wrong with its form.
        findings: What the rules find in it; None where they have to see other trees for that.
        outward: What is known to lead from it into other trees; None where it is to be looked for.
    """

    tree: Tree | None
    diagnostics: tuple[Diagnostic, ...]
    findings: Findings | None
    outward: tuple[Mention, ...] | None = None


@dataclass(frozen=True)
class TreeSource:
    """A source of a tree.

    Attributes:
        file: Its name.
        text: What it holds.
        path: Its path in the docs folder.
        id: The tree's id.
    """

    file: str
    text: str
    path: str
    id: str

    @cached_property
    def digest(self) -> str:
        """SHA-256 of what it holds, in hexadecimal."""
        return hashlib.sha256(self.text.encode("utf-8", "surrogatepass")).hexdigest()


@dataclass(frozen=True)
class KeptReadings:
    """The readings of sources in a cache.

    Attributes:
        records: Where they are.
        made_of: A digest of all that readings are made of, beside their sources.
        part: What else tells apart the readings of one source: the language it stands for.
        side_by_side: Whether several processes may read what is not kept, none of which hands a tree over.
    """

    records: Cache | HeldRecords
    made_of: str
    part: str = ""
    side_by_side: bool = True

    def read(
        self,
        source: TreeSource,
        today: date,
        decode: Callable[[], Decoded],
        examine: Callable[[Tree], Findings | None],
    ) -> KeptReading:
        """Give what reading a source gives, as it is kept, or anew.

        Args:
            source: The source.
            today: The day on which reviews are due or not.
            decode: Reads it.
            examine: Applies the rules to the tree alone.
        """
        name, key = self._name_and_key(source)
        if record := self.records.load(name, key):
            again = cache(partial(_again, decode))
            kept = record.read(lambda value, _: _read(value, _Reader.of(source), source, today, again))
            if kept is not None:
                return kept
        tree, diagnostics = decode()
        if tree is None:
            return KeptReading(None, diagnostics, None)
        reading = KeptReading(tree, diagnostics, examine(tree), Library([tree]).outward(tree))
        if (value := _written(reading, tree, today)) is not None:
            self.records.save(name, key, value)
        return reading

    def knows_one_of(self, sources: Iterable[TreeSource]) -> bool:
        """Say whether what reading gave is kept of one of some sources."""
        return any(self.records.load(*self._name_and_key(source)) for source in sources)

    def _name_and_key(self, source: TreeSource) -> tuple[str, str]:
        key = digest(self.made_of, source.digest, source.file, source.path, source.id)
        return f"{self.part}\n{source.file}", key


def _again(decode: Callable[[], Decoded]) -> Tree:
    # There is one, as there was when the reading was kept: of the same text, by the same code.
    return cast("Tree", decode().tree)


# --- writing --------------------------------------------------------------------------------------


def _written(reading: KeptReading, tree: Tree, today: date) -> object | None:
    """Write a reading as a value of JSON; None where it speaks of other files."""
    findings, outward = reading.findings, reading.outward or ()
    told = [*reading.diagnostics, *(findings.diagnostics if findings else ())]
    spans = [span for diagnostic in told for span in diagnostic.spans]
    if any(span.file != tree.file for span in spans):
        return None
    return [
        {
            "span": tree.span[1:],
            "draft": tree.draft and tree.draft[1:],
            "lost": [tree.lost_nodes, tree.lost_arrows],
            "title": _text(tree.title),
            "question": _text(tree.question),
            "category": _text(tree.category),
            "domains": [*map(_text, tree.domains)],
            "owner": _text(tree.owner),
            "formerly": [*map(_text, tree.formerly)],
            "review_by": tree.review_by and tree.review_by.isoformat(),
            "overdue": _is_overdue(tree.review_by, today),
        },
        [
            [
                *(node.id, node.kind, node.title.value, node.span[1:], [*map(_text, node.formerly)]),
                node.question.value if isinstance(node, Check) else None,
            ]
            for node in tree.nodes.values()
        ],
        [
            [mention.node and mention.node.id, mention.relation, mention.target.tree, mention.target.node]
            for mention in outward
        ],
        [*map(_diagnostic, reading.diagnostics)],
        findings and [[*map(_diagnostic, findings.diagnostics)], *findings.assumptions],
    ]


def _text(text: Text | None) -> list[Any]:
    return [] if text is None else [text.value, text.span[1:]]


def _diagnostic(diagnostic: Diagnostic) -> list[Any]:
    related = [[related.message, related.span[1:]] for related in diagnostic.related]
    texts = diagnostic.message, diagnostic.label, diagnostic.help
    return [diagnostic.code, diagnostic.span[1:], *texts, related, diagnostic.level]


def _is_overdue(review_by: date | None, today: date) -> bool:
    return review_by is not None and review_by < today


# --- reading --------------------------------------------------------------------------------------


def _read(
    value: Any,  # noqa: ANN401 - whatever is in the record
    reader: _Reader,
    source: TreeSource,
    today: date,
    again: Callable[[], Tree],
) -> KeptReading:
    fields, nodes, outward, diagnostics, findings = value
    review_by = fields["review_by"] and date.fromisoformat(fields["review_by"])
    if _is_overdue(review_by, today) is not fields["overdue"]:
        raise ValueError("the day has come")
    lost_nodes, lost_arrows = fields["lost"]
    fields = {
        "id": source.id,
        "file": source.file,
        "digest": source.digest,
        "span": reader.span(fields["span"]),
        "draft": fields["draft"] and reader.span(fields["draft"]),
        "lost_nodes": lost_nodes is True,
        "lost_arrows": lost_arrows is True,
        "title": reader.text(*fields["title"]),
        "question": reader.text(*fields["question"]),
        "category": reader.text(*fields["category"]) if fields["category"] else None,
        "domains": reader.texts(fields["domains"]),
        "owner": reader.text(*fields["owner"]) if fields["owner"] else None,
        "formerly": reader.ids(fields["formerly"]),
        "review_by": review_by,
    }
    marks = tuple(reader.mark(*node) for node in nodes)
    fields["nodes"] = KeptNodes([mark.id for mark in marks], again)
    tree = KeptTree.of(fields, lambda: marks, again)
    found = findings and reader.findings(*findings)
    return KeptReading(tree, reader.diagnostics(diagnostics), found, reader.mentions(tree, outward))


class _Reader(NamedTuple):
    """Reads what a record says of a file, which has so many lines."""

    file: str
    lines: int

    @classmethod
    def of(cls, source: TreeSource) -> _Reader:
        return cls(source.file, 1 + source.text.count("\n") + source.text.count("\r"))

    def span(self, numbers: Sequence[int]) -> Span:
        line, column, end_line, end_column = numbers
        # They are many: compared as a whole.
        if not (
            type(line) is type(column) is type(end_line) is type(end_column) is int
            and 0 < line <= end_line <= self.lines
            and column > 0 < end_column
        ):
            raise ValueError("there is no such place")
        return Span(self.file, line, column, end_line, end_column)

    def text(self, value: str, span: Sequence[int]) -> Text:
        return Text(as_text(value), self.span(span))

    def texts(self, items: Iterable[tuple[str, Sequence[int]]]) -> tuple[Text, ...]:
        return tuple(self.text(*item) for item in items) if items else ()

    def ids(self, items: Iterable[tuple[str, Sequence[int]]]) -> tuple[Text, ...]:
        found = self.texts(items)
        if not all(is_id(id_.value) for id_ in found):
            raise ValueError("that is no id")
        return found

    def mark(  # noqa: PLR0913, PLR0917 - as in the record
        self,
        id_: str,
        kind: Kind,
        title: str,
        span: Sequence[int],
        formerly: Iterable[tuple[str, Sequence[int]]],
        question: str | None,
    ) -> KeptNode:
        # Where pages go is worked out from ids.
        if kind not in _KINDS or not is_id(id_):
            raise ValueError("there is no such node")
        title = as_text(title)
        heading = title if question is None else as_text(question)
        return KeptNode(id_, kind, title, heading, self.ids(formerly), self.span(span))

    def mentions(self, tree: Tree, items: Iterable[Sequence[Any]]) -> tuple[Mention, ...]:
        return tuple(self.mention(tree, *item) for item in items)

    def mention(
        self, tree: Tree, node: str | None, relation: Relation, to_tree: str, to_node: str | None
    ) -> Mention:
        if relation not in _RELATIONS or (node is not None and node not in tree.nodes):
            raise ValueError("there is no such mention")
        to, there = as_text(to_tree), None if to_node is None else as_text(to_node)
        return Mention(None if node is None else tree.mark(node), relation, Target(to, there, tree.span))

    def diagnostics(self, items: Iterable[Sequence[Any]]) -> tuple[Diagnostic, ...]:
        return tuple(self.diagnostic(*item) for item in items)

    def diagnostic(  # noqa: PLR0913, PLR0917 - as in the record
        self,
        code: str,
        span: Sequence[int],
        message: str,
        label: str,
        help_: str,
        related: Iterable[tuple[str, Sequence[int]]],
        level: str,
    ) -> Diagnostic:
        if code not in CODES:
            raise ValueError("there is no such code")
        beside = tuple(Related(as_text(words), self.span(place)) for words, place in related)
        message, label, help_ = map(as_text, (message, label, help_))
        return Diagnostic(code, self.span(span), message, label, help_, beside, Level(level))

    def findings(
        self,
        diagnostics: Iterable[Sequence[Any]],
        present: Iterable[Any],
        absent: Iterable[Any],
        files: Iterable[str],
    ) -> Findings:
        assumptions = Assumptions(_addresses(present), _addresses(absent), tuple(map(as_text, files)))
        return Findings(self.diagnostics(diagnostics), assumptions)


def _addresses(items: Iterable[tuple[str, str | None]]) -> tuple[Address, ...]:
    return tuple((as_text(tree), None if node is None else as_text(node)) for tree, node in items)
