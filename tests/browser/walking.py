"""What the browser tests share: scenes, the paths of a tree, and the walk as a reader sees it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Literal
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Error as PlaywrightError
from playwright.sync_api import Locator, Page, expect
from playwright.sync_api import TimeoutError as PlaywrightTimeoutError
from tests.site_fixtures import Flavour

from decision_trees import Tree
from decision_trees.analysis.graph import Arrow, Graph


@dataclass(frozen=True)
class Scene:
    """A way in which readers meet a site.

    Attributes:
        flavour: How the site is built.
        served: Whether it is served by a web server or opened from the disk.
    """

    flavour: Flavour
    served: bool = True

    def __str__(self) -> str:
        """Name the scene in the ids of tests."""
        return f"{self.flavour} {'served' if self.served else 'opened'}"


without_script = pytest.mark.chromium_only("Playwright sees little of a page without script in Firefox")
judged_by_axe = pytest.mark.seldom_in_firefox("axe judges the same elements and colours in every browser")
on_paper = pytest.mark.chromium_only("Playwright shows a page as on paper in Chromium alone")

Address = Callable[[Scene, str], str]
"""Gives the address of a page in a scene."""

INSTANT = Scene(Flavour(features=("navigation.instant",)))
PLAIN = Scene(Flavour())
OPENED = Scene(Flavour(directory_urls=False), served=False)
OPENED_INSTANT = Scene(Flavour(features=("navigation.instant",), directory_urls=False), served=False)
MKDOCS = Scene(Flavour("mkdocs"))
READTHEDOCS = Scene(Flavour("readthedocs"))
OPENED_OTHERS = tuple(
    Scene(Flavour(theme, directory_urls=False), served=False) for theme in ("mkdocs", "readthedocs")
)
SCENES = (INSTANT, PLAIN, OPENED, OPENED_INSTANT, MKDOCS, READTHEDOCS, *OPENED_OTHERS)


def paths(tree: Tree) -> list[tuple[Arrow, ...]]:
    """Every path of a small tree from its start to an end."""
    graph = Graph(tree)

    def from_node(node_id: str, way: tuple[Arrow, ...]) -> Iterator[tuple[Arrow, ...]]:
        steps = graph.arrows(node_id)
        if not steps:
            yield way
        for step in steps:
            yield from from_node(graph.next(step) or "", (*way, step))

    return list(from_node(tree.start, ()))


def end_of(tree: Tree, path: Sequence[Arrow]) -> str:
    """The id of the node that a path leads to."""
    return (Graph(tree).next(path[-1]) if path else tree.start) or ""


def fragment(path: Sequence[Arrow]) -> str:
    """The address of a walk, behind that of its page; nothing at the start."""
    return "#walk?" + urlencode([step.key for step in path]) if path else ""


STANDING = """
() => {
  const all = (selector) => Array.from(document.querySelectorAll(`decision-tree ${selector}`));
  const isShown = (step) =>
    step.checkVisibility({ visibilityProperty: true }) && step.getBoundingClientRect().height > 0;
  return {
    shown: all(".dt-step").filter(isShown).map((step) => step.dataset.node),
    trail: all(".dt-trail--walk li").map((answer) => answer.textContent.trim().replace(/\\s+/g, " ")),
    address: location.hash,
  };
}
"""
"""Reads at once where a walk stands: the steps that can be seen, its trail, and its address.

It is looked at after every answer; each question that is asked of a browser apart takes as much as an answer.
"""

IS_STANDING = f"""
(wanted) => {{
  const standing = ({STANDING})();
  return Object.keys(wanted).every((part) => JSON.stringify(standing[part]) === JSON.stringify(wanted[part]));
}}
"""

PRESS = """
(answers) => {
  for (const answer of answers) {
    const step = document.querySelector(".dt-walk--on .dt-step:not([hidden])");
    step.querySelector(`a.dt-answer[data-answer="${answer}"]`).click();
  }
}
"""
"""Presses answers of the steps that are shown, as the keyboard does."""

FOLLOW = f"""
(ways) => {{
  const stand = () => {{
    const step = document.querySelector(".dt-walk--on .dt-step:not([hidden])");
    const title = step.querySelector(".dt-step__title");
    const said = title.textContent.trim().replace(/\\s+/g, " ");
    const isFocused = title === document.activeElement;
    return {{ ...({STANDING})(), kind: step.dataset.kind, title: said, isFocused }};
  }};
  return ways.map((way) => {{
    const stood = way.map((answer) => {{
      ({PRESS})([answer]);
      return stand();
    }});
    document.querySelector(".dt-walk--on > .dt-bar > button").click();
    return stood;
  }});
}}
"""
"""Gives the answers of ways, starts again after each, and reads where the walk stands after each answer.

