"""A renaming as edits of sources and pages."""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

from decision_trees.analysis.library import mentions
from decision_trees.model.positions import locate
from decision_trees.model.tree import Tree
from decision_trees.rename.edits import Edit, Source, apply
from decision_trees.rename.renaming import FileChange, Renaming
from decision_trees.source import links, yaml
from decision_trees.source.fence import embedded_trees
from decision_trees.source.yaml import Scalar, Sequence, compose

# --- edits ----------------------------------------------------------------------------------------


def tree_change(renaming: Renaming, tree: Tree, text: str) -> FileChange:
    """What changes in the source of a tree."""
    written = Source(text)
    edits = {
        *_target_edits(renaming, tree, written),
        *_prose_edits(renaming, tree, written),
        *_node_id_edits(renaming, tree, written),
        *_formerly_edits(renaming, tree, written),
    }
    return FileChange(tree.file, renaming.file(tree), text, apply(text, edits), len(edits))


def _target_edits(renaming: Renaming, tree: Tree, written: Source) -> Iterator[Edit]:
    for mention in mentions(tree):
        target = mention.target
        renamed = renaming.target(target, tree.id)
        if renamed != target:
            yield written.replace(target.span, str(target), str(renamed))


def _prose_edits(renaming: Renaming, tree: Tree, written: Source) -> Iterator[Edit]:
    for _, text in tree.prose():
        for link in links.find(text.value):
            renamed = renaming.link(link.url, tree.id)
            if renamed != link.url:
                earlier = text.value.count(link.url, 0, link.url_start)
                place = locate(written.text, text.span, link.url, earlier)
                yield written.replace(place, link.url, renamed)


def _node_id_edits(renaming: Renaming, tree: Tree, written: Source) -> Iterator[Edit]:
    """Where a node's id stands and is no target: as its key, as `start`, and as a key of `given`."""
    if renaming.node is None or tree.id != renaming.tree:
        return
    spans = [tree.nodes[renaming.node].span]
    spans += [
        check.same_as.span for check in tree.checks if check.same_as and str(check.same_as) == renaming.node
    ]
    spans += [
        given.check.span
        for scenario in tree.scenarios
        for given in scenario.given
        if given.check.value == renaming.node
    ]
    spans += [
        value.span
        for key, value in _root(written, tree).entries
        if key.text == "start" and tree.start == renaming.node
    ]
    for span in spans:
        yield written.replace(span, renaming.node, renaming.new)


def _formerly_edits(renaming: Renaming, tree: Tree, written: Source) -> Iterator[Edit]:
    if tree.id != renaming.tree:
        return
    line = f"formerly: [{renaming.old}]"
    owner = _root(written, tree)
    if renaming.node is not None:
        section = _value(owner, f"{tree.nodes[renaming.node].kind}s")
        key, node = next(entry for entry in section.entries if entry[0].text == renaming.node)
        if isinstance(node, Scalar):
            yield from written.spell_out(section, key, node, "title", line)
            return
        owner = _mapping(node)
    old_ids = next((value for key, value in owner.entries if key.text == "formerly"), None)
    yield _formerly_edit(renaming, old_ids, written) if old_ids else written.add_key(owner, line)


def _formerly_edit(renaming: Renaming, old_ids: yaml.YamlNode, written: Source) -> Edit:
    if not isinstance(old_ids, Sequence) or not old_ids.items:
        return written.fill(old_ids, f"[{renaming.old}]")
    for item in old_ids.items:
        if isinstance(item, Scalar) and item.text.strip() == renaming.new:
            return written.replace(item.span, renaming.new, renaming.old)
    return written.add_item(old_ids, renaming.old)


def _root(written: Source, tree: Tree) -> yaml.Mapping:
    return _mapping(compose(written.text, tree.file).root)


def _value(mapping: yaml.Mapping, name: str) -> yaml.Mapping:
    return _mapping(next(value for key, value in mapping.entries if key.text == name))


def _mapping(node: yaml.YamlNode | None) -> yaml.Mapping:
    # Of a tree without errors it is known what stands where; the type does not say it.
    return cast("yaml.Mapping", node)


def page_change(renaming: Renaming, file: str, text: str) -> FileChange:
    """What changes in a Markdown page."""
    # Fences are recognised by their lines' ends, so Windows' line breaks get an end of their own length.
    found = links.find(text.replace("\r\n", " \n"))
    edits = [
        Edit(link.url_start, link.url_start + len(link.url), renamed)
        for link in found
        if (renamed := renaming.link(link.url, None)) != link.url
    ]
    edits += _embedded_edits(renaming, file, Source(text))
    return FileChange(file, file, text, apply(text, edits), len(edits))


def _embedded_edits(renaming: Renaming, file: str, written: Source) -> Iterator[Edit]:
    for embedded in embedded_trees(written.text, file):
        renamed = embedded.node if renaming.node else embedded.tree
        if str(embedded.tree) == renaming.tree and renamed and str(renamed) == renaming.old:
            yield written.replace(renamed.span, renaming.old, renaming.new)
