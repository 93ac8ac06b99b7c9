"""Mermaid's flowcharts, read as its own grammar reads them: nodes, arrows, clicks and classes.

What mermaid refuses is read as far as it goes, for a chart that another version of it drew is still a chart.
`tests/build/test_mermaid_itself.py` holds nodes and arrows to what mermaid makes of them.
"""

from __future__ import annotations

import html
import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from decision_trees.importing.doubts import ImportRefusedError
from decision_trees.importing.rows import NumberedLine


@dataclass(slots=True)
class Vertex:
    """A node: its label, whose lines are parted by line breaks, its shape, line and classes."""

    id: str
    label: str
    shape: str
    line: int
    classes: list[str] = field(default_factory=list)


class Edge(NamedTuple):
    """An arrow: the ids of its nodes, its label, its line, how it is drawn, and what its label may mean."""

    start: str
    end: str
    label: str
    line: int
    stroke: str
    meant: str = ""


class _DrawnLink(NamedTuple):
    """How an arrow is drawn, its words, where what follows begins, and what its words may be meant to be."""

    stroke: str
    words: str
    behind: int
    meant: str = ""


class Click(NamedTuple):
    """Where a click on a node leads, and what is said of it."""

    url: str
    title: str


@dataclass(slots=True)
class Flowchart:
    """A chart.

    Attributes:
        vertices: The nodes by id, in the order in which they are first named.
        edges: The arrows.
        clicks: Addresses by node.
        groups: For each subgraph by id, its title and its nodes.
        title: What the chart is called, if it says so.
        strange: What could not be read, with its line.
        parted: Words of which mermaid takes the first letter for an arrow head, with their line.
    """

    vertices: dict[str, Vertex] = field(default_factory=dict)
    edges: list[Edge] = field(default_factory=list)
    clicks: dict[str, Click] = field(default_factory=dict)
    groups: dict[str, tuple[str, list[str]]] = field(default_factory=dict)
    title: str = ""
    strange: list[tuple[int, str]] = field(default_factory=list)
    parted: list[tuple[int, str]] = field(default_factory=list)


_SHAPES = (
    ("(((", (")))",), "doublecircle"),
    ("((", ("))",), "circle"),
    ("([", ("])",), "stadium"),
    ("(-", ("-)",), "ellipse"),
    ("[[", ("]]",), "subroutine"),
    ("[(", (")]",), "cylinder"),
    ("[|", ("|]",), "rect"),
    ("[/", ("/]", "\\]"), "lean"),
    ("[\\", ("\\]", "/]"), "lean"),
    ("{{", ("}}",), "hexagon"),
    ("{", ("}",), "diamond"),
    ("[", ("]",), "square"),
    ("(", (")",), "round"),
    (">", ("]",), "odd"),
)
# So many characters of a label, and of the words on an arrow, are searched for their end.
_MOST_TEXT = 2_000
_MOST_WORDS = 500

