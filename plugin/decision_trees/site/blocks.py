"""Blocks in Markdown that hold a tree in another form, and are kept up to date by a command.

<!-- decision-tree: docs/trees/pick-a-queue.tree.yaml as=ascii -->
…
<!-- /decision-tree -->
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from decision_trees.diagnostics.diagnostic import Diagnostic
from decision_trees.model.span import Span

BLOCK_FORMS = {"mermaid": "mermaid", "ascii": "text", "csv": "csv", "md": "", "json": "json"}
"""In which forms a tree can stand elsewhere, with the language of its fence; Markdown stands in none."""

_OPENING = re.compile(r"[ \t]*<!-- decision-tree: (?P<path>\S+) as=(?P<form>\S+) -->[ \t]*\r?\n?")
_CLOSING = re.compile(r"[ \t]*<!-- /decision-tree -->[ \t]*\r?\n?")
_FENCE = re.compile(r"[ \t>]*(`{3,}|~{3,})")


@dataclass(frozen=True, slots=True)
class Block:
    """A block.

    Attributes:
        path: The tree's file, from the folder of the page.
        form: The form it is in.
        line: The line of its beginning.
        begin: Where what is in it begins in the page.
        end: Where that ends; None where no end is marked.
        width: How long its first line is.
    """

    path: str
    form: str
    line: int
    begin: int
    end: int | None
    width: int


def find(text: str) -> list[Block]:
    """Find the blocks of a page; what stands in code is an example."""
    found: list[Block] = []
    opened: Block | None = None
    fence = ""
    place = 0
    for number, line in enumerate(text.splitlines(keepends=True), 1):
        if opened is None and (marks := _FENCE.match(line)):
            fence = "" if fence and marks[1].startswith(fence) else fence or marks[1]
        elif opened is None and not fence and (opening := _OPENING.fullmatch(line)):
            path, form = opening["path"], opening["form"]
            opened = Block(path, form, number, place + len(line), None, len(line.rstrip("\r\n")))
        elif opened is not None and _CLOSING.fullmatch(line):
            found.append(Block(opened.path, opened.form, opened.line, opened.begin, place, opened.width))
            opened = None
        place += len(line)
    return [*found, *([opened] if opened else [])]


def content(form: str, text: str) -> str:
    """What stands in a block: a tree in some form, in a fence unless it is Markdown itself."""
    language = BLOCK_FORMS[form]
    if not language:
        return f"\n{text.strip()}\n\n"
    longest = max((len(run) for run in re.findall("`+", text)), default=0)
    marks = "`" * max(3, longest + 1)
    return f"{marks}{language}\n{text.rstrip()}\n{marks}\n"


class BlockError(Exception):
    """What stands in a block cannot be made; the text says why."""


MakeContent = Callable[[Block], str]
"""Makes what is to stand in a block; raises `BlockError`."""


def updated(text: str, make: MakeContent) -> str:
    """Write all blocks of a page anew.

    Raises:
        BlockError: One cannot be made, or has no end.
    """
    parts, done = [], 0
    for block in find(text):
        if block.end is None:
            raise BlockError(f"the block in line {block.line} has no end: write `<!-- /decision-tree -->`")
        # Whoever wrote the line above chose how lines end here.
        end = "\r\n" if text[: block.begin].endswith("\r\n") else "\n"
        parts += [text[done : block.begin], make(block).replace("\n", end)]
        done = block.end
    return "".join([*parts, text[done:]])


def stale_blocks(page: str, text: str, make: MakeContent) -> Iterator[Diagnostic]:
    """Tell of blocks that do not hold what they are to.

    Args:
        page: The page's name.
        text: Its text, with line breaks as they are.
        make: Makes what is to stand in a block.
    """
    for block in find(text):
        span = Span(page, block.line, 1, block.line, block.width + 1)
        update = f"run `decision-trees export-tree --into {page}`"
        if block.end is None:
            help_ = "write `<!-- /decision-tree -->` in a line below it"
            yield Diagnostic("stale-block", span, "this block of a tree has no end", help=help_)
            continue
        try:
            made = make(block)
        except BlockError as error:
            yield Diagnostic("stale-block", span, str(error), help="mend the line that begins the block")
            continue
        if made.split() != text[block.begin : block.end].split():
            message = f"this block is not what `{block.path}` is now"
            yield Diagnostic("stale-block", span, message, help=update)


def file_of(block: Block, page: str) -> str:
    """The name of the file that a block speaks of."""
    return posixpath.normpath(posixpath.join(posixpath.dirname(page), block.path))
