"""The commands of `decision-trees`, a module each.

A command module has a function `register` that adds the command's parser and sets `run` on it: a function
from parsed options to an exit status. What a command works out is in a room of its own; here it is only
read from the command line and printed.
"""

from __future__ import annotations

import argparse
from enum import IntEnum
from typing import Protocol, TypeAlias

from decision_trees.diagnostics.printable import one_line

Parsers: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"  # noqa: SLF001 - it has no other name
"""What `register` adds its parser to."""


class Status(IntEnum):
    """Exit statuses."""

    OK = 0
    PROBLEMS = 1
    USAGE = 2
    INTERRUPTED = 130
    """As shells say it of a command that Ctrl-C has ended."""


class Command(Protocol):
    """A command module."""

    def register(self, commands: Parsers, /) -> None:
        """Add the command's parser."""


class UsageError(Exception):
    """The command line asks for something that cannot be done; its text says what and what to do."""

    def __init__(self, message: str, report: str = "") -> None:
        """Take one sentence, and what explains it in lines of its own."""
        super().__init__("\n\n".join(filter(None, (one_line(message), report))))
