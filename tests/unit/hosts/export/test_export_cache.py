from __future__ import annotations

from pathlib import Path

import pytest
from tests.site_fixtures import TINY_TREE, write_site

from decision_trees.cli.main import main

TREE = "docs/trees/pick-a-queue.tree.yaml"

RECORDS = 3
"""What reading the tree gave, its files, and those of the lists of its folder."""


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    settings = "plugins: [decision-trees]\n"
    monkeypatch.chdir(write_site(tmp_path, {"mkdocs.yml": settings, TREE: TINY_TREE}))
    return tmp_path


def export(to: str = "out") -> None:
    assert main(["export", "--to", to]) == 0


def records(site: Path) -> list[Path]:
    return sorted(site.glob(".cache/decision-trees/*/*.record"))


def test_what_was_made_is_kept_for_each_folder_that_is_written_to(site: Path) -> None:
    export()
    first = records(site)
    assert len(first) == RECORDS
    export("other")
    assert len(records(site)) == 2 * RECORDS
    assert {*first} < {*records(site)}


def test_records_of_trees_that_are_gone_go(site: Path) -> None:
    export()
    (site / TREE).rename(site / "docs/trees/a.tree.yaml")
    export()
    assert len(records(site)) == RECORDS


@pytest.mark.parametrize(
    "settings",
    ["plugins: [{decision-trees: {cache: false}}]\n", "markdown_extensions: [pymdownx.snippets]\n"],
)
def test_nothing_is_kept_where_it_is_not_wanted_or_could_be_out_of_date(
    settings: str, site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (site / "mkdocs.yml").write_text(settings, "utf-8")
    export()
    assert not (site / ".cache").exists()
    assert capsys.readouterr().err == ""


def test_a_folder_in_which_nothing_can_be_kept_is_told(
    site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (site / "mkdocs.yml").write_text("plugins: [{decision-trees: {cache_dir: docs/kept}}]\n", "utf-8")
    export()
    told = capsys.readouterr().err
    assert told.startswith(
        "decision-trees: nothing is kept for the next export: `cache_dir` is 'docs/kept', which"
    )
    assert not (site / "docs" / "kept").exists()


@pytest.mark.usefixtures("site")
def test_a_disk_that_is_full_is_told(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: Path) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("decision_trees.cache.store.folders.claim", full)
    export()
    told = capsys.readouterr().err
    assert told == "decision-trees: nothing is kept for the next export: [Errno 28] No space left on device\n"


def test_records_of_those_who_do_not_know_the_secret_count_for_nothing(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    export()
    before = {path.read_bytes() for path in records(site)}
    monkeypatch.setenv("DECISION_TREES_CACHE_KEY", "secret")
    export()
    assert not before & {path.read_bytes() for path in records(site)}
