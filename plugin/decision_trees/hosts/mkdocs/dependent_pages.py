"""Pages that show trees and are not made of them, in builds of what has changed.

The host looks at the file of a page alone, and would leave in the site what the page showed of a tree before.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

from mkdocs.structure.files import File

from decision_trees.hosts.mkdocs.files import PageFile, PublishedFile
from decision_trees.reading.read import page_text
from decision_trees.site.embedded import ANY_TREE


def build_anew(
    pages: Iterable[File],
    ours: Sequence[PublishedFile],
    in_site: Collection[str],
    shown: Mapping[str, Collection[str]] | None,
) -> None:
    """Let the host build each page anew that shows a tree of which something has changed.

    Args:
        pages: The files of all pages.
        ours: All files of ours.
        in_site: The paths of those that lie in the site from an earlier build.
        shown: The sources of the trees that each page showed then; None where nobody knows: it may be any
            tree then, for a page that speaks of trees in its own text.
    """
    sources, changed = {ANY_TREE}, set[str]()
    for file in ours:
        if isinstance(file, PageFile):
            sources.add(file.made.file)
            if file.is_modified():
                changed.add(file.made.file)
    # That a tree is gone changes what lists trees.
    if changed or not {file.src_uri for file in ours}.issuperset(in_site):
        changed.add(ANY_TREE)
    for page in pages:
        trees = _any_if_it_speaks_of_trees(page) if shown is None else shown.get(page.src_uri, ())
        if any(tree in changed or tree not in sources for tree in trees):
            vars(page).update(is_modified=_yes)


def _any_if_it_speaks_of_trees(page: File) -> Collection[str]:
    return [] if isinstance(page, PageFile) or not page_text(page.content_bytes) else [ANY_TREE]


def _yes() -> bool:
    return True
