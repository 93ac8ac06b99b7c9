"""How a comparison looks: in a terminal, and as Markdown for the comment of a review."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from decision_trees.comparison import Comparison, Comparisons, Redirection
from decision_trees.model import Tree
from decision_trees.outcomes import Cause, Move
from decision_trees.parts import Part, Parts, Rewording

NO_CHANGE = "no change for a reader"

MOST_MOVES = 10
"""How many moves of one answer are told apart before the rest is counted."""

MOST_DIGITS = 15
"""Up to how many digits the number of ways is written out."""


class _Item(NamedTuple):
    """A line and what is said below it."""

    line: str
    notes: tuple[str, ...] = ()


class _Section(NamedTuple):
    """Items under a heading."""

    heading: str
    items: tuple[_Item, ...]


def as_text(comparisons: Comparisons) -> str:
    """Write comparisons for a terminal."""
    writer = _Writer(name=str, words=lambda text: f"“{text}”")
    blocks = [
        "\n".join([heading, *(_plain_section(section) for section in sections)])
        for heading, sections in writer.documents(comparisons)
    ]
    return "\n\n".join(blocks) or NO_CHANGE


def _plain_section(section: _Section) -> str:
    lines = [f"  {section.heading}"]
    for item in section.items:
        lines += [f"    {item.line}", *(f"      {note}" for note in item.notes)]
    return "\n".join(lines)


def as_markdown(comparisons: Comparisons) -> str:
    """Write comparisons as Markdown without HTML; what authors wrote stands in code spans, as it is."""
    writer = _Writer(name=_code, words=_code)
    blocks: list[str] = []
    for heading, sections in writer.documents(comparisons):
        blocks.append(f"## {heading}")
        for section in sections:
            lines = []
            for item in section.items:
                lines += [f"- {item.line}", *(f"  - {note}" for note in item.notes)]
            blocks += [f"### {section.heading}", "\n".join(lines)]
    return "\n\n".join(blocks) or f"{NO_CHANGE.capitalize()}."


def _code(text: str) -> str:
    """A code span: longer fences where the text has backticks itself."""
    longest = max(map(len, re.findall("`+", text)), default=0)
    fence = "`" * (longest + 1)
    pad = " " if text.startswith("`") or text.endswith("`") else ""
    return f"{fence}{pad}{text}{pad}{fence}"


@dataclass(frozen=True)
class _Writer:
    """Puts comparisons into words.

    Attributes:
        name: How ids, targets and labels are written.
        words: How other texts of an author are.
    """

    name: Callable[[str], str]
    words: Callable[[str], str]

    def documents(self, comparisons: Comparisons) -> Iterator[tuple[str, list[_Section]]]:
        """Give a heading and sections for the trees that are new or gone, and for each that changed."""
        trees = [
            *(_Item(f"new: {self._tree(tree)}") for tree in comparisons.added),
            *(_Item(f"removed: {self._tree(tree)}") for tree in comparisons.removed),
        ]
        if trees:
            yield "Trees", [_Section("New and removed", tuple(trees))]
        for comparison in comparisons.changed:
            yield self.name(comparison.new.id), list(self._sections(comparison))

    def _tree(self, tree: Tree) -> str:
        return f"{self.name(tree.id)}, {self.words(str(tree.title))}"

    def _sections(self, comparison: Comparison) -> Iterator[_Section]:
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
            "The tree itself": self._parts(Parts(changed=(comparison.tree,))),
            "Addresses": self._addresses(comparison),
        }
        for heading, found in sections.items():
            if items := tuple(found):
                yield _Section(heading, items)

    def _redirections(self, comparison: Comparison) -> Iterator[_Item]:
        for one in comparison.redirections:
            yield _Item(self._redirection(one), tuple(self._moves(one.moves)))
        if comparison.too_many_ways:
            yield _Item("There are too many ways through both versions to say which end elsewhere")

    def _redirection(self, one: Redirection) -> str:
        was, now = self.name(one.was), self.name(one.now)
        if one.cause == Cause():
            return f"the start is {now}, was {was}"
        check = self.name(one.cause.check)
        if not one.cause.answer:
            return f"{check} is a {one.now}, was a {one.was}"
        back = "back to " if one.goes_back else ""
        return f"{check}: {self.name(one.label)} → {back}{now}, was {was}"

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

    def _reach(self, comparison: Comparison) -> Iterator[_Item]:
        for place in comparison.lost:
            yield _Item(f"{self.name(place)} can no longer be reached")
        for place in comparison.gained:
            yield _Item(f"{self.name(place)} can be reached now")

    def _nodes(self, comparison: Comparison) -> Iterator[_Item]:
        for how, nodes in (("new", comparison.added), ("removed", comparison.removed)):
            for node in nodes:
                yield _Item(f"{how} {node.kind}: {self.name(node.id)}, {self.words(str(node.title))}")
        for was, now in comparison.renamed:
            yield _Item(f"{self.name(was)} is called {self.name(now)} now")

    def _parts(self, parts: Parts) -> Iterator[_Item]:
        for how, names in (("new", parts.added), ("removed", parts.removed)):
            for name in names:
                yield _Item(f"{how}: {self.words(name)}")
        yield from self._rewordings(parts.changed)
        yield from self._rewritings(parts.changed)

    def _rewordings(self, parts: Iterable[Part]) -> Iterator[_Item]:
        for part in parts:
            for one in part.rewordings:
                yield _Item(f"{self.name(part.name)}: {self._rewording(one)}")

    def _rewording(self, one: Rewording) -> str:
        what = f"{one.what} of {self.name(one.answer)}" if one.answer else one.what
        if not one.was:
            return f"new {what} {self.words(one.now)}"
        if not one.now:
            return f"removed {what} {self.words(one.was)}"
        return f"{what} now {self.words(one.now)}, was {self.words(one.was)}"

    def _rewritings(self, parts: Iterable[Part]) -> Iterator[_Item]:
        for part in parts:
            if part.rewritings:
                said = ", ".join(f"{one.what} {one.how}" for one in part.rewritings)
                yield _Item(f"{self.name(part.name)}: {said}")

    def _addresses(self, comparison: Comparison) -> Iterator[_Item]:
        for address in comparison.addresses_lost:
            yield _Item(f"{self.name(address)} leads nowhere now")
        for address in comparison.addresses_gained:
            yield _Item(f"{self.name(address)} leads here now")


def _ways(count: int) -> str:
    if count == 1:
        return "1 way"
    return f"{count:,} ways" if count < 10**MOST_DIGITS else f"more than 10^{MOST_DIGITS} ways"
