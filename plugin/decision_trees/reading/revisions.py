"""Files as they are in a revision of a git repository, and as they are in its working tree.

Links and submodules are looked into as far as the repository reaches. What it does not hold (the target of a
link that leads out of it, a submodule that is not checked out) is noted, for nobody may call it unchanged.
"""

from __future__ import annotations

import errno
import os
import posixpath
from collections import defaultdict, deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import islice
from mimetypes import guess_type
from pathlib import Path
from typing import NamedTuple

from decision_trees.layout.addresses import SUFFIX
from decision_trees.reading.docs_folder import CONFIGS
from decision_trees.reading.files import DISK, Disk, FolderEntry, is_below, is_hidden, walk
from decision_trees.reading.git import Git, GitError, top_folder


class UnseenError(OSError):
    """The repository does not hold what a path leads to.

    Attributes:
        target: Where it leads on the disk, if that is known.
    """

    def __init__(self, reason: str, target: str = "") -> None:
        """Take the reason, which is `strerror` then, and the target."""
        super().__init__(errno.EXDEV, reason)
        self.target = target


OUTSIDE = "a link that leads out of the repository"
NOT_CHECKED_OUT = "a submodule that is not checked out"
NOT_FETCHED = "a submodule whose recorded revision is not here"
IGNORED = "ignored by git"

MOST_LINKS = 40
"""How many links a path may lead through, as on Linux."""

MOST_LOOKED_AT = 10_000
"""In how much of a folder outside the repository trees are looked for."""

_TREE, _LINK, _MODULE = "040000", "120000", "160000"


def _absolute(path: str, here: str, top: str) -> str:
    """Give the path in the working tree of what is named from a folder."""
    place = Path(os.path.normpath(posixpath.join(here, path))).as_posix()
    if is_below(place, top):
        return place
    real = DISK.real(place)  # the top is named without links
    if is_below(real, top):
        return real
    raise GitError(f"`{path}` is outside of the repository")


def _matters(path: str, target: str) -> bool:
    """Say whether trees may be meant by a path that leads out of the repository."""
    if path.endswith(SUFFIX):
        return True
    if not DISK.exists(target):
        return guess_type(path)[0] is None  # a picture, say, is no folder
    found = walk(DISK, target, lambda path: not is_hidden(path)) if DISK.is_folder(target) else ()
    looked_at = [object_.path.endswith(SUFFIX) for object_ in islice(found, MOST_LOOKED_AT)]
    return any(looked_at) or len(looked_at) == MOST_LOOKED_AT


class _GitEntry(NamedTuple):
    """What stands at a path of a revision."""

    mode: str
    blob: str


@dataclass(frozen=True)
class _Mounted:
    """A revision of the repository, or of a submodule in it: its entries by path, its folders and texts.

    Attributes:
        git: Asks git about it.
        entries: What there is, by path.
        names: The names in each folder, by the folder's path.
        texts: What was read already, by blob.
    """

    git: Git
    entries: Mapping[str, _GitEntry]
    names: Mapping[str, list[str]]
    texts: dict[str, bytes] = field(default_factory=dict)

    @classmethod
    def of(cls, git: Git, tree: str) -> _Mounted:
        listed = git.run("ls-tree", "-r", "-t", "-z", tree)
        entries = {"": _GitEntry(_TREE, tree)}
        names: defaultdict[str, list[str]] = defaultdict(list)
        for line in os.fsdecode(listed).split("\0")[:-1]:
            described, _, path = line.partition("\t")
            mode, _, blob = described.split(" ")
            entries[path] = _GitEntry(mode, blob)
            above, name = posixpath.split(path)
            names[above].append(name)
        mounted = cls(git, entries, names)
        # One call for all that is going to be read is much faster than one for each.
        mounted.fetch(entry.blob for path, entry in entries.items() if _is_wanted(path, entry))
        return mounted

    def fetch(self, blobs: Iterable[str]) -> None:
        wanted = list(dict.fromkeys(blobs))
        self.texts.update(zip(wanted, self.git.contents(wanted), strict=True))

    def text(self, blob: str) -> bytes:
        if blob not in self.texts:
            self.fetch([blob])
        return self.texts[blob]


