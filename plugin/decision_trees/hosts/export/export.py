"""A docs folder with trees as the files of another generator."""

from __future__ import annotations

import html
import posixpath
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import chain, starmap
from pathlib import Path
from typing import Any

from markdown import Markdown

from decision_trees.diagnostics.diagnostic import apply_levels, in_order
from decision_trees.hosts.export.export_cache import ExportCache
from decision_trees.hosts.export.folder import OWN
from decision_trees.hosts.export.forms import Form, written
from decision_trees.hosts.export.kept_trees import ExportedFile, KeptTrees, MadeFile, Making
from decision_trees.hosts.export.nav import LITERATE_NAV, SIDEBAR, NavEntry, literate_nav, sidebar
from decision_trees.hosts.export.other_pages import PageWriter
from decision_trees.hosts.export.settings import SiteSettings
from decision_trees.hosts.export.spool import Content, Spool
from decision_trees.hosts.export.translated import Translated, in_language
from decision_trees.layout.address_table import place_key
from decision_trees.layout.addresses import ASSETS, SUFFIX, Addresses, tree_page
from decision_trees.layout.lists import INDEX, by_folder
from decision_trees.model.tree import Tree
from decision_trees.prose.render import DEFAULT_EXTENSIONS, Renderer
from decision_trees.reading.docs_folder import DocsFolder
from decision_trees.reading.files import DISK, PathKind, is_below, read_file
from decision_trees.reading.languages import differing
from decision_trees.reading.load import left_out
from decision_trees.reading.read import Contents, Reading, Settings, page_text, read
from decision_trees.site.embedded import Embedder
from decision_trees.site.listings import Listed, section
from decision_trees.site.page import Page
from decision_trees.site.page_maker import PageMaker, list_title
from decision_trees.site.publication import DataFile
from decision_trees.site.publish import data_of_lists, publication_of
from decision_trees.site.site import TEMPLATES, Site
from decision_trees.words import load_words

THEME = f"{OWN}/theme"
"""Zensical's templates of ours: its `theme.custom_dir`."""

_DOCUMENT = "tree.md"

_PLAIN_DOCUMENT = "tree.md.txt"
"""What the document of a tree is called where any Markdown becomes a page."""

# What stands before it is looked at last: a pattern that begins with letters is found much faster.
_TO_DOCUMENT = re.compile(r'tree\.md(?<=[("/]tree\.md)(?=[)"])')

# Zensical asks no page where it is edited, but works it out from where it lies.
_MAIN = """\
{% extends "base.html" %}
{% block content %}
  {% with page = dict(page, edit_url=page.meta.edit_url or page.edit_url) %}
    {% include "partials/content.html" %}
  {% endwith %}
{% endblock %}
"""

_PAGE_EXTENSIONS = (".md", ".markdown", ".mdown", ".mkdn", ".mkd")

_COMMON_EXTENSIONS: Mapping[str, Mapping[str, Any]] = {
    name: {} for name in ("abbr", "admonition", "attr_list", "def_list", "footnotes", "md_in_html")
}
"""What an author may use besides, where the settings name nothing."""


