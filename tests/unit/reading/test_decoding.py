"""Trees are read one after the other and side by side, with the same outcome."""

from __future__ import annotations

import os
from concurrent.futures.process import BrokenProcessPool

import pytest

from decision_trees.reading import decoding
from decision_trees.reading.decoding import FOR_A_PROCESS, TreeSource, one_by_one, side_by_side

TREE = """\
title: Tree {number}
question: Which?
checks:
  first: {{question: Is it?, answers: {{Yes: done, No: {to}}}}}
decisions:
  done: Do it
"""


def sources(count: int) -> list[TreeSource]:
    """Some sources, of which each third has no target, one is no YAML, and one is called otherwise."""
    texts = [TREE.format(number=number, to="none" if number % 3 else "done") for number in range(count)]
    texts[-1] = "{"
    ids = [None if number else "another" for number in range(count)]
    return [TreeSource(text, f"tree-{number}.tree.yaml", ids[number]) for number, text in enumerate(texts)]


@pytest.fixture
def _two_processors(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(decoding, "usable_processors", lambda: 2)


@pytest.mark.usefixtures("_two_processors")
@pytest.mark.parametrize("count", [1, 2 * FOR_A_PROCESS - 1, 2 * FOR_A_PROCESS])
def test_side_by_side_comes_what_comes_one_by_one(count: int) -> None:
    assert [*side_by_side(sources(count))] == [*one_by_one(sources(count))]


@pytest.mark.usefixtures("_two_processors")
def test_only_many_are_read_in_other_processes(monkeypatch: pytest.MonkeyPatch) -> None:
    here = str(os.getpid())
    monkeypatch.setattr(decoding, "decode", process)
    assert {*map(str, side_by_side(sources(2 * FOR_A_PROCESS - 1)))} == {here}
    assert here not in {*map(str, side_by_side(sources(2 * FOR_A_PROCESS)))}


def process(*_: object) -> int:
    """Which process this is."""
    return os.getpid()


@pytest.mark.usefixtures("_two_processors")
@pytest.mark.parametrize("error", [OSError, ImportError, NotImplementedError, BrokenProcessPool])
def test_where_no_process_can_be_started_they_are_read_here(
    error: type[Exception], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr(decoding, "ProcessPoolExecutor", fail)
    assert [*side_by_side(sources(200))] == [*one_by_one(sources(200))]


def test_the_processors_are_those_that_may_be_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0, 2, 3}, raising=False)
    assert decoding.usable_processors() == 3
    # As on macOS and Windows
    monkeypatch.delattr(os, "sched_getaffinity")
    monkeypatch.setattr(os, "cpu_count", lambda: 4)
    assert decoding.usable_processors() == 4
