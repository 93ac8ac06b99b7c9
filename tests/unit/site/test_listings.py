from __future__ import annotations

import dataclasses
import json

import pytest

from decision_trees import read
from decision_trees.hosts.mkdocs.navigation import with_trees
from decision_trees.layout.addresses import Addresses
from decision_trees.layout.lists import MOST_IN_NAVIGATION, by_folder, folders, unlisted
from decision_trees.model.tree import Text, Tree
from decision_trees.site.index_files import index_json, llms_txt
from decision_trees.site.listings import section


def trees(*files: str) -> list[Tree]:
    check = "{question: 'C?', answers: {Yes: e, No: e}}"
    source = f"title: {{}}\nquestion: Q?\nchecks: {{c: {check}}}\ndecisions: {{e: E}}\n"
    sources = {file: source.replace("{}", file[::-1]) for file in files}
    return list(read(sources).library.trees.values())


def test_folders_of_trees_get_an_index_but_the_docs_folder_has_its_own() -> None:
    assert folders(trees("a.tree.yaml", "x/b.tree.yaml", "x/y/c.tree.yaml", "x/d.tree.yaml")) == ["x", "x/y"]


def test_a_folder_has_the_trees_in_it_and_below_it() -> None:
    files = ("a.tree.yaml", "x/y/c.tree.yaml", "x/d.tree.yaml", "/z/e.tree.yaml", "w/v/f.tree.yaml")
    found = by_folder(trees(*files))
    ids = {folder: [tree.id for tree in below] for folder, below in found.items()}
    assert ids == {"/z": ["e"], "w/v": ["f"], "x": ["d", "c"], "x/y": ["c"]}


def test_a_section_of_the_navigation_lists_few_trees_by_title() -> None:
    found = by_folder(trees("x/ab.tree.yaml", "x/ba.tree.yaml", "other/c.tree.yaml"))
    assert section("x", found["x"], with_health=True) == [
        "x/index.md",
        "x/all-outcomes.md",
        "x/ba/index.md",
        "x/ab/index.md",
        "x/tree-health.md",
    ]


def test_a_section_of_the_navigation_does_not_list_many_trees() -> None:
    found = trees(*(f"x/t{number}.tree.yaml" for number in range(MOST_IN_NAVIGATION + 1)))
    assert section("x", found, with_health=True) == ["x/index.md", "x/all-outcomes.md", "x/tree-health.md"]


def test_a_section_of_the_navigation_ends_with_the_report_of_health_where_there_is_one() -> None:
    found = trees("x/a.tree.yaml")
    assert section("x", found, with_health=True)[-1] == "x/tree-health.md"
    assert "x/tree-health.md" not in section("x", found, with_health=False)


def test_trees_in_a_crowded_folder_are_in_no_navigation_by_themselves() -> None:
    some = [f"x/y/t{number}.tree.yaml" for number in range(MOST_IN_NAVIGATION)]
    found = trees(*some, "a/one.tree.yaml", "two.tree.yaml")
    assert unlisted(found) == frozenset()
    found = trees(*some, "x/last.tree.yaml", "a/one.tree.yaml", "two.tree.yaml")
    assert unlisted(found) == {
        *(f"x/y/t{number}/index.md" for number in range(MOST_IN_NAVIGATION)),
        "x/last/index.md",
    }


def test_what_programs_read_holds_addresses_and_titles_that_are_whole() -> None:
    [tree] = trees("a b #1/c.tree.yaml")
    tree = dataclasses.replace(tree, title=Text("[x](y)", tree.title.span))
    [record] = json.loads(index_json([tree], "a b #1", Addresses()))["trees"]
    assert (record["url"], record["data"]) == ("c/", "c/tree.json")
    assert llms_txt("Site", "", [tree]).splitlines()[-1] == "- [\\[x\\](y)](a%20b%20%231/c/tree.md): Q?"


SECTION = ["x/index.md", "x/all-outcomes.md", "x/a/index.md"]


@pytest.mark.parametrize(
    ("nav", "meant"),
    [
        (None, None),
        (["index.md", {"Trees": "x/"}], ["index.md", {"Trees": SECTION}]),
        (["index.md", "x/"], ["index.md", *SECTION]),
        ([{"Own": ["x/", {"One": "x/a/"}]}], [{"Own": [*SECTION, {"One": "x/a/index.md"}]}]),
        (["x/a.tree.yaml", "x/b/", "y/"], ["x/a/index.md", "x/b/", "y/"]),
    ],
)
def test_a_navigation_may_name_trees_in_short(nav: object, meant: object) -> None:
    assert with_trees(nav, trees("x/a.tree.yaml"), with_health=False, instead={}) == meant


def test_a_navigation_names_what_an_author_wrote_in_place_of_ours() -> None:
    found = trees("x/a.tree.yaml")
    assert with_trees(["x/"], found, with_health=True, instead={"x/index.md": "x/README.md"}) == [
        "x/README.md",
        "x/all-outcomes.md",
        "x/a/index.md",
        "x/tree-health.md",
    ]
