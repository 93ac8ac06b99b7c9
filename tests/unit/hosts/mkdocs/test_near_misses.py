"""What is named almost right is told; what is right, or something of its own, is not."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.site_fixtures import TINY_TREE

from decision_trees.hosts.mkdocs.near_misses import misnamed_templates, without_slash
from decision_trees.site.site import TEMPLATES
from decision_trees.source.decode import decode

TREE = decode(TINY_TREE, "docs/trees/queue.tree.yaml").tree


@pytest.mark.parametrize(
    ("nav", "found"),
    [
        (["docs/trees"], ["docs/trees"]),
        (
            [{"Trees": "docs/trees"}, {"More": ["index.md", "docs/trees/queue"]}],
            ["docs/trees", "docs/trees/queue"],
        ),
        (["docs/trees/", {"Queue": "docs/trees/queue/"}, "docs", "https://example.org"], []),
        (None, []),
    ],
)
def test_a_folder_in_the_navigation_ends_with_a_slash(nav: object, found: list[str]) -> None:
    assert TREE
    assert [*without_slash(nav, [TREE])] == found


def test_a_template_that_is_called_almost_like_ours_overrides_nothing(tmp_path: Path) -> None:
    own = tmp_path / "decision-trees"
    own.mkdir()
    for name in ("chekc.html", "check.html", "our-own-footer-of-all.html"):
        (own / name).touch()
    told = [*misnamed_templates([str(tmp_path), str(TEMPLATES), str(tmp_path / "none")])]
    assert told == [((own / "chekc.html").as_posix(), "did you mean `check.html`?")]
