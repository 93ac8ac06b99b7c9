"""The site's search index with one entry for each of our pages.

The host's search plugins cut a page at its headings, so that a check would be found as its trail, its ways
in and its answers, under titles that are the same in every tree. We leave our pages out there and add the
entries to the index it has written, whose form is the same for MkDocs and Material. What is embedded in other
pages has its entries there too.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from decision_trees.layout.html_blocks import BEGIN, END
from decision_trees.site.page import SearchEntry

SEARCH_INDEX = "search/search_index.json"
"""Where the host writes it in the site."""


@dataclass(frozen=True, slots=True)
class IndexedPage:
    """A page that can be found: its address relative to the root of the site, its entry and its tags."""

    address: str
    entry: SearchEntry
    tags: tuple[str, ...] = ()


def with_entries(index: str, pages: Iterable[IndexedPage]) -> str:
    """Put our entries into a search index, in place of what it says of our pages.

    Args:
        index: The text of `search_index.json`.
        pages: Our pages, those too that it is not to list.

    Returns:
        The text to write; `index` itself where it holds a search structure made beforehand, which the
        entries must not leave behind.

    Raises:
        ValueError: It is no index of the host's: an author may publish anything under that name.
    """
    data = json.loads(index)
    if not _is_index(data):
        raise ValueError("it is no index")
    if "index" in data:
        return index
    # Material shows HTML, MkDocs plain text. Only Material's settings weigh fields.
    record = _html_record if "fields" in data["config"] else _text_record
    found = list(pages)
    ours = {page.address for page in found}
    kept = [entry for entry in data["docs"] if entry["location"].partition("#")[0] not in ours]
    data["docs"] = kept + [record(page) for page in found if page.entry.is_listed]
    return json.dumps(data, separators=(",", ":"))


def _is_index(data: object) -> bool:
    match data:
        case {"docs": [*entries], "config": {}}:
            return all(
                isinstance(entry, dict) and isinstance(entry.get("location"), str) for entry in entries
            )
    return False


def _html_record(page: IndexedPage) -> dict[str, Any]:
    record: dict[str, Any] = {
        "location": page.address,
        "title": html.escape(page.entry.title, quote=False),
        "text": "".join(f"<p>{html.escape(text, quote=False)}</p>" for text in page.entry.texts),
    }
    return {**record, "tags": list(page.tags)} if page.tags else record


def _text_record(page: IndexedPage) -> dict[str, Any]:
    return {"location": page.address, "title": page.entry.title, "text": " ".join(page.entry.texts)}


_EMBEDDED = re.compile(f"{BEGIN}\n.*?\n{END}", re.DOTALL)

_ASIDE = "<!-- decision-trees {} -->"


def set_aside(content: str) -> tuple[str, list[str]]:
    """Leave out of a page's HTML what is embedded in it, so that search does not take it for the page's own.

    Returns:
        The HTML with a comment in place of each part, and the parts, for `bring_back`.
    """
    parts: list[str] = []

    def leave_out(part: re.Match[str]) -> str:
        parts.append(part[0])
        return _ASIDE.format(len(parts))

    return _EMBEDDED.sub(leave_out, content), parts


def bring_back(content: str, parts: Iterable[str]) -> str:
    """Put the parts that were set aside into their places again."""
    for number, part in enumerate(parts, 1):
        content = content.replace(_ASIDE.format(number), part)
    return content


def with_pagefind_entry(page: str, entry: SearchEntry) -> str:
    """Write what Pagefind is to find a page of ours by into the finished page, out of sight.

    Pagefind reads finished pages. Its theme marks what it is to read on each, but for pages that are left
    out of search, as ours are. One that search is not to list stays as it is.
    """
    if not entry.is_listed:
        return page
    texts = "".join(f"<p>{html.escape(text)}</p>" for text in entry.texts)
    title = f'<p data-pagefind-meta="title">{html.escape(entry.title)}</p>'
    before, end, behind = page.rpartition("</body>")
    found = f"<div hidden data-pagefind-body>{title}{texts}</div>\n" if end else ""
    return f"{before}{found}{end}{behind}"
