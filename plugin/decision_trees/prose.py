"""An author's Markdown, with links that work where it is shown."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable
from urllib.parse import unquote

from decision_trees import links
from decision_trees.addresses import relative_path
from decision_trees.library import Library, place_page
from decision_trees.model import Tree

_PLAIN = {ord(char): f"&#{ord(char)};" for char in '\\`*_{}[]#|~^$@"'} | {
    ord("<"): "&lt;",
    ord(">"): "&gt;",
    ord("&"): "&amp;",
}

# Signs that mean something only in pairs, and a colon before a word (`:smile:`, `http:`).
_DOUBLED = re.compile(r"([-=+])(?=\1)|:(?=\S)")

# What Markdown acts on in the middle of a text; a `<` only where a tag may begin.
_ACTIVE = re.compile(r"[\\`*_\[\]]|<(?=[A-Za-z/!?])")


def plain(text: str) -> str:
    """Write text so that Markdown and HTML both show it as it is, on one line.

    What either of them could act on becomes an entity, which also holds in attributes.
    """
    escaped = " ".join(text.split()).translate(_PLAIN)
    return _DOUBLED.sub(lambda sign: f"&#{ord(sign.group())};", escaped)


def document_text(text: str) -> str:
    """Write text for a Markdown file that people and programs read as it is, with little escaped."""
    return _ACTIVE.sub(lambda sign: "&lt;" if sign[0] == "<" else f"\\{sign[0]}", " ".join(text.split()))


def resolve(markdown: str, library: Library, tree: Tree, address: Callable[[str], str]) -> str:
    """Turn `to:` links and paths from the source's folder into links that work elsewhere.

    Args:
        markdown: Prose of `tree`, whose links have been checked.
        library: All trees.
        tree: The tree the prose stands in.
        address: How the place where it is shown writes a link to a page or file of the docs folder.

    Returns:
        Markdown in which every link to a target has words and an address.
    """

    def change(link: links.Link) -> tuple[str | None, str]:
        if link.target is not None and (place := library.written(link.target, tree)):
            return link.text or plain(place.title), address(place_page(place))
        path = re.split(r"[?#]", link.url, maxsplit=1)[0]
        if link.target is not None or not path or ":" in path or path.startswith("/"):
            return link.text, link.url
        return link.text, address(local_path(tree, path)) + link.url[len(path) :]

    return links.rewrite(markdown, change)


def resolve_in_page(markdown: str, library: Library, here: str) -> str:
    """Turn the `to:` links of a hand-written page into links between pages.

    Args:
        markdown: The page, whose links have been checked.
        library: All trees.
        here: The page's path in the docs folder.
    """

    def change(link: links.Link) -> tuple[str | None, str]:
        place = library.written(link.target) if link.target else None
        if place is None:
            return link.text, link.url
        return link.text or plain(place.title), relative_path(place_page(place), here)

    return links.rewrite(markdown, change)


def local_path(tree: Tree, path: str, *, docs_root: bool = False) -> str:
    """The path in the docs folder that a tree means by a relative one.

    Args:
        tree: The tree in which it is written.
        path: As written, without fragment and query.
        docs_root: Whether it starts from the docs folder (`url`) or from the source's (prose).
    """
    folder = "" if docs_root else posixpath.dirname(tree.file)
    return posixpath.normpath(posixpath.join(folder, unquote(path)))
