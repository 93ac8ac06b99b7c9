"""Everything that is published of a library: pages, and files beside them."""

from __future__ import annotations

from collections.abc import Iterator

from decision_trees import data_schema, json_schema, reports
from decision_trees.addresses import data_file
from decision_trees.cache import Cache
from decision_trees.catalogue import folders, index_json, llms_txt
from decision_trees.export import TreeData
from decision_trees.library import Library
from decision_trees.model import Tree
from decision_trees.page import Page
from decision_trees.pages import PageMaker, Site
from decision_trees.publication import DataFile, Publication, Shelf
from decision_trees.reading import Reading
from decision_trees.redirects import redirect_html, redirects
from decision_trees.rendering import Renderer

SCHEMA = "assets/decision-trees/tree.schema.json"
"""Where a site publishes the JSON Schema of sources."""

DATA_SCHEMA = "assets/decision-trees/tree-data.schema.json"
"""Where it publishes that of `tree.json`."""


def publish(  # noqa: PLR0913 - what pages are made of, and where what was made is kept
    reading: Reading,
    site: Site,
    renderer: Renderer | None = None,
    docs_folder: str = "",
    *,
    cache: Cache | None = None,
    made_of: str = "",
) -> Iterator[Page | DataFile]:
    """Make everything that is published.

    Args:
        reading: The trees and what is wrong with them.
        site: The site they are published in.
        renderer: Markdown to HTML, as the site does it.
        docs_folder: Where the sources lie, as their author names it.
        cache: Where the publications of trees are kept.
        made_of: A digest of all that publications are made of beside the trees and the site.

    Returns:
        The schemas of sources, for editors, and of `tree.json`; for every tree its pages and data, or,
        where it has errors, a page that shows them.
    """
    yield DataFile.of(SCHEMA, json_schema.text())
    yield DataFile.of(DATA_SCHEMA, data_schema.text())
    renderer = renderer or Renderer()
    maker = PageMaker(reading.library, site, renderer)
    sound = [tree for tree in reading.library.trees.values() if tree.file not in reading.broken]
    shelf = Shelf(cache, made_of, reading.library, site) if cache else None
    for tree in sound:
        made = shelf.get(tree, renderer.learn) if shelf else None
        if made is None:
            made = _publication(maker, reading.library, tree, site, renderer)
            if shelf:
                parts = (part for page in made.pages for part in page.parts)
                made = shelf.put(tree, made, renderer.headings(parts))
        yield from made.pages
        yield from made.files
    for folder in folders(sound):
        below = [tree for tree in sound if tree.file.startswith(f"{folder}/")]
        yield from maker.index_pages(folder, below)
        yield DataFile.of(f"{folder}/index.json", index_json(below, folder, site.addresses))
    if sound:
        yield DataFile.of("llms.txt", llms_txt(site.name, site.description, sound))
    for file in sorted(reading.broken):
        mistakes = [one.under(docs_folder) for one in reading.of(file)]
        yield maker.broken_page(file, reports.frames(mistakes, reading.under(docs_folder).sources))


def _publication(
    maker: PageMaker, library: Library, tree: Tree, site: Site, renderer: Renderer
) -> Publication:
    pages = tuple(maker.pages(tree))
    data = TreeData(library, tree, site.addresses, renderer.prose)
    files = (
        DataFile.of(data_file(tree.file, "tree.json"), data.text()),
        DataFile.of(data_file(tree.file, "tree.md"), maker.document(tree)),
        *(
            DataFile.of(
                site.addresses.file(one.old),
                redirect_html(site.addresses.relative(one.new, one.old), one.title, site.language),
            )
            for one in redirects(tree)
        ),
    )
    return Publication(pages, files)
