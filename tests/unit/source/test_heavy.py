"""What a text has too much of for a parser of Markdown, and what looks like it and is not."""

from __future__ import annotations

import pytest

from decision_trees.source.heavy import (
    MOST_BLOCK_CHARACTERS,
    MOST_FENCES,
    MOST_OPEN,
    MOST_PROSE_LEVELS,
    Burden,
    burdens,
)

MORE = MOST_OPEN + 1


def what(markdown: str) -> list[str]:
    return [burden.what for burden in burdens(markdown)]


BRACKETS = f"more than {MOST_OPEN} brackets are open at once in this text"
LINKS = f"more than {MOST_OPEN} links are open at once in this text"
TAGS = f"more than {MOST_OPEN} tags in this text never close"
HEADINGS = f"more than {MOST_OPEN} headings follow each other without a blank line"
LEVELS = f"lists or quotations in this text nest more than {MOST_PROSE_LEVELS} levels deep"
BLOCK = f"a paragraph, table or list of more than {MOST_BLOCK_CHARACTERS:,} characters"
QUOTES = f"more than {MOST_OPEN} links in this text have quotes that are no title"
TICKS = f"more than {MOST_OPEN} backticks in this text find none that end the code"
FENCES = f"more than {MOST_FENCES} lines in this text begin or end a fence"


@pytest.mark.parametrize(
    ("markdown", "expected"),
    [
        ("[" * MORE, [BRACKETS]),
        ("[" * MORE + "]" * MORE, [BRACKETS]),
        ("[a\n" * MORE, [BRACKETS]),
        ("[a](b) " * 9 + "[a " * MORE + "[a](b)", [BRACKETS]),
        ("[a](" * MORE, [LINKS]),
        ("[a](b " * MORE + ")" * MORE, [LINKS]),
        ("[a](b (c) " * MORE, [LINKS]),
        ("<a " * MORE, [TAGS]),
        ("</a " * MORE, [TAGS]),
        ("<a b='" * MORE, [TAGS]),
        ("<a b=\"'>" * MORE, [TAGS]),
        ("<![CDATA" * MORE, [BRACKETS, TAGS]),
        ("a <b\n\n" * MORE, [TAGS]),
        ("```\n<b\n```\n" + "`<b`\n" * MORE + "```\n<b\n```\n", [TAGS]),
        ("# a\n" * MORE, [HEADINGS]),
        ("a\n=\n" * MORE, [HEADINGS]),
        ("a\n---\n" * MORE, [HEADINGS]),
        ("- " * (MOST_PROSE_LEVELS + 1) + "a", [LEVELS]),
        ("1. " * (MOST_PROSE_LEVELS + 1) + "a", [LEVELS]),
        (">" * (MOST_PROSE_LEVELS + 1) + "a", [LEVELS]),
        ("> - " * (MOST_PROSE_LEVELS // 2) + "* a", [LEVELS]),
        ("\n".join(f"{'    ' * level}- a" for level in range(MOST_PROSE_LEVELS + 2)), [LEVELS]),
        ("a " * MOST_BLOCK_CHARACTERS, [BLOCK]),
        ("| a | b |\n" * MOST_BLOCK_CHARACTERS, [BLOCK]),
        ("```\n\n" * (MOST_FENCES + 1), [FENCES]),
        ('[a](b "c) ' * MORE, [QUOTES]),
        ("[a](b'c) " * MORE, [QUOTES]),
        ("``\\" * (2 * MORE), [TICKS]),
        ("`` `" * (2 * MORE) + "a", [TICKS]),
        ("[^`  \n" * (2 * MORE), [BRACKETS]),
        ("```:{![" * (2 * MORE), [BRACKETS]),
        ("```\n" + "![\n" * MORE, [BRACKETS]),
        ("```a b\n\n" + "![\n" * MORE + "```\n", [BRACKETS]),
        ("```:<a " + "<a " * MORE, [TAGS]),
        ("a <!-- " + "[" * MORE + " -->", [BRACKETS]),
        ("[ \n```\n\n```\n" * MORE, [BRACKETS]),
    ],
)
def test_too_much_is_told_once(markdown: str, expected: list[str]) -> None:
    assert what(markdown) == expected


@pytest.mark.parametrize(
    "markdown",
    [
        "[" * MOST_OPEN + "](" * MOST_OPEN,
        "[ ] a\n" * 500,
        "[0, 1) and [1, 2)\n\n" * 500,
        r"\[" * 500,
        r"\( [a](b) " * 500,
        "](b) " * 500,
        "(a) [b](c (d) e) " * 500,
        ") [a](b) " * 500,
        "`[` " * 500,
        "```\n" + "[ <a\n" * 500 + "```\n",
        "<b>a</b> " * 500,
        "<a href='b' title=\"c\">d</a>\n" * 500,
        "1 < 2 and 3 <4 " * 500,
        "# a\n\n" * 500,
        "- a\n" * 500,
        "| - | - |\n" * 500,
        "- " * 500,
        "* " * 500 + "\n\n" + "-" * 500,
        "        - a\n" * 50,
        "            " * 50 + "a",
        "a. " * 500,
        "```\na\n```\n\n" * (MOST_FENCES // 2),
        '[it\'s](b "c") [a](<b c> \'d\') [a](b) "c" ' * 300,
        "`a` ``b ` c`` \\` \\\\`d` " * 300,
        '``` python title="a" hl_lines="1"\n' + "[\n" * 500 + "```\n",
        "~~~ {.python}\n" + "[\n" * 500 + "~~~\n",
        ("a " * 90 + "\n\n") * 500,
    ],
)
def test_much_that_is_no_burden(markdown: str) -> None:
    assert what(markdown) == []


def test_the_line_is_named_on_which_it_becomes_too_much() -> None:
    markdown = "\n".join(f"[a{number}" for number in range(2 * MORE))
    assert [*burdens(markdown)] == [
        Burden(BRACKETS, r"close them, or write `\[` where no link is meant", f"[a{MOST_OPEN}")
    ]
    (tags,) = burdens("\n".join(f"a <b{number}" for number in range(2 * MORE)))
    assert tags.line == f"<b{MOST_OPEN}"
