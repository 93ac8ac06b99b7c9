"""Where an export leaves what the next one can use."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from decision_trees.cache import fingerprint
from decision_trees.cache.folder import CACHE_FOLDER, UnfitFolderError, find_place, secret
from decision_trees.cache.store import Cache, digest
from decision_trees.diagnostics.printable import one_line
from decision_trees.hosts.export.settings import SiteSettings
from decision_trees.reading.kept import KeptReadings


class ExportCache:
    """The cache of one export.

    Attributes:
        store: The records; None where there are none, or what files are made of cannot be told.
        inputs_digest: A digest of all that files of trees are made of, beside the trees and the site.
    """

    def __init__(  # noqa: PLR0913, PLR0917 - where it is, and what files are made of
        self,
        settings: SiteSettings,
        docs: str,
        output: str,
        form: str,
        templates: Sequence[str],
        extensions: Sequence[str],
        configs: Mapping[str, Mapping[str, Any]],
    ) -> None:
        """Open the cache where the settings want it; each folder that is written to has one of its own."""
        self.store: Cache | None = None
        self.inputs_digest = ""
        self._failure = ""
        if settings.options.get("cache") is False:
            return
        wanted = str(settings.options.get("cache_dir") or CACHE_FOLDER)
        others = {"the docs folder": Path(docs), "the folder to write into": Path(output)}
        try:
            folder = find_place(wanted, Path(settings.folder, digest(output)), others)
            made_of = fingerprint.of_markdown(extensions, configs), fingerprint.of_templates(templates)
        except fingerprint.UnknownValueError:
            return
        except UnfitFolderError as error:
            self._failure = str(error)
            return
        self.inputs_digest = digest(fingerprint.of_code(), *made_of, form)
        self.store = Cache(folder, secret())

    def readings(self, language: str) -> KeptReadings | None:
        """The readings of sources in a language; None where none are kept."""
        if self.store is None:
            return None
        # Every tree of which nothing is kept yet is needed here.
        return KeptReadings(self.store, fingerprint.of_code(), language, side_by_side=False)

    def close(self) -> Iterator[str]:
        """Delete what nobody has asked for, and tell why nothing is kept, if so."""
        if self.store:
            self.store.tidy()
            self._failure = str(self.store.failure or "")
        if self._failure:
            yield f"nothing is kept for the next export: {one_line(self._failure)}"
