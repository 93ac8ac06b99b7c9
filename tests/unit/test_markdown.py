from __future__ import annotations

from markdown import Markdown

PAGE = """
# Page

<decision-tree markdown>
<section markdown>
<h2>Step</h2>

### In prose

*Guidance*

</section>
</decision-tree>

## After
"""


def test_headings_of_a_walk_stay_out_of_the_contents() -> None:
    converter = Markdown(extensions=["decision_trees.markdown", "toc"])
    page = converter.convert(PAGE)
    (top,) = converter.toc_tokens  # type: ignore[attr-defined]
    assert [top["name"], *(token["name"] for token in top["children"])] == ["Page", "After"]
    assert "<h2>Step</h2>" in page
    assert "<h3>In prose</h3>" in page
    assert "<em>Guidance</em>" in page


def test_our_elements_are_blocks() -> None:
    converter = Markdown(extensions=["decision_trees.markdown"])
    assert converter.convert("<decision-chart>\ntext\n</decision-chart>") == (
        "<decision-chart>\ntext\n</decision-chart>"
    )


def test_the_extension_may_be_named_twice() -> None:
    converter = Markdown(extensions=["decision_trees.markdown", "decision_trees"])
    assert converter.block_level_elements.count("decision-tree") == 1


PROSE = """
<section class="dt-step" markdown>
<div class="dt-prose" markdown>

Close it with `</div>`.

    </section>

- Item

        </div>

  goes on <b>bold</b>

</div>
</section>

After
"""


def test_end_tags_in_code_end_nothing() -> None:
    page = Markdown(extensions=["decision_trees.markdown"]).convert(PROSE)
    assert page.endswith("</section>\n<p>After</p>")
    assert page.count("</div>") == page.count("</section>") == 1
    assert page.count("&lt;/div&gt;") == 2
    assert "&lt;/section&gt;" in page
    assert "goes on <b>bold</b>" in page


def test_other_pages_are_left_alone() -> None:
    page = Markdown(extensions=["decision_trees.markdown"]).convert("Close it with `</div>`.\n")
    assert page == Markdown(extensions=["md_in_html"]).convert("Close it with `</div>`.\n")