def _is_wanted(path: str, entry: _GitEntry) -> bool:
    is_read = path.endswith(SUFFIX) or posixpath.basename(path) in CONFIGS
    return entry.mode == _LINK or (is_read and entry.mode not in {_TREE, _MODULE})


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
        self._mounted: dict[str, _Mounted] = {"": _Mounted.of(git, git.tree(revision))}

    def absolute(self, path: str) -> str:
        """Give the path in the working tree of what is named from where we are.

        Raises:
            GitError: It is outside of the repository.
        """
        return _absolute(path, self._here, self._top)

    def name(self, path: str, like: str) -> str:  # noqa: ARG002 - there is one manner
        """Name a path as git and a reader of a message understand it."""
        return f"{self._revision}:./{Path(os.path.relpath(path, self._here)).as_posix()}"

    def look(self, path: str) -> bool:
        """Say whether there is something at a path; what cannot be seen is noted."""
        try:
            self._found(path)
        except UnseenError as error:
            if not error.target or _matters(path, error.target):
                self.unseen[path] = str(error.strerror)
            return False
        except OSError:
            return False
        return True

    def items(self, folder: str) -> list[FolderEntry]:
        """List a folder; what cannot be seen is noted and left out."""
        real, mounted, entry = self._found(folder)
        if entry.mode != _TREE:
            raise NotADirectoryError(errno.ENOTDIR, "Not a directory")
        _, within = self._mount(real)
        found = []
        for name in mounted.names.get(within, ()):
            path = posixpath.join(folder, name)
            is_link = mounted.entries[posixpath.join(within, name)].mode == _LINK
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
            return self._found(path).entry.mode == _TREE
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
        if entry.mode == _TREE:
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
            if entry.mode != _TREE:
                raise NotADirectoryError(errno.ENOTDIR, "Not a directory")
            if part == ".." and not real:
                raise UnseenError(OUTSIDE, os.path.normpath(posixpath.join(self._top, part, *parts)))
            real = real[:-1] if part == ".." else [*real, part]
            mounted, entry = self._at(real)
            if entry.mode == _LINK:
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

    def _at(self, real: list[str]) -> tuple[_Mounted, _GitEntry]:
        """Give what stands at a path without links; a submodule is opened."""
        path = "/".join(real)
        mount, within = self._mount(path)
        mounted = self._mounted[mount]
        entry = mounted.entries.get(within)
        if entry is None:
            raise FileNotFoundError(errno.ENOENT, "No such file or directory")
        if entry.mode == _MODULE:
            mounted = self._mounted[path] = self._module(path, entry.blob)
            entry = mounted.entries[""]
        return mounted, entry

    def _mount(self, path: str) -> tuple[str, str]:
        """The submodule in which a path without links lies, or the repository itself, and the path in it."""
        mount = max((folder for folder in self._mounted if not folder or is_below(path, folder)), key=len)
        return mount, path[len(mount) :].lstrip("/")

    def _module(self, path: str, commit: str) -> _Mounted:
        folder = posixpath.join(self._top, path)
        if not DISK.exists(posixpath.join(folder, ".git")):
            raise UnseenError(NOT_CHECKED_OUT)
        try:
            return _Mounted.of(Git(folder, is_ours=False), commit)
        except GitError as error:
            raise UnseenError(NOT_FETCHED) from error


class _Location(NamedTuple):
    """What a path of a revision leads to: its path from the top without links, and what stands there."""

    real: str
    mounted: _Mounted
    entry: _GitEntry


def _parts(path: str) -> list[str]:
    return [part for part in path.split("/") if part not in {"", "."}]


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
        return _absolute(path, Path.cwd().as_posix(), self._top)

    def look(self, path: str) -> bool:
        """Say whether there is something at a path; what leads out of the repository is noted."""
        real = self.real(path)
        reason = OUTSIDE if not is_below(real, self._top) else NOT_CHECKED_OUT
        if reason is OUTSIDE and not _matters(path, real):
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
        paths = (line.partition("\t")[2] for line in listed if line.startswith(_MODULE))
        modules = (posixpath.join(self._top, path) for path in paths)
        return [module for module in modules if not self.exists(posixpath.join(module, ".git"))]
