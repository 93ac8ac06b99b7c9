"""What is checked once all trees are read: one generator for each rule.

One cause is told once. So a rule that concludes from what is absent (no answer leads here) is silent about
a tree of which something could not be read or leads nowhere, for that has been told. A rule that speaks of
what is there (these answers lead round in a circle) is never silent.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import islice
from types import MappingProxyType
from typing import NamedTuple

from decision_trees.analysis.alone import Assumptions, LoneLibrary
from decision_trees.analysis.graph import Graph
from decision_trees.diagnostics.diagnostic import Diagnostic
from decision_trees.model.tree import Tree
from decision_trees.rules import graph, limits, scenarios, site, targets, unread_links, upkeep
from decision_trees.rules.context import Context

__all__ = ["Context", "Findings", "examine", "examine_alone"]

MOST_OF_A_KIND = 1_000
"""How many problems of one kind in one tree are told: a hostile source could hold any number."""


class Findings(NamedTuple):
    """What is wrong with a tree, and what of other trees that is assumed for."""

    diagnostics: tuple[Diagnostic, ...]
    assumptions: Assumptions


def examine(
    context: Context, findings: Mapping[str, Findings] = MappingProxyType({})
) -> Iterator[Diagnostic]:
    """Apply every rule to every tree, in no particular order; of one rule and tree, so much and no more.

    Args:
        context: The trees.
        findings: What was found in trees alone, by file, so that it need not be looked for where assumptions
            hold.
    """
    for rule in _SITE_RULES:
        yield from rule(context)
    for tree in (*context.library.trees.values(), *context.library.doubles):
        found = findings.get(tree.file)
        is_so = found is not None and found.assumptions.hold(context.library, tree, context.lacks)
        yield from found.diagnostics if found and is_so else _examine_tree(context, tree)


def examine_alone(context: Context, tree: Tree) -> Findings | None:
    """Apply the rules for single trees to one that stands alone.

    Args:
        context: What there is to know of it; its library is set here.
        tree: The tree.

    Returns:
        What they find; None where that depends on more of other trees than can be assumed.
    """
    library = LoneLibrary(tree)
    found = tuple(_examine_tree(replace(context, library=library, assume=library.lacks), tree))
    assumptions = library.assumptions
    return Findings(found, assumptions) if assumptions else None


def _examine_tree(context: Context, tree: Tree) -> Iterator[Diagnostic]:
    for tree_rule in _TREE_RULES:
        yield from islice(tree_rule(context, tree), MOST_OF_A_KIND)
    tree_graph = context.library.graph(tree)
    for graph_rule in _GRAPH_RULES if graph.is_whole(context.library, tree) else _PARTIAL_GRAPH_RULES:
        yield from islice(graph_rule(tree_graph), MOST_OF_A_KIND)


_SITE_RULES: Iterable[Callable[[Context], Iterator[Diagnostic]]] = (
    site.same_tree_id,
    site.same_address,
    site.unread_sources,
    targets.page_links,
    unread_links.in_pages,
    targets.embedded_trees,
    limits.embedded,
)

_TREE_RULES: Iterable[Callable[[Context, Tree], Iterator[Diagnostic]]] = (
    targets.unknown_targets,
    targets.prose_links,
    unread_links.in_prose,
    targets.reference_addresses,
    limits.old_addresses,
    limits.too_many_folders,
    limits.prose,
    upkeep.missing_guidance,
    upkeep.draft,
    upkeep.stale,
    scenarios.scenarios,
)

_PARTIAL_GRAPH_RULES: tuple[Callable[[Graph], Iterator[Diagnostic]], ...] = (
    graph.cycles,
    graph.idle_checks,
    graph.repeated_questions,
)

_GRAPH_RULES = (*_PARTIAL_GRAPH_RULES, graph.loops, graph.unreachable, scenarios.untested_terminals)
