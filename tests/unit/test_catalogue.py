from __future__ import annotations

import pytest

from decision_trees import read
from decision_trees.catalogue import MOST_IN_NAVIGATION, folders, section, with_trees
from decision_trees.model import Tree


def trees(*files: str) -> list[Tree]:
    check = "{question: 'C?', answers: {Yes: e, No: e}}"
    source = f"title: {{}}\nquestion: Q?\nchecks: {{c: {check}}}\ndecisions: {{e: E}}\n"
    sources = {file: source.replace("{}", file[::-1]) for file in files}
    return list(read(sources).library.trees.values())


def test_folders_of_trees_get_an_index_but_the_docs_folder_has_its_own() -> None:
    assert folders(trees("a.tree.yaml", "x/b.tree.yaml", "x/y/c.tree.yaml", "x/d.tree.yaml")) == ["x", "x/y"]


def test_a_section_of_the_navigation_lists_few_trees_by_title() -> None:
    found = trees("x/ab.tree.yaml", "x/ba.tree.yaml", "other/c.tree.yaml")
    assert section("x", found) == ["x/index.md", "x/all-outcomes.md", "x/ba/index.md", "x/ab/index.md"]


def test_a_section_of_the_navigation_does_not_list_many_trees() -> None:
    found = trees(*(f"x/t{number}.tree.yaml" for number in range(MOST_IN_NAVIGATION + 1)))
    assert section("x", found) == ["x/index.md", "x/all-outcomes.md"]


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
    assert with_trees(nav, trees("x/a.tree.yaml")) == meant
