"""What readers and sites bring: strict policies, zoom, forced colours, other languages, trees of any size."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, expect
from tests.browser.conftest import Visitor, address_in
from tests.browser.walking import MKDOCS, PLAIN, Address, fragment, on_paper, open_walk, paths
from tests.site_fixtures import SEED_PAGE, Flavour, Site, SiteMaker, settings, write_site

from decision_trees import Tree, load
from decision_trees.analysis.graph import Graph
from decision_trees.site.chart import MOST_IN_OVERVIEW, Box, ChartBuilder
from decision_trees.words import load_words

pytestmark = pytest.mark.browser

SMALL_TREE = """\
title: Queue
question: Which queue?
checks:
  replay:
    question: Replay?
    assess: Ask.
    answers: {Small: load, Middle: load, Large: load, No: queue}
  load:
    question: Load?
    assess: Measure.
    answers: {Yes: queue, Not measured: {to: replay, loop: measure}}
decisions:
  queue: {title: A queue, choose: This.}
"""
"""A tree in which several answers lead to one node, and one goes back."""

REPORTS = "https://tracker.example/new?title={title}&body={trail}&at={tree}/{node}&from={url}"


def small_site(folder: Path, *, language: str = "en") -> Site:
    """Build a site of the small tree in a language, with an address for reports."""
    chosen = settings(
        theme={"name": "material", "font": False, "language": language},
        plugins=["search", {"decision-trees": {"report_url": REPORTS}}],
    )
    files = {"mkdocs.yml": chosen, "docs/index.md": "# Home\n", "docs/queue.tree.yaml": SMALL_TREE}
    return Site(Flavour(), write_site(folder, files))


def open_small(page: Page, site: Site, serve: Callable[[Path], str], walked: str = "") -> None:
    """Open the page of the small tree."""
    page.goto(address_in(site, "queue/index.md", PLAIN, serve) + walked)
    expect(page.locator(".dt-walk--on")).to_have_count(1)


def open_chart(page: Page, nodes: int) -> None:
    """Bring the chart into view and wait until it is drawn."""
    chart = page.locator("decision-chart")
    chart.scroll_into_view_if_needed()
    chart.get_by_role("button", name="Copy as mermaid").or_(chart.locator(".dt-bar button").nth(1)).wait_for()
    if (flowchart := chart.get_by_role("button", name="Flowchart")).is_visible():
        flowchart.click()
    expect(chart.locator("g.node")).to_have_count(nodes)


# A strict policy

NOTE_VIOLATIONS = """
globalThis.violations = [];
addEventListener("securitypolicyviolation", ({ effectiveDirective, sourceFile }) =>
  violations.push([sourceFile.split("/").pop(), effectiveDirective.split("-")[0]]));
