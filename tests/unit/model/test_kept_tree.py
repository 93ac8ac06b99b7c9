"""A tree of which a part is known is read once more is asked, and not before."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import pytest

from decision_trees.model.kept_tree import KeptNode, KeptNodes, KeptTree
from decision_trees.model.span import Span
from decision_trees.model.tree import Tree
from decision_trees.source.decode import decode

SOURCE = """\
title: Pick a queue
question: Which queue?
checks:
  replay: {question: Replay?, answers: {Yes: log, No: queue}}
decisions:
  log: Kafka
  queue: SQS
"""


class Source:
    """A source that counts how often it is read."""

    def __init__(self) -> None:
        self.count = 0

    def read(self) -> Tree:
        """Read it."""
        self.count += 1
        tree, _ = decode(SOURCE, "queue.tree.yaml")
        assert tree is not None
        return tree


@pytest.fixture
def source() -> Source:
    return Source()


@pytest.fixture
def tree(source: Source) -> KeptTree:
    read = cache(source.read)
    span = Span("queue.tree.yaml", 6, 3, 6, 6)
    marks = (KeptNode("log", "decision", "Kafka", "Kafka", (), span),)
    nodes = KeptNodes(["replay", "log", "queue"], read)
    known = {"id": "queue", "file": "queue.tree.yaml", "draft": None, "lost_nodes": False, "nodes": nodes}
    return KeptTree.of({**known, "lost_arrows": False}, lambda: marks, read)


def test_what_is_known_is_not_read(tree: KeptTree, source: Source) -> None:
    assert (tree.id, tree.draft, [node.id for node in tree.marks]) == ("queue", None, ["log"])
    assert ([*tree.nodes], len(tree.nodes), "log" in tree.nodes) == (["replay", "log", "queue"], 3, True)
    assert tree.at("queue.tree.yaml") is tree
    assert tree.at("trees/queue.tree.yaml").id == "queue"
    assert source.count == 0


def test_more_is_read_once(tree: KeptTree, source: Source) -> None:
    assert str(tree.nodes["log"].title) == "Kafka"
    assert str(tree.title) == "Pick a queue"
    assert [check.id for check in tree.checks] == ["replay"]
    assert tree == replace(tree, owner=None)
    assert source.count == 1


def test_under_another_name_it_keeps_that(tree: KeptTree) -> None:
    there = tree.at("trees/queue.tree.yaml")
    assert (str(there.title), there.file) == ("Pick a queue", "trees/queue.tree.yaml")


def test_what_no_tree_has_is_no_attribute(tree: KeptTree) -> None:
    for name in ("_private", "anything"):
        with pytest.raises(AttributeError):
            getattr(tree, name)
