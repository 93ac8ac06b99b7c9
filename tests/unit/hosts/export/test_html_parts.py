from __future__ import annotations

import re

import pytest
from markdown import Markdown
from markdown_it import MarkdownIt

from decision_trees.hosts.export.html_parts import balanced, block, from_the_source, in_one_line
from decision_trees.prose.render import Heading, Part

HEADING = Heading(2, "part", "Part")

CASES: dict[str, tuple[list[Part], list[Part]]] = {
    "whole parts": (
        ["<p>a</p>", HEADING, "<br><img src=x><p>b</p>"],
        ["<p>a</p>", HEADING, "<br><img src=x><p>b</p>"],
    ),
    "an element that begins before a heading": (
        ['<p>a</p>\n<div class="x">', HEADING, "<p>b</p>\n</div>"],
        ["<p>a</p>", HEADING, '<div class="x"><p>b</p>\n</div>'],
    ),
    "an element that begins and nothing else": (
        ['<div class="x">', HEADING, "<p>b</p></div>"],
        [HEADING, '<div class="x"><p>b</p></div>'],
    ),
    "elements around several headings": (
        ["<section><div><p>a</p>", HEADING, "<p>b</p>", HEADING, "<p>c</p></div></section>"],
        [
            "<section><div><p>a</p></div></section>",
            HEADING,
            "<section><div><p>b</p></div></section>",
            HEADING,
            "<section><div><p>c</p></div></section>",
        ],
    ),
    "an end without a beginning": (["<p>a</p></div>"], ["<p>a</p>"]),
    "an element that is never closed, in one that is": (["<ul><li>a</ul>"], ["<ul><li>a</ul>"]),
    "an element that is closed at once": (["<my-mark/><p>a</p>"], ["<my-mark/><p>a</p>"]),
    "what looks like a tag": (
        ['<p title="</p><b>">a</p><!-- <div> -->', HEADING, "<p>b</p>"],
        ['<p title="</p><b>">a</p><!-- <div> -->', HEADING, "<p>b</p>"],
    ),
}


@pytest.mark.parametrize(("parts", "expected"), CASES.values(), ids=CASES.keys())
def test_no_element_reaches_over_a_heading(parts: list[Part], expected: list[Part]) -> None:
    assert [*balanced(parts)] == expected


HTML = """\
<decision-tree class="one" data-x="[a](b) *c*" data-y='plain' data-z="">
<pre><code>one *two*


    three `four`
</code></pre>

<p>_a_ &amp; [b](c) {{ d }} {% e %}</p>

- no list
</decision-tree>"""


def converters() -> dict[str, object]:
    extensions = ["md_in_html", "attr_list", "admonition"]
    return {"CommonMark": MarkdownIt().render, "Python-Markdown": Markdown(extensions=extensions).convert}


def as_browsers_read(html: str) -> str:
    """What is the same for a browser: entities as signs, and white space between elements as it comes."""
    signs = re.sub(r"&#(\d+);", lambda sign: chr(int(sign[1])), html)
    return re.sub(r"</?div>|</?p>", "", signs).strip()


@pytest.mark.parametrize("name", ["CommonMark", "Python-Markdown"])
def test_no_markdown_changes_a_block(name: str) -> None:
    convert = converters()[name]
    made = convert(f"text\n\n{block(HTML)}\n\nmore")  # type: ignore[operator]
    inner = made.partition("<p>text</p>")[2].rpartition("<p>more</p>")[0]
    assert as_browsers_read(inner) == as_browsers_read(HTML)


@pytest.mark.parametrize("name", ["CommonMark", "Python-Markdown"])
@pytest.mark.parametrize("indent", ["    ", "> "])
def test_no_markdown_changes_what_stands_in_one_line(name: str, indent: str) -> None:
    convert = converters()[name]
    begin = "-   item\n\n" if indent.isspace() else ""
    made = convert(f"{begin}{indent}{in_one_line(block(HTML))}\n")  # type: ignore[operator]
    assert as_browsers_read(HTML).split() == [
        word
        for word in as_browsers_read(re.sub(r"</?(ul|li|blockquote)>", "", made)).split()
        if word != "item"
    ]


def test_a_block_begins_with_an_element_that_all_know() -> None:
    assert block("<nav>a</nav>") == "<nav>a</nav>"
    assert block("words") == "<div>\nwords\n</div>"
    assert block("<pre>a</pre>").startswith("<div>\n<pre>")


def test_nothing_in_a_block_is_syntax_of_templates() -> None:
    assert block("<p>{{ a }} {% b %} {# c #} {d}</p>") == "<p>&#123;{ a }} &#123;% b %} &#123;# c #} {d}</p>"


def test_links_start_where_the_source_lies() -> None:
    made = from_the_source(
        '<a href="../trees/x/"></a><a href="#a">b</a><img src="../../c.png"><a href="//d">e</a>'
    )
    assert made == '<a href="trees/x/"></a><a href="#a">b</a><img src="../c.png"><a href="//d">e</a>'
