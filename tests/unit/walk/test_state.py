"""Where a walk stands, without a keyboard: answers, steps back, and what a reader may mean."""

from __future__ import annotations

import pytest
from tests.site_fixtures import TINY_TREE

from decision_trees import read
from decision_trees.walk.state import Stop, Walk, answer, back, begin, matching, restart


@pytest.fixture
def start() -> Walk:
    library = read({"pick-a-queue.tree.yaml": TINY_TREE}).library
    return begin(library, library.trees["pick-a-queue"])


def here(walk: Walk) -> str:
    assert isinstance(walk.here, Stop)
    return walk.here.node.id


def test_an_answer_leads_on_and_is_taken_back(start: Walk) -> None:
    assert start.inner
    end = answer(start, start.inner.answers[0])
    assert (here(end), [entry.answer.id for entry in end.trail]) == ("log", ["yes"])
    assert back(end) == restart(end) == back(start) == start


def test_at_an_end_no_answer_is_taken(start: Walk) -> None:
    assert start.inner
    given = start.inner.answers[0]
    with pytest.raises(ValueError, match="has come to an end"):
        answer(answer(start, given), given)


@pytest.mark.parametrize(
    ("written", "meant"), [("YES", ["yes"]), ("2", ["no"]), ("n", ["no"]), ("3", []), ("perhaps", [])]
)
def test_an_answer_is_meant_by_its_words_its_number_or_their_beginning(
    start: Walk, written: str, meant: list[str]
) -> None:
    assert start.inner
    assert [found.id for found in matching(start.inner, written)] == meant
