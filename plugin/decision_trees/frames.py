"""The frame that a theme puts around pages of one kind, made once and filled for each of them.

A theme takes a quarter of a build to print around every page what it prints around its neighbour. A frame
is a page that has been finished with marks in place of the page's own values. Whether those are all of its
own values is proved, not believed: `Frame.of` is given another page of the kind that was finished in the
ordinary way, and there is no frame where filling it in comes out otherwise.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

CONTENT = "content"
"""The name of the one value that is HTML."""

# Text that a template prints as it is, if it prints the marks as they are.
_PLAIN = re.compile(r"[\w ,.?!()/:;@%~+-]*")
_MARK = re.compile(r"decision trees, für/([a-z0-9]+) sign")
_CONTENT_MARK = f"<h1>decision trees, für/{CONTENT} sign</h1>"


def mark(name: str) -> str:
    """The mark that stands for a value.

    It has some of everything that is plain, so that a filter of a template that changes plain text changes
    the mark too, and there is no frame. That of the content is a heading, because Material adds one to
    pages without.
    """
    return _CONTENT_MARK if name == CONTENT else f"decision trees, für/{name} sign"


def is_plain(value: str) -> bool:
    """Say whether a frame may be filled with a value that is not the content: words, or an address."""
    return bool(_PLAIN.fullmatch(value)) and not _MARK.search(value)


@dataclass(frozen=True, slots=True)
class Frame:
    """A finished page in pieces: text, the name of a value, text …, text."""

    pieces: tuple[str, ...]

    @classmethod
    def of(cls, marked: str, other: str, values: Mapping[str, str]) -> Frame | None:
        """Make a frame of a page that was finished with marks for its values.

        Args:
            marked: The page.
            other: Another page of its kind, finished in the ordinary way.
            values: That one's values by name.

        Returns:
            The frame; None where it would not give the other page, because that has more of its own.
        """
        bare = marked.replace(_CONTENT_MARK, f"decision trees, für/{CONTENT} sign")
        frame = cls(tuple(_MARK.split(bare)))
        names = set(frame.pieces[1::2])
        return frame if names <= values.keys() and frame.fill(values) == other else None

    def fill(self, values: Mapping[str, str]) -> str:
        """Put a page's values into the frame."""
        pieces = list(self.pieces)
        pieces[1::2] = (values[name] for name in pieces[1::2])
        return "".join(pieces)
