from __future__ import annotations

from pathlib import Path

import pytest
from tests.neighbours.harness import OURS, commit, faults, run, write

pytestmark = [pytest.mark.build, pytest.mark.beside("mkdocs-git-revision-date-localized-plugin")]


@pytest.mark.parametrize("is_before", [True, False])
def test_a_page_has_the_date_of_its_source(tmp_path: Path, *, is_before: bool) -> None:
    dates = {"git-revision-date-localized": {"type": "iso_date", "enable_creation_date": True}}
    write(tmp_path, ["search", *([dates, OURS] if is_before else [OURS, dates])])
    commit(tmp_path, "Ada", "2020-02-03", "docs/trees/pick-a-queue.tree.yaml")
    commit(tmp_path, "Bob", "2021-04-05")
    built = run(tmp_path)
    assert faults(built) == []
    for address in ("trees/pick-a-queue", "trees/pick-a-queue/log"):
        assert "2020-02-03" in built.page(address).text
        assert "2021-04-05" not in built.page(address).text
    assert "2021-04-05" in built.page("trees/sync-vs-async").text
