"""`decision-trees check`: all that is wrong with the trees of a folder.

With `--coverage` it tells as well which answers and terminals no scenario walks. In JSON that is the key
`coverage` of the same object: a list with an object for each tree, as `coverage.as_data` gives it.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from decision_trees import coverage, formats, reports
from decision_trees.addresses import SUFFIX
from decision_trees.commands import Parsers, Status, UsageError
from decision_trees.diagnostics import CODES, Level, did_you_mean
from decision_trees.reading import Reading, Settings, load

_FORMATS = {
    "frame": lambda reading: reports.frames(reading.diagnostics, reading.sources),
    "line": lambda reading: "\n".join(map(reports.line, reading.diagnostics)),
    "json": lambda reading: formats.as_json(reading.diagnostics),
    "github": lambda reading: formats.as_github(reading.diagnostics),
    "sarif": lambda reading: formats.as_sarif(reading.diagnostics),
}


_LEVELS = f"{', '.join(tuple(Level)[:-1])} or {tuple(Level)[-1]}"


def register(commands: Parsers) -> None:
    """Add the command."""
    parser = commands.add_parser(
        "check", help="check trees", description="Check every tree and report all that is wrong with them."
    )
    parser.add_argument("paths", nargs="*", default=["."], metavar="PATH", help="files, or folders to search")
    parser.add_argument("--format", choices=_FORMATS, default="frame", help="how to report (frame)")
    parser.add_argument("--strict", action="store_true", help="fail for warnings too")
    parser.add_argument(
        "--levels",
        action="append",
        default=[],
        metavar="CODE=LEVEL,…",
        help=f"how much a code matters: {_LEVELS}; may be given again",
    )
    parser.add_argument(
        "--coverage", action="store_true", help="tell which answers and terminals no scenario walks"
    )
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> Status:
    """Check and report."""
    settings = Settings(levels=_levels(options.levels))
    reading = load(*options.paths, settings=settings, with_pages=True)
    empty = _without_trees(options.paths, reading)
    make = _with_coverage if options.coverage else _report
    report = make(reading, options.format)
    in_colour = options.format == "frame" and sys.stdout.isatty() and "NO_COLOR" not in os.environ
    if report and (reading.diagnostics or not empty):
        print(reports.paint(report) if in_colour else report)  # noqa: T201 - the command's output
    if empty:
        raise UsageError(f"there is no tree in `{empty[0]}`: the name of a tree's file ends with `{SUFFIX}`")
    stopping = {Level.ERROR, Level.WARNING} if options.strict else {Level.ERROR}
    stopped = any(one.level in stopping for one in reading.diagnostics)
    return Status.PROBLEMS if stopped else Status.OK


def _levels(written: Sequence[str]) -> Mapping[str, Level]:
    levels = {}
    for item in ",".join(written).split(",") if written else ():
        code, equals, level = (part.strip() for part in item.partition("="))
        if not equals:
            raise UsageError(f"`--levels` takes `code=level`, not `{item}`")
        if code not in CODES:
            hint = did_you_mean(code, CODES)
            raise UsageError(f"`--levels` sets `{code}`, which is no code{hint and f': {hint}'}")
        if level not in list(Level):
            raise UsageError(f"`--levels` sets `{code}` to `{level}`: a level is {_LEVELS}")
        levels[code] = Level(level)
    return levels


def _without_trees(paths: Iterable[str], reading: Reading) -> list[str]:
    """The folders in which no source was found."""
    files = [*map(Path, reading.files)]
    return [
        path for path in paths if Path(path).is_dir() and not any(file.is_relative_to(path) for file in files)
    ]


def _report(reading: Reading, format_: str) -> str:
    return _FORMATS[format_](reading)


def _with_coverage(reading: Reading, format_: str) -> str:
    found = [coverage.coverage(reading.library.graph(tree)) for tree in reading.library.trees.values()]
    match format_:
        case "json":
            return formats.as_json(reading.diagnostics, coverage=coverage.as_data(found))
        case "frame":
            parts = (_report(reading, format_), coverage.table(found), coverage.places(found))
            return "\n\n".join(filter(None, parts))
        case "line":
            return "\n".join(filter(None, (_report(reading, format_), coverage.places(found))))
        case _:
            raise UsageError(f"`--coverage` cannot be told as {format_}: use frame, line or json")
