"""What can be wrong with a tree, as data.

A `Diagnostic` says what, where and how to mend it; it prints nothing. `CODES` is the one registry of
everything that can be said: the levels, the command line's help and the manual's page of codes are all
read from it. How a diagnostic looks is in `reports`.
"""

from __future__ import annotations

import dataclasses
import difflib
import posixpath
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple


class Level(StrEnum):
    """How much a diagnostic matters: errors stop a build, warnings fail a strict one."""

    ERROR = "error"
    WARNING = "warning"
    NOTICE = "notice"
    OFF = "off"


class Span(NamedTuple):
    """A stretch of a source file; lines and columns count from 1, the end is exclusive.

    The file alone, which gives a stretch of no width at its beginning, means the file as a whole.
    """

    file: str
    line: int = 1
    column: int = 1
    end_line: int = 1
    end_column: int = 1


@dataclass(frozen=True, slots=True)
class Related:
    """A second place that a diagnostic speaks of, with what is to be seen there."""

    message: str
    span: Span


@dataclass(frozen=True, slots=True)
class Code:
    """One kind of diagnostic: its stable name, its level unless set otherwise, and what it says."""

    name: str
    level: Level
    says: str


def _registry(*codes: tuple[str, Level, str]) -> dict[str, Code]:
    return {name: Code(name, level, says) for name, level, says in codes}


CODES: Mapping[str, Code] = _registry(
    ("yaml-syntax", Level.ERROR, "The file is not one YAML 1.2 document of the kind trees use."),
    ("duplicate-key", Level.ERROR, "A key is written twice in one mapping."),
    ("unknown-key", Level.ERROR, "A key that the format does not have."),
    ("missing-key", Level.ERROR, "A required key is absent or empty."),
    ("wrong-type", Level.ERROR, "A value is of another kind than its key takes."),
    ("bad-id", Level.ERROR, "An id is not made of lower-case words joined by hyphens."),
    ("bad-date", Level.ERROR, "A date is not a calendar day written year-month-day."),
    ("unsafe-url", Level.ERROR, "An address uses a scheme that a page must not link to."),
    ("unread-source", Level.WARNING, "A file is named almost like a tree, and so is not read."),
    ("unknown-file", Level.ERROR, "A path names no file of the site or of the command line."),
    (
        "unknown-target",
        Level.ERROR,
        "An arrow or a link names a check or terminal that is not there.",
    ),
    ("unknown-tree", Level.ERROR, "An arrow or a link names a tree that is not there."),
    ("duplicate-id", Level.ERROR, "Two things of one tree, or two trees of one site, share an id."),
    ("address-collision", Level.ERROR, "Two pages would be published at one address."),
    ("cycle", Level.ERROR, "Answers lead round in a circle."),
    ("loop-without-cycle", Level.ERROR, "An arrow says `loop` but does not go back."),
    ("scenario-fails", Level.ERROR, "A scenario's answers lead to another end than it expects."),
    ("scenario-incomplete", Level.ERROR, "A scenario's answers stop early or miss the path."),
    ("unreachable", Level.WARNING, "No path from the start meets a check or terminal."),
    ("single-answer", Level.WARNING, "A check has one answer and so decides nothing."),
    ("same-target", Level.WARNING, "All answers of a check lead to one place."),
    ("repeated-question", Level.WARNING, "One path asks the same question twice."),
    ("missing-guidance", Level.WARNING, "A check or terminal has none of its texts."),
    ("stale", Level.WARNING, "The day by which the tree was to be reviewed has passed."),
    ("empty-list", Level.WARNING, "A list of trees in a page asks for what no tree has."),
    ("untested-terminal", Level.NOTICE, "No scenario ends at a terminal."),
)
"""Every code there is, in the order in which the manual lists them."""


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One thing that is wrong: what, where, and what to do about it.

    Attributes:
        code: A key of `CODES`.
        span: The place to mend.
        message: One sentence that names the thing, without its full stop.
        label: A few words for the marked place itself.
        help: What to do, as one sentence or a few words.
        related: Other places that explain this one.
        level: Set from `CODES` when left out.
    """

    code: str
    span: Span
    message: str
    label: str = ""
    help: str = ""
    related: tuple[Related, ...] = ()
    level: Level = Level.OFF

    def __post_init__(self) -> None:
        """Take the level from the registry unless one was given."""
        if self.level is Level.OFF:
            object.__setattr__(self, "level", CODES[self.code].level)

    def under(self, folder: str) -> Diagnostic:
        """The same with every file named by its path from outside of the folder they lie in."""
        related = tuple(Related(one.message, _moved(one.span, folder)) for one in self.related)
        return dataclasses.replace(self, span=_moved(self.span, folder), related=related)


def _moved(span: Span, folder: str) -> Span:
    return span._replace(file=posixpath.join(folder, span.file))


def apply_levels(diagnostics: Iterable[Diagnostic], levels: Mapping[str, Level]) -> list[Diagnostic]:
    """Give each diagnostic the level that a site sets for its code, and drop those set to off."""
    return [
        dataclasses.replace(diagnostic, level=level)
        for diagnostic in diagnostics
        if (level := levels.get(diagnostic.code, diagnostic.level)) is not Level.OFF
    ]


def in_order(diagnostics: Iterable[Diagnostic]) -> list[Diagnostic]:
    """Sort by place, each said once."""
    return sorted(set(diagnostics), key=lambda one: (one.span, one.code, one.message))


def shorten(text: str, most: int = 60) -> str:
    """Cut a text for a message, on one line; characters that show nothing are named."""
    line = re.sub(r"[ \t\r\n]+", " ", text).strip(" ")
    if len(line) > most:
        line = line[: most - 1] + "…"
    if line.isprintable():
        return line
    return "".join(char if char.isprintable() else f"<U+{ord(char):04X}>" for char in line)


MOST_COMPARED = 2_000
"""Among how many names a misspelt one is looked for; comparing takes some microseconds each."""


def nearest(name: str, names: Iterable[str]) -> str | None:
    """Find the name that an author who wrote `name` most likely meant.

    Slips of case, and of underscores or spaces for hyphens, count as nothing.

    Args:
        name: What was written.
        names: What could have been meant.

    Returns:
        The closest of `names`, or None where none is close. Among very many, only such slips are found.
    """
    by_shape = {_shape(candidate): candidate for candidate in names}
    shape = _shape(name)
    if shape in by_shape or len(by_shape) > MOST_COMPARED:
        return by_shape.get(shape)
    alike = [one for one in by_shape if 2 * abs(len(one) - len(shape)) < max(len(one), len(shape))]
    close = difflib.get_close_matches(shape, alike, n=1, cutoff=0.6)
    return by_shape[close[0]] if close else None


def did_you_mean(name: str, names: Iterable[str], prefix: str = "") -> str:
    """Word the nearest name as a question for a label, or nothing where none is close.

    A letter of another script is named, for it may look the same.

    Args:
        name: What was written, without what is right of it.
        names: What could have been meant.
        prefix: What is right and stands before it.

    Returns:
        The question.
    """
    close = nearest(name, names)
    if not close:
        return ""
    foreign = next((char for char in name if _is_foreign(char) and char not in close), None)
    without = f", without U+{ord(foreign):04X}" if foreign else ""
    return f"did you mean `{prefix}{close}`{without}?"


def _is_foreign(char: str) -> bool:
    return char.isalpha() and "LATIN" not in unicodedata.name(char, "")


def _shape(name: str) -> str:
    return name.casefold().replace("_", "-").replace(" ", "-")
