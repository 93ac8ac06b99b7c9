"""Inline code and emphasis in texts of one line: shown where HTML can stand, left out where only text can."""

from __future__ import annotations

import json
import re
from datetime import date
from html.parser import HTMLParser

import pytest

from decision_trees.layout.addresses import Addresses
from decision_trees.model.tree import Check
from decision_trees.reading.read import read
from decision_trees.site.page import Page
from decision_trees.site.publish import publish
from decision_trees.site.site import Site
from decision_trees.walk import screen
from decision_trees.walk.state import Walk, answer, begin, matching

TREE = """\
title: The `t` *tree*
question: Which `q`?
checks:
  one:
    question: Is it `one`, **really**?
    title: "`One`"
    answers:
      "`Yes`, *sir*": {to: good, note: with `n`, as: The *alias*}
      No_no_: {to: two}
  two:
    question: And `two`?
    answers: {Good: good, Again: {to: one, loop: "once *more*"}, Away: other/}
decisions:
  good: {title: Use `good`, choose: "[](to:one)", alternatives: [Or `alt`], then: other/}
edge_cases:
  - {title: "`Edge`", text: Text.}
see_also:
  - {to: other/, note: "*see*"}
scenarios:
  - {title: "`S`", given: {one: "`Yes`, *sir*"}, expect: good}
  - {title: "T", given: {one: "Yes, sir"}, expect: good}
"""
OTHER = "title: Other `o`\nquestion: Q?\nchecks: {c: {question: C, answers: {Yes: e}}}\ndecisions: {e: E}\n"


def published() -> dict[str, Page | str]:
    reading = read({"trees/t.tree.yaml": TREE, "trees/other.tree.yaml": OTHER})
    assert not reading.has_errors, reading.diagnostics
    site = Site(addresses=Addresses(), today=date(2026, 11, 23))
    return {
        item.path: item if isinstance(item, Page) else item.content
        for item in publish(reading, site)
        if not item.path.endswith("schema.json")
    }


PUBLISHED = published()
PAGES = {path: page for path, page in PUBLISHED.items() if isinstance(page, Page)}


class _Texts(HTMLParser):
    """What is shown of a page outside code, and its attributes."""

    def __init__(self) -> None:
        super().__init__()
        self.shown: list[str] = []
        self.attributes: list[str] = []
        self.code = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.code += tag == "code"
        self.attributes += [value or "" for _, value in attrs]

    def handle_data(self, data: str) -> None:
        self.shown.append(data)


@pytest.mark.parametrize("path", PAGES)
def test_pages_show_no_signs(path: str) -> None:
    texts = _Texts()
    page = PAGES[path]
    texts.feed("".join(part if isinstance(part, str) else part.markdown for part in page.parts))
    texts.close()
    shown = "".join(texts.shown)
    assert not re.search(r"[`*]", shown)
    assert not re.search(r"[`*<>]", "".join(texts.attributes))
    assert not re.search(r"[`*<>]", f"{page.meta}{page.search}")
    assert texts.code or "tree-health" in path or path.startswith("trees/other/")


@pytest.mark.parametrize(
    ("path", "html"),
    [
        ("trees/t/index.md", '<span class="dt-answer__label"><code>Yes</code>, <em>sir</em></span>'),
        ("trees/t/index.md", "# The <code>t</code> <em>tree</em> {: #title }"),
        ("trees/t/one.md", "# Is it <code>one</code>, <strong>really</strong>? {: #title }"),
        ("trees/t/one.md", "The <em>alias</em>"),
        ("trees/t/good.md", "<code>One</code></a>"),
        ("trees/t/good.md", "<li>Or <code>alt</code></li>"),
        ("trees/index.md", "Which <code>q</code>?"),
        ("trees/all-outcomes.md", "Use <code>good</code></a>"),
    ],
)
def test_pages_show_marks(path: str, html: str) -> None:
    assert html in PAGES[path].markdown


def test_data_has_the_source() -> None:
    data = json.loads(str(PUBLISHED["trees/t/tree.json"]))
    assert data["title"] == "The `t` *tree*"
    (check, *_) = data["nodes"]
    assert [(each["id"], each["label"]) for each in check["answers"]] == [
        ("yes-sir", "`Yes`, *sir*"),
        ("no-no", "No_no_"),
    ]


def test_the_document_keeps_the_marks() -> None:
    document = str(PUBLISHED["trees/t/tree.md"])
    for line in (
        "# The `t` *tree*\n",
        "## Is it `one`, **really**?\n",
        "- `Yes`, *sir* (with `n`): The *alias*\n",
    ):
        assert line in document
    assert "[The `t` *tree*](trees/t/tree.md): Which `q`?" in str(PUBLISHED["llms.txt"])


def test_a_terminal_shows_words() -> None:
    reading = read({"t.tree.yaml": TREE, "other.tree.yaml": OTHER})
    walk: Walk = begin(reading.library, reading.library.trees["t"])
    check = walk.inner
    assert isinstance(check, Check)
    (yes,) = matching(check, "yes, sir")
    assert (yes,) == matching(check, "`yes`, *sir*") == matching(check, "yes,") == matching(check, "yes-sir")
    shown = screen.shown(walk) + screen.shown(answer(walk, yes))
    assert "Is it one, really?" in shown
    assert not re.search(r"[`*]", shown)
