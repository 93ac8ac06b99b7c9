"""Finished HTML as generators need it that know nothing of ours: whole in itself, wherever it stands."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import chain

from decision_trees.prose import html_links
from decision_trees.prose.render import Heading, Part

_VOID = frozenset(
    ("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr")
)

# An attribute's value may hold what looks like the end of the tag.
_TAG = re.compile(
    r"<!--.*?-->|<(?P<end>/?)(?P<name>[a-zA-Z][a-zA-Z0-9-]*)(?:[^<>\"']++|\"[^\"]*+\"|'[^']*+')*+>",
    re.DOTALL,
)

# What every Markdown takes for the beginning of HTML that is a block.
_BLOCKS = frozenset({
    "address", "article", "aside", "blockquote", "details", "div", "dl", "fieldset", "figure", "footer",
    "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "main", "nav", "ol", "p", "section", "table",
    "ul",
})  # fmt: skip


def balanced(parts: Iterable[Part]) -> Iterator[Part]:
    """Let no element reach over a heading: what is open there is closed before it, and opened again behind.

    Generators put the heading, and what follows, into elements of their own.
    """
    opened: list[tuple[str, str]] = []
    for part in parts:
        if isinstance(part, Heading):
            yield part
            continue
        text, opened = _closed("".join(tag for _, tag in opened) + part)
        if text.strip():
            yield text


def _closed(text: str) -> tuple[str, list[tuple[str, str]]]:
    """Close what a piece of HTML leaves open, and leave out ends of what it has not begun.

    Returns:
        The piece, and the names and tags that were open.
    """
    opened: list[tuple[str, int, int]] = []
    strays: list[tuple[int, int]] = []
    for tag in _TAG.finditer(text):
        is_end, name = tag.groups("")
        name = name.lower()
        if is_end:
            if opened and opened[-1][0] == name:
                opened.pop()
            elif begun := [index for index, element in enumerate(opened) if element[0] == name]:
                del opened[begun[-1] :]
            else:
                strays.append(tag.span())
        elif name and name not in _VOID and not tag[0].endswith("/>"):
            opened.append((name, *tag.span()))
    if strays:
        edges = [0, *chain.from_iterable(strays), len(text)]
        return _closed("".join(text[start:end] for start, end in zip(edges[::2], edges[1::2], strict=True)))
    left = [(name, text[start:end]) for name, start, end in opened]
    ends = ""
    for name, start, end in reversed(opened):
        if ends or text[end:].strip():
            ends += f"</{name}>"
        else:
            text = text[:start]  # it begins here and holds nothing yet
    return text.rstrip() + ends, left


def block(text: str) -> str:
    """Make HTML a block for every Markdown: it begins with an element that all know, and has no blank line.

    Nothing in it is syntax to what fills in templates in pages either.
    """
    first = _TAG.match(text)
    whole = text if first and (first["name"] or "").lower() in _BLOCKS else f"<div>\n{text}\n</div>"
    return _TEMPLATE.sub("&#123;", _BLANK_LINE.sub("&#10;", whole))


def hidden_from_sphinx(text: str) -> str:
    """Let a block be what the search of Sphinx does not read, and all else does.

    Sphinx leaves out of raw HTML whatever looks like style, before it takes out tags and comments.
    """
    return f"<div><!--<style-->\n{text}\n<!--</style>--></div>"


_BLANK_LINE = re.compile(r"\n[ \t]*(?=\n)")

_TEMPLATE = re.compile(r"\{(?=[{%#])")


_ACTIVE = {ord(sign): f"&#{ord(sign)};" for sign in "\\`*_{}[]#|~^$@!:=+-\"'."}


_VALUE = re.compile(r"([\"'])(.*?)\1", re.DOTALL)

_PLAIN = re.compile(r"[\w ./-]*")
"""A value in which there is nothing to act on."""


def in_one_line(text: str) -> str:
    """Write HTML in one line, in whose texts no Markdown finds anything to act on."""
    pieces, done = [], 0
    for tag in _TAG.finditer(text):
        attributes = _VALUE.sub(_inactive_value, tag[0])
        pieces += [_inactive(text[done : tag.start()]), attributes.replace("\n", " ")]
        done = tag.end()
    return "".join((*pieces, _inactive(text[done:])))


def _inactive_value(value: re.Match[str]) -> str:
    return value[0] if _PLAIN.fullmatch(value[2]) else f"{value[1]}{_inactive(value[2])}{value[1]}"


def _inactive(text: str) -> str:
    parts = re.split(r"(&(?:#\w+|\w+);)", text)
    return "".join(
        part if index % 2 else part.translate(_ACTIVE).replace("\n", "&#10;")
        for index, part in enumerate(parts)
    )


def from_the_source(text: str) -> str:
    """Write the links in the HTML of a page as from where its source lies, not from `name/`.

    Zensical takes every link for one between sources, also in HTML that is finished.
    """

    def change(url: str) -> tuple[str, str] | None:
        return (url.removeprefix("../"), "") if url.startswith("../") else None

    return html_links.rewrite(text, change)
