"""The walk stays in the address though Material writes there which heading was scrolled to."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect
from tests.browser.conftest import Visitor
from tests.browser.walking import Address, Scene, Walk, fragment, go_back, go_forward, open_walk, paths
from tests.site_fixtures import SEED_PAGE, Flavour

from decision_trees import Tree

pytestmark = pytest.mark.browser

TRACKING = Scene(Flavour(features=("navigation.tracking",)))
TRACKING_INSTANT = Scene(Flavour(features=("navigation.tracking", "navigation.instant")))
TRACKING_OPENED = Scene(Flavour(features=("navigation.tracking",), directory_urls=False), served=False)

with_tracking = pytest.mark.parametrize("scene", [TRACKING, TRACKING_INSTANT, TRACKING_OPENED], ids=str)

LONGER_THAN_THE_THEME_WAITS = 1200  # ms

# Scrolls until the theme has written the heading into the address, or tried to. What it meets first it never
# writes: then there is something to scroll away from.
SCROLL = """
async ([id, wait]) => {
  if (!globalThis.written) {
    globalThis.written = [];
    const { replaceState } = history;
    history.replaceState = (...given) => {
      replaceState.apply(history, given);
      globalThis.written.push(String(given[2]));
    };
  }
  const before = globalThis.written.length;
  const sleep = (time) => new Promise((resolve) => setTimeout(resolve, time));
  for (let attempt = 0; attempt < 15; attempt++) {
    if (id) document.getElementById(id).scrollIntoView();
    else scrollTo(0, 0);
    for (let waited = 0; waited < wait; waited += 20) {
      if (globalThis.written.length > before) return;
      await sleep(20);
    }
    scrollTo(0, attempt % 2 ? 0 : document.documentElement.scrollHeight);
    await sleep(wait);
  }
  throw new Error(`the theme never wrote at ${id || "the top"}`);
}
"""


def scroll_to_heading(page: Page, name: str) -> None:
    page.evaluate("id => document.getElementById(id).scrollIntoView()", name)


def scroll_about(walk: Walk) -> None:
    """Read on to the outcomes and back to the walk, at a pace at which the theme follows."""
    for place in ("outcomes", "flowchart", ""):
        walk.page.evaluate(SCROLL, [place, LONGER_THAN_THE_THEME_WAITS])


@pytest.mark.seldom_in_firefox("what holds the address is the same in every browser, and each waits long")
@with_tracking
def test_a_walk_stays_in_the_address(scene: Scene, visitor: Visitor, address: Address, seed: Tree) -> None:
    walk = open_walk(visitor.page(height=500, chart=False), address(scene, SEED_PAGE), seed)
    # Before anything is answered the theme has the address to itself.
    for heading in ("outcomes", "flowchart", "outcomes"):
        walk.page.wait_for_timeout(300)
        scroll_to_heading(walk.page, heading)
    walk.page.wait_for_function("location.hash !== ''")
    path = max(paths(seed), key=len)
    walk.take(path[:2])
    walk.expect_at(path[:2])
    scroll_about(walk)
    assert walk.page.evaluate("location.hash") == fragment(path[:2])
    walk.page.reload()
    walk.expect_at(path[:2])
    scroll_about(walk)
    walk.take(path[2:])
    walk.expect_at(path)
    scroll_about(walk)
    for length in (2, 1, 0):
        while len(path) > length and walk.trail.count() > length:
            before = walk.trail.count()
            go_back(walk.page)
            expect(walk.trail).to_have_count(before - 1)
        scroll_about(walk)
        walk.expect_at(path[:length])
    for length in range(1, len(path) + 1):
        go_forward(walk.page)
        walk.expect_at(path[:length])


@with_tracking
def test_who_goes_on_before_the_theme_has_written_goes_back_to_where_they_were(
    scene: Scene, visitor: Visitor, address: Address, seed: Tree
) -> None:
    walk = open_walk(visitor.page(height=500, chart=False), address(scene, SEED_PAGE), seed)
    path = max(paths(seed), key=len)
    for step in path:
        scroll_to_heading(walk.page, "outcomes")
        walk.page.wait_for_timeout(300)  # the theme has just written, and the walk not yet
        walk.answer(step).click()
    walk.expect_at(path)
    for length in reversed(range(len(path))):
        go_back(walk.page)
        walk.expect_at(path[:length])


@with_tracking
def test_a_heading_that_the_reader_goes_to_has_the_address(
    scene: Scene, visitor: Visitor, address: Address, seed: Tree
) -> None:
    walk = open_walk(visitor.page(width=1400, height=500, chart=False), address(scene, SEED_PAGE), seed)
    path = max(paths(seed), key=len)
    walk.take(path[:1])
    walk.expect_at(path[:1])
    # By a script: Firefox is driven to scroll first, and scrolled a moment ago Material stays where it is.
    walk.page.locator('.md-sidebar--secondary a[href$="#outcomes"]').evaluate("link => link.click()")
    walk.page.wait_for_function("walked => location.hash !== walked", arg=fragment(path[:1]))
    walk.page.wait_for_timeout(LONGER_THAN_THE_THEME_WAITS)
    assert walk.page.evaluate("location.hash") != fragment(path[:1])
    walk.take(path[1:2])
    walk.expect_at(path[:2])
    go_back(walk.page)
    walk.expect_at(path[:1])
