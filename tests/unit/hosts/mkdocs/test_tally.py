"""What a build comes to: trees once, pages of every language, problems once."""

from __future__ import annotations

import dataclasses

from decision_trees.diagnostics.diagnostic import Diagnostic
from decision_trees.hosts.mkdocs.tally import Tally
from decision_trees.model.span import Span
from decision_trees.site.page import Page, SearchEntry

MADE = Page("a/index.md", "a.tree.yaml", None, {}, "", SearchEntry("", []), tuple)
KEPT = dataclasses.replace(MADE, is_from_cache=True)
INDEX = dataclasses.replace(MADE, path="index.md", file="")


def test_a_tree_of_two_languages_is_one_tree_with_the_pages_of_both() -> None:
    tally = Tally(has_cache=True)
    tally.add([MADE, INDEX])
    tally.add([KEPT, INDEX])
    assert tally.line == "1 tree, 4 pages (1 from the cache), no problems"


def test_without_a_cache_none_is_spoken_of() -> None:
    tally = Tally(has_cache=False)
    tally.add([MADE])
    assert tally.line == "1 tree, 1 page, no problems"


def test_problems_are_counted_once_and_errors_first() -> None:
    stale, cycle, other = (
        Diagnostic(code, Span("a.tree.yaml", line), "x")
        for code, line in (("stale", 1), ("cycle", 2), ("cycle", 3))
    )
    tally = Tally(has_cache=False, warnings=1)
    tally.add_problems([stale, cycle])
    tally.add_problems([cycle, other], warnings=1)
    assert tally.line == "0 trees, 0 pages, 2 errors, 3 warnings"
