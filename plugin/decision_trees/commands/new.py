"""`decision-trees new`: a tree to start from."""

from __future__ import annotations

import argparse
import shlex
from datetime import UTC, datetime
from pathlib import Path

from decision_trees.addresses import SUFFIX, tree_id
from decision_trees.commands import Parsers, Status, UsageError
from decision_trees.grammar import is_id, slug
from decision_trees.starter import starter, title_from


def register(commands: Parsers) -> None:
    """Add the command."""
    parser = commands.add_parser(
        "new", help="start a tree", description="Write a small commented tree that passes the check."
    )
    parser.add_argument("path", type=Path, metavar="PATH", help=f"the file, or the tree's id: <id>{SUFFIX}")
    parser.add_argument("--title", help="the tree's title; made from its id when left out")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> Status:
    """Write the file and say what to do next."""
    file = _source_file(options.path)
    title = title_from(tree_id(file.name)) if options.title is None else options.title
    try:
        text = starter(title, datetime.now(UTC).date())
    except ValueError as error:
        raise UsageError(f"the title cannot be used: {error}") from error
    _write(file, text)
    name = shlex.quote(file.as_posix())
    print(  # noqa: T201 - the command's output
        f"{file.as_posix()}: a small tree that passes the check\n"
        "\n"
        "What to do next:\n"
        "  Replace its question, checks and ends by yours; the comments say what each part is for.\n"
        f"  decision-trees walk {name}\n"
        f"  decision-trees check {name} --strict"
    )
    return Status.OK


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


def _write(file: Path, text: str) -> None:
    try:
        with file.open("x", encoding="utf-8", newline="\n") as stream:
            stream.write(text)
    except FileExistsError as error:
        raise UsageError(f"`{file.as_posix()}` exists already: choose another name") from error
    except FileNotFoundError as error:
        raise UsageError(f"there is no folder `{file.parent.as_posix()}`: make it first") from error
    except OSError as error:
        raise UsageError(f"`{file.as_posix()}` cannot be written: {error.strerror}") from error
