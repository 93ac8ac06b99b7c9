"""axe in every state of a walk."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect
from tests.browser.conftest import Visitor
from tests.browser.test_looks import violations
from tests.browser.walking import PLAIN, Address, Scene, judged_by_axe, open_walk, paths
from tests.site_fixtures import SEED_PAGE

from decision_trees import Tree

pytestmark = pytest.mark.browser


@judged_by_axe
@pytest.mark.parametrize("scene", [PLAIN], ids=str)
def test_axe_finds_nothing_new_in_any_state_of_a_walk(
    scene: Scene, visitor: Visitor, address: Address, seed: Tree
) -> None:
    page = visitor.page(chart=False)
    visitor.allow_clipboard(page)
    page.goto(address(scene, "guides/first/plain.md"))
    floor = {rule for rule, _ in violations(page)}
    path = max(paths(seed), key=len)
    walk = open_walk(page, address(scene, SEED_PAGE), seed)

    def look(state: str) -> None:
        assert [found for found in violations(page, wholly=False) if found[0] not in floor] == [], state

    look("at the start")
    walk.element.locator("details.dt-fold--unsure summary").click()
    look("not sure")
    walk.take(path[:2])
    walk.expect_at(path[:2])
    look("in the middle")
    walk.take(path[2:])
    walk.expect_at(path)
    look("at an end")
    for fold in ("turned-down", "record"):
        walk.element.locator(f"details.dt-fold--{fold} summary").click()
    expect(walk.element.get_by_role("textbox")).to_be_visible()
    walk.element.get_by_role("button", name="Copy link and answers").click()
    expect(walk.element.get_by_role("button", name="Copied")).to_be_visible()
    look("recorded and copied")
    walk.back.click()
    walk.expect_at(path[:-1])
    look("gone back")
    page.reload()
    walk.expect_at(path[:-1])
    look("restored")
    page.goto("about:blank")
    page.goto(f"{address(scene, SEED_PAGE)}#walk?gone=yes")
    expect(walk.element.locator(".dt-note")).to_be_visible()
    look("with a link that is stale")
