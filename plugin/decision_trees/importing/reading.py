"""From foreign files to sources: what is in them, each of it read, settled, written and checked."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from decision_trees.diagnostics.codes import Level
from decision_trees.diagnostics.diagnostic import Diagnostic
from decision_trees.diagnostics.wording import cut
from decision_trees.importing import (
    ascii_tree,
    asked,
    chains,
    conditions,
    data,
    details,
    document,
    flowchart,
    listing,
    mermaid,
    own_document,
    rows,
    table,
)
from decision_trees.importing.doubts import Doubt, Doubts, ImportRefusedError, Replies
from decision_trees.importing.draft import MOST_IMPORTED_NODES, Draft
from decision_trees.importing.pieces import Piece, pieces
from decision_trees.importing.rows import NumberedLine
from decision_trees.importing.scalars import readable
from decision_trees.importing.settle import name_nodes, settle, short_id, unused
from decision_trees.importing.update import carry_over, with_digest
from decision_trees.importing.wording import title_of
from decision_trees.importing.write import write
from decision_trees.layout.addresses import SUFFIX
from decision_trees.model.ids import slug
from decision_trees.model.tree import Tree
from decision_trees.reading.read import read

FORMS: Mapping[str, str] = {
    "ascii": "a question with its answers below it, drawn (`├── Yes → …`) or indented",
    "mermaid": "a mermaid flowchart",
    "table": "a table of Markdown or CSV",
    "list": "a nested list (`- Yes: …`)",
    "questions": "questions in bold, as headings or numbered, with their answers",
    "details": "folds (`<details>`)",
    "conditions": "`IF … THEN … ELSE …`",
    "chains": "a path in each of several lines (`Is it big? → Yes → …`)",
    "json": "JSON or YAML",
}
"""What is read, by the names of `--form`, in the words of the command's help and messages."""

MOST_CHARACTERS = 2_000_000
"""How long a foreign file may be."""

MOST_ANSWERS = 200
"""How many answers a question may have."""

MOST_ARROWS = 10_000
"""How many arrows of a chart are looked at."""

_MOST_TITLE = 200


@dataclass(frozen=True, slots=True)
class Imported:
    """A tree that was brought in.

    Attributes:
        id: Its id, from its title.
        title: Its title.
        line: Where it begins in the foreign file.
        source: The text of its source.
    """

    id: str
    title: str
    line: int
    source: str


@dataclass(slots=True)
class Import:
    """What came of a foreign file.

    Attributes:
        trees: The trees.
        diagnostics: What was not clear, and what was refused and why.
        doubts: What of it an answers file may decide.
        found: How many pieces may have been trees.
    """

    trees: list[Imported] = field(default_factory=list)
    diagnostics: list[Diagnostic] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)
    found: int = 0


@dataclass(frozen=True, slots=True)
class Request:
    """What is wanted of a file.

    Attributes:
        form: Its form, where somebody says it.
        at: The line at or below which the one tree begins that is wanted; 0 for all.
        known: Targets in other trees by what they are called, in lower case.
        replies: Answers to doubts.
        taken: Ids of trees that came of other files beside it.
        before: Gives a tree that was imported before, with its text, by its id.
    """

    form: str = ""
    at: int = 0
    known: Mapping[str, str] = field(default_factory=dict)
    replies: Replies = field(default_factory=Replies)
    taken: frozenset[str] = frozenset()
    before: Callable[[str], tuple[Tree, str] | None] = lambda _: None


