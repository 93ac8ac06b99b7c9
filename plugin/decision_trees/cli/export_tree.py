"""`decision-trees export-tree`: a tree in another form, for READMEs and wikis."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

from decision_trees.cli import Parsers, Status, UsageError, atomic_writes
from decision_trees.cli.output import complain, emit, say
from decision_trees.diagnostics.codes import Level
from decision_trees.diagnostics.printable import path
from decision_trees.diagnostics.render import text
from decision_trees.reading.load import load_all
from decision_trees.site.blocks import BLOCK_FORMS, Block, BlockError, content, file_of, find, updated

_HARMLESS = ("unknown-tree", "address-collision")


def register(commands: Parsers) -> None:
    """Add the command."""
    parser = commands.add_parser(
        "export-tree",
        help="write a tree in another form",
        description="Write one tree to the standard output: as mermaid, in text, as CSV, Markdown or JSON; "
        "or write the marked blocks of Markdown files anew.",
    )
    parser.add_argument("tree", nargs="?", metavar="TREE", help="the tree's file")
    parser.add_argument("--as", dest="form", choices=BLOCK_FORMS, default="ascii", help="the form (ascii)")
    parser.add_argument(
        "--into", type=Path, nargs="+", default=[], metavar="PAGE", help="Markdown files with marked blocks"
    )
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> Status:
    """Print a tree, or bring blocks up to date."""
    if bool(options.tree) == bool(options.into):
        raise UsageError("name a tree, or pages with blocks by `--into`")
    if options.tree:
        try:
            emit(made(options.tree, options.form, complain), end="")
        except TreeError as error:
            raise UsageError(str(error), error.report) from error
        return Status.OK
    for page in options.into:
        _update(page)
    return Status.OK


class TreeError(BlockError):
    """A tree cannot be written; the report shows what is wrong with it."""

    def __init__(self, message: str, report: str = "") -> None:
        """Take one sentence, and what explains it."""
        super().__init__(message)
        self.report = report


def made(file: str, form: str, tell: Callable[[str], object] = str) -> str:
    """Write the tree of a file.

    Args:
        file: The file.
        form: One of `blocks.BLOCK_FORMS`.
        tell: Is told what the form cannot hold.

    Raises:
        TreeError: There is none, or it has errors.
    """
    # No other command needs what makes pages.
    from decision_trees.site.exported import exported  # noqa: PLC0415
    from decision_trees.site.in_text import TooManyWaysError, arrows_left_out  # noqa: PLC0415
    from decision_trees.site.losses import left_out  # noqa: PLC0415

    if form not in BLOCK_FORMS:
        raise TreeError(f"there is no form `{form}`: it is one of {', '.join(BLOCK_FORMS)}")
    loaded = load_all([file])
    asked = sorted(name for part in loaded.parts for name in part.asked)
    if len(asked) > 1:
        raise TreeError(f"there are {len(asked)} trees in `{file}`: name a tree, such as `{asked[0]}`")
    reading = loaded.reading()
    library, tree = next(loaded.asked_trees(), (reading.library, None))
    # Where an arrow into another tree leads need not be known to draw this one.
    harmless = _HARMLESS if form in ("ascii", "csv") else ()
    errors = [
        diagnostic
        for diagnostic in reading.diagnostics
        if diagnostic.level is Level.ERROR and diagnostic.code not in harmless
    ]
    if errors or tree is None:
        report = text.frames(errors, reading.sources) if errors else ""
        raise TreeError(f"there is no tree without errors in `{file}`", report)
    try:
        written = exported(library, tree, form)
    except TooManyWaysError as error:
        raise TreeError(f"`{file}` cannot be a table: {error}") from error
    for loss in arrows_left_out(library.graph(tree)) if form == "csv" else ():
        tell(loss)
    if lost := left_out(tree, form):
        tell(f"{path(file)}: {lost}")
    return written


def maker(page: str, tell: Callable[[str], object] = str) -> Callable[[Block], str]:
    """Make what is to stand in the blocks of a page."""
    return lambda block: content(block.form, made(file_of(block, page), block.form, tell))


def _update(page: Path) -> None:
    name = page.as_posix()
    before = page.read_bytes()
    try:
        written = before.decode("utf-8")
        if not find(written):
            example = "<!-- decision-tree: path/to.tree.yaml as=ascii -->"
            help_ = f"write `{example}` and, below it, `<!-- /decision-tree -->`"
            raise UsageError(f"there is no block in `{name}`: {help_}")
        after = updated(written, maker(name, complain))
    except UnicodeDecodeError as error:
        raise UsageError(f"`{name}` is no text in UTF-8") from error
    except BlockError as error:
        raise UsageError(f"`{name}` stays as it is: {error}", getattr(error, "report", "")) from error
    if after == written:
        say(f"{path(name)}: up to date")
        return
    atomic_writes.replace(page, after.encode())
    say(f"{path(name)}: brought up to date")
