"""Everything that is published of a library: pages, and files beside them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from decision_trees import json_schema, reports
from decision_trees.addresses import data_file
from decision_trees.catalogue import folders, index_json, llms_txt
from decision_trees.export import TreeData
from decision_trees.pages import Page, PageMaker, Site
from decision_trees.reading import Reading
from decision_trees.redirects import redirect_html, redirects
from decision_trees.rendering import Renderer

SCHEMA = "assets/decision-trees/tree.schema.json"
"""Where a site publishes the JSON Schema of sources."""


@dataclass(frozen=True, slots=True)
class DataFile:
    """A file that is published as it is: its path in the site, and its text."""

    path: str
    content: str


def publish(
    reading: Reading, site: Site, renderer: Renderer | None = None, docs_folder: str = ""
) -> Iterator[Page | DataFile]:
    """Make everything that is published.

    Args:
        reading: The trees and what is wrong with them.
        site: The site they are published in.
        renderer: Markdown to HTML, as the site does it.
        docs_folder: Where the sources lie, as their author names it.

    Returns:
        The schema of sources, for editors; for every tree its pages and data, or, where it has errors, a
        page that shows them.
    """
    yield DataFile(SCHEMA, json_schema.text())
    renderer = renderer or Renderer()
    maker = PageMaker(reading.library, site, renderer)
    for tree in reading.library.trees.values():
        if tree.file not in reading.broken:
            yield from maker.pages(tree)
            data = TreeData(reading.library, tree, site.addresses, renderer.prose)
            yield DataFile(data_file(tree.file, "tree.json"), data.text())
            yield DataFile(data_file(tree.file, "tree.md"), maker.document(tree))
            for one in redirects(tree):
                address = site.addresses.relative(one.new, one.old)
                yield DataFile(site.addresses.file(one.old), redirect_html(address, one.title))
    sound = [tree for tree in reading.library.trees.values() if tree.file not in reading.broken]
    for folder in folders(sound):
        below = [tree for tree in sound if tree.file.startswith(f"{folder}/")]
        yield from maker.index_pages(folder, below)
        yield DataFile(f"{folder}/index.json", index_json(below, folder, site.addresses))
    if sound:
        yield DataFile("llms.txt", llms_txt(site.name, site.description, sound))
    for file in sorted(reading.broken):
        mistakes = [one.under(docs_folder) for one in reading.of(file)]
        yield maker.broken_page(file, reports.frames(mistakes, reading.under(docs_folder).sources))
