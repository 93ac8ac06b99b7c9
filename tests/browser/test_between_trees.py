"""From one tree into the middle of another: the answers go along, in the address and in words."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from tests.browser.conftest import Visitor, address_in
from tests.browser.walking import INSTANT, OPENED, Scene
from tests.site_fixtures import Flavour, Site, settings, write_site

pytestmark = pytest.mark.browser

FIRST = """\
title: Which kind
question: Which kind of queue?
checks:
  replay:
    question: Must consumers replay messages?
    assess: Ask them.
    answers: {Yes: second/load, No: order}
  order:
    question: Does order matter?
    assess: Ask them.
    answers: {Yes: in-order, No: second/}
decisions:
  in-order: {title: A queue in order, choose: This., then: second/cost}
"""

SECOND = """\
title: How large
question: How large must it be?
checks:
  known:
    question: Is the load known?
    assess: Measure.
    answers: {Yes: load, No: small}
  load:
    question: Is the load high?
    assess: Measure.
    answers:
      Yes: cost
      No: small
      Not measured: {to: known, loop: measure first}
  cost:
    question: May it cost more?
    assess: Ask.
    answers: {Yes: large, No: small, Other: first/order}
decisions:
  small: {title: Small, choose: This.}
  large: {title: Large, choose: This.}
