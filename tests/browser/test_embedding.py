"""Trees embedded in a page: walked where they stand, and apart from each other."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect
from tests.browser.conftest import Visitor, address_in
from tests.browser.walking import INSTANT, MKDOCS, OPENED, Scene, without_script
from tests.site_fixtures import SEED, TINY_TREE, Flavour, Site, settings, write_site

pytestmark = pytest.mark.browser

PAGE = """\
# A guide

## Walk

```decision-tree
sync-vs-async
```

```decision-tree
queue
```

```decision-tree
tree: queue
show: chart
```

```decision-tree
tree: sync-vs-async
show: chart
```
"""

Opener = Callable[[Page, Scene, str], None]


@pytest.fixture(scope="module")
def open_guide(tmp_path_factory: pytest.TempPathFactory, serve: Callable[[Path], str]) -> Opener:
    """Opens the page that embeds the trees, at a fragment if one is given."""
    sites: dict[Flavour, Site] = {}

    def go(page: Page, scene: Scene, fragment: str = "") -> None:
        flavour = scene.flavour
        if flavour not in sites:
            files = {
                "mkdocs.yml": settings(flavour, markdown_extensions=["pymdownx.superfences"]),
                "docs/index.md": "# Home\n",
                "docs/guide.md": PAGE,
                "docs/trees/sync-vs-async.tree.yaml": SEED.read_text(encoding="utf-8"),
                "docs/queue.tree.yaml": TINY_TREE,
            }
            sites[flavour] = Site(flavour, write_site(tmp_path_factory.mktemp("site"), files))
        page.goto(address_in(sites[flavour], "guide.md", scene, serve) + fragment)

    return go


def walks(page: Page) -> tuple[Locator, Locator]:
    expect(page.locator(".dt-walk--on")).to_have_count(2)
    return page.locator("decision-tree[data-tree=sync-vs-async]"), page.locator(
        "decision-tree[data-tree=queue]"
    )


def expect_node(walk: Locator, node: str) -> None:
    shown = walk.locator(".dt-step:visible")
    expect(shown).to_have_count(1)
    expect(shown).to_have_attribute("data-node", node)


def answer(walk: Locator, name: str) -> None:
    walk.locator(f'.dt-step:visible a.dt-answer[data-answer="{name}"]').click()


@pytest.mark.parametrize("scene", [INSTANT, OPENED, MKDOCS], ids=str)
def test_two_trees_are_walked_in_one_page(scene: Scene, visitor: Visitor, open_guide: Opener) -> None:
    page = visitor.page(chart=False)
    open_guide(page, scene, "")
    seed, queue = walks(page)
    url = page.url
    answer(seed, "no")
    expect_node(seed, "fan-out")
    expect_node(queue, "replay")
    answer(queue, "no")
    expect_node(queue, "standard-queue")
    expect_node(seed, "fan-out")
    assert page.url == url
    seed.locator(".dt-trail--walk a").click()
    expect_node(seed, "immediate-result")
    queue.get_by_role("button", name="Back").click()
    expect_node(queue, "replay")
    assert page.url == url


def test_what_the_walk_links_to_is_on_the_page_of_its_tree(visitor: Visitor, open_guide: Opener) -> None:
    page = visitor.page(chart=False)
    open_guide(page, INSTANT, "")
    _, queue = walks(page)
    answer(queue, "no")
    queue.locator(".dt-fold--record summary").click()
    record = queue.locator("textarea")
    expect(record).to_have_value(re_record())
    queue.locator(".dt-trail--walk a").evaluate("link => open(link.href, '_self')")
    expect(page.locator("h1")).to_contain_text("Pick a queue")
    expect_node(page.locator("decision-tree"), "replay")


def re_record() -> re.Pattern[str]:
    """The record of a decision: the tree's own title and question, and the walk on its own page."""
    return re.compile(
        r"# Pick a queue: Standard queue\n.*Which queue do we need\?.*/queue/#walk\?replay=no\)", re.DOTALL
    )


def test_a_heading_of_the_page_is_no_walk(visitor: Visitor, open_guide: Opener) -> None:
    page = visitor.page(height=300)
    open_guide(page, INSTANT, "#walk")
    walks(page)
    expect(page.locator("h2#walk")).to_be_in_viewport()


def test_a_chart_follows_the_walk_of_its_own_tree(visitor: Visitor, open_guide: Opener) -> None:
    page = visitor.page()
    open_guide(page, INSTANT, "")
    seed, queue = walks(page)
    charts = page.locator("decision-chart")
    for index in range(2):
        charts.nth(index).scroll_into_view_if_needed()
        expect(charts.nth(index).locator("svg")).to_have_count(1)
    answer(queue, "no")
    expect(charts.nth(0).locator(".node.dt-here")).to_contain_text("Standard queue")
    expect(charts.nth(1).locator(".node.dt-here")).to_contain_text("Caller needs immediate result")
    charts.nth(0).locator(".node.dt-taken").click()
    expect_node(queue, "replay")
    expect_node(seed, "immediate-result")


@without_script
@pytest.mark.parametrize("scene", [INSTANT, MKDOCS], ids=str)
def test_without_script_the_first_question_leads_to_the_tree(
    scene: Scene, visitor: Visitor, open_guide: Opener
) -> None:
    page = visitor.page(script=False)
    open_guide(page, scene, "")
    queue = page.locator("decision-tree[data-tree=queue]")
    expect_node(queue, "replay")
    answer(queue, "no")
    expect(page.locator("#step-standard-queue")).to_be_in_viewport()
    expect(page).to_have_url(re.compile("/queue/#step-standard-queue$"))
