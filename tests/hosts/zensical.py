"""The manual's way to Zensical, taken with the real one: `make zensical`."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from urllib.request import urlopen

import pytest
from tests.build.html_reading import Element
from tests.hosts import harness
from tests.hosts.harness import (
    EDITED,
    URL,
    block,
    export,
    look_at,
    made_pages,
    page,
    run,
    see_edit_links,
    see_trail,
    title,
    write_docs,
)
from tests.hosts.walking import walk_to_every_end
from tests.site_fixtures import REPOSITORY

from decision_trees.layout.addresses import Addresses

INDEX = "# Home\n\n[The guide](guide.md), [all trees](trees/index.md).\n"

ZENSICAL = ".venv-zensical/bin/zensical"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site as the manual has it, exported and built strictly."""
    folder = write_docs(tmp_path_factory.mktemp("zensical"), INDEX)
    settings = block("toml", "[project]").replace('"index.md", ', '"index.md", "guide.md", ')
    settings = settings.replace('site_name = "Handbook"', f'site_name = "Handbook"\nsite_url = "{URL}"')
    (folder / "zensical.toml").write_text(settings, "utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        export(block("sh", "--for zensical"))
        assert "No issues found" in run(ZENSICAL, "build", "--strict", cwd=folder)
    return folder


@pytest.fixture(scope="module")
def published(folder: Path) -> Path:
    return folder / "site"


def test_nothing_is_missing_and_no_link_is_dead(folder: Path, published: Path) -> None:
    look_at(published, folder / "docs")


def test_search_finds_each_page_once_by_what_it_is_about(folder: Path, published: Path) -> None:
    items = json.loads((published / "search.json").read_text("utf-8"))["items"]
    found = Counter(item["location"] for item in items)
    texts = {item["location"]: f"{item['title']} {item['text']}" for item in items}
    for path, made in made_pages(folder / "docs").items():
        address = Addresses().of(path)
        assert found[address] == 1
        assert not [location for location in found if location.startswith(f"{address}#")]
        if made.search.texts:
            words = made.search.texts[-1].split()[:3]
            assert all(word.strip("<>&*`{}%") in texts[address] for word in words), address
    # What is embedded is found on its own page.
    assert "jitter" not in texts["guide/"].lower()


def test_generated_pages_are_edited_where_their_tree_is(folder: Path, published: Path) -> None:
    see_edit_links(published, folder / "docs")
    [link] = page(published, "guide.md").select("a[rel=edit]")
    assert link.href == f"{EDITED}guide.md"


def links(document: Element, selector: str) -> list[str]:
    """The words of links below what a selector finds."""
    return [link.text for link in document.select(f"{selector} a")]


def test_navigation_and_breadcrumb_show_where_a_page_stands(published: Path) -> None:
    tree = page(published, "trees/sync-vs-async/index.md")
    assert links(tree, "nav.md-path") == ["Home", "Decisions"]
    sidebar = links(tree, "nav.md-nav--primary")
    assert {"All outcomes", "Sync vs async communication", "Health of the trees"} <= set(sidebar)
    check = page(published, "trees/sync-vs-async/fan-out.md")
    see_trail(check)
    assert "Fan-out requirement" not in links(check, "nav.md-nav--primary")
    assert len(links(check, "nav.md-nav--primary")) < 25


def test_what_is_no_page_becomes_none(published: Path) -> None:
    assert not (published / "trees" / "SUMMARY").exists()
    assert not (published / "trees" / "odd" / "tree").exists()
    assert (published / "trees" / "odd" / "tree.md.txt").is_file()
    assert not (published / ".decision-trees").exists()


def test_odd_texts_come_out_as_they_were_written(published: Path) -> None:
    check = page(published, "trees/odd/first.md")
    assert title(check).startswith("Is a < b & c {{ d }}?")
    assert "one two {{ three }}" in check.text
    assert len(check.select("article table")) == 1
    assert "Kafka & co \N{EN DASH} A & B" in page(published, "trees/odd/log.md").one("title").text


def test_an_edit_is_exported_and_built(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    source = folder / "docs" / "trees" / "odd.tree.yaml"
    text = source.read_text("utf-8")
    source.write_text(text.replace("choose: A log.", "choose: Another log."), "utf-8")
    export(block("sh", "--for zensical"))
    run(ZENSICAL, "build", "--strict", cwd=folder)
    assert "Another log." in page(folder / "site", "trees/odd/log.md").text
    source.write_text(text, "utf-8")


@pytest.fixture
def served(tmp_path: Path) -> Iterator[tuple[Path, str]]:
    """The docs folder and address of a site that is exported and served anew with each change."""
    folder = write_docs(tmp_path, INDEX)
    settings = block("toml", "[project]").replace('"index.md", ', '"index.md", "guide.md", ')
    (folder / "zensical.toml").write_text(settings, "utf-8")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = "{}:{}".format(*free.getsockname())
    ours = [sys.executable, "-m", "decision_trees", *block("sh", "--for zensical").split()[1:], "--watch"]
    theirs = [str(REPOSITORY / ZENSICAL), "serve", "--dev-addr", address]
    processes: list[subprocess.Popen[str]] = []
    try:
        processes.append(subprocess.Popen(ours, cwd=folder, stdout=subprocess.PIPE, text=True))
        # With this line everything is written.
        assert any("Watching" in line for line in processes[0].stdout or ())
        processes.append(subprocess.Popen(theirs, cwd=folder, stdout=subprocess.DEVNULL, text=True))
        yield folder / "docs", f"http://{address}/"
    finally:
        for process in processes:
            process.terminate()
            process.communicate()


def test_what_is_served_follows_each_edit_beside_watch(served: tuple[Path, str]) -> None:
    docs, address = served
    wait_for("A log.", f"{address}trees/odd/log/")
    source = docs / "trees" / "odd.tree.yaml"
    text = source.read_text("utf-8")
    for number in range(2):
        source.write_text(text.replace("A log.", f"Edited {number}."), "utf-8")
        wait_for(f"Edited {number}.", f"{address}trees/odd/log/")


def wait_for(words: str, address: str) -> None:
    """Load a page until it holds some words."""
    end = time.monotonic() + 120
    while time.monotonic() < end:
        with suppress(OSError), urlopen(address, timeout=10) as answer:  # noqa: S310 - of our own server
            if words in answer.read().decode("utf-8"):
                return
        time.sleep(0.3)
    pytest.fail(f"{address} does not come to hold {words!r}")


def test_the_manual_is_what_is_run() -> None:
    assert harness.MANUAL.count("decision-trees export docs --to build/docs --for zensical") == 1


def test_each_way_is_walked_to_its_end(folder: Path) -> None:
    walk_to_every_end(folder / "site", folder / "docs")
