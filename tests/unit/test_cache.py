from __future__ import annotations

from pathlib import Path

import pytest

from decision_trees.cache import Cache, digest

VALUE = {"a": [1, "zwei", None]}


@pytest.fixture
def cache(tmp_path: Path) -> Cache:
    return Cache(tmp_path / "cache")


def read(cache: Cache, name: str, key: str) -> object:
    record = cache.load(name, key)
    return record and record.read()


def files(cache_folder: Path) -> list[Path]:
    return [*(cache_folder / "cache").iterdir()]


def test_what_is_kept_is_found_by_name_and_key(cache: Cache, tmp_path: Path) -> None:
    assert cache.save("x", "k1", VALUE).read() == VALUE
    other = Cache(tmp_path / "cache")
    assert read(other, "x", "k1") == VALUE
    assert read(other, "x", "k2") is None
    assert read(other, "y", "k1") is None


def test_the_last_that_was_kept_counts(cache: Cache) -> None:
    cache.save("x", "k1", VALUE)
    cache.save("x", "k2", [])
    assert read(cache, "x", "k1") is None
    assert read(cache, "x", "k2") == []


def test_a_record_that_was_cut_short_is_none(cache: Cache, tmp_path: Path) -> None:
    cache.save("x", "k", VALUE)
    [file] = files(tmp_path)
    whole = file.read_bytes()
    for length in range(len(whole)):
        file.write_bytes(whole[:length])
        assert cache.load("x", "k") is None
    file.write_bytes(whole)
    assert read(cache, "x", "k") == VALUE


def test_a_damaged_record_is_none(cache: Cache, tmp_path: Path) -> None:
    cache.save("x", "k", VALUE)
    [file] = files(tmp_path)
    whole = file.read_bytes()
    for place in range(len(whole)):
        file.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        assert cache.load("x", "k") is None


def test_a_disk_that_cannot_be_written_is_no_failure(tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("a file where the folder would be", "utf-8")
    cache = Cache(tmp_path / "cache")
    assert cache.save("x", "k", VALUE).read() == VALUE
    assert cache.load("x", "k") is None
    cache.tidy()


def test_a_write_that_fails_leaves_the_old_record_and_no_draft(
    cache: Cache, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache.save("x", "k1", VALUE)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", full)
        cache.save("x", "k2", [])
    assert read(cache, "x", "k1") == VALUE
    assert len(files(tmp_path)) == 1


def test_what_nobody_asked_for_is_tidied_away(cache: Cache, tmp_path: Path) -> None:
    cache.save("x", "k", VALUE)
    cache.save("y", "k", VALUE)
    later = Cache(tmp_path / "cache")
    assert read(later, "x", "k") == VALUE
    later.tidy()
    assert read(later, "x", "k") == VALUE
    assert read(later, "y", "k") is None


def test_digests_tell_values_apart() -> None:
    assert digest("a", ["b"]) == digest("a", ["b"])
    assert len({digest(), digest("a"), digest(["a"]), digest("a", "b"), digest("ab")}) == 5
