from __future__ import annotations

from markdown import Markdown

PAGE = """
# Page

<!-- decision-trees -->
<decision-tree>
<h2>Step</h2>

    *code* with &amp; and `ticks`

<p>[no link](x.md)
<!-- /decision-trees -->

## After {: #behind }

<!-- decision-trees -->
</decision-tree>
<!-- /decision-trees -->
"""


def test_finished_html_passes_untouched() -> None:
    converter = Markdown(extensions=["decision_trees.hosts.markdown", "toc"])
    assert converter.convert(PAGE).split("\n") == [
        '<h1 id="page">Page</h1>',
        "<decision-tree>",
        "<h2>Step</h2>",
        "",
        "    *code* with &amp; and `ticks`",
        "",
        "<p>[no link](x.md)",
        '<h2 id="behind">After</h2>',
        "</decision-tree>",
    ]


def test_only_the_headings_between_are_in_the_contents() -> None:
    converter = Markdown(extensions=["decision_trees.hosts.markdown", "toc"])
    converter.convert(PAGE)
    (top,) = converter.toc_tokens  # type: ignore[attr-defined]
    assert [top["name"], *(token["name"] for token in top["children"])] == ["Page", "After"]


def test_our_elements_are_blocks() -> None:
    converter = Markdown(extensions=["decision_trees.hosts.markdown"])
    assert converter.convert("<decision-chart>\ntext\n</decision-chart>") == (
        "<decision-chart>\ntext\n</decision-chart>"
    )


def test_the_extension_may_be_named_twice() -> None:
    converter = Markdown(extensions=["decision_trees.hosts.markdown", "decision_trees"])
    assert converter.block_level_elements.count("decision-tree") == 1


def test_other_pages_are_left_alone() -> None:
    page = Markdown(extensions=["decision_trees.hosts.markdown"]).convert("*Text* with <b>HTML</b>\n")
    assert page == "<p><em>Text</em> with <b>HTML</b></p>"
