"""What is told of places is the same whether or not trees that are apart are looked at."""

from __future__ import annotations

import json
from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from decision_trees.layout.address_table import Claim
from decision_trees.layout.addresses import Addresses
from decision_trees.layout.apart import apart
from decision_trees.model.tree import Tree
from decision_trees.reading.read import Settings, read
from decision_trees.rules import site

NODES = ("a", "b", "index", "tree", "a-b", "A", "README")


def source(nodes: Iterable[str], formerly: Iterable[str], were: Iterable[str]) -> str:
    decisions = {node: {"title": "T", "formerly": [*were]} for node in nodes}
    return json.dumps({"title": "T", "question": "Q?", "formerly": [*formerly], "decisions": decisions})


def trees_of(files: Iterable[str], nodes: Iterable[str] = ("a", "b")) -> list[Tree]:
    text = source(nodes, [], [])
    return [*read({f"{file}.tree.yaml": text for file in files}).library.trees.values()]


@pytest.mark.parametrize(
    ("files", "others", "found"),
    [
        (["t/a", "t/b"], ["index.html", "t/c/index.html", "t/ab"], ["t/a", "t/b"]),
        (["t/a", "t/b"], ["t/A"], ["t/b"]),
        (["t/a", "t/b"], ["t/a/x.png"], ["t/b"]),
        (["t/a", "t/b"], ["t"], []),
        (["t/a", "t/a/b", "t/c"], [], ["t/c"]),
        (["t/a", "T/A", "t/c"], [], ["t/c"]),
        (["t/-"], [], []),
    ],
)
def test_what_else_lies_there_is_seen(files: list[str], others: list[str], found: list[str]) -> None:
    claims = [Claim(place, place, place) for place in others]
    assert apart(trees_of(files), claims) == {f"{file}.tree.yaml" for file in found}


@pytest.mark.parametrize("node", ["index", "A", "a/b"])
def test_pages_of_one_name_are_seen(node: str) -> None:
    assert apart(trees_of(["t/x"], ["a", node]), []) == frozenset()


PLACES = st.lists(st.sampled_from("aAbt"), min_size=1, max_size=3).map("/".join)


@given(
    st.dictionaries(
        PLACES,
        st.builds(
            source,
            st.sets(st.sampled_from(NODES), min_size=1, max_size=3),
            st.lists(st.sampled_from("abt"), max_size=1),
            st.lists(st.sampled_from("abt"), max_size=1),
        ),
        max_size=4,
    ),
    st.lists(st.builds("{}{}".format, PLACES, st.sampled_from(("", ".md", "/index.md", ".png"))), max_size=3),
    st.booleans(),
)
def test_the_same_is_told_as_if_all_were_looked_at(
    files: dict[str, str],
    others: list[str],
    directories: bool,  # noqa: FBT001 - as it is drawn
) -> None:
    sources = {f"{file}.tree.yaml": text for file, text in files.items()}
    settings = Settings(files=others, addresses=Addresses(directories))
    with pytest.MonkeyPatch.context() as patch:
        found = read(sources, settings).diagnostics
        patch.setattr(site, "apart", lambda *_: frozenset())
        assert read(sources, settings).diagnostics == found