"""


def test_a_strict_policy_stops_nothing(
    visitor: Visitor, seed_site: SiteMaker, serve_strictly: Callable[[Path], str], seed: Tree
) -> None:
    # The themes' own inline scripts are refused, and the styles that mermaid writes where it measures.
    visitor.expected.extend(
        [
            "violates the following Content Security Policy directive 'default-src 'self''",
            "because it violates the following directive: “default-src 'self'”",
            "is not defined",
            "Cannot read properties",
            "can't access property",
        ]
    )
    page = visitor.page(new=True)
    page.add_init_script(NOTE_VIOLATIONS)
    path = Graph(seed).shortest_to("kafka")
    site = seed_site(MKDOCS.flavour)
    walk = open_walk(page, serve_strictly(site.published) + site.flavour.address(SEED_PAGE), seed)
    walk.take(path)
    walk.expect_at(path)
    open_chart(page, len(seed.nodes))
    here = page.locator("decision-chart g.node.dt-here .label-container")
    assert here.evaluate("shape => getComputedStyle(shape).strokeWidth") == "5px"
    page.locator("decision-chart").get_by_role("button", name="Enlarge").click()
    expect(page.locator("decision-chart").get_by_role("dialog")).to_be_visible()
    ours = {("decision-tree.js", "style"), ("mermaid.min.js", "style")}
    assert {tuple(pair) for pair in page.evaluate("violations") if pair[0].endswith("n.js")} <= ours


# Large trees


def large_tree(checks: int) -> str:
    """Write a tree of yes and no with a number of checks and one more end."""

    def target(number: int) -> str:
        return f"c{number}" if number < checks else f"e{number}"

    asked = {
        f"c{number}": {
            "question": f"Does condition {number} hold for what is to be done?",
            "answers": {"Yes": target(2 * number + 1), "No": target(2 * number + 2)},
        }
        for number in range(checks)
    }
    ends = {f"e{number}": f"Outcome {number}" for number in range(checks, 2 * checks + 1)}
    return json.dumps({"title": "Large", "question": "Which?", "checks": asked, "decisions": ends})


def test_the_chart_of_a_thousand_nodes_is_cut_into_links(
    visitor: Visitor, address: Address, tmp_path: Path
) -> None:
    """In the seed's page: to build a thousand pages would prove no more."""
    (tmp_path / "large.tree.yaml").write_text(large_tree(500), "utf-8")
    tree = load(tmp_path).library.trees["large"]
    assert len(tree.nodes) == 1001
    charts = ChartBuilder(
        Graph(tree),
        lambda node: Box(str(node.title), node.kind, f"{node.id}/", str(node.title)),
        lambda target: Box(str(target), "exit", "", str(target)),
    )
    page = visitor.page()
    page.goto(address(MKDOCS, SEED_PAGE))
    page.evaluate(
        """([text, facts]) => {
             const chart = document.querySelector("decision-chart");
             const fresh = chart.cloneNode(true);
             const source = fresh.querySelector(".dt-chart__source");
             source.textContent = text;
             source.dataset.chart = facts;
             delete fresh.dataset.whole;
             chart.replaceWith(fresh);
           }""",
        [(chart := charts.whole("Large", "A large tree")).text, chart.for_script()],
    )
    page.locator("decision-chart").scroll_into_view_if_needed()
    page.locator("decision-chart").get_by_role("button", name="Flowchart").click()
    expect(page.locator("decision-chart g.node")).to_have_count(2 * MOST_IN_OVERVIEW + 1)
    # Every check without an arrow is a link to its own part, and marked as one.
    cuts = page.locator("decision-chart a:has(.cut)")
    expect(cuts).to_have_count(MOST_IN_OVERVIEW + 1)
    assert {link.get_attribute("xlink:href") for link in cuts.all()} == {
        f"c{number}/" for number in range(MOST_IN_OVERVIEW, 2 * MOST_IN_OVERVIEW + 1)
    }
    expect(cuts.first).to_have_attribute("aria-description", "More lies behind it.")


# Zoom, fingers, forced colours, paper

# Not links within a sentence, which stand as high as its lines.
TARGETS = """
Array.from(document.querySelectorAll("decision-tree :is(a, button, summary), .dt-bar button"))
  .filter((element) => element.checkVisibility({ visibilityProperty: true }))
  .filter((element) => !element.closest(".dt-prose:not(.dt-fold .dt-prose), .dt-incomplete"))
  .map((element) => [element.textContent, element.closest(".dt-trail li") ?? element])
  .map(([text, { offsetWidth, offsetHeight }]) => [text, offsetWidth, offsetHeight])
  .filter(([, width, height]) => width < 44 || height < 44)
"""


@pytest.mark.parametrize(("width", "scale"), [(360, 1), (640, 2)], ids=["telephone", "zoom of 200 %"])
def test_all_fits_and_targets_are_large(
    width: int, scale: float, visitor: Visitor, address: Address, seed: Tree
) -> None:
    page = visitor.page(width=width, height=700, scale=scale)
    path = max(paths(seed), key=len)
    for walked in (path[:2], path):
        page.goto("about:blank")
        open_walk(page, address(PLAIN, SEED_PAGE) + fragment(walked), seed)
        page.evaluate("document.querySelectorAll('.dt-fold').forEach((fold) => (fold.open = true))")
        assert page.evaluate(TARGETS) == []
    open_chart(page, len(seed.nodes))
    assert page.evaluate("document.scrollingElement.scrollWidth") <= width
    assert page.evaluate(TARGETS) == []


