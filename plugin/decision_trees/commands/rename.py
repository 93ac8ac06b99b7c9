"""`decision-trees rename`: an id changed everywhere it is used."""

from __future__ import annotations

import argparse
import codecs
import difflib
import re
import shutil
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from decision_trees import reports
from decision_trees.commands import Parsers, Status, UsageError
from decision_trees.diagnostics import Level
from decision_trees.reading import find_sources, load
from decision_trees.renaming import Change, RefusedError, rename

_PAGE = ".md"


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
    reading = load(*(path for path in options.paths if path.suffix != _PAGE))
    if any(one.level is Level.ERROR for one in reading.diagnostics):
        print(reports.frames(reading.diagnostics, reading.sources))  # noqa: T201 - the command's output
        return Status.PROBLEMS
    try:
        changes = rename(reading, _pages(options.paths), options.old, options.new)
    except RefusedError as error:
        raise UsageError(str(error)) from error
    for change in changes:
        if change.new_file != change.file and Path(change.new_file).exists():
            raise UsageError(f"`{change.new_file}` exists already")
    if options.dry_run:
        print("".join(map(_difference, changes)), end="")  # noqa: T201 - the command's output
        return Status.OK
    _write(changes)
    for change in changes:
        moved = f" -> {change.new_file}" if change.new_file != change.file else ""
        count = "1 place" if change.places == 1 else f"{change.places} places"
        print(f"{change.file}{moved}: {count}")  # noqa: T201 - the command's output
    return Status.OK


def _pages(paths: Sequence[Path]) -> dict[str, str]:
    pages = {}
    for path in paths:
        for file in find_sources(path, _PAGE) if path.is_dir() else [path]:
            if file.suffix == _PAGE:
                pages[file.as_posix()] = _text(file)
    return pages


def _text(file: Path) -> str:
    try:
        return file.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UsageError(f"`{file.as_posix()}` is not UTF-8: save it as UTF-8") from error
    except OSError as error:
        raise UsageError(f"`{file.as_posix()}` cannot be read: {error.strerror}") from error


# --- showing --------------------------------------------------------------------------------------


def _difference(change: Change) -> str:
    lines = difflib.unified_diff(
        _lines(change.before), _lines(change.after), f"a/{change.file}", f"b/{change.new_file}"
    )
    return "".join(_ended(line) for line in lines)


def _lines(text: str) -> list[str]:
    """Split at line feeds only: the other line breaks that Python knows are no line breaks in a diff."""
    return re.findall(r"[^\n]*\n|[^\n]+", text)


def _ended(line: str) -> str:
    return line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n"


# --- writing --------------------------------------------------------------------------------------


def _write(changes: Sequence[Change]) -> None:
    """Write every file beside its place first, so that none is replaced where another cannot be written."""
    staged = [_beside(change) for change in changes]
    try:
        for change, beside in zip(changes, staged, strict=True):
            beside.write_bytes(_content(change))
            shutil.copymode(change.file, beside)
        for change, beside in zip(changes, staged, strict=True):
            beside.replace(Path(change.new_file).resolve())
            if change.new_file != change.file:
                Path(change.file).unlink()
    except OSError as error:
        for beside in staged:
            with suppress(OSError):
                beside.unlink()
        raise UsageError(f"the changes cannot be written: {error}") from error


def _beside(change: Change) -> Path:
    """Where a file is written first: in its own folder, for moving it between disks is no single step."""
    place = Path(change.new_file).resolve()
    return place.with_name(f".{place.name}.new")


def _content(change: Change) -> bytes:
    content = change.after.encode()
    had_mark = Path(change.file).read_bytes().startswith(codecs.BOM_UTF8)
    return codecs.BOM_UTF8 + content if had_mark else content
