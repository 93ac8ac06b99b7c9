"""What a fence asks for, as HTML in the page it stands in."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from contextvars import ContextVar
from dataclasses import dataclass
from functools import lru_cache, partial
from pathlib import Path

from decision_trees.diagnostics.codes import Level
from decision_trees.diagnostics.diagnostic import Diagnostic
from decision_trees.diagnostics.render import text
from decision_trees.layout.addresses import SUFFIX, Addresses
from decision_trees.layout.html_blocks import BEGIN, END
from decision_trees.prose.render import distinct
from decision_trees.reading.files import find, read_file
from decision_trees.reading.read import Reading, Settings, content_of, read
from decision_trees.rules.embedded import examine_fence
from decision_trees.site.page_maker import PageMaker
from decision_trees.site.site import Site
from decision_trees.source.fence import EmbeddedList, Fence, fences
from decision_trees.words import load_words

NAMELESS = "page.md"
"""What a page is called in messages that is handed over without its name."""

ANY_TREE = ""
"""What a page shows that may change with any tree: a list of them, or that there is none of a name."""

_log = logging.getLogger("decision_trees")


@dataclass(frozen=True)
class Embedder:
    """Makes HTML of the fences in a page.

    Attributes:
        reading: The trees, and the pages as their authors wrote them.
        maker: What makes HTML of them.
        docs_folder: Where the pages lie, as their author names it.
        here: The page's path in the docs folder; empty where it is not known.
        page: The path from which its links start, if it is published elsewhere than it lies.
        report: Takes what is wrong with a fence that the page as its author wrote it does not have.
        note: Takes the source of a tree that is shown, or `ANY_TREE`.
    """

    reading: Reading
    maker: PageMaker
    docs_folder: str = ""
    here: str = ""
    page: str = ""
    report: Callable[[Diagnostic], None] | None = None
    note: Callable[[str], object] = str

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
        library, page = self.reading.library, self.page or self.here
        file = self.here or NAMELESS
        as_written = self._as_written(fence)
        embedded, found = examine_fence(*(as_written or (fence, markdown)), file, library)
        if embedded is None or any(diagnostic.level is Level.ERROR for diagnostic in found):
            if as_written is None and self.report:
                for diagnostic in found:
                    self.report(diagnostic)
            self.note(ANY_TREE)
            return self._mistakes(found, {file: as_written[1] if as_written else markdown})
        if isinstance(embedded, EmbeddedList):
            self.note(ANY_TREE)
            sound = (tree for tree in library.trees.values() if tree.file not in self.reading.broken)
            return self.maker.embedded_list(embedded.select(sound), page)
        tree = library.trees.get(str(embedded.tree))
        source = tree.file if tree else library.unread[str(embedded.tree)]
        self.note(source)
        if tree is None or source in self.reading.broken:
            return self._mistakes(self.reading.of(source), self.reading.sources)
        return self.maker.embedded_tree(tree, embedded, page)

    def _as_written(self, fence: Fence) -> tuple[Fence, str] | None:
        """The fence in the page as its author wrote it; None where it comes from elsewhere."""
        page = self.reading.sources.get(self.here, "")
        same = next((twin for twin in fences(page) if twin.body == fence.body), None)
        return (same, page) if same else None

    def _mistakes(self, found: Sequence[Diagnostic], sources: Mapping[str, str]) -> str:
        given = Reading(self.reading.library, tuple(found), sources, frozenset())
        reading = given.under(self.docs_folder)
        report = text.frames(reading.diagnostics, reading.sources)
        if not self.here:
            _log.error(report)  # nobody else reports it
        return self.maker.embedded_mistakes(report, self.page or self.here)


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
    found = (path for path in find(Path(folder), SUFFIX) if path.is_file())
    stamps = tuple((path, path.stat().st_mtime_ns) for path in found)
    return _embedder(Path(folder), stamps, language, Addresses(use_directory_urls, base))


@lru_cache(maxsize=1)
def _embedder(
    folder: Path, stamps: Sequence[tuple[Path, int]], language: str, addresses: Addresses
) -> Embedder:
    settings = Settings(addresses=addresses)
    sources = {
        path.relative_to(folder).as_posix(): content_of(partial(read_file, path)) for path, _ in stamps
    }
    reading = read(sources, settings)
    site = Site(addresses=addresses, today=settings.today, words=load_words(language), tags=False)
    return Embedder(reading, PageMaker(reading.library, site), folder.as_posix())
