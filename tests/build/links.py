"""A link checker: does everything that a published page points at exist?"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from urllib.parse import parse_qsl, quote, unquote, urljoin, urlsplit

from tests.build.html_reading import Element, read_page

_FETCHED = (("img", "src"), ("script", "src"), ("source", "src"), ("iframe", "src"), ("link", "href"))
_LINK_RELATIONS_NOT_FETCHED = frozenset({"canonical", "prev", "next", "edit"})
_CLICK = re.compile(r'^click n\d+ href "([^"]*)"$', re.MULTILINE)


@dataclass(frozen=True)
class Links:
    """The links of a published site.

    Attributes:
        published: The folder of the site.
        url: Where the site says that it stands; ends with a slash.
    """

    published: Path
    url: str

    def broken(self) -> list[str]:
        """Name every link that leads nowhere, and every file asked of another host."""
        return [
            f"{page.relative_to(self.published)}: {problem}"
            for page in sorted(self.published.rglob("*.html"))
            for problem in self._problems(page)
        ]

    def count(self) -> int:
        """How many links there are, those to other hosts left out."""
        pages = self.published.rglob("*.html")
        return sum(self._is_ours(urljoin(self._address(page), url)) for page in pages for url in urls(page))

    def resolves(self, url: str) -> bool:
        """Say whether an address of this site, full or relative to its root, is there, its fragment too."""
        return self._exists(urljoin(self.url, url))

    def _problems(self, page: Path) -> Iterator[str]:
        for url in urls(page):
            full = urljoin(self._address(page), url)
            if self._is_ours(full) and not self._exists(full):
                yield f"{url} leads nowhere"
        for url in fetched(page):
            if not url.startswith("data:") and not self._is_ours(urljoin(self._address(page), url)):
                yield f"{url} is asked of another host"

    def _address(self, page: Path) -> str:
        return urljoin(self.url, quote(page.relative_to(self.published).as_posix()))

    def _is_ours(self, full: str) -> bool:
        here, there = urlsplit(self.url), urlsplit(full)
        return (here.scheme, here.netloc) == (there.scheme, there.netloc)

    def _exists(self, full: str) -> bool:
        file = self._file(full)
        fragment = unquote(urlsplit(full).fragment)
        if file is None or not fragment or file.suffix != ".html":
            return file is not None
        document = read_page_once(file)
        if fragment.startswith("walk?"):
            return can_be_walked(document, fragment)
        return fragment in ids(file)

    def _file(self, full: str) -> Path | None:
        # The readthedocs theme writes a double slash in its 404 page; servers read it as one.
        path = re.sub("/{2,}", "/", unquote(urlsplit(full).path))
        root = urlsplit(self.url).path
        if not path.startswith(root):
            return None
        file = self.published / path.removeprefix(root)
        file = file / "index.html" if path.endswith("/") else file
        return file if file.is_file() else None


@cache
def read_page_once(file: Path) -> Element:
    """Read a document that many links lead to."""
    return read_page(file)


@cache
def ids(file: Path) -> frozenset[str]:
    """The places in a document that a fragment can name."""
    names = {element.attributes.get("id") for element in read_page_once(file)}
    names |= {element.attributes.get("name") for element in read_page_once(file).select("a[name]")}
    return frozenset(name for name in names if name)


def urls(page: Path) -> Iterator[str]:
    """Give every address that a page links to or fetches, also those in the source of a chart."""
    document = read_page_once(page)
    for element in document:
        for name in ("href", "src", "action"):
            if element.attributes.get(name):
                yield element.attributes[name]
    for chart in document.select("pre.dt-chart__source"):
        yield from _CLICK.findall("".join(chart.texts()))


def fetched(page: Path) -> Iterator[str]:
    """Give every address that a browser asks for by itself to show a page."""
    document = read_page_once(page)
    for tag, attribute in _FETCHED:
        for element in document.select(f"{tag}[{attribute}]"):
            if not _LINK_RELATIONS_NOT_FETCHED & set(element.attributes.get("rel", "").split()):
                yield element.attributes[attribute]


def can_be_walked(document: Element, fragment: str) -> bool:
    """Say whether the walk in a fragment can be taken from the start by answers of the page."""
    step = document.one("decision-tree").attributes["data-start"]
    for check, answer in parse_qsl(fragment.removeprefix("walk?"), strict_parsing=True):
        links = document.select(f"section#step-{step} a[data-answer={answer}]")
        if check != step or len(links) != 1:
            return False
        step = links[0].href.removeprefix("#step-")
    return True


def search_entries(published: Path) -> list[dict[str, str]]:
    """Read the entries of the search index."""
    index = json.loads((published / "search" / "search_index.json").read_text(encoding="utf-8"))
    entries: list[dict[str, str]] = index["docs"]
    return entries


def addresses_for_programs(published: Path) -> Iterator[str]:
    """Give every address in the site's data for programs, relative to its root."""
    for file in [*published.rglob("tree.json"), *published.rglob("index.json")]:
        here = quote(file.relative_to(published).as_posix())
        pairs = re.findall(r'"(?:url|data)": *("(?:[^"\\]|\\.)*")', file.read_text(encoding="utf-8"))
        yield from (urljoin(here, json.loads(address)) for address in pairs)
    yield from re.findall(r"(?<!\\)\]\(([^)]+)\)", (published / "llms.txt").read_text(encoding="utf-8"))
