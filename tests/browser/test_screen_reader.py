"""What a screen reader is given of a walk, the tree as text, the chart and a record, as texts to be read.

The texts lie in `tests/snapshots/screen_reader`; `DECISION_TREES_UPDATE_SNAPSHOTS=1` has them written anew.
They have roles, names and states as the standards give them, on which the browsers are to agree; those of the
chart, whose links are SVG, come from the tree of the browser itself.
"""

from __future__ import annotations

import os
import re

import pytest
from playwright.sync_api import Locator, expect
from tests.browser.conftest import Visitor
from tests.browser.walking import PLAIN, Address, Walk, open_walk, paths
from tests.site_fixtures import REPOSITORY, SEED_PAGE

from decision_trees import Tree

pytestmark = pytest.mark.browser

TEXTS = REPOSITORY / "tests" / "snapshots" / "screen_reader"
CHANGING = {
    "\u200b": "",  # where a line may break
    r"http://127\.0\.0\.1:\d+": "https://site.test",
    r"\b20\d\d-\d\d-\d\d\b": "2026-11-28",
    r"version [0-9a-f]{12}": "version 0123456789ab",
}
UPDATE = "DECISION_TREES_UPDATE_SNAPSHOTS" in os.environ


def expect_read(place: Locator, name: str) -> None:
    """Expect that a place in a page is read as the file of a name says."""
    expect_text(place.aria_snapshot(), f"{name}.yaml")


def expect_text(text: str, name: str) -> None:
    """Expect the text of a file, but for what differs from run to run."""
    for changing, instead in CHANGING.items():
        text = re.sub(changing, instead, text)
    file = TEXTS / name
    if UPDATE:
        file.parent.mkdir(exist_ok=True)
        file.write_text(f"{text}\n", "utf-8")
        pytest.fail("the text was written anew: read it, and run again")
    assert f"{text}\n" == file.read_text("utf-8")


@pytest.fixture
def walk(visitor: Visitor, address: Address, seed: Tree) -> Walk:
    return open_walk(visitor.page(chart=False), address(PLAIN, SEED_PAGE), seed)


def test_a_walk_at_its_start(walk: Walk) -> None:
    expect_read(walk.page.locator("decision-tree"), "walk-at-its-start")


def test_a_walk_on_its_way(walk: Walk, seed: Tree) -> None:
    walk.take(max(paths(seed), key=len)[:2])
    expect_read(walk.page.locator("decision-tree"), "walk-on-its-way")


def test_a_walk_at_its_end_with_its_record(walk: Walk, seed: Tree) -> None:
    walk.take(max(paths(seed), key=len))
    walk.page.locator(".dt-fold--record summary").click()
    expect(walk.page.locator("textarea.dt-record")).not_to_have_value("")
    expect_read(walk.page.locator("decision-tree"), "walk-at-its-end")


def test_the_tree_as_text(visitor: Visitor, address: Address) -> None:
    page = visitor.page(width=390, height=844)
    page.goto(address(PLAIN, SEED_PAGE))
    chart = page.locator("decision-chart")
    chart.scroll_into_view_if_needed()
    expect(chart.get_by_role("button", name="Flowchart")).to_be_visible()
    expect_read(chart, "tree-as-text")


SAID = {"link", "button", "image", "img", "graphics-document", "group", "status"}
"""Roles of what a reader stops at in a chart."""


@pytest.mark.chromium_only("Playwright gives the tree of no other browser")
def test_the_chart(visitor: Visitor, address: Address) -> None:
    page = visitor.page(width=1440, height=900, new=True)
    page.goto(address(PLAIN, SEED_PAGE))
    chart = page.locator("decision-chart")
    chart.scroll_into_view_if_needed()
    expect(chart.locator("svg .node").first).to_be_visible()
    session = page.context.new_cdp_session(page)
    root = session.send("DOM.getDocument")["root"]["nodeId"]
    found = session.send("DOM.querySelector", {"nodeId": root, "selector": "decision-chart"})
    nodes = session.send("Accessibility.queryAXTree", found)["nodes"]
    lines = [
        f"{node['role']['value']}: {node['name']['value']}"
        for node in nodes
        if not node["ignored"] and node["role"]["value"] in SAID
    ]
    expect_text("\n".join(lines), "chart.txt")
