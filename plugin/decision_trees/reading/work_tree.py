"""Files as they are in the working tree of a git repository."""

from __future__ import annotations

import os
import posixpath
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

from decision_trees.reading.files import Disk, FolderEntry, is_below
from decision_trees.reading.git import Git, top_folder
from decision_trees.reading.git_tree import MODULE
from decision_trees.reading.unseen import NOT_CHECKED_OUT, OUTSIDE, absolute, may_be_trees

IGNORED = "ignored by git"


class WorkTree(Disk):
    """The working tree of a repository.

    Attributes:
        unseen: Paths that were met and that lead out of it, or to a submodule that is not there, with why.
    """

    def __init__(self) -> None:
        """Take the one that we are in.

        Raises:
            GitError: There is no git or no repository.
        """
        self.unseen: dict[str, str] = {}
        self._top = top_folder()
        self._modules = self._missing_modules()

    def absolute(self, path: str) -> str:
        """Give the path of what is named from where we are.

        Raises:
            GitError: It is outside of the repository.
        """
        return absolute(path, Path.cwd().as_posix(), self._top)

    def look(self, path: str) -> bool:
        """Say whether there is something at a path; what leads out of the repository is noted."""
        real = self.real(path)
        reason = OUTSIDE if not is_below(real, self._top) else NOT_CHECKED_OUT
        if reason is OUTSIDE and not may_be_trees(path, real):
            return False
        if reason is OUTSIDE or any(is_below(real, module) for module in self._modules):
            self.unseen[path] = reason
            return False
        return self.exists(path)

    def items(self, folder: str) -> list[FolderEntry]:
        """List a folder; what cannot be seen is noted and left out."""
        found = []
        for item in super().items(folder):
            path = posixpath.join(folder, item.name)
            if not (item.is_link or item.is_folder) or self.look(path):
                found.append(item)
            elif path not in self.unseen:
                found.append(FolderEntry(item.name, is_link=item.is_link))
        return found

    def ignored(self, places: Iterable[str]) -> set[str]:
        """Give those of some files that git does not keep because it is told to ignore them."""
        by_repository: defaultdict[str, dict[str, str]] = defaultdict(dict)
        for place in places:
            real = self.real(place)
            repository = self._repository(real)
            by_repository[repository][posixpath.relpath(real, repository)] = place
        found = set()
        for repository, names in by_repository.items():
            asked = b"".join(os.fsencode(name) + b"\0" for name in names)
            # Git ends with 1 where none is ignored.
            git = Git(repository, is_ours=repository == self._top)
            told = git.run("check-ignore", "-z", "--stdin", given=asked, statuses=(0, 1))
            found |= {names[name] for name in os.fsdecode(told).split("\0")[:-1]}
        return found

    def _repository(self, place: str) -> str:
        folder = posixpath.dirname(place)
        while folder != self._top and not self.exists(posixpath.join(folder, ".git")):
            folder = posixpath.dirname(folder)
        return folder

    def _missing_modules(self) -> list[str]:
        """The submodules that are not checked out."""
        listed = os.fsdecode(Git(self._top).run("ls-files", "-z", "--stage")).split("\0")[:-1]
        paths = (line.partition("\t")[2] for line in listed if line.startswith(MODULE))
        modules = (posixpath.join(self._top, path) for path in paths)
        return [module for module in modules if not self.exists(posixpath.join(module, ".git"))]
