"""An id changed everywhere it is used.

What a renaming means is said twice: as edits of the sources, and as what the trees must say afterwards. The
edited sources are read again and compared with that, so an edit that does more or less than it should is
found before anything is written.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence

from decision_trees.analysis.library import Library
from decision_trees.diagnostics.wording import did_you_mean, shorten
from decision_trees.model.ids import is_id, parse_target, slug
from decision_trees.model.span import Span
from decision_trees.model.tree import AnyNode, Tree
from decision_trees.reading.read import Reading, Settings
from decision_trees.rename.changes import page_change, tree_change
from decision_trees.rename.edits import NoPlaceError
from decision_trees.rename.proof import prove
from decision_trees.rename.renaming import FileChange, RenameRefusedError, Renaming


def rename(  # noqa: PLR0913 - what there is, and what is to be done
    reading: Reading,
    pages: Mapping[str, str],
    old: str,
    new: str,
    *,
    settings: Settings | None = None,
    among: Container[str] | None = None,
) -> tuple[FileChange, ...]:
    """Rename a tree or a node.

    Args:
        reading: All trees in which the id may be used; what is wrong with them does not concern it.
        pages: The Markdown pages that may link to it or embed it, by file.
        old: `tree-id/`, `tree-id/node-id`, or `node-id` where there is one tree.
        new: The new id.
        settings: What is known of the trees' site.
        among: The sources of which a node is meant that is named without its tree; all by default.

    Returns:
        The changes, one for each file that changes. Nothing is written.

    Raises:
        RenameRefusedError: The old id does not exist, the new one cannot be had, or the renaming cannot be
            made without changing more.
    """
    library = reading.library
    trees = [tree.id for tree in library.trees.values() if among is None or tree.file in among]
    tree, node_id = _named(old, library, trees)
    new_id = _free(new, library, tree, node_id)
    renaming = Renaming(tree.id, node_id, new_id)
    try:
        changes = [
            *(tree_change(renaming, tree, reading.sources[tree.file]) for tree in library.trees.values()),
            *(page_change(renaming, file, text) for file, text in pages.items()),
        ]
    except NoPlaceError as error:
        raise RenameRefusedError(str(error)) from error
    prove(renaming, reading, changes, settings or Settings())
    return tuple(change for change in changes if change.places)


def _named(old: str, library: Library, among: Sequence[str]) -> tuple[Tree, str | None]:
    target = parse_target(old, Span(""))
    if target is None:
        raise RenameRefusedError(f"`{shorten(old)}` names nothing: write `tree-id/` or `tree-id/node-id`")
    tree_ids = [target.tree] if target.tree else among
    if len(tree_ids) != 1:
        raise RenameRefusedError(
            f"there are {len(tree_ids)} trees: write `tree-id/{old}`, or `{old}/` for a tree"
        )
    tree = library.trees.get(tree_ids[0])
    if tree is None:
        raise RenameRefusedError(_unknown(f"no tree is named `{tree_ids[0]}`", tree_ids[0], library.trees))
    if target.node and target.node not in tree.nodes:
        message = f"`{tree.id}` has no check, step or terminal `{target.node}`"
        names = (*tree.nodes, *(f"{tree_id}/" for tree_id in library.trees))
        raise RenameRefusedError(_unknown(message, target.node, names))
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
        raise RenameRefusedError(message + suggestion)
    taken: Mapping[str, AnyNode | Tree] = tree.nodes if node_id else library.trees
    if new_id in taken:
        raise RenameRefusedError(f"`{new_id}` is taken already")
    for other in taken.values():
        if other.id != (node_id or tree.id) and new_id in map(str, other.formerly):
            message = f"`{new_id}` is an old id of `{other.id}`, whose address redirects there"
            raise RenameRefusedError(f"{message}: choose another, or remove it from `formerly` first")
    return new_id
