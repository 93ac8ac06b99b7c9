"""From sources to a checked library, in one call.

This is the door through which the plugin, the command line and other programs come in.
"""

from __future__ import annotations

import codecs
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from functools import cache, cached_property, partial
from types import MappingProxyType

from decision_trees.analysis.library import Library, Mention
from decision_trees.diagnostics.codes import Level
from decision_trees.diagnostics.diagnostic import Diagnostic, apply_levels, in_order, path_under
from decision_trees.layout.addresses import SUFFIX, Addresses, tree_id
from decision_trees.model.positions import span_at
from decision_trees.model.span import Span
from decision_trees.model.tree import Tree
from decision_trees.reading.kept import KeptReading, KeptReadings, TreeSource
from decision_trees.reading.side_by_side import work_through
from decision_trees.rules import Findings, examine, examine_alone
from decision_trees.rules.context import Context
from decision_trees.source.decode import Decoded, decode
from decision_trees.source.fence import LANGUAGE
from decision_trees.source.links import SCHEME


@dataclass(frozen=True, kw_only=True)
class Settings:
    """What a site says about how its trees are checked.

    Attributes:
        today: The day on which reviews are due or not.
        addresses: How the site publishes its pages.
        files: Paths of the site's other files, relative to the docs folder; None where they are not known.
        places: Where other files are published, by path, if not where the host publishes such a file.
        health: Whether the site has pages of the trees' health.
        is_complete: Whether these are all other files; if not, nobody is told that there is no such file.
        shows_drafts: Whether drafts are published too, for their authors.
        levels: Levels set for codes, over those of the registry.
        pages: The text of hand-written pages by path; what they link to and embed is checked too.
        names: What sources and other files are called, by path in the docs folder, if not by that.
        ids: The ids of the trees in translations, by name: those of their originals.
    """

    today: date = field(default_factory=lambda: datetime.now(UTC).date())
    addresses: Addresses = field(default_factory=Addresses)
    files: Iterable[str] | None = None
    places: Mapping[str, str] = field(default_factory=dict)
    health: bool = True
    is_complete: bool = True
    shows_drafts: bool = False
    levels: Mapping[str, Level] = field(default_factory=dict)
    pages: Mapping[str, str] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)
    ids: Mapping[str, str] = field(default_factory=dict)


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
        return self._by_file.get(file, [])

    @cached_property
    def _by_file(self) -> Mapping[str, list[Diagnostic]]:
        found: dict[str, list[Diagnostic]] = {}
        for diagnostic in self.diagnostics:
            found.setdefault(diagnostic.span.file, []).append(diagnostic)
        return found

    def renamed(self, names: Mapping[str, str]) -> Reading:
        """The same with other names for some sources."""
        if not names:
            return self
        return Reading(
            self.library,
            tuple(
                diagnostic.with_files(lambda file: names.get(file, file)) for diagnostic in self.diagnostics
            ),
            {names.get(file, file): text for file, text in self.sources.items()},
            frozenset(names.get(file, file) for file in self.files),
        )

    def under(self, folder: str) -> Reading:
        """The same with every source named by its path from outside of the folder they lie in."""
        return Reading(
            self.library,
            tuple(diagnostic.under(folder) for diagnostic in self.diagnostics),
            {path_under(folder, file): text for file, text in self.sources.items()},
            frozenset(path_under(folder, file) for file in self.files),
        )

    @property
    def lean(self) -> Reading:
        """The same with the texts of those trees alone of which something is told."""
        told = {span.file for diagnostic in self.diagnostics for span in diagnostic.spans}
        kept = {file: text for file, text in self.sources.items() if file in told or file not in self.files}
        return replace(self, sources=kept)

    @cached_property
    def published(self) -> Reading:
        """The same without drafts, unless they are shown."""
        return self if self.library.shows_drafts else replace(self, library=self.library.without_drafts())

    @cached_property
    def broken(self) -> frozenset[str]:
        """The sources of trees that have errors."""
        files = (diagnostic.span.file for diagnostic in self.diagnostics if diagnostic.level is Level.ERROR)
        return frozenset(file for file in files if file.endswith(SUFFIX))

    @property
    def has_errors(self) -> bool:
        """Whether anything stops a build."""
        return any(diagnostic.level is Level.ERROR for diagnostic in self.diagnostics)


SourceContent = str | bytes | OSError
"""What a source holds, or why that cannot be read."""


