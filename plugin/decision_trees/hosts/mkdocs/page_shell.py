"""The shell that a theme puts around pages of one kind, made once and filled for each of them.

A theme takes a quarter of a build to print around every page what it prints around its neighbour. A shell
is a page that has been finished with marks in place of the page's own values. Whether those are all of its
own values is proved, not believed: see `Shell.gives`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

_REMEMBERED = 1_000  # texts: most headings stand on many pages, and each is asked for several times

CONTENT = "content"
"""The name of the one value that is HTML."""

# Text that a template prints as it is, if it prints the marks as they are.
_PLAIN = re.compile(r"[\w ,.?!()/:;@%~+-]*")

_MARK = re.compile(r"decision trees, für/([a-z0-9]+)(?: on)* sign")

_CONTENT_MARK = f"<h1>decision trees, für/{CONTENT} sign</h1>"


def mark(name: str, length: int = 0) -> str:
    """The mark that stands for a value, at least as long as a template may see one of them.

    It has some of everything that is plain, so that a filter of a template that changes plain text changes
    the mark too, and there is no shell; nor is there one where the end of the mark is cut off. That of the
    content is a heading, because Material adds one to pages without.
    """
    if name == CONTENT:
        return _CONTENT_MARK
    start, end = f"decision trees, für/{name}", " sign"
    return f"{start}{' on' * max(0, -(-(length - len(start + end)) // 3))}{end}"


@lru_cache(_REMEMBERED)
def is_plain(value: str) -> bool:
    """Say whether a shell may be filled with a value that is not the content: words, or an address."""
    return bool(_PLAIN.fullmatch(value)) and not _MARK.search(value)


@dataclass(frozen=True, slots=True)
class Shell:
    """A finished page in pieces: text, the name of a value, text …, text."""

    pieces: tuple[str, ...]

    @classmethod
    def of(cls, marked: str) -> Shell:
        """Make a shell of a page that was finished with marks for its values."""
        bare = marked.replace(_CONTENT_MARK, f"decision trees, für/{CONTENT} sign")
        return cls(tuple(_MARK.split(bare)))

    def gives(self, finished: str, values: Mapping[str, str]) -> bool:
        """Say whether it gives a page that was finished in the ordinary way, of that one's values by name."""
        return {*self.pieces[1::2]} <= values.keys() and self.fill(values) == finished

    def fill(self, values: Mapping[str, str]) -> str:
        """Put a page's values into the shell."""
        pieces = list(self.pieces)
        pieces[1::2] = (values[name] for name in pieces[1::2])
        return "".join(pieces)
