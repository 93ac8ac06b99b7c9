"""`decision-trees new`: a tree to start from."""

from __future__ import annotations

import argparse
import os
import shlex
import sys
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from decision_trees.cli import Parsers, Status, UsageError, atomic_writes, editor_schema
from decision_trees.cli.output import say
from decision_trees.cli.starter import starter, title_from
from decision_trees.diagnostics.codes import Level
from decision_trees.diagnostics.printable import one_line, path
from decision_trees.diagnostics.render import text
from decision_trees.layout.addresses import SUFFIX, tree_id
from decision_trees.model.ids import is_id, slug
from decision_trees.reading.files import DISK
from decision_trees.reading.load import load_all


def register(commands: Parsers) -> None:
    """Add the command."""
    parser = commands.add_parser(
        "new", help="start a tree", description="Write a small commented tree that passes the check."
    )
    parser.add_argument(
        "path",
        metavar="PATH",
        help=f"the file, or the tree's id: <id>{SUFFIX}; in a folder the id is made from the title",
    )
    parser.add_argument("--title", help="the tree's title; made from its id when left out")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> Status:
    """Write the file and say what to do next."""
    if options.path.endswith("/") or Path(options.path).is_dir():
        options.title = options.title or _ask(options.path)
        options.path = os.path.join(options.path, slug(options.title) or options.title)  # noqa: PTH118 - a text
    file = _source_file(Path(options.path))
    title = title_from(tree_id(file.name)) if options.title is None else options.title
    schema = _schema_file(file)
    try:
        content = starter(title, datetime.now(UTC).date(), _address(schema, file))
    except ValueError as error:
        raise UsageError(f"the title cannot be used: {error}") from error
    notes = _examine(file, content)
    _write(file, content)
    notes += editor_schema.put(schema)
    name = one_line(shlex.quote(file.as_posix()))
    say(
        f"{path(file.as_posix())}: a small tree that passes the check\n"
        f"{notes}"
        "\n"
        "What to do next:\n"
        "  Replace its question, checks and ends by yours; the comments say what each part is for.\n"
        f"  decision-trees walk {name}\n"
        f"  decision-trees check {name} --strict"
    )
    return Status.OK


def _ask(folder: str) -> str:
    """Ask for the title of a tree in a folder, where somebody is there to be asked."""
    if sys.stdin is not None and sys.stdin.isatty():
        say("The tree's title: ", end="")
        with suppress(EOFError):
            if title := input().strip():
                return title
    name = f"{folder.rstrip('/')}/pick-a-queue"
    raise UsageError(f"`{folder}` is a folder: name the tree too, as in `{name}`, or give its `--title`")


def _schema_file(file: Path) -> Path:
    """Where the schema lies by which an editor reads a tree: in its docs folder, else beside it.

    The name is hidden, so that it is published by no site.
    """
    docs = next((part.docs for part in load_all([str(file)], instead={_place(file): ""}).parts), None)
    return Path(docs.path if docs else _place(file.parent), _SCHEMA)


_SCHEMA = ".tree.schema.json"


def _place(file: Path) -> str:
    return DISK.absolute(str(file))


def _address(schema: Path, file: Path) -> str:
    return Path(os.path.relpath(schema, Path(_place(file)).parent)).as_posix()


def _source_file(path: Path) -> Path:
    """The file for what was asked for: the path of a source, or one that ends in a tree's id."""
    file = path if path.name.endswith(SUFFIX) else path.parent / f"{path.name}{SUFFIX}"
    if not is_id(tree_id(file.name)):
        words = path.name.removesuffix(".yml").removesuffix(".yaml").removesuffix(".tree")
        suggestion = f"try `{slug(words)}{SUFFIX}`: " if slug(words) else ""
        raise UsageError(
            f"`{path.name or path}` cannot name a tree: {suggestion}"
            "use up to 64 lower-case letters, digits and single hyphens"
        )
    return file


def _examine(file: Path, content: str) -> str:
    """Refuse a file that would not pass the check where it is to lie; give what else is to be told."""
    if os.path.lexists(file):
        raise UsageError(f"`{file.as_posix()}` exists already: choose another name")
    reading = load_all([str(file)], instead={_place(file): content}).reading()
    errors = [diagnostic for diagnostic in reading.diagnostics if diagnostic.level is Level.ERROR]
    if errors:
        report = text.frames(errors, reading.sources)
        raise UsageError(f"with `{file.as_posix()}` there would be errors:", report)
    return "".join(f"{diagnostic.message}: {diagnostic.help}\n" for diagnostic in reading.diagnostics)


def _write(file: Path, content: str) -> None:
    try:
        atomic_writes.create(file, content.encode())
    except FileNotFoundError as error:
        raise UsageError(f"there is no folder `{file.parent.as_posix()}`: make it first") from error
    except OSError as error:
        raise UsageError(f"`{file.as_posix()}` cannot be written: {error.strerror}") from error
