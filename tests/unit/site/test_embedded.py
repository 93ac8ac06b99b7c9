"""Trees embedded in pages, as HTML: with the plugin, and by the Markdown extension alone."""

from __future__ import annotations

import logging
import os
import re
from datetime import date
from pathlib import Path

import pytest
from markdown import Markdown

from decision_trees.layout.addresses import Addresses
from decision_trees.layout.html_blocks import UNREAD
from decision_trees.reading.read import Settings, read
from decision_trees.site.embedded import AT_HAND, Embedder
from decision_trees.site.page_maker import PageMaker
from decision_trees.site.site import Site

TREE = """\
title: Pick a <queue>
question: Which queue do we need?
review_by: 2026-01-01
checks:
  replay:
    question: Does a consumer replay messages?
    assess: "Ask.[^1]\\n\\n[^1]: The team."
    answers:
      Yes: log
      No: load
      Else: other/
  load:
    question: Is the load high?
    look_for: Look at [](to:log), [the guide](../guide.md).
    answers: {Yes: log, Again: {to: replay, loop: ask again}}
decisions:
  log: {title: Kafka, choose: A log., then: load}
"""
OTHER = """\
title: Other
question: Which?
checks:
  a: {question: A?, pitfall: None., answers: {Yes: b, No: pick-a-queue/load}}
decisions: {b: {title: B, why: So.}}
"""
SOURCES = {"trees/pick-a-queue.tree.yaml": TREE, "trees/other.tree.yaml": OTHER}
TODAY = date(2026, 11, 23)


def shown(
    page: str, sources: dict[str, str] | None = None, written: str = "", here: str = "area/index.md"
) -> str:
    """A page with embedded trees as the plugin has it rendered; `written` is the page's file."""
    settings = Settings(today=TODAY, pages={here: written})
    reading = read(SOURCES if sources is None else sources, settings)
    maker = PageMaker(reading.library, Site(addresses=Addresses(), today=TODAY))
    token = AT_HAND.set(Embedder(reading, maker, "docs", here))
    try:
        return Markdown(extensions=["decision_trees.hosts.markdown", "fenced_code"]).convert(page)
    finally:
        AT_HAND.reset(token)


def fence(body: str) -> str:
    return f"```decision-tree\n{body}\n```\n"


def links(html: str) -> list[str]:
    return re.findall(r'href="([^"]*)"', html)


def test_a_walk_is_a_question_whose_answers_lead_to_the_tree() -> None:
    html = shown(f"Before\n{fence('pick-a-queue')}After\n")
    assert html.startswith("<p>Before</p>\n<!-- decision-trees -->\n<div ")
    assert html.endswith("</div>\n<!-- /decision-trees -->\n<p>After</p>")
    assert '<p class="dt-section"><a href="../trees/pick-a-queue/">Pick a &lt;queue&gt;</a></p>' in html
    assert "It may no longer be right" in html
    assert {*links(html)} == {
        "../trees/pick-a-queue/",
        "../trees/pick-a-queue/#step-log",
        "../trees/pick-a-queue/#step-load",
        "../trees/pick-a-queue/#step-replay",
        "../trees/pick-a-queue/replay/",
        "../trees/pick-a-queue/load/",
        "../trees/pick-a-queue/log/",
        "../trees/other/",
        "../guide/",
    } | {link for link in links(html) if link.startswith("#fn")}
    steps = re.findall(r"<section [^>]*>", html)
    assert [" hidden" in step for step in steps] == [False, True, True]
    assert 'id="step-' not in html
    assert 'data-name="Pick a &lt;queue&gt;"' in html


def test_a_chart_leads_to_the_pages_of_the_tree() -> None:
    html = shown(fence("tree: pick-a-queue\nshow: chart"))
    assert "click n0 href &#34;../trees/pick-a-queue/replay/&#34;" in html
    assert '<details class="dt-outline" open>' in html
    assert "<decision-tree" not in html


@pytest.mark.parametrize("order", [("tree", "chart"), ("chart", "tree")])
def test_walk_and_chart_stand_under_one_title_in_the_order_asked_for(order: tuple[str, str]) -> None:
    show = ", ".join(name.replace("tree", "walk") for name in order)
    html = shown(fence(f"tree: pick-a-queue\nshow: [{show}]"))
    assert html.count('<p class="dt-section"><a href="../trees/pick-a-queue/">') == 1
    assert re.findall(r"<decision-(\w+)", html.partition('<div class="dt-pair">')[2]) == [*order]
    steps = re.findall(r"<section [^>]*>", html)
    assert [" hidden" in step for step in steps] == [False, True, True]
    assert html.count("It may no longer be right") == 1


