"""What the trees must say after a renaming, which the edited sources are compared with."""

from __future__ import annotations

import dataclasses
import posixpath
from collections.abc import Mapping
from dataclasses import replace

from decision_trees.diagnostics.codes import Level
from decision_trees.diagnostics.render import text
from decision_trees.layout.addresses import SUFFIX
from decision_trees.model.span import Span
from decision_trees.model.tree import AnyNode, Check, Scenario, Step, Target, Text, Tree
from decision_trees.reading.read import Reading, Settings, read
from decision_trees.rename.renaming import FileChange, RenameRefusedError, Renaming
from decision_trees.source import links


def prove(renaming: Renaming, before: Reading, changes: list[FileChange], settings: Settings) -> None:
    """Read what the trees would be, and refuse if that is not what was meant.

    Args:
        renaming: What is renamed.
        before: The trees as they are.
        changes: What is to change in them.
        settings: What is known of their site.
    """
    library = before.library
    renamed = {change.file: change.new_file for change in changes}
    # The path changes as the name does: both end with the id.
    names = {_moved(path, name, renamed): renamed.get(name, name) for path, name in settings.names.items()}
    sources = {change.new_file: change.after for change in changes if change.new_file.endswith(SUFFIX)}
    moved = {renaming.tree: renaming.new} if renaming.node is None else {}
    ids = {renamed.get(name, name): moved.get(id_, id_) for name, id_ in settings.ids.items()}
    after = read(sources, replace(settings, names=names, ids=ids))
    known = {(diagnostic.code, diagnostic.message) for diagnostic in before.diagnostics}
    errors = [diagnostic for diagnostic in after.diagnostics if diagnostic.level is Level.ERROR]
    errors = [error for error in errors if (error.code, error.message) not in known]
    if errors:
        frames = text.frames(errors, after.sources)
        raise RenameRefusedError(f"with `{renaming.new}` the trees would have errors:", frames)
    for tree in library.trees.values():
        wanted = _Afterwards(renaming, tree).tree()
        if _said(after.library.trees[wanted.id]) != _said(wanted):
            raise RenameRefusedError(
                f"{tree.file}: `{renaming.old}` cannot be renamed without changing something else as well: "
                "look for an alias that stands for it and write it out"
            )


def _moved(path: str, name: str, renamed: Mapping[str, str]) -> str:
    return posixpath.join(posixpath.dirname(path), posixpath.basename(renamed.get(name, path)))


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
            edge_cases=tuple(replace(case, text=self._prose(case.text)) for case in tree.edge_cases),
            see_also=tuple(
                replace(reference, to=reference.to and self._target(reference.to))
                for reference in tree.see_also
            ),
            scenarios=tuple(map(self._scenario, tree.scenarios)),
            formerly=renaming.formerly(tree.formerly) if is_renamed else tree.formerly,
        )

    def _node(self, node: AnyNode) -> AnyNode:
        renamed_id = self._renaming.node_id(node.id, self._tree.id)
        formerly = node.formerly if renamed_id == node.id else self._renaming.formerly(node.formerly)
        sections = tuple(replace(section, text=self._prose(section.text)) for section in node.sections)
        same = replace(node, id=renamed_id, formerly=formerly, sections=sections)
        if isinstance(same, Check):
            answers = tuple(replace(answer, to=self._target(answer.to)) for answer in same.answers)
            return replace(same, answers=answers, same_as=same.same_as and self._node_id(same.same_as))
        if isinstance(same, Step):
            return replace(same, then=self._target(same.then))
        return replace(same, then=same.then and self._target(same.then))

    def _scenario(self, scenario: Scenario) -> Scenario:
        return replace(
            scenario,
            given=tuple(replace(given, check=self._node_id(given.check)) for given in scenario.given),
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
            return [(key, _said(item)) for key, item in value.items()]
        case tuple():
            return [_said(item) for item in value]
        case _ if dataclasses.is_dataclass(value):
            names = [field.name for field in dataclasses.fields(value) if field.name != "digest"]
            return [type(value), *(_said(getattr(value, name)) for name in names)]
        case _:
            return value
