"""An id changed everywhere it is used.

What a renaming means is said twice: as edits of the sources, and as what the trees must say afterwards. The
edited sources are read again and compared with that, so an edit that does more or less than it should is
found before anything is written.
"""

from __future__ import annotations

import dataclasses
import posixpath
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import cast

from decision_trees import links, reports, source
from decision_trees.addresses import SUFFIX
from decision_trees.diagnostics import Level, Span, did_you_mean, shorten
from decision_trees.edits import Edit, NoPlaceError, Source, apply
from decision_trees.embedding import embedded_trees
from decision_trees.grammar import is_id, parse_target, slug
from decision_trees.library import Library, mentions
from decision_trees.model import AnyNode, Check, Scenario, Target, Text, Tree
from decision_trees.reading import Reading, read
from decision_trees.source import Scalar, Sequence, compose, locate


@dataclass(frozen=True, slots=True)
class Change:
    """What a renaming does to one file.

    Attributes:
        file: Its name.
        new_file: Its name afterwards.
        before: Its text.
        after: Its text afterwards.
        places: In how many places it changes.
    """

    file: str
    new_file: str
    before: str
    after: str
    places: int


class RefusedError(Exception):
    """The id cannot be renamed; the text says why and what to do."""


def rename(reading: Reading, pages: Mapping[str, str], old: str, new: str) -> tuple[Change, ...]:
    """Rename a tree or a node.

    Args:
        reading: All trees in which the id may be used, without errors.
        pages: The Markdown pages that may link to it or embed it, by file.
        old: `tree-id/`, `tree-id/node-id`, or `node-id` where there is one tree.
        new: The new id.

    Returns:
        The changes, one for each file that changes. Nothing is written.

    Raises:
        RefusedError: The old id does not exist, the new one cannot be had, or the renaming cannot be made
            without changing more.
    """
    library = reading.library
    tree, node_id = _named(old, library)
    new_id = _free(new, library, tree, node_id)
    renaming = Renaming(tree.id, node_id, new_id)
    try:
        changes = [
            *(_tree_change(renaming, one, reading.sources[one.file]) for one in library.trees.values()),
            *(_page_change(renaming, file, text) for file, text in pages.items()),
        ]
    except NoPlaceError as error:
        raise RefusedError(str(error)) from error
    _prove(renaming, library, changes)
    return tuple(change for change in changes if change.places)


def _named(old: str, library: Library) -> tuple[Tree, str | None]:
    target = parse_target(old, Span(""))
    if target is None:
        raise RefusedError(f"`{shorten(old)}` names nothing: write `tree-id/` or `tree-id/node-id`")
    tree_ids = [target.tree] if target.tree else list(library.trees)
    if len(tree_ids) != 1:
        raise RefusedError(f"there are {len(tree_ids)} trees: write `tree-id/{old}`, or `{old}/` for a tree")
    tree = library.trees.get(tree_ids[0])
    if tree is None:
        raise RefusedError(_unknown(f"no tree is named `{tree_ids[0]}`", tree_ids[0], library.trees))
    if target.node and target.node not in tree.nodes:
        message = f"`{tree.id}` has no check or terminal `{target.node}`"
        names = (*tree.nodes, *(f"{one}/" for one in library.trees))
        raise RefusedError(_unknown(message, target.node, names))
    return tree, target.node


def _unknown(message: str, name: str, names: Iterable[str]) -> str:
    suggestion = did_you_mean(name, names)
    return f"{message}; {suggestion}" if suggestion else message


def _free(new: str, library: Library, tree: Tree, node_id: str | None) -> str:
    """The new id, once it is known that it is one and that nothing has it."""
    new_id = new.removeprefix(f"{tree.id}/") if node_id else new.removesuffix("/")
    if not is_id(new_id):
        suggestion = f"; for example `{slug(new_id)}`" if slug(new_id) else ""
        message = f"`{shorten(new_id)}` cannot be an id: use up to 64 lower-case letters, digits and hyphens"
        raise RefusedError(message + suggestion)
    taken: Mapping[str, AnyNode | Tree] = tree.nodes if node_id else library.trees
    if new_id in taken:
        raise RefusedError(f"`{new_id}` is taken already")
    for other in taken.values():
        if other.id != (node_id or tree.id) and new_id in map(str, other.formerly):
            message = f"`{new_id}` is an old id of `{other.id}`, whose address redirects there"
            raise RefusedError(f"{message}: choose another, or remove it from `formerly` first")
    return new_id


