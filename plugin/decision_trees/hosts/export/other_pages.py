"""Hand-written pages for another generator: what of ours stands in their Markdown, resolved there.

Here a page is not rendered, so links and fences are found in it as it was written, as `check` finds them.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from urllib.parse import unquote

from decision_trees.analysis.library import place_page
from decision_trees.hosts.export.forms import Form
from decision_trees.hosts.export.html_parts import (
    balanced,
    block,
    from_the_source,
    hidden_from_sphinx,
    in_one_line,
)
from decision_trees.layout.addresses import Addresses, is_external, relative_path
from decision_trees.layout.html_blocks import BEGIN, END
from decision_trees.prose.escape import marked
from decision_trees.site.embedded import Embedder
from decision_trees.source import links
from decision_trees.source.fence import Fence, fences


@dataclass(frozen=True)
class PageWriter:
    """Writes hand-written pages in which links to trees lead there, and fences show what they ask for.

    Attributes:
        form: The form.
        addresses: How the site publishes pages.
        embedder: Makes HTML of fences.
        is_ours: Says of a page whether we make it, and not an author.
        is_page: Says of a path in the docs folder whether a page of an author's lies there.
    """

    form: Form
    addresses: Addresses
    embedder: Embedder
    is_ours: Callable[[str], bool]
    is_page: Callable[[str], bool]

    def write(self, path: str, text: str) -> str:
        """Write the Markdown of a page, which lies at a path in the docs folder."""
        resolved = links.rewrite(text, lambda link: self._resolved(link, path))
        parts, done = [], 0
        for number, fence in enumerate(fences(resolved), 1):
            parts += [resolved[done : fence.start], self._embedded(fence, resolved, number, path)]
            done = fence.end
        return "".join((*parts, resolved[done:]))

    def _resolved(self, link: links.Link, page: str) -> tuple[str | None, str]:
        place = self.embedder.reading.library.written(link.target) if link.target else None
        if place is None:
            return link.text, self._by_path(link, page)
        words = marked(place.title) if link.form in {"inline", "auto"} else None
        return link.text or words, self._link(place_page(place), page, link.form)

    def _by_path(self, link: links.Link, page: str) -> str:
        """Where a link leads that names a page by its path in the docs folder: not every page lies there."""
        address = re.split("[?#]", link.url, maxsplit=1)[0]
        path = posixpath.normpath(posixpath.join(posixpath.dirname(page), unquote(address)))
        is_elsewhere = not address or is_external(address) or address.startswith("/")
        if is_elsewhere or not (self.is_ours(path) or (not self.form.links_to_files and self.is_page(path))):
            return link.url
        return f"{self._link(path, page, link.form)}{link.url[len(address) :]}"

    def _link(self, target: str, page: str, form: links.LinkForm) -> str:
        if self.form.links_to_files and (form != "html" or self.form.like_mkdocs):
            return relative_path(self._file(target), page)
        return self.addresses.relative(target, page)

    def _file(self, page: str) -> str:
        return self.form.path(page, self.addresses) if self.is_ours(page) else page

    def _embedded(self, fence: Fence, text: str, number: int, path: str) -> str:
        made = replace(self.embedder, here=path).html(fence, text, number)
        made = made.removeprefix(f"{BEGIN}\n").removesuffix(f"\n{END}")
        whole = "".join(str(part) for part in balanced([made]))
        is_index = posixpath.basename(path) in {"index.md", "README.md"}
        if self.form.like_mkdocs and self.addresses.use_directory_urls and not is_index:
            whole = from_the_source(whole)
        written = hidden_from_sphinx(block(whole)) if self.form.for_sphinx else block(whole)
        if fence.indent:
            # Few Markdowns know HTML of several lines in a list or a quotation.
            return f"{fence.indent}{in_one_line(written)}\n"
        return f"\n{written}\n\n"
