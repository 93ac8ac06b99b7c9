from __future__ import annotations

from datetime import date

import pytest

from decision_trees.analysis.library import Library, Place
from decision_trees.layout.addresses import Addresses
from decision_trees.model.span import Span
from decision_trees.model.tree import Target, Tree
from decision_trees.prose.render import Renderer
from decision_trees.reading.read import read
from decision_trees.site.page_maker import PageMaker
from decision_trees.site.site import Site
from decision_trees.site.tree_json import TreeData

QUEUE = """\
title: Pick a queue
question: Which queue do we need?
summary: First [the cache](to:pick-a-cache/), then [nothing](to:No!), [itself](to:log), [a page](guide.md).
checks:
  replay:
    question: Does a consumer replay messages?
    title: Replay
    assess: See [Redis](to:pick-a-cache/redis).
    answers: {Yes: log, No: pick-a-cache/, Neither: pick-a-queue/log}
decisions:
  log: {title: Kafka, then: pick-a-cache/redis}
  lost: Lost
see_also:
  - to: pick-a-cache/
  - {url: guide.md, title: The guide}
  - to: not-there/
scenarios:
  - {title: Audit, given: {replay: No}, expect: pick-a-cache/}
"""
CACHE = """\
title: Pick a cache
question: Which cache do we need?
checks:
  shared: {question: 'Is it shared?', answers: {Yes: redis, No: pick-a-queue/}}
decisions: {redis: Redis}
"""


@pytest.fixture(scope="module")
def library() -> Library:
    sources = {"pick-a-queue": QUEUE, "pick-a-cache": CACHE, "x/pick-a-cache": CACHE, "broken": "a: 'b"}
    return read({f"{name}.tree.yaml": text for name, text in sources.items()}).library


@pytest.fixture(scope="module")
def queue(library: Library) -> Tree:
    return library.trees["pick-a-queue"]


def test_the_first_of_two_trees_keeps_the_id(library: Library) -> None:
    assert {tree_id: tree.file for tree_id, tree in library.trees.items()} == {
        "pick-a-cache": "pick-a-cache.tree.yaml",
        "pick-a-queue": "pick-a-queue.tree.yaml",
    }
    assert [tree.file for tree in library.doubles] == ["x/pick-a-cache.tree.yaml"]
    assert library.unread == {"broken": "broken.tree.yaml"}


def test_a_graph_is_made_once(library: Library, queue: Tree) -> None:
    graph = library.graph(queue)
    assert library.graph(queue) is graph
    library.forget_graph(queue)
    assert library.graph(queue) is not graph
    assert library.mentions(queue) is library.mentions(queue)
    assert library.links(queue) is library.links(queue)
    assert library.graph(library.doubles[0]) is not library.graph(library.trees["pick-a-cache"])


@pytest.mark.parametrize(
    ("written", "title", "heading"),
    [
        ("log", "Kafka", "Kafka"),
        ("replay", "Replay", "Does a consumer replay messages?"),
        ("pick-a-queue/log", "Kafka", "Kafka"),
        ("pick-a-queue/", "Pick a queue", "Pick a queue"),
        ("pick-a-cache/", "Pick a cache", "Pick a cache"),
        ("pick-a-cache/redis", "Redis", "Redis"),
    ],
)
def test_targets_are_resolved(written: str, title: str, heading: str, library: Library, queue: Tree) -> None:
    place = library.written(written, queue)
    assert place is not None
    assert (str(place.title), str(place.heading)) == (title, heading)


@pytest.mark.parametrize("written", ["", "gone", "gone/", "gone/log", "pick-a-cache/log", "No!", "broken/"])
def test_what_is_not_there_is_not_resolved(written: str, library: Library, queue: Tree) -> None:
    assert library.written(written, queue) is None


def test_a_target_that_could_not_be_read_leads_nowhere(library: Library, queue: Tree) -> None:
    assert library.find(Target(None, None, Span("x")), queue) is None


def test_a_tree_means_itself_by_its_own_id(library: Library) -> None:
    double = library.doubles[0]
    assert library.written("pick-a-cache/redis", double) == Place(double, double.nodes["redis"])


def test_what_a_tree_leads_its_readers_to(library: Library, queue: Tree) -> None:
    found = [
        (mention.node and mention.node.id, mention.relation, str(mention.target))
        for mention in library.mentions(queue)
    ]
    assert found == [
        ("replay", "answer", "log"),
        ("replay", "answer", "pick-a-cache/"),
        ("replay", "answer", "pick-a-queue/log"),
        ("log", "then", "pick-a-cache/redis"),
        (None, "see_also", "pick-a-cache/"),
        (None, "see_also", "not-there/"),
        (None, "prose", "pick-a-cache/"),
        (None, "prose", "log"),
        ("replay", "prose", "pick-a-cache/redis"),
    ]