@pytest.mark.parametrize("show", ["walk", "[walk, chart]"])
def test_a_compact_walk_has_questions_answers_and_outcomes_alone(show: str) -> None:
    sources = {**SOURCES, "trees/other.tree.yaml": OTHER.replace("why: So.", "choose: B it is., why: So.")}
    html = shown(fence(f"tree: other\nshow: {show}\ncompact: true"), sources)
    walk = html[html.index("<decision-tree") : html.index("</decision-tree>")]
    assert '<decision-tree class="dt-walk dt-walk--compact" ' in walk
    assert "A?" in walk
    assert "None." not in walk
    assert "data-report" not in walk
    assert re.findall(r'<h3 class="dt-section">(.*)</h3>', walk) == ["Choose"]
    own = re.findall(r'<p class="dt-step__page"><a href="([^"]*)"', walk)
    assert own == ["../trees/other/b/"]


def test_a_walk_that_is_not_compact_has_all_texts() -> None:
    html = shown(fence("tree: other\ncompact: false"))
    assert "dt-walk--compact" not in html
    assert "None." in html


def test_an_outline_is_shown_without_a_chart() -> None:
    html = shown(fence("tree: pick-a-queue\nshow: outline"))
    assert "<decision-chart" not in html
    assert '<div class="dt-outline">\n<ul class="dt-branches">' in html
    assert "../trees/pick-a-queue/log/" in links(html)


@pytest.mark.parametrize(
    ("node", "expected"),
    [
        (
            "load",
            [
                "../trees/pick-a-queue/",
                "../trees/pick-a-queue/#step-log",
                "../trees/pick-a-queue/#step-replay",
                "../trees/pick-a-queue/log/",
                "../guide/",
                "../trees/pick-a-queue/load/",
            ],
        ),
        (
            "log",
            ["../trees/pick-a-queue/", "../trees/pick-a-queue/#step-load", "../trees/pick-a-queue/log/"],
        ),
    ],
)
def test_one_node_is_shown_open(node: str, expected: list[str]) -> None:
    html = shown(fence(f"tree: pick-a-queue\nshow: check\nnode: {node}"))
    assert links(html) == expected
    assert html.count("<section") == 1
    assert " hidden" not in html


def test_a_list_shows_cards() -> None:
    html = shown(fence("show: list\nsort: title"))
    assert links(html) == ["../trees/other/", "../trees/pick-a-queue/"]
    assert '<div class="grid cards dt-cards">' in html
    assert re.findall(r'<li class="dt-card" data-tree="([^"]*)">', html) == ["other", "pick-a-queue"]
    assert {*re.findall(r'class="(dt-card__\w+)"', html)} == {
        f"dt-card__{part}" for part in ("title", "question", "facts")
    }


def test_the_same_tree_twice_gives_no_id_twice() -> None:
    html = shown(f"{fence('pick-a-queue')}\ntext[^1]\n\n{fence('pick-a-queue')}\n\n[^1]: note\n")
    ids = re.findall(r'\bid="([^"]+)"', html)
    assert len(ids) == len(set(ids))


def test_a_fence_may_stand_in_a_list() -> None:
    html = shown(f"- one\n\n{re.sub('^', '    ', fence('pick-a-queue'), flags=re.MULTILINE)}\n- two\n")
    assert re.search(
        r"<p>one</p>\n<!-- decision-trees -->\n<div .*</div>\n.*\n</li>\n<li>\n<p>two", html, re.DOTALL
    )


def test_a_page_without_fences_of_ours_is_left_alone() -> None:
    assert shown("About `decision-tree`\n") == "<p>About <code>decision-tree</code></p>"


def test_a_fence_in_a_fence_is_an_example() -> None:
    html = shown("````\n```decision-tree\npick-a-queue\n```\n````\n")
    assert html == "<pre><code>```decision-tree\npick-a-queue\n```\n</code></pre>"


# Mistakes


def test_a_mistake_is_shown_in_its_place_as_its_author_wrote_it() -> None:
    written = "---\ntags: [x]\n---\n\n# Page\n\n" + fence("pick-a-quue")
    html = shown("# Page\n\nPut in by another plugin.\n\n" + fence("pick-a-quue"), written=written)
    assert "error[unknown-tree]: no tree is named `pick-a-quue`" in html
    assert "--&gt; docs/area/index.md:8:1" in html
    assert "8 | pick-a-quue" in html


