"""Settings of MkDocs and of Material that change where pages are, and what stands around them."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.build.html_reading import read_page
from tests.neighbours.harness import MATERIAL, OURS, QUEUE, build, faults, run, write

pytestmark = pytest.mark.build

HOOK = """\
def on_page_markdown(markdown, page, **_):
    return markdown + "\\n\\nFrom the hook: [a tree](to:pick-a-queue/).\\n"


def on_page_content(html, page, **_):
    return html.replace("Words.", '<a href="to:pick-a-queue/log">words</a>')
"""

FEATURES = (
    ["navigation.footer"],
    ["navigation.instant", "navigation.instant.prefetch", "navigation.instant.progress"],
    ["navigation.prune", "navigation.sections", "navigation.expand"],
    ["toc.integrate", "navigation.top"],
    ["navigation.tabs", "navigation.tabs.sticky", "navigation.indexes"],
    ["navigation.tracking", "toc.follow", "announce.dismiss", "header.autohide"],
)


@pytest.mark.parametrize("features", FEATURES, ids=lambda features: features[0])
def test_features_of_material_leave_all_as_it_is(tmp_path: Path, features: list[str]) -> None:
    theme = {**MATERIAL, "features": features}
    assert faults(build(tmp_path, ["search", OURS], theme=theme)) == []


def test_hooks_may_write_links_to_trees(tmp_path: Path) -> None:
    built = build(tmp_path, ["search", OURS], {"hook.py": HOOK}, hooks=["hook.py"])
    assert faults(built) == []
    assert built.links("plain")["a tree"] == "../trees/pick-a-queue/"
    assert built.links("plain")["words"] == "../trees/pick-a-queue/log/"


def test_settings_may_be_inherited(tmp_path: Path) -> None:
    base = '{"plugins": {"search": {}, "decision-trees": {"health": false}}}'
    write(tmp_path, {}, {"base.yml": base}, INHERIT="base.yml")
    built = run(tmp_path)
    assert faults(built) == []
    assert not (built.published / "trees/tree-health").exists()


@pytest.mark.parametrize("theme", ["material", "mkdocs", "readthedocs"])
def test_addresses_may_be_those_of_files(tmp_path: Path, theme: str) -> None:
    settings = {"font": False} if theme == "material" else {"highlightjs": False}
    built = build(tmp_path, ["search", OURS], theme={"name": theme, **settings}, use_directory_urls=False)
    assert faults(built, directory_urls=False) == []


@pytest.mark.parametrize("url", ["https://site.test/a/b/c/", "https://site.test/a/b/c", ""])
def test_a_site_may_lie_anywhere(tmp_path: Path, url: str) -> None:
    built = build(tmp_path, ["search", OURS], site_url=url)
    assert built.code == 0, built.log
    text = (built.published / "trees/pick-a-queue/replay/index.html").read_text("utf-8")
    assert 'href="../log/"' in text


def test_a_build_of_what_has_changed_alone_publishes_trees_anew(tmp_path: Path) -> None:
    assert build(tmp_path, ["search", OURS]).code == 0
    tree = tmp_path / "docs/trees/pick-a-queue.tree.yaml"
    tree.write_text(QUEUE.replace("Kafka", "Pulsar"), "utf-8")
    built = run(tmp_path, "--dirty", "--no-strict")  # MkDocs itself warns of such a build
    assert built.code == 0, built.log
    for page in ("trees/pick-a-queue/log", "trees/pick-a-queue", "trees"):
        text = read_page(built.published / page / "index.html").text
        assert "Kafka" not in text, page
