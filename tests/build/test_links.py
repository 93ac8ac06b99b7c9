"""Every link of every page leads somewhere, in every theme and both forms of addresses."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import urljoin

import pytest
from mkdocs.commands import build
from mkdocs.config import load_config
from tests.build.links import Links, search_entries
from tests.site_fixtures import (
    FLAVOURS,
    SEED_PAGE,
    SITE_URL,
    Flavour,
    SiteMaker,
    settings,
    write_site,
)

from decision_trees import Tree
from decision_trees.analysis.graph import Graph

pytestmark = pytest.mark.build

# Two trees in different folders that refer to each other in every way the format has.
CITED = {
    "docs/index.md": "# Home\n\n[One](area/one/index.md), [end](area/one/end.md)\n",
    "docs/area/guide.md": "# Guide\n\n## Part two\n",
    "docs/area/one.tree.yaml": """\
title: One
question: Where to?
checks:
  first:
    question: Go on?
    assess: >-
      See [the end](to:end), [](to:two/), [other](to:two/last), [the guide](guide.md#part-two) and
      [a site](https://example.org/x?a=b#c).
    answers:
      Yes: two/
      No: end
      Maybe: two/last
      Again: {to: second, note: once more}
  second:
    question: And again?
    assess: Look.
    answers:
      Back: {to: first, loop: try once more}
      On: end
decisions:
  end: {title: End, choose: "Go [back](to:first).", then: two/}
see_also:
  - {to: two/, note: next}
  - {to: two/last}
  - {url: area/guide.md, title: The guide}
  - {url: "https://example.org/", title: Elsewhere}
scenarios:
  - {title: Straight, given: {first: No}, expect: end}
  - {title: Far, given: {first: Again, second: On}, expect: end}
""",
    "docs/deep/er/two.tree.yaml": """\
title: Two
question: And now?
checks:
  ask:
    question: Stop?
    pitfall: "[One](to:one/) comes first."
    answers: {Yes: last, No: one/end}
warnings:
  last: {title: Last, when: Always., then: one/first}
""",
}


@pytest.fixture(scope="module", params=FLAVOURS, ids=str)
def flavour(request: pytest.FixtureRequest) -> Flavour:
    chosen: Flavour = request.param
    return chosen


def test_every_link_of_the_seed_document_leads_somewhere(flavour: Flavour, seed_site: SiteMaker) -> None:
    links = Links(seed_site(flavour).published, SITE_URL)
    assert links.broken() == []
    assert links.count() > 500


def test_every_link_between_trees_and_pages_leads_somewhere(flavour: Flavour, tmp_path: Path) -> None:
    write_site(tmp_path, {"mkdocs.yml": settings(flavour), **CITED})
    config = load_config(str(tmp_path / "mkdocs.yml"), strict=True)
    build.build(config)
    published = Path(config.site_dir)
    assert Links(published, SITE_URL).broken() == []

    first = (published / "area" / "one" / f"first{_html(flavour)}").read_text(encoding="utf-8")
    to_trees = {"last", "two"} if flavour.directory_urls else {"last.html", "two/index.html"}
    for name in to_trees:
        assert re.search(rf'href="[./]*/deep/er/(two/)?{re.escape(name)}', first), name


def _html(flavour: Flavour) -> str:
    return "/index.html" if flavour.directory_urls else ".html"


def test_every_entry_of_the_search_index_leads_somewhere(flavour: Flavour, seed_site: SiteMaker) -> None:
    published = seed_site(flavour).published
    links = Links(published, SITE_URL)
    locations = [entry["location"] for entry in search_entries(published)]
    assert len(locations) > 17
    assert [location for location in locations if not links.resolves(location)] == []


def test_every_page_is_in_the_sitemap_and_there(flavour: Flavour, seed_site: SiteMaker, seed: Tree) -> None:
    published = seed_site(flavour).published
    sitemap = (published / "sitemap.xml").read_text(encoding="utf-8")
    pages = re.findall(r"<loc>(.*?)</loc>", sitemap)
    ours = {SEED_PAGE, *(SEED_PAGE.replace("index.md", f"{node}.md") for node in seed.nodes)}
    assert {SITE_URL + flavour.address(page) for page in ours} <= set(pages)
    assert [page for page in pages if not Links(published, SITE_URL).resolves(page)] == []


def test_each_answer_on_a_page_of_a_check_leads_to_the_page_of_its_node(
    flavour: Flavour, seed_site: SiteMaker, seed: Tree
) -> None:
    site, graph = seed_site(flavour), Graph(seed)

    def address(node_id: str | None) -> str:
        return SITE_URL + flavour.address(SEED_PAGE.replace("index.md", f"{node_id}.md"))

    for check in seed.checks:
        html = site.file(SEED_PAGE.replace("index.md", f"{check.id}.md")).read_text(encoding="utf-8")
        led = [
            urljoin(address(check.id), href)
            for href in re.findall(r'<a class="dt-answer" href="([^"]+)"', html)
        ]
        assert led == [address(graph.next(arrow)) for arrow in graph.arrows(check.id)], check.id


def test_a_broken_link_is_found(tmp_path: Path) -> None:
    """The checker itself: what it must not let pass."""
    page = """\
<a href="here.html">x</a> <a href="#part">x</a> <a href="#walk?a=yes">x</a>
<a href="gone.html">x</a> <a href="#gone">x</a> <a href="#walk?a=no">x</a> <a href="/elsewhere/">x</a>
<img src="gone.png"><script src="https://cdn.example/x.js"></script>
<p id="part"><pre class="dt-chart__source">click n0 href "gone/"
click n1 href "here.html"</pre>
<decision-tree data-start="a"><section id="step-a"><a href="#step-b" data-answer="yes">Yes</a></section>
<section id="step-b"></section></decision-tree>
"""
    write_site(tmp_path, {"here.html": page})
    assert Links(tmp_path, SITE_URL).broken() == [
        "here.html: gone.html leads nowhere",
        "here.html: #gone leads nowhere",
        "here.html: #walk?a=no leads nowhere",
        "here.html: /elsewhere/ leads nowhere",
        "here.html: gone.png leads nowhere",
        "here.html: gone/ leads nowhere",
        "here.html: https://cdn.example/x.js is asked of another host",
    ]
    links = Links(tmp_path, SITE_URL)
    assert [
        url for url in ("here.html", "here.html#part", "here.html#gone", "gone.html") if links.resolves(url)
    ] == [
        "here.html",
        "here.html#part",
    ]
