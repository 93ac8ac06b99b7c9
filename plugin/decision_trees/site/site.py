"""What pages need to know of the site they stand in."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Any

from decision_trees.layout.addresses import Addresses
from decision_trees.words import Words, load_words


class TemplateError(Exception):
    """A template of the site's own cannot be filled in; the text says which, where and why."""


class Search(StrEnum):
    """Which of our pages a site's own search lists."""

    PAGES = "pages"
    """Each, by what is on it."""
    TREES = "trees"
    """Each tree, by what is on its page and by its questions and outcomes; no check and no outcome alone."""
    NONE = "none"


TEMPLATES = Path(__file__).parents[1] / "templates"
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
        search: Which pages its search lists.
        edit_links: Where readers edit sources, by the source's path in the docs folder.
        report_url: Where readers report problems, with places to fill in (see `report_address`).
        url: The address of the site itself, where it is known.
        name: What the site is called.
        description: What the site says about itself.
        language: The tag of the language it is written in.
        mistake: The error that is raised where a template of its own cannot be filled in, made of a text.
    """

    addresses: Addresses
    today: date
    templates: Sequence[str | Path] = ()
    words: Words = field(default_factory=load_words)
    tags: bool = True
    health: bool = True
    search: Search = Search.PAGES
    edit_links: Mapping[str, str] = field(default_factory=dict)
    report_url: str = ""
    url: str = ""
    name: str = ""
    description: str = ""
    language: str = "en"
    mistake: Callable[[str], Exception] = TemplateError

    def lists(self, node: str | None) -> bool:
        """Say whether search lists the page of a node, or any other page of ours for None."""
        return self.search is Search.PAGES or (self.search is Search.TREES and node is None)

    def record(self) -> list[Any]:
        """What the pages of every tree are made of, as values of JSON: neither its own link nor the day."""
        words = [dict(self.words.page), dict(self.words.walk)]
        return [
            *(self.addresses.use_directory_urls, words, self.language, self.tags, self.report_url, self.url),
            self.search,
        ]
