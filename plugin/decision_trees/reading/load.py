"""From the paths that an author names to checked trees.

Whatever is named, the docs folder that it lies in is read as a whole, as a build does. What is told is what
was asked for.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from decision_trees.analysis.library import Library
from decision_trees.diagnostics.codes import Level
from decision_trees.diagnostics.diagnostic import Diagnostic, in_order
from decision_trees.diagnostics.printable import is_text, one_line
from decision_trees.layout.addresses import SUFFIX
from decision_trees.layout.html_blocks import BEGIN
from decision_trees.model.span import Span
from decision_trees.model.tree import Tree
from decision_trees.reading.docs_folder import DocsFolder
from decision_trees.reading.files import DISK, FoundPath, PathKind, Storage
from decision_trees.reading.read import Reading, Settings, SourceContent, content_of, page_text, read
from decision_trees.reading.scopes import Scope, search
from decision_trees.rules.site import misnamed


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
    """

    reading: Reading
    settings: Settings
    docs: DocsFolder | None
    asked: Mapping[str, str]
    pages: Mapping[str, str]
    locked: Mapping[str, str]
    quiet: frozenset[str]

    def diagnostics(self) -> Iterator[Diagnostic]:
        """What is wrong with what was asked for, or with something else because of it."""
        for diagnostic in self.reading.diagnostics:
            if (
                not {diagnostic.span.file, *(related.span.file for related in diagnostic.related)}
                <= self.quiet
            ):
                yield diagnostic


@dataclass(frozen=True)
class Loaded:
    """What has been read.

    Attributes:
        parts: One for each docs folder, and one for what is in none.
        empty: The folders that were asked for in which there is no source.
    """

    parts: tuple[LoadedScope, ...]
    empty: tuple[str, ...] = ()

    def asked_trees(self) -> Iterator[tuple[Library, Tree]]:
        """The trees that were asked for, each with those it may lead to."""
        for part in self.parts:
            library = part.reading.library
            yield from ((library, tree) for tree in library.trees.values() if tree.file in part.asked)

    def reading(self) -> Reading:
        """All in one: every tree, and what is wrong with what was asked for."""
        readings = [part.reading for part in self.parts]
        libraries = [reading.library for reading in readings]
        trees = (tree for library in libraries for tree in (*library.trees.values(), *library.doubles))
        unread = (file for library in libraries for file in library.unread.values())
        return Reading(
            libraries[0] if len(libraries) == 1 else Library(trees, unread=unread),
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
) -> Loaded:
    """Read and check source files of one docs folder or several.

    Args:
        paths: Files, and folders to search.
        settings: What is to be known beside the settings of the sites, and over them.
        with_pages: Whether the Markdown pages that were asked for are checked too.
        storage: Where the files lie.
        alone: Whether nothing is read but what was asked for.
        instead: Contents, by absolute path, of files that are read as if they were there.
    """
    found = search(storage, paths, alone=alone)
    reader = _Reader(settings or Settings(), instead or {}, with_pages=with_pages, alone=alone)
    scopes = found.scopes or (Scope(storage, "."),)
    return Loaded(tuple(map(reader.read, scopes)), found.empty)


@dataclass(frozen=True)
class _Reader:
    """Reads what belongs together."""

    settings: Settings
    instead: Mapping[str, SourceContent]
    with_pages: bool
    alone: bool

    def read(self, scope: Scope) -> LoadedScope:
        storage = scope.storage
        asked = {scope.name(path): scope.place(path) for path in scope.sources() if scope.is_asked(path)}
        pages = {scope.name(path): scope.place(path) for path in scope.pages()}
        locked = (
            found.path
            for found in scope.found
            if found.kind is PathKind.LOCKED and scope.is_asked(found.path)
        )
        quiet = scope.quiet()
        settings = _settings(scope, self.settings, alone=self.alone)
        if self.with_pages:
            texts = ((name, _page(storage, place)) for name, place in pages.items() if name not in quiet)
            settings = replace(settings, pages={name: text for name, text in texts if text})
        sources = asked if self.alone else {**asked, **_unasked(scope)}
        contents: dict[str, SourceContent] = {
            name: content_of(partial(storage.read, place)) for name, place in sources.items()
        }
        contents |= {storage.name(place, scope.like): content for place, content in self.instead.items()}
        return LoadedScope(
            read(contents, settings, problems=_problems(scope)),
            settings,
            scope.docs,
            asked,
            pages,
            {scope.name(path): scope.place(path) for path in locked},
            quiet,
        )


def _unasked(scope: Scope) -> dict[str, str]:
    """The places of the sources that were not asked for, by name."""
    others = {scope.name(path): scope.place(path) for path in scope.sources() if not scope.is_asked(path)}
    return {**others, **{scope.name(place): place for place in scope.beside}}


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