_ID = re.compile(r"(?:[\w!#$%'*+.`?\\/&]|-(?=[^>\-.\s])|=(?!=))+")
_CLASS = re.compile(r":::([\w-]+)")
_AND = re.compile(r"[ \t]*&[ \t]*")
_EDGE_ID = re.compile(r'[ \t]*[^\s"@]{1,100}@(?=[xo<]?[-=.~])')
_LINK = re.compile(
    r"\s*(?:(?P<normal>[xo<]?--+[-xo>])|(?P<thick>[xo<]?==+[=xo>])|(?P<dotted>[xo<]?-?\.+-[xo>]?)|(?P<invisible>~~~+))\s*"
)
_PARTED = re.compile(r"(?<=[-=.])(?P<words>[xo][a-z][\w ]*?)\s*[-=.]{2,}>?")
_OPEN = re.compile(r"\s*(?:(?P<normal>[xo<]?--)|(?P<thick>[xo<]?==)|(?P<dotted>[xo<]?-\.))\s*")
_CLOSE = {
    "normal": re.compile(r"[xo<]?--+[-xo>]\s*"),
    "thick": re.compile(r"[xo<]?==+[=xo>]\s*"),
    "dotted": re.compile(r"[xo<]?-?\.+-[xo>]?\s*"),
}
_HEAD = re.compile(r"\s*(?:flowchart(?:-elk)?|graph)\b[ \t]*(?:TB|TD|BT|LR|RL|BR|<|>|\^|v)?[ \t]*;?")
_KEYWORD = re.compile(
    r"(?P<word>subgraph|end|click|classDef|class|style|linkStyle|direction|accTitle|accDescr)\b(?!-?-)"
)
_SUBGRAPH = re.compile(r'subgraph[ \t]*(?P<id>[^\s\["]*)?[ \t]*(?:\[(?P<title>.*)\]|(?P<rest>.*))')
_CLICK = re.compile(
    r'click[ \t]+(?P<id>[^\s,]+)[ \t]+(?:href[ \t]+)?"(?P<url>[^"]*)"(?:[ \t]+"(?P<title>[^"]*)")?'
)
_DATA = re.compile(r'(?P<key>label|shape)\s*:\s*(?:"(?P<quoted>[^"]*)"|(?P<plain>[^,}\n"]+))')
_FRONT_MATTER = re.compile(r"\A\s*---[ \t]*\n.*?\n[ \t]*---[ \t]*\n", re.DOTALL)
_FRONT_TITLE = re.compile(r"^title:[ \t]*(?P<title>\S.*)$", re.MULTILINE)


def read_flowchart(lines: Sequence[NumberedLine]) -> Flowchart:
    """Read a chart.

    Raises:
        ImportRefusedError: It is a chart of another kind, or has no arrows.
    """
    text = "\n".join(line.text for line in lines)
    first = lines[0].number if lines else 1
    chart = Flowchart()
    if found := _FRONT_MATTER.match(text):
        if title := _FRONT_TITLE.search(found[0]):
            chart.title = label(title["title"])
        text = _blank(found[0]) + text[found.end() :]
    text = _without_comments(text)
    head = _HEAD.match(text)
    if head is None:
        kind = (text.split() or ["nothing"])[0][:40]
        line = first + text[: len(text) - len(text.lstrip())].count("\n")
        message = f"of mermaid's charts only flowcharts are read, not `{kind}`"
        raise ImportRefusedError("unsupported-form", line, message, "draw a flowchart")
    _Parser(text, first, chart).run(head.end())
    if not chart.edges:
        message = "this chart has no arrows"
        raise ImportRefusedError("asks-nothing", first, message, "a tree asks, and answers lead to ends")
    return chart


def _blank(text: str) -> str:
    """As many lines, with nothing in them."""
    return "\n" * text.count("\n")


def _without_comments(text: str) -> str:
    """Leave out directives and comments; lines stay where they are."""
    parts: list[str] = []
    place = 0
    while (begin := text.find("%%{", place)) != -1:
        end = text.find("}%%", begin)
        if end == -1:
            break
        parts += [text[place:begin], _blank(text[begin : end + 3])]
        place = end + 3
    text = "".join([*parts, text[place:]])
    return "\n".join("" if line.lstrip().startswith("%%") else line for line in text.split("\n"))


