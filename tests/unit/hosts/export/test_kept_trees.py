"""What is not made again is the same as if it were."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from tests.site_fixtures import TINY_TREE, write_site

from decision_trees.analysis.library import Library
from decision_trees.cache.store import Cache
from decision_trees.cli.main import main
from decision_trees.hosts.export.folder import MANIFEST
from decision_trees.hosts.export.forms import GENERATOR_FORMS
from decision_trees.hosts.export.kept_trees import ExportedFile, KeptTrees, MadeFile, Making
from decision_trees.hosts.export.spool import Unmade, digest_of
from decision_trees.layout.addresses import Addresses, node_page, tree_page
from decision_trees.model.tree import Tree
from decision_trees.reading.read import read
from decision_trees.site.page_maker import PageMaker
from decision_trees.site.publication import file_paths
from decision_trees.site.publish import publication_of
from decision_trees.site.site import Site

FIRST, SECOND = "docs/trees/pick-a-queue.tree.yaml", "docs/trees/other.tree.yaml"
OTHER = TINY_TREE.replace("answers:", "formerly: [old]\n    answers:", 1)
SETTINGS = "plugins: [decision-trees]\n"


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(write_site(tmp_path, {"mkdocs.yml": SETTINGS, FIRST: TINY_TREE, SECOND: OTHER}))
    return tmp_path


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The trees of which anything is made."""
    found: list[str] = []
    make = publication_of

    def noted(*known: Any) -> Any:  # noqa: ANN401 - as the other
        found.append(known[-1].id)
        return make(*known)

    monkeypatch.setattr("decision_trees.hosts.export.export.publication_of", noted)
    return found


def export(form: str = "zensical", to: str = "out") -> dict[str, bytes]:
    """Export, and give what lies there; how long a file has lain is the manifest's own affair."""
    assert main(["export", "--to", to, "--for", form]) == 0
    found = {
        file.relative_to(to).as_posix(): file.read_bytes() for file in Path(to).rglob("*") if file.is_file()
    }
    assert found.pop(MANIFEST)
    return found


@pytest.mark.unmeasured("a site is exported over and over")
@pytest.mark.parametrize("form", GENERATOR_FORMS)
def test_only_a_tree_that_changed_is_made_and_all_is_as_without_a_cache(
    form: str, site: Path, made: list[str]
) -> None:
    first = export(form)
    assert export(form) == first
    assert sorted(made) == ["other", "pick-a-queue"]
    made.clear()
    (site / FIRST).write_text(TINY_TREE.replace("Pick a queue", "Pick one"), "utf-8")
    changed = export(form)
    assert made == ["pick-a-queue"]
    assert changed != first
    (site / "mkdocs.yml").write_text("plugins: [{decision-trees: {cache: false}}]\n", "utf-8")
    assert export(form, "anew") == changed


def test_what_is_gone_is_made_again_a_tree_at_once(site: Path, made: list[str]) -> None:
    first = export()
    made.clear()
    gone = ("trees/other/index.md", "trees/other/tree.json", "trees/other/log/index.md")
    for path in gone:
        (site / "out" / path).unlink()
    assert export() == first
    assert made == ["other"]


def test_what_another_tree_shows_of_a_tree_is_made_anew(site: Path, made: list[str]) -> None:
    (site / SECOND).write_text(
        OTHER.replace("choose: A queue.", "choose: A queue., then: pick-a-queue/"), "utf-8"
    )
    export()
    made.clear()
    (site / FIRST).write_text(TINY_TREE.replace("Pick a queue", "Pick one"), "utf-8")
    assert b"Pick one" in export()["trees/other/standard-queue/index.md"]
    assert sorted(made) == ["other", "pick-a-queue"]


@pytest.fixture
def tree() -> Tree:
    (found,) = read({"a.tree.yaml": TINY_TREE}).library.trees.values()
    return found


def kept(cache: Cache, tree: Tree, published: Sequence[str] | None = None) -> KeptTrees:
    content = b"made"

    def make(tree: Tree) -> list[MadeFile]:
        pages = [tree_page(tree.file), *(node_page(tree.file, node) for node in tree.nodes)]
        files = file_paths(tree, Addresses())
        made = [*((path, True, content) for path in pages), *((path, False, content) for path in files)]
        return [file for file in made if published is None or file[0] in published]

    library, site = Library([tree]), Site(addresses=Addresses(), today=date(2026, 11, 28))
    making = Making(make, PageMaker(library, site).listed, lambda *_: [])
    return KeptTrees(cache, "code", library, site, making)


def test_a_file_is_known_by_its_digest_and_made_when_it_is_asked_for(tmp_path: Path, tree: Tree) -> None:
    cache = Cache(tmp_path / "cache")
    made = kept(cache, tree).of_tree(tree)
    assert made[0] == ExportedFile("a/index.md", is_page=True, content=b"made")
    again = kept(cache, tree).of_tree(tree)
    assert [(file.path, file.is_page) for file in again] == [(file.path, file.is_page) for file in made]
    assert {file.content.digest for file in again if isinstance(file.content, Unmade)} == {digest_of(b"made")}
    assert {file.content.make() for file in again if isinstance(file.content, Unmade)} == {b"made"}
    assert len(again) == len(made)


@pytest.mark.parametrize(
    "change",
    [
        lambda value: value[1].pop("a/index.md"),
        lambda value: value[1].update({"../../b.md": "0"}),
        lambda value: value[1].update({"a/tree.json": None}),
        lambda value: value.__setitem__(0, 1),
        lambda value: value.pop(),
    ],
    ids=["less", "another path", "no digest", "nothing listed", "cut short"],
)
def test_a_record_of_other_files_counts_for_none(
    change: Callable[[list[Any]], object], tmp_path: Path, tree: Tree, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache = Cache(tmp_path / "cache")
    save = cache.save

    def changed(name: str, key: str, value: list[Any], texts: list[str]) -> object:
        change(value)
        return save(name, key, value, texts)

    monkeypatch.setattr(cache, "save", changed)
    made = kept(cache, tree).of_tree(tree)
    assert kept(cache, tree).of_tree(tree) == made


def test_a_file_that_nothing_makes_is_named(tmp_path: Path, tree: Tree) -> None:
    """The cache may be somebody else's."""
    cache = Cache(tmp_path / "cache")
    kept(cache, tree).of_tree(tree)
    page, *_ = kept(cache, tree, ["a/tree.json"]).of_tree(tree)
    assert isinstance(page.content, Unmade)
    with pytest.raises(OSError, match=r"tells of `a/index\.md`, which is published of no tree"):
        page.content.make()
