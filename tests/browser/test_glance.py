"""The whole decision at a glance: what of a chart is seen at first, how large, and whether anything overlaps.

The measures are those of trees that people wrote, all of this repository's, and of made-up ones. Sizes of
windows are in px.
"""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect
from tests.browser.conftest import Visitor
from tests.site_fixtures import REPOSITORY, Flavour, build_site, settings, write_site

from decision_trees import load
from decision_trees.model.line import unbroken

pytestmark = pytest.mark.browser

LIBRARY = load(REPOSITORY / "content" / "trees").library
TREES = sorted(LIBRARY.trees)
MADE_UP = (10, 20, 42, 103, 310)
WINDOWS = ((1280, 800), (1440, 900), (1920, 1080))
LEAST_TEXT = 10
WHOLE = 20
"""Up to how many nodes a tree is shown whole in a theme's column."""
MADE_SMALL = ("made/made-10", "made/made-20")
IN_EACH_WINDOW = ("trees/sync-vs-async", "made/made-20")
SMALL = [tree for tree in TREES if len(LIBRARY.trees[tree].nodes) <= WHOLE]


@dataclass(frozen=True)
class Glance:
    """What is seen of a chart.

    Attributes:
        nodes: How many boxes are wholly seen, and how many there are.
        answers: The same of answers on arrows.
        text: The size of a box's text.
        touching: Answers that touch another answer or a box, as texts.
        cut: Labels that are cut by the room they have.
    """

    nodes: tuple[int, int]
    answers: tuple[int, int]
    text: float
    touching: list[str]
    cut: list[str]

    @property
    def is_whole(self) -> bool:
        """Whether all of it is seen."""
        return self.nodes[0] == self.nodes[1] and self.answers[0] == self.answers[1]


LOOK = """
(chart) => {
  const box = chart.shadowRoot.querySelector(".dt-box");
  const svg = box.querySelector("svg");
  const rect = (element) => element.getBoundingClientRect();
  const scale = rect(svg).width / svg.viewBox.baseVal.width;
  const shown = rect(box);
  const isSeen = ({ left, right, top, bottom }) =>
    left >= shown.left && right <= shown.right && top >= shown.top && bottom <= shown.bottom &&
    top >= 0 && bottom <= innerHeight;
  const nodes = Array.from(svg.querySelectorAll("g.node"), (node) => ({
    text: node.textContent.trim(), at: rect(node.querySelector(".label-container")),
    label: node.querySelector("foreignObject"),
  }));
  const answers = Array.from(svg.querySelectorAll("g.edgeLabel"), (label) => ({
    text: label.textContent.trim(), at: rect(label.querySelector("foreignObject")),
    label: label.querySelector("foreignObject"),
  })).filter(({ text }) => text);
  const touch = (a, b) =>
    a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
  const touching = answers.flatMap((one, number) => [
    ...answers.slice(number + 1).filter((other) => touch(one.at, other.at)),
    ...nodes.filter((other) => touch(one.at, other.at)),
  ].map((other) => `${one.text} / ${other.text}`));
  const isCut = ({ label, at }) => {
    const range = document.createRange();
    range.selectNodeContents(label);
    const words = range.getBoundingClientRect();
    return words.width > at.width + 1 || words.height > rect(label).height + 1;
  };
  const labels = [...nodes.map((node) => ({ ...node, at: rect(node.label) })), ...answers];
  const seen = (all) => [all.filter(({ at }) => isSeen(at)).length, all.length];
  return {
    nodes: seen(nodes), answers: seen(answers), text: parseFloat(getComputedStyle(box).fontSize) * scale,
    touching, cut: labels.filter(isCut).map(({ text }) => text),
  };
}
"""


def glance(chart: Locator) -> Glance:
    chart.evaluate(
        """chart => chart.shadowRoot.querySelector(".dt-box")
             .scrollIntoView({ block: "end", behavior: "instant" })"""
    )
    return Glance(**chart.evaluate(LOOK))


def made_up(nodes: int) -> dict[str, object]:
    """A tree of many nodes: checks with two or three answers, names of two to four words."""
    chance = random.Random(nodes)  # noqa: S311 - no secret
    words = [
        "order",
        "replay",
        "delivery",
        "message",
        "cache",
        "token",
        "budget",
        "region",
        "owner",
        "latency",
        "audit",
        "volume",
    ]

    def name() -> str:
        return " ".join(chance.choices(words, k=chance.randint(2, 4))).capitalize()

    answers: dict[int, list[int]] = {}
    waiting, count = [0], 1
    while count < nodes:
        check = waiting.pop(chance.randrange(min(3, len(waiting))))
        branches = min(nodes - count, chance.choice((2, 2, 2, 3))) if nodes - count > 1 else 1
        answers[check] = list(range(count, count + branches))
        waiting += answers[check]
        count += branches
    labels = ("Yes", "No", "At least once")
    checks = {
        f"n{number}": {
            "question": f"Is the {name().lower()} known?",
            "title": name(),
            "answers": {label: f"n{to}" for label, to in zip(labels, targets, strict=False)},
        }
        for number, targets in answers.items()
    }
    decisions = {f"n{number}": name() for number in waiting}
    return {"title": f"Made up {nodes}", "question": "Which?", "checks": checks, "decisions": decisions}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, serve: Callable[[Path], str]) -> str:
    """The address of a site with all trees, those of this repository and made-up ones."""
    files: dict[str, str] = {
        "mkdocs.yml": settings(Flavour(), plugins=["search", {"decision-trees": {"health": False}}]),
        "docs/index.md": "# Home\n",
    }
    for tree in TREES:
        path = REPOSITORY / "content" / "trees" / f"{tree}.tree.yaml"
        files[f"docs/trees/{path.name}"] = path.read_text("utf-8")
    for nodes in MADE_UP:
        files[f"docs/made/made-{nodes}.tree.yaml"] = json.dumps(made_up(nodes))
    folder = write_site(tmp_path_factory.mktemp("glance"), files)
    return serve(build_site(folder, strict=False))


