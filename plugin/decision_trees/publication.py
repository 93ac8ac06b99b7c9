"""What is published of one tree, as made by `publish` and as kept in a cache.

It is kept in three records: what a build must know of every tree, the texts of its pages, and its data. A
build of what has changed needs few of these, and no build all at once.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import lru_cache, partial

from decision_trees.cache import Cache, Record, digest
from decision_trees.library import Library
from decision_trees.model import Tree
from decision_trees.page import Page, SearchEntry, take_apart
from decision_trees.pages import Site
from decision_trees.rendering import Heading, KnownHeadings, Part
from decision_trees.viewer import is_overdue


@dataclass(frozen=True, slots=True)
class DataFile:
    """A file that is published as it is.

    Attributes:
        path: Its path in the site.
        digest: A digest of its content.
        give_content: Gives its content.
    """

    path: str
    digest: str
    give_content: Callable[[], str]

    @classmethod
    def of(cls, path: str, content: str) -> DataFile:
        """Make one of its content."""
        return cls(path, digest(content), lambda: content)

    @property
    def content(self) -> str:
        """Its text."""
        return self.give_content()


@dataclass(frozen=True, slots=True)
class Publication:
    """Everything that is published of a tree."""

    pages: tuple[Page, ...]
    files: tuple[DataFile, ...]


class Shelf:
    """The publications of trees in a cache."""

    def __init__(self, cache: Cache, made_of: str, library: Library, site: Site) -> None:
        """Take the cache, a digest of the code that makes publications, the trees, and the site."""
        self._cache = cache
        self._made_of = digest(made_of, site.record())
        self._library = library
        self._site = site

    def get(self, tree: Tree, learn: Callable[[KnownHeadings], None]) -> Publication | None:
        """Give the publication of a tree, if the tree and what it shows of others are as they were.

        Args:
            tree: The tree.
            learn: Takes the HTML of the headings in its pages when their texts are read.
        """
        key = self._key(tree)
        summary, texts, data = (self._cache.load(name, key) for name in _records(tree))
        if summary is None or texts is None or data is None:
            return None
        pages, files = summary.read()
        return Publication(
            tuple(
                Page(
                    *(path, file, node, meta, mark),
                    SearchEntry(*found),
                    partial(_parts, texts, number, learn),
                    *(before, behind),
                )
                for number, (path, file, node, meta, mark, before, behind, *found) in enumerate(pages)
            ),
            tuple(
                DataFile(path, mark, partial(_content, data, number))
                for number, (path, mark) in enumerate(files)
            ),
        )

    def put(self, tree: Tree, publication: Publication, headings: KnownHeadings) -> Publication:
        """Keep the publication of a tree, and the HTML of the headings in its pages.

        Returns:
            The publication, its texts packed: a build must not hold those of all trees.
        """
        key = self._key(tree)
        pages, files = publication.pages, publication.files
        summary = [
            [
                [
                    *(one.path, one.file, one.node, one.meta, one.digest, one.previous, one.next),
                    *(one.search.title, one.search.texts),
                ]
                for one in pages
            ],
            [[one.path, one.digest] for one in files],
        ]
        taken_apart = [take_apart(page.parts) for page in pages]
        parts = [headings_of for headings_of, _ in taken_apart]
        blocks = [text for _, texts_of in taken_apart for text in texts_of]
        name, name_of_texts, name_of_data = _records(tree)
        self._cache.save(name, key, summary)
        texts = self._cache.save(name_of_texts, key, [parts, headings], blocks)
        data = self._cache.save(name_of_data, key, None, [one.content for one in files])
        return Publication(
            tuple(replace(one, give_parts=partial(_parts, texts, n)) for n, one in enumerate(pages)),
            tuple(replace(one, give_content=partial(_content, data, n)) for n, one in enumerate(files)),
        )

    def _key(self, tree: Tree) -> str:
        surroundings = self._library.surroundings(tree)
        edit_link, overdue = self._site.edit_links.get(tree.file), is_overdue(tree, self._site.today)
        return digest(self._made_of, tree.file, tree.digest, surroundings, edit_link, overdue)


def _records(tree: Tree) -> tuple[str, str, str]:
    return f"published {tree.file}", f"texts {tree.file}", f"data {tree.file}"


# Pages are asked for tree by tree, and so are files.
@lru_cache(2)
def _read_pages(record: Record) -> tuple[list[tuple[Part, ...]], KnownHeadings]:
    (parts, headings), texts = record.read_all()
    blocks = iter(texts)
    pages = [tuple(next(blocks) if part is None else Heading(*part) for part in page) for page in parts]
    return pages, headings


@lru_cache(2)
def _read_files(record: Record) -> list[str]:
    return record.read_all()[1]


def _parts(
    record: Record, number: int, learn: Callable[[KnownHeadings], None] | None = None
) -> tuple[Part, ...]:
    pages, headings = _read_pages(record)
    if learn:
        learn(headings)
    return pages[number]


def _content(record: Record, number: int) -> str:
    return _read_files(record)[number]
