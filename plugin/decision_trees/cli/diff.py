"""`decision-trees diff`: what changed for a reader between two versions of trees."""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from decision_trees.cli import Parsers, Status, UsageError
from decision_trees.cli.output import complain, emit, say
from decision_trees.compare import report
from decision_trees.compare.compare import Comparisons, compare, compare_all
from decision_trees.diagnostics.codes import Level
from decision_trees.diagnostics.diagnostic import Diagnostic
from decision_trees.diagnostics.printable import printable
from decision_trees.diagnostics.render import text
from decision_trees.layout.addresses import SUFFIX
from decision_trees.model.tree import Tree
from decision_trees.reading.files import is_below
from decision_trees.reading.git import GitError, is_revision
from decision_trees.reading.load import Loaded, load_all
from decision_trees.reading.read import Settings
from decision_trees.reading.revisions import Revision
from decision_trees.reading.work_tree import IGNORED, WorkTree
from decision_trees.site.review import as_html

LOCKED = "a folder that cannot be searched"

_NAME = "decision-trees diff"

_FORMATS = {"text": report.as_text, "markdown": report.as_markdown, "html": as_html}

# Trees may name trees that are not compared.
_SETTINGS = Settings(levels={"unknown-tree": Level.OFF})


def register(commands: Parsers) -> None:
    """Add the command."""
    parser = commands.add_parser(
        "diff",
        help="compare two versions of trees",
        usage=f"{_NAME} [OPTION...] OLD NEW\n       {_NAME} [OPTION...] --git REV [PATH...]",
        description=(
            "Say what changed for a reader between two versions of trees. OLD and NEW are files, folders, "
            "or REV:PATH for what is in a git revision. With --git, what is in the working tree is compared "
            "with a revision."
        ),
    )
    parser.add_argument(
        "paths", nargs="*", metavar="PATH", help="the two versions; with --git, where to look"
    )
    parser.add_argument("--git", metavar="REV", help="the revision to compare the working tree with")
    parser.add_argument("--format", choices=_FORMATS, default="text", help="how to tell it (text)")
    parser.add_argument("--exit-code", action="store_true", help="exit with 1 if anything changed")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> Status:
    """Compare and tell."""
    try:
        versions = _with_revision(options) if options.git else _both(options.paths)
    except GitError as error:
        raise UsageError(str(error)) from error
    errors = versions.errors()
    if errors:
        told = text.frames(errors, versions.sources())
        if options.format == "text":
            say(told)
        else:  # the output is a file as a rule, in which nobody would look for them
            complain(f"versions with errors cannot be compared\n{told}")
        return Status.PROBLEMS
    found = versions.compared(by_id=bool(options.git))
    told = _FORMATS[options.format](found, versions.unseen)
    if options.format == "text":
        say(told)
    else:
        emit(printable(told))
    if any(reason != IGNORED for reason in versions.unseen.values()):
        raise UsageError("not everything could be compared")
    return Status.PROBLEMS if found and options.exit_code else Status.OK


@dataclass(frozen=True)
class _Versions:
    """Two versions of trees.

    Attributes:
        old: The old one.
        new: The new one.
        unseen: What was not compared, by name, and why.
        left_out: The places of sources that are left out, and of folders.
    """

    old: Loaded
    new: Loaded
    unseen: Mapping[str, str] = field(default_factory=dict)
    left_out: frozenset[str] = frozenset()

    def errors(self) -> list[Diagnostic]:
        """What is wrong with either."""
        return [
            diagnostic
            for loaded in (self.old, self.new)
            for part in loaded.parts
            for diagnostic in part.diagnostics()
            if diagnostic.level is Level.ERROR
            and not self._is_left_out(part.asked.get(diagnostic.span.file, ""))
        ]

    def sources(self) -> Mapping[str, str]:
        """The texts that are quoted."""
        return {**self.old.reading().sources, **self.new.reading().sources}

    def compared(self, *, by_id: bool) -> Comparisons:
        """Compare them: by id, or two trees whatever they are called."""
        before, after = (_trees_of(loaded, self._is_left_out, by_id=by_id) for loaded in (self.old, self.new))
        if not by_id and len(before) == len(after) == 1:
            comparison = compare(before[0][1], after[0][1])
            return Comparisons(changed=(comparison,) if comparison.changed else ())
        compared = [compare_all(*pair) for pair in _pairs(before, after)]
        return Comparisons(
            added=tuple(tree for comparisons in compared for tree in comparisons.added),
            removed=tuple(tree for comparisons in compared for tree in comparisons.removed),
            changed=tuple(change for comparisons in compared for change in comparisons.changed),
        )

    def _is_left_out(self, place: str) -> bool:
        return any(is_below(place, path) for path in self.left_out)


_Placed = Sequence[tuple[tuple[str, str], Tree]]
"""Trees, each with the docs folder it lies in, and the language of a translation."""


