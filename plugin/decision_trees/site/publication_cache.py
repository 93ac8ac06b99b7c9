"""What is published of trees, kept in a cache.

It is kept in three records: what a build must know of every tree, the texts of its pages, and those of its
other files. A build of what has changed needs few of these, and no build all at once. A record may come from
somebody else, so it holds texts and nothing that decides where they go: paths are worked out from the tree.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache, partial
from typing import Any

from decision_trees.analysis.library import Library
from decision_trees.cache.store import Cache, as_count, as_text, digest
from decision_trees.layout.addresses import node_page, tree_page
from decision_trees.model.tree import Tree
from decision_trees.prose.render import Heading, KnownHeadings, Part, Renderer
from decision_trees.site.listed_record import read_listed, record_of
from decision_trees.site.page import Page, SearchEntry, tags_of, take_apart
from decision_trees.site.publication import DataFile, Publication, file_paths
from decision_trees.site.site import Site
from decision_trees.site.view_builder import is_overdue


class PublicationCache:
    """The publications of trees in a cache."""

    def __init__(  # noqa: PLR0913, PLR0917 - what publications are made of, and how
        self,
        cache: Cache,
        inputs_digest: str,
        library: Library,
        site: Site,
        renderer: Renderer,
        make: Callable[[Tree], Publication],
    ) -> None:
        """Take the cache.

        Args:
            cache: Where publications are kept.
            inputs_digest: A digest of the code that makes them.
            library: The trees.
            site: The site.
            renderer: Learns the HTML of the headings in pages when their texts are read.
            make: Makes the publication of a tree.
        """
        self._cache = cache
        self._made_of = digest(inputs_digest, site.record())
        self._library = library
        self._site = site
        self._renderer = renderer
        self._make = make
        # Pages are asked for tree by tree, and so are files.
        self._known_pages = lru_cache(2)(self._pages_in)
        self._known_files = lru_cache(2)(self._files_in)
        self._made_again: tuple[Tree, tuple[Mapping[str | None, Page], Sequence[DataFile]]] | None = None

    def publication(self, tree: Tree) -> Publication:
        """Give what is published of a tree, kept if the tree and what it shows of others are as they were.

        Its texts are packed: a build must not hold those of all trees.
        """
        key = self._key(tree)
        return self._find(tree, key) or self._keep(tree, key, self._make(tree))

    def _find(self, tree: Tree, key: str) -> Publication | None:
        summary, *others = (self._cache.load(name, key) for name in _records(tree))
        if summary is None or None in others:
            return None

        def read(value: Any, _: Sequence[str]) -> Publication:  # noqa: ANN401 - whatever is in the record
            pages, marks, listed = value
            found = tuple(self._page(tree, *page) for page in pages)
            if Counter(page.node for page in found) != Counter([None, *tree.nodes]):
                raise ValueError("the tree has other pages")
            paths = file_paths(tree, self._site.addresses)
            files = (DataFile(path, as_text(mark), str) for path, mark in zip(paths, marks, strict=True))
            made = Publication(found, tuple(files), read_listed(tree, listed, self._site.today))
            return self._packed(tree, key, made)

        return summary.read(read)

    def _page(  # noqa: PLR0913, PLR0917 - as in the record
        self,
        tree: Tree,
        node: str | None,
        meta: Mapping[str, object],
        mark: str,
        previous: str,
        following: str,
        title: str,
        texts: Sequence[str],
    ) -> Page:
        if node is not None and node not in tree.nodes:
            raise ValueError("the tree has no such node")
        search = SearchEntry(as_text(title), [as_text(text) for text in texts], self._site.lists(node))
        beside = as_text(previous), as_text(following)
        own = {"title": as_text(meta["title"]), "description": as_text(meta["description"])}
        tags = {"tags": tags_of(tree)} if node is None and self._site.tags and tree.domains else {}
        if meta != {**own, **tags}:
            raise ValueError("there is other front matter")
        page = Page(_page_path(tree, node), tree.file, node, meta, as_text(mark), search, tuple, *beside)
        return replace(page, is_from_cache=True)

    def _keep(self, tree: Tree, key: str, publication: Publication) -> Publication:
        pages, files = publication.pages, publication.files
        summary = [
            [
                [
                    *(page.node, page.meta, page.digest, page.previous, page.next),
                    *(page.search.title, page.search.texts),
                ]
                for page in pages
            ],
            [file.digest for file in files],
            record_of(publication.listed),
        ]
        headings = self._renderer.headings(part for page in pages for part in page.parts)
        taken_apart = [take_apart(page.parts) for page in pages]
        parts = [headings_of for headings_of, _ in taken_apart]
        blocks = [text for _, texts_of in taken_apart for text in texts_of]
        name, name_of_texts, name_of_contents = _records(tree)
        self._cache.save(name, key, summary)
        texts = self._cache.save(name_of_texts, key, [parts, headings], blocks)
        contents = self._cache.save(name_of_contents, key, None, [file.content for file in files])
        if texts is None or contents is None:
            return publication
        return self._packed(tree, key, publication)

    def _packed(self, tree: Tree, key: str, publication: Publication) -> Publication:
        """Let a publication take its texts from records, which nobody holds."""
        pages, files = publication.pages, publication.files
        return replace(
            publication,
            pages=tuple(
                replace(page, give_parts=partial(self._parts, tree, key, number, page.node))
                for number, page in enumerate(pages)
            ),
            files=tuple(
                replace(file, give_content=partial(self._content, tree, key, number, len(files)))
                for number, file in enumerate(files)
            ),
        )

    def _parts(self, tree: Tree, key: str, number: int, node: str | None) -> tuple[Part, ...]:
        _, name, _ = _records(tree)
        pages = self._known_pages(name, key, len(tree.nodes) + 1)
        return self._again(tree)[0][node].parts if pages is None else pages[number]

    def _content(self, tree: Tree, key: str, number: int, count: int) -> str:
        _, _, name = _records(tree)
        files = self._known_files(name, key, count)
        return self._again(tree)[1][number].content if files is None else files[number]

    def _pages_in(self, name: str, key: str, count: int) -> Sequence[tuple[Part, ...]] | None:
        record = self._cache.load(name, key)
        found = record.read(partial(_read_pages, count)) if record else None
        if found is None:
            return None
        pages, headings = found
        self._renderer.learn(headings)
        return pages

    def _files_in(self, name: str, key: str, count: int) -> Sequence[str] | None:
        record = self._cache.load(name, key)
        return record.read(partial(_read_files, count)) if record else None

    def _again(self, tree: Tree) -> tuple[Mapping[str | None, Page], Sequence[DataFile]]:
        """Make what is published of a tree whose texts are not what they should be: pages by node."""
        if self._made_again is None or self._made_again[0] is not tree:
            made = self._make(tree)
            self._made_again = tree, ({page.node: page for page in made.pages}, made.files)
        return self._made_again[1]

    def _key(self, tree: Tree) -> str:
        return publication_key(self._made_of, self._library, self._site, tree)


def publication_key(made_of: str, library: Library, site: Site, tree: Tree) -> str:
    """A digest of all that is published of a tree; `made_of` is one of what all trees have in common."""
    edit_link, overdue = site.edit_links.get(tree.file), is_overdue(tree, site.today)
    return digest(made_of, tree.file, tree.digest, library.surroundings(tree), edit_link, overdue)


def _records(tree: Tree) -> tuple[str, str, str]:
    return f"published {tree.file}", f"texts {tree.file}", f"contents {tree.file}"


def _page_path(tree: Tree, node: str | None) -> str:
    return tree_page(tree.file) if node is None else node_page(tree.file, node)


def _read_pages(
    count: int,
    value: Any,  # noqa: ANN401 - whatever is in the record
    texts: Sequence[str],
) -> tuple[Sequence[tuple[Part, ...]], KnownHeadings]:
    pages, headings = value
    if len(pages) != count or sum(part is None for page in pages for part in page) != len(texts):
        raise ValueError("there are more pages or texts, or less")
    blocks = iter(texts)
    found = [tuple(next(blocks) if part is None else _heading(*part) for part in page) for page in pages]
    return found, {as_text(source): _rendered(*rendered) for source, rendered in headings.items()}


def _read_files(count: int, _: object, texts: Sequence[str]) -> Sequence[str]:
    if len(texts) != count:
        raise ValueError("there are more files, or less")
    return texts


def _heading(level: int, id_: str, text: str) -> Heading:
    return Heading(_level(level), as_text(id_), as_text(text))


def _rendered(html: str, entries: Sequence[Mapping[str, Any]]) -> tuple[str, Sequence[Mapping[str, Any]]]:
    """A heading in HTML, and its entries as Markdown's `toc` extension gives them."""
    return as_text(html), [_entry(**entry) for entry in entries]


def _entry(*, level: int, id: str, name: str, **others: Any) -> Mapping[str, Any]:  # noqa: A002, ANN401 - as there
    # What stands below a heading has a heading of its own.
    others.pop("children")
    texts = {key: as_text(text) for key, text in {"id": id, "name": name, **others}.items()}
    return {"level": _level(level), **texts, "children": []}


def _level(value: int) -> int:
    if as_count(value) not in range(1, 7):
        raise ValueError("there is no such heading")
    return value
