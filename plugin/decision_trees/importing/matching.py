"""Which of several headings belong to which of several texts: one to one, and told where that is not sure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from decision_trees.importing.scalars import ascii_words

_FILLERS = frozenset(
    "a an and are be by can consider do does each for if in is it of on or over that the there this to "
    "what when which will with within your whole".split()
)
_STEM_LENGTH = 4  # "sync" and "synchronous", "require" and "requirement"


class Likeness(NamedTuple):
    """How much two texts have in common.

    Attributes:
        share: Which part of the words of the one that has fewer the other has too.
        common: How many words that is.
    """

    share: float
    common: int


class Match(NamedTuple):
    """The heading that was found for a text.

    Attributes:
        other: Its place among the headings.
        is_sure: Whether it is beyond doubt.
        is_last: Whether it was taken because nothing else was left.
    """

    other: int
    is_sure: bool
    is_last: bool = False


_SURE_SHARE = 0.6
_SURE_LEAD = 0.2
_LEAST_SHARE = 0.34


def words(text: str) -> frozenset[str]:
    """The words of a text that tell it from others, cut to their stems."""
    found = ascii_words(text)
    return frozenset(word[:_STEM_LENGTH] for word in found if word not in _FILLERS)


def likeness(text: str, other: str) -> Likeness:
    """Compare two texts."""
    return _likeness(words(text), words(other))


def _likeness(text_words: frozenset[str], other: frozenset[str]) -> Likeness:
    common = len(text_words & other)
    return Likeness(common / max(1, min(len(text_words), len(other))), common)


def pair(texts: Sequence[str], headings: Sequence[str]) -> dict[int, Match]:
    """Pair texts with headings, the surest first.

    Args:
        texts: Questions, or the words of ends.
        headings: Headings of sections.

    Returns:
        For the place of each text that a heading was found for, that heading.
    """
    text_words, heading_words = [words(text) for text in texts], [words(heading) for heading in headings]
    scores = [[_likeness(text_word, other) for other in heading_words] for text_word in text_words]
    order = sorted(
        (
            (score, -text, -heading)
            for text, row in enumerate(scores)
            for heading, score in enumerate(row)
            if score.share >= _LEAST_SHARE
        ),
        reverse=True,
    )
    found: dict[int, Match] = {}
    taken: set[int] = set()
    for score, minus_text, minus_heading in order:
        text, heading = -minus_text, -minus_heading
        if text in found or heading in taken:
            continue
        rivals = [
            other.share for place, other in enumerate(scores[text]) if place != heading and place not in taken
        ]
        clear = score.share >= _SURE_SHARE and max(rivals, default=0) <= score.share - _SURE_LEAD
        found[text] = Match(heading, is_sure=clear)
        taken.add(heading)
    left = [place for place in range(len(texts)) if place not in found]
    free = [place for place in range(len(headings)) if place not in taken]
    # What resembles a heading that is taken may well be the same as what has it.
    if len(left) == len(free) == 1 and all(score.share < _LEAST_SHARE for score in scores[left[0]]):
        found[left[0]] = Match(free[0], is_sure=False, is_last=True)
    return found
