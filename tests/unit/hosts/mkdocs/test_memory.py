"""What is remembered from one build to the next."""

from __future__ import annotations

from tests.site_fixtures import TINY_TREE

from decision_trees.diagnostics.diagnostic import Diagnostic
from decision_trees.hosts.mkdocs.memory import Memory
from decision_trees.model.span import Span
from decision_trees.reading.read import read


def told(message: str, line: int) -> Diagnostic:
    return Diagnostic("unreachable", Span("a.tree.yaml", line, 1, line, 2), message)


def test_what_the_last_build_told_is_not_new_even_at_another_line() -> None:
    memory = Memory()
    memory.begin()
    assert memory.parted([told("one", 3)]) == ([told("one", 3)], [])
    memory.begin()
    again, more = told("one", 5), told("two", 3)
    assert memory.parted([again, more]) == ([more], [again])
    memory.begin()
    assert memory.parted([told("one", 1), told("one", 9)]) == ([told("one", 9)], [told("one", 1)])
    memory.begin()
    memory.begin()
    assert memory.parted([again]) == ([again], [])


def test_a_source_that_can_no_longer_be_read_keeps_the_nodes_that_it_had() -> None:
    memory = Memory()
    trees = read({"queue.tree.yaml": TINY_TREE}).library.trees.values()
    nodes = {file: frozenset(found) for file, found in memory.nodes(trees).items()}
    assert nodes == {"queue.tree.yaml": frozenset(tree_id for tree in trees for tree_id in tree.nodes)}
    assert memory.nodes([]) == nodes
