"""Writing files of an author's so that nothing is lost: none is overwritten unseen, none is half-written.

Whatever a command writes goes through here. A file that must be new is created exclusively: nothing is
written through a file or a link that lies there, even one that leads nowhere. A file that changes is written
beside its place, under a name that nobody can foresee, and takes the place of the old one in a single step.
"""

from __future__ import annotations

import os
import secrets
import stat
from collections.abc import Callable, Iterable, Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple, Self


def create(file: Path, content: bytes) -> None:
    """Write a file that is not there yet.

    Raises:
        FileExistsError: There is something of this name, if only a link that leads nowhere.
        OSError: It cannot be written; then it is not there afterwards either.
    """
    _create(file, content, None)


def replace(file: Path, content: bytes) -> None:
    """Write a file in a single step, with the permissions of the one it replaces if there is one.

    A link stays what it is: the file that it leads to is replaced.

    Raises:
        OSError: It cannot be written; then what was there is there still.
    """
    place = file.resolve()
    with _temporary_file(place, content) as temporary:
        temporary.move()


def _create(file: Path, content: bytes, like: os.stat_result | None) -> None:
    stream = file.open("xb")
    try:
        with stream:
            if like is not None:
                _set_permissions(file, like)
            stream.write(content)
    except BaseException:
        file.unlink()
        raise


def _set_permissions(file: Path, like: os.stat_result) -> None:
    own = file.stat()
    if (own.st_uid, own.st_gid) != (like.st_uid, like.st_gid):
        with suppress(OSError):  # not everybody may give files away
            os.chown(file, like.st_uid, like.st_gid)
    file.chmod(stat.S_IMODE(like.st_mode))


@dataclass(frozen=True, slots=True)
class _TemporaryFile:
    """What is to take a file's place; it goes when it has not done so."""

    file: Path
    place: Path

    def move(self) -> None:
        self.file.replace(self.place)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        with suppress(OSError):
            self.file.unlink()


def _temporary_file(place: Path, content: bytes) -> _TemporaryFile:
    """Write a temporary file in the file's own folder: between disks, moving is no single step."""
    # Hidden, so that nobody takes it for a source or a page in the meantime.
    temporary = place.with_name(f".decision-trees.{secrets.token_hex(8)}.tmp")
    _create(temporary, content, place.stat() if place.exists() else None)
    return _TemporaryFile(temporary, place)


# --- several files --------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class FileRewrite:
    """What is to become of a file.

    Attributes:
        file: The file, or a link to it, which stays.
        before: What it held when the change was worked out.
        after: What it is to hold.
        new_file: Its new name, which nothing else may have; None where it keeps its own, as a link must.
    """

    file: Path
    before: bytes
    after: bytes
    new_file: Path | None = None


class NotWrittenError(Exception):
    """Files could not be rewritten; the text says which and why, and what has changed all the same."""


class _DiskChange(NamedTuple):
    """One change on the disk, and how it is taken back."""

    file: Path
    do: Callable[[], None]
    undo: Callable[[], None]


def rewrite(files: Iterable[FileRewrite]) -> None:
    """Rewrite several files: all of them or, as far as the disk lets us, none.

    Raises:
        NotWrittenError: A file cannot be written, or is not what it was when the change was worked out.
    """
    done: list[_DiskChange] = []
    at_hand = Path()
    try:
        with ExitStack() as temporary_files:
            steps: list[_DiskChange] = []
            removals: list[_DiskChange] = []
            for rewriting in files:
                at_hand = rewriting.file
                _prepare(rewriting, temporary_files, steps, removals)
            # What goes goes last: whatever happens before, its content is still there.
            for step in (*steps, *removals):
                at_hand = step.file
                step.do()
                done.append(step)
    except OSError as error:
        left = _take_back(done)
        state = f"changed all the same: {', '.join(left)}" if left else "nothing was changed"
        raise NotWrittenError(
            f"`{at_hand.as_posix()}` cannot be written: {error.strerror}; {state}"
        ) from error
    except BaseException:
        _take_back(done)
        raise


def _prepare(
    rewriting: FileRewrite, temporary_files: ExitStack, steps: list[_DiskChange], removals: list[_DiskChange]
) -> None:
    """Do for a file whatever changes nothing yet, and give what is left to do."""
    place, new_file = rewriting.file.resolve(), rewriting.new_file
    if place.read_bytes() != rewriting.before:
        raise OSError(0, "it has changed in the meantime")
    if not os.access(place, os.W_OK):
        raise OSError(0, "it is write-protected")
    like = place.stat()
    if new_file is None:
        temporary = temporary_files.enter_context(_temporary_file(place, rewriting.after))
        steps.append(_DiskChange(rewriting.file, temporary.move, lambda: replace(place, rewriting.before)))
    else:
        steps.append(_DiskChange(new_file, lambda: _create(new_file, rewriting.after, like), new_file.unlink))
        removals.append(
            _DiskChange(
                rewriting.file, rewriting.file.unlink, lambda: _create(rewriting.file, rewriting.before, like)
            )
        )


def _take_back(done: Sequence[_DiskChange]) -> list[str]:
    """Take back what was done, the last first, and name what could not be taken back."""
    left = []
    for step in reversed(done):
        try:
            step.undo()
        except OSError:
            left.append(f"`{step.file.as_posix()}`")
    return left
