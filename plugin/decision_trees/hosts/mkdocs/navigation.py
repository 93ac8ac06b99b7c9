"""Trees in the site's `nav`, before the host makes its navigation of it."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Mapping
from typing import Any

from decision_trees.layout.addresses import tree_page
from decision_trees.layout.lists import by_folder
from decision_trees.model.tree import Tree
from decision_trees.site.listings import section


def with_trees(nav: Any, trees: Iterable[Tree], *, with_health: bool, instead: Mapping[str, str]) -> Any:  # noqa: ANN401 - as in YAML
    """Let a navigation name trees in short.

    Args:
        nav: The navigation as the site's settings have it: lists, titles and paths.
        trees: The trees of the site.
        with_health: Whether there is a report of the trees' health.
        instead: Pages by which an author has replaced ours.

    Returns:
        The navigation, in which a folder of trees (`trees/`) stands for the pages of the folder, and a tree
        may be named by its source or by its address (`trees/a.tree.yaml`, `trees/a/`).
    """
    found = list(trees)
    pages = {name: tree_page(tree.file) for tree in found for name in _names(tree)}
    sections = {
        f"{folder}/": [instead.get(page, page) for page in section(folder, below, with_health=with_health)]
        for folder, below in by_folder(found).items()
    }

    def replaced(nav: Any) -> Any:  # noqa: ANN401 - a part of it
        match nav:
            case list():
                return [part for item in nav for part in _as_list(replaced(item))]
            case dict():
                return {title: replaced(item) for title, item in nav.items()}
            case str():
                return pages.get(nav) or sections.get(nav, nav)
            case _:
                return nav

    return replaced(nav)


def _names(tree: Tree) -> tuple[str, str]:
    return tree.file, f"{posixpath.dirname(tree_page(tree.file))}/"


def _as_list(item: object) -> list[object]:
    return item if isinstance(item, list) else [item]
