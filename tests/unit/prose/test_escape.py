"""Texts as Markdown: what stands in a file is read back by two converters as it was."""

from __future__ import annotations

from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.hostile import HOSTILE, MARKDOWN_LINES
from tests.markdown_reading import READERS, expect_shown, read_markdown, signs, texts

from decision_trees.model.line import Line
from decision_trees.prose.escape import document_address, document_line, document_text, marked


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("Is it < 1 s?", "Is it &lt;&#160;1 s?"),
        ("a_b *c* `d`", "a&#95;b &#42;c&#42; &#96;d&#96;"),
        ("1 -- 2 --> 3", "1 &#45;- 2 &#45;-&gt; 3"),
        (":smile: and http://x, at 10:30: go", "&#58;smile: and http&#58;//x, at 10&#58;30: go"),
        ("C++ == C", "C&#43;+ &#61;=&#160;C"),
        ("two\n lines", "two lines"),
    ],
)
def test_text_is_shown_as_it_is(text: str, written: str) -> None:
    assert marked(Line.verbatim(text)) == written


def test_the_marks_of_a_line_become_html() -> None:
    line = Line("Is  `a_b` *so* **big** (<b>) \n~ `x`?")
    assert (
        marked(line)
        == "Is <code>a&#95;b</code> <em>so</em> <strong>big</strong> (&lt;b&gt;) &#126;&#160;<code>x</code>?"
    )


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("Is `a_b`  *so* __big__?\n", "Is `a_b` *so* __big__?"),
        ("`` a`b `` [c](d)", "``a`b`` \\[c\\](d)"),
        ("- ~~*a*~~", "\\- &#126;&#126;*a*&#126;&#126;"),
        ("2 * 3 **", "2 \\* 3 \\*\\*"),
        ("\\*a*", "\\*a\\*"),
    ],
)
def test_the_marks_of_a_line_stay_in_a_document(text: str, written: str) -> None:
    assert document_line(Line(text)) == written


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("Is it < 1 s?", "Is it < 1 s?"),
        ("a_b <c> AT&T &amp; $5", "a_b &lt;c> AT&T &amp;amp; $5"),
        ("_x_ [y] *z*", "\\_x\\_ \\[y\\] \\*z\\*"),
        ("C# or issue #1, # two ##", "C# or issue #1, # two \\#\\#"),
        ("~5 or $6", "~5 or $6"),
        ("~~gone~~", "&#126;&#126;gone&#126;~"),
        ("- item", "\\- item"),
        ("1. item", "1\\. item"),
        ("1-2 minutes", "1-2 minutes"),
        (": note", "&#58; note"),
        ("two\n\nlines\x1b", "two lines"),
        ("", ""),
    ],
)
def test_little_is_escaped_in_a_document(text: str, written: str) -> None:
    assert document_text(text) == written


@pytest.mark.unmeasured("very many texts are converted by a library")
@pytest.mark.parametrize("reader", READERS)
def test_texts_are_shown_as_written(reader: str) -> None:
    for text in (*HOSTILE, *MARKDOWN_LINES):
        expect_shown(text, document_text(text), reader)


@pytest.mark.slow
@given(texts)
def test_any_text_is_shown_as_written(text: str) -> None:
    for reader in READERS:
        expect_shown(text, document_text(text), reader)


@pytest.mark.parametrize(
    ("url", "written"),
    [
        ("https://e.org/a_b?x=1&y=2#z", "https://e.org/a_b?x=1&y=2#z"),
        (
            "https://e.org/) [x](javascript:alert(1)",
            "https://e.org/%29%20[x]%28javascript:alert%281%29",
        ),
        ("https://e.org/\"'<b>`\\&copy;", "https://e.org/%22%27%3Cb%3E%60%5C&amp;copy;"),
        ("ünï/☃", "ünï/☃"),
    ],
)
def test_an_address_in_a_document(url: str, written: str) -> None:
    assert document_address(url) == written


@pytest.mark.slow
@given(signs, st.sampled_from(["https://example.org/", "https://[::1]:8000/?"]))
def test_nothing_in_an_address_ends_its_link(text: str, start: str) -> None:
    for reader in READERS:
        (link,) = read_markdown(f"[words]({document_address(start + text)})", reader).links
        assert (link[0], unquote(link[1])) == ("words", unquote(start + text))
