"""`decision-trees schema`: the JSON Schema of sources, for editors."""

from __future__ import annotations

import argparse

from decision_trees.cli import Parsers, Status
from decision_trees.cli.output import emit
from decision_trees.source import json_schema


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
    emit(json_schema.text(), end="")
    return Status.OK
