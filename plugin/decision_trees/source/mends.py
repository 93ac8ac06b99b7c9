"""What a file that cannot be read most likely needs, found by trying it.

Where the scanners stop, the mistake is often in a line above. So what authors get wrong most is looked for
there, nearest first, and mended: if reading then gets further, that was it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import islice

from decision_trees.source.line_shapes import REACH
from decision_trees.source.mend import Mend
from decision_trees.source.mends_between_lines import (
    block_left,
    comments,
    is_text,
    no_bar,
    no_colon,
    text_and_keys,
    too_far,
)
from decision_trees.source.mends_in_a_line import (
    arrow,
    no_space,
    odd_hyphen,
    odd_indentation,
    odd_item,
    odd_pair,
)

_MOST_TRIED = 12


def proven(lines: Sequence[str], begun: int, last: int, stops: Callable[[str], int | None]) -> Mend | None:
    """Find the mend with which reading gets further.

    Args:
        lines: The lines of the file.
        begun: The one that the scanners cannot make out, which may be `last` or above it.
        last: The one at which reading stops.
        stops: Gives the line at which reading a text stops; None where it is read in full.

    Returns:
        The mend; None where no frequent mistake is the cause.
    """
    for mend in islice(_candidates(lines, begun, last), _MOST_TRIED):
        # What stands further down cannot be the cause.
        tried = [*lines[: mend.line], mend.mended, *lines[mend.line + 1 : last + 2]]
        stop = stops("\n".join(tried))
        if stop is None or stop > last:
            return mend
    return None


def _candidates(lines: Sequence[str], begun: int, last: int) -> Iterator[Mend]:
    for number in range(last, max(-1, last - REACH), -1):
        line = lines[number]
        if not is_text(lines, number):
            yield from odd_indentation(number, lines)
            yield from odd_item(number, line)
            yield from odd_hyphen(number, line)
            yield from odd_pair(number, line)
            yield from no_space(number, line)
            yield from arrow(number, line)
            yield from no_colon(number, lines)
            yield from text_and_keys(number, lines)
    yield from block_left(lines, begun)
    yield from comments(lines, last)
    yield from no_bar(lines, begun)
    yield from too_far(lines, last)
