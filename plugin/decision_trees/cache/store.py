"""What earlier builds made, kept in files until it is out of date.

A cache is a convenience that must never be believed too far: it may come from somebody else. A record says of
what it was made (its key) and carries a digest of itself, so that one that is out of date, cut short or
damaged is as good as none. Anybody can work out a digest, so what is in a record is looked at as it is read,
and one that is not as we write it is as good as none, too. Where a secret takes part in the digest, records
of those who do not know it count for nothing.
"""

from __future__ import annotations

import contextlib
import hashlib
import hmac
import json
import re
import secrets
import time
import zlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from pathlib import Path
from typing import Any, TypeVar

from decision_trees.cache import folder as folders

MOST = 32 * 2**20
"""How many bytes a record may come to, packed or not: a tree of a thousand checks comes to a third of it."""

MOST_OF_HEAD = 4 * 2**20
"""How many of them may be JSON, which takes up many times as much when it is read."""

_MAGIC = b"mkdocs-decision-trees cache 2\n"
"""How every file of ours begins."""

_HEAD = len(_MAGIC) + 64 + 1

_OF_PART, _OF_NAME = 8, 24
"""How many digits of their names are those of a part of the folder, and of a record in it."""

_NAME = re.compile(r"[0-9a-f]{32}(\.[0-9a-f]{16})?\.record")
"""How they are called; temporary files, which only an interrupted build leaves, have a longer name."""

_HOUR = 3600
"""How old a temporary file is, in seconds, when nobody writes it any more."""

_FAST = 1  # zlib's level: the time to write counts in every build, the size in none

_Value = TypeVar("_Value")

Read = Callable[[Any, Sequence[str]], _Value]
"""Makes something of the value and the texts in a record, or fails if they are not as written."""

# All that reading what somebody else has written may raise.
_FAILURES = (
    *(ArithmeticError, AttributeError, LookupError, MemoryError, RecursionError, TypeError, ValueError),
    zlib.error,
)


_in_order = json.JSONEncoder(sort_keys=True).encode


def digest(*parts: object) -> str:
    """A digest of values of JSON, for use in a key; long texts are best given as parts of their own."""
    contents = hashlib.sha256()
    for part in parts:
        # The kind and the length keep apart what reads the same in one go.
        kind, text = ("text", part) if isinstance(part, str) else ("json", _in_order(part))
        encoded = _encoded(text)
        contents.update(f"{kind} {len(encoded)}\n".encode())
        contents.update(encoded)
    return contents.hexdigest()


@dataclass(frozen=True, slots=True)
class CacheRecord:
    """A record that has been found whole; it is unpacked when it is read."""

    body: bytes

    def read(self, read: Read[_Value]) -> _Value | None:
        """Read what was kept, if it is what it should be; None otherwise."""
        try:
            return read(*self._unpacked())
        except _FAILURES:
            return None

    def _unpacked(self) -> tuple[Any, Sequence[str]]:
        """Give the value that was kept, and the texts beside it."""
        unpacking = zlib.decompressobj()
        # However small a file is, what comes of it may be of any size.
        content = unpacking.decompress(self.body, MOST)
        if not unpacking.eof or unpacking.unused_data:
            raise ValueError("there is more, or less")
        end = content.index(b"\n", 0, MOST_OF_HEAD)
        value, lengths = json.loads(content[:end])
        joined = content[end + 1 :].decode()
        ends = [*accumulate(map(as_count, lengths))]
        if len(joined) != (ends[-1] if ends else 0):
            raise ValueError("the texts are not as long as they should be")
        return value, [joined[start:end] for start, end in pairwise([0, *ends])]


def as_text(value: object) -> str:
    """Take a value of JSON for a text that can be written to a file; raise `ValueError` where it is none."""
    if not isinstance(value, str):
        raise ValueError("no text")  # noqa: TRY004 - whatever is wrong, there is no record
    value.encode()
    return value


def as_count(value: object) -> int:
    """Take a value of JSON for a number of things; raise `ValueError` where it is none."""
    if type(value) is not int or value < 0:
        raise ValueError("no number")
    return value


