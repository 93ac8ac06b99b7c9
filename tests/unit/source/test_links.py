from __future__ import annotations

import pytest

from decision_trees.source.links import Link, find, rewrite


def found(markdown: str) -> list[tuple[str | None, str]]:
    return [(link.text, link.url) for link in find(markdown)]


@pytest.mark.parametrize(
    ("markdown", "expected"),
    [
        ("See [Kafka](to:log).", [("Kafka", "to:log")]),
        ("[](to:log)", [("", "to:log")]),
        ("[a](to:b) and [c](to:d/)", [("a", "to:b"), ("c", "to:d/")]),
        ('[a](guide.md "The *guide*")', [("a", "guide.md")]),
        ("[a]( guide.md )", [("a", "guide.md")]),
        ("[a](<guide.md>)", [("a", "guide.md")]),
        ("[a](https://example.org/x_(y)?z#w)", [("a", "https://example.org/x_(y)?z#w")]),
        ("[a [b] c](to:d)", [("a [b] c", "to:d")]),
        (r"[a \] b](to:d)", [(r"a \] b", "to:d")]),
        ("[a\nb](to:c)", [("a\nb", "to:c")]),
        ("![The flow](flow.png)", [("The flow", "flow.png")]),
        ("[![The flow](flow.png)](to:log)", [("![The flow](flow.png)", "to:log"), ("The flow", "flow.png")]),
        ("[a][b]\n\n[b]: to:log", [(None, "to:log")]),
        ('   [b]: <guide.md> "The guide"', [(None, "guide.md")]),
        ("[a]()", [("a", "")]),
        ("\\`[a](to:b)\\`", [("a", "to:b")]),
        ("One ` tick\n\n[a](to:b)\n\nAnother ` tick", [("a", "to:b")]),
        ("~~[a](to:b)~~", [("a", "to:b")]),
        ("A <to:b> and <TO:c/>", [(None, "to:b"), (None, "TO:c/")]),
        ('<a href="to:b">', [(None, "to:b")]),
        ("<p><a\nid=x href=to:b>", [(None, "to:b")]),
        ("<img alt='' SRC = 'to:b'>", [(None, "to:b")]),
        ("<pre>\n<a href='to:b'>[c](to:d)</a>\n</pre>", [(None, "to:b")]),
        ("- a\n\n    [b](to:c)", [("b", "to:c")]),
        ("text\n    [b](to:c)", [("b", "to:c")]),
        ("!!! note\n    [b](to:c)", [("b", "to:c")]),
        ("- a\n\nb\n\n- c\n\n    - d\n\n        [e](to:f)", [("e", "to:f")]),
        ("    code\n\nb [e](to:f)", [("e", "to:f")]),
        ("[ [a](to:b)", [("a", "to:b")]),
        ("] [a](to:b)", [("a", "to:b")]),
        ("](c [a](to:b)", [("a", "to:b")]),
        ("](<[a](to:b)", [("a", "to:b")]),
        ("[a [b [c] d](to:e) f](to:g)", [("b [c] d", "to:e")]),
        ("[[a](to:b)](to:c)", [("[a](to:b)", "to:c"), ("a", "to:b")]),
        ("[a <to:b>](to:c)", [("a <to:b>", "to:c"), (None, "to:b")]),
        ("<to:b> [a](to:c)", [(None, "to:b"), ("a", "to:c")]),
        (r"\<a href=to:b>", [(None, "to:b")]),
        ("`a ``` [b](to:c)` [d](to:e)", [("d", "to:e")]),
    ],
)
def test_links_are_found(markdown: str, expected: list[tuple[str | None, str]]) -> None:
    assert found(markdown) == expected


