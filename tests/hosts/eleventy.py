"""The manual's way to Eleventy, taken with the real one: `make eleventy`."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from tests.hosts.harness import (
    URL,
    block,
    export,
    look_at,
    page,
    see_edit_links,
    see_trail,
    title,
    write_docs,
    write_settings,
)
from tests.hosts.walking import walk_to_every_end
from tests.site_fixtures import REPOSITORY

INDEX = "# Home\n\n[The guide](guide.md), [all trees](trees/index.md).\n"

ELEVENTY = REPOSITORY / ".venv-eleventy/node_modules/@11ty/eleventy/cmd.cjs"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site as the manual has it, exported and built."""
    folder = write_docs(tmp_path_factory.mktemp("eleventy"), INDEX)
    write_settings(folder)
    (folder / "layouts").mkdir()
    (folder / "eleventy.config.mjs").write_text(block("js", "addPassthroughCopy"), "utf-8")
    (folder / "layouts" / "page.liquid").write_text(block("html", "decision-tree.js"), "utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        export(block("sh", "--for html"))
    program, *words = block("sh", "eleventy --").split()
    assert program == "eleventy"
    assert ELEVENTY.is_file(), "it is not set up: see the Makefile"
    node = REPOSITORY / ".venv" / "bin" / "node"
    subprocess.run([node, ELEVENTY, *words, "--quiet"], cwd=folder, check=True)
    return folder


def test_nothing_is_missing_and_no_link_is_dead(folder: Path) -> None:
    look_at(folder / "site", folder / "docs")


def test_generated_pages_are_edited_where_their_tree_is(folder: Path) -> None:
    see_edit_links(folder / "site", folder / "docs")
    assert not page(folder / "site", "guide.md").select("a[rel=edit]")


def test_navigation_and_breadcrumb_show_where_a_page_stands(folder: Path) -> None:
    tree = page(folder / "site", "trees/sync-vs-async/index.md")
    listed = {link.text: link for link in tree.select("nav")[0].select("a")}
    assert {"Decision trees", "All outcomes", "Health of the trees"} <= {*listed}
    assert [link.text for link in listed.values() if "aria-current" in link.attributes] == [
        "Sync vs async communication"
    ]
    assert listed["All outcomes"].href == f"{urlsplit(URL).path}trees/all-outcomes/"
    check = page(folder / "site", "trees/sync-vs-async/fan-out.md")
    see_trail(check)
    assert "Fan-out requirement" not in {link.text for link in check.select("nav")[0].select("a")}


def test_odd_texts_come_out_as_they_were_written(folder: Path) -> None:
    check = page(folder / "site", "trees/odd/first.md")
    assert title(check).startswith("Is a < b & c {{ d }}?")
    assert "one two {{ three }}" in check.text
    assert re.search(r"Is a < b & c {{ d }}", check.one("title").text)


def test_each_way_is_walked_to_its_end(folder: Path) -> None:
    walk_to_every_end(folder / "site", folder / "docs", urlsplit(URL).path)
