"""Links to targets that are none to Markdown, which would print them as words."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from functools import partial
from typing import NamedTuple

from decision_trees.analysis.library import Library
from decision_trees.diagnostics.diagnostic import Diagnostic
from decision_trees.diagnostics.wording import shorten
from decision_trees.model.positions import locate, span_at
from decision_trees.model.tree import Text, Tree
from decision_trees.rules.context import Context
from decision_trees.source import code, links

_TARGET = r"[\w-]+(?:/[\w-]*)?"
_UNREAD = re.compile(
    rf"\[(?P<words>[^\[\]\n]+)\](?P<apart>[ \t]+\(|\[)[ \t]*to:(?P<apart_to>{_TARGET})[ \t]*[)\]]"
    rf"|\[\[(?:to:)?(?P<wiki_to>{_TARGET})(?:\|(?P<wiki_words>[^\[\]\n]*))?\]\]"
    rf"|(?<!\]\()(?<![\w/:.=\"'<-])to:(?P<bare_to>{_TARGET})",
    re.IGNORECASE,
)


class _Unread(NamedTuple):
    """What is no link: where it begins, how it is written, what is wrong with it, and how it is one."""

    start: int
    written: str
    fault: str
    link: str


def in_prose(context: Context, tree: Tree) -> Iterator[Diagnostic]:
    """Say which texts of a tree hold what was to be a link."""
    urls: defaultdict[Text, set[int]] = defaultdict(set)
    for _, text, link in context.library.links(tree):
        urls[text].add(link.url_start)
    for _, text in tree.prose():
        for unread in _unread(context.library, text.value, tree, partial(urls.__getitem__, text)):
            earlier = text.value.count(unread.written, 0, unread.start)
            place = locate(context.sources[tree.file], text.span, unread.written, earlier)
            yield Diagnostic("unread-link", place, unread.fault, help=f"write `{unread.link}`")


def in_pages(context: Context) -> Iterator[Diagnostic]:
    """Say which hand-written pages hold what was to be a link to a tree."""
    for file, text in context.pages.items():
        for unread in _unread(context.library, text, None, partial(_urls, text)):
            place = span_at(text, unread.start, len(unread.written), file)
            yield Diagnostic("unread-link", place, unread.fault, help=f"write `{unread.link}`")


def _urls(markdown: str) -> set[int]:
    """Where the addresses of the links of a page begin."""
    return {link.url_start for link in links.find(markdown)}


def _unread(
    library: Library, markdown: str, home: Tree | None, give_urls: Callable[[], set[int]]
) -> Iterator[_Unread]:
    """Find what names a target and is no link; what leads nowhere may be anything."""
    if "to:" not in markdown.lower() and "[[" not in markdown:
        return
    urls = give_urls()
    for found in _UNREAD.finditer(code.without(markdown)):
        if found["wiki_to"] and home is None:
            continue  # plug-ins make links of these in pages
        target = (found["apart_to"] or found["wiki_to"] or found["bare_to"]).lower()
        if found.start() not in urls and library.written(target, home):
            words = shorten(found["words"] or found["wiki_words"] or "")
            yield _Unread(found.start(), found[0], _fault(found), f"[{words}](to:{target})")


def _fault(found: re.Match[str]) -> str:
    if found["bare_to"]:
        return "to Markdown this is no link, but words"
    if found["wiki_to"]:
        return "to Markdown this is no link: it has two pairs of square brackets, and no round ones"
    if found["apart"] == "[":
        return "to Markdown this is no link: its target stands in square brackets, not in round ones"
    return "to Markdown this is no link: a space stands between its words and its target"
