"""What a build comes to, in one line at its end."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable

from decision_trees.diagnostics.codes import Level
from decision_trees.diagnostics.diagnostic import Diagnostic
from decision_trees.diagnostics.render import text
from decision_trees.site.page import Page


class Tally:
    """What is counted while a site is built; of a site in several languages, while all of them are."""

    def __init__(self, *, has_cache: bool, warnings: int = 0) -> None:
        """Begin with nothing but the warnings that were there before, and say whether there is a cache."""
        self._has_cache = has_cache
        self._trees: set[str] = set()
        self._pages: Counter[bool] = Counter()
        self._found: set[Diagnostic] = set()
        self._warnings = warnings

    def add(self, pages: Collection[Page]) -> None:
        """Count pages of ours that are published, and the trees they are made from."""
        self._trees.update(page.file for page in pages if page.file)
        self._pages.update(page.is_from_cache for page in pages)

    def add_problems(self, found: Iterable[Diagnostic], *, warnings: int = 0) -> None:
        """Count what is wrong, told or not, and warnings about something else than trees and pages.

        What builds of several languages find in the same place is one problem.
        """
        self._found.update(found)
        self._warnings += warnings

    @property
    def line(self) -> str:
        """What it comes to."""
        pages = _counted(self._pages.total(), "page")
        kept = f" ({self._pages[True]} from the cache)" if self._has_cache else ""
        levels = [*(found.level for found in self._found), *[Level.WARNING] * self._warnings]
        return f"{_counted(len(self._trees), 'tree')}, {pages}{kept}, {text.count_levels(levels)}"


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
