"""What is published of one tree."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from decision_trees.cache.store import digest
from decision_trees.layout.addresses import DATA_FILES, Addresses, data_file
from decision_trees.layout.redirects import redirects
from decision_trees.model.tree import Tree
from decision_trees.site.listings import Listed
from decision_trees.site.page import Page


@dataclass(frozen=True, slots=True)
class DataFile:
    """A file that is published as it is.

    Attributes:
        path: Its path in the site.
        digest: A digest of its content.
        give_content: Gives its content.
    """

    path: str
    digest: str
    give_content: Callable[[], str]

    @classmethod
    def of(cls, path: str, content: str) -> DataFile:
        """Make one of its content."""
        return cls(path, digest(content), lambda: content)

    @property
    def content(self) -> str:
        """Its text."""
        return self.give_content()


@dataclass(frozen=True, slots=True)
class Publication:
    """Everything that is published of a tree.

    Attributes:
        pages: Its pages.
        files: The files beside them.
        listed: What the pages that list trees show of it.
    """

    pages: tuple[Page, ...]
    files: tuple[DataFile, ...]
    listed: Listed


def file_paths(tree: Tree, addresses: Addresses) -> Iterator[str]:
    """The paths of the files that are published of a tree beside its pages: its data, then its redirects."""
    yield from (data_file(tree.file, name) for name in DATA_FILES)
    yield from (addresses.file(redirect.old) for redirect in redirects(tree))
