"""What is assumed of other trees while one is looked at alone."""

from __future__ import annotations

import pytest

from decision_trees.analysis.alone import Assumptions, LoneLibrary
from decision_trees.analysis.library import Library
from decision_trees.model.span import Span
from decision_trees.model.tree import Target, Tree
from decision_trees.source.decode import decode


def tree(name: str, more: str = "") -> Tree:
    read, _ = decode(f"title: T\nquestion: Q?\n{more}decisions: {{log: Log}}\n", f"{name}.tree.yaml")
    assert read is not None
    return read


HOME = tree("home")


def target(tree_id: str | None, node: str | None) -> Target:
    return Target(tree_id, node, Span(""))


@pytest.fixture
def alone() -> LoneLibrary:
    return LoneLibrary(HOME)


def test_what_is_at_home_is_known(alone: LoneLibrary) -> None:
    assert alone.leads(target(None, "log"), HOME)
    assert not alone.leads(target("home", "lost"), HOME)
    assert alone.knows(target("home", None), HOME)
    assert not alone.knows(target(None, None), HOME)
    assert alone.written("log", HOME)
    assert alone.written("no target/at/all", HOME) is None
    assert alone.assumptions == Assumptions()


def test_targets_elsewhere_are_assumed_to_be_there_and_words_to_be_nowhere(alone: LoneLibrary) -> None:
    assert alone.leads(target("other", "log"), HOME)
    assert alone.knows(target("other", None), HOME)
    assert alone.written("other/lost", HOME) is None
    assert alone.assumptions == Assumptions((("other", "log"), ("other", None)), (("other", "lost"),))


@pytest.mark.parametrize("ask", ["trees", "unread", "names"])
def test_more_than_that_cannot_be_assumed(alone: LoneLibrary, ask: str) -> None:
    assert getattr(alone, ask) is not None
    assert alone.assumptions is None


@pytest.mark.parametrize(
    ("others", "holds"),
    [
        pytest.param([tree("other")], True, id="as assumed"),
        pytest.param([], False, id="nothing there"),
        pytest.param([tree("other", "draft: true\n")], False, id="a draft"),
        pytest.param([tree("other", "steps: {lost: {title: S, then: log}}\n")], False, id="more there"),
    ],
)
def test_assumptions_hold_or_not(others: list[Tree], holds: bool) -> None:  # noqa: FBT001
    assumed = Assumptions((("other", "log"), ("other", None)), (("other", "lost"),))
    assert assumed.hold(Library([HOME, *others]), HOME, lambda _: False) is holds


def test_nothing_is_assumed_of_what_could_not_be_read() -> None:
    assert not Assumptions((("other", None),)).hold(
        Library([HOME], unread=["other.tree.yaml"]), HOME, lambda _: False
    )


def test_files_are_assumed_to_be_there(alone: LoneLibrary) -> None:
    assert not alone.lacks("a.md")
    assumed = alone.assumptions
    assert assumed == Assumptions(files=("a.md",))
    assert assumed.hold(Library([HOME]), HOME, lambda file: file != "a.md")
    assert not assumed.hold(Library([HOME]), HOME, lambda file: file == "a.md")
