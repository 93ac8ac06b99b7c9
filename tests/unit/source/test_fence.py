"""Fences that embed trees: which there are, what they ask for, and what a list shows.

What is said about mistakes in them is in the manual's pages of codes, which are cases.
"""

from __future__ import annotations

import pytest
from tests.site_fixtures import REPOSITORY

from decision_trees.analysis.library import Library
from decision_trees.reading.read import Settings, read
from decision_trees.rules.embedded import examine_fence
from decision_trees.source.fence import SHAPE, SORTS, EmbeddedList, EmbeddedTree, Show, fences

MANUAL = REPOSITORY / "content" / "embedding.md"


def tree(title: str, **keys: str) -> str:
    more = "".join(f"{key}: {value}\n" for key, value in keys.items())
    return (
        f"title: {title}\nquestion: Which?\n{more}checks:\n"
        "  a: {question: A?, answers: {Yes: x, No: y}}\ndecisions: {x: X, y: Y}\n"
    )


SOURCES = {
    "broker.tree.yaml": tree("broker", category="Messaging", domains="[data, async]", owner="ann"),
    "cache.tree.yaml": tree(
        "Cache", category="storage", domains="[data]", owner="Bob", reviewed="2026-01-01"
    ),
    "alert.tree.yaml": tree("Alert", reviewed="2026-05-01"),
}


def library(**sources: str) -> Library:
    return read({f"{name}.tree.yaml": text for name, text in sources.items()} or SOURCES).library


def bodies(markdown: str) -> list[str]:
    return [fence.body for fence in fences(markdown)]


def asked(body: str, trees: Library | None = None) -> tuple[object, list[str]]:
    """What a fence asks for, and the codes of what is wrong with it."""
    markdown = f"```decision-tree\n{body}\n```\n"
    (fence,) = fences(markdown)
    embedded, found = examine_fence(fence, markdown, "page.md", trees or library())
    return embedded, [problem.code for problem in found]


# Fences


@pytest.mark.parametrize(
    ("markdown", "expected"),
    [
        ("```decision-tree\na\n```", ["a\n"]),
        ("~~~~ decision-tree \na\n~~~~\n", ["a\n"]),
        ("- x\n\n    ```decision-tree\n    a\n    ```\n", ["    a\n"]),
        ("```decision-tree\r\na\r\n```\r\ntext", ["a\r\n"]),
        ("```decision-tree\na\n```\n```decision-tree\nb\n```\n", ["a\n", "b\n"]),
        ("```decision-tree\n```", [""]),
        ("```decision-tree", [""]),
        ("```decision-tree\na\n", ["a\n"]),
        ("```python\n```\n```decision-tree\na\n```", ["a\n"]),
    ],
)
def test_fences_are_found(markdown: str, expected: list[str]) -> None:
    assert bodies(markdown) == expected


@pytest.mark.parametrize(
    "markdown",
    [
        "```decision-trees\na\n```",
        "```yaml\na\n```",
        "```\na\n```",
        "`decision-tree`",
        "```decision-tree a```",
        "````markdown\n```decision-tree\na\n```\n````",
        "~~~\n```decision-tree\na\n```\n~~~",
        "<!--\n```decision-tree\na\n```\n-->",
        "<!-- never closed\n```decision-tree\na\n```\n",
    ],
)
def test_what_is_no_fence_of_ours_is_not_found(markdown: str) -> None:
    assert bodies(markdown) == []


def test_the_offsets_of_a_fence_are_those_of_the_page() -> None:
    markdown = "Text\n\n  ```decision-tree\n  a\n  ```\nmore\n"
    (fence,) = fences(markdown)
    assert markdown[fence.start : fence.end] == "  ```decision-tree\n  a\n  ```"
    assert markdown[fence.language :].startswith("decision-tree\n")
    assert fence.body == "  a\n"
    assert (fence.indent, fence.closed) == ("  ", True)