def read(
    sources: Mapping[str, SourceContent],
    settings: Settings | None = None,
    decode: Callable[..., Decoded] = decode,
    *,
    problems: Iterable[Diagnostic] = (),
    kept: KeptReadings | None = None,
) -> Reading:
    """Read and check sources.

    Args:
        sources: Their contents by name, or why one cannot be read, with `/` between folders; a tree's pages
            are published where it lies.
        settings: What the site says about checking.
        decode: Reads one tree, as `decision_trees.source.decode.decode` does or would.
        problems: What is known to be wrong already.
        kept: Where readings are kept; nowhere if there is no such place.

    Returns:
        The library and everything that is wrong. Bad input never raises.
    """
    settings = settings or Settings()
    found = list(problems)
    unread = []
    trees = []
    texts: dict[str, str] = {}
    damaged: dict[str, str] = {}
    for file in sorted(sources):
        content = sources[file]
        text = _text(content, file)
        if isinstance(text, Diagnostic):
            found.append(text)
            unread.append(file)
            if isinstance(content, bytes):
                damaged[file] = content.decode("utf-8-sig", "replace")
        else:
            texts[file] = text
    findings: dict[str, Findings] = {}
    outward: dict[str, tuple[Mention, ...]] = {}
    for file, (tree, diagnostics, own, led_to) in _readings(texts, settings, decode, kept):
        findings |= {file: own} if own else {}
        outward |= {} if led_to is None else {file: led_to}
        found += diagnostics
        if tree is None:
            unread.append(file)
        else:
            trees.append(tree)
    library = Library(
        trees,
        unread=unread,
        ids=settings.ids,
        files=settings.files,
        shows_drafts=settings.shows_drafts,
        outward=outward,
    )
    context = Context(
        library=library,
        sources=texts,
        today=settings.today,
        addresses=settings.addresses,
        others=_others(library, settings),
        is_complete=settings.is_complete,
        health=settings.health,
        names=settings.names,
        pages=settings.pages,
    )
    found += examine(context, findings)
    diagnostics = tuple(in_order(apply_levels(found, settings.levels)))
    sources_read = {**settings.pages, **texts, **damaged}
    return Reading(library, diagnostics, sources_read, frozenset((*texts, *unread)))


MANY = 50
"""For how many sources it pays to read them in several processes."""


def _readings(
    texts: Mapping[str, str],
    settings: Settings,
    decode: Callable[..., Decoded],
    kept: KeptReadings | None,
) -> Iterator[tuple[str, KeptReading]]:
    """Read each source, by file."""
    paths = {name: path for path, name in settings.names.items()}

    def new(file: str) -> Decoded:
        known = {"id_": settings.ids[file]} if file in settings.ids else {}
        return decode(texts[file], file, **known)

    if kept is None:
        for file in texts:
            yield file, KeptReading(*new(file), None)
        return

    @cache
    def read_one(source: TreeSource) -> KeptReading:
        alone = partial(_alone, settings, paths, texts)
        return kept.read(source, settings.today, partial(new, source.file), alone)

    sources = [
        TreeSource(file, text, paths.get(file, file), settings.ids.get(file) or tree_id(file))
        for file, text in texts.items()
    ]
    if kept.side_by_side and len(sources) >= MANY and not kept.knows_one_of(sources[:: MANY // 10]):
        work_through(sources, read_one)
    for source in sources:
        yield source.file, read_one(source)


def _alone(
    settings: Settings, paths: Mapping[str, str], texts: Mapping[str, str], tree: Tree
) -> Findings | None:
    """What the rules find in a tree before the others are known."""
    names = {paths[tree.file]: tree.file} if tree.file in paths else {}
    library, addresses = Library([tree]), settings.addresses
    context = Context(library=library, sources=texts, today=settings.today, addresses=addresses, names=names)
    return examine_alone(context, tree)


def _others(library: Library, settings: Settings) -> Mapping[str, str] | None:
    """Where the site's other files are published."""
    if library.files is None:
        return None
    return {file: settings.places.get(file) or settings.addresses.file(file) for file in library.files}


def content_of(read_bytes: Callable[[], bytes]) -> bytes | OSError:
    """What a source holds, or why that cannot be read."""
    try:
        return read_bytes()
    except OSError as error:
        return error


class Contents(Mapping[str, SourceContent]):
    """What sources hold, read when it is asked for: nobody holds the bytes of all."""

    def __init__(
        self,
        places: Mapping[str, str],
        read_bytes: Callable[[str], bytes],
        instead: Mapping[str, SourceContent] = MappingProxyType({}),
    ) -> None:
        """Take where each lies, by name, what reads it there, and what some hold instead."""
        self._places = places
        self._read_bytes = read_bytes
        self._instead = instead

    def __getitem__(self, name: str) -> SourceContent:
        """Read a source, or say why it cannot be read."""
        place = self._places[name]
        return self._instead[name] if name in self._instead else content_of(partial(self._read_bytes, place))

    def __iter__(self) -> Iterator[str]:
        """Give their names."""
        return iter(self._places)

    def __len__(self) -> int:
        """Count them."""
        return len(self._places)


def page_text(content: bytes) -> str | None:
    """The text of a page that may link to trees or embed them; None of any other.

    What is not UTF-8 in it is the host's to report.
    """
    if SCHEME.encode() not in content and LANGUAGE.encode() not in content:
        return None
    return content.decode("utf-8-sig", "replace")


def _text(content: SourceContent, file: str) -> str | Diagnostic:
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
