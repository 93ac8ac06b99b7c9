"""How outcomes move between two versions of a tree.

A *way* is a path through the old version and one through the new that give the same answer to every check
that both ask. It moved if the two end at different places. What only one version asks leaves the way open
to each of its answers, so that a new question makes as many ways of one as it has answers.

Ways are never listed. They are counted by walking both versions at once: ways that come to stand at the
same two places go on as one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

MOST_STANDS = 200_000
"""At how many pairs of places the two walks may stand before the count is given up."""


class Cause(NamedTuple):
    """Why two walks part: the answer that leads elsewhere.

    Without an answer, the check itself, at which one of the versions ends. Without a check, the start.
    """

    check: str = ""
    answer: str = ""


class Move(NamedTuple):
    """Ways that ended at one place and now end at another."""

    was: str
    now: str
    ways: int


@dataclass(frozen=True, eq=False)
class Version:
    """One version of a tree as arrows; what both versions have, has the same name in both.

    Attributes:
        start: Where a walk starts.
        arrows: Where the answers of every reachable check lead, without arrows that go back. Each leads to
            a check further behind in this mapping, or to an end, which is whatever is not in it.
    """

    start: str
    arrows: dict[str, Mapping[str, str]]

    @cached_property
    def places(self) -> Mapping[str, None]:
        """The checks and ends that a walk can come to; a mapping for its fast `in`."""
        ends = (place for answers in self.arrows.values() for place in answers.values())
        return dict.fromkeys((*self.arrows, self.start, *ends))

    def rank(self, place: str) -> int:
        """How far behind a place is: every arrow leads to a higher rank."""
        return self._ranks.get(place, len(self._ranks))

    def may_still_ask(self, check: str, place: str) -> bool:
        """Whether a walk that stands at `place` asks `check` there or later."""
        if check not in self.arrows or place not in self.arrows:
            return False
        return check == place or bool(self._ahead[place] >> self.rank(check) & 1)

    @cached_property
    def _ranks(self) -> Mapping[str, int]:
        return {check: rank for rank, check in enumerate(self.arrows)}

    @cached_property
    def _ahead(self) -> Mapping[str, int]:
        """For every check those behind it, as the bits of a number, since they are many times many."""
        found: dict[str, int] = {}
        for check in reversed(self.arrows):
            bits = 0
            for place in self.arrows[check].values():
                if place in found:
                    bits |= found[place] | 1 << self.rank(place)
            found[check] = bits
        return found


class _Stand(NamedTuple):
    """Where the walks through both versions stand.

    Attributes:
        old: The place in the old version.
        new: The place in the new one.
        given: Answers that one walk has given and the other may still be asked for.
        cause: Why the walks parted; None while they are at one place and owe each other no answer.
    """

    old: str
    new: str
    given: frozenset[tuple[str, str]] = frozenset()
    cause: Cause | None = None


def caused_moves(old: Version, new: Version) -> Mapping[Cause, tuple[Move, ...]] | None:
    """Count the ways that end elsewhere.

    Args:
        old: The version before.
        new: The version after.

    Returns:
        For everything that makes walks part, the moves that it causes, those of most ways first; none where
        all its ways end as they did. None in place of all where there is too much to follow.
    """
    walks = _Walks(old, new)
    found: dict[Cause, Counter[tuple[str, str]]] = {}
    # By rank: when a stand has its turn, all ways that lead to it have been counted, and go on as one.
    waiting: list[Counter[_Stand]] = [Counter() for _ in range(len(old.arrows) + len(new.arrows) + 1)]
    waiting[walks.rank(walks.first)][walks.first] = 1
    met = 0
    for stands in waiting:
        met += len(stands)
        if met > MOST_STANDS:
            return None
        for stand, ways in stands.items():
            for behind in walks.steps(stand):
                waiting[walks.rank(behind)][behind] += ways
            if stand.cause is not None:
                caused = found.setdefault(stand.cause, Counter())
                if walks.ended_apart(stand):
                    caused[stand.old, stand.new] += ways
    return {cause: _sorted(caused) for cause, caused in found.items()}


def _sorted(caused: Counter[tuple[str, str]]) -> tuple[Move, ...]:
    found = (Move(was, now, ways) for (was, now), ways in caused.items())
    return tuple(sorted(found, key=lambda move: (-move.ways, move)))


@dataclass(frozen=True)
class _Walks:
    """The walks through both versions, an answer at a time."""

    old: Version
    new: Version

    @property
    def first(self) -> _Stand:
        """Where they start."""
        return self._stand(self.old.start, self.new.start, frozenset(), Cause())

    def rank(self, stand: _Stand) -> int:
        """How far behind they stand: every answer leads to a higher rank."""
        return self.old.rank(stand.old) + self.new.rank(stand.new)

    def ended_apart(self, stand: _Stand) -> bool:
        """Whether both have ended, at different places."""
        ended = stand.old not in self.old.arrows and stand.new not in self.new.arrows
        return ended and stand.old != stand.new

    def steps(self, stand: _Stand) -> Iterator[_Stand]:
        """Where they may stand after one more answer; nowhere once both have ended."""
        old_answers = self.old.arrows.get(stand.old, {})
        new_answers = self.new.arrows.get(stand.new, {})
        if stand.old == stand.new and old_answers and new_answers:
            # An answer that only one version has makes no way end elsewhere: it is told as such.
            for answer in old_answers:
                if answer in new_answers:
                    cause = stand.cause or Cause(stand.old, answer)
                    yield self._stand(old_answers[answer], new_answers[answer], stand.given, cause)
            return
        cause = stand.cause or Cause(stand.old)
        if self._old_goes_first(stand):
            for answer, place in _open(old_answers, stand.old, stand.given):
                yield self._stand(place, stand.new, stand.given | {(stand.old, answer)}, cause)
        else:
            for answer, place in _open(new_answers, stand.new, stand.given):
                yield self._stand(stand.old, place, stand.given | {(stand.new, answer)}, cause)

    def _old_goes_first(self, stand: _Stand) -> bool:
        """Choose the walk whose answer the other will not be asked for, so that little is remembered."""
        if stand.old not in self.old.arrows or stand.new not in self.new.arrows:
            return stand.old in self.old.arrows
        new_asks_later = self.new.may_still_ask(stand.old, stand.new)
        return not new_asks_later or self.old.may_still_ask(stand.new, stand.old)

    def _stand(self, old: str, new: str, given: frozenset[tuple[str, str]], cause: Cause) -> _Stand:
        """Forget the answers that neither will be asked for, and the cause once they have met again."""
        left = frozenset(
            answer
            for answer in given
            if self.old.may_still_ask(answer[0], old) or self.new.may_still_ask(answer[0], new)
        )
        return _Stand(old, new, left, None if old == new and not left else cause)


def _open(
    answers: Mapping[str, str], check: str, given: frozenset[tuple[str, str]]
) -> Iterator[tuple[str, str]]:
    """The answers to a check that are still open: where the other walk gave one, only that."""
    said = dict(given).get(check)
    return ((answer, place) for answer, place in answers.items() if said in (None, answer))
