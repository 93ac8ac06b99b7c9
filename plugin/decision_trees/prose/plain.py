"""Prose in which Markdown has little to do: paragraphs and lists of words, code and emphasis among them.

Most prose is of that kind, and Markdown takes longer for it than all else that a page is made of. What is not
surely of that kind is left to Markdown.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from markdown import Extension

_WORDS = r"(?:[^\W_]|[ ,.;:?!()'\"%/=+\u2013\u2014\u2018-\u201d\u2026-])"

_HELD = rf"(?=[^\W_]){_WORDS}++(?<! )"

# Emphasis stands apart from words, and holds some.
_EMPHASIS = rf"(?<![^\W_])(?<!\*)(?:\*\*{_HELD}\*\*|\*{_HELD}\*)(?![^\W_]|\*)"

_CODE = r"`(?! )[\w ,.;:?!()'\"%/=+#$@-]++(?<! )`(?!`)"

_LINK = rf"(?<!!)\[{_WORDS}*+\]\([\w:/.#?=%+-]++\)"

# It does not begin as any block does: with a sign, a number or a space.
_LINE = rf"(?=[^\W\d_]|[(\"'\u2018\u201c`*\[])(?:{_WORDS}++|{_EMPHASIS}|{_CODE}|{_LINK})++(?<! )"

_PARAGRAPH = rf"{_LINE}(?:\n{_LINE})*+"

_ITEM = rf"{_LINE}(?:\n {{2,3}}{_LINE})*+"

# Another list behind it would belong to it.
_LIST = rf"(?:- {_ITEM}(?:\n- {_ITEM})*+|1\. {_ITEM}(?:\n\d{{1,2}}\. {_ITEM})*+)(?!\n\n(?:-|\d))"

_PLAIN = re.compile(rf"(?:{_PARAGRAPH}|{_LIST})(?:\n\n(?:{_PARAGRAPH}|{_LIST}))*+\n*+")

_SPAN = re.compile(r"`([^`]++)`|\*\*([^*`]++)\*\*|\*([^*`]++)\*|\[([^]]*+)\]\(([^)]++)\)")

_NEXT = re.compile(r"\n(?:-|\d+\.) ")

ACTS_ON: Mapping[str, str] = {
    "admonition": "",
    "attr_list": "",
    "codehilite": "",
    "def_list": "",
    "fenced_code": "",
    "footnotes": "",
    "md_in_html": "",
    "meta": ":",
    "sane_lists": "",
    "smarty": r"['\"]|--|\.\.\.",
    "tables": "",
    "decision_trees.hosts.markdown": "",
    "pymdownx.arithmatex": "",
    "pymdownx.betterem": "",
    "pymdownx.caret": "",
    "pymdownx.details": "",
    "pymdownx.emoji": ":",
    "pymdownx.highlight": "",
    "pymdownx.inlinehilite": "`",
    "pymdownx.keys": r"\+\+",
    "pymdownx.magiclink": r"[:/@#?!]|(?i:www|[\da-f]{40})",
    "pymdownx.mark": "==",
    "pymdownx.smartsymbols": r"[\d/(=+]|--",
    "pymdownx.superfences": "",
    "pymdownx.tabbed": "",
    "pymdownx.tasklist": "",
    "pymdownx.tilde": "",
    # Options may bring in something for all texts.
    "abbr": "",
    "extra": "",
    "pymdownx.snippets": "",
}
"""What extensions act on in such prose, by name: a pattern, or nothing at all."""

_BY_OPTIONS = frozenset({"abbr", "extra", "pymdownx.snippets"})
"""Those of which that is known only as long as they have no options."""


def plain(
    extensions: Sequence[str | Extension], configs: Mapping[str, Mapping[str, Any]]
) -> Callable[[str], str | None]:
    """Make what converts such prose as Markdown does with these extensions and options.

    Returns:
        Gives the HTML of a text; None where it is for Markdown to say.
    """
    acts_on = [_acts_on(extension, configs) for extension in extensions]
    if None in acts_on:
        return lambda _: None
    theirs = re.compile("|".join(filter(None, acts_on)) or r"(?!)")

    def html(text: str) -> str | None:
        if not _PLAIN.fullmatch(text) or theirs.search(text):
            return None
        blocks = "\n".join(map(_block, text.rstrip("\n").split("\n\n")))
        return _SPAN.sub(_span, blocks)

    return html


def _acts_on(extension: str | Extension, configs: Mapping[str, Mapping[str, Any]]) -> str | None:
    if isinstance(extension, Extension):
        return None
    name = extension.removeprefix("markdown.extensions.")
    return None if name in _BY_OPTIONS and configs.get(extension) else ACTS_ON.get(name)


def _block(block: str) -> str:
    name, begin = ("ul", "- ") if block[0] == "-" else ("ol", "1. ") if block[0] == "1" else ("p", "")
    if not begin:
        return f"<p>{block}</p>"
    items = _NEXT.sub("</li>\n<li>", block[len(begin) :])
    return f"<{name}>\n<li>{items}</li>\n</{name}>"


def _span(found: re.Match[str]) -> str:
    code, strong, emphasis, words, address = found.groups()
    if address:
        return f'<a href="{address}">{words}</a>'
    if code:
        return f"<code>{code}</code>"
    return f"<strong>{strong}</strong>" if strong else f"<em>{emphasis}</em>"