class _Parser:
    def __init__(self, text: str, first: int, chart: Flowchart) -> None:
        self.text = text
        self.chart = chart
        self.first = first
        self.starts = [0, *(found.end() for found in re.finditer("\n", text))]
        self.open: list[str] = []

    def line(self, place: int) -> int:
        """The line of the foreign file at a place."""
        return self.first + bisect_right(self.starts, place) - 1

    def run(self, place: int) -> None:
        text = self.text
        while place < len(text):
            if text[place].isspace() or text[place] == ";":
                place += 1
            elif found := _KEYWORD.match(text, place):
                place = self._keyword(found["word"], place)
            else:
                place = self._statement(place)

    # --- nodes and arrows ---------------------------------------------------------------------------

    def _statement(self, place: int) -> int:
        """Read nodes with arrows between them, and say where they end."""
        begin = place
        left, place = self._nodes(place)
        while left:
            link = self._link(place)
            if link is None:
                break
            right, end = self._nodes(link.behind)
            if not right:
                break
            if link.stroke != "invisible":
                line = self.line(begin if "\n" not in self.text[begin:place] else place)
                self.chart.edges += [
                    Edge(start, other, link.words, line, link.stroke, link.meant)
                    for start in left
                    for other in right
                ]
            left, place = right, end
        return self._rest(place)

    def _rest(self, place: int) -> int:
        """Skip what could not be read of a line, and say where it ends."""
        end = self.text.find("\n", place)
        end = len(self.text) if end == -1 else end
        rest = self.text[place:end].strip()
        if rest.startswith(";"):
            return self.text.index(";", place) + 1
        if rest and not rest.startswith("%%"):
            self.chart.strange.append((self.line(place), rest))
        return end

    def _nodes(self, place: int) -> tuple[list[str], int]:
        """Read nodes joined by `&`."""
        found: list[str] = []
        while True:
            node, end = self._node(place)
            if node is None:
                return found, place
            found.append(node)
            place = end
            if (joined := _AND.match(self.text, place)) is None:
                return found, place
            place = joined.end()

    def _node(self, place: int) -> tuple[str | None, int]:
        found = _ID.match(self.text, place)
        if found is None:
            return None, place
        name = found[0]
        vertex = self.chart.vertices.get(name)
        if vertex is None and name not in self.chart.groups:
            vertex = self.chart.vertices[name] = Vertex(name, name, "", self.line(place))
            for group in self.open:
                self.chart.groups[group][1].append(name)
        place = found.end()
        shape, words, place = self._shape(place)
        if vertex and words is not None:
            vertex.label, vertex.shape, vertex.line = label(words) or name, shape, self.line(found.start())
        while classes := _CLASS.match(self.text, place):
            if vertex:
                vertex.classes.append(classes[1])
            place = classes.end()
        return name, place

    def _shape(self, place: int) -> tuple[str, str | None, int]:
        """Read a node's shape and words; None for the words where there are none."""
        text = self.text
        if text.startswith("@{", place):
            end = _end_of_data(text, place + 2)
            if end is not None:
                data = {
                    match["key"]: match["quoted"] or match["plain"] or ""
                    for match in _DATA.finditer(text, place + 2, end)
                }
                return data.get("shape", "").strip(), data.get("label"), end + 1
        for opens, closers, name in _SHAPES:
            inside = self._inside(place + len(opens), closers) if text.startswith(opens, place) else None
            if inside is not None:
                return name, *inside
        return "", None, place

    def _inside(self, place: int, closers: Sequence[str]) -> tuple[str, int] | None:
        """Read the words up to one of several closing signs, and say where what follows begins."""
        text = self.text
        begin = after = self._skip(place)
        if text.startswith('"', begin):
            quote = text.find('"', begin + 1, begin + _MOST_TEXT)
            if quote == -1:
                return None
            after = self._skip(quote + 1)
            ends = [closer for closer in closers if text.startswith(closer, after)]
            return (text[begin : quote + 1], after + len(ends[0])) if ends else None
        places = {closer: text.find(closer, after, after + _MOST_TEXT) for closer in closers}
        found = [(end, closer) for closer, end in places.items() if end != -1]
        if not found:
            return None
        end, closer = min(found)
        while text.startswith(closer, end + 1):
            end += 1  # `))))`: the last ones close
        return text[place:end], end + len(closer)

    def _link(self, place: int) -> _DrawnLink | None:
        """Read a link."""
        text = self.text
        if edge_id := _EDGE_ID.match(text, place):
            place = edge_id.end()
        if found := _LINK.match(text, place):
            end = found.end()
            words = ""
            if text.startswith("|", end):
                inside = self._inside(end + 1, ("|",))
                if inside is None:
                    return None
                words, end = inside
            if parted := _PARTED.match(text, found.end() - 1):
                self.chart.parted.append((self.line(found.end()), parted["words"]))
            return _DrawnLink(found.lastgroup or "", label(words), self._skip(end))
        if found := _OPEN.match(text, place):
            stroke = found.lastgroup or ""
            close = _CLOSE[stroke].search(text, found.end(), found.end() + _MOST_WORDS)
            if close:
                words = text[found.end() : close.start()]
                ends_in_head = close[0][0] in "xo" and words[-1:].isalnum()
                meant = label(words + close[0][0]) if ends_in_head else ""
                return _DrawnLink(stroke, label(words.strip().strip("|")), close.end(), meant)
        return None

    def _skip(self, place: int) -> int:
        """Skip white space."""
        while place < len(self.text) and self.text[place].isspace():
            place += 1
        return place

    # --- everything else ----------------------------------------------------------------------------

    def _keyword(self, word: str, place: int) -> int:
        end = self.text.find("\n", place)
        end = len(self.text) if end == -1 else end
        statement = self.text[place:end].strip()
        match word:
            case "subgraph":
                self._subgraph(statement)
            case "end":
                if self.open:
                    self.open.pop()
                return place + len(word)
            case "click":
                if found := _CLICK.match(statement):
                    click = Click(html.unescape(found["url"]), label(found["title"] or ""))
                    self.chart.clicks[found["id"]] = click
            case "class":
                self._class(statement)
            case "accTitle" | "accDescr":
                return self._described(word, place, end)
            case _:
                pass  # how it looks
        return end

    def _subgraph(self, statement: str) -> None:
        found = _SUBGRAPH.match(statement)
        parts = found.groupdict(default="") if found else {"id": "", "title": "", "rest": ""}
        title = parts["title"] or parts["rest"]
        name = parts["id"] or title or f"subgraph {len(self.chart.groups)}"
        self.chart.groups.setdefault(name, (label(title) or name, []))
        self.chart.vertices.pop(name, None)
        self.open.append(name)

    def _class(self, statement: str) -> None:
        words = statement.rstrip("; \t").split()
        for name in "".join(words[1:-1]).split(","):
            if vertex := self.chart.vertices.get(name):
                vertex.classes.append(words[-1])

    def _described(self, word: str, place: int, end: int) -> int:
        begin = self.text.find("{", place, end)
        if word == "accDescr" and begin != -1 and ":" not in self.text[place:begin]:
            close = self.text.find("}", begin)
            return len(self.text) if close == -1 else close + 1
        if word == "accTitle":
            self.chart.title = label(self.text[place:end].partition(":")[2])
        return end


