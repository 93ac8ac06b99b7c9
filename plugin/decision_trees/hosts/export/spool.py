"""The files of an export before they are written: the memory would not hold those of a large site."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from tempfile import SpooledTemporaryFile
from typing import NamedTuple

_IN_MEMORY = 1_000_000  # bytes

_LENGTH = 8
"""In how many bytes the length of what follows is written."""


class Unmade(NamedTuple):
    """What a file is to hold, which an earlier export has made.

    Attributes:
        digest: The digest of that.
        path: Its name among those that are made together.
        make_again: Makes it again by that name.
    """

    digest: str
    path: str
    make_again: Callable[[str], bytes]

    def make(self) -> bytes:
        """Make it again."""
        return self.make_again(self.path)


Content = bytes | Path | Unmade
"""What a file is to hold, or where the file lies that it is a copy of."""


def digest_of(content: bytes) -> str:
    """The digest of what a file holds, by which it is known as ours."""
    return hashlib.sha256(content).hexdigest()


class Spool(Mapping[str, Content]):
    """The content of each file by path.

    What is held lies in one file of the system's folder for such, which goes with this object: each content
    behind its length.
    """

    def __init__(self) -> None:
        """Begin with no file."""
        self._file = SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115 - it is read until nobody needs it
        self._places: dict[str, int | Path | Unmade] = {}
        self._end = 0

    def put(self, path: str, content: Content) -> None:
        """Add a file, or put another in its place.

        Raises:
            OSError: The disk is full, say.
        """
        if not isinstance(content, bytes):
            self._places[path] = content
            return
        self._file.seek(self._end)
        self._file.write(len(content).to_bytes(_LENGTH, "big"))
        self._file.write(content)
        self._places[path] = self._end
        self._end = self._file.tell()

    def __getitem__(self, path: str) -> Content:
        """Read what a file is to hold."""
        place = self._places[path]
        if not isinstance(place, int):
            return place
        self._file.seek(place)
        return self._file.read(int.from_bytes(self._file.read(_LENGTH), "big"))

    def __iter__(self) -> Iterator[str]:
        """Give the paths in the order in which they were added first."""
        return iter(self._places)

    def __len__(self) -> int:
        """Count the files."""
        return len(self._places)

    def __del__(self) -> None:
        """Hold nothing any more."""
        self._file.close()
