"""All trees of a folder on one page, by category, and all their outcomes on another."""

from __future__ import annotations

import json
import posixpath
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from decision_trees.addresses import Addresses, data_file, relative_address, tree_page
from decision_trees.model import Tree
from decision_trees.views import NodeView, TreeView

FORMAT = 1
"""The version of `index.json`."""

INDEX, OUTCOMES = "index.md", "all-outcomes.md"
"""The names of the pages in the folder."""


MOST_IN_NAVIGATION = 30
"""How many trees a section of the navigation lists: each entry costs every page of the site some bytes."""


@dataclass(frozen=True, slots=True)
class Category:
    """The trees of one category, by title; `name` is None for those without."""

    name: str | None
    trees: tuple[TreeView, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """A terminal and its tree."""

    node: NodeView
    tree: TreeView


def folders(trees: Iterable[Tree]) -> list[str]:
    """The folders that get an index: those that trees lie in, except the docs folder itself."""
    return sorted({posixpath.dirname(tree.file) for tree in trees} - {""})


def section(folder: str, trees: Iterable[Tree]) -> list[str]:
    """The pages that stand in the navigation for a folder of trees: few, however many trees there are."""
    below = [tree for tree in trees if tree.file.startswith(f"{folder}/")]
    listed = below if len(below) <= MOST_IN_NAVIGATION else []
    by_title = sorted(listed, key=lambda tree: str(tree.title).casefold())
    return [f"{folder}/{INDEX}", f"{folder}/{OUTCOMES}", *(tree_page(tree.file) for tree in by_title)]


def categories(views: Iterable[TreeView]) -> tuple[Category, ...]:
    """Sort trees by category, those without at the end, and by title."""
    by_name: dict[str | None, list[TreeView]] = {}
    for view in sorted(views, key=lambda one: one.title.casefold()):
        by_name.setdefault(view.category, []).append(view)
    names = sorted(by_name, key=lambda name: (name is None, (name or "").casefold()))
    return tuple(Category(name, tuple(by_name[name])) for name in names)


def outcomes(views: Iterable[TreeView]) -> tuple[Outcome, ...]:
    """Every terminal of every tree, by title."""
    found = (Outcome(node, view) for view in views for node in view.terminals)
    return tuple(sorted(found, key=lambda one: (one.node.title.casefold(), one.tree.title.casefold())))


def index_json(trees: Iterable[Tree], folder: str, addresses: Addresses) -> str:
    """Write the trees of a folder for programs: `index.json`, whose addresses are relative to it."""
    here = posixpath.join(folder, "index.json")

    def record(tree: Tree) -> Mapping[str, Any]:
        return {
            "id": tree.id,
            "version": tree.digest,
            "title": str(tree.title),
            "question": str(tree.question),
            "category": str(tree.category) if tree.category else None,
            "domains": [str(domain) for domain in tree.domains],
            "url": relative_address(addresses.of(tree_page(tree.file)), here),
            "data": relative_address(data_file(tree.file, "tree.json"), here),
        }

    data = {"format": FORMAT, "trees": [record(tree) for tree in trees]}
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"


def llms_txt(name: str, description: str, trees: Iterable[Tree]) -> str:
    """Write the site's trees as `llms.txt` (llmstxt.org): a list that leads to each as one document."""
    lines = [f"# {name}", "", *([f"> {description}", ""] if description else []), "## Decision trees", ""]
    lines += [f"- [{tree.title}]({data_file(tree.file, 'tree.md')}): {tree.question}" for tree in trees]
    return "\n".join(lines) + "\n"
