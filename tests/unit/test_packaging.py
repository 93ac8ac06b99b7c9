"""What the build hook makes of mermaid and of our own script, and its check of what is already built."""

from __future__ import annotations

import gzip
from types import SimpleNamespace
from typing import TYPE_CHECKING

import hatch_build
import pytest
from tests.site_fixtures import REPOSITORY

if TYPE_CHECKING:
    from pathlib import Path

LOCK = '{"packages": {"node_modules/mermaid": {"version": "11.17.2"}}}'


@pytest.fixture
def built(tmp_path: Path) -> Path:
    """A repository in which all is built."""
    (tmp_path / "package-lock.json").write_text(LOCK)
    (tmp_path / "plugin" / "browser").mkdir(parents=True)
    (tmp_path / "plugin" / "browser" / "walk.js").write_text("walk()")
    (tmp_path / hatch_build.ASSETS).mkdir(parents=True)
    for name in hatch_build.BUILT:
        (tmp_path / hatch_build.ASSETS / name).write_text(hatch_build.banner(tmp_path))
    return tmp_path


def test_assets_are_current_once_built(built: Path) -> None:
    assert hatch_build.is_current(built)


@pytest.mark.parametrize(
    "source",
    ["package-lock.json", "plugin/browser/walk.js", "plugin/browser/new.js", "plugin/browser/deep/new.js"],
)
def test_a_change_of_lock_or_sources_makes_assets_old(built: Path, source: str) -> None:
    (built / source).parent.mkdir(exist_ok=True)
    with (built / source).open("a") as file:
        file.write("\n")
    assert not hatch_build.is_current(built)


@pytest.mark.parametrize("name", hatch_build.BUILT)
def test_a_missing_asset_is_built_again(built: Path, name: str) -> None:
    (built / hatch_build.ASSETS / name).unlink()
    assert not hatch_build.is_current(built)


def make_hook(root: Path, license_files: list[str]) -> hatch_build.BrowserBuildHook:
    metadata = SimpleNamespace(core=SimpleNamespace(license_files=license_files))
    return hatch_build.BrowserBuildHook(str(root), {}, None, metadata, "", "wheel")  # type: ignore[arg-type]


def test_node_is_asked_for_only_where_something_is_to_be_built(built: Path) -> None:
    assert make_hook(built, []).dependencies() == []
    (built / hatch_build.ASSETS / "mermaid.min.js").unlink()
    assert make_hook(built, []).dependencies() == [hatch_build.NODE_REQUIREMENT]


def test_the_metadata_name_the_notices_that_were_not_there_when_they_were_read(built: Path) -> None:
    notices = f"{hatch_build.ASSETS.as_posix()}/{hatch_build.NOTICES}"
    for known in (["LICENSE"], ["LICENSE", notices]):
        make_hook(built, known).initialize("standard", {})
        assert known == ["LICENSE", notices]


def test_the_first_line_names_version_and_digest(built: Path) -> None:
    assert hatch_build.banner(built) == (
        "/* mermaid 11.17.2, MIT, and others: see third-party-notices.txt; built from "
        "cee9aaf8ae4611d5aaeaf9ae207ae32c57febee36e97b7cd7cb1d23135d7a10b */\n"
    )


def test_a_mistake_in_our_script_stops_the_build(tmp_path: Path) -> None:
    (tmp_path / "root" / "plugin" / "browser").mkdir(parents=True)
    (tmp_path / "root" / "plugin" / "browser" / "build.mjs").write_text("throw new Error('no such sheet')")
    (tmp_path / "root" / "package-lock.json").write_text(LOCK)
    with pytest.raises(hatch_build.BuildError, match="no such sheet"):
        hatch_build.bundle(tmp_path / "root", tmp_path / "work")


def weight(*names: str) -> int:
    """Bytes of built files as a server sends them."""
    assets = REPOSITORY / hatch_build.ASSETS
    return sum(len(gzip.compress((assets / name).read_bytes(), 9)) for name in names)


def test_script_and_style_weigh_at_most_14_kilobytes() -> None:
    assert weight("decision-tree.js", "decision-tree.css") <= 14_000


def test_what_draws_flowcharts_weighs_a_quarter_of_mermaid() -> None:
    assert weight("mermaid.min.js") < 245_000
