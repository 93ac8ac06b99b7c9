"""What the walk offers beside the questions: what is still possible, what was turned down, a record."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Download, Locator, Route, expect
from tests.browser.conftest import Visitor
from tests.browser.walking import (
    INSTANT,
    OPENED,
    PLAIN,
    Address,
    Scene,
    WalkIn,
    end_of,
    fragment,
    go_back,
    open_walk,
    paths,
)
from tests.site_fixtures import SEED_PAGE

from decision_trees import Tree
from decision_trees.analysis.graph import Graph

pytestmark = pytest.mark.browser

SLOWER = 4
"""How many times slower than this machine the processor of a cheap telephone is taken to be."""

in_every_setting = pytest.mark.parametrize("scene", [PLAIN, INSTANT, OPENED], ids=str)


@pytest.mark.chromium_only("no other browser slows its processor down")
@pytest.mark.parametrize("scene", [PLAIN, INSTANT], ids=str)
def test_a_slow_reader_answers_before_any_code_of_charts_is_there(
    scene: Scene, visitor: Visitor, address: Address, seed: Tree
) -> None:
    page = visitor.page(new=True)
    page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    on_the_way: list[Route] = []
    page.route("**/mermaid.min.js", lambda route: on_the_way.append(route))  # noqa: PLW0108 - no method will do
    chart = page.locator("decision-chart")
    path = max(paths(seed), key=len)
    with page.expect_request("**/mermaid.min.js"):
        walk = open_walk(page, address(scene, SEED_PAGE), seed, until="domcontentloaded")
        walk.take(path)
        walk.expect_at(path)
        chart.scroll_into_view_if_needed()
    expect(chart.locator("svg")).to_have_count(0)
    (code,) = on_the_way
    code.continue_()
    expect(chart.locator("svg")).to_have_count(1)


@in_every_setting
def test_who_is_not_sure_sees_the_outcomes_that_remain(scene: Scene, walk_in: WalkIn, seed: Tree) -> None:
    walk = walk_in(scene)
    graph = Graph(seed)
    path = max(paths(seed), key=len)
    terminals = {terminal.id for terminal in seed.terminals}
    for length, step in enumerate(path):
        remaining = graph.descendants(step.node.id) & terminals
        unsure = walk.element.locator("details.dt-fold--unsure")
        expect(unsure.locator("summary")).to_have_text(f"Not sure? Outcomes still possible: {len(remaining)}")
        unsure.locator("summary").click()
        titles = {str(seed.nodes[node_id].title) for node_id in remaining}
        expect(unsure.locator("li > a").first).to_be_visible()
        assert set(unsure.locator("li > a").all_inner_texts()) == titles
        walk.take([step])
        walk.expect_at(path[: length + 1])
    expect(walk.element.locator("details.dt-fold--unsure")).to_be_hidden()


@in_every_setting
def test_an_outcome_that_remains_is_gone_to_by_its_answers(scene: Scene, walk_in: WalkIn, seed: Tree) -> None:
    walk = walk_in(scene)
    path = Graph(seed).shortest_to("webhook")
    unsure = walk.element.locator("details.dt-fold--unsure")
    unsure.locator("summary").click()
    unsure.get_by_role("link", name=str(seed.nodes["webhook"].title)).click()
    walk.expect_at(path)
    go_back(walk.page)
    walk.expect_at(())


@in_every_setting
def test_the_end_shows_what_was_turned_down_and_lets_it_be_taken(
    scene: Scene, walk_in: WalkIn, seed: Tree
) -> None:
    path = Graph(seed).shortest_to("pub-sub")
    walk = walk_in(scene)
    walk.take(path)
    declined = walk.element.locator("details.dt-fold--turned-down")
    expect(declined.locator("summary")).to_have_text(f"Answers turned down: {len(path)}")
    declined.locator("summary").click()
    expect(declined.locator("li")).to_have_text(
        [f"{step.node.heading} {_other(step.answer.id)}" for step in path]
    )
    declined.locator("li").last.get_by_role("link").click()
    walk.expect_node("kafka")
    expect(walk.trail).to_have_count(len(path))


def _other(answer: str) -> str:
    return "No" if answer == "yes" else "Yes"


@in_every_setting
def test_a_decision_is_recorded(scene: Scene, walk_in: WalkIn, seed: Tree) -> None:
    path = Graph(seed).shortest_to("kafka")
    walk = walk_in(scene)
    walk.take(path)
    record = walk.element.locator("details.dt-fold--record")
    record.locator("summary").click()
    expect(record.get_by_role("textbox")).not_to_have_value("")
    text = record.get_by_role("textbox").input_value()
    assert text.startswith("---\nstatus: proposed\ndate: 20")
    assert "# Sync vs async communication: Async with Kafka or Kinesis" in text
    for part in ("## Context and Problem Statement", "## Decision Drivers", "## Decision Outcome", "### Why"):
        assert part in text
    for step in path:
        assert f"{step.node.heading} **{step.answer.label}**" in text or str(step.node.heading) in text
    assert fragment(path) in text
    assert seed.digest[:7] in text
    file = _downloaded(record)
    assert file.path().read_text("utf-8") == text
    # Firefox numbers what it has saved before.
    assert re.fullmatch(rf"[\d-]+-sync-vs-async-{end_of(seed, path)}(\(\d\))?\.md", file.suggested_filename)


def _downloaded(record: Locator) -> Download:
    with record.page.expect_download() as download:
        record.get_by_role("button", name="Download the record").click()
    return download.value


def test_an_edited_record_stays_until_another_end_is_reached(
    visitor: Visitor, address: Address, seed: Tree
) -> None:
    path = Graph(seed).shortest_to("kafka")
    walk = open_walk(visitor.page(chart=False), address(PLAIN, SEED_PAGE) + fragment(path), seed)
    record = walk.element.locator("details.dt-fold--record")
    summary, text = record.locator("summary"), record.get_by_role("textbox")
    summary.click()
    text.fill("Ours.")
    summary.click()
    expect(text).to_be_hidden()
    summary.click()
    expect(text).to_have_value("Ours.")
    assert _downloaded(record).path().read_text("utf-8") == "Ours."
    visitor.allow_clipboard(walk.page)
    record.get_by_role("button", name="Copy the record").click()
    expect(walk.element.get_by_role("status")).to_have_text("Record copied")
    assert walk.page.evaluate("navigator.clipboard.readText()") == "Ours."
    walk.back.click()
    expect(record).to_be_hidden()
    walk.shown.locator('a.dt-answer[data-answer="no"]').click()
    expect(text).to_be_hidden()
    summary.click()
    expect(text).to_have_value(re.compile(re.escape(f"# {seed.title}: {seed.nodes['pub-sub'].title}\n")))


def test_steps_that_are_not_shown_are_neither_read_out_nor_found(walk_in: WalkIn, seed: Tree) -> None:
    walk = walk_in(PLAIN)
    shown, other = max(paths(seed), key=len)[:2]
    expect(walk.element.get_by_role("heading")).to_have_text([str(shown.node.heading)])
    expect(walk.element.get_by_role("link")).to_have_count(3)  # two answers, and the page of the check
    assert walk.page.evaluate(FOUND, str(shown.node.heading))
    assert not walk.page.evaluate(FOUND, str(other.node.heading))


FOUND = """
(text) => {
  const places = [];
  getSelection().removeAllRanges();
  while (find(text)) places.push(getSelection().anchorNode.parentElement);
  return places.some((place) => place.closest("decision-tree"));
}
"""
"""Says whether a search in the page, as Ctrl+F does, finds a text in the walk."""


@in_every_setting
def test_the_chart_follows_the_walk_and_leads_it_back(
    scene: Scene, visitor: Visitor, address: Address, seed: Tree
) -> None:
    walk = open_walk(visitor.page(), address(scene, SEED_PAGE), seed)
    path = Graph(seed).shortest_to("kafka")
    walk.take(path)
    chart = walk.page.locator("decision-chart")
    chart.scroll_into_view_if_needed()
    expect(chart.locator("g.node.dt-here")).to_contain_text(str(seed.nodes["kafka"].title))
    chart.locator("g.node", has_text=str(path[1].node.title)[:12]).click()
    walk.expect_at(path[:1])


@in_every_setting
def test_the_chart_is_enlarged_and_gives_the_focus_back(
    scene: Scene, visitor: Visitor, address: Address, seed: Tree
) -> None:
    page = visitor.page()
    open_walk(page, address(scene, SEED_PAGE), seed)
    chart = page.locator("decision-chart")
    chart.scroll_into_view_if_needed()
    enlarge = chart.get_by_role("button", name="Enlarge")
    enlarge.click()
    expect(chart.get_by_role("dialog")).to_be_visible()
    page.keyboard.press("Escape")
    expect(chart.get_by_role("dialog")).to_be_hidden()
    expect(enlarge).to_be_focused()
