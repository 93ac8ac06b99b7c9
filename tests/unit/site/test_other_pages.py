from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from markdown import Markdown
from tests.site_fixtures import TINY_TREE

from decision_trees import read
from decision_trees.layout.addresses import Addresses
from decision_trees.site.embedded import ANY_TREE, Embedder
from decision_trees.site.other_pages import OtherPage, OtherPages
from decision_trees.site.page_maker import PageMaker
from decision_trees.site.site import Site

POST = OtherPage("blog/posts/one.md", "blog/2026/one/index.html", "blog/2026/one/", "See [x](to:lost/).\n")
FENCE = "```decision-tree\n{tree: queue, show: outline}\n```\n"


@pytest.fixture
def others() -> OtherPages:
    reading = read({"trees/queue.tree.yaml": TINY_TREE})
    site = Site(addresses=Addresses(), today=date(2026, 11, 23))
    return OtherPages(Embedder(reading, PageMaker(reading.library, site)), site.addresses)


def render(text: str) -> str:
    return Markdown(extensions=["decision_trees"]).convert(text)


def test_links_start_where_a_page_is_published(others: OtherPages) -> None:
    html = others.resolve('<a href="to:queue/log">x</a>', POST)
    assert html == '<a href="../../../trees/queue/log/">x</a>'


def test_what_is_embedded_starts_there_too(others: OtherPages) -> None:
    others.begin(POST)
    html = render(FENCE)
    others.end()
    assert 'href="../../../trees/queue/log/"' in html
    assert others.found == []
    assert render(FENCE).count("unread fence") == 1


def test_what_a_page_shows_is_known_by_its_source(others: OtherPages) -> None:
    others.begin(POST)
    assert others.shown == {POST.path: set()}
    render(FENCE)
    assert others.shown == {POST.path: {"trees/queue.tree.yaml"}}
    for text in ("```decision-tree\nshow: list\n```", FENCE.replace("queue", "lost")):
        others.shown.clear()
        others.begin(POST)
        render(text)
        assert others.shown == {POST.path: {ANY_TREE}}
    others.end()
    others.shown.clear()
    assert [*others.left('<a href="to:lost/">x</a>', POST)]
    others.resolve('<a href="to:queue/log">x</a>', POST)
    assert others.shown == {POST.path: {ANY_TREE, "trees/queue.tree.yaml"}}


def test_a_mistake_in_a_fence_that_the_page_does_not_have_is_told(others: OtherPages) -> None:
    others.begin(POST)
    render(FENCE.replace("queue", "lost"))
    others.end()
    assert [(problem.code, problem.span.file) for problem in others.found] == [
        ("unknown-tree", "blog/posts/one.md")
    ]


@pytest.mark.parametrize(
    ("html", "place"),
    [
        ('<a href="to:lost/">x</a>', ("unknown-tree", 1, 9)),
        ('<a href="to:queue/lost">x</a>', ("unknown-target", 1, 1)),
        ('<a href="to:log">x</a>', ("unknown-target", 1, 1)),
        ('<pre class="language-decision-tree">', ("unread-fence", 1, 1)),
        ('<a href="../to%3Alost">x</a>', ("unknown-target", 1, 9)),
        ("<a href=to%3Alog#a>x</a>", ("unknown-target", 1, 1)),
    ],
)
def test_a_link_that_is_left_is_told_at_its_place(
    html: str, place: tuple[str, int, int], others: OtherPages
) -> None:
    assert others.may_have_left(html)
    (found,) = others.left(others.resolve(html, POST), POST)
    assert (found.code, found.span.line, found.span.column) == place


@pytest.mark.parametrize(
    ("html", "place"),
    [
        ('<a href="to:queue/lost">x</a>', ("../main.html", 2, 10)),
        ('<a href="to:lost/">x</a>', (POST.path, 1, 9)),
        ('<pre class="language-decision-tree">', ("../main.html", 3, 19)),
        ('<a href="to:queue">x</a>', (POST.path, 1, 1)),
    ],
)
def test_what_the_page_does_not_say_is_looked_for_beside_it(
    html: str, place: tuple[str, int, int], others: OtherPages
) -> None:
    main = "to:lost/ to:queue/lost/\n<a href='to:queue/lost'>\n<decision-tree>```decision-tree\n"
    page = replace(POST, beside={"../main.html": main})
    (found,) = others.left(html, page)
    assert (found.span.file, found.span.line, found.span.column) == place


@pytest.mark.parametrize("address", ["https://mail.test/#search/to%3Ame", "//x.test/to%3Ame", "?q=to%3Ame"])
def test_an_address_that_has_these_signs_is_none_of_ours(address: str, others: OtherPages) -> None:
    assert not [*others.left(f'<a href="{address}">x</a>', POST)]


def test_a_page_without_anything_of_ours_is_not_looked_through(others: OtherPages) -> None:
    assert not others.may_have_left("<p>Go into: it</p>".replace("to:", "to "))
