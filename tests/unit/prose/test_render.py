"""Prose as HTML, and the short way to a page's HTML against Markdown's own."""

from __future__ import annotations

from datetime import date
from typing import Any
from xml.etree.ElementTree import Element

import pytest
from hypothesis import given
from markdown import Extension, Markdown
from markdown.treeprocessors import Treeprocessor
from tests.unit.test_properties import FILE, trees, write

from decision_trees.layout.addresses import Addresses
from decision_trees.prose.render import Heading, Part, Renderer
from decision_trees.reading.read import read
from decision_trees.site.page_maker import PageMaker
from decision_trees.site.site import Site

EXTENSIONS = ["toc", "tables", "footnotes", "pymdownx.superfences", "smarty", "decision_trees.hosts.markdown"]
CONFIGS = {"toc": {"permalink": True}}


@pytest.mark.slow
@given(trees())
def test_the_short_way_leads_where_markdown_does(tree: dict[str, Any]) -> None:
    library = read({FILE: write(tree).text}).library
    renderer = Renderer(EXTENSIONS, CONFIGS)
    site = Site(addresses=Addresses(), today=date(2026, 11, 23))
    for page in PageMaker(library, site, renderer).pages(library.trees["pick-a-queue"]):
        converter = Markdown(extensions=EXTENSIONS, extension_configs=CONFIGS)
        assert renderer.html(page.parts) == converter.convert(page.markdown)
        assert renderer.html(page.parts) == page.completed(converter.reset().convert(page.outline))
        assert renderer.contents(page.parts) == converter.toc_tokens  # type: ignore[attr-defined]


def test_headings_are_nested() -> None:
    parts: list[Part] = [
        Heading(1, "title", "T"),
        "<p>one</p>",
        Heading(2, "a", "A"),
        Heading(3, "b", "B & *b*"),
    ]
    renderer = Renderer()
    assert renderer.html(parts) == (
        '<h1 id="title">T</h1>\n<p>one</p>\n<h2 id="a">A</h2>\n<h3 id="b">B &amp; <em>b</em></h3>'
    )
    (title,) = renderer.contents(parts)
    assert [title["id"], title["children"][0]["id"]] == ["title", "a"]
    assert title["children"][0]["children"][0]["name"] == "B &amp; b"


HEADINGS = [
    Heading(1, "title", 'A & *b* -- "c"'),
    Heading(3, "deep", "Deep"),
    Heading(2, "title", "Another title"),
    Heading(1, "deep", "Deep"),
    Heading(2, "last", "It's [^1] last"),
]


class Lines(Treeprocessor):
    """Put the texts of headings on lines of their own."""

    def run(self, root: Element) -> None:
        """Put them there."""
        for heading in root:
            heading.text = f"\n{heading.text}\n"


class OnLines(Extension):
    """The extension that does so."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - Markdown's name
        """Let `Lines` come last."""
        md.treeprocessors.register(Lines(md), "lines", 1)


@pytest.mark.parametrize(
    ("extensions", "configs"),
    [
        (EXTENSIONS, CONFIGS),
        (["toc", "decision_trees.hosts.markdown"], {"toc": {"toc_depth": 2}}),
        (["toc", "decision_trees.hosts.markdown", OnLines()], {}),
        (["decision_trees.hosts.markdown"], {}),
    ],
    ids=["as most sites", "some are not listed", "more than a line", "none is listed"],
)
def test_headings_come_out_together_as_each_by_itself(
    extensions: list[str | Extension], configs: dict[str, dict[str, object]]
) -> None:
    together = Renderer(extensions, configs).headings(["<p>one</p>", *HEADINGS])
    assert [*together] == [heading.markdown for heading in HEADINGS]
    for heading in HEADINGS:
        alone = Markdown(extensions=extensions, extension_configs=configs)
        assert together[heading.markdown][0] == alone.convert(heading.markdown)
        assert [*together[heading.markdown][1]] == getattr(alone, "toc_tokens", [])


def test_headings_that_were_learnt_are_not_rendered() -> None:
    heading = Heading(2, "end", "The end")
    known = {heading.markdown: ("<h2>As it was</h2>", [{"level": 2, "id": "end", "name": "As it was"}])}
    renderer = Renderer()
    renderer.learn(known)
    assert renderer.headings([heading]) == known
    parts: list[Part] = ["<p>one</p>", heading]
    assert renderer.html(parts) == "<p>one</p>\n<h2>As it was</h2>"
    assert renderer.contents(parts) == [{"level": 2, "id": "end", "name": "As it was", "children": []}]


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
    first, other = (renderer.prose(text.format(word)) for word in ("one", "other"))
    anchors = {part.split('"')[0] for part in first.split('id="')[1:]}
    assert anchors
    assert not any(anchor in other for anchor in anchors)
    assert all(f'="{anchor}"' in first or f'="#{anchor}"' in first for anchor in anchors)


def test_what_nests_too_deep_for_markdown_is_shown_as_it_was_written() -> None:
    text = "\n".join(f"{'    ' * level}- <{level}>" for level in range(300))
    assert Renderer().prose(text).startswith("<pre>- &lt;0&gt;\n    - &lt;1&gt;\n")


def test_extensions_find_an_empty_table_of_contents_in_prose() -> None:
    """That of mkdocstrings changes it wherever it finds itself."""
    found: list[Any] = []

    class Reads(Treeprocessor):
        def run(self, _: Element) -> None:
            found.append(vars(self.md)["toc_tokens"])

    class Extends(Extension):
        def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - the name that Markdown calls
            md.treeprocessors.register(Reads(md), "reads", 4)

    Renderer(["toc", Extends()]).prose("# One\n\nText")
    assert found == [[]]
