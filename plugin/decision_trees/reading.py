"""From sources to a checked library, in one call.

This is the door through which the plugin, the command line and other programs come in.
"""

from __future__ import annotations

import codecs
import os
import posixpath
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from pathlib import Path

from decision_trees.addresses import SUFFIX, Addresses
from decision_trees.blocks import BEGIN
from decision_trees.decode import Decoded, decode
from decision_trees.diagnostics import Diagnostic, Level, Span, apply_levels, in_order
from decision_trees.embedding import LANGUAGE
from decision_trees.library import Library
from decision_trees.links import SCHEME
from decision_trees.rules import Context, examine
from decision_trees.rules.site import misnamed
from decision_trees.source import span_at


@dataclass(frozen=True, kw_only=True)
class Settings:
    """What a site says about how its trees are checked.

    Attributes:
        today: The day on which reviews are due or not.
        addresses: How the site publishes its pages.
        files: Paths of the site's other files, relative to the docs folder; None where they are not known.
        levels: Levels set for codes, over those of the registry.
        pages: The text of hand-written pages by path; what they link to and embed is checked too.
    """

    today: date = field(default_factory=lambda: datetime.now(UTC).date())
    addresses: Addresses = field(default_factory=Addresses)
    files: Iterable[str] | None = None
    levels: Mapping[str, Level] = field(default_factory=dict)
    pages: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Reading:
    """What came of reading sources.

    Attributes:
        library: Every tree that could be read, in the order of the files' names.
        diagnostics: All that is wrong with them, in order of place.
        sources: The text of each source and page by file, which the frames of diagnostics quote.
        files: Every source that was found, also where it could not be read.
    """

    library: Library
    diagnostics: tuple[Diagnostic, ...]
    sources: Mapping[str, str]
    files: frozenset[str] = frozenset()

    def of(self, file: str) -> list[Diagnostic]:
        """What is wrong in one source."""
        return [one for one in self.diagnostics if one.span.file == file]

    def under(self, folder: str) -> Reading:
        """The same with every source named by its path from outside of the folder they lie in."""
        return Reading(
            self.library,
            tuple(one.under(folder) for one in self.diagnostics),
            {posixpath.join(folder, file): text for file, text in self.sources.items()},
            frozenset(posixpath.join(folder, file) for file in self.files),
        )

    @property
    def broken(self) -> frozenset[str]:
        """The sources of trees that have errors."""
        files = (one.span.file for one in self.diagnostics if one.level is Level.ERROR)
        return frozenset(file for file in files if file.endswith(SUFFIX))

    @property
    def has_errors(self) -> bool:
        """Whether anything stops a build."""
        return any(one.level is Level.ERROR for one in self.diagnostics)


Content = str | bytes | OSError
"""What a source holds, or why that cannot be read."""


def read(
    sources: Mapping[str, Content],
    settings: Settings | None = None,
    decode: Callable[[str, str], Decoded] = decode,
) -> Reading:
    """Read and check sources.

    Args:
        sources: Their contents by file, or why one cannot be read, with `/` between folders; a tree's pages
            are published where it lies.
        settings: What the site says about checking.
        decode: Reads one tree, as `decision_trees.decode.decode` does or would.

    Returns:
        The library and everything that is wrong. Bad input never raises.
    """
    return _read(sources, settings or Settings(), decode)


def _read(
    sources: Mapping[str, Content],
    settings: Settings,
    decode: Callable[[str, str], Decoded] = decode,
    *,
    problems: Iterable[Diagnostic] = (),
) -> Reading:
    """Read and check sources; what is known of them already comes along."""
    found = list(problems)
    unread = []
    trees = []
    texts: dict[str, str] = {}
    for file, content in sorted(sources.items()):
        text = _text(content, file)
        if isinstance(text, Diagnostic):
            found.append(text)
            unread.append(file)
            if isinstance(content, bytes):
                texts[file] = content.decode("utf-8-sig", "replace")
            continue
        texts[file] = text
        tree, diagnostics = decode(text, file)
        found += diagnostics
        if tree is None:
            unread.append(file)
        else:
            trees.append(tree)
    library = Library(trees, unread=unread, files=settings.files)
    context = Context(
        library=library,
        sources=texts,
        today=settings.today,
        addresses=settings.addresses,
        pages=settings.pages,
    )
    found += examine(context)
    diagnostics = tuple(in_order(apply_levels(found, settings.levels)))
    return Reading(library, diagnostics, {**settings.pages, **texts}, frozenset((*texts, *unread)))


