"""Firefox without script, of which Playwright sees little: nothing that waits comes to an end there."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page
from tests.browser.engines import Browsers
from tests.browser.walking import MKDOCS, OPENED, PLAIN, Address, Scene, end_of, paths
from tests.site_fixtures import SEED_PAGE

from decision_trees import Tree

pytestmark = [
    pytest.mark.browser,
    pytest.mark.usefixtures("engine"),
    pytest.mark.firefox_only("Chromium has all of Playwright's checks, without script as well"),
]
in_each_scene = pytest.mark.parametrize("scene", [PLAIN, OPENED, MKDOCS], ids=str)


@pytest.fixture
def page(browsers: Browsers) -> Iterator[Page]:
    """An empty page of a Firefox that runs no script."""
    context = browsers.firefox("no script").new_context(viewport={"width": 1280, "height": 900})
    yield context.new_page()
    context.close()


@in_each_scene
def test_the_page_of_the_tree_is_the_whole_document(
    scene: Scene, page: Page, address: Address, seed: Tree
) -> None:
    page.goto(address(scene, SEED_PAGE))
    steps = page.locator(".dt-step")
    assert [step.is_visible() for step in steps.all()] == [True] * len(seed.nodes)
    assert not page.locator(".dt-chart__source").is_visible()
    page.locator('#step-immediate-result a.dt-answer[data-answer="no"]').click(force=True)
    page.wait_for_url(address(scene, SEED_PAGE) + "#step-fan-out")
    place = page.locator("#step-fan-out").bounding_box()
    assert place
    assert 0 <= place["y"] < 900


@in_each_scene
def test_every_answer_is_a_link_to_the_next_page(
    scene: Scene, page: Page, address: Address, seed: Tree
) -> None:
    def node_page(node_id: str) -> str:
        return address(scene, SEED_PAGE.replace("index.md", f"{node_id}.md"))

    for step in dict.fromkeys(step for path in paths(seed) for step in path):
        page.goto(node_page(step.node.id))
        page.locator("a.dt-answer").filter(has=page.get_by_text(str(step.answer.label), exact=True)).click(
            force=True
        )
        page.wait_for_url(node_page(end_of(seed, [step])))
