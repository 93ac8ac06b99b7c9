"""Two things that want one name: refused with both named, or, where an author may, the author's own wins."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest
from mkdocs.exceptions import Abort
from tests.build.html_reading import read_page
from tests.site_fixtures import TINY_TREE, Flavour, build_site, settings, write_site

pytestmark = pytest.mark.build

HAND_WRITTEN = "# By hand\n"
DIRECTORIES, FLAT = Flavour(), Flavour(directory_urls=False)


def a_site(folder: Path, files: Mapping[str, str], flavour: Flavour | None = None) -> Path:
    site = {"mkdocs.yml": settings(flavour, plugins=["decision-trees"]), "docs/index.md": "# Home\n"}
    return write_site(folder, {**site, **{f"docs/{path}": text for path, text in files.items()}})


def refused(folder: Path, caplog: pytest.LogCaptureFixture) -> str:
    """Build a site that must be refused, and give what is said."""
    with pytest.raises(Abort):
        build_site(folder)
    assert not list((folder / "site").rglob("*.html"))
    return caplog.text


def test_one_id_in_two_folders_is_refused(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    trees = {"here/queue.tree.yaml": TINY_TREE, "there/deep/queue.tree.yaml": TINY_TREE}
    said = refused(a_site(tmp_path, trees), caplog)
    assert said.count("error[duplicate-id]: `queue` is the id of two trees") == 1
    assert "docs/here/queue.tree.yaml:1:1" in said
    assert "docs/there/deep/queue.tree.yaml:1:1" in said


@pytest.mark.parametrize(
    ("page", "flavour", "thing"),
    [
        ("trees/queue/index.md", DIRECTORIES, "the tree `queue`"),
        ("trees/queue/README.md", DIRECTORIES, "the tree `queue`"),
        ("trees/queue.md", DIRECTORIES, "the tree `queue`"),
        ("trees/queue/index.md", FLAT, "the tree `queue`"),
        ("trees/queue/log.md", DIRECTORIES, "the decision `log`"),
        ("trees/queue/log/index.md", DIRECTORIES, "the decision `log`"),
        ("trees/queue/replay.md", FLAT, "the check `replay`"),
        ("trees/Queue/LOG.md", DIRECTORIES, "the decision `log`"),
    ],
)
def test_a_page_by_hand_where_a_tree_is_published_is_refused(
    page: str, flavour: Flavour, thing: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    files = {"trees/queue.tree.yaml": TINY_TREE, page: HAND_WRITTEN}
    said = refused(a_site(tmp_path, files, flavour), caplog)
    assert f"error[address-collision]: {thing} and `{page}` would both be published at `trees/queue/" in said
    assert "docs/trees/queue.tree.yaml:" in said


def test_a_flat_site_has_room_for_a_page_beside_a_tree(tmp_path: Path) -> None:
    files = {"trees/queue.tree.yaml": TINY_TREE, "trees/queue.md": HAND_WRITTEN}
    published = build_site(a_site(tmp_path, files, FLAT))
    assert (published / "trees" / "queue.html").is_file()
    assert (published / "trees" / "queue" / "index.html").is_file()


@pytest.mark.parametrize(
    ("tree", "page"),
    [("trees/all-outcomes", "trees/all-outcomes.md"), ("trees/queue", "trees/queue/index.md")],
)
def test_a_tree_where_a_list_of_trees_is_published_is_refused(
    tree: str, page: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    files = {f"{tree}.tree.yaml": TINY_TREE, "trees/queue/deep.tree.yaml": TINY_TREE}
    said = refused(a_site(tmp_path, files), caplog)
    assert f"the tree `{Path(tree).name}` and the generated page `{page}` would both be published" in said


@pytest.mark.parametrize("page", ["trees/index.md", "trees/README.md", "trees/all-outcomes/index.md"])
def test_an_author_writes_a_page_of_lists_by_hand(page: str, tmp_path: Path) -> None:
    files = {"trees/queue.tree.yaml": TINY_TREE, page: HAND_WRITTEN, "trees/about.md": "# About\n"}
    folder = a_site(tmp_path, files)
    nav = ["index.md", {"Decisions": "trees/"}, "trees/about.md"]
    (folder / "mkdocs.yml").write_text(settings(plugins=["decision-trees"], nav=nav), encoding="utf-8")
    published = build_site(folder)
    written = Path(page).parent if Path(page).stem in {"index", "README"} else Path(page).with_suffix("")
    assert read_page(published / written / "index.html").one("h1").text == "By hand¶"
    in_nav = {link.href for link in read_page(published / "index.html").select("nav.md-nav--primary a")}
    assert {"trees/", "trees/all-outcomes/", "trees/queue/", "trees/tree-health/"} <= in_nav