All of it is one question to the browser: asked apart, the answers of a tree are a hundred of them.
"""


START_AGAIN = """
() => {
  const button = document.querySelector(".dt-walk--on > .dt-bar > button");
  button?.click();
  for (const fold of document.querySelectorAll("decision-tree details")) fold.open = false;
  document.activeElement?.blur();
  scrollTo(0, 0);
  return Boolean(button);
}
"""


def press(page: Page, *answers: str) -> None:
    """Give answers by their ids, one after another, in a walk that stays on its page.

    A press of the mouse takes a browser ten times as long. That it does the same, `test_presses` tells.
    """
    expect(page.locator(".dt-walk--on")).not_to_have_count(0)
    page.evaluate(PRESS, answers)


class Walk:
    """The walk on a page, by what a reader sees and presses."""

    def __init__(self, page: Page, tree: Tree) -> None:
        self.page = page
        self.tree = tree
        self.url = page.url.partition("#")[0]
        self.element = page.locator("decision-tree")
        self.back = self.element.get_by_role("button", name="Back")
        self.restart = self.element.get_by_role("button", name="Start again")

    @property
    def trail(self) -> Locator:
        """The answers given so far, with their questions."""
        return self.element.locator(".dt-trail--walk li")

    @property
    def shown(self) -> Locator:
        """The steps that can be seen."""
        return self.element.locator(".dt-step:visible")

    def answer(self, step: Arrow) -> Locator:
        """The target to press for an answer of the check that is shown."""
        return self.shown.locator(f'a.dt-answer[data-answer="{step.answer.id}"]')

    def take(self, path: Sequence[Arrow]) -> None:
        """Give the answers of a path, one after another."""
        press(self.page, *(step.answer.id for step in path))

    def starts_again(self) -> bool:
        """Go back to the start, with all folded as at first; say whether there was a walk to do so."""
        if self.page.url.partition("#")[0] != self.url:
            return False
        with suppress(PlaywrightError):  # its browser may have died
            self.page.bring_to_front()  # in Firefox one page of all has the focus
            return bool(self.page.evaluate(START_AGAIN)) and self.page.evaluate(STANDING)["trail"] == []
        return False

    def follow(self, ways: Sequence[Sequence[Arrow]]) -> Sequence[Sequence[Mapping[str, object]]]:
        """Walk ways, each from the start, and return what `FOLLOW` reads after each answer."""
        stood: Sequence[Sequence[Mapping[str, object]]] = self.page.evaluate(
            FOLLOW, [[step.answer.id for step in way] for way in ways]
        )
        return stood

    def standing(self, path: Sequence[Arrow]) -> dict[str, object]:
        """Where the walk stands at the end of a path, as `STANDING` reads it: step, trail and address."""
        trail = [" ".join(f"{step.node.heading} {step.answer.label}".split()) for step in path]
        return {"shown": [end_of(self.tree, path)], "trail": trail, "address": fragment(path)}

    def expect_node(self, node_id: str) -> None:
        """Expect one step to be shown: the one of a node."""
        self._expect(shown=[node_id])

    def expect_at(self, path: Sequence[Arrow]) -> None:
        """Expect the walk to stand at the end of a path: step, trail and address."""
        self._expect(**self.standing(path))

    def _expect(self, **wanted: object) -> None:
        """Wait until the walk stands so, as `STANDING` reads it."""
        try:
            self.page.wait_for_function(IS_STANDING, arg=wanted)
        except PlaywrightTimeoutError:
            standing = self.page.evaluate(STANDING)
            assert {part: standing[part] for part in wanted} == wanted

    def expect_focus_on_title(self) -> None:
        """Expect that whoever types or listens is at the heading of the step that is shown."""
        expect(self.shown.locator(".dt-step__title")).to_be_focused()


WalkIn = Callable[[Scene], Walk]
"""Gives the walk of the seed's tree in a scene; the fixture `walk_in` does."""


def open_walk(
    page: Page, url: str, tree: Tree, *, until: Literal["load", "domcontentloaded"] = "load"
) -> Walk:
    """Open the page of a tree and wait until its script is at work."""
    page.goto(url, wait_until=until)
    walk = Walk(page, tree)
    expect(walk.element).to_have_class("dt-walk dt-walk--on")
    return walk


def go_back(page: Page) -> None:
    """Go back in the browser's history; to wait for what is there then is up to the caller."""
    page.evaluate("setTimeout(() => history.back())")  # or the page may be gone before it answers


def go_forward(page: Page) -> None:
    """Go forth again likewise."""
    page.evaluate("setTimeout(() => history.forward())")
