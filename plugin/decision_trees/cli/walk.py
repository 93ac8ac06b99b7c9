"""`decision-trees walk`: a tree at the keyboard."""

from __future__ import annotations

import argparse
import sys
from contextlib import suppress
from pathlib import Path

from decision_trees.analysis.library import Library
from decision_trees.cli import Parsers, Status, UsageError, given
from decision_trees.cli.output import emit, say
from decision_trees.diagnostics.codes import Level
from decision_trees.diagnostics.diagnostic import Diagnostic
from decision_trees.diagnostics.printable import one_line
from decision_trees.diagnostics.render import json, text
from decision_trees.diagnostics.wording import did_you_mean
from decision_trees.layout.addresses import SUFFIX, tree_id
from decision_trees.model.tree import DONE, Check, Inner, Step, Tree
from decision_trees.reading.load import load_all
from decision_trees.reading.read import Reading
from decision_trees.walk import screen, state
from decision_trees.walk.state import Walk

_HELP = "Answer by number or by the words. ? guidance, b back, r start again, q quit"

_HELP_AT_END = "b back, r start again, q quit"


def register(commands: Parsers) -> None:
    """Add the command."""
    parser = commands.add_parser(
        "walk",
        help="walk through a tree",
        description="Walk through a tree in the terminal. Answers that lead into another tree of the same "
        "site go on there. `b`, `r`, `q` and `?` always mean the command: an answer of that name is "
        "chosen by its number.",
    )
    parser.add_argument(
        "tree", type=Path, metavar="TREE", help="the tree's file, or its id, or a folder with one tree in it"
    )
    parser.add_argument("--from", dest="start", metavar="NODE", help="the check or step to begin with")
    parser.add_argument(
        "--given",
        nargs="*",
        action="extend",
        metavar="CHECK=ANSWER",
        help="answers: tell where they lead, and ask nothing",
    )
    parser.add_argument(
        "--format", choices=("text", "json"), default="", help="how to tell where the answers lead (text)"
    )
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> Status:
    """Ask until the reader quits, or tell where given answers lead."""
    reading, file = _read(options.tree)
    problems = _hindering(reading, file)
    if problems:
        if options.format == "json":
            emit(json.as_json(problems, ask=None))
        else:
            say(text.frames(problems, reading.sources))
        return Status.PROBLEMS
    trees = reading.library.trees.values()
    tree = next(tree for tree in trees if tree.file == file)
    library = Library(tree for tree in trees if not _hindering(reading, tree.file))
    walk = state.begin(library, tree, _start(tree, options.start))
    if options.given is not None or options.format:
        return given.tell(walk, options.given or (), as_json=options.format == "json")
    with suppress(_NobodyReadsError):
        _converse(walk)
    return Status.OK


def _read(path: Path) -> tuple[Reading, str]:
    """Read a tree together with those of its site, into which its answers may lead, and give its name."""
    is_folder = path.is_dir()
    file = path if path.exists() or path.name.endswith(SUFFIX) else _by_id(path)
    found = [(part.reading, name) for part in load_all([str(file)]).parts for name in part.asked]
    if len(found) == 1:
        return found[0]
    if is_folder:
        names = ", ".join(f"`{one_line(name)}`" for _, name in found[:_MOST_NAMES])
        more = ", …" if len(found) > _MOST_NAMES else ""
        reason = f"holds {len(found)} trees: name one of {names}{more}" if found else "has no tree in it"
        raise UsageError(f"`{path.as_posix()}` {reason}")
    raise UsageError(f"`{path.as_posix()}` is a page: name the file of a tree")


_MOST_NAMES = 10


def _by_id(path: Path) -> Path:
    """The file of a tree that is named without its ending, or by its id alone."""
    beside = path.with_name(f"{path.name}{SUFFIX}")
    if beside.exists() or len(path.parts) != 1:
        return beside
    below = [
        (part.language, place)
        for part in load_all(["."]).parts
        for name, place in part.asked.items()
        if part.settings.ids.get(name, tree_id(name)) == path.name
    ]
    # Whoever names the tree and no file, means what the site is written in.
    originals = [place for language, place in below if language is None] or [place for _, place in below]
    return Path(originals[0]) if len(originals) == 1 else beside


def _hindering(reading: Reading, file: str) -> list[Diagnostic]:
    """The errors that keep a tree from being walked."""
    return [
        diagnostic
        for diagnostic in reading.of(file)
        if diagnostic.level is Level.ERROR and diagnostic.code not in _HARMLESS
    ]


_HARMLESS = ("unknown-tree", "address-collision")
"""An arrow to a tree elsewhere hinders nobody, nor does what keeps a page from being published."""


def _start(tree: Tree, wanted: str | None) -> str | None:
    if wanted is None or isinstance(tree.nodes.get(wanted), Inner):
        return wanted
    if wanted in tree.nodes:
        raise UsageError(f"`{wanted}` is a {tree.nodes[wanted].kind}: a walk begins at a check or a step")
    suggestion = did_you_mean(wanted, [node.id for node in tree.inner])
    raise UsageError(f"`{tree.id}` has no check or step `{wanted}`; {suggestion}".removesuffix("; "))


def _converse(walk: Walk) -> None:
    _say(f"{one_line(walk.start.tree.title.line.plain)}\n{_HELP}")
    _show(walk)
    while (line := _line()) not in ("q", None):
        walk = _reply(walk, line or "")


def _reply(walk: Walk, line: str) -> Walk:
    match line:
        case "?":
            _say(screen.guidance(walk))
        case "b":
            return _show(state.back(walk))
        case "r":
            return _show(state.restart(walk))
        case _ if isinstance(walk.inner, Step):
            return _take(walk, walk.inner, line)
        case "":
            _show(walk)
        case _ if walk.inner is None:
            _say(_HELP_AT_END)
        case _:
            return _answer(walk, walk.inner, line)
    return walk


def _take(walk: Walk, step: Step, line: str) -> Walk:
    """Go on from a step: it asks nothing, so an empty line is enough."""
    if line in ("", "1", DONE) or "continue".startswith(line.casefold()):
        return _show(state.answer(walk, step.answers[0]))
    _say(f"This step asks nothing, so `{one_line(line)}` is no answer: press Enter to go on")
    return walk


def _answer(walk: Walk, check: Check, line: str) -> Walk:
    answers = state.matching(check, line)
    if len(answers) == 1:
        return _show(state.answer(walk, answers[0]))
    if answers:
        _say(f"`{one_line(line)}` may mean {screen.names(answers)}: write more of it, or its number")
    else:
        wanted = f"write a number from 1 to {len(check.answers)}, or how an answer begins"
        _say(f"No answer is `{one_line(line)}`: {wanted}")
    return walk


def _show(walk: Walk) -> Walk:
    _say(screen.shown(walk))
    return walk


class _NobodyReadsError(Exception):
    """Whoever read what is shown has read enough."""


def _say(text: str, end: str = "\n\n") -> None:
    if not say(text, end=end):
        raise _NobodyReadsError


def _line() -> str | None:
    """Read what the reader writes; None at the end of the input."""
    _say("> ", end="")
    try:
        line = input().strip() if sys.stdin else None
    except (EOFError, KeyboardInterrupt):
        line = None
    except OSError as error:
        raise UsageError(f"the input cannot be read: {error.strerror}") from error
    # A terminal has shown what was typed; the record of a script is to show it too.
    if line is None or sys.stdin.isatty():
        _say("", end="\n")  # the shell's prompt starts on a line of its own
    else:
        _say(line)
    return line
