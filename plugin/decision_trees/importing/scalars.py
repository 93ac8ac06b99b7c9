"""Texts as YAML, as plain as they may be."""

from __future__ import annotations

import re
import textwrap
import unicodedata

_PLAIN = re.compile(r"[^\W_](?:.*[^\s:])?", re.DOTALL)
_SPECIAL = re.compile(r": |:\t| #|[\n\r\t\x85]")
_IN_FLOW = re.compile(r"[\[\]{},:\"']")
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t"}


def plain_or_quoted(text: str, *, in_flow: bool = False) -> str:
    """Write a text of one line.

    Args:
        text: The text.
        in_flow: Whether it stands in braces or brackets.

    Returns:
        The text as it is where YAML reads it so, or else in quotes.
    """
    special = _SPECIAL.search(text) or (in_flow and _IN_FLOW.search(text))
    if not special and _PLAIN.fullmatch(text) and text not in ("null", "Null", "NULL"):
        return text
    return '"' + "".join(_ESCAPES.get(char, char) for char in text) + '"'


def block_scalar(key: str, text: str, indent: int) -> list[str]:
    """Write a text of several lines below its key, indented by so many spaces."""
    lines = [
        line if line.strip(" ") else "" for line in text.expandtabs(4).strip("\n").rstrip(" \n").split("\n")
    ]
    margin = " " * indent
    # YAML takes the indentation from the first line unless it is told.
    header = "|2" if lines[0].startswith(" ") else "|"
    return [f"{margin}{key}: {header}", *(f"{margin}  {line}" if line else "" for line in lines)]


def single_spaced(text: str) -> str:
    """A text on one line; only plain white space is taken for such."""
    return re.sub(r"[ \t\r\n\f\v]+", " ", text).strip(" ")


def readable(text: str) -> str:
    """Leave out the characters that cannot stand in a source."""
    return _UNUSABLE.sub("", text)


_UNUSABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")


def ascii_words(text: str) -> list[str]:
    """The words of a text in lower case, without accents."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.findall(r"[a-z0-9]+", plain.lower())


_WIDTH = 100


def wrapped(text: str) -> str:
    """Break long paragraphs of plain prose; what has a layout keeps it."""
    lines: list[str] = []
    in_fence = False
    for line in text.split("\n"):
        in_fence ^= line.lstrip().startswith(("```", "~~~"))
        if in_fence or len(line) <= _WIDTH or not line[:1].isalnum() or "|" in line:
            lines.append(line)
        else:
            wrapped = textwrap.wrap(line, _WIDTH, break_long_words=False, break_on_hyphens=False)
            # At the beginning of a line a sign or a number may mean something to Markdown.
            lines += wrapped if all(part[:1].isalpha() for part in wrapped[1:]) else [line]
    return "\n".join(lines)