@dataclass(frozen=True)
class Export:
    """What came of it.

    Attributes:
        reading: The trees, and all that is wrong with them and with the pages.
        files: What each file is to hold, by path; none where there are errors.
        notes: What else is to be told.
    """

    reading: Reading
    files: Mapping[str, Content] = field(default_factory=dict)
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Exporter:
    """Exports a docs folder.

    Attributes:
        docs: The absolute path of the docs folder.
        settings: The settings of its site.
        form: What it is written for.
        output: The absolute path of the folder it is written to, in which nothing is looked for.
        language: Which of the languages of its site is written; the first if none is named.
    """

    docs: str
    settings: SiteSettings
    form: Form
    output: str
    language: str = ""

    @cached_property
    def addresses(self) -> Addresses:
        """How the site publishes pages."""
        return Addresses(self.settings.is_on("use_directory_urls"))

    @property
    def templates(self) -> list[str]:
        """The folders of the site's own templates that are there; not the one that is written here."""
        custom = self.settings.theme.get("custom_dir")
        folder = DISK.absolute(posixpath.join(self.settings.folder, str(custom)))
        return [folder] if custom and DISK.is_folder(folder) and not is_below(folder, self.output) else []

    def export(self) -> Export:
        """Read everything and write it anew, in memory.

        Raises:
            TemplateError: A template of the site's own cannot be filled in.
            SettingsError: The site is not in the language that is wanted, or an option is what it cannot be.
            OSError: A page cannot be read, or there is no space.
        """
        folder = DocsFolder(DISK, self.docs, self.output, self.addresses, self.settings.exclude)
        found = folder.found
        everything = [
            file.path
            for file in found
            if file.kind is PathKind.FILE or (file.path.endswith(SUFFIX) and file.kind is not PathKind.LOOP)
        ]
        translated = in_language(everything, self.settings, self.language)
        origins = translated.origins
        sources = {path: origin for path, origin in origins.items() if path.endswith(SUFFIX)}
        others = {path: origin for path, origin in origins.items() if path not in sources}
        pages = {
            path: read_file(f"{self.docs}/{origin}")
            for path, origin in others.items()
            if path.endswith(_PAGE_EXTENSIONS)
        }
        texts = ((path, page_text(content)) for path, content in pages.items())
        rules = Settings(
            addresses=self.addresses,
            files=others,
            health=self.settings.options.get("health") is not False,
            levels=self.settings.levels,
            pages={path: text for path, text in texts if text},
        )
        problems = [problem for file in found for problem in left_out(file, file.path, is_published=True)]
        extensions, configs, notes = self._markdown()
        cache = ExportCache(
            self.settings, self.docs, self.output, self.form.name, self.templates, extensions, configs
        )
        kept = cache.readings(translated.language)
        reading = read(self._contents(sources), rules, problems=problems, kept=kept).lean
        named = reading.renamed(origins)
        if originals := translated.originals:
            differences = differing((read(self._contents(originals)), originals), (reading, origins))
            told = in_order([*named.diagnostics, *apply_levels(differences, rules.levels)])
            named = replace(named, diagnostics=tuple(told))
        named = named.under(DISK.name(self.docs, "."))
        if reading.has_errors:
            return Export(named)
        renderer = Renderer(extensions, configs)
        made = self._written(reading.published, rules, translated, renderer, cache)
        return Export(named, made, (*notes, *cache.close()))

    def _contents(self, sources: Mapping[str, str]) -> Contents:
        return Contents(sources, lambda origin: read_file(f"{self.docs}/{origin}"))

    def _written(
        self,
        reading: Reading,
        rules: Settings,
        translated: Translated,
        renderer: Renderer,
        cache: ExportCache,
    ) -> Spool:
        site = self._site(rules, reading, translated)
        origins = translated.origins
        others = {path: origin for path, origin in origins.items() if not path.endswith(SUFFIX)}
        taken = {place_key(self.addresses.file(path)) for path in others}
        files = Spool()
        for path, origin in others.items():
            files.put(self._in_pages(path), Path(self.docs, origin))
        maker = PageMaker(reading.library, site, renderer)
        for file in self._files(reading, site, renderer, maker, cache):
            place = self.addresses.file(file.path) if file.is_page else file.path
            # What an author wrote stands in place of ours; where it must not, that is reported already.
            if place_key(place) not in taken:
                files.put(self._place(file), file.content)
        trees = list(reading.library.trees.values())
        embedder = Embedder(reading, maker, self.docs)
        pages = {path: origin for path, origin in others.items() if path.endswith(_PAGE_EXTENSIONS)}

        def is_ours(page: str) -> bool:
            return page not in others and self._in_pages(self.form.path(page, self.addresses)) in files

        writer = PageWriter(self.form, self.addresses, embedder, is_ours, pages.__contains__)
        for path, origin in pages.items():
            text = rules.pages.get(path)
            if text is None:  # it speaks of no tree, but may link to a page of ours
                text = read_file(f"{self.docs}/{origin}").decode("utf-8", "surrogateescape")
            if (resolved := writer.write(path, text)) != text:
                files.put(self._in_pages(path), resolved.encode("utf-8", "surrogateescape"))
        beside: Iterable[Iterable[tuple[str, bytes | Path]]] = (
            self._assets(),
            self._navigation(trees, site, others, is_ours),
        )
        for path, content in chain.from_iterable(beside):
            files.put(path, content)
        return files

    def _in_pages(self, path: str) -> str:
        return f"{self.form.pages}/{path}" if self.form.pages else path

    def _in_static(self, path: str) -> str:
        return f"{self.form.static}/{path}" if self.form.static else path

    def _files(
        self, reading: Reading, site: Site, renderer: Renderer, maker: PageMaker, cache: ExportCache
    ) -> Iterator[ExportedFile]:
        """Everything that is published of the trees."""
        library = reading.library

        def of_tree(tree: Tree) -> Iterator[MadeFile]:
            published = publication_of(maker, library, site, renderer, tree)
            return self._made((*published.pages, *published.files), site)

        def of_lists(folder: str, below: Iterable[Listed]) -> Iterator[MadeFile]:
            return self._made(maker.index_pages(folder, below), site)

        making = Making(of_tree, maker.listed, of_lists)
        kept = KeptTrees(cache.store, cache.inputs_digest, library, site, making)
        trees = [*library.trees.values()]
        for tree in trees:
            yield from kept.of_tree(tree)
            library.forget_graph(tree)
        for folder, below in by_folder(trees).items():
            yield from kept.of_lists(folder, below)
        yield from starmap(ExportedFile, self._made(data_of_lists(trees, site), site))

    def _made(self, items: Iterable[Page | DataFile], site: Site) -> Iterator[MadeFile]:
        for item in items:
            if isinstance(item, Page):
                text = written(self.form, item, self._meta(item, site), self._crumb(item, site))
                yield item.path, True, self._renamed(text).encode()
            else:
                content = self._renamed(item.content) if item.path.endswith("llms.txt") else item.content
                yield item.path, False, content.encode()

    def _place(self, file: ExportedFile) -> str:
        """Where a file is written."""
        if file.is_page:
            return self._in_pages(self.form.path(file.path, self.addresses))
        folder, slash, name = file.path.rpartition("/")
        is_renamed = self.form.like_mkdocs and name == _DOCUMENT
        return self._in_static(f"{folder}{slash}{_PLAIN_DOCUMENT}" if is_renamed else file.path)

    def _renamed(self, text: str) -> str:
        """Let links to the document of a tree lead to where it is published."""
        return _TO_DOCUMENT.sub(_PLAIN_DOCUMENT, text) if self.form.like_mkdocs else text

    def _meta(self, page: Page, site: Site) -> dict[str, object]:
        link = site.edit_links.get(page.file)
        return {"edit_url": link} if link else {}

    def _crumb(self, page: Page, site: Site) -> str:
        index = posixpath.join(posixpath.dirname(page.file), INDEX)
        if not page.node or "/" not in page.file:
            return ""
        address = html.escape(self.addresses.relative(index, page.path))
        return f'<a href="{address}">{html.escape(site.words.page["all_trees"])}</a>'

    def _assets(self) -> Iterator[tuple[str, Path]]:
        folder = TEMPLATES / "assets" / "decision-trees"
        for file in sorted(folder.iterdir()):
            yield self._in_static(f"{ASSETS}/{file.name}"), file
        if self.form.like_mkdocs:
            yield from self._authors_hidden_files()

    def _authors_hidden_files(self) -> Iterator[tuple[str, Path]]:
        """Settings of single folders, as other plugins and Zensical read them: `.nav.yml`, `.meta.yml`."""
        for file in sorted(Path(self.docs).rglob(".*.yml")):
            path = file.relative_to(self.docs).as_posix()
            if file.is_file() and not any(part.startswith(".") for part in Path(path).parent.parts):
                yield path, file

    def _navigation(
        self, trees: list[Tree], site: Site, others: Mapping[str, str], is_ours: Callable[[str], bool]
    ) -> Iterator[tuple[str, bytes]]:
        titles = {tree_page(tree.file): tree.title.line.plain for tree in trees}
        folders = {
            folder: [
                self._entry(page, titles.get(page) or list_title(page, site.words.page), others)
                for page in section(folder, below, with_health=site.health)
                if page in others or is_ours(page)
            ]
            for folder, below in by_folder(trees).items()
        }
        if not self.form.like_mkdocs:
            yield SIDEBAR, sidebar(folders).encode()
            return
        yield f"{THEME}/main.html", _MAIN.encode()
        for folder, entries in folders.items():
            path = f"{folder}/{LITERATE_NAV}"
            if path not in others:
                yield path, literate_nav(folder, entries).encode()

    def _entry(self, page: str, title: str, others: Mapping[str, str]) -> NavEntry:
        if page in others:
            return NavEntry(self._title_of(page, others[page]), page, self.addresses.of(page))
        return NavEntry(title, self.form.path(page, self.addresses), self.addresses.of(page))

    def _title_of(self, page: str, origin: str) -> str:
        """The title of a page that an author wrote in place of ours."""
        text = read_file(f"{self.docs}/{origin}").decode("utf-8-sig", "replace")
        title = re.search(r"^# +(.+?)(?: *\{.*\})? *#*$", text, re.MULTILINE)
        return title[1] if title else posixpath.splitext(page.removesuffix(f"/{INDEX}"))[0].rpartition("/")[2]

    def _markdown(self) -> tuple[Sequence[str], Mapping[str, Mapping[str, Any]], tuple[str, ...]]:
        """The extensions that read prose as the site does, and their options; tell which are not here."""
        wanted = self.settings.extensions or _COMMON_EXTENSIONS
        names = dict.fromkeys((*DEFAULT_EXTENSIONS, *wanted))
        usable: list[str] = []
        missing: list[str] = []
        for name in names:
            (usable if _is_usable(name, wanted.get(name, {})) else missing).append(name)
        notes = tuple(
            f"the Markdown extension `{name}` of the site's settings cannot be used here: what is written "
            "in trees is read without it; install it beside this command"
            for name in missing
        )
        return usable, {name: dict(wanted[name]) for name in usable if name in wanted}, notes

    def _site(self, rules: Settings, reading: Reading, translated: Translated) -> Site:
        settings = self.settings.in_language(translated.language)
        options, theme = settings.options, settings.theme
        language = str(translated.language or theme.get("language") or theme.get("locale") or "en").replace(
            "_", "-"
        )
        words = options.get("words")
        docs_name = posixpath.relpath(self.docs, self.settings.folder)
        links = {
            file: self.settings.edit_link(docs_name, translated.origins[file])
            for file in sorted(reading.files)
        }
        return Site(
            addresses=self.addresses,
            today=rules.today,
            templates=self.templates,
            health=rules.health,
            search=self.settings.search,
            edit_links={file: link for file, link in links.items() if link},
            report_url=str(options.get("report_url") or ""),
            url=settings.text("site_url"),
            name=settings.text("site_name"),
            description=settings.text("site_description"),
            language=language,
            words=load_words(language, words if isinstance(words, dict) else {}),
            tags="tags" in self.settings.plugins or "material/tags" in self.settings.plugins,
        )


def _is_usable(name: str, options: Mapping[str, Any]) -> bool:
    try:
        Markdown(extensions=[name], extension_configs={name: dict(options)})
    except Exception:  # noqa: BLE001 - whatever somebody else's extension does
        return False
    return True
