"""Words that messages share: texts cut short, and the name that was probably meant."""

from __future__ import annotations

import difflib
import heapq
import re
import unicodedata
from collections.abc import Iterable


def cut(text: str, most: int) -> str:
    """Cut a text to so many characters, on one line."""
    line = re.sub(r"[ \t\r\n]+", " ", text).strip(" ")
    return line if len(line) <= most else line[: most - 1] + "…"


def shorten(text: str, most: int = 60) -> str:
    """Cut a text for a message, on one line; characters that show nothing are named."""
    line = cut(text, most)
    if line.isprintable():
        return line
    return "".join(char if char.isprintable() else f"<U+{ord(char):04X}>" for char in line)


MOST_COMPARED = 2_000
"""Among how many names a misspelt one is looked for; comparing takes some microseconds each."""

MOST_GUESSES = 25
"""How many misspelt names are compared with the same others: more than are shown of one run in full."""

_LONGEST_COMPARED = 120  # characters: an id has 64, a label a few words
_CLOSE = 0.6
_FINALISTS = 5


class Names:
    """Names that may have been meant.

    Finding the closest takes time for each of them. So the first few that are misspelt are compared with
    all, and of the others only slips are found: of case, and of underscores or spaces for hyphens. However
    many a source misspells, that takes no longer than it takes to read a few times as many names.
    """

    def __init__(self, names: Iterable[str]) -> None:
        """Take the names."""
        self._by_shape = {_shape(name): name for name in names}
        self._guesses_left = MOST_GUESSES if len(self._by_shape) <= MOST_COMPARED else 0

    def nearest(self, name: str) -> str | None:
        """Find the name that an author who wrote `name` most likely meant; None where none is close."""
        shape = _shape(name)
        if shape in self._by_shape or not self._guesses_left or len(shape) > _LONGEST_COMPARED:
            return self._by_shape.get(shape)
        self._guesses_left -= 1
        alike = ((likeness(shape, known), known) for known in self._by_shape if _may_be_alike(shape, known))
        best = heapq.nlargest(_FINALISTS, alike)
        close = difflib.get_close_matches(shape, [known for _, known in best], n=1, cutoff=_CLOSE)
        return self._by_shape[close[0]] if close else None


def nearest(name: str, names: Iterable[str]) -> str | None:
    """Find the name that an author who wrote `name` most likely meant, among a few; see `Names`."""
    return Names(names).nearest(name)


def did_you_mean(name: str, names: Iterable[str] | Names, prefix: str = "") -> str:
    """Word the nearest name as a question for a label, or nothing where none is close.

    A letter of another script is named, for it may look the same.

    Args:
        name: What was written, without what is right of it.
        names: What could have been meant.
        prefix: What is right and stands before it.

    Returns:
        The question.
    """
    close = (names if isinstance(names, Names) else Names(names)).nearest(name)
    if not close:
        return ""
    foreign = next((char for char in name if _is_foreign(char) and char not in close), None)
    without = f", without U+{ord(foreign):04X}" if foreign else ""
    return f"did you mean `{prefix}{close}`{without}?"


def _is_foreign(char: str) -> bool:
    return char.isalpha() and "LATIN" not in unicodedata.name(char, "")


def _shape(name: str) -> str:
    return name.casefold().replace("_", "-").replace(" ", "-")


def _may_be_alike(name: str, other: str) -> bool:
    longer, shorter = max(len(name), len(other)), min(len(name), len(other))
    return longer <= _LONGEST_COMPARED and 2 * (longer - shorter) < longer


def likeness(name: str, other: str) -> float:
    """How much of two names is their longest common subsequence.

    It is what `difflib` can find at most, worked out in one step for each character of one of them (Hyyrö,
    "Bit-parallel LCS-length computation revisited", 2004).
    """
    places: dict[str, int] = {}
    for place, char in enumerate(name):
        places[char] = places.get(char, 0) | 1 << place
    everywhere = left = (1 << len(name)) - 1
    for char in other:
        matched = left & places.get(char, 0)
        left = ((left + matched) | (left - matched)) & everywhere
    return 2 * (len(name) - left.bit_count()) / (len(name) + len(other))
