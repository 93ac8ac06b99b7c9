"""Writing so that nothing is lost: whatever fails in the middle, and whatever lies in the way."""

from __future__ import annotations

import errno
import os
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import cast

import pytest

from decision_trees.cli.atomic_writes import FileRewrite, NotWrittenError, create, replace, rewrite


def contents(folder: Path) -> dict[str, bytes | str]:
    """All there is in a folder: what files hold, and where links lead."""
    paths = sorted(path for path in folder.rglob("*") if path.is_symlink() or path.is_file())
    return {
        path.relative_to(folder).as_posix(): str(path.readlink()) if path.is_symlink() else path.read_bytes()
        for path in paths
    }


@contextmanager
def failing(
    monkeypatch: pytest.MonkeyPatch, owner: type, name: str, at: int, error: BaseException
) -> Iterator[None]:
    """Let a method fail when it is called for the `at`th time, and ever after."""
    real: Callable[..., object] = getattr(owner, name)
    calls = 0

    def call(*arguments: object, **options: object) -> object:
        nonlocal calls
        calls += 1
        if calls >= at:
            raise error
        return real(*arguments, **options)

    with monkeypatch.context() as patched:
        patched.setattr(owner, name, call)
        yield


FULL = OSError(errno.ENOSPC, "No space left on device")


# --- one file -------------------------------------------------------------------------------------


@pytest.mark.parametrize("lies_there", ["file", "folder", "link", "link to nowhere"])
def test_a_new_file_is_written_through_nothing_that_lies_there(lies_there: str, tmp_path: Path) -> None:
    file, elsewhere = tmp_path / "new", tmp_path / "elsewhere"
    if lies_there == "file":
        file.write_bytes(b"mine")
    elif lies_there == "folder":
        file.mkdir()
    else:
        file.symlink_to(elsewhere)
        if lies_there == "link":
            elsewhere.write_bytes(b"mine")
    before = contents(tmp_path)
    with pytest.raises(FileExistsError):
        create(file, b"ours")
    assert contents(tmp_path) == before


def test_of_a_new_file_that_cannot_be_written_nothing_is_left(tmp_path: Path) -> None:
    with pytest.raises(TypeError):
        create(tmp_path / "new", cast("bytes", "no bytes"))
    assert contents(tmp_path) == {}


def test_a_file_is_replaced_with_its_permissions_and_without_a_trace(tmp_path: Path) -> None:
    file, link = tmp_path / "file", tmp_path / "link"
    file.write_bytes(b"old")
    file.chmod(0o640)
    link.symlink_to("file")
    replace(link, b"new")
    replace(tmp_path / "other", b"new")
    assert contents(tmp_path) == {"file": b"new", "link": "file", "other": b"new"}
    assert file.stat().st_mode & 0o777 == 0o640
    (tmp_path / "plain").write_bytes(b"")
    assert (tmp_path / "other").stat().st_mode == (tmp_path / "plain").stat().st_mode


