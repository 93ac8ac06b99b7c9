"""Markdown to HTML as the site does it: an author's prose, and the headings of our pages."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from typing import Any

from markdown import Extension, Markdown
from markdown.extensions.toc import nest_toc_tokens

from decision_trees.model.line import Line
from decision_trees.prose.escape import marked
from decision_trees.prose.plain import plain

DEFAULT_EXTENSIONS = ("toc", "tables", "fenced_code", "decision_trees.hosts.markdown")
"""What every site understands; a host adds its own."""

_CONTENTS = ("toc", "markdown.extensions.toc")

_REMEMBERED = 512  # texts: those of a few trees, each shown on its tree's page and its own

# Ids that extensions number from one in every text: footnotes, tabs, lines of code.
_NUMBERED = re.compile(r'(?<=[="#])(fn:|fnref\d*:|__tabbed_|__codelineno-|__span-)')


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of a page, which the host lists in its contents; its text may hold code and emphasis."""

    level: int
    id: str
    text: str

    @property
    def markdown(self) -> str:
        """The heading as a line of Markdown."""
        return _markdown(self)

    @property
    def attributes(self) -> str:
        """What gives the heading its id in Markdown."""
        return f"{{: #{self.id} }}"


@lru_cache(_REMEMBERED)
def _markdown(heading: Heading) -> str:
    return f"{'#' * heading.level} {marked(Line(heading.text))} {heading.attributes}"


Part = Heading | str
"""A part of a page: a heading, or finished HTML."""

KnownHeadings = Mapping[str, tuple[str, Sequence[Any]]]
"""Headings as Markdown, each with its HTML and its entry as Markdown's `toc` extension gives it."""


class Renderer:
    """Makes HTML as Markdown with the site's extensions does."""

    def __init__(
        self,
        extensions: Sequence[str | Extension] = DEFAULT_EXTENSIONS,
        configs: Mapping[str, Mapping[str, Any]] | None = None,
    ) -> None:
        """Take the site's extensions and their settings, as Python-Markdown names them."""
        settings = dict(configs or {})
        # A heading in prose is no part of the page's outline, and its id could be another's.
        prose_extensions = [extension for extension in extensions if extension not in _CONTENTS]
        self._plain = plain(prose_extensions, settings)
        self._prose = Markdown(extensions=prose_extensions, extension_configs=settings)
        # Extensions of others read these without asking whether there is `toc`, which makes them.
        vars(self._prose).update(toc="", toc_tokens=[])
        self._page = Markdown(extensions=[*extensions], extension_configs=settings)
        self.prose = lru_cache(_REMEMBERED)(self._render_prose)
        self._headings: dict[str, tuple[str, Sequence[Any]]] = {}

    def _render_prose(self, text: str) -> str:
        """Render an author's Markdown as it is written; its links are resolved in the HTML."""
        if (html := self._plain(text)) is not None:
            return html
        try:
            html = self._prose.reset().convert(text)
        except RecursionError:
            # Python-Markdown reads lists in lists by calling itself. The text is shown as it was written.
            html = f"<pre>{escape(text)}</pre>"
        return distinct(html, hashlib.sha256(text.encode()).hexdigest()[:8])

    def _heading(self, heading: Heading) -> tuple[str, Sequence[Any]]:
        source = heading.markdown
        if source not in self._headings:
            html = self._page.reset().convert(source)
            self._headings[source] = html, getattr(self._page, "toc_tokens", ())
        return self._headings[source]

    def headings(self, parts: Iterable[Part]) -> KnownHeadings:
        """Render the headings among the parts of pages, for `learn`."""
        found = {part.markdown: part for part in parts if isinstance(part, Heading)}
        self._render_together([source for source in found if source not in self._headings])
        return {source: self._heading(heading) for source, heading in found.items()}

    def _render_together(self, sources: Sequence[str]) -> None:
        """Render many headings in one go, which takes half as long, where each comes out as one line."""
        lines = self._page.reset().convert("\n\n".join(sources)).split("\n")
        tokens = [*_flat(getattr(self._page, "toc_tokens", ()))]
        if len(lines) == len(tokens) == len(sources):
            entries = (
                (line, ({**token, "children": []},)) for line, token in zip(lines, tokens, strict=True)
            )
            self._headings.update(zip(sources, entries, strict=True))

    def learn(self, known: KnownHeadings) -> None:
        """Take over headings that were rendered before."""
        self._headings.update(known)

    def html(self, parts: Iterable[Part]) -> str:
        """Render a page at once, as Markdown would heading by heading."""
        return "\n".join(self._heading(part)[0] if isinstance(part, Heading) else part for part in parts)

    def contents(self, parts: Iterable[Part]) -> list[Any]:
        """The table of contents of a page as Markdown's `toc` extension gives it."""
        headings = (self._heading(part)[1] for part in parts if isinstance(part, Heading))
        entries: list[Any] = [{**token, "children": []} for own in headings for token in own]
        return nest_toc_tokens(entries)


def _flat(tokens: Iterable[Any]) -> Iterator[Any]:
    for token in tokens:
        yield token
        yield from _flat(token["children"])


def distinct(html: str, mark: str) -> str:
    """Put a mark into the ids that extensions number, so that they are not those of another text."""
    if not any(prefix in html for prefix in ("fn", "__")):
        return html  # as most: nothing is left to look for
    return _NUMBERED.sub(lambda prefix: f"{prefix[1]}{mark}-", html)
