"""What is published of a tree that uses the whole format, compared with files to be read as prose.

`DECISION_TREES_UPDATE_SNAPSHOTS=1 pytest tests/unit/site/test_page_maker.py` writes them anew.
"""

from __future__ import annotations

import json
import os
import re
from datetime import date
from html import escape
from pathlib import Path

import pytest
from tests.site_fixtures import REPOSITORY

from decision_trees.diagnostics.render.text import frames
from decision_trees.layout.addresses import Addresses
from decision_trees.prose.render import Heading
from decision_trees.reading.read import Reading, Settings, read
from decision_trees.site.page import Page, SearchEntry, make_page, meta_text, parts_of
from decision_trees.site.page_maker import PageMaker
from decision_trees.site.publish import publish
from decision_trees.site.site import Site

SNAPSHOTS = REPOSITORY / "tests" / "snapshots"
UPDATE = bool(os.environ.get("DECISION_TREES_UPDATE_SNAPSHOTS"))
TODAY = date(2026, 11, 23)


def site(*, flat: bool = False, tags: bool = True) -> Site:
    return Site(addresses=Addresses(use_directory_urls=not flat), today=TODAY, tags=tags)


def reading() -> Reading:
    sources = {f"trees/{path.name}": path.read_bytes() for path in SNAPSHOTS.glob("*.tree.yaml")}
    return read(sources, Settings(today=TODAY, files=["guide.md"]))


def published(result: Reading, of: Site) -> dict[str, str]:
    items = publish(result, of, docs_folder="docs")
    return {item.path: item.content for item in items}


PUBLISHED = published(reading(), site())


def test_trees_are_sound() -> None:
    assert not reading().broken


@pytest.mark.parametrize("path", PUBLISHED)
def test_published_as_expected(path: str) -> None:
    snapshot = SNAPSHOTS / "published" / path
    if UPDATE:
        snapshot.parent.mkdir(parents=True, exist_ok=True)
        snapshot.write_text(PUBLISHED[path], "utf-8")
    assert PUBLISHED[path] == snapshot.read_text("utf-8")


def test_nothing_else_is_expected() -> None:
    expected = {path.relative_to(SNAPSHOTS / "published").as_posix() for path in _files()}
    assert expected == set(PUBLISHED)


def _files() -> list[Path]:
    return [path for path in (SNAPSHOTS / "published").rglob("*") if path.is_file()]


def test_same_sources_same_bytes() -> None:
    assert published(reading(), site()) == PUBLISHED


def test_flat_addresses_reach_chart_and_data() -> None:
    flat = published(reading(), site(flat=True))
    assert 'click n1 href "log.html"' in flat["trees/pick-a-queue/index.md"].replace("&#34;", '"')
    data = json.loads(flat["trees/pick-a-queue/tree.json"])
    assert [node["url"] for node in data["nodes"]] == [
        "replay.html",
        "load.html",
        "log.html",
        "standard-queue.html",
        "no-breaker.html",
    ]
    assert data["url"] == "index.html"


def test_domains_are_no_tags_without_the_plugin() -> None:
    assert "tags:" in PUBLISHED["trees/pick-a-queue/index.md"]
    assert "tags:" not in published(reading(), site(tags=False))["trees/pick-a-queue/index.md"]


def test_others_see_headings_and_no_finished_html() -> None:
    parts = (Heading(1, "title", "A `{{ name }}`"), "<p>{{ x }}</p>", "<p>{% y %}</p>")
    page = make_page("a.md", "", None, {}, SearchEntry("", ()), parts)
    assert page.outline.split("\n\n") == [
        "# A <code>&#123;&#123; name &#125;&#125;</code> {: #title }",
        "<!-- decision-trees -->\n<!-- decision-trees: part 1 -->\n<!-- /decision-trees -->",
        "<!-- decision-trees -->\n<!-- decision-trees: part 2 -->\n<!-- /decision-trees -->",
    ]
    html = "<h1>A</h1>\n<!-- decision-trees: part 2 -->\n<p>By another plugin</p>"
    assert page.completed(html) == "<h1>A</h1>\n<p>{% y %}</p>\n<p>By another plugin</p>"


def test_broken_tree_has_a_page_that_says_why() -> None:
    lost = GOOD.replace("end, No", "ende, No")
    sources = {"trees/bad.tree.yaml": "title: [\n", "trees/good.tree.yaml": GOOD, "lost.tree.yaml": lost}
    found = read(sources)
    items = published(found, site())
    shown = found.under("docs")
    report = frames(shown.of("docs/trees/bad.tree.yaml"), shown.sources)
    assert "docs/trees/bad.tree.yaml:1:" in report
    assert items["trees/bad/index.md"].split("\n") == [
        "---",
        'title: "bad"',
        "---",
        "",
        "# bad {: #title }",
        "",
        "<!-- decision-trees -->",
        '<p class="dt-broken">This tree cannot be shown: its source has mistakes.</p>',
        *f'<div class="highlight"><pre><code>{escape(report)}</code></pre></div>'.split("\n"),
        "<!-- /decision-trees -->",
        "",
    ]
    assert "error[unknown-target]" in items["lost/index.md"]
    assert set(items) >= {"trees/good/tree.json", "trees/good/end.md"}
    # Pages of its nodes say it, too: whoever has one open sees it, and sees it come back.
    assert "error[unknown-target]" in items["lost/end.md"]
    assert "lost/tree.json" not in items
    known = {item.path for item in publish(found, site(), nodes={"trees/bad.tree.yaml": ["end", "No id"]})}
    assert known - set(items) == {"trees/bad/end.md"}
    assert '<a href="../bad/">bad</a>' in items["trees/good/index.md"]


