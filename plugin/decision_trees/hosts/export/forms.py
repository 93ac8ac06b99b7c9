"""How a page is written for a generator: where it lies, and which parts of it are Markdown."""

from __future__ import annotations

import html
import json
import posixpath
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from decision_trees.hosts.export.html_parts import balanced, block, hidden_from_sphinx
from decision_trees.layout.addresses import Addresses
from decision_trees.layout.lists import INDEX
from decision_trees.model.ids import slug
from decision_trees.model.line import Line
from decision_trees.prose.escape import marked
from decision_trees.prose.render import Heading, Part
from decision_trees.site.page import Page, meta_text

_NOT_SEARCHED = "data-search-exclude"

_FIRST_TAG = re.compile(r"<[a-zA-Z][a-zA-Z0-9-]*")


@dataclass(frozen=True)
class Form:
    """What a generator reads.

    Attributes:
        name: What the form is called.
        says: What it is for.
        pages: The folder of pages, from the folder of the export; empty where all lies together.
        static: The folder of what is published as it is; likewise.
        write: Writes a page: its front matter and its parts.
        extension: What the name of a page of ours ends with.
        like_mkdocs: Whether it reads what MkDocs and its plugins do: folders for pages, navigation in each.
        links_to_files: Whether its Markdown links to the files of pages, not to their addresses.
        for_sphinx: Whether Sphinx may read it, whose search is to find a tree on its own pages alone.
    """

    name: str
    says: str
    pages: str
    static: str
    write: Callable[[Page, Mapping[str, object], Sequence[Part]], str]
    extension: str = ".md"
    like_mkdocs: bool = False
    links_to_files: bool = True
    for_sphinx: bool = False

    def path(self, page: str, addresses: Addresses) -> str:
        """The path of a page of ours among the pages."""
        stem = page.removesuffix(".md")
        if self.like_mkdocs and addresses.use_directory_urls and stem.rpartition("/")[2] != "index":
            stem = f"{stem}/index"
        return f"{stem}{self.extension}"


def written(form: Form, page: Page, meta: Mapping[str, object], crumb: str) -> str:
    """Write a page of ours.

    Args:
        form: The form.
        page: The page.
        meta: What its front matter has beside its own.
        crumb: HTML of the link that leads out of the tree, which comes first on the way to a check.
    """
    parts = [_with_crumb(part, crumb) for part in page.parts]
    return form.write(page, {**page.meta, **meta}, parts)


_TRAIL = re.compile(r'<nav class="dt-trail"[^>]*>\s*<ol>\n')


def _with_crumb(part: Part, crumb: str) -> Part:
    """Let the way to a check begin with the list of all trees: no generator knows where it stands."""
    if isinstance(part, Heading) or not crumb:
        return part
    return _TRAIL.sub(lambda begin: f"{begin[0]}<li>{crumb}</li>\n", part, count=1)


def _front_matter(meta: Mapping[str, object]) -> str:
    lines = [f"{key}: {json.dumps(value, ensure_ascii=False)}" for key, value in meta.items()]
    return "\n".join(["---", *lines, "---", ""])


# --- Zensical -------------------------------------------------------------------------------------


def _zensical(page: Page, meta: Mapping[str, object], parts: Sequence[Part]) -> str:
    """Write a page that its search finds once: by what the page is found by anywhere, and nothing else."""
    own = {**meta, "title": meta_text(page.search.title)}
    if not page.search.is_listed:
        left_out = {**own, "search": {"exclude": True}}
        return "\n".join([_front_matter(left_out), "\n\n".join(map(_unsearched, balanced(parts))), ""])
    body = [_found_by(page), *map(_unsearched, balanced(parts))]
    return "\n".join([_front_matter(own), "\n\n".join(body), ""])


def _found_by(page: Page) -> str:
    """What search finds a page by, out of sight."""
    texts = page.search.texts or (page.search.title,)
    paragraphs = "\n".join(f"<p>{html.escape(text)}</p>" for text in texts)
    return block(f"<div hidden>\n{paragraphs}\n</div>")


def _unsearched(part: Part) -> str:
    if isinstance(part, Heading):
        return f"{part.markdown.removesuffix('}')}{_NOT_SEARCHED} }}"
    # Its walks are no anchors that anybody could find.
    text = block(part).replace('href="#walk?', 'href="./#walk?')
    return f"<div {_NOT_SEARCHED}>\n{text}\n</div>"


# --- CommonMark, and HTML -------------------------------------------------------------------------


def _markdown(page: Page, meta: Mapping[str, object], parts: Sequence[Part]) -> str:
    title, *others = _in_commonmark(_title_first([*balanced(parts)]))
    found_by = [_found_by(page)] if page.search.is_listed else []
    body = "\n\n".join([title, *found_by, *others])
    return "\n".join([_front_matter(_for_others(page, meta)), body, ""])


def _in_commonmark(parts: Iterable[Part]) -> Iterator[str]:
    for part in parts:
        if not isinstance(part, Heading):
            yield hidden_from_sphinx(block(part))
            continue
        # A document is to begin with its title, and many generators make the id of a heading of its words.
        if part.level > 1 and slug(Line(part.text).plain) != part.id:
            yield f'<div id="{html.escape(part.id)}"></div>'
        yield f"{'#' * part.level} {marked(Line(part.text))}"


def _html(page: Page, meta: Mapping[str, object], parts: Sequence[Part]) -> str:
    body = "\n".join(
        f'<h{part.level} id="{html.escape(part.id)}">{Line(part.text).html}</h{part.level}>'
        if isinstance(part, Heading)
        else part
        for part in parts
    )
    return "\n".join([_front_matter(_for_others(page, meta)), body, ""])


def _for_others(page: Page, meta: Mapping[str, object]) -> dict[str, object]:
    """Front matter as it is: these generators escape what they print.

    Sphinx asks of every page that some list names it; trees and their index alone are for that.
    """
    escaped = {key: value for key, value in page.meta.items() if isinstance(value, str)}
    plain = {**meta, **{key: html.unescape(value) for key, value in escaped.items()}}
    is_listed = posixpath.basename(page.path) == INDEX
    return plain if is_listed else {**plain, "orphan": True}


def _title_first(parts: Sequence[Part]) -> list[Part]:
    """Let a page begin with its title, as these generators ask, and what stands above it follow."""
    titles = [index for index, part in enumerate(parts) if isinstance(part, Heading) and part.level == 1]
    first = titles[0] if titles else 0
    return [*parts[first : first + 1], *parts[:first], *parts[first + 1 :]]


GENERATOR_FORMS: Mapping[str, Form] = {
    form.name: form
    for form in (
        Form("zensical", "the docs folder of a Zensical site", "", "", _zensical, like_mkdocs=True),
        Form(
            "markdown",
            "CommonMark with HTML in it, for Sphinx with MyST say",
            "pages",
            "static",
            _markdown,
            for_sphinx=True,
        ),
        Form(
            "html",
            "HTML with front matter, for Hugo, Jekyll or Eleventy say",
            "pages",
            "static",
            _html,
            extension=".html",
            links_to_files=False,
        ),
    )
}
"""The forms by name."""
