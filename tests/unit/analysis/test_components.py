"""Strongly connected components, compared with what each node leads to."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from decision_trees.analysis.components import components

ARROWS = st.dictionaries(st.sampled_from("abcdefg"), st.lists(st.sampled_from("abcdefg"), max_size=3))


def led_to(arrows: dict[str, list[str]], node: str) -> set[str]:
    met: set[str] = set()
    waiting = [node]
    while waiting:
        here = waiting.pop()
        if here not in met:
            met.add(here)
            waiting += arrows.get(here, ())
    return met


@given(ARROWS)
def test_nodes_are_of_one_component_that_lead_to_each_other(arrows: dict[str, list[str]]) -> None:
    found = components("abcdefg", lambda node: arrows.get(node, ()))
    assert {*found} == {*"abcdefg"}
    assert [*found.values()] == sorted(found.values())
    for node in found:
        for other in found:
            lead_to_each_other = other in led_to(arrows, node) and node in led_to(arrows, other)
            assert (found[node] == found[other]) == lead_to_each_other
        assert all(found[behind] <= found[node] for behind in arrows.get(node, ()))


def test_a_circle_before_an_end() -> None:
    arrows = {"a": "bc", "b": "a", "c": ""}
    assert components(arrows, arrows.__getitem__) == {"c": 0, "a": 1, "b": 1}


def test_a_long_way_needs_no_recursion() -> None:
    count = 5_000
    found = components(map(str, range(count)), lambda node: [str((int(node) + 1) % count)])
    assert set(found.values()) == {0}
