"""The MkDocs plugin: hooks, and nothing else.

Each hook hands over to the rooms that know: `reading` reads and checks, `publish` makes pages and data.
This is the only module that imports the host.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from pathlib import Path
from typing import Any, Literal

from markdown import Markdown
from mkdocs.config import config_options
from mkdocs.config.base import Config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import ConfigurationError, PluginError
from mkdocs.plugins import BasePlugin, event_priority, get_plugin_logger
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page as MkDocsPage

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
from decision_trees.words import load_words, unknown_places

ASSETS = "assets/decision-trees"

log = get_plugin_logger("decision-trees")


class DecisionTreesConfig(Config):  # type: ignore[no-untyped-call] # the host's own subclass hook
    """The plugin's options."""

    enabled = config_options.Type(bool, default=True)
    """Whether trees are published at all."""

    report_url = config_options.Type(str, default="")
    """Where readers report problems; `{tree}`, `{node}`, `{title}`, `{trail}` and `{url}` are filled in."""

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
        self._node_files: dict[str, list[File]] = {}

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
        self._node_files = {}
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
        for item in publish(reading, site, _renderer(config), _docs_folder(config)):
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
        """Place the pages of checks and terminals under their tree, for breadcrumb and sidebar."""
        for tree_path, node_files in self._node_files.items():
            tree_file = files.get_file_from_path(tree_path)
            for file in node_files:
                if file.page is not None and tree_file is not None and tree_file.page is not None:
                    file.page.parent = tree_file.page.parent
        return nav

    def on_page_markdown(self, markdown: str, *, page: MkDocsPage, config: MkDocsConfig, files: Files) -> str:  # noqa: ARG002
        """Let hand-written pages link to checks and terminals."""
        if page.file.generated_by or SCHEME not in markdown:
            return markdown
        return resolve_in_page(markdown, self._library, page.file.src_uri)

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
        file = File.generated(config, page.path, content=page.source, inclusion=inclusion)
        file.edit_uri = page.file or None
        if page.node:
            self._node_files.setdefault(tree_page(page.file), []).append(file)
        files.append(file)


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


def _renderer(config: MkDocsConfig) -> Callable[[str], str]:
    """Markdown to HTML as the site does it."""
    converter = Markdown(extensions=config.markdown_extensions, extension_configs=config.mdx_configs)
    return lambda text: converter.reset().convert(text)


def _docs_folder(config: MkDocsConfig) -> str:
    """The docs folder as an author names it: from where the command runs, if it lies there."""
    folder = Path(config.docs_dir)
    here = Path.cwd()
    return (folder.relative_to(here) if folder.is_relative_to(here) else folder).as_posix()
