"""Where files lie, and how they are found: one way for every command and for the build.

A folder is walked as MkDocs walks a docs folder: links are followed. What a path is called here is what is
published of it, so a file that has two names is found twice.
"""

from __future__ import annotations

import errno
import os
import posixpath
import stat
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from enum import Enum, auto
from pathlib import Path
from typing import NamedTuple, Protocol

MOST_NAMES = 100
"""Under how many names one folder is walked: links to folders of links multiply, and could go on for ever."""


class FolderEntry(NamedTuple):
    """What stands in a folder: its name, whether it is a folder itself, and whether it is so by a link."""

    name: str
    is_folder: bool = False
    is_link: bool = False


class Storage(Protocol):
    """Where folders and files lie: the disk, say. Paths are absolute, with `/` between folders."""

    def absolute(self, path: str) -> str:
        """Give the absolute path of what an author names."""

    def name(self, path: str, like: str) -> str:
        """Give the name of a path in messages, in the manner in which an author has named another."""

    def items(self, folder: str) -> list[FolderEntry]:
        """List a folder, in any order; raise `OSError` where that cannot be done."""

    def exists(self, path: str) -> bool:
        """Say whether there is something at a path."""

    def is_folder(self, path: str) -> bool:
        """Say whether a path names a folder."""

    def real(self, path: str) -> str:
        """Give the path that has no links in it: one for all names of a file or folder."""

    def read(self, file: str) -> bytes:
        """Read a file; raise `OSError`, whose `strerror` says why, where that cannot be done."""


class Disk:
    """The disk of this machine."""

    def absolute(self, path: str) -> str:
        """Give the absolute path of what an author names, from where the command runs."""
        return Path(os.path.abspath(path)).as_posix()  # noqa: PTH100 - `resolve` would follow links

    def name(self, path: str, like: str) -> str:
        """Name a path from where the command runs, unless another one was named from the root."""
        with suppress(ValueError):  # another drive cannot be reached from here
            if not os.path.isabs(like):  # noqa: PTH117 - here and below: paths are texts, and there are many
                return Path(os.path.relpath(path)).as_posix()
        return path

    def items(self, folder: str) -> list[FolderEntry]:
        """List a folder."""
        with os.scandir(folder) as entries:
            return [FolderEntry(entry.name, _is_folder(entry), entry.is_symlink()) for entry in entries]

    def exists(self, path: str) -> bool:
        """Say whether there is something at a path, if only a link that leads nowhere."""
        return os.path.lexists(path)

    def is_folder(self, path: str) -> bool:
        """Say whether a path names a folder; where we may not look there is none."""
        return os.path.isdir(path)  # noqa: PTH112

    def real(self, path: str) -> str:
        """Follow all links of a path."""
        return Path(os.path.realpath(path)).as_posix()

    def read(self, file: str) -> bytes:
        """Read a file, if it is one: opening a pipe would wait for somebody to write into it."""
        return read_file(file)


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:  # a circle of links, say
        return False


def read_file(file: str | Path) -> bytes:
    """Read a regular file.

    Raises:
        OSError: It cannot be read, or is no file but a folder, a pipe, a device.
    """
    with open(file, "rb", opener=_open_regular) as stream:
        return stream.read()


def _open_regular(file: str, flags: int) -> int:
    _refuse_irregular(os.stat(file), file)  # noqa: PTH116 - opening a device may do something already
    # Between the two looks it may have been replaced.
    descriptor = os.open(file, flags | getattr(os, "O_NONBLOCK", 0))
    try:
        _refuse_irregular(os.fstat(descriptor), file)
    except OSError:
        os.close(descriptor)
        raise
    return descriptor


def _refuse_irregular(found: os.stat_result, file: str) -> None:
    if stat.S_ISDIR(found.st_mode):
        raise IsADirectoryError(errno.EISDIR, "it is a folder", file)
    if not stat.S_ISREG(found.st_mode):
        raise OSError(errno.EINVAL, f"it is {_kind(found.st_mode)}, not a file", file)


def _kind(mode: int) -> str:
    kinds = {stat.S_ISFIFO: "a pipe", stat.S_ISSOCK: "a socket"}
    return next((name for is_kind, name in kinds.items() if is_kind(mode)), "a device")


class PathKind(Enum):
    """What a walk has found."""

    FILE = auto()
    FOLDER = auto()
    LOOP = auto()
    """A folder that is not walked, for it is one of those that it lies in, or has too many names."""
    LOCKED = auto()
    """A folder that cannot be listed."""


class FoundPath(NamedTuple):
    """What a walk has found, with its path from the folder that is walked."""

    path: str
    kind: PathKind


def walk(
    storage: Storage, folder: str, enters: Callable[[str], bool], *, follows: bool = True
) -> Iterator[FoundPath]:
    """Find everything below a folder, always in one order.

    Args:
        storage: Where the folder lies.
        folder: Its path.
        enters: Says of the path of a folder below whether it is walked too; one that is not is still given.
        follows: Whether links to folders are followed, as MkDocs does.

    Returns:
        What is there. The folder itself is only given where it cannot be listed, as `.`.
    """
    names: Counter[str] = Counter()
    waiting: list[tuple[str, tuple[str, ...]]] = [("", ())]
    while waiting:
        path, above = waiting.pop()
        place = posixpath.join(folder, path) if path else folder
        try:
            items = sorted(storage.items(place))
        except OSError:
            yield FoundPath(path or ".", PathKind.LOCKED)
            continue
        real = storage.real(place)
        names[real] += 1
        if real in above or names[real] > MOST_NAMES:
            yield FoundPath(path, PathKind.LOOP)
            continue
        below = [(posixpath.join(path, item.name), item) for item in items]
        yield from (FoundPath(inner, PathKind.FILE) for inner, item in below if not item.is_folder)
        folders = [(inner, item) for inner, item in below if item.is_folder]
        yield from (FoundPath(inner, PathKind.FOLDER) for inner, _ in folders)
        entered = [inner for inner, item in folders if enters(inner) and (follows or not item.is_link)]
        waiting += [(inner, (*above, real)) for inner in reversed(entered)]


def is_below(path: str, folder: str) -> bool:
    """Say whether a path is that of a folder or of something in it."""
    return path == folder or path.startswith(folder.rstrip("/") + "/")


def is_hidden(path: str) -> bool:
    """Say whether a file or folder is hidden, or what npm installed: nobody publishes that."""
    name = posixpath.basename(path)
    return name.startswith(".") or name == "node_modules"


DISK = Disk()


def find(folder: Path, suffix: str) -> Iterator[Path]:
    """Find the files of an ending below a folder but hidden ones and what npm installed."""
    everything = walk(DISK, folder.as_posix(), lambda path: not is_hidden(path))
    files = (found.path for found in everything if found.kind is PathKind.FILE and not is_hidden(found.path))
    return (folder / path for path in files if path.endswith(suffix))
