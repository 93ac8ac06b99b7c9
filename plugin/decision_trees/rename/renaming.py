"""What is renamed to what, and what that changes."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass, replace

from decision_trees.model.ids import parse_target
from decision_trees.model.span import Span
from decision_trees.model.tree import Target, Text, Tree
from decision_trees.source import links


@dataclass(frozen=True, slots=True)
class FileChange:
    """What a renaming does to one file.

    Attributes:
        file: Its name.
        new_file: Its name afterwards.
        before: Its text.
        after: Its text afterwards.
        places: In how many places it changes.
    """

    file: str
    new_file: str
    before: str
    after: str
    places: int


class RenameRefusedError(Exception):
    """The id cannot be renamed; the text says why and what to do.

    Attributes:
        report: What explains it, in lines of its own; empty where the text says all.
    """

    def __init__(self, message: str, report: str = "") -> None:
        """Take the text and what explains it."""
        super().__init__(message)
        self.report = report


@dataclass(frozen=True, slots=True)
class Renaming:
    """One id and the one that takes its place.

    Attributes:
        tree: The id of the tree, as it is before.
        node: The id of the node; None where the tree itself is renamed.
        new: The new id of the node or the tree.
    """

    tree: str
    node: str | None
    new: str

    @property
    def old(self) -> str:
        """The id that goes."""
        return self.node or self.tree

    def target(self, target: Target, home: str | None) -> Target:
        """A target as it must be written afterwards, in the tree `home` or in a page (None)."""
        if self.node is None:
            return replace(target, tree=self.new) if target.tree == self.tree else target
        if (target.tree or home, target.node) == (self.tree, self.node):
            return replace(target, node=self.new)
        return target

    def node_id(self, node_id: str, home: str) -> str:
        """A node's id as it must be afterwards."""
        return self.new if (home, node_id) == (self.tree, self.node) else node_id

    def link(self, url: str, home: str | None) -> str:
        """A link's destination as it must be written afterwards."""
        written = url.removeprefix(links.SCHEME)
        target = parse_target(written, Span("")) if written != url else None
        return f"{links.SCHEME}{self.target(target, home)}" if target else url

    def file(self, tree: Tree) -> str:
        """A source's name as it must be afterwards."""
        if self.node is not None or tree.id != self.tree:
            return tree.file
        ending = posixpath.basename(tree.file).removeprefix(tree.id)  # of a translation with its language
        return posixpath.join(posixpath.dirname(tree.file), f"{self.new}{ending}")

    def formerly(self, old_ids: tuple[Text, ...]) -> tuple[Text, ...]:
        """The old ids of what is renamed: its last comes at the end, or where the new one stood."""
        if self.new in map(str, old_ids):
            return tuple(
                Text(self.old, former.span) if former.value == self.new else former for former in old_ids
            )
        return (*old_ids, Text(self.old, Span("")))
