"""What trees and nodes are called and were called, for what is misspelt.

Everything is looked up here and nothing searched for, so that many mistakes in many trees take no longer to
explain than there is text to read.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property

from decision_trees.diagnostics.wording import Names
from decision_trees.model.ids import mended
from decision_trees.model.tree import Check, Text, Tree


class NodeNames:
    """What the nodes of one tree are called."""

    def __init__(self, tree: Tree) -> None:
        """Take the tree."""
        self._tree = tree

    @cached_property
    def mended(self) -> frozenset[str]:
        """Their ids as they must be written: one that is not well formed is called so once it is mended."""
        return frozenset(map(mended, self._tree.nodes))

    @cached_property
    def ids(self) -> Names:
        """The same, to look for what was meant."""
        return Names(map(mended, self._tree.nodes))

    @cached_property
    def checks(self) -> Names:
        """Those of checks."""
        return Names(mended(check.id) for check in self._tree.checks)

    @cached_property
    def mended_checks(self) -> frozenset[str]:
        """The ids of checks as they must be written."""
        return frozenset(mended(check.id) for check in self._tree.checks)

    @cached_property
    def former(self) -> Mapping[str, str]:
        """Their ids by those that they had before."""
        return _first((str(old), node.id) for node in self._tree.marks for old in node.formerly)

    @cached_property
    def by_title(self) -> Mapping[str, str]:
        """Their ids by their titles, in lower case."""
        return _first((node.title.value.casefold(), node.id) for node in self._tree.marks)

    def labels(self, check: Check) -> Names:
        """The labels of a check's answers."""
        if check.id not in self._labels:
            self._labels[check.id] = Names(answer.label.value for answer in check.answers)
        return self._labels[check.id]

    @cached_property
    def _labels(self) -> dict[str, Names]:
        return {}


class TreeNames:
    """What the trees of a site are called, and what their authors call categories, domains and owners."""

    def __init__(self, trees: Mapping[str, Tree]) -> None:
        """Take the trees by id."""
        self._trees = trees

    @cached_property
    def ids(self) -> Names:
        """Their ids."""
        return Names(self._trees)

    @cached_property
    def targets(self) -> Names:
        """Targets that lead to them."""
        return Names(f"{tree_id}/" for tree_id in self._trees)

    @cached_property
    def former(self) -> Mapping[str, str]:
        """Their ids by those that they had before."""
        return _first((str(old), tree.id) for tree in self._trees.values() for old in tree.formerly)

    @cached_property
    def homes(self) -> Mapping[str, str]:
        """For the ids of nodes that one tree alone has, that tree's id."""
        found: dict[str, str] = {}
        for tree in self._trees.values():
            for node_id in tree.nodes:
                found[node_id] = "" if node_id in found else tree.id
        return {node_id: tree_id for node_id, tree_id in found.items() if tree_id}

    @cached_property
    def groups(self) -> Mapping[str, frozenset[str]]:
        """The categories, domains and owners that trees have, by key of the fence that lists trees."""
        trees = self._trees.values()
        found: dict[str, Iterable[Text | None]] = {
            "category": (tree.category for tree in trees),
            "domain": (domain for tree in trees for domain in tree.domains),
            "owner": (tree.owner for tree in trees),
        }
        return {key: frozenset(map(str, filter(None, texts))) for key, texts in found.items()}

    def group(self, key: str) -> Names:
        """One of those, to look for what was meant."""
        if key not in self._groups:
            self._groups[key] = Names(sorted(self.groups[key]))
        return self._groups[key]

    @cached_property
    def _groups(self) -> dict[str, Names]:
        return {}


def _first(pairs: Iterable[tuple[str, str]]) -> Mapping[str, str]:
    found: dict[str, str] = {}
    for key, value in pairs:
        found.setdefault(key, value)
    return found
