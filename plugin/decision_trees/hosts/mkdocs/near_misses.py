"""What a site's navigation names almost right: the host says no more than that it is not there."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator

from mkdocs.structure.nav import Link, Navigation

from decision_trees.diagnostics.wording import nearest
from decision_trees.layout.addresses import is_external, tree_page
from decision_trees.layout.lists import by_folder
from decision_trees.model.tree import Tree

_BEGINNING = re.compile(r"^(?:\.?/)+")
_ENDING = re.compile(r"(?:\.tree)?\.(?:md|markdown|html|ya?ml)$|/(?:index\.(?:md|html))?$")


def links_in(nav: Navigation) -> Iterator[str]:
    """Find the addresses in a navigation that lead to no page of the site."""
    items = [*nav.items]
    while items:
        item = items.pop(0)
        items[:0] = item.children or ()
        if isinstance(item, Link):
            yield item.url


def misnamed_in_nav(
    links: Iterable[str], trees: Iterable[Tree], pages: Collection[str]
) -> Iterator[tuple[str, str]]:
    """Find trees, and folders of trees, that a navigation calls by other names than theirs.

    Args:
        links: The addresses in the navigation that lead to no page of the site.
        trees: The trees of the site.
        pages: The paths of all its pages.

    Returns:
        Each such address, and what to do about it.
    """
    found = list(trees)
    names = [*by_folder(found), *(tree_page(tree.file).removesuffix("/index.md") for tree in found)]
    plain = {name.casefold(): name for name in names}
    for link in links:
        name = _ENDING.sub("", _BEGINNING.sub("", link)).casefold()
        if is_external(link) or link.startswith("#") or not name:
            continue
        ends = [known for known in plain if _is_end_of(name, known) or _is_end_of(known, name)]
        if meant := max(ends, key=len, default=None):
            yield link, f"write `{plain[meant]}/`, with a slash at its end alone"
        elif meant := nearest(name, plain):
            yield link, f"did you mean `{plain[meant]}/`?"
        elif any(page.casefold().startswith(f"{name}/") for page in pages):
            yield link, "no trees lie there, and only a folder of trees stands for its pages"


def _is_end_of(end: str, path: str) -> bool:
    return f"/{path}".endswith(f"/{end}")
