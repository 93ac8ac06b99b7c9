"""Targets that are not written as one: what is wrong with each, and what was meant."""

from __future__ import annotations

import re
from urllib.parse import unquote

from decision_trees.analysis.library import Library
from decision_trees.diagnostics.wording import shorten
from decision_trees.model.ids import is_id, mended
from decision_trees.model.tree import Tree
from decision_trees.source import arrows

_FILE = re.compile(r"(?:\.tree)?\.ya?ml$|\.md$|\.html?$", re.IGNORECASE)

_SIGNS = re.compile(r"[/\\#?:|]+")

_ALL_SIGNS = re.compile(r"[^\w-]+|-+>")

_HAS_SIGNS = re.compile(
    r"[/\\#?:|\[\]>=→]|[,;]\s*\S|\.\w|\s(?:or|and)\s|\.(?:md|ya?ml|html?)$", re.IGNORECASE
)

_DOTTED = re.compile(r"\w(?:[.:\[>]|->)")

_MARKDOWN = re.compile(r"\[.*\]\(|\[\[")

_COMMENT = re.compile(r"\s(?:/[/*]|<!--|--\s)")

_SEVERAL = re.compile(r"\s(?:or|and|&&?|\|\|?)\s|[,;]\s*\S", re.IGNORECASE)

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
        (_MARKDOWN.match(written), "a target stands alone, not in a link of Markdown"),
        (arrows.ahead(written), "the colon before it is the arrow"),
        (_COMMENT.search(written), "a comment begins with ` # `"),
        (_SEVERAL.search(written), "an answer leads to one place"),
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
        (" " in path.strip() and meant, "a target is an id, without words before it"),
        (_DOTTED.search(path) and meant, _in_place_of_slash(meant)),
        (path != path.lower(), "ids are in lower case"),
        (not all(map(is_id, parts)), "ids are made of lower-case words joined by hyphens"),
    )
    return next((words for is_so, words in faults if is_so), "")


def _in_place_of_slash(meant: str) -> str:
    return "a node of another tree stands behind a `/`" if "/" in meant else "an id needs nothing before it"


def is_other(library: Library, home: Tree, written: str) -> bool:
    """Say whether a text in place of a target looks like one in another notation, not like a misspelt id."""
    if _HAS_SIGNS.search(written) or arrows.ahead(written):
        return True
    return " " in written.strip() and meant(library, home, written) != ""


def meant(library: Library, home: Tree | None, written: str) -> str:
    """The target that was meant by one that is not written as one; empty where none is found.

    Args:
        library: All trees.
        home: The tree in which it stands, of which nodes are named without it; None in a page.
        written: How it is written.
    """
    bare = _SCHEME.sub("", unquote(written), count=1)
    if home and _SEVERAL.search(bare):
        return ""
    bare = _COMMENT.split(bare)[0]
    ways = ((bare, _SIGNS), (bare, _ALL_SIGNS), (_BEHIND.sub("", bare), _SIGNS))
    splits = ([mended(_FILE.sub("", sign)) for sign in signs.split(text)] for text, signs in ways)
    return next((found for words in splits if (found := _meant_by(library, home, words))), "")


def _meant_by(library: Library, home: Tree | None, signs: list[str]) -> str:
    words = [word for word in signs if word and word != "index"]
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
