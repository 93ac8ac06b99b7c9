"""Markdown as two converters read it: its links, its elements and what a reader sees of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser

from hypothesis import strategies as st
from markdown import markdown
from markdown_it import MarkdownIt

READERS: Mapping[str, Callable[[str], str]] = {
    "CommonMark": MarkdownIt("commonmark").render,
    "GitHub": MarkdownIt("commonmark").enable(["table", "strikethrough"]).render,
    "Python-Markdown": lambda text: markdown(text, extensions=["extra", "toc", "sane_lists"]),
}
"""Markdown to HTML: as the standard has it, as GitHub reads it, as MkDocs does."""

_LINE_BREAKERS = {"p", "li", "h1", "h2", "h3", "h4", "h5", "h6", "br", "hr", "tr", "pre", "blockquote"}


@dataclass
class Read:
    """What a reader sees of a Markdown text.

    Attributes:
        lines: Its text, a line for each block.
        links: Each link's words and address.
        elements: The names of all elements, in order.
    """

    lines: list[str] = field(default_factory=list)
    links: list[tuple[str, str]] = field(default_factory=list)
    elements: list[str] = field(default_factory=list)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.read = Read(lines=[""])
        self._address: str | None = None
        self._words = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.read.elements.append(tag)
        if tag in _LINE_BREAKERS:
            self.read.lines.append("")
        if tag == "a":
            self._address, self._words = dict(attrs).get("href"), ""

    def handle_endtag(self, tag: str) -> None:
        if tag == "a" and self._address is not None:
            self.read.links.append((" ".join(self._words.split()), self._address))
            self._address = None
        if tag in _LINE_BREAKERS:
            self.read.lines.append("")

    def handle_data(self, data: str) -> None:
        self.read.lines[-1] += data
        self._words += data

    def handle_comment(self, data: str) -> None:
        self.read.elements.append(f"!{data}")

    def handle_decl(self, decl: str) -> None:
        self.read.elements.append(f"!{decl}")

    def handle_pi(self, data: str) -> None:
        self.read.elements.append(f"?{data}")


def read_markdown(text: str, reader: str) -> Read:
    """Read a text as one of `READERS` does; empty lines count nothing, and all white space alike."""
    parser = _Reader()
    parser.feed(READERS[reader](text))
    parser.close()
    parser.read.lines = [" ".join(line.split()) for line in parser.read.lines if line.strip()]
    return parser.read


signs = st.text(st.sampled_from("\\`*_{}[]()<>#+-.!|~^$&;:=?/\"'@ \n\r\t\x1b\u2028ab1é"), max_size=30)
"""Texts of the signs that mean something to one converter or another."""

texts = signs.filter(lambda text: text.strip("\x1b \n\r\t\u2028"))
"""The same, with something to see."""


def expect_shown(text: str, written: str, reader: str) -> None:
    """Expect a text written as Markdown to be shown as it is, wherever it stands, and to be nothing else."""
    shown = " ".join("".join(" " if ord(c) < 32 or 127 <= ord(c) < 160 else c for c in text).split())
    for form, elements in (
        ("{}", ["p"]),
        ("- {}", ["ul", "li"]),
        ("# Tree: {}", ["h1"]),
        ("Question? **{}** (not: x)", ["p", "strong"]),
        ("[Tree: {}](https://example.org/)", ["p", "a"]),
    ):
        read = read_markdown(form.format(written), reader)
        whole = form.replace("**", "").replace("- ", "").replace("# ", "")
        whole = whole.replace("[", "").replace("](https://example.org/)", "").format(shown)
        assert (read.elements, read.lines) == (elements, [" ".join(whole.split())]), form
