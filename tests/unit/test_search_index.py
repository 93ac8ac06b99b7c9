from __future__ import annotations

import json

import pytest

from decision_trees.page import SearchEntry
from decision_trees.search_index import Found, bring_back, set_aside, with_entries

PAGES = [
    Found("trees/a/", SearchEntry("A & B?", ("Which <one>?", "Edge case")), ("dev",)),
    Found("trees/a/end/", SearchEntry("End \N{EN DASH} A & B?", ())),
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


@pytest.mark.parametrize("built", [{}, None])
def test_a_search_structure_made_beforehand_stays_as_it_is(built: object) -> None:
    text = json.dumps({"config": {}, "docs": [OWN, STALE], "index": built})
    assert with_entries(text, PAGES) == text


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
