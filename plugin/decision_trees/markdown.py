"""The Markdown extension: what our pages need of Python-Markdown, on any host.

It turns on the two extensions that our templates are written in, tells Markdown that our custom elements
are blocks, which it would otherwise wrap in paragraphs, and keeps the headings of a walk out of the page's
table of contents: a reader sees one step at a time, and each has a page of its own. In our pages it also
keeps end tags in an author's code from ending the elements that the code stands in, because Markdown looks
for HTML before it looks for code.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from markdown import Extension, Markdown
from markdown.preprocessors import Preprocessor
from markdown.treeprocessors import Treeprocessor
from markdown.util import AMP_SUBSTITUTE

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
        # HTML is found at priority 20, fenced code before it.
        md.preprocessors.register(_HideTagsInCode(md), "decision-trees-code", 21)
        # The table of contents is made at priority 5.
        md.treeprocessors.register(_Rename(md, _HEADINGS), "decision-trees-hide", 6)
        md.treeprocessors.register(_Rename(md, _HIDDEN), "decision-trees-show", 4)


_OUR_PAGE = 'class="dt-'
_CODE_SPAN = re.compile(r"(?<!`)(`+)(?!`)(?:(?!\n\s*\n).)+?(?<!`)\1(?!`)", re.DOTALL)
_LIST_ITEM = re.compile(r" *(?:[-*+]|\d+\.) ")
_TAB = 4


class _HideTagsInCode(Preprocessor):
    """Writes `<` in code spans and indented code so that it is shown, and not taken for a tag."""

    def run(self, lines: list[str]) -> list[str]:
        text = "\n".join(lines)
        if _OUR_PAGE not in text:
            return lines
        spans_hidden = _CODE_SPAN.sub(lambda span: _hide(span.group()), text).split("\n")
        return list(_hide_in_indented_code(spans_hidden))


def _hide_in_indented_code(lines: list[str]) -> Iterator[str]:
    """Hide tags in lines that are indented as code, below what stands in a list where there is one."""
    item_indent = 0
    after_blank = in_code = False
    for line in lines:
        indent = len(line) - len(line.lstrip(" "))
        if not line.strip():
            after_blank = True
            yield line
            continue
        in_code = (in_code or after_blank) and indent >= item_indent + _TAB
        if not in_code:
            item_indent = indent // _TAB * _TAB + _TAB if _LIST_ITEM.match(line) else min(item_indent, indent)
        after_blank = False
        yield _hide(line) if in_code else line


def _hide(code: str) -> str:
    return code.replace("<", f"{AMP_SUBSTITUTE}lt;")


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
