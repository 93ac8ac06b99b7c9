from __future__ import annotations

import hashlib
import hmac
import json
import os
import re
import secrets
import time
import zlib
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from decision_trees.cache import store
from decision_trees.cache.folder import TAG
from decision_trees.cache.store import (
    MOST,
    MOST_OF_HEAD,
    Cache,
    CacheRecord,
    HeldRecords,
    as_count,
    as_text,
    digest,
)

VALUE = {"a": [1, "zwei", None]}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "cache"


@pytest.fixture
def cache(folder: Path) -> Cache:
    return Cache(folder)


def both(value: object, texts: Sequence[str]) -> tuple[object, list[str]]:
    return value, [*texts]


def read(cache: Cache | HeldRecords, name: str, key: str) -> object:
    record = cache.load(name, key)
    found = record and record.read(both)
    return found and found[0]


def records(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.record"))


def test_what_is_kept_is_found_by_name_and_key(cache: Cache, folder: Path) -> None:
    saved = cache.save("x", "k1", VALUE, ["ä", "", "b\n"])
    assert saved is not None
    assert saved.read(both) == (VALUE, ["ä", "", "b\n"])
    other = Cache(folder)
    assert read(other, "x", "k1") == VALUE
    assert read(other, "x", "k2") is None
    assert read(other, "y", "k1") is None


def test_the_last_that_was_kept_counts(cache: Cache) -> None:
    cache.save("x", "k1", VALUE)
    cache.save("x", "k2", [1])
    assert read(cache, "x", "k1") is None
    assert read(cache, "x", "k2") == [1]


def test_names_need_not_be_utf_8(cache: Cache) -> None:
    cache.save("caf\udce9", digest("caf\udce9"), VALUE)
    assert read(cache, "caf\udce9", digest("caf\udce9")) == VALUE


def test_a_record_that_was_cut_short_is_none(cache: Cache, folder: Path) -> None:
    cache.save("x", "k", VALUE)
    [file] = records(folder)
    whole = file.read_bytes()
    for length in range(len(whole)):
        file.write_bytes(whole[:length])
        assert cache.load("x", "k") is None
    file.write_bytes(whole)
    assert read(cache, "x", "k") == VALUE


def test_a_damaged_record_is_none(cache: Cache, folder: Path) -> None:
    cache.save("x", "k", VALUE)
    [file] = records(folder)
    whole = file.read_bytes()
    for place in range(len(whole)):
        file.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        assert cache.load("x", "k") is None


def test_a_record_counts_for_its_own_name_and_key_alone(cache: Cache, folder: Path) -> None:
    cache.save("x", "k", VALUE)
    [file] = records(folder)
    cache.save("y", "k", [])
    [other] = {*records(folder)} - {file}
    other.write_bytes(file.read_bytes())
    assert read(cache, "x", "k") == VALUE
    assert cache.load("y", "k") is None


def test_with_a_secret_the_records_of_others_are_none(folder: Path) -> None:
    for theirs in (b"", b"theirs"):
        Cache(folder, theirs).save("x", "k", VALUE)
        assert read(Cache(folder, theirs), "x", "k") == VALUE
        assert Cache(folder, b"ours").load("x", "k") is None
    Cache(folder, b"ours").save("x", "k", VALUE)
    assert read(Cache(folder, b"ours"), "x", "k") == VALUE
    assert Cache(folder).load("x", "k") is None


# --- what somebody else may have written ----------------------------------------------------------


def packed(content: bytes) -> CacheRecord:
    return CacheRecord(zlib.compress(content))


def head(value: object, lengths: object, texts: str = "") -> bytes:
    return json.dumps([value, lengths]).encode() + b"\n" + texts.encode()


@pytest.mark.parametrize(
    "record",
    [
        CacheRecord(b""),
        CacheRecord(b"nothing that is packed"),
        CacheRecord(zlib.compress(head(VALUE, []))[:-1]),
        CacheRecord(zlib.compress(head(VALUE, [])) + b"more"),
        packed(b""),
        packed(b"[1, []]"),
        packed(b"\n"),
        packed(b"no JSON\n"),
        packed(b"[" * 100_000 + b"\n"),
        packed(b"[1, []" + b" " * MOST_OF_HEAD + b"]\n"),
        packed(b"[" + b"9" * 5_000 + b", []]\n"),
        packed(b"[1, [1]]\n\xff"),
        packed(b"\xff\n"),
        packed(b"{}\n"),
        packed(b"7\n"),
        packed(b"[1]\n"),
        packed(head(1, None)),
        packed(head(1, [2], "a")),
        packed(head(1, [1], "ab")),
        packed(head(1, [], "a")),
        packed(head(1, [-1, 2], "a")),
        packed(head(1, [1.0], "a")),
        packed(head(1, [True], "a")),
        packed(head(1, ["1"], "a")),
        packed(head(1, [[1]], "a")),
        packed(head(1, {"a": 1}, "a")),
        packed(head(1, [10**30], "a")),
    ],
)
def test_what_we_would_not_have_written_is_none(record: CacheRecord) -> None:
    assert record.read(both) is None


@pytest.mark.unmeasured("vast records are unpacked as small ones are")
def test_a_record_is_not_unpacked_beyond_what_is_right() -> None:
    packing = zlib.compressobj(9)
    body = b"".join(packing.compress(bytes(2**20)) for _ in range(128)) + packing.flush()
    before = time.process_time()
    assert CacheRecord(body).read(both) is None
    assert time.process_time() - before < 1


@pytest.mark.parametrize(
    "failure",
    [
        *(TypeError, ValueError, KeyError, IndexError, AttributeError, OverflowError, ZeroDivisionError),
        *(MemoryError, RecursionError),
    ],
)
def test_whatever_reading_raises_it_is_none(cache: Cache, failure: type[Exception]) -> None:
    def fail(_: Any, __: Sequence[str]) -> None:  # noqa: ANN401 - whatever is in the record
        raise failure

    record = cache.save("x", "k", VALUE)
    assert record is not None
    assert record.read(fail) is None


def test_a_digest_that_was_worked_out_anew_does_not_help(cache: Cache, folder: Path) -> None:
    cache.save("x", "k", VALUE)
    [file] = records(folder)
    body = zlib.compress(b"[" * 100_000)
    mark = hmac.new(b"", digest("x", "k").encode() + body, hashlib.sha256).hexdigest().encode()
    file.write_bytes(file.read_bytes().split(b"\n", 1)[0] + b"\n" + mark + b"\n" + body)
    record = cache.load("x", "k")
    assert record is not None
    assert record.read(both) is None


def test_what_is_too_large_is_not_kept(cache: Cache, folder: Path) -> None:
    assert cache.save("x", "k", None, ["a" * MOST]) is None
    assert cache.save("x", "k", "a" * MOST_OF_HEAD) is None
    assert not folder.exists()
    assert cache.save("x", "k", None, ["a" * (MOST // 2)]) is not None


def test_a_file_that_is_too_large_is_not_read(cache: Cache, folder: Path) -> None:
    cache.save("x", "k", VALUE)
    [file] = records(folder)
    os.truncate(file, 2**40)
    assert cache.load("x", "k") is None


@pytest.mark.parametrize("value", [None, 1, True, b"", ["a"], "\ud800", "a\udfff"])
def test_what_cannot_be_written_to_a_file_is_no_text(value: object) -> None:
    with pytest.raises(ValueError, match=r"text|surrogates"):
        as_text(value)
    assert as_text("größer \N{PARTY POPPER}") == "größer \N{PARTY POPPER}"


@pytest.mark.parametrize("value", [None, -1, 1.0, True, "1"])
def test_what_does_not_count_is_no_number(value: object) -> None:
    with pytest.raises(ValueError, match="number"):
        as_count(value)
    assert as_count(0) == 0


# --- what lies in the way -------------------------------------------------------------------------


def test_a_disk_that_cannot_be_written_is_no_failure(folder: Path) -> None:
    folder.write_text("a file where the folder would be", "utf-8")
    cache = Cache(folder)
    saved = cache.save("x", "k", VALUE)
    assert saved is not None
    assert saved.read(both) == (VALUE, [])
    assert isinstance(cache.failure, OSError)
    assert cache.load("x", "k") is None
    cache.tidy()


@pytest.mark.parametrize("failure", [OSError(28, "No space left on device"), KeyboardInterrupt()])
def test_a_write_that_fails_leaves_the_old_record_and_no_draft(
    cache: Cache, folder: Path, monkeypatch: pytest.MonkeyPatch, failure: BaseException
) -> None:
    cache.save("x", "k1", VALUE)
    assert cache.failure is None

    def full(*_: object) -> None:
        raise failure

    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", full)
        try:
            cache.save("x", "k2", [])
        except KeyboardInterrupt:
            assert failure.args == ()
        else:
            assert cache.failure is failure
    assert read(cache, "x", "k1") == VALUE
    assert len(records(folder)) == 1


def test_nothing_is_written_through_a_link(cache: Cache, folder: Path, tmp_path: Path) -> None:
    cache.save("x", "k", VALUE)
    [file] = records(folder)
    mine = tmp_path / "mine"
    mine.write_bytes(file.read_bytes())
    file.unlink()
    file.symlink_to(mine)
    assert cache.load("x", "k") is None
    cache.save("x", "k", [1])
    assert not file.is_symlink()
    assert read(cache, "x", "k") == [1]
    assert read(cache, "x", "k") != VALUE
    assert mine.read_bytes().startswith(b"mkdocs-decision-trees")


def test_nothing_is_written_through_a_link_in_place_of_the_folder(folder: Path, tmp_path: Path) -> None:
    mine = tmp_path / "mine"
    mine.mkdir()
    folder.symlink_to(mine)
    cache = Cache(folder)
    cache.save("x", "k", VALUE)
    assert cache.failure is not None
    assert [*mine.iterdir()] == []


def test_a_draft_is_created_and_never_written_through_what_lies_there(
    cache: Cache, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache.save("x", "k", VALUE)
    [file] = records(folder)
    monkeypatch.setattr(secrets, "token_hex", lambda _: "0" * 16)
    mine = tmp_path / "mine"
    mine.write_text("mine", "utf-8")
    file.with_suffix(f".{'0' * 16}.record").symlink_to(mine)
    cache.save("x", "k", [1])
    assert mine.read_text("utf-8") == "mine"
    assert read(cache, "x", "k") == VALUE


def test_a_pipe_is_not_waited_for(cache: Cache, folder: Path) -> None:
    cache.save("x", "k", VALUE)
    [file] = records(folder)
    file.unlink()
    os.mkfifo(file)
    assert cache.load("x", "k") is None
    cache.save("x", "k", VALUE)
    assert read(cache, "x", "k") == VALUE


# --- tidying --------------------------------------------------------------------------------------


def test_what_nobody_asked_for_is_tidied_away(cache: Cache, folder: Path) -> None:
    cache.save("x", "k", VALUE)
    cache.save("y", "k", VALUE)
    later = Cache(folder)
    assert read(later, "x", "k") == VALUE
    later.tidy()
    assert read(later, "x", "k") == VALUE
    assert read(later, "y", "k") is None
    assert {path.name for path in folder.iterdir()} == {
        TAG,
        ".gitignore",
        *(record.name for record in records(folder)),
    }


NAME = "0" * 32 + ".record"
DRAFT = "0" * 32 + "." + "1" * 16 + ".record"
OURS = store._MAGIC + b"and more"  # noqa: SLF001 - as our files begin


@pytest.mark.parametrize(
    ("name", "content", "goes"),
    [
        (NAME, OURS, True),
        (DRAFT, OURS, True),
        (DRAFT, b"", True),
        (NAME, b"mine", False),
        (DRAFT, b"mine", False),
        ("notes.record", OURS, False),
        (NAME.upper(), OURS, False),
        (f"{NAME}.txt", OURS, False),
        (f"a{NAME}", OURS, False),
    ],
)
def test_only_what_we_made_is_tidied_away(
    cache: Cache, folder: Path, name: str, content: bytes, *, goes: bool
) -> None:
    cache.save("x", "k", VALUE)
    (folder / name).write_bytes(content)
    set_age(folder / name, hours=2)
    cache.tidy()
    assert (folder / name).exists() is not goes
    assert read(cache, "x", "k") == VALUE


def set_age(path: Path, hours: int) -> None:
    os.utime(path, (time.time() - hours * 3600,) * 2)


def test_what_another_run_is_writing_is_not_tidied_away(
    cache: Cache, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    replace = Path.replace

    def replace_late(self: Path, target: Path) -> Path:
        Cache(folder).tidy()
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", replace_late)
    cache.save("x", "k", VALUE)
    assert (cache.failure, read(cache, "x", "k")) == (None, VALUE)


def link(path: Path) -> None:
    path.with_name("elsewhere").write_bytes(OURS)
    path.symlink_to("elsewhere")


@pytest.mark.parametrize("make", [link, Path.mkdir, os.mkfifo])
def test_what_is_no_file_is_not_tidied_away(cache: Cache, folder: Path, make: Callable[[Path], None]) -> None:
    cache.save("x", "k", VALUE)
    make(folder / NAME)
    cache.tidy()
    assert os.path.lexists(folder / NAME)


def test_nothing_is_tidied_away_in_a_folder_that_is_not_ours(folder: Path) -> None:
    folder.mkdir()
    (folder / NAME).write_bytes(OURS)
    Cache(folder).tidy()
    assert (folder / NAME).exists()


def test_parts_of_a_folder_see_and_tidy_away_only_their_own(folder: Path) -> None:
    english, german = Cache(folder, part="en", others=["de"]), Cache(folder, part="de", others=["en"])
    english.save("x", "k", VALUE)
    assert german.load("x", "k") is None
    german.save("x", "k", "other")
    german.save("y", "k", VALUE)
    english.tidy()
    german.tidy()
    assert (read(english, "x", "k"), read(german, "x", "k"), read(german, "y", "k")) == (
        VALUE,
        "other",
        VALUE,
    )
    # German is no more.
    english = Cache(folder, part="en")
    assert read(english, "x", "k") == VALUE
    english.tidy()
    assert len(records(folder)) == 1


def test_a_process_holds_records_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    held = HeldRecords()
    assert held.load("x", "k") is None
    held.save("x", "k", VALUE)
    assert (held.load("x", "other"), held.load("y", "k")) == (None, None)
    assert read(held, "x", "k") == VALUE
    monkeypatch.setattr(store, "MOST", 10)
    held.save("x", "k2", VALUE)
    assert held.load("x", "k2") is None


def test_records_are_named_alike_in_every_run(cache: Cache, folder: Path) -> None:
    cache.save("x", "k", VALUE)
    assert re.fullmatch(r"[0-9a-f]{32}\.record", records(folder)[0].name)


def test_digests_tell_values_apart() -> None:
    assert digest("a", ["b"]) == digest("a", ["b"])
    assert len({digest(), digest("a"), digest(["a"]), digest("a", "b"), digest("ab")}) == 5
