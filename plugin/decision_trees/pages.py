"""A library to the pages of a site.

A page is made from the HTML templates in `templates/decision-trees`: headings, and finished HTML between
them. As Markdown it keeps its headings, so that every host and every other plugin treats it as a page an
author wrote. A site overrides a template by one of the same name in its own folder of templates.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator, Mapping, MutableMapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from urllib.parse import quote

import jinja2
from jinja2.runtime import Context
from markupsafe import Markup

from decision_trees.addresses import (
    Addresses,
    data_address,
    node_page,
    relative_address,
    tree_id,
    tree_page,
)
from decision_trees.catalogue import HEALTH, INDEX, OUTCOMES, Catalogue
from decision_trees.compiled import compiled
from decision_trees.flowchart import Box, Draughtsman
from decision_trees.health import health
from decision_trees.library import Library
from decision_trees.model import AnyNode, Check, Target, Text, Tree
from decision_trees.page import Page, SearchEntry, make_page, mark_heading, meta_text, parts_of, plain_text
from decision_trees.prose import document_text, resolve
from decision_trees.rendering import Part, Renderer
from decision_trees.viewer import MOST_OTHERS, TreeViewer, target_link
from decision_trees.views import LinkView, NodeView, TreeView
from decision_trees.words import Words, load_words

TEMPLATES = Path(__file__).parent / "templates"
"""Our own templates and assets; a site's folders of templates stand before it."""


@dataclass(frozen=True, kw_only=True)
class Site:
    """What pages need to know of the site they stand in.

    Attributes:
        addresses: How it publishes pages.
        today: The day on which reviews are overdue or not.
        templates: Folders whose templates come before ours.
        words: The words of the interface.
        tags: Whether domains are given to the pages as tags.
        health: Whether the trees of each folder get a report of their health.
        edit_links: Where readers edit sources, by the source's path in the docs folder.
        report_url: Where readers report problems, with places to fill in (see `report_address`).
        url: The address of the site itself, where it is known.
        name: What the site is called.
        description: What the site says about itself.
        language: The tag of the language it is written in.
    """

    addresses: Addresses
    today: date
    templates: Sequence[str | Path] = ()
    words: Words = field(default_factory=load_words)
    tags: bool = True
    health: bool = True
    edit_links: Mapping[str, str] = field(default_factory=dict)
    report_url: str = ""
    url: str = ""
    name: str = ""
    description: str = ""
    language: str = "en"

    def record(self) -> list[Any]:
        """What the pages of every tree are made of, as values of JSON: neither its own link nor the day."""
        words = [dict(self.words.page), dict(self.words.walk)]
        return [self.addresses.use_directory_urls, words, self.language, self.tags, self.report_url, self.url]


class _Environment(jinja2.Environment):
    """Gives templates its names as one mapping: Jinja copies them at every include, and a chain slowly."""

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        return {**self.globals, **(d or {})}


