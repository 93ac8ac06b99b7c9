"""Arithmetic on measurements."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median


@dataclass(frozen=True)
class Spread:
    """Several values of one quantity: the middle, the least and the greatest."""

    middle: float
    least: float
    most: float

    def text(self, digits: int) -> str:
        """Write it with so many digits after the point, as `middle [least-most]`."""
        if self.least == self.most:
            return f"{self.middle:.{digits}f}"
        return f"{self.middle:.{digits}f} [{self.least:.{digits}f}-{self.most:.{digits}f}]"


def spread(values: Sequence[float]) -> Spread:
    """Sum up values, of which there is at least one."""
    return Spread(median(values), min(values), max(values))


def ratios(values: Sequence[float], bases: Sequence[float]) -> Spread:
    """Sum up the ratios of values to those of the same rounds.

    What slows the machine for a while slows both runs of a pair, so a ratio of pairs spreads less than the
    ratio of two medians.

    Raises:
        ValueError: There are not as many of the ones as of the others.
    """
    return spread([value / base for value, base in zip(values, bases, strict=True)])


def exponent(small: tuple[float, float], large: tuple[float, float]) -> float:
    """How a cost grows: 1 where twice the pages cost twice as much, 2 where they cost four times as much.

    Args:
        small: Pages and cost.
        large: Likewise, with more pages.
    """
    return math.log(large[1] / small[1]) / math.log(large[0] / small[0])


@dataclass(frozen=True)
class Budget:
    """A limit that a figure must not exceed."""

    limit: float

    def mark(self, value: float) -> str:
        """Write whether the value keeps to it."""
        return f"≤ {self.limit:g} {'✓' if value <= self.limit else '✗'}"
