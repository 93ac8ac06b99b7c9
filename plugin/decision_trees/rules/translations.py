"""What is checked of a tree in another language: it decides as its original does."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from decision_trees.diagnostics.diagnostic import Diagnostic, Related
from decision_trees.model.span import Span
from decision_trees.model.tree import AnyNode, Check, Step, Target, Tree

CODE = "translation-differs"


def differences(original: Tree, translation: Tree) -> Iterator[Diagnostic]:
    """Tell where a translation leads a reader elsewhere than its original.

    Nodes are the same by their ids, and answers by their order, for their ids come of what they say.

    Args:
        original: The tree as it was written.
        translation: The same tree in another language; its places are told, and the original's beside them.
    """
    for node_id, node in original.nodes.items():
        if node_id not in translation.nodes:
            yield _differs(
                translation.title.span,
                f"the original has a {node.kind} `{node_id}`, and this has none",
                node.span,
                "translate it, or give the node that it is here the same id",
            )
    if original.start in translation.nodes and translation.start != original.start:
        yield _differs(
            translation.nodes[translation.start].span,
            f"this walk starts at `{translation.start}`, and the original's at `{original.start}`",
            original.nodes[original.start].span,
            f"set `start: {original.start}`",
        )
    for node_id, node in translation.nodes.items():
        there = original.nodes.get(node_id)
        if there is None:
            yield _differs(
                node.span,
                f"the original has no {node.kind} `{node_id}`",
                original.title.span,
                "give it the id that it has there, or add it there as well",
            )
        elif there.kind != node.kind:
            message = f"`{node_id}` is a {node.kind}, and a {there.kind} in the original"
            yield _differs(node.span, message, there.span, f"make it a {there.kind}")
        else:
            yield from _other_ways(original, there, translation, node)


def _other_ways(original: Tree, there: AnyNode, translation: Tree, node: AnyNode) -> Iterator[Diagnostic]:
    ways, originals = _ways(node), _ways(there)
    if len(ways) != len(originals):
        message = f"`{node.id}` has {_number(ways)} on, and {_number(originals)} in the original"
        yield _differs(node.span, message, there.span, "give it the same answers, in the same order")
        return
    for way, expected in zip(ways, originals, strict=True):
        # Where only one of both has what it leads to, that has been told.
        is_known = way.tree or (way.node in original.nodes and expected.node in translation.nodes)
        if is_known and way.within(translation.id) != expected.within(original.id):
            yield _differs(
                way.span,
                f"this leads to `{way}`, and to `{expected}` in the original",
                expected.span,
                f"lead it to `{expected}`, or put the answers in the order that they have there",
            )


def _ways(node: AnyNode) -> Sequence[Target]:
    """Where a node leads, in the order of its answers."""
    if isinstance(node, Check | Step):
        return [answer.to for answer in node.answers]
    return [node.then] if node.then else []


def _number(ways: Sequence[Target]) -> str:
    return f"{len(ways)} way{'' if len(ways) == 1 else 's'}"


def _differs(span: Span, message: str, there: Span, mend: str) -> Diagnostic:
    return Diagnostic(CODE, span, message, help=mend, related=(Related("the original", there),))
