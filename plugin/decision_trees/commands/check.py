"""`decision-trees check`: all that is wrong with the trees of a folder."""

from __future__ import annotations

import argparse

from decision_trees import formats, reports
from decision_trees.commands import Parsers, Status
from decision_trees.diagnostics import Level
from decision_trees.reading import load

_FORMATS = {
    "frame": lambda reading: reports.frames(reading.diagnostics, reading.sources),
    "line": lambda reading: "\n".join(map(reports.line, reading.diagnostics)),
    "json": lambda reading: reports.as_json(reading.diagnostics),
    "github": lambda reading: formats.as_github(reading.diagnostics),
    "sarif": lambda reading: formats.as_sarif(reading.diagnostics),
}


def register(commands: Parsers) -> None:
    """Add the command."""
    parser = commands.add_parser(
        "check", help="check trees", description="Check every tree and report all that is wrong with them."
    )
    parser.add_argument("paths", nargs="*", default=["."], metavar="PATH", help="files, or folders to search")
    parser.add_argument("--format", choices=_FORMATS, default="frame", help="how to report (frame)")
    parser.add_argument("--strict", action="store_true", help="fail for warnings too")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> Status:
    """Check and report."""
    reading = load(*options.paths)
    print(_FORMATS[options.format](reading))  # noqa: T201 - the command's output
    stopping = {Level.ERROR, Level.WARNING} if options.strict else {Level.ERROR}
    stopped = any(one.level in stopping for one in reading.diagnostics)
    return Status.PROBLEMS if stopped else Status.OK
