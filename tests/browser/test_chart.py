"""The flowchart: drawn by the site's own mermaid in every theme, each node a link to its page."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, Route, expect
from tests.browser.conftest import Visitor
from tests.browser.walking import (
    INSTANT,
    MKDOCS,
    OPENED,
    PLAIN,
    READTHEDOCS,
    SCENES,
    Address,
    Scene,
    go_back,
    open_walk,
)
from tests.site_fixtures import (
    REPOSITORY,
    SEED_PAGE,
    TINY_TREE,
    Flavour,
    SiteMaker,
    build_site,
    settings,
    write_site,
)

from decision_trees import Tree
from decision_trees.model.line import unbroken

pytestmark = pytest.mark.browser

SERVED = (PLAIN, MKDOCS, READTHEDOCS)

CONTRASTS = """
() => {
  const root = document.querySelector("decision-chart").shadowRoot;
  const pen = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const luminance = (colour) => {
    pen.fillStyle = colour;
    pen.fillRect(0, 0, 1, 1);
    const [r, g, b] = Array.from(pen.getImageData(0, 0, 1, 1).data, (value) => {
      const part = value / 255;
      return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const contrast = (one, other) => {
    const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b);
    return (light + 0.05) / (dark + 0.05);
  };
  const paper = getComputedStyle(root.querySelector(".dt-box")).backgroundColor;
  return Array.from(root.querySelectorAll("g.node"), (node) => {
    const shape = getComputedStyle(node.querySelector(".label-container"));
    const text = getComputedStyle(node.querySelector(".nodeLabel")).color;
    return {
      kind: ["check", "decision", "warning"].find((kind) => node.classList.contains(kind)),
      stroke: shape.stroke,
      text: contrast(text, shape.fill),
      outline: contrast(shape.stroke, paper),
    };
  });
}
"""

COLOURS_OF_MARKS = """
() => {
  const colours = (kind) =>
    [".dt-list", ".dt-outline", ".dt-step"].map((place) => {
      const marked = document.querySelector(`${place} .dt--${kind}`);
      return getComputedStyle(marked, "::before").borderTopColor;
    });
  return Object.fromEntries(["check", "decision", "warning"].map((kind) => [kind, colours(kind)]));
}
"""

STAY = """
() => {
  globalThis.followed = [];
  globalThis.stay = new AbortController();
  addEventListener("click", (event) => {
    const link = event.composedPath().find(({ localName }) => localName === "a");
    if (!event.defaultPrevented) followed.push(new URL(link.href.baseVal, document.baseURI).href);
    event.preventDefault();
  }, { signal: stay.signal });
}
"""
"""Notes where clicks would lead, and stays: to come back and draw again takes seconds."""


def label(tree: Tree, node_id: str) -> str:
    return unbroken(str(tree.nodes[node_id].title))


def node_page(node_id: str) -> str:
    return SEED_PAGE.replace("index.md", f"{node_id}.md")


def open_chart(page: Page, url: str) -> Locator:
    """Open a page and bring its chart into view, drawn."""
    page.goto(url)
    return drawn(page)


def drawn(page: Page) -> Locator:
    """Wait for the chart of a page."""
    chart = page.locator("decision-chart")
    chart.scroll_into_view_if_needed()
    expect(chart.locator("svg")).to_have_count(1)
    return chart


def show_slate(page: Page) -> None:
    """Turn Material's palette to dark, as a reader does."""
    page.locator("form[data-md-component=palette] label:visible").click()
    expect(page.locator("body")).to_have_attribute("data-md-color-scheme", "slate")


@pytest.mark.parametrize("scene", [INSTANT, OPENED], ids=str)
def test_every_node_leads_to_its_page(scene: Scene, visitor: Visitor, address: Address, seed: Tree) -> None:
    page = visitor.page()
    open_chart(page, address(scene, SEED_PAGE))
    _expect_to_lead_on(
        page, {label(seed, node_id): address(scene, node_page(node_id)) for node_id in seed.nodes}
    )


@pytest.mark.parametrize("scene", SCENES, ids=str)
def test_the_chart_shows_every_node_and_every_answer(
    scene: Scene, visitor: Visitor, address: Address, seed: Tree
) -> None:
    chart = open_chart(visitor.page(), address(scene, SEED_PAGE))
    labels = chart.locator("svg g.node").all_text_contents()
    texts = {text.strip().replace("\u200b", "") for text in labels}
    assert texts == {label(seed, node_id) for node_id in seed.nodes}
    for kind in ("check", "decision", "warning"):
        expect(chart.locator(f"svg g.node.{kind}")).to_have_count(
            sum(node.kind == kind for node in seed.nodes.values())
        )
    answers = [answer for check in seed.checks for answer in check.answers]
    arrows = [text.strip() for text in chart.locator("svg g.edgeLabel").all_text_contents()]
    assert sorted(arrow for arrow in arrows if arrow) == sorted(str(answer.label) for answer in answers)
    links = {link.get_attribute("xlink:href") for link in chart.locator("svg a").all()}
    ending = "/" if scene.flavour.directory_urls else ".html"
    assert links == {f"{node_id}{ending}" for node_id in seed.nodes}
    expect(chart.locator("svg title").first).to_have_text(str(seed.title))
    expect(chart.locator("details.dt-outline")).not_to_have_attribute("open", "")


@pytest.mark.parametrize("scene", SERVED, ids=str)
def test_a_node_of_each_kind_leads_to_its_page_in_every_theme(
    scene: Scene, visitor: Visitor, address: Address, seed: Tree
) -> None:
    page = visitor.page()
    last = {node.kind: node.id for node in seed.nodes.values()}
    assert last.keys() == {"check", "decision", "warning"}
    open_chart(page, address(scene, SEED_PAGE))
    _expect_to_lead_on(
        page, {label(seed, node_id): address(scene, node_page(node_id)) for node_id in last.values()}
    )


def _expect_to_lead_on(page: Page, pages: Mapping[str, str]) -> None:
    """Press the nodes with these labels, expect each to lead to its page, and go to the last one."""
    nodes = page.locator("decision-chart svg g.node")
    page.evaluate(STAY)
    for text in pages:
        nodes.filter(has_text=text).click()
    assert page.evaluate("followed") == list(pages.values())
    page.evaluate("stay.abort()")
    text, url = list(pages.items())[-1]
    nodes.filter(has_text=text).click()
    page.wait_for_url(url)
    expect(page.locator("h1").filter(has_text=text)).to_be_visible()


@pytest.mark.parametrize("scene", [INSTANT, OPENED, MKDOCS], ids=str)
def test_the_keyboard_reaches_and_opens_a_node(
    scene: Scene, visitor: Visitor, address: Address, seed: Tree
) -> None:
    page = visitor.page()
    chart = open_chart(page, address(scene, SEED_PAGE))
    chart.locator(".dt-box").focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url(address(scene, node_page(seed.start)))


@pytest.mark.parametrize("scene", SERVED, ids=str)
def test_kinds_differ_in_colour_and_all_can_be_read(scene: Scene, visitor: Visitor, address: Address) -> None:
    page = visitor.page()
    open_chart(page, address(scene, SEED_PAGE))
    _expect_readable(page)


def test_kinds_differ_in_colour_and_all_can_be_read_in_the_dark(visitor: Visitor, address: Address) -> None:
    page = visitor.page()
    open_chart(page, address(PLAIN, SEED_PAGE))
    in_the_light = _expect_readable(page)
    assert _colours_of_marks(page) == in_the_light
    show_slate(page)
    in_the_dark = _expect_readable(page)
    assert _colours_of_marks(page) == in_the_dark
    assert in_the_dark != in_the_light
    expect(page.locator("decision-chart svg")).to_have_count(1)


def _expect_readable(page: Page) -> dict[str, str]:
    """Expect enough contrast in every node, and return the colour of each kind."""
    nodes = page.evaluate(CONTRASTS)
    colours = {node["kind"]: node["stroke"] for node in nodes}
    assert len(nodes) == 16
    assert len(set(colours.values())) == 3
    assert min(node["text"] for node in nodes) >= 4.5
    assert min(node["outline"] for node in nodes) >= 3
    return colours


def _colours_of_marks(page: Page) -> dict[str, str]:
    """The colour of each kind beside the chart, which is the same in lists, in the outline and on steps."""
    marks: dict[str, list[str]] = page.evaluate(COLOURS_OF_MARKS)
    assert {kind: len(set(colours)) for kind, colours in marks.items()} == dict.fromkeys(marks, 1)
    return {kind: colours[0] for kind, colours in marks.items()}


def test_kinds_differ_in_shape(visitor: Visitor, address: Address) -> None:
    chart = open_chart(visitor.page(), address(PLAIN, SEED_PAGE))
    shapes = {
        kind: chart.locator(f"svg g.node.{kind} .label-container").first.evaluate(
            "shape => [shape.localName, getComputedStyle(shape).rx]"
        )
        for kind in ("check", "decision", "warning")
    }
    assert shapes["check"] != shapes["decision"]
    assert shapes["warning"][0] == "polygon"


@pytest.mark.parametrize("scene", [INSTANT, PLAIN, MKDOCS], ids=str)
def test_without_mermaid_the_outline_stands_in(
    scene: Scene, visitor: Visitor, seed_site: SiteMaker, serve: Callable[[Path], str], tmp_path: Path
) -> None:
    site = seed_site(scene.flavour)
    published = tmp_path / "site"
    shutil.copytree(site.published, published)
    (published / "assets" / "decision-trees" / "mermaid.min.js").unlink()
    # The browser tells of the missing file, and our script of what it does about it; no script fails.
    visitor.expected.extend(["mermaid.min.js", "the outline stands in for the chart"])
    page = visitor.page()
    with page.expect_response("**/mermaid.min.js") as missing:
        page.goto(serve(published) + site.flavour.address(SEED_PAGE))
        page.locator("decision-chart").scroll_into_view_if_needed()
    assert missing.value.status == 404
    outline = page.locator("details.dt-outline")
    expect(outline).to_have_attribute("open", "")
    outline.get_by_role("link").first.click()
    page.wait_for_url("**/immediate-result/")


def test_who_leaves_before_mermaid_has_come_is_told_nothing(
    visitor: Visitor, seed_site: SiteMaker, serve_haltingly: Callable[[Path], str]
) -> None:
    site = seed_site(PLAIN.flavour)
    page = visitor.page()
    for _ in range(2):
        with page.expect_request("**/mermaid.min.js"):
            page.goto(
                serve_haltingly(site.published) + site.flavour.address(SEED_PAGE),
                wait_until="domcontentloaded",
            )
            page.locator("decision-chart").scroll_into_view_if_needed()
    page.goto("about:blank")
    visitor.expect_nothing_noted()


@pytest.mark.parametrize("answer", ["none", "a login page"])
def test_a_chart_that_has_failed_is_drawn_on_the_next_page(
    answer: str, visitor: Visitor, address: Address, seed: Tree
) -> None:
    # The browser tells of what does not come, and of what is no script; we tell of what is no mermaid.
    visitor.expected.extend(["mermaid.min.js", "Unexpected token", "expected expression"])
    page = visitor.page(new=True)

    def refuse(route: Route) -> None:
        if answer == "none":
            route.abort()
        else:
            route.fulfill(content_type="text/html", body="<p>Log in</p>")

    page.context.route("**/mermaid.min.js", refuse, times=1)
    with page.expect_request("**/mermaid.min.js"):
        page.goto(address(INSTANT, SEED_PAGE))
        page.locator("decision-chart").scroll_into_view_if_needed()
    expect(page.locator("decision-chart .dt-canvas")).not_to_have_attribute("aria-busy", "true")
    page.locator("details.dt-outline a").first.click()
    page.wait_for_url(address(INSTANT, node_page(seed.start)))
    expect(page.locator("h1")).to_contain_text(str(seed.nodes[seed.start].heading))
    drawn(page)


def test_who_asks_for_a_flowchart_in_vain_may_ask_again(visitor: Visitor, address: Address) -> None:
    visitor.expected.append("mermaid.min.js")
    page = visitor.page(width=360, new=True)
    page.context.route("**/mermaid.min.js", lambda route: route.abort(), times=1)
    page.goto(address(PLAIN, SEED_PAGE))
    press = page.locator("decision-chart .dt-bar button").first
    with page.expect_event("requestfailed"):
        press.click()
    expect(page.locator("decision-chart dialog")).not_to_be_visible()
    press.click()
    drawn(page)


# Beside a page's own fences

FENCED = """\
# Page

```mermaid
graph TD; a-->b
```
"""
FENCES = [
    {"pymdownx.superfences": {"custom_fences": [{"name": "mermaid", "class": "mermaid", "format": "@"}]}}
]


def fenced_site(folder: Path, **others: object) -> Path:
    """Build a Material site with a tree and a page, both with a mermaid fence of their author's."""
    written = settings(Flavour(), markdown_extensions=FENCES, **others)
    fence = "```mermaid\n          graph TD; a-->b\n          ```"
    tree = f"{TINY_TREE}edge_cases:\n  - title: Fence\n    text: |\n          {fence}\n"
    files = {
        "mkdocs.yml": written.replace('"@"', "!!python/name:pymdownx.superfences.fence_code_format"),
        "docs/index.md": FENCED,
        "docs/queue.tree.yaml": tree,
    }
    return build_site(write_site(folder, files))


def test_without_a_network_a_fence_stays_as_the_theme_leaves_it(
    visitor: Visitor, serve: Callable[[Path], str], tmp_path: Path
) -> None:
    """Material fetches its mermaid from another host, which is refused here; our chart is drawn."""
    visitor.expected.append("https://unpkg.com/mermaid@11/")
    page = visitor.page()
    open_chart(page, serve(fenced_site(tmp_path)) + "queue/")
    expect(page.locator("article pre").filter(has_text="graph TD")).to_have_text("graph TD; a-->b")
    assert page.evaluate("typeof mermaid") == "undefined"
    assert set(visitor.foreign) == {"https://unpkg.com/mermaid@11/dist/mermaid.min.js"}


def test_with_a_mermaid_of_the_sites_own_both_are_drawn(
    visitor: Visitor, serve: Callable[[Path], str], tmp_path: Path
) -> None:
    library = tmp_path / "docs" / "mermaid.min.js"
    library.parent.mkdir()
    shutil.copy(REPOSITORY / "node_modules" / "mermaid" / "dist" / "mermaid.min.js", library)
    page = visitor.page()
    open_chart(page, serve(fenced_site(tmp_path, extra_javascript=["mermaid.min.js"])) + "queue/")
    # Material draws into a closed shadow root; what shows is the element's size.
    expect(page.locator("div.mermaid")).to_have_count(1)
    page.wait_for_function("document.querySelector('div.mermaid').offsetHeight > 50")
    expect(page.locator("decision-chart svg g.node")).to_have_count(3)


# Instant navigation


def test_after_instant_hops_there_is_one_walk_and_one_chart(
    visitor: Visitor, address: Address, seed: Tree
) -> None:
    page = visitor.page()
    walk = open_walk(page, address(INSTANT, SEED_PAGE), seed)
    drawn(page)
    page.evaluate("globalThis.sameDocument = true")
    for node_id in ("kafka", "fan-out"):
        page.locator(".dt-list").get_by_role("link", name=str(seed.nodes[node_id].title)).click()
        page.wait_for_url(address(INSTANT, node_page(node_id)))
        expect(page.locator("h1").filter(has_text=label(seed, node_id))).to_be_visible()
        if node_id == "kafka":
            go_back(page)
        else:
            page.locator("nav.dt-trail a").first.click()
        page.wait_for_url(address(INSTANT, SEED_PAGE))
        expect(page.locator("h1").filter(has_text=str(seed.title))).to_be_visible()
        drawn(page)
        expect(page.locator(".dt-progress")).to_have_count(1)
        walk.expect_node(seed.start)
    assert page.evaluate("globalThis.sameDocument"), "these hops were no instant navigation"

    answer = walk.shown.locator("a.dt-answer").first
    answer.click()
    walk.expect_node("under-one-second")
    expect(walk.trail).to_have_count(1)
    chart = drawn(page)
    chart.locator("svg g.node").filter(has_text=label(seed, "webhook")).click()
    page.wait_for_url(address(INSTANT, node_page("webhook")))
