"""What is kept of a publication, and when it is found again."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from markdown import Markdown
from tests import records

from decision_trees.cache import store
from decision_trees.cache.store import Cache
from decision_trees.layout.addresses import Addresses
from decision_trees.layout.redirects import redirects
from decision_trees.model.tree import Tree
from decision_trees.prose.render import Heading, Renderer
from decision_trees.reading.read import Reading, read
from decision_trees.site.page_maker import PageMaker
from decision_trees.site.publication import DataFile, Publication, file_paths
from decision_trees.site.publication_cache import PublicationCache, _records
from decision_trees.site.site import Site

TODAY = date(2026, 11, 23)
QUEUE = "trees/queue.tree.yaml"
BROKER = "trees/broker.tree.yaml"
SITE = Site(addresses=Addresses(), today=TODAY)
SOURCES = {
    QUEUE: """\
title: Pick a *queue* & go
formerly: [line]
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


@functools.cache
def reading(sources: tuple[tuple[str, str], ...]) -> Reading:
    """What the sources of a build hold; nearly all builds here have the same."""
    found = read(dict(sources))
    assert not found.broken
    return found


class Build:
    """A build of the two trees, which takes the queue's publication from the cache if it is there."""

    def __init__(
        self,
        cache: Cache,
        sources: Mapping[str, str] = SOURCES,
        *,
        inputs_digest: str = "code",
        site: Site = SITE,
    ) -> None:
        found = reading(tuple(sources.items()))
        self.tree = found.library.trees["queue"]
        self.renderer = Renderer()
        self.times_made = 0
        maker = PageMaker(found.library, site, self.renderer)

        def make(tree: Tree) -> Publication:
            contents = [
                '{"ä": 1}\n',
                "",
                "flowchart TD",
                *(f"To {redirect.new}" for redirect in redirects(tree)),
            ]
            files = map(DataFile.of, file_paths(tree, site.addresses), contents)
            return Publication(tuple(maker.pages(tree)), tuple(files), maker.listed(tree))

        def make_for_cache(tree: Tree) -> Publication:
            self.times_made += 1
            return make(tree)

        self._make = make
        self._known = PublicationCache(
            cache, inputs_digest, found.library, site, self.renderer, make_for_cache
        )

    @functools.cached_property
    def made(self) -> Publication:
        """What is published where nothing is kept."""
        return self._make(self.tree)

    def publication(self) -> Publication:
        """Give what is published."""
        return self._known.publication(self.tree)

    def is_kept(self) -> bool:
        """Whether it was there."""
        before = self.times_made
        self.publication()
        return self.times_made == before

    def says_it_is_kept(self) -> bool:
        """Whether every page says that it was there."""
        return all(page.is_from_cache for page in self.publication().pages)

    def told(self) -> list[list[tuple[object, ...]]]:
        """All that is published, as the host sees it."""
        return told(self.publication(), self.renderer)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "cache"


@pytest.fixture
def cache(folder: Path) -> Cache:
    return Cache(folder)


@pytest.fixture
def build(cache: Cache) -> Build:
    """One that leaves the publication in the cache."""
    build = Build(cache)
    assert not build.is_kept()
    return build


def told(publication: Publication, renderer: Renderer) -> list[list[tuple[object, ...]]]:
    """All that a publication tells."""
    return [
        [
            (
                *(
                    page.path,
                    page.file,
                    page.node,
                    page.meta,
                    page.digest,
                    page.search.title,
                    [*page.search.texts],
                ),
                *(
                    page.previous,
                    page.next,
                    page.content,
                    renderer.html(page.parts),
                    renderer.contents(page.parts),
                ),
            )
            for page in publication.pages
        ],
        [(file.path, file.digest, file.content) for file in publication.files],
        [(publication.listed,)],
    ]


def test_pages_that_were_there_say_so(cache: Cache) -> None:
    assert [Build(cache).says_it_is_kept() for _ in range(2)] == [False, True]


def test_what_was_put_there_comes_back_the_same(build: Build, cache: Cache) -> None:
    other = Build(cache)
    assert other.is_kept()
    assert build.told() == other.told() == told(build.made, build.renderer)
    found = other.publication()
    assert [page.path for page in found.pages] == [
        "trees/queue/index.md",
        "trees/queue/replay.md",
        "trees/queue/simple.md",
    ]
    assert [file.path for file in found.files] == [
        "trees/queue/tree.json",
        "trees/queue/tree.md",
        "trees/queue/tree.mmd",
        "trees/line/index.html",
        "trees/line/replay/index.html",
        "trees/line/simple/index.html",
    ]


