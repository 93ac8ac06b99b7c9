"""A tree as a mermaid flowchart.

No id or label of an author reaches mermaid as it is: nodes are called `n0`, `n1` …, and every label passes
through `escape`, because mermaid gives meaning to quotes, entities, HTML, its own directives and several
plain words.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

from decision_trees.diagnostics import shorten
from decision_trees.model import AnyNode, Check, Target
from decision_trees.paths import Graph, Step

MOST_NODES = 20
"""How many nodes a chart shows before it is cut to an overview: more cannot be read without zooming."""

MOST_NEIGHBOURS = 12
"""How many arrows into a node, and out of it, the chart of its neighbourhood shows."""

MOST_LABEL_CHARACTERS = 80
"""How long a label may be: mermaid wraps at 200 px, and 2,000 characters make a box 2,000 px tall."""

_REMEMBERED = 1_000  # texts: a node stands in the charts of its neighbours too

_LONG_WORD = re.compile(r"(\S{24})(?=\S)")
_WORD_JOINER = "\u2060"
_BREAK_HERE = "\u200b"
_SPECIAL = re.compile(r"[^ ,!?'A-Za-z0-9]")
_SHAPES = {"check": '["{}"]', "decision": '("{}")', "warning": '{{{{"{}"}}}}', "exit": '[["{}"]]'}


@dataclass(frozen=True, slots=True)
class Box:
    """A node of a chart: its label, its kind, and the address a click leads to."""

    label: str
    kind: str
    url: str


@dataclass(frozen=True, slots=True)
class Chart:
    """A drawing: mermaid text, and the ids of the tree's nodes in it as `n0`, `n1` … (`""`: another tree)."""

    text: str
    nodes: tuple[str, ...]


class Draughtsman:
    """Draws charts of one tree without cycles."""

    def __init__(
        self, graph: Graph, box: Callable[[AnyNode], Box], exit_box: Callable[[Target], Box]
    ) -> None:
        """Take the tree and how its nodes, and targets in other trees, are shown."""
        self._graph = graph
        self._box = box
        self._exit_box = exit_box

    def whole(self, title: str, description: str) -> Chart:
        """Draw the whole tree, or an overview where it has more than `MOST_NODES` nodes.

        In an overview the nodes nearest the start are drawn with their answers, and those behind them
        without: a click leads on.
        """
        inner = list(self._graph.reachable)[:MOST_NODES]
        return self._draw(
            inner, [step for node_id in inner for step in self._steps(node_id)], title, description
        )

    def around(self, node_id: str, title: str, description: str) -> Chart:
        """Draw where one comes from to a node, the node itself, and where it leads."""
        ways_in = self._graph.ways_in[node_id][:MOST_NEIGHBOURS]
        ahead = self._steps(node_id)[:MOST_NEIGHBOURS]
        chart = self._draw([node_id], [*ways_in, *ahead], title, description)
        return Chart(f"{chart.text}\nclass n0 current", chart.nodes)

    def _steps(self, node_id: str) -> list[Step]:
        node = self._graph.tree.nodes[node_id]
        return [Step(node, answer) for answer in node.answers] if isinstance(node, Check) else []

    def _draw(self, first: list[str], steps: list[Step], title: str, description: str) -> Chart:
        nodes = self._graph.tree.nodes
        boxes = {node_id: self._box(nodes[node_id]) for node_id in first}
        arrows = []
        for step in steps:
            next_id = self._graph.next(step)
            key = next_id or f"/{step.answer.to}"
            if step.check.id not in boxes:
                boxes[step.check.id] = self._box(step.check)
            if key not in boxes:
                boxes[key] = self._box(nodes[key]) if next_id else self._exit_box(step.answer.to)
            arrows.append((step, key))
        names = {key: f"n{number}" for number, key in enumerate(boxes)}
        lines = [
            "flowchart LR",
            f"accTitle: {escape(title)}",
            f"accDescr: {escape(description)}",
            *(_box_line(names[key], shown) for key, shown in boxes.items()),
            *(_arrow_line(names[step.check.id], step, names[key]) for step, key in arrows),
            *(f'click {names[key]} href "{shown.url}"' for key, shown in boxes.items()),
        ]
        return Chart("\n".join(lines), tuple(key if key in nodes else "" for key in boxes))


def _box_line(name: str, box: Box) -> str:
    return f"{name}{_SHAPES[box.kind].format(_label(box.label))}:::{box.kind}"


def _arrow_line(source: str, step: Step, to: str) -> str:
    answer = step.answer
    label = _label(answer.label.value)
    if aside := answer.loop or answer.note:
        label += f"<br/>{_label(f'({aside})')}"
    line = "-.->" if answer.loop else "-->"
    return f'{source} {line}|"{label}"| {to}'


def _label(text: str) -> str:
    return escape(label_text(text))


@functools.lru_cache(_REMEMBERED)
def label_text(text: str) -> str:
    """Cut a label to a readable length and let long words break."""
    cut = shorten(text, MOST_LABEL_CHARACTERS)
    return _LONG_WORD.sub(rf"\1{_BREAK_HERE}", cut)


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
    if char.isspace():
        return " "
    if category in ("Cc", "Cs", "Cn"):
        return ""
    if not char.isascii() and category[0] in "LMN" and char not in "\u00b0\u00b6\u00df":
        return char
    return f"#{ord(char)};"
