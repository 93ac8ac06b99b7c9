"""Rules for what pages embed: each fence asks for what there is."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from decision_trees.analysis.library import Library
from decision_trees.diagnostics.diagnostic import Diagnostic
from decision_trees.diagnostics.wording import did_you_mean, shorten
from decision_trees.model.positions import span_at
from decision_trees.model.span import Span
from decision_trees.source.fence import (
    LANGUAGE,
    Embedded,
    EmbeddedList,
    EmbeddedTree,
    Fence,
    read_fence,
)
from decision_trees.source.report import Report


class Examined(NamedTuple):
    """What a fence asks for, None where that cannot be told, and all that is wrong with it."""

    embedded: Embedded | None
    diagnostics: tuple[Diagnostic, ...]


def examine_fence(fence: Fence, markdown: str, file: str, library: Library) -> Examined:
    """Read a fence and check it.

    Args:
        fence: The fence.
        markdown: The page it stands in.
        file: The page's path, for messages.
        library: The trees there are.
    """
    report = Report()
    owner = span_at(markdown, fence.language, len(LANGUAGE), file)
    embedded = read_fence(fence, owner, report)
    match embedded:
        case EmbeddedTree():
            report += _unknown(embedded, library)
        case EmbeddedList() if not library.unread:
            report += _missed(embedded, owner, library)
    return Examined(embedded, tuple(report))


def _unknown(embedded: EmbeddedTree, library: Library) -> Iterator[Diagnostic]:
    tree = library.trees.get(str(embedded.tree))
    if tree is None:
        if str(embedded.tree) not in library.unread:
            yield Diagnostic(
                "unknown-tree",
                embedded.tree.span,
                f"no tree is named `{embedded.tree}`",
                label=did_you_mean(str(embedded.tree), library.names.ids),
                help="a tree's id is its file's name, less folders and `.tree.yaml`",
            )
        return
    if library.is_left_out(tree, None):
        yield Diagnostic(
            "draft-target",
            embedded.tree.span,
            f"`{tree.id}` is a draft, which is not published",
            help="leave the fence out, or remove `draft` there",
        )
    if embedded.node and str(embedded.node) not in tree.nodes and not tree.lost_nodes:
        suggestion = did_you_mean(str(embedded.node), library.node_names(tree).ids)
        yield Diagnostic(
            "unknown-target",
            embedded.node.span,
            f"no check, step or terminal in the tree `{tree.id}` is named `{embedded.node}`",
            label=suggestion,
            help="" if suggestion else "write the id of a check, step, decision or warning",
        )


def _missed(embedded: EmbeddedList, owner: Span, library: Library) -> Iterator[Diagnostic]:
    """Say what no tree has that a list asks for; where there is such a tree for each, that none has all."""
    is_told = False
    for key, texts in embedded.filters.items():
        known = library.names.groups[key]
        for text in texts:
            if str(text) not in known:
                is_told = True
                suggestion = did_you_mean(str(text), library.names.group(key))
                yield Diagnostic(
                    "empty-list",
                    text.span,
                    f"no tree has the {key} `{shorten(str(text))}`",
                    label=suggestion,
                    help="" if suggestion else "name one that a tree has, or leave it out",
                )
    if not is_told and not embedded.select(library.trees.values()):
        message = "no tree has all that this list asks for"
        yield Diagnostic("empty-list", owner, message, help="leave a key out, or name more of its values")
