"""What earlier builds of a site left, and where this one leaves what the next can use."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import ConfigurationError

from decision_trees.cache import fingerprint
from decision_trees.cache.folder import CACHE_FOLDER, UnfitFolderError, find_place, secret
from decision_trees.cache.store import Cache, as_text, digest
from decision_trees.diagnostics.printable import one_line
from decision_trees.hosts.mkdocs.config import DecisionTreesConfig
from decision_trees.hosts.mkdocs.files import PublishedFile
from decision_trees.hosts.mkdocs.languages import BuiltLanguages
from decision_trees.hosts.mkdocs.reporting import log

_PACKAGES = ("mkdocs", "material")

_IN_SITE, _SHOWN = "in site", "shown"
"""Names of records."""

Shown = Mapping[str, Collection[str]]
"""The sources of the trees that pages show, by the pages' paths (see `site.other_pages`)."""


def find_cache_folder(options: DecisionTreesConfig, config: MkDocsConfig) -> Path | None:
    """Find where the cache is, before anything is published; one that cannot be there is done without.

    Raises:
        ConfigurationError: It cannot be where the site's settings want it.
    """
    if not options.cache:
        return None
    others = {"the docs folder": config.docs_dir, "the site's folder": config.site_dir}
    if config.theme.custom_dir:
        others["the theme's folder"] = config.theme.custom_dir
    wanted, settings = options.cache_dir, Path(config.config_file_path or "mkdocs.yml").absolute()
    try:
        return find_place(wanted, settings, {name: Path(path) for name, path in others.items()})
    except UnfitFolderError as error:
        message = one_line(str(error))
        if wanted != CACHE_FOLDER:
            raise ConfigurationError(f"decision-trees: {message}") from error
        log.warning("Nothing is kept for the next build: %s", message)
        return None


class BuildCache:
    """The cache of one build.

    Attributes:
        store: The records; None where there are none, or what pages are made of cannot be told.
        inputs_digest: A digest of all that pages are made of, beside trees and settings.
        shapes: What earlier builds have found out about the pages of each shape (see `pages.Shortcut`).
        in_site: Digests of what lies in the site, by path, in builds of what has changed.
        shown: The trees that each page showed which is not ours; None where nothing is known.
    """

    def __init__(self, folder: Path | None, config: MkDocsConfig, *, is_dirty: bool) -> None:
        """Open the cache in a folder, if there is one, for a site or for the language that is being built."""
        self.store: Cache | None = None
        self.inputs_digest = ""
        self.shapes: Mapping[str, bool] = {}
        self.in_site: Mapping[str, str] = {}
        self.shown: Shown | None = None
        self._site_folder = config.site_dir
        self._is_dirty = is_dirty
        self._cache: Cache | None = None
        if folder is None:
            return
        languages = BuiltLanguages.of(config)
        here, built = (languages.here, languages.built) if languages else ("", ())
        others = [language for language in built if language != here]
        self._cache = cache = Cache(folder, secret(), here, others)
        in_site, shown = (cache.load(name, self._site_folder) for name in (_IN_SITE, _SHOWN))
        self.in_site = (in_site and in_site.read(_texts)) or {}
        self.shown = shown.read(_shown) if shown else None
        try:
            markdown = fingerprint.of_markdown(config.markdown_extensions, config.mdx_configs, _PACKAGES)
            templates = fingerprint.of_templates(config.theme.dirs)
        except fingerprint.UnknownValueError:
            return
        self.inputs_digest = digest(fingerprint.of_code(), templates, markdown)
        self.store = cache
        shapes = cache.load("shapes", self.inputs_digest)
        self.shapes = (shapes and shapes.read(_shapes)) or {}

    def save(self, shapes: Mapping[str, bool], files: Iterable[PublishedFile], shown: Shown) -> None:
        """Keep what this build has found out and published; a failure is no more than said.

        Args:
            shapes: As `shapes` of this cache.
            files: All files of ours.
            shown: As `shown` of this cache, of the pages that have been built.
        """
        cache = self._cache
        if cache is None:
            return
        if self.store and shapes != self.shapes:
            cache.save("shapes", self.inputs_digest, shapes)
        # Digests cost time, and the next build of what has changed may as well publish all of ours.
        in_site = {file.src_uri: file.digest for file in files} if self._is_dirty else {}
        all_shown = {**(self.shown or {}), **shown} if self._is_dirty else shown
        all_shown = {page: sorted(trees) for page, trees in all_shown.items() if trees}
        if in_site != self.in_site:
            cache.save(_IN_SITE, self._site_folder, in_site)
        if all_shown != self.shown:
            cache.save(_SHOWN, self._site_folder, all_shown)
        cache.tidy()
        if cache.failure:
            log.info("Nothing is kept for the next build: %s", one_line(str(cache.failure)))


def _shown(value: Any, _: Sequence[str]) -> Shown:  # noqa: ANN401 - whatever is in the record
    return {as_text(page): [*map(as_text, trees)] for page, trees in value.items()}


def _texts(value: Any, _: Sequence[str]) -> dict[str, str]:  # noqa: ANN401 - likewise
    return {as_text(name): as_text(text) for name, text in value.items()}


def _shapes(value: Any, _: Sequence[str]) -> dict[str, bool]:  # noqa: ANN401 - likewise
    return {as_text(name): bool(is_same) for name, is_same in value.items()}
