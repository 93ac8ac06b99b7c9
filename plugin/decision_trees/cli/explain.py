"""`decision-trees explain`: what the manual says of a code."""

from __future__ import annotations

import argparse

from decision_trees.cli import Parsers, Status, UsageError
from decision_trees.cli.output import say
from decision_trees.diagnostics import manual
from decision_trees.diagnostics.codes import CODES, Level, may_be
from decision_trees.diagnostics.wording import did_you_mean
from decision_trees.importing.doubts import DOUBTS


def register(commands: Parsers) -> None:
    """Add the command."""
    parser = commands.add_parser(
        "explain",
        help="explain a code",
        description="Print what the manual says of a code, with examples; without a code, list all of them.",
    )
    parser.add_argument("code", nargs="?", metavar="CODE", help="a code, such as unknown-target")
    parser.add_argument("--all", action="store_true", help="print every example, not just the first ones")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> Status:
    """Print the explanation."""
    if options.code is None:
        width = max(map(len, CODES))
        say("\n".join(f"{code.name:<{width}}  {code.level:<7}  {code.says}" for code in CODES.values()))
        return Status.OK
    # As it stands in a report: `error[unknown-target]`.
    code = options.code.rpartition("[")[2].removesuffix(":").removesuffix("]")
    if code in DOUBTS:
        told = "It is told by `decision-trees import`, and the message says what may be answered."
        say(f"# {code}\n\n{DOUBTS[code].says}\n\n{told}\n\nLevel: {DOUBTS[code].level}.")
        return Status.OK
    if code not in CODES:
        hint = did_you_mean(code, [*CODES, *DOUBTS])
        raise UsageError(f"`{code}` is no code: {hint or '`decision-trees explain` lists all'}")
    text, left_out = manual.explanation(code, None if options.all else manual.EXAMPLES)
    more = [f"{left_out} more examples: decision-trees explain {code} --all"] if left_out else []
    where = [address] if (address := manual.address(code)) else []
    settings = "`levels` or `--levels`" if may_be(code, Level.OFF) else "`--levels`"
    level = f"Level: {CODES[code].level}, unless {settings} says otherwise."
    say("\n\n".join([text, *more, level, *where]))
    return Status.OK
