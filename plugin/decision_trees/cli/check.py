"""`decision-trees check`: all that is wrong with the trees of a folder.

With `--coverage` it tells as well which answers and terminals no scenario walks. In JSON that is the key
`coverage` of the same object: a list with an object for each tree, as `coverage.as_data` gives it.
"""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial

from decision_trees.analysis import coverage
from decision_trees.cli import Parsers, Status, UsageError, export_tree
from decision_trees.cli.output import complain, emit, in_colour, say
from decision_trees.diagnostics.codes import CODES, Level
from decision_trees.diagnostics.diagnostic import Diagnostic, apply_levels, in_order
from decision_trees.diagnostics.render import github, json, sarif, text
from decision_trees.diagnostics.wording import did_you_mean
from decision_trees.layout.addresses import SUFFIX
from decision_trees.reading.files import DISK
from decision_trees.reading.load import Loaded, load_all
from decision_trees.reading.read import Reading, Settings, content_of, page_text
from decision_trees.reading.repository import from_root
from decision_trees.site import blocks

_FORMATS = {
    "frame": lambda reading: text.frames(reading.diagnostics, reading.sources),
    "line": lambda reading: "\n".join(map(text.line, reading.diagnostics)),
    "json": lambda reading: json.as_json(reading.diagnostics),
    "github": lambda reading: github.as_github(map(_from_root, reading.diagnostics)),
    "sarif": lambda reading: sarif.as_sarif(map(_from_root, reading.diagnostics)),
}

_FOR_PEOPLE = ("frame", "line")

_LEVELS = f"{', '.join(tuple(Level)[:-1])} or {tuple(Level)[-1]}"


def _from_root(diagnostic: Diagnostic) -> Diagnostic:
    """The same with files named as the service knows them that shows it beside a change."""
    return diagnostic.with_files(from_root)


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
    parser.add_argument(
        "--no-cache", dest="cache", action="store_false", help="read every tree, and keep nothing"
    )
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> Status:
    """Check and report."""
    settings = Settings(levels=_levels(options.levels))
    loaded = load_all(options.paths, settings, with_pages=True, keeps=options.cache)
    reading, empty = _with_blocks(loaded), loaded.empty
    report = (_with_coverage if options.coverage else _report)(loaded, reading, options.format)
    if report and (reading.diagnostics or not empty):
        if options.format in _FOR_PEOPLE:
            say(report, paint=text.paint if options.format == "frame" and in_colour() else str)
        else:
            emit(report)
    for note in loaded.notes:
        complain(note)
    if empty:
        raise UsageError(f"there is no tree in `{empty[0]}`: the name of a tree's file ends with `{SUFFIX}`")
    stopping = {Level.ERROR, Level.WARNING} if options.strict else {Level.ERROR}
    stopped = any(diagnostic.level in stopping for diagnostic in reading.diagnostics)
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


def _with_blocks(loaded: Loaded) -> Reading:
    """All that has been read, and what is wrong with the blocks of Markdown pages that hold trees."""
    reading = loaded.reading()
    found: list[Diagnostic] = []
    sources: dict[str, str] = {}
    for part in loaded.parts:
        for name, place in part.pages.items():
            content = content_of(partial(DISK.read, place)) if name not in part.quiet else None
            page = page_text(content) if isinstance(content, bytes) else None
            if page and "<!-- decision-tree: " in page:
                told = list(blocks.stale_blocks(name, page, export_tree.maker(name)))
                found += apply_levels(told, part.settings.levels)
                sources[name] = page
    if not found:
        return reading
    return replace(
        reading,
        diagnostics=tuple(in_order([*reading.diagnostics, *found])),
        sources={**sources, **reading.sources},
    )


def _report(_: Loaded, reading: Reading, format_: str) -> str:
    return _FORMATS[format_](reading)


def _with_coverage(loaded: Loaded, reading: Reading, format_: str) -> str:
    found = [coverage.coverage(library.graph(tree)) for library, tree in loaded.asked_trees()]
    match format_:
        case "json":
            return json.as_json(reading.diagnostics, coverage=coverage.as_data(found))
        case "frame":
            parts = (_report(loaded, reading, format_), coverage.as_table(found), coverage.places(found))
            return "\n\n".join(filter(None, parts))
        case "line":
            return "\n".join(filter(None, (_report(loaded, reading, format_), coverage.places(found))))
        case _:
            raise UsageError(f"`--coverage` cannot be told as {format_}: use frame, line or json")
