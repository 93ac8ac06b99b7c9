"""Rules for all trees together: no two things want one id or one address."""

from __future__ import annotations

from collections.abc import Iterator

from decision_trees.catalogue import HEALTH, INDEX, OUTCOMES, folders
from decision_trees.diagnostics import Diagnostic, Related, Span
from decision_trees.redirects import redirects
from decision_trees.rules.context import Context, published


def same_tree_id(context: Context) -> Iterator[Diagnostic]:
    """Two files of one name, in different folders."""
    for tree in context.library.doubles:
        first = context.library.trees[tree.id]
        yield Diagnostic(
            "duplicate-id",
            tree.span,
            f"`{tree.id}` is the id of two trees",
            help="rename one of the files: a tree's id is its file's name",
            related=(Related("the other tree", first.span),),
        )


def same_address(context: Context) -> Iterator[Diagnostic]:
    """A generated page where another generated or hand-written page is published already."""
    trees = context.library.trees.values()
    taken: dict[str, tuple[str, Span | None]] = {}
    for file in sorted(context.library.files or ()):
        taken.setdefault(context.addresses.of(file).lower(), (f"`{file}`", None))
    # An author's own page may stand in place of one of these.
    for page in (f"{folder}/{name}" for folder in folders(trees) for name in (INDEX, OUTCOMES, HEALTH)):
        taken.setdefault(context.addresses.of(page).lower(), (f"the generated page `{page}`", None))
    for tree in trees:
        former = ((one.old, one.span, f"the former address of `{one.title}`") for one in redirects(tree))
        for page, span, what in (*published(tree), *former):
            address = context.addresses.of(page)
            other, other_span = taken.setdefault(address.lower(), (what, span))
            if other_span is span:
                continue
            yield Diagnostic(
                "address-collision",
                span,
                f"{what} and {other} would both be published at `{address}`",
                help="rename one of the two",
                related=(Related("the other one", other_span),) if other_span else (),
            )
