"""A library to the pages of a site, as Markdown with front matter.

The pages are ordinary Markdown made from the templates in `templates/decision-trees`, so that every host
and every other plugin treats them as pages an author wrote. A site overrides a template by one of the same
name in its own folder of templates.
"""

from __future__ import annotations

import html
import json
import posixpath
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import quote

import jinja2
from jinja2.runtime import Context

from decision_trees.addresses import (
    Addresses,
    data_file,
    node_page,
    relative_address,
    relative_path,
    tree_id,
    tree_page,
)
from decision_trees.catalogue import INDEX, OUTCOMES, categories, outcomes
from decision_trees.flowchart import Box, Draughtsman
from decision_trees.library import Library
from decision_trees.model import AnyNode, Check, Target, Text, Tree
from decision_trees.prose import document_text, plain, resolve
from decision_trees.viewer import TreeViewer, target_link
from decision_trees.views import NodeView, TreeView
from decision_trees.words import Words, load_words

TEMPLATES = Path(__file__).parent / "templates"
"""Our own templates and assets; a site's folders of templates stand before it."""


@dataclass(frozen=True, slots=True)
class Page:
    """A page of a site.

    Attributes:
        path: Its Markdown path in the docs folder.
        file: The source it is made from; empty for a page about several.
        node: The id of the check or terminal it shows; None for the tree's own page.
        meta: Front matter.
        markdown: The page without front matter.
    """

    path: str
    file: str
    node: str | None
    meta: Mapping[str, object]
    markdown: str

    @property
    def source(self) -> str:
        """The page as a file holds it, front matter first."""
        lines = [f"{key}: {json.dumps(value, ensure_ascii=False)}" for key, value in self.meta.items()]
        return "\n".join(["---", *lines, "---", "", self.markdown])


class Markdown(str):
    """Text for a template to print as it is; every other value is escaped."""

    __slots__ = ()


@dataclass(frozen=True, kw_only=True)
class Site:
    """What pages need to know of the site they stand in.

    Attributes:
        addresses: How it publishes pages.
        today: The day on which reviews are overdue or not.
        templates: Folders whose templates come before ours.
        words: The words of the interface.
        tags: Whether domains are given to the pages as tags.
        report_url: Where readers report problems, with places to fill in (see `report_address`).
        url: The address of the site itself, where it is known.
        name: What the site is called.
        description: What the site says about itself.
    """

    addresses: Addresses
    today: date
    templates: Sequence[str | Path] = ()
    words: Words = field(default_factory=load_words)
    tags: bool = True
    report_url: str = ""
    url: str = ""
    name: str = ""
    description: str = ""


