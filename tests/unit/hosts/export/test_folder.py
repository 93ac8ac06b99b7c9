from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping
from hashlib import sha256
from pathlib import Path
from unittest.mock import Mock

import pytest

from decision_trees.hosts.export import folder
from decision_trees.hosts.export.folder import MANIFEST, FolderError, Written, write


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "out"


def files_in(out: Path) -> dict[str, str]:
    """What lies in the folder beside the list of what is ours."""
    files = (file for file in out.rglob("*") if file.is_file())
    found = {file.relative_to(out).as_posix(): file.read_text("utf-8") for file in files}
    return {path: text for path, text in found.items() if path != MANIFEST}


def test_files_are_written_and_copied(out: Path, tmp_path: Path) -> None:
    (tmp_path / "image.png").write_bytes(b"image")
    assert write(out, {"a/b.md": b"page", "c.png": tmp_path / "image.png"}) == Written(2, 0, 0)
    assert files_in(out) == {"a/b.md": "page", "c.png": "image"}


def test_only_what_has_changed_is_written_again(out: Path) -> None:
    write(out, {"a.md": b"a", "b.md": b"b"})
    before = (out / "a.md").stat()
    assert write(out, {"a.md": b"a", "b.md": b"B"}) == Written(1, 1, 0)
    assert (out / "a.md").stat() == before
    assert files_in(out) == {"a.md": "a", "b.md": "B"}


def test_what_is_published_no_more_goes_with_its_folders(out: Path) -> None:
    write(out, {"a/b/c.md": b"c", "a/d.md": b"d", "e.md": b"e"})
    (out / "mine").mkdir()
    assert write(out, {"e.md": b"e"}) == Written(0, 1, 2)
    assert files_in(out) == {"e.md": "e"}
    assert not (out / "a").exists()
    assert (out / "mine").is_dir()


def test_what_has_gone_already_is_forgotten(out: Path) -> None:
    write(out, {"a.md": b"a"})
    (out / "a.md").unlink()
    assert write(out, {}) == Written(0, 0, 1)


def test_files_of_others_stay(out: Path) -> None:
    out.mkdir()
    (out / "conf.py").write_text("theirs")
    write(out, {"a.md": b"a"})
    write(out, {})
    assert files_in(out) == {"conf.py": "theirs"}


def test_nothing_of_others_is_overwritten_and_nothing_else_written(out: Path) -> None:
    out.mkdir()
    for number in range(7):
        (out / f"{number}.md").write_text("theirs")
    with pytest.raises(FolderError, match=r"`0.md`, `1.md`, .* and 2 more; move it away"):
        write(out, {"a.md": b"a", **{f"{number}.md": b"ours" for number in range(7)}})
    assert set(files_in(out).values()) == {"theirs"}


def test_what_holds_the_same_already_is_ours(out: Path) -> None:
    write(out, {"a.md": b"a"})
    (out / MANIFEST).unlink()
    assert write(out, {"a.md": b"a"}) == Written(0, 1, 0)


def test_what_somebody_has_changed_is_not_ours_any_more(out: Path) -> None:
    write(out, {"a.md": b"a"})
    (out / "a.md").write_text("edited")
    with pytest.raises(FolderError, match=r"`a\.md`; move it away"):
        write(out, {"a.md": b"new"})
    assert write(out, {}) == Written(0, 0, 0, ("a.md",))
    assert files_in(out) == {"a.md": "edited"}


