"""What earlier builds made, kept in files until it is out of date.

A cache is a convenience that must never be believed too far: a record says of what it was made (its key)
and carries a digest of itself, so that one that is out of date, cut short or damaged is as good as none.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from pathlib import Path
from typing import Any

_FAST = 1  # zlib's level: the time to write counts in every build, the size in none


def digest(*parts: object) -> str:
    """A digest of values of JSON, for use in a key; long texts are best given as parts of their own."""
    contents = hashlib.sha256()
    for part in parts:
        # The kind and the length keep apart what reads the same in one go.
        kind, text = ("text", part) if isinstance(part, str) else ("json", json.dumps(part, sort_keys=True))
        encoded = text.encode()
        contents.update(f"{kind} {len(encoded)}\n".encode())
        contents.update(encoded)
    return contents.hexdigest()


@dataclass(frozen=True, slots=True)
class Record:
    """A record that has been found whole; it is unpacked when it is read."""

    body: bytes

    def read(self) -> Any:  # noqa: ANN401 - any value of JSON
        """The value that was kept."""
        return self.read_all()[0]

    def read_all(self) -> tuple[Any, list[str]]:
        """The value that was kept, and the texts beside it."""
        head, _, joined = zlib.decompress(self.body).decode().partition("\n")
        value, lengths = json.loads(head)
        ends = [*accumulate(lengths)]
        return value, [joined[start:end] for start, end in pairwise([0, *ends])]


class Cache:
    """Records by name, in a folder of their own."""

    def __init__(self, folder: Path) -> None:
        """Take the folder; it is made when the first record is written."""
        self._folder = folder
        self._used: set[str] = set()

    def load(self, name: str, key: str) -> Record | None:
        """Find the record of a name, if it was made of what `key` says; None otherwise."""
        try:
            head, _, body = self._path(name).read_bytes().partition(b"\n")
        except OSError:
            return None
        return Record(body) if head == _head(key, body) else None

    def save(self, name: str, key: str, value: object, texts: Sequence[str] = ()) -> Record:
        """Keep a value of JSON, and long texts beside it, which JSON would make longer and slower."""
        head = json.dumps([value, [*map(len, texts)]], ensure_ascii=False, separators=(",", ":"))
        return self.keep(name, key, zlib.compress("".join((head, "\n", *texts)).encode(), _FAST))

    def keep(self, name: str, key: str, body: bytes) -> Record:
        """Keep a record as it is; a disk that is full or cannot be written is no reason to fail."""
        path = self._path(name)
        draft = path.with_suffix(f".{os.getpid()}")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            draft.write_bytes(_head(key, body) + b"\n" + body)
            draft.replace(path)
        except OSError:
            with contextlib.suppress(OSError):
                draft.unlink(missing_ok=True)
        return Record(body)

    def tidy(self) -> None:
        """Delete the records that nobody has asked for: those of trees that are gone."""
        with contextlib.suppress(OSError):
            for path in self._folder.iterdir():
                if path.name not in self._used:
                    path.unlink(missing_ok=True)

    def _path(self, name: str) -> Path:
        file = f"{hashlib.sha256(name.encode()).hexdigest()[:32]}.json.z"
        self._used.add(file)
        return self._folder / file


def _head(key: str, body: bytes) -> bytes:
    return f"{key} {hashlib.sha256(body).hexdigest()}".encode()
