"""Texts of one line: code and emphasis are found where CommonMark finds them, and nothing else is."""

from __future__ import annotations

import html
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from tests.hostile import HOSTILE, MARKDOWN_LINES

from decision_trees.model.line import Line

# Everything of CommonMark that stands within a line switched off, but for these two.
_READER = MarkdownIt("zero").enable(["backticks", "emphasis"])

_TAG = re.compile(r"</?(?:code|em|strong)>")

lines = st.text(st.sampled_from("`**__ ab.é<>&\"'[]()!~^$+=:/-#|{}重、"), max_size=40)


@pytest.mark.parametrize(
    ("source", "plain", "marked"),
    [
        ("Which `queue`?", "Which queue?", "Which <code>queue</code>?"),
        ("*a* _b_ **c** __d__", "a b c d", "<em>a</em> <em>b</em> <strong>c</strong> <strong>d</strong>"),
        ("***both***", "both", "<em><strong>both</strong></em>"),
        ("a **b *c* d**", "a b c d", "a <strong>b <em>c</em> d</strong>"),
        ("**`x`**", "x", "<strong><code>x</code></strong>"),
        ("`` a`b ``", "a`b", "<code>a`b</code>"),
        ("`*a*`", "*a*", "<code>*a*</code>"),
        ("これは**重要**です", "これは重要です", "これは<strong>重要</strong>です"),
        # What looks like marks and is none
        ("2 * 3 * 4", "2 * 3 * 4", "2 * 3 * 4"),
        ("*.yaml and *.json", "*.yaml and *.json", "*.yaml and *.json"),
        ("snake_case_name", "snake_case_name", "snake_case_name"),
        ("**a*", "*a", "*<em>a</em>"),
        ("<**<b`bb*<***_.``*", "<<b`bb*<_.``", "&lt;<strong>&lt;b`bb*&lt;</strong><em>_.``</em>"),
        ("`a and ``b", "`a and ``b", "`a and ``b"),
        # A backslash
        (r"\*a\* \_b\_ \`c\`", "*a* _b_ `c`", "*a* _b_ `c`"),
        (r"\\*a*", r"\a", r"\<em>a</em>"),
        (r"\\\*a*", r"\*a*", r"\*a*"),
        (r"\\server\share C:\x", r"\\server\share C:\x", r"\\server\share C:\x"),
        (r"\\server\share *now*", r"\\server\share now", r"\\server\share <em>now</em>"),
        # Nothing else of Markdown
        ("[a](b) ![c](d) <e> &amp; #", "[a](b) ![c](d) <e> &amp; #", "[a](b) ![c](d) &lt;e&gt; &amp;amp; #"),
        # What is compared stays with its sign, but where it may be copied as code
        ("in < 1 second", "in < 1 second", "in &lt;\u00a01 second"),
        ("*a* >= *b*, c ≈ d", "a >= b, c ≈ d", "<em>a</em> &gt;=\u00a0<em>b</em>, c ≈\u00a0d"),
        ("`a < b` == a<b", "a < b == a<b", "<code>a &lt; b</code> ==\u00a0a&lt;b"),
        (
            "!= 4, (< 9 s), ± 2 or “≥ 1”",
            "!= 4, (< 9 s), ± 2 or “≥ 1”",
            "!=\u00a04, (&lt;\u00a09 s), ±\u00a02 or “≥\u00a01”",
        ),
        ("a-> b, if a> b", "a-> b, if a> b", "a-&gt; b, if a&gt; b"),
        ("a = b -> c", "a = b -> c", "a =\u00a0b -&gt; c"),
        ("", "", ""),
    ],
)
def test_marks(source: str, plain: str, marked: str) -> None:
    line = Line(source)
    assert (line.plain, line.html) == (plain, marked)
    assert str(line) == plain
    assert line.__html__() == marked
    assert bool(line) is bool(source)


@given(lines)
def test_marks_are_those_of_commonmark(source: str) -> None:
    source = " ".join(source.split())
    shown = _READER.renderInline(source).replace("&quot;", '"')
    assert html.unescape(Line(source).html).replace("\u00a0", " ") == html.unescape(shown)


@given(st.one_of(lines, st.sampled_from([*HOSTILE, *MARKDOWN_LINES]), st.text(max_size=30)))
def test_nothing_else_gets_through(source: str) -> None:
    rest = _TAG.sub("", Line(source).html)
    assert not re.search(r"[<>\"']", rest)
    assert " ".join(html.unescape(rest).split()) == " ".join(Line(source).plain.split())


@given(st.text(st.sampled_from("\\`*_ ab"), max_size=20))
def test_words_as_they_are(words: str) -> None:
    assert Line.verbatim(words).plain == words
    assert not _TAG.search(Line.verbatim(words).html)


@given(st.lists(st.text(st.sampled_from("\\`*_ ab"), max_size=9), max_size=4))
def test_joined_lines_keep_their_own_marks(sources: list[str]) -> None:
    parts = [Line(" ".join(source.split())) for source in sources]
    joined = Line.join("; ", parts)
    assert joined.plain == "; ".join(part.plain for part in parts)
    assert joined.html == "; ".join(part.html for part in parts)


@given(lines)
def test_as_markdown_it_says_the_same(source: str) -> None:
    source = " ".join(source.split())
    assert html.unescape(_READER.renderInline(Line(source).markdown(str))) == html.unescape(
        _READER.renderInline(source)
    )
