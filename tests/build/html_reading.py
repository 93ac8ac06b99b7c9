"""Reading published HTML: a small tree of elements with the selectors that the tests need."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from html.parser import HTMLParser
from pathlib import Path

_VOID = frozenset(
    ("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr")
)
_SIMPLE_SELECTOR = re.compile(r"(?P<tag>[\w-]+)?(?P<parts>(?:[#.][\w-]+|\[[\w-]+(?:=[^\]]*)?\])*)$")


@cache
def _parsed(selector: str) -> tuple[str | None, tuple[str, ...]]:
    """The tag that a selector without spaces names, and what else."""
    match = _SIMPLE_SELECTOR.match(selector)
    assert match, f"not a selector: {selector!r}"
    return match["tag"], tuple(re.findall(r"[#.][\w-]+|\[[^\]]+\]", match["parts"]))


@dataclass(eq=False)
class Element:
    """An element with its children; its document is an element without a tag."""

    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: list[Element | str] = field(default_factory=list)

    def __iter__(self) -> Iterator[Element]:
        """Give every element below this one, in the order of the document."""
        waiting = self.children[::-1]
        while waiting:
            child = waiting.pop()
            if isinstance(child, Element):
                yield child
                waiting += reversed(child.children)

    @property
    def text(self) -> str:
        """All text below, with white space as a reader sees it."""
        return " ".join("".join(self.texts()).split())

    def texts(self) -> Iterator[str]:
        """Give every text below, as it is."""
        for child in self.children:
            yield from [child] if isinstance(child, str) else child.texts()

    def select(self, selector: str) -> list[Element]:
        """Find elements by tags, classes, ids and attributes, with spaces for "somewhere below"."""
        found = [self]
        for simple in selector.split():
            below = dict.fromkeys(element for parent in found for element in parent)
            found = [element for element in below if element.matches(simple)]
        return found

    def direct(self, selector: str) -> list[Element]:
        """Find elements right below this one by a selector without spaces."""
        return [child for child in self.children if isinstance(child, Element) and child.matches(selector)]

    def one(self, selector: str) -> Element:
        """Find the one element that there must be."""
        found = self.select(selector)
        assert len(found) == 1, f"{len(found)} elements match {selector!r}"
        return found[0]

    def matches(self, selector: str) -> bool:
        """Say whether a selector without spaces fits this element."""
        tag, parts = _parsed(selector)
        return tag in {None, self.tag} and all(map(self._has, parts))

    def _has(self, part: str) -> bool:
        if part.startswith("["):
            name, equals, value = part[1:-1].partition("=")
            return name in self.attributes and (not equals or self.attributes[name] == value)
        if part.startswith("#"):
            return self.attributes.get("id") == part[1:]
        return part[1:] in self.attributes.get("class", "").split()

    @property
    def href(self) -> str:
        """Where a link leads, as written."""
        return self.attributes["href"]


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.document = Element("")
        self._open = [self.document]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs})
        self._open[-1].children.append(element)
        if tag not in _VOID:
            self._open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        if any(element.tag == tag for element in self._open):
            while self._open.pop().tag != tag:
                pass

    def handle_data(self, data: str) -> None:
        self._open[-1].children.append(data)


def read_html(text: str) -> Element:
    """Read a document."""
    reader = _Reader()
    reader.feed(text)
    reader.close()
    return reader.document


def read_page(file: Path) -> Element:
    """Read a document from its file."""
    return read_html(file.read_text(encoding="utf-8"))
