"""The MkDocs plugin: hooks, and nothing else.

Each hook hands over to the rooms that know: `reading` reads and checks, `publish` makes pages and data.
This is the only module that imports the host.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Literal, cast

from mkdocs.config import config_options
from mkdocs.config.base import Config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import ConfigurationError, PluginError
from mkdocs.plugins import BasePlugin, event_priority, get_plugin_logger
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page as MkDocsPage
from mkdocs.structure.toc import AnchorLink, get_toc
from mkdocs.utils import meta as front_matter

from decision_trees import reports
from decision_trees.addresses import SUFFIX, Addresses, tree_page
from decision_trees.catalogue import folders, section
from decision_trees.diagnostics import CODES, Level, did_you_mean
from decision_trees.library import Library
from decision_trees.links import SCHEME
from decision_trees.pages import TEMPLATES, Page, Site
from decision_trees.prose import resolve_in_page
from decision_trees.publish import DataFile, publish
from decision_trees.reading import Reading, Settings, read
from decision_trees.rendering import Renderer
from decision_trees.search_index import Found, with_entries
from decision_trees.words import load_words, unknown_places

ASSETS = "assets/decision-trees"

log = get_plugin_logger("decision-trees")


class DecisionTreesConfig(Config):  # type: ignore[no-untyped-call] # the host's own subclass hook
    """The plugin's options."""

    enabled = config_options.Type(bool, default=True)
    """Whether trees are published at all."""

    report_url = config_options.Type(str, default="")
    """Where readers report problems; `{tree}`, `{node}`, `{title}`, `{trail}` and `{url}` are filled in."""

    cache = config_options.Type(bool, default=True)
    """Whether pages may take a shorter way to the same HTML."""

    words = config_options.DictOfItems(config_options.Type(str), default={})
    """Words of the interface to use instead of ours: `{pitfall: Beware}`."""

    # The host reads YAML 1.1, in which a bare `off` is no text but false.
    levels = config_options.DictOfItems(config_options.Choice([*map(str, Level), False]), default={})
    """Levels for single codes, over those of the registry: `{stale: error, untested-terminal: off}`."""


