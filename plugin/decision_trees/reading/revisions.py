"""Files as they are in a revision of a git repository.

Links and submodules are looked into as far as the repository reaches.
"""

from __future__ import annotations

import errno
import os
import posixpath
from collections import deque
from pathlib import Path
from typing import NamedTuple

from decision_trees.reading.files import DISK, FolderEntry, is_below
from decision_trees.reading.git import Git, GitError, top_folder
from decision_trees.reading.git_tree import FOLDER, LINK, MODULE, GitEntry, GitTree
from decision_trees.reading.unseen import (
    NOT_CHECKED_OUT,
    NOT_FETCHED,
    OUTSIDE,
    UnseenError,
    absolute,
    may_be_trees,
)

MOST_LINKS = 40
"""How many links a path may lead through, as on Linux."""


class Revision:
    """The files of a revision, under the paths that they have in the working tree.

    Attributes:
        unseen: Paths that were met and whose content the repository does not hold, with why.
    """

    def __init__(self, revision: str, *, from_top: bool = False) -> None:
        """Take a revision.

        Args:
            revision: A commit, a tag, a branch: whatever git takes.
            from_top: Whether paths start from the top of the repository rather than from where we are.

        Raises:
            GitError: There is no git, no repository, or no such revision.
        """
        self.unseen: dict[str, str] = {}
        self._top = top_folder()
        self._revision = revision
        self._here = self._top if from_top else Path.cwd().as_posix()
        git = Git(self._top)
        self._mounted: dict[str, GitTree] = {"": GitTree.of(git, git.tree(revision))}

    def absolute(self, path: str) -> str:
        """Give the path in the working tree of what is named from where we are.

        Raises:
            GitError: It is outside of the repository.
        """
        return absolute(path, self._here, self._top)

    def name(self, path: str, like: str) -> str:  # noqa: ARG002 - there is one manner
        """Name a path as git and a reader of a message understand it."""
        return f"{self._revision}:./{Path(os.path.relpath(path, self._here)).as_posix()}"

    def look(self, path: str) -> bool:
        """Say whether there is something at a path; what cannot be seen is noted."""
        try:
            self._found(path)
        except UnseenError as error:
            if not error.target or may_be_trees(path, error.target):
                self.unseen[path] = str(error.strerror)
            return False
        except OSError:
            return False
        return True

    def items(self, folder: str) -> list[FolderEntry]:
        """List a folder; what cannot be seen is noted and left out."""
        real, mounted, entry = self._found(folder)
        if entry.mode != FOLDER:
            raise NotADirectoryError(errno.ENOTDIR, "Not a directory")
        _, within = self._mount(real)
        found = []
        for name in mounted.names.get(within, ()):
            path = posixpath.join(folder, name)
            is_link = mounted.entries[posixpath.join(within, name)].mode == LINK
            # A link that leads nowhere is a file that cannot be read.
            if self.look(path):
                found.append(FolderEntry(name, self.is_folder(path), is_link))
            elif path not in self.unseen:
                found.append(FolderEntry(name, is_link=is_link))
        return found

    def exists(self, path: str) -> bool:
        """Say whether there is something at a path; what it leads to may not be seen."""
        try:
            self._found(path)
        except UnseenError:
            return True
        except OSError:
            return False
        return True

    def is_folder(self, path: str) -> bool:
        """Say whether a path names a folder."""
        try:
            return self._found(path).entry.mode == FOLDER
        except OSError:
            return False

    def real(self, path: str) -> str:
        """Follow all links of a path."""
        try:
            return posixpath.join(self._top, self._found(path).real)
        except OSError:
            return path

    def read(self, file: str) -> bytes:
        """Read a file."""
        _, mounted, entry = self._found(file)
        if entry.mode == FOLDER:
            raise IsADirectoryError(errno.EISDIR, "it is a folder")
        return mounted.text(entry.blob)

    def _found(self, path: str) -> _Location:
        """Find what a path leads to, through links and into submodules."""
        if not is_below(path, self._top):
            raise FileNotFoundError(errno.ENOENT, "No such file or directory")
        parts = deque(_parts(posixpath.relpath(path, self._top)))
        real: list[str] = []
        mounted, entry = self._at(real)
        links = 0
        while parts:
            part = parts.popleft()
            if entry.mode != FOLDER:
                raise NotADirectoryError(errno.ENOTDIR, "Not a directory")
            if part == ".." and not real:
                raise UnseenError(OUTSIDE, os.path.normpath(posixpath.join(self._top, part, *parts)))
            real = real[:-1] if part == ".." else [*real, part]
            mounted, entry = self._at(real)
            if entry.mode == LINK:
                links += 1
                if links > MOST_LINKS:
                    raise OSError(errno.ELOOP, "Too many levels of symbolic links")
                target = os.fsdecode(mounted.text(entry.blob))
                real = [] if posixpath.isabs(target) else real[:-1]
                parts.extendleft(reversed(_parts(self._from_top(target))))
                mounted, entry = self._at(real)
        return _Location("/".join(real), mounted, entry)

    def _from_top(self, target: str) -> str:
        """The target of a link; an absolute one from the top of the repository."""
        if not posixpath.isabs(target):
            return target
        if not is_below(posixpath.normpath(target), self._top):
            raise UnseenError(OUTSIDE, target)
        return posixpath.relpath(target, self._top)

    def _at(self, real: list[str]) -> tuple[GitTree, GitEntry]:
        """Give what stands at a path without links; a submodule is opened."""
        path = "/".join(real)
        mount, within = self._mount(path)
        mounted = self._mounted[mount]
        entry = mounted.entries.get(within)
        if entry is None:
            raise FileNotFoundError(errno.ENOENT, "No such file or directory")
        if entry.mode == MODULE:
            mounted = self._mounted[path] = self._module(path, entry.blob)
            entry = mounted.entries[""]
        return mounted, entry

    def _mount(self, path: str) -> tuple[str, str]:
        """The submodule in which a path without links lies, or the repository itself, and the path in it."""
        mount = max((folder for folder in self._mounted if not folder or is_below(path, folder)), key=len)
        return mount, path[len(mount) :].lstrip("/")

    def _module(self, path: str, commit: str) -> GitTree:
        folder = posixpath.join(self._top, path)
        if not DISK.exists(posixpath.join(folder, ".git")):
            raise UnseenError(NOT_CHECKED_OUT)
        try:
            return GitTree.of(Git(folder, is_ours=False), commit)
        except GitError as error:
            raise UnseenError(NOT_FETCHED) from error


class _Location(NamedTuple):
    """What a path of a revision leads to: its path from the top without links, and what stands there."""

    real: str
    mounted: GitTree
    entry: GitEntry


def _parts(path: str) -> list[str]:
    return [part for part in path.split("/") if part not in {"", "."}]
