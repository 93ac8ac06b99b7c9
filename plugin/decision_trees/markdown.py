"""The Markdown extension: what our pages need of Python-Markdown, on any host.

It turns on the two extensions that our templates are written in, tells Markdown that our custom elements
are blocks, which it would otherwise wrap in paragraphs, and keeps the headings of a walk out of the page's
table of contents: a reader sees one step at a time, and each has a page of its own.
"""

from __future__ import annotations

from xml.etree.ElementTree import Element

from markdown import Extension, Markdown
from markdown.treeprocessors import Treeprocessor

ELEMENTS = ("decision-tree", "decision-chart")
"""Our custom elements."""

_HEADINGS = {f"h{level}": f"dt-h{level}" for level in range(1, 7)}
_HIDDEN = {hidden: heading for heading, hidden in _HEADINGS.items()}


class DecisionTreesExtension(Extension):
    """Lets Markdown read the pages of decision trees."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - the name that Markdown calls
        """Register what the pages need."""
        md.registerExtensions(["attr_list", "md_in_html"], {})
        md.block_level_elements.extend(
            element for element in ELEMENTS if element not in md.block_level_elements
        )
        # The table of contents is made at priority 5.
        md.treeprocessors.register(_Rename(md, _HEADINGS), "decision-trees-hide", 6)
        md.treeprocessors.register(_Rename(md, _HIDDEN), "decision-trees-show", 4)


class _Rename(Treeprocessor):
    """Gives the headings inside a walk other names, or their own names back."""

    def __init__(self, md: Markdown, names: dict[str, str]) -> None:
        super().__init__(md)
        self._names = names

    def run(self, root: Element) -> None:
        for walk in root.iter("decision-tree"):
            for element in walk.iter():
                element.tag = self._names.get(element.tag, element.tag)


def makeExtension() -> DecisionTreesExtension:  # noqa: N802 - the name that Markdown calls
    """Make the extension; Markdown calls this for `decision_trees.markdown`."""
    return DecisionTreesExtension()
