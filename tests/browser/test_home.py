"""The home page of our own site: what it sells is on the first screen, and everybody can read it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Literal, Protocol

import pytest
from playwright.sync_api import Page, expect
from tests.browser.conftest import Visitor
from tests.browser.test_looks import TOO_WIDE, open_anew, violations
from tests.mkdocs_process import mkdocs_build
from tests.site_fixtures import REPOSITORY

pytestmark = [
    pytest.mark.browser,
    pytest.mark.seldom_in_firefox(
        "what is embedded is tried in Firefox elsewhere, and this is our page alone"
    ),
]


class Opener(Protocol):
    """Opens a page of the site."""

    def __call__(self, page: Page, path: str = ..., /) -> None:
        """Take its path in the site."""


@pytest.fixture(scope="module")
def own_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site as `make site` builds it."""
    published = tmp_path_factory.mktemp("own") / "site"
    environment = {"NO_MKDOCS_2_WARNING": "1"}  # as the Makefile sets it
    run = mkdocs_build(REPOSITORY, "--strict", "--site-dir", str(published), environment=environment)
    assert run.returncode == 0, run.stderr
    return published


@pytest.fixture
def open_own(own_site: Path, serve: Callable[[Path], str]) -> Opener:
    """Opens a page, the home page unless another is named."""
    return lambda page, path="": open_anew(page, f"{serve(own_site)}{path}")


@pytest.mark.parametrize(("width", "height"), [(1280, 800), (390, 844)])
def test_the_first_screen_says_what_it_is_and_has_a_question_to_answer(
    width: int, height: int, visitor: Visitor, open_own: Opener
) -> None:
    page = visitor.page(width=width, height=height)
    open_own(page)
    for place in (
        page.locator("h1"),
        page.locator("article").get_by_role("link", name="Get started").first,
        page.get_by_text("pip install mkdocs-decision-trees").first,
        page.locator(".dt-walk--on .dt-step:visible .dt-step__title").first,
        page.locator(".dt-walk--on .dt-answer:visible").first,
    ):
        expect(place).to_be_in_viewport(ratio=1)


def test_nothing_is_wider_than_a_telephone(visitor: Visitor, open_own: Opener) -> None:
    page = visitor.page(width=360, height=740)
    open_own(page)
    assert page.evaluate("document.scrollingElement.scrollWidth") <= 360, page.evaluate(TOO_WIDE)


@pytest.mark.parametrize(("scheme", "name"), [("light", "default"), ("dark", "slate")])
def test_axe_finds_nothing_that_a_page_without_trees_does_not_have(
    scheme: Literal["light", "dark"], name: str, visitor: Visitor, open_own: Opener
) -> None:
    page = visitor.page(new=True)
    page.emulate_media(color_scheme=scheme)
    open_own(page, "upgrading/")
    floor = {rule for rule, _ in violations(page)}
    open_own(page)
    expect(page.locator("body")).to_have_attribute("data-md-color-scheme", name)
    for chart in page.locator("decision-chart").all():
        chart.scroll_into_view_if_needed()
        expect(chart.locator("svg").first).to_be_visible()
    assert [found for found in violations(page) if found[0] not in floor] == []
