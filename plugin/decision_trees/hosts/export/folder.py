"""The folder that an export writes into, so that nothing of anybody else's is ever touched.

A file of ours in it says which files are ours, and what we wrote into them. What is not in that list, or has
been changed since, is somebody else's: it is neither overwritten nor deleted. The list decides nothing alone:
a file is only deleted where it lies below the folder, through no link, and still holds what the list says.

A file whose state on the disk is that in the list has not been changed since, and need not be read. A state
is taken of a file that nobody has changed for a while: a disk tells no two changes apart that come at once.
"""

from __future__ import annotations

import json
import os
import re
import secrets
import stat
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
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

_LARGEST_MANIFEST = 250_000_000  # bytes: of a million files

_SECOND = 1_000_000_000  # nanoseconds

_AT_REST, _AT_REST_IN_SECONDS = _SECOND // 10, 2 * _SECOND
"""How long ago a file must have been changed for any later change to be seen in its state: there are disks
that count in steps of two seconds, and times of such are whole seconds."""

_BELOW = re.compile(r"(?:(?!\.\.?(?:/|\Z))[^/\\\0]+(?:/(?!\Z)|\Z))+")
"""A path that stays below the folder, written as we write it."""


class FolderError(Exception):
    """The folder cannot be written into; the text says why, and what to do."""


_List = Mapping[str, list[str]]
"""What is ours: for each path the digest of what lies there, and the state in which it is if that is known;
several digests where an export was interrupted."""


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
    known = _known(folder)
    # One after the other: the memory would not hold the files of a large site.
    marks = {path: [_mark(files[path])] for path in files}
    states = _refuse(folder, known, marks)
    ours = known or {}
    new = [path for path in files if path not in states]
    stale = ours.keys() - marks.keys()
    for path, state in states.items():
        marks[path] += state
    if new or stale:
        # Whatever happens while it is written, both what was there and what comes is known as ours.
        both = {path: [*ours.get(path, ()), *marks.get(path, ())] for path in (*new, *stale)}
        _save(folder, {**marks, **both})
    for path in new:
        content = _content(files[path])
        _write(folder / path, [content])
        marks[path] = [digest_of(content)]  # what is copied may have changed meanwhile, and a digest may lie
    # Where case makes no difference, a file that is now called otherwise is the same.
    names = {path.casefold(): folder / path for path in marks} if stale else {}
    gone = {path for path in stale if not _is_same(folder / path, names.get(path.casefold()))}
    kept = [path for path in sorted(gone) if not _remove(folder, path, ours[path])]
    now = time.time_ns()
    for path in new:
        marks[path] += _state(f"{folder}/{path}", marks[path], now)
    if new or stale or marks != known:
        _save(folder, marks)
    return Written(len(new), len(marks) - len(new), len(gone) - len(kept), tuple(kept))


def _is_same(file: Path, other: Path | None) -> bool:
    return other is not None and file.exists() and file.samefile(other)


def _refuse(folder: Path, list_: _List | None, wanted: _List) -> dict[str, list[str]]:
    """Refuse to write where something lies that is not ours.

    Returns:
        The states of those files that hold what they are to; none of one that has just been changed.
    """
    if os.path.lexists(folder) and (folder.is_symlink() or not folder.is_dir()):
        what = "a link: name where it leads" if folder.is_symlink() else "no folder: name another"
        raise FolderError(one_line(f"`{folder.as_posix()}` is {what}"))
    root, is_barred = os.fspath(folder), _barred(os.fspath(folder))
    known, now = list_ or {}, time.time_ns()
    foreign: list[str] = []
    states: dict[str, list[str]] = {}
    for path, marks in wanted.items():
        is_foreign = is_barred(path.rpartition("/")[0])
        found = _Found.FOREIGN if is_foreign else _found(f"{root}/{path}", marks, known.get(path, []), now)
        if found is _Found.FOREIGN:
            foreign.append(path)
        elif found is not _Found.FREE:
            states[path] = found
    if is_barred(OWN) or not _may_list(folder / MANIFEST, list_):
        foreign.append(MANIFEST)
    if foreign:
        told = ", ".join(f"`{one_line(path)}`" for path in sorted(foreign)[:_MOST_TOLD])
        more = f" and {len(foreign) - _MOST_TOLD} more" if len(foreign) > _MOST_TOLD else ""
        raise FolderError(
            f"in `{one_line(folder.as_posix())}` there is something that we did not write, where files of "
            f"ours belong: {told}{more}; move it away, or name another folder"
        )
    return states


class _Found(Enum):
    """What lies where a file of ours belongs, and is not as it is to be: nothing or ours, something else."""

    FREE = auto()
    FOREIGN = auto()


