"""The Markdown extension: what our pages need of Python-Markdown, and trees embedded in any page.

A page of ours is Markdown whose headings are written as headings, so that the host numbers, links and
lists them as on any page, and whose other parts are finished HTML between two comments (see `Page`). The
extension hands that HTML through untouched. It also tells Markdown that our custom elements are blocks,
which it would otherwise wrap in paragraphs.

In every other page it replaces each fence of the language `decision-tree` by what the fence asks for. Under
MkDocs the plugin says which trees there are; on other hosts the extension reads them itself.
"""

from __future__ import annotations

import re
from typing import Any

from markdown import Extension, Markdown
from markdown.preprocessors import Preprocessor

from decision_trees.layout.html_blocks import BEGIN, ELEMENTS, END, UNREAD
from decision_trees.site.embedded import AT_HAND, Embedder, embedder_of_folder
from decision_trees.source.fence import LANGUAGE, fences

_FINISHED = re.compile(rf"^{BEGIN}\n(.*?)\n{END}$", re.MULTILINE | re.DOTALL)


class DecisionTreesExtension(Extension):
    """Lets Markdown read the pages of decision trees, and embed trees in others."""

    def __init__(self, **settings: Any) -> None:  # noqa: ANN401 - as Markdown hands them over
        self.config = {
            "trees": ["", "Docs folder whose trees are embedded, on a host without the plugin."],
            "base": ["/", "Address of the site's root there."],
            "use_directory_urls": [True, "Whether pages are published there as `name/` or `name.html`."],
            "language": ["en", "Language of the interface there."],
        }
        super().__init__(**settings)

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - the name that Markdown calls
        """Register what the pages need."""
        md.registerExtensions(["attr_list"], {})
        md.block_level_elements.extend(
            element for element in ELEMENTS if element not in md.block_level_elements
        )
        # White space is made regular at priority 30, which would take the placeholders away, and
        # fenced code is taken at 25.
        md.preprocessors.register(_KeepFinished(md), "decision-trees", 29)
        md.preprocessors.register(_Embed(md, self), "decision-trees-embedded", 28)

    def embedder(self) -> Embedder | None:
        """Get what makes HTML of the fences in the page at hand; None where nothing is embedded."""
        at_hand, folder = AT_HAND.get(), self.getConfig("trees")
        if at_hand or not folder:
            return at_hand
        return embedder_of_folder(
            folder,
            self.getConfig("base"),
            self.getConfig("language"),
            use_directory_urls=self.getConfig("use_directory_urls"),
        )


class _KeepFinished(Preprocessor):
    """Puts finished HTML aside; Markdown brings it back when all is done."""

    def run(self, lines: list[str]) -> list[str]:
        text = "\n".join(lines)
        if BEGIN not in text:
            return lines
        return _FINISHED.sub(lambda block: f"\n{self.md.htmlStash.store(block[1])}\n", text).split("\n")


class _Embed(Preprocessor):
    """Puts the HTML that a fence asks for in its place."""

    def __init__(self, md: Markdown, extension: DecisionTreesExtension) -> None:
        super().__init__(md)
        self._extension = extension

    def run(self, lines: list[str]) -> list[str]:
        text = "\n".join(lines)
        if LANGUAGE not in text:
            return lines
        embedder = self._extension.embedder()
        parts, done = [], 0
        for number, fence in enumerate(fences(text), 1):
            # What is not embedded stays code; a host that publishes no such thing must be able to tell.
            made = embedder.html(fence, text, number) if embedder else UNREAD
            kept = text[done : fence.start if embedder else fence.end]
            edge = fence.indent.rstrip()  # in a quotation, an empty line has its sign
            parts.append(f"{kept}{edge}\n{fence.indent}{self.md.htmlStash.store(made)}\n{edge}")
            done = fence.end
        return "".join((*parts, text[done:])).split("\n")


def makeExtension(**settings: Any) -> DecisionTreesExtension:  # noqa: ANN401, N802 - as Markdown calls it
    """Make the extension; Markdown calls this for `decision_trees.markdown`."""
    return DecisionTreesExtension(**settings)
