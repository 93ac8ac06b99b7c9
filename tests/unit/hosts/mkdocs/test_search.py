from __future__ import annotations

import json

import pytest

from decision_trees.hosts.mkdocs.search import (
    IndexedPage,
    bring_back,
    set_aside,
    with_entries,
    with_pagefind_entry,
)
from decision_trees.site.page import SearchEntry

PAGES = [
    IndexedPage("trees/a/", SearchEntry("A & B?", ("Which <one>?", "Edge case")), ("dev",)),
    IndexedPage("trees/a/end/", SearchEntry("End \N{EN DASH} A & B?", ())),
]
OWN = {"location": "guide/#part", "title": "Part", "text": "Text"}
STALE = {"location": "trees/a/#answers", "title": "Answers", "text": "Yes No"}


def index(**config: object) -> str:
    return json.dumps({"config": config, "docs": [OWN, STALE]})


def test_material_shows_html() -> None:
    assert json.loads(with_entries(index(fields={"title": {}}), PAGES))["docs"] == [
        OWN,
        {
            "location": "trees/a/",
            "title": "A &amp; B?",
            "text": "<p>Which &lt;one&gt;?</p><p>Edge case</p>",
            "tags": ["dev"],
        },
        {"location": "trees/a/end/", "title": "End \N{EN DASH} A &amp; B?", "text": ""},
    ]


def test_other_themes_show_text() -> None:
    assert json.loads(with_entries(index(), PAGES))["docs"] == [
        OWN,
        {"location": "trees/a/", "title": "A & B?", "text": "Which <one>? Edge case"},
        {"location": "trees/a/end/", "title": "End \N{EN DASH} A & B?", "text": ""},
    ]


def test_what_is_not_to_be_listed_is_left_out() -> None:
    hidden = IndexedPage("trees/a/", SearchEntry("A", ("text",), is_listed=False))
    assert json.loads(with_entries(index(), [hidden]))["docs"] == [OWN]
    assert with_pagefind_entry("<body></body>", hidden.entry) == "<body></body>"


@pytest.mark.parametrize("built", [{}, None])
def test_a_search_structure_made_beforehand_stays_as_it_is(built: object) -> None:
    text = json.dumps({"config": {}, "docs": [OWN, STALE], "index": built})
    assert with_entries(text, PAGES) == text


@pytest.mark.parametrize(
    "text",
    [
        *("", "no JSON", "[]", "7", "{}", '{"docs": []}', '{"docs": {}, "config": {}}'),
        *('{"docs": [], "config": 7}', '{"docs": [7], "config": {}}', '{"docs": [{}], "config": {}}'),
        '{"docs": [{"location": 7}], "config": {}}',
    ],
)
def test_what_is_no_index_of_the_hosts_gets_no_entries(text: str) -> None:
    with pytest.raises(ValueError, match=r"Expecting value|it is no index"):
        with_entries(text, PAGES)


def test_what_is_embedded_in_a_page_is_set_aside_and_brought_back() -> None:
    one, two = (
        f"<!-- decision-trees -->\n<div>{n}</div>\n\n<p>{n}</p>\n<!-- /decision-trees -->" for n in "12"
    )
    page = f"<p>before</p>\n{one}\n<p>between</p>\n{two}\n<p>after</p>"
    content, parts = set_aside(page)
    assert content == (
        "<p>before</p>\n<!-- decision-trees 1 -->\n<p>between</p>\n<!-- decision-trees 2 -->\n<p>after</p>"
    )
    assert bring_back(content, parts) == page
    assert bring_back(content.replace("before", "changed"), parts) == page.replace("before", "changed")


def test_a_page_with_nothing_embedded_stays_as_it_is() -> None:
    assert set_aside("<p>text</p>") == ("<p>text</p>", [])
    assert bring_back("<p>text</p>", []) == "<p>text</p>"


def test_pagefind_reads_our_entry_at_the_end_of_a_page() -> None:
    entry = SearchEntry("A & b", ("one", "<two>"))
    assert with_pagefind_entry("<body><p>page</p>\n</body>\n", entry) == (
        '<body><p>page</p>\n<div hidden data-pagefind-body><p data-pagefind-meta="title">A &amp; b</p>'
        "<p>one</p><p>&lt;two&gt;</p></div>\n</body>\n"
    )


def test_what_is_no_whole_page_gets_no_entry() -> None:
    assert with_pagefind_entry("<p>page</p>", SearchEntry("A", ())) == "<p>page</p>"
