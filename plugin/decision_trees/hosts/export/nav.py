"""Where pages stand in a generator's navigation, as data."""

from __future__ import annotations

import json
import posixpath
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from decision_trees.model.line import Line
from decision_trees.prose.escape import marked

LITERATE_NAV = "SUMMARY.md"
"""The navigation of a folder, as the plugin literate-nav reads it, and Zensical by itself."""

SIDEBAR = "sidebar.json"

_FORMAT_VERSION = 1


@dataclass(frozen=True, slots=True)
class NavEntry:
    """A page in the navigation: its title, its path among the pages, and its address from the site's root."""

    title: str
    path: str
    address: str


def literate_nav(folder: str, entries: Sequence[NavEntry]) -> str:
    """Write the navigation of a folder as a list of links."""
    lines = (
        f"- [{marked(Line.verbatim(entry.title))}]({posixpath.relpath(entry.path, folder)})"
        for entry in entries
    )
    return "\n".join((*lines, ""))


def sidebar(folders: Mapping[str, Sequence[NavEntry]]) -> str:
    """Write the navigation of all folders of trees, for a generator's own settings to read."""
    sections = [
        {
            "folder": folder,
            "pages": [
                {"title": entry.title, "path": entry.path, "address": entry.address} for entry in entries
            ],
        }
        for folder, entries in folders.items()
    ]
    return json.dumps({"format": _FORMAT_VERSION, "sections": sections}, ensure_ascii=False, indent=2) + "\n"
