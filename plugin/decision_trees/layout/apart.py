"""Trees whose pages and data cannot collide with anything, found without a look at each of these."""

from __future__ import annotations

from collections.abc import Iterable

from decision_trees.layout.address_table import Claim, place_key
from decision_trees.layout.addresses import SUFFIX
from decision_trees.layout.lists import folders_above
from decision_trees.model.ids import is_id
from decision_trees.model.tree import Tree


def apart(trees: Iterable[Tree], others: Iterable[Claim]) -> frozenset[str]:
    """Find trees that are alone in the folder that each of them has.

    Args:
        trees: All trees, whose files are named by their paths in the docs folder.
        others: All claims beside those of trees' pages and data.

    Returns:
        The files of those in whose folder nothing else lies, nor in place of a folder on the way there, and
        whose own pages do not collide.
    """
    files = {place_key(claim.place) for claim in others}
    homes: dict[str, list[Tree]] = {}
    for tree in trees:
        homes.setdefault(place_key(tree.file.removesuffix(SUFFIX)), []).append(tree)
    taken = {*files, *(folder for place in (*files, *homes) for folder in folders_above(place))}
    return frozenset(
        found[0].file
        for home, found in homes.items()
        if len(found) == 1
        and home not in taken
        and not any(folder in files or folder in homes for folder in folders_above(home))
        and _is_plain(home, found[0])
    )


def _is_plain(home: str, tree: Tree) -> bool:
    """Whether no two of a tree's pages have one name, as no two have that are well formed."""
    return is_id(home.rpartition("/")[2]) and "index" not in tree.nodes and all(map(is_id, tree.nodes))
