"""Trees in several languages, as mkdocs-static-i18n has pages: one source for each, under one id.

A tree is translated by a source beside it (`a.de.tree.yaml`) or in the folder of the language
(`de/trees/a.tree.yaml`). What has no translation is shown as it is, if the site says so.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from decision_trees.diagnostics.diagnostic import Diagnostic
from decision_trees.layout.addresses import SUFFIX
from decision_trees.reading.read import Reading
from decision_trees.rules.translations import differences

I18N = "i18n"
"""What the plugin that builds the languages is called in the settings."""

Split = Callable[[str], tuple[str, str | None]]
"""Takes a path apart: that of the original, and the language, if it names one."""


@dataclass(frozen=True)
class Languages:
    """The languages of a site.

    Attributes:
        default: The one that is written first.
        all: Every one, that one first.
        split: Takes a path in the docs folder apart.
        is_original_shown: Whether what has no translation is shown as it is.
    """

    default: str
    all: tuple[str, ...]
    split: Split
    is_original_shown: bool = True

    def choose(self, paths: Iterable[str], language: str) -> dict[str, str]:
        """Choose what a language shows: the path of each file, by that of its original."""
        chosen: dict[str, tuple[int, str]] = {}
        ranks: list[str | None] = [language]
        if self.is_original_shown or language == self.default:
            ranks += [None, self.default]
        for path in paths:
            original, own = self.split(path)
            if own in ranks:
                rank = ranks.index(own)
                if original not in chosen or rank < chosen[original][0]:
                    chosen[original] = rank, path
        return {original: path for original, (_, path) in chosen.items()}


def split_by_folder(is_language: Callable[[str], bool], path: str) -> tuple[str, str | None]:
    """Take a path apart that begins with the folder of its language, if with any."""
    folder, _, rest = path.partition("/")
    return (rest, folder) if rest and is_language(folder) else (path, None)


def split_by_suffix(is_language: Callable[[str], bool], path: str) -> tuple[str, str | None]:
    """Take a path apart in whose name the language stands before the ending, if any does."""
    ending = SUFFIX if path.endswith(SUFFIX) else f".{path.rpartition('.')[2]}"
    before, dot, language = path.removesuffix(ending).rpartition(".")
    return (f"{before}{ending}", language) if dot and is_language(language) else (path, None)


# --- as settings name them ------------------------------------------------------------------------


def languages_of(options: Mapping[str, Any]) -> Languages | None:
    """The languages that the plugin's options name; None where it would refuse them."""
    listed = options.get("languages")
    languages = [one for one in listed if isinstance(one, Mapping)] if isinstance(listed, list) else []
    names = [str(one.get("locale")) for one in languages]
    defaults = (name for name, one in zip(names, languages, strict=True) if one.get("default") is True)
    default = options.get("build_only_locale") or next(defaults, None)
    if default not in names:
        return None
    is_by_folder = options.get("docs_structure") == "folder"
    return Languages(
        default,
        tuple(dict.fromkeys((default, *names))),
        partial(split_by_folder if is_by_folder else split_by_suffix, frozenset(names).__contains__),
        options.get("fallback_to_default") is not False,
    )


# --- as names show them ---------------------------------------------------------------------------


def guessed(sources: Iterable[str], exists: Callable[[str], bool]) -> Languages | None:
    """Guess the languages of sources by their names, where no settings say anything of them.

    That is a translation which lies beside its original, or in the folder of a language. Of a folder it is
    known where all beside it that hold sources are named by languages, and two of them hold one of the same
    path.

    Args:
        sources: The paths of the sources.
        exists: Says whether there is a file at a path.

    Returns:
        The languages; None where nothing is a translation.
    """
    sources = list(sources)
    folders = _folders(sources)
    beside = {path: split_by_suffix(_is_language, path) for path in sources}
    suffixes = {own for original, own in beside.values() if own and exists(original)}
    in_folders = sorted(name for names in folders.values() for name in names)
    if not suffixes and not in_folders:
        return None
    default = "en" if "en" in in_folders else next(iter(in_folders), "")

    def split(path: str) -> tuple[str, str | None]:
        above, names = next((one for one in folders.items() if path.startswith(one[0])), ("", set()))
        original, language = split_by_folder(names.__contains__, path.removeprefix(above))
        if language:
            return f"{above}{original}", language
        original, language = split_by_suffix(suffixes.__contains__, path)
        return (original, language) if language and exists(original) else (path, None)

    return Languages(default, tuple(dict.fromkeys((default, *sorted({*in_folders, *suffixes})))), split)


def _folders(sources: Iterable[str]) -> dict[str, set[str]]:
    """The names of the folders of languages, by the path of the folder in which they lie."""
    inside: defaultdict[str, defaultdict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for path in sources:
        folders = path.split("/")[:-1]
        for depth, folder in enumerate(folders):
            above = "".join(f"{name}/" for name in folders[:depth])
            inside[above][folder].add(path.removeprefix(f"{above}{folder}/"))
    found = {}
    for above, languages in inside.items():
        held = [path for paths in languages.values() for path in paths]
        if all(map(_is_language, languages)) and len(set(held)) < len(held):
            found[above] = {*languages}
    return found


def _is_language(name: str) -> bool:
    """Say whether something is named as a language, perhaps with its script or region, is."""
    found = re.fullmatch("([a-z]{2})(?:-[A-Za-z]{4})?(?:[-_][A-Z]{2})?", name)
    return found is not None and found[1] in _CODES.split()


_CODES = """
aa ab ae af ak am an ar as av ay az ba be bg bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv
dz ee el en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie
ig ii ik io is it iu ja jv ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv
mg mh mi mk ml mn mr ms mt my na nb nd ne ng nl nn no nr nv ny oc oj om or os pa pi pl ps pt qu rm
rn ro ru rw sa sc sd se sg si sk sl sm sn so sq sr ss st su sv sw ta te tg th ti tk tl tn to tr ts
tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu
"""
"""ISO 639-1."""


# --- compared -------------------------------------------------------------------------------------

Named = tuple[Reading, Mapping[str, str]]
"""What was read in a language, and the names by which authors know the sources, if not by their own."""


def differing(original: Named, translation: Named) -> Iterator[Diagnostic]:
    """Tell where the trees of a language lead elsewhere than their originals, in the files of authors."""
    originals, names_there = original
    translated, names = translation
    broken = originals.broken | translated.broken
    for tree in translated.library.trees.values():
        there = originals.library.trees.get(tree.id)
        if there and tree.digest != there.digest and tree.file not in broken:
            for told in differences(there, tree):
                here, elsewhere = (told.with_files(partial(_name, known)) for known in (names, names_there))
                yield replace(here, related=elsewhere.related)


def _name(names: Mapping[str, str], file: str) -> str:
    return names.get(file, file)
