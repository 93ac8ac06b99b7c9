"""Prose that is converted without Markdown, against Markdown."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown import Extension, Markdown

from decision_trees.prose.plain import ACTS_ON, plain
from decision_trees.prose.render import Renderer

CONVERTED = [
    "One line.",
    "Two lines\nof one paragraph.\n",
    "One: `a.b` and **two words** or *one*.\n\nAnother (\u201cquoted\u201d) \u2013 and 5 % more\u2026",
    "- one\n- two,\n  on two lines\n- **Three:** `3`",
    "First:\n\n1. one\n2. [two](to:two/)\n\nThen [a page](../page.md#part) and [](to:three).",
]

LEFT = [
    "",
    " indented",
    "ends in spaces  \nin between",
    "# Heading",
    "> Quotation",
    "| a |\n| - |",
    "- one\n\n- two",
    "- one\n\n1. two",
    "- one\n    - deeper",
    "- [ ] task",
    "- one\nlazy",
    "1986. A year",
    "2. two",
    "Text\n- one",
    "A <b>tag</b> & more",
    "snake_case",
    "![image](a.png)",
    "[a](<b>)",
    "**a** ***b***",
    "*a**b*",
    "``a`` `b",
    "a[^1]",
    "a {: .b }",
    "a\\b",
    "a\u2028b",
    "a\u0002b",
]

PIECES = [
    "a", "The", "word ", "and ", "9th", "1st", "1986", "\u00e4", "\u6f22", " ", "  ", "\t", "_", "~",
    "^", "$", "<", "&", *",.;:?!()'\"%/=+-\u2013\u2014\u2018\u2019\u201c\u201d\u2026", "\n", "\n\n",
    "\n\n\n", "- ", "\n- ", "\n\n- ", "\n* ", "1. ", "\n2. ", "\n\n1. ", "\n  ", "\n   ", "    ", "`a`",
    "`a.b`", "`#x`", "`", "``", "*", "*a*", "*a b*", "**b**", "**a.**", "**a (b)**", "**", "[a](b.md)",
    "[](to:x/)", "[a b](http://x.org/a_b?c=d#e)", "[x]", "A. ", "i. ", "a) ", "--", "---", "===", "==",
    "++", "...", "c/o", "(c)", "(tm)", "+/-", "1/2", "=/=", "www.x.org", "a@b.c", "@a", "#1", "Key: v",
    ":smile:", "!!! note", "???", '=== "T"', "d" * 40, "*[x]: y", "{", "\\", "|", "> ", "# ",
]  # fmt: skip

SETS = [
    [],
    [name for name, pattern in ACTS_ON.items() if not pattern and name not in {"codehilite", "fenced_code"}],
    *([name] for name, pattern in ACTS_ON.items() if pattern or name in {"codehilite", "fenced_code"}),
]
"""Extensions by themselves or, where they leave alone what each other acts on, together."""


@cache
def converters() -> list[tuple[Callable[[str], str | None], Markdown]]:
    return [(plain(names, {}), Markdown(extensions=names)) for names in SETS]


def expect_as_markdown(text: str) -> None:
    for html, markdown in converters():
        made = html(text)
        assert made is None or made == markdown.reset().convert(text)


@pytest.mark.slow
@given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=14).map("".join))
def test_it_comes_out_as_from_markdown(text: str) -> None:
    expect_as_markdown(text)
    expect_as_markdown(f"Word {text} word")
    expect_as_markdown(f"- Word {text}")


@pytest.mark.parametrize("text", CONVERTED)
def test_plain_prose_needs_no_markdown(text: str) -> None:
    html, markdown = converters()[1]
    assert html(text) == markdown.reset().convert(text)
    expect_as_markdown(text)


@pytest.mark.parametrize("text", LEFT)
def test_other_prose_is_left_to_markdown(text: str) -> None:
    assert plain((), {})(text) is None


@pytest.mark.parametrize(
    ("extension", "text"),
    [
        ("markdown.extensions.meta", "Key: value"),
        ("pymdownx.emoji", ":smile:"),
        ("pymdownx.inlinehilite", "A `word`"),
        ("pymdownx.keys", "Press ++ctrl+a++"),
        ("pymdownx.magiclink", "See www.example.org."),
        ("pymdownx.mark", "This ==matters=="),
        ("pymdownx.smartsymbols", "The 1st of 2"),
        ("smarty", "It's so"),
        ("pymdownx.critic", "Plain"),
        (Extension(), "Plain"),
    ],
)
def test_what_an_extension_acts_on_is_left_to_it(extension: str | Extension, text: str) -> None:
    assert plain([extension], {})(text) is None


def test_options_may_bring_in_definitions() -> None:
    glossary = {"abbr": {"glossary": {"HTML": "Hypertext"}}}
    assert plain(["abbr"], {})("HTML") == Renderer(["abbr"]).prose("HTML") == "<p>HTML</p>"
    assert Renderer(["abbr"], glossary).prose("HTML") == '<p><abbr title="Hypertext">HTML</abbr></p>'