GOOD = """
title: Good
question: Is it?
checks:
  check:
    question: Is it?
    answers: {Yes: end, No: bad/}
decisions: {end: The end}
see_also: [{to: bad/}]
"""


def test_a_site_of_broken_trees_has_no_lists_of_them() -> None:
    assert set(published(read({"trees/bad.tree.yaml": "title: [\n"}), site())) == {
        "assets/decision-trees/tree.schema.json",
        "assets/decision-trees/tree-data.schema.json",
        "trees/bad/index.md",
    }


def test_pages_say_where_links_may_lead_to() -> None:
    page = Page("a.md", "", None, {}, "", SearchEntry("A", ()), lambda: ANCHORED)
    assert [*page.anchors] == ["title", "one", "two-2", "end"]
    assert page.shape == "1title - 2end"


ANCHORED = (
    Heading(1, "title", "A"),
    '<p id="one">data-id="no"</p>\n<p class="a" id="two-2" data-id="three"></p>',
    Heading(2, "end", "B"),
)


def test_site_overrides_a_template(tmp_path: Path) -> None:
    (tmp_path / "decision-trees").mkdir()
    (tmp_path / "decision-trees" / "incomplete.html").write_text("<p>Who knows?</p>\n", "utf-8")
    found = reading()
    own = Site(addresses=Addresses(), today=TODAY, templates=[tmp_path])
    pages = PageMaker(found.library, own).pages(found.library.trees["pick-a-queue"])
    warning = next(page for page in pages if page.node == "no-breaker")
    assert "Who knows?" in warning.markdown
    assert "not written yet" not in warning.markdown


def test_missing_guidance_leads_to_where_it_is_written() -> None:
    found = reading()
    tree = found.library.trees["pick-a-queue"]
    links = {tree.file: 'https://example.org/edit?a="b"', "another.tree.yaml": "https://example.org/"}
    site = Site(addresses=Addresses(), today=TODAY, edit_links=links)
    link = '<a href="https://example.org/edit?a=&#34;b&#34;">Write the guidance</a>'
    pages = [*PageMaker(found.library, site).pages(tree)]
    told = [page.node for page in pages if "not written yet" in page.markdown]
    assert {None, "no-breaker"} < {*told} < {page.node for page in pages}
    assert [page.node for page in pages if link in page.markdown] == told


def test_a_template_that_was_edited_is_made_anew(tmp_path: Path) -> None:
    template = tmp_path / "decision-trees" / "incomplete.html"
    template.parent.mkdir()
    library = reading().library
    own = Site(addresses=Addresses(), today=TODAY, templates=[tmp_path])
    shown = []
    for words in ("<p>Who knows?</p>", "<p>Ask us.</p>", "<p>Who knows?</p>"):
        template.write_text(words, "utf-8")
        pages = PageMaker(library, own).pages(library.trees["pick-a-queue"])
        warning = next(page for page in pages if page.node == "no-breaker")
        shown += re.findall("Who knows|Ask us", warning.markdown)
    assert shown == ["Who knows", "Ask us", "Who knows"]


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("Latency < 1 s & more", "Latency &lt;\u00a01 s &amp; more"),
        ('Say "yes"', "Say &quot;yes&quot;"),
        ("</title><script>", "&lt;\u2060/title&gt;&lt;script&gt;"),
        ("two\nlines", "two lines"),
    ],
)
def test_front_matter_is_safe_where_themes_do_not_escape(text: str, written: str) -> None:
    assert meta_text(text) == written


@pytest.mark.parametrize(
    ("output", "left"),
    [
        ("<p>one</p>\n   \n<p>two \n</p>", "<p>one</p>\n\n<p>two \n</p>"),
        ("<pre>a\tb\n\t\n\tc</pre>", "<pre>a  b\n\n    c</pre>"),
    ],
)
def test_lines_of_spaces_and_tabs_are_as_markdown_leaves_them(output: str, left: str) -> None:
    assert [*parts_of(output)] == [left]


@pytest.mark.parametrize(
    ("checks", "says"),
    [(1, "1 minute"), (2, "2 minutes")],
)
def test_time_is_worked_out_from_the_paths(checks: int, says: str) -> None:
    chain = "".join(
        f"  c{n}: {{question: 'Q{n}?', answers: {{Yes: c{n + 1}, No: c{n + 1}}}}}\n" for n in range(checks)
    )
    source = f"title: T\nquestion: Q?\nchecks:\n{chain}decisions: {{c{checks}: End}}\n"
    items = published(read({"t.tree.yaml": source}), site())
    assert f"<li>{says}</li>" in items["t/index.md"]


def test_a_page_lists_a_bounded_number_of_ways_in() -> None:
    answers = ", ".join(f"A{n}: c{n}" for n in range(40))
    checks = "".join(f"  c{n}: {{question: 'Q{n}?', answers: {{Yes: end, No: other}}}}\n" for n in range(40))
    source = (
        f"title: T\nquestion: Q?\nchecks:\n  start: {{question: 'Q?', answers: {{{answers}}}}}\n{checks}"
        "decisions: {end: End, other: Other}\n"
    )
    page = published(read({"t.tree.yaml": source}), site())["t/end.md"]
    assert page.count('href="../start/"') == 31
    assert "<li>and 10 more</li>" in page


@pytest.mark.parametrize(("question", "times"), [("C?", 0), ("Which?", 1)])
def test_a_starting_question_that_the_first_check_asks_is_not_said_twice(question: str, times: int) -> None:
    check = "{question: 'C?', answers: {Yes: d}}"
    tree = f"title: T\nquestion: '{question}'\nchecks: {{c: {check}}}\ndecisions: {{d: D}}\n"
    pages = published(read({"t.tree.yaml": tree}), site())
    assert pages["t/index.md"].count('<p class="dt-question">') == times
