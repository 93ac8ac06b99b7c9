"""The files of an export before they are written: the memory would not hold those of a large site."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from tempfile import SpooledTemporaryFile

_IN_MEMORY = 16_000_000  # bytes


class Spool(Mapping[str, bytes | Path]):
    """What each file is to hold, or where the file lies that it is a copy of, by path.

    What is held lies in one file of the system's folder for such, which goes with this object.
    """

    def __init__(self) -> None:
        """Begin with no file."""
        self._file = SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115 - it is read until nobody needs it
        self._places: dict[str, tuple[int, int] | Path] = {}
        self._end = 0

    def put(self, path: str, content: bytes | Path) -> None:
        """Add a file, or put another in its place.

        Raises:
            OSError: The disk is full, say.
        """
        if isinstance(content, Path):
            self._places[path] = content
            return
        self._file.seek(self._end)
        self._file.write(content)
        self._places[path] = self._end, len(content)
        self._end += len(content)

    def __getitem__(self, path: str) -> bytes | Path:
        """Read what a file is to hold."""
        place = self._places[path]
        if isinstance(place, Path):
            return place
        start, length = place
        self._file.seek(start)
        return self._file.read(length)

    def __iter__(self) -> Iterator[str]:
        """Give the paths in the order in which they were added first."""
        return iter(self._places)

    def __len__(self) -> int:
        """Count the files."""
        return len(self._places)

    def __del__(self) -> None:
        """Hold nothing any more."""
        self._file.close()
