"""What the build hook does to mermaid and to our own script, and its check of what is already built."""

from __future__ import annotations

import gzip
from typing import TYPE_CHECKING

import hatch_build
import pytest
from tests.site_fixtures import REPOSITORY

if TYPE_CHECKING:
    from pathlib import Path

BUNDLE = (
    '"use strict";var __esbuild_esm_mermaid_nm;(__esbuild_esm_mermaid_nm||={}).mermaid=(()=>{})();'
    'globalThis["mermaid"] = globalThis.__esbuild_esm_mermaid_nm["mermaid"].default;'
)
LOCK = '{"packages": {"node_modules/mermaid": {"version": "11.17.2"}}}'


def test_every_global_gets_its_private_name() -> None:
    assert hatch_build.rename_globals(BUNDLE) == (
        '"use strict";var __decision_trees_mermaid_nm;'
        "(__decision_trees_mermaid_nm||={}).mermaid=(()=>{})();"
        'globalThis["decisionTreesMermaid"] = '
        'globalThis.__decision_trees_mermaid_nm["mermaid"].default;'
    )


@pytest.mark.parametrize(
    ("script", "message"),
    [
        pytest.param(
            BUNDLE.replace('globalThis["mermaid"] =', "x ="),
            'has globalThis["mermaid"] 0 times, expected 1',
            id="too few",
        ),
        pytest.param(
            BUNDLE + "__esbuild_esm_mermaid_nm;",
            "has __esbuild_esm_mermaid_nm 4 times, expected 3",
            id="too many",
        ),
    ],
)
def test_another_count_of_globals_stops_the_build(script: str, message: str) -> None:
    with pytest.raises(hatch_build.BuildError) as raised:
        hatch_build.rename_globals(script)
    assert message in str(raised.value)


@pytest.fixture
def built(tmp_path: Path) -> Path:
    """A repository in which all is built."""
    (tmp_path / "package-lock.json").write_text(LOCK)
    (tmp_path / "plugin" / "browser").mkdir(parents=True)
    (tmp_path / "plugin" / "browser" / "walk.js").write_text("walk()")
    package = tmp_path / "mermaid"
    (package / "dist").mkdir(parents=True)
    (package / "dist" / "mermaid.min.js").write_text(BUNDLE)
    (package / "LICENSE").write_text("MIT")
    hatch_build.write_mermaid(tmp_path, package)
    for name in ("decision-tree.js", "decision-tree.css"):
        (tmp_path / hatch_build.ASSETS / name).write_text("minified")
    return tmp_path


def test_assets_are_current_once_built(built: Path) -> None:
    assert hatch_build.is_current(built)


@pytest.mark.parametrize("source", ["package-lock.json", "plugin/browser/walk.js", "plugin/browser/new.js"])
def test_a_change_of_lock_or_sources_makes_assets_old(built: Path, source: str) -> None:
    with (built / source).open("a") as file:
        file.write("\n")
    assert not hatch_build.is_current(built)


@pytest.mark.parametrize("name", hatch_build.BUILT)
def test_a_missing_asset_is_built_again(built: Path, name: str) -> None:
    (built / hatch_build.ASSETS / name).unlink()
    assert not hatch_build.is_current(built)


def test_the_first_line_names_version_and_digest(built: Path) -> None:
    assert hatch_build.banner(built) == (
        "/* mermaid 11.17.2, MIT; built from "
        "0875a6001af451f6e9d0435a23758de77498cbc8fdbf6ea114a4611ddc7c52f6 */\n"
    )


def test_a_mistake_in_our_script_stops_the_build(tmp_path: Path) -> None:
    (tmp_path / "root" / "plugin" / "browser").mkdir(parents=True)
    (tmp_path / "root" / "plugin" / "browser" / "build.mjs").write_text("throw new Error('no such sheet')")
    with pytest.raises(hatch_build.BuildError, match="no such sheet"):
        hatch_build.minify(tmp_path / "root", tmp_path / "work")


def test_script_and_style_weigh_less_than_12_kilobytes() -> None:
    assets = REPOSITORY / hatch_build.ASSETS
    weight = sum(len(gzip.compress((assets / name).read_bytes(), 9)) for name in hatch_build.BUILT[:2])
    assert weight < 12_000
