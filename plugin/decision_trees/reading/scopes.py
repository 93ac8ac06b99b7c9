"""What belongs to the paths that an author names.

A file or folder in a docs folder belongs to all there is in it, for an arrow may lead into any tree of a
site. What is in no docs folder is taken together: nobody can tell how it is published.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from decision_trees.layout.addresses import SUFFIX, tree_id
from decision_trees.reading.docs_folder import CONFIGS, DocsFolder, docs_folder_of
from decision_trees.reading.files import FoundPath, PathKind, Storage, is_below, is_hidden, walk
from decision_trees.reading.languages import guessed

PAGE = ".md"
"""How the name of a page ends."""


@dataclass
class Scope:
    """Files that belong together.

    Attributes:
        storage: Where they lie.
        like: A path as the author named it.
        docs: The docs folder; None for what is in none.
        found: What there is in it, with paths from the docs folder; absolute ones where there is none.
        asked: The absolute paths of the files and folders that were asked for, without a slash at their ends.
        named: Files that were asked for by name, with paths as above: they are read whatever they are called.
        left_out: What of it lies in a docs folder and is not published, with paths as above.
        beside: The absolute paths of sources that may be led to from here.
    """

    storage: Storage
    like: str
    docs: DocsFolder | None = None
    found: list[FoundPath] = field(default_factory=list)
    asked: set[str] = field(default_factory=set)
    named: list[str] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)
    beside: list[str] = field(default_factory=list)
    _names: dict[str, str] = field(default_factory=dict)

    def place(self, path: str) -> str:
        """The absolute path of something in it."""
        return posixpath.normpath(posixpath.join(self.docs.path if self.docs else "", path))

    def name(self, path: str) -> str:
        """What messages call it."""
        if path not in self._names:
            self._names[path] = self.storage.name(self.place(path), self.like)
        return self._names[path]

    def ask(self, place: str) -> None:
        """Ask for a file or folder by its absolute path."""
        self.asked.add(place.rstrip("/"))

    def is_asked(self, path: str) -> bool:
        """Whether something was asked for."""
        place = self.place(path)
        while place not in self.asked:
            if not place:
                return False
            place = place.rpartition("/")[0]
        return True

    def sources(self) -> list[str]:
        """The sources in it, and folders named like one, which nobody can read."""
        found = (found.path for found in self.found if _is_source(found))
        return list(dict.fromkeys((*found, *(path for path in self.named if not path.endswith(PAGE)))))

    def pages(self) -> list[str]:
        """The Markdown pages in it."""
        found = (found.path for found in self.found if found.kind is PathKind.FILE)
        return list(dict.fromkeys(path for path in (*found, *self.named) if path.endswith(PAGE)))

    def quiet(self) -> frozenset[str]:
        """The names of the files that were not asked for."""
        unasked = (self.name(found.path) for found in self.found if not self.is_asked(found.path))
        return frozenset((*unasked, *map(self.name, self.beside)))


def _is_source(found: FoundPath) -> bool:
    return found.path.endswith(SUFFIX)


@dataclass(frozen=True)
class Scopes:
    """Everything that belongs to what an author names.

    Attributes:
        scopes: One for each docs folder, and one for what is in none.
        empty: The folders named in which there is no source.
    """

    scopes: tuple[Scope, ...]
    empty: tuple[str, ...]


def search(storage: Storage, paths: Iterable[str], *, alone: bool = False) -> Scopes:
    """Find what belongs to the paths that an author names.

    Args:
        storage: Where they lie.
        paths: Files, and folders to search.
        alone: Whether neighbours of files that are in no docs folder are left out.
    """
    given = list(dict.fromkeys(paths))
    found = _ScopeSearch(storage, alone=alone)
    sources = {path: found.add(path) for path in given}
    return Scopes(found.scopes(), tuple(path for path, is_full in sources.items() if not is_full))


class _ScopeSearch:
    """Finds what belongs to what an author names."""

    def __init__(self, storage: Storage, *, alone: bool) -> None:
        self._storage = storage
        self._alone = alone
        self._sites: dict[str, Scope] = {}
        self._loose: Scope | None = None
        self._above: dict[str, tuple[DocsFolder, ...]] = {}
        self._own: dict[str, DocsFolder | None] = {}
        self._sources: dict[str, frozenset[str]] = {}
        self._projects: set[str] = set()

    def scopes(self) -> tuple[Scope, ...]:
        """All that was found."""
        if self._loose is None:
            return tuple(self._sites.values())
        self._tidy(self._loose)
        return (*self._sites.values(), self._loose)

    def add(self, given: str) -> bool:
        """Add a file, or all there is in a folder; say whether that is something."""
        place = self._storage.absolute(given)
        is_folder = self._storage.is_folder(place)
        docs_folders = self._docs_folders(place if is_folder else posixpath.dirname(place))
        docs = next((docs_folder for docs_folder in docs_folders if is_below(place, docs_folder.path)), None)
        if docs:
            return self._ask(docs, place, given)
        # What lies below its settings here is found with them, and asked for as a whole.
        inner = self._own_docs_folder(place) if is_folder else None
        further = [docs for docs in docs_folders if docs is not inner or not is_below(docs.path, place)]
        linked = {path: docs for docs in further for path in self._linked(docs, place)}
        for path, linking in linked.items():
            self._ask(linking, path, given)
        if is_folder:
            return self._add_project(place, given) or bool(linked)
        if not linked:
            self._add_file(place, given)
        return True

    def _docs_folders(self, folder: str) -> tuple[DocsFolder, ...]:
        """The docs folders whose settings lie in a folder or in those above it, the nearest first."""
        if folder not in self._above:
            own = self._own_docs_folder(folder)
            parent = posixpath.dirname(folder)
            further = self._docs_folders(parent) if parent not in {"", folder} else ()
            self._above[folder] = (own, *further) if own else further
        return self._above[folder]

    def _own_docs_folder(self, folder: str) -> DocsFolder | None:
        """The docs folder whose settings lie in a folder."""
        if folder not in self._own:
            self._own[folder] = docs_folder_of(self._storage, folder)
        return self._own[folder]

    def _linked(self, docs: DocsFolder, place: str) -> Iterator[str]:
        """The sources in a docs folder that a link in it takes from a place outside."""
        real = self._storage.real(place)
        paths = (posixpath.join(docs.path, found.path) for found in docs.found if _is_source(found))
        return (path for path in paths if is_below(self._storage.real(path), real))

    def _ask(self, docs: DocsFolder, place: str, given: str) -> bool:
        """Ask for a file or folder of a docs folder."""
        if docs.path not in self._sites:
            self._sites[docs.path] = Scope(self._storage, given, docs, list(docs.found))
            self._sources[docs.path] = frozenset(self._sites[docs.path].sources())
        scope = self._sites[docs.path]
        scope.ask(place)
        path = posixpath.relpath(place, docs.path)
        if path in self._sources[docs.path]:
            return True
        is_folder = self._storage.is_folder(place)
        if is_folder and any(is_below(scope.place(source), place) for source in scope.sources()):
            return True
        if not is_folder and path.endswith((SUFFIX, PAGE)) and not docs.leaves_out(path):
            scope.named.append(path)
            return True
        # Whoever names it wants to know about it, though it is not published as a tree.
        found = [found.path for found in self._walk(place) if _is_source(found)] if is_folder else [place]
        loose = self._scope(given)
        loose.ask(place)
        loose.named += found
        loose.left_out += found
        return bool(found)

    def _add_project(self, place: str, given: str) -> bool:
        """Ask for all there is in a folder that is in no docs folder, but may hold some."""
        found = [*self._walk(place, follows=False)]
        settings = (file.path for file in found if posixpath.basename(file.path) in CONFIGS)
        folders = dict.fromkeys((place, *map(posixpath.dirname, settings)))
        sites = [docs for folder in folders if (docs := self._own_docs_folder(folder))]
        sites = [docs for docs in sites if is_below(docs.path, place)]
        full = [self._ask(docs, docs.path, given) for docs in sites]
        if sites:
            # What is left is published by nobody; nor are its pages, and what links lead to.
            apart = [folder for docs in sites for folder in (docs.path, docs.site_folder)]
            rest = [file for file in found if not any(is_below(file.path, folder) for folder in apart)]
            found = [file for file in rest if not file.path.endswith(PAGE)]
        else:
            found = [*self._walk(place)]
        loose = self._scope(given)
        loose.ask(place)
        loose.found += found
        return any(full) or any(map(_is_source, found))

    def _add_file(self, place: str, given: str) -> None:
        """Ask for a file that is in no docs folder: its neighbours are those of its repository."""
        loose = self._scope(given)
        loose.ask(place)
        loose.named.append(place)
        if not self._alone and (project := self._project(place)) not in self._projects:
            self._projects.add(project)
            loose.beside += (found.path for found in self._walk(project) if _is_source(found))

    def _project(self, place: str) -> str:
        """The top of the repository in which a file lies, or else its folder."""
        own = posixpath.dirname(place)
        folder, parent = own, posixpath.dirname(own)
        while not self._storage.exists(posixpath.join(folder, ".git")):
            if parent in {"", folder}:
                return own
            folder, parent = parent, posixpath.dirname(parent)
        return folder

    def _scope(self, given: str) -> Scope:
        self._loose = self._loose or Scope(self._storage, given)
        return self._loose

    def _tidy(self, loose: Scope) -> None:
        """Keep one name of each source, and of its neighbours those that may be meant from here."""
        real = self._storage.real
        sites = [scope.place(path) for scope in self._sites.values() for path in scope.sources()]
        published = set(map(real, sites))
        # Of several names that which was asked for counts, then that which leads through no link.
        named = frozenset(loose.named)
        rank = {path: (path not in named, real(path) != path, path) for path in loose.sources()}
        names: dict[str, str] = {}
        for path in sorted(rank, key=rank.__getitem__):
            names.setdefault(real(path), path)
        chosen = {path for at, path in names.items() if at not in published or path in named}
        found = {file.path: file for file in loose.found}
        loose.found = [file for file in found.values() if file.path in chosen or not _is_source(file)]
        loose.named = [path for path in loose.named if path in chosen or path.endswith(PAGE)]
        if not chosen and not loose.pages():
            return  # nothing leads to any neighbour
        # Nobody says that these are one site: of two trees with one id that counts which was asked for.
        ids = set(map(tree_id, chosen))
        beside = {real(path): path for path in (*loose.beside, *sites)}
        languages = guessed([*chosen, *beside.values()], self._storage.exists)
        translated = {languages.split(path)[0] for path in chosen} if languages else set()
        loose.beside = [
            path
            for path in beside.values()
            if tree_id(path) not in ids
            or (languages and path not in chosen and languages.split(path)[0] in translated)
        ]

    def _walk(self, folder: str, *, follows: bool = True) -> Iterator[FoundPath]:
        """Walk a folder of which no settings say what is published; paths are absolute."""
        for found in walk(self._storage, folder, lambda path: not is_hidden(path), follows=follows):
            if found.path == ".":
                yield FoundPath(folder, found.kind)
            elif not is_hidden(found.path):
                yield FoundPath(posixpath.join(folder, found.path), found.kind)
