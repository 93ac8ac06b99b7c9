"""All trees of a folder on one page, by category, and all their outcomes on another."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from decision_trees.analysis.graph import Graph
from decision_trees.layout.addresses import node_page, tree_page
from decision_trees.layout.lists import HEALTH, INDEX, MOST_IN_NAVIGATION, OUTCOMES
from decision_trees.model.line import Line
from decision_trees.model.tree import Kind, Text, Tree
from decision_trees.site.view_builder import MOST_STEPS, conditions, traversal, ways_in_words
from decision_trees.site.views import ConditionView


@dataclass(frozen=True, slots=True)
class Card:
    """What a list shows of a tree.

    Attributes:
        id: Its id.
        page: Its page.
        title: Its title.
        question: Its starting question.
        summary: One or two sentences, as Markdown.
        traversal: How long a walk takes, in words.
        checks: How many checks it has.
        category: The group under which the index lists it.
    """

    id: str
    page: str
    title: Line
    question: Line
    summary: Text | None
    traversal: str
    checks: int
    category: str | None


@dataclass(frozen=True, slots=True)
class Category:
    """The trees of one category.

    Attributes:
        name: The category; None for trees without one.
        trees: Its trees, by title.
    """

    name: str | None
    trees: tuple[Card, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """A terminal in the list of all outcomes.

    Attributes:
        kind: `decision` or `warning`.
        page: Its page.
        title: Its title.
        tree: Its tree.
        trail: The shortest way to it.
        reached: By how many ways it is reached, in words, if they are several.
    """

    kind: Kind
    page: str
    title: Line
    tree: Card
    trail: tuple[ConditionView, ...]
    reached: str


class Catalogue:
    """Lists trees and their outcomes."""

    def __init__(self, trees: Iterable[Tree], words: Mapping[str, str]) -> None:
        """Take the trees to list, which have no errors, and the words of the interface."""
        self._words = words
        self._trees = {tree.id: tree for tree in trees}
        self._cards = {tree.id: self._card(tree) for tree in self._trees.values()}

    def _card(self, tree: Tree) -> Card:
        return Card(
            id=tree.id,
            page=tree_page(tree.file),
            title=tree.title.line,
            question=tree.question.line,
            summary=tree.summary,
            # Held by nobody: the memory would not take the graphs of all trees of a large site.
            traversal=traversal(tree, Graph(tree), self._words),
            checks=len(tree.checks),
            category=str(tree.category) if tree.category else None,
        )

    def cards(self) -> tuple[Card, ...]:
        """The trees in the order given."""
        return tuple(self._cards.values())

    def categories(self) -> tuple[Category, ...]:
        """Sort trees by category, those without at the end, and by title."""
        by_name: dict[str | None, list[Card]] = {}
        for card in sorted(self._cards.values(), key=lambda card: card.title.folded):
            by_name.setdefault(card.category, []).append(card)
        names = sorted(by_name, key=lambda name: (name is None, (name or "").casefold()))
        return tuple(Category(name, tuple(by_name[name])) for name in names)

    def outcomes(self) -> tuple[Outcome, ...]:
        """Every terminal of every tree, by title."""
        found = (outcome for card in self._cards.values() for outcome in self._outcomes(card))
        return tuple(sorted(found, key=lambda outcome: (outcome.title.folded, outcome.tree.title.folded)))

    def _outcomes(self, card: Card) -> Iterator[Outcome]:
        tree = self._trees[card.id]
        graph = Graph(tree)
        for node in tree.terminals:
            count = graph.ways.get(node.id, 0)
            yield Outcome(
                kind=node.kind,
                page=node_page(tree.file, node.id),
                title=node.title.line,
                tree=card,
                trail=conditions(tree, graph.shortest_to(node.id, MOST_STEPS + 1)),
                reached=ways_in_words(count, self._words) if count > 1 else "",
            )


def section(folder: str, below: Collection[Tree], *, with_health: bool) -> list[str]:
    """The pages that stand in the navigation for a folder with trees: few, however many trees there are."""
    listed = below if len(below) <= MOST_IN_NAVIGATION else []
    by_title = sorted(listed, key=lambda tree: tree.title.line.folded)
    last = [f"{folder}/{HEALTH}"] if with_health else []
    return [f"{folder}/{INDEX}", f"{folder}/{OUTCOMES}", *(tree_page(tree.file) for tree in by_title), *last]
