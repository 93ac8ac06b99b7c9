from __future__ import annotations

from pathlib import Path

import pytest
from tests.neighbours.harness import OURS, commit, faults, run, write

pytestmark = [pytest.mark.build, pytest.mark.beside("mkdocs-git-authors-plugin")]


@pytest.mark.parametrize(
    "plugins", [("git-authors", OURS), (OURS, "git-authors")], ids=["before us", "behind us"]
)
def test_a_page_has_the_authors_of_its_source(tmp_path: Path, plugins: tuple[str, ...]) -> None:
    write(tmp_path, ["search", *plugins])
    commit(tmp_path, "Ada Writes", "2020-02-03", "docs/trees/pick-a-queue.tree.yaml")
    commit(tmp_path, "Bob Edits", "2021-04-05")
    built = run(tmp_path)
    assert faults(built) == []
    assert "Ada Writes" in built.page("trees/pick-a-queue/replay").text
    assert "Bob Edits" in built.page("trees/sync-vs-async").text
