from __future__ import annotations

from tests.site_fixtures import TINY_TREE

from decision_trees import read
from decision_trees.analysis.names import NodeNames, TreeNames


def test_names_are_gathered_once() -> None:
    trees = read({"queue.tree.yaml": TINY_TREE}).library.trees
    nodes, all_trees = NodeNames(trees["queue"]), TreeNames(trees)
    check = trees["queue"].checks[0]
    assert nodes.labels(check) is nodes.labels(check)
    assert all_trees.group("owner") is all_trees.group("owner")
