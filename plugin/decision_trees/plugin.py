"""The MkDocs plugin: hooks, and nothing else.

Each hook hands over to the rooms that know: `reading` reads and checks, `publish` makes pages and data.
This is the only module that imports the host, and longer than others for that: our kinds of the host's files
and pages are here too.
"""

from __future__ import annotations

import os
import posixpath
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Literal, cast

from jinja2 import Environment
from mkdocs.commands.build import get_context
from mkdocs.config import config_options
from mkdocs.config.base import Config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import ConfigurationError, PluginError
from mkdocs.plugins import BasePlugin, CombinedEvent, event_priority, get_plugin_logger
from mkdocs.structure.files import File, Files, InclusionLevel, set_exclusions
from mkdocs.structure.nav import Navigation, Section
from mkdocs.structure.pages import Page as MkDocsPage
from mkdocs.structure.toc import AnchorLink, get_toc
from mkdocs.utils import meta as front_matter
from mkdocs.utils import weak_property, write_file
from mkdocs.utils.templates import TemplateContext

from decision_trees import fingerprint, reports
from decision_trees.addresses import SUFFIX, Addresses, tree_page
from decision_trees.cache import Cache, digest
from decision_trees.catalogue import INDEX, unlisted, with_trees
from decision_trees.compiled import compiled
from decision_trees.decode import decode
from decision_trees.diagnostics import CODES, Level, did_you_mean
from decision_trees.embedder import AT_HAND, Embedder
from decision_trees.frames import CONTENT, Frame, is_plain, mark
from decision_trees.kept_trees import KeptTrees
from decision_trees.library import Library
from decision_trees.links import SCHEME
from decision_trees.page import Page
from decision_trees.pages import TEMPLATES, PageMaker, Site
from decision_trees.prose import resolve_in_page
from decision_trees.publication import DataFile
from decision_trees.publish import publish
from decision_trees.reading import Reading, Settings, content_of, page_text, read
from decision_trees.rendering import Renderer
from decision_trees.search_index import Found, bring_back, set_aside, with_entries
from decision_trees.words import load_words, unknown_places

ASSETS = "assets/decision-trees"

log = get_plugin_logger("decision-trees")


class DecisionTreesConfig(Config):  # type: ignore[no-untyped-call] # the host's own subclass hook
    """The plugin's options."""

    enabled = config_options.Type(bool, default=True)
    """Whether trees are published at all."""

    health = config_options.Type(bool, default=True)
    """Whether the trees of each folder get a page of what is left to do for them."""

    report_url = config_options.Type(str, default="")
    """Where readers report problems; `{tree}`, `{node}`, `{title}`, `{trail}` and `{url}` are filled in."""

    cache = config_options.Type(bool, default=True)
    """Whether what earlier builds made may be used again, and pages may take a shorter way to their HTML."""

    cache_dir = config_options.Type(str, default=".cache/decision-trees")
    """Where it is kept, from the folder of `mkdocs.yml`."""

    words = config_options.DictOfItems(config_options.Type(str), default={})
    """Words of the interface to use instead of ours: `{pitfall: Beware}`."""

    # The host reads YAML 1.1, in which a bare `off` is no text but false.
    levels = config_options.DictOfItems(config_options.Choice([*map(str, Level), False]), default={})
    """Levels for single codes, over those of the registry: `{stale: error, untested-terminal: off}`."""


