"""One build of a site: what the hooks do, in the order in which the host calls them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from jinja2 import Environment
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.nav import Navigation

from decision_trees.diagnostics.codes import Level
from decision_trees.diagnostics.diagnostic import apply_levels
from decision_trees.diagnostics.printable import one_line
from decision_trees.hosts.mkdocs.build_cache import BuildCache
from decision_trees.hosts.mkdocs.config import DecisionTreesConfig, levels
from decision_trees.hosts.mkdocs.dependent_pages import build_anew
from decision_trees.hosts.mkdocs.finishing import finish_together
from decision_trees.hosts.mkdocs.foreign_pages import ForeignPages
from decision_trees.hosts.mkdocs.languages import BuiltLanguages
from decision_trees.hosts.mkdocs.memory import Memory
from decision_trees.hosts.mkdocs.navigation import with_trees
from decision_trees.hosts.mkdocs.near_misses import links_in, misnamed_in_nav
from decision_trees.hosts.mkdocs.neighbours import refuse_late_sources
from decision_trees.hosts.mkdocs.pages import Shortcut
from decision_trees.hosts.mkdocs.placement import place_pages
from decision_trees.hosts.mkdocs.print_site import lead_links_on
from decision_trees.hosts.mkdocs.published_files import PublishedFiles, add_to_search
from decision_trees.hosts.mkdocs.reporting import Reporter
from decision_trees.hosts.mkdocs.search import IndexedPage
from decision_trees.hosts.mkdocs.search_plugins import leave_out_ours
from decision_trees.hosts.mkdocs.site_settings import docs_folder, from_here, pages_with_trees, site_of
from decision_trees.hosts.mkdocs.sources import Choice, DecodedSources, Sources, contents_of, take_sources
from decision_trees.hosts.mkdocs.tally import Tally
from decision_trees.layout.addresses import Addresses
from decision_trees.layout.lists import unlisted
from decision_trees.model.tree import Tree
from decision_trees.prose.render import Renderer
from decision_trees.reading.docs_folder import is_of_others
from decision_trees.reading.languages import differing
from decision_trees.reading.read import Reading, Settings, read
from decision_trees.site.embedded import Embedder
from decision_trees.site.page_maker import PageMaker
from decision_trees.site.publish import publish
from decision_trees.site.unused_templates import templates_beside, unused_templates


@dataclass(frozen=True)
class HostCommand:
    """The host's command: whether an author is watching, and whether only what has changed is built."""

    is_serve: bool = False
    is_dirty: bool = False
    memory: Memory = field(default_factory=Memory)


