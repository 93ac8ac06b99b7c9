"""Mistakes that show in how lines stand to each other: keys below a text, and texts of several lines."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from decision_trees.diagnostics.wording import cut
from decision_trees.source import keys, lookalikes
from decision_trees.source.keys import ValueType
from decision_trees.source.line_shapes import (
    FIRST_WORD,
    MOST_SHOWN,
    PAIR,
    REACH,
    SHORT,
    first_column,
    indentation,
    line_below,
    owner_of,
)
from decision_trees.source.mend import Mend

_LONE_WORD = re.compile(r"[ ]*(?:-[ ]+)*(?P<word>[\w-]+)[ ]*$")
_KEY_OF_SHORT = (
    ("to", keys.ANSWER),
    ("question", keys.CHECK),
    ("title", keys.DECISION),
    ("title", keys.WARNING),
)
"""The key behind which the text goes that stands behind a name, by the keys that stand below it."""
_TEXT_KEYS: dict[str, frozenset[str]] = {
    name: frozenset().union(*(shape.keys for shape in keys.SHAPES if name in shape.keys))
    for shape in keys.SHAPES
    for name, key in shape.keys.items()
    if key.takes in (ValueType.LINE, ValueType.PROSE)
}
"""Keys that take a text, each with those that stand beside it."""
_TEXT_KEY = re.compile(r"[ ]*(?:-[ ]+)*(?P<key>[a-z_]+):(?:[ ]+(?P<text>[^\s#|>\"'].*))?[ ]*$")
_BLOCK = re.compile(r"[ ]*(?:-[ ]+)*(?:[^\s#:][^:#]*:[ ]+)?(?P<mark>[|>])[-+\d]*[ ]*(?:#.*)?$")
_COMMENT = re.compile(r"(?:^|[ \t])[ \t]*(?P<sign>#)")
_MARKDOWN = re.compile(r"(?:[-*+]|\d+[.)])[ ]|[>|]")


def no_colon(number: int, lines: Sequence[str]) -> Iterator[Mend]:
    """A word alone on its line, below which something stands indented."""
    found = _LONE_WORD.match(lines[number])
    below = line_below(lines, number)
    if found and below and indentation(below) > indentation(lines[number]):
        start, end = found.span("word")
        message, help_ = f"a colon is missing behind `{found['word']}`", f"write `{found['word']}:`"
        yield Mend(number, start, end, message, help_, f"{lines[number][:end]}:")


def text_and_keys(number: int, lines: Sequence[str]) -> Iterator[Mend]:
    """A check, terminal or answer in short, with keys below it all the same."""
    line, below = lines[number], line_below(lines, number)
    found, word = SHORT.match(line), FIRST_WORD.match(below.strip())
    if not found or not word or indentation(below) <= indentation(line) or found["name"] in keys.KEY_NAMES:
        return
    key = next((key for key, shape in _KEY_OF_SHORT if word["word"] in shape.keys), None)
    if key:
        yield Mend(
            number,
            *found.span("text"),
            f"`{cut(found['name'], MOST_SHOWN)}` has a text behind it and keys below it",
            f"write the text below it as well, behind a key: `{key}: {cut(found['text'], MOST_SHOWN)}`",
            line[: found.end("name") + 1],
        )


def too_far(lines: Sequence[str], last: int) -> Iterator[Mend]:
    """A key below one that has its text already."""
    above = next((at for at in range(last - 1, -1, -1) if lines[at].strip()), None)
    if above is None:
        return
    depth, wanted = indentation(lines[last]), first_column(lines[above])
    if depth > wanted and PAIR.match(lines[last]) and SHORT.match(lines[above]):
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


def is_text(lines: Sequence[str], number: int) -> bool:
    """Whether a line is a part of a text that goes on above it."""
    owner = owner_of(lines, number)
    return owner is not None and _text_key(lines[owner], lines[number]) is not None


def no_bar(lines: Sequence[str], begun: int) -> Iterator[Mend]:
    """A text of several lines without the mark that it takes."""
    owner = owner_of(lines, begun)
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
        ("this line", begun, indentation(lines[begun])),
    )


def block_left(lines: Sequence[str], begun: int) -> Iterator[Mend]:
    """A line that stands too far left for the block above it, of which it looks like a part."""
    line = lines[begun]
    words = line.strip()
    is_sentence = " " in words and not re.search(r":(\s|$)", words)
    if not (is_sentence or _MARKDOWN.match(words)):
        return
    written = [at for at in range(max(0, begun - REACH), begun) if lines[at].strip()]
    start = next((at for at in reversed(written) if _BLOCK.match(lines[at])), begun)
    inside = [at for at in written if at > start]
    block = _BLOCK.match(lines[start])
    if block is None or any(indentation(lines[at]) <= indentation(line) for at in inside):
        return
    depth = indentation(lines[inside[0]]) if inside else first_column(lines[start]) + 2
    yield Mend(
        begun,
        indentation(line),
        indentation(line) + 1,
        "a text ends above this line, which stands too far left to be a part of it",
        f"indent it by {depth} spaces, as the rest of the text",
        " " * depth + words,
        ("the text begins here", start, block.start("mark")),
    )


def comments(lines: Sequence[str], last: int) -> Iterator[Mend]:
    """A sign that begins a comment, where a text was meant to go on."""
    for number in range(last, max(-1, last - REACH), -1):
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


def _text_key(line: str, below: str) -> re.Match[str] | None:
    """The key of a text to which a line below it must belong, for it begins like none of the keys beside."""
    found = _TEXT_KEY.match(line)
    if found is None or found["key"] not in _TEXT_KEYS:
        return None
    word = FIRST_WORD.match(lookalikes.without(below).strip())
    return None if word and word["word"] in _TEXT_KEYS[found["key"]] else found
