from __future__ import annotations

from pathlib import Path

import pytest

from decision_trees.cache import Cache
from decision_trees.finished import FinishedPages

PAGES = [("a", "a/1", "k1", "<p>1</p>"), ("a", "a/2", "k2", "<p>2</p>"), ("b", "b/1", "k3", "<p>3</p>")]


@pytest.fixture
def cache(tmp_path: Path) -> Cache:
    cache = Cache(tmp_path)
    first = FinishedPages(cache, "theme")
    for tree, page, key, html in PAGES:
        assert first.get(tree, page, key) is None
        first.put(tree, page, key, html)
    first.close()
    return cache


def test_pages_are_found_tree_by_tree(cache: Cache) -> None:
    later = FinishedPages(cache, "theme")
    assert [later.get(tree, page, key) for tree, page, key, _ in PAGES] == [html for *_, html in PAGES]


def test_a_page_made_of_something_else_is_none(cache: Cache) -> None:
    assert FinishedPages(cache, "theme").get("a", "a/1", "k2") is None
    assert FinishedPages(cache, "theme").get("a", "a/3", "k1") is None
    assert FinishedPages(cache, "other theme").get("a", "a/1", "k1") is None


def test_what_is_not_asked_for_any_more_is_forgotten(cache: Cache) -> None:
    second = FinishedPages(cache, "theme")
    assert second.get("a", "a/2", "k2")
    second.put("a", "a/1", "new", "<p>new</p>")
    second.close()
    third = FinishedPages(cache, "theme")
    assert third.get("a", "a/1", "new") == "<p>new</p>"
    assert third.get("a", "a/2", "k2") == "<p>2</p>"
    assert third.get("a", "a/1", "k1") is None


def test_nothing_is_written_where_nothing_changed(cache: Cache, monkeypatch: pytest.MonkeyPatch) -> None:
    def save(*_: object) -> None:
        raise AssertionError("written")

    monkeypatch.setattr(Cache, "save", save)
    second = FinishedPages(cache, "theme")
    for tree, page, key, html in PAGES:
        assert second.get(tree, page, key) == html
    second.close()
