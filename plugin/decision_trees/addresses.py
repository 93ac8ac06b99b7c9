"""Where things are published.

A page is named by its Markdown path in the docs folder (`trees/pick-a-queue/log.md`), as every host names
pages; its address follows from that and from one setting of the site.
"""

from __future__ import annotations

import posixpath
from dataclasses import dataclass

from decision_trees.model import Tree


def tree_folder(tree: Tree) -> str:
    """The folder of a tree's pages: where its file lies, under its id."""
    return posixpath.join(posixpath.dirname(tree.file), tree.id)


def tree_page(tree: Tree) -> str:
    """The Markdown path of a tree's own page."""
    return f"{tree_folder(tree)}/index.md"


def node_page(tree: Tree, node_id: str) -> str:
    """The Markdown path of the page of a check or terminal."""
    return f"{tree_folder(tree)}/{node_id}.md"


def relative_path(page: str, source: str) -> str:
    """The path from one page or file to another, as a Markdown link writes it."""
    return posixpath.relpath(page, posixpath.dirname(source) or ".")


@dataclass(frozen=True, slots=True)
class Addresses:
    """Addresses of pages in the published site.

    Attributes:
        use_directory_urls: Whether pages are published as `name/` or as `name.html`.
    """

    use_directory_urls: bool = True

    def of(self, page: str) -> str:
        """The address of a page or file, relative to the root of the site; the root itself is `./`."""
        stem, extension = posixpath.splitext(page)
        if extension != ".md":
            return page
        folder, name = posixpath.split(stem)
        if not self.use_directory_urls:
            return f"{stem}.html"
        address = folder if name == "index" else stem
        return f"{address or '.'}/"

    def relative(self, page: str, source: str) -> str:
        """The address of `page` as written in the HTML of the page `source`."""
        here, there = self.of(source), self.of(page)
        base = here.rstrip("/") if here.endswith("/") else posixpath.dirname(here)
        path = posixpath.relpath(there, base or ".")
        return f"{path}/" if there.endswith("/") else path