@dataclass(frozen=True, slots=True)
class Renaming:
    """One id and the one that takes its place.

    Attributes:
        tree: The id of the tree, as it is before.
        node: The id of the node; None where the tree itself is renamed.
        new: The new id of the node or the tree.
    """

    tree: str
    node: str | None
    new: str

    @property
    def old(self) -> str:
        """The id that goes."""
        return self.node or self.tree

    def target(self, target: Target, home: str | None) -> Target:
        """A target as it must be written afterwards, in the tree `home` or in a page (None)."""
        if self.node is None:
            return replace(target, tree=self.new) if target.tree == self.tree else target
        if (target.tree or home, target.node) == (self.tree, self.node):
            return replace(target, node=self.new)
        return target

    def node_id(self, node_id: str, home: str) -> str:
        """A node's id as it must be afterwards."""
        return self.new if (home, node_id) == (self.tree, self.node) else node_id

    def link(self, url: str, home: str | None) -> str:
        """A link's destination as it must be written afterwards."""
        written = url.removeprefix(links.SCHEME)
        target = parse_target(written, Span("")) if written != url else None
        return f"{links.SCHEME}{self.target(target, home)}" if target else url

    def file(self, tree: Tree) -> str:
        """A source's name as it must be afterwards."""
        if self.node is not None or tree.id != self.tree:
            return tree.file
        return posixpath.join(posixpath.dirname(tree.file), f"{self.new}{SUFFIX}")

    def formerly(self, old_ids: tuple[Text, ...]) -> tuple[Text, ...]:
        """The old ids of what is renamed: its last comes at the end, or where the new one stood."""
        if self.new in map(str, old_ids):
            return tuple(Text(self.old, one.span) if one.value == self.new else one for one in old_ids)
        return (*old_ids, Text(self.old, Span("")))


# --- edits ----------------------------------------------------------------------------------------


def _tree_change(renaming: Renaming, tree: Tree, text: str) -> Change:
    written = Source(text)
    edits = {
        *_target_edits(renaming, tree, written),
        *_prose_edits(renaming, tree, written),
        *_node_id_edits(renaming, tree, written),
        *_formerly_edits(renaming, tree, written),
    }
    return Change(tree.file, renaming.file(tree), text, apply(text, edits), len(edits))


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


def _formerly_edit(renaming: Renaming, old_ids: source.Node, written: Source) -> Edit:
    if not isinstance(old_ids, Sequence) or not old_ids.items:
        return written.fill(old_ids, f"[{renaming.old}]")
    for item in old_ids.items:
        if isinstance(item, Scalar) and item.text.strip() == renaming.new:
            return written.replace(item.span, renaming.new, renaming.old)
    return written.add_item(old_ids, renaming.old)


def _root(written: Source, tree: Tree) -> source.Mapping:
    return _mapping(compose(written.text, tree.file).root)


def _value(mapping: source.Mapping, name: str) -> source.Mapping:
    return _mapping(next(value for key, value in mapping.entries if key.text == name))


def _mapping(node: source.Node | None) -> source.Mapping:
    # Of a tree without errors it is known what stands where; the type does not say it.
    return cast("source.Mapping", node)


def _page_change(renaming: Renaming, file: str, text: str) -> Change:
    # Fences are recognised by their lines' ends, so Windows' line breaks get an end of their own length.
    found = links.find(text.replace("\r\n", " \n"))
    edits = [
        Edit(link.url_start, link.url_start + len(link.url), renamed)
        for link in found
        if (renamed := renaming.link(link.url, None)) != link.url
    ]
    edits += _embedded_edits(renaming, file, Source(text))
    return Change(file, file, text, apply(text, edits), len(edits))


