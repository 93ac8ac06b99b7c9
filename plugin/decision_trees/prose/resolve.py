"""An author's Markdown, with links that work where it is shown."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable
from urllib.parse import unquote

from decision_trees.analysis.library import Library, Place, place_page
from decision_trees.model.line import Line
from decision_trees.model.tree import Tree
from decision_trees.prose import html_links
from decision_trees.prose.escape import document_line
from decision_trees.source import links


def resolve(markdown: str, library: Library, tree: Tree, address: Callable[[str], str]) -> str:
    """Turn `to:` links and paths from the source's folder into links that work in another Markdown file.

    Args:
        markdown: Prose of `tree`, whose links have been checked.
        library: All trees.
        tree: The tree the prose stands in.
        address: How the place where it is shown writes a link to a page or file of the docs folder.

    Returns:
        Markdown in which every link to a target has words and an address.
    """

    def change(link: links.Link) -> tuple[str | None, str]:
        found = _resolved(link.url, library, tree, address)
        return (link.text or document_line(found[1]), found[0]) if found else (link.text, link.url)

    return links.rewrite(markdown, change)


def resolve_html(text: str, library: Library, tree: Tree, address: Callable[[str], str]) -> str:
    """Do the same in prose that is HTML already.

    Returns:
        HTML in which every link to a target has words and an address; one that leads nowhere is left.
    """

    def change(url: str) -> tuple[str, str] | None:
        found = _resolved(url, library, tree, address)
        return (found[0], found[1].html) if found else None

    return html_links.rewrite(text, change)


def resolve_in_page(text: str, library: Library, address: Callable[[Place], str]) -> str:
    """Give the `to:` links in a page that is not ours their addresses.

    Args:
        text: The page's HTML.
        library: All trees.
        address: How the page writes a link to a place.

    Returns:
        The HTML; a link that leads nowhere is left as it is (see `html_links.targets`).
    """

    def change(url: str) -> tuple[str, str] | None:
        target = links.target_of(url)
        place = library.written(target) if target else None
        return (address(place), place.title.html) if place else None

    return html_links.rewrite(text, change) if links.SCHEME in text.lower() else text


def _resolved(
    url: str, library: Library, tree: Tree, address: Callable[[str], str]
) -> tuple[str, Line] | None:
    """The address of what an author's link leads to, and what that is called; None where it stays."""
    target = links.target_of(url)
    if target is not None:
        place = library.written(target, tree)
        return (address(place_page(place)), place.title) if place else None
    path = re.split(r"[?#]", url, maxsplit=1)[0]
    if not path or ":" in path or path.startswith("/"):
        return None
    return address(local_path(tree, path)) + url[len(path) :], Line("")


def local_path(tree: Tree, path: str, *, docs_root: bool = False) -> str:
    """The path in the docs folder that a tree means by a relative one.

    Args:
        tree: The tree in which it is written.
        path: As written, without fragment and query.
        docs_root: Whether it starts from the docs folder (`url`) or from the source's (prose).
    """
    folder = "" if docs_root else posixpath.dirname(tree.file)
    return posixpath.normpath(posixpath.join(folder, unquote(path)))