def load(*paths: str | Path, settings: Settings | None = None, with_pages: bool = False) -> Reading:
    """Read and check source files.

    Args:
        paths: Files, and folders that are searched for `*.tree.yaml`. Hidden folders in them, and what npm
            installed, are left out.
        settings: What the site says about checking.
        with_pages: Whether the Markdown pages in the folders are checked too, where they speak of trees.

    Returns:
        The library and everything that is wrong. A path that cannot be read is a diagnostic, not an error.
    """
    settings = settings or Settings()
    if with_pages:
        settings = replace(settings, pages={**settings.pages, **dict(_load_pages(map(Path, paths)))})
    found: list[Path] = []
    problems: list[Diagnostic] = []
    for path in map(Path, paths):
        if os.path.isdir(path):  # noqa: PTH112 - `Path.is_dir` raises where it may not look
            found += find_sources(path)
            problems += misnamed(_much_like_sources(path))
        else:
            found.append(path)
    # A file that is named in two ways is one all the same.
    once = {os.path.abspath(file): file for file in found}  # noqa: PTH100 - `resolve` would follow links
    sources = {file.as_posix(): content_of(file.read_bytes) for file in once.values()}
    return _read(sources, settings, problems=problems)


def content_of(read_bytes: Callable[[], bytes]) -> bytes | OSError:
    """What a source holds, or why that cannot be read."""
    try:
        return read_bytes()
    except OSError as error:
        return error


def find_sources(folder: Path, suffix: str = SUFFIX) -> Iterator[Path]:
    """Find the sources below a folder, or what else has a name of its own ending."""
    for place, folders, files in _walk(folder):
        yield from (Path(place, name) for name in sorted((*folders, *files)) if name.endswith(suffix))


def _much_like_sources(folder: Path) -> Iterator[str]:
    for place, _, files in _walk(folder):
        yield from (Path(place, name).as_posix() for name in files if ".tree." in name.lower())


def _walk(folder: Path) -> Iterator[tuple[str, list[str], list[str]]]:
    for place, folders, files in os.walk(folder):
        yield place, folders, files
        folders[:] = sorted(name for name in folders if not name.startswith(".") and name != "node_modules")


def _load_pages(paths: Iterable[Path]) -> Iterator[tuple[str, str]]:
    for path in paths:
        for page in find_sources(path, ".md"):
            text = page_text(page.read_bytes()) if page.is_file() else None
            if text and BEGIN not in text:  # else it is one we made
                yield page.as_posix(), text


def page_text(content: bytes) -> str | None:
    """The text of a page that may link to trees or embed them; None of any other.

    What is not UTF-8 in it is the host's to report.
    """
    if SCHEME.encode() not in content and LANGUAGE.encode() not in content:
        return None
    return content.decode("utf-8-sig", "replace")


def _text(content: Content, file: str) -> str | Diagnostic:
    """The text of a source, or what is wrong with it as a file."""
    if isinstance(content, OSError):
        message = f"the file cannot be read: {content.strerror}"
        return Diagnostic("unknown-file", Span(file), message, help="check the path")
    try:
        text = content if isinstance(content, str) else content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return _not_utf8(file, error)
    return text.removeprefix("\ufeff")


def _not_utf8(file: str, error: UnicodeDecodeError) -> Diagnostic:
    span = Span(file)
    if error.object.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        message = "the file is UTF-16, not UTF-8"
    else:
        read = error.object[: error.start].decode()
        span = span_at(f"{read}?", len(read), 1, file)
        message = f"the file is not UTF-8: it holds the byte 0x{error.object[error.start]:02X}"
    return Diagnostic("yaml-syntax", span, message, help="save it as UTF-8")
