"""The page of `decision-trees diff --format html` in a browser: in both schemes, on a telephone, harmless."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.browser.conftest import Visitor
from tests.browser.engines import Wish
from tests.browser.test_looks import AXE, violations
from tests.browser.walking import on_paper
from tests.hostile import HOSTILE, hostile_tree

from decision_trees.compare.compare import compare_all
from decision_trees.reading.read import Settings, read
from decision_trees.site.review import as_html

pytestmark = [
    pytest.mark.browser,
    pytest.mark.seldom_in_firefox("the page is of plain HTML and a few colours"),
]


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The page of a tree in which all changed to something hostile."""
    old, new = (
        [*read({"t.tree.yaml": hostile_tree(text)}, Settings()).library.trees.values()]
        for text in ("plain", " ".join(HOSTILE))
    )
    file = tmp_path_factory.mktemp("review") / "review.html"
    file.write_text(as_html(compare_all(old, new)), "utf-8")
    return file.as_uri()


@pytest.mark.parametrize("wishes", [pytest.param((), id="light"), pytest.param(("dark",), id="dark")])
@pytest.mark.parametrize("width", [360, 1280])
def test_a_review_is_read_by_everybody(
    width: int, wishes: tuple[Wish, ...], visitor: Visitor, address: str
) -> None:
    page = visitor.page(*wishes, width=width)
    page.goto(address)
    assert page.locator(".review-mark").count() > 5
    assert page.evaluate("document.documentElement.scrollWidth") == width
    assert page.evaluate("globalThis.harmed") is None
    page.evaluate(AXE.read_text("utf-8"))  # the page itself lets no script in
    assert violations(page) == []


@on_paper
def test_a_review_is_printed_with_what_is_folded(visitor: Visitor, tmp_path: Path) -> None:
    source = (
        "title: T\nquestion: Q\nchecks:\n"
        "  a: {question: First?, answers: {Yes: b, No: c}}\n"
        "  b: {question: Second?, answers: {Yes: c, No: d}}\n"
        "decisions: {c: C, d: D}\n"
    )
    old, new = (
        [*read({"t.tree.yaml": text}, Settings()).library.trees.values()]
        for text in (source, source.replace("First?", "Firstly?"))
    )
    file = tmp_path / "review.html"
    file.write_text(as_html(compare_all(old, new)), "utf-8")
    page = visitor.page(new=True)
    page.goto(file.as_uri())
    folded = page.get_by_text("D", exact=True).first
    shown = "e => e.checkVisibility({ contentVisibilityAuto: true }) && e.getBoundingClientRect().height > 0"
    assert not folded.evaluate(shown)
    page.emulate_media(media="print")
    assert folded.evaluate(shown)
