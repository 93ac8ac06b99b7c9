"""The recipes' scripts for analytics call each tool as it is to be called, once for what a reader does."""

from __future__ import annotations

import re

import pytest
from tests.browser.conftest import Visitor
from tests.browser.walking import PLAIN, Address, end_of, go_back, open_walk, paths
from tests.site_fixtures import REPOSITORY, SEED_PAGE

from decision_trees import Tree

pytestmark = pytest.mark.browser

SCRIPTS = dict(
    re.findall(
        r'^```js title="(\w+)"\n((?:.*\n)*?)```$',
        (REPOSITORY / "content" / "recipes.md").read_text("utf-8"),
        re.MULTILINE,
    )
)

TOOLS = """
window.called = [];
window._paq = { push: (call) => window.called.push(call) };
window.plausible = (...call) => window.called.push(call);
window.gtag = (...call) => window.called.push(call);
"""


def expected(tool: str, event: str, tree: str, node: str) -> object:
    """How a tool is told of an event, by its own documentation."""
    return {
        "matomo": ["trackEvent", "decision tree", event, f"{tree}/{node}"],
        "plausible": [f"decision tree: {event}", {"props": {"tree": tree, "node": node}}],
        "google": ["event", f"decision_tree_{event}", {"tree": tree, "node": node}],
    }[tool]


def test_three_tools_have_a_recipe() -> None:
    assert SCRIPTS.keys() == {"matomo", "plausible", "google"}


@pytest.mark.parametrize("tool", SCRIPTS)
def test_a_tool_is_told_of_every_event(tool: str, visitor: Visitor, address: Address, seed: Tree) -> None:
    page = visitor.page(chart=False, new=True)
    page.add_init_script(TOOLS + SCRIPTS[tool])
    walk = open_walk(page, address(PLAIN, SEED_PAGE), seed)
    path = min(paths(seed), key=len)
    walk.take(path)
    walk.expect_at(path)
    go_back(page)
    walk.expect_at(path[:-1])
    end = end_of(seed, path)
    answered = [expected(tool, "answer", seed.id, step.node.id) for step in path]
    assert page.evaluate("window.called") == [
        expected(tool, "start", seed.id, seed.start),
        *answered,
        expected(tool, "end", seed.id, end),
        expected(tool, "back", seed.id, end_of(seed, path[:-1])),
    ]
