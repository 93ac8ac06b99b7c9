"""Links in finished HTML: where Markdown, and every extension and plugin beside it, has put them.

Nothing is parsed into a tree and written out again, which would change what an author wrote: only addresses
within start tags are replaced.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator

from decision_trees.source.links import SCHEME, target_of

Rewriter = Callable[[str], tuple[str, str] | None]
"""Gives the new address of a link, and the words, as HTML, for one that has none; None leaves it as it is."""

# Quantifiers are possessive and values bounded in length, so that a quote that is never closed costs little.
_TAG = re.compile(
    r"<!--.*?(?:-->|\Z)"
    r"|<(?P<raw>script|style|textarea)\b.*?(?:</(?P=raw)\s*>|\Z)"
    r"|<(?P<name>[a-z][^\s<>]*+)(?P<attributes>(?:[^<>\"']++|\"[^\"]{0,8000}+\"|'[^']{0,8000}+')*+)>",
    re.DOTALL | re.IGNORECASE,
)

# Every attribute with a value, for a value may look like an attribute itself.
_ATTRIBUTE = re.compile(
    r"(?P<name>[^\s=\"'/>]+)(?P<equals>\s*=\s*)"
    r"(?:\"(?P<double>[^\"]*)\"|'(?P<single>[^']*)'|(?P<bare>[^\s\"'>]+))"
)

_ADDRESSES = frozenset({"href", "src"})

# What every tag has that is written anew: most prose has none, and to look for it is fast.
_MAY_CHANGE = (*sorted(_ADDRESSES), f"<{SCHEME}")

_END = "</a>"


def rewrite(text: str, change: Rewriter) -> str:
    """Give every link and image of a piece of HTML the address that `change` returns for it.

    Args:
        text: HTML. What stands in comments, scripts and styles is left alone; code is text there, and has no
            tags.
        change: Takes an address without escapes, as a browser reads it.

    Returns:
        The HTML. An `<a>` without content gets the words, and so does `<to:target>`, which becomes an `<a>`.
    """
    lowered = text.lower()
    if not any(sign in lowered for sign in _MAY_CHANGE):
        return text
    parts, done = [], 0
    for tag in _TAG.finditer(text):
        if tag["name"]:
            written = _auto(tag, change) or _with_addresses(tag, change, text)
            if written != tag[0]:
                parts += [text[done : tag.start()], written]
                done = tag.end()
    return "".join((*parts, text[done:]))


def _auto(tag: re.Match[str], change: Rewriter) -> str:
    """Write `<to:target>`, which Markdown takes for a tag, as a link; empty where it is none."""
    changed = change(html.unescape(tag["name"])) if target_of(tag["name"]) is not None else None
    if changed is None:
        return ""
    address, words = changed
    return f'<a href="{html.escape(address)}">{words}{_END}'


def _with_addresses(tag: re.Match[str], change: Rewriter, text: str) -> str:
    words = ""

    def changed(found: re.Match[str]) -> str:
        nonlocal words
        if found["name"].lower() not in _ADDRESSES:
            return found[0]
        url = html.unescape(next(filter(None, (found["double"], found["single"], found["bare"])), ""))
        result = change(url)
        if result is None:
            return found[0]
        words = result[1]
        return f'{found["name"]}{found["equals"]}"{html.escape(result[0])}"'

    attributes = _ATTRIBUTE.sub(changed, tag["attributes"])
    is_empty = tag["name"].lower() == "a" and text.startswith(_END, tag.end())
    return f"<{tag['name']}{attributes}>{words if is_empty else ''}"


def targets(text: str) -> Iterator[str]:
    """Give the address of every link to a target that is left in a piece of HTML."""
    if SCHEME not in text.lower():
        return
    found: list[str] = []

    def note(url: str) -> None:
        if target_of(url) is not None:
            found.append(url)

    rewrite(text, note)
    yield from found
