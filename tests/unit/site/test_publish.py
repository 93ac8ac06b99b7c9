"""What is published with a cache and without one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from tests.unit.site.test_page_maker import reading, site

from decision_trees.cache.store import Cache
from decision_trees.layout.addresses import Addresses
from decision_trees.prose.render import Renderer
from decision_trees.reading.read import read
from decision_trees.site.page import Page
from decision_trees.site.publication import DataFile
from decision_trees.site.publish import publish
from decision_trees.site.site import Search, Site
from decision_trees.words import load_words

SITE = site()
REPORTING = replace(SITE, report_url="https://example.org/?tree={tree}&url={url}")
OTHERS = [
    (SITE, replace(SITE, addresses=Addresses(use_directory_urls=False))),
    (SITE, replace(SITE, language="de")),
    (SITE, replace(SITE, words=load_words("de"))),
    (SITE, replace(SITE, words=load_words(own={"then": "What comes then"}))),
    (SITE, replace(SITE, tags=False)),
    (SITE, replace(SITE, health=False)),
    (SITE, replace(SITE, search=Search.TREES)),
    (SITE, replace(SITE, search=Search.NONE)),
    (SITE, REPORTING),
    (REPORTING, replace(REPORTING, url="https://example.com/")),
    (SITE, replace(SITE, name="A site", description="Of trees")),
    (SITE, replace(SITE, today=date(2026, 10, 1))),
]


@pytest.fixture
def cache(tmp_path: Path) -> Cache:
    return Cache(tmp_path)


def published(of: Site, cache: Cache | None = None, inputs_digest: str = "code") -> list[tuple[object, ...]]:
    """All that is published, as the host sees it."""
    renderer = Renderer()
    return [
        _told(item, renderer)
        for item in publish(reading(), of, renderer, cache=cache, inputs_digest=inputs_digest)
    ]


def _told(item: Page | DataFile, renderer: Renderer) -> tuple[object, ...]:
    if isinstance(item, DataFile):
        return item.path, item.digest, item.content
    search = item.search.is_listed, item.search.title, *item.search.texts
    rendered = renderer.html(item.parts), renderer.contents(item.parts)
    return item.path, item.file, item.node, item.digest, item.content, search, rendered


def pages(renderer: Renderer, cache: Cache, inputs_digest: str) -> Sequence[str]:
    found = publish(reading(), SITE, renderer, cache=cache, inputs_digest=inputs_digest)
    return [item.content for item in found if isinstance(item, Page) and item.node]


def test_the_same_is_published_with_a_cache_and_without(cache: Cache, tmp_path: Path) -> None:
    without = published(SITE)
    assert published(SITE, cache) == without
    assert published(SITE, cache) == without
    assert published(SITE, Cache(tmp_path)) == without


def test_what_is_kept_is_not_made_again(cache: Cache) -> None:
    class Other(Renderer):
        """One that does not know what the first did."""

        def _render_prose(self, text: str) -> str:
            return f"<p>{len(text)}</p>"

    first = pages(Renderer(), cache, "code")
    assert pages(Other(), cache, "code") == first
    assert pages(Other(), cache, "other code") != first


@pytest.mark.parametrize(("of", "other"), OTHERS)
def test_what_was_kept_for_another_site_is_not_shown(of: Site, other: Site, cache: Cache) -> None:
    first = published(of, cache)
    assert published(other, cache) == published(other) != first


def test_damaged_records_are_made_again(cache: Cache, tmp_path: Path) -> None:
    first = published(SITE, cache)
    for file in tmp_path.iterdir():
        file.write_bytes(b"nothing")
    assert published(SITE, cache) == first


LEADING = """\
title: A
question: Which one?
checks: {{need: {{question: Need it?, assess: Ask., answers: {{Yes: one, No: none}}}}}}
decisions:
  one: {{title: One, choose: It.{then}, why: "See [it](to:b/d0), [](to:b/d0) and to:b/d0."}}
  none: {{title: None, choose: No.}}
see_also: [{{to: b/d0}}]
edge_cases: [{{title: Odd, text: "[](to:b/d0)"}}]
"""


@pytest.mark.parametrize(
    "half",
    [
        "title: B\n",
        "title: B\nchecks: {}\n",
        "title: B\nquestion: Which?\ndecisions: {other: Other}\n",
        "title: B\nquestion: Which?\nchecks: {c: {question: C?, answers: {Yes: d0}}}\ndecisions: {d0: [1]}\n",
        "title: [\n",
    ],
    ids=["a title alone", "no checks", "other nodes", "a node that cannot be read", "no YAML"],
)
@pytest.mark.parametrize("then", ["", ", then: b/d0"])
def test_a_tree_is_published_that_leads_into_one_of_which_half_is_written(then: str, half: str) -> None:
    found = read({"trees/a.tree.yaml": LEADING.format(then=then), "trees/b.tree.yaml": half})
    assert found.broken == {"trees/b.tree.yaml"}
    made = {item.path: item for item in publish(found, SITE)}
    tree, data = made["trees/a/index.md"], made["trees/a/tree.json"]
    assert isinstance(tree, Page)
    assert 'href="../b/' in tree.content
    assert "../b/" in data.content
