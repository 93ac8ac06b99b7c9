"""What is remembered from one build to the next while an author is watching."""

from __future__ import annotations

import gc
from collections import Counter
from collections.abc import Iterable, Mapping

from decision_trees.cache.store import HeldRecords
from decision_trees.diagnostics.diagnostic import Diagnostic
from decision_trees.model.tree import Tree
from decision_trees.reading.kept import KeptReadings


class Memory:
    """What earlier builds have read and told, and which pages they have made."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self._before: Counter[tuple[str, ...]] = Counter()
        self._now: Counter[tuple[str, ...]] = Counter()
        self._records = HeldRecords()
        self._nodes: dict[str, frozenset[str]] = {}

    def begin(self) -> None:
        """Begin the next build: what was told in the last one has been told."""
        self._before, self._now = self._now, Counter()
        if self._nodes:
            # Pages and sections hold each other: what is left of the last build would lie beside this one.
            gc.collect()

    def parted(self, found: Iterable[Diagnostic]) -> tuple[list[Diagnostic], list[Diagnostic]]:
        """Part what is new from what the last build told, too, if at other lines."""
        new: list[Diagnostic] = []
        known: list[Diagnostic] = []
        for diagnostic in found:
            key = (diagnostic.level, diagnostic.code, diagnostic.span.file, diagnostic.message)
            self._now[key] += 1
            (new if self._now[key] > self._before[key] else known).append(diagnostic)
        return new, known

    def readings(self, language: str) -> KeptReadings:
        """What was read in a language: an author changes one tree at a time."""
        return KeptReadings(self._records, "", language, side_by_side=False)

    def nodes(self, trees: Iterable[Tree]) -> Mapping[str, frozenset[str]]:
        """The nodes that each source had when it was read last, by file."""
        self._nodes |= {tree.file: frozenset(tree.nodes) for tree in trees}
        return self._nodes
