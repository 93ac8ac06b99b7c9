"""Rules for how much there may be of what is published many times over."""

from __future__ import annotations

from collections.abc import Iterator

from decision_trees.diagnostics.diagnostic import Diagnostic
from decision_trees.layout.redirects import count_redirects, most_redirects
from decision_trees.model.positions import locate
from decision_trees.model.span import Span
from decision_trees.model.tree import Tree
from decision_trees.rules.context import Context
from decision_trees.source.fence import fences
from decision_trees.source.heavy import burdens

MOST_FOLDERS = 16
"""How deep in folders a tree may lie: each of them lists all trees below it."""

MOST_EMBEDDED = 50
"""How many fences of one page may embed something: each may show a whole tree, or list all of them."""


def old_addresses(_context: Context, tree: Tree) -> Iterator[Diagnostic]:
    """More old ids than can redirect."""
    count, most = count_redirects(tree), most_redirects(tree)
    if count > most:
        lists = [tree.formerly, *(node.formerly for node in tree.nodes.values())]
        longest = max(lists, key=len)
        yield Diagnostic(
            "too-much",
            longest[0].span,
            f"the old ids of this tree and its nodes make {count:,} addresses: {most:,} may redirect",
            help="remove from `formerly` the ids that nobody follows any more",
        )


def too_many_folders(context: Context, tree: Tree) -> Iterator[Diagnostic]:
    """A tree in too many folders."""
    if context.path(tree.file).count("/") > MOST_FOLDERS:
        message = f"this tree lies more than {MOST_FOLDERS} folders deep"
        yield Diagnostic("too-much", tree.span, message, help="move it up: each of them would list it")


def prose(context: Context, tree: Tree) -> Iterator[Diagnostic]:
    """Markdown that takes long to read, or cannot be read."""
    for _, text in tree.prose():
        for burden in burdens(text.value):
            place = locate(context.sources[tree.file], text.span, burden.line)
            yield Diagnostic("too-much", place, burden.what, help=burden.help)


def embedded(context: Context) -> Iterator[Diagnostic]:
    """Pages that embed too much."""
    for file, text in context.pages.items():
        found = [*fences(text)]
        if len(found) > MOST_EMBEDDED:
            line = 1 + text.count("\n", 0, found[MOST_EMBEDDED].language)
            yield Diagnostic(
                "too-much",
                Span(file, line, 1, line, 2),
                f"this page embeds more than {MOST_EMBEDDED} trees or lists",
                help="link to some of them, or split the page",
            )