def open_tree(visitor: Visitor, site: str, path: str, window: tuple[int, int] = (1280, 800)) -> Page:
    page = visitor.page(width=window[0], height=window[1])
    page.goto(f"{site}{path}/")
    return page


def drawn(page: Page) -> Locator:
    chart = page.locator("decision-chart")
    chart.scroll_into_view_if_needed()
    expect(chart.locator(".dt-box:not([aria-busy]) > svg")).to_have_count(1)
    return chart


def enlarged(chart: Locator) -> Locator:
    chart.get_by_role("button", name="Enlarge").or_(chart.get_by_role("button", name="Flowchart")).click()
    expect(chart.locator("dialog .dt-box:not([aria-busy]) > svg")).to_have_count(1)
    return chart


@pytest.mark.parametrize(
    "tree",
    [
        "trees/sync-vs-async",
        *(
            pytest.param(tree, marks=pytest.mark.seldom_in_firefox("one tree shows what letters it measures"))
            for tree in [*(f"trees/{name}" for name in SMALL if name != "sync-vs-async"), *MADE_SMALL]
        ),
    ],
)
def test_a_tree_of_up_to_twenty_nodes_is_seen_whole(tree: str, visitor: Visitor, site: str) -> None:
    page = visitor.page()
    # What is whole in the smallest window is so in larger ones: two trees show that.
    for width, height in WINDOWS if tree in IN_EACH_WINDOW else WINDOWS[:1]:
        page.set_viewport_size({"width": width, "height": height})
        page.goto(f"{site}{tree}/")
        chart = drawn(page)
        for view in (glance(chart), glance(enlarged(chart))):
            assert view.is_whole, (width, view)
            assert view.text >= LEAST_TEXT - 0.05, width
            assert (view.touching, view.cut) == ([], []), width


def test_forty_two_nodes_are_seen_whole_in_the_window(visitor: Visitor, site: str) -> None:
    page = open_tree(visitor, site, "made/made-42", (1440, 900))
    chart = page.locator("decision-chart")
    chart.scroll_into_view_if_needed()
    view = glance(enlarged(chart))
    assert view.nodes[1] == 42
    assert view.is_whole, view
    assert view.text >= LEAST_TEXT - 0.05
    assert (view.touching, view.cut) == ([], [])


@pytest.mark.parametrize("nodes", [103, 310])
def test_a_large_tree_is_a_text_first_and_an_overview_on_demand(
    nodes: int, visitor: Visitor, site: str
) -> None:
    page = open_tree(visitor, site, f"made/made-{nodes}")
    chart = page.locator("decision-chart")
    chart.scroll_into_view_if_needed()
    rows = chart.locator(".dt-branch__to")
    expect(rows).to_have_count(nodes)
    # Folded from the third level on
    assert rows.evaluate_all("rows => rows.filter((row) => row.checkVisibility()).length") < 20
    view = glance(enlarged(chart))
    assert view.nodes[1] < nodes
    assert view.text >= LEAST_TEXT - 0.05
    assert (view.touching, view.cut) == ([], [])
    assert chart.locator(".node.cut").count() > 0


def test_on_a_phone_the_tree_is_a_text_and_mermaid_waits_to_be_asked_for(visitor: Visitor, site: str) -> None:
    page = open_tree(visitor, site, "trees/sync-vs-async", (390, 844))
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    chart = page.locator("decision-chart")
    chart.scroll_into_view_if_needed()
    expect(chart.get_by_role("button", name="Flowchart")).to_be_visible()
    expect(chart.locator(".dt-branch__to").first).to_be_visible()
    expect(chart.locator(".dt-box")).to_be_hidden()
    heights = chart.locator(".dt-branch__to").evaluate_all(
        "rows => rows.map((row) => row.closest('li').offsetHeight)"
    )
    assert min(heights) >= 40
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert [url for url in asked if "mermaid" in url] == []
    enlarged(chart)
    assert len([url for url in asked if "mermaid" in url]) == 1
    chart.get_by_role("button", name="Close").click()
    expect(chart.locator(".dt-box")).to_be_hidden()
    expect(chart.get_by_role("button", name="Flowchart")).to_be_focused()


