"""From the paths that an author names to checked trees.

Whatever is named, the docs folder that it lies in is read as a whole, as a build does. What is told is what
was asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, partial
from pathlib import Path

from decision_trees.analysis.library import Library
from decision_trees.diagnostics.codes import Level
from decision_trees.diagnostics.diagnostic import Diagnostic, apply_levels, in_order
from decision_trees.diagnostics.printable import is_text, one_line
from decision_trees.layout.addresses import SUFFIX, tree_id
from decision_trees.layout.html_blocks import BEGIN
from decision_trees.model.span import Span
from decision_trees.model.tree import Tree
from decision_trees.reading.docs_folder import DocsFolder
from decision_trees.reading.files import DISK, FoundPath, PathKind, Storage
from decision_trees.reading.languages import differing, guessed
from decision_trees.reading.read import (
    Contents,
    Reading,
    Settings,
    SourceContent,
    content_of,
    page_text,
    read,
)
from decision_trees.reading.reading_cache import ReadingCache
from decision_trees.reading.scopes import Scope, search
from decision_trees.rules.site import misnamed
from decision_trees.source.decode import Decoded, decode


@dataclass(frozen=True)
class LoadedScope:
    """What has been read of a docs folder, or of what is in none.

    Attributes:
        reading: All trees there, and all that is wrong with them.
        settings: What they were checked by.
        docs: The docs folder, if it is one.
        asked: Where the sources lie that were asked for, by name.
        pages: Where the Markdown pages lie, by name.
        locked: Where folders lie that were asked for and cannot be searched, by name.
        quiet: The names of what was not asked for, of which nothing is told.
        language: The language that the trees are translated into; None of what the site is written in.
    """

    reading: Reading
    settings: Settings
    docs: DocsFolder | None
    asked: Mapping[str, str]
    pages: Mapping[str, str]
    locked: Mapping[str, str]
    quiet: frozenset[str]
    language: str | None = None

    @property
    def site(self) -> str:
        """The docs folder, which the parts of all languages have in common; empty where there is none."""
        return self.docs.path if self.docs else ""

    def diagnostics(self) -> Iterator[Diagnostic]:
        """What is wrong with what was asked for, or with something else because of it."""
        for diagnostic in self.reading.diagnostics:
            if not {span.file for span in diagnostic.spans} <= self.quiet:
                yield diagnostic


@dataclass(frozen=True)
class Loaded:
    """What has been read.

    Attributes:
        parts: One for each docs folder, and one for what is in none; one more for each language that trees
            there are translated into.
        empty: The folders that were asked for in which there is no source.
        notes: What else is to be told.
    """

    parts: tuple[LoadedScope, ...]
    empty: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    def asked_trees(self) -> Iterator[tuple[Library, Tree]]:
        """The trees that were asked for, each with those it may lead to."""
        for part in self.parts:
            library = part.reading.library
            yield from ((library, tree) for tree in library.trees.values() if tree.file in part.asked)

    def reading(self) -> Reading:
        """All in one: every tree, and what is wrong with what was asked for."""
        readings = [part.reading for part in self.parts]
        libraries = [reading.library for reading in readings]
        trees = {
            tree.file: tree
            for library in reversed(libraries)  # what a language shows untranslated is that of the first
            for tree in (*library.trees.values(), *library.doubles)
        }
        unread = (file for library in libraries for file in library.unread.values())
        return Reading(
            libraries[0] if len(libraries) == 1 else Library(trees.values(), unread=unread),
            tuple(in_order(diagnostic for part in self.parts for diagnostic in part.diagnostics())),
            {name: text for reading in readings for name, text in reading.sources.items()},
            frozenset(name for part in self.parts for name in part.asked),
        )


def load(*paths: str | Path, settings: Settings | None = None, with_pages: bool = False) -> Reading:
    """Read and check source files.

    Args:
        paths: Files, and folders that are searched for `*.tree.yaml`. Of what lies in the docs folder of a
            site, as its settings say, that is found which a build would find. Elsewhere hidden folders, and
            what npm installed, are left out.
        settings: What is to be known beside the settings of the site, and over them.
        with_pages: Whether the Markdown pages that were asked for are checked too, where they speak of trees.

    Returns:
        The library, which has the other trees of the docs folder too, and all that is wrong with what was
        asked for. A path that cannot be read is a diagnostic, not an error.
    """
    return load_all(map(str, paths), settings, with_pages=with_pages).reading()


def load_all(  # noqa: PLR0913 - each for one of the commands
    paths: Iterable[str],
    settings: Settings | None = None,
    *,
    with_pages: bool = False,
    storage: Storage = DISK,
    alone: bool = False,
    instead: Mapping[str, SourceContent] | None = None,
    keeps: bool = False,
) -> Loaded:
    """Read and check source files of one docs folder or several.

    Args:
        paths: Files, and folders to search.
        settings: What is to be known beside the settings of the sites, and over them.
        with_pages: Whether the Markdown pages that were asked for are checked too.
        storage: Where the files lie.
        alone: Whether nothing is read but what was asked for.
        instead: Contents, by absolute path, of files that are read as if they were there.
        keeps: Whether what is read is kept in a cache, and what is kept there is not read again.
    """
    found = search(storage, paths, alone=alone)
    # What leads from one scope or language to another is read with each of them, but decoded once.
    reader = _Reader(settings or Settings(), instead or {}, cache(decode), with_pages=with_pages, alone=alone)
    scopes = found.scopes or (Scope(storage, "."),)
    parts: list[LoadedScope] = []
    notes: list[str] = []
    for scope in scopes:
        kept = ReadingCache(scope) if keeps else None
        parts += reader.read(scope, kept)
        notes += kept.close() if kept else ()
    return Loaded(tuple(parts), found.empty, tuple(notes))


@dataclass(frozen=True)
class _Reader:
    """Reads what belongs together."""

    settings: Settings
    instead: Mapping[str, SourceContent]
    decode: Callable[..., Decoded]
    with_pages: bool
    alone: bool

    def read(self, scope: Scope, kept: ReadingCache | None) -> Iterator[LoadedScope]:
        """Read what belongs together: once, or once for each language."""
        first: LoadedScope | None = None
        for share in _shares(scope):
            part = self._part(scope, share, kept)
            if first is None:
                first = part
                yield part
            else:
                yield replace(part, reading=_beside(first, part))

    def _part(self, scope: Scope, share: _Share, kept: ReadingCache | None) -> LoadedScope:
        storage = scope.storage
        asked = {scope.name(path): scope.place(path) for path in share.asked}
        pages = {scope.name(path): scope.place(path) for path in share.pages}
        is_first = share.language is None
        locked = (
            found.path
            for found in scope.found
            if found.kind is PathKind.LOCKED and scope.is_asked(found.path)
        )
        quiet = scope.quiet()
        settings = _settings(scope, self.settings, alone=self.alone)
        settings = replace(settings, ids={scope.name(path): id_ for path, id_ in share.ids.items()})
        if self.with_pages:
            texts = ((name, _page(storage, place)) for name, place in pages.items() if name not in quiet)
            settings = replace(settings, pages={name: text for name, text in texts if text})
        unasked = {} if self.alone else {scope.name(path): scope.place(path) for path in share.unasked}
        instead = {storage.name(place, scope.like): content for place, content in self.instead.items()}
        contents = Contents({**asked, **unasked}, storage.read, instead)
        return LoadedScope(
            read(
                contents,
                settings,
                self.decode,
                problems=_problems(scope) if is_first else (),
                kept=kept.readings(share.language, len(contents)) if kept else None,
            ),
            settings,
            scope.docs,
            asked,
            pages,
            {scope.name(path): scope.place(path) for path in locked if is_first},
            quiet,
            share.language,
        )


@dataclass(frozen=True)
class _Share:
    """What is read together of a docs folder, or of what is in none: all of it, or what a language shows.

    Attributes:
        asked: The paths of the sources that were asked for, and are read with no other share.
        unasked: The paths of those that they may lead to.
        pages: The paths of the Markdown pages.
        ids: The ids of translations, by path.
        language: The language, unless it is the one that the site is written in.
    """

    asked: Sequence[str]
    unasked: Sequence[str]
    pages: Sequence[str]
    ids: Mapping[str, str] = field(default_factory=dict)
    language: str | None = None


def _shares(scope: Scope) -> Iterator[_Share]:
    sources, beside = scope.sources(), scope.beside
    asked = [path for path in sources if scope.is_asked(path)]
    everything = dict.fromkeys((*sources, *beside))
    languages = scope.docs.languages if scope.docs else guessed(everything, scope.storage.exists)
    if languages is None:
        known = set(asked)
        yield _Share(asked, [path for path in everything if path not in known], scope.pages())
        return
    own = {path: languages.split(path)[1] or languages.default for path in (*everything, *scope.pages())}
    used = {languages.default, *(own[path] for path in everything)}
    left = dict.fromkeys(asked)
    for language in languages.all:
        if language in used:
            chosen = languages.choose(everything, language)
            here = {path: None for path in chosen.values() if path in left}
            left = {path: None for path in left if path not in here}
            yield _Share(
                [*here],
                [path for path in chosen.values() if path not in here],
                [
                    path
                    for path in scope.pages()
                    if (own[path] if own[path] in used else languages.default) == language
                ],
                {path: tree_id(original) for original, path in chosen.items() if original != path},
                None if language == languages.default else language,
            )


def _beside(original: LoadedScope, translation: LoadedScope) -> Reading:
    """What was read in a language, less what was told before, and where it differs from the original."""
    first, here = original.reading, translation.reading
    told = {*first.files, *first.sources}
    found = [diagnostic for diagnostic in here.diagnostics if diagnostic.span.file not in told]
    found += apply_levels(differing((first, {}), (here, {})), translation.settings.levels)
    return replace(here, diagnostics=tuple(in_order(found)))


def _settings(scope: Scope, base: Settings, *, alone: bool) -> Settings:
    """What is known of a docs folder, under what is known already."""
    docs = scope.docs
    if docs is None:
        return base
    names = {path: scope.name(path) for path in (*(found.path for found in docs.found), *scope.named)}
    files = [
        found.path for found in docs.found if found.kind is PathKind.FILE and not found.path.endswith(SUFFIX)
    ]
    return replace(
        base,
        addresses=docs.addresses,
        health=docs.health,
        names=names,
        files=files if docs.publishes and not alone else None,
        is_complete=False,  # other plugins may publish what is in no folder
        levels={**docs.levels, **base.levels},
    )


def _page(storage: Storage, place: str) -> str | None:
    """The text of a page that speaks of trees and is none that we made."""
    content = content_of(partial(storage.read, place))
    text = page_text(content) if isinstance(content, bytes) else None
    return text if text and BEGIN not in text else None


def _problems(scope: Scope) -> Iterator[Diagnostic]:
    """Tell what is not read of what was asked for, though it may seem to be."""
    for found in scope.found:
        if scope.is_asked(found.path):
            yield from left_out(found, scope.name(found.path), is_published=scope.docs is not None)
    for path in scope.left_out:
        message = "the site does not publish this file as a tree"
        help_ = "look at its name and its folder's, and at `exclude_docs` in the site's settings"
        yield Diagnostic("unread-source", Span(scope.name(path)), message, help=help_, level=Level.NOTICE)


def left_out(found: FoundPath, name: str, *, is_published: bool) -> Iterator[Diagnostic]:
    """Tell of something that a walk has found that it is not read, though it may seem to be.

    Args:
        found: What was found.
        name: What it is called in messages.
        is_published: Whether it lies in a docs folder.
    """
    match found.kind:
        case PathKind.FILE if is_published and found.path.endswith(SUFFIX) and not is_text(found.path):
            message = f"`{one_line(name)}` can have no address, for it is not UTF-8"
            yield Diagnostic("unknown-file", Span(name), message, help="rename it")
        case PathKind.FILE:
            yield from misnamed([name])
        case PathKind.LOOP:
            message = "links lead here from the folder itself: it is searched once"
            help_ = "remove the link that closes the circle"
            yield Diagnostic("unread-source", Span(name), message, help=help_, level=Level.NOTICE)
        case PathKind.LOCKED:
            level = Level.WARNING if is_published else Level.NOTICE
            message = "the folder cannot be searched"
            help_ = "let it be read, or leave it out"
            yield Diagnostic("unread-source", Span(name), message, help=help_, level=level)
