from __future__ import annotations

from pathlib import Path

import pytest
from tests.neighbours.harness import OURS, SNIPPET, build, faults

pytestmark = [pytest.mark.build]


def _embeds(text: str) -> dict[str, str]:
    return {"docs/including.md": f"# Including\n\n{text}\n", "docs/snippet.txt": SNIPPET}


@pytest.mark.beside("mkdocs-include-markdown-plugin")
@pytest.mark.parametrize(
    "plugins", [("include-markdown", OURS), (OURS, "include-markdown")], ids=["before us", "behind us"]
)
def test_include_markdown(tmp_path: Path, plugins: tuple[str, ...]) -> None:
    built = build(tmp_path, ["search", *plugins], _embeds("{% include-markdown 'snippet.txt' %}"))
    assert faults(built) == []
    assert len(built.page("including").select("decision-chart")) == 1
    assert built.links("including")["The tree"] == "../trees/pick-a-queue/"


def test_snippets(tmp_path: Path) -> None:
    extensions = ["attr_list", "pymdownx.superfences", {"pymdownx.snippets": {"check_paths": True}}]
    files = _embeds("--8<-- 'docs/snippet.txt'")
    built = build(tmp_path, ["search", OURS], files, markdown_extensions=extensions)
    assert faults(built) == []
    assert len(built.page("including").select("decision-chart")) == 1
    assert built.links("including")["The tree"] == "../trees/pick-a-queue/"


@pytest.mark.beside("mkdocs-minify-plugin")
@pytest.mark.parametrize("is_before", [True, False])
def test_minify(tmp_path: Path, *, is_before: bool) -> None:
    minify = {"minify": {"minify_html": True, "minify_js": True, "minify_css": True}}
    built = build(tmp_path, ["search", *([minify, OURS] if is_before else [OURS, minify])])
    assert faults(built) == []


@pytest.mark.beside("mkdocs-glightbox")
def test_glightbox(tmp_path: Path) -> None:
    assert faults(build(tmp_path, ["search", OURS, "glightbox"])) == []


def test_tags_and_meta(tmp_path: Path) -> None:
    files = {"docs/tags.md": "# Tags\n\n<!-- material/tags -->\n", "docs/trees/.meta.yml": "tags: [folder]\n"}
    built = build(tmp_path, ["search", "meta", "tags", OURS], files)
    assert faults(built) == []
    assert "messaging" in built.page("tags").text
    assert "folder" in built.page("tags").text