def _embedded_edits(renaming: Renaming, file: str, written: Source) -> Iterator[Edit]:
    for embedded in embedded_trees(written.text, file):
        renamed = embedded.node if renaming.node else embedded.tree
        if str(embedded.tree) == renaming.tree and renamed and str(renamed) == renaming.old:
            yield written.replace(renamed.span, renaming.old, renaming.new)


# --- proof ----------------------------------------------------------------------------------------


def _prove(renaming: Renaming, library: Library, changes: list[Change]) -> None:
    """Read what the trees would be, and refuse if that is not what was meant."""
    after = read({one.new_file: one.after for one in changes if one.new_file.endswith(SUFFIX)})
    errors = [one for one in after.diagnostics if one.level is Level.ERROR]
    if errors:
        frames = reports.frames(errors, after.sources)
        raise RefusedError(f"with `{renaming.new}` the trees would have errors:\n\n{frames}")
    for tree in library.trees.values():
        wanted = _Afterwards(renaming, tree).tree()
        if _said(after.library.trees[wanted.id]) != _said(wanted):
            raise RefusedError(
                f"{tree.file}: `{renaming.old}` cannot be renamed without changing something else as well: "
                "look for an alias that stands for it and write it out"
            )


class _Afterwards:
    """What a tree must say after a renaming; where it says it is left as it was."""

    def __init__(self, renaming: Renaming, tree: Tree) -> None:
        self._renaming = renaming
        self._tree = tree

    def tree(self) -> Tree:
        tree, renaming = self._tree, self._renaming
        is_renamed = renaming.node is None and tree.id == renaming.tree
        nodes = map(self._node, tree.nodes.values())
        return replace(
            tree,
            id=renaming.new if is_renamed else tree.id,
            file=renaming.file(tree),
            start=renaming.node_id(tree.start, tree.id),
            nodes={node.id: node for node in nodes},
            summary=tree.summary and self._prose(tree.summary),
            edge_cases=tuple(replace(one, text=self._prose(one.text)) for one in tree.edge_cases),
            see_also=tuple(replace(one, to=one.to and self._target(one.to)) for one in tree.see_also),
            scenarios=tuple(map(self._scenario, tree.scenarios)),
            formerly=renaming.formerly(tree.formerly) if is_renamed else tree.formerly,
        )

    def _node(self, node: AnyNode) -> AnyNode:
        renamed_id = self._renaming.node_id(node.id, self._tree.id)
        formerly = node.formerly if renamed_id == node.id else self._renaming.formerly(node.formerly)
        sections = tuple(replace(one, text=self._prose(one.text)) for one in node.sections)
        same = replace(node, id=renamed_id, formerly=formerly, sections=sections)
        if isinstance(same, Check):
            return replace(same, answers=tuple(replace(one, to=self._target(one.to)) for one in same.answers))
        return replace(same, then=same.then and self._target(same.then))

    def _scenario(self, scenario: Scenario) -> Scenario:
        return replace(
            scenario,
            given=tuple(replace(one, check=self._node_id(one.check)) for one in scenario.given),
            expect=self._target(scenario.expect),
            note=scenario.note and self._prose(scenario.note),
        )

    def _node_id(self, text: Text) -> Text:
        return replace(text, value=self._renaming.node_id(text.value, self._tree.id))

    def _target(self, target: Target) -> Target:
        return self._renaming.target(target, self._tree.id)

    def _prose(self, text: Text) -> Text:
        def changed(link: links.Link) -> tuple[str | None, str]:
            return link.text, self._renaming.link(link.url, self._tree.id)

        return replace(text, value=links.rewrite(text.value, changed))


def _said(value: object) -> object:
    """What a part of a tree says, without where it stands."""
    match value:
        case Span():
            return None
        case Mapping():
            return [(key, _said(one)) for key, one in value.items()]
        case tuple():
            return [_said(one) for one in value]
        case _ if dataclasses.is_dataclass(value):
            names = [field.name for field in dataclasses.fields(value) if field.name != "digest"]
            return [type(value), *(_said(getattr(value, name)) for name in names)]
        case _:
            return value
