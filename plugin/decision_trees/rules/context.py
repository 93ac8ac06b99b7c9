"""What the rules look at."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from decision_trees.analysis.library import Library
from decision_trees.diagnostics.diagnostic import Related
from decision_trees.diagnostics.wording import Names
from decision_trees.layout import addresses
from decision_trees.layout.addresses import Addresses
from decision_trees.model.span import Span
from decision_trees.model.tree import Tree


@dataclass(frozen=True, kw_only=True)
class Context:
    """What the rules look at.

    Attributes:
        library: All trees.
        sources: The text of every source, by file.
        today: The day on which reviews are due or not.
        addresses: How the site publishes its pages.
        others: Where the site's other files are published, by path in the docs folder; None where not known.
        is_complete: Whether those are all other files there are.
        health: Whether the site has pages of the trees' health.
        names: What messages call files of the docs folder, by path in it, if not by that.
        pages: The text of hand-written pages that link to targets or embed trees, by name.
        assume: Says of a file that the site lacks it, where one tree is looked at alone.
    """

    library: Library
    sources: Mapping[str, str]
    today: date
    addresses: Addresses
    others: Mapping[str, str] | None = None
    is_complete: bool = True
    health: bool = True
    names: Mapping[str, str] = field(default_factory=dict)
    pages: Mapping[str, str] = field(default_factory=dict)
    assume: Callable[[str], bool] | None = None

    @cached_property
    def files(self) -> frozenset[str] | None:
        """Every file that a relative link may name, our own pages included; None where not known."""
        if self.library.files is None or not self.is_complete:
            return None
        return self.library.files.union(page for tree in self.placed for page in _pages(tree))

    def lacks(self, file: str) -> bool:
        """Say whether the site is known to have no such file as a relative link names."""
        if self.assume:
            return self.assume(file)
        return self.files is not None and file not in self.files

    @cached_property
    def file_names(self) -> Names:
        """The same, to look for what was meant."""
        return Names(sorted(self.files or ()))

    @cached_property
    def placed(self) -> tuple[Tree, ...]:
        """All trees, their files named by their paths in the docs folder; places are named as in messages."""
        return tuple(tree.at(self.path(tree.file)) for tree in self.library.trees.values())

    def path(self, file: str) -> str:
        """The path in the docs folder of a file by its name."""
        return self._paths.get(file, file)

    def name(self, path: str) -> str:
        """What messages call a file of the docs folder."""
        return self.names.get(path, path)

    @cached_property
    def _paths(self) -> Mapping[str, str]:
        return {name: path for path, name in self.names.items()}


MOST_PLACES = 10
"""How many places of one mistake are told."""


def here_too(spans: Sequence[Span]) -> tuple[Related, ...]:
    """The places of a mistake behind the first, which is its own."""
    return tuple(Related("here too", span) for span in spans[1:MOST_PLACES])


def _pages(tree: Tree) -> Iterator[str]:
    yield addresses.tree_page(tree.file)
    for node_id in tree.nodes:
        yield addresses.node_page(tree.file, node_id)
