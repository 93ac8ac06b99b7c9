"""What loads plugins of MkDocs beside MkDocs itself: `make hosts`."""

from __future__ import annotations

import gzip
import json
import re
import shutil
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import sync_playwright
from tests.build.links import search_entries
from tests.hosts.harness import URL, look_at, made_pages, run, write_docs

from decision_trees.layout.addresses import Addresses

INDEX = "# Home\n\n[The guide](guide.md), [all trees](trees/index.md).\n"

PROPERDOCS = ".venv-hosts/bin/properdocs"
MKDOCS = ".venv-hosts/bin/mkdocs"
MATERIALX = ".venv-materialx/bin/mkdocs"

SITES: dict[str, tuple[str, dict[str, Any]]] = {
    "ProperDocs": (PROPERDOCS, {"theme": {"name": "mkdocs", "highlightjs": False}}),
    "ProperDocs, readthedocs": (PROPERDOCS, {"theme": {"name": "readthedocs", "highlightjs": False}}),
    "ProperDocs, Material": (PROPERDOCS, {"theme": {"name": "material", "font": False}}),
    "TechDocs": (MKDOCS, {"plugins": ["techdocs-core", "decision-trees"]}),
    "MaterialX, Pagefind": (
        MATERIALX,
        {"theme": {"name": "materialx", "font": False}, "plugins": ["materialx/search", "decision-trees"]},
    ),
    "MaterialX, lunr": (
        MATERIALX,
        {
            "theme": {"name": "materialx", "font": False},
            "plugins": [{"materialx/search": {"provider": "lunr"}}, "decision-trees"],
        },
    ),
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_docs(tmp_path_factory.mktemp("hosts"), INDEX)


@cache
def build(folder: Path, name: str) -> Path:
    """Build a site strictly, and say where it is."""
    program, settings = SITES[name]
    site = re.sub(r"\W+", "-", name)
    chosen = {
        "site_name": "Handbook",
        "site_url": URL,
        "site_dir": site,
        "plugins": ["search", "decision-trees"],
        "nav": ["index.md", "guide.md", {"Decisions": "trees/"}],
        **settings,
    }
    (folder / f"{site}.yml").write_text(json.dumps(chosen), "utf-8")  # JSON is YAML
    run(program, "build", "--strict", "--config-file", f"{site}.yml", cwd=folder)
    return folder / site


@pytest.mark.parametrize("name", SITES)
def test_nothing_is_missing_and_no_link_is_dead(name: str, folder: Path) -> None:
    look_at(build(folder, name), folder / "docs")


@pytest.mark.parametrize("name", [name for name in SITES if "Pagefind" not in name])
def test_search_finds_each_page_once(name: str, folder: Path) -> None:
    found = Counter(entry["location"] for entry in search_entries(build(folder, name)))
    for page in made_pages(folder / "docs"):
        assert found[Addresses().of(page)] == 1, page


def test_pagefind_finds_each_page_once_by_what_it_is_about(folder: Path) -> None:
    published = build(folder, "MaterialX, Pagefind")
    found = {}
    for file in (published / "search" / "fragment").iterdir():
        text = gzip.decompress(file.read_bytes()).decode("utf-8")
        fragment = json.loads(text[text.index("{") :])
        found[fragment["url"].lstrip("/").removesuffix("index.html")] = fragment
    for page, made in made_pages(folder / "docs").items():
        fragment = found.pop(Addresses().of(page))
        assert fragment["meta"]["title"] == made.search.title
        for text in made.search.texts:
            assert " ".join(text.split()[:3]) in fragment["content"], page
    assert sorted(found) == ["", "404.html", "guide/"]
    assert "jitter" not in found["guide/"]["content"].lower()


def test_what_backstage_leaves_of_a_page_shows_no_source_of_a_chart(folder: Path, tmp_path: Path) -> None:
    """It takes scripts, custom elements and attributes that it does not know out of pages."""
    shutil.copytree(build(folder, "TechDocs"), tmp_path / "site")
    tree = tmp_path / "site" / "trees" / "sync-vs-async" / "index.html"
    text = re.sub(r"<script\b.*?</script>", "", tree.read_text("utf-8"), flags=re.DOTALL)
    text = re.sub(r"</?decision-[a-z]+\b[^>]*>", "", text)
    tree.write_text(re.sub(r"(<pre [^>]*) hidden>", r"\1>", text), "utf-8")
    program = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        page = browser.new_page(java_script_enabled=False)
        page.route(re.compile("^https?:"), lambda route: route.abort())
        page.goto(tree.as_uri(), wait_until="domcontentloaded")
        assert page.locator("pre.dt-chart__source").count() > 0
        assert page.locator("pre.dt-chart__source:visible").count() == 0
        assert page.locator("section.dt-step:visible").count() > 2
        browser.close()
