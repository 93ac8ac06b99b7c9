"""Pages in the host's hands: what of ours their authors, other plugins and hooks have written into them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from urllib.parse import urlsplit

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page as MkDocsPage
from mkdocs.utils import is_error_template

from decision_trees.diagnostics.codes import Level
from decision_trees.diagnostics.diagnostic import Diagnostic, Related, apply_levels, in_order
from decision_trees.hosts.mkdocs.beside_pages import written_beside
from decision_trees.hosts.mkdocs.files import PageFile
from decision_trees.hosts.mkdocs.reporting import Reporter
from decision_trees.model.span import Span
from decision_trees.site.embedded import Embedder
from decision_trees.site.other_pages import OtherPage, OtherPages
from decision_trees.site.site import Site


class ForeignPages:
    """Hands the site's other pages to those who embed trees in them and resolve their links.

    In pages of ours, links are looked for that a hook has added; nothing is embedded in them.
    """

    def __init__(self, reporter: Reporter, levels: Mapping[str, Level], config: MkDocsConfig) -> None:
        """Take who tells what is wrong, the levels set for codes, and the site's settings."""
        self._reporter = reporter
        self._config = config
        self._levels = levels
        self._pages: OtherPages | None = None
        self._root = ""
        self._ours: list[tuple[MkDocsPage, str]] = []
        self._told: set[object] = set()

    def allow(self, embedder: Embedder, site: Site, root: str = "") -> None:
        """Let pages embed and link to trees from now on; `root` is the folder of their language, if any."""
        self._root = root
        self._pages = OtherPages(embedder, site.addresses)

    @property
    def shown(self) -> Mapping[str, Collection[str]]:
        """The sources of the trees that each page shows which has been built (see `OtherPages`)."""
        return self._pages.shown if self._pages else {}

    def begin(self, page: MkDocsPage) -> None:
        """Say that a page is about to be rendered."""
        if self._pages and not isinstance(page.file, PageFile):
            self._pages.begin(self._other(page))

    def end(self) -> None:
        """Say that what is rendered from here on belongs to no page."""
        if self._pages:
            self._pages.end()

    def resolve(self, page: MkDocsPage, html: str) -> str:
        """Resolve the links in HTML of a page."""
        return self._pages.resolve(html, self._other(page)) if self._pages and _may_link(page, html) else html

    def finish_content(self, page: MkDocsPage, html: str) -> str:
        """Resolve the links in the HTML of a page's content."""
        if self._pages is None or not _may_link(page, html):
            return html
        self._pages.end()
        resolved = self._pages.resolve(html, self._other(page))
        if isinstance(page.file, PageFile) and self._pages.may_have_left(resolved):
            self._ours.append((page, resolved))
        return resolved

    def finish_page(self, page: MkDocsPage, html: str) -> str:
        """Resolve the links in a finished page, and stop the build where something of ours is left in it.

        Raises:
            PluginError: Something is, and nobody is watching.
        """
        if self._pages is None or not _may_link(page, html):
            return html
        resolved = self._pages.resolve(html, self._other(page))
        self._check([(page, resolved)], self._pages)
        return resolved

    def finish_template(self, name: str, html: str, site_url: str | None) -> str:
        """Do the same with what is made of a template alone, as a page for errors is.

        Raises:
            PluginError: Something is left, and nobody is watching.
        """
        if self._pages is None or not (name.endswith(".html") and self._pages.may_have_left(html)):
            return html
        # The host may show a page for errors at any address.
        root = f"{urlsplit(site_url or '').path.rstrip('/')}/" if is_error_template(name) else ""
        other = OtherPage(name, name, name, root=root)
        resolved = self._pages.resolve(html, other)
        if self._pages.may_have_left(resolved):
            beside = written_beside(self._config, name)
            self._tell(self._pages.left(resolved, replace(other, beside=beside)), beside)
        return resolved

    def check(self, files: Files) -> None:
        """Stop the build where something of ours is left in the content of a page.

        Raises:
            PluginError: Something is, and nobody is watching.
        """
        if self._pages:
            pages = [file.page for file in files.documentation_pages() if not isinstance(file, PageFile)]
            others = ((page, page.content or "") for page in pages if page)
            self._check([*others, *self._ours], self._pages)
            self._ours.clear()

    def _check(self, finished: Iterable[tuple[MkDocsPage, str]], others: OtherPages) -> None:
        sources: dict[str, str] = {}
        found = others.found.copy()
        others.found.clear()
        for page, html in finished:
            if others.may_have_left(html):
                other = self._other(page, with_texts=True)
                sources |= {**other.beside, other.path: other.text}
                found += (_with_source(left, page) for left in others.left(html, other))
        self._tell(found, sources)

    def _tell(self, found: Iterable[Diagnostic], sources: Mapping[str, str]) -> None:
        # What a template has wrong is in every page that is made of it.
        new = {}
        for diagnostic in found:
            place = diagnostic.code, diagnostic.span, diagnostic.message
            if place not in self._told:
                self._told.add(place)
                new[place] = diagnostic
        self._reporter.add([*in_order(apply_levels(new.values(), self._levels))], sources)

    def _other(self, page: MkDocsPage, *, with_texts: bool = False) -> OtherPage:
        """A page; its text as its author wrote it, if one has, is read where it is asked for."""
        file = page.file
        has_author = with_texts and not isinstance(file, PageFile)
        text = file.content_bytes.decode("utf-8-sig", "replace") if has_author else ""
        place, url = (address.removeprefix(self._root) for address in (file.dest_uri, page.url))
        beside = written_beside(self._config) if with_texts else {}
        return OtherPage(file.src_uri, place, url, text, beside=beside)


def _may_link(page: MkDocsPage, html: str) -> bool:
    """Whether something of ours is looked for: in our own pages, only what a hook has added is."""
    return not isinstance(page.file, PageFile) or OtherPages.may_have_left(html)


def _with_source(found: Diagnostic, page: MkDocsPage) -> Diagnostic:
    """Name the page, where its own text does not say it, and the source of one that no author has."""
    related = [*found.related]
    if found.span.file != page.file.src_uri:
        related.append(Related("it ends up in this page, at least", Span(page.file.src_uri)))
    if isinstance(page.file, PageFile) and page.file.made.file:
        label = "the page is made of this; another plugin or a hook has written into it"
        related.append(Related(label, Span(page.file.made.file)))
    return replace(found, related=tuple(related))
