"""The command `decision-trees`: what the plugin does, without a site.

Exit statuses: 0, all is well; 1, there are problems in the trees; 2, the command cannot do what was asked.
"""

from __future__ import annotations

import argparse
import gc
import os
import sys
import traceback
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path
from typing import NoReturn

from decision_trees.cli import (
    Command,
    Status,
    UsageError,
    check,
    completion,
    diff,
    explain,
    export,
    export_tree,
    import_,
    new,
    output,
    rename,
    schema,
    walk,
)
from decision_trees.diagnostics.printable import one_line

COMMANDS: tuple[Command, ...] = (
    check,
    explain,
    new,
    import_,
    walk,
    diff,
    rename,
    export,
    export_tree,
    schema,
    completion,
)
"""In the order in which `--help` lists them."""


_SELDOM = 100_000
"""After how many new objects Python looks for circles of them: trees have none, and hold a great many."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command.

    Args:
        arguments: Words of the command line without the program's name; those of the process by default.

    Returns:
        The exit status.
    """
    output.prepare()
    gc.set_threshold(_SELDOM)
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


def _parsed(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser: argparse.ArgumentParser = _ArgumentParser(
        prog="decision-trees", description="Decision trees as documentation."
    )
    parser.add_argument("--version", action="version", version=f"%(prog)s {version('mkdocs-decision-trees')}")
    parser.set_defaults(parser=parser)
    commands = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")
    for command in COMMANDS:
        command.register(commands)
    try:
        return parser.parse_args(arguments)
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
