"""The build hook's renaming of mermaid's globals, and its check of what is already built."""

from __future__ import annotations

from typing import TYPE_CHECKING

import hatch_build
import pytest

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


def test_assets_are_current_until_the_lock_changes(tmp_path: Path) -> None:
    lock = tmp_path / "package-lock.json"
    lock.write_text(LOCK)
    package = tmp_path / "mermaid"
    (package / "dist").mkdir(parents=True)
    (package / "dist" / "mermaid.min.js").write_text(BUNDLE)
    (package / "LICENSE").write_text("MIT")
    assert not hatch_build.is_current(tmp_path)

    hatch_build.write_assets(tmp_path, package)
    assert hatch_build.is_current(tmp_path)

    lock.write_text(LOCK + "\n")
    assert not hatch_build.is_current(tmp_path)


def test_the_first_line_names_version_and_lock(tmp_path: Path) -> None:
    (tmp_path / "package-lock.json").write_text(LOCK)
    assert hatch_build.banner(tmp_path) == (
        "/* mermaid 11.17.2, MIT; built from lock "
        "defa8db14ad22878c9297831f190748b6a444d4189a04752e7958503f17bee0e */\n"
    )
