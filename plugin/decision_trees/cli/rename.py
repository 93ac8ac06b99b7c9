"""`decision-trees rename`: an id changed everywhere it is used."""

from __future__ import annotations

import argparse
import codecs
import difflib
import os
import posixpath
import re
from collections.abc import Container, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path

from decision_trees.cli import Parsers, Status, UsageError, atomic_writes
from decision_trees.cli.output import say
from decision_trees.diagnostics import printable
from decision_trees.diagnostics.codes import Level
from decision_trees.diagnostics.diagnostic import Diagnostic
from decision_trees.diagnostics.render import text
from decision_trees.reading.files import DISK, find, read_file
from decision_trees.reading.load import Loaded, LoadedScope, load_all
from decision_trees.reading.read import content_of, page_text
from decision_trees.reading.scopes import PAGE
from decision_trees.rename.rename import rename
from decision_trees.rename.renaming import FileChange, RenameRefusedError, Renaming


def register(commands: Parsers) -> None:
    """Add the command."""
    parser = commands.add_parser(
        "rename",
        help="rename a tree, check, decision or warning",
        description="Change an id everywhere it is used, in trees and in Markdown pages, and keep the old "
        "one under `formerly`, so that its address redirects. Nothing else in the files changes.",
    )
    parser.add_argument("old", metavar="OLD", help="tree-id/, tree-id/node-id, or of one tree node-id")
    parser.add_argument("new", metavar="NEW", help="the new id")
    parser.add_argument(
        "--in",
        dest="paths",
        nargs="+",
        required=True,
        type=Path,
        metavar="PATH",
        help="files, or folders to search: all trees and pages that may use the id",
    )
    parser.add_argument("--dry-run", action="store_true", help="show the changes and write nothing")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> Status:
    """Rename, or show what renaming would do."""
    loaded = load_all(map(str, options.paths))
    errors = [*_hindering(loaded)]
    if errors:
        say(text.frames(errors, loaded.reading().sources))
        return Status.PROBLEMS
    part = _part(loaded, options.old)
    _refuse_to_overwrite(part, options.old, options.new)
    pages = _pages(options.paths, part)
    changes = _everywhere(loaded, options.old, options.new, pages, part)
    asked = {name for one in loaded.parts if one.site == part.site for name in one.asked}
    _refuse_to_reach_out(changes, {*asked, *pages} - part.quiet)
    for change in changes:
        if change.new_file != change.file:
            _refuse_to_move(change)
    if options.dry_run:
        say("".join(map(_difference, changes)), end="")
        return Status.OK
    _write(changes)
    for change in changes:
        moved = f" -> {printable.one_line(change.new_file)}" if change.new_file != change.file else ""
        count = "1 place" if change.places == 1 else f"{change.places} places"
        say(f"{printable.path(change.file)}{moved}: {count}")
    return Status.OK


def _hindering(loaded: Loaded) -> Iterator[Diagnostic]:
    """The errors that keep us from knowing where an id is used: all those of a site."""
    for part in loaded.parts:
        for diagnostic in part.reading.diagnostics if part.docs else part.diagnostics():
            if diagnostic.level is Level.ERROR and diagnostic.code not in _HARMLESS:
                yield diagnostic


_HARMLESS = ("address-collision",)
"""What is wrong with addresses may be the reason for renaming something."""


def _part(loaded: Loaded, old: str) -> LoadedScope:
    """The docs folder that has what is to be renamed."""
    tree_id, slash, _ = old.partition("/")
    holding = [part for part in loaded.parts if part.asked]
    if slash:
        holding = [
            part
            for part in holding
            if (tree := part.reading.library.trees.get(tree_id)) and tree.file in part.asked
        ] or holding[:1]
    if len({part.site for part in holding}) > 1:
        where = ", ".join(f"`{next(iter(part.asked))}`" for part in holding)
        raise UsageError(
            f"`{old}` may be meant in several docs folders, those of {where}: name one with `--in`"
        )
    return holding[0] if holding else loaded.parts[0]


