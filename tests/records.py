"""Records as somebody else may have written them: with a digest that is right."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterator, Sequence
from functools import cache
from random import Random
from typing import Any

import pytest

from decision_trees.cache.store import Cache, CacheRecord


def unpacked(body: bytes) -> tuple[Any, list[str]]:
    """Take a record of ours apart into its value and its texts."""
    head, _, joined = zlib.decompress(body).decode().partition("\n")
    value, lengths = json.loads(head)
    texts = []
    for length in lengths:
        texts.append(joined[:length])
        joined = joined[length:]
    return value, texts


def packed(value: object, texts: Sequence[str], lengths: object = None) -> bytes:
    """Put a value and texts together, however wrong; `lengths` are said to be those of the texts."""
    head = json.dumps([value, [*map(len, texts)] if lengths is None else lengths])
    return zlib.compress("".join((head, "\n", *texts)).encode())


def write(cache: Cache, name: str, key: str, body: bytes) -> None:
    """Keep what may be no record of ours, under a digest that says that it is."""
    cache._write(cache._path(name), cache._head(name, key, body) + body)  # noqa: SLF001 - as anybody can


VALUES: Sequence[object] = (
    *(None, True, False, 0, 1, -1, 7, 2.5, 10**30, float("inf"), float("nan")),
    *("", "x", "../../../escaped.pth", "/escaped.pth", "..\\escaped", "C:\\escaped", "a/../../b"),
    *("\ud800", "\0", "\x1e1id\x1etext\x1e", "\n::error ::", "<script>alert(1)</script>", "index.md"),
    *([], {}, [[]], [None], {"": None}, [1] * 5, "a" * 10_000, {"template": "sitemap.xml"}),
)
"""What may stand in place of any part of a record."""


def harmed(body: bytes, random: Random) -> bytes:
    """Write a record of ours as somebody may who means harm, or as it may come out by chance."""
    value, texts = unpacked(body)
    way = random.randrange(10)
    if way == 0:
        return random.choice(no_records())
    if way == 1:
        whole = packed(value, texts)
        place = random.randrange(len(whole))
        return (
            whole[:place] + random.choice([b"", random.randbytes(3)]) + whole[place + random.randrange(3) :]
        )
    if way == 2:
        lengths: list[Any] = [*map(len, texts)] or [0]
        lengths[random.randrange(len(lengths))] = random.choice([-1, 0, 1, 10**9, None, "1", [1], True])
        return packed(value, texts, random.choice([lengths, lengths[1:], {}, None, 7]))
    if texts and way in {3, 4}:
        place = random.randrange(len(texts))
        texts[place : place + random.randrange(2)] = random.choice([[], ["<b>theirs</b>"], ["a", "b"]])
        return packed(value, texts)
    for _ in range(random.randint(1, 3)):
        value = _changed(value, random)
    return packed(value, texts)


def harm_all(patch: pytest.MonkeyPatch) -> None:
    """Harm every record that is found from now on, in every run the same way."""
    random = Random(7)  # noqa: S311 - no secret
    load = Cache.load

    def load_harmed(cache: Cache, name: str, key: str) -> CacheRecord | None:
        record = load(cache, name, key)
        return record and CacheRecord(harmed(record.body, random))

    patch.setattr(Cache, "load", load_harmed)


def _changed(value: Any, random: Random) -> object:  # noqa: ANN401 - any value of JSON
    """Put something in place of one part of a value, take it away or double it."""
    holders = [*_holders(value)]
    if not holders or random.random() < 0.1:
        return random.choice([*VALUES, [value], {"x": value}])
    holder = random.choice(holders)
    key = random.choice([*holder] if isinstance(holder, dict) else range(len(holder)))
    change = random.randrange(4)
    if change == 0:
        del holder[key]
    elif change == 1 and isinstance(holder, list):
        holder.insert(key, holder[key])
    elif change == 1:
        holder[random.choice(["template", "tags", "x", "../x"])] = holder[key]
    else:
        holder[key] = random.choice(VALUES)
    return value


def _holders(value: object) -> Iterator[Any]:
    """Every list and mapping in a value that holds something."""
    if isinstance(value, list | dict) and value:
        yield value
        for item in value.values() if isinstance(value, dict) else value:
            yield from _holders(item)


def _bomb(megabytes: int) -> bytes:
    packing = zlib.compressobj(9)
    return b"".join(packing.compress(bytes(2**20)) for _ in range(megabytes)) + packing.flush()


@cache
def no_records() -> Sequence[bytes]:
    """What is no record, though it may be packed as one."""
    return (
        b"",
        b"nothing that is packed",
        zlib.compress(b""),
        zlib.compress(b"[" * 1_000_000 + b"\n"),
        zlib.compress(b'{"a":' * 100_000 + b"\n"),
        zlib.compress(b"[" + b"9" * 10_000 + b", []]\n"),
        zlib.compress(b"[[" + b"[]," * 1_000_000 + b"[]], []]\n"),
        zlib.compress(b"\xff\xfe\n"),
        zlib.compress(b"null\n"),
        zlib.compress(b"[1e999, []]\n"),
        _bomb(64),
    )
