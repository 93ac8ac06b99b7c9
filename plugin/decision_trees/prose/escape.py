"""Texts and addresses as Markdown that shows them as they are."""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import quote

from decision_trees.model.line import Line, unbroken

_REMEMBERED = 500  # texts: a title stands in a document wherever an answer leads there

_PLAIN = {ord(char): f"&#{ord(char)};" for char in '\\`*_{}[]#|~^$@"'} | {
    ord("<"): "&lt;",
    ord(">"): "&gt;",
    ord("&"): "&amp;",
    0xA0: "&#160;",  # tables of contents would make a plain space of the character
}

# Signs that mean something only in pairs, and a colon before a word (`:smile:`, `http:`).
_DOUBLED = re.compile(r"([-=+])(?=\1)|:(?=\S)")


def marked(line: Line) -> str:
    """Write a line so that Markdown and HTML both show it as it is; its code and emphasis become HTML.

    What either of them could act on becomes an entity, which also holds in attributes.
    """
    source = " ".join(line.source.split())
    return Line(source).written(
        lambda text: _entities(unbroken(text)),
        lambda code: f"<code>{_entities(code)}</code>",
        lambda mark: mark.tag,
    )


def _entities(text: str) -> str:
    return _DOUBLED.sub(lambda sign: f"&#{ord(sign.group())};", text.translate(_PLAIN))


# --- documents, which people and programs read as they are: the same as in `browser/walk/markdown.js` -----

# What Markdown may act on in a line: three signs only where they stand twice.
_SIGNS = re.compile(r"[\\`*_{\[\]]|#+|([~^$])(?=.*?\1)|<(?![\s\d=])|&(?=#?\w+;)", re.ASCII)

# The same where a text has parts: what stands twice may stand in two of them.
_SIGNS_IN_PARTS = re.compile(_SIGNS.pattern.replace(r"(?=.*?\1)", ""), re.ASCII)

# What begins a list, a quotation or a box where a line begins with it, and what a definition or a tab.
_OPENING = re.compile(r"[-+>]|!!!|\d+(?=[.)])", re.ASCII)
_SPELT_OPENING = re.compile(r":(?= )|\?\?\?|===|///")

_SPELT = {"<": "&lt;", "&": "&amp;"} | {sign: f"&#{ord(sign)};" for sign in "~^$:?=/"}
"""Signs before which not every converter knows a backslash."""

_NOT_IN_ADDRESS = re.compile(r"[\\<>`\"'()\s\x00-\x1f\x7f-\x9f]")


@lru_cache(_REMEMBERED)
def document_text(text: str) -> str:
    """Write text for a Markdown file, on one line, with little escaped."""
    return _opened(_SIGNS.sub(_escaped, _in_line(text)))


@lru_cache(_REMEMBERED)
def document_line(line: Line) -> str:
    """Write a line likewise, its code and emphasis as its author did."""
    source = Line(_in_line(line.source))
    if source.plain == source.source:
        return document_text(source.source)
    return _opened(source.markdown(lambda text: _SIGNS_IN_PARTS.sub(_escaped, text)))


def _in_line(text: str) -> str:
    return " ".join(_CONTROL.sub(" ", text).split())


def _opened(escaped: str) -> str:
    if opening := _OPENING.match(escaped):
        end = opening.end() if opening[0].isdigit() else 0
        return f"{escaped[:end]}\\{escaped[end:]}"
    return _SPELT[escaped[0]] + escaped[1:] if _SPELT_OPENING.match(escaped) else escaped


_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")


def _escaped(sign: re.Match[str]) -> str:
    found, text = sign[0], sign.string
    before, behind = text[sign.start() - 1 : sign.start()], text[sign.end() : sign.end() + 1]
    # Within words, and within a line.
    if found == "_" and _is_word(before) and _is_word(behind):
        return found
    if found.startswith("#") and before and behind:
        return found
    return _SPELT.get(found) or "".join(f"\\{char}" for char in found)


def _is_word(char: str) -> bool:
    return char.isascii() and char.isalnum()


def document_address(url: str) -> str:
    """Write an address as the destination of a link, which nothing in it ends."""
    encoded = _NOT_IN_ADDRESS.sub(lambda char: quote(char[0]), url)
    return re.sub(r"&(?=#?\w+;)", "&amp;", encoded)
