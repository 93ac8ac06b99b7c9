"""What the scanners of YAML say of a broken file, in words for its author."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, NamedTuple

from ruamel.yaml.error import MarkedYAMLError
from ruamel.yaml.events import ScalarEvent

from decision_trees.diagnostics.diagnostic import Diagnostic, Related
from decision_trees.model.span import Span
from decision_trees.source import keys, lookalikes

QUOTE_IT = "put the whole text in quotes"

NO_ALIAS = "a text cannot start with `*` or `&` unless it is quoted"

NO_SIGN = "write ids and targets without a sign before them"

IN_QUOTES = "put a text that begins with `*` or `&` in quotes"

NO_TAG = "a text cannot start with `!` unless it is quoted"

SECOND_DOCUMENT = (
    "a second document starts here",
    "one file holds one tree: move what follows into a file of its own, or remove what ends the first",
)


class Mistake(NamedTuple):
    """How a frequent mistake is known, and our words for it and for its mend.

    Attributes:
        said: A pattern of what the scanners say, context and problem: each has its own words.
        message: What is wrong.
        help: What to do.
        before: A pattern of what stands on the line before the place.
        there: A pattern of what stands at the place.
        at_opening: Whether the place is where the text, list or line begins that the scanner got lost in.
        is_misaligned: Whether the line is indented otherwise than its neighbours, of which one may be wrong.
        is_loose: Whether the line may be an item that lacks its hyphen.
    """

    said: str
    message: str
    help: str
    before: str = ""
    there: str = ""
    at_opening: bool = False
    is_misaligned: bool = False
    is_loose: bool = False


_QUOTE_IN_FLOW = "quote texts that hold a bracket, comma, colon or question mark"

_PLAIN_COMMAS = f"write the plain comma, and {_QUOTE_IN_FLOW}"

_WIDE_COMMA = rf".*[{lookalikes.COMMAS}]\s*[\w-]+:\s"

_HOLDING = [
    name for shape in keys.SHAPES for name, key in shape.keys.items() if key.takes in keys.SECTION_TYPES
]
"""Keys that hold others."""

_MISTAKES = (
    Mistake(
        "",
        "a tab is used for indentation",
        "indent with spaces: YAML does not allow tabs there",
        before=r"^\s*$",
        there=r"\t",
    ),
    Mistake(
        "cannot start any token",
        "a fence of Markdown stands here",
        "remove its lines: the file is YAML alone",
        before=r"^$",
        there=r"`{3}",
    ),
    Mistake(
        "cannot start any token",
        "an id cannot start with this character, nor can a text unless it is quoted",
        "write an id without signs; put a text into quotes, the whole of it",
        before=r":\s+$",
        there=r"[`@%][\w-]+`?\s*$",
    ),
    Mistake(
        "cannot start any token",
        "a text cannot start with this character unless it is quoted",
        QUOTE_IT,
    ),
    Mistake(
        "mapping values are not allowed",
        "a second `: ` on one line, in quotes that YAML does not know",
        "write straight quotes",
        before=rf":\s+[{lookalikes.QUOTES}]",
    ),
    Mistake(
        "mapping values are not allowed",
        "a second `: ` on one line, in brackets that YAML does not know",
        "write plain ones, `{ }` or `[ ]`, with plain commas",
        before=rf":\s+[{lookalikes.BRACKETS}]",
    ),
    Mistake(
        "mapping values are not allowed",
        "keys stand behind a colon",
        "write each on a line of its own below, indented, or all of them in braces, with commas between",
        before=rf"^\s*({'|'.join(_HOLDING)}):\s",
    ),
    Mistake(
        "mapping values are not allowed",
        "a second `: ` on one line",
        f"{QUOTE_IT}, or begin the inner key on a line of its own",
        before=r":\s",
    ),
    Mistake(
        "mapping values are not allowed",
        "this line is indented too far, or the line above it lacks its `: `",
        "align it with its neighbours, and write a space behind each key's colon",
    ),
    Mistake(
        "unexpected end of stream|document separator",
        "a quote opens here and never closes",
        "close it; in single quotes an apostrophe is written twice",
        at_opening=True,
    ),
    Mistake(
        "node content",
        "a value is missing here",
        "write the value, or quote the text if it is meant as text",
        there=r"\S",
    ),
    Mistake(
        "',' or '}'",
        "a mapping opens here, and a comma in it is not the plain one",
        _PLAIN_COMMAS,
        there=rf"\{{{_WIDE_COMMA}",
        at_opening=True,
    ),
    Mistake(
        r"',' or '\]'|flow node.*node content",
        "a list opens here and is not closed as it should be",
        f"write the missing `,` or `]`, and {_QUOTE_IN_FLOW}",
        there=r"\[",
        at_opening=True,
    ),
    Mistake(
        "',' or '}'|flow node.*node content",
        "a mapping opens here and is not closed as it should be",
        f"write the missing `,` or `}}`, and {_QUOTE_IN_FLOW}",
        there=r"\{",
        at_opening=True,
    ),
    Mistake(
        "unexpected ':'",
        "a text in brackets or braces holds a colon",
        QUOTE_IT,
    ),
    Mistake(
        "escape|hexdecimal",
        "a backslash in double quotes starts an escape that YAML does not have",
        "use single quotes, or write the backslash twice",
    ),
    Mistake(
        "directive|incompatible YAML",
        "a line that starts with `%` is an instruction to YAML",
        "remove it, or quote the text",
        at_opening=True,
    ),
    Mistake(
        "alphabetic or numeric",
        "YAML has no `* ` before an item",
        "write `- ` before items, and nothing before keys; Markdown stands in a block that begins with `|`",
        there=r"\*\s",
        at_opening=True,
    ),
    Mistake(
        "alphabetic or numeric",
        NO_ALIAS,
        QUOTE_IT,
        at_opening=True,
    ),
    Mistake(
        "tag handle|scanning a tag|parsing a tag",
        NO_TAG,
        QUOTE_IT,
        at_opening=True,
    ),
    Mistake(
        "comment or (a )?line break|chomping or indentation",
        "a text stands on the line of its `|` or `>`",
        "begin the text on the next line, indented",
    ),
    Mistake(
        "more indented",
        "a line of nothing but spaces stands above this text",
        "remove that line, or its spaces",
        at_opening=True,
    ),
    Mistake(
        "sequence entries are not allowed",
        "a list cannot begin on the line of its key",
        "write each `- ` on a line of its own below the key, or quote the text",
    ),
    Mistake(
        "<document start>|expected key|<block end>",
        "a comma or semicolon ends this line",
        "remove it: nothing stands behind a value",
        before=r"[\"'\]}]\s*$",
        there=r"[,;]\s*$",
    ),
    Mistake(
        "<document start>|expected key|<block end>",
        "text stands behind a closing quote or bracket",
        f"{QUOTE_IT}; in single quotes an apostrophe is written twice",
        before=r"[\"'\]}]\s*$",
    ),
    Mistake(
        "<document start>",
        *SECOND_DOCUMENT,
    ),
    Mistake(
        "could not find expected ':'",
        "a conflict of two versions is left in the file",
        "keep one of the versions, and remove the marks around both",
        there=r"<{7}|={7}|>{7}",
        at_opening=True,
    ),
    Mistake(
        "could not find expected ':'",
        "this is no comment to YAML",
        "begin a comment with `# `, on each of its lines",
        there=r"//|/\*|<!--|--\s|;",
        at_opening=True,
    ),
    Mistake(
        "could not find expected ':'",
        "a space is missing behind the colon",
        "write `key: value`",
        there=r"[^\s:]+:\S",
        at_opening=True,
    ),
    Mistake(
        "could not find expected ':'",
        "a colon or space in this line is not the plain one",
        "write `key: value` anew: what was pasted only looks like it",
        there=r".*([\uff1a\ufe55\ufe13]|:[^\x20-\x7e\w])",
        at_opening=True,
    ),
    Mistake(
        "could not find expected ':'",
        "this line is neither a key nor part of a text",
        "write `key: value`, or indent it below the text it belongs to",
        at_opening=True,
        is_loose=True,
    ),
    Mistake(
        "expected key|<block end>|block mapping|'-' indicator",
        "this line does not fit the lines above it",
        "align it with the keys or the `-` it belongs with",
        is_misaligned=True,
    ),
)


def explain(
    error: MarkedYAMLError,
    opening: Any,  # noqa: ANN401 - the library's marks are untyped
    text: ScalarEvent | None,
    lines: Sequence[str],
    file: str,
) -> Diagnostic:
    """Explain why a file cannot be read.

    Args:
        error: What a scanner raised.
        opening: The mark where the innermost collection begins whose end has not come.
        text: The last text before.
        lines: The file's lines.
        file: Its name.

    Returns:
        The place, what is wrong there, what to do, and another place that may be wrong instead.
    """
    said = f"{error.context}: {error.problem}"
    began = opening if "parsing a flow" in said else error.context_mark
    for known in _MISTAKES:
        mark = began if known.at_opening else error.problem_mark
        line, column = _inside(mark, lines)
        before, there = lines[line][:column], lines[line][column:]
        if all(
            (
                re.search(known.said, said),
                re.search(known.before, before),
                re.match(known.there, there),
            )
        ):
            break
    else:
        known = Mistake("", f"the YAML cannot be read: {error.problem}", "see the lines just above as well")
        line, column = _inside(error.problem_mark, lines)
    related = _quote(text, line)
    if known.is_loose:
        known, related = _in_list(line, column, lines) or (known, related)
    elif known.is_misaligned and not related:
        block = _inside(error.context_mark, lines)
        known, related = _in_list(line, column, lines) or (
            known,
            _neighbour(line, column, block, lines),
        )
    return Diagnostic(
        "yaml-syntax",
        _at(file, line, column),
        known.message,
        help=known.help,
        related=tuple(Related(words, _at(file, *place)) for words, place in related),
    )


LineColumn = tuple[int, int]
"""A line and a column, counted from 0."""

_NO_ITEM = Mistake(
    "",
    "this line stands in a list, and does not begin with `- `",
    "begin it with `- `, align it with the keys of its item, or indent it less than the list",
)

_NO_KEY = Mistake(
    "",
    "this item stands left of its list",
    "indent it as the items above, or indent those and it less",
)


def _in_list(
    line: int, column: int, lines: Sequence[str]
) -> tuple[Mistake, list[tuple[str, LineColumn]]] | None:
    """Explain a line between items that is none, or an item that stands left of the others."""
    above = [at for at in range(line - 1, -1, -1) if lines[at].strip()]
    beside = next((at for at in above if _indentation(lines[at]) <= column), -1)
    if _ITEM.match(lines[line]):
        found = [at for at in above if at > beside and _ITEM.match(lines[at])]
        known = _NO_KEY
    else:
        found = [at for at in (beside,) if at >= 0 and re.match(r"-(\s|$)", lines[at][column:])]
        known = _NO_ITEM
    return (known, [("an item of the list stands here", _start(found[0], lines))]) if found else None


_ITEM = re.compile(r" *-(\s|$)")


def _start(number: int, lines: Sequence[str]) -> LineColumn:
    return number, _indentation(lines[number])


def _quote(text: ScalarEvent | None, line: int) -> list[tuple[str, LineColumn]]:
    """Where the text before begins, if its quotes close on this line and open on another."""
    if text is None or text.style not in ("'", '"') or not text.start_mark.line < text.end_mark.line == line:
        return []
    return [("its quote opens here", (text.start_mark.line, text.start_mark.column))]


def _neighbour(
    line: int, column: int, block: LineColumn, lines: Sequence[str]
) -> list[tuple[str, LineColumn]]:
    """The line that a line is to stand below, or beside, which may be indented wrongly itself."""
    if column <= block[1]:
        return [("what it should stand beside begins here", block)]
    above = (number for number in range(line - 1, block[0], -1) if lines[number].strip())
    number = next((number for number in above if _indentation(lines[number]) <= block[1]), block[0])
    return [("it is indented further than this", (number, _indentation(lines[number])))]


def _indentation(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _at(file: str, line: int, column: int) -> Span:
    return Span(file, line + 1, column + 1, line + 1, column + 2)


def _inside(mark: Any, lines: Sequence[str]) -> LineColumn:  # noqa: ANN401 - the library's marks are untyped
    """Give a mark's line and column, kept inside the text; a missing mark means its beginning."""
    if mark is None:
        return 0, 0
    if mark.line >= len(lines):  # reading has ended the last line, which its author did not
        return len(lines) - 1, len(lines[-1])
    return mark.line, min(mark.column, len(lines[mark.line]))
