"""A tree of git's: what a commit holds, by path."""

from __future__ import annotations

import os
import posixpath
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from decision_trees.layout.addresses import SUFFIX
from decision_trees.reading.docs_folder import CONFIGS
from decision_trees.reading.git import Git

FOLDER, LINK, MODULE = "040000", "120000", "160000"
"""Modes of what stands in a tree, as git writes them."""


class GitEntry(NamedTuple):
    """What stands at a path of a revision."""

    mode: str
    blob: str


@dataclass(frozen=True)
class GitTree:
    """A revision of the repository, or of a submodule in it: its entries by path, its folders and texts.

    Attributes:
        git: Asks git about it.
        entries: What there is, by path.
        names: The names in each folder, by the folder's path.
        texts: What was read already, by blob.
    """

    git: Git
    entries: Mapping[str, GitEntry]
    names: Mapping[str, list[str]]
    texts: dict[str, bytes] = field(default_factory=dict)

    @classmethod
    def of(cls, git: Git, tree: str) -> GitTree:
        """List a tree, or that of a commit, and read the trees, settings and links in it."""
        listed = git.run("ls-tree", "-r", "-t", "-z", tree)
        entries = {"": GitEntry(FOLDER, tree)}
        names: defaultdict[str, list[str]] = defaultdict(list)
        for line in os.fsdecode(listed).split("\0")[:-1]:
            described, _, path = line.partition("\t")
            mode, _, blob = described.split(" ")
            entries[path] = GitEntry(mode, blob)
            above, name = posixpath.split(path)
            names[above].append(name)
        found = cls(git, entries, names)
        # One call for all that is going to be read is much faster than one for each.
        found.fetch(entry.blob for path, entry in entries.items() if _is_wanted(path, entry))
        return found

    def fetch(self, blobs: Iterable[str]) -> None:
        """Read some blobs, in one call."""
        wanted = list(dict.fromkeys(blobs))
        self.texts.update(zip(wanted, self.git.contents(wanted), strict=True))

    def text(self, blob: str) -> bytes:
        """Give what a blob holds."""
        if blob not in self.texts:
            self.fetch([blob])
        return self.texts[blob]


def _is_wanted(path: str, entry: GitEntry) -> bool:
    is_read = path.endswith(SUFFIX) or posixpath.basename(path) in CONFIGS
    return entry.mode == LINK or (is_read and entry.mode not in {FOLDER, MODULE})
