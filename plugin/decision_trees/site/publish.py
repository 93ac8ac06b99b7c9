"""Everything that is published of a library: pages, and files beside them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from types import MappingProxyType

from decision_trees.analysis.library import Library
from decision_trees.cache.store import Cache
from decision_trees.diagnostics.render import text
from decision_trees.layout.addresses import DATA_SCHEMA, INDEX_JSON, LLMS, SCHEMA
from decision_trees.layout.lists import by_folder
from decision_trees.layout.redirects import redirect_html, redirects
from decision_trees.model.ids import is_id
from decision_trees.model.tree import Tree
from decision_trees.prose.render import Renderer
from decision_trees.reading.read import Reading
from decision_trees.site import tree_json_schema
from decision_trees.site.index_files import index_json, llms_txt
from decision_trees.site.page import Page
from decision_trees.site.page_maker import PageMaker
from decision_trees.site.publication import DataFile, Publication, file_paths
from decision_trees.site.publication_cache import PublicationCache
from decision_trees.site.site import Site
from decision_trees.site.tree_json import TreeData
from decision_trees.source import json_schema
from decision_trees.source.unread_ids import node_ids


def publish(  # noqa: PLR0913 - what pages are made of, and where what was made is kept
    reading: Reading,
    site: Site,
    renderer: Renderer | None = None,
    docs_folder: str = "",
    *,
    cache: Cache | None = None,
    inputs_digest: str = "",
    nodes: Mapping[str, Iterable[str]] = MappingProxyType({}),
) -> Iterator[Page | DataFile]:
    """Make everything that is published.

    Args:
        reading: The trees and what is wrong with them.
        site: The site they are published in.
        renderer: Markdown to HTML, as the site does it.
        docs_folder: Where the sources lie, as their author names it.
        cache: Where the publications of trees are kept.
        inputs_digest: A digest of all that publications are made of beside the trees and the site.
        nodes: The ids of the nodes that sources had when they were read before, by file.

    Returns:
        The schemas of sources, for editors, and of `tree.json`; for every tree its pages and data, or,
        where it has errors, pages that show them in its place and in that of its nodes. Drafts are left out
        unless the reading shows them.
    """
    reading = reading.published
    renderer = renderer or Renderer()
    maker = PageMaker(reading.library, site, renderer)
    sound = [tree for tree in reading.library.trees.values() if tree.file not in reading.broken]
    make = partial(publication_of, maker, reading.library, site, renderer)
    known = PublicationCache(cache, inputs_digest, reading.library, site, renderer, make) if cache else None
    listed = {}
    for tree in sound:
        made = known.publication(tree) if known else make(tree)
        yield from made.pages
        yield from made.files
        listed[tree.file] = made.listed
        reading.library.forget_graph(tree)
    for folder, below in by_folder(sound).items():
        yield from maker.index_pages(folder, [listed[tree.file] for tree in below])
    yield from data_of_lists(sound, site)
    told = reading.under(docs_folder) if reading.broken else reading
    read_ids = {tree.file: tree.nodes.keys() for tree in reading.library.trees.values()}
    for file in sorted(reading.broken):
        mistakes = [diagnostic.under(docs_folder) for diagnostic in reading.of(file)]
        written = read_ids.get(file) or node_ids(reading.sources.get(file, ""))
        ids = sorted(filter(is_id, {*nodes.get(file, ()), *written}))
        yield from maker.broken_pages(file, ids, text.frames(mistakes, told.sources))


def data_of_lists(trees: Sequence[Tree], site: Site) -> Iterator[DataFile]:
    """Make the files for programs that speak of all trees, and the schemas of sources and of `tree.json`."""
    yield DataFile.of(SCHEMA, json_schema.text())
    yield DataFile.of(DATA_SCHEMA, tree_json_schema.text())
    for folder, below in by_folder(trees).items():
        yield DataFile.of(f"{folder}/{INDEX_JSON}", index_json(below, folder, site.addresses))
    if trees:
        yield DataFile.of(LLMS, llms_txt(site.name, site.description, trees))


def publication_of(
    maker: PageMaker, library: Library, site: Site, renderer: Renderer, tree: Tree
) -> Publication:
    """Make everything that is published of a tree without errors."""
    pages = tuple(maker.pages(tree))
    contents = (
        TreeData(library, tree, site.addresses, renderer.prose).text(),
        maker.document(tree),
        maker.mermaid(tree),
        *(
            redirect_html(site.addresses.relative(redirect.new, redirect.old), redirect.title, site.language)
            for redirect in redirects(tree)
        ),
    )
    paths = file_paths(tree, site.addresses)
    files = (DataFile.of(path, content) for path, content in zip(paths, contents, strict=True))
    return Publication(pages, tuple(files), maker.listed(tree))
