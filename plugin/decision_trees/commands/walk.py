"""`decision-trees walk`: a tree at the keyboard."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from decision_trees import reports, screen, walking
from decision_trees.addresses import SUFFIX
from decision_trees.commands import Parsers, Status, UsageError
from decision_trees.diagnostics import Diagnostic, Level, did_you_mean
from decision_trees.library import Library
from decision_trees.model import Check, Tree
from decision_trees.reading import Reading, load
from decision_trees.walking import Walk

_HELP = "Answer by number or by the words. ? guidance, b back, r start again, q quit"
_HELP_AT_END = "b back, r start again, q quit"


def register(commands: Parsers) -> None:
    """Add the command."""
    parser = commands.add_parser(
        "walk",
        help="walk through a tree",
        description="Walk through a tree in the terminal. Answers that lead into another tree of the same "
        "folder go on there. `b`, `r`, `q` and `?` always mean the command: an answer of that name is "
        "chosen by its number.",
    )
    parser.add_argument("tree", type=Path, metavar="TREE", help="the tree's file")
    parser.add_argument("--from", dest="start", metavar="CHECK", help="the check to begin with")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> Status:
    """Ask until the reader quits."""
    reading = _read(options.tree)
    file = options.tree.as_posix()
    problems = _hindering(reading, file)
    if problems:
        print(reports.frames(problems, reading.sources))  # noqa: T201 - the command's output
        return Status.PROBLEMS
    trees = reading.library.trees.values()
    tree = next(one for one in trees if one.file == file)
    library = Library(one for one in trees if not _hindering(reading, one.file))
    _converse(walking.begin(library, tree, _start(tree, options.start)))
    return Status.OK


def _read(path: Path) -> Reading:
    """Read a tree together with those beside it, into which its answers may lead."""
    if path.is_dir():
        raise UsageError(f"`{path.as_posix()}` is a folder: name the file of one tree")
    return load(*{path, *path.parent.glob(f"*{SUFFIX}")})


def _hindering(reading: Reading, file: str) -> list[Diagnostic]:
    """The errors that keep a tree from being walked; an arrow to a tree elsewhere does not."""
    return [one for one in reading.of(file) if one.level is Level.ERROR and one.code != "unknown-tree"]


def _start(tree: Tree, wanted: str | None) -> str | None:
    if wanted is None or isinstance(tree.nodes.get(wanted), Check):
        return wanted
    if wanted in tree.nodes:
        raise UsageError(f"`{wanted}` is a {tree.nodes[wanted].kind}: a walk begins at a check")
    suggestion = did_you_mean(wanted, [check.id for check in tree.checks])
    raise UsageError(f"`{tree.id}` has no check `{wanted}`; {suggestion}".removesuffix("; "))


def _converse(walk: Walk) -> None:
    _say(f"{walk.start.tree.title}\n{_HELP}")
    _show(walk)
    while (line := _line()) not in ("q", None):
        walk = _reply(walk, line or "")


def _reply(walk: Walk, line: str) -> Walk:
    match line:
        case "?":
            _say(screen.guidance(walk))
        case "b":
            return _show(walking.back(walk))
        case "r":
            return _show(walking.restart(walk))
        case "":
            _show(walk)
        case _ if walk.check is None:
            _say(_HELP_AT_END)
        case _:
            return _answer(walk, walk.check, line)
    return walk


def _answer(walk: Walk, check: Check, line: str) -> Walk:
    answers = walking.matching(check, line)
    if len(answers) == 1:
        return _show(walking.answer(walk, answers[0]))
    if answers:
        _say(f"`{line}` may mean {screen.names(answers)}: write more of it, or its number")
    else:
        _say(f"No answer is `{line}`: write a number from 1 to {len(check.answers)}, or how an answer begins")
    return walk


def _show(walk: Walk) -> Walk:
    _say(screen.shown(walk))
    return walk


def _say(text: str) -> None:
    print(f"{text}\n")  # noqa: T201 - the command's output


def _line() -> str | None:
    """Read what the reader writes; None at the end of the input."""
    try:
        line = input("> ").strip()
    except (EOFError, KeyboardInterrupt, UnicodeDecodeError):
        print()  # noqa: T201 - the shell's prompt starts on a line of its own
        return None
    # A terminal has shown what was typed; the record of a script is to show it too.
    print("" if sys.stdin.isatty() else f"{line}\n")  # noqa: T201
    return line
