"""A page of a site: headings, and finished HTML between them."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from markdown.util import BLOCK_LEVEL_ELEMENTS
from markupsafe import Markup

from decision_trees.cache.store import digest
from decision_trees.layout import html_blocks
from decision_trees.model.line import Line, unbroken
from decision_trees.model.tree import Tree
from decision_trees.prose.render import Heading, Part

_MARK = "\x1e"

_HEADING = re.compile(rf"{_MARK}(\d)([^{_MARK}]*){_MARK}([^{_MARK}]*){_MARK}")

_ID = re.compile(r'\sid="([^"]+)"')

_BLANK_LINE = re.compile(r"(?<=\n) +\n")

_TAG = re.compile(r"</?([a-z0-9-]*)[^<>]*>")

_BLOCK_TAG = re.compile(r"</?([a-z][a-z0-9-]*)")

_BLOCKS = frozenset((*BLOCK_LEVEL_ELEMENTS, *html_blocks.ELEMENTS))


@dataclass(frozen=True, slots=True)
class SearchEntry:
    """What a search finds a page by: its title, and its texts in plain words."""

    title: str
    texts: Sequence[str]
    is_listed: bool = True
    """Whether it is to be found at all."""


@dataclass(frozen=True, slots=True)
class Page:
    """A page of a site.

    Attributes:
        path: Its Markdown path in the docs folder.
        file: The source it is made from; empty for a page about several.
        node: The id of the check or terminal it shows; None for any other page.
        meta: Front matter.
        digest: A digest of its front matter, its parts, the pages beside it and whether search lists it.
        search: Its one entry in the search index.
        previous: The page before it, by the shortest way through the tree; empty where it has none.
        next: The page behind it, by the first answer; likewise.
        give_parts: Gives its headings, and the finished HTML between them.
        is_from_cache: Whether an earlier build has made it.
    """

    path: str
    file: str
    node: str | None
    meta: Mapping[str, object]
    digest: str
    search: SearchEntry
    give_parts: Callable[[], tuple[Part, ...]]
    previous: str = ""
    next: str = ""
    is_from_cache: bool = field(default=False, compare=False)

    @property
    def parts(self) -> tuple[Part, ...]:
        """Its headings, and the finished HTML between them."""
        return self.give_parts()

    @property
    def shape(self) -> str:
        """Which headings the page has where, whatever they say."""
        return " ".join(f"{part.level}{part.id}" if isinstance(part, Heading) else "-" for part in self.parts)

    @property
    def anchors(self) -> Iterator[str]:
        """The ids in the page, which links may lead to."""
        for part in self.parts:
            yield from [part.id] if isinstance(part, Heading) else _ID.findall(part)

    @property
    def markdown(self) -> str:
        """The page without front matter."""
        return _markdown(self.parts)

    @property
    def outline(self) -> str:
        """The page without what is finished in it: its headings, and a comment for each part between them.

        That is all that others need to read. Finished HTML could be template syntax to one of them, and is
        long.
        """
        return _markdown(
            part if isinstance(part, Heading) else html_blocks.PART.format(number)
            for number, part in enumerate(self.parts)
        )

    def completed(self, html: str) -> str:
        """Put what is finished into HTML that was made of the outline."""
        for number, part in enumerate(self.parts):
            if not isinstance(part, Heading):
                before, comment, behind = html.partition(html_blocks.PART.format(number))
                html = f"{before}{part}{behind}" if comment else html
        return html

    @property
    def content(self) -> str:
        """The page as a file holds it, front matter first."""
        lines = [f"{key}: {json.dumps(value, ensure_ascii=False)}" for key, value in self.meta.items()]
        return "\n".join(["---", *lines, "---", "", self.markdown, ""])


def _markdown(parts: Iterable[Part]) -> str:
    """Write headings and finished HTML as Markdown."""
    return "\n\n".join(
        part.markdown if isinstance(part, Heading) else f"{html_blocks.BEGIN}\n{part}\n{html_blocks.END}"
        for part in parts
    )


def make_page(  # noqa: PLR0913, PLR0917 - the fields of a page
    path: str,
    file: str,
    node: str | None,
    meta: Mapping[str, object],
    search: SearchEntry,
    parts: tuple[Part, ...],
    beside: tuple[str, str] = ("", ""),
) -> Page:
    """Make a page of its parts; `beside` are the pages before and behind it."""
    headings, texts = take_apart(parts)
    mark = digest([meta, headings, beside, [*map(len, texts)], search.is_listed], "".join(texts))
    return Page(path, file, node, meta, mark, search, lambda: parts, *beside)


def tags_of(tree: Tree) -> list[str]:
    """The tags that a tree's domains become. Material prints them without escaping them."""
    return [str(domain).replace("<", "&lt;") for domain in tree.domains]


def take_apart(parts: Iterable[Part]) -> tuple[list[list[Any] | None], list[str]]:
    """Take the headings of a page, as values of JSON, apart from its long texts, for which None stands."""
    headings: list[list[Any] | None] = []
    texts: list[str] = []
    for part in parts:
        if isinstance(part, Heading):
            headings.append([part.level, part.id, part.text])
        else:
            headings.append(None)
            texts.append(part)
    return headings, texts


def mark_heading(level: int, id_: str, text: str | Line) -> Markup:
    """Mark a heading in a template's output, for `parts_of` to find."""
    line = text if isinstance(text, Line) else Line.verbatim(text)
    return Markup(f"{_MARK}{level}{id_}{_MARK}{line.source}{_MARK}")  # noqa: S704 - no HTML yet


def parts_of(output: str) -> Iterator[Part]:
    """Part what a template gave into headings and the HTML between them."""
    between, *found = _HEADING.split(output)
    yield from _block(between)
    for level, id_, text, behind in zip(*(iter(found),) * 4, strict=True):
        yield Heading(int(level), id_, text)
        yield from _block(behind)


def _block(markup: str) -> Iterator[str]:
    """Make finished HTML of what stands between headings: as Markdown would leave it, and a block."""
    block = markup.replace(html_blocks.END, "").strip()
    # Most blocks have neither, and to look is faster than to replace.
    if "\t" in block:
        block = block.expandtabs(4)
    if "\n " in block:
        block = _BLANK_LINE.sub("\n", block)
    if block:
        first = _BLOCK_TAG.match(block)
        yield block if first and first[1] in _BLOCKS else f"<div>\n{block}\n</div>"


def plain_text(markup: str) -> str:
    """The words of HTML, in one line."""
    apart = _TAG.sub(lambda tag: " " if tag[1] in _BLOCKS or tag[1] == "br" else "", markup)
    return " ".join(html.unescape(apart).split())


def meta_text(text: str) -> str:
    """Write text for front matter: themes print titles and descriptions into HTML without escaping them.

    A theme may also undo the entities in the page's `<title>`, so a closing tag is kept from being one.
    Plugins fill in what looks like a template in titles.
    """
    escaped = html.escape(unbroken(" ".join(text.split())).replace("</", "<\u2060/"))
    return escaped.replace("{", "&#123;").replace("}", "&#125;")
