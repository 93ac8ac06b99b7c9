"""What an import came to, in few words: paths, texts and doubts."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from pathlib import Path

from decision_trees.diagnostics.codes import Level
from decision_trees.importing.doubts import Replies
from decision_trees.importing.reading import Import, Imported, Request, import_text
from decision_trees.model.tree import Check, Step, Tree
from decision_trees.reading.read import read

DATA = Path(__file__).parent / "data"

ELSEWHERE = {"unknown-tree", "unknown-file"}
"""What is said of a tree alone that leads to others."""


def bring_in(text: str, file: str = "foreign.md", answers: str = "", **more: str | int) -> Import:
    replies = Replies.read(answers, "answers.yaml") if answers else Replies()
    return import_text(text, file, Request(replies=replies, **more))  # type: ignore[arg-type]


def only(done: Import) -> Imported:
    (tree,) = done.trees
    return tree


def model(imported: Imported, allowed: Collection[str] = ()) -> Tree:
    """Read a source that was written: there is nothing to be said of it but what it leaves open itself."""
    name = f"{imported.id}.tree.yaml"
    reading = read({name: imported.source})
    said = {diagnostic.code for diagnostic in reading.diagnostics if diagnostic.level is not Level.NOTICE}
    assert said <= {*ELSEWHERE, *allowed}, (imported.source, reading.diagnostics)
    return reading.library.trees[imported.id]


def brought(text: str, **more: str) -> Tree:
    return model(only(bring_in(text, **more)))


def paths(tree: Tree) -> list[str]:
    """All paths in words, loops left out: `Question? = Answer ; … => End`."""
    return list(_paths(tree, tree.start, ()))


def _paths(tree: Tree, node_id: str, before: tuple[str, ...]) -> Iterator[str]:
    node = tree.nodes[node_id]
    if isinstance(node, Check):
        for answer in node.answers:
            if not answer.loop:
                step = (*before, f"{node.question} = {answer.label}")
                if answer.to.tree is None:
                    yield from _paths(tree, str(answer.to.node), step)
                else:
                    yield f"{' ; '.join(step)} => {answer.to}"
    elif isinstance(node, Step):
        if not node.loop:
            yield from _paths(tree, str(node.then), before)
    else:
        yield f"{' ; '.join(before)} => {node.title}"


def texts(tree: Tree) -> Mapping[str, Mapping[str, str]]:
    """The long texts of all nodes by what the nodes are called."""
    return {
        str(node.question if isinstance(node, Check) else node.title): {
            section.key: section.text.value.strip() for section in node.sections
        }
        for node in tree.nodes.values()
        if node.sections
    }


def doubts(done: Import) -> list[tuple[int, str]]:
    return [
        (diagnostic.span.line, diagnostic.code)
        for diagnostic in done.diagnostics
        if diagnostic.level is not Level.NOTICE
    ]
