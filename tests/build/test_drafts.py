"""Drafts: their authors see them under `mkdocs serve`, and nobody else."""

from pathlib import Path

import pytest
from mkdocs.commands import build
from mkdocs.config import load_config
from mkdocs.exceptions import Abort, PluginError
from tests.site_fixtures import TINY_TREE, build_site, settings, write_site

DRAFT = TINY_TREE.replace("title:", "draft: true\ntitle:", 1).replace("Pick a queue", "Pick a cache")


def site(folder: Path, draft: str = DRAFT, tree: str = TINY_TREE) -> Path:
    files = {
        "mkdocs.yml": settings(),
        "docs/index.md": "# Home\n",
        "docs/trees/queue.tree.yaml": tree,
        "docs/trees/cache.tree.yaml": draft,
    }
    return write_site(folder, files)


def test_a_build_leaves_a_draft_out(tmp_path: Path) -> None:
    published = build_site(site(tmp_path))
    assert (published / "trees" / "queue" / "index.html").exists()
    assert not (published / "trees" / "cache").exists()
    texts = [
        file.read_text("utf-8")
        for file in published.rglob("*")
        if file.suffix in {".html", ".json", ".xml", ".txt"}
    ]
    assert not [text for text in texts if "Pick a cache" in text]


def test_serve_shows_it_with_a_banner(tmp_path: Path) -> None:
    config = load_config(str(site(tmp_path) / "mkdocs.yml"), site_dir=str(tmp_path / "site"))
    config.plugins.on_startup(command="serve", dirty=False)
    build.build(config, serve_url="http://127.0.0.1:8000/")
    page = (tmp_path / "site" / "trees" / "cache" / "index.html").read_text("utf-8")
    assert "This tree is a draft." in page
    other = (tmp_path / "site" / "trees" / "queue" / "index.html").read_text("utf-8")
    assert "This tree is a draft." not in other


def test_nothing_published_may_lead_to_it(tmp_path: Path) -> None:
    leads = TINY_TREE.replace("Yes: log", "Yes: cache/").replace(
        "  log: {title: Kafka, choose: A log.}\n", ""
    )
    with pytest.raises((Abort, PluginError)):
        build_site(site(tmp_path, tree=leads))


def test_a_draft_may_lead_to_what_is_published(tmp_path: Path) -> None:
    leads = DRAFT.replace("Yes: log", "Yes: queue/").replace("  log: {title: Kafka, choose: A log.}\n", "")
    published = build_site(site(tmp_path, draft=leads))
    assert "Referred to by" not in (published / "trees" / "queue" / "index.html").read_text("utf-8")
