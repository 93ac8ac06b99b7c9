"""A tree as a mermaid flowchart.

No id or label of an author reaches mermaid as it is: nodes are called `n0`, `n1` …, and every label passes
through `escape`, because mermaid gives meaning to quotes, entities, HTML, its own directives and several
plain words.
"""

from __future__ import annotations

import dataclasses
import functools
import json
import re
import textwrap
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

from decision_trees.analysis.graph import Arrow, Graph
from decision_trees.diagnostics.printable import visible
from decision_trees.diagnostics.wording import cut
from decision_trees.model.line import unbroken
from decision_trees.model.tree import AnyNode, Inner, Target

MOST_DRAWN_NODES = 45
"""How many nodes a chart shows: at 42 a window of 1440 px shows all of them with text of 10 px, and more
cannot be read without zooming. A larger tree is cut to an overview."""

MOST_IN_OVERVIEW = 20
"""How many checks an overview shows with their answers."""

MOST_NEIGHBOURS = 12
"""How many arrows into a node, and out of it, the chart of its neighbourhood shows."""

MOST_LABEL_CHARACTERS = 80
"""How long a label may be: mermaid wraps at 200 px, and 2,000 characters make a box 2,000 px tall."""

MOST_ANSWER_CHARACTERS = 14
"""Where an answer on an arrow is broken: mermaid leaves as much room between two ranks as it is wide."""

_REMEMBERED = 500  # texts: a node stands in the charts of its neighbours too

_LONG_WORD = re.compile(r"(\S{24})(?=\S)")

# Signs within a word behind which it may break: `HTTP/gRPC`, `at_least_once`.
_WITHIN_WORD = re.compile(r"(?<=\w\w[/_.])(?=\w\w)")

_WORD_JOINER = "\u2060"

_NO_BREAK_SPACE = "\u00a0"

_BREAK_HERE = "\u200b"

_SPECIAL = re.compile(r"[^ ,!?'A-Za-z0-9]")

_SHAPES = {
    "check": '["{}"]',
    "step": '[/"{}"/]',
    "decision": '("{}")',
    "warning": '{{{{"{}"}}}}',
    "exit": '[["{}"]]',
}


@dataclass(frozen=True, slots=True)
class Box:
    """A node of a chart.

    Attributes:
        label: A few words: a question would make the drawing too small to read.
        kind: Of which kind it is.
        url: The address a click leads to.
        text: What it says in full.
    """

    label: str
    kind: str
    url: str
    text: str

    @property
    def leads_on(self) -> bool:
        """Whether a walk goes on from it in the same tree."""
        return self.kind in ("check", "step")


@dataclass(frozen=True, slots=True)
class Chart:
    """A drawing, and what a script needs to know of it and cannot read from mermaid's text.

    Attributes:
        text: The drawing as mermaid text.
        nodes: The ids of the nodes that are `n0`, `n1` … in it; empty for what is in another tree.
        texts: What each of them says in full, where its label does not.
        arrows: For each arrow, in order, the numbers of its nodes and the id of its answer.
        is_whole: Whether it shows the whole tree.
    """

    text: str
    nodes: tuple[str, ...]
    texts: tuple[str, ...]
    arrows: tuple[tuple[int, int, str], ...]
    is_whole: bool = False

    def for_script(self) -> str:
        """All but the text as JSON, for an attribute."""
        arrows = [f"{start} {to} {answer}" for start, to, answer in self.arrows]
        return json.dumps([self.nodes, self.texts, arrows], ensure_ascii=False, separators=(",", ":"))


