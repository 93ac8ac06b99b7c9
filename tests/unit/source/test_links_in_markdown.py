"""Links as they are found in Markdown, beside those that Markdown itself makes of it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown import Markdown

from decision_trees.prose import html_links
from decision_trees.source.fence import fences
from decision_trees.source.links import find

EXTENSIONS = ["tables", "pymdownx.superfences", "footnotes", "def_list", "admonition", "attr_list"]
CONFIGS = {"pymdownx.highlight": {"use_pygments": False}}  # which would drop a language it does not know

WORDS = st.sampled_from([
    "text", "*em*", r"\`", "![i](flow.png)", "`code`", "[a](to:t/a)", "[](to:t/)", "[c](<to:t/c> 'Title')",
    '<a href="to:t/d">d</a>', "<b><a class=z href='TO:t/e'>e</a></b>", "<to:t/f>", "[![g](g.png)](to:t/g)",
    "`[h](to:t/h)`", "`` `[i](to:t/i)` ``", "<!-- [j](to:t/j) -->", "`<to:t/k>`",
])  # fmt: skip

LINES = st.lists(WORDS, min_size=1, max_size=3).map(" ".join)


def indented(text: str, by: str = "    ") -> str:
    return "\n".join(f"{by}{line}" if line else line for line in text.split("\n"))


def nested(inside: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.one_of(
        st.tuples(LINES, inside).map(lambda two: f"- {two[0]}\n\n{indented(two[1])}"),
        st.tuples(LINES, LINES, inside).map(
            lambda three: f"1. {three[0]}\n2. {three[1]}\n\n{indented(three[2])}"
        ),
        inside.map(lambda text: f"!!! note\n{indented(text)}"),
    )


BLOCKS = st.recursive(
    st.one_of(
        LINES,
        LINES.map(lambda line: f"# {line}"),
        LINES.map(lambda line: f"> {line}"),
        LINES.map(indented),
        LINES.map(lambda line: f"\t{line}"),
        st.tuples(LINES, LINES).map(lambda two: f"```\n{two[0]}\n\n    {two[1]}\n```"),
        LINES.map(lambda line: f"| a |\n| - |\n| {line.replace('|', '')} |"),
    ),
    nested,
    max_leaves=3,
)


def link_targets(html: str) -> set[str]:
    return set(html_links.targets(html))


@pytest.mark.slow
@given(blocks=st.lists(BLOCKS, min_size=1, max_size=3))
def test_links_are_found_where_markdown_makes_them(blocks: list[str]) -> None:
    text = "\n\n".join(blocks)
    html = Markdown(extensions=[*EXTENSIONS, "pymdownx.highlight"], extension_configs=CONFIGS).convert(text)
    assert {link.url for link in find(text) if link.target is not None} == link_targets(html)


@pytest.mark.slow
@given(
    blocks=st.lists(st.one_of(BLOCKS, nested(st.just("```decision-tree\nt\n```"))), min_size=1, max_size=3)
)
def test_fences_are_found_where_markdown_makes_them(blocks: list[str]) -> None:
    text = "\n\n".join(blocks)
    html = Markdown(extensions=[*EXTENSIONS, "pymdownx.highlight"], extension_configs=CONFIGS).convert(text)
    assert len([*fences(text)]) == html.count('class="language-decision-tree')
