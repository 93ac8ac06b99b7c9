"""Every word of an author's on its way to a terminal or a log goes through here.

A title with a line break in it, a file of an odd name or an option must forge nothing: no line of a log, no
command to the service that runs a build and reads what it prints, no colour or cursor movement of a terminal,
no source that reads otherwise than it runs. A character that shows nothing or acts is written as `<U+001B>`.
"""

from __future__ import annotations

import re

# What acts on a terminal, ends a line, turns text round, or is not to be seen; but not the joiners and the
# marks of direction that some scripts need between letters.
_HIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u180e\u200b\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e007f\ud800-\udfff]"
)
_WHITE_SPACE = re.compile(r"[ \t\n\r]+")

# GitHub obeys `::name …::` at the beginning of a line, and `##[name …]` anywhere; Azure Pipelines `##vso[…]`
# and `##[…]`, TeamCity `##teamcity[…]`. To programs that compare as people read, some signs are not there.
_UNREAD = "[\u034f\u061c\u200c-\u200f\ufe00-\ufe0f]"
_COMMAND = re.compile(rf"#(?={_UNREAD}*#(?:[a-z]|{_UNREAD})*\[)", re.IGNORECASE)
_COMMAND_AT_START = re.compile(rf"^((?:[^\S\n]|{_UNREAD})*:)(?={_UNREAD}*:(?!:))", re.MULTILINE)


def one_line(text: str) -> str:
    """Write a text of an author's for a line of an output."""
    return harmless(_WHITE_SPACE.sub(" ", text).strip(" "))


def printable(report: str) -> str:
    """Write an output whose lines are ours, so that nothing in them or at their beginnings acts.

    Colours come after this.
    """
    return _COMMAND_AT_START.sub(r"\1 ", harmless(report))


def harmless(text: str) -> str:
    """Write a piece of a line, whose white space counts."""
    if text.isascii() and text.isprintable() and "##" not in text:
        return text  # as most
    return _COMMAND.sub("# ", _HIDDEN.sub(lambda char: f"<U+{ord(char[0]):04X}>", text))


def visible(text: str) -> str:
    """Leave out what acts or is not to be seen; joiners stay, of which some signs are made."""
    return text if text.isprintable() else _HIDDEN.sub("", text)


def path(file: str) -> str:
    """Write the name of a file with which a line begins."""
    shown = one_line(file)
    return f"./{shown}" if shown.startswith(":") else shown


def path_for_programs(file: str) -> str:
    """Give the name of a file as Unicode, which is all that programs read; a byte that is none is U+FFFD."""
    return re.sub("[\ud800-\udfff]", "\ufffd", file)


def is_text(name: str) -> bool:
    """Say whether a name or text can be written in UTF-8."""
    return name == path_for_programs(name)
