"""The tree that `decision-trees new` starts an author with.

It decides whether something should be a decision tree at all, so that it has something to say before it
is replaced. Its source is `starter.tree.yaml`, in which `$title`, `$today` and `$review_by` are filled in.
"""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path
from string import Template

from decision_trees.source.yaml import Mapping, Scalar, YamlNode, compose

DAYS_TO_REVIEW = 365
"""How long after it is made the starter asks to be reviewed."""


def title_from(tree_id: str) -> str:
    """Make a title from a tree's id: `pick-a-queue` becomes "Pick a queue"."""
    return tree_id.replace("-", " ").capitalize()


def starter(title: str, today: date, schema: str = "") -> str:
    """Write a starter tree that passes the check.

    Args:
        title: The tree's title.
        today: The day of its first review.
        schema: The path from the tree to the schema by which an editor reads it; empty for none.

    Returns:
        The source.

    Raises:
        ValueError: The title is empty or holds a character that cannot stand in a tree.
    """
    source = Template(Path(__file__).with_name("starter.tree.yaml").read_text("utf-8"))
    first = f"# yaml-language-server: $schema={schema}\n" if schema else ""
    return first + source.substitute(
        title=_scalar(" ".join(title.split())),
        today=today.isoformat(),
        review_by=(today + timedelta(days=DAYS_TO_REVIEW)).isoformat(),
    )


def _scalar(text: str) -> str:
    """Write a text as a YAML value: as it is where that means the same, else in quotes."""
    if not text:
        raise ValueError("a tree needs a title")
    root = compose(f"title: {text}", "").root
    if isinstance(root, Mapping) and _is_plainly(text, root.entries[0][1]):
        return text
    quoted = json.dumps(text, ensure_ascii=False)
    for problem in compose(f"title: {quoted}", "").diagnostics:
        raise ValueError(problem.message)
    return quoted


def _is_plainly(text: str, node: YamlNode) -> bool:
    return isinstance(node, Scalar) and node.plain and not node.is_null and node.text == text
