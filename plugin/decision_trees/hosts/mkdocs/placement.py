"""Where our pages stand in the host's navigation."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping
from typing import Any, cast

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files
from mkdocs.structure.nav import Navigation, Section
from mkdocs.structure.pages import Page as MkDocsPage

from decision_trees.hosts.mkdocs.files import PageFile
from decision_trees.hosts.mkdocs.pages import PublishedPage, Shortcut
from decision_trees.layout.addresses import tree_page
from decision_trees.layout.lists import INDEX
from decision_trees.site.page import Page


def place_pages(
    pages: Mapping[str, PageFile], nav: Navigation, files: Files, config: MkDocsConfig, shortcut: Shortcut
) -> None:
    """Take over the host's pages of our files, and place them in the navigation.

    Args:
        pages: Our files of pages, by path.
        nav: The host's navigation; those that it does not list are placed where it lists others.
        files: All files of the site.
        config: The site's settings.
        shortcut: The short way from a page to its HTML.
    """
    _leave_out_nodes(pages, nav)
    if config.nav is None:
        nav.items = _without_folders(nav.items)
    listed = {page.file.src_uri for page in nav.pages}
    for file in pages.values():
        page = file.page or MkDocsPage(None, file, config)
        # The host has made the page with its title and place in the navigation, which it keeps.
        if not isinstance(page, PublishedPage):
            if type(page) is not MkDocsPage and config.nav is None and file.made.file:
                page.title = str(file.made.meta["title"])  # section-index takes it from the name of a folder
            PublishedPage.take_over(page, shortcut)
        above = files.get_file_from_path(_page_above(file.made))
        if file.src_uri not in listed and above is not None and above.page is not None:
            # Whatever a parent is asked for, a page has too: the path to a check leads through its tree.
            page.parent = cast("Section", above.page) if file.made.node else above.page.parent
    if _shows_neighbours(config):
        for file in pages.values():
            if file.made.node and file.page is not None:
                file.page.previous_page = _page_at(file.made.previous, pages)
                file.page.next_page = _page_at(file.made.next, pages)


def _leave_out_nodes(pages: Mapping[str, PageFile], nav: Navigation) -> None:
    """Leave out of a navigation the checks and outcomes of trees of which it lists all.

    An author names some of them at most. Plugins that list whole folders list them all.
    """
    nodes: dict[str, set[str]] = {}
    for file in pages.values():
        if file.made.node:
            nodes.setdefault(file.made.file, set()).add(file.src_uri)
    listed = {page.file.src_uri for page in nav.pages}
    found = {page for of_tree in nodes.values() if of_tree <= listed for page in of_tree}
    if found:
        nav.items = _without(nav.items, found)
        nav.pages = [page for page in nav.pages if page.file.src_uri not in found]
        for page, before, behind in zip(nav.pages, [None, *nav.pages], [*nav.pages[1:], None], strict=False):
            page.previous_page, page.next_page = before, behind


def _without(items: list[Any], pages: set[str]) -> list[Any]:
    for item in items:
        if isinstance(item, Section):
            item.children = _without(item.children, pages)
    kept = [item for item in items if not (isinstance(item, MkDocsPage) and item.file.src_uri in pages)]
    return [_page_of_folder(item) or item for item in kept]


def _page_at(path: str, pages: Mapping[str, PageFile]) -> MkDocsPage | None:
    file = pages.get(path)
    return file.page if file else None


def _page_above(page: Page) -> str:
    """The page beside which one stands: for a check or terminal its tree's, for any other the index."""
    folder = posixpath.dirname(page.file or page.path)
    return tree_page(page.file) if page.node else posixpath.join(folder, INDEX)


def _without_folders(items: list[Any]) -> list[Any]:
    """Let the page of a tree stand for its folder, where an automatic navigation lists nothing else in it."""
    for item in items:
        if isinstance(item, Section):
            item.children = _without_folders(item.children)
    return [_page_of_folder(item) or item for item in items]


def _page_of_folder(item: Any) -> MkDocsPage | None:  # noqa: ANN401 - whatever a navigation holds
    match item:
        case Section(children=[MkDocsPage(file=PageFile(made=made)) as page]) if made.path == tree_page(
            made.file
        ):
            page.parent = item.parent
            return page
    return None


def _shows_neighbours(config: MkDocsConfig) -> bool:
    """Whether the theme leads to the previous and the next page; Material does so where it is asked to."""
    return config.theme.name != "material" or "navigation.footer" in config.theme.get("features", ())
