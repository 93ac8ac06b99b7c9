from __future__ import annotations

import pytest

from decision_trees.model.ids import is_id, mended, parse_target, read_target, slug, unsafe_scheme
from decision_trees.model.span import Span
from decision_trees.model.tree import Target, Text

HERE = Span("x.tree.yaml", 9, 9, 9, 10)


@pytest.mark.parametrize("text", ["a", "a-b", "2-3", "0", "a" * 64])
def test_ids(text: str) -> None:
    assert is_id(text)


@pytest.mark.parametrize("text", ["", "A", "a_b", "-a", "a-", "a--b", "a b", "ä", "a\n", "a" * 65, "a/b"])
def test_no_ids(text: str) -> None:
    assert not is_id(text)


@pytest.mark.parametrize(
    ("written", "tree", "node"),
    [
        ("log", None, "log"),
        ("pick-a-queue/", "pick-a-queue", None),
        ("pick-a-queue/log", "pick-a-queue", "log"),
    ],
)
def test_targets(written: str, tree: str | None, node: str | None) -> None:
    target = parse_target(written, HERE)
    assert target == Target(tree, node, HERE)
    assert str(target) == written


@pytest.mark.parametrize(
    "written", ["", "/", "/log", "a//b", "a/b/c", "a/b/", "Log", "a b", "to:log", "log\n"]
)
def test_no_targets(written: str) -> None:
    assert parse_target(written, HERE) is None


@pytest.mark.parametrize(
    "url",
    [
        "https://example.org/a:b",
        "HTTP://example.org",
        "mailto:team@example.org",
        "guide.md",
        "a/b:c",
        "?a:b",
        "#a:b",
        "//example.org",
        "",
    ],
)
def test_safe_addresses(url: str) -> None:
    assert unsafe_scheme(url) is None


@pytest.mark.parametrize(
    ("url", "scheme"),
    [
        ("javascript:alert(1)", "javascript"),
        ("JavaScript:alert(1)", "JavaScript"),
        (" java\tscr\nipt:alert(1)", "javascript"),
        ("javascript&#58;alert(1)", "javascript"),
        ("javascript&colon;alert(1)", "javascript"),
        ("data:text/html,x", "data"),
        ("file:///etc/passwd", "file"),
        (":a", ""),
    ],
)
def test_unsafe_addresses(url: str, scheme: str) -> None:
    assert unsafe_scheme(url) == scheme


@pytest.mark.parametrize(
    ("label", "expected"),
    [
        ("Yes", "yes"),
        ("Über 1,000 ms!", "uber-1-000-ms"),
        ("是", ""),
        ("a" * 63 + " b", "a" * 63),
        ("--", ""),
    ],
)
def test_slugs(label: str, expected: str) -> None:
    assert slug(label) == expected


@pytest.mark.parametrize(
    ("written", "right"), [("a-b", "a-b"), ("A_b", "a-b"), ("a--b", "a-b"), ("\u961f", "")]
)
def test_an_id_that_is_one_is_left_as_it_is(written: str, right: str) -> None:
    assert mended(written) == right


def test_what_is_no_target_is_looked_for_as_a_node() -> None:
    assert read_target(Text("a/b", HERE)) == Target("a", "b", HERE)
    assert read_target(Text("No Such", HERE)) == Target(None, "No Such", HERE)
