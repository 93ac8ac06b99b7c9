"""What a navigation names almost right is told; what is right, or something of its own, is not."""

from __future__ import annotations

import pytest
from mkdocs.structure.nav import Link, Navigation, Section
from tests.site_fixtures import TINY_TREE

from decision_trees.hosts.mkdocs.near_misses import links_in, misnamed_in_nav
from decision_trees.model.tree import Tree
from decision_trees.source.decode import decode

PAGES = ["index.md", "guides/first.md", "Notes/first.md", "decisions/index.md"]


def told(link: str, *sources: str) -> str:
    """What is told of a link beside trees in these files."""
    trees = [decode(TINY_TREE, source).tree for source in sources or ("decisions/queue.tree.yaml",)]
    found = [*misnamed_in_nav([link], [tree for tree in trees if isinstance(tree, Tree)], PAGES)]
    assert [name for name, _ in found] == [link] * len(found)
    return " ".join(what for _, what in found)


@pytest.mark.parametrize(
    "link",
    [
        "decisions",
        "decisions.md",
        "decisions.html",
        "./decisions",
        "./decisions/",
        "/decisions",
        "/decisions/",
        "Decisions/",
        "DECISIONS",
        "decisions/index.html",
        "docs/decisions/",
        "../docs/decisions",
    ],
)
def test_a_folder_of_trees_is_named_with_a_slash_at_its_end(link: str) -> None:
    assert told(link) == "write `decisions/`, with a slash at its end alone"


@pytest.mark.parametrize(
    "link",
    [
        "queue",
        "queue/",
        "queue.md",
        "queue.tree.yaml",
        "queue.tree.yml",
        "decisions/queue",
        "Decisions/Queue.md",
    ],
)
def test_a_tree_is_named_with_its_folder(link: str) -> None:
    assert told(link) == "write `decisions/queue/`, with a slash at its end alone"


def test_the_folder_that_is_meant_may_lie_deeper() -> None:
    assert "`teams/a/trees/`" in told("trees/", "teams/a/trees/queue.tree.yaml")
    assert "`teams/a/trees/`" in told(
        "docs/teams/a/trees/", "teams/a/trees/queue.tree.yaml", "trees/b.tree.yaml"
    )


def test_a_slip_is_asked_about() -> None:
    assert told("decision/") == "did you mean `decisions/`?"
    assert told("desicions/quue/") == "did you mean `decisions/queue/`?"


@pytest.mark.parametrize("link", ["guides/", "guides", "notes/"])
def test_a_folder_of_pages_is_none_of_trees(link: str) -> None:
    assert told(link) == "no trees lie there, and only a folder of trees stands for its pages"


@pytest.mark.parametrize(
    "link",
    [
        "https://example.org/decisions/",
        "mailto:decisions",
        "missing.md",
        "/blog/",
        "/",
        "./",
        "",
        "#decisions-of-all",
    ],
)
def test_the_host_says_all_there_is_to_say_of_others(link: str) -> None:
    assert told(link) == ""


def test_links_are_found_below_titles_and_in_their_order() -> None:
    items = [
        Link("A", "a/"),
        Section("B", [Section("C", [Link("D", "d")]), Link("E", "e.md")]),
        Link("F", "f"),
    ]
    assert [*links_in(Navigation(items, []))] == ["a/", "d", "e.md", "f"]