def test_the_owner_stays_where_we_may_give_files_away(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "file"
    file.write_bytes(b"old")
    given: list[tuple[int, int]] = []
    monkeypatch.setattr(os, "chown", lambda _, user, group: given.append((user, group)))
    real = Path.stat

    def stat(path: Path, **options: bool) -> os.stat_result:
        found = real(path, **options)
        if path != file:
            return found
        return os.stat_result((*found[:4], 4711, 4712, *found[6:]))

    monkeypatch.setattr(Path, "stat", stat)
    replace(file, b"new")
    assert given == [(4711, 4712)]
    assert file.read_bytes() == b"new"


def test_a_draft_goes_where_it_cannot_take_the_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "file"
    file.write_bytes(b"old")
    with failing(monkeypatch, Path, "replace", 1, FULL), pytest.raises(OSError, match="No space"):
        replace(file, b"new")
    assert contents(tmp_path) == {"file": b"old"}


def test_a_draft_is_never_written_through_a_link(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(secrets, "token_hex", lambda _: "foreseen")
    (tmp_path / "file").write_bytes(b"old")
    (tmp_path / ".decision-trees.foreseen.tmp").symlink_to("elsewhere")
    (tmp_path / "elsewhere").write_bytes(b"mine")
    before = contents(tmp_path)
    with pytest.raises(FileExistsError):
        replace(tmp_path / "file", b"new")
    assert contents(tmp_path) == before


# --- several files --------------------------------------------------------------------------------


@pytest.fixture
def files(tmp_path: Path) -> list[FileRewrite]:
    """Three files to rewrite: one by a link, and one that is moved."""
    for name in ("a", "real", "old"):
        (tmp_path / name).write_bytes(b"before")
    (tmp_path / "old").chmod(0o600)
    (tmp_path / "link").symlink_to("real")
    return [
        FileRewrite(tmp_path / "a", b"before", b"after"),
        FileRewrite(tmp_path / "old", b"before", b"after", tmp_path / "new"),
        FileRewrite(tmp_path / "link", b"before", b"after"),
    ]


def test_all_files_are_rewritten(files: list[FileRewrite], tmp_path: Path) -> None:
    rewrite(files)
    assert contents(tmp_path) == {"a": b"after", "link": "real", "new": b"after", "real": b"after"}
    assert (tmp_path / "new").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("error", [FULL, KeyboardInterrupt()], ids=["disk", "Ctrl-C"])
@pytest.mark.parametrize(
    "step",
    [*(("open", at) for at in range(1, 4)), ("replace", 1), ("replace", 2), ("unlink", 1)],
)
def test_where_one_cannot_be_written_none_is(
    error: BaseException,
    step: tuple[str, int],
    files: list[FileRewrite],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Each step fails once: what comes after it is what takes all back."""
    method, at = step
    before = contents(tmp_path)
    real: Callable[..., object] = getattr(Path, method)
    calls = 0

    def call(path: Path, *arguments: object, **options: object) -> object:
        nonlocal calls
        is_one = method != "open" or arguments[:1] == ("xb",)
        calls += is_one
        if is_one and calls == at:
            raise error
        return real(path, *arguments, **options)

    monkeypatch.setattr(Path, method, call)
    with pytest.raises((NotWrittenError, KeyboardInterrupt)) as raised:
        rewrite(files)
    assert calls >= at
    assert contents(tmp_path) == before
    assert (tmp_path / "old").stat().st_mode & 0o777 == 0o600
    if isinstance(raised.value, NotWrittenError):
        assert str(raised.value).endswith("cannot be written: No space left on device; nothing was changed")


def test_what_cannot_be_taken_back_is_named(
    files: list[FileRewrite], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with (
        failing(monkeypatch, Path, "replace", 2, FULL),
        pytest.raises(NotWrittenError, match=r"/link` cannot .*; changed all the same: `[^`]*/a`$"),
    ):
        rewrite(files)
    assert contents(tmp_path) == {
        "a": b"after",
        "link": "real",
        "old": b"before",
        "real": b"before",
    }


@pytest.mark.parametrize("number", range(3))
def test_what_somebody_else_has_changed_in_the_meantime_is_left(
    number: int, files: list[FileRewrite], tmp_path: Path
) -> None:
    files[number].file.write_bytes(b"theirs")
    before = contents(tmp_path)
    with pytest.raises(NotWrittenError, match="it has changed in the meantime; nothing was changed"):
        rewrite(files)
    assert contents(tmp_path) == before


def test_what_is_write_protected_is_left(
    files: list[FileRewrite], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = contents(tmp_path)
    # Whoever may do everything is asked about permissions in vain.
    monkeypatch.setattr(os, "access", lambda path, _: path != tmp_path / "real")
    with pytest.raises(NotWrittenError, match=r"link` cannot be written: it is write-protected"):
        rewrite(files)
    assert contents(tmp_path) == before


@pytest.mark.parametrize("lies_there", ["file", "link to nowhere"])
def test_a_new_name_that_is_taken_stays_what_it_is(
    lies_there: str, files: list[FileRewrite], tmp_path: Path
) -> None:
    if lies_there == "file":
        (tmp_path / "new").write_bytes(b"mine")
    else:
        (tmp_path / "new").symlink_to("elsewhere")
    before = contents(tmp_path)
    with pytest.raises(NotWrittenError, match="new` cannot be written: File exists; nothing was changed"):
        rewrite(files)
    assert contents(tmp_path) == before
