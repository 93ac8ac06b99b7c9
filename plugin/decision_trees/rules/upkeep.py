"""Rules for what a tree owes its readers: guidance, and reviews in time."""

from __future__ import annotations

from collections.abc import Iterator

from decision_trees.diagnostics import Diagnostic
from decision_trees.model import Tree
from decision_trees.rules.context import Context


def missing_guidance(_context: Context, tree: Tree) -> Iterator[Diagnostic]:
    """Nodes without texts that do not say so."""
    for node in tree.nodes.values():
        if not node.sections and not node.incomplete:
            yield Diagnostic(
                "missing-guidance",
                node.span,
                f"the {node.kind} `{node.id}` has no guidance",
                help="write its texts, or `incomplete: true` if they are known to be missing",
            )


def stale(context: Context, tree: Tree) -> Iterator[Diagnostic]:
    """A review that is overdue."""
    if tree.review_by is not None and tree.review_by < context.today:
        yield Diagnostic(
            "stale",
            tree.review_by_span,
            f"`{tree.id}` was to be reviewed by {tree.review_by.isoformat()}",
            help="review it, and set `reviewed` and `review_by`",
        )