"""

in_both_settings = pytest.mark.parametrize("scene", [INSTANT, OPENED], ids=str)


@pytest.fixture(scope="module")
def open_tree(
    tmp_path_factory: pytest.TempPathFactory, serve: Callable[[Path], str]
) -> Callable[[Page, Scene, str], None]:
    """Opens one of the two trees: its id, and a fragment if there is one."""
    sites: dict[Flavour, Site] = {}

    def go(page: Page, scene: Scene, where: str) -> None:
        if scene.flavour not in sites:
            sites[scene.flavour] = two_trees(scene.flavour, tmp_path_factory.mktemp("trees"))
        tree, _, fragment = where.partition("#")
        page.goto(f"{address_in(sites[scene.flavour], f'{tree}/index.md', scene, serve)}#{fragment}")
        expect(page.locator(".dt-walk--on")).to_have_count(1)

    return go


def two_trees(flavour: Flavour, folder: Path) -> Site:
    """Build a site of both trees."""
    files = {
        "mkdocs.yml": settings(flavour),
        "docs/index.md": "# Home\n",
        "docs/first.tree.yaml": FIRST,
        "docs/second.tree.yaml": SECOND,
    }
    return Site(flavour, write_site(folder, files))


def answer(page: Page, *labels: str) -> None:
    """Press answers by what they say."""
    for label in labels:
        page.locator(".dt-step:visible .dt-answer", has=page.get_by_text(label, exact=True)).click()


def expect_step(page: Page, title: str, *trail: str) -> None:
    """Expect a step to be shown, and under "Your answers" these questions with their answers."""
    expect(page.locator(".dt-walk--on .dt-step:visible .dt-step__title")).to_have_text(title)
    expect(page.locator(".dt-trail--walk li")).to_have_text(list(trail))


def expect_fragment(page: Page, wanted: str) -> None:
    page.wait_for_function("wanted => location.hash === wanted", arg=wanted)


REPLAY = "Must consumers replay messages? Yes"
NO_REPLAY = "Must consumers replay messages? No"
ORDER = "Does order matter? Yes"
LOAD = "Is the load high? Yes"

OpenTree = Callable[[Page, Scene, str], None]


@in_both_settings
def test_an_answer_leads_to_a_step_of_another_tree(
    scene: Scene, visitor: Visitor, open_tree: OpenTree
) -> None:
    page = visitor.page(chart=False)
    open_tree(page, scene, "first")
    answer(page, "Yes")
    expect_step(page, "Is the load high?", REPLAY)
    expect_fragment(page, "#step-load?first/replay=yes")
    expect(page.locator(".dt-progress")).to_have_text("Step 1 of 1 to 2")
    answer(page, "Yes")
    expect_step(page, "May it cost more?", REPLAY, LOAD)
    expect_fragment(page, "#step-load?first/replay=yes&load=yes")
    page.reload()
    expect_step(page, "May it cost more?", REPLAY, LOAD)
    page.get_by_role("button", name="Back").click()
    expect_step(page, "Is the load high?", REPLAY)
    expect(page.get_by_role("button", name="Back")).to_be_hidden()
    page.go_back()
    expect_step(page, "May it cost more?", REPLAY, LOAD)
    page.go_back()
    expect_step(page, "Is the load high?", REPLAY)
    page.go_back()
    expect_step(page, "Must consumers replay messages?")


@in_both_settings
def test_an_end_leads_to_a_step_of_another_tree_and_that_one_back(
    scene: Scene, visitor: Visitor, open_tree: OpenTree
) -> None:
    page = visitor.page(chart=False)
    open_tree(page, scene, "first")
    answer(page, "No", "Yes")
    page.locator(".dt-then:visible a").click()
    expect_step(page, "May it cost more?", NO_REPLAY, ORDER)
    expect_fragment(page, "#step-cost?first/replay=no&first/order=yes")
    answer(page, "Other")
    expect_step(page, "Does order matter?", NO_REPLAY, ORDER, "May it cost more? Other")
    expect_fragment(page, "#step-order?first/replay=no&first/order=yes&second/cost=other")
    page.locator(".dt-trail--walk a").first.click()
    expect_step(page, "Must consumers replay messages?")


def test_the_start_of_another_tree_needs_no_step(visitor: Visitor, open_tree: OpenTree) -> None:
    page = visitor.page(chart=False)
    open_tree(page, INSTANT, "first")
    answer(page, "No", "No")
    expect_step(page, "Is the load known?", NO_REPLAY, "Does order matter? No")
    expect_fragment(page, "#walk?first/replay=no&first/order=no")


def test_a_loop_to_before_the_step_begins_there(visitor: Visitor, open_tree: OpenTree) -> None:
    page = visitor.page(chart=False)
    open_tree(page, INSTANT, "first")
    answer(page, "Yes", "Not measured")
    expect_step(page, "Is the load known?", REPLAY)
    answer(page, "Yes")
    expect_step(page, "Is the load high?", REPLAY, "Is the load known? Yes")


def test_a_copied_link_has_step_and_answers(visitor: Visitor, open_tree: OpenTree) -> None:
    page = visitor.page(chart=False)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    open_tree(page, INSTANT, "first")
    answer(page, "Yes")
    expect_step(page, "Is the load high?", REPLAY)
    answer(page, "Yes")
    expect_step(page, "May it cost more?", REPLAY, LOAD)
    page.get_by_role("button", name="Copy link").click()
    expect(page.get_by_role("button", name="Link copied")).to_be_visible()
    other = visitor.page(chart=False)
    other.goto(page.evaluate("navigator.clipboard.readText()"))
    # Only the tab of the first tree knows what its answers say.
    expect_step(other, "May it cost more?", "first/replay yes", LOAD)


def test_what_was_turned_down_leads_on_with_the_answers(visitor: Visitor, open_tree: OpenTree) -> None:
    page = visitor.page(chart=False)
    open_tree(page, INSTANT, "first#walk?replay=no&order=yes")
    page.locator("details.dt-fold--turned-down summary").click()
    page.locator("details.dt-fold--turned-down a").first.click()
    expect_step(page, "Is the load high?", REPLAY)


def test_a_step_that_is_gone_keeps_the_answers_of_the_other_tree(
    visitor: Visitor, open_tree: OpenTree
) -> None:
    page = visitor.page(chart=False)
    open_tree(page, INSTANT, "second#step-gone?first/replay=yes")
    expect_step(page, "Is the load known?", "first/replay yes")
    expect(page.locator(".dt-note")).to_contain_text("no longer exists")


def test_a_step_without_answers_is_reached_by_the_shortest_way(visitor: Visitor, open_tree: OpenTree) -> None:
    page = visitor.page(chart=False)
    open_tree(page, INSTANT, "second#step-cost")
    expect_step(page, "May it cost more?", "Is the load known? Yes", LOAD)