class PageMaker:
    """Makes the pages of one library."""

    def __init__(self, library: Library, site: Site) -> None:
        self._library = library
        self._site = site
        self._views: dict[str, TreeView] = {}
        self._environment = jinja2.Environment(
            loader=jinja2.FileSystemLoader([*site.templates, TEMPLATES]),
            autoescape=False,  # noqa: S701 - `finalize` escapes, for Markdown and HTML at once
            finalize=_finalize,
            undefined=jinja2.StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
        )
        self._environment.filters |= {
            "link": _link,
            "address": self._address,
            "asset": self._asset,
            "prose": self._prose,
            "prose_of": self._prose_of,
            "as_is": Markdown,
            "escape_html": lambda text: Markdown(html.escape(text)),
            "fill": lambda words, **values: words.format(**values),
        }
        self._environment.globals |= {"words": site.words.page, "walk_words": site.words.for_script()}
        self._documents = self._environment.overlay(finalize=_finalize_document)

    def pages(self, tree: Tree) -> Iterator[Page]:
        """Make the pages of a tree without errors: its own, then one for each check and terminal."""
        view = self._view(tree)
        yield self._tree_page(tree, view)
        for node in view.nodes:
            yield self._node_page(tree, view, node)

    def index_pages(self, folder: str, trees: Sequence[Tree]) -> Iterator[Page]:
        """Make the index of the trees below a folder, and the page of their outcomes."""
        views = [self._view(tree) for tree in trees]
        index, all_outcomes = posixpath.join(folder, INDEX), posixpath.join(folder, OUTCOMES)
        words = self._site.words.page
        content = {"categories": categories(views), "outcomes_page": all_outcomes}
        yield self._listing("index.md", index, words["all_trees"], content)
        content = {"outcomes": outcomes(views), "index_page": index}
        yield self._listing("outcomes.md", all_outcomes, words["all_outcomes"], content)

    def _listing(self, template: str, path: str, title: str, content: Mapping[str, object]) -> Page:
        found = self._environment.get_template(f"decision-trees/{template}")
        markdown = found.render(content, here=path, link=lambda page: relative_path(page, path))
        return Page(path, "", None, {"title": meta_text(title)}, markdown)

    def document(self, tree: Tree) -> str:
        """Write a tree without errors as one plain Markdown file, `tree.md`."""
        here = data_file(tree.file, "tree.md")
        return self._documents.get_template("decision-trees/document.md").render(
            tree=self._view(tree),
            source=tree,
            here=here,
            link=lambda page: relative_address(self._site.addresses.of(page), here),
        )

    def broken_page(self, file: str, report: str) -> Page:
        """Make the page that stands for a tree with errors while its author mends them.

        Args:
            file: The tree's source.
            report: What is wrong with it, as lines of text.
        """
        path, title = tree_page(file), tree_id(file)
        template = self._environment.get_template("decision-trees/broken.md")
        markdown = template.render(title=title, report=Markdown(report))
        return Page(path, file, None, {"title": meta_text(title)}, markdown)

    def _view(self, tree: Tree) -> TreeView:
        if tree.id not in self._views:
            viewer = TreeViewer(self._library, tree, self._site.today, self._site.words.page)
            self._views[tree.id] = viewer.view()
        return self._views[tree.id]

    def _tree_page(self, tree: Tree, view: TreeView) -> Page:
        meta: dict[str, object] = {"title": meta_text(view.title)}
        meta["description"] = meta_text(view.question)
        if self._site.tags and view.domains:
            # Material prints tags without escaping them.
            meta["tags"] = [domain.replace("<", "&lt;") for domain in view.domains]
        draughtsman = self._draughtsman(tree, view.page)
        chart = draughtsman.whole(view.title, self._site.words.page["chart_description"])
        report = self._site.report_url
        index = posixpath.join(posixpath.dirname(tree.file), INDEX) if "/" in tree.file else ""
        markdown = self._render(
            "tree.md", tree, view.page, tree=view, chart=chart, report=report, index_page=index
        )
        return Page(view.page, tree.file, None, meta, markdown)

    def _node_page(self, tree: Tree, view: TreeView, node: NodeView) -> Page:
        description = f"{view.title}: {node.heading}"
        meta = {"title": meta_text(node.title), "description": meta_text(description)}
        template = "check.md" if node.kind == "check" else "terminal.md"
        draughtsman = self._draughtsman(tree, node.page)
        chart = draughtsman.around(node.id, node.heading, self._site.words.page["around_description"])
        report = report_address(self._site, view, node)
        markdown = self._render(template, tree, node.page, tree=view, node=node, chart=chart, report=report)
        return Page(node.page, tree.file, node.id, meta, markdown)

    def _render(self, template: str, source: Tree, here: str, **values: object) -> str:
        found = self._environment.get_template(f"decision-trees/{template}")
        return found.render(values, source=source, here=here, link=lambda page: relative_path(page, here))

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
    def _address(self, context: Context, page: str) -> Markdown:
        """The address of a page, for raw HTML, relative to what is being made."""
        return Markdown(self._site.addresses.relative(page, context["here"]))

    @jinja2.pass_context
    def _asset(self, context: Context, name: str) -> Markdown:
        """The address of a data file of the tree at hand, relative to the page being made."""
        file = data_file(context["source"].file, name)
        return Markdown(relative_address(file, self._site.addresses.of(context["here"])))

    @jinja2.pass_context
    def _prose(self, context: Context, text: Text) -> Markdown:
        """An author's Markdown with its links made to work from the page being made."""
        resolved = resolve(text.value, self._library, context["source"], context["link"])
        return Markdown(resolved.strip())

    @jinja2.pass_context
    def _prose_of(self, context: Context, text: Text, view: TreeView) -> Markdown:
        """The same for prose of another tree than the one the page is about."""
        tree = self._library.trees[view.id]
        return Markdown(resolve(text.value, self._library, tree, context["link"]).strip())


def report_address(site: Site, tree: TreeView, node: NodeView) -> str:
    """Fill in where a reader reports a problem with a check or terminal.

    Args:
        site: Its `report_url` may name `{tree}`, `{node}`, `{title}`, `{trail}` and `{url}` in braces.
        tree: The tree.
        node: The check or terminal; its trail is the shortest way to it.

    Returns:
        The address, everything filled in encoded for a query; empty where the site has none.
    """
    trail = "\n".join(f"{step.title}: {step.answer}" for step in node.trail)
    url = posixpath.join(site.url, site.addresses.of(node.page)) if site.url else ""
    values = {"tree": tree.id, "node": node.id, "title": node.title, "trail": trail, "url": url}
    return re.sub(r"\{(\w+)\}", lambda slot: quote(values.get(slot[1], slot[0]), safe=""), site.report_url)


def meta_text(text: str) -> str:
    """Write text for front matter: themes print titles and descriptions into HTML without escaping them.

    A theme may also undo the entities in the page's `<title>`, so a closing tag is kept from being one.
    """
    return html.escape(" ".join(text.split()).replace("</", "<\u2060/"))


def _finalize(value: Any) -> str:  # noqa: ANN401 - whatever a template prints
    return value if isinstance(value, Markdown) else plain(str(value))


def _finalize_document(value: Any) -> str:  # noqa: ANN401 - whatever a template prints
    return value if isinstance(value, Markdown) else document_text(str(value))


@jinja2.pass_context
def _link(context: Context, page: str) -> Markdown:
    """The path of a page for a Markdown link, relative to the page being made."""
    return Markdown(context["link"](page))
