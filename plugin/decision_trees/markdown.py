"""The Markdown extension: what our pages need of Python-Markdown, on any host.

It turns on the two extensions that our templates are written in and tells Markdown that our custom
elements are blocks, which it would otherwise wrap in paragraphs.
"""

from __future__ import annotations

from markdown import Extension, Markdown

ELEMENTS = ("decision-tree", "decision-chart")
"""Our custom elements."""


class DecisionTreesExtension(Extension):
    """Lets Markdown read the pages of decision trees."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - the name that Markdown calls
        """Register what the pages need."""
        md.registerExtensions(["attr_list", "md_in_html"], {})
        md.block_level_elements.extend(
            element for element in ELEMENTS if element not in md.block_level_elements
        )


def makeExtension() -> DecisionTreesExtension:  # noqa: N802 - the name that Markdown calls
    """Make the extension; Markdown calls this for `decision_trees.markdown`."""
    return DecisionTreesExtension()
