"""What is put on the shelf, and when it is found there again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from decision_trees.addresses import Addresses
from decision_trees.cache import Cache, digest
from decision_trees.page import Page
from decision_trees.pages import PageMaker, Site
from decision_trees.publication import DataFile, Publication, Shelf
from decision_trees.reading import read
from decision_trees.rendering import Heading, KnownHeadings, Part, Renderer

TODAY = date(2026, 11, 23)
QUEUE = "trees/queue.tree.yaml"
BROKER = "trees/broker.tree.yaml"
SOURCES = {
    QUEUE: """\
title: Pick a *queue* & go
question: Which queue do we need?
summary: Finds *one* queue.
domains: [messaging]
review_by: 2026-12-24
checks:
  replay:
    question: Replay messages?
    assess: Ask each consumer's owner.
    answers: {Yes: broker/kafka, No: simple}
decisions:
  simple:
    title: Größe <S>
    why: It is simple.
""",
    BROKER: """\
title: Pick a broker
question: Which broker?
checks:
  own: {question: Run it ourselves?, answers: {Yes: kafka, No: hosted}}
decisions: {kafka: Kafka, hosted: Hosted}
see_also: [{to: queue/simple}]
""",
}


class Build:
    """A build of the two trees, which looks for the queue's on the shelf."""

    def __init__(
        self,
        cache: Cache,
        sources: Mapping[str, str] = SOURCES,
        *,
        made_of: str = "code",
        today: date = TODAY,
        edit_links: Mapping[str, str] | None = None,
    ) -> None:
        found = read(sources)
        assert not found.broken
        self._site = Site(addresses=Addresses(), today=today, edit_links=edit_links or {})
        self._library = found.library
        self.tree = self._library.trees["queue"]
        self.shelf = Shelf(cache, made_of, self._library, self._site)

    def put(self) -> tuple[Publication, KnownHeadings]:
        """Put the tree's publication on the shelf."""
        renderer = Renderer()
        pages = tuple(PageMaker(self._library, self._site, renderer).pages(self.tree))
        files = DataFile.of("queue/tree.json", '{"ä": 1}\n'), DataFile.of("queue/empty", "")
        made = Publication(pages, files)
        headings = renderer.headings(part for page in pages for part in page.parts)
        kept = self.shelf.put(self.tree, made, headings)
        assert [one.content for one in kept.pages] == [one.content for one in made.pages]
        assert [one.content for one in kept.files] == [one.content for one in made.files]
        assert told(kept.pages) == told(made.pages)
        return made, headings

    def get(self) -> Publication | None:
        """Look for it."""
        return self.shelf.get(self.tree, lambda _: None)

    def got(self) -> Publication:
        """Get it, where it is there."""
        found = self.get()
        assert found is not None
        return found


@pytest.fixture
def cache(tmp_path: Path) -> Cache:
    return Cache(tmp_path / "cache")


@pytest.fixture
def build(cache: Cache) -> Build:
    return Build(cache)


def told(pages: Iterable[Page]) -> list[tuple[object, ...]]:
    """All that pages tell."""
    return [
        (one.path, one.file, one.node, one.meta, one.digest, one.search.title, [*one.search.texts], one.parts)
        for one in pages
    ]


def test_what_was_put_there_comes_back_the_same(build: Build) -> None:
    made, _ = build.put()
    found = build.got()
    assert told(found.pages) == told(made.pages)
    assert [page.content for page in found.pages] == [page.content for page in made.pages]
    assert [page.path for page in found.pages] == [
        "trees/queue/index.md",
        "trees/queue/replay.md",
        "trees/queue/simple.md",
    ]


def test_headings_are_headings_again_and_search_finds_the_same_words(build: Build) -> None:
    build.put()
    found = build.got()
    page = found.pages[-1]
    assert Heading(1, "title", "Größe <S>") in page.parts
    assert page.search.title == "Größe <S> \N{EN DASH} Pick a *queue* & go"
    assert [*page.search.texts] == ["It is simple."]
    assert page.meta["title"] == "Größe &lt;S&gt;"


