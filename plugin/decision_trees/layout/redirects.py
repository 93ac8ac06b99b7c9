"""Old addresses of trees and nodes, which lead to the new ones without script."""

from __future__ import annotations

import html
import posixpath
from collections.abc import Iterator
from dataclasses import dataclass

from decision_trees.layout.addresses import SUFFIX, node_page, tree_page
from decision_trees.model.span import Span
from decision_trees.model.tree import Tree


@dataclass(frozen=True, slots=True)
class Redirect:
    """An old page, the page it leads to now, that page's title, and where the old id is written."""

    old: str
    new: str
    title: str
    span: Span


def most_redirects(tree: Tree) -> int:
    """How many old addresses of a tree may redirect.

    A tree and its nodes had all their old ids at once, for all that can be known: twice as many of both make
    four times as many addresses.
    """
    return 100 + 20 * (1 + len(tree.nodes))


def count_redirects(tree: Tree) -> int:
    """Count the old addresses of a tree and of its nodes."""
    trees = len(tree.formerly)
    nodes = sum(len(node.formerly) for node in tree.marks)
    return trees * (1 + len(tree.nodes)) + nodes * (1 + trees)


def redirects(tree: Tree) -> Iterator[Redirect]:
    """Give every old address of a tree and of its nodes, also those under an old id of the tree.

    Where there are more than may redirect, which is an error, there are none.
    """
    if not 0 < count_redirects(tree) <= most_redirects(tree):
        return
    folder = posixpath.dirname(tree.file)
    former = [(f"{posixpath.join(folder, str(old))}{SUFFIX}", old) for old in tree.formerly]
    for file, old in former:
        yield Redirect(tree_page(file), tree_page(tree.file), tree.title.line.plain, old.span)
    for node in tree.marks:
        new, title = node_page(tree.file, node.id), node.title.line.plain
        for file, old in former:
            yield Redirect(node_page(file, node.id), new, title, old.span)
        for old_node in node.formerly:
            for file in (tree.file, *(file for file, _ in former)):
                yield Redirect(node_page(file, str(old_node)), new, title, old_node.span)


def redirect_html(address: str, title: str, language: str) -> str:
    """Write the page that stands at an old address.

    Args:
        address: The new one, relative to the old.
        title: The title of the page there.
        language: The tag of its language.
    """
    url, name, tag = map(html.escape, (address, title, language))
    return f"""<!doctype html>
<html lang="{tag}">
<head>
<meta charset="utf-8">
<title>{name}</title>
<meta name="robots" content="noindex">
<meta http-equiv="refresh" content="0; url={url}">
<link rel="canonical" href="{url}">
</head>
<body>
<p><a href="{url}">{name}</a></p>
</body>
</html>
"""
