"""What lists show of a tree, as a value of JSON.

What the tree itself tells is not in it: which node a page is of, say, and what that is called.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from decision_trees.cache.store import as_count, as_text
from decision_trees.layout.addresses import node_page, tree_page
from decision_trees.model.line import Line
from decision_trees.model.span import Span
from decision_trees.model.tree import NodeMark, Text, Tree
from decision_trees.site.health import Health, NodeLink
from decision_trees.site.listings import Card, Listed, Outcome, make_card
from decision_trees.site.view_builder import is_overdue
from decision_trees.site.views import ConditionView


def record_of(listed: Listed) -> list[Any]:
    """Write what lists show of a tree."""
    card, health = listed.card, listed.health
    return [
        [card.summary and [card.summary.value, *card.summary.span[1:]], card.traversal, card.checks],
        [[outcome.page, [*map(_condition, outcome.trail)], outcome.reached] for outcome in listed.outcomes],
        {
            "reviewed": health.reviewed and health.reviewed.isoformat(),
            "unwritten": [*map(_link, health.unwritten)],
            "unreached": [*map(_link, health.unreached)],
            "untried": health.untried,
            "unwalked": [*map(_condition, health.unwalked)],
            "unmet": [*map(_link, health.unmet)],
        },
    ]


def _condition(condition: ConditionView) -> list[Any]:
    return [condition.page, condition.title.source, condition.answer.source]


def _link(node: NodeLink) -> list[Any]:
    return [node.page, node.incomplete]


def read_listed(tree: Tree, value: Any, today: date) -> Listed:  # noqa: ANN401 - whatever is in the record
    """Read what has been written of a tree.

    Raises:
        ValueError: It was not written so, which may raise `LookupError`, `TypeError` or `AttributeError` too.
    """
    (summary, traversal, checks), outcomes, health = value
    shown = None if summary is None else _text(tree, *summary)
    card = make_card(tree, shown, as_text(traversal), as_count(checks))
    nodes = {node_page(tree.file, node.id): node for node in tree.marks}
    return Listed(
        card,
        tuple(_outcome(card, nodes, *outcome) for outcome in outcomes),
        _health(tree, nodes, today, **health),
    )


def _text(tree: Tree, value: str, line: int, column: int, end_line: int, end_column: int) -> Text:  # noqa: PLR0913, PLR0917 - as in the record
    return Text(as_text(value), Span(tree.span.file, *map(as_count, (line, column, end_line, end_column))))


_Nodes = Mapping[str, NodeMark]
"""The nodes of a tree, by their pages."""


def _outcome(card: Card, nodes: _Nodes, page: str, trail: Iterable[Sequence[str]], reached: str) -> Outcome:
    node = nodes[page]
    return Outcome(node.kind, page, node.title.line, card, _conditions(nodes, trail), as_text(reached))


def _conditions(nodes: _Nodes, items: Iterable[Sequence[str]]) -> tuple[ConditionView, ...]:
    return tuple(_read_condition(nodes, *item) for item in items)


def _read_condition(nodes: _Nodes, page: str, title: str, answer: str) -> ConditionView:
    if page not in nodes:
        raise ValueError("the tree has no such node")
    return ConditionView(page, Line(as_text(title)), Line(as_text(answer)))


def _links(nodes: _Nodes, items: Iterable[tuple[str, bool]]) -> tuple[NodeLink, ...]:
    return tuple(_read_link(nodes[page], page, is_incomplete) for page, is_incomplete in items)


def _read_link(node: NodeMark, page: str, is_incomplete: bool) -> NodeLink:  # noqa: FBT001 - as in the record
    return NodeLink(node.kind, page, node.title.line, is_incomplete is True)


def _health(  # noqa: PLR0913 - as in the record
    tree: Tree,
    nodes: _Nodes,
    today: date,
    *,
    reviewed: str | None,
    unwritten: Iterable[tuple[str, bool]],
    unreached: Iterable[tuple[str, bool]],
    untried: bool,
    unwalked: Iterable[Sequence[str]],
    unmet: Iterable[tuple[str, bool]],
) -> Health:
    return Health(
        id=tree.id,
        page=tree_page(tree.file),
        title=tree.title.line,
        owner=str(tree.owner) if tree.owner else None,
        reviewed=None if reviewed is None else date.fromisoformat(reviewed),
        review_by=tree.review_by,
        overdue=is_overdue(tree, today),
        unwritten=_links(nodes, unwritten),
        unreached=_links(nodes, unreached),
        untried=untried is True,
        unwalked=_conditions(nodes, unwalked),
        unmet=_links(nodes, unmet),
    )