def test_the_first_build_has_its_texts_packed_too(cache: Cache) -> None:
    build = Build(cache)
    assert told(build.publication(), build.renderer) == told(build.made, build.renderer)


def test_headings_are_headings_again_and_search_finds_the_same_words(build: Build) -> None:
    page = build.publication().pages[-1]
    assert Heading(1, "title", "Größe <S>") in page.parts
    assert page.search.title == "Größe <S> \N{EN DASH} Pick a queue & go"
    assert [*page.search.texts] == ["It is simple."]
    assert page.meta["title"] == "Größe &lt;S&gt;"


def test_headings_are_learnt_when_texts_are_read_and_not_before(
    build: Build, cache: Cache, monkeypatch: pytest.MonkeyPatch
) -> None:
    learnt: dict[str, Any] = {}
    monkeypatch.setattr(Renderer, "learn", lambda _, known: learnt.update(known))
    found = Build(cache).publication()
    assert found.pages[0].search.title == "Pick a queue & go"
    assert found.files[1].content == ""
    assert learnt == {}
    assert found.pages[1].parts
    headings = build.renderer.headings(part for page in build.made.pages for part in page.parts)
    assert learnt == {source: (html, [*entry]) for source, (html, entry) in headings.items()}


def test_headings_that_were_learnt_are_rendered_as_they_were(
    build: Build, cache: Cache, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = Build(cache)
    found = other.publication()
    parts = [[*page.parts] for page in found.pages]

    def render(*_: object) -> None:
        raise AssertionError

    monkeypatch.setattr(Markdown, "convert", render)
    for kept, page in zip(parts, build.made.pages, strict=True):
        assert other.renderer.html(kept) == build.renderer.html(page.parts)
        assert other.renderer.contents(kept) == build.renderer.contents(page.parts)


def test_every_record_is_needed(build: Build, folder: Path) -> None:
    files = [*folder.glob("*.record")]
    assert len(files) == 3
    for file in files:
        file.unlink()
        assert not build.is_kept()
        assert build.is_kept()


@pytest.mark.usefixtures("build")
def test_the_link_to_edit_a_tree_counts_for_that_tree(cache: Cache) -> None:
    link = "https://example.org/edit"
    assert Build(cache, site=replace(SITE, edit_links={BROKER: link})).is_kept()
    assert not Build(cache, site=replace(SITE, edit_links={QUEUE: link})).is_kept()


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
    assert build.is_kept()
    changed = {**SOURCES, file: SOURCES[file].replace(old, new)}
    assert changed != SOURCES
    assert not Build(cache, changed).is_kept()


@pytest.mark.parametrize(
    ("old", "new"),
    [("hosted: Hosted", "hosted: Somebody else's"), ("question: Which broker?", "question: Which one?")],
)
@pytest.mark.usefixtures("build")
def test_what_a_tree_does_not_show_of_others_may_change(old: str, new: str, cache: Cache) -> None:
    changed = {**SOURCES, BROKER: SOURCES[BROKER].replace(old, new)}
    assert changed != SOURCES
    assert Build(cache, changed).is_kept()


@pytest.mark.usefixtures("build")
def test_a_tree_that_moved_is_not_found(cache: Cache) -> None:
    moved = {"trees/more/queue.tree.yaml": SOURCES[QUEUE], BROKER: SOURCES[BROKER]}
    assert not Build(cache, moved).is_kept()


@pytest.mark.usefixtures("build")
def test_a_day_by_which_a_review_falls_due_is_another(cache: Cache) -> None:
    for day in (date(2026, 11, 24), date(2026, 12, 24)):
        assert Build(cache, site=replace(SITE, today=day)).is_kept()
    assert not Build(cache, site=replace(SITE, today=date(2026, 12, 25))).is_kept()
    assert Build(cache, site=replace(SITE, today=date(2027, 12, 25))).is_kept()
    assert not Build(cache, site=replace(SITE, today=date(2026, 12, 24))).is_kept()


@pytest.mark.usefixtures("build")
def test_what_was_made_of_something_else_is_not_found(cache: Cache) -> None:
    assert not Build(cache, inputs_digest="other code").is_kept()


def test_what_is_too_large_is_published_and_not_kept(cache: Cache, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "MOST", 1000)
    build = Build(cache)
    assert not build.is_kept()
    assert not build.is_kept()
    assert build.told() == told(build.made, build.renderer)


# --- what somebody else may have written ----------------------------------------------------------


Change = Callable[[Any, list[str]], object]
"""Changes a record's value or texts, or gives another value."""


def changed(number: int, change: Change) -> Callable[[Cache], None]:
    """Write one of the three records anew, with a digest that is right."""

    def write(cache: Cache) -> None:
        build = Build(cache)
        key, name = build._known._key(build.tree), _records(build.tree)[number]  # noqa: SLF001 - as an attacker would
        record = cache.load(name, key)
        assert record is not None
        value, texts = records.unpacked(record.body)
        replaced = change(value, texts)
        records.write(cache, name, key, records.packed(value if replaced is None else replaced, texts))

    return write


def put(*path: Any) -> Change:  # noqa: ANN401 - keys and indexes, then a value
    """Put a value in its place below the value of a record."""
    *way, last, put = path

    def change(value: Any, _: list[str]) -> None:  # noqa: ANN401 - whatever is in the record
        for step in way:
            value = value[step]
        value[last] = put

    return change


def shorten(_: object, texts: list[str]) -> None:
    """Take away a text."""
    del texts[0]


NODE, META, MARK, PREVIOUS, NEXT, TITLE, TEXTS = range(7)
CARD, OUTCOMES, HEALTH = range(3)
WHY = "## Why {: #why }"

LIST: list[object] = []
MAPPING: dict[str, object] = {}

HOSTILE_SUMMARIES: list[Change] = [
    lambda _, __: MAPPING,
    lambda _, __: LIST,
    lambda _, __: [1, 2],
    lambda value, _: value[:2],
    lambda value, _: [value[0][1:], *value[1:]],
    lambda value, _: [value[0][:-1], *value[1:]],
    lambda value, _: [[*value[0], value[0][1]], *value[1:]],
    lambda value, _: [value[0], value[1][1:], value[2]],
    lambda value, _: [value[0], [*value[1], "more"], value[2]],
    lambda value, _: [value[0], [["../../x.pth", name] for name in value[1]], value[2]],
    lambda value, _: [[[f"../{record[0]}", *record] for record in value[0]], *value[1:]],
    put(0, 1, LIST),
    put(0, 1, None),
    *(
        put(0, 1, NODE, node)
        for node in ("../../../x", "/etc/x", "log", None, "simple", 1, True, LIST, MAPPING, "replay\0")
    ),
    *(put(0, 0, META, meta) for meta in (None, LIST, "x", MAPPING, {"title": "x"}, {"description": "x"})),
    *(
        put(0, 0, META, key, value)
        for key, value in (
            *(("title", 1), ("title", "\ud800"), ("description", None), ("template", "x.html")),
            *(("tags", LIST), ("tags", ["other"]), ("tags", [1]), ("tags", None), ("hide", ["toc"])),
        )
    ),
    put(0, 1, META, "tags", ["messaging"]),
    *(put(0, 1, MARK, mark) for mark in (None, 1, LIST, "\udfff")),
    *(put(0, 1, place, page) for place in (PREVIOUS, NEXT) for page in (None, 1, LIST, MAPPING)),
    *(put(0, 1, TITLE, title) for title in (None, 1, "\ud800")),
    *(put(0, 1, TEXTS, texts) for texts in (None, 1, [1], [None], ["\ud800"])),
    *(put(1, 0, mark) for mark in (None, 1, LIST, "\ud800")),
    *(put(2, CARD, 0, summary) for summary in (1, "Finds", ["Finds"], [1, 1, 1, 1, 1], ["", 1, 1, 1, 1, 1])),
    *(put(2, CARD, 1, traversal) for traversal in (None, 1, "\ud800")),
    *(put(2, CARD, 2, checks) for checks in (None, "1", -1, True, 1.5)),
    *(put(2, OUTCOMES, outcomes) for outcomes in (None, 1, [1], ["x"], [LIST])),
    *(put(2, OUTCOMES, 0, 0, page) for page in ("../../x.md", "trees/broker/kafka.md", None, 1, LIST)),
    *(put(2, OUTCOMES, 0, 1, trail) for trail in (None, 1, [1], [["../../x.md", "x", "x"]])),
    *(put(2, OUTCOMES, 0, 1, 0, place, text) for place in (1, 2) for text in (None, 1, "\ud800")),
    *(put(2, OUTCOMES, 0, 2, reached) for reached in (None, 1, LIST)),
    *(put(2, HEALTH, health) for health in (None, 1, LIST, MAPPING)),
    *(put(2, HEALTH, "reviewed", day) for day in (1, "x", "2026-13-01", LIST)),
    *(
        put(2, HEALTH, name, links)
        for name in ("unwritten", "unreached", "unmet")
        for links in (None, 1, [1], [["../../x.md", False]], [[LIST, True]])
    ),
    *(put(2, HEALTH, "unwalked", steps) for steps in (None, 1, [1], [["../../x.md", "x", "x"]])),
    put(2, HEALTH, "more", 1),
]
HOSTILE_TEXTS: list[Change] = [
    lambda _, __: MAPPING,
    lambda _, __: [[], {}],
    lambda _, __: [1, 2],
    lambda value, _: [value[0][1:], value[1]],
    lambda value, _: [[*value[0], []], value[1]],
    shorten,
    lambda _, texts: texts.append("more"),
    put(0, 0, None),
    put(0, 0, 7),
    *(
        put(0, 0, 1, heading)  # behind the text with which a page begins
        for heading in (
            *(LIST, [1], [1, "id"], [0, "id", "text"], [7, "id", "text"], [10**9, "id", "text"]),
            *(["1", "id", "text"], [True, "id", "text"], [1.0, "id", "text"], [-1, "id", "text"]),
            *(
                [1, 1, "text"],
                [1, "id", None],
                [1, "id", "\ud800"],
                [1, "id", "text", "more"],
                None,
                1,
                MAPPING,
            ),
        )
    ),
    *(
        put(1, headings)
        for headings in (None, LIST, "x", 1, {"x": 1}, {"x": LIST}, {"x": ["<p>", 1]}, {"\ud800": LIST})
    ),
    *(
        put(1, WHY, rendered)
        for rendered in (None, LIST, ["x"], [1, []], ["x", LIST, 1], ["\ud800", []], ["x", [1]])
    ),
    *(put(1, WHY, 1, 0, "level", level) for level in (None, 0, 7, 10**30, "2", True, 2.0)),
    *(put(1, WHY, 1, 0, key, text) for key in ("id", "name", "html") for text in (None, 1, LIST, "\ud800")),
    *(
        put(1, WHY, 1, 0, {"level": 2, "id": "x", "name": "x", **less})
        for less in (MAPPING, {"children": LIST, "x": 1})
    ),
    put(1, WHY, 1, 0, {"level": 2, "id": "x", "children": []}),
]
HOSTILE_CONTENTS: list[Change] = [shorten, lambda _, texts: texts.append("more")]


def named(changes: Iterable[Change], number: int) -> list[Any]:
    return [pytest.param(changed(number, change), id=f"{number}-{n}") for n, change in enumerate(changes)]


@pytest.mark.parametrize("write", named(HOSTILE_SUMMARIES, 0))
def test_a_summary_that_we_would_not_have_written_is_none(
    write: Callable[[Cache], None], build: Build, cache: Cache
) -> None:
    write(cache)
    other = Build(cache)
    assert not other.is_kept()
    assert other.told() == told(build.made, build.renderer)


@pytest.mark.parametrize("write", [*named(HOSTILE_TEXTS, 1), *named(HOSTILE_CONTENTS, 2)])
def test_what_turns_out_not_to_be_what_we_would_have_written_is_made_again_once(
    write: Callable[[Cache], None], build: Build, cache: Cache
) -> None:
    write(cache)
    other = Build(cache)
    assert other.told() == told(build.made, build.renderer)
    assert other.times_made == 1


@pytest.mark.usefixtures("build")
def test_texts_may_say_anything_and_are_published_where_the_tree_says(cache: Cache) -> None:
    """What remains; see the manual's page on publishing."""

    def poison(value: Any, texts: list[str]) -> None:  # noqa: ANN401 - as in the record
        texts[0] = "<script>alert(1)</script>"
        value[1]["# Größe <S> {: #title }"] = ["<h1>Ours</h1>", []]

    changed(1, poison)(cache)
    other = Build(cache)
    assert other.is_kept()
    found = other.publication()
    assert "<script>alert(1)</script>" in found.pages[0].parts
    assert [page.path for page in found.pages] == [page.path for page in other.made.pages]
    assert [file.path for file in found.files] == [file.path for file in other.made.files]


@pytest.mark.usefixtures("build")
def test_with_a_secret_the_records_of_others_are_none(folder: Path) -> None:
    assert not Build(Cache(folder, b"secret")).is_kept()
    assert Build(Cache(folder, b"secret")).is_kept()


def test_no_tags_are_taken_over_where_the_site_has_none(cache: Cache) -> None:
    assert not Build(cache, site=replace(SITE, tags=False)).is_kept()
    other = Build(cache, site=replace(SITE, tags=False))
    assert other.is_kept()
    assert "tags" not in other.publication().pages[0].meta
