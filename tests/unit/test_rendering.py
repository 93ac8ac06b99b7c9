"""Prose as HTML, and the short way to a page's HTML against Markdown's own."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from markdown import Markdown
from tests.unit.test_properties import FILE, trees, write

from decision_trees.addresses import Addresses
from decision_trees.pages import PageMaker, Site
from decision_trees.reading import read
from decision_trees.rendering import Heading, Part, Renderer

EXTENSIONS = ["toc", "tables", "footnotes", "pymdownx.superfences", "smarty", "decision_trees.markdown"]
CONFIGS = {"toc": {"permalink": True}}


@given(trees())
def test_the_short_way_leads_where_markdown_does(tree: dict[str, Any]) -> None:
    library = read({FILE: write(tree).text}).library
    renderer = Renderer(EXTENSIONS, CONFIGS)
    site = Site(addresses=Addresses(), today=date(2026, 11, 23))
    for page in PageMaker(library, site, renderer).pages(library.trees["pick-a-queue"]):
        converter = Markdown(extensions=EXTENSIONS, extension_configs=CONFIGS)
        rendered = renderer.page(page.parts)
        assert rendered.html == converter.convert(page.markdown)
        assert rendered.toc_tokens == converter.toc_tokens  # type: ignore[attr-defined]


def test_headings_are_nested() -> None:
    parts: list[Part] = [
        Heading(1, "title", "T"),
        "<p>one</p>",
        Heading(2, "a", "A"),
        Heading(3, "b", "B & *b*"),
    ]
    rendered = Renderer().page(parts)
    assert rendered.html == (
        '<h1 id="title">T</h1>\n<p>one</p>\n<h2 id="a">A</h2>\n<h3 id="b">B &amp; &#42;b&#42;</h3>'
    )
    (title,) = rendered.toc_tokens
    assert [title["id"], title["children"][0]["id"]] == ["title", "a"]
    assert title["children"][0]["children"][0]["name"] == "B &amp; &#42;b&#42;"


def test_headings_in_prose_have_no_anchor() -> None:
    assert Renderer().prose("## Part") == "<h2>Part</h2>"


@pytest.mark.parametrize(
    ("extension", "text"),
    [
        ("footnotes", "{0}[^1]\n\n[^1]: Note"),
        ("pymdownx.tabbed", '=== "A"\n    {0}\n\n=== "B"\n    two'),
    ],
)
def test_numbered_anchors_differ_from_text_to_text(extension: str, text: str) -> None:
    renderer = Renderer(
        [extension], {"pymdownx.tabbed": {"alternate_style": True}} if "tab" in extension else {}
    )
    one, other = (renderer.prose(text.format(word)) for word in ("one", "other"))
    anchors = {part.split('"')[0] for part in one.split('id="')[1:]}
    assert anchors
    assert not any(anchor in other for anchor in anchors)
    assert all(f'="{anchor}"' in one or f'="#{anchor}"' in one for anchor in anchors)
