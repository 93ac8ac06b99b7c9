"""The MkDocs plugin: hooks, and nothing else.

Each hook hands over to the build that is under way (see `build`).
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, Literal

from jinja2 import Environment
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import BasePlugin, CombinedEvent, event_priority
from mkdocs.structure.files import File, Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page as MkDocsPage
from mkdocs.utils.templates import TemplateContext

from decision_trees.hosts.mkdocs.build import Build, HostCommand
from decision_trees.hosts.mkdocs.build_cache import find_cache_folder
from decision_trees.hosts.mkdocs.config import DecisionTreesConfig, check_options
from decision_trees.hosts.mkdocs.files import PageFile
from decision_trees.hosts.mkdocs.languages import BuiltLanguages
from decision_trees.hosts.mkdocs.neighbours import arrange
from decision_trees.hosts.mkdocs.print_site import lead_charts_on
from decision_trees.hosts.mkdocs.published_files import add_to_search
from decision_trees.hosts.mkdocs.reporting import log
from decision_trees.hosts.mkdocs.search import IndexedPage, with_pagefind_entry
from decision_trees.hosts.mkdocs.search_plugins import uses_pagefind
from decision_trees.hosts.mkdocs.sources import DecodedSources
from decision_trees.hosts.mkdocs.tags import move_tags
from decision_trees.hosts.mkdocs.tally import Tally
from decision_trees.layout.addresses import ASSETS
from decision_trees.site.site import TEMPLATES


class DecisionTreesPlugin(BasePlugin[DecisionTreesConfig]):  # type: ignore[no-untyped-call] # likewise
    """Publishes every `*.tree.yaml` of the docs folder as linked pages."""

    def __init__(self) -> None:
        self._command = HostCommand()
        self._cache_folder: Path | None = None
        self._decoded = DecodedSources()
        self._build: Build | None = None
        self._tally = Tally(has_cache=False)
        self._taken: list[File] = []
        self._nav: Any = None
        self._found: dict[str, IndexedPage] = {}

    def on_startup(self, *, command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:
        """Remember whether an author is watching, who wants to see mistakes in the page."""
        self._command = HostCommand(is_serve=command == "serve", is_dirty=dirty)

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Bring in our templates, assets and Markdown extension."""
        check_options(self.config)
        if self.config.enabled:
            arrange(self, config)
            self._cache_folder = find_cache_folder(self.config, config)
            languages = BuiltLanguages.of(config)
            if languages and languages.is_inner:
                # The settings are those of the build around this one, with what it has made of them.
                config.nav = self._nav
                return config
            self._nav, self._found = config.nav, {}
            self._begin_tally()
            config.theme.dirs.append(str(TEMPLATES))
            config.markdown_extensions.append("decision_trees.hosts.markdown")
            config.extra_css.insert(0, f"{ASSETS}/decision-tree.css")
            config.extra_javascript.append(f"{ASSETS}/decision-tree.js")
        return config

    def _begin_tally(self) -> None:
        has_cache = self._cache_folder is not None
        # What is wrong with its folder has just been told.
        self._tally = Tally(has_cache=has_cache, warnings=int(self.config.cache and not has_cache))

    @event_priority(-90)  # before i18n drops those of other languages
    def _take_sources(self, /, files: Files, *, config: MkDocsConfig) -> Files:
        self._taken = []
        if self.config.enabled and BuiltLanguages.of(config):
            self._taken = self._new_build(config).choice.take_out(files)
        return files

    def _new_build(self, config: MkDocsConfig) -> Build:
        return Build(config, self.config, self._command, self._cache_folder, self._tally)

    def _publish(self, /, files: Files, *, config: MkDocsConfig) -> Files:
        self._build = None
        if self.config.enabled:
            self._build = self._new_build(config)
            is_held = self._command.is_serve and self.config.cache and BuiltLanguages.of(config)
            decoded = self._decoded if is_held else DecodedSources()
            self._build.publish(files, decoded, self._taken)
        return files

    # Read the trees and add their pages; stop the build where they have errors.
    on_files = CombinedEvent(_take_sources, _publish)

    @event_priority(-50)  # after plugins that build the navigation anew
    def on_nav(self, nav: Navigation, *, config: MkDocsConfig, files: Files) -> Navigation:  # noqa: ARG002
        """Take over our pages, and place those that the navigation does not list where it lists others."""
        if self._build:
            self._build.place(nav, files)
        return nav

    def on_page_markdown(self, markdown: str, *, page: MkDocsPage, config: MkDocsConfig, files: Files) -> str:  # noqa: ARG002
        """Let pages that are not ours embed trees."""
        if self._build:
            self._build.others.begin(page)
        return markdown

    @event_priority(100)  # before those that keep what they find
    def _resolve(self, /, html: str, *, page: MkDocsPage, **_: object) -> str:
        return self._build.others.resolve(page, html) if self._build else html

    @event_priority(-50)  # after those that add to a page
    def _finish_content(self, /, html: str, *, page: MkDocsPage, config: MkDocsConfig, **_: object) -> str:
        if not self._build:
            return html
        finished = self._build.others.finish_content(page, html)
        lead_charts_on(page, finished, config)
        return finished

    # Pages that are not ours may link to trees; what is rendered from here on is none.
    on_page_content = CombinedEvent(_resolve, _finish_content)

    @event_priority(-100)  # after all others, whose changes count
    def on_env(self, env: Environment, *, config: MkDocsConfig, files: Files) -> Environment:  # noqa: ARG002
        """Look at what the others have made, and let our pages of a kind be finished together."""
        if self._build:
            self._build.check_others(files)
            self._build.finish_together(env)
        return env

    @event_priority(100)  # before others: a template may render other pages, as a blog's does
    def _begin(self, /, context: TemplateContext, *, page: MkDocsPage, **_: object) -> TemplateContext:
        if self._build:
            self._build.others.begin(page)
        return context

    @event_priority(-110)  # after a blog's posts, too, which it renders at -100
    def _end(self, /, context: TemplateContext, **_: object) -> TemplateContext:
        if self._build:
            self._build.others.end()
        return context

    on_page_context = CombinedEvent(_begin, _end)

    @event_priority(-100)  # what the last of them has made of it is what is published
    def on_post_page(self, output: str, *, page: MkDocsPage, config: MkDocsConfig) -> str:
        """Resolve what a template shows of other pages, too, and publish nothing of ours half."""
        if self._build:
            output = self._build.others.finish_page(page, output)
        if isinstance(page.file, PageFile):
            output = move_tags(output)
            return with_pagefind_entry(output, page.file.made.search) if uses_pagefind(config) else output
        return output

    @event_priority(-100)  # likewise
    def on_post_template(self, output_content: str, *, template_name: str, config: MkDocsConfig) -> str:
        """Do the same where there is a template alone: a page for errors has the navigation, too."""
        if not self._build:
            return output_content
        return self._build.others.finish_template(template_name, output_content, config.site_url)

    @event_priority(-50)  # after the index is written, and before it is packed for use without a server
    def _finish(self, /, *, config: MkDocsConfig) -> None:  # noqa: ARG002
        """Give search one entry for each of our pages, and keep what the next build can use."""
        if self._build:
            self._build.finish()
            self._found |= {page.address: page for page in self._build.found}

    @event_priority(-110)  # after all others
    def _end_build(self, /, *, config: MkDocsConfig) -> None:
        if self._build:
            self._build.mend_print_page()
        languages = BuiltLanguages.of(config)
        if self.config.enabled and not (languages and languages.is_inner):
            log.info("%s", self._tally.line)
        if languages and not languages.is_inner:
            add_to_search(self._found.values(), config)  # it has just written the index of all languages
        # Under `mkdocs serve` the next build begins beside what is left of this one.
        self._build = None

    on_post_build = CombinedEvent(_finish, _end_build)
