"""Links in Markdown prose: found with their place, and rewritten.

Authors link to targets by the scheme `to:` and to files by a path from the folder of the source. Both are
turned into ordinary Markdown links between pages before any host sees them, so that every host checks
and resolves them as its own.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

SCHEME = "to:"


@dataclass(frozen=True, slots=True)
class Link:
    """A link or image in Markdown.

    Attributes:
        text: What a reader sees, as Markdown; None for a reference definition, which has none.
        url: The destination as written.
        start: The offset of the text's first character, or of the destination's without text.
        end: The offset behind the destination.
        url_start: The offset of the destination.
    """

    text: str | None
    url: str
    start: int
    end: int
    url_start: int

    @property
    def target(self) -> str | None:
        """What stands behind `to:`; None for any other link."""
        return self.url.removeprefix(SCHEME) if self.url.startswith(SCHEME) else None


_TEXT = r"(?:[^\[\]\\]|\\.|\[(?:[^\[\]\\]|\\.)*\])*"
_LINK = re.compile(
    rf"\[(?P<text>{_TEXT})\]\(\s*<?(?P<url>[^\s<>()]*(?:\([^\s<>()]*\)[^\s<>()]*)*)"
    r"|^[ ]{0,3}\[(?!\^)[^\]\n]+\]:[ \t]*<?(?P<definition>[^\s<>]+)",
    re.MULTILINE,
)
# Fences and comments that never close reach to the end, so that no text is searched again and again;
# code in a line ends with its paragraph.
_CODE = re.compile(
    r"^[ \t]*(?P<mark>`{3,}|~{3,})[^\n]*$(?:.*?^[ \t]*(?P=mark)[`~]*[ \t]*$|.*\Z)"
    r"|(?<![\\`])(?P<ticks>`+)(?!`)(?:(?!\n[ \t]*\n).)*?(?<!`)(?P=ticks)(?!`)"
    r"|<!--(?:.*?-->|.*\Z)",
    re.MULTILINE | re.DOTALL,
)
_INK = re.compile(r"[^\n]")


def find(markdown: str) -> Iterator[Link]:
    """Find the links of a text, leaving out those in code and comments; an image in a link comes after it."""
    for link in _outer(markdown):
        yield link
        for inner in find(link.text or ""):
            first = link.start
            yield replace(
                inner, start=first + inner.start, end=first + inner.end, url_start=first + inner.url_start
            )


def _outer(markdown: str) -> Iterator[Link]:
    if "](" not in markdown and "]:" not in markdown:
        return  # as in most texts: nothing else is worth looking for
    for match in _LINK.finditer(_without_code(markdown)):
        group = "url" if match["url"] is not None else "definition"
        start, end = match.span(group)
        text = None if match["text"] is None else markdown[slice(*match.span("text"))]
        first = start if text is None else match.start("text")
        yield Link(text, markdown[start:end], first, end, start)


def _without_code(markdown: str) -> str:
    """Blank out code and comments; every character stays at its offset."""
    if not any(mark in markdown for mark in ("`", "~~~", "<!--")):
        return markdown
    return _CODE.sub(lambda code: _INK.sub(" ", code.group()), markdown)


def rewrite(markdown: str, change: Callable[[Link], tuple[str | None, str]]) -> str:
    """Give every link of a text the words and destination that `change` returns for it."""
    parts, done = [], 0
    for link in _outer(markdown):
        inner = link.text and rewrite(link.text, change)
        text, url = change(replace(link, text=inner))
        parts.append(markdown[done : link.start])
        if link.text is not None:
            behind_text = link.start + len(link.text)
            parts += [text or "", markdown[behind_text : link.url_start]]
        parts.append(url)
        done = link.end
    return "".join((*parts, markdown[done:]))
