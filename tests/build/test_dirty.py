"""`mkdocs build --dirty` builds what has changed, and what shows it: the site is that of a whole build."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Literal

import pytest
from mkdocs.commands import build
from mkdocs.config import load_config
from tests.build.html_reading import read_page
from tests.site_fixtures import TINY_TREE, settings, write_site

pytestmark = pytest.mark.build

OTHER = TINY_TREE.replace("Pick a queue", "Another tree").replace("Kafka", "A file")
FILES = {
    "docs/index.md": "# Home\n\nNo trees, up to: here.\n",
    "docs/embeds.md": "# Embeds\n\n```decision-tree\nqueue\n```\n",
    "docs/links.md": "# Links\n\n[](to:queue/log)\n",
    "docs/html.md": "# In HTML\n\n<a href='TO:queue/log'></a>\n",
    "docs/lists.md": "# Lists\n\n```decision-tree\nshow: list\n```\n",
    "docs/includes.md": "# Includes\n\n--8<-- 'docs/part.txt'\n",
    "docs/part.txt": "[](to:queue/log)\n",
    "docs/else.md": "# Else\n\n[](to:other/log)\n",
    "docs/queue.tree.yaml": TINY_TREE,
    "docs/other.tree.yaml": OTHER,
    "hook.py": "def on_page_content(html, page, **_):\n"
    "    return html + '<a href=to:queue/log></a>' * (page.file.src_uri == 'hooked.md')\n",
    "docs/hooked.md": "# Hooked\n",
}
OF_THE_QUEUE = {"embeds", "links", "html", "includes", "hooked"}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return write_site(tmp_path, {"mkdocs.yml": mkdocs(tmp_path), **FILES})


def mkdocs(root: Path, *, cache: bool = True) -> str:
    return settings(
        plugins=["search", {"decision-trees": {"cache": cache}}],
        markdown_extensions=[
            "tables",
            {"pymdownx.snippets": {"base_path": [str(root)], "check_paths": True}},
        ],
        hooks=["hook.py"],
    )


def built(root: Path, *, dirty: bool = True, command: Literal["build", "serve"] = "build") -> set[str]:
    """Build the site, and say which pages beside those of trees were written."""
    before = _times(root)
    config = load_config(str(root / "mkdocs.yml"))
    config.plugins.on_startup(command=command, dirty=dirty)
    build.build(config, dirty=dirty)
    return {page for page, time in _times(root).items() if time != before.get(page)}


def _times(root: Path) -> Mapping[str, int]:
    names = [Path(path).stem for path in FILES if path.endswith(".md")]
    files = {name: root / "site" / name / "index.html" for name in names if name != "index"}
    files["index"] = root / "site" / "index.html"
    return {name: file.stat().st_mtime_ns for name, file in files.items() if file.exists()}


def edit(root: Path, old: str, new: str, file: str = "docs/queue.tree.yaml") -> None:
    text = (root / file).read_text("utf-8")
    assert old in text
    write_site(root, {file: text.replace(old, new)})


def pages(root: Path) -> dict[str, str]:
    """What pages say; the navigation beside it MkDocs itself leaves as it was."""
    return {
        path.relative_to(root / "site").as_posix(): read_page(path).one("article").text
        for path in (root / "site").rglob("*.html")
    }


@pytest.mark.parametrize("first_is_dirty", [True, False], ids=["dirty", "whole"])
def test_pages_that_show_a_tree_are_built_when_it_changes(root: Path, *, first_is_dirty: bool) -> None:
    built(root, dirty=first_is_dirty)
    if not first_is_dirty:
        built(root)  # what no digests are known of is published anew once
    edit(root, "title: Kafka", "title: Pulsar")
    assert built(root) == {*OF_THE_QUEUE, "lists"}
    after = pages(root)
    assert not [page for page, text in after.items() if "Kafka" in text]
    assert built(root) == set()
    built(root, dirty=False)
    assert pages(root) == after


def test_a_tree_more_or_less_changes_what_lists_trees(root: Path) -> None:
    built(root)
    write_site(root, {"docs/third.tree.yaml": TINY_TREE.replace("Pick a queue", "The third")})
    assert built(root) == {"lists"}
    assert "The third" in pages(root)["lists/index.html"]
    (root / "docs/third.tree.yaml").unlink()
    assert built(root) == {"lists"}
    assert "The third" not in pages(root)["lists/index.html"]


def test_a_page_that_shows_a_tree_no_more_is_left_alone(root: Path) -> None:
    built(root)
    write_site(root, {"docs/embeds.md": "# Nothing\n", "docs/index.md": "# Home\n\n[](to:queue/)\n"})
    assert {"embeds", "index"} <= built(root)
    edit(root, "title: Kafka", "title: Pulsar")
    assert built(root) == {*OF_THE_QUEUE, "lists", "index"} - {"embeds"}


def test_what_a_whole_build_published_between_is_seen(root: Path) -> None:
    built(root)
    edit(root, "title: Kafka", "title: Pulsar")
    built(root, dirty=False)
    edit(root, "title: Pulsar", "title: Kafka")
    built(root)
    assert not [page for page, text in pages(root).items() if "Pulsar" in text]


def test_without_a_cache_pages_that_speak_of_trees_are_built(root: Path) -> None:
    write_site(root, {"mkdocs.yml": mkdocs(root, cache=False)})
    built(root)
    edit(root, "title: Kafka", "title: Pulsar")
    assert {"embeds", "links", "lists"} <= built(root)


def test_a_page_shows_what_was_a_mistake_until_it_is_mended(root: Path) -> None:
    """As under `mkdocs serve --dirty`, where nothing stops a build."""
    (root / "docs/else.md").write_text("# Else\n\n```decision-tree\nthird\n```\n", "utf-8")
    built(root, command="serve")
    assert "unknown-tree" in pages(root)["else/index.html"]
    write_site(root, {"docs/third.tree.yaml": TINY_TREE.replace("Pick a queue", "The third")})
    assert built(root, command="serve") == {"lists", "else"}
    assert "unknown-tree" not in pages(root)["else/index.html"]