def test_forced_colours_keep_kinds_and_the_walk_apart(visitor: Visitor, address: Address, seed: Tree) -> None:
    page = visitor.page("forced colours")
    path = Graph(seed).shortest_to("kafka")
    open_walk(page, address(PLAIN, SEED_PAGE) + fragment(path), seed)
    open_chart(page, len(seed.nodes))
    text, paper = page.evaluate(
        """() => {
             const probe = document.body.appendChild(document.createElement("p"));
             probe.style = "color: CanvasText; background: Canvas";
             const { color, backgroundColor } = getComputedStyle(probe);
             return [color, backgroundColor];
           }"""
    )
    shape = page.locator("decision-chart g.dt-here .label-container")
    style = shape.evaluate("(shape, names) => names.map((name) => getComputedStyle(shape)[name])", STYLES)
    assert style == [text, paper, "5px"]
    marks = {
        kind: page.locator(f".dt-list .dt--{kind}").first.evaluate(
            """(link) => {
                 const mark = getComputedStyle(link, "::before");
                 return [mark.borderTopColor, mark.borderRadius + mark.clipPath];
               }"""
        )
        for kind in ("check", "decision", "warning")
    }
    assert paper not in {colour for colour, _ in marks.values()}
    assert len({form for _, form in marks.values()}) == 3


STYLES = ["stroke", "fill", "strokeWidth"]


@on_paper
def test_paper_has_all_guidance(visitor: Visitor, address: Address, seed: Tree) -> None:
    page = visitor.page(chart=False, new=True)
    open_walk(page, address(PLAIN, SEED_PAGE), seed)
    page.emulate_media(media="print")
    assert page.locator("decision-tree .dt-step").evaluate_all(
        "all => all.every((step) => step.checkVisibility({ visibilityProperty: true }))"
    )
    folded = page.locator("details.dt-fold--help .dt-prose")
    assert folded.count() == sum(len(check.sections) for check in seed.checks) > 0
    assert folded.evaluate_all(
        "all => all.every((prose) => prose.checkVisibility({ visibilityProperty: true }))"
    )
    expect(page.locator(".dt-bar:visible")).to_have_count(0)


def test_all_is_shown_should_the_script_not_come(visitor: Visitor, address: Address, seed: Tree) -> None:
    page = visitor.page(new=True)
    page.route("**/decision-tree.js", lambda route: route.abort())
    visitor.expected.append("Failed to load resource")
    page.goto(address(PLAIN, SEED_PAGE))
    walk = page.locator("decision-tree")
    assert walk.evaluate("(walk) => walk.scrollHeight > walk.clientHeight")
    expect(walk).to_have_css("overflow", "visible")
    assert walk.evaluate("(walk) => walk.scrollHeight === walk.clientHeight")
    for node in seed.nodes:
        page.evaluate("(node) => (location.hash = `step-${node}`)", node)
        expect(page.locator(f"#step-{node} .dt-step__title")).to_be_in_viewport()


SCRIPTS = {
    "in the head": ("</head>", "<script src={src}></script>"),
    "in the head, deferred": ("</head>", "<script src={src} defer></script>"),
    "in the head, at once": ("</head>", "<script src={src} async></script>"),
    "before all": ('<div data-md-component="skip">', "<script src={src}></script>"),
    "last": ("</body>", "<script src={src}></script>"),
    "twice": ("</body>", "<script src={src}></script><script src={src}></script>"),
}
"""What a site may load our script by, and before what it stands."""


@pytest.fixture(scope="module")
def built_once(tmp_path_factory: pytest.TempPathFactory) -> tuple[Site, str]:
    """A site of the small tree, and the page of the tree as it was built."""
    site = small_site(tmp_path_factory.mktemp("small"))
    return site, site.file("queue/index.md").read_text("utf-8")


