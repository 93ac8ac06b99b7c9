"""The command `decision-trees`: what the plugin does, without a site.

Exit statuses: 0, all is well; 1, there are errors in the trees; 2, the command was not understood.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from decision_trees import reports
from decision_trees.reading import Reading, load

_FORMATS = {
    "frame": lambda reading: reports.frames(reading.diagnostics, reading.sources),
    "line": lambda reading: "\n".join(map(reports.line, reading.diagnostics)),
    "json": lambda reading: reports.as_json(reading.diagnostics),
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command.

    Args:
        arguments: Words of the command line without the program's name; those of the process by default.

    Returns:
        The exit status.
    """
    options = _parser().parse_args(arguments)
    return _check(options)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="decision-trees", description="Decision trees as documentation.")
    commands = parser.add_subparsers(title="commands", required=True)
    check = commands.add_parser(
        "check", help="check trees", description="Check every tree and report all that is wrong with them."
    )
    check.add_argument("paths", nargs="*", default=["."], metavar="PATH", help="files, or folders to search")
    check.add_argument("--format", choices=_FORMATS, default="frame", help="how to report (frame)")
    check.add_argument("--strict", action="store_true", help="fail on warnings too")
    return parser


def _check(options: argparse.Namespace) -> int:
    reading: Reading = load(*options.paths)
    print(_FORMATS[options.format](reading))  # noqa: T201 - the command's output
    return int(not reading.passes(strict=options.strict))


if __name__ == "__main__":
    sys.exit(main())
