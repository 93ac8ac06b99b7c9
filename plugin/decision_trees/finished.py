"""The finished HTML of pages of earlier builds, with the theme around it."""

from __future__ import annotations

from decision_trees.cache import Cache


class FinishedPages:
    """Keeps pages tree by tree, as they are built, so that only one tree's are held at a time."""

    def __init__(self, cache: Cache, key: str) -> None:
        """Take a cache and a digest of all that the pages have in common."""
        self._cache = cache
        self._key = key
        self._tree = ""
        self._known: dict[str, list[str]] = {}
        self._next: dict[str, list[str]] = {}

    def get(self, tree: str, page: str, key: str) -> str | None:
        """Give a page of a tree as it was finished, if it was made of what `key` says."""
        self._open(tree)
        known = self._known.get(page)
        if known is None or known[0] != key:
            return None
        self._next[page] = known
        return known[1]

    def put(self, tree: str, page: str, key: str, html: str) -> None:
        """Keep a page of a tree."""
        self._open(tree)
        self._next[page] = [key, html]

    def close(self) -> None:
        """Write what is not written yet."""
        self._open("")

    def _open(self, tree: str) -> None:
        if tree == self._tree:
            return
        if self._tree and self._next != self._known:
            self._cache.save(_name(self._tree), self._key, self._next)
        self._tree = tree
        record = self._cache.load(_name(tree), self._key) if tree else None
        self._known = record.read() if record else {}
        self._next = {}


def _name(tree: str) -> str:
    return f"finished {tree}"
