"""What is remembered from one build to the next."""

from __future__ import annotations

import weakref

from tests.site_fixtures import TINY_TREE

from decision_trees.analysis.library import Library
from decision_trees.diagnostics.diagnostic import Diagnostic
from decision_trees.hosts.mkdocs.memory import Memory
from decision_trees.model.span import Span
from decision_trees.reading.read import read
from decision_trees.source.decode import Decoded, decode


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


def test_a_source_that_has_not_changed_is_not_decoded_again() -> None:
    memory = Memory()
    decoded: list[str] = []

    def noticed(text: str, file: str) -> Decoded:
        decoded.append(file)
        return decode(text, file)

    def build(queue: str, language: str = "") -> Library:
        sources = {"queue.tree.yaml": queue, "other.tree.yaml": TINY_TREE}
        return read(sources, decode=noticed, kept=memory.readings(language)).library

    first = build(TINY_TREE)
    assert decoded == ["other.tree.yaml", "queue.tree.yaml"]
    assert [tree.title for tree in build(TINY_TREE).trees.values()] == [
        tree.title for tree in first.trees.values()
    ]
    changed = build(TINY_TREE.replace("Pick a queue", "Pick one"))
    assert str(changed.trees["queue"].title) == "Pick one"
    assert decoded == ["other.tree.yaml", "queue.tree.yaml", "queue.tree.yaml"]
    build(TINY_TREE, "de")
    assert len(decoded) == 5


def test_what_is_left_of_the_last_build_is_let_go() -> None:
    class Part:
        whole: Part

    memory = Memory()
    memory.begin()
    memory.nodes(read({"queue.tree.yaml": TINY_TREE}).library.trees.values())
    left = Part()
    left.whole = left
    seen = weakref.ref(left)
    del left
    memory.begin()
    assert seen() is None


def test_a_source_that_can_no_longer_be_read_keeps_the_nodes_that_it_had() -> None:
    memory = Memory()
    trees = read({"queue.tree.yaml": TINY_TREE}).library.trees.values()
    nodes = {file: frozenset(found) for file, found in memory.nodes(trees).items()}
    assert nodes == {"queue.tree.yaml": frozenset(tree_id for tree in trees for tree_id in tree.nodes)}
    assert memory.nodes([]) == nodes
