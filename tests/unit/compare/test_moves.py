"""Ways through two versions of a tree, counted without listing them, against listing them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from decision_trees.compare import moves
from decision_trees.compare.moves import Cause, Move, Version, caused_moves

unmeasured = pytest.mark.unmeasured("many trees are compared as few are")

B = {"yes": "y", "no": "z"}
BEFORE = Version("a", {"a": {"yes": "b", "no": "x"}, "b": B})


def paths(version: Version) -> Iterator[tuple[dict[str, str], str]]:
    """List every path: the answers it gives, and its end."""
    waiting: list[tuple[dict[str, str], str]] = [({}, version.start)]
    while waiting:
        given_, place = waiting.pop()
        if place not in version.arrows:
            yield given_, place
        for answer, to in version.arrows.get(place, {}).items():
            waiting.append(({**given_, place: answer}, to))


def moved_by_listing(old: Version, new: Version) -> Counter[tuple[str, str]]:
    found: Counter[tuple[str, str]] = Counter()
    for old_given, was in paths(old):
        for new_given, now in paths(new):
            agree = all(new_given.get(check, answer) == answer for check, answer in old_given.items())
            if agree and was != now:
                found[was, now] += 1
    return found


def moved(old: Version, new: Version) -> Counter[tuple[str, str]]:
    found: Counter[tuple[str, str]] = Counter()
    for caused in (caused_moves(old, new) or {}).values():
        for move in caused:
            found[move.was, move.now] += move.ways
    return found


@st.composite
def versions(draw: st.DrawFn) -> Version:
    """A tree of some of six checks in some order, so that two of them share, drop and reorder checks."""
    order = draw(st.permutations("abcdef"))[: draw(st.integers(1, 5))]
    arrows: dict[str, Mapping[str, str]] = {}
    for position, check in enumerate(order):
        places = st.sampled_from([*order[position + 1 :], "x", "y", "z"])
        answers = draw(st.sets(st.sampled_from(["yes", "no", "some"]), min_size=1))
        arrows[check] = {answer: draw(places) for answer in sorted(answers)}
    return Version(order[0], arrows)


@unmeasured
@given(versions(), versions())
def test_it_counts_what_listing_counts(old: Version, new: Version) -> None:
    assert moved(old, new) == moved_by_listing(old, new)


@unmeasured
@given(versions())
def test_nothing_moves_without_a_change(version: Version) -> None:
    assert caused_moves(version, version) == {}


def test_an_answer_that_leads_elsewhere() -> None:
    after = Version("a", {"a": {"yes": "b", "no": "b"}, "b": {"yes": "y", "no": "z"}})
    assert caused_moves(BEFORE, after) == {Cause("a", "no"): (Move("x", "y", 1), Move("x", "z", 1))}


def test_a_question_in_between_that_changes_nothing() -> None:
    after = Version("a", {"a": {"yes": "c", "no": "x"}, "c": {"yes": "b", "no": "b"}, "b": B})
    assert caused_moves(BEFORE, after) == {Cause("a", "yes"): ()}


def test_a_question_in_between_with_an_end_of_its_own() -> None:
    after = Version("a", {"a": {"yes": "c", "no": "x"}, "c": {"yes": "b", "no": "w"}, "b": B})
    assert caused_moves(BEFORE, after) == {Cause("a", "yes"): (Move("y", "w", 1), Move("z", "w", 1))}


def test_questions_in_another_order_end_as_they_did() -> None:
    old = Version("a", {"a": {"yes": "b", "no": "b"}, "b": {"yes": "y", "no": "z"}})
    new = Version("b", {"b": {"yes": "a", "no": "z"}, "a": {"yes": "y", "no": "y"}})
    assert caused_moves(old, new) == {Cause(): ()}


def test_a_check_that_became_an_end() -> None:
    after = Version("a", {"a": {"yes": "b", "no": "x"}})
    assert caused_moves(BEFORE, after) == {Cause("b"): (Move("y", "b", 1), Move("z", "b", 1))}


def test_an_answer_that_only_one_version_has_is_no_way_of_both() -> None:
    after = Version("a", {"a": {"yes": "b", "no": "x"}, "b": {"yes": "y", "perhaps": "w"}})
    assert caused_moves(BEFORE, after) == {}


def test_more_ways_than_anyone_could_list() -> None:
    def ladder(last: str) -> Version:
        checks = [f"c{number}" for number in range(1_000)]
        arrows = {
            check: {"yes": place, "no": place}
            for check, place in zip(checks, [*checks[1:], "x"], strict=True)
        }
        return Version("c0", {**arrows, "c999": {"yes": "x", "no": last}})

    assert caused_moves(ladder("x"), ladder("y")) == {Cause("c999", "no"): (Move("x", "y", 2**999),)}


def test_too_much_to_follow_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(moves, "MOST_STANDS", 4)
    assert caused_moves(BEFORE, BEFORE) is None


def test_places_are_checks_and_ends() -> None:
    assert list(BEFORE.places) == ["a", "b", "x", "y", "z"]
    assert list(Version("x", {}).places) == ["x"]
