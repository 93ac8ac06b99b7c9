"""One press, one move: a double or triple click and a double tap never answer two questions."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect
from tests.browser.conftest import Visitor, address_in
from tests.browser.walking import INSTANT, MKDOCS, OPENED, PLAIN, Address, Scene, open_walk, paths
from tests.site_fixtures import SEED_PAGE, Flavour, Site, settings, write_site

from decision_trees import Tree

pytestmark = pytest.mark.browser

FIRST = """\
title: First
question: Which?
checks:
  one: {question: One?, assess: Ask., answers: {Yes: second/, No: two}}
  two: {question: Two?, assess: Ask., answers: {Yes: end, No: second/}}
decisions:
  end: {title: End, choose: This.}
"""
SECOND = """\
title: Second
question: Which?
checks:
  three: {question: Three?, assess: Ask., answers: {Yes: four, No: last}}
  four: {question: Four?, assess: Ask., answers: {Yes: first/, No: last}}
decisions:
  last: {title: Last, choose: This.}
"""

counts_clicks = pytest.mark.chromium_only("in Firefox each click of Playwright's is the first of a row")
in_every_setting = pytest.mark.parametrize("scene", [PLAIN, INSTANT, OPENED, MKDOCS], ids=str)


def middle_of(target: Locator) -> tuple[float, float]:
    box = target.bounding_box()
    assert box
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


IS_ANSWER = "([x, y]) => document.elementFromPoint(x, y).closest('a.dt-answer') !== null"


@counts_clicks
@pytest.mark.parametrize("clicks", [2, 3, 4])
@in_every_setting
def test_clicks_in_a_row_answer_one_question(
    clicks: int, scene: Scene, visitor: Visitor, address: Address, seed: Tree
) -> None:
    walk = open_walk(visitor.page(chart=False), address(scene, SEED_PAGE), seed)
    path = max(paths(seed), key=len)
    for length, step in enumerate(path, start=1):
        place = middle_of(walk.answer(step))
        walk.page.mouse.click(*place, click_count=clicks)
        walk.expect_at(path[:length])
        if length < len(path):
            assert walk.page.evaluate(IS_ANSWER, place)  # or nothing is proved
    walk.page.mouse.click(*middle_of(walk.back), click_count=clicks)
    walk.expect_at(path[:-1])


def test_answers_one_after_another_are_all_given(visitor: Visitor, address: Address, seed: Tree) -> None:
    walk = open_walk(visitor.page(chart=False), address(PLAIN, SEED_PAGE), seed)
    path = max(paths(seed), key=len)
    for step in path:
        walk.answer(step).click()
    walk.expect_at(path)


def test_what_is_folded_opens_and_closes_by_two_clicks(
    visitor: Visitor, address: Address, seed: Tree
) -> None:
    walk = open_walk(visitor.page(chart=False), address(PLAIN, SEED_PAGE), seed)
    unsure = walk.element.locator("details.dt-fold--unsure")
    walk.page.mouse.click(*middle_of(unsure.locator("summary")), click_count=2)
    expect(unsure.locator("li").first).to_be_hidden()
    unsure.locator("summary").click()
    expect(unsure.locator("li").first).to_be_visible()


@pytest.mark.chromium_only("Playwright taps in Chromium alone")
def test_two_taps_answer_one_question(visitor: Visitor, address: Address, seed: Tree) -> None:
    walk = open_walk(visitor.page(width=390, touch=True, chart=False), address(PLAIN, SEED_PAGE), seed)
    path = max(paths(seed), key=len)
    for length, step in enumerate(path, start=1):
        place = middle_of(walk.answer(step))
        walk.page.touchscreen.tap(*place)
        walk.page.touchscreen.tap(*place)
        walk.expect_at(path[:length])
        walk.page.wait_for_timeout(500)  # in which nobody reads a question


@pytest.fixture(scope="module")
def two_trees(
    tmp_path_factory: pytest.TempPathFactory, serve: Callable[[Path], str]
) -> Callable[[Scene, str], str]:
    """The address of a page of a site in which one tree leads to another."""
    sites: dict[Flavour, Site] = {}

    def of(scene: Scene, page: str) -> str:
        if scene.flavour not in sites:
            files = {
                "mkdocs.yml": settings(scene.flavour),
                "docs/index.md": "# Home\n",
                "docs/first.tree.yaml": FIRST,
                "docs/second.tree.yaml": SECOND,
            }
            sites[scene.flavour] = Site(scene.flavour, write_site(tmp_path_factory.mktemp("two"), files))
        return address_in(sites[scene.flavour], page, scene, serve)

    return of


def click_again(page: Page, place: tuple[float, float], number: int) -> None:
    """Click once more in a row of clicks, `number` in it."""
    page.mouse.move(*place)
    page.mouse.down(click_count=number)
    page.mouse.up(click_count=number)


@counts_clicks
@in_every_setting
def test_a_row_of_clicks_that_began_on_another_page_answers_nothing_on_this_one(
    scene: Scene, visitor: Visitor, two_trees: Callable[[Scene, str], str]
) -> None:
    page = visitor.page(chart=False)
    page.goto(two_trees(scene, "first/index.md"))
    page.locator(".dt-walk--on .dt-step:visible .dt-answer", has_text="Yes").click()
    shown = page.locator(".dt-walk--on .dt-step:visible")
    expect(shown).to_have_attribute("data-node", "three")
    place = middle_of(shown.locator(".dt-answer").first)
    for number in (2, 3):
        click_again(page, place, number)
        expect(shown).to_have_attribute("data-node", "three")
    click_again(page, place, 1)
    expect(shown).to_have_attribute("data-node", "four")


@counts_clicks
@in_every_setting
def test_a_row_of_clicks_passes_one_page_of_a_check(
    scene: Scene, visitor: Visitor, two_trees: Callable[[Scene, str], str]
) -> None:
    page = visitor.page(chart=False)
    page.goto(two_trees(scene, "second/three.md"))
    page.locator("a.dt-answer", has_text="Yes").click()
    expect(page.locator("h1")).to_contain_text("Four?")
    url = page.url
    place = middle_of(page.locator("a.dt-answer").first)
    for number in (2, 3):
        click_again(page, place, number)
    page.wait_for_timeout(300)
    assert page.url == url
    click_again(page, place, 1)
    expect(page.locator("h1")).to_contain_text("First")
