"""What plugins do beside ours that no lock has, done by hooks."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest
from tests.build.html_reading import read_page
from tests.site_fixtures import TINY_TREE, build_site, settings, write_site

pytestmark = pytest.mark.build

TAGS = """
import re

def on_page_markdown(markdown, **_):
    return re.sub(r"#(\\w+)", r"<strong>\\1</strong>", markdown)
"""

ADDS = """
def on_page_markdown(markdown, **_):
    return f"{markdown}\\n\\nAdded.\\n"
"""


@pytest.mark.parametrize("is_cached", [True, False])
@pytest.mark.parametrize(("hook", "is_broken"), [(TAGS, True), (ADDS, False)], ids=["tags", "a text"])
def test_what_takes_ids_for_tags_leaves_pages_whole(
    hook: str, tmp_path: Path, caplog: pytest.LogCaptureFixture, *, is_broken: bool, is_cached: bool
) -> None:
    made = settings(hooks=["hook.py"], plugins=["search", {"decision-trees": {"cache": is_cached}}])
    files = {"docs/index.md": "# Home\n", "docs/trees/queue.tree.yaml": TINY_TREE, "hook.py": hook}
    with caplog.at_level(logging.INFO):
        site = build_site(write_site(tmp_path, {**files, "mkdocs.yml": made}))
    assert caplog.text.count("breaks headings of generated pages") == is_broken
    for page in ("trees/queue", "trees/queue/replay", "trees/queue/log", "trees"):
        document = read_page(site / page / "index.html")
        assert "{:" not in document.text
        assert document.one("h1").attributes["id"] == "title"
        assert ("Added." in document.text) is not is_broken


EXCLUDES = """
from mkdocs.structure.files import Files

def on_files(files, config):
    return Files([file for file in files if "second" not in file.src_uri])
"""


def test_a_tree_that_a_plugin_leaves_out_is_in_no_list(tmp_path: Path) -> None:
    # A hook stands behind all plugins: by this name it is taken for a part of one, and has its place.
    write_site(
        tmp_path,
        {
            "mkdocs.yml": settings(hooks=["mkdocs_exclude.py"]),
            "docs/index.md": "# Home\n",
            "docs/trees/queue.tree.yaml": TINY_TREE,
            "docs/trees/second.tree.yaml": TINY_TREE,
            "mkdocs_exclude.py": EXCLUDES,
        },
    )
    site = build_site(tmp_path)
    assert (site / "trees" / "queue" / "index.html").is_file()
    assert not (site / "trees" / "second").exists()
    assert "second/" not in (site / "trees" / "index.html").read_text("utf-8")


PLACES = """
import os

def on_env(env, config, files):
    for file in files:
        assert os.path.isfile(file.abs_src_path), file.src_uri
"""


def test_every_file_has_a_place_on_the_disk(tmp_path: Path) -> None:
    files = {"docs/index.md": "# Home\n", "docs/trees/queue.tree.yaml": TINY_TREE, "hook.py": PLACES}
    build_site(write_site(tmp_path, {**files, "mkdocs.yml": settings(hooks=["hook.py"])}))