class Build:
    """One build of a site with trees."""

    def __init__(
        self,
        config: MkDocsConfig,
        options: DecisionTreesConfig,
        command: HostCommand,
        cache_folder: Path | None,
        tally: Tally,
    ) -> None:
        """Take the site's settings, the folder of its cache, if there is one, and what counts."""
        self._tally = tally
        self._config = config
        self._options = options
        self._is_serve = command.is_serve
        self._is_dirty = command.is_dirty
        self._memory = command.memory
        self._reporter = Reporter(docs_folder(config), tally, command.memory if command.is_serve else None)
        self._trees: Sequence[Tree] = ()
        known = BuiltLanguages.of(config)
        self._cache = BuildCache(cache_folder, config, is_dirty=command.is_dirty)
        self._published = PublishedFiles(config, self._reporter, self._is_published)
        self.others = ForeignPages(self._reporter, levels(options), config)
        self.choice = Choice(self._is_published, tuple(options.folders))
        if known:
            self.choice = replace(self.choice, original=known.original, choose=known.choose)

    def publish(self, files: Files, decoded: DecodedSources, taken: Sequence[File] = ()) -> None:
        """Read the trees and add everything that is published of them to the site's files.

        Raises:
            PluginError: A tree has errors, and nobody is watching; or something would be written elsewhere.
        """
        config, options = self._config, self._options
        languages = BuiltLanguages.of(config)
        if not (languages and languages.is_inner):
            self._memory.begin()
        sources = take_sources(files, config, self.choice, taken)
        for unused in self.choice.unused_folders(sources.everywhere):
            self._reporter.warn("`folders` names `%s`, in which no tree lies", one_line(unused))
        if languages:
            self._published.translate(languages, languages.pages(sources.everywhere, decoded))
            self._reporter.rename({source.src_uri: source.edit_uri or "" for source in sources.files})
        places = self._published.claim_others(files)
        settings = Settings(
            addresses=Addresses(config.use_directory_urls),
            files=[path for path in places if not is_of_others(options.folders, path)],
            places=places,
            health=options.health,
            pages=pages_with_trees(files),
            shows_drafts=self._is_serve,
            levels=levels(options),
        )
        is_held = self._is_serve and options.cache
        kept = self._memory.readings(languages.here if languages else "") if is_held else None
        reading = read(sources.contents, settings, decoded.decode, problems=sources.problems, kept=kept)
        if languages and not languages.is_inner:
            # The host publishes one language after the other: what stops a later one is told before.
            self._reporter.report(self._with_translations(reading, languages, sources, decoded))
        else:
            self._reporter.report(reading)
        reading = reading.published.lean
        site = site_of(settings, sources.files, options, config)
        renderer = Renderer(config.markdown_extensions, config.mdx_configs)
        self._shortcut = Shortcut(renderer, self._cache.shapes, allowed=options.cache)
        self._trees = [tree for tree in reading.library.trees.values() if tree.file not in reading.broken]
        folder = docs_folder(config)
        items = publish(
            reading,
            site,
            renderer,
            folder,
            cache=self._cache.store,
            inputs_digest=self._cache.inputs_digest,
            nodes=self._memory.nodes(reading.library.trees.values()),
        )
        self._published.add(
            items, files, sources.files, self._cache.in_site, out_of_nav=unlisted(self._trees)
        )
        self._published.refuse_links(files)
        self._published.hide_with(sources.files)
        if not (languages and languages.is_inner):
            self._warn_of_templates()
        config.nav = with_trees(
            config.nav, self._trees, with_health=site.health, instead=self._published.instead
        )
        embedder = Embedder(reading, PageMaker(reading.library, site, renderer), folder)
        self.others.allow(embedder, site, languages.root if languages else "")
        if languages:
            languages.tell(self._published.pages.values())

    def _with_translations(
        self, reading: Reading, languages: BuiltLanguages, sources: Sources, decoded: DecodedSources
    ) -> Reading:
        """Add the errors of trees in the other languages, but for what they link to in the site.

        And where they are other trees than their originals, which no build of one language sees.
        """
        settings = Settings(
            addresses=Addresses(self._config.use_directory_urls),
            health=self._options.health,
            levels=levels(self._options),
        )
        originals = self._reporter.names
        here = reading.renamed(originals)
        found, texts = [*here.diagnostics], {**here.sources}
        for language in languages.built:
            if language != languages.here:
                chosen = languages.choose(sources.everywhere, language)
                names = {source.src_uri: source.edit_uri or "" for source in chosen}
                translated = read(contents_of(chosen), settings, decoded.decode)
                told = differing((reading, originals), (translated, names))
                found += apply_levels(told, settings.levels)
                other = translated.renamed(names)
                # The rest is told when they are built.
                errors = (diagnostic for diagnostic in other.diagnostics if diagnostic.level is Level.ERROR)
                found += [error for error in errors if error.span.file not in texts]
                texts |= other.sources
        return Reading(reading.library, tuple(found), texts, frozenset(texts))

    def _is_published(self, source: File) -> bool:
        """Whether the site's settings leave a source in; drafts are for its author alone."""
        inclusion = source.inclusion
        return bool(inclusion.is_in_serve() if self._is_serve else inclusion.is_included())  # type: ignore[no-untyped-call]

    def place(self, nav: Navigation, files: Files) -> None:
        """Take over the host's pages of our files, and give them their places in the navigation."""
        self._warn_of_links(nav, files)
        place_pages(self._published.pages, nav, files, self._config, self._shortcut)
        if self._is_dirty:
            pages = files.documentation_pages()
            build_anew(pages, self._published.files, self._cache.in_site, self._cache.shown)

    def _warn_of_templates(self) -> None:
        config, theme = self._config, self._config.theme
        loaded = {*theme.static_templates, *config.extra_css, *map(str, config.extra_javascript)}
        found = [*unused_templates(theme.dirs, theme.custom_dir, loaded)]
        if config.config_file_path:
            root = Path(config.config_file_path).parent
            found += templates_beside(root, {*theme.dirs, config.site_dir})
        for path, told in found:
            self._reporter.warn("`%s` overrides no template: %s", one_line(from_here(path)), told)

    def _warn_of_links(self, nav: Navigation, files: Files) -> None:
        """Say what is meant by names in the navigation that lead nowhere, at the host's level."""
        languages = BuiltLanguages.of(self._config)
        if languages and languages.is_inner:
            return
        pages = [file.src_uri for file in files.documentation_pages()]
        for link, told in misnamed_in_nav(links_in(nav), self._trees, pages):
            level = self._config.validation.nav.absolute_links if link.startswith("/") else None
            if not isinstance(level, int):
                level = self._config.validation.nav.not_found
            self._reporter.tell(level, "`nav` names `%s`: %s", one_line(link), one_line(told))

    def check_others(self, files: Files) -> None:
        """Stop the build where a plugin publishes in place of ours, or something of ours is left."""
        refuse_late_sources(filter(self.choice.is_source, files), self._is_published)
        self._published.check_late(files)
        self.others.check(files)
        leave_out_ours(self._config)

    def finish_together(self, env: Environment) -> None:
        """Let our pages of a kind be finished together, where that gives what the theme would."""
        if self._options.cache:
            pages = [file.page for file in self._published.pages.values()]
            finish_together(pages, env, self._config)

    def mend_print_page(self) -> None:
        """Let no link of ours on a page for print lead nowhere."""
        lead_links_on(self._published.files, self._config)

    @property
    def found(self) -> list[IndexedPage]:
        """What search finds of ours."""
        return [*self._published.found()]

    def finish(self) -> None:
        """Give search its entries, and keep what the next build can use."""
        self._reporter.tell_the_rest()
        self._tally.add([file.made for file in self._published.pages.values()])
        add_to_search(self.found, self._config)
        self._cache.save(self._shortcut.known, self._published.files, self.others.shown)
