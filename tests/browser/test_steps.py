"""Steps in a walk and in a chart: shown with what to do, passed in the address, and no answer."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from tests.browser.conftest import Visitor, address_in
from tests.browser.walking import OPENED, Scene
from tests.site_fixtures import Site, settings, write_site

pytestmark = pytest.mark.browser

TREE = """\
title: Slow pages
guidance: none
start: look
checks:
  cache:
    question: Is the cache cold?
    answers: {Yes: warm, No: load}
  load:
    question: Is the load high?
    answers:
      Yes: scale
      No: fine
      Nobody knows: {to: measure, loop: measure first}
steps:
  look: {title: Open the dashboard, do: Look at *latency*., then: cache}
  warm: {title: Warm the cache, then: load}
  measure: {title: Measure for an hour, then: load}
decisions:
  fine: All is well
  scale: {title: Add a machine, any_of: [A small one, A large one]}
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """A site of the tree."""
    files = {"mkdocs.yml": settings(OPENED.flavour), "docs/index.md": "# Home\n", "docs/slow.tree.yaml": TREE}
    return Site(OPENED.flavour, write_site(tmp_path_factory.mktemp("steps"), files))


@pytest.fixture
def page(visitor: Visitor, site: Site, serve: Callable[[Path], str]) -> Page:
    """The tree's page."""
    opened = visitor.page()
    scene: Scene = OPENED
    opened.goto(address_in(site, "slow/index.md", scene, serve))
    expect(opened.locator(".dt-walk--on")).to_have_count(1)
    return opened


def press(page: Page, label: str) -> None:
    page.locator(".dt-walk--on .dt-step:visible .dt-answer", has=page.get_by_text(label, exact=True)).click()


def expect_at(page: Page, title: str, fragment: str) -> None:
    expect(page.locator(".dt-walk--on .dt-step:visible .dt-step__title")).to_have_text(title)
    page.wait_for_function("wanted => location.hash === wanted", arg=fragment)


def test_a_walk_shows_steps_and_passes_them(page: Page) -> None:
    shown, progress = page.locator(".dt-walk--on .dt-step:visible"), page.locator(".dt-progress")
    expect(shown).to_contain_text("Look at latency.")
    expect(progress).to_have_text("Step 1 of 3 to 4")
    press(page, "Continue")
    expect_at(page, "Is the cache cold?", "#walk?look=done")
    expect(progress).to_have_text("Step 2 of 3 to 4")
    press(page, "Yes")
    expect_at(page, "Warm the cache", "#walk?look=done&cache=yes")
    press(page, "Continue")
    press(page, "Yes")
    expect_at(page, "Add a machine", "#walk?look=done&cache=yes&warm=done&load=yes")
    expect(progress).to_have_text("Answers given: 2")
    expect(page.locator(".dt-trail--walk li")).to_have_text(
        ["Open the dashboard", "Is the cache cold? Yes", "Warm the cache", "Is the load high? Yes"]
    )
    expect(shown).to_contain_text("A small one")
    page.locator(".dt-trail--walk a", has_text="Warm the cache").click()
    expect_at(page, "Warm the cache", "#walk?look=done&cache=yes")


def test_a_way_back_through_a_step_asks_again(page: Page) -> None:
    for label in ("Continue", "No", "Nobody knows"):
        press(page, label)
    expect_at(page, "Measure for an hour", "#walk?look=done&cache=no&load=nobody-knows")
    expect(page.locator(".dt-walk--on .dt-step:visible")).to_contain_text("measure first")
    press(page, "Continue")
    expect_at(page, "Is the load high?", "#walk?look=done&cache=no")


def test_the_chart_draws_a_step_in_a_shape_of_its_own(page: Page) -> None:
    steps = page.locator(".dt-canvas g.node.step")
    expect(steps).to_have_count(3)
    expect(steps.locator("polygon")).to_have_count(3)
    press(page, "Continue")
    expect(page.locator(".dt-canvas g.node.dt-here")).to_contain_text("cache")


def test_a_link_need_not_name_the_steps(page: Page) -> None:
    note = page.locator(".dt-note")
    for fragment, title in [
        ("#walk?cache=yes", "Warm the cache"),
        ("#walk?cache=yes&load=yes", "Add a machine"),
        ("#walk?cache=no&load=nobody-knows", "Measure for an hour"),
        ("#walk?cache=no&load=nobody-knows&measure=done", "Is the load high?"),
    ]:
        page.evaluate("fragment => { location.hash = fragment }", fragment)
        expect_at(page, title, fragment)
        expect(note).to_be_hidden()
        page.reload()
        expect_at(page, title, fragment)
        expect(note).to_be_hidden()


def test_a_link_that_holds_no_more_is_told_on_an_open_page_that_stays_where_it_is(page: Page) -> None:
    page.evaluate("() => { location.hash = '#walk?gone=yes' }")
    expect_at(page, "Open the dashboard", "#walk?gone=yes")
    expect(page.locator(".dt-note")).to_contain_text("an answer that no longer exists")
