"""`decision-trees import`: trees from the forms in which people have them."""

from __future__ import annotations

import argparse
import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from decision_trees.cli import Parsers, Status, UsageError, atomic_writes
from decision_trees.cli.output import emit, say
from decision_trees.diagnostics.codes import Level
from decision_trees.diagnostics.diagnostic import Diagnostic
from decision_trees.diagnostics.printable import one_line, path, path_for_programs
from decision_trees.diagnostics.render import json, text
from decision_trees.importing.doubts import Doubt, Replies, folded
from decision_trees.importing.reading import FORMS, Imported, Request, first_question, import_text
from decision_trees.layout.addresses import SUFFIX
from decision_trees.model.tree import Check, Tree
from decision_trees.reading.files import DISK
from decision_trees.reading.load import load_all

_FORMATS = ("frame", "json")

_FORMS_IN_WORDS = "; ".join(FORMS.values())


def register(commands: Parsers) -> None:
    """Add the command."""
    parser = commands.add_parser(
        "import",
        help="bring in trees from other forms",
        description="Read trees from other forms, and write each as a source. What is not clear is told, "
        f"with what was assumed, and makes the exit status 1. What is read is {_FORMS_IN_WORDS}.",
    )
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE", help="what to read")
    parser.add_argument(
        "--to", type=Path, default=Path(), metavar="FOLDER", help="where to write the trees (here)"
    )
    parser.add_argument("--form", choices=FORMS, default="", help="only trees of this form")
    parser.add_argument(
        "--at", type=int, default=0, metavar="LINE", help="only the tree at this line or next below"
    )
    parser.add_argument("--answers", type=Path, metavar="FILE", help="answers to what is not clear")
    parser.add_argument(
        "--update", action="store_true", help="write trees that were imported before anew: their ids stay"
    )
    parser.add_argument("--format", choices=_FORMATS, default=_FORMATS[0], help="how to report (frame)")
    parser.add_argument("--dry-run", action="store_true", help="tell what there is, and write nothing")
    parser.set_defaults(run=run)


@dataclass(frozen=True, slots=True)
class _TreeToWrite:
    """A tree that is to be written.

    Attributes:
        file: Where to.
        origin: The foreign file.
        tree: The tree.
    """

    file: Path
    origin: str
    tree: Imported


def run(options: argparse.Namespace) -> Status:
    """Read all files, tell what is not clear, and write the trees: all of them or none."""
    sources: dict[str, str] = {}
    replies = _replies(options.answers, sources)
    request = Request(
        form=options.form,
        at=options.at,
        known=_known(options.to),
        replies=replies,
        before=partial(_before, options.to) if options.update else lambda _: None,
    )
    trees: list[_TreeToWrite] = []
    told: list[Diagnostic] = []
    doubts: list[Doubt] = []
    for file in dict.fromkeys(options.files):
        name = file.as_posix()
        sources[name] = _text(file)
        taken = frozenset(tree.tree.id for tree in trees)
        done = import_text(sources[name], name, replace(request, taken=taken))
        if not done.found:
            raise UsageError(f"there is no tree in `{name}`{_hint(options, sources[name])}")
        told += done.diagnostics
        doubts += done.doubts
        trees += [_TreeToWrite(options.to / f"{tree.id}{SUFFIX}", name, tree) for tree in done.trees]
    told += [*replies.problems, *replies.unused()]
    _examine(trees, update=options.update)
    if not options.dry_run:
        _write(options.to, trees)
    if options.format == "json":
        emit(_as_json(trees, told, doubts, written=not options.dry_run))
    else:
        _report(trees, told, sources, written=not options.dry_run)
    return Status.PROBLEMS if any(diagnostic.level is not Level.NOTICE for diagnostic in told) else Status.OK


def _hint(options: argparse.Namespace, text: str) -> str:
    if options.at:
        return f" at line {options.at} or below"
    if options.form:
        return f" of the form `{options.form}`"
    asking = first_question(text)
    said = f"line {asking} asks, but in a form that is not read; " if asking else ""
    return f": {said}what is read is {_FORMS_IN_WORDS}"


def _text(file: Path) -> str:
    """The text of a foreign file: UTF-8, or what its first bytes say."""
    try:
        content = file.read_bytes()
    except IsADirectoryError as error:
        raise UsageError(f"`{file.as_posix()}` is a folder: name files") from error
    encoding = "utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        raise UsageError(f"`{file.as_posix()}` is no text in UTF-8") from error


