"""`decision-trees completion`: what a shell needs to complete commands, options and paths."""

from __future__ import annotations

import argparse
from collections.abc import Iterator

from decision_trees.cli import Parsers, Status
from decision_trees.cli.output import emit
from decision_trees.diagnostics.codes import CODES

SHELLS = ("bash", "zsh", "fish")

_PATHS = ("PATH", "TREE", "FILE", "PAGE", "SOURCE", "FOLDER")


def register(commands: Parsers) -> None:
    """Add the command."""
    parser = commands.add_parser(
        "completion",
        help="print completion for a shell",
        description="Print a script by which a shell completes commands, options and paths.",
    )
    parser.add_argument("shell", choices=SHELLS, help="the shell")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> Status:
    """Print the script."""
    import shtab  # noqa: PLC0415 - what no other command needs is not loaded with each of them

    parser: argparse.ArgumentParser = options.whole()
    for action in _actions(parser):
        if action.metavar in _PATHS:
            action.complete = shtab.FILE  # type: ignore[attr-defined] # as shtab wants it
        elif action.metavar == "CODE":
            action.choices = list(CODES)
    emit(shtab.complete(parser, options.shell))
    return Status.OK


def _actions(parser: argparse.ArgumentParser) -> Iterator[argparse.Action]:
    """The arguments of a parser and of all its commands."""
    for action in parser._actions:  # noqa: SLF001 - there is no other way to them
        yield action
        if isinstance(action, argparse._SubParsersAction):  # noqa: SLF001 - likewise
            for command in dict.fromkeys(action.choices.values()):
                yield from _actions(command)
