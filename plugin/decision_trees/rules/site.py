"""Rules for all trees together: no two things want one id or one address."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from decision_trees.addresses import SUFFIX
from decision_trees.catalogue import HEALTH, INDEX, OUTCOMES, folders
from decision_trees.diagnostics import Diagnostic, Related, Span
from decision_trees.model import Tree
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


def unread_sources(context: Context) -> Iterator[Diagnostic]:
    """Files of the site that look like trees and are none by their name."""
    yield from misnamed(context.library.files or ())


def misnamed(files: Iterable[str]) -> Iterator[Diagnostic]:
    """Tell files that are not read because their name ends almost like that of a tree."""
    for file in files:
        name = posixpath.basename(file)
        ending = _ENDING.search(name)
        if ending and not name.endswith(SUFFIX):
            yield Diagnostic(
                "unread-source",
                Span(file),
                f"the file's name ends with `{ending.group()}`, so it is not read as a tree",
                help=f"rename it to `{name.removesuffix(ending.group())}{SUFFIX}`",
            )


_ENDING = re.compile(r"\.tree\.ya?ml$", re.IGNORECASE)

_LISTS = (INDEX, OUTCOMES, HEALTH)
_LISTS_STAY = "rename the tree or the folder: lists keep their names"
_FORMER = "remove the old id from `formerly`, or rename the other one"


class _Taken(NamedTuple):
    """What has an address: its name in messages, where it stands in a source, and what else to do."""

    what: str
    span: Span | None
    help: str = ""


def same_address(context: Context) -> Iterator[Diagnostic]:
    """A page of a tree where something else is published already; of several at one place, the first."""
    taken: dict[str, _Taken] = {}
    for page, other in _beside_trees(context):
        taken.setdefault(context.addresses.of(page).lower(), other)
    told: set[Span] = set()
    for tree in context.library.trees.values():
        for page, span, ours in _pages(tree):
            address = context.addresses.of(page)
            other = taken.setdefault(address.lower(), ours)
            if other.span is span or span in told:
                continue
            told.add(span)
            yield Diagnostic(
                "address-collision",
                span,
                f"{ours.what} and {other.what} would both be published at `{address}`",
                help=ours.help or other.help or "rename one of the two",
                related=(Related("the other one", other.span),) if other.span else (),
            )


def _pages(tree: Tree) -> Iterator[tuple[str, Span, _Taken]]:
    """The addresses that a tree takes, those that it had before last."""
    for page, span, what in published(tree):
        yield page, span, _Taken(what, span)
    for one in redirects(tree):
        yield one.old, one.span, _Taken(f"the former address of `{one.title}`", one.span, _FORMER)


def _beside_trees(context: Context) -> Iterator[tuple[str, _Taken]]:
    """The site's other files, and the lists of trees; nothing where the site is not known."""
    library = context.library
    if library.files is None:
        return
    for file in sorted(library.files):
        yield file, _Taken(f"`{file}`", None)
    # A hand-written page may stand in place of a list, so lists come second and are not told themselves.
    for page in (f"{folder}/{name}" for folder in folders(library.trees.values()) for name in _LISTS):
        yield page, _Taken(f"the generated page `{page}`", None, _LISTS_STAY)
