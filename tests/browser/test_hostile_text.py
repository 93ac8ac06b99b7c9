"""Texts that look like code do no harm: they are shown as written, and nothing of them runs."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from tests.browser.conftest import Visitor
from tests.hostile import HOSTILE, hostile_tree
from tests.site_fixtures import THEMES, Flavour, build_site, settings, write_site

from decision_trees.model.line import Line

pytestmark = [
    pytest.mark.browser,
    pytest.mark.seldom_in_firefox("texts are escaped before any browser sees them"),
]

SHOWN_ON_PAGES = {
    "one": ("ask", "label", "note", "name"),
    "two": ("second", "loop"),
    "good": ("good", "instead", "name"),
    "bad": ("bad",),
    # The page of the tree comes last: its walk and its chart are tried besides.
    "": (
        "title",
        "question",
        "category",
        "traversal",
        "owner",
        "label",
        "note",
        "edge",
        "see",
        "aside",
        "example",
    ),
}
SHOWN_IN_CHART = ("check", "second", "good", "bad", "label")


TEXTS = {theme: HOSTILE if theme == "material" else (" ".join(HOSTILE),) for theme in THEMES}
"""The texts by themes: one by one, or all at once where little differs."""


@pytest.fixture(scope="module")
def root_of(tmp_path_factory: pytest.TempPathFactory, serve: Callable[[Path], str]) -> Callable[[str], str]:
    """The address of a theme's site, which has a tree `t0`, `t1` … for each text; built once."""

    @cache
    def of(theme: str) -> str:
        trees = {f"docs/t{n}.tree.yaml": hostile_tree(text) for n, text in enumerate(TEXTS[theme])}
        files = {"mkdocs.yml": settings(Flavour(theme)), "docs/index.md": "# Home\n", **trees}
        return serve(build_site(write_site(tmp_path_factory.mktemp("hostile"), files)))

    return of


def as_shown(field: str, text: str) -> tuple[str, str]:
    """How a text of one line is shown: without the marks of code and emphasis; or as it is, in metadata."""
    written = f"{field} {text}"
    return " ".join(Line(written).plain.split()), written


@pytest.mark.parametrize(
    ("theme", "number"), [(theme, number) for theme, texts in TEXTS.items() for number in range(len(texts))]
)
def test_a_hostile_text_is_shown_as_written(
    theme: str, number: int, visitor: Visitor, root_of: Callable[[str], str]
) -> None:
    text = TEXTS[theme][number]
    root = f"{root_of(theme)}t{number}/"
    page = visitor.page()
    for path, fields in SHOWN_ON_PAGES.items():
        page.goto(f"{root}{path}/" if path else root)
        content = page.locator("article, [role=main]").first
        shown = " ".join((content.text_content() or "").split())
        hidden = set() if theme == "material" else {"domain"}  # other themes show no tags
        missing = [
            field
            for field in fields
            if field not in hidden and not any(words in shown for words in as_shown(field, text))
        ]
        assert missing == []
        assert page.evaluate("globalThis.harmed") is None
        expect(page.locator("[onerror], [onload], [onclick]")).to_have_count(0)
    _expect_walk_and_chart(page, text)
    assert page.evaluate("globalThis.harmed") is None


def _expect_walk_and_chart(page: Page, text: str) -> None:
    chart = page.locator("decision-chart")
    chart.scroll_into_view_if_needed()
    expect(chart.locator("svg g.node")).to_have_count(4)
    drawn = " ".join(chart.locator("svg g.node, svg g.edgeLabel").all_text_contents())
    drawn = "".join(drawn.replace("\u2060", "").replace("\u200b", "").split())
    # A chart cuts long labels, and breaks answers between words.
    wanted = {field: "".join(as_shown(field, text)[0][:60].split()) for field in SHOWN_IN_CHART}
    assert [field for field, words in wanted.items() if words not in drawn] == []
    page.locator('a.dt-answer[data-answer="yes"]:visible').click()
    expect(page.locator(".dt-walk--on .dt-step:visible .dt-step__title")).to_have_text(
        as_shown("good", text)[0]
    )
    expect(page.locator(".dt-trail--walk li").first).to_contain_text(as_shown("label", text)[0])
