"""Files of trees that an earlier export has made, so that one changed line costs little.

Their digests are kept, and not what they hold: that lies in the folder that is written to. Where it does not,
it is made again.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, NamedTuple

from decision_trees.analysis.library import Library
from decision_trees.cache.store import Cache, as_text, digest
from decision_trees.diagnostics.printable import one_line
from decision_trees.hosts.export.spool import Unmade, digest_of
from decision_trees.layout.addresses import node_page, tree_page
from decision_trees.layout.lists import list_pages
from decision_trees.model.tree import Tree
from decision_trees.site.listed_record import read_listed, record_of
from decision_trees.site.listings import Listed
from decision_trees.site.publication import file_paths
from decision_trees.site.publication_cache import publication_key
from decision_trees.site.site import Site
from decision_trees.source.links import SCHEME


class ExportedFile(NamedTuple):
    """A file of an export.

    Attributes:
        path: The path of the page, or of the file in the site.
        is_page: Whether it is a page.
        content: What the file is to hold.
    """

    path: str
    is_page: bool
    content: bytes | Unmade


MadeFile = tuple[str, bool, bytes]
"""The same of a file that has just been made."""


class Making(NamedTuple):
    """How files are made.

    Attributes:
        tree: Makes those of a tree.
        listed: Gathers what the pages that list trees show of one.
        lists: Makes these pages of a folder, of what they show.
    """

    tree: Callable[[Tree], Iterable[MadeFile]]
    listed: Callable[[Tree], Listed]
    lists: Callable[[str, Iterable[Listed]], Iterable[MadeFile]]


class KeptTrees:
    """The files of trees and of their lists, those alone made that no cache knows."""

    def __init__(
        self, cache: Cache | None, inputs_digest: str, library: Library, site: Site, making: Making
    ) -> None:
        """Take the cache, a digest of what files are made of beside tree and site, and what makes them."""
        self._cache = cache
        self._made_of = digest(inputs_digest, site.record(), site.health)
        self._library = library
        self._site = site
        self._making = making
        self._keys: dict[str, str] = {}
        self._shown: dict[str, str] = {}
        self._made: tuple[str, Mapping[str, bytes]] | None = None

    def of_tree(self, tree: Tree) -> Sequence[ExportedFile]:
        """Give the files of a tree; those that are kept need not be made."""
        self._keys[tree.file] = publication_key(self._made_of, self._library, self._site, tree)
        pages = [tree_page(tree.file), *(node_page(tree.file, node) for node in tree.nodes)]
        others = [*file_paths(tree, self._site.addresses)]
        expected = _Expected(_name(tree), self._keys[tree.file], pages, others)
        files, self._shown[tree.file] = self._files(
            expected, partial(self._making.tree, tree), partial(self._listed_of, tree)
        )
        return files

    def of_lists(self, folder: str, trees: Sequence[Tree]) -> Sequence[ExportedFile]:
        """Give the pages that list the trees of a folder, once the files of these have been given."""
        shown = [[tree.file, self._shown[tree.file], self._site.edit_links.get(tree.file)] for tree in trees]
        pages = list_pages(folder, with_health=self._site.health)
        expected = _Expected(f"lists {folder}", digest(self._made_of, shown), pages, [])

        make = partial(self._making.lists, folder, _Shown(trees, self._show))
        return self._files(expected, make, lambda: ("", ""))[0]

    def _files(
        self,
        expected: _Expected,
        make: Callable[[], Iterable[MadeFile]],
        listed: Callable[[], tuple[str, str]],
    ) -> tuple[Sequence[ExportedFile], str]:
        """Give files, and a digest of what lists show of them; `listed` gives it, and that itself as JSON."""
        if self._cache is None:
            return [ExportedFile(*file) for file in make()], ""
        name, key = expected.name, expected.key
        record = self._cache.load(name, key)
        if record and (kept := record.read(partial(self._read, expected, make))) is not None:
            return kept
        made, (shown, text) = [*make()], listed()
        self._cache.save(name, key, [shown, {path: digest_of(content) for path, _, content in made}], [text])
        return [ExportedFile(*file) for file in made], shown

    def _listed_of(self, tree: Tree) -> tuple[str, str]:
        """A digest of all that lists show of a tree, and what they show of it as JSON."""
        shown = self._making.listed(tree)
        # Where links in prose lead, and what that is called.
        linked = self._library.surroundings(tree) if SCHEME in str(shown.card.summary).lower() else ""
        return digest(repr(shown), linked), json.dumps(record_of(shown))

    def _show(self, tree: Tree) -> Listed:
        """Give what lists show of a tree, as it is kept; held by nobody, for there are many."""
        record = self._cache.load(_name(tree), self._keys[tree.file]) if self._cache else None
        shown = record.read(partial(self._read_listed, tree)) if record else None
        if shown is None:
            shown = self._making.listed(tree)
            self._library.forget_graph(tree)
        return shown

    def _read_listed(self, tree: Tree, _: object, texts: Sequence[str]) -> Listed:
        (text,) = texts
        return read_listed(tree, json.loads(text), self._site.today)

    def _read(
        self,
        expected: _Expected,
        make: Callable[[], Iterable[MadeFile]],
        value: Any,  # noqa: ANN401 - whatever is in the record
        _: Sequence[str],
    ) -> tuple[Sequence[ExportedFile], str]:
        shown, known = value
        if known.keys() != {*expected.pages, *expected.others}:
            raise ValueError("there are other files")
        again = partial(self._again, expected.name, make)
        pages = len(expected.pages)
        files = [
            ExportedFile(path, number < pages, Unmade(as_text(known[path]), path, again))
            for number, path in enumerate((*expected.pages, *expected.others))
        ]
        return files, as_text(shown)

    def _again(self, name: str, make: Callable[[], Iterable[MadeFile]], path: str) -> bytes:
        """Make a file again; those that are made together are asked for one after the other."""
        if self._made is None or self._made[0] != name:
            self._made = name, {path: content for path, _, content in make()}
        if path not in self._made[1]:
            raise OSError(f"the cache tells of `{one_line(path)}`, which is published of no tree: delete it")
        return self._made[1][path]


@dataclass(frozen=True)
class _Shown:
    """What lists show of trees, gathered whenever somebody goes through it: the memory would not hold all."""

    trees: Sequence[Tree]
    show: Callable[[Tree], Listed]

    def __iter__(self) -> Iterator[Listed]:
        return map(self.show, self.trees)


def _name(tree: Tree) -> str:
    return f"exported {tree.file}"


class _Expected(NamedTuple):
    """Files that are made together: the name and the key of their record, and their paths."""

    name: str
    key: str
    pages: Sequence[str]
    others: Sequence[str]
