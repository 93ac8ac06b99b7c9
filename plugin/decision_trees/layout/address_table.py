"""Who publishes what where: one table of all files of a site, in which no two have one place.

The rules enter what there is to be published and tell where two want one place. The build enters what it
publishes, so that nothing takes the place of another thing unseen.
"""

from __future__ import annotations

import posixpath
import unicodedata
from collections.abc import Collection, Iterator, Mapping
from enum import Enum, auto
from typing import NamedTuple

from decision_trees.layout.addresses import (
    DATA_FILES,
    DATA_SCHEMA,
    INDEX_JSON,
    LLMS,
    SCHEMA,
    Addresses,
    data_file,
    node_page,
    tree_page,
)
from decision_trees.layout.lists import by_folder, folders_above, list_pages
from decision_trees.layout.redirects import redirects
from decision_trees.model.span import Span
from decision_trees.model.tree import Tree


class Yields(Enum):
    """Whether something gives its place up to a file of an author's."""

    NEVER = auto()
    UNSAID = auto()
    """As the manual says."""
    SAID = auto()


class Claim(NamedTuple):
    """What wants a place in the site.

    Attributes:
        place: The path of the file that is published, from the root of the site.
        what: Its name in messages.
        file: The file that it is, or is made of.
        span: Where it stands in that file, if it does.
        help: What to do where something else wants the place too.
        page: The page that is published there, if it is one of ours.
        addresses: How the site publishes that page.
        yields: Whether an author's file may be published instead.
        generated: Whether it is ours.
    """

    place: str
    what: str
    file: str
    span: Span | None = None
    help: str = ""
    page: str = ""
    addresses: Addresses = Addresses()
    yields: Yields = Yields.NEVER
    generated: bool = True

    @property
    def address(self) -> str:
        """The place as messages name it."""
        return self.addresses.of(self.page) if self.page else self.place


class AddressTable:
    """The places of a site, and who has them."""

    def __init__(self) -> None:
        """Begin with an empty one."""
        self._files: dict[str, Claim] = {}
        self._folders: dict[str, Claim] = {}

    def enter(self, claim: Claim) -> Claim | None:
        """Enter a claim, unless something has the place already.

        Names that differ by case only are one: on many disks and servers they are. Where there is a file,
        there cannot be a folder.

        Returns:
            What has the place, or needs it as a folder, or has as a file what would have to be a folder.
        """
        key = place_key(claim.place)
        files, folders = self._files, self._folders
        if other := files.get(key) or folders.get(key):
            return other
        above = []
        for folder in folders_above(key):
            if folder in folders:
                break  # then there is one above it, too, and no file
            if other := files.get(folder):
                return other
            above.append(folder)
        files[key] = claim
        for folder in above:
            folders[folder] = claim
        return None


def is_one_place(first: Claim, second: Claim) -> bool:
    """Say whether two claims are for one file, and not for a file and a folder."""
    return place_key(first.place) == place_key(second.place)


def collision(ours: Claim, other: Claim) -> str:
    """Say of two claims that collide how they do."""
    if is_one_place(ours, other):
        return f"{ours.what} and {other.what} would both be published at `{ours.address}`"
    file, below = sorted((ours, other), key=lambda claim: claim.place.count("/"))
    return f"{file.what} would be published as a file where {below.what} needs a folder"


def place_key(place: str) -> str:
    """What tells a place from others: names that differ by case only are one."""
    # macOS takes an é of one character and one of two for the same name.
    return place.lower() if place.isascii() else unicodedata.normalize("NFC", place).casefold()


def of_others(files: Mapping[str, str]) -> Iterator[Claim]:
    """Give the claims of a site's other files.

    Args:
        files: Where each is published, by its path in the docs folder.
    """
    for file, place in sorted(files.items()):
        yield Claim(place, f"`{file}`", file, generated=False)


def of_lists(trees: Collection[Tree], addresses: Addresses, *, with_health: bool) -> Iterator[Claim]:
    """Give the claims of what is published of all trees together.

    Args:
        trees: The trees, whose files are named by their paths in the docs folder.
        addresses: How the site publishes pages.
        with_health: Whether there are pages of the trees' health.
    """
    for folder, below in by_folder(trees).items():
        # Several trees bring a folder its lists; the first of them is the one to point at.
        file = min(tree.file for tree in below if posixpath.dirname(tree.file) == folder)
        for page in list_pages(folder, with_health=with_health):
            what = f"the generated page `{page}`"
            yield Claim(addresses.file(page), what, file, None, _KEEP_LISTS, page, addresses, Yields.UNSAID)
        yield _data(posixpath.join(folder, INDEX_JSON), file, Yields.SAID)
    for file in sorted(tree.file for tree in trees)[:1]:
        yield _data(LLMS, file, Yields.UNSAID)
    for place in (SCHEMA, DATA_SCHEMA):
        yield _data(place, place, Yields.SAID)


def _data(place: str, file: str, yields: Yields) -> Claim:
    return Claim(place, f"the generated file `{place}`", file, None, _KEEP_DATA, yields=yields)


_KEEP_LISTS = "rename the tree or the folder: lists keep their names"
_KEEP_DATA = "rename the other one: data files keep their names"
_FORMER = "remove the old id from `formerly`, or rename the other one"


def of_tree(tree: Tree, addresses: Addresses) -> Iterator[Claim]:
    """Give the claims of a tree's pages and data.

    Args:
        tree: The tree, whose file is named by its path in the docs folder.
        addresses: How the site publishes pages.
    """
    page = tree_page(tree.file)
    yield Claim(addresses.file(page), f"the tree `{tree.id}`", tree.file, tree.span, "", page, addresses)
    for node in tree.marks:
        page, what = node_page(tree.file, node.id), f"the {node.kind} `{node.id}`"
        yield Claim(addresses.file(page), what, tree.file, node.span, "", page, addresses)
    for name in DATA_FILES:
        place, what = data_file(tree.file, name), f"`{name}` of the tree `{tree.id}`"
        yield Claim(place, what, tree.file, tree.span, _KEEP_DATA)


def of_old_addresses(tree: Tree, addresses: Addresses) -> Iterator[Claim]:
    """Give the claims of the old addresses of a tree and its nodes; likewise."""
    for redirect in redirects(tree):
        place, what = addresses.file(redirect.old), f"the former address of `{redirect.title}`"
        yield Claim(place, what, tree.file, redirect.span, _FORMER, redirect.old, addresses)
