"""The table of what is published where: that nothing is published that is not in it, and who has a place."""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from decision_trees import Library, read
from decision_trees.layout.address_table import (
    AddressTable,
    Claim,
    is_one_place,
    of_lists,
    of_old_addresses,
    of_others,
    of_tree,
)
from decision_trees.layout.addresses import Addresses
from decision_trees.model.span import Span
from decision_trees.reading.read import Settings
from decision_trees.rules.context import Context
from decision_trees.rules.site import late_collision
from decision_trees.site.page import Page
from decision_trees.site.publish import publish
from decision_trees.site.site import Site
from decision_trees.words import load_words

TREE = """\
title: T
question: Q?
formerly: [old, older]
checks:
  a: {question: A?, formerly: [x], answers: {Yes: tree, No: c}}
decisions:
  tree: T
  c: {title: C, formerly: [y, z]}
"""
PLAIN = (
    "title: T\nquestion: Q?\nchecks: {a: {question: A?, answers: {Yes: b, No: c}}}\ndecisions: {b: B, c: C}\n"
)
SOURCES = {
    "one.tree.yaml": TREE,
    "trees/two.tree.yaml": TREE,
    "trees/deep/three.tree.yaml": PLAIN,
    "other/four.tree.yaml": PLAIN,
}


def claim(place: str) -> Claim:
    return Claim(place, f"`{place}`", place)


@pytest.mark.unmeasured("whole sites are published")
@pytest.mark.parametrize("health", [True, False])
@pytest.mark.parametrize("directories", [True, False])
@pytest.mark.parametrize("files", [SOURCES, {"one.tree.yaml": PLAIN}, {}], ids=len)
def test_what_is_published_is_what_is_claimed(
    *, files: dict[str, str], directories: bool, health: bool
) -> None:
    addresses = Addresses(directories)
    reading = read(files, Settings(addresses=addresses))
    assert not reading.has_errors
    site = Site(addresses=addresses, today=Settings().today, words=load_words(), health=health)
    published = sorted(
        addresses.file(item.path) if isinstance(item, Page) else item.path for item in publish(reading, site)
    )
    trees = [*reading.library.trees.values()]
    claims = [
        *of_lists(trees, addresses, with_health=health),
        *(claim for tree in trees for claim in of_tree(tree, addresses)),
        *(claim for tree in trees for claim in of_old_addresses(tree, addresses)),
    ]
    assert published == sorted(claim.place for claim in claims)
    table = AddressTable()
    assert [claim for claim in claims if table.enter(claim)] == []


@pytest.mark.parametrize(
    ("places", "one_place"),
    [
        (("a/b", "a/b"), True),
        (("a/b", "A/B"), True),
        (("straße", "STRASSE"), True),
        (("caf\N{LATIN SMALL LETTER E WITH ACUTE}", "cafe\N{COMBINING ACUTE ACCENT}"), True),
        (("a", "a/b"), False),
        (("a/b", "A/B/c/d"), False),
    ],
)
def test_two_for_one_place_are_found_whichever_comes_first(
    places: tuple[str, str], *, one_place: bool
) -> None:
    for first, second in permutations(map(claim, places)):
        table = AddressTable()
        assert table.enter(first) is None
        assert table.enter(second) is first
        assert is_one_place(first, second) is one_place


def test_files_beside_each_other_are_no_collision() -> None:
    table = AddressTable()
    assert not any(map(table.enter, map(claim, ("a/b", "a/c", "ab", "b/a", "c"))))


@given(st.lists(st.lists(st.sampled_from("aAbß"), min_size=1, max_size=3).map("/".join), max_size=8))
def test_what_a_table_accepts_can_be_written_to_any_disk(places: list[str]) -> None:
    table = AddressTable()
    files: set[str] = set()
    folders: set[str] = set()
    for place in places:
        key = place.casefold()
        above = {key.rsplit("/", count)[0] for count in range(1, key.count("/") + 1)}
        fits = key not in files | folders and not above & files
        assert (table.enter(claim(place)) is None) is fits
        if fits:
            files.add(key)
            folders |= above


def test_what_comes_late_is_told_only_where_the_place_is_ours() -> None:
    table = AddressTable()
    (other,) = of_others({"a.md": "a/index.html"})
    table.enter(other)
    table.enter(claim("b/index.html"))
    late = of_others({"a.md": "a/index.html", "a/index.md": "a/index.html", "b.md": "b/index.html", "c": "c"})
    told = [problem for late_one in late for problem in late_collision(late_one, table)]
    assert [(problem.span, problem.message) for problem in told] == [
        (Span("b.md"), "`b.md` and `b/index.html` would both be published at `b/index.html`")
    ]


def test_places_count_where_another_plugin_publishes_elsewhere() -> None:
    files = {"trees/two.md": "blog/two/index.html", "about.md": ""}
    settings = Settings(files=files, places={"trees/two.md": "blog/two/index.html"})
    assert not read({"trees/two.tree.yaml": PLAIN}, settings).has_errors
    found = read({"blog/two.tree.yaml": PLAIN}, settings).diagnostics[0]
    assert found.message.startswith(
        "the tree `two` and `trees/two.md` would both be published at `blog/two/`"
    )


def test_trees_are_placed_by_their_paths_in_the_docs_folder_and_named_as_they_are_called() -> None:
    reading = read({"../docs/trees/two.tree.yaml": PLAIN})
    context = Context(
        library=Library(reading.library.trees.values(), files=["trees/two.md"]),
        sources=reading.sources,
        today=Settings().today,
        addresses=Addresses(),
        names={"trees/two.tree.yaml": "../docs/trees/two.tree.yaml"},
    )
    (tree,) = context.placed
    assert tree.file == "trees/two.tree.yaml"
    assert replace(tree, file=context.name(tree.file)) == reading.library.trees["two"]
    assert context.files is not None
    assert "trees/two/index.md" in context.files