@pytest.mark.parametrize(
    "markdown",
    [
        "No link",
        "`[a](to:b)`",
        "`` `[a](to:b)` ``",
        "```\n[a](to:b)\n```",
        "~~~ yaml\n[a](to:b)\n~~~",
        "1. One\n\n    ```\n    [a](to:b)\n    ```",
        "````\n```\n[a](to:b)\n```\n````",
        "```\nnever closed\n\n[a](to:b)",
        "<!-- [a](to:b) -->",
        "<!-- [a](to:b)\n\n[c](to:d) -->",
        "<!-- never closed [a](to:b)",
        "[a] (to:b)",
        "[a]",
        "[^1]: A note",
        "*[HTML]: Hypertext",
        "    [b]: to:log",
        "    [a](to:b)",
        "\t[a](to:b)",
        "text\n\n    code\n\n    [a](to:b)\n\ntext",
        "- a\n\n        [b](to:c)",
        "- a\n\nb\n\n    [b](to:c)",
        "!!! note\n        [b](to:c)",
        "    <a href='to:b'>",
        "<pre>\n[a](to:b)\n</pre>",
        "<script>'<a href=\"to:b\">'</script>",
        "<!-- <to:b> -->",
        '<a title="to:b">',
        "a < to:b > c",
        r"\[a](to:b)",
        "[a\n\nb](to:c)",
        "[a\n \t\nb](to:c)",
    ],
)
def test_what_is_no_link_is_not_found(markdown: str) -> None:
    assert found(markdown) == []


def test_code_that_closes_hides_no_more() -> None:
    assert found("```\n[a](to:b)\n```\n[c](to:d)\n```\n[e](to:f)\n```\n") == [("c", "to:d")]


def test_places_are_offsets_of_the_text() -> None:
    markdown = "See ![x](y.png), [![Kafka](k.png)](to:log)\n\n[1]: to:queue\n"
    places = [
        (markdown[link.start : link.end], markdown[link.url_start : link.end]) for link in find(markdown)
    ]
    assert places == [
        ("x](y.png", "y.png"),
        ("![Kafka](k.png)](to:log", "to:log"),
        ("Kafka](k.png", "k.png"),
        ("to:queue", "to:queue"),
    ]


def test_targets() -> None:
    targets = [link.target for link in find("[a](to:log) [b](to:) [c](guide.md) [d](TO:log)")]
    assert targets == ["log", "", None, "log"]


def shout(link: Link) -> tuple[str | None, str]:
    return (link.text or "").upper(), f"/{link.url}"


@pytest.mark.parametrize(
    ("markdown", "expected"),
    [
        ("no link", "no link"),
        ("See [a](b) and [c](d).", "See [A](/b) and [C](/d)."),
        ("[](b)", "[](/b)"),
        ('[a](<b> "t")', '[A](</b> "t")'),
        ("[a]( b )", "[A]( /b )"),
        ("![a](b)", "![A](/b)"),
        ("[![a](b)](c)", "[![A](/B)](/c)"),
        ("`[a](b)` [c](d)", "`[a](b)` [C](/d)"),
        ("[a][1]\n\n[1]: b\n", "[a][1]\n\n[1]: /b\n"),
        ("See <to:b>.", "See [](/to:b)."),
        ("<a href='to:b'>c</a>", "<a href='/to:b'>c</a>"),
    ],
)
def test_links_are_rewritten(markdown: str, expected: str) -> None:
    assert rewrite(markdown, shout) == expected


def test_a_change_that_changes_nothing_leaves_the_text_as_it_is() -> None:
    markdown = "See [![a](b)](c \"d\"), `[e](f)`, [](g).\n\n[1]: <h> 'i'\n<!-- [j](k) -->\n"
    assert rewrite(markdown, lambda link: (link.text, link.url)) == markdown


@pytest.mark.unmeasured("long texts are read as short ones are")
@pytest.mark.parametrize(
    "piece",
    [
        "[",
        "]",
        "`",
        "``` x\n",
        "<!--",
        "[a](",
        "[[a]",
        "(",
        "\\",
        "[a]: ",
        "~~~x\n",
        "![",
        "<a href=",
        "<to:",
        "<pre>",
        "- a\n\n    ",
        "    a\n\n",
        '<a "',
    ],
)
def test_long_and_hostile_texts_end(piece: str) -> None:
    text = piece * (200_000 // len(piece))
    assert rewrite(text, lambda link: (link.text, link.url)) == text
