"""What a walk says elsewhere: in the clipboard, a record, on paper, and to the page of a single check."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, Route, expect
from tests.browser.conftest import Visitor, address_in
from tests.browser.walking import INSTANT, MKDOCS, OPENED, PLAIN, Scene, press, without_script
from tests.site_fixtures import Flavour, Site, settings, write_site

pytestmark = pytest.mark.browser

MARKED = """\
title: Which `queue`
question: Which *queue* do we need?
checks:
  replay:
    question: Must consumers `replay()` *old* messages?
    assess: Ask.
    answers: {"Yes, `n` times": order, "No": order, Unknown: none}
  order:
    question: Say how **strictly** order matters
    assess: Ask.
    answers: {At all: log, Not: queue, Never mind: none}
decisions:
  log: {title: "A `log`", choose: "Take a *log*.", why: It replays., alternatives: ["A queue: too short."]}
  queue: {title: A queue, choose: This.}
warnings:
  none: {title: Do without, risk: Nothing is kept.}
"""

Opener = Callable[[Page, Scene, str], None]
in_every_setting = pytest.mark.parametrize("scene", [PLAIN, INSTANT, OPENED, MKDOCS], ids=str)

TRACKING = Scene(Flavour(features=("navigation.tracking", "navigation.instant")))


@pytest.fixture(scope="module")
def open_page(tmp_path_factory: pytest.TempPathFactory, serve: Callable[[Path], str]) -> Opener:
    """Opens a page of a site of the tree, at a fragment if one is given."""
    sites: dict[Flavour, Site] = {}

    def go(page: Page, scene: Scene, where: str = "") -> None:
        if scene.flavour not in sites:
            files = {
                "mkdocs.yml": settings(scene.flavour),
                "docs/index.md": "# Home\n",
                "docs/queue.tree.yaml": MARKED,
            }
            sites[scene.flavour] = Site(scene.flavour, write_site(tmp_path_factory.mktemp("marked"), files))
        path, _, fragment = where.partition("#")
        url = address_in(sites[scene.flavour], f"queue/{path or 'index'}.md", scene, serve)
        page.goto(url + (f"#{fragment}" if fragment else ""))

    return go


REPLAY = "Must consumers replay() old messages?"
ORDER = "Say how strictly order matters"


def shown(page: Page) -> str:
    expect(page.locator(".dt-walk--on .dt-step:visible")).to_have_count(1)
    return page.locator(".dt-walk--on .dt-step:visible").get_attribute("data-node") or ""


@in_every_setting
def test_copy_gives_the_answers_the_outcome_and_the_link(
    scene: Scene, visitor: Visitor, open_page: Opener
) -> None:
    page = visitor.page(chart=False)
    visitor.allow_clipboard(page)
    open_page(page, scene, "")
    press(page, "no")
    page.get_by_role("button", name="Copy link and answers").click()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.splitlines() == ["Which queue", f"- {REPLAY} No", page.url]
    press(page, "at-all")
    expect(page.locator(".dt-walk--on .dt-step:visible")).to_have_attribute("data-node", "log")
    page.get_by_role("button", name="Copy link and answers").click()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    expected = ["Which queue", f"- {REPLAY} No", f"- {ORDER}: At all", "Decision: A log", page.url]
    assert copied.splitlines() == expected


def test_without_a_clipboard_the_text_can_be_copied_by_hand(visitor: Visitor, open_page: Opener) -> None:
    page = visitor.page(chart=False, new=True)
    page.add_init_script("Object.defineProperty(navigator, 'clipboard', { value: undefined })")
    open_page(page, PLAIN, "#walk?replay=no")
    page.get_by_role("button", name="Copy link and answers").click()
    assert visitor.dialogs == ["Copy link and answers"]
    visitor.dialogs.clear()


def test_a_line_shows_its_code_and_emphasis_wherever_the_walk_says_it(
    visitor: Visitor, open_page: Opener
) -> None:
    page = visitor.page(chart=False)
    open_page(page, PLAIN, "")
    page.locator(".dt-fold--unsure summary").click()
    expect(page.locator(".dt-fold--unsure li > a").first.locator("code")).to_have_text("log")
    expect(page.locator(".dt-fold--unsure .dt-section").first.locator("code")).to_have_text("n")
    press(page, "yes-n-times")
    item = page.locator(".dt-trail--walk li")
    expect(item.locator("span code")).to_have_text("replay()")
    expect(item.locator("span em")).to_have_text("old")
    expect(item.locator("a code")).to_have_text("n")
    expect(item.get_by_role("link")).to_have_accessible_name(
        f"Yes, n times \N{EN DASH} change the answer to: {REPLAY}"
    )
    press(page, "at-all")
    page.locator(".dt-fold--turned-down summary").click()
    expect(page.locator(".dt-fold--turned-down strong")).to_have_text("strictly")


def test_a_record_has_the_marks_as_markdown_and_the_decisions_as_options(
    visitor: Visitor, open_page: Opener
) -> None:
    page = visitor.page(chart=False)
    open_page(page, PLAIN, "#walk?replay=yes-n-times&order=at-all")
    page.locator(".dt-fold--record summary").click()
    expect(page.locator("textarea.dt-record")).not_to_have_value("")
    record = page.locator("textarea.dt-record").input_value()
    assert "- Must consumers `replay()` *old* messages? **Yes, `n` times** (not: No, Unknown)" in record
    assert "- Say how **strictly** order matters **At all** (not: Not, Never mind)" in record
    assert "# Which queue: A `log`\n" in record
    _, _, options = record.partition("## Considered Options\n\n")
    assert options.partition("\n\n")[0].splitlines() == ["- A `log`", "- A queue"]


@in_every_setting
def test_a_finished_walk_is_written_out_for_paper(scene: Scene, visitor: Visitor, open_page: Opener) -> None:
    page = visitor.page(chart=False)
    open_page(page, scene, "#walk?replay=no&order=at-all")
    walk, result = page.locator("decision-tree"), page.locator("div.dt-result")
    expect(walk).to_have_attribute("data-dt-finished", "")
    expect(result).to_be_hidden()
    expect(result.locator("ol > li")).to_have_text([f"{REPLAY} No", f"{ORDER} At all"])
    expect(result.locator(".dt-step__title")).to_have_text("A log")
    expect(result).to_contain_text("It replays.")
    expect(result.locator("[id], [tabindex], .dt-step__page")).to_have_count(0)
    page.get_by_role("button", name="Back").click()
    expect(walk).not_to_have_attribute("data-dt-finished", "")
    expect(result).to_be_empty()


@in_every_setting
def test_the_page_of_a_check_leads_back_with_the_answers(
    scene: Scene, visitor: Visitor, open_page: Opener
) -> None:
    page = visitor.page(chart=False)
    open_page(page, scene, "")
    press(page, "no")
    expect(page.locator(".dt-walk--on .dt-step:visible")).to_have_attribute("data-node", "order")
    url = page.url
    page.locator(".dt-report a").first.click()
    expect(page.locator("h1")).to_contain_text(ORDER)
    way_back = page.locator(".dt-go a")
    expect(way_back).to_have_attribute("href", re.compile("replay=no"))  # once the script is at work
    way_back.click()
    expect(page.locator(".dt-trail--walk li")).to_have_text([f"{REPLAY} No"])
    assert page.url == url


def test_it_does_so_where_the_theme_writes_the_address_of_a_page_that_is_slow_to_come(
    visitor: Visitor, open_page: Opener
) -> None:
    page = visitor.page(height=300, chart=False, new=True)
    open_page(page, TRACKING, "#walk?replay=no")
    assert shown(page) == "order"

    def come_slowly(route: Route) -> None:
        time.sleep(2 * THE_THEME_WAITS)
        route.continue_()

    page.route(re.compile("queue/(order/)?$"), come_slowly)
    follow_while_scrolling(page.locator(".dt-report a").first)
    expect(page.locator("h1")).to_contain_text(ORDER)
    way_back = page.locator(".dt-go a")
    expect(way_back).to_have_attribute("href", re.compile("replay=no"))  # once the script is at work
    follow_while_scrolling(way_back)
    expect(page.locator(".dt-trail--walk li")).to_have_text([f"{REPLAY} No"])


THE_THEME_WAITS = 0.4  # seconds after the last scrolling until it writes the heading; Material 9.7 waits 0.25


def follow_while_scrolling(link: Locator) -> None:
    """Follow a link as somebody does who has only just scrolled to another heading."""
    link.evaluate("""async (link) => {
      for (const place of [0, 900, 0, 900]) {
        scrollTo(0, place);
        await new Promise((resolve) => setTimeout(resolve, 500));
      }
      scrollTo(0, 0);
      link.click();
    }""")


@in_every_setting
def test_who_comes_from_elsewhere_walks_on_from_a_check_by_the_shortest_way(
    scene: Scene, visitor: Visitor, open_page: Opener
) -> None:
    page = visitor.page(chart=False)
    open_page(page, scene, "order")
    page.locator(".dt-go a").click()
    expect(page.locator(".dt-walk--on .dt-step:visible .dt-step__title")).to_have_text(ORDER)
    expect(page.locator(".dt-trail--walk li")).to_have_text([f"{REPLAY} Yes, n times"])


@without_script
def test_without_script_the_page_of_a_check_leads_to_its_step(visitor: Visitor, open_page: Opener) -> None:
    page = visitor.page(script=False)
    open_page(page, PLAIN, "order")
    page.locator(".dt-go a").click()
    expect(page.locator("#step-order")).to_be_visible()


def test_nothing_moves_the_question(visitor: Visitor, open_page: Opener) -> None:
    page = visitor.page(chart=False)
    open_page(page, PLAIN, "")
    title = page.locator(".dt-walk--on .dt-step:visible .dt-step__title")
    places = [title.bounding_box()]
    press(page, "no")
    places.append(title.bounding_box())
    assert page.evaluate("scrollY") == 0
    page.get_by_role("button", name="Back").click()
    places.append(title.bounding_box())
    tops = {place["y"] for place in places if place}
    assert len(tops) == 1
    assert page.evaluate("scrollY") == 0


def test_a_question_out_of_sight_is_brought_into_view(visitor: Visitor, open_page: Opener) -> None:
    page = visitor.page(width=390, height=400, chart=False)
    open_page(page, PLAIN, "")
    page.locator('.dt-walk--on .dt-step:visible a.dt-answer[data-answer="no"]').scroll_into_view_if_needed()
    page.evaluate("scrollBy(0, 150)")
    page.locator('.dt-walk--on .dt-step:visible a.dt-answer[data-answer="no"]').dispatch_event("click")
    title = page.locator(".dt-walk--on .dt-step:visible .dt-step__title")
    expect(title).to_have_text(ORDER)
    expect(title).to_be_in_viewport(ratio=1)
    assert title.evaluate(IS_UNCOVERED)


IS_UNCOVERED = """
(title) => {
  const { x, y } = title.getBoundingClientRect();
  return title.contains(document.elementFromPoint(x + 9, y + 9));
}
"""
