"""Tags that a theme prints above a page's content are moved below its walk."""

from __future__ import annotations

import pytest

from decision_trees.hosts.mkdocs.tags import move_tags

TAGS = '<nav class="md-tags" >\n <a href="../tags/#tag:a">a</a>\n <span class="md-tag">b</span>\n</nav>'
PLACE = '<div class="dt-tags"></div>'


def page(above: str, place: str) -> str:
    return f"<article>{above}<h1>T</h1><p>walk</p>{place}<p>rest</p></article>"


@pytest.mark.parametrize("space", ["", "\n\n  "], ids=["tight", "loose"])
def test_tags_are_moved_below_the_walk(space: str) -> None:
    moved = move_tags(page(f"{TAGS}{space}", PLACE))
    assert moved == page("", f'<div class="dt-tags">{TAGS}</div>')


def test_a_page_that_was_made_small_is_understood() -> None:
    small = "<nav class=md-tags><a href=../tags/ class=md-tag>a</a></nav>"
    assert move_tags(page(small, "<div class=dt-tags></div>")) == page(
        "", f"<div class=dt-tags>{small}</div>"
    )


@pytest.mark.parametrize(
    "output",
    [page(TAGS, ""), page("", PLACE), page("", f"{PLACE}{TAGS}"), page('<nav class="md-nav"></nav>', PLACE)],
    ids=["no room", "no tags", "tags below", "another nav"],
)
def test_what_cannot_be_moved_stays(output: str) -> None:
    assert move_tags(output) == output