@pytest.mark.parametrize("piece", ["```decision-tree\n", "``` x\n", "<!--", "~~~\n```\n", "    ```\n"])
def test_long_and_hostile_pages_end(piece: str) -> None:
    markdown = piece * (200_000 // len(piece))
    assert len(bodies(markdown)) <= len(markdown)


# What they ask for


@pytest.mark.parametrize(
    ("body", "shows", "node"),
    [
        ("broker", ["walk"], None),
        ("# the broker\nbroker", ["walk"], None),
        ("tree: broker", ["walk"], None),
        ("tree: broker\nshow: []", ["walk"], None),
        ("{tree: broker, show: chart}", ["chart"], None),
        ("{tree: broker, show: [chart]}", ["chart"], None),
        ("tree: broker\nshow: [walk, chart]", ["walk", "chart"], None),
        ("tree: broker\nshow:\n  - chart\n  - walk", ["chart", "walk"], None),
        ("show: outline\ntree: broker\nx-why: asked by Bob", ["outline"], None),
        ("show: check\ntree: broker\nnode: x", ["check"], "x"),
    ],
)
def test_a_tree_is_asked_for(body: str, shows: list[str], node: str | None) -> None:
    embedded, codes = asked(body)
    assert isinstance(embedded, EmbeddedTree)
    found = ([*embedded.shows], str(embedded.tree), str(embedded.node) if embedded.node else None)
    assert (found, codes) == ((shows, "broker", node), [])
    assert not embedded.compact


@pytest.mark.parametrize("body", ["tree: broker", "tree: broker\nshow: [walk, chart]"])
def test_a_walk_may_be_compact(body: str) -> None:
    embedded, codes = asked(f"{body}\ncompact: true")
    assert isinstance(embedded, EmbeddedTree)
    assert (embedded.compact, codes) == (True, [])


@pytest.mark.parametrize(
    ("body", "codes"),
    [
        ("", ["missing-key"]),
        ("# nothing", ["missing-key"]),
        ("~", ["missing-key"]),
        ("tree:", ["missing-key"]),
        ("Broker", ["bad-id"]),
        ("tree: Broker", ["bad-id"]),
        ("- broker", ["wrong-type"]),
        ("tree: [", ["yaml-syntax"]),
        ("tree: broker\nshow: everything", ["wrong-type"]),
        ("tree: broker\nnode: x", ["unknown-key"]),
        ("category: Messaging", ["unknown-key"]),
        ("show: list\ntree: broker", ["unknown-key"]),
        ("show: check\ntree: broker", ["missing-key"]),
        ("show: chart\ntree: broker\ncompact: true", ["unknown-key"]),
        ("show: [walk, chart]", ["missing-key"]),
        ("show: [walk, chart]\ntree: broker\nnode: x", ["unknown-key"]),
        ("show: [walk, list]\ntree: broker", ["wrong-type"]),
        ("show: [list, outline, check]\ntree: broker", ["wrong-type"] * 3),
        ("show: {walk: chart}\ntree: broker", ["wrong-type"]),
        ("show: walk, list\ntree: broker", ["wrong-type"] * 2),
    ],
)
def test_nothing_can_be_shown_for_a_mistake(body: str, codes: list[str]) -> None:
    assert asked(body) == (None, codes)


@pytest.mark.parametrize(
    ("body", "codes"),
    [
        ("tre: broker\nshow: walk", ["unknown-key"]),
        ("tree: broker\nshow: wlak", ["wrong-type"]),
        ("tree: brokr\nshow: [wlak, chart]", ["wrong-type", "unknown-tree"]),
        ("tree: brokr\nshow: [walk, walk]", ["wrong-type", "unknown-tree"]),
        ("tree: brokr\nshow: [walk, [chart]]", ["wrong-type", "unknown-tree"]),
        ("tree: brokr\nshow: walk, chart", ["wrong-type", "unknown-tree"]),
        ("tree: brokr\nshow: chart-walk-chart", ["wrong-type", "unknown-tree"]),
        ("tree: brokr\ncompact: yes", ["wrong-type", "unknown-tree"]),
        ("tree: brokr", ["unknown-tree"]),
        ("show: check\ntree: broker\nnode: z", ["unknown-target"]),
        ("show: check\ntree: broker\nnode: too-different", ["unknown-target"]),
    ],
)
def test_a_slip_hides_no_other_mistake(body: str, codes: list[str]) -> None:
    embedded, told = asked(body)
    assert isinstance(embedded, EmbeddedTree)
    assert told == codes


def test_a_tree_that_cannot_be_read_is_told_at_its_source_alone() -> None:
    trees = library(broken="title: [", other=tree("Other"))
    assert asked("broken", trees)[1] == []
    assert asked("show: list\ncategory: Any", trees)[1] == []


def test_a_node_of_a_tree_that_lost_some_is_not_said_to_be_missing() -> None:
    lost = tree("Lost").replace("decisions: {x: X, y: Y}", "decisions: [x, y]")
    assert asked("show: check\ntree: lost\nnode: x", library(lost=lost))[1] == []


def test_what_is_wrong_in_a_page_is_told_with_the_trees() -> None:
    page = "# Page\n\n```decision-tree\nbrokr\n```\n"
    (found,) = [
        diagnostic
        for diagnostic in read(SOURCES, Settings(pages={"guide.md": page})).diagnostics
        if diagnostic.code != "missing-guidance"
    ]
    assert (found.code, found.span.file, found.span.line, found.label) == (
        "unknown-tree",
        "guide.md",
        4,
        "did you mean `broker`?",
    )


# Lists


def listed(body: str) -> list[str]:
    trees = library()
    embedded, codes = asked(f"show: list\n{body}", trees)
    assert isinstance(embedded, EmbeddedList)
    assert codes == []
    return [tree.id for tree in embedded.select(trees.trees.values())]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("", ["alert", "broker", "cache"]),
        ("category: Messaging", ["broker"]),
        ("category: [storage, Messaging]", ["broker", "cache"]),
        ("domain: data", ["broker", "cache"]),
        ("domain: [data]\nowner: Bob", ["cache"]),
        ("limit: 2", ["alert", "broker"]),
        ("sort: title", ["alert", "broker", "cache"]),
        ("sort: category", ["broker", "cache", "alert"]),
        ("sort: owner", ["broker", "cache", "alert"]),
        ("sort: reviewed", ["alert", "cache", "broker"]),
        ("sort: checks\nlimit: 1", ["alert"]),
    ],
)
def test_a_list_shows_the_trees_that_are_asked_for_in_order(body: str, expected: list[str]) -> None:
    assert listed(body) == expected


def test_each_value_that_no_tree_has_is_told() -> None:
    embedded, codes = asked("show: list\ncategory: [None, Messaging]\ndomain: web")
    assert isinstance(embedded, EmbeddedList)
    assert codes == ["empty-list", "empty-list"]


def test_a_list_without_any_tree_is_told_once() -> None:
    assert asked("show: list\ncategory: storage\ndomain: async")[1] == ["empty-list"]


# The manual


def test_the_manual_names_every_key_and_every_value() -> None:
    text = MANUAL.read_text("utf-8")
    names = [*SHAPE.keys, *Show, *SORTS]
    assert [name for name in names if f"`{name}`" not in text] == []


@pytest.mark.parametrize("code", ["", "text\n\n"])
def test_a_fence_in_indented_code_embeds_nothing(code: str) -> None:
    assert [*fences(f"{code}    ```decision-tree\n    a\n    ```\n\n- b\n\n")] == []