def import_text(text: str, file: str, request: Request | None = None) -> Import:
    """Bring in the trees of a foreign file.

    Args:
        text: Its text.
        file: Its name, whose ending may say the form.
        request: What is wanted.

    Returns:
        The trees, and all that is to be told. Nothing raises for anything in `text`.
    """
    request = request or Request()
    done = Import()
    text = readable(text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n"))
    sources = text.split("\n")
    try:
        found = list(_wanted(text, file, request))
    except ImportRefusedError as error:
        doubts = Doubts(file, sources, request.replies)
        doubts.refuse(error)
        done.diagnostics += doubts.told
        done.found = 1
        return done
    done.found = len(found)
    refused: list[ImportRefusedError] = []
    taken = set(request.taken)
    for piece in found:
        for make in _makers(piece, file, request):
            doubts = Doubts(file, sources, request.replies)
            try:
                tree = _finished(make(doubts), file, doubts, taken, request)
            except ImportRefusedError as error:
                refused.append(error)
            else:
                done.trees.append(tree)
                done.diagnostics += doubts.told
                done.doubts += doubts.open
    if not done.trees and not refused:
        done.found = 0
    for refusal in refused:
        doubts = Doubts(file, sources, request.replies)
        # Beside a tree, what is no tree is no news but to whoever asked for it.
        quiet = done.trees and not request.at and refusal.code in _OTHER_THINGS
        doubts.refuse(refusal, Level.NOTICE if quiet else Level.ERROR)
        done.diagnostics += doubts.told
    return done


def first_question(text: str) -> int:
    """The first line of a text that asks, or says `if`; 0 where none does."""
    return next((number for number, line in enumerate(text.splitlines(), 1) if _ASKS.search(line.strip())), 0)


_ASKS = re.compile(
    r"[?\uff1f](?!\w)|^(?:ELSE\s+)?IF\b|^(?:if|elif|else if|elseif|switch|case)\b.*(?:\bthen\b|[:{]$)"
)

_OTHER_THINGS = ("file-listing", "checklist", "asks-nothing", "box-drawing", "no-outcome-column")

_Maker = Callable[[Doubts], Draft]


def _wanted(text: str, file: str, request: Request) -> Iterator[Piece]:
    """The pieces of a file that are to be read."""
    if len(text) > MOST_CHARACTERS:
        raise ImportRefusedError("too-deep", 1, "the file is too large", "import a part of it")
    suffix = posixpath.splitext(file)[1].lower()
    if suffix in _REFUSED_SUFFIXES:
        name, way = _REFUSED_SUFFIXES[suffix]
        raise ImportRefusedError("unsupported-form", 1, f"{name} is not read", way)
    found = [
        piece
        for piece in _all(text, suffix, request.form)
        if request.form in ("", piece.form, _PART_OF.get(piece.form))
    ]
    if request.at:
        inside = [piece for piece in found if piece.line - 1 <= request.at <= piece.lines[-1].number]
        below = [piece for piece in found if piece.line > request.at]
        found = inside[:1] or below[:1]
    yield from found


_PART_OF = {"document": "ascii", "tree.md": "list"}
"""Forms that have no name of their own for `--form`."""

_REFUSED_SUFFIXES = {
    ".drawio": ("a drawing of draw.io", "export it as mermaid or CSV, or write it down as a nested list"),
    ".dmn": ("DMN", "export each decision table as CSV"),
    ".bpmn": ("BPMN", "write the decisions down as a nested list"),
    ".puml": ("PlantUML", "draw it as a flowchart of mermaid, or write it down as a nested list"),
    ".plantuml": ("PlantUML", "draw it as a flowchart of mermaid, or write it down as a nested list"),
    ".dot": ("Graphviz", "draw it as a flowchart of mermaid, or write it down as a nested list"),
    ".gv": ("Graphviz", "draw it as a flowchart of mermaid, or write it down as a nested list"),
    ".twee": ("Twine", "write the story's decisions down as a nested list"),
    ".tw": ("Twine", "write the story's decisions down as a nested list"),
    ".svg": ("a picture", "write the tree down as a nested list"),
    ".png": ("a picture", "write the tree down as a nested list"),
}

_WHOLE_FILES = {
    ".csv": "table",
    ".tsv": "table",
    ".mmd": "mermaid",
    ".mermaid": "mermaid",
    ".json": "json",
    ".yaml": "json",
    ".yml": "json",
}


def _all(text: str, suffix: str, form: str) -> Iterator[Piece]:
    lines = tuple(NumberedLine(number, line) for number, line in enumerate(text.split("\n"), 1))
    if suffix in _WHOLE_FILES:
        yield Piece(_WHOLE_FILES[suffix], lines, ())
    elif form in ("", "list") and own_document.is_own(lines):
        yield Piece("tree.md", lines, ())
    elif document.is_document(lines) and form in ("", "ascii"):
        yield Piece("document", lines, ())
    else:
        yield from pieces(text)


def _makers(piece: Piece, file: str, request: Request) -> Iterator[_Maker]:
    """For each tree of a piece how it is made; it is refused only when that is done."""
    stem = posixpath.basename(file).split(".")[0]
    title = title_of(
        list(piece.headings), stem.replace("-", " ").replace("_", " ").strip().capitalize() or "Tree"
    )
    title = cut(title, _MOST_TITLE)
    match piece.form:
        case "document":
            yield lambda doubts: document.read_document(piece.lines, title, request.known, doubts)
        case "list":
            yield lambda doubts: listing.read_list(piece.lines, title, doubts)
        case "json":
            yield lambda doubts: data.read_data(piece.lines, file, title, doubts)
        case "tree.md":
            yield lambda doubts: own_document.read_own(piece.lines, title, request.known, doubts)
        case "table":
            yield lambda doubts: table.read_decisions(table.read_table(piece.lines), title, doubts)
        case "conditions":
            yield lambda doubts: conditions.read_conditions(piece.lines, title, doubts)
        case "chains":
            yield lambda doubts: chains.read_chains(piece.lines, title, doubts)
        case "mermaid":
            yield lambda doubts: _chart(piece, title, doubts)
        case _:
            yield from _SEVERAL[piece.form](piece, title)


def _chart(piece: Piece, title: str, doubts: Doubts) -> Draft:
    chart = mermaid.read_flowchart(piece.lines)
    if len(chart.vertices) > MOST_IMPORTED_NODES or len(chart.edges) > MOST_ARROWS:
        message = f"this chart has more than {MOST_IMPORTED_NODES} nodes or {MOST_ARROWS} arrows"
        raise ImportRefusedError("too-deep", piece.line, message, "cut it into several")
    named = chart.title if chart.title and not piece.headings else title
    return flowchart.read_chart(chart, cut(named, _MOST_TITLE), piece.line, doubts)


def _questions(piece: Piece, title: str) -> Iterator[_Maker]:
    for number, group in enumerate(asked.trees(piece.lines)):
        named = cut(group[0].row.text, _MOST_TITLE) if number else title
        yield lambda doubts, group=group, named=named: asked.read_asked(group, named, doubts)  # type: ignore[misc]


def _folds(piece: Piece, title: str) -> Iterator[_Maker]:
    found = details.read_folds(piece.lines, 0, (piece.headings or ("",))[0])
    if found.problem:
        yield _refusing(found.problem)
        return
    for number, group in enumerate(found.rows):
        named = cut(group[0].text, _MOST_TITLE) if number else title
        yield lambda doubts, group=group, named=named: details.read_details(group, named, doubts)  # type: ignore[misc]


def _drawings(piece: Piece, title: str) -> Iterator[_Maker]:
    if rows.is_boxes(piece.lines):
        yield _refusing(
            ImportRefusedError(
                "box-drawing",
                piece.line,
                "this is drawn in two dimensions, which nobody can read for certain",
                "write it down as a nested list, or draw it with mermaid",
            )
        )
        return
    try:
        drawings = rows.join(
            rows.read_drawn(piece.lines) if rows.is_drawn(piece.lines) else rows.read_indented(piece.lines)
        )
    except ImportRefusedError as error:
        yield _refusing(error)
        return
    for number, drawing in enumerate(drawings):
        named = replace_title(drawing, title) if number else title
        yield lambda doubts, drawing=drawing, named=named: ascii_tree.read_tree(drawing, named, doubts)  # type: ignore[misc]


_SEVERAL: Mapping[str, Callable[[Piece, str], Iterator[_Maker]]] = {
    "ascii": _drawings,
    "questions": _questions,
    "details": _folds,
}
"""The forms of which one piece may hold several trees."""


def replace_title(drawing: rows.Drawing, title: str) -> str:
    """The title of a further tree below one heading: what it asks itself."""
    return cut(drawing.root.text, _MOST_TITLE) or title


def _refusing(error: ImportRefusedError) -> _Maker:
    def refuse(_: Doubts) -> Draft:
        raise error

    return refuse


def _finished(draft: Draft, file: str, doubts: Doubts, taken: set[str], request: Request) -> Imported:
    """Settle a draft, write it, and check what was written."""
    if len(draft.nodes) > MOST_IMPORTED_NODES:
        raise ImportRefusedError(
            "too-deep",
            draft.line,
            f"this has more than {MOST_IMPORTED_NODES} questions and ends",
            "cut it into several trees",
        )
    if any(len(node.arrows) > MOST_ANSWERS for node in draft.nodes.values()):
        raise ImportRefusedError(
            "too-deep", draft.line, f"a question has more than {MOST_ANSWERS} answers", "group them"
        )
    settle(draft, doubts)
    tree_id = unused(draft.id or slug(draft.title)[:64].strip("-") or short_id(draft.title) or "tree", taken)
    old = request.before(tree_id)
    holds_more = old is not None and carry_over(draft, *old, doubts)
    name_nodes(draft)
    source = write(draft, f"{posixpath.basename(file)}, line {draft.line}")
    source = source if holds_more else with_digest(source)
    name = f"{tree_id}{SUFFIX}"
    errors = [
        diagnostic
        for diagnostic in read({name: source}).diagnostics
        if diagnostic.level is Level.ERROR and diagnostic.code not in ("unknown-tree", "unknown-file")
    ]
    if errors:
        raise ImportRefusedError(
            "not-a-tree",
            draft.line,
            f"what came of it would not pass the check: {errors[0].message}",
            errors[0].help or "mend it where it stands",
        )
    return Imported(tree_id, draft.title, draft.line, source)