class ChartBuilder:
    """Draws charts of one tree without cycles."""

    def __init__(
        self, graph: Graph, box: Callable[[AnyNode], Box], exit_box: Callable[[Target], Box]
    ) -> None:
        """Take the tree and how its nodes, and targets in other trees, are shown."""
        self._graph = graph
        self._box = box
        self._exit_box = exit_box

    def whole(self, title: str, description: str) -> Chart:
        """Draw the whole tree, or an overview where it has more than `MOST_DRAWN_NODES` nodes.

        In an overview the nodes nearest the start are drawn with their answers, and those behind them
        without: a click leads on.
        """
        inner = list(self._graph.reachable)
        if len(inner) > MOST_DRAWN_NODES:
            return self._draw(inner[:MOST_IN_OVERVIEW], title, description)
        return dataclasses.replace(self._draw(inner, title, description), is_whole=True)

    def everything(self, title: str, description: str) -> Chart:
        """Draw the whole tree, however large, for those who do not draw it here."""
        return self._draw(list(self._graph.reachable), title, description)

    def around(self, node_id: str, title: str, description: str) -> Chart:
        """Draw where one comes from to a node, the node itself, and where it leads."""
        ways_in = self._graph.ways_in[node_id][:MOST_NEIGHBOURS]
        ahead = self._steps(node_id)[:MOST_NEIGHBOURS]
        chart = self._draw([node_id], title, description, [*ways_in, *ahead])
        return dataclasses.replace(chart, text=f"{chart.text}\nclass n0 current")

    def _steps(self, node_id: str) -> list[Arrow]:
        node = self._graph.tree.nodes[node_id]
        return [Arrow(node, answer) for answer in node.answers] if isinstance(node, Inner) else []

    def _draw(
        self, first: list[str], title: str, description: str, steps: list[Arrow] | None = None
    ) -> Chart:
        """Draw nodes with arrows: with all of their own unless some are given."""
        nodes = self._graph.tree.nodes
        # Only where all arrows of a node are drawn does a check without any have some elsewhere.
        finds_cuts = steps is None
        steps = [step for node_id in first for step in self._steps(node_id)] if steps is None else steps
        boxes = {node_id: self._box(nodes[node_id]) for node_id in first}
        arrows = []
        for step in steps:
            next_id = self._graph.next(step)
            key = next_id or f"/{step.answer.to}"
            if step.node.id not in boxes:
                boxes[step.node.id] = self._box(step.node)
            if key not in boxes:
                boxes[key] = self._box(nodes[key]) if next_id else self._exit_box(step.answer.to)
            arrows.append((step, key))
        numbers = {key: number for number, key in enumerate(boxes)}
        names = {key: f"n{number}" for key, number in numbers.items()}
        drawn = {step.node.id for step in steps}
        cuts = [names[key] for key, shown in boxes.items() if shown.leads_on and key not in drawn]
        lines = [
            "flowchart LR",
            f"accTitle: {escape(title)}",
            f"accDescr: {escape(description)}",
            *(_box_line(names[key], shown) for key, shown in boxes.items()),
            *(_arrow_line(names[step.node.id], step, names[key]) for step, key in arrows),
            *(f'click {names[key]} href "{shown.url}"' for key, shown in boxes.items()),
            *([f"class {','.join(cuts)} cut"] if cuts and finds_cuts else []),
        ]
        return Chart(
            text="\n".join(lines),
            nodes=tuple(key if key in nodes else "" for key in boxes),
            texts=tuple(
                shown.text if shown.text != label_text(shown.label) else "" for shown in boxes.values()
            ),
            arrows=tuple((numbers[step.node.id], numbers[key], step.answer.id) for step, key in arrows),
        )


def _box_line(name: str, box: Box) -> str:
    return f"{name}{_SHAPES[box.kind].format(_label(box.label))}:::{box.kind}"


def _arrow_line(source: str, step: Arrow, to: str) -> str:
    """Write an arrow, that of a step without words.

    What is said beside an answer stands in the indented tree, where there is room.
    """
    line = "-.->" if step.answer.loop else "-->"
    if not step.answer.label:
        return f"{source} {line} {to}"
    return f'{source} {line}|"{_broken_label(step.answer.label.line.plain)}"| {to}'


@functools.lru_cache(_REMEMBERED)
def _broken_label(text: str) -> str:
    lines = textwrap.wrap(unbroken(label_text(text)), MOST_ANSWER_CHARACTERS) or [""]
    return "<br/>".join(map(escape, lines))


def _label(text: str) -> str:
    return escape(unbroken(label_text(text)))


@functools.lru_cache(_REMEMBERED)
def label_text(text: str) -> str:
    """Cut a label to a readable length and let long words break."""
    label = cut(visible(text), MOST_LABEL_CHARACTERS)
    return _LONG_WORD.sub(rf"\1{_BREAK_HERE}", _WITHIN_WORD.sub(_BREAK_HERE, label))


@functools.lru_cache(_REMEMBERED)
def escape(text: str) -> str:
    """Write any text so that mermaid 11 shows just that text.

    Everything but letters, digits and a few harmless signs becomes an entity. Where mermaid acts before
    it reads entities, an invisible word joiner keeps the parts of its own signs apart. The function is
    held to the real mermaid by a test that reads labels back out of the drawing.

    Args:
        text: A label, on one line.

    Returns:
        Text for use between double quotes in mermaid source; never empty.
    """
    text = text.replace("\ufb02", "fl").replace("\u00b6\u00df", f"\u00b6{_WORD_JOINER}\u00df")
    text = re.sub(r"(fa[a-z]?):(?=fa-)", rf"\1:{_WORD_JOINER}", text)
    text = text.replace("\\n", f"\\{_WORD_JOINER}n")
    text = re.sub(r"\$(?=\$)", f"${_WORD_JOINER}", text)
    text = re.sub(r"(direction)(?=\s+(?:TB|TD|BT|RL|LR))", rf"\1{_WORD_JOINER}", text)
    escaped = _SPECIAL.sub(lambda char: _entity(char[0]), text)
    return escaped if escaped.strip() else "#160;"


@functools.lru_cache(_REMEMBERED)
def _entity(char: str) -> str:
    category = unicodedata.category(char)
    if char.isspace() and char != _NO_BREAK_SPACE:
        return " "
    if category in ("Cc", "Cs", "Cn"):
        return ""
    if not char.isascii() and category[0] in "LMN" and char not in "\u00b0\u00b6\u00df":
        return char
    return f"#{ord(char)};"