def test_a_fence_put_in_by_another_plugin_is_shown_as_it_is() -> None:
    html = shown("# Page\n\n" + fence("pick-a-quue"), written="# Page\n\n{{ tree }}\n")
    assert "--&gt; docs/area/index.md:4:1" in html


@pytest.mark.parametrize("mistake", ["title: [", TREE.replace("No: load", "No: laod")])
def test_a_tree_with_mistakes_is_shown_as_these(mistake: str) -> None:
    sources = {**SOURCES, "trees/pick-a-queue.tree.yaml": mistake}
    html = shown(f"{fence('pick-a-queue')}\n{fence('show: list')}", sources)
    assert "--&gt; docs/trees/pick-a-queue.tree.yaml:" in html
    assert "decision-tree class" not in html
    assert "../trees/other/" in links(html)
    assert "../trees/pick-a-queue/" not in links(html)


def test_a_list_with_a_warning_is_shown() -> None:
    html = shown(fence("show: list\ncategory: None"))
    assert "error" not in html
    assert "dt-cards" in html


# By the extension alone


def alone(page: str, folder: Path, **settings: object) -> str:
    configs = {"decision_trees": {"trees": str(folder), **settings}}
    return Markdown(extensions=["fenced_code", "decision_trees"], extension_configs=configs).convert(page)


@pytest.fixture
def docs(tmp_path: Path) -> Path:
    (tmp_path / "trees" / "no.tree.yaml").mkdir(parents=True)
    for file, text in SOURCES.items():
        (tmp_path / file).write_text(text, "utf-8")
    return tmp_path


@pytest.mark.parametrize(
    ("settings", "address"),
    [
        ({}, "/trees/pick-a-queue/"),
        ({"base": "/docs/"}, "/docs/trees/pick-a-queue/"),
        (
            {"base": "https://example.org/", "use_directory_urls": False},
            "https://example.org/trees/pick-a-queue/index.html",
        ),
    ],
)
def test_without_the_plugin_trees_are_read_from_a_folder(
    settings: dict[str, object], address: str, docs: Path
) -> None:
    html = alone(f"# Page\n\n{fence('pick-a-queue')}", docs, **settings)
    assert f'<a href="{address}">Pick a &lt;queue&gt;</a>' in html
    assert f'href="{address}#step-load"' in html
    assert f'data-page="{address}"' in html


def test_without_the_plugin_all_forms_are_there(docs: Path) -> None:
    asked = ("chart", "outline", "check\nnode: load", "[walk, chart]\ncompact: true")
    page = "\n".join(fence(f"tree: pick-a-queue\nshow: {show}") for show in asked) + fence("show: list")
    html = alone(page, docs, base="/docs/")
    assert all(link.startswith(("/docs/trees/", "/docs/guide/")) for link in links(html))
    assert "click n0 href &#34;/docs/trees/pick-a-queue/replay/&#34;" in html


def test_without_the_plugin_the_language_is_a_setting(docs: Path) -> None:
    assert ">Offene Fragen<" not in alone(fence("pick-a-queue"), docs)
    assert "Auf eigener Seite" in alone(fence("pick-a-queue"), docs, language="de")


def test_without_the_plugin_mistakes_are_shown_and_logged(
    docs: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.ERROR, logger="decision_trees"):
        html = alone(fence("other-one"), docs)
    assert "--&gt; page.md:2:1" in html or "page.md:2:1" in html
    assert "no tree is named `other-one`" in html
    assert "no tree is named `other-one`" in caplog.text


def test_a_changed_tree_is_read_again(docs: Path) -> None:
    file = docs / "trees" / "other.tree.yaml"
    assert ">Other<" in alone(fence("other"), docs)
    file.write_text(OTHER.replace("title: Other", "title: Another"), "utf-8")
    os.utime(file, ns=(1, 1))
    assert ">Another<" in alone(fence("other"), docs)


def test_without_plugin_and_folder_a_fence_is_code() -> None:
    html = Markdown(extensions=["fenced_code", "decision_trees"]).convert(fence("pick-a-queue"))
    code = '<pre><code class="language-decision-tree">pick-a-queue\n</code></pre>'
    assert html == f"{code}\n{UNREAD}"
