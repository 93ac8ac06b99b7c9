"""All trees of a folder on one page, by category, and all their outcomes on another."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from decision_trees.analysis.graph import Graph
from decision_trees.layout.addresses import node_page, tree_page
from decision_trees.layout.lists import HEALTH, INDEX, MOST_IN_NAVIGATION, OUTCOMES
from decision_trees.model.line import Line
from decision_trees.model.tree import AnyNode, Kind, Text, Tree
from decision_trees.site.health import Health, health_of
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


@dataclass(frozen=True, slots=True)
class Listed:
    """What the pages that list trees show of one.

    Attributes:
        card: Its entry in the index.
        outcomes: Its terminals, in the order of its source.
        health: What is left to do for it.
    """

    card: Card
    outcomes: tuple[Outcome, ...]
    health: Health


def listed(tree: Tree, graph: Graph, words: Mapping[str, str], today: date) -> Listed:
    """Gather what lists show of a tree without errors, in the words of the interface."""
    card = card_of(tree, graph, words)
    outcomes = (_outcome(tree, node, graph, card, words) for node in tree.terminals)
    return Listed(card, tuple(outcomes), health_of(tree, graph, today))


def card_of(tree: Tree, graph: Graph, words: Mapping[str, str]) -> Card:
    """Make what the index shows of a tree without errors, in the words of the interface."""
    return make_card(tree, tree.summary, traversal(tree, graph, words), len(tree.checks))


def make_card(tree: Tree, summary: Text | None, traversal: str, checks: int) -> Card:
    """Make it of what is asked of the whole tree; the rest is known of each (see `model.kept_tree`)."""
    return Card(
        id=tree.id,
        page=tree_page(tree.file),
        title=tree.title.line,
        question=tree.question.line,
        summary=summary,
        traversal=traversal,
        checks=checks,
        category=str(tree.category) if tree.category else None,
    )


def _outcome(tree: Tree, node: AnyNode, graph: Graph, card: Card, words: Mapping[str, str]) -> Outcome:
    count = graph.ways.get(node.id, 0)
    return Outcome(
        kind=node.kind,
        page=node_page(tree.file, node.id),
        title=node.title.line,
        tree=card,
        trail=conditions(tree, graph.shortest_to(node.id, MOST_STEPS + 1)),
        reached=ways_in_words(count, words) if count > 1 else "",
    )


def by_category(cards: Iterable[Card]) -> tuple[Category, ...]:
    """Sort trees by category, those without at the end, and by title."""
    by_name: dict[str | None, list[Card]] = {}
    for card in sorted(cards, key=lambda card: card.title.folded):
        by_name.setdefault(card.category, []).append(card)
    names = sorted(by_name, key=lambda name: (name is None, (name or "").casefold()))
    return tuple(Category(name, tuple(by_name[name])) for name in names)


def by_title(outcomes: Iterable[Outcome]) -> tuple[Outcome, ...]:
    """Sort terminals by title, those of one title by their trees'."""
    return tuple(sorted(outcomes, key=lambda outcome: (outcome.title.folded, outcome.tree.title.folded)))


def section(folder: str, below: Collection[Tree], *, with_health: bool) -> list[str]:
    """The pages that stand in the navigation for a folder with trees: few, however many trees there are."""
    shown = below if len(below) <= MOST_IN_NAVIGATION else []
    in_order = sorted(shown, key=lambda tree: tree.title.line.folded)
    last = [f"{folder}/{HEALTH}"] if with_health else []
    return [f"{folder}/{INDEX}", f"{folder}/{OUTCOMES}", *(tree_page(tree.file) for tree in in_order), *last]