class DecisionTreesPlugin(BasePlugin[DecisionTreesConfig]):  # type: ignore[no-untyped-call] # likewise
    """Publishes every `*.tree.yaml` of the docs folder as linked pages."""

    def __init__(self) -> None:
        self._serving = self._dirty = False
        self._build = Build()

    def on_startup(self, *, command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:
        """Remember whether an author is watching, who wants to see mistakes in the page."""
        self._serving = command == "serve"
        self._dirty = dirty

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Bring in our templates, assets and Markdown extension."""
        _check_names("levels", self.config.levels, CODES)
        _check_names("words", self.config.words, load_words().names)
        for name, word in self.config.words.items():
            for place in unknown_places(name, word):
                message = f"decision-trees: `words` wants {{{place}}} filled in for `{name}`, which never is"
                if place in {"{", "}"}:
                    message = f"decision-trees: `words` has a lone `{place}` in `{name}`: write it twice"
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
        set_exclusions(sources, config)
        sources = [source for source in sources if self._is_published(source)]
        settings = Settings(
            addresses=Addresses(config.use_directory_urls),
            files=[file.src_uri for file in files],
            pages=_pages_with_trees(files),
            levels={code: Level(str(level or "off")) for code, level in self.config.levels.items()},
        )
        self._build = Build()
        self._open_cache(config)
        cache = self._build.cache
        decode_tree = KeptTrees(cache, fingerprint.of_code()).decode if cache else decode
        texts = {source.src_uri: _content(source) for source in sources}
        reading = read(texts, settings, decode_tree)
        self._report(reading, config)
        self._build.library = reading.library
        site = self._site(settings, _edit_links(sources, config), config)
        self._publish(reading, site, files, config)
        self._hide({source.src_uri: source.inclusion for source in sources})
        return files

    def _site(self, settings: Settings, edit_links: Mapping[str, str], config: MkDocsConfig) -> Site:
        language = _language(config)
        return Site(
            addresses=settings.addresses,
            today=settings.today,
            templates=config.theme.dirs,
            health=self.config.health,
            edit_links=edit_links,
            report_url=self.config.report_url,
            url=config.site_url or "",
            name=config.site_name,
            description=config.site_description or "",
            language=language,
            words=load_words(language, self.config.words),
            tags="material/tags" in config.plugins or "tags" in config.plugins,
        )

    def _publish(self, reading: Reading, site: Site, files: Files, config: MkDocsConfig) -> None:
        """Add everything that is published of the trees to the site's files and its navigation."""
        cache, made_of, docs_folder = self._build.cache, self._build.made_of, _docs_folder(config)
        renderer = Renderer(config.markdown_extensions, config.mdx_configs)
        known = cache.load("shapes", made_of) if cache else None
        self._build.shortcut = Shortcut(renderer, known.read() if known else {}, allowed=self.config.cache)
        trees = [tree for tree in reading.library.trees.values() if tree.file not in reading.broken]
        crowded = unlisted(trees)
        # What an author wrote stands in place of ours; for a page of a tree that is reported already.
        taken = {file.dest_uri: file.src_uri for file in files}
        instead = {}
        for item in publish(reading, site, renderer, docs_folder, cache=cache, made_of=made_of):
            published = site.addresses.file(item.path)
            if published in taken:
                instead[item.path] = taken[published]
            else:
                taken[published] = item.path
                self._add(item, files, config, in_nav=item.path not in crowded)
        config.nav = with_trees(config.nav, trees, with_health=site.health, instead=instead)
        self._build.embedder = Embedder(reading, PageMaker(reading.library, site, renderer), docs_folder)

    def _is_published(self, source: File) -> bool:
        """Whether the site's settings leave a source in; drafts are for its author alone."""
        inclusion = source.inclusion
        return bool(inclusion.is_in_serve() if self._serving else inclusion.is_included())  # type: ignore[no-untyped-call]

    def _hide(self, inclusions: Mapping[str, InclusionLevel]) -> None:
        """Let the pages of a tree be drafts, or out of the navigation, where its source is."""
        for file in self._build.pages.values():
            inclusion = inclusions.get(file.made.file, InclusionLevel.INCLUDED)
            if inclusion.value < file.inclusion.value:
                file.inclusion = inclusion

    def _open_cache(self, config: MkDocsConfig) -> None:
        """Find what earlier builds left; there is none where what pages are made of cannot be told."""
        if not self.config.cache:
            return
        try:
            markdown = fingerprint.of_markdown(config.markdown_extensions, config.mdx_configs)
        except fingerprint.UnknownValueError:
            return
        self._build.made_of = digest(
            fingerprint.of_code(), fingerprint.of_templates(config.theme.dirs), markdown
        )
        self._build.cache = Cache(Path(config.config_file_path).parent / self.config.cache_dir)
        in_site = self._build.cache.load("in site", config.site_dir) if self._dirty else None
        self._build.in_site = in_site.read() if in_site else {}

    @event_priority(-50)  # after plugins that build the navigation anew
    def on_nav(self, nav: Navigation, *, config: MkDocsConfig, files: Files) -> Navigation:
        """Take over our pages, and place those that the navigation does not list where it lists others."""
        self._build.nav = nav
        if config.nav is None:
            nav.items = _without_folders(nav.items)
        listed = {page.file.src_uri for page in nav.pages}
        for file in self._build.pages.values():
            page = file.page or MkDocsPage(None, file, config)
            # The host has made the page with its title and place in the navigation, which it keeps.
            if type(page) is MkDocsPage:
                PublishedPage.take_over(page, self._build.shortcut)
            above = files.get_file_from_path(_page_above(file.made))
            if file.made.path not in listed and above is not None and above.page is not None:
                page.parent = above.page.parent
        if _shows_neighbours(config):
            for file in self._build.pages.values():
                if file.made.node and file.page is not None:
                    file.page.previous_page = self._page_at(file.made.previous)
                    file.page.next_page = self._page_at(file.made.next)
        return nav

    def _page_at(self, path: str) -> MkDocsPage | None:
        file = self._build.pages.get(path)
        return file.page if file else None

    def on_page_markdown(self, markdown: str, *, page: MkDocsPage, config: MkDocsConfig, files: Files) -> str:  # noqa: ARG002
        """Let hand-written pages link to checks and terminals, and embed trees."""
        if page.file.generated_by:
            return markdown
        AT_HAND.set(self._build.embedder and replace(self._build.embedder, here=page.file.src_uri))
        if SCHEME in markdown:
            return resolve_in_page(markdown, self._build.library, page.file.src_uri)
        return markdown

    def on_page_content(self, html: str, *, page: MkDocsPage, config: MkDocsConfig, files: Files) -> str:  # noqa: ARG002
        """Embed nothing outside of pages, in the prose of trees, say."""
        AT_HAND.set(None)
        return html

    @event_priority(-100)  # after all others, whose changes count
    def on_env(self, env: Environment, *, config: MkDocsConfig, files: Files) -> Environment:
        """Finish pages of a kind in one frame, where that gives what the theme would."""
        if self.config.cache and _is_theme_alone(config):
            env.bytecode_cache = compiled("theme", env)
            theme = Theme(env, config, self._build.nav, files.documentation_pages())
            kinds: dict[object, list[PublishedPage]] = {}
            for file in self._build.pages.values():
                if isinstance(file.page, PublishedPage) and (kind := file.page.kind):
                    kinds.setdefault(kind, []).append(file.page)
            for pages in kinds.values():
                theme.frame(pages)
        return env

    @event_priority(100)  # before search reads the page
    def _set_aside(self, /, context: TemplateContext, *, page: MkDocsPage, **_: object) -> TemplateContext:
        if isinstance(page, PublishedPage):
            # Search leaves our pages out, but looks through their HTML. In a frame it is the only one to.
            page.is_aside = page.is_framed
        else:
            content, self._build.aside = set_aside(page.content or "")
            if self._build.aside:
                page.content = content
        return context

    @event_priority(-100)  # after all have read it
    def _bring_back(self, /, context: TemplateContext, *, page: MkDocsPage, **_: object) -> TemplateContext:
        if isinstance(page, PublishedPage):
            page.is_aside = False
        elif self._build.aside:
            page.content = bring_back(page.content or "", self._build.aside)
        return context

    on_page_context = CombinedEvent(_set_aside, _bring_back)

    @event_priority(-50)  # after the index is written, and before it is packed for use without a server
    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """Give search one entry for each of our pages, and keep what the next build can use."""
        index = Path(config.site_dir, "search", "search_index.json")
        if self._build.pages and index.is_file():
            index.write_text(with_entries(index.read_text("utf-8"), self._found()), "utf-8")
        if cache := self._build.cache:
            cache.save("shapes", self._build.made_of, self._build.shortcut.known)
            if self._dirty:
                in_site = {one.src_uri: one.digest for one in self._build.published}
                cache.save("in site", config.site_dir, in_site)
            cache.tidy()
        # Under `mkdocs serve` the next build begins beside what is left of this one.
        self._build = Build()

    def _found(self) -> Iterator[Found]:
        for file in self._build.pages.values():
            if file.page is not None and not file.inclusion.is_excluded():  # type: ignore[no-untyped-call]
                tags = cast("list[str]", file.made.meta.get("tags", []))
                yield Found(file.page.url, file.made.search, tuple(tags))

    def _report(self, reading: Reading, config: MkDocsConfig) -> None:
        shown = reading.under(_docs_folder(config))
        if reading.has_errors and not self._serving:
            raise PluginError("\n\n" + reports.frames(shown.diagnostics, shown.sources))
        for number, one in enumerate(shown.diagnostics):
            is_framed = number < reports.MOST_SHOWN
            _log_levels[one.level](reports.frame(one, shown.sources) if is_framed else reports.line(one))

    def _add(self, item: Page | DataFile, files: Files, config: MkDocsConfig, *, in_nav: bool) -> None:
        file: PublishedFile
        if isinstance(item, Page):
            file = self._build.pages[item.path] = PageFile(item, item.path, config)
            is_listed = in_nav and not item.node
            file.inclusion = InclusionLevel.UNDEFINED if is_listed else InclusionLevel.NOT_IN_NAV
            file.edit_uri = item.file or None
        else:
            # Its name in the docs folder is another than its own, because Markdown would become a page.
            file = PublishedFile(item, f"{item.path}.data", config)
            file.dest_uri = item.path
        file.in_site = self._build.in_site.get(file.src_uri)
        self._build.published.append(file)
        files.append(file)


class PublishedFile(File):
    """A file of ours: its text is made when somebody asks for it."""

    in_site: str | None = None
    """The digest of what lies in the site from an earlier build, in builds of what has changed."""

    def __init__(self, made: Page | DataFile, path: str, config: MkDocsConfig) -> None:
        super().__init__(path, None, config.site_dir, config.use_directory_urls)
        self.generated_by = "decision-trees"
        self._made = made

    def is_modified(self) -> bool:
        """Whether it differs from what lies in the site; builds of what has changed ask."""
        return self.in_site != self.digest or not os.path.exists(self.abs_dest_path)  # noqa: PTH110 - asked often

    @property
    def digest(self) -> str:
        """A digest of what is published."""
        return self._made.digest if self.is_ours else digest(self.content_string)

    @property
    def is_ours(self) -> bool:
        """Whether no other plugin has given it another text."""
        return self._content is None

    @property
    def content_string(self) -> str:
        """Its text; of a page the Markdown with front matter."""
        return self._made.content if self.is_ours else super().content_string

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

    def copy_file(self, dirty: bool = False) -> None:  # noqa: FBT001, FBT002 - as the host calls it
        """Publish data as it is."""
        if not dirty or self.is_modified():
            write_file(self.content_bytes, self.abs_dest_path)


class PageFile(PublishedFile):
    """The file of a page of ours."""

    def __init__(self, made: Page, path: str, config: MkDocsConfig) -> None:
        super().__init__(made, path, config)
        self.made = made


class Shortcut:
    """The short way from a page of ours to its HTML, where it gives what the host's own way would.

    The first page of each shape, that is, with the same headings in the same places, goes the host's way and
    is compared; the others go the short way if that one came out the same.
    """

    def __init__(self, renderer: Renderer, known: Mapping[str, bool], *, allowed: bool) -> None:
        """Take the shapes that earlier builds have compared, and how they came out."""
        self.known = dict(known)
        self._renderer = renderer
        self._allowed = allowed
        self._last: tuple[Page | None, str] = None, ""

    def render(self, page: PublishedPage, config: MkDocsConfig, files: Files) -> None:
        """Fill in the page's content and table of contents."""
        made = page.file.made
        if not self._allowed or not page.is_as_made or not self.known.get(made.shape, True):
            page.render_by_host(config, files)
            return
        contents = get_toc(self._renderer.contents(made.parts))
        if made.shape in self.known:
            page.is_short, page.toc = True, contents
        else:
            page.render_by_host(config, files)
            same = self.html(made) == page.content and _entries(contents) == _entries(page.toc)
            self.known[made.shape] = same

    def html(self, made: Page) -> str:
        """Make HTML of a page; the host asks for that of the same page several times."""
        if self._last[0] is not made:
            self._last = made, self._renderer.html(made.parts)
        return self._last[1]


def _flat(contents: Iterable[AnchorLink]) -> Iterator[AnchorLink]:
    for one in contents:
        yield one
        yield from _flat(one.children)


def _entries(contents: Iterable[AnchorLink]) -> list[object]:
    """The entries of a table of contents; their levels tell which stands below which."""
    return [(one.title, one.id, one.level) for one in _flat(contents)]


class Anchors(set[str]):
    """The anchors in a page, and those that its walk has: one for every way through the tree."""

    def __contains__(self, anchor: object) -> bool:
        return super().__contains__(anchor) or str(anchor).startswith("walk?")


class PublishedPage(MkDocsPage):
    """A page of ours in the host's hands."""

    file: PageFile
    shortcut: Shortcut
    is_short = False
    """Whether the page took the short way to its HTML."""
    is_aside = False
    """Whether it has no content while search reads it."""
    _markdown: str | None = None
    _is_as_made = False
    _content: str | None = None
    _frame: Frame | None = None

    @classmethod
    def take_over(cls, page: MkDocsPage, shortcut: Shortcut) -> None:
        """Make a page of the host's one of ours."""
        page.__dict__.pop("markdown")
        page.__dict__.pop("present_anchor_ids", None)
        page.__class__ = cls
        cast("PublishedPage", page).shortcut = shortcut

    @weak_property
    def title(self) -> str:  # a value of the instance comes first
        """The title that the navigation does not set; builds of what has changed do not read all pages."""
        return str(self.meta.get("title") or self.file.made.meta["title"])

    def read_source(self, config: MkDocsConfig) -> None:
        """Take the page as it was made, unless another plugin has another source for it."""
        source = config.plugins.on_page_read_source(page=self, config=config)
        if source is None and self.file.is_ours:
            self._markdown, self.meta = self.file.made.markdown, dict(self.file.made.meta)
            self._is_as_made = True
        else:
            self.markdown, self.meta = front_matter.get_data(source or self.file.content_string)
        # Our own entries take the place of those (`on_post_build`).
        self.meta["search"] = {"exclude": True}

    @property
    def markdown(self) -> str | None:
        """The page as Markdown; it is not held longer than needed where no other plugin has changed it."""
        return self.file.made.markdown if self._is_as_made and self._markdown is None else self._markdown

    @markdown.setter
    def markdown(self, value: str | None) -> None:
        self._is_as_made = self._is_as_made and value == self._markdown
        self._markdown = value

    @property
    def is_as_made(self) -> bool:
        """Whether no other plugin has changed the page's Markdown."""
        return self._is_as_made

    def render(self, config: MkDocsConfig, files: Files) -> None:
        """Make HTML of the page."""
        self.shortcut.render(self, config, files)
        if self._is_as_made:
            self._markdown = None

    def render_by_host(self, config: MkDocsConfig, files: Files) -> None:
        """Make HTML of the page as the host does of any."""
        super().render(config, files)

    @property
    def content(self) -> str | None:
        """The page as HTML: made when it is asked for, and not held, where nobody has made another of it."""
        if self.is_aside:
            return ""
        return (
            self.shortcut.html(self.file.made) if self.is_short and self._content is None else self._content
        )

    @content.setter
    def content(self, value: str | None) -> None:
        if not self.is_aside:
            is_as_made = self.is_short and value == self.shortcut.html(self.file.made)
            self._content = None if is_as_made else value

    @property
    def present_anchor_ids(self) -> set[str] | None:
        """The anchors in the page: the host sees none in finished HTML."""
        return Anchors(self.file.made.anchors)

    @present_anchor_ids.setter
    def present_anchor_ids(self, _: set[str] | None) -> None:
        """Ours are known already."""

    @property
    def kind(self) -> object | None:
        """What pages have in common that differ in their values alone; None where a page stands alone."""
        is_untouched = self.meta.keys() == {*self.file.made.meta, "search"}
        is_in_nav = self.file.inclusion.is_in_nav()  # type: ignore[no-untyped-call]
        if is_in_nav or not self.file.made.file or not is_untouched or not self.is_short:
            return None
        words = self._words
        if not all(map(is_plain, words.values())):
            return None
        # A title that is not plain cannot be filled in: it makes a kind of its own.
        outline = [(one.level, one.id, "" if is_plain(one.title) else one.title) for one in self._outline]
        beside = (self.previous_page, self.next_page)
        tags = self.meta.get("tags")
        return repr((id(self.parent), self.url.count("/"), outline, sorted(words), beside, tags))

    @property
    def _outline(self) -> list[AnchorLink]:
        return [*_flat(self.toc)]

    @property
    def _words(self) -> dict[str, str]:
        values = {
            "title": self.title,
            "description": str(self.meta["description"]),
            "canonical": self.canonical_url,
            "edit": self.edit_url,
            **{f"heading{n}": one.title for n, one in enumerate(self._outline) if is_plain(one.title)},
        }
        return {name: value for name, value in values.items() if value is not None}

    @property
    def values(self) -> Mapping[str, str]:
        """What a theme prints of this page and no other."""
        return {**self._words, CONTENT: self.content or ""}

    @values.setter
    def values(self, values: Mapping[str, str]) -> None:
        self.title = self.meta["title"] = values["title"]
        self.meta["description"] = values["description"]
        for number, entry in enumerate(self._outline):
            entry.title = values.get(f"heading{number}", entry.title)
        self.canonical_url, self.edit_url = values.get("canonical"), values.get("edit")
        self.content = values[CONTENT]

    @property
    def is_framed(self) -> bool:
        """Whether the page is finished in a frame."""
        return self._frame is not None

    @property
    def finished(self) -> str:
        """The page in its frame; a template of ours asks for it."""
        return self._frame.fill(self.values) if self._frame else ""

    def put_in(self, frame: Frame) -> None:
        """Let the page be finished in a frame."""
        self._frame = frame
        self.meta["template"] = "decision-trees/finished.html"


class Theme:
    """The site's theme, which prints pages."""

    def __init__(
        self, env: Environment, config: MkDocsConfig, nav: Navigation, files: Sequence[File]
    ) -> None:
        """Take what the host prints pages with."""
        self._template = env.get_template("main.html")
        self._config = config
        self._nav = nav
        self._files = files

    def frame(self, pages: Sequence[PublishedPage]) -> None:
        """Find the frame of pages of one kind, and put all but two into it if there is one."""
        if len(pages) < _WORTH_A_FRAME:
            return
        first, *others = pages
        # A long title shows more of what a template does to titles.
        second = max(others, key=lambda page: len(page.title))
        own = first.values
        first.values = {name: mark(name) for name in own}
        marked = self._finish(first)
        first.values = own
        frame = Frame.of(marked, self._finish(second), second.values)
        if frame is not None:
            for page in others:
                if page is not second:
                    page.put_in(frame)

    def _finish(self, page: PublishedPage) -> str:
        """Print a page as the host does; see `mkdocs.commands.build`."""
        page.active = True
        context = get_context(self._nav, self._files, self._config, page)
        context = self._config.plugins.on_page_context(context, page=page, config=self._config, nav=self._nav)
        output = self._template.render(context)
        page.active = False
        return output


@dataclass
class Build:
    """What the hooks of one build hand on to each other.

    Attributes:
        library: The trees.
        embedder: Shows trees in other pages.
        pages: Our pages by path.
        published: All files of ours.
        in_site: Digests of what lies in the site, by path, in builds of what has changed.
        cache: What earlier builds left.
        made_of: A digest of all that pages are made of, beside trees and settings.
        nav: The site's navigation.
        shortcut: The short way from a page to its HTML; there is one as soon as there are pages.
        aside: What is embedded in the page that search reads.
    """

    library: Library = field(default_factory=lambda: Library(()))
    embedder: Embedder | None = None
    pages: dict[str, PageFile] = field(default_factory=dict)
    published: list[PublishedFile] = field(default_factory=list)
    in_site: Mapping[str, str] = field(default_factory=dict)
    cache: Cache | None = None
    made_of: str = ""
    nav: Navigation = field(default_factory=lambda: Navigation([], []))
    shortcut: Shortcut = field(init=False)
    aside: list[str] = field(default_factory=list)


_WORTH_A_FRAME = 6
"""How many pages of a kind there must be: finding the frame takes as long as finishing two."""


_log_levels = {Level.ERROR: log.error, Level.WARNING: log.warning, Level.NOTICE: log.info}


def _content(source: File) -> bytes | OSError:
    return content_of(lambda: source.content_bytes)


def _edit_links(sources: Iterable[File], config: MkDocsConfig) -> dict[str, str]:
    """Where readers edit sources; the host works it out for pages alone."""
    links = ((source.src_uri, MkDocsPage(None, source, config).edit_url) for source in sources)
    return {path: link for path, link in links if link}


def _pages_with_trees(files: Files) -> dict[str, str]:
    """The text of the pages that may link to trees or embed them."""
    pages = ((file.src_uri, page_text(file.content_bytes)) for file in files.documentation_pages())
    return {path: text for path, text in pages if text}


def _page_above(page: Page) -> str:
    """The page beside which one stands: for a check or terminal its tree's, for any other the index."""
    folder = posixpath.dirname(page.file or page.path)
    return tree_page(page.file) if page.node else posixpath.join(folder, INDEX)


def _check_names(option: str, names: Iterable[str], known: Collection[str]) -> None:
    """Refuse an option that sets something we do not have."""
    for name in names:
        if name not in known:
            hint = did_you_mean(name, known)
            message = f"decision-trees: `{option}` sets `{name}`, which is not known{hint and f': {hint}'}"
            raise ConfigurationError(message)


def _language(config: MkDocsConfig) -> str:
    """The theme's language: Material calls it `language`, MkDocs' own themes `locale`, written `pt_BR`."""
    return str(config.theme.get("language", config.theme.locale)).replace("_", "-")


# Plugins that take no part in how a page of ours is finished, though they have a hook for it.
_BYSTANDERS = frozenset(
    {__name__, "material.plugins.search.plugin", "material.plugins.tags.plugin", "mkdocs.contrib.search"}
)


def _is_theme_alone(config: MkDocsConfig) -> bool:
    """Whether nothing but a theme that we know finishes pages: no other plugin, no template of the site's."""
    hooks = (hook for name in ("env", "page_context", "post_page") for hook in config.plugins.events[name])
    is_joined = any(hook.__module__ not in _BYSTANDERS for hook in hooks)
    return not is_joined and not any(map(fingerprint.has_templates_of_its_own, config.theme.dirs))


def _without_folders(items: list[Any]) -> list[Any]:
    """Let the page of a tree stand for its folder, where an automatic navigation lists nothing else in it."""
    for item in items:
        if isinstance(item, Section):
            item.children = _without_folders(item.children)
    return [_page_of_folder(item) or item for item in items]


def _page_of_folder(item: Any) -> MkDocsPage | None:  # noqa: ANN401 - whatever a navigation holds
    match item:
        case Section(children=[MkDocsPage(file=PageFile(made=made)) as page]) if made.path == tree_page(
            made.file
        ):
            page.parent = item.parent
            return page
    return None


def _shows_neighbours(config: MkDocsConfig) -> bool:
    """Whether the theme leads to the previous and the next page; Material does so where it is asked to."""
    return config.theme.name != "material" or "navigation.footer" in config.theme.get("features", ())


def _docs_folder(config: MkDocsConfig) -> str:
    """The docs folder as an author names it: from where the command runs, if it lies there."""
    folder = Path(config.docs_dir)
    here = Path.cwd()
    return (folder.relative_to(here) if folder.is_relative_to(here) else folder).as_posix()
