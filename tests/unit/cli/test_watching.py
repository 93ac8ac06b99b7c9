from __future__ import annotations

from pathlib import Path
from threading import Timer

import pytest

from decision_trees.cli.watching import watch


class EnoughError(Exception):
    """Ends the waiting."""


@pytest.mark.parametrize("place", ["docs/deep/page.md", "settings.toml", "docs/new.md"])
def test_a_change_is_acted_on_once(place: str, tmp_path: Path) -> None:
    (tmp_path / "docs" / "deep").mkdir(parents=True)
    (tmp_path / "docs" / "deep" / "page.md").touch()
    calls: list[str] = []

    def edit() -> None:
        (tmp_path / "other.txt").write_text("not meant")
        (tmp_path / place).write_text("in")
        with (tmp_path / place).open("a") as file:
            file.write(" several steps")

    def act() -> None:
        calls.append((tmp_path / place).read_text())
        raise EnoughError

    timer = Timer(0.5, edit)
    timer.start()
    with pytest.raises(EnoughError):
        watch([str(tmp_path / "docs")], [str(tmp_path / "settings.toml")], act)
    assert calls == ["in several steps"]


def test_reading_and_other_files_are_no_changes(tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    page = tmp_path / "docs" / "page.md"
    page.write_text("page")
    acted: list[bool] = []

    def look() -> None:
        (tmp_path / "other.txt").write_text("not meant")
        page.read_text()

    def act() -> None:
        acted.append(is_edited)
        raise EnoughError

    is_edited = False

    def edit() -> None:
        nonlocal is_edited
        is_edited = True
        page.rename(page.with_name("renamed.md"))

    for delay, do in ((0.3, look), (2, edit)):
        Timer(delay, do).start()
    with pytest.raises(EnoughError):
        watch([str(tmp_path / "docs")], [str(tmp_path / "settings.toml")], act)
    assert acted == [True]
