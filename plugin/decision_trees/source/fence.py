"""Trees embedded in pages: the fence that asks for one, and what it asks for.

An author embeds a tree, a check or a list of trees in any Markdown page by a fence of the language
`decision-tree`, whose body is YAML. It is read as sources are, so mistakes have their place in the page.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from decision_trees.model.positions import span_at, split_lines
from decision_trees.model.span import Span
from decision_trees.model.tree import Text, Tree
from decision_trees.source import code
from decision_trees.source.keys import Key, Shape, ValueType
from decision_trees.source.mapping_reader import MappingReader
from decision_trees.source.report import Report
from decision_trees.source.texts import check_id
from decision_trees.source.yaml import Scalar, YamlNode, compose

LANGUAGE = "decision-tree"
"""The language of the fence."""


class Show(StrEnum):
    """What is shown of a tree; or a list of trees."""

    WALK = "walk"
    CHART = "chart"
    OUTLINE = "outline"
    CHECK = "check"
    LIST = "list"


SORTS: Mapping[str, Callable[[Tree], Any]] = {
    "title": lambda tree: tree.title.line.folded,
    "category": lambda tree: _named_first(tree.category),
    "owner": lambda tree: _named_first(tree.owner),
    "reviewed": lambda tree: -tree.reviewed.toordinal() if tree.reviewed else 0,
    "checks": lambda tree: len(tree.checks),
}
"""The orders a list of trees can have."""


def _named_first(text: Text | None) -> tuple[bool, str]:
    return (text is None, str(text).casefold())


SHAPE = Shape(
    "an embedded tree",
    Key("show", ValueType.LINES, f"What to show: {', '.join(f'`{show}`' for show in Show)}."),
    Key("tree", ValueType.ID, "The tree's id."),
    Key("node", ValueType.ID, "The check, decision or warning to show."),
    Key("compact", ValueType.FLAG, "Whether a walk has only questions, answers, outcomes and the way back."),
    Key("category", ValueType.LINES, "The categories of the trees to list, one or several."),
    Key("domain", ValueType.LINES, "Their domains."),
    Key("owner", ValueType.LINES, "Their owners."),
    Key("sort", ValueType.LINE, f"What they are sorted by: {', '.join(f'`{name}`' for name in SORTS)}."),
    Key("limit", ValueType.LINE, "How many are listed at most."),
    short="a tree's id",
)
"""The keys of the fence's body; which of them there can be depends on what is shown."""

_TOGETHER = (Show.WALK, Show.CHART)

_NEEDED = {
    **dict.fromkeys(Show, ("tree",)),
    Show.CHECK: ("tree", "node"),
    Show.LIST: (),
}

_TOGETHER_IS = "a walk and a chart can stand together: `show: [walk, chart]`"

_FILTERS = ("category", "domain", "owner")

_KEYS = {**_NEEDED, Show.WALK: ("tree", "compact"), Show.LIST: (*_FILTERS, "sort", "limit")}


@dataclass(frozen=True, slots=True)
class EmbeddedTree:
    """A tree to be shown, or one node of it.

    Attributes:
        shows: What of it, in the order written: one thing, or a walk and a chart.
        tree: Its id.
        node: The id of the node.
        compact: Whether a walk has only questions, answers, outcomes and the way back.
    """

    shows: tuple[Show, ...]
    tree: Text
    node: Text | None = None
    compact: bool = False


@dataclass(frozen=True, slots=True)
class EmbeddedList:
    """A list of trees: those that have one of the categories, one of the domains and one of the owners.

    Attributes:
        filters: The categories, domains and owners asked for, by key; a key without any asks for all.
        sort: A key of `SORTS`.
        limit: How many at most; None for all.
    """

    filters: Mapping[str, tuple[Text, ...]]
    sort: str
    limit: int | None

    def select(self, trees: Iterable[Tree]) -> list[Tree]:
        """Choose and sort trees."""
        wanted = {key: {str(text) for text in texts} for key, texts in self.filters.items() if texts}
        chosen = [tree for tree in trees if all(wanted[key] & values_of(tree, key) for key in wanted)]
        by_title = sorted(chosen, key=SORTS["title"])
        return sorted(by_title, key=SORTS[self.sort])[: self.limit]


def values_of(tree: Tree, key: str) -> set[str]:
    """What a tree has under a key that lists filter by."""
    texts = {"category": (tree.category,), "domain": tree.domains, "owner": (tree.owner,)}[key]
    return {str(text) for text in texts if text}


Embedded = EmbeddedTree | EmbeddedList


@dataclass(frozen=True, slots=True)
class Fence:
    """A fence that embeds something.

    Attributes:
        start: Its offset in the page.
        end: The offset behind it.
        indent: What stands before it on its first line.
        language: The offset of its language.
        body: The lines in it.
        closed: Whether it ends before the page does.
    """

    start: int
    end: int
    indent: str
    language: int
    body: str
    closed: bool