def test_the_lines_of_the_indented_tree_have_no_gaps(visitor: Visitor, site: str) -> None:
    page = open_tree(visitor, site, "trees/sync-vs-async", (390, 844))
    page.locator("decision-chart").scroll_into_view_if_needed()
    expect(page.locator(".dt-branch__to").first).to_be_visible()
    gaps = page.locator(".dt-branches ul").evaluate_all("""(lists) => lists.flatMap((list) =>
      Array.from(list.children, (row) => row.getBoundingClientRect())
        .slice(1).map((row, number) => row.top - list.children[number].getBoundingClientRect().bottom))""")
    assert set(map(round, gaps)) == {0}


HEIGHT = "chart => Math.round(chart.getBoundingClientRect().height)"


def percent(chart: Locator) -> int:
    return int((chart.locator(".dt-zoom output").text_content() or "").removesuffix(" %"))


def test_the_drawing_is_zoomed_by_buttons_keys_and_wheel(visitor: Visitor, site: str) -> None:
    page = open_tree(visitor, site, "trees/sync-vs-async")
    chart = drawn(page)
    glance(chart)
    fitted, height = percent(chart), chart.evaluate(HEIGHT)
    chart.get_by_role("button", name="Zoom in").click()
    assert percent(chart) == pytest.approx(fitted * 1.25, abs=1)
    assert chart.evaluate(HEIGHT) == height, "nothing below may move"
    chart.get_by_role("button", name="Zoom out").click()
    assert percent(chart) == pytest.approx(fitted, abs=1)
    chart.locator(".dt-box").focus()
    for key, factor in (("+", 1.25), ("-", 1), ("+", 1.25), ("0", 1)):
        page.keyboard.press(key)
        assert percent(chart) == pytest.approx(fitted * factor, abs=1)
    chart.locator(".dt-box").hover()
    before = page.evaluate("scrollY")
    page.mouse.wheel(0, -100)
    page.wait_for_function("before => scrollY < before", arg=before)
    assert percent(chart) == pytest.approx(fitted, abs=1), "a plain wheel is the page's"
    chart.locator(".dt-box").hover()
    page.keyboard.down("Control")
    page.mouse.wheel(0, -100)
    page.keyboard.up("Control")
    expect(chart.locator(".dt-zoom output")).not_to_have_text(f"{fitted} %")
    assert percent(chart) > fitted
    chart.get_by_role("button", name="Fit").click()
    assert percent(chart) == fitted


PINCH = [
    ("touchStart", [(600, 400), (680, 400)]),
    ("touchMove", [(580, 400), (700, 400)]),
    ("touchMove", [(540, 400), (740, 400)]),
    ("touchEnd", []),
]


@pytest.mark.chromium_only("fingers are moved by its own protocol")
def test_a_pinch_zooms_about_the_fingers(visitor: Visitor, site: str) -> None:
    page = open_tree(visitor, site, "trees/sync-vs-async")
    chart = drawn(page)
    glance(chart)
    fitted = percent(chart)
    session = page.context.new_cdp_session(page)
    for kind, points in PINCH:
        touches = [{"x": x, "y": y, "id": number} for number, (x, y) in enumerate(points)]
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": touches})
    assert percent(chart) > fitted * 1.5


def test_the_window_takes_the_focus_and_gives_it_back(visitor: Visitor, site: str) -> None:
    page = open_tree(visitor, site, "trees/sync-vs-async")
    chart = enlarged(drawn(page))
    expect(chart.locator(".dt-box")).to_be_focused()
    page.keyboard.press("Escape")
    expect(chart.locator("dialog")).to_be_hidden()
    expect(chart.get_by_role("button", name="Enlarge")).to_be_focused()
    expect(chart.locator(".dt-box:not([aria-busy]) > svg")).to_be_visible()


def test_what_is_short_in_the_drawing_is_said_in_full(visitor: Visitor, site: str) -> None:
    chart = drawn(open_tree(visitor, site, "trees/sync-vs-async"))
    start = LIBRARY.trees["sync-vs-async"].checks[0]
    link = chart.locator("svg a").first
    expect(link).to_have_text(str(start.title))
    expect(link).to_have_attribute("aria-description", str(start.question))
    expect(link.locator(".nodeLabel")).to_have_attribute("title", str(start.question))
    names = chart.locator("svg .edgeLabel [aria-label]").evaluate_all(
        "all => all.map((one) => one.ariaLabel)"
    )
    assert f"Yes: to {unbroken(str(LIBRARY.trees['sync-vs-async'].checks[1].title))}" in names


def test_the_text_of_a_chart_is_copied_with_links_in_full(visitor: Visitor, site: str) -> None:
    page = open_tree(visitor, site, "trees/sync-vs-async")
    chart = drawn(page)
    page.evaluate("navigator.clipboard.writeText = async (text) => { globalThis.copied = text; }")
    chart.get_by_role("button", name="Copy as mermaid").click()
    expect(chart.get_by_role("button", name="Copied")).to_be_visible()
    copied = page.evaluate("copied")
    assert copied.startswith("flowchart ")
    assert f'click n0 href "{site}trees/sync-vs-async/immediate-result/"' in copied