@pytest.mark.parametrize("where", SCRIPTS)
def test_the_walk_and_the_chart_start_wherever_a_site_loads_the_script(
    where: str, visitor: Visitor, serve: Callable[[Path], str], built_once: tuple[Site, str]
) -> None:
    site, html = built_once
    behind, scripts = SCRIPTS[where]
    [(ours, src)] = re.findall(r'(<script src="([^"]*/decision-tree\.js)"></script>)', html)
    assert html.count(behind) == 1
    html = html.replace(ours, "").replace(behind, scripts.format(src=src) + behind)
    site.file("queue/index.md").write_text(html, "utf-8")
    page = visitor.page()
    open_small(page, site, serve, "#walk?replay=middle")
    expect(page.locator(".dt-walk--on .dt-step:visible")).to_have_attribute("data-node", "load")
    open_chart(page, 3)


# What a site sets


def test_the_report_is_filled_in(visitor: Visitor, serve: Callable[[Path], str], tmp_path: Path) -> None:
    page = visitor.page()
    site = small_site(tmp_path)
    open_small(page, site, serve, "#walk?replay=middle")
    link = page.locator("decision-tree").get_by_role("link", name="Report a problem with this step")
    query = parse_qs(urlsplit(link.get_attribute("href") or "").query)
    assert query == {
        "title": ["Load?"],
        "body": ["- Replay? Middle"],
        "at": ["queue/load"],
        "from": [page.url],
    }
    # Of several answers that lead to one node, the one that was given is marked.
    open_chart(page, 3)
    expect(page.locator("decision-chart path.dt-taken")).to_have_count(1)
    expect(page.locator("decision-chart .edgeLabel .dt-taken")).to_have_text("Middle")


EVENTS = ("start", "answer", "back", "end")
NOTE_EVENTS = """
(names) => {
  globalThis.told = [];
  const note = ({ type, detail }) => told.push([type.split(":")[1], detail]);
  for (const name of names) document.addEventListener(`decision-tree:${name}`, note);
}
"""


def test_events_tell_what_is_done(visitor: Visitor, address: Address, seed: Tree) -> None:
    page = visitor.page(chart=False)
    walk = open_walk(page, address(MKDOCS, SEED_PAGE), seed)
    page.evaluate(NOTE_EVENTS, EVENTS)
    path = Graph(seed).shortest_to("webhook")
    walk.take(path)
    walk.expect_at(path)
    walk.back.click()
    walk.expect_at(path[:-1])
    trail = [{"check": step.node.id, "answer": step.answer.id} for step in path]

    def told(name: str, node: str, answer: str | None, walked: int) -> list[object]:
        return [name, {"tree": seed.id, "node": node, "answer": answer, "trail": trail[:walked]}]

    answered = [told("answer", step.node.id, step.answer.id, n) for n, step in enumerate(path, start=1)]
    assert page.evaluate("told") == [
        told("start", seed.start, None, 0),
        *answered,
        told("end", "webhook", path[-1].answer.id, len(path)),
        told("back", path[-1].node.id, None, len(path) - 1),
    ]


@pytest.mark.parametrize("language", ["de", "ar"])
def test_the_walk_speaks_the_languages_of_themes(
    language: str, visitor: Visitor, serve: Callable[[Path], str], tmp_path: Path
) -> None:
    words: Mapping[str, str] = load_words(language).walk
    page = visitor.page()
    open_small(page, small_site(tmp_path, language=language), serve, "#walk?replay=middle")
    expect(page.locator("decision-tree :is(.dt-top, .dt-bar) button:visible")).to_have_text(
        [words["back"], words["restart"], words["copy"]]
    )
    expect(page.locator(".dt-fold--unsure summary")).to_have_text(words["unsure"].format(n=1))
    assert words["unsure"] != load_words("en").walk["unsure"]
    open_chart(page, 3)
    buttons = page.locator("decision-chart .dt-bar button:visible")
    expect(buttons).to_have_text([words["enlarge"], words["copy_mermaid"], "\u2212", "+", words["fit"]])
    # Arrows point on, and those that go back point back, as one reads.
    turns = page.locator(".dt-answer:visible").evaluate_all(
        "all => all.map((link) => getComputedStyle(link, '::after').rotate)"
    )
    assert turns == (["135deg", "-45deg"] if language == "ar" else ["-45deg", "135deg"])
