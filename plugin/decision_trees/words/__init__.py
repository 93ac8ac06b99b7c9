"""The words of the interface, a file for each language."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_FOLDER = Path(__file__).parent

LANGUAGES = tuple(sorted(file.stem for file in _FOLDER.glob("*.toml")))
"""The languages there are words in."""

_PLACE = re.compile(r"\{(\w*)\}")

_BRACES = re.compile(r"\{\{|\}\}|\{(?P<place>[^{}]*)\}|[{}]")


@dataclass(frozen=True)
class Words:
    """The words of one site.

    Attributes:
        page: Those that stand in pages, by name; what stands in braces is filled in.
        walk: Those that the script says while one walks.
    """

    page: Mapping[str, str]
    walk: Mapping[str, str]

    @property
    def names(self) -> frozenset[str]:
        """The names of all words."""
        return frozenset((*self.page, *self.walk))

    def for_script(self) -> str:
        """The words that the script does not know by itself, as JSON; empty where it knows them all."""
        english = _read("en").walk
        own = {name: word for name, word in self.walk.items() if word != english[name]}
        return json.dumps(own, ensure_ascii=False) if own else ""


def load_words(language: str = "en", own: Mapping[str, str] | None = None) -> Words:
    """Get the words of a language.

    Args:
        language: Its tag, such as `de` or `pt-BR`; English stands in for one that is not translated.
        own: Words of the site's own, by name.
    """
    tag = language.replace("_", "-")
    tags = (tag, tag.partition("-")[0].lower(), "en")
    found = _read(next(tag for tag in tags if (_FOLDER / f"{tag}.toml").exists()))
    own = own or {}
    return Words(_with(found.page, own), _with(found.walk, own))


def heading(key: str, words: Mapping[str, str]) -> str:
    """What a long text is headed by.

    Args:
        key: Its key in the source.
        words: The words of pages.

    Returns:
        The word for the key, or the key as words where no language has any yet.
    """
    return words.get(key) or key.replace("_", " ").capitalize()


def unknown_places(name: str, word: str) -> list[str]:
    """The places in braces that a site's own word wants filled in, and that are never filled.

    Args:
        name: A known name.
        word: The site's word for it.

    Returns:
        What stands in the braces. Where Python fills the word in, a brace that is alone is found as well,
        and stands for itself; one that is meant is written twice there.
    """
    english = _read("en")
    known = set(_PLACE.findall({**english.page, **english.walk}[name]))
    by_python = known and name in english.page
    places = _python_places(word) if by_python else _PLACE.findall(word)
    return [place for place in places if place not in known]


def _python_places(word: str) -> list[str]:
    return [
        brace.group() if brace["place"] is None else brace["place"]
        for brace in _BRACES.finditer(word)
        if brace.group() not in ("{{", "}}")
    ]


def _with(words: Mapping[str, str], own: Mapping[str, str]) -> dict[str, str]:
    return {name: own.get(name, word) for name, word in words.items()}


@cache
def _read(tag: str) -> Words:
    tables = tomllib.loads((_FOLDER / f"{tag}.toml").read_text("utf-8"))
    return Words(tables["page"], tables["walk"])


ENGLISH = load_words().page
"""The words of pages in English, which the command line uses too."""
