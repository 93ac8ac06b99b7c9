"""A library to the pages of a site.

A page is made from the HTML templates in `templates/decision-trees`: headings, and finished HTML between
them. As Markdown it keeps its headings, so that every host and every other plugin treats it as a page an
author wrote. A site overrides a template by one of the same name in its own folder of templates.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from types import SimpleNamespace
from typing import Any
from urllib.parse import quote, urljoin

import jinja2
from jinja2.runtime import Context
from markupsafe import Markup

from decision_trees.analysis.graph import Graph
from decision_trees.analysis.library import Library
from decision_trees.layout.addresses import data_address, node_page, relative_address, tree_id, tree_page
from decision_trees.layout.lists import HEALTH, INDEX, OUTCOMES
from decision_trees.model.line import Line
from decision_trees.model.tree import AnyNode, Target, Text, Tree
from decision_trees.prose.escape import document_address, document_line, document_text
from decision_trees.prose.render import Part, Renderer
from decision_trees.prose.resolve import resolve, resolve_html
from decision_trees.site.chart import MOST_DRAWN_NODES, Box, ChartBuilder
from decision_trees.site.compiled import compiled
from decision_trees.site.health import by_need
from decision_trees.site.listings import Listed, by_category, by_title, card_of, listed
from decision_trees.site.page import (
    Page,
    SearchEntry,
    make_page,
    mark_heading,
    meta_text,
    parts_of,
    plain_text,
    tags_of,
)
from decision_trees.site.site import Search, Site
from decision_trees.site.templating import environment, fill_in
from decision_trees.site.view_builder import MOST_OTHERS, TreeViewer, target_link
from decision_trees.site.views import LinkView, NodeView, TreeView, colon
from decision_trees.source.code import closed
from decision_trees.source.fence import EmbeddedTree, Show


class PageMaker:
    """Makes the pages of one library."""

    def __init__(self, library: Library, site: Site, renderer: Renderer | None = None) -> None:
        """Take the trees, the site, and how the site turns Markdown into HTML."""
        self._library = library
        self._site = site
        self._renderer = renderer or Renderer()
        self._words = site.words.page
        self._viewed: tuple[Tree, TreeView] | None = None
        self._environment = environment(site)
        self._environment.bytecode_cache = compiled("pages", self._environment)
        self._environment.filters |= {
            "address": self._address,
            "walk_address": self._walk_address,
            "asset": self._asset,
            "prose": self._prose,
            "prose_of": self._prose_of,
            "colon": colon,
            "fill": lambda words, **values: words.format(**values),
        }
        self._environment.globals |= {
            # Not as a mapping, of which Jinja would ask for an attribute first.
            "words": SimpleNamespace(**site.words.page),
            "walk_words": site.words.for_script(),
            "domains_are_tags": site.tags,
            "most_others": MOST_OTHERS,
            "most_unfolded": MOST_DRAWN_NODES,
            "heading": mark_heading,
            "edit_links": site.edit_links,
        }
        # A document is read as it is, so little in it is escaped.
        self._documents = self._environment.overlay(autoescape=False, finalize=_finalize_document)
        self._documents.bytecode_cache = compiled("documents", self._documents)
        self._documents.filters = {
            **self._environment.filters,
            "address": self._document_address,
            "elsewhere": lambda url: Markup(document_address(url)),  # noqa: S704 - no HTML
            "prose": self._document_prose,
        }

    def pages(self, tree: Tree) -> Iterator[Page]:
        """Make the pages of a tree without errors: its own, then one for each check and terminal."""
        view = self._view(tree)
        yield self._tree_page(tree, view)
        for node in view.nodes:
            yield self._node_page(tree, view, node)

    def listed(self, tree: Tree) -> Listed:
        """Gather what the pages that list trees show of one without errors."""
        return listed(tree, self._library.graph(tree), self._words, self._site.today)

    def index_pages(self, folder: str, trees: Iterable[Listed]) -> Iterator[Page]:
        """Make the index of the trees below a folder, and the pages of their outcomes and of their health.

        For each of these pages `trees` is gone through once, and it need not hold them.
        """
        index, all_outcomes = posixpath.join(folder, INDEX), posixpath.join(folder, OUTCOMES)
        health_page = posixpath.join(folder, HEALTH) if self._site.health else ""
        # By no name here: what one page lists would be held while the next is made.
        yield self._listing(
            "index.html",
            index,
            {
                "categories": by_category(tree.card for tree in trees),
                "outcomes_page": all_outcomes,
                "health_page": health_page,
            },
        )
        yield self._listing(
            "outcomes.html",
            all_outcomes,
            {
                "outcomes": by_title(outcome for tree in trees for outcome in tree.outcomes),
                "index_page": index,
            },
        )
        if health_page:
            found = by_need(tree.health for tree in trees)
            content = {
                "trees": found,
                "failing": [entry for entry in found if entry.findings],
                "index_page": index,
            }
            yield self._listing("health.html", health_page, content)

    def _listing(self, template: str, path: str, content: Mapping[str, object]) -> Page:
        title = list_title(path, self._words)
        parts = self._render(template, path, **content)
        search = SearchEntry(title, (), self._site.lists(None))
        return make_page(path, "", None, {"title": meta_text(title)}, search, parts)

    def document(self, tree: Tree) -> str:
        """Write a tree without errors as one plain Markdown file, `tree.md`."""
        here = data_address(tree.file, "tree.md")
        values = {"tree": self._view(tree), "source": tree, "here": here}
        return fill_in(self._documents, "document.md", values, self._site)

    def broken_pages(self, file: str, nodes: Iterable[str], report: str) -> Iterator[Page]:
        """Make the pages that stand for a tree with errors, and for its nodes, while its author mends them.

        Args:
            file: The tree's source.
            nodes: The ids of its nodes, as far as they are known.
            report: What is wrong with it, as lines of text.
        """
        name = tree_id(file)
        for path, node in ((tree_page(file), None), *((node_page(file, node), node) for node in nodes)):
            title = f"{name}: {node}" if node else name
            parts = self._render("broken.html", path, title=title, report=report)
            search = SearchEntry(title, (), self._site.lists(node))
            yield make_page(path, file, node, {"title": meta_text(title)}, search, parts)

    def embedded_tree(self, tree: Tree, embedded: EmbeddedTree, here: str) -> str:
        """Make the HTML that shows a tree without errors in another page.

        Args:
            tree: The tree.
            embedded: What of it is shown, and how.
            here: The page it is shown in; empty where that is not known.
        """
        view = self._view(tree)
        node_id = str(embedded.node) if embedded.node else None
        return self._render_embedded(
            "embedded_tree.html",
            here,
            source=tree,
            tree=view,
            shows=embedded.shows,
            compact=embedded.compact,
            node=next((node for node in view.nodes if node.id == node_id), None),
            chart=self._charts_of(tree, here).whole(view.title.plain, self._words["chart_description"])
            if Show.CHART in embedded.shows
            else None,
            report=self._site.report_url,
        )

    def embedded_list(self, trees: Sequence[Tree], here: str) -> str:
        """Make the HTML that lists trees without errors in another page, in the order given."""
        # Held by nobody: the memory would not take the graphs of all trees of a large site.
        cards = [card_of(tree, Graph(tree), self._words) for tree in trees]
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
        meta: dict[str, object] = {"title": meta_text(view.title.plain)}
        meta["description"] = meta_text(view.question.plain)
        if self._site.tags and tree.domains:
            meta["tags"] = tags_of(tree)
        chart = self._charts_of(tree, view.page).whole(view.title.plain, self._words["chart_description"])
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
        names = [view.question, *(title for title, _ in view.edge_cases)]
        if self._site.search is Search.TREES:
            names += [name for node in view.nodes for name in _names(node)]
        found_by = (*map(str, names), *self._plain(told, tree, view.page))
        search = SearchEntry(view.title.plain, found_by, self._site.lists(None))
        return make_page(view.page, tree.file, None, meta, search, parts)

    def _node_page(self, tree: Tree, view: TreeView, node: NodeView) -> Page:
        description = f"{view.title}{colon(view.title)} {node.heading}"
        meta = {"title": meta_text(node.title.plain), "description": meta_text(description)}
        charts = self._charts_of(tree, node.page)
        parts = self._render(
            "check.html" if node.answers else "terminal.html",
            node.page,
            source=tree,
            tree=view,
            node=node,
            chart=charts.around(node.id, node.heading.plain, self._words["around_description"]),
            report=report_address(self._site, view, node),
        )
        texts = self._plain((section.text for section in node.sections), tree, node.page)
        found_by = (*(str(name) for name in _names(node) if name != node.heading), *texts)
        heading = f"{node.heading} \N{EN DASH} {view.title}"
        search = SearchEntry(heading, found_by, self._site.lists(node.id))
        ahead = node.answers[0].to if node.answers else node.then
        beside = (node.trail[-1].page if node.trail else view.page, ahead.page if ahead else "")
        return make_page(node.page, tree.file, node.id, meta, search, parts, beside)

    def _render(self, template: str, here: str, **values: object) -> tuple[Part, ...]:
        """Fill in a template for the page `here`."""
        return tuple(parts_of(fill_in(self._environment, template, {**values, "here": here}, self._site)))

    def mermaid(self, tree: Tree) -> str:
        """Write a tree without errors as one mermaid flowchart, `tree.mmd`.

        Its links hold wherever it is pasted if the site's own address is known, and else beside it.
        """
        here = data_address(tree.file, "tree.mmd")

        def address(page: str) -> str:
            path = self._site.addresses.of(page)
            return urljoin(self._site.url, path) if self._site.url else relative_address(path, here)

        charts = self._charts(tree, address)
        return charts.everything(str(tree.title), self._words["chart_alone"]).text + "\n"

    def _charts_of(self, tree: Tree, here: str) -> ChartBuilder:
        """Let charts of a tree be drawn for the page `here`: their links start from it."""
        return self._charts(tree, lambda page: self._site.addresses.relative(page, here))

    def _charts(self, tree: Tree, address: Callable[[str], str]) -> ChartBuilder:
        def box(node: AnyNode) -> Box:
            text = node.heading.line.plain
            return Box(node.title.line.plain, node.kind, address(node_page(tree.file, node.id)), text)

        def exit_box(target: Target) -> Box:
            link = target_link(self._library, target, tree)
            return Box(link.title.plain, "exit", address(link.page), link.heading.plain)

        return ChartBuilder(self._library.graph(tree), box, exit_box)

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

        markdown = resolve(text.value, self._library, context["source"], address)
        return Markup(closed(markdown.strip()))  # noqa: S704 - it is Markdown already

    def _html(self, text: Text, tree: Tree, here: str) -> str:
        def address(page: str) -> str:
            return self._site.addresses.relative(page, here)

        return resolve_html(self._renderer.prose(text.value), self._library, tree, address)

    def _plain(self, texts: Iterable[Text | None], tree: Tree, here: str) -> tuple[str, ...]:
        return tuple(plain_text(self._html(text, tree, here)) for text in texts if text)


def list_title(page: str, words: Mapping[str, str]) -> str:
    """The title of a page that lists trees."""
    return words[_LIST_TITLES[posixpath.basename(page)]]


_LIST_TITLES = {INDEX: "all_trees", OUTCOMES: "all_outcomes", HEALTH: "tree_health"}


def _names(node: NodeView) -> list[Line]:
    """What a check or terminal is called: what heads its page first."""
    names = [node.heading, *([node.title] if node.title != node.heading else [])]
    return [*names, *node.any_of, *node.alternatives]


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
    trail = "\n".join(step.text.plain for step in node.trail)
    url = posixpath.join(site.url, site.addresses.of(node.page)) if site.url else ""
    values = {"tree": tree.id, "node": node.id, "title": node.title.plain, "trail": trail, "url": url}
    return re.sub(r"\{(\w+)\}", lambda slot: quote(values.get(slot[1], slot[0]), safe=""), site.report_url)


def _finalize_document(value: Any) -> str:  # noqa: ANN401 - whatever a template prints
    if isinstance(value, Line):
        return document_line(value)
    return value if isinstance(value, Markup) else document_text(str(value))