def _end_of_data(text: str, place: int) -> int | None:
    """Where `@{ … }` ends: at the first brace outside of quotes."""
    in_quotes = False
    for at in range(place, min(len(text), place + _MOST_TEXT)):
        if text[at] == '"':
            in_quotes = not in_quotes
        elif text[at] == "}" and not in_quotes:
            return at
    return None


_ENTITY = re.compile(r"&?#(\w{1,30});")
_BREAK = re.compile(r"<br[ \t]*/?>|\\n", re.IGNORECASE)
_TAG = re.compile(r"</?[A-Za-z][^<>]*>")
_ICON = re.compile(r"\bfa[a-z]?:fa-[\w-]+|\bfa[a-z]?:")
_UNSEEN = re.compile("[\u200b\u2060]")


def label(written: str) -> str:
    """Read a label: without quotes, entities and HTML; line breaks become line breaks."""
    text = written.strip()
    if len(text) > 1 and text[0] == text[-1] == '"':
        text = text[1:-1].strip()
    text = text.strip("`")
    text = _ICON.sub("", _TAG.sub("", _BREAK.sub("\n", text)))
    text = html.unescape(_ENTITY.sub(lambda found: _entity(found[1]), text))
    lines = (" ".join(_UNSEEN.sub("", line).split()) for line in text.split("\n"))
    return "\n".join(filter(None, lines))


def _entity(name: str) -> str:
    return html.unescape(f"&#{name};" if name.isdigit() else f"&{name};")
