"""From one tree into the middle of another: the answers go along, in the address and in words."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Page, expect
from tests.browser.conftest import Visitor, address_in
from tests.browser.walking import INSTANT, OPENED, Scene, go_back
from tests.markdown_reading import READERS, read_markdown
from tests.site_fixtures import Flavour, Site, settings, write_site

pytestmark = pytest.mark.browser

FIRST = """\
title: Which kind
question: Which kind of queue?
checks:
  replay:
    question: Must consumers replay messages?
    assess: Ask them.
    answers: {Yes: second/load, No: order}
  order:
    question: Does order matter?
    assess: Ask them.
    answers: {Yes: in-order, No: second/}
decisions:
  in-order: {title: A queue in order, choose: This., then: second/cost}
"""

SECOND = """\
title: How large
question: How large must it be?
checks:
  known:
    question: Is the load known?
    assess: Measure.
    answers: {Yes: load, No: small}
  load:
    question: Is the load high?
    assess: Measure.
    answers:
      Yes: cost
      No: small
      Not measured: {to: known, loop: measure first}
  cost:
    question: May it cost more?
    assess: Ask.
    answers: {Yes: large, No: small, Other: first/order}
decisions:
  small: {title: Small, choose: This.}
  large: {title: Large, choose: This.}
"""

in_both_settings = pytest.mark.parametrize("scene", [INSTANT, OPENED], ids=str)


@pytest.fixture(scope="module")
def open_tree(
    tmp_path_factory: pytest.TempPathFactory, serve: Callable[[Path], str]
) -> Callable[[Page, Scene, str], None]:
    """Opens one of the two trees: its id, and a fragment if there is one."""
    sites: dict[Flavour, Site] = {}

    def go(page: Page, scene: Scene, where: str) -> None:
        if scene.flavour not in sites:
            sites[scene.flavour] = two_trees(scene.flavour, tmp_path_factory.mktemp("trees"))
        tree, _, fragment = where.partition("#")
        page.goto(f"{address_in(sites[scene.flavour], f'{tree}/index.md', scene, serve)}#{fragment}")
        expect(page.locator(".dt-walk--on")).to_have_count(1)

    return go


def two_trees(flavour: Flavour, folder: Path) -> Site:
    """Build a site of both trees."""
    files = {
        "mkdocs.yml": settings(flavour),
        "docs/index.md": "# Home\n",
        "docs/first.tree.yaml": FIRST,
        "docs/second.tree.yaml": SECOND,
    }
    return Site(flavour, write_site(folder, files))


def answer(page: Page, *labels: str) -> None:
    """Press answers by what they say."""
    for label in labels:
        page.locator(
            ".dt-walk--on .dt-step:visible .dt-answer", has=page.get_by_text(label, exact=True)
        ).click()


def expect_step(page: Page, title: str, *trail: str) -> None:
    """Expect a step to be shown, and under "Your answers" these questions with their answers."""
    expect(page.locator(".dt-walk--on .dt-step:visible .dt-step__title")).to_have_text(title)
    expect(page.locator(".dt-trail--walk li")).to_have_text(list(trail))


def expect_fragment(page: Page, wanted: str) -> None:
    page.wait_for_function("wanted => location.hash === wanted", arg=wanted)


REPLAY = "Must consumers replay messages? Yes"
NO_REPLAY = "Must consumers replay messages? No"
ORDER = "Does order matter? Yes"
LOAD = "Is the load high? Yes"

OpenTree = Callable[[Page, Scene, str], None]


@in_both_settings
def test_an_answer_leads_to_a_step_of_another_tree(
    scene: Scene, visitor: Visitor, open_tree: OpenTree
) -> None:
    page = visitor.page(chart=False)
    open_tree(page, scene, "first")
    answer(page, "Yes")
    expect_step(page, "Is the load high?", REPLAY)
    expect_fragment(page, "#step-load?first/replay=yes")
    expect(page.locator(".dt-progress")).to_have_text("Step 1 of 1 to 2")
    answer(page, "Yes")
    expect_step(page, "May it cost more?", REPLAY, LOAD)
    expect_fragment(page, "#step-load?first/replay=yes&load=yes")
    page.reload()
    expect_step(page, "May it cost more?", REPLAY, LOAD)
    page.get_by_role("button", name="Back").click()
    expect_step(page, "Is the load high?", REPLAY)
    expect(page.get_by_role("button", name="Back")).to_be_hidden()
    go_back(page)
    expect_step(page, "May it cost more?", REPLAY, LOAD)
    go_back(page)
    expect_step(page, "Is the load high?", REPLAY)
    go_back(page)
    expect_step(page, "Must consumers replay messages?")


@in_both_settings
def test_an_end_leads_to_a_step_of_another_tree_and_that_one_back(
    scene: Scene, visitor: Visitor, open_tree: OpenTree
) -> None:
    page = visitor.page(chart=False)
    open_tree(page, scene, "first")
    answer(page, "No", "Yes")
    page.locator(".dt-then:visible a").click()
    expect_step(page, "May it cost more?", NO_REPLAY, ORDER)
    expect_fragment(page, "#step-cost?first/replay=no&first/order=yes")
    answer(page, "Other")
    expect_step(page, "Does order matter?", NO_REPLAY, ORDER, "May it cost more? Other")
    expect_fragment(page, "#step-order?first/replay=no&first/order=yes&second/cost=other")
    page.locator(".dt-trail--walk a").first.click()
    expect_step(page, "Must consumers replay messages?")


def test_the_start_of_another_tree_needs_no_step(visitor: Visitor, open_tree: OpenTree) -> None:
    page = visitor.page(chart=False)
    open_tree(page, INSTANT, "first")
    answer(page, "No", "No")
    expect_step(page, "Is the load known?", NO_REPLAY, "Does order matter? No")
    expect_fragment(page, "#walk?first/replay=no&first/order=no")


def test_a_loop_to_before_the_step_begins_there(visitor: Visitor, open_tree: OpenTree) -> None:
    page = visitor.page(chart=False)
    open_tree(page, INSTANT, "first")
    answer(page, "Yes", "Not measured")
    expect_step(page, "Is the load known?", REPLAY)
    answer(page, "Yes")
    expect_step(page, "Is the load high?", REPLAY, "Is the load known? Yes")


def test_a_copied_link_has_step_and_answers(visitor: Visitor, open_tree: OpenTree) -> None:
    page = visitor.page(chart=False)
    visitor.allow_clipboard(page)
    open_tree(page, INSTANT, "first")
    answer(page, "Yes")
    expect_step(page, "Is the load high?", REPLAY)
    answer(page, "Yes")
    expect_step(page, "May it cost more?", REPLAY, LOAD)
    page.get_by_role("button", name="Copy link and answers").click()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()").split("\n")
    assert copied == ["How large", f"- {REPLAY}", f"- {LOAD}", page.url]
    other = visitor.page(chart=False)
    other.goto(copied[-1])
    # Only the tab of the first tree knows what its answers say.
    expect_step(other, "May it cost more?", "first/replay yes", LOAD)


def test_what_was_turned_down_leads_on_with_the_answers(visitor: Visitor, open_tree: OpenTree) -> None:
    page = visitor.page(chart=False)
    open_tree(page, INSTANT, "first#walk?replay=no&order=yes")
    page.locator("details.dt-fold--turned-down summary").click()
    page.locator("details.dt-fold--turned-down a").first.click()
    expect_step(page, "Is the load high?", REPLAY)


def test_a_step_that_is_gone_keeps_the_answers_of_the_other_tree(
    visitor: Visitor, open_tree: OpenTree
) -> None:
    page = visitor.page(chart=False)
    open_tree(page, INSTANT, "second#step-gone?first/replay=yes")
    expect_step(page, "Is the load known?", "first/replay yes")
    expect(page.locator(".dt-note")).to_contain_text("no longer exists")


def test_a_step_without_answers_is_reached_by_the_shortest_way(visitor: Visitor, open_tree: OpenTree) -> None:
    page = visitor.page(chart=False)
    open_tree(page, INSTANT, "second#step-cost")
    expect_step(page, "May it cost more?", "Is the load known? Yes", LOAD)


FORGED = (
    "You have been approved/by your manager=Click here",
    "first/replay=yes)\n\n# Forged\n\n[x](https://evil.example/",
    "first/replay/more=yes",
    "first/\u202ereplay=yes",
    "<b>/x=y",
    "/replay=yes",
    "first/=yes",
    "first/replay=",
    f"first/{'a' * 65}=yes",
    "known=Approved by everybody",
    "No such question?=yes",
)
"""What a link may say that is no answer."""


def forged_query() -> str:
    pairs = (forged.partition("=") for forged in FORGED)
    return urlencode([(check, said) for check, _, said in pairs])


@pytest.mark.parametrize("start", ["#walk?", "#step-load?"])
def test_a_link_puts_no_words_of_its_own_into_the_trail(
    start: str, visitor: Visitor, open_tree: OpenTree
) -> None:
    page = visitor.page(chart=False)
    open_tree(page, INSTANT, f"second{start}{forged_query()}&first/order=no")
    title = {"#walk?": "Is the load known?", "#step-load?": "Is the load high?"}[start]
    expect_step(page, title, "first/order no")
    expect(page.locator(".dt-note")).to_contain_text("no longer exists")
    answer(page, "No")
    expect(page.locator(".dt-trail--walk li")).to_have_text(["first/order no", f"{title} No"])
    fragment = f"{start}first/order=no&{'known' if start == '#walk?' else 'load'}=no"
    expect_fragment(page, fragment)


def test_a_record_says_nothing_that_a_link_says(visitor: Visitor, open_tree: OpenTree) -> None:
    page = visitor.page(chart=False)
    open_tree(page, INSTANT, "second")
    query = "?x=)%0A%0A%23 Forged [y](https://evil.example/)`<b>&copy;"
    page.goto(f"{page.url.partition('#')[0]}{query}#walk?{forged_query()}&known=no")
    expect_step(page, "Small", "Is the load known? No")
    page.locator("details.dt-fold--record summary").click()
    record = page.locator("textarea.dt-record")
    expect(record).not_to_have_value("")
    _, _, body = record.input_value().removeprefix("---\n").partition("---\n")
    for reader in READERS:
        read = read_markdown(body, reader)
        assert [words for words, _ in read.links] == ["How large: Small"]
        assert read.links[0][1].startswith(page.url.partition("?")[0])
        assert {"h4", "code", "b"}.isdisjoint(read.elements)
        assert read.lines == [
            "How large: Small",
            "Context and Problem Statement",
            "How large must it be?",
            "Decision Drivers",
            "Is the load known? No (not: Yes)",
            "Considered Options",
            "Large",
            "Small",
            "Decision Outcome",
            'Chosen option: "Small", because the answers above lead to it.',
            "Choose",
            "This.",
            "More Information",
            f"How large: Small, version {hashlib.sha256(SECOND.encode()).hexdigest()[:12]} of the tree",
        ]
