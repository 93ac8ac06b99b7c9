"""`decision-trees schema`: the JSON Schema of sources, for editors."""

from __future__ import annotations

import argparse

from decision_trees import json_schema
from decision_trees.commands import Parsers, Status


def register(commands: Parsers) -> None:
    """Add the command."""
    parser = commands.add_parser(
        "schema",
        help="print the JSON Schema of sources",
        description="Print the JSON Schema (draft 2020-12) by which an editor completes and checks sources.",
    )
    parser.set_defaults(run=run)


def run(_options: argparse.Namespace) -> Status:
    """Print the schema."""
    print(json_schema.text(), end="")  # noqa: T201 - the command's output
    return Status.OK
