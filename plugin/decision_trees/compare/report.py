"""How a comparison looks: in a terminal, and as Markdown for the comment of a review."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import NamedTuple

from decision_trees.compare.compare import Comparison, Comparisons, Redirection
from decision_trees.compare.moves import Cause, Move
from decision_trees.compare.texts import ChangedPart, ChangedParts, Rewording
from decision_trees.diagnostics.printable import one_line
from decision_trees.model.tree import Tree

NO_CHANGE = "no change for a reader"

NOT_COMPARED = "Not compared"

MOST_MOVES = 10
"""How many moves of one answer are told apart before the rest is counted."""

MOST_DIGITS = 15
"""Up to how many digits the number of ways is written out."""


class ReportItem(NamedTuple):
    """A line and what is said below it."""

    line: str
    notes: tuple[str, ...] = ()


class ReportSection(NamedTuple):
    """Items under a heading."""

    heading: str
    items: tuple[ReportItem, ...]


def as_text(comparisons: Comparisons, unseen: Mapping[str, str] = MappingProxyType({})) -> str:
    """Write comparisons for a terminal.

    Args:
        comparisons: What was compared.
        unseen: What was not compared, and why, by name.
    """
    writer = Writer(name=one_line, words=lambda text: f"“{one_line(text)}”")
    blocks = [
        "\n".join([heading, *(_plain_section(section) for section in sections)])
        for heading, sections in writer.documents(comparisons)
    ]
    blocks = blocks or [no_change(unseen)]
    if unseen:
        blocks.append(
            "\n".join([NOT_COMPARED, *(f"  {one_line(name)}: {why}" for name, why in unseen.items())])
        )
    return "\n\n".join(blocks)


def no_change(unseen: Mapping[str, str]) -> str:
    """Say that nothing changed, in what was compared."""
    return f"{NO_CHANGE} in what was compared" if unseen else NO_CHANGE


def _plain_section(section: ReportSection) -> str:
    lines = [f"  {section.heading}"]
    for item in section.items:
        lines += [f"    {item.line}", *(f"      {note}" for note in item.notes)]
    return "\n".join(lines)


def as_markdown(comparisons: Comparisons, unseen: Mapping[str, str] = MappingProxyType({})) -> str:
    """Write comparisons as Markdown without HTML; what authors wrote stands in code spans, as it is.

    Args:
        comparisons: What was compared.
        unseen: What was not compared, and why, by name.
    """
    writer = Writer(name=_code, words=_code)
    blocks: list[str] = []
    for heading, sections in writer.documents(comparisons):
        blocks.append(f"## {heading}")
        for section in sections:
            lines = []
            for item in section.items:
                lines += [f"- {item.line}", *(f"  - {note}" for note in item.notes)]
            blocks += [f"### {section.heading}", "\n".join(lines)]
    blocks = blocks or [f"{no_change(unseen).capitalize()}."]
    if unseen:
        blocks += [f"## {NOT_COMPARED}", "\n".join(f"- {_code(name)}: {why}" for name, why in unseen.items())]
    return "\n\n".join(blocks)


def _code(text: str) -> str:
    """A code span: longer fences where the text has backticks itself."""
    text = one_line(text) or " "
    longest = max(map(len, re.findall("`+", text)), default=0)
    fence = "`" * (longest + 1)
    pad = " " if text.startswith("`") or text.endswith("`") else ""
    return f"{fence}{pad}{text}{pad}{fence}"


@dataclass(frozen=True)
class Writer:
    """Puts comparisons into words.

    Attributes:
        name: How ids, targets and labels are written.
        words: How other texts of an author are.
    """

    name: Callable[[str], str]
    words: Callable[[str], str]

    def documents(self, comparisons: Comparisons) -> Iterator[tuple[str, list[ReportSection]]]:
        """Give a heading and sections for the trees that are new or gone, and for each that changed."""
        trees = [
            *(ReportItem(f"new: {self._tree(tree)}") for tree in comparisons.added),
            *(ReportItem(f"removed: {self._tree(tree)}") for tree in comparisons.removed),
        ]
        if trees:
            yield "Trees", [ReportSection("New and removed", tuple(trees))]
        for comparison in comparisons.changed:
            yield self.name(comparison.new.id), list(self.sections(comparison))

    def _tree(self, tree: Tree) -> str:
        return f"{self.name(tree.id)}, {self.words(str(tree.title))}"

    def sections(self, comparison: Comparison) -> Iterator[ReportSection]:
        """Give what changed in one tree."""
        parts = comparison.nodes
        sections = {
            "These answers now lead elsewhere": self._redirections(comparison),
            "What can be reached": self._reach(comparison),
            "Checks and terminals": self._nodes(comparison),
            "Questions, titles and answers": self._rewordings(parts),
            "Guidance": self._rewritings(parts),
            "Worked examples": self._parts(comparison.scenarios),
            "Edge cases": self._parts(comparison.edge_cases),
            "See also": self._parts(comparison.references),
            "The tree itself": self._parts(ChangedParts(changed=(comparison.tree,))),
            "Addresses": self._addresses(comparison),
        }
        for heading, found in sections.items():
            if items := tuple(found):
                yield ReportSection(heading, items)

    def _redirections(self, comparison: Comparison) -> Iterator[ReportItem]:
        for redirection in comparison.redirections:
            yield ReportItem(self._redirection(redirection), tuple(self._moves(redirection.moves)))
        if comparison.too_many_ways:
            yield ReportItem("There are too many ways through both versions to say which end elsewhere")

    def _redirection(self, redirection: Redirection) -> str:
        was, now = self.name(redirection.was), self.name(redirection.now)
        if redirection.cause == Cause():
            return f"the start is {now}, was {was}"
        check = self.name(redirection.cause.check)
        if not redirection.cause.answer:
            return f"{check} is a {redirection.now}, was a {redirection.was}"
        back = "back to " if redirection.goes_back else ""
        if not redirection.label:
            return f"{check} → {back}{now}, was {was}"
        return f"{check}: {self.name(redirection.label)} → {back}{now}, was {was}"

    def _moves(self, moves: tuple[Move, ...] | None) -> Iterator[str]:
        if moves is None:
            return
        if not moves:
            yield "every way still ends where it did"
        for move in moves[:MOST_MOVES]:
            end = "ends" if move.ways == 1 else "end"
            was, now = self.name(move.was), self.name(move.now)
            yield f"{_ways(move.ways)} that ended at {was} now {end} at {now}"
        if left := moves[MOST_MOVES:]:
            yield f"{_ways(sum(move.ways for move in left))} more between other ends"

    def _reach(self, comparison: Comparison) -> Iterator[ReportItem]:
        for place in comparison.lost:
            yield ReportItem(f"{self.name(place)} can no longer be reached")
        for place in comparison.gained:
            yield ReportItem(f"{self.name(place)} can be reached now")

    def _nodes(self, comparison: Comparison) -> Iterator[ReportItem]:
        for how, nodes in (("new", comparison.added), ("removed", comparison.removed)):
            for node in nodes:
                yield ReportItem(f"{how} {node.kind}: {self.name(node.id)}, {self.words(str(node.title))}")
        for was, now in comparison.renamed:
            yield ReportItem(f"{self.name(was)} is called {self.name(now)} now")

    def _parts(self, parts: ChangedParts) -> Iterator[ReportItem]:
        for how, names in (("new", parts.added), ("removed", parts.removed)):
            for name in names:
                yield ReportItem(f"{how}: {self.words(name)}")
        yield from self._rewordings(parts.changed)
        yield from self._rewritings(parts.changed)

    def _rewordings(self, parts: Iterable[ChangedPart]) -> Iterator[ReportItem]:
        for part in parts:
            for rewording in part.rewordings:
                yield ReportItem(f"{self.name(part.name)}: {self._rewording(rewording)}")

    def _rewording(self, rewording: Rewording) -> str:
        what = f"{rewording.what} of {self.name(rewording.answer)}" if rewording.answer else rewording.what
        if not rewording.was:
            return f"new {what} {self.words(rewording.now)}"
        if not rewording.now:
            return f"removed {what} {self.words(rewording.was)}"
        return f"{what} now {self.words(rewording.now)}, was {self.words(rewording.was)}"

    def _rewritings(self, parts: Iterable[ChangedPart]) -> Iterator[ReportItem]:
        for part in parts:
            if part.rewritings:
                said = ", ".join(f"{rewriting.what} {rewriting.how}" for rewriting in part.rewritings)
                yield ReportItem(f"{self.name(part.name)}: {said}")

    def _addresses(self, comparison: Comparison) -> Iterator[ReportItem]:
        for address in comparison.addresses_lost:
            yield ReportItem(f"{self.name(address)} leads nowhere now")
        for address in comparison.addresses_gained:
            yield ReportItem(f"{self.name(address)} leads here now")


def _ways(count: int) -> str:
    if count == 1:
        return "1 way"
    return f"{count:,} ways" if count < 10**MOST_DIGITS else f"more than 10^{MOST_DIGITS} ways"