_FENCE = re.compile(
    r"^(?P<indent>[ \t]*(?:>[ \t]*)*)(?P<mark>`{3,}|~{3,})[ \t]*(?P<info>[^`\n]*)(?:\n|\Z)"
    rf"(?P<body>.*?)(?P<close>^[ \t>]*(?P=mark)[`~]*[ \t\r]*$|\Z)|{code.BUT_FENCES}",
    re.MULTILINE | re.DOTALL | re.IGNORECASE,
)


def fences(markdown: str) -> Iterator[Fence]:
    """Find the fences of a page that embed something; those in other code and in comments do not."""
    if LANGUAGE not in markdown:
        return
    found = (fence.match for fence in code.find(markdown, _FENCE))
    starts = [match for match in found if (match["info"] or "").strip() == LANGUAGE]
    blocks = [*code.indented(markdown)]
    for match in starts:
        block = bisect_right(blocks, (match.start(), len(markdown))) - 1
        if block < 0 or match.start() >= blocks[block][1]:
            yield Fence(
                start=match.start(),
                end=match.end(),
                indent=match["indent"],
                language=match.start("info"),
                body=match["body"],
                closed=bool(match["close"]),
            )


def embedded_trees(markdown: str, file: str) -> Iterator[EmbeddedTree]:
    """Give what the fences of a page ask for of trees, as far as it can be told."""
    for fence in fences(markdown):
        owner = span_at(markdown, fence.language, len(LANGUAGE), file)
        embedded = read_fence(fence, owner, Report())
        if isinstance(embedded, EmbeddedTree):
            yield embedded


def read_fence(fence: Fence, owner: Span, report: Report) -> Embedded | None:
    """Read what a fence, whose language stands at `owner`, asks for; None where that cannot be told."""
    if not fence.closed:
        report.say("yaml-syntax", owner, "this fence is never closed", help="end it as it begins")
        return None
    node = _composed(fence, owner, report)
    if isinstance(node, Scalar) and not node.is_null:
        tree = Text(node.text, node.span)
        return EmbeddedTree((Show.WALK,), tree) if check_id(tree, report) else None
    return _decoded(MappingReader(node, SHAPE, owner, report), report) if node else None


def _composed(fence: Fence, owner: Span, report: Report) -> YamlNode | None:
    lines = split_lines(fence.body)
    if all(line.strip() == "" or line.lstrip().startswith("#") for line in lines):
        return Scalar("", owner)
    width = len(fence.indent)
    flush = [" " * width + line[width:] if line.startswith(fence.indent) else line for line in lines]
    composed = compose("\n".join(flush), owner.file, above=owner.line)
    report += composed.diagnostics
    return composed.root


def _decoded(reader: MappingReader, report: Report) -> Embedded | None:
    shows = _shown(reader, report)
    if not reader.readable or not shows or not _has_its_keys(reader, shows, report):
        return None
    if Show.LIST in shows:
        filters = {key: reader.one_or_more(key) for key in _FILTERS}
        return EmbeddedList(filters, reader.choice("sort", list(SORTS)) or "title", reader.count("limit"))
    tree, node, compact = reader.id("tree"), reader.id("node"), reader.flag("compact")
    return EmbeddedTree(shows, tree, node, compact) if tree else None


def _shown(reader: MappingReader, report: Report) -> tuple[Show, ...]:
    """What is to be shown; nothing where that cannot be told, or cannot stand together."""
    if "show" not in reader:
        return (Show.WALK,)
    written = reader.choices("show", list(Show))
    shows = tuple(dict.fromkeys(Show(text.value) for text in written))
    for text in [text for text in written if len(shows) > 1 and text.value not in _TOGETHER]:
        message = f"`{text}` is shown alone"
        report.say("wrong-type", text.span, message, help=f"give it a fence of its own; {_TOGETHER_IS}")
        shows = ()
    seen: set[str] = set()
    for text in written if shows else ():
        if text.value in seen:
            report.say("wrong-type", text.span, f"`show` names `{text}` twice", help="name it once")
        seen.add(text.value)
    return shows


def _has_its_keys(reader: MappingReader, shows: tuple[Show, ...], report: Report) -> bool:
    name = f"an embedded {' and '.join(shows)}"
    its_keys = {key for show in shows for key in _KEYS[show]}
    stray = [key for key in SHAPE.keys if key in reader and key not in ("show", *its_keys)]
    for key in stray:
        of = " or ".join(f"`show: {show}`" for show in Show if key in _KEYS[show])
        message = f"{name} has no key `{key}`"
        report.say("unknown-key", reader.key_span(key), message, help=f"`{key}` goes with {of}")
    missing = [key for key in _NEEDED[shows[0]] if key not in reader and not stray]
    for key in missing:
        says = SHAPE.keys[key].says
        report.say(
            "missing-key",
            reader.key_span(key),
            f"{name} needs `{key}`",
            help=f"add `{key}`: {says[0].lower()}{says[1:].removesuffix('.')}",
        )
    return not stray and not missing