def _found(place: str, wanted: list[str], known: list[str], now: int) -> _Found | list[str]:
    """Say what lies at a place; the state of what is as it is to be, none where that is not at rest."""
    try:
        status = os.lstat(place)
    except FileNotFoundError:
        return _Found.FREE
    if not stat.S_ISREG(status.st_mode):
        return _Found.FOREIGN
    state = _state_of(status)
    if known == [*wanted, state]:  # as most
        return [state]
    marks = known[:1] if known[1:] == [state] else [digest_of(Path(place).read_bytes())]
    if marks == wanted:
        return [state] if _is_at_rest(status, now) else []
    return _Found.FREE if marks[0] in known else _Found.FOREIGN


def _may_list(place: Path, list_: _List | None) -> bool:
    """Whether our list may be written: there is none, or it is as we write it, or it is empty."""
    try:
        status = place.lstat()
    except FileNotFoundError:
        return True
    return stat.S_ISREG(status.st_mode) and (list_ is not None or status.st_size == 0)


def _state(place: str, marks: list[str], now: int) -> list[str]:
    """The state of a file that holds what is marked; none where that may be changed unseen."""
    try:
        status = os.lstat(place)
        is_so = stat.S_ISREG(status.st_mode) and _is_at_rest(status, now)
        return [_state_of(status)] if is_so and [digest_of(Path(place).read_bytes())] == marks else []
    except OSError:
        return []


def _state_of(status: os.stat_result) -> str:
    """Write the state of a file as no digest is written: its size, when it was changed, and where it lies."""
    return f"@{status.st_size:x}.{status.st_mtime_ns:x}.{status.st_ctime_ns:x}.{status.st_ino:x}"


def _is_at_rest(status: os.stat_result, now: int) -> bool:
    times = status.st_mtime_ns, status.st_ctime_ns
    is_fine = all(time_ % _SECOND for time_ in times)
    return now - max(times) > (_AT_REST if is_fine else _AT_REST_IN_SECONDS)


def _barred(root: str) -> Callable[[str], bool]:
    """Make what says whether the way to a folder in this one leads through a link or what is no folder."""

    @cache
    def is_barred(inside: str) -> bool:
        if inside and is_barred(inside.rpartition("/")[0]):
            return True
        try:
            return not stat.S_ISDIR(os.lstat(f"{root}/{inside}").st_mode)
        except FileNotFoundError:
            return False

    return is_barred


def _folders_above(folder: Path, path: str) -> Iterator[Path]:
    """The folders that a path leads through, the outermost first."""
    parts = PurePosixPath(path).parts[:-1]
    yield from (folder.joinpath(*parts[: end + 1]) for end in range(len(parts)))


def _known(folder: Path) -> _List | None:
    """Read what is ours; None where there is no list of ours."""
    place = folder / MANIFEST
    if any(above.is_symlink() for above in (folder, *_folders_above(folder, MANIFEST))):
        return None
    try:
        data = json.loads(read_regular(place, _LARGEST_MANIFEST))
    except (OSError, ValueError, RecursionError):
        return None
    files = data.get("files") if isinstance(data, dict) and data.get("format") == _FORMAT_VERSION else None
    is_ours = (
        isinstance(files, dict) and all(map(_BELOW.fullmatch, files)) and all(map(_are_marks, files.values()))
    )
    return files if is_ours else None


def _are_marks(marks: object) -> bool:
    return isinstance(marks, list) and {*map(type, marks)} <= {str}


_encode = json.JSONEncoder(ensure_ascii=False, separators=(",\n", ": ")).encode

_AT_ONCE = 1000
"""How many items of the list are written in one go: all of a large site would take much memory."""


def _save(folder: Path, list_: _List) -> None:
    """Write the list."""
    paths = sorted(list_)

    def parts() -> Iterator[str]:
        yield f'{{"format": {_FORMAT_VERSION}, "files": {{\n'
        for start in range(0, len(paths), _AT_ONCE):
            yield ",\n" if start else ""
            yield _encode({path: list_[path] for path in paths[start : start + _AT_ONCE]})[1:-1]
        yield "}}\n"

    _write(folder / MANIFEST, (part.encode("utf-8", "replace") for part in parts()))


def _content(content: Content) -> bytes:
    if isinstance(content, Unmade):
        return content.make()
    return content if isinstance(content, bytes) else content.read_bytes()


def _mark(content: Content) -> str:
    return content.digest if isinstance(content, Unmade) else digest_of(_content(content))


def _write(file: Path, parts: Iterable[bytes]) -> None:
    """Write a file in a single step."""
    file.parent.mkdir(parents=True, exist_ok=True)
    draft = file.with_name(f".decision-trees.{secrets.token_hex(8)}.draft")
    try:
        with draft.open("xb") as stream:
            stream.writelines(parts)
        draft.replace(file)
    except BaseException:
        with suppress(OSError):
            draft.unlink()
        raise


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
