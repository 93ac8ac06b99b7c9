"""Links in Markdown as it was written: found with their place, and rewritten.

Authors link to targets by the scheme `to:` and to files by a path from the folder of the source. Where links
are checked, renamed, or written into another Markdown file, they are found here, without a Markdown parser.
Where a page is published they are found in its HTML (`html_links`), which is the last word on what is a link.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Literal

from decision_trees.source import code

SCHEME = "to:"

LinkForm = Literal["inline", "definition", "html", "auto"]
"""How a link is written: `[text](url)`, `[name]: url`, `<a href="url">`, `<url>`. Of the last two, only those
to targets are looked for."""


@dataclass(frozen=True, slots=True)
class Link:
    """A link or image in Markdown.

    Attributes:
        text: What a reader sees, as Markdown; None where that stands elsewhere or nowhere.
        url: The destination as written.
        start: The offset of the text's first character, or of the destination's without text.
        end: The offset behind the destination.
        url_start: The offset of the destination.
        form: How it is written.
    """

    text: str | None
    url: str
    start: int
    end: int
    url_start: int
    form: LinkForm = "inline"

    @property
    def target(self) -> str | None:
        """What stands behind `to:`; None for any other link."""
        return target_of(self.url)


def target_of(url: str) -> str | None:
    """What stands behind `to:` in an address, whose scheme may be in capitals; None in any other."""
    return url[len(SCHEME) :] if url[: len(SCHEME)].lower() == SCHEME else None


# The text of a link may hold brackets, but none that hold brackets themselves.
_MOST_BRACKETS = 1

_TOKEN = re.compile(
    r"\\[\\`*_{}\[\]()>#+.!-]"
    r"|(?P<blank>\n(?=[ \t]*\n))"
    r"|^[ ]{0,3}\[(?!\^)[^\[\]\n]+\]:[ \t]*<?(?P<definition>[^\s<>]+)"
    r"|(?P<open>\[)"
    r"|(?P<close>\])"
    r"|<(?P<auto>(?i:to):[^\s<>]*)>"
    r"|<[A-Za-z][^<>]*?\s(?i:href|src)\s*=\s*(?P<quote>[\"']?)(?P<html>(?i:to):[^\s<>\"']*)(?P=quote)",
    re.MULTILINE,
)
_INLINE = re.compile(r"\(\s*<?(?P<inline>[^\s<>()]*(?:\([^\s<>()]*\)[^\s<>()]*)*)")
_FORMS: tuple[LinkForm, ...] = ("definition", "auto", "html")


def find(markdown: str) -> Iterator[Link]:
    """Find the links of a text, leaving out those in code and comments; an image in a link comes after it."""
    for link in _outer(markdown):
        yield link
        for inner in find(link.text or ""):
            first = link.start
            yield replace(
                inner, start=first + inner.start, end=first + inner.end, url_start=first + inner.url_start
            )


def _outer(markdown: str) -> list[Link]:
    """Find the links that stand in the text of no other."""
    found: list[Link] = []
    if not any(sign in markdown for sign in ("](", "]:", "<")):
        return found  # as in most texts: nothing else is worth looking for
    brackets = _Brackets()
    text, place = code.without(markdown), 0
    while (token := _TOKEN.search(text, place)) is not None:
        place = token.end()
        if token["close"]:
            opening = brackets.close()
            inline = None if opening is None else _INLINE.match(text, place)
            if opening is not None and inline:
                while found and found[-1].start > opening:
                    found.pop()
                found.append(_link(markdown, inline, "inline", markdown[opening : token.start()], opening))
                place = inline.end()
        elif token["open"]:
            brackets.open(place)
        elif token["blank"]:
            brackets.clear()
        elif form := next((name for name in _FORMS if token[name] is not None), None):
            found.append(_link(markdown, token, form, None, token.start(form)))
    return found


def _link(markdown: str, token: re.Match[str], form: LinkForm, text: str | None, start: int) -> Link:
    url_start, end = token.span(form)
    return Link(text, markdown[url_start:end], start, end, url_start, form)


class _Brackets:
    """The brackets of a paragraph that are open: what stands behind each, and how deep those in it nest."""

    def __init__(self) -> None:
        self._open: list[tuple[int, int]] = []

    def open(self, place: int) -> None:
        self._open.append((place, 0))

    def clear(self) -> None:
        self._open.clear()

    def close(self) -> int | None:
        """Close the last one, and give where the text behind it begins, if it may be that of a link."""
        if not self._open:
            return None
        place, depth = self._open.pop()
        if self._open:
            around, deepest = self._open.pop()
            self._open.append((around, max(deepest, depth + 1)))
        return place if depth <= _MOST_BRACKETS else None


def rewrite(markdown: str, change: Callable[[Link], tuple[str | None, str]]) -> str:
    """Give every link of a text the words and destination that `change` returns for it."""
    parts, done = [], 0
    for link in _outer(markdown):
        inner = link.text and rewrite(link.text, change)
        text, url = change(replace(link, text=inner))
        if link.form == "auto":
            # It has no words to change: written out, it can have some.
            parts += [markdown[done : link.start - 1], f"[{text or ''}]({url})"]
            done = link.end + 1
            continue
        parts.append(markdown[done : link.start])
        if link.text is not None:
            behind_text = link.start + len(link.text)
            parts += [text or "", markdown[behind_text : link.url_start]]
        parts.append(url)
        done = link.end
    return "".join((*parts, markdown[done:]))
