"""Trees as people have them: twenty answers, long titles, no guidance, forty checks, one check."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

import pytest
from playwright.sync_api import Page, ViewportSize
from tests.browser.conftest import Visitor, address_in
from tests.browser.walking import MKDOCS, PLAIN, READTHEDOCS, Scene
from tests.site_fixtures import Site, settings, write_site

pytestmark = pytest.mark.browser

LONG = "Keep the monolith for now, split its database by module, and look at it again in two quarters"

ANSWERS = [
    f"Language {number}" if number % 3 else f"Language {number}, which few people speak"
    for number in range(20)
]


def two(question: str, yes: str, no: str, **more: str) -> dict[str, object]:
    return {"question": question, "answers": {"Yes": yes, "No": no}, **more}


TREES: Mapping[str, Mapping[str, object]] = {
    "twenty": {
        "title": "Which linter?",
        "checks": {
            "a": {
                "question": "In which language is most of the code written?",
                "answers": {label: f"d{number % 3}" for number, label in enumerate(ANSWERS)},
            }
        },
        "decisions": {f"d{number}": f"Linter {number}" for number in range(3)},
    },
    "long": {
        "title": f"Shall we? {LONG}",
        "checks": {"a": two("Is there a team?", "d", "w")},
        "decisions": {"d": LONG},
        "warnings": {"w": {"title": f"Do not {LONG}"}},
    },
    "plain": {
        "title": "Plain",
        "guidance": "none",
        "checks": {"a": two("Is it urgent?", "d", "b"), "b": two("Is it important?", "e", "d")},
        "decisions": {"d": "Do it", "e": "Plan it"},
    },
    "one": {
        "title": "One",
        "checks": {"a": two("Does it rain?", "d", "e")},
        "decisions": {"d": "Stay", "e": "Go"},
    },
    "forty": {
        "title": "Forty",
        "checks": {
            f"c{number}": two(
                f"Is condition number {number} of the long list met?",
                f"c{number + 1}" if number < 39 else "e",
                f"d{number % 7}",
                assess="Look it up in the list.",
            )
            for number in range(40)
        },
        "decisions": {**{f"d{number}": f"Stop at {number}" for number in range(7)}, "e": "Done"},
    },
}

CUT = """
() => [...document.querySelectorAll(":is(.dt-page, .dt-walk, .dt-chart) *")]
  .filter((element) => element.checkVisibility() && !element.childElementCount && element.textContent.trim())
  .filter((element) => element.clientWidth > 1 && !element.closest("svg, pre"))
  .filter((element) => element.scrollWidth > element.clientWidth + 1)
  .filter((element) => getComputedStyle(element).overflow !== "visible")
  .map((element) => `${element.localName}.${element.className} ${element.textContent.slice(0, 40)}`)
"""
"""Texts of which a part is not to be seen."""

FOLDS = """
() => [...document.querySelectorAll(":is(.dt-walk, .dt-chart) details")]
  .filter((fold) => fold.checkVisibility())
  .map((fold) => [getComputedStyle(fold), getComputedStyle(fold.firstElementChild)])
  .map(([fold, summary]) => [fold.borderTopWidth, summary.backgroundColor])
"""


@pytest.fixture(scope="module")
def site_in(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Scene], Site]:
    built: dict[str, Site] = {}

    def of(scene: Scene) -> Site:
        if str(scene) not in built:
            quiet = {"levels": {"missing-guidance": "off", "same-target": "off"}}
            files = {
                "mkdocs.yml": settings(scene.flavour, plugins=["search", {"decision-trees": quiet}]),
                "docs/index.md": "# Home\n",
                **{f"docs/{name}.tree.yaml": json.dumps(tree) for name, tree in TREES.items()},
            }
            built[str(scene)] = Site(scene.flavour, write_site(tmp_path_factory.mktemp("content"), files))
        return built[str(scene)]

    return of


SIZES: Sequence[ViewportSize] = ({"width": 1280, "height": 900}, {"width": 390, "height": 844})
"""A window on a desk, and a telephone."""


def in_each_size(page: Page) -> Iterator[ViewportSize]:
    for size in SIZES:
        page.set_viewport_size(size)
        yield size


def expect_all_to_be_seen(page: Page, where: object) -> None:
    width = page.viewport_size or {"width": 0}
    assert page.evaluate("document.scrollingElement.scrollWidth") <= width["width"], where
    assert page.evaluate(CUT) == [], where


@pytest.mark.parametrize("scene", [PLAIN, MKDOCS, READTHEDOCS], ids=str)
def test_pages_of_real_trees_show_all_and_begin_with_their_answers(
    scene: Scene,
    visitor: Visitor,
    site_in: Callable[[Scene], Site],
    serve: Callable[[Path], str],
) -> None:
    page = visitor.page(chart=False)
    for name, tree in TREES.items():
        page.goto(address_in(site_in(scene), f"{name}/index.md", scene, serve))
        page.wait_for_selector(".dt-walk--on")
        for size in in_each_size(page):
            first = page.locator("a.dt-answer:visible").first.bounding_box()
            assert first is not None
            assert first["y"] + first["height"] < size["height"], (name, size)
            expect_all_to_be_seen(page, name)
            # What folds looks alike: a theme dresses details that are not ours as notes.
            assert len({str(look) for look in page.evaluate(FOLDS)}) <= 1, (name, size)
        for end in ("d", "w", "d1", "c1"):
            if any(end in nodes for nodes in tree.values() if isinstance(nodes, dict)):
                page.goto(address_in(site_in(scene), f"{name}/{end}.md", scene, serve))
                for size in in_each_size(page):
                    expect_all_to_be_seen(page, (name, end, size))


@pytest.mark.parametrize("name", TREES)
def test_a_tree_that_needs_no_guidance_has_no_box_for_it(
    name: str, visitor: Visitor, site_in: Callable[[Scene], Site], serve: Callable[[Path], str]
) -> None:
    page = visitor.page(chart=False)
    page.goto(address_in(site_in(PLAIN), f"{name}/index.md", PLAIN, serve))
    page.wait_for_selector(".dt-walk--on")
    boxes = page.get_by_text("Guidance for this check is not written yet.").locator("visible=true").count()
    assert boxes == (0 if name in ("plain", "forty") else 1)
