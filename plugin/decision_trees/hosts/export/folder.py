"""The folder that an export writes into, so that nothing of anybody else's is ever touched.

A file of ours in it says which files are ours, and what we wrote into them. What is not in that list, or has
been changed since, is somebody else's: it is neither overwritten nor deleted. The list decides nothing alone:
a file is only deleted where it lies below the folder, through no link, and still holds what the list says.
"""

from __future__ import annotations

import json
import os
import posixpath
import secrets
import stat
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from enum import Enum, auto
from functools import cache
from pathlib import Path, PurePosixPath

from decision_trees.cache.folder import read_regular
from decision_trees.diagnostics.printable import one_line
from decision_trees.hosts.export.spool import Content, Unmade, digest_of

OWN = ".decision-trees"
"""The folder in it that is ours alone; no generator publishes what is hidden."""

MANIFEST = f"{OWN}/manifest.json"
"""The list of what is ours."""

_FORMAT_VERSION = 1

_MOST_TOLD = 5

_LARGEST_MANIFEST = 100_000_000  # bytes: of a million files


class FolderError(Exception):
    """The folder cannot be written into; the text says why, and what to do."""


@dataclass(frozen=True, slots=True)
class Written:
    """What became of the files: how many were written, left as they were, and deleted.

    Attributes:
        kept: Files that we wrote once and that somebody has changed since: they are not ours any more.
    """

    written: int
    unchanged: int
    removed: int
    kept: tuple[str, ...] = ()


def write(folder: Path, files: Mapping[str, Content]) -> Written:
    """Write files into a folder, those alone that are not there yet as they are to be.

    Args:
        folder: The folder, which need not be there yet.
        files: What each file is to hold, by path in the folder.

    Raises:
        FolderError: Something in the way is not ours, or is a link. Then nothing has been written.
        OSError: Something cannot be read or written.
    """
    list_ = _known(folder)
    known = list_ or {}
    # One after the other: the memory would not hold the files of a large site.
    marks = {path: _mark(files[path]) for path in files}
    same = _refuse(folder, list_, marks)
    stale = known.keys() - marks.keys()
    # Whatever happens while it is written, both what was there and what comes is known as ours.
    both = {path: [*known.get(path, ()), mark] for path, mark in marks.items()}
    _save(folder, {**{path: known[path] for path in stale}, **both})
    for path in (path for path in files if path not in same):
        content = _content(files[path])
        _write(folder / path, content)
        marks[path] = digest_of(content)  # what is copied may have changed meanwhile, and a digest may lie
    # Where case makes no difference, a file that is now called otherwise is the same.
    names = {path.casefold(): folder / path for path in marks}
    gone = {path for path in stale if not _is_same(folder / path, names.get(path.casefold()))}
    kept = [path for path in sorted(gone) if not _remove(folder, path, known[path])]
    _save(folder, {path: [mark] for path, mark in marks.items()})
    return Written(len(marks) - len(same), len(same), len(gone) - len(kept), tuple(kept))


def _is_same(file: Path, other: Path | None) -> bool:
    return other is not None and file.exists() and file.samefile(other)


def _refuse(folder: Path, list_: Mapping[str, list[str]] | None, wanted: Mapping[str, str]) -> frozenset[str]:
    """Refuse to write where something lies that is not ours; give those files that hold what they are to."""
    if os.path.lexists(folder) and (folder.is_symlink() or not folder.is_dir()):
        what = "a link: name where it leads" if folder.is_symlink() else "no folder: name another"
        raise FolderError(one_line(f"`{folder.as_posix()}` is {what}"))
    is_barred = _barred(folder)
    state = {
        path: _Found.FOREIGN if is_barred(posixpath.dirname(path)) else _found(folder, path, list_, wanted)
        for path in (*wanted, MANIFEST)
    }
    found = sorted(path for path, what in state.items() if what is _Found.FOREIGN)
    if found:
        told = ", ".join(f"`{one_line(path)}`" for path in found[:_MOST_TOLD])
        more = f" and {len(found) - _MOST_TOLD} more" if len(found) > _MOST_TOLD else ""
        raise FolderError(
            f"in `{one_line(folder.as_posix())}` there is something that we did not write, where files of "
            f"ours belong: {told}{more}; move it away, or name another folder"
        )
    return frozenset(path for path, what in state.items() if what is _Found.SAME)


