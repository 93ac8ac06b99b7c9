"""The command `decision-trees`: what the plugin does, without a site.

Exit statuses: 0, all is well; 1, there are problems in the trees; 2, the command cannot do what was asked.
"""

from __future__ import annotations

import argparse
import gc
import os
import sys
import traceback
from collections.abc import Iterable, Sequence
from functools import partial
from importlib import import_module
from keyword import iskeyword
from pathlib import Path
from typing import NoReturn

from decision_trees.cli import Command, Status, UsageError, output
from decision_trees.diagnostics.printable import one_line

COMMANDS = (
    "check",
    "explain",
    "new",
    "import",
    "walk",
    "diff",
    "rename",
    "export",
    "export-tree",
    "schema",
    "completion",
)
"""In the order in which `--help` lists them."""


SELDOM = 100_000
"""After how many new objects Python looks for circles of them: trees have none, and hold a great many."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command.

    Args:
        arguments: Words of the command line without the program's name; those of the process by default.

    Returns:
        The exit status.
    """
    output.prepare()
    gc.set_threshold(SELDOM)
    try:
        options = _parsed(arguments)
        return int(options.run(options))
    except KeyboardInterrupt:
        return Status.INTERRUPTED
    except (UsageError, output.OutputError) as error:
        output.complain(str(error))
    except OSError as error:
        output.complain(_reason(error))
    except Exception as error:  # noqa: BLE001 - whatever it is, nobody can do anything with a traceback but we
        output.complain(_our_mistake(error))
    return Status.USAGE


class _ArgumentParser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        super().error(one_line(message))


class _VersionAction(argparse.Action):
    """Prints the version, which is looked up then."""

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> NoReturn:
        from importlib.metadata import version  # noqa: PLC0415 - it takes as long to load as a command

        output.emit(f"{parser.prog} {version('mkdocs-decision-trees')}")
        parser.exit()


def command(name: str) -> Command:
    """Load a command."""
    # Python keeps some names for itself.
    module = name.replace("-", "_") + "_" * iskeyword(name)
    loaded: Command = import_module(f"decision_trees.cli.{module}")
    return loaded


def _parser(names: Iterable[str]) -> argparse.ArgumentParser:
    """Make what reads the command line, for those commands alone."""
    parser: argparse.ArgumentParser = _ArgumentParser(
        prog="decision-trees", description="Decision trees as documentation."
    )
    parser.add_argument(
        "--version", action=_VersionAction, nargs=0, help="show program's version number and exit"
    )
    parser.set_defaults(whole=partial(_parser, COMMANDS))
    commands = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")
    for name in names:
        command(name).register(commands)
    return parser


def _parsed(arguments: Sequence[str] | None) -> argparse.Namespace:
    words = sys.argv[1:] if arguments is None else arguments
    # To load all others takes as long as to check some trees.
    parser = _parser(words[:1] if words[:1] and words[0] in COMMANDS else COMMANDS)
    try:
        return parser.parse_args(words)
    except SystemExit as end:
        if end.code == Status.OK and sys.stdout is not None:
            output.emit("", end="")  # help that cannot be written is no success
        raise


def _reason(error: OSError) -> str:
    """Word what the system refuses."""
    try:
        Path.cwd()
    except OSError:
        return "the folder from which the command runs does not exist any more"
    reason = error.strerror or str(error)
    return reason if error.filename is None else f"{reason}: `{one_line(os.fsdecode(error.filename))}`"


def _our_mistake(error: Exception) -> str:
    place = traceback.extract_tb(error.__traceback__)[-1]
    where = f"{Path(place.filename).name}, line {place.lineno}"
    what = one_line(f"{type(error).__name__}: {error}")
    return f"this is a mistake of ours, not of yours; please report it: {what} ({where})"


if __name__ == "__main__":
    sys.exit(main())
