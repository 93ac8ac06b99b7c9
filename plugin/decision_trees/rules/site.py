"""Rules for all trees together: no two things want one id or one address."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator
from itertools import chain

from decision_trees.diagnostics.diagnostic import Diagnostic, Related
from decision_trees.layout.address_table import (
    AddressTable,
    Claim,
    Yields,
    collision,
    is_one_place,
    of_lists,
    of_old_addresses,
    of_others,
    of_tree,
)
from decision_trees.layout.addresses import SUFFIX
from decision_trees.layout.apart import apart
from decision_trees.model.span import Span
from decision_trees.rules.context import Context


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
    yield from misnamed(map(context.name, context.library.files or ()))


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


def same_address(context: Context) -> Iterator[Diagnostic]:
    """Two things that want one place in the site; of several at one place, the first."""
    table = AddressTable()
    told: set[Span] = set()
    for ours in _claims(context, table):
        other = table.enter(ours)
        if other is None:
            continue
        span = ours.span or Span(context.name(ours.file))
        if ours.yields is not Yields.NEVER and not other.generated and is_one_place(ours, other):
            if ours.yields is Yields.SAID:
                yield _replaced(ours, Span(context.name(other.file)))
        elif other.span is not span and span not in told:
            told.add(span)
            yield _collision(ours, other, span)


def _claims(context: Context, table: AddressTable) -> Iterator[Claim]:
    """Everything that is to be published of the trees; what others publish is entered already."""
    trees, addresses = context.placed, context.addresses
    others: list[Claim] = []
    lists: list[Claim] = []
    if context.others is not None:
        others += of_others(context.others)
        lists += of_lists(trees, addresses, with_health=context.health)
    old = {tree.file: [*of_old_addresses(tree, addresses)] for tree in trees}
    alone = apart(trees, (*others, *lists, *chain.from_iterable(old.values())))
    for other in others:
        table.enter(other)
    # A hand-written page may stand in place of a list, so lists come before trees, which never yield.
    yield from lists
    for tree in trees:
        yield from () if tree.file in alone else of_tree(tree, addresses)
        yield from old[tree.file]


def _collision(ours: Claim, other: Claim, span: Span) -> Diagnostic:
    return Diagnostic(
        "address-collision",
        span,
        collision(ours, other),
        help=ours.help or other.help or "rename one of the two",
        related=(Related("the other one", other.span),) if other.span else (),
    )


def _replaced(ours: Claim, span: Span) -> Diagnostic:
    return Diagnostic(
        "replaced-file",
        span,
        f"this file is published in place of {ours.what}",
        help="rename it if that is not meant",
    )


def late_collision(claim: Claim, table: AddressTable) -> Iterator[Diagnostic]:
    """Enter a claim that comes when ours are entered already, and tell what it collides with."""
    other = table.enter(claim)
    if other is not None and other.generated:
        yield Diagnostic(
            "address-collision",
            Span(claim.file),
            collision(claim, other),
            help="another plugin adds this file: let it publish elsewhere",
        )
