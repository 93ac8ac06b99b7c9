"""Files of trees that an earlier export has made, so that one changed line costs little.

Their digests are kept, and not what they hold: that lies in the folder that is written to. Where it does not,
it is made again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from decision_trees.analysis.library import Library
from decision_trees.cache.store import Cache, as_text, digest
from decision_trees.hosts.export.spool import Unmade, digest_of
from decision_trees.layout.addresses import node_page, tree_page
from decision_trees.model.tree import Tree
from decision_trees.site.publication import file_paths
from decision_trees.site.publication_cache import publication_key
from decision_trees.site.site import Site


@dataclass(frozen=True, slots=True)
class ExportedFile:
    """A file of an export.

    Attributes:
        path: The path of the page, or of the file in the site.
        title: The title of the page; None of any other file.
        content: What the file is to hold.
    """

    path: str
    title: str | None
    content: bytes | Unmade


MadeFile = tuple[str, str | None, bytes]
"""The same of a file that has just been made."""


class KeptTrees:
    """The files of trees, those alone made that no cache knows."""

    def __init__(
        self,
        cache: Cache | None,
        inputs_digest: str,
        library: Library,
        site: Site,
        make: Callable[[Tree], Iterable[MadeFile]],
    ) -> None:
        """Take the cache, a digest of what files are made of beside tree and site, and what makes them."""
        self._cache = cache
        self._key = partial(publication_key, digest(inputs_digest, site.record()), library, site)
        self._addresses = site.addresses
        self._make = make
        self._made: tuple[Tree, Mapping[str, bytes]] | None = None

    def files(self, tree: Tree) -> Sequence[ExportedFile]:
        """Give the files of a tree; those that are kept need not be made."""
        if self._cache is None:
            return [ExportedFile(*file) for file in self._make(tree)]
        name, key = f"exported {tree.file}", self._key(tree)
        record = self._cache.load(name, key)
        if record and (kept := record.read(partial(self._read, tree))) is not None:
            return kept
        made = [*self._make(tree)]
        self._cache.save(name, key, {path: [title, digest_of(content)] for path, title, content in made})
        return [ExportedFile(*file) for file in made]

    def _read(self, tree: Tree, value: Any, _: Sequence[str]) -> Sequence[ExportedFile]:  # noqa: ANN401 - whatever is in the record
        pages = [tree_page(tree.file), *(node_page(tree.file, node) for node in tree.nodes)]
        others = [*file_paths(tree, self._addresses)]
        if value.keys() != {*pages, *others}:
            raise ValueError("the tree has other files")
        files = [
            ExportedFile(path, as_text(value[path][0]), self._unmade(tree, path, value)) for path in pages
        ]
        return files + [ExportedFile(path, None, self._unmade(tree, path, value)) for path in others]

    def _unmade(self, tree: Tree, path: str, value: Any) -> Unmade:  # noqa: ANN401 - likewise
        return Unmade(as_text(value[path][1]), partial(self._again, tree, path))

    def _again(self, tree: Tree, path: str) -> bytes:
        """Make a file again; those of a tree are asked for one after the other."""
        if self._made is None or self._made[0] is not tree:
            self._made = tree, {path: content for path, _, content in self._make(tree)}
        return self._made[1][path]
