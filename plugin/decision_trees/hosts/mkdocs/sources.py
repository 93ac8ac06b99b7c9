"""The sources among a site's files: the same that the command finds in its docs folder."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files, set_exclusions
from pathspec import GitIgnoreSpec

from decision_trees.diagnostics.diagnostic import Diagnostic
from decision_trees.diagnostics.printable import is_text
from decision_trees.layout.addresses import SUFFIX
from decision_trees.model.span import Span
from decision_trees.reading.docs_folder import DocsFolder, lies_in
from decision_trees.reading.files import DISK, PathKind, read_file
from decision_trees.reading.load import left_out
from decision_trees.reading.read import SourceContent, content_of
from decision_trees.source.decode import Decoded, decode


@dataclass(frozen=True)
class Sources:
    """Sources.

    Attributes:
        files: The host's files.
        everywhere: Those in all languages.
        contents: What they hold, or why they cannot be read, by path in the docs folder.
        problems: What may seem to be read and is not.
    """

    files: list[File]
    everywhere: list[File]
    contents: Mapping[str, SourceContent]
    problems: list[Diagnostic]


@dataclass(frozen=True)
class Choice:
    """Which files a build reads as sources.

    Attributes:
        is_published: Says of a file whether it is not left out of the site.
        folders: The folders whose trees are published; all where there are none.
        original: Gives the path of the original for that of a translation.
        choose: Chooses those of a language.
    """

    is_published: Callable[[File], bool]
    folders: tuple[str, ...] = ()
    original: Callable[[str], str] = str
    choose: Callable[[list[File]], list[File]] = list

    def is_source(self, file: File) -> bool:
        """Whether a file is one; its name says so, and where it lies."""
        path = file.src_uri
        return path.endswith(SUFFIX) and (
            not self.folders or any(lies_in(self.folders, name) for name in (path, self.original(path)))
        )

    def take_out(self, files: Files) -> list[File]:
        """Take all sources out of a site's files, and return them."""
        taken = [file for file in files if self.is_source(file)]
        for file in taken:
            files.remove(file)
        return taken

    def unused_folders(self, sources: Iterable[File]) -> list[str]:
        """The folders in which no source lies."""
        paths = {path for source in sources for path in (source.src_uri, self.original(source.src_uri))}
        return [folder for folder in self.folders if not any(lies_in([folder], path) for path in paths)]


def take_sources(
    files: Files,
    config: MkDocsConfig,
    choice: Choice,
    taken: Sequence[File] = (),
) -> Sources:
    """Take the sources out of a site's files.

    Args:
        files: All files of the site; afterwards no sources, and nothing that a circle of links repeats.
        config: The site's settings.
        choice: Which files they are.
        taken: Sources that were taken out of the files before.
    """
    docs, site = (Path(folder).as_posix() for folder in (config.docs_dir, config.site_dir))
    exclude: GitIgnoreSpec = config.exclude_docs or GitIgnoreSpec([])
    found = DocsFolder(DISK, docs, site, exclude=exclude, folders=choice.folders).found
    # The host walks in circles as long as the system lets it, and fails where it does not any more.
    loops = tuple(f"{file.path}/" for file in found if file.kind is PathKind.LOOP)
    for file in [file for file in files if file.src_uri.startswith(loops)]:
        files.remove(file)
    taken = [*taken, *choice.take_out(files)]
    # The host would wait for somebody to write into a pipe, and read a device for ever.
    waiting = [file for file in files if not file.src_uri.endswith(SUFFIX) and _is_no_file(file)]
    for file in waiting:
        files.remove(file)
    set_exclusions(taken, config)
    published = [file for file in taken if choice.is_published(file) and is_text(file.src_uri)]
    sources = choice.choose(published)
    folders = [file.path for file in found if file.kind is PathKind.FOLDER and file.path.endswith(SUFFIX)]
    return Sources(
        sources,
        published,
        {
            **contents_of(sources),
            **{path: content_of(partial(read_file, f"{docs}/{path}")) for path in folders},
        },
        [
            *(problem for file in found for problem in left_out(file, file.path, is_published=True)),
            *(_not_published(file) for file in waiting),
        ],
    )


def contents_of(sources: Iterable[File]) -> dict[str, SourceContent]:
    """What sources hold, or why they cannot be read, by path in the docs folder."""
    return {file.src_uri: content_of(partial(_read, file)) for file in sources}


def _read(file: File) -> bytes:
    path = file.abs_src_path
    return read_file(path) if path and _is_no_file(file) else file.content_bytes


def _is_no_file(file: File) -> bool:
    """Whether something is no regular file: a pipe, say."""
    path = file.abs_src_path
    return path is not None and Path(path).exists() and not Path(path).is_file()


def _not_published(file: File) -> Diagnostic:
    message = "this is not published, for it is no file: a pipe, a socket or a device"
    return Diagnostic("unread-source", Span(file.src_uri), message, help="remove it from the docs folder")


class DecodedSources:
    """Sources that have been decoded: an author who is watching changes one at a time."""

    def __init__(self) -> None:
        self._known: dict[str, tuple[str, Decoded]] = {}

    def decode(self, text: str, file: str) -> Decoded:
        """Decode a tree, or remember what came of the same text before."""
        if file not in self._known or self._known[file][0] != text:
            self._known[file] = text, decode(text, file)
        return self._known[file][1]