def _trees_of(loaded: Loaded, is_left_out: Callable[[str], bool], *, by_id: bool) -> _Placed:
    """The trees of a version; two versions of one site may lie in two places, if they are not revisions."""
    sites = {part.site for part in loaded.parts if part.asked}
    return [
        ((part.site if by_id or len(sites) > 1 else "", part.language or ""), tree)
        for part in loaded.parts
        for tree in part.reading.library.trees.values()
        if tree.file in part.asked and not is_left_out(part.asked[tree.file])
    ]


def _pairs(before: _Placed, after: _Placed) -> Iterator[tuple[list[Tree], list[Tree]]]:
    """Give what is to be compared: all trees, and site by site those of whose id several sites have one.

    A translation has the id of its original, and is compared in its own language.
    """
    counts = [Counter(tree.id for _, tree in trees) for trees in (before, after)]
    several = {name for ids in counts for name, count in ids.items() if count > 1}

    def chosen(trees: _Placed, site: tuple[str, str] | None) -> list[Tree]:
        return [tree for at, tree in trees if (at if tree.id in several else None) == site]

    for site in (None, *sorted({site for site, tree in (*before, *after) if tree.id in several})):
        yield chosen(before, site), chosen(after, site)


def _with_revision(options: argparse.Namespace) -> _Versions:
    paths = options.paths or ["."]
    revision, now = Revision(options.git), WorkTree()
    old, new = (_load_seen(storage, paths) for storage in (revision, now))
    docs = [part.docs.path for loaded in (old, new) for part in loaded.parts if part.docs]
    named = [now.absolute(path) for path in paths]

    def is_meant(place: str) -> bool:
        # Where there are docs folders, nothing else is published, and no link elsewhere is followed.
        is_published = not docs or place in named or any(is_below(place, folder) for folder in docs)
        return is_published and any(is_below(place, path) for path in named)

    unseen = {place: why for place, why in {**now.unseen, **revision.unseen}.items() if is_meant(place)}
    unseen |= {
        place: LOCKED for loaded in (old, new) for part in loaded.parts for place in part.locked.values()
    }
    before, after = (
        {place for part in loaded.parts for place in part.asked.values()} for loaded in (old, new)
    )
    ignored = now.ignored(after - before)
    unseen |= {place: IGNORED for place in ignored if any(is_below(place, folder) for folder in docs)}
    if not before and not after - ignored and not unseen:
        where = ", ".join(f"`{path}`" for path in paths)
        raise UsageError(f"there are no trees in {where}, neither now nor in `{options.git}`")
    for place in sorted(ignored - unseen.keys()):
        # Nobody publishes it: it is what a site was built into, say.
        message = f"not compared, for git ignores it: `{now.name(place, paths[0])}`"
        complain(message)  # it is no part of the report
    names = {now.name(place, paths[0]): reason for place, reason in sorted(unseen.items())}
    return _Versions(old, new, names, frozenset(unseen) | ignored)


def _load_seen(storage: Revision | WorkTree, paths: Iterable[str]) -> Loaded:
    places = {path: storage.absolute(path) for path in paths}
    there = [path for path, place in places.items() if storage.look(place)]
    # A list of all files that changed names others than trees.
    there = [path for path in there if path.endswith(SUFFIX) or storage.is_folder(places[path])]
    return load_all(there, _SETTINGS, storage=storage, alone=True)


def _both(paths: list[str]) -> _Versions:
    if len(paths) != 2:  # noqa: PLR2004 - the old version and the new one
        raise UsageError("name the old version and the new one, or `--git REV` to compare with a revision")
    for path in paths:
        if not Path(path).exists() and is_revision(path):
            (other,) = {*paths} - {path} or {"."}
            command = f"decision-trees diff --git {path} {other}" if Path(other).exists() else ""
            hint = f"`{command}`" if command else f"`{path}:PATH` for what is in it"
            raise UsageError(f"`{path}` is no file, but git knows a revision of that name: write {hint}")
    (old, unseen_before), (new, unseen_after) = map(_version, paths)
    unseen = {**unseen_before, **unseen_after}
    unseen |= {name: LOCKED for loaded in (old, new) for part in loaded.parts for name in part.locked}
    if not unseen and not any(part.asked for loaded in (old, new) for part in loaded.parts):
        raise UsageError(f"there are no trees in `{paths[0]}`, nor in `{paths[1]}`")
    return _Versions(old, new, unseen)


def _version(path: str) -> tuple[Loaded, Mapping[str, str]]:
    """Load a version, and tell what of it could not be seen."""
    name, colon, inside = path.partition(":")
    if not colon or Path(path).exists():
        return load_all([path], _SETTINGS, alone=True), {}
    # As in git itself, a path that starts with a dot starts from here, any other from the top.
    revision = Revision(name, from_top=not inside.startswith("."))
    loaded = _load_seen(revision, [inside or "."])
    unseen = {revision.name(place, path): reason for place, reason in sorted(revision.unseen.items())}
    if not unseen and not any(part.asked for part in loaded.parts):
        raise UsageError(f"there are no trees at `{inside}` in `{name}`")
    return loaded, unseen
