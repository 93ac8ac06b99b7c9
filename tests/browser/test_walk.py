"""The walk: every path to its end, in every theme, served and from the disk, by mouse and keyboard."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect
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
    Walk,
    WalkIn,
    end_of,
    fragment,
    go_back,
    go_forward,
    on_paper,
    open_walk,
    paths,
    without_script,
)
from tests.site_fixtures import SEED_PAGE

from decision_trees import Check, Tree

pytestmark = pytest.mark.browser

MATERIAL = (INSTANT, PLAIN, OPENED)


def node_page(node_id: str) -> str:
    return SEED_PAGE.replace("index.md", f"{node_id}.md")


@pytest.fixture
def walk(request: pytest.FixtureRequest, walk_in: WalkIn) -> Walk:
    """A walk at its start, in the scene that the test is parametrized with."""
    return walk_in(request.param)


in_every_scene = pytest.mark.parametrize("walk", SCENES, ids=str, indirect=True)
in_material = pytest.mark.parametrize("walk", MATERIAL, ids=str, indirect=True)


@in_every_scene
def test_every_path_leads_to_its_end(walk: Walk, seed: Tree) -> None:
    ways = paths(seed)
    assert len(ways) == 9
    for path, stood in zip(ways, walk.follow(ways), strict=True):
        for length, standing in enumerate(stood, start=1):
            node = seed.nodes[end_of(seed, path[:length])]
            step = {"kind": node.kind, "title": str(node.heading), "isFocused": True}
            assert standing == {**walk.standing(path[:length]), **step}
    walk.expect_at(())


@pytest.mark.parametrize("walk", [*MATERIAL, MKDOCS], ids=str, indirect=True)
def test_the_browsers_history_goes_back_and_forth_by_answers(walk: Walk, seed: Tree) -> None:
    path = max(paths(seed), key=len)
    walk.take(path)
    walk.expect_at(path)
    for length in reversed(range(len(path))):
        go_back(walk.page)
        walk.expect_at(path[:length])
    for length in range(1, len(path) + 1):
        go_forward(walk.page)
        walk.expect_at(path[:length])


@in_material
def test_the_button_goes_back_one_answer(walk: Walk, seed: Tree) -> None:
    path = max(paths(seed), key=len)
    expect(walk.back).to_be_hidden()
    walk.take(path)
    for length in reversed(range(len(path))):
        walk.back.click()
        walk.expect_at(path[:length])
        walk.expect_focus_on_title()
    expect(walk.back).to_be_hidden()


@in_material
def test_an_answer_in_the_trail_is_asked_again(walk: Walk, seed: Tree) -> None:
    path = max(paths(seed), key=len)
    walk.take(path)
    walk.trail.nth(1).get_by_role("link").click()
    walk.expect_at(path[:1])
    expect(walk.answer(path[1])).to_have_attribute("aria-current", "true")


@in_every_scene
def test_a_reloaded_page_resumes_the_walk(walk: Walk, seed: Tree) -> None:
    path = max(paths(seed), key=len)[:2]
    walk.take(path)
    walk.expect_at(path)
    walk.page.reload()
    walk.expect_at(path)


@pytest.mark.parametrize("scene", SCENES, ids=str)
def test_a_shared_address_resumes_the_walk(
    scene: Scene, walk_in: WalkIn, address: Address, seed: Tree
) -> None:
    page = walk_in(scene).page
    for path in (min(paths(seed), key=len), max(paths(seed), key=len)):
        page.goto("about:blank")
        open_walk(page, address(scene, SEED_PAGE) + fragment(path), seed).expect_at(path)


@pytest.mark.parametrize("scene", MATERIAL, ids=str)
@pytest.mark.parametrize(
    ("walked", "kept"),
    [
        pytest.param("immediate-result=no&fan-out=perhaps&replay=no", 1, id="unknown answer"),
        pytest.param("immediate-result=no&fan-out=no&gone=yes", 2, id="unknown check"),
        pytest.param("immediate-result=perhaps", 0, id="unknown first answer"),
        pytest.param("%E0%A4%A&&=&immediate-result=%00", 0, id="nonsense"),
    ],
)
def test_an_address_that_no_longer_fits_is_resumed_as_far_as_it_holds(  # noqa: PLR0913, PLR0917 - fixtures
    walked: str, kept: int, scene: Scene, walk_in: WalkIn, address: Address, seed: Tree
) -> None:
    walk = walk_in(scene)
    walk.page.goto("about:blank")
    walk.page.goto(f"{address(scene, SEED_PAGE)}#walk?{walked}")
    way = [path for path in paths(seed) if fragment(path).startswith("#walk?immediate-result=no&fan-out=no")]
    walk.expect_node(end_of(seed, way[0][:kept]))
    expect(walk.element.locator(".dt-note")).to_contain_text("no longer exists")


@pytest.mark.parametrize("scene", MATERIAL, ids=str)
def test_an_address_of_a_step_opens_it_by_the_shortest_way(
    scene: Scene, walk_in: WalkIn, address: Address
) -> None:
    walk = walk_in(scene)
    walk.page.goto("about:blank")
    walk.page.goto(f"{address(scene, SEED_PAGE)}#step-kafka")
    walk.expect_node("kafka")
    expect(walk.trail.get_by_role("link")).to_have_text(["No", "Yes", "Yes"])


@in_every_scene
def test_the_keyboard_alone_walks_to_an_end(walk: Walk, seed: Tree) -> None:
    path = max(paths(seed), key=len)
    walk.page.evaluate("document.querySelector('.dt-step:not([hidden]) .dt-step__title').focus()")
    for length, step in enumerate(path, start=1):
        walk.expect_focus_on_title()
        _tab_to(walk, step.answer.id)
        walk.page.keyboard.press("Enter" if length % 2 else "Space")
        walk.expect_at(path[:length])
    walk.expect_focus_on_title()


def _tab_to(walk: Walk, answer_id: str) -> None:
    """Press Tab until an answer has the focus, by way of whatever else can have it."""
    for _ in range(30):
        walk.page.keyboard.press("Tab")
        focused = walk.page.evaluate("document.activeElement.dataset.answer ?? null")
        if focused == answer_id:
            return
    pytest.fail(f"Tab does not lead to the answer {answer_id}")


@in_material
def test_a_folded_guidance_opens_and_stays_with_its_step(walk: Walk) -> None:
    help_ = walk.shown.locator("details.dt-fold--help")
    expect(help_.locator(".dt-prose")).to_have_count(3)
    expect(help_.locator(".dt-prose:visible")).to_have_count(0)
    help_.locator("summary").click()
    expect(help_.locator(".dt-prose:visible")).to_have_count(3)
    walk.expect_at(())


@in_every_scene
def test_a_worked_example_opens_as_a_walk_already_taken(walk: Walk, seed: Tree) -> None:
    for scenario in seed.scenarios:
        walk.page.locator("a.dt-scenario", has_text=str(scenario.title)).click()
        walk.expect_node(str(scenario.expect.node))
        expect(walk.shown.locator(".dt-step__title")).to_be_in_viewport()


@without_script
@pytest.mark.parametrize("scene", [PLAIN, OPENED, MKDOCS, READTHEDOCS], ids=str)
def test_without_script_an_answer_is_a_link_to_the_next_page(
    scene: Scene, visitor: Visitor, address: Address, seed: Tree
) -> None:
    page = visitor.page(script=False)
    path = max(paths(seed), key=len)
    page.goto(address(scene, node_page(seed.start)))
    for step in path:
        page.locator("a.dt-answer").filter(has=page.get_by_text(str(step.answer.label), exact=True)).click()
        node = seed.nodes[end_of(seed, [step])]
        expect(page).to_have_url(address(scene, node_page(node.id)))
        heading = str(node.question if isinstance(node, Check) else node.title)
        expect(page.locator("h1").filter(has_text=heading)).to_be_visible()


@without_script
@pytest.mark.parametrize("scene", SCENES, ids=str)
def test_without_script_the_page_of_the_tree_is_the_whole_document(
    scene: Scene, visitor: Visitor, address: Address, seed: Tree
) -> None:
    page = visitor.page(script=False)
    page.goto(address(scene, SEED_PAGE))
    expect(page.locator(".dt-step:visible")).to_have_count(len(seed.nodes))
    expect(page.locator("details.dt-outline a:visible")).to_have_count(17)
    expect(page.locator(".dt-chart__source")).to_be_hidden()
    page.locator('#step-immediate-result a.dt-answer[data-answer="no"]').click()
    expect(page).to_have_url(address(scene, SEED_PAGE) + "#step-fan-out")
    expect(page.locator("#step-fan-out")).to_be_in_viewport()


@on_paper
@in_every_scene
def test_on_paper_the_page_of_the_tree_is_the_whole_document(walk: Walk, seed: Tree) -> None:
    walk.page.evaluate("dispatchEvent(new Event('beforeprint'))")
    walk.page.emulate_media(media="print")
    expect(walk.shown).to_have_count(len(seed.nodes))
    walk.page.emulate_media(media="screen")
    walk.page.evaluate("dispatchEvent(new Event('afterprint'))")
    walk.expect_at(())