def test_data_files_come_back_the_same(build: Build) -> None:
    made, _ = build.put()
    found = build.got()
    assert [(one.path, one.digest, one.content) for one in found.files] == [
        ("queue/tree.json", digest('{"ä": 1}\n'), '{"ä": 1}\n'),
        ("queue/empty", digest(""), ""),
    ]
    assert [one.digest for one in found.files] == [one.digest for one in made.files]


def test_headings_are_learnt_when_texts_are_read_and_not_before(build: Build) -> None:
    _, headings = build.put()
    learnt: dict[str, Any] = {}
    found = build.shelf.get(build.tree, learnt.update)
    assert found is not None
    assert found.pages[0].search.title == "Pick a *queue* & go"
    assert found.files[1].content == ""
    assert learnt == {}
    assert found.pages[1].parts
    assert learnt == {source: [html, [*entry]] for source, (html, entry) in headings.items()}


def test_headings_that_were_learnt_are_rendered_as_they_were(build: Build) -> None:
    build.put()
    other = Renderer(["decision_trees.markdown"])  # would give no table of contents
    found = build.shelf.get(build.tree, other.learn)
    assert found is not None
    for page in found.pages:
        parts: list[Part] = [*page.parts]
        assert other.html(parts) == Renderer().html(parts)
        assert other.contents(parts) == Renderer().contents(parts)


def test_nothing_is_found_where_nothing_was_put(build: Build) -> None:
    assert build.get() is None


def test_every_record_is_needed(build: Build, tmp_path: Path) -> None:
    build.put()
    files = [*(tmp_path / "cache").iterdir()]
    assert len(files) == 3
    for file in files:
        whole = file.read_bytes()
        file.unlink()
        assert build.get() is None
        file.write_bytes(whole)
        assert build.get() is not None


def test_the_link_to_edit_a_tree_counts_for_that_tree(build: Build, cache: Cache) -> None:
    build.put()
    link = "https://example.org/edit"
    assert Build(cache, edit_links={BROKER: link}).get() is not None
    assert Build(cache, edit_links={QUEUE: link}).get() is None


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        (QUEUE, "It is simple.", "It is cheap."),
        (QUEUE, "domains: [messaging]", "domains: [messaging] # soon more"),
        (BROKER, "kafka: Kafka", "kafka: Apache Kafka"),
        (BROKER, "title: Pick a broker", "title: Choose a broker"),
        (BROKER, "see_also: [{to: queue/simple}]", "see_also: [{to: queue/}]"),
        (BROKER, "see_also: [{to: queue/simple}]\n", ""),
    ],
)
def test_a_changed_tree_or_what_it_shows_of_others_is_not_found(
    file: str, old: str, new: str, build: Build, cache: Cache
) -> None:
    build.put()
    changed = {**SOURCES, file: SOURCES[file].replace(old, new)}
    assert changed != SOURCES
    assert Build(cache, changed).get() is None
    assert build.get() is not None


@pytest.mark.parametrize(
    ("old", "new"),
    [("hosted: Hosted", "hosted: Somebody else's"), ("question: Which broker?", "question: Which one?")],
)
def test_what_a_tree_does_not_show_of_others_may_change(
    old: str, new: str, build: Build, cache: Cache
) -> None:
    build.put()
    changed = {**SOURCES, BROKER: SOURCES[BROKER].replace(old, new)}
    assert changed != SOURCES
    assert Build(cache, changed).get() is not None


def test_a_tree_that_moved_is_not_found(build: Build, cache: Cache) -> None:
    build.put()
    moved = {"trees/more/queue.tree.yaml": SOURCES[QUEUE], BROKER: SOURCES[BROKER]}
    assert Build(cache, moved).get() is None


def test_a_day_by_which_a_review_falls_due_is_another(build: Build, cache: Cache) -> None:
    build.put()
    for day in (date(2026, 11, 24), date(2026, 12, 24)):
        assert Build(cache, today=day).get() is not None
    for day in (date(2026, 12, 25), date(2027, 12, 25)):
        assert Build(cache, today=day).get() is None


def test_what_was_made_of_something_else_is_not_found(build: Build, cache: Cache) -> None:
    build.put()
    assert Build(cache, made_of="other code").get() is None
