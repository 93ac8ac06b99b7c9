"""Plugins that read Markdown in their own way leave the headings of generated pages whole."""

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
