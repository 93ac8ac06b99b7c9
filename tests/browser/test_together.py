"""A walk and its chart in one fence, and a walk that is compact: in step, in any column, for everybody."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import FloatRect, Locator, Page, expect
from tests.browser.conftest import Visitor, address_in
from tests.browser.test_looks import violations
from tests.browser.walking import (
    INSTANT,
    MKDOCS,
    OPENED,
    PLAIN,
    READTHEDOCS,
    Scene,
    judged_by_axe,
    on_paper,
    without_script,
)
from tests.site_fixtures import PLAIN_PAGE, SEED, TINY_TREE, Flavour, Site, settings, write_site

pytestmark = pytest.mark.browser

HEAD = "---\nhide: [navigation, toc]\n---\n# A guide\n\n"
TOGETHER = "```decision-tree\ntree: sync-vs-async\nshow: [walk, chart]\ncompact: true\n```\n"
TWICE = "".join(
    f"```decision-tree\ntree: queue\nshow: [{show}]\n```\n\n" for show in ("walk, chart", "chart, walk")
)

Opener = Callable[[Page, Scene, str], None]


@pytest.fixture(scope="module")
def open_page(tmp_path_factory: pytest.TempPathFactory, serve: Callable[[Path], str]) -> Opener:
    """Opens a page of a site that embeds trees."""
    sites: dict[Flavour, Site] = {}

    def go(page: Page, scene: Scene, name: str) -> None:
        flavour = scene.flavour
        if flavour not in sites:
            files = {
                "mkdocs.yml": settings(flavour, markdown_extensions=["pymdownx.superfences"]),
                "docs/index.md": "# Home\n",
                "docs/guides/first/plain.md": PLAIN_PAGE,
                "docs/guide.md": HEAD + TOGETHER,
                "docs/twice.md": HEAD + TWICE,
                "docs/trees/sync-vs-async.tree.yaml": SEED.read_text(encoding="utf-8"),
                "docs/queue.tree.yaml": TINY_TREE,
            }
            sites[flavour] = Site(flavour, write_site(tmp_path_factory.mktemp("site"), files))
        page.goto(address_in(sites[flavour], name, scene, serve))

    return go


def answer(walk: Locator, name: str) -> None:
    walk.locator(f'.dt-step:visible a.dt-answer[data-answer="{name}"]').click()


def expect_node(walk: Locator, node: str) -> None:
    expect(walk.locator(".dt-step:visible")).to_have_attribute("data-node", node)


def box(element: Locator) -> FloatRect:
    found = element.bounding_box()
    assert found
    return found


@pytest.mark.parametrize("scene", [INSTANT, OPENED, MKDOCS, READTHEDOCS], ids=str)
def test_an_answer_marks_the_chart_and_the_chart_leads_back(
    scene: Scene, visitor: Visitor, open_page: Opener
) -> None:
    page = visitor.page()
    open_page(page, scene, "guide.md")
    walk, chart = page.locator("decision-tree"), page.locator("decision-chart")
    expect(walk).to_contain_class("dt-walk--on")
    drawn = chart.locator("svg .node.dt-here")
    expect(drawn).to_contain_text("Caller needs")
    answer(walk, "no")
    expect(drawn).to_contain_text("Fan-out")
    expect(chart.locator('.dt-outline a[data-node="fan-out"]')).to_have_attribute("aria-current", "step")
    chart.locator("svg .node.dt-taken").click()
    expect_node(walk, "immediate-result")
    expect(drawn).to_contain_text("Caller needs")


def test_each_chart_follows_the_walk_beside_it(visitor: Visitor, open_page: Opener) -> None:
    page = visitor.page(height=1600)
    open_page(page, PLAIN, "twice.md")
    walks, charts = page.locator("decision-tree"), page.locator("decision-chart")
    for number in range(2):
        expect(charts.nth(number).locator("svg .node.dt-here")).to_contain_text("replay")
    answer(walks.nth(1), "no")
    expect(charts.nth(1).locator("svg .node.dt-here")).to_contain_text("Standard queue")
    expect_node(walks.nth(0), "replay")
    expect(charts.nth(0).locator("svg .node.dt-here")).to_contain_text("replay")
    first, second = box(walks.nth(1)), box(charts.nth(1))
    assert second["x"] + second["width"] <= first["x"], "the chart was named first"


@pytest.mark.parametrize("scene", [PLAIN, MKDOCS, READTHEDOCS], ids=str)
@pytest.mark.parametrize("width", [280, 360, 800, 1280, 1920])
def test_they_stand_side_by_side_where_there_is_room_and_nothing_is_too_wide(
    width: int, scene: Scene, visitor: Visitor, open_page: Opener
) -> None:
    page = visitor.page(width=width, chart=False)
    open_page(page, scene, "guide.md")
    walk, chart, column = (
        box(page.locator(each)) for each in ("decision-tree", "decision-chart", ".dt-embedded")
    )
    if column["width"] >= 944:
        assert walk["x"] + walk["width"] < chart["x"]
        assert walk["y"] == chart["y"]
        assert chart["width"] >= 600
    else:
        assert walk["y"] + walk["height"] <= chart["y"]
        assert walk["width"] == chart["width"] == column["width"]
    assert chart["x"] + chart["width"] <= column["x"] + column["width"] + 1
    assert page.locator(".dt-embedded").evaluate("(all) => all.scrollWidth <= all.clientWidth")


def test_there_is_room_in_a_wide_page_of_material(visitor: Visitor, open_page: Opener) -> None:
    page = visitor.page(chart=False)
    open_page(page, PLAIN, "guide.md")
    assert box(page.locator(".dt-embedded"))["width"] >= 944


def test_a_compact_walk_shows_questions_answers_the_way_back_and_the_outcome(
    visitor: Visitor, open_page: Opener
) -> None:
    page = visitor.page(chart=False)
    open_page(page, PLAIN, "guide.md")
    walk = page.locator("decision-tree")
    controls = walk.locator(":is(a, button, summary):not(.dt-answer):visible")
    expect(walk).to_contain_class("dt-walk--on")
    expect(controls).to_have_count(0)
    answer(walk, "no")
    expect(controls).to_have_text(["Back", "Start again"])
    answer(walk, "yes")
    answer(walk, "yes")
    expect_node(walk, "kafka")
    expect(controls).to_have_text(["Back", "Start again", "On its own page"])
    expect(walk.locator(".dt-section:visible")).to_have_text(["Choose"])
    expect(walk.locator(".dt-progress")).to_be_hidden()
    walk.get_by_role("button", name="Back").click()
    expect_node(walk, "message-order")
    expect(walk.locator(".dt-step:visible .dt-step__title")).to_be_focused()
    walk.get_by_role("button", name="Start again").click()
    expect_node(walk, "immediate-result")
    expect(controls).to_have_count(0)


@judged_by_axe
@pytest.mark.parametrize("scene", [PLAIN, MKDOCS, READTHEDOCS], ids=str)
def test_axe_finds_nothing_new_in_them(scene: Scene, visitor: Visitor, open_page: Opener) -> None:
    page = visitor.page()
    open_page(page, scene, "guides/first/plain.md")
    floor = {rule for rule, _ in violations(page)}
    open_page(page, scene, "guide.md")
    walk = page.locator("decision-tree")
    expect(page.locator("decision-chart svg .node.dt-here")).to_be_visible()
    for given in ("no", "yes", "yes"):
        assert [found for found in violations(page) if found[0] not in floor] == [], given
        answer(walk, given)
    expect_node(walk, "kafka")
    assert [found for found in violations(page) if found[0] not in floor] == []


@without_script
@pytest.mark.parametrize("scene", [PLAIN, MKDOCS, READTHEDOCS], ids=str)
def test_without_script_there_are_the_first_question_and_the_tree_as_text(
    scene: Scene, visitor: Visitor, open_page: Opener
) -> None:
    page = visitor.page(script=False)
    open_page(page, scene, "guide.md")
    walk = page.locator("decision-tree")
    expect_node(walk, "immediate-result")
    expect(page.locator("decision-chart .dt-outline a").first).to_be_visible()
    answer(walk, "no")
    expect(page.locator("#step-fan-out")).to_be_in_viewport()


@on_paper
def test_on_paper_the_chart_stands_below_the_walk(visitor: Visitor, open_page: Opener) -> None:
    page = visitor.page(new=True)
    open_page(page, PLAIN, "guide.md")
    expect(page.locator("decision-chart svg .node").first).to_be_visible()
    page.emulate_media(media="print")
    walk, chart = page.locator("decision-tree"), page.locator("decision-chart")
    assert box(walk)["y"] + box(walk)["height"] <= box(chart)["y"]
    expect(walk.get_by_role("button")).to_have_count(0)