def _replies(file: Path | None, sources: dict[str, str]) -> Replies:
    if file is None:
        return Replies()
    name = file.as_posix()
    sources[name] = _text(file)
    return Replies.read(sources[name], name)


def _known(folder: Path) -> Mapping[str, str]:
    """Targets in the trees beside those that come in, by what somebody may call them."""
    known: dict[str, str] = {}
    trees = [*load_all([str(folder)]).reading().library.trees.values()] if folder.is_dir() else []
    for tree in trees:
        for name in (folded(tree.title.line.plain), tree.id):
            known.setdefault(name, f"{tree.id}/")
    for tree in trees:
        for node in tree.nodes.values():
            heading = node.question if isinstance(node, Check) else node.title
            known.setdefault(folded(heading.line.plain), f"{tree.id}/{node.id}")
    return known


def _before(folder: Path, tree_id: str) -> tuple[Tree, str] | None:
    """The tree that was imported before."""
    file = folder / f"{tree_id}{SUFFIX}"
    if not file.is_file():
        return None
    reading = load_all([str(file)]).reading()
    if reading.has_errors or tree_id not in reading.library.trees:
        message = f"`{file.as_posix()}` has errors: mend them, and update it then"
        raise UsageError(message, text.frames(reading.diagnostics, reading.sources))
    return reading.library.trees[tree_id], _text(file).replace("\r\n", "\n")


def _examine(trees: Sequence[_TreeToWrite], *, update: bool) -> None:
    """Refuse to overwrite anything, and what would not pass the check where it is to lie."""
    for tree in trees:
        if os.path.lexists(tree.file) and not update:
            raise UsageError(
                f"`{tree.file.as_posix()}` exists already: write it anew by `--update`, import to another "
                "folder, or pick another tree by `--at`"
            )
    if not trees:
        return
    instead = {DISK.absolute(str(tree.file)): tree.tree.source for tree in trees}
    reading = load_all([str(tree.file) for tree in trees], instead=instead).reading()
    errors = [diagnostic for diagnostic in reading.diagnostics if diagnostic.level is Level.ERROR]
    if errors:
        report = text.frames(errors, reading.sources)
        raise UsageError("beside what is there, there would be errors; nothing was written:", report)


def _write(folder: Path, trees: Iterable[_TreeToWrite]) -> None:
    for tree in trees:
        try:
            folder.mkdir(exist_ok=True)
            write = atomic_writes.replace if tree.file.is_file() else atomic_writes.create
            write(tree.file, tree.tree.source.encode())
        except FileNotFoundError as error:
            raise UsageError(f"there is no folder `{folder.parent.as_posix()}`: make it first") from error
        except OSError as error:
            raise UsageError(f"`{tree.file.as_posix()}` cannot be written: {error.strerror}") from error


def _report(
    trees: Sequence[_TreeToWrite], told: Sequence[Diagnostic], sources: Mapping[str, str], *, written: bool
) -> None:
    parts = []
    if told:
        parts.append(text.frames(told, sources))
    if trees:
        verb = "written" if written else "to be written"
        lines = [
            f"{path(tree.file.as_posix())}: {verb}, from {one_line(tree.origin)}, line {tree.tree.line}: "
            f"{one_line(tree.tree.title)}"
            for tree in trees
        ]
        parts.append("\n".join(lines))
    if trees and written:
        names = " ".join(one_line(tree.file.as_posix()) for tree in trees)
        parts.append(f"What to do next:\n  decision-trees check {names}")
    say("\n\n".join(parts))


def _as_json(
    trees: Sequence[_TreeToWrite], told: Sequence[Diagnostic], doubts: Sequence[Doubt], *, written: bool
) -> str:
    """All that came of it, for programs."""
    return json.as_json(
        told,
        trees=[
            {
                "id": imported.tree.id,
                "title": imported.tree.title,
                "file": path_for_programs(imported.file.as_posix()),
                "written": written,
                "from": {"file": path_for_programs(imported.origin), "line": imported.tree.line},
            }
            for imported in trees
        ],
        doubts=[
            {
                "code": doubt.code,
                "about": doubt.about,
                "message": doubt.says,
                "assumed": doubt.assumed,
                "answers": doubt.answers,
                **json.place(doubt.span),
            }
            for doubt in doubts
        ],
    )
