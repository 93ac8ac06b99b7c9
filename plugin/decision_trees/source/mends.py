"""What a file that cannot be read most likely needs, found by trying it.

Where the scanners stop, the mistake is often in a line above. So what authors get wrong most is looked for
there, nearest first, and mended: if reading then gets further, that was it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from typing import NamedTuple

from decision_trees.source import arrows, keys, lookalikes
from decision_trees.source.keys import ValueType

_REACH = 30
"""How many lines above the one where reading stops are looked at."""

_MOST_TRIED = 12


class Mend(NamedTuple):
    """A mistake and how it is mended.

    Attributes:
        line: The line to mend, counted from 0.
        column: Where the mistake begins in it, likewise.
        end: The column behind it.
        message: What is wrong.
        help: What to do.
        mended: The line as it should be, as far as reading is concerned.
        related: Another place, as words, line and column; None where there is none.
    """

    line: int
    column: int
    end: int
    message: str
    help: str
    mended: str
    related: tuple[str, int, int] | None = None


def proven(lines: Sequence[str], begun: int, last: int, stops: Callable[[str], int | None]) -> Mend | None:
    """Find the mend with which reading gets further.

    Args:
        lines: The lines of the file.
        begun: The one that the scanners cannot make out, which may be `last` or above it.
        last: The one at which reading stops.
        stops: Gives the line at which reading a text stops; None where it is read in full.

    Returns:
        The mend; None where no frequent mistake is the cause.
    """
    for mend in islice(_candidates(lines, begun, last), _MOST_TRIED):
        # What stands further down cannot be the cause.
        tried = [*lines[: mend.line], mend.mended, *lines[mend.line + 1 : last + 2]]
        stop = stops("\n".join(tried))
        if stop is None or stop > last:
            return mend
    return None


def _candidates(lines: Sequence[str], begun: int, last: int) -> Iterator[Mend]:
    for number in range(last, max(-1, last - _REACH), -1):
        line = lines[number]
        if not _is_text(lines, number):
            yield from _indentation(number, lines)
            yield from _odd_item(number, line)
            yield from _odd_hyphen(number, line)
            yield from _odd_pair(number, line)
            yield from _no_space(number, line)
            yield from _arrow(number, line)
            yield from _no_colon(number, lines)
            yield from _text_and_keys(number, lines)
    yield from _block_left(lines, begun)
    yield from _comments(lines, last)
    yield from _no_bar(lines, begun)
    yield from _too_far(lines, last)


# --- characters that look like others ---------------------------------------------------------------

_SPACE = f"[{lookalikes.SPACES}]"
_INDENTATION = re.compile(rf"[ ]*(?P<odd>{_SPACE})(?:{_SPACE}|[ ])*")
_ITEM = re.compile(rf"(?P<head>[ ]*(?:-[ ]+)*-)(?P<odd>{_SPACE})(?P<rest>.*)")
_KEY = rf"[^\s{lookalikes.COLONS}{lookalikes.SPACES}:\"'#|>&*!%@`{{}}\[\],-][^:{lookalikes.COLONS}\"'#]*?"
_PAIR = re.compile(
    rf"(?P<head>[ ]*(?:-[ ]+)*)(?P<key>{_KEY})(?P<before>(?:{_SPACE}|[ ])*)(?P<colon>[:{lookalikes.COLONS}])"
    rf"(?P<behind>(?:{_SPACE}|[ ])*)(?P<rest>.*)"
)

INDENT_ANEW = "indent it anew, with plain spaces"

_TYPE_SPACE = "type a plain space in its place: what was pasted only looks like one"


def _indentation(number: int, lines: Sequence[str]) -> Iterator[Mend]:
    line = lines[number]
    if (found := _INDENTATION.match(line)) and found.end() < len(line):
        message = f"{lookalikes.name(found['odd'])} stands in the indentation, where YAML reads plain spaces"
        column, end = found.start("odd"), found.end()
        around = (lines[near] for near in (number - 1, number + 1) if 0 <= near < len(lines))
        widths = (len(lookalikes.without(found[0])), end, found[0].count(" "), *map(_leading, around))
        for width in dict.fromkeys(widths):
            yield Mend(number, column, end, message, INDENT_ANEW, " " * width + line[end:])


def _odd_item(number: int, line: str) -> Iterator[Mend]:
    if found := _ITEM.match(line):
        message = f"{lookalikes.name(found['odd'])} stands behind this hyphen, where YAML reads a plain space"
        column = found.start("odd")
        yield Mend(number, column, column + 1, message, _TYPE_SPACE, f"{found['head']} {found['rest']}")


_ODD_HYPHEN = re.compile(rf"(?P<head>[ ]*)(?P<odd>[{lookalikes.HYPHENS}])(?=[ ]+\S)")


def _odd_hyphen(number: int, line: str) -> Iterator[Mend]:
    if found := _ODD_HYPHEN.match(line):
        message = f"{lookalikes.name(found['odd'])} stands where YAML reads a plain hyphen"
        column, mended = found.start("odd"), f"{found['head']}-{line[found.end() :]}"
        yield Mend(number, column, column + 1, message, "type a plain hyphen in its place", mended)


def _odd_pair(number: int, line: str) -> Iterator[Mend]:
    found = _PAIR.match(line)
    if not found:
        return
    before, colon, behind = found["before"].strip(" "), found["colon"], found["behind"].strip(" ")
    mended = f"{found['head']}{found['key']}: {lookalikes.without(found['rest']).strip()}"
    if colon != ":":
        message = f"{lookalikes.name(colon)} stands behind this key, where YAML reads a plain colon"
        column, help_ = found.start("colon"), "type a plain colon and a space in its place"
    elif before or behind:
        place = "before" if before else "behind"
        message = f"{lookalikes.name((before or behind)[0])} stands {place} this colon, where YAML reads"
        message += " a plain space"
        column = line.index((before or behind)[0], found.start("before"))
        help_ = _TYPE_SPACE
    else:
        return
    yield Mend(number, column, column + 1, message, help_, mended)


# --- a colon that is not there, or without a space --------------------------------------------------

_NO_SPACE = re.compile(rf"(?P<head>[ ]*(?:-[ ]+)*)(?P<key>{_KEY}):(?P<rest>[^\s:/].*)")


def _no_space(number: int, line: str) -> Iterator[Mend]:
    if found := _NO_SPACE.match(line):
        yield Mend(
            number,
            found.start("key"),
            found.end("key") + 1,
            "a space is missing behind the colon",
            f"write `{found['key']}: {_cut(found['rest'])}`",
            f"{found['head']}{found['key']}: {found['rest']}",
        )


def _arrow(number: int, line: str) -> Iterator[Mend]:
    head = line[: _column(line)]
    if meant := arrows.drawn(line[len(head) :].rstrip()):
        message, help_ = arrows.FOR_COLON, f"write `{_cut(str(meant))}`"
        yield Mend(number, len(head), len(line.rstrip()), message, help_, f"{head}{meant}")


_LONE_WORD = re.compile(r"[ ]*(?:-[ ]+)*(?P<word>[\w-]+)[ ]*$")


def _no_colon(number: int, lines: Sequence[str]) -> Iterator[Mend]:
    """A word alone on its line, below which something stands indented."""
    found = _LONE_WORD.match(lines[number])
    below = _below(lines, number)
    if found and below and _leading(below) > _leading(lines[number]):
        start, end = found.span("word")
        message, help_ = f"a colon is missing behind `{found['word']}`", f"write `{found['word']}:`"
        yield Mend(number, start, end, message, help_, f"{lines[number][:end]}:")


def _below(lines: Sequence[str], number: int) -> str:
    return next((line for line in lines[number + 1 : number + _REACH] if line.strip()), "")


def _cut(text: str) -> str:
    return text if len(text) <= 30 else f"{text[:29]}…"  # noqa: PLR2004 - enough to know it by


# --- keys below what has none, and lines that stand too far right ------------------------------------

_SHORT = re.compile(r"[ ]*(?:-[ ]+)*(?P<name>[^\s:#|>&*!{\[\"'-][^:#]*):[ ]+(?P<text>[^\s#|>&*!].*?)[ ]*$")

_KEY_OF_SHORT = (
    ("to", keys.ANSWER),
    ("question", keys.CHECK),
    ("title", keys.DECISION),
    ("title", keys.WARNING),
)
"""The key behind which the text goes that stands behind a name, by the keys that stand below it."""


def _text_and_keys(number: int, lines: Sequence[str]) -> Iterator[Mend]:
    """A check, terminal or answer in short, with keys below it all the same."""
    line, below = lines[number], _below(lines, number)
    found, word = _SHORT.match(line), _FIRST_WORD.match(below.strip())
    if not found or not word or _leading(below) <= _leading(line) or found["name"] in _KEYS:
        return
    key = next((key for key, shape in _KEY_OF_SHORT if word["word"] in shape.keys), None)
    if key:
        yield Mend(
            number,
            *found.span("text"),
            f"`{_cut(found['name'])}` has a text behind it and keys below it",
            f"write the text below it as well, behind a key: `{key}: {_cut(found['text'])}`",
            line[: found.end("name") + 1],
        )


def _too_far(lines: Sequence[str], last: int) -> Iterator[Mend]:
    """A key below one that has its text already."""
    above = next((at for at in range(last - 1, -1, -1) if lines[at].strip()), None)
    if above is None:
        return
    depth, wanted = _leading(lines[last]), _column(lines[above])
    if depth > wanted and _PAIR.match(lines[last]) and _SHORT.match(lines[above]):
        yield Mend(
            last,
            0,
            depth,
            "this line stands further right than the one above it, which is complete",
            f"indent it by {wanted} spaces, as that one"
            if wanted
            else "do not indent it, as that one is not",
            " " * wanted + lines[last].lstrip(),
            ("this one", above, wanted),
        )


# --- texts of several lines -------------------------------------------------------------------------

_TEXT_KEYS: dict[str, frozenset[str]] = {
    name: frozenset().union(*(shape.keys for shape in keys.SHAPES if name in shape.keys))
    for shape in keys.SHAPES
    for name, key in shape.keys.items()
    if key.takes in (ValueType.LINE, ValueType.PROSE)
}
"""Keys that take a text, each with those that stand beside it."""

_FIRST_WORD = re.compile(r"(?:-[ ]+)*(?P<word>[\w-]+)[ ]*:")
_TEXT_KEY = re.compile(r"[ ]*(?:-[ ]+)*(?P<key>[a-z_]+):(?:[ ]+(?P<text>[^\s#|>\"'].*))?[ ]*$")
_BLOCK = re.compile(r"[ ]*(?:-[ ]+)*(?:[^\s#:][^:#]*:[ ]+)?(?P<mark>[|>])[-+\d]*[ ]*(?:#.*)?$")
_COMMENT = re.compile(r"(?:^|[ \t])[ \t]*(?P<sign>#)")


def _column(line: str) -> int:
    """Where the first key or text of a line begins, behind spaces of any kind and the hyphens of items."""
    return len(line) - len(line.lstrip("- \t" + _ODD))


_ODD = "".join(re.findall(_SPACE, "".join(map(chr, range(0x10000)))))


def _owner(lines: Sequence[str], number: int) -> int | None:
    """The line above that is indented less, to which a line belongs."""
    column = _leading(lines[number])
    above = (at for at in range(number - 1, -1, -1) if lines[at].strip() and _column(lines[at]) < column)
    return next(above, None)


def _leading(line: str) -> int:
    return len(line) - len(line.lstrip(" \t" + _ODD))


def _text_key(line: str, below: str) -> re.Match[str] | None:
    """The key of a text to which a line below it must belong, for it begins like none of the keys beside."""
    found = _TEXT_KEY.match(line)
    if found is None or found["key"] not in _TEXT_KEYS:
        return None
    word = _FIRST_WORD.match(lookalikes.without(below).strip())
    return None if word and word["word"] in _TEXT_KEYS[found["key"]] else found


def _is_text(lines: Sequence[str], number: int) -> bool:
    owner = _owner(lines, number)
    return owner is not None and _text_key(lines[owner], lines[number]) is not None


def _no_bar(lines: Sequence[str], begun: int) -> Iterator[Mend]:
    owner = _owner(lines, begun)
    found = None if owner is None else _text_key(lines[owner], lines[begun])
    if owner is None or found is None:
        return
    start, end = found.span("key")
    yield Mend(
        owner,
        start,
        end + 1,
        f"the text of `{found['key']}` has a line that YAML takes for a key",
        f"begin the text with `|`: write `{found['key']}: |`, and all of it below, indented",
        f"{lines[owner][: end + 1]} |",
        ("this line", begun, _leading(lines[begun])),
    )


_MARKDOWN = re.compile(r"(?:[-*+]|\d+[.)])[ ]|[>|]")


def _block_left(lines: Sequence[str], begun: int) -> Iterator[Mend]:
    """A line that stands too far left for the block above it, of which it looks like a part."""
    line = lines[begun]
    words = line.strip()
    is_sentence = " " in words and not re.search(r":(\s|$)", words)
    if not (is_sentence or _MARKDOWN.match(words)):
        return
    written = [at for at in range(max(0, begun - _REACH), begun) if lines[at].strip()]
    start = next((at for at in reversed(written) if _BLOCK.match(lines[at])), begun)
    inside = [at for at in written if at > start]
    block = _BLOCK.match(lines[start])
    if block is None or any(_leading(lines[at]) <= _leading(line) for at in inside):
        return
    depth = _leading(lines[inside[0]]) if inside else _column(lines[start]) + 2
    yield Mend(
        begun,
        _leading(line),
        _leading(line) + 1,
        "a text ends above this line, which stands too far left to be a part of it",
        f"indent it by {depth} spaces, as the rest of the text",
        " " * depth + words,
        ("the text begins here", start, block.start("mark")),
    )


def _comments(lines: Sequence[str], last: int) -> Iterator[Mend]:
    for number in range(last, max(-1, last - _REACH), -1):
        if found := _COMMENT.search(lines[number]):
            place = found.start("sign")
            yield Mend(
                number,
                place,
                len(lines[number].rstrip()),
                "to YAML a comment begins here, and no text goes on behind it",
                "put the whole text into quotes, or into a block that begins with `|`",
                f"{lines[number][:place]}_{lines[number][place + 1 :]}",
            )


_ID = re.compile(r"^[ ]+(?P<id>[a-z0-9]+(?:-[a-z0-9]+)*):(?:[ ]|$)", re.MULTILINE)

_KEYS = {name for shape in keys.SHAPES for name in shape.keys}


def node_ids(text: str) -> set[str]:
    """What may be the ids of nodes in a source, even in one that cannot be read."""
    return {found["id"] for found in _ID.finditer(text)} - _KEYS
