"""What a fence asks for, as HTML in the page it stands in."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from contextvars import ContextVar
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from decision_trees import reports
from decision_trees.addresses import Addresses
from decision_trees.blocks import BEGIN, END
from decision_trees.diagnostics import Diagnostic, Level
from decision_trees.embedding import EmbeddedList, Fence, examine, fences
from decision_trees.pages import PageMaker, Site
from decision_trees.reading import Reading, Settings, find_sources, read
from decision_trees.rendering import distinct
from decision_trees.words import load_words

NAMELESS = "page.md"
"""What a page is called in messages that is handed over without its name."""

_log = logging.getLogger("decision_trees")


@dataclass(frozen=True)
class Embedder:
    """Makes HTML of the fences in a page.

    Attributes:
        reading: The trees, and the pages as their authors wrote them.
        maker: What makes HTML of them.
        docs_folder: Where the pages lie, as their author names it.
        here: The page's path in the docs folder; empty where it is not known.
    """

    reading: Reading
    maker: PageMaker
    docs_folder: str = ""
    here: str = ""

    def html(self, fence: Fence, markdown: str, number: int) -> str:
        """Make the HTML of a fence.

        Args:
            fence: The fence.
            markdown: The page as it is about to be rendered.
            number: Which fence of the page it is.

        Returns:
            HTML between two comments by which it is found again in the page.
        """
        made = distinct(self._made(fence, markdown), str(number))
        return f"{BEGIN}\n{made}\n{END}"

    def _made(self, fence: Fence, markdown: str) -> str:
        library, here = self.reading.library, self.here
        file = here or NAMELESS
        as_written = self._as_written(fence, markdown)
        embedded, found = examine(*as_written, file, library)
        if embedded is None or any(one.level is Level.ERROR for one in found):
            return self._mistakes(found, {file: as_written[1]})
        if isinstance(embedded, EmbeddedList):
            sound = (tree for tree in library.trees.values() if tree.file not in self.reading.broken)
            return self.maker.embedded_list(embedded.select(sound), here)
        tree = library.trees.get(str(embedded.tree))
        source = tree.file if tree else library.unread[str(embedded.tree)]
        if tree is None or source in self.reading.broken:
            return self._mistakes(self.reading.of(source), self.reading.sources)
        node = str(embedded.node) if embedded.node else None
        return self.maker.embedded_tree(tree, embedded.show, node, here)

    def _as_written(self, fence: Fence, markdown: str) -> tuple[Fence, str]:
        """The fence in the page as its author wrote it, which others may have changed above it since."""
        page = self.reading.sources.get(self.here, "")
        same = next((one for one in fences(page) if one.body == fence.body), None)
        return (same, page) if same else (fence, markdown)

    def _mistakes(self, found: Sequence[Diagnostic], sources: Mapping[str, str]) -> str:
        given = Reading(self.reading.library, tuple(found), sources, frozenset())
        reading = given.under(self.docs_folder)
        report = reports.frames(reading.diagnostics, reading.sources)
        if not self.here:
            _log.error(report)  # nobody else reports it
        return self.maker.embedded_mistakes(report, self.here)


AT_HAND: ContextVar[Embedder | None] = ContextVar("embedder", default=None)
"""What embeds trees in the page being rendered; the plugin sets it."""


def embedder_of_folder(folder: str, base: str, language: str, *, use_directory_urls: bool) -> Embedder:
    """Make an embedder for a host without the plugin, or take the one made before for the same sources.

    Args:
        folder: The docs folder, in which the sources lie.
        base: The address of the site's root.
        language: The language of the interface.
        use_directory_urls: How the site publishes pages.
    """
    found = (path for path in find_sources(Path(folder)) if path.is_file())
    stamps = tuple((path, path.stat().st_mtime_ns) for path in found)
    return _embedder(Path(folder), stamps, language, Addresses(use_directory_urls, base))


@lru_cache(maxsize=1)
def _embedder(
    folder: Path, stamps: Sequence[tuple[Path, int]], language: str, addresses: Addresses
) -> Embedder:
    settings = Settings(addresses=addresses)
    sources = {path.relative_to(folder).as_posix(): path.read_bytes() for path, _ in stamps}
    reading = read(sources, settings)
    site = Site(addresses=addresses, today=settings.today, words=load_words(language), tags=False)
    return Embedder(reading, PageMaker(reading.library, site), folder.as_posix())
