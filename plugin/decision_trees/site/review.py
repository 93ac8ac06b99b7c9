"""A comparison as one HTML page for a review: both versions branch by branch, and texts word by word.

The page stands alone: it needs no script, loads nothing and links to nothing but its own parts. Trees may
come from a stranger whose change is being reviewed: of what they say, only code and emphasis in short texts
become HTML; long texts are shown as they are written.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

import jinja2
from markupsafe import Markup

from decision_trees.analysis.graph import Graph
from decision_trees.analysis.outline import Branch, outline
from decision_trees.compare.compare import Comparison, Comparisons
from decision_trees.compare.moves import Cause
from decision_trees.compare.report import NOT_COMPARED, ReportItem, ReportSection, Writer, no_change
from decision_trees.compare.texts import ChangedPart, text_of
from decision_trees.diagnostics.printable import harmless, one_line
from decision_trees.layout.addresses import ASSETS
from decision_trees.model.line import Line
from decision_trees.model.tree import Answer, AnyNode, Inner, Target, Tree
from decision_trees.site.site import TEMPLATES

MOST_WORDS = 2_000
"""Up to how many words two texts are compared word by word: it takes as long as their product."""

_WORDS = re.compile(r"\w+|\s+|[^\w\s]")


@dataclass(frozen=True, slots=True)
class ChangeMark:
    """What is not as it was: the sign and words that say so, and the class that colours them."""

    sign: str
    words: str
    kind: str


_NEW = ChangeMark("+", "new", "new")
_GONE = ChangeMark("\N{MINUS SIGN}", "removed", "gone")
_MOVED = ChangeMark("\N{RIGHTWARDS ARROW}", "leads elsewhere", "other")
_REWORDED = ChangeMark("\N{NOT EQUAL TO}", "answer changed", "other")
_CHANGED = ChangeMark("\N{NOT EQUAL TO}", "changed", "other")

MARKS = (_NEW, _GONE, _MOVED, _CHANGED)
"""The marks there are, for the line that explains them."""


@dataclass(frozen=True, slots=True)
class ReviewRow:
    """A row of an indented tree, with the rows below it.

    Attributes:
        answer: The answer that leads here; None at the top and behind a step.
        note: What is said beside it.
        heading: What stands here.
        kind: Of which kind it is.
        marks: What is not as it was.
        name: The part of the page that tells more; empty where there is none.
        elsewhere: Whether what is below stands in another row.
        rows: The rows below.
    """

    answer: Line | None
    note: Line | None
    heading: Line
    kind: str
    marks: tuple[ChangeMark, ...]
    name: str
    elsewhere: bool
    rows: tuple[ReviewRow, ...]

    @property
    def is_as_before_below(self) -> bool:
        """Whether nothing below is marked."""
        return not any(row.marks or not row.is_as_before_below for row in self.rows)


class ReviewOutline(NamedTuple):
    """One version of a tree: its heading and its rows."""

    heading: str
    rows: tuple[ReviewRow, ...]


class Wording(NamedTuple):
    """One text in both versions, marked up; None where there was or is none, or where it is not shown."""

    what: str
    was: Markup | None
    now: Markup | None


class ReviewTexts(NamedTuple):
    """The texts of one part of a tree that changed."""

    name: str
    id: str
    wordings: tuple[Wording, ...]


class Review(NamedTuple):
    """One tree: its drawings, what changed, and which texts."""

    title: Line
    id: str
    state: str
    drawings: tuple[ReviewOutline, ...]
    sections: tuple[ReportSection, ...]
    texts: tuple[ReviewTexts, ...]


def as_html(comparisons: Comparisons, unseen: Mapping[str, str] = MappingProxyType({})) -> str:
    """Write comparisons as one HTML page.

    Args:
        comparisons: What was compared.
        unseen: What was not compared, and why, by name.
    """
    folder = Path(__file__).parent
    # The site's own sheet, for a row is to look there and here alike.
    sheets = (TEMPLATES / ASSETS / "decision-tree.css", folder / "review.css")
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(folder),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("review.html").render(
        reviews=[*_reviews(comparisons)],
        no_change=no_change(unseen).capitalize(),
        unseen={one_line(name): one_line(why) for name, why in unseen.items()},
        not_compared=NOT_COMPARED,
        marks=MARKS,
        style=Markup("\n".join(sheet.read_text("utf-8") for sheet in sheets)),  # noqa: S704 - ours
    )


def _reviews(comparisons: Comparisons) -> Iterator[Review]:
    writer = Writer(name=_code, words=_quoted)
    for comparison in comparisons.changed:
        new = comparison.new
        yield Review(
            _line(new.title.line),
            new.id,
            "",
            (
                ReviewOutline("Before", tuple(_Before(comparison).rows(comparison.old))),
                ReviewOutline("After", tuple(_After(comparison).rows(new))),
            ),
            tuple(_marked(writer.sections(_without_texts(comparison)))),
            tuple(_texts(comparison)),
        )
    for tree in comparisons.added:
        yield _alone(tree, "New tree", "After")
    for tree in comparisons.removed:
        yield _alone(tree, "Removed tree", "Before")


def _alone(tree: Tree, state: str, version: str) -> Review:
    drawing = ReviewOutline(version, tuple(_Marker().rows(tree)))
    return Review(_line(tree.title.line), tree.id, state, (drawing,), (), ())


# --- drawings ------------------------------------------------------------------------------------------


class _Marker:
    """Marks nothing: for a tree of which there is one version."""

    def rows(self, tree: Tree) -> Iterator[ReviewRow]:
        """Draw a tree."""
        for top in outline(Graph(tree)):
            yield self._row(top, None)

    def _row(self, branch: Branch, check: AnyNode | None) -> ReviewRow:
        answer, to = branch.answer, branch.to
        node = None if isinstance(to, Target) else to
        marks = [*self.arrow(check, answer)] if check and answer else [*self.start(node)]
        if node and not {_NEW, _GONE} & {*marks}:
            marks += self.node(node)
        beside = (answer.note, answer.loop) if answer else ()
        return ReviewRow(
            answer=_line(answer.label.line) if answer and answer.label else None,
            note=_line(Line.join("; ", (text.line for text in beside if text))) if any(beside) else None,
            heading=_line(node.heading.line) if node else Line.verbatim(one_line(str(to))),
            kind=node.kind if node else "exit",
            marks=tuple(marks),
            name=self.told(node) if node else "",
            elsewhere=branch.elsewhere,
            rows=tuple(self._row(below, node) for below in branch.branches),
        )

    def start(self, node: AnyNode | None) -> Iterable[ChangeMark]:  # noqa: ARG002 - others look at it
        """Mark where a list begins."""
        return ()

    def arrow(self, check: AnyNode, answer: Answer) -> Iterable[ChangeMark]:  # noqa: ARG002 - likewise
        """Mark an answer of a check."""
        return ()

    def node(self, node: AnyNode) -> Iterable[ChangeMark]:  # noqa: ARG002 - likewise
        """Mark a check, step or end."""
        return ()

    def told(self, node: AnyNode) -> str:  # noqa: ARG002 - likewise
        """Give the name of the part that tells more of a node; empty where there is none."""
        return ""


class _Compared(_Marker):
    """What the two versions of a tree have in common."""

    def __init__(self, comparison: Comparison) -> None:
        self._comparison = comparison
        self._before = comparison.before
        self._moved = {redirection.cause for redirection in comparison.redirections}
        self._renamed = {now for _, now in comparison.renamed}
        self._former = {now: was for was, now in self._before.names.items()}
        self._parts = {part.name: part for part in comparison.nodes}

    @cached_property
    def _answers(self) -> Mapping[tuple[str, str], str]:
        """The old ids of answers that both versions have, by check and id in the new one."""
        return {(check, now): was for (check, was), now in self._before.answers.items()}

    def _lasting(self, check: str, now: str) -> Iterator[ChangeMark]:
        """Mark an answer that both versions have, by its names in the new one."""
        if Cause(check, now) in self._moved:
            yield _MOVED
        was = _answer(self._comparison.old.nodes[self._former[check]], self._answers[check, now])
        if _said(was) != _said(_answer(self._comparison.new.nodes[check], now)):
            yield _REWORDED

    def _lasting_node(self, name: str) -> Iterator[ChangeMark]:
        part = self._parts.get(name, ChangedPart(name))
        reworded = any(not rewording.answer and rewording.what != "answer" for rewording in part.rewordings)
        if part.rewritings or reworded or name in self._renamed or Cause(name) in self._moved:
            yield _CHANGED

    def start(self, node: AnyNode | None) -> Iterable[ChangeMark]:
        versions = (self._comparison.old, self._comparison.new)
        is_start = any(node is tree.nodes[tree.start] for tree in versions)
        return (_MOVED,) if Cause() in self._moved and is_start else ()


class _Before(_Compared):
    """Marks the old version."""

    def arrow(self, check: AnyNode, answer: Answer) -> Iterable[ChangeMark]:
        name = self._before.name(check.id)
        now = self._before.answers.get((name, answer.id))
        return (_GONE,) if now is None else self._lasting(name, now)

    def node(self, node: AnyNode) -> Iterable[ChangeMark]:
        gone = node.id not in self._before.names
        return (_GONE,) if gone else self._lasting_node(self._before.name(node.id))

    def told(self, node: AnyNode) -> str:
        name = self._before.names.get(node.id, "")
        return name if name in self._parts else ""


class _After(_Compared):
    """Marks the new version."""

    def arrow(self, check: AnyNode, answer: Answer) -> Iterable[ChangeMark]:
        lasts = (check.id, answer.id) in self._answers
        return self._lasting(check.id, answer.id) if lasts else (_NEW,)

    def node(self, node: AnyNode) -> Iterable[ChangeMark]:
        new = node.id not in self._former
        return (_NEW,) if new else self._lasting_node(node.id)

    def told(self, node: AnyNode) -> str:
        return node.id if node.id in self._parts else ""


def _answer(node: AnyNode, answer_id: str) -> Answer:
    answers = node.answers if isinstance(node, Inner) else ()
    return next(answer for answer in answers if answer.id == answer_id)


def _said(answer: Answer) -> tuple[str, ...]:
    return (str(answer.label), *map(text_of, (answer.note, answer.alias, answer.loop)))


# --- texts ---------------------------------------------------------------------------------------------


def _without_texts(comparison: Comparison) -> Comparison:
    """Leave out what is shown word by word."""
    return replace(
        comparison,
        nodes=(),
        tree=ChangedPart(comparison.tree.name),
        scenarios=replace(comparison.scenarios, changed=()),
        edge_cases=replace(comparison.edge_cases, changed=()),
        references=replace(comparison.references, changed=()),
    )


def _texts(comparison: Comparison) -> Iterator[ReviewTexts]:
    lists = (comparison.scenarios, comparison.edge_cases, comparison.references)
    others = (part for parts in lists for part in parts.changed)
    for number, part in enumerate((comparison.tree, *comparison.nodes, *others)):
        is_node = 0 < number <= len(comparison.nodes)
        if part:
            part_id = part.name if is_node else f"part {number}"
            yield ReviewTexts(one_line(part.name), part_id, tuple(_wordings(part)))


def _wordings(part: ChangedPart) -> Iterator[Wording]:
    for rewording in part.rewordings:
        what = rewording.what
        if rewording.answer:
            what = f"{what} of {one_line(rewording.answer)}"
        yield Wording(what, *_compared(rewording.was, rewording.now))
    for rewriting in part.rewritings:
        yield Wording(f"{rewriting.what} {rewriting.how}", *_compared(rewriting.was, rewriting.now))


def _compared(was: str, now: str) -> tuple[Markup | None, Markup | None]:
    """Mark the words that only one of two texts has; all of them where the other is empty."""
    old, new = _WORDS.findall(was), _WORDS.findall(now)
    if len(old) + len(new) > MOST_WORDS:
        old, new = [was], [now]
    gone, added = [], []
    # Words that come up again and again are no places to begin at, or this takes as long as their cube.
    for what, start, end, new_start, new_end in SequenceMatcher(None, old, new).get_opcodes():
        gone.append(_text("".join(old[start:end]), "" if what == "equal" else "del"))
        added.append(_text("".join(new[new_start:new_end]), "" if what == "equal" else "ins"))
    return Markup().join(gone) if was else None, Markup().join(added) if now else None


def _text(words: str, tag: str) -> Markup:
    escaped = Markup.escape(harmless(words))
    return Markup("<{0}>{1}</{0}>").format(tag, escaped) if tag and words else escaped


def _line(text: Line) -> Line:
    return Line(one_line(text.source))


def _code(text: str) -> str:
    return Markup("<code>{}</code>").format(one_line(text))


def _quoted(text: str) -> str:
    return Markup("<q>{}</q>").format(one_line(text))


def _marked(sections: Iterable[ReportSection]) -> Iterator[ReportSection]:
    """Take the lines for HTML, as which their names and words were written."""
    for section in sections:
        items = (
            ReportItem(Markup(item.line), tuple(map(Markup, item.notes)))  # noqa: S704 - nothing else is in them
            for item in section.items
        )
        yield section._replace(items=tuple(items))
