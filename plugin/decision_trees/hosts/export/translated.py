"""The files of a docs folder in one of its languages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from decision_trees.hosts.export.settings import SettingsError, SiteSettings
from decision_trees.layout.addresses import SUFFIX
from decision_trees.reading.languages import I18N, Languages, guessed, languages_of


@dataclass(frozen=True)
class Translated:
    """The files of one language.

    Attributes:
        origins: The path of each file in the docs folder, by the path that it has in the site.
        originals: The same for sources in the language that the site is written in; none where this is it.
        language: The language; empty where nothing names it.
    """

    origins: Mapping[str, str]
    originals: Mapping[str, str] = field(default_factory=dict)
    language: str = ""


def in_language(paths: Iterable[str], settings: SiteSettings, wanted: str) -> Translated:
    """Choose the files of a language.

    Args:
        paths: The paths of all files.
        settings: The settings of the site.
        wanted: The language; the one that the site is written in where it is empty.

    Raises:
        SettingsError: The site is not in that language.
    """
    paths = list(paths)
    languages = _languages(paths, settings)
    if languages is None:
        if wanted:
            raise SettingsError(f"the site is not in `{wanted}`: nothing is translated in it")
        return Translated({path: path for path in paths})
    language = wanted or languages.default
    if language not in languages.all:
        known = ", ".join(f"`{one}`" for one in languages.all if one)
        raise SettingsError(f"the site is not in `{wanted}`: it is translated into {known}")
    chosen, first = (languages.choose(paths, one) for one in (language, languages.default))
    is_first = language == languages.default
    sources = {} if is_first else {path: origin for path, origin in first.items() if path.endswith(SUFFIX)}
    return Translated(chosen, sources, language)


def _languages(paths: Iterable[str], settings: SiteSettings) -> Languages | None:
    if I18N in settings.plugins:
        options = settings.plugins[I18N]
        return None if options.get("enabled") is False else languages_of(options)
    if settings.values and not settings.is_zensical:
        return None
    return guessed((path for path in paths if path.endswith(SUFFIX)), set(paths).__contains__)
