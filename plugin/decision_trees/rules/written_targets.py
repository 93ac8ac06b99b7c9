"""Targets that are not written as one: what is wrong with each, and what was meant."""

from __future__ import annotations

import re
from urllib.parse import unquote

from decision_trees.analysis.library import Library
from decision_trees.diagnostics.wording import shorten
from decision_trees.model.ids import is_id, mended
from decision_trees.model.tree import Tree

_FILE = re.compile(r"(?:\.tree)?\.ya?ml$|\.md$|\.html?$", re.IGNORECASE)

_SIGNS = re.compile(r"[/\\#?:|]+")

_BEHIND = re.compile(r"[#?].*", re.DOTALL)

_SCHEME = re.compile(r"to:", re.IGNORECASE)


def fault(written: str, meant: str) -> str:
    """Say what is wrong with how a target is written; empty where it is written as one.

    Args:
        written: How it is written.
        meant: The target that was meant, as far as it is known.
    """
    path = _BEHIND.sub("", written)
    behind = written.removeprefix(path)
    parts = path.strip("/").split("/")
    faults = (
        (_SCHEME.match(written), "`to:` stands before links in texts, not before targets"),
        (behind, f"a target has no `{shorten(behind, 20)}`: it names a page, and no part of one"),
        ("\\" in path, "a target is written with `/`"),
        (path.startswith(("/", "./", "../")), "a target is no path: it begins with an id"),
        (_FILE.search(path), "a target is an id, not the name of a file"),
        ("" in parts, "a target has one `/`"),
        (
            len(parts) > 1 + (not meant.endswith("/")),
            "a target names no folders: a tree's id says which tree",
        ),
        (len(parts) > 1 and path.endswith("/"), "a target that names a node does not end with `/`"),
        (path != path.lower(), "ids are in lower case"),
        (not all(map(is_id, parts)), "ids are made of lower-case words joined by hyphens"),
    )
    return next((words for is_so, words in faults if is_so), "")


def meant(library: Library, home: Tree | None, written: str) -> str:
    """The target that was meant by one that is not written as one; empty where none is found.

    Args:
        library: All trees.
        home: The tree in which it stands, of which nodes are named without it; None in a page.
        written: How it is written.
    """
    bare = _SCHEME.sub("", unquote(written), count=1)
    words = [mended(_FILE.sub("", sign)) for sign in _SIGNS.split(bare)]
    words = [word for word in words if word and word != "index"]
    trees = library.trees
    for number in range(len(words) - 1, -1, -1):
        tree = trees.get(words[number])
        if tree is None:
            continue
        node = next((word for word in reversed(words[number + 1 :]) if word in tree.nodes), None)
        if tree is home and node:
            return node
        if node or len(words) == number + 1:
            return f"{tree.id}/{node or ''}"
        if close := library.node_names(tree).ids.nearest(words[-1]):
            return close if tree is home else f"{tree.id}/{close}"
    last = words[-1] if words else ""
    if home is not None:
        return last if last in home.nodes else ""
    owner = library.names.homes.get(last)
    return f"{owner}/{last}" if owner else ""
