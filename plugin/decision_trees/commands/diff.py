"""`decision-trees diff`: what changed for a reader between two versions of trees."""

from __future__ import annotations

import argparse
from pathlib import Path

from decision_trees import comparison_reports, reports
from decision_trees.commands import Parsers, Status, UsageError
from decision_trees.comparison import Comparisons, compare, compare_all
from decision_trees.diagnostics import Level
from decision_trees.reading import Reading, Settings, load, read
from decision_trees.revisions import GitError, sources_at, sources_now

_NAME = "decision-trees diff"
_FORMATS = {"text": comparison_reports.as_text, "markdown": comparison_reports.as_markdown}

# Trees may name trees that are not compared.
_SETTINGS = Settings(levels={"unknown-tree": Level.OFF})


def register(commands: Parsers) -> None:
    """Add the command."""
    parser = commands.add_parser(
        "diff",
        help="compare two versions of trees",
        usage=f"{_NAME} [OPTION...] OLD NEW\n       {_NAME} [OPTION...] --git REV [PATH...]",
        description=(
            "Say what changed for a reader between two versions of trees. OLD and NEW are files, folders, "
            "or REV:PATH for what is in a git revision. With --git, what is in the working tree is compared "
            "with a revision."
        ),
    )
    parser.add_argument(
        "paths", nargs="*", metavar="PATH", help="the two versions; with --git, where to look"
    )
    parser.add_argument("--git", metavar="REV", help="the revision to compare the working tree with")
    parser.add_argument("--format", choices=_FORMATS, default="text", help="how to tell it (text)")
    parser.add_argument("--exit-code", action="store_true", help="exit with 1 if anything changed")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> Status:
    """Compare and tell."""
    try:
        old, new = _with_revision(options) if options.git else _both(options.paths)
    except GitError as error:
        raise UsageError(str(error)) from error
    errors = [one for side in (old, new) for one in side.diagnostics if one.level is Level.ERROR]
    if errors:
        print(reports.frames(errors, {**old.sources, **new.sources}))  # noqa: T201 - the command's output
        return Status.PROBLEMS
    found = _compare(old, new, by_id=bool(options.git))
    print(_FORMATS[options.format](found))  # noqa: T201 - the command's output
    return Status.PROBLEMS if found and options.exit_code else Status.OK


def _compare(old: Reading, new: Reading, *, by_id: bool) -> Comparisons:
    before, after = tuple(old.library.trees.values()), tuple(new.library.trees.values())
    if by_id or len(before) != 1 or len(after) != 1:
        return compare_all(before, after)
    comparison = compare(before[0], after[0])
    return Comparisons(changed=(comparison,) if comparison.changed else ())


def _with_revision(options: argparse.Namespace) -> tuple[Reading, Reading]:
    paths = options.paths or ["."]
    before, after = sources_at(options.git, paths), sources_now(paths)
    if not before and not after:
        where = ", ".join(f"`{path}`" for path in paths)
        raise UsageError(f"there are no trees in {where}, neither now nor in `{options.git}`")
    return read(before, _SETTINGS), load(*after, settings=_SETTINGS)


def _both(paths: list[str]) -> tuple[Reading, Reading]:
    if len(paths) != 2:  # noqa: PLR2004 - the old version and the new one
        raise UsageError("name the old version and the new one, or `--git REV` to compare with a revision")
    old, new = map(_version, paths)
    if not old.files and not new.files:
        raise UsageError(f"there are no trees in `{paths[0]}`, nor in `{paths[1]}`")
    return old, new


def _version(path: str) -> Reading:
    revision, colon, inside = path.partition(":")
    if not colon or Path(path).exists():
        return load(path, settings=_SETTINGS)
    # As in git itself, a path that starts with a dot starts from here, any other from the root.
    sources = sources_at(revision, [inside or "."], from_root=not inside.startswith("."))
    if not sources:
        raise UsageError(f"there are no trees at `{inside}` in `{revision}`")
    return read(sources, _SETTINGS)
