"""Where `check` leaves what the next one can use."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from pathlib import Path

from decision_trees.cache import fingerprint
from decision_trees.cache.folder import CACHE_FOLDER, UnfitFolderError, find_place, secret
from decision_trees.cache.store import Cache, digest
from decision_trees.diagnostics.printable import one_line
from decision_trees.reading.kept import KeptReadings
from decision_trees.reading.scopes import Scope

FEWEST = 20
"""For how many trees there is a cache: fewer are read before anybody has noticed, and leave no folder."""


class ReadingCache:
    """The cache of what belongs together: of a site, or of a folder that is in none.

    Files that were named one by one have no cache, for next time it may be others.
    """

    def __init__(self, scope: Scope) -> None:
        """Take what is read; nothing is opened before it is needed."""
        self._scope = scope
        self._cache: Cache | None = None
        self._failure = ""

    def readings(self, language: str | None, count: int) -> KeptReadings | None:
        """Open the readings of so many sources in a language; None where none are kept."""
        if self._cache is None and count >= FEWEST:
            self._cache = self._open()
        return KeptReadings(self._cache, fingerprint.of_code(), language or "") if self._cache else None

    def close(self) -> Iterator[str]:
        """Delete what nobody has asked for, and tell why nothing is kept, if so."""
        if self._cache:
            self._cache.tidy()
            self._failure = str(self._cache.failure or "")
        if self._failure:
            yield f"nothing is kept for the next check: {one_line(self._failure)}"

    def _open(self) -> Cache | None:
        docs = self._scope.docs
        if docs:
            wanted, site = docs.cache_dir, Path(docs.settings_folder, "check")
            others = {"the docs folder": Path(docs.path), "the site folder": Path(docs.site_folder)}
        elif len(self._scope.asked) == 1 and not self._scope.named:
            (folder,) = self._scope.asked
            wanted, site = "", Path.cwd() / digest(posixpath.relpath(folder, Path.cwd().as_posix()))
            others = {}
        else:
            return None
        if wanted is None:
            return None
        try:
            place = find_place(wanted or CACHE_FOLDER, site, others)
        except UnfitFolderError as error:
            self._failure = str(error)
            return None
        return Cache(place, secret())