class PageMaker:
    """Makes the pages of one library."""

    def __init__(self, library: Library, site: Site, renderer: Renderer | None = None) -> None:
        """Take the trees, the site, and how the site turns Markdown into HTML."""
        self._library = library
        self._site = site
        self._renderer = renderer or Renderer()
        self._words = site.words.page
        self._viewed: tuple[Tree, TreeView] | None = None
        self._environment = _Environment(
            loader=jinja2.FileSystemLoader([*site.templates, TEMPLATES]),
            autoescape=True,
            undefined=jinja2.StrictUndefined,
            auto_reload=False,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
        )
        self._environment.bytecode_cache = compiled("pages", self._environment)
        self._environment.filters |= {
            "address": self._address,
            "walk_address": self._walk_address,
            "asset": self._asset,
            "prose": self._prose,
            "prose_of": self._prose_of,
            "fill": lambda words, **values: words.format(**values),
        }
        self._environment.globals |= {
            # Not as a mapping, of which Jinja would ask for an attribute first.
            "words": SimpleNamespace(**site.words.page),
            "walk_words": site.words.for_script(),
            "domains_are_tags": site.tags,
            "most_others": MOST_OTHERS,
            "heading": mark_heading,
            "edit_links": site.edit_links,
        }
        # A document is read as it is, so little in it is escaped.
        self._documents = self._environment.overlay(autoescape=False, finalize=_finalize_document)
        self._documents.bytecode_cache = compiled("documents", self._documents)
        self._documents.filters = {
            **self._environment.filters,
            "address": self._document_address,
            "prose": self._document_prose,
        }

    def pages(self, tree: Tree) -> Iterator[Page]:
        """Make the pages of a tree without errors: its own, then one for each check and terminal."""
        view = self._view(tree)
        yield self._tree_page(tree, view)
        for node in view.nodes:
            yield self._node_page(tree, view, node)

    def index_pages(self, folder: str, trees: Sequence[Tree]) -> Iterator[Page]:
        """Make the index of the trees below a folder, and the pages of their outcomes and of their health."""
        catalogue = Catalogue(self._library, trees, self._words)
        index, all_outcomes = posixpath.join(folder, INDEX), posixpath.join(folder, OUTCOMES)
        health_page = posixpath.join(folder, HEALTH) if self._site.health else ""
        content: dict[str, object] = {"categories": catalogue.categories()}
        content |= {"outcomes_page": all_outcomes, "health_page": health_page}
        yield self._listing("index.html", index, self._words["all_trees"], content)
        content = {"outcomes": catalogue.outcomes(), "index_page": index}
        yield self._listing("outcomes.html", all_outcomes, self._words["all_outcomes"], content)
        if health_page:
            found = health(self._library, trees, self._site.today)
            content = {"trees": found, "failing": [one for one in found if one.findings], "index_page": index}
            yield self._listing("health.html", health_page, self._words["tree_health"], content)

    def _listing(self, template: str, path: str, title: str, content: Mapping[str, object]) -> Page:
        parts = self._render(template, path, **content)
        return make_page(path, "", None, {"title": meta_text(title)}, SearchEntry(title, ()), parts)

    def document(self, tree: Tree) -> str:
        """Write a tree without errors as one plain Markdown file, `tree.md`."""
        here = data_address(tree.file, "tree.md")
        template = self._documents.get_template("decision-trees/document.md")
        return template.render(tree=self._view(tree), source=tree, here=here)

    def broken_page(self, file: str, report: str) -> Page:
        """Make the page that stands for a tree with errors while its author mends them.

        Args:
            file: The tree's source.
            report: What is wrong with it, as lines of text.
        """
        path, title = tree_page(file), tree_id(file)
        parts = self._render("broken.html", path, title=title, report=report)
        return make_page(path, file, None, {"title": meta_text(title)}, SearchEntry(title, ()), parts)

    def embedded_tree(self, tree: Tree, show: str, node_id: str | None, here: str) -> str:
        """Make the HTML that shows a tree without errors in another page.

        Args:
            tree: The tree.
            show: What of it: `walk`, `chart`, `outline`, or `check` for one node.
            node_id: That node.
            here: The page it is shown in; empty where that is not known.
        """
        view = self._view(tree)
        draughtsman = self._draughtsman(tree, here)
        return self._render_embedded(
            "embedded_tree.html",
            here,
            source=tree,
            tree=view,
            show=show,
            node=next((node for node in view.nodes if node.id == node_id), None),
            chart=draughtsman.whole(view.title, self._words["chart_description"])
            if show == "chart"
            else None,
            report=self._site.report_url,
        )

    def embedded_list(self, trees: Sequence[Tree], here: str) -> str:
        """Make the HTML that lists trees without errors in another page, in the order given."""
        cards = Catalogue(self._library, trees, self._words).cards()
        return self._render_embedded("embedded_list.html", here, trees=cards)

    def embedded_mistakes(self, report: str, here: str) -> str:
        """Make the HTML that stands for what cannot be shown in a page; `report` says why."""
        return self._render_embedded("embedded_mistakes.html", here, report=report)

    def _render_embedded(self, template: str, here: str, **values: object) -> str:
        return "".join(map(str, self._render(template, here, **values)))

    def _view(self, tree: Tree) -> TreeView:
        """View a tree; the pages and the document of one are made one after the other."""
        if self._viewed is None or self._viewed[0] is not tree:
            self._viewed = tree, TreeViewer(self._library, tree, self._site.today, self._words).view()
        return self._viewed[1]

    def _tree_page(self, tree: Tree, view: TreeView) -> Page:
        meta: dict[str, object] = {"title": meta_text(view.title)}
        meta["description"] = meta_text(view.question)
        if self._site.tags and view.domains:
            # Material prints tags without escaping them.
            meta["tags"] = [domain.replace("<", "&lt;") for domain in view.domains]
        chart = self._draughtsman(tree, view.page).whole(view.title, self._words["chart_description"])
        parts = self._render(
            "tree.html",
            view.page,
            source=tree,
            tree=view,
            chart=chart,
            report=self._site.report_url,
            index_page=posixpath.join(posixpath.dirname(tree.file), INDEX) if "/" in tree.file else "",
        )
        told = [view.summary, *(text for _, text in view.edge_cases)]
        texts = (view.question, *(title for title, _ in view.edge_cases), *self._plain(told, tree, view.page))
        return make_page(view.page, tree.file, None, meta, SearchEntry(view.title, texts), parts)

    def _node_page(self, tree: Tree, view: TreeView, node: NodeView) -> Page:
        description = f"{view.title}: {node.heading}"
        meta = {"title": meta_text(node.title), "description": meta_text(description)}
        draughtsman = self._draughtsman(tree, node.page)
        parts = self._render(
            "check.html" if node.kind == "check" else "terminal.html",
            node.page,
            source=tree,
            tree=view,
            node=node,
            chart=draughtsman.around(node.id, node.heading, self._words["around_description"]),
            report=report_address(self._site, view, node),
        )
        texts = self._plain((section.text for section in node.sections), tree, node.page)
        names = [node.title] if node.title != node.heading else []
        search = SearchEntry(f"{node.heading} \N{EN DASH} {view.title}", (*names, *node.alternatives, *texts))
        ahead = node.answers[0].to if node.answers else node.then
        beside = (node.trail[-1].page if node.trail else view.page, ahead.page if ahead else "")
        return make_page(node.page, tree.file, node.id, meta, search, parts, beside)

    def _render(self, template: str, here: str, **values: object) -> tuple[Part, ...]:
        """Fill in a template for the page `here`."""
        found = self._environment.get_template(f"decision-trees/{template}")
        return tuple(parts_of(found.render(values, here=here)))

    def _draughtsman(self, tree: Tree, here: str) -> Draughtsman:
        """Let charts be drawn for the page `here`: their links start from it."""

        def box(node: AnyNode) -> Box:
            label = node.question if isinstance(node, Check) else node.title
            url = self._site.addresses.relative(node_page(tree.file, node.id), here)
            return Box(str(label), node.kind, url)

        def exit_box(target: Target) -> Box:
            link = target_link(self._library, target, tree)
            return Box(link.heading, "exit", self._site.addresses.relative(link.page, here))

        return Draughtsman(self._library.graph(tree), box, exit_box)

    @jinja2.pass_context
    def _address(self, context: Context, page: str) -> str:
        """The address of a page relative to the one being made."""
        return self._site.addresses.relative(page, context["here"])

    @jinja2.pass_context
    def _walk_address(self, context: Context, link: LinkView) -> str:
        """Where a walk goes on: at a step of a tree's page, or at the start of another tree."""
        here = context["here"]
        page = "" if link.tree_page == here else self._site.addresses.relative(link.tree_page, here)
        return f"{page}#{link.step}" if link.step else page

    @jinja2.pass_context
    def _asset(self, context: Context, name: str) -> str:
        """The address of a data file of the tree at hand, relative to the page being made."""
        address = data_address(context["source"].file, name)
        return relative_address(address, self._site.addresses.of(context["here"]))

    @jinja2.pass_context
    def _prose(self, context: Context, text: Text) -> Markup:
        """An author's Markdown as HTML whose links work on the page being made."""
        return Markup(self._html(text, context["source"], context["here"]))  # noqa: S704 - an author's HTML

    @jinja2.pass_context
    def _prose_of(self, context: Context, text: Text, tree_id_: str) -> Markup:
        """The same for prose of another tree than the one the page is about."""
        return Markup(self._html(text, self._library.trees[tree_id_], context["here"]))  # noqa: S704 - likewise

    @jinja2.pass_context
    def _document_address(self, context: Context, page: str) -> Markup:
        """The address of a page relative to the document being made."""
        return Markup(relative_address(self._site.addresses.of(page), context["here"]))  # noqa: S704 - no HTML

    @jinja2.pass_context
    def _document_prose(self, context: Context, text: Text) -> Markup:
        """An author's Markdown as it is, with links that work in the document being made."""

        def address(page: str) -> str:
            return relative_address(self._site.addresses.of(page), context["here"])

        return Markup(resolve(text.value, self._library, context["source"], address).strip())  # noqa: S704

    def _html(self, text: Text, tree: Tree, here: str) -> str:
        resolved = resolve(
            text.value, self._library, tree, lambda page: self._site.addresses.relative(page, here)
        )
        return self._renderer.prose(resolved)

    def _plain(self, texts: Iterable[Text | None], tree: Tree, here: str) -> tuple[str, ...]:
        return tuple(plain_text(self._html(text, tree, here)) for text in texts if text)


def report_address(site: Site, tree: TreeView, node: NodeView) -> str:
    """Fill in where a reader reports a problem with a check or terminal.

    Args:
        site: Its `report_url` may name `{tree}`, `{node}`, `{title}`, `{trail}` and `{url}` in braces.
        tree: The tree.
        node: The check or terminal; its trail is the shortest way to it.

    Returns:
        The address, everything filled in encoded for a query; empty where the site has none.
    """
    if not site.report_url:
        return ""
    trail = "\n".join(step.text for step in node.trail)
    url = posixpath.join(site.url, site.addresses.of(node.page)) if site.url else ""
    values = {"tree": tree.id, "node": node.id, "title": node.title, "trail": trail, "url": url}
    return re.sub(r"\{(\w+)\}", lambda slot: quote(values.get(slot[1], slot[0]), safe=""), site.report_url)


def _finalize_document(value: Any) -> str:  # noqa: ANN401 - whatever a template prints
    return value if isinstance(value, Markup) else document_text(str(value))
