"""The Markdown extension: what our pages need of Python-Markdown, on any host.

A page of ours is Markdown whose headings are written as headings, so that the host numbers, links and
lists them as on any page, and whose other parts are finished HTML between two comments (see `Page`). The
extension hands that HTML through untouched. It also tells Markdown that our custom elements are blocks,
which it would otherwise wrap in paragraphs.
"""

from __future__ import annotations

import re

from markdown import Extension, Markdown
from markdown.preprocessors import Preprocessor

ELEMENTS = ("decision-tree", "decision-chart")
"""Our custom elements."""

BEGIN, END = "<!-- decision-trees -->", "<!-- /decision-trees -->"
"""The lines around finished HTML."""

_FINISHED = re.compile(rf"^{BEGIN}\n(.*?)\n{END}$", re.MULTILINE | re.DOTALL)


class DecisionTreesExtension(Extension):
    """Lets Markdown read the pages of decision trees."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - the name that Markdown calls
        """Register what the pages need."""
        md.registerExtensions(["attr_list"], {})
        md.block_level_elements.extend(
            element for element in ELEMENTS if element not in md.block_level_elements
        )
        # White space is made regular at priority 30, which would take the placeholders away.
        md.preprocessors.register(_KeepFinished(md), "decision-trees", 29)


class _KeepFinished(Preprocessor):
    """Puts finished HTML aside; Markdown brings it back when all is done."""

    def run(self, lines: list[str]) -> list[str]:
        text = "\n".join(lines)
        if BEGIN not in text:
            return lines
        return _FINISHED.sub(lambda block: f"\n{self.md.htmlStash.store(block[1])}\n", text).split("\n")


def makeExtension() -> DecisionTreesExtension:  # noqa: N802 - the name that Markdown calls
    """Make the extension; Markdown calls this for `decision_trees.markdown`."""
    return DecisionTreesExtension()
