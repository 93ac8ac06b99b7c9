"""The one registry of everything that can be wrong with a tree.

The levels, the command line's help and the manual's page of codes are all read from it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    """How much a diagnostic matters: errors stop a build, warnings fail a strict one."""

    ERROR = "error"
    WARNING = "warning"
    NOTICE = "notice"
    OFF = "off"


@dataclass(frozen=True, slots=True)
class Code:
    """One kind of diagnostic: its stable name, its level unless set otherwise, and what it says."""

    name: str
    level: Level
    says: str


def registry(*codes: tuple[str, Level, str]) -> dict[str, Code]:
    """Codes by their names, in this order, from their names, levels and what they say."""
    return {name: Code(name, level, says) for name, level, says in codes}


CODES: Mapping[str, Code] = registry(
    ("yaml-syntax", Level.ERROR, "The file is not one YAML 1.2 document of the kind trees use."),
    ("duplicate-key", Level.ERROR, "A key is written twice in one mapping."),
    ("unknown-key", Level.ERROR, "A key that the format does not have."),
    ("missing-key", Level.ERROR, "A required key is absent or empty."),
    ("wrong-type", Level.ERROR, "A value is of another kind than its key takes."),
    ("bad-id", Level.ERROR, "An id is not made of lower-case words joined by hyphens."),
    ("bad-date", Level.ERROR, "A date is not a calendar day written year-month-day."),
    ("unsafe-url", Level.ERROR, "An address uses a scheme that a page must not link to."),
    ("too-much", Level.ERROR, "Something is longer, deeper or more than a site can publish."),
    ("unread-source", Level.WARNING, "Something that looks like a tree, or may hold one, is not read."),
    ("unknown-file", Level.ERROR, "A path names no file of the site or of the command line."),
    (
        "unknown-target",
        Level.ERROR,
        "An arrow or a link names a check or terminal that is not there.",
    ),
    ("unknown-tree", Level.ERROR, "An arrow or a link names a tree that is not there."),
    ("duplicate-id", Level.ERROR, "Two things of one tree, or two trees of one site, share an id."),
    ("address-collision", Level.ERROR, "Two things would be published at one address."),
    ("replaced-file", Level.NOTICE, "A file of the site is published in place of a generated one."),
    ("cycle", Level.ERROR, "Answers lead round in a circle."),
    ("loop-without-cycle", Level.ERROR, "An arrow says `loop` but does not go back."),
    ("scenario-fails", Level.ERROR, "A scenario's answers lead to another end than it expects."),
    ("scenario-incomplete", Level.ERROR, "A scenario's answers stop early or miss the path."),
    (
        "translation-differs",
        Level.WARNING,
        "A translation of a tree leads elsewhere than its original.",
    ),
    ("unreachable", Level.WARNING, "No path from the start meets a check or terminal."),
    ("single-answer", Level.WARNING, "A check has one answer and so decides nothing."),
    ("same-target", Level.WARNING, "All answers of a check lead to one place."),
    ("repeated-question", Level.WARNING, "One path asks the same question twice."),
    ("missing-guidance", Level.WARNING, "A check or terminal has none of its texts."),
    ("lost-text", Level.WARNING, "Words behind an unquoted text are a comment to YAML."),
    ("draft", Level.NOTICE, "The tree is a draft, which builds leave out."),
    ("draft-target", Level.ERROR, "Something that is published leads to a tree that is a draft."),
    ("stale", Level.WARNING, "The day by which the tree was to be reviewed has passed."),
    ("unread-link", Level.WARNING, "What names a target in a text is no link to Markdown."),
    ("unread-fence", Level.ERROR, "A fence that embeds a tree is left in a page as code."),
    ("stale-block", Level.WARNING, "A block of a tree in a Markdown file is not what the tree is now."),
    ("empty-list", Level.WARNING, "A list of trees in a page asks for what no tree has."),
    ("untested-terminal", Level.NOTICE, "No scenario ends at a terminal."),
)
"""Every code there is, in the order in which the manual lists them."""

_MAY_BE_LESS = frozenset(
    {"loop-without-cycle", "scenario-fails", "scenario-incomplete", "unknown-file", "unread-fence"}
)
"""The errors in spite of which all pages can be made, and do no harm."""


def may_be(code: str, level: Level) -> bool:
    """Whether a site may give a code a level: what no page can be made of stays an error."""
    return level is Level.ERROR or CODES[code].level is not Level.ERROR or code in _MAY_BE_LESS