class Cache:
    """Records by name, in a folder of their own."""

    def __init__(self, folder: Path, secret: bytes = b"", part: str = "", others: Iterable[str] = ()) -> None:
        """Take what there is to know.

        Args:
            folder: The folder, which is made when the first record is written.
            secret: What takes part in digests.
            part: The name of the part of the folder that is meant: a record of another is not seen.
            others: The names of its other parts, whose records are not tidied away.
        """
        self.failure: OSError | None = None
        """Why a record could not be written, where one could not."""
        self._folder = folder
        self._secret = secret
        self._part = _short(part, _OF_PART)
        self._others = tuple(_short(other, _OF_PART) for other in others)
        self._used: set[str] = set()

    def load(self, name: str, key: str) -> CacheRecord | None:
        """Find the record of a name, if it was made of what `key` says; None otherwise."""
        try:
            content = folders.read_regular(self._path(name), MOST)
        except OSError:
            return None
        head, body = content[:_HEAD], content[_HEAD:]
        # Not `==`: how long that takes says how much of a forged digest is right.
        return CacheRecord(body) if hmac.compare_digest(head, self._head(name, key, body)) else None

    def save(self, name: str, key: str, value: object, texts: Sequence[str] = ()) -> CacheRecord | None:
        """Keep a value of JSON, and long texts beside it, which JSON would make longer and slower.

        Returns:
            The record; None where it would be too large to be read. A disk that is full or cannot be written
            is no reason to fail: see `failure`.
        """
        body = _packed(value, texts)
        if body is None:
            return None
        try:
            self._write(self._path(name), self._head(name, key, body) + body)
        except OSError as error:
            self.failure = error
        return CacheRecord(body)

    def _write(self, path: Path, content: bytes) -> None:
        """Write a file in a single step, through nothing that lies there: a link is replaced."""
        folders.claim(self._folder)
        temporary = path.with_suffix(f".{secrets.token_hex(8)}.record")
        file = temporary.open("xb")
        try:
            with file:
                file.write(content)
            temporary.replace(path)
        except BaseException:
            with contextlib.suppress(OSError):
                temporary.unlink()
            raise

    def tidy(self) -> None:
        """Delete the records that nobody has asked for: those of trees that are gone."""
        with contextlib.suppress(OSError):
            if folders.is_ours(self._folder):
                for path in self._folder.iterdir():
                    is_kept = path.name in self._used or path.name.startswith(self._others)
                    name = _NAME.fullmatch(path.name)
                    if name and not is_kept:
                        _delete(path, is_temporary=bool(name[1]))

    def _path(self, name: str) -> Path:
        # Names hold paths of sources, which may be long, or no name on another system.
        file = f"{self._part}{_short(name, _OF_NAME)}.record"
        self._used.add(file)
        return self._folder / file

    def _head(self, name: str, key: str, body: bytes) -> bytes:
        mark = hmac.digest(self._secret, _encoded(digest(name, key)) + body, "sha256")
        return _MAGIC + mark.hex().encode() + b"\n"


class HeldRecords:
    """Records that nobody but this process can have made, because it holds them: one of each name."""

    def __init__(self) -> None:
        """Begin with none."""
        self._held: dict[str, tuple[str, CacheRecord]] = {}

    def load(self, name: str, key: str) -> CacheRecord | None:
        """Find the record of a name, if it was made of what `key` says; None otherwise."""
        made_of, record = self._held.get(name, ("", None))
        return record if made_of == key else None

    def save(self, name: str, key: str, value: object) -> None:
        """Hold a value of JSON, unless it is too large."""
        if (body := _packed(value, ())) is not None:
            self._held[name] = key, CacheRecord(body)


def _packed(value: object, texts: Sequence[str]) -> bytes | None:
    """Pack a record; None where it would be too large to be read."""
    head = json.dumps([value, [*map(len, texts)]], ensure_ascii=False, separators=(",", ":")).encode()
    content = b"".join((head, b"\n", *(text.encode() for text in texts)))
    is_too_large = len(head) >= MOST_OF_HEAD or len(content) > MOST
    return None if is_too_large else zlib.compress(content, _FAST)


def _short(name: str, digits: int) -> str:
    return hashlib.sha256(_encoded(name)).hexdigest()[:digits]


def _encoded(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")  # a file's name may not be UTF-8


def _delete(path: Path, *, is_temporary: bool) -> None:
    """Delete a file if it is one of ours: it begins like them, or it has been begun and no more."""
    with contextlib.suppress(OSError):
        # Others may use the folder in this moment.
        if is_temporary and path.lstat().st_mtime > time.time() - _HOUR:
            return
        if folders.read_regular(path, len(_MAGIC)) in {_MAGIC, b""}:
            path.unlink()
