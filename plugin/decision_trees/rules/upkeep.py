"""Rules for what a tree owes its readers: guidance, and reviews in time."""

from __future__ import annotations

from collections.abc import Iterator

from decision_trees.diagnostics.codes import CODES, Level
from decision_trees.diagnostics.diagnostic import Diagnostic
from decision_trees.model.tree import Tree
from decision_trees.rules.context import Context, here_too


def missing_guidance(_context: Context, tree: Tree) -> Iterator[Diagnostic]:
    """Checks and terminals without texts that do not say so: where none has any, that is how the tree is."""
    guided = (*tree.checks, *tree.terminals)
    missing = [node for node in guided if node.is_unwritten and not node.incomplete]
    if not missing:
        return
    none_at_all = not any(node.sections for node in guided)
    if none_at_all:
        message = "no check or outcome of this tree has guidance"
    elif len(missing) == 1:
        message = f"the {missing[0].kind} `{missing[0].id}` has no guidance"
    else:
        message = f"{len(missing)} checks and outcomes of this tree have no guidance"
    yield Diagnostic(
        "missing-guidance",
        missing[0].span,
        message,
        help="write the texts, `incomplete: true` where they are known to be missing, or `guidance: none` "
        "where none are needed",
        related=here_too([node.span for node in missing]),
        level=Level.NOTICE if none_at_all else CODES["missing-guidance"].level,
    )


def draft(_context: Context, tree: Tree) -> Iterator[Diagnostic]:
    """A tree that builds leave out."""
    if tree.draft is not None:
        message = f"`{tree.id}` is a draft: its author is shown it, and builds leave it out"
        yield Diagnostic("draft", tree.draft, message, help="remove `draft` when it is ready")


def stale(context: Context, tree: Tree) -> Iterator[Diagnostic]:
    """A review that is overdue."""
    if tree.review_by is not None and tree.review_by < context.today:
        yield Diagnostic(
            "stale",
            tree.review_by_span,
            f"`{tree.id}` was to be reviewed by {tree.review_by.isoformat()}",
            help="review it, and set `reviewed` and `review_by`",
        )
