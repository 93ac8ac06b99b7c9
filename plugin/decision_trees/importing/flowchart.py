"""From a flowchart to a tree: which nodes ask, which are to be done, and which are ends."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence

from decision_trees.importing.doubts import Doubts, ImportRefusedError
from decision_trees.importing.draft import Draft, DraftArrow, DraftNode
from decision_trees.importing.ends import ask_kind
from decision_trees.importing.links import add_link, is_address
from decision_trees.importing.mermaid import Edge, Flowchart, Vertex
from decision_trees.importing.wording import (
    is_question,
    is_yes_no,
    read_end,
    read_label,
    read_start,
    unmarked,
)
from decision_trees.model.ids import is_id
from decision_trees.model.tree import Kind

_CLASSES: Mapping[str, Kind] = {
    "check": "check",
    "step": "step",
    "decision": "decision",
    "warning": "warning",
}
"""The classes of our own charts, which say of what kind a node is."""

_DANGEROUS = frozenset(
    ("danger", "error", "bad", "stop", "no", "red", "warn", "fail", "failure", "reject", "deny", "critical")
)
_NOTE = re.compile(r"(?:note|desc|info|comment|detail|text)[\w-]*", re.IGNORECASE)
_MOST_TITLE = 60
_MOST_NAMED = 6
_MOST_COMPARED = 50


def read_chart(chart: Flowchart, title: str, line: int, doubts: Doubts) -> Draft:
    """Make a tree of a flowchart.

    Args:
        chart: The chart.
        title: The tree's title, if the chart has none itself.
        line: Where it begins.
        doubts: Gets what is not clear.

    Returns:
        The tree.

    Raises:
        ImportRefusedError: It decides nothing.
    """
    return _Reader(chart, Draft(title, line), doubts).read()


class _Reader:
    def __init__(self, chart: Flowchart, draft: Draft, doubts: Doubts) -> None:
        self.chart = chart
        self.draft = draft
        self.doubts = doubts
        self.out: dict[str, list[Edge]] = {name: [] for name in chart.vertices}
        self.into: Counter[str] = Counter()
        self.nodes: dict[str, DraftNode] = {}

    def read(self) -> Draft:
        self._connect()
        self._join_answers()
        if all(len(edges) < 2 and not self._asks(name) for name, edges in self.out.items()):  # noqa: PLR2004
            message = "this chart only has one way"
            help_ = "a tree asks, and answers lead to ends"
            raise ImportRefusedError("asks-nothing", self.draft.line, message, help_)
        texts = self._texts_of_ends()
        start = self._start()
        self._kinds(start, texts)
        self._arrows()
        self._tell_lost(texts)
        return self.draft

    def _connect(self) -> None:
        for edge in self.chart.edges:
            start, end = self._vertex(edge.start), self._vertex(edge.end)
            if start and end:
                words = self._ask_label(edge) if edge.meant else edge.label
                self.out[start].append(edge._replace(start=start, end=end, label=words))
                self.into[end] += 1
        for line, text in self.chart.strange:
            says = f"“{text}” is not understood"
            self.doubts.note("left-out", self.draft, line, says, "it is left out")
        for line, text in self.chart.parted:
            says = f"mermaid takes the `{text[0]}` of `{text}` for an arrow head, and `{text[1:]}` for a node"
            self.doubts.note("arrow-head", self.draft, line, says, f"so it is read; write `-- {text} -->`")

    def _ask_label(self, edge: Edge) -> str:
        """Ask whether a letter before a line is the last of the words on it, which mermaid does not draw."""
        reply = self.doubts.ask(
            "arrow-head",
            self.draft,
            f"mermaid draws the label `{edge.label}` here: `o` and `x` at a line are arrow heads",
            f"so it is read; write `-- {edge.meant} -->`",
            about=edge.label,
            line=edge.line,
            others=(edge.meant,),
        )
        return reply or edge.label

    def _vertex(self, name: str) -> str | None:
        """The node of an id; of a subgraph, its first."""
        if name in self.chart.vertices:
            return name
        return next(iter(self.chart.groups[name][1]), None)

    def _vertex_label(self, name: str) -> str:
        return " ".join(self.chart.vertices[name].label.split())

    def _asks(self, name: str) -> bool:
        vertex = self.chart.vertices[name]
        return (
            vertex.shape in ("diamond", "diam", "decision")
            or _class(vertex) == "check"
            or (is_question(vertex.label) and vertex.shape != "hexagon")
        )

    def _join_answers(self) -> None:
        """Make answers of nodes that are answers drawn as nodes: `Q --> Yes{{Yes}} --> next`."""
        into: dict[str, list[Edge]] = {name: [] for name in self.out}
        for edge in (edge for edges in self.out.values() for edge in edges):
            into[edge.end].append(edge)
        for name, vertex in list(self.chart.vertices.items()):
            ways = self.out[name]
            incoming = into[name] if self._may_be_answer(vertex, ways) else []
            if len(incoming) == 1 and not incoming[0].label and len(self.out[incoming[0].start]) > 1:
                edge, way = incoming[0], ways[0]
                edges = self.out[edge.start]
                edges[edges.index(edge)] = edge._replace(end=way.end, label=vertex.label, line=vertex.line)
                self.out[name] = []
                self.into[name] = 0
                del self.chart.vertices[name]

    @staticmethod
    def _may_be_answer(vertex: Vertex, ways: Sequence[Edge]) -> bool:
        return (
            len(ways) == 1
            and not ways[0].label
            and (is_yes_no(vertex.label) or vertex.shape == "hexagon")
            and (not is_question(vertex.label))
            and not _class(vertex)
        )

    # --- ends ---------------------------------------------------------------------------------------

    def _texts_of_ends(self) -> dict[str, list[str]]:
        """The boxes behind an end that are its text, by the end."""
        texts: dict[str, list[str]] = {}
        for name, ways in self.out.items():
            if (
                not ways
                or name not in self.chart.vertices
                or self._asks(name)
                or _class(self.chart.vertices[name])
            ):
                continue
            behind = [edge.end for edge in ways]
            if all(not edge.label and self._is_text(edge) for edge in ways) and (
                self.into[name] or len(ways) == 1
            ):
                texts[name] = behind
        return texts

    def _is_text(self, edge: Edge) -> bool:
        """Whether an arrow leads to a lone box that says more of the end before it."""
        vertex = self.chart.vertices[edge.end]
        is_lone = self.into[edge.end] == 1 and not self.out[edge.end] and not self._asks(edge.end)
        plain = vertex.shape in ("square", "", "rect", "odd", "round")
        says_more = "\n" in vertex.label or edge.stroke == "dotted" or _NOTE.fullmatch(edge.end) is not None
        return is_lone and plain and says_more

    # --- where it starts -------------------------------------------------------------------------------

    def _start(self) -> str:
        names = [name for name in self.chart.vertices if name in self.out]
        # What is dotted often leads back, as in our own charts.
        ahead = {edge.end for edges in self.out.values() for edge in edges if edge.stroke != "dotted"}
        roots = [name for name in names if not self.into[name] and self.out[name]]
        roots = roots or [name for name in names if name not in ahead and self.out[name]]
        if len(roots) != 1:
            candidates = roots or [name for name in names if self.out[name]]
            labels = [self._vertex_label(name) for name in candidates]
            told = ", ".join(f"“{label}”" for label in labels[:_MOST_NAMED])
            some = candidates[:_MOST_COMPARED]
            first = max(some, key=lambda name: len(self._reached(name))) if roots else candidates[0]
            says = f"it has {len(roots)} starts: {told}" if roots else "every node has an arrow into it"
            reply = self.doubts.ask(
                "several-starts",
                self.draft,
                says,
                f"it starts at “{self._vertex_label(first)}”",
                about="start",
                others=labels,
            )
            return candidates[labels.index(reply)] if reply is not None else first
        return roots[0]

    def _reached(self, name: str) -> set[str]:
        found = {name}
        waiting = [name]
        while waiting:
            ahead = {edge.end for edge in self.out[waiting.pop()]} - found
            found |= ahead
            waiting += sorted(ahead)
        return found

    def _kinds(self, start: str, texts: Mapping[str, list[str]]) -> None:
        """Make the nodes that are reached, each of its kind."""
        if self._only_opens(start):
            self.draft.question = read_start(unmarked(self._vertex_label(start)))
            start = self.out[start][0].end
        behind = {end for ends in texts.values() for end in ends}
        reached = self._reached(start) - behind
        for name in self.chart.vertices:
            if name in reached:
                self.nodes[name] = self._node(
                    name, [] if name in texts else self.out[name], texts.get(name, [])
                )
        self.draft.start = self.nodes[start].key

    def _only_opens(self, name: str) -> bool:
        """Whether a node is no more than what stands above the first question."""
        ways = self.out[name]
        return (
            len(ways) == 1
            and not ways[0].label
            and not self.into[name]
            and not self._asks(name)
            and not _class(self.chart.vertices[name])
            and bool(self.out[ways[0].end])
        )

    def _node(self, name: str, ways: Sequence[Edge], behind: Sequence[str]) -> DraftNode:
        vertex = self.chart.vertices[name]
        kind = self._kind(name, ways)
        if kind in ("check", "step"):
            text, rest = (self._vertex_label(name), "") if kind == "check" else _title(vertex.label)
            node = self.draft.add(unmarked(text), vertex.line, kind)
            if rest:
                node.texts["do"] = rest
        else:
            node = self._end(vertex, behind)
        self._clicked(node, name)
        return node

    def _kind(self, name: str, ways: Sequence[Edge]) -> Kind | None:
        said = _class(self.chart.vertices[name])
        if said and (said in ("decision", "warning")) == (not ways):
            return said
        if not ways:
            return None
        if len(ways) > 1 or self._asks(name):
            return "check"
        return "step"

    def _end(self, vertex: Vertex, behind: Sequence[str]) -> DraftNode:
        text, rest = _title(vertex.label)
        end = read_end(unmarked(text))
        said = _class(vertex)
        guessed = end.guessed
        kind = end.kind
        if said in ("decision", "warning"):
            kind, guessed = said, False
        elif any(name.lower() in _DANGEROUS for name in vertex.classes) and kind == "decision":
            kind, guessed = "warning", True
        node = self.draft.add(end.text, vertex.line, kind)
        lines = [rest, *(_as_text(self.chart.vertices[name].label) for name in behind)]
        if words := "\n\n".join(filter(None, lines)):
            node.texts["choose" if kind == "decision" else "when"] = words
        if guessed:
            ask_kind(self.doubts, node)
        node.is_end = bool(said)
        return node

    def _clicked(self, node: DraftNode, name: str) -> None:
        """Take the address behind a node: an id of ours, a target, or a link."""
        if (click := self.chart.clicks.get(name)) is None:
            return
        path = click.url.strip("/")
        if is_address(click.url):
            add_link(node, click.title, click.url)
        elif is_id(path) and all(other.id != path for other in self.draft.nodes.values()):
            node.id = path
        elif "exit" not in self.chart.vertices[name].classes:
            says = f"“{node.text}” leads to `{click.url}`"
            self.doubts.ask("unknown-reference", node, says, "the address is left out", others=())

    # --- arrows ---------------------------------------------------------------------------------------

    def _arrows(self) -> None:
        for name, node in self.nodes.items():
            if node.kind not in ("check", "step"):
                continue
            for edge in self.out[name]:
                label = " ".join(edge.label.split())
                to = self._target(edge.end)
                if node.kind == "step":
                    if label:
                        says = f"“{label}” stands on the one way on from “{node.text}”"
                        self.doubts.ask(
                            "left-out", node, says, "it is left out", about=says, line=edge.line, others=()
                        )
                    node.arrows.append(DraftArrow("", to, edge.line))
                else:
                    words = read_label(label)
                    node.arrows.append(DraftArrow(words.text, to, edge.line, note=words.note))

    def _target(self, name: str) -> str:
        """The key of a node, or the target in another tree that stands for it."""
        vertex = self.chart.vertices[name]
        if "exit" in vertex.classes and name in self.chart.clicks:
            parts = [part for part in self.chart.clicks[name].url.split("/") if part not in ("", ".", "..")]
            if 1 <= len(parts) <= 2 and all(map(is_id, parts)):  # noqa: PLR2004 - a tree, or a tree and a node
                return "/".join([*parts, ""]) if len(parts) == 1 else "/".join(parts)
        return self.nodes[name].key

    def _tell_lost(self, texts: Mapping[str, list[str]]) -> None:
        """Tell of nodes that no path meets."""
        kept = {*self.nodes, *(end for ends in texts.values() for end in ends)}
        for name, vertex in self.chart.vertices.items():
            if name not in kept and (self.into[name] or not self._opened(name)):
                says = f"no path from the start meets “{self._vertex_label(name)}”"
                self.doubts.note("left-out", self.draft, vertex.line, says, "it is left out")

    def _opened(self, name: str) -> bool:
        """Whether a node has become the starting question."""
        return bool(self.out[name]) and self.out[name][0].end in self.nodes and self._only_opens(name)


def _class(vertex: Vertex) -> Kind | None:
    """The kind that a chart of our own says a node has."""
    return next((_CLASSES[name] for name in vertex.classes if name in _CLASSES), None)


def _title(label: str) -> tuple[str, str]:
    """Part a label into a name and a text: the lines behind the first, unless all are a title together."""
    first, _, rest = label.partition("\n")
    if not rest or ("\n" not in rest and not re.match(r"[-•*·]", rest) and len(label) <= _MOST_TITLE):
        return " ".join(label.split()), ""
    return first, _as_text(rest)


def _as_text(label: str) -> str:
    return "\n".join(re.sub(r"^[•·*]\s*", "- ", line) for line in label.split("\n"))
