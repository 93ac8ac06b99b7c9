"""The pages that list the trees of a folder."""

from __future__ import annotations

import posixpath
from collections.abc import Collection, Iterable, Iterator

from decision_trees.layout.addresses import tree_page
from decision_trees.model.tree import Tree

INDEX, OUTCOMES, HEALTH = "index.md", "all-outcomes.md", "tree-health.md"
"""The names of the pages in the folder."""


def list_pages(folder: str, *, with_health: bool) -> list[str]:
    """The paths of those pages."""
    return [posixpath.join(folder, name) for name in (INDEX, OUTCOMES, *((HEALTH,) if with_health else ()))]


MOST_IN_NAVIGATION = 30
"""How many trees a section of the navigation lists: each entry costs every page of the site some bytes."""


def folders(trees: Iterable[Tree]) -> list[str]:
    """The folders that get an index: those that trees lie in, except the docs folder itself."""
    return sorted({posixpath.dirname(tree.file) for tree in trees} - {""})


def unlisted(trees: Collection[Tree]) -> frozenset[str]:
    """The pages of trees that no navigation lists by itself: those in folders with many trees."""
    crowded = (below for below in by_folder(trees).values() if len(below) > MOST_IN_NAVIGATION)
    return frozenset(tree_page(tree.file) for below in crowded for tree in below)


def by_folder(trees: Iterable[Tree]) -> dict[str, list[Tree]]:
    """For each folder that gets an index, the trees that lie in it or below it, in the order given."""
    found = list(trees)
    below: dict[str, list[Tree]] = {folder: [] for folder in folders(found)}
    for tree in found:
        for folder in folders_above(tree.file):
            if folder in below:
                below[folder].append(tree)
    return below


def folders_above(path: str) -> Iterator[str]:
    """Every folder that a path leads through, the innermost first."""
    end = path.rfind("/")
    while end > 0:
        yield path[:end]
        end = path.rfind("/", 0, end)