def test_what_other_trees_say_of_one(library: Library, queue: Tree) -> None:
    cache = library.trees["pick-a-cache"]
    said = [(tree.id, mention.relation, str(mention.target)) for tree, mention in library.mentioned_by(cache)]
    assert said == [
        ("pick-a-queue", "answer", "pick-a-cache/"),
        ("pick-a-queue", "then", "pick-a-cache/redis"),
        ("pick-a-queue", "see_also", "pick-a-cache/"),
        ("pick-a-queue", "prose", "pick-a-cache/"),
        ("pick-a-queue", "prose", "pick-a-cache/redis"),
    ]
    assert [tree.id for tree, _ in library.mentioned_by(queue)] == ["pick-a-cache"]


HOME = """\
title: Home
question: Where to?
summary: First [the away](to:away/), then [](to:away/far).
checks:
  near: {question: 'Is it near?', answers: {Yes: stay, No: away/far}}
decisions: {stay: {title: Stay, then: away/end}}
scenarios:
  - {title: Far, given: {near: No}, expect: away/far}
"""
AWAY = """\
title: Away
question: How far?
summary: Far, or [not so far](to:home/stay).
checks:
  far:
    question: Is it far?
    title: Far
    assess: Look at the map.
    answers: {Yes: end, No: rest}
decisions: {end: The end, rest: Rest}
warnings: {lost: {title: Lost, risk: Never found., then: home/}}
"""


def around_home(**sources: str) -> tuple[str, list[str]]:
    """The surroundings of a tree, and what is published of it."""
    library = read({f"{name}.tree.yaml": text for name, text in sources.items()}).library
    home = library.trees["home"]
    site = Site(addresses=Addresses(), today=date(2026, 11, 23))
    data = TreeData(library, home, site.addresses, Renderer().prose)
    pages = [page.content for page in PageMaker(library, site).pages(home)]
    return library.surroundings(home), [*pages, data.text()]


@pytest.mark.unmeasured("a tree is changed in each of its texts")
@pytest.mark.parametrize(
    ("was", "now"),
    [
        ("title: Away", "title: Far away"),
        ("question: Is it far?", "question: Is it very far?"),
        ("title: Far\n", "title: Very far\n"),
        ("end: The end", "end: The very end"),
        ("warnings:", "see_also: [{to: home/near}]\nwarnings:"),
        ("Look at the map", "See [home](to:home/near)"),
        ("(to:home/stay)", "(to:home/)"),
        ("(to:home/stay)", "(to:end)"),
        (", then: home/", ""),
        ("title: Lost", "title: Found"),
        ("lost:", "forlorn:"),
    ],
)
def test_what_a_tree_shows_of_another_is_in_its_surroundings(was: str, now: str) -> None:
    assert was in AWAY
    before, after = around_home(home=HOME, away=AWAY), around_home(home=HOME, away=AWAY.replace(was, now))
    assert before[0] != after[0]
    assert before[1] != after[1]


@pytest.mark.parametrize(
    ("was", "now"),
    [
        ("Far, or", "Further, or"),
        ("[not so far]", "[nearer]"),
        ("question: How far?", "question: How far is it?"),
        ("Look at", "Mind"),
        ("rest: Rest", "pause: Rest"),
        ("Never found", "Seldom found"),
        ("{Yes: end, No: rest}", "{Never: rest, Always: end}"),
        ("title: Away", "# a comment\ntitle: Away"),
    ],
)
def test_what_it_does_not_show_of_it_is_not(was: str, now: str) -> None:
    assert was in AWAY
    away = AWAY.replace(was, now).replace("No: rest", "No: pause" if "pause" in now else "No: rest")
    assert around_home(home=HOME, away=away) == around_home(home=HOME, away=AWAY)


def test_the_kind_of_another_trees_node_is_in_the_surroundings() -> None:
    away = AWAY.replace("{end: The end, rest", "{rest").replace("{lost:", "{end: {title: The end}, lost:")
    assert around_home(home=HOME, away=away)[0] != around_home(home=HOME, away=AWAY)[0]


def test_other_trees_are_in_the_surroundings_only_if_they_refer() -> None:
    alone = around_home(home=HOME, away=AWAY)
    other = CACHE.replace("pick-a-queue/", "away/")
    assert around_home(home=HOME, away=AWAY, other=other) == alone
    referring = around_home(home=HOME, away=AWAY, other=CACHE.replace("pick-a-queue/", "home/near"))
    assert referring[0] != alone[0]
    assert referring[1] != alone[1]


def test_where_another_tree_lies_and_whether_it_can_be_read_is_in_the_surroundings() -> None:
    def away(name: str, text: str) -> str:
        library = read({"home.tree.yaml": HOME, f"{name}.tree.yaml": text}).library
        return library.surroundings(library.trees["home"])

    found = [away("away", AWAY), away("x/away", AWAY), away("away", "a: 'b"), away("x/away", "a: 'b")]
    assert len({*found, away("elsewhere", AWAY)}) == 5
    assert all(len(digest) == 64 for digest in found)