def _everywhere(
    loaded: Loaded, old: str, new: str, pages: Mapping[str, str], part: LoadedScope
) -> list[FileChange]:
    """Rename in every language in which the tree is told, and has what is renamed."""
    found = {change.file: change for change in _changes(part, pages, old, new)}
    ids = [tree.id for tree in part.reading.library.trees.values() if tree.file in part.asked]
    full = old if "/" in old else f"{ids[0]}/{old}"
    tree_id, _, node = full.partition("/")
    for other in loaded.parts:
        tree = other.reading.library.trees.get(tree_id)
        if other is not part and other.site == part.site and tree and (not node or node in tree.nodes):
            _refuse_to_overwrite(other, full, new)
            found |= {change.file: change for change in _changes(other, _pages([], other), full, new)}
    return [*found.values()]


def _changes(part: LoadedScope, pages: Mapping[str, str], old: str, new: str) -> tuple[FileChange, ...]:
    try:
        return rename(part.reading, pages, old, new, settings=part.settings, among=part.asked)
    except RenameRefusedError as error:
        raise UsageError(str(error), error.report) from error


def _refuse_to_reach_out(changes: Sequence[FileChange], within: Container[str]) -> None:
    """Refuse to change what was not named, and to leave it with an id that is gone."""
    others = [f"`{change.file}`" for change in changes if change.file not in within]
    if others:
        raise UsageError(f"the id is used in {', '.join(others)}, too: name that as well with `--in`")


def _refuse_to_overwrite(part: LoadedScope, old: str, new: str) -> None:
    """Refuse to give a tree the name of a file that is not among those that were named."""
    tree = part.reading.library.trees.get(old.removesuffix("/")) if old.endswith("/") else None
    if tree and tree.file in part.asked:
        file = posixpath.basename(Renaming(tree.id, None, new.removesuffix("/")).file(tree))
        place = Path(part.asked[tree.file]).with_name(file)
        if place.as_posix() not in part.asked.values() and os.path.lexists(place):
            raise UsageError(f"`{DISK.name(place.as_posix(), tree.file)}` exists already")


def _refuse_to_move(change: FileChange) -> None:
    """Refuse to give a link another name: what it leads to would keep the old one."""
    if Path(change.file).is_symlink():
        target = Path(change.file).resolve().as_posix()
        raise UsageError(f"`{change.file}` is a link to `{target}`: rename the tree there")


def _pages(paths: Sequence[Path], part: LoadedScope) -> dict[str, str]:
    """The pages that were named, whether they are published or not, and all others of the docs folder."""
    named = [file for path in paths for file in (find(path, PAGE) if path.is_dir() else [path])]
    pages = {_name(file): _text(file) for file in named if file.suffix == PAGE}
    for name, place in part.pages.items():
        if name not in pages:
            content = content_of(partial(read_file, place))
            pages[name] = page_text(content) or "" if isinstance(content, bytes) else ""
    return pages


def _name(file: Path) -> str:
    return DISK.name(DISK.absolute(str(file)), str(file))


def _text(file: Path) -> str:
    try:
        return read_file(file).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UsageError(f"`{file.as_posix()}` is not UTF-8: save it as UTF-8") from error
    except OSError as error:
        raise UsageError(f"`{file.as_posix()}` cannot be read: {error.strerror}") from error


# --- showing --------------------------------------------------------------------------------------


def _difference(change: FileChange) -> str:
    names = f"a/{printable.one_line(change.file)}", f"b/{printable.one_line(change.new_file)}"
    lines = difflib.unified_diff(_lines(change.before), _lines(change.after), *names)
    return "".join(_ended(line) for line in lines)


def _lines(text: str) -> list[str]:
    """Split at line feeds only: the other line breaks that Python knows are no line breaks in a diff."""
    return re.findall(r"[^\n]*\n|[^\n]+", text)


def _ended(line: str) -> str:
    return line.replace("\r\n", "\n") if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n"


# --- writing --------------------------------------------------------------------------------------


def _write(changes: Sequence[FileChange]) -> None:
    # A file that is named in two ways is written once.
    once = {Path(change.file).resolve(): change for change in reversed(changes)}
    try:
        atomic_writes.rewrite([*map(_rewriting, reversed(once.values()))])
    except atomic_writes.NotWrittenError as error:
        raise UsageError(str(error)) from error


def _rewriting(change: FileChange) -> atomic_writes.FileRewrite:
    file, new_file = Path(change.file), Path(change.new_file)
    mark = codecs.BOM_UTF8 if file.read_bytes().startswith(codecs.BOM_UTF8) else b""
    return atomic_writes.FileRewrite(
        file=file,
        before=mark + change.before.encode(),
        after=mark + change.after.encode(),
        new_file=new_file if new_file != file else None,
    )
