from __future__ import annotations

import json
import re
from datetime import date

import pytest
from ruamel.yaml import YAML
from tests.site_fixtures import TINY_TREE

from decision_trees import read
from decision_trees.cli import export as cli_export
from decision_trees.hosts.export.forms import GENERATOR_FORMS, written
from decision_trees.hosts.export.nav import NavEntry, literate_nav, sidebar
from decision_trees.layout.addresses import Addresses
from decision_trees.site.page import Page
from decision_trees.site.publish import publish
from decision_trees.site.site import Search, Site

TODAY = date(2026, 1, 1)

TREE = TINY_TREE.replace("Pick a queue", 'A & <b> "c" {{ d }}').replace(
    "Ask the consumers.", "|\n      Ask:\n\n          one\n\n\n          two\n"
)


def pages(search: Search = Search.PAGES) -> dict[str, Page]:
    reading = read({"trees/pick.tree.yaml": TREE})
    assert not reading.has_errors
    site = Site(addresses=Addresses(), today=TODAY, search=search)
    return {item.path: item for item in publish(reading, site) if isinstance(item, Page)}


PAGES = pages()
EDITED = "https://code.example/edit?a=1&copy=2"
FORM_NAMES = [*GENERATOR_FORMS]


def test_the_command_names_every_form() -> None:
    """It has the names of its own, so that it need not load the host to print its help."""
    assert list(cli_export.GENERATOR_NAMES) == FORM_NAMES


def write(form: str, path: str, crumb: str = "") -> tuple[dict[str, object], str]:
    """Write a page, and give its front matter and its body."""
    text = written(GENERATOR_FORMS[form], PAGES[path], {"edit_url": EDITED}, crumb)
    begin, front_matter, body = text.split("---\n", 2)
    assert not begin
    return YAML(typ="safe").load(front_matter), body.strip()


@pytest.mark.parametrize("path", PAGES)
def test_zensical_finds_a_page_once_by_what_it_is_found_by_anywhere(path: str) -> None:
    meta, body = write("zensical", path)
    page = PAGES[path]
    found_by, *others = body.split("\n\n")
    assert found_by.startswith("<div hidden>\n<p>")
    for text in page.search.texts:
        assert text.replace("&", "&amp;").replace("<", "&lt;") in found_by
    assert all("data-search-exclude" in other.split("\n")[0] for other in others)
    assert str(meta["title"]).startswith(page.search.title.split("&")[0])
    assert meta["edit_url"] == EDITED


def test_zensical_does_not_search_what_is_not_listed() -> None:
    listed = {}
    for path, page in pages(Search.TREES).items():
        text = written(GENERATOR_FORMS["zensical"], page, {}, "")
        assert ("<div hidden>" in text) is ("search: {" not in text) is page.search.is_listed, path
        listed[path] = page.search.is_listed
    ours = [path for path, is_listed in listed.items() if is_listed]
    assert ours == ["trees/pick/index.md", "trees/index.md", "trees/all-outcomes.md", "trees/tree-health.md"]
    assert not any(page.search.is_listed for page in pages(Search.NONE).values())


def test_sphinx_finds_a_page_by_what_it_is_about_and_nothing_else() -> None:
    for path, page in pages(Search.TREES).items():
        text = written(GENERATOR_FORMS["markdown"], page, {}, "")
        assert ("<div hidden>" in text) is page.search.is_listed, path
        assert text.count("<!--<style-->") == text.count("<!--</style>-->") > 0


def test_in_zensical_walks_lead_to_the_page_itself() -> None:
    scenarios = TREE + "scenarios:\n  - {title: S, given: {replay: Yes}, expect: log}\n"
    reading = read({"trees/pick.tree.yaml": scenarios})
    site = Site(addresses=Addresses(), today=TODAY)
    page = next(item for item in publish(reading, site) if isinstance(item, Page))
    assert 'href="./#walk?replay=yes"' in written(GENERATOR_FORMS["zensical"], page, {}, "")


def test_where_pages_lie() -> None:
    zensical, markdown, html = GENERATOR_FORMS.values()
    assert zensical.path("t/x/a.md", Addresses()) == "t/x/a/index.md"
    assert zensical.path("t/x/index.md", Addresses()) == "t/x/index.md"
    assert zensical.path("t/x/a.md", Addresses(use_directory_urls=False)) == "t/x/a.md"
    assert markdown.path("t/x/a.md", Addresses()) == "t/x/a.md"
    assert html.path("t/x/a.md", Addresses()) == "t/x/a.html"


@pytest.mark.parametrize("form", ["markdown", "html"])
@pytest.mark.parametrize("path", PAGES)
def test_other_generators_get_nothing_of_python_markdowns(form: str, path: str) -> None:
    meta, body = write(form, path)
    assert "{:" not in body
    assert "<!-- decision-trees" not in body
    assert form == "html" or not re.search(r"\{[{%#]", body)
    assert meta.get("orphan", False) is not path.endswith("/index.md")
    assert meta["edit_url"] == EDITED


def test_a_document_begins_with_its_title() -> None:
    _, markdown = write("markdown", "trees/pick/replay.md")
    title = "# Does a consumer need to replay past messages?"
    found_by = "<div hidden>\n<p>Ask: one two</p>\n</div>"
    begin = '<div><!--<style-->\n<div class="dt-page dt-page--check">'
    assert markdown.startswith(f'{title}\n\n{found_by}\n\n{begin}\n<nav class="dt-trail"')
    assert f"</div>\n<!--</style>--></div>\n\n## Answers\n\n{begin}" in markdown
    assert f'\n\n<div id="assess"></div>\n\n## How to assess\n\n{begin}' in markdown
    assert "one&#10;&#10;\ntwo" in markdown
    _, html = write("html", "trees/pick/replay.md")
    assert html.startswith('<div class="dt-page dt-page--check">\n<nav class="dt-trail"')
    assert '<h1 id="title">Does a consumer need to replay past messages?</h1>\n' in html
    assert '\n<h2 id="answers">Answers</h2>\n<ul' in html


def test_other_generators_get_titles_as_they_are() -> None:
    meta, body = write("markdown", "trees/pick/index.md")
    assert meta["title"] == 'A & <b> "c" {{ d }}'
    assert "# A &amp; &lt;b&gt; &#34;c&#34; &#123;&#123; d &#125;&#125;\n" in body


@pytest.mark.parametrize("form", FORM_NAMES)
def test_the_way_to_a_check_begins_with_all_trees(form: str) -> None:
    _, body = write(form, "trees/pick/replay.md", '<a href="../">All</a>')
    assert '<ol>\n<li><a href="../">All</a></li>\n<li><a' in body
    _, body = write(form, "trees/pick/index.md", '<a href="../">All</a>')
    assert '<a href="../">All</a>' not in body


ENTRIES = [NavEntry("All", "t/index.md", "t/"), NavEntry("A [b](c) *d*", "t/x/index.md", "t/x/")]


def test_navigation_as_a_list_of_links() -> None:
    assert literate_nav("t", ENTRIES) == ("- [All](index.md)\n- [A &#91;b&#93;(c) &#42;d&#42;](x/index.md)\n")


def test_navigation_as_data() -> None:
    assert json.loads(sidebar({"t": ENTRIES}))["sections"] == [
        {
            "folder": "t",
            "pages": [
                {"title": "All", "path": "t/index.md", "address": "t/"},
                {"title": "A [b](c) *d*", "path": "t/x/index.md", "address": "t/x/"},
            ],
        }
    ]
