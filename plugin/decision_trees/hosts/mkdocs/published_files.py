"""What is added to the site's files for its trees, and where each of them may be published."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from pathlib import Path
from typing import cast

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.structure.files import File, Files, InclusionLevel

from decision_trees.diagnostics.diagnostic import Diagnostic
from decision_trees.diagnostics.printable import one_line
from decision_trees.hosts.mkdocs.files import PageFile, PublishedFile, first_link
from decision_trees.hosts.mkdocs.languages import BuiltLanguages
from decision_trees.hosts.mkdocs.neighbours import origin
from decision_trees.hosts.mkdocs.reporting import Reporter, log
from decision_trees.hosts.mkdocs.search import SEARCH_INDEX, IndexedPage, with_entries
from decision_trees.layout.address_table import AddressTable, Claim, of_others
from decision_trees.layout.addresses import ASSETS, Addresses
from decision_trees.model.span import Span
from decision_trees.rules.site import late_collision
from decision_trees.site.page import Page
from decision_trees.site.publication import DataFile


class PublishedFiles:
    """Our files among those of a site.

    Attributes:
        files: All of them.
        pages: The pages among them, by path.
        instead: Pages that an author wrote in place of ours, by the path of ours.
    """

    def __init__(
        self, config: MkDocsConfig, reporter: Reporter, is_published: Callable[[File], bool]
    ) -> None:
        """Take the site's settings, and what says of a file whether it is not left out of the site."""
        self.files: list[PublishedFile] = []
        self.pages: dict[str, PageFile] = {}
        self.instead: dict[str, str] = {}
        self._table = AddressTable()
        self._config = config
        self._addresses = Addresses(config.use_directory_urls)
        self._reporter = reporter
        self._is_published = is_published
        self._languages: BuiltLanguages | None = None
        self._pages_by_language: Mapping[str, Collection[str]] = {}

    def translate(self, languages: BuiltLanguages, pages: Mapping[str, Collection[str]]) -> None:
        """Publish in one of a site's languages; `pages` are the paths of our pages in each of them."""
        self._languages, self._pages_by_language = languages, pages

    def claim_others(self, files: Files) -> dict[str, str]:
        """Enter where the site's other files are published, and give it by path."""
        places = self._others(files)
        for claim in of_others(places):
            self._table.enter(claim)
        return places

    def _others(self, files: Files) -> dict[str, str]:
        ours = {file.src_uri for file in self.files}
        others = (file for file in files if file.src_uri not in ours and self._is_published(file))
        templates = {*self._config.theme.static_templates, *self._config.extra_templates}
        places = {file.src_uri: file.dest_uri for file in others}
        if known := self._languages:
            places = {known.original(path): known.inside(place) for path, place in places.items()}
        return {**dict(zip(templates, templates, strict=True)), **places}

    def add(
        self,
        items: Iterable[Page | DataFile],
        files: Files,
        sources: Iterable[File],
        in_site: Mapping[str, str],
        out_of_nav: Collection[str],
    ) -> None:
        """Add what is published of the trees to the site's files.

        Args:
            items: Pages and data.
            files: All files of the site.
            sources: The sources of the trees.
            in_site: Digests of what lies in the site from an earlier build, by path.
            out_of_nav: The pages that no navigation lists, by path.

        Raises:
            PluginError: Another plugin publishes a page of the same name elsewhere, and nobody is watching.
        """
        found = []
        origins = {source.src_uri: source for source in sources}
        for item in items:
            is_page = isinstance(item, Page)
            place = self._addresses.file(item.path) if is_page else item.path
            same_name = files.get_file_from_path(item.path) if is_page else None
            # What an author wrote stands in place of ours; where it must not, that is reported already.
            if other := self._table.enter(Claim(place, f"the generated `{place}`", item.path)):
                self.instead[item.path] = other.file
            elif isinstance(item, Page) and same_name and self._is_published(same_name):
                found.append(_same_name(item))
            else:
                file = self._file(item, files, origins, is_in_nav=item.path not in out_of_nav)
                file.in_site = in_site.get(file.src_uri)
                self.files.append(file)
                files.append(file)
        self._reporter.add(found)

    def _file(
        self, item: Page | DataFile, files: Files, origins: Mapping[str, File], *, is_in_nav: bool
    ) -> PublishedFile:
        if isinstance(item, Page):
            source = origin(item, origins)
            path = self._languages.source_path(item.path) if self._languages else item.path
            page = PageFile(item, path, self._config, source.abs_src_path if source else None)
            self.pages[item.path] = page
            is_listed = is_in_nav and not item.node
            page.inclusion = InclusionLevel.UNDEFINED if is_listed else InclusionLevel.NOT_IN_NAV
            page.edit_uri = source.edit_uri if item.file and source else None
            self._adopt(page, item.path)
            if left_out := files.get_file_from_path(item.path):
                files.remove(left_out)
            return page
        # Its name in the docs folder is another than its own, because Markdown would become a page.
        name = f"{item.path}.data"
        while files.get_file_from_path(name):
            name += ".data"
        file = PublishedFile(item, name, self._config)
        # Many plugins take for granted that a file has a place on the disk.
        file.abs_src_path = next(iter(origins.values())).abs_src_path if origins else None
        file.dest_uri = item.path
        self._adopt(file, item.path)
        return file

    def _adopt(self, file: PublishedFile, path: str) -> None:
        if self._languages:
            self._languages.adopt(file, path, self._pages_by_language, self._addresses)

    def refuse_links(self, files: Files) -> None:
        """Stop the build where something of ours would be written to where a link in the site leads.

        Raises:
            PluginError: It would be.
        """
        assets = (file.dest_uri for file in files if file.src_uri.startswith(f"{ASSETS}/"))
        ours = [*assets, *(file.dest_uri for file in self.files), SEARCH_INDEX]
        if link := first_link(self._config.site_dir, ours):
            message = f"`{link}` is a link, and files of ours would be written where it leads: delete it"
            raise PluginError(f"decision-trees: {one_line(message)}")

    def hide_with(self, sources: Iterable[File]) -> None:
        """Let the pages of a tree be drafts, or out of the navigation, where its source is."""
        inclusions = {source.src_uri: source.inclusion for source in sources}
        for file in self.pages.values():
            inclusion = inclusions.get(file.made.file, InclusionLevel.INCLUDED)
            if inclusion.value < file.inclusion.value:
                file.inclusion = inclusion

    def check_late(self, files: Files) -> None:
        """Stop the build where a plugin has published something in place of ours after we looked.

        Raises:
            PluginError: One has, and nobody is watching.
        """
        claims = of_others(self._others(files))
        self._reporter.add([found for claim in claims for found in late_collision(claim, self._table)])

    def found(self) -> Iterator[IndexedPage]:
        """What search finds of our pages."""
        for file in self.pages.values():
            if file.page is not None and not file.inclusion.is_excluded():  # type: ignore[no-untyped-call]
                tags = cast("list[str]", file.made.meta.get("tags", []))
                yield IndexedPage(file.page.url, file.made.search, tuple(tags))


def add_to_search(found: Collection[IndexedPage], config: MkDocsConfig) -> None:
    """Give each page one entry in the search index that the host has written, if it has written one."""
    index = Path(config.site_dir, SEARCH_INDEX)
    if found and index.is_file():
        try:
            index.write_text(with_entries(index.read_text("utf-8"), found), "utf-8")
        except ValueError:
            log.info("`%s` is no index of the host's: it is left as it is", SEARCH_INDEX)


def _same_name(page: Page) -> Diagnostic:
    """Say that another plugin publishes, elsewhere, a page of the name of one of ours."""
    message = f"the generated page `{page.path}` and another plugin's file have one name"
    return Diagnostic(
        "address-collision", Span(page.file or page.path), message, help="rename one of the two"
    )