def test_what_an_interrupted_export_has_written_is_ours(out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(out, {"a.md": b"a", "b.md": b"b"})
    actual = folder._write  # noqa: SLF001 - the one that fails

    def interrupted(file: Path, parts: Iterable[bytes]) -> None:
        if file.name == "b.md":
            raise KeyboardInterrupt
        actual(file, parts)

    monkeypatch.setattr(folder, "_write", interrupted)
    with pytest.raises(KeyboardInterrupt):
        write(out, {"a.md": b"A", "b.md": b"B"})
    monkeypatch.undo()
    assert files_in(out) == {"a.md": "A", "b.md": "b"}
    assert write(out, {"a.md": b"1", "b.md": b"2"}) == Written(2, 0, 0)


def test_a_file_is_written_whole_or_not_at_all(out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(out, {"a.md": b"a"})

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(OSError, match="No space"):
        write(out, {"a.md": b"b"})
    assert files_in(out) == {"a.md": "a"}


LINKS = {
    "the folder": "",
    "a folder in it": "a",
    "the file": "a/b.md",
    "our own folder": ".decision-trees",
    "the list": MANIFEST,
}


@pytest.mark.parametrize("place", LINKS.values(), ids=LINKS.keys())
@pytest.mark.parametrize("leads_somewhere", [True, False])
def test_nothing_is_written_through_a_link(
    place: str, out: Path, tmp_path: Path, *, leads_somewhere: bool
) -> None:
    target = tmp_path / "elsewhere"
    if leads_somewhere:
        target.mkdir()
    link = out / place
    link.parent.mkdir(parents=True, exist_ok=True)
    link.symlink_to(target)
    with pytest.raises(FolderError, match=r"is a link|there is something"):
        write(out, {"a/b.md": b"ours", "a/c/d/e.md": b"ours"})
    assert not target.exists() or [*target.iterdir()] == []


@pytest.mark.parametrize("place", ["a", "a/b.md", MANIFEST])
def test_what_is_no_folder_or_no_file_is_in_the_way(place: str, out: Path) -> None:
    found = out / place
    found.parent.mkdir(parents=True)
    if place == "a":
        found.write_text("a file")
    else:
        found.mkdir()
    with pytest.raises(FolderError, match="there is something"):
        write(out, {"a/b.md": b"ours"})


def test_the_folder_must_be_one(out: Path) -> None:
    out.write_text("")
    with pytest.raises(FolderError, match="is no folder: name another"):
        write(out, {})


def test_nothing_is_deleted_through_a_link_or_where_something_else_lies(out: Path, tmp_path: Path) -> None:
    write(out, {"a/b.md": b"ours", "c.md": b"ours", "d.md": b"ours"})
    elsewhere = tmp_path / "elsewhere"
    (out / "a").rename(elsewhere)
    (out / "a").symlink_to(elsewhere)
    (out / "c.md").unlink()
    (out / "c.md").mkdir()
    (out / "d.md").unlink()
    (out / "d.md").symlink_to(elsewhere / "b.md")
    assert write(out, {}).kept == ("c.md", "d.md")
    assert (elsewhere / "b.md").read_text() == "ours"


HOSTILE: Mapping[str, object] = {
    "a path outside": {"format": 1, "files": {"../precious": ["*"]}},
    "an absolute path": {"format": 1, "files": {"/precious": ["*"]}},
    "a path in the manner of Windows": {"format": 1, "files": {"..\\precious": ["*"]}},
    "no path": {"format": 1, "files": {"": ["*"], ".": ["*"], "a\0b": ["*"], "a//b": ["*"]}},
    "no marks": {"format": 1, "files": {"a.md": "x", "b.md": [1]}},
    "marks of another kind": {"format": 1, "files": {"b.md": [1]}},
    "another format": {"format": 2, "files": {"a.md": ["*"]}},
    "no list": [],
}


@pytest.mark.parametrize("data", HOSTILE.values(), ids=HOSTILE.keys())
def test_a_list_from_somebody_else_says_nothing(data: object, out: Path, tmp_path: Path) -> None:
    precious = tmp_path / "precious"
    precious.write_text("precious")
    mark = sha256(b"precious").hexdigest()
    (out / MANIFEST).parent.mkdir(parents=True)
    (out / MANIFEST).write_text(json.dumps(data).replace("*", mark))
    with pytest.raises(FolderError, match=f"`{MANIFEST}`"):
        write(out, {})
    assert precious.read_text() == "precious"


def test_a_folder_that_was_emptied_is_still_ours(out: Path) -> None:
    write(out, {"a.md": b"a"})
    write(out, {})
    assert write(out, {"a.md": b"a"}).written == 1


def test_where_case_makes_no_difference_a_renamed_file_is_not_deleted(out: Path) -> None:
    write(out, {"A.md": b"a"})
    (out / "a.md").hardlink_to(out / "A.md")  # as such a disk has it
    assert write(out, {"a.md": b"a"}) == Written(0, 1, 0)
    assert (out / "a.md").exists()


def test_an_empty_list_is_as_good_as_none(out: Path) -> None:
    (out / MANIFEST).parent.mkdir(parents=True)
    (out / MANIFEST).touch()
    assert write(out, {"a.md": b"a"}).written == 1


def listed(out: Path) -> dict[str, list[str]]:
    """What the list says of each file."""
    files: dict[str, list[str]] = json.loads((out / MANIFEST).read_text("utf-8"))["files"]
    return files


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the files that are read, where every file is at rest."""
    monkeypatch.setattr(folder, "_is_at_rest", lambda *_: True)
    found: list[str] = []
    actual = Path.read_bytes

    def noted(file: Path) -> bytes:
        found.append(file.name)
        return actual(file)

    monkeypatch.setattr(Path, "read_bytes", noted)
    return found


def test_what_nobody_has_changed_is_not_read(out: Path, read: list[str]) -> None:
    write(out, {"a.md": b"a", "b/c.md": b"c"})
    list_ = (out / MANIFEST).stat()
    read.clear()
    assert write(out, {"a.md": b"a", "b/c.md": b"c"}) == Written(0, 2, 0)
    assert read == []
    assert (out / MANIFEST).stat() == list_
    assert write(out, {"a.md": b"a", "b/c.md": b"C"}) == Written(1, 1, 0)
    assert "a.md" not in read
    assert files_in(out) == {"a.md": "a", "b/c.md": "C"}


@pytest.mark.usefixtures("read")
def test_what_somebody_has_changed_is_seen_by_its_state(out: Path) -> None:
    write(out, {"a.md": b"a"})
    before = (out / "a.md").stat()
    (out / "a.md").write_bytes(b"b")
    os.utime(out / "a.md", ns=(before.st_atime_ns, before.st_mtime_ns))
    with pytest.raises(FolderError, match=r"`a\.md`; move it away"):
        write(out, {"a.md": b"a"})


def test_what_has_just_been_changed_is_read(
    out: Path, read: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(folder, "_is_at_rest", lambda *_: False)
    for _ in range(2):
        write(out, {"a.md": b"a"})
        assert listed(out) == {"a.md": [sha256(b"a").hexdigest()]}
    assert "a.md" in read


@pytest.mark.parametrize(
    ("changed", "touched", "now", "is_at_rest"),
    [
        (7.001, 7.001, 7.09, False),
        (7.001, 7.001, 7.2, True),
        (7.001, 7.3, 7.35, False),
        (7.0, 7.0, 8.9, False),
        (6.0, 7.001, 8.9, False),
        (7.0, 7.0, 9.1, True),
        (9.5, 9.5, 7.0, False),
    ],
)
def test_a_file_is_at_rest_once_a_disk_tells_later_changes_apart(
    changed: float, touched: float, now: float, *, is_at_rest: bool
) -> None:
    status = Mock(st_mtime_ns=round(changed * 10**9), st_ctime_ns=round(touched * 10**9))
    assert folder._is_at_rest(status, round(now * 10**9)) is is_at_rest  # noqa: SLF001 - no disk does all that


@pytest.mark.parametrize("marks", [["*", "@1.1.1.1"], ["@1.1.1.1", "*"], ["*", "@1.1.1.1", "*"], ["*"]])
def test_a_state_that_is_not_that_of_the_file_says_nothing(
    marks: list[str], out: Path, read: list[str]
) -> None:
    write(out, {"a.md": b"a"})
    mark = sha256(b"a").hexdigest()
    data = {"format": 1, "files": {"a.md": [text.replace("*", mark) for text in marks]}}
    (out / MANIFEST).write_text(json.dumps(data), "utf-8")
    read.clear()
    assert write(out, {"a.md": b"a"}) == Written(0, 1, 0)
    assert read == ["a.md"]
    assert len(listed(out)["a.md"]) == 2


@pytest.mark.usefixtures("read")
def test_no_state_is_taken_of_what_has_gone_meanwhile(out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    actual = folder._write  # noqa: SLF001 - the one that does not write all

    def lost(file: Path, parts: Iterable[bytes]) -> None:
        if file.name != "a.md":
            actual(file, parts)

    monkeypatch.setattr(folder, "_write", lost)
    assert write(out, {"a.md": b"a"}).written == 1
    assert listed(out) == {"a.md": [sha256(b"a").hexdigest()]}


def test_a_long_list_is_written_whole(out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(folder, "_AT_ONCE", 2)
    files = {f"{number}.md": b"a" for number in range(5)}
    write(out, files)
    assert [*listed(out)] == [*files]
