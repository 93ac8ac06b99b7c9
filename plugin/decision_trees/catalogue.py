"""All trees of a folder on one page, by category, and all their outcomes on another."""

from __future__ import annotations

import posixpath
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from decision_trees.addresses import Addresses, data_address, node_page, relative_address, tree_page
from decision_trees.export import in_lines
from decision_trees.library import Library
from decision_trees.model import Kind, Text, Tree
from decision_trees.prose import document_text
from decision_trees.viewer import conditions, traversal
from decision_trees.views import ConditionView

FORMAT = 1
"""The version of `index.json`."""

INDEX, OUTCOMES, HEALTH = "index.md", "all-outcomes.md", "tree-health.md"
"""The names of the pages in the folder."""


MOST_IN_NAVIGATION = 30
"""How many trees a section of the navigation lists: each entry costs every page of the site some bytes."""


@dataclass(frozen=True, slots=True)
class Card:
    """What a list shows of a tree; `checks` is their number."""

    id: str
    page: str
    title: str
    question: str
    summary: Text | None
    traversal: str
    checks: int
    category: str | None


@dataclass(frozen=True, slots=True)
class Category:
    """The trees of one category, by title; `name` is None for those without."""

    name: str | None
    trees: tuple[Card, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """A terminal of a tree, the shortest way to it, and how many ways there are."""

    kind: Kind
    page: str
    title: str
    tree: Card
    trail: tuple[ConditionView, ...]
    ways_count: int


class Catalogue:
    """Lists trees and their outcomes."""

    def __init__(self, library: Library, trees: Iterable[Tree], words: Mapping[str, str]) -> None:
        """Take the trees to list, which have no errors, and the words of the interface."""
        self._library = library
        self._words = words
        self._cards = {tree.id: self._card(tree) for tree in trees}

    def _card(self, tree: Tree) -> Card:
        return Card(
            id=tree.id,
            page=tree_page(tree.file),
            title=str(tree.title),
            question=str(tree.question),
            summary=tree.summary,
            traversal=traversal(tree, self._library.graph(tree), self._words),
            checks=len(tree.checks),
            category=str(tree.category) if tree.category else None,
        )

    def cards(self) -> tuple[Card, ...]:
        """The trees in the order given."""
        return tuple(self._cards.values())

    def categories(self) -> tuple[Category, ...]:
        """Sort trees by category, those without at the end, and by title."""
        by_name: dict[str | None, list[Card]] = {}
        for card in sorted(self._cards.values(), key=lambda one: one.title.casefold()):
            by_name.setdefault(card.category, []).append(card)
        names = sorted(by_name, key=lambda name: (name is None, (name or "").casefold()))
        return tuple(Category(name, tuple(by_name[name])) for name in names)

    def outcomes(self) -> tuple[Outcome, ...]:
        """Every terminal of every tree, by title."""
        found = (outcome for card in self._cards.values() for outcome in self._outcomes(card))
        return tuple(sorted(found, key=lambda one: (one.title.casefold(), one.tree.title.casefold())))

    def _outcomes(self, card: Card) -> Iterator[Outcome]:
        tree = self._library.trees[card.id]
        graph = self._library.graph(tree)
        for node in tree.terminals:
            yield Outcome(
                kind=node.kind,
                page=node_page(tree.file, node.id),
                title=str(node.title),
                tree=card,
                trail=conditions(tree, graph.shortest_to(node.id)),
                ways_count=graph.ways.get(node.id, 0),
            )


def folders(trees: Iterable[Tree]) -> list[str]:
    """The folders that get an index: those that trees lie in, except the docs folder itself."""
    return sorted({posixpath.dirname(tree.file) for tree in trees} - {""})


def section(folder: str, trees: Iterable[Tree], *, with_health: bool) -> list[str]:
    """The pages that stand in the navigation for a folder of trees: few, however many trees there are."""
    below = _below(folder, trees)
    listed = below if len(below) <= MOST_IN_NAVIGATION else []
    by_title = sorted(listed, key=lambda tree: str(tree.title).casefold())
    last = [f"{folder}/{HEALTH}"] if with_health else []
    return [f"{folder}/{INDEX}", f"{folder}/{OUTCOMES}", *(tree_page(tree.file) for tree in by_title), *last]


def unlisted(trees: Collection[Tree]) -> frozenset[str]:
    """The pages of trees that no navigation lists by itself: those in folders with many trees."""
    crowded = [below for folder in folders(trees) if len(below := _below(folder, trees)) > MOST_IN_NAVIGATION]
    return frozenset(tree_page(tree.file) for below in crowded for tree in below)


def _below(folder: str, trees: Iterable[Tree]) -> list[Tree]:
    return [tree for tree in trees if tree.file.startswith(f"{folder}/")]


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
        f"{folder}/": [instead.get(page, page) for page in section(folder, found, with_health=with_health)]
        for folder in folders(found)
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


def index_json(trees: Iterable[Tree], folder: str, addresses: Addresses) -> str:
    """Write the trees of a folder for programs: `index.json`, whose addresses are relative to it."""
    here = quote(posixpath.join(folder, "index.json"))

    def record(tree: Tree) -> Mapping[str, Any]:
        return {
            "id": tree.id,
            "version": tree.digest,
            "title": str(tree.title),
            "question": str(tree.question),
            "category": str(tree.category) if tree.category else None,
            "domains": [str(domain) for domain in tree.domains],
            "url": relative_address(addresses.of(tree_page(tree.file)), here),
            "data": relative_address(data_address(tree.file, "tree.json"), here),
        }

    data = {"format": FORMAT, "trees": [record(tree) for tree in trees]}
    return in_lines(data) + "\n"


def llms_txt(name: str, description: str, trees: Iterable[Tree]) -> str:
    """Write the site's trees as `llms.txt` (llmstxt.org): a list that leads to each as one document."""
    lines = [f"# {name}", "", *([f"> {description}", ""] if description else []), "## Decision trees", ""]
    for tree in trees:
        title, question = document_text(str(tree.title)), document_text(str(tree.question))
        lines.append(f"- [{title}]({data_address(tree.file, 'tree.md')}): {question}")
    return "\n".join(lines) + "\n"
