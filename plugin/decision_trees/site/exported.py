"""A tree in each of the forms in which it may stand elsewhere."""

from __future__ import annotations

import re
from datetime import date

from decision_trees.analysis.library import Library
from decision_trees.layout.addresses import Addresses
from decision_trees.model.tree import Tree
from decision_trees.prose.render import Renderer
from decision_trees.site.in_text import as_csv, drawn
from decision_trees.site.page_maker import PageMaker
from decision_trees.site.site import Site
from decision_trees.site.tree_json import TreeData


def exported(library: Library, tree: Tree, form: str) -> str:
    """Write a tree without errors.

    Args:
        library: All trees.
        tree: The one to write.
        form: One of `blocks.BLOCK_FORMS`.

    Returns:
        Its text, the same for the same sources.

    Raises:
        TooManyWaysError: It is too large for a table.
    """
    match form:
        case "ascii":
            return drawn(library.graph(tree))
        case "csv":
            return as_csv(library.graph(tree))
        case "json":
            return TreeData(library, tree, Addresses(), Renderer().prose).text()
    maker = PageMaker(library, Site(addresses=Addresses(), today=date.min))
    if form == "md":
        return maker.document(tree)
    # Elsewhere there are no pages beside it that a click could lead to.
    return re.sub(r"(?m)^click .*\n", "", maker.mermaid(tree))
