"""How files are found: every kind of thing a folder can hold, under every name it has."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable
from pathlib import Path
from typing import Self

import pytest

from decision_trees.reading import files
from decision_trees.reading.files import DISK, FolderEntry, FoundPath, PathKind, is_hidden, read_file, walk


def found(folder: Path, enters: Callable[[str], bool] = lambda _: True) -> list[tuple[str, PathKind]]:
    return [(found.path, found.kind) for found in walk(DISK, folder.as_posix(), enters)]


def test_files_come_before_folders_and_both_by_name(tmp_path: Path) -> None:
    for name in ("b/z", "b/a/x", "a/y", "c", "B"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(b"")
    assert [path for path, _ in found(tmp_path)] == ["B", "c", "a", "b", "a/y", "b/z", "b/a", "b/a/x"]


def test_a_folder_that_is_not_entered_is_given_all_the_same(tmp_path: Path) -> None:
    (tmp_path / "a" / "b").mkdir(parents=True)
    assert found(tmp_path, lambda path: path != "a") == [("a", PathKind.FOLDER)]


@pytest.mark.parametrize("target", ["../elsewhere", "{folder}/elsewhere", "../way/../elsewhere"])
def test_a_link_to_a_folder_is_followed(target: str, tmp_path: Path) -> None:
    for name in ("elsewhere", "docs", "way"):
        (tmp_path / name).mkdir()
    (tmp_path / "elsewhere" / "a").write_bytes(b"")
    (tmp_path / "docs" / "linked").symlink_to(target.format(folder=tmp_path))
    assert found(tmp_path / "docs") == [("linked", PathKind.FOLDER), ("linked/a", PathKind.FILE)]
    (tmp_path / "other").symlink_to("docs")
    assert found(tmp_path / "other") == found(tmp_path / "docs")


def test_what_has_two_names_is_found_twice(tmp_path: Path) -> None:
    (tmp_path / "v2").mkdir()
    (tmp_path / "v2" / "a").write_bytes(b"")
    (tmp_path / "latest").symlink_to("v2")
    assert [path for path, kind in found(tmp_path) if kind is PathKind.FILE] == ["latest/a", "v2/a"]


@pytest.mark.parametrize(
    ("links", "loops"),
    [
        ({"a/self": "."}, ["a/self"]),
        ({"a/up": ".."}, ["a/up"]),
        ({"a/b/up": "../../a"}, ["a/b/up"]),
        ({"a/there": "../c", "c/back": "../a"}, ["a/there/back", "c/back/there"]),
    ],
)
def test_links_that_lead_round_in_a_circle_end(
    links: dict[str, str], loops: list[str], tmp_path: Path
) -> None:
    (tmp_path / "a" / "b").mkdir(parents=True)
    (tmp_path / "c").mkdir()
    (tmp_path / "a" / "file").write_bytes(b"")
    for link, target in links.items():
        (tmp_path / link).symlink_to(target)
    walked = found(tmp_path)
    assert sorted(path for path, kind in walked if kind is PathKind.LOOP) == loops
    assert next(path for path, kind in walked if kind is PathKind.FILE) == "a/file"


@pytest.mark.unmeasured("very many folders are walked as few are")
def test_folders_of_links_to_folders_of_links_end(tmp_path: Path) -> None:
    """Two links in each of thirty folders make a thousand million names of the last one."""
    for number in range(30):
        (tmp_path / f"f{number}").mkdir()
        for link in ("a", "b"):
            (tmp_path / f"f{number}" / link).symlink_to(f"../f{number + 1}")
    (tmp_path / "f30").mkdir()
    (tmp_path / "f30" / "file").write_bytes(b"")
    walked = found(tmp_path)
    assert 0 < sum(kind is PathKind.FILE for _, kind in walked) <= files.MOST_NAMES
    assert any(kind is PathKind.LOOP for _, kind in walked)


def test_a_chain_of_links_without_end_is_a_file_that_cannot_be_read(tmp_path: Path) -> None:
    (tmp_path / "a").symlink_to("b")
    (tmp_path / "b").symlink_to("a")
    (tmp_path / "gone").symlink_to("nowhere")
    assert found(tmp_path) == [("a", PathKind.FILE), ("b", PathKind.FILE), ("gone", PathKind.FILE)]
    for name in ("a", "gone"):
        with pytest.raises(OSError, match=r"Too many levels|No such file"):
            read_file(tmp_path / name)


def test_a_folder_that_nobody_may_look_into_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "locked").mkdir()
    (tmp_path / "open").mkdir()
    real = files.Disk.items

    def items(disk: files.Disk, folder: str) -> list[FolderEntry]:
        if folder.endswith("/locked"):
            raise PermissionError  # root may look everywhere
        return real(disk, folder)

    monkeypatch.setattr(files.Disk, "items", items)
    kinds = dict(found(tmp_path))
    assert kinds == {"locked": PathKind.LOCKED, "open": PathKind.FOLDER}
    assert found(tmp_path / "nowhere") == [(".", PathKind.LOCKED)]
    assert found(tmp_path / "locked") == [(".", PathKind.LOCKED)]


def test_what_cannot_be_looked_at_is_no_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    class Entry:
        name = "x"

        def is_dir(self) -> bool:
            raise OSError

        def is_symlink(self) -> bool:
            return True

    class Entries(list[Entry]):
        def __enter__(self) -> Self:
            return self

        def __exit__(self, *_: object) -> None:
            pass

    monkeypatch.setattr(os, "scandir", lambda _: Entries([Entry()]))
    assert DISK.items(str(tmp_path)) == [FolderEntry("x", is_folder=False, is_link=True)]


def test_names_that_are_not_utf8_are_found_and_read(tmp_path: Path) -> None:
    folder = os.fsencode(tmp_path) + b"/\xff"
    os.mkdir(folder)  # noqa: PTH102 - paths of `pathlib` are texts
    with open(folder + b"/\xfe", "wb") as stream:  # noqa: PTH123 - likewise
        stream.write(b"found")
    (name,) = [path for path, kind in found(tmp_path) if kind is PathKind.FILE]
    assert os.fsencode(name) == b"\xff/\xfe"
    assert read_file(tmp_path / name) == b"found"


# --- reading --------------------------------------------------------------------------------------


def make_pipe(path: Path) -> None:
    os.mkfifo(path)


def make_socket(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as made:
        made.bind(str(path))


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (Path.mkdir, "it is a folder"),
        (make_pipe, "it is a pipe, not a file"),
        (make_socket, "it is a socket, not a file"),
        (lambda path: path.symlink_to("/dev/zero"), "it is a device, not a file"),
    ],
)
def test_what_is_no_file_is_refused_at_once(
    make: Callable[[Path], object], said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)  # the path of a socket must be short
    make(Path("x"))
    with pytest.raises(OSError) as raised:  # noqa: PT011 - the text is compared
        read_file("x")
    assert raised.value.strerror == said


def test_what_is_replaced_between_two_looks_is_refused_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_bytes(b"")
    os.mkfifo(tmp_path / "x")
    regular = os.stat(tmp_path / "file")  # noqa: PTH116 - as the code does
    monkeypatch.setattr(os, "stat", lambda *_, **__: regular)
    opened = os.listdir("/proc/self/fd") if os.path.isdir("/proc/self/fd") else []  # noqa: PTH112, PTH208
    with pytest.raises(OSError, match="it is a pipe, not a file"):
        read_file(tmp_path / "x")
    if opened:
        assert len(os.listdir("/proc/self/fd")) == len(opened)  # noqa: PTH208


@pytest.mark.parametrize(
    ("path", "hidden"),
    [(".a", True), ("a/.b", True), ("a/node_modules", True), ("a", False), (".a/b", False), ("a.b", False)],
)
def test_hidden_is_what_begins_with_a_dot_and_what_npm_installed(path: str, hidden: bool) -> None:  # noqa: FBT001
    assert is_hidden(path) is hidden


def test_the_disk_knows_its_folders(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(".")
    assert DISK.is_folder(str(tmp_path / "link"))
    assert not DISK.is_folder(str(tmp_path / "nowhere"))
    (tmp_path / "file").write_bytes(b"text")
    assert DISK.read(str(tmp_path / "file")) == b"text"
    assert FoundPath("a", PathKind.FILE).path == "a"
