"""The settings of the site that an export is made from: `mkdocs.yml` or `zensical.toml`, read as data."""

from __future__ import annotations

import posixpath
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from pathspec import GitIgnoreSpec

from decision_trees.diagnostics.codes import CODES, Level, may_be
from decision_trees.diagnostics.printable import one_line
from decision_trees.reading.docs_folder import PLUGIN, settings_in
from decision_trees.reading.files import Storage
from decision_trees.reading.languages import I18N, languages_of
from decision_trees.site.site import Search

ZENSICAL = "zensical.toml"
"""What Zensical's own settings are called."""


class SettingsError(Exception):
    """The settings cannot be used; the text says why, and what to do."""


@dataclass(frozen=True)
class SiteSettings:
    """The settings of a site, whoever reads them otherwise.

    Attributes:
        folder: The folder in which they lie; or would.
        values: What they say, by key.
        is_zensical: Whether they are Zensical's own.
    """

    folder: str
    values: Mapping[str, Any] = field(default_factory=dict)
    is_zensical: bool = False

    def text(self, key: str) -> str:
        """A text; empty where there is none."""
        return _text(self.values.get(key))

    def is_on(self, key: str) -> bool:
        """Whether something is not switched off."""
        return self.values.get(key) is not False

    @cached_property
    def plugins(self) -> Mapping[str, Mapping[str, Any]]:
        """The options of plugins, by name."""
        return dict(_named(self.values.get("plugins")))

    @cached_property
    def extensions(self) -> Mapping[str, Mapping[str, Any]]:
        """The options of Markdown extensions, by name; those of a family may stand together in TOML."""
        found: dict[str, Mapping[str, Any]] = {}
        for name, options in _named(self.values.get("markdown_extensions")):
            if name in _FAMILIES:
                found |= {f"{name}.{inner}": own for inner, own in _named(options)}
            else:
                found[name] = options
        return found

    @property
    def options(self) -> Mapping[str, Any]:
        """The options of our own plugin."""
        return self.plugins.get(PLUGIN, {})

    @property
    def levels(self) -> dict[str, Level]:
        """The levels set for codes."""
        own = self.options.get("levels")
        written = {key: str(value or "off") for key, value in own.items()} if isinstance(own, dict) else {}
        known = {key: Level(level) for key, level in written.items() if key in CODES and level in list(Level)}
        return {key: level for key, level in known.items() if may_be(key, level)}

    @property
    def search(self) -> Search:
        """Which of our pages search lists.

        Raises:
            SettingsError: They name nothing that we know.
        """
        wanted = self.options.get("search", Search.PAGES)
        if wanted not in list(Search):
            *others, last = Search
            raise SettingsError(
                f"the option `search` is `{one_line(str(wanted))}`: set it to {', '.join(others)} or {last}"
            )
        return Search(str(wanted))

    @property
    def theme(self) -> Mapping[str, Any]:
        """The options of the theme."""
        theme = self.values.get("theme")
        return theme if isinstance(theme, dict) else {}

    @property
    def exclude(self) -> GitIgnoreSpec:
        """What of the docs folder is not published."""
        return GitIgnoreSpec.from_lines(self.text("exclude_docs").splitlines())

    def in_language(self, language: str) -> SiteSettings:
        """The settings of one of the site's languages, as mkdocs-static-i18n takes them.

        It publishes each but the first in a folder of its own, unless the site's address is another in it.
        """
        options = self.plugins.get(I18N, {})
        languages = languages_of(options)
        if not languages or language not in languages.all:
            return self
        listed = (one for one in options["languages"] if isinstance(one, dict))
        own = next(one for one in listed if str(one.get("locale")) == language)
        values = {**self.values, **{key: own[key] for key in _TRANSLATED if own.get(key)}}
        url = self.text("site_url")
        if url and language != languages.default and not own.get("site_url"):
            values["site_url"] = f"{url.rstrip('/')}/{language}/"
        return replace(self, values=values)

    def edit_link(self, docs_name: str, path: str) -> str:
        """Where readers edit a file of the docs folder; empty where nothing says so.

        Args:
            docs_name: The docs folder, by its path from the settings.
            path: The file's path in it.
        """
        repository, uri = self.text("repo_url").rstrip("/"), self.values.get("edit_uri")
        if uri is None and repository:
            uri = next((_EDITED[host] for host in _EDITED if f"//{host}/" in f"{repository}/"), None)
            uri = f"{uri}/{docs_name}/" if uri else None
        if not uri:
            return ""
        start = str(uri) if "://" in str(uri) else f"{repository}/{str(uri).lstrip('/')}"
        joined = "" if start.endswith(("/", "=")) else "/"
        return f"{start}{joined}{path}" if repository or "://" in str(uri) else ""


_TRANSLATED = ("site_name", "site_description", "site_url")
"""What a language may have of its own."""

_FAMILIES = ("pymdownx", "zensical", "markdown")

_EDITED = {
    "github.com": "edit/master",
    "gitlab.com": "edit/master",
    "bitbucket.org": "src/default",
}
"""Where hosts of repositories let readers edit, as MkDocs and Zensical have it."""


def _text(value: object) -> str:
    return "" if value is None or isinstance(value, (dict, list, bool)) else str(value)


def _named(listed: object) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Things with options, in either of the ways in which they are listed."""
    for item in [listed] if isinstance(listed, dict) else listed if isinstance(listed, list) else ():
        if isinstance(item, dict):
            for name, options in item.items():
                yield str(name), options if isinstance(options, dict) else {}
        else:
            yield str(item), {}


def find_settings(storage: Storage, folder: str, *, prefer_zensical: bool) -> SiteSettings:
    """Read the settings that lie in a folder or in the nearest one above it; empty ones where there are none.

    Raises:
        SettingsError: There are settings that nobody can read.
    """
    above = folder
    while True:
        readers = [_mkdocs, _zensical][:: -1 if prefer_zensical else 1]
        for reader in readers:
            if values := reader(storage, above):
                return SiteSettings(above, values, is_zensical=reader is _zensical)
        parent = posixpath.dirname(above)
        if parent in {"", above}:
            return SiteSettings(folder)
        above = parent


def _mkdocs(storage: Storage, folder: str) -> Mapping[str, Any]:
    return settings_in(storage, folder)


def _zensical(storage: Storage, folder: str) -> Mapping[str, Any]:
    file = posixpath.join(folder, ZENSICAL)
    if not storage.exists(file):
        return {}
    try:
        data = tomllib.loads(storage.read(file).decode("utf-8"))
    except (ValueError, RecursionError) as error:
        raise SettingsError(f"`{ZENSICAL}` cannot be read: {error}") from error
    project = data.get("project", data)
    return project if isinstance(project, dict) else {}