class _Found(Enum):
    """What lies where a file of ours belongs: nothing or something of ours, the same, something else."""

    FREE = auto()
    SAME = auto()
    FOREIGN = auto()


def _found(
    folder: Path, path: str, list_: Mapping[str, list[str]] | None, wanted: Mapping[str, str]
) -> _Found:
    file = folder / path
    try:
        state = file.lstat()
    except FileNotFoundError:
        return _Found.FREE
    if not stat.S_ISREG(state.st_mode):
        return _Found.FOREIGN
    if path == MANIFEST:
        is_ours = list_ is not None or state.st_size == 0
        return _Found.FREE if is_ours else _Found.FOREIGN  # it is not as we write it
    mark = digest_of(file.read_bytes())
    if mark == wanted[path]:
        return _Found.SAME
    return _Found.FREE if mark in (list_ or {}).get(path, ()) else _Found.FOREIGN


def _barred(folder: Path) -> Callable[[str], bool]:
    """Make what says whether the way to a folder in this one leads through a link or what is no folder."""

    @cache
    def is_barred(inside: str) -> bool:
        if inside and is_barred(posixpath.dirname(inside)):
            return True
        place = folder / inside
        return place.is_symlink() or (os.path.lexists(place) and not place.is_dir())

    return is_barred


def _folders_above(folder: Path, path: str) -> Iterator[Path]:
    """The folders that a path leads through, the outermost first."""
    parts = PurePosixPath(path).parts[:-1]
    yield from (folder.joinpath(*parts[: end + 1]) for end in range(len(parts)))


def _known(folder: Path) -> dict[str, list[str]] | None:
    """Read what is ours: digests by path; None where there is no list of ours."""
    place = folder / MANIFEST
    if any(above.is_symlink() for above in (folder, *_folders_above(folder, MANIFEST))):
        return None
    try:
        data = json.loads(read_regular(place, _LARGEST_MANIFEST))
    except (OSError, ValueError, RecursionError):
        return None
    files = data.get("files") if isinstance(data, dict) and data.get("format") == _FORMAT_VERSION else None
    is_ours = isinstance(files, dict) and all(_is_below(path) and _are_marks(files[path]) for path in files)
    return files if is_ours else None


def _is_below(path: str) -> bool:
    pure = PurePosixPath(path)
    is_plain = path == pure.as_posix() and "\0" not in path and "\\" not in path
    return is_plain and not pure.is_absolute() and ".." not in pure.parts and pure.parts != ()


def _are_marks(marks: object) -> bool:
    return isinstance(marks, list) and all(isinstance(mark, str) for mark in marks)


def _save(folder: Path, files: Mapping[str, list[str]]) -> None:
    data = {"format": _FORMAT_VERSION, "files": {path: files[path] for path in sorted(files)}}
    _write(
        folder / MANIFEST, (json.dumps(data, indent=0, ensure_ascii=False) + "\n").encode("utf-8", "replace")
    )


def _content(content: Content) -> bytes:
    if isinstance(content, Unmade):
        return content.make()
    return content if isinstance(content, bytes) else content.read_bytes()


def _mark(content: Content) -> str:
    return content.digest if isinstance(content, Unmade) else digest_of(_content(content))


def _write(file: Path, content: bytes) -> bool:
    """Write a file in a single step, if it does not hold the same already; say whether it was written."""
    with suppress(OSError):
        if file.read_bytes() == content:
            return False
    file.parent.mkdir(parents=True, exist_ok=True)
    draft = file.with_name(f".decision-trees.{secrets.token_hex(8)}.draft")
    try:
        with draft.open("xb") as stream:
            stream.write(content)
        draft.replace(file)
    except BaseException:
        with suppress(OSError):
            draft.unlink()
        raise
    return True


def _remove(folder: Path, path: str, marks: list[str]) -> bool:
    """Delete a file of ours, and the folders that are empty then; say whether it is gone."""
    file = folder / path
    above = [*_folders_above(folder, path)]
    if any(parent.is_symlink() for parent in above) or not os.path.lexists(file):
        return True  # where a link stands now, nothing of ours lies any more
    if file.is_symlink() or not file.is_file() or digest_of(file.read_bytes()) not in marks:
        return False
    file.unlink()
    with suppress(OSError):  # the first that is not empty
        for parent in reversed(above):
            parent.rmdir()
    return True
