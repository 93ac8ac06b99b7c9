"""On a telephone and for everybody: nothing overflows, targets are large, axe finds nothing new."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest
from playwright.sync_api import Page, expect
from tests.browser.conftest import Visitor
from tests.browser.walking import (
    MKDOCS,
    PLAIN,
    READTHEDOCS,
    Address,
    Scene,
    fragment,
    judged_by_axe,
    paths,
)
from tests.site_fixtures import REPOSITORY, SEED_PAGE

from decision_trees import Tree

pytestmark = pytest.mark.browser

AXE = REPOSITORY / "node_modules" / "axe-core" / "axe.min.js"
RUN_AXE = """
async (wholly) => {
  const place = wholly ? document : document.querySelector("article, [role=main]");
  const { violations } = await axe.run(place, { resultTypes: ["violations"] });
  const colours = ({ any }) => any.map(({ data }) => data?.fgColor && ` ${data.fgColor} on ${data.bgColor}`);
  return violations.flatMap(({ id, nodes }) =>
    nodes.map((node) => [id + (colours(node)[0] ?? ""), `${node.html} ${node.failureSummary}`]));
}
"""
"""Runs axe on a page wholly, or without the theme's own parts, where those were judged in another state.

Gives for each violation its rule, with the colours where it is about contrast, and its place.
"""

KINDS_OF_PAGES = (
    "tree",
    "middle of the walk",
    "end of the walk",
    "check",
    "incomplete check",
    "decision",
    "warning",
)
SCENES = (PLAIN, MKDOCS, READTHEDOCS)


@pytest.fixture
def page_of(address: Address, seed: Tree) -> Callable[[Scene, str], str]:
    """The full address of a page by its kind."""

    def of(scene: Scene, kind: str) -> str:
        path = max(paths(seed), key=len)
        tree = address(scene, SEED_PAGE)
        nodes = {
            "check": "under-one-second",
            "incomplete check": "polling-or-callback",
            "decision": "kafka",
            "warning": "no-circuit-breaker",
        }
        if kind in nodes:
            return address(scene, SEED_PAGE.replace("index.md", f"{nodes[kind]}.md"))
        walked = {"tree": path[:0], "middle of the walk": path[:2], "end of the walk": path}
        return tree + fragment(walked[kind])

    return of


def show_all(page: Page) -> None:
    """Open what is folded and draw the chart, so that all of the page is there."""
    page.evaluate(
        "document.querySelectorAll('article details, [role=main] details').forEach(d => d.open = true)"
    )
    chart = page.locator("decision-chart")
    if chart.count():
        chart.scroll_into_view_if_needed()
        # In a narrow window the indented tree is the view, and nothing is drawn.
        expect(chart.locator("svg").or_(chart.get_by_role("button", name="Flowchart")).first).to_be_visible()


def open_anew(page: Page, url: str) -> None:
    """Open a page, also where only the address of the walk differs from the page before."""
    page.goto("about:blank")
    page.goto(url)


TOO_WIDE = """
() => Array.from(document.querySelectorAll("body *"))
  .filter((element) => element.getBoundingClientRect().right > 361)
  .map((element) => `${element.localName}.${element.className}`).slice(0, 10)
"""


@pytest.mark.parametrize("scene", SCENES, ids=str)
def test_nothing_is_wider_than_a_telephone(
    scene: Scene, visitor: Visitor, page_of: Callable[[Scene, str], str]
) -> None:
    page = visitor.page(width=360, height=740)
    for kind in KINDS_OF_PAGES:
        open_anew(page, page_of(scene, kind))
        show_all(page)
        width = page.evaluate("document.scrollingElement.scrollWidth")
        assert width <= 360, (kind, page.evaluate(TOO_WIDE))


@pytest.mark.parametrize("scene", SCENES, ids=str)
def test_answers_are_large_enough_for_a_finger(
    scene: Scene, visitor: Visitor, page_of: Callable[[Scene, str], str]
) -> None:
    page = visitor.page(width=360, height=740, chart=False)
    for kind in ("tree", "check"):
        page.goto(page_of(scene, kind))
        answers = page.locator("a.dt-answer:visible")
        expect(answers).to_have_count(2)
        boxes = [answer.bounding_box() for answer in answers.all()]
        assert [box for box in boxes if box is None or box["height"] < 44 or box["width"] < 44] == []


@judged_by_axe
@pytest.mark.parametrize("scheme", ["default", "slate"])
def test_axe_finds_nothing_new_in_material(
    scheme: str, visitor: Visitor, address: Address, page_of: Callable[[Scene, str], str]
) -> None:
    page = visitor.page()
    page.goto(address(PLAIN, "guides/first/plain.md"))
    if scheme == "slate":
        page.locator("form[data-md-component=palette] label:visible").click()
        expect(page.locator("body")).to_have_attribute("data-md-color-scheme", scheme)
        page.reload()  # no colour is on its way to another
    expect(page.locator("body")).to_have_attribute("data-md-color-scheme", scheme)
    _expect_nothing_new(page, [page_of(PLAIN, kind) for kind in KINDS_OF_PAGES])
    expect(page.locator("body")).to_have_attribute("data-md-color-scheme", scheme)


@judged_by_axe
@pytest.mark.parametrize("scene", [MKDOCS, READTHEDOCS], ids=str)
def test_axe_finds_nothing_new_in_other_themes(
    scene: Scene, visitor: Visitor, address: Address, page_of: Callable[[Scene, str], str]
) -> None:
    page = visitor.page()
    page.goto(address(scene, "guides/first/plain.md"))
    _expect_nothing_new(page, [page_of(scene, kind) for kind in ("tree", "check", "decision")])


def _expect_nothing_new(page: Page, urls: Sequence[str]) -> None:
    """Expect no violation on any page that the plain page, which is open, does not have."""
    floor = {rule for rule, _ in violations(page)}
    for url in urls:
        open_anew(page, url)
        show_all(page)
        assert [violation for violation in violations(page) if violation[0] not in floor] == [], url


def violations(page: Page, *, wholly: bool = True) -> Sequence[tuple[str, str]]:
    """What axe finds on a page, as `RUN_AXE` gives it."""
    if not page.evaluate("'axe' in globalThis"):
        page.add_script_tag(path=AXE)
    found: Sequence[tuple[str, str]] = page.evaluate(RUN_AXE, wholly)
    return found


def test_whoever_is_led_to_a_step_sees_progress_above_it_and_a_mark_of_warning(
    visitor: Visitor, address: Address
) -> None:
    page = visitor.page(width=390, height=844, chart=False)
    page.goto(f"{address(PLAIN, SEED_PAGE)}#step-no-circuit-breaker")
    expect(page.locator("decision-tree .dt-arrival:visible")).to_have_count(1)
    page.wait_for_function(
        """() => {
          const { x, y, height } = document.querySelector(".dt-progress").getBoundingClientRect();
          return document.elementFromPoint(x + 5, y + height / 2)?.closest(".dt-top");
        }"""
    )
    mark = page.locator("decision-tree .dt-arrival:visible").evaluate(
        "(arrival) => getComputedStyle(arrival, '::before').clipPath"
    )
    assert mark.startswith("polygon(evenodd"), mark
