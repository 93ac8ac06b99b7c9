"""How well the trees of a site are kept: what is unwritten, never reached, not tried out, not reviewed.

Everything here is linear in the nodes and answers of the trees.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from decision_trees.analysis.coverage import coverage
from decision_trees.analysis.graph import Graph
from decision_trees.layout.addresses import node_page, tree_page
from decision_trees.model.line import Line
from decision_trees.model.tree import AnyNode, Kind, Tree
from decision_trees.site.view_builder import conditions, is_overdue
from decision_trees.site.views import ConditionView


@dataclass(frozen=True, slots=True)
class NodeLink:
    """A check, step or terminal that something is left to do for.

    Attributes:
        kind: What it is.
        page: Its page.
        title: Its title.
        incomplete: Whether its author knows of missing texts.
    """

    kind: Kind
    page: str
    title: Line
    incomplete: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """What is left to do for one tree.

    Attributes:
        id: The tree's id.
        page: Its page.
        title: Its title.
        owner: Who keeps it.
        reviewed: The day of its last review; None where it had none.
        review_by: The day of the next.
        overdue: Whether that day has passed.
        unwritten: Nodes without texts, or whose author says that texts are missing.
        unreached: Nodes that no path from the start meets.
        untried: Whether it has no scenarios; then the answers and terminals they leave out are not told.
        unwalked: Answers on a path from the start that no scenario gives.
        unmet: Terminals on a path from the start at which no scenario ends.
    """

    id: str
    page: str
    title: Line
    owner: str | None
    reviewed: date | None
    review_by: date | None
    overdue: bool
    unwritten: tuple[NodeLink, ...]
    unreached: tuple[NodeLink, ...]
    untried: bool
    unwalked: tuple[ConditionView, ...]
    unmet: tuple[NodeLink, ...]

    @property
    def findings(self) -> int:
        """How much there is to do; for reviews and for scenarios as a whole, one each."""
        lists = (self.unwritten, self.unreached, self.unwalked, self.unmet)
        return sum(map(len, lists)) + (self.overdue or self.reviewed is None) + self.untried


def by_need(found: Iterable[Health]) -> tuple[Health, ...]:
    """Sort trees by title, those with something to do first."""
    return tuple(sorted(found, key=lambda entry: (not entry.findings, entry.title.folded)))


def health_of(tree: Tree, graph: Graph, today: date) -> Health:
    """Examine a tree without errors; `today` is the day on which its review is overdue or not."""

    def links(nodes: Iterable[AnyNode]) -> tuple[NodeLink, ...]:
        return tuple(
            NodeLink(node.kind, node_page(tree.file, node.id), node.title.line, node.incomplete)
            for node in nodes
        )

    tried = coverage(graph) if tree.scenarios else None
    unwalked = (step for step in (tried.unwalked if tried else ()) if step.node.id in graph.reachable)
    return Health(
        id=tree.id,
        page=tree_page(tree.file),
        title=tree.title.line,
        owner=str(tree.owner) if tree.owner else None,
        reviewed=tree.reviewed,
        review_by=tree.review_by,
        overdue=is_overdue(tree, today),
        unwritten=links(node for node in tree.nodes.values() if node.is_unwritten),
        unreached=links(node for node in tree.nodes.values() if node.id not in graph.reachable),
        untried=tried is None,
        unwalked=conditions(tree, unwalked),
        unmet=links(node for node in (tried.unmet if tried else ()) if node.id in graph.reachable),
    )