class DecisionTreesPlugin(BasePlugin[DecisionTreesConfig]):  # type: ignore[no-untyped-call] # likewise
    """Publishes every `*.tree.yaml` of the docs folder as linked pages."""

    def __init__(self) -> None:
        self._serving = False
        self._library = Library(())
        self._files: dict[str, PageFile] = {}
        self._shortcut = Shortcut(Renderer(), allowed=False)

    def on_startup(self, *, command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:  # noqa: ARG002
        """Remember whether an author is watching, who wants to see mistakes in the page."""
        self._serving = command == "serve"

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Bring in our templates, assets and Markdown extension."""
        _check_names("levels", self.config.levels, CODES)
        _check_names("words", self.config.words, load_words().names)
        for name, word in self.config.words.items():
            for place in unknown_places(name, word):
                message = f"decision-trees: `words` wants {{{place}}} filled in for `{name}`, which never is"
                raise ConfigurationError(message)
        if self.config.enabled:
            config.theme.dirs.append(str(TEMPLATES))
            config.markdown_extensions.append("decision_trees.markdown")
            config.extra_css.insert(0, f"{ASSETS}/decision-tree.css")
            config.extra_javascript.append(f"{ASSETS}/decision-tree.js")
        return config

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Read the trees and add their pages; stop the build where they have errors."""
        if not self.config.enabled:
            return files
        sources = [file for file in files if file.src_uri.endswith(SUFFIX)]
        for source in sources:
            files.remove(source)
        settings = Settings(
            addresses=Addresses(config.use_directory_urls),
            files=[file.src_uri for file in files],
            pages=_pages_with_targets(files),
            levels={code: Level(str(level or "off")) for code, level in self.config.levels.items()},
        )
        reading = read({source.src_uri: source.content_bytes for source in sources}, settings)
        self._report(reading, config)
        self._library = reading.library
        self._files = {}
        renderer = Renderer(config.markdown_extensions, config.mdx_configs)
        self._shortcut = Shortcut(renderer, allowed=self.config.cache)
        site = Site(
            addresses=settings.addresses,
            today=settings.today,
            templates=config.theme.dirs,
            report_url=self.config.report_url,
            url=config.site_url or "",
            name=config.site_name,
            description=config.site_description or "",
            words=load_words(_language(config), self.config.words),
            tags="material/tags" in config.plugins or "tags" in config.plugins,
        )
        for item in publish(reading, site, renderer, _docs_folder(config)):
            if isinstance(item, Page):
                self._add_page(item, files, config)
            else:
                _add_data(item, files, config)
        trees = [tree for tree in reading.library.trees.values() if tree.file not in reading.broken]
        sections = {f"{folder}/": section(folder, trees) for folder in folders(trees)}
        config.nav = _with_sections(config.nav, sections)
        return files

    @event_priority(-50)  # after plugins that build the navigation anew
    def on_nav(self, nav: Navigation, *, config: MkDocsConfig, files: Files) -> Navigation:  # noqa: ARG002
        """Take over our pages, and place those of checks and terminals under their tree."""
        for file in self._files.values():
            if file.page is None:
                file.page = MkDocsPage(None, file, config)
            # The host has made the page with its title and place in the navigation, which it keeps.
            if type(file.page) is MkDocsPage:
                file.page.__class__ = PublishedPage
                cast("PublishedPage", file.page).shortcut = self._shortcut
            tree = self._files.get(tree_page(file.made.file)) if file.made.node else None
            if tree is not None and tree.page is not None:
                file.page.parent = tree.page.parent
        return nav

    def on_page_markdown(self, markdown: str, *, page: MkDocsPage, config: MkDocsConfig, files: Files) -> str:  # noqa: ARG002
        """Let hand-written pages link to checks and terminals."""
        if page.file.generated_by or SCHEME not in markdown:
            return markdown
        return resolve_in_page(markdown, self._library, page.file.src_uri)

    @event_priority(-50)  # after the index is written, and before it is packed for use without a server
    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """Give search one entry for each of our pages."""
        index = Path(config.site_dir, "search", "search_index.json")
        if self._files and index.is_file():
            index.write_text(with_entries(index.read_text("utf-8"), self._found()), "utf-8")

    def _found(self) -> Iterator[Found]:
        for file in self._files.values():
            if file.page is not None and not file.inclusion.is_excluded():  # type: ignore[no-untyped-call]
                tags = cast("list[str]", file.made.meta.get("tags", []))
                yield Found(file.page.url, file.made.search, tuple(tags))

    def _report(self, reading: Reading, config: MkDocsConfig) -> None:
        shown = reading.under(_docs_folder(config))
        if reading.has_errors and not self._serving:
            raise PluginError("\n\n" + reports.frames(shown.diagnostics, shown.sources))
        for diagnostic in shown.diagnostics:
            _log_levels[diagnostic.level](reports.frame(diagnostic, shown.sources))

    def _add_page(self, page: Page, files: Files, config: MkDocsConfig) -> None:
        if files.get_file_from_path(page.path):
            return  # a page an author wrote; that both want one address is reported already
        inclusion = InclusionLevel.NOT_IN_NAV if page.node else InclusionLevel.UNDEFINED
        file = cast("PageFile", PageFile.generated(config, page.path, content="", inclusion=inclusion))
        file.made = page
        file.edit_uri = page.file or None
        self._files[page.path] = file
        files.append(file)


class PageFile(File):
    """The file of a page of ours: its text is written when somebody asks for it."""

    made: Page

    @property
    def is_ours(self) -> bool:
        """Whether no other plugin has given it another text."""
        return not self._content

    @property
    def content_string(self) -> str:
        """The page as Markdown with front matter."""
        return self.made.source if self.is_ours else super().content_string

    @content_string.setter
    def content_string(self, value: str) -> None:
        self._content = value

    @property
    def content_bytes(self) -> bytes:
        """The same in UTF-8."""
        return self.content_string.encode()

    @content_bytes.setter
    def content_bytes(self, value: bytes) -> None:
        self._content = value


class Shortcut:
    """The short way from a page of ours to its HTML, where it gives what the host's own way would.

    The first page of each shape, that is, with the same headings below the title, goes the host's way and
    is compared; the others go the short way if that one came out the same.
    """

    def __init__(self, renderer: Renderer, *, allowed: bool) -> None:
        self._renderer = renderer
        self._allowed = allowed
        self._same: dict[object, bool] = {}

    def render(self, page: PublishedPage, made: Page, config: MkDocsConfig, files: Files) -> None:
        """Fill in the page's content and table of contents."""
        shape = made.shape
        if self._allowed and self._same.get(shape, True) and page.markdown == made.markdown:
            rendered = self._renderer.page(made.parts)
            if shape in self._same:
                page.content, page.toc = rendered.html, get_toc(rendered.toc_tokens)
                return
            page.render_by_host(config, files)
            contents = _entries(get_toc(rendered.toc_tokens))
            self._same[shape] = rendered.html == page.content and contents == _entries(page.toc)
        else:
            page.render_by_host(config, files)


def _entries(contents: Iterable[AnchorLink]) -> list[object]:
    return [(one.title, one.id, one.level, _entries(one.children)) for one in contents]


class PublishedPage(MkDocsPage):
    """A page of ours in the host's hands."""

    file: PageFile
    shortcut: Shortcut

    def read_source(self, config: MkDocsConfig) -> None:
        """Take the page as it was made, unless another plugin has another source for it."""
        source = config.plugins.on_page_read_source(page=self, config=config)
        if source is None and self.file.is_ours:
            self.markdown, self.meta = self.file.made.markdown, dict(self.file.made.meta)
        else:
            self.markdown, self.meta = front_matter.get_data(source or self.file.content_string)
        # Our own entries take the place of those (`on_post_build`).
        self.meta["search"] = {"exclude": True}

    def render(self, config: MkDocsConfig, files: Files) -> None:
        """Make HTML of the page."""
        self.shortcut.render(self, self.file.made, config, files)

    def render_by_host(self, config: MkDocsConfig, files: Files) -> None:
        """Make HTML of the page as the host does of any."""
        super().render(config, files)
        self.present_anchor_ids = None

    @property
    def present_anchor_ids(self) -> set[str] | None:
        """The anchors in the page: the host sees none in finished HTML."""
        return set(self.file.made.anchors)

    @present_anchor_ids.setter
    def present_anchor_ids(self, _: set[str] | None) -> None:
        pass


_log_levels = {Level.ERROR: log.error, Level.WARNING: log.warning, Level.NOTICE: log.info}


def _pages_with_targets(files: Files) -> dict[str, str]:
    """The text of the pages that may link to targets; a file that is not UTF-8 is the host's to report."""
    pages = {}
    for file in files.documentation_pages():
        content = file.content_bytes
        if SCHEME.encode() in content:
            pages[file.src_uri] = content.decode("utf-8-sig", "replace")
    return pages


def _add_data(data: DataFile, files: Files, config: MkDocsConfig) -> None:
    """Publish a file as it is, unless the site has one there.

    Its name in the docs folder is another than its own, because Markdown would become a page.
    """
    if files.get_file_from_path(data.path):
        return
    file = File.generated(config, f"{data.path}.data", content=data.content)
    file.dest_uri = data.path
    files.append(file)


def _check_names(option: str, names: Iterable[str], known: Collection[str]) -> None:
    """Refuse an option that sets something we do not have."""
    for name in names:
        if name not in known:
            hint = did_you_mean(name, known)
            message = f"decision-trees: `{option}` sets `{name}`, which is not known. {hint}".rstrip()
            raise ConfigurationError(message)


def _language(config: MkDocsConfig) -> str:
    """The theme's language: Material calls it `language`, MkDocs' own themes `locale`."""
    return str(config.theme.get("language", config.theme.locale))


def _with_sections(nav: Any, sections: Mapping[str, list[str]]) -> Any:  # noqa: ANN401 - as in YAML
    """Let the name of a folder of trees (`trees/`) stand in a navigation for the pages of the folder."""
    match nav:
        case list():
            return [_with_sections(item, sections) for item in nav]
        case dict():
            return {title: _with_sections(item, sections) for title, item in nav.items()}
        case str():
            return sections.get(nav, nav)
        case _:
            return nav


def _docs_folder(config: MkDocsConfig) -> str:
    """The docs folder as an author names it: from where the command runs, if it lies there."""
    folder = Path(config.docs_dir)
    here = Path.cwd()
    return (folder.relative_to(here) if folder.is_relative_to(here) else folder).as_posix()
