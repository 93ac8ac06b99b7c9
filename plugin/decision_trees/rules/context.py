"""What the rules look at."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from decision_trees import addresses
from decision_trees.addresses import Addresses
from decision_trees.diagnostics import Related, Span
from decision_trees.library import Library
from decision_trees.model import Tree


@dataclass(frozen=True, kw_only=True)
class Context:
    """What the rules look at.

    Attributes:
        library: All trees.
        sources: The text of every source, by file.
        today: The day on which reviews are due or not.
        addresses: How the site publishes its pages.
        pages: The text of hand-written pages that link to targets or embed trees, by path in the docs folder.
    """

    library: Library
    sources: Mapping[str, str]
    today: date
    addresses: Addresses
    pages: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def files(self) -> frozenset[str] | None:
        """Every file that a relative link may name, our own pages included; None where not known."""
        if self.library.files is None:
            return None
        pages = (page for tree in self.library.trees.values() for page, _, _ in published(tree))
        return self.library.files.union(pages)


MOST_PLACES = 10
"""How many places of one mistake are told."""


def here_too(spans: Sequence[Span]) -> tuple[Related, ...]:
    """The places of a mistake behind the first, which is its own."""
    return tuple(Related("here too", span) for span in spans[1:MOST_PLACES])


def published(tree: Tree) -> Iterator[tuple[str, Span, str]]:
    """Every page of a tree: its path, what stands for it in the source, and its name in messages."""
    yield addresses.tree_page(tree.file), tree.span, f"the tree `{tree.id}`"
    for node in tree.nodes.values():
        yield addresses.node_page(tree.file, node.id), node.span, f"the {node.kind} `{node.id}`"
