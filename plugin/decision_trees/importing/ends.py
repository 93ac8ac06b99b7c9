"""Ends as every form has them: of which kind they are, and without the links in their words."""

from __future__ import annotations

from decision_trees.importing.doubts import Doubts
from decision_trees.importing.draft import Draft, DraftNode
from decision_trees.importing.links import take_links
from decision_trees.importing.wording import read_end


def add_end(draft: Draft, text: str, line: int, doubts: Doubts) -> DraftNode:
    """Add an end to a draft.

    Args:
        draft: The tree, which gets it.
        text: What a foreign file says there.
        line: Where it stands.
        doubts: Gets what is not clear of it.

    Returns:
        The end: a decision or a warning.
    """
    end = read_end(text)
    node = draft.add(end.text, line, end.kind)
    take_links(node, doubts)
    if end.guessed:
        ask_kind(doubts, node)
    return node


def ask_kind(doubts: Doubts, node: DraftNode) -> None:
    """Ask whether an end is a warning that only a sign, a colour or its first word makes one."""
    reply = doubts.ask(
        "warning-or-decision",
        node,
        f"“{node.text}” is taken as a warning because of a sign, a colour or its first word",
        "it is a warning",
        others=("warning", "decision"),
    )
    if reply == "decision":
        node.kind = "decision"
        for key, instead in (("when", "choose"), ("mitigation", "next_step")):
            if key in node.texts:
                node.texts[instead] = node.texts.pop(key)
