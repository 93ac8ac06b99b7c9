"""The command `decision-trees`: what the plugin does, without a site.

Exit statuses: 0, all is well; 1, there are problems in the trees; 2, the command cannot do what was asked.
"""

from __future__ import annotations

import argparse
import io
import os
import sys
from collections.abc import Sequence

from decision_trees.commands import Command, Status, UsageError, check, diff, new, rename, schema, walk

COMMANDS: tuple[Command, ...] = (check, new, walk, diff, rename, schema)
"""In the order in which `--help` lists them."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command.

    Args:
        arguments: Words of the command line without the program's name; those of the process by default.

    Returns:
        The exit status.
    """
    parser = argparse.ArgumentParser(prog="decision-trees", description="Decision trees as documentation.")
    commands = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")
    for command in COMMANDS:
        command.register(commands)
    _escape_what_cannot_be_written()
    options = parser.parse_args(arguments)
    try:
        return int(options.run(options))
    except UsageError as error:
        print(f"decision-trees: {error}", file=sys.stderr)  # noqa: T201 - the command's output
        return Status.USAGE
    except KeyboardInterrupt:
        return Status.INTERRUPTED
    except BrokenPipeError:
        # Whoever read our output has read enough; nothing more is to be written at exit either.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return Status.OK
    except OSError as error:
        print(f"decision-trees: {error.strerror}: `{error.filename}`", file=sys.stderr)  # noqa: T201 - likewise
        return Status.USAGE


def _escape_what_cannot_be_written() -> None:
    """Let no character stop a report: where output is not UTF-8, on Windows say, most cannot be written."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")


if __name__ == "__main__":
    sys.exit(main())
