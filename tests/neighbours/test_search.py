from __future__ import annotations

from pathlib import Path

import pytest
from tests.build.links import search_entries
from tests.neighbours.harness import OURS, build, faults

pytestmark = [pytest.mark.build]


@pytest.mark.beside("mkdocs-exclude-search")
@pytest.mark.parametrize("is_before", [True, False])
def test_exclude_search(tmp_path: Path, *, is_before: bool) -> None:
    exclude = {"exclude-search": {"exclude": ["plain.md"]}}
    built = build(tmp_path, ["search", *([exclude, OURS] if is_before else [OURS, exclude])])
    assert faults(built) == []
    assert not [entry for entry in search_entries(built.published) if entry["location"].startswith("plain/")]


@pytest.mark.beside("mkdocs-exclude-search")
@pytest.mark.parametrize("is_before", [True, False])
def test_exclude_search_leaves_out_pages_of_trees_too(tmp_path: Path, *, is_before: bool) -> None:
    exclude = {"exclude-search": {"exclude": ["trees/pick-a-queue/*"]}}
    built = build(tmp_path, ["search", *([exclude, OURS] if is_before else [OURS, exclude])])
    assert built.code == 0, built.log
    found = [entry["location"] for entry in search_entries(built.published)]
    assert "trees/pick-a-queue/" in found
    assert "trees/pick-a-queue/replay/" not in found
    assert "trees/sync-vs-async/fan-out/" in found


@pytest.mark.parametrize("plugins", [("offline", OURS), (OURS, "offline")], ids=["before us", "behind us"])
def test_offline(tmp_path: Path, plugins: tuple[str, ...]) -> None:
    built = build(tmp_path, ["search", *plugins])
    found = faults(built, directory_urls=False)
    # Material's own: it wants its plugin `privacy` beside this one.
    assert [fault for fault in found if "iframe-worker" not in fault] == []
    packed = (built.published / "search/search_index.js").read_text(encoding="utf-8")
    assert "trees/pick-a-queue/replay.html" in packed
