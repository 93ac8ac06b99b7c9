"""A tree as plain text, drawn with branches, and as a table of its ways."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterator, Sequence

from decision_trees.analysis.graph import Graph
from decision_trees.analysis.outline import Branch, outline
from decision_trees.model.tree import Answer, Check, Step, Target, Text

MOST_ROWS = 2_000
"""How many rows a table may have."""

_OUTCOME = "Outcome"

_PLAIN = ("Yes", "No", "True", "False")


class TooManyWaysError(Exception):
    """A table would have more rows than anybody reads."""


def drawn(graph: Graph) -> str:
    """Draw a tree with branches: `├── Yes → …`, as `decision-trees import` reads them.

    What several answers lead to is drawn once, and named elsewhere as `(above)`, or as `(below)` where it
    lies so deep that it begins a drawing of its own.
    """
    parts: list[str] = []
    drawn_ids: set[str] = set()
    for top in outline(graph):
        first, below = _passed(top, drawn_ids)
        begin = ["Start"] if not parts and isinstance(top.to, Step) else []
        ends = [] if below else [f"└── → {first.pop()}"]  # a drawing has a branch
        lines = [" → ".join([*begin, *first]), *ends]
        waiting = [(branch, "", branch is below[-1]) for branch in reversed(below)]
        while waiting:
            branch, margin, is_last = waiting.pop()
            steps, below = _passed(branch, drawn_ids)
            words = " → ".join(filter(None, (_label(branch.answer), *steps)))
            lines.append(f"{margin}{'└── ' if is_last else '├── '}{words}")
            deeper = margin + ("    " if is_last else "│   ")
            waiting += [(item, deeper, item is below[-1]) for item in reversed(below)]
        parts.append("\n".join(lines))
    return "\n\n".join(parts) + "\n"


def _passed(branch: Branch, drawn_ids: set[str]) -> tuple[list[str], Sequence[Branch]]:
    """What a branch leads to, through steps, and what lies below that; notes what is drawn with it."""
    words = [_heading(branch, drawn_ids)]
    while isinstance(branch.to, Step) and branch.branches:
        (branch,) = branch.branches
        words[-1] += _beside(branch.answer)
        words.append(_heading(branch, drawn_ids))
    return words, branch.branches


def _label(answer: Answer | None) -> str:
    return f"{_line(answer.label)}{_beside(answer)}" if answer else ""


def _beside(answer: Answer | None) -> str:
    """What is said beside an answer: brackets behind other words than yes and no may be a part of these."""
    beside = "; ".join(_line(line) for line in (answer.note, answer.loop) if line) if answer else ""
    plain = answer is not None and _line(answer.label) in _PLAIN
    return (f" ({beside})" if plain else f" [{beside}]") if beside else ""


def _heading(branch: Branch, drawn_ids: set[str]) -> str:
    if isinstance(branch.to, Target):
        return f"{branch.to} (in another tree)"
    if isinstance(branch.to, (Check, Step)):
        heading = branch.to.question if isinstance(branch.to, Check) else branch.to.title
        if branch.elsewhere:
            return f"{_line(heading)} ({'above' if branch.to.id in drawn_ids else 'below'})"
        drawn_ids.add(branch.to.id)
        return _line(heading)
    return f"{branch.to.kind.upper()}: {_line(branch.to.title)}"


def _line(text: Text) -> str:
    return " ".join(text.line.plain.split())


def as_csv(graph: Graph) -> str:
    """Write a tree as CSV: a column for each question, and one with what the answers in a row lead to.

    A question that is not asked on the way has an empty cell; questions of the same wording are told apart by
    their ids. Arrows that go back are left out, and so are steps.

    Raises:
        TooManyWaysError: There would be more than `MOST_ROWS` rows.
    """
    if graph.path_count > MOST_ROWS:
        raise TooManyWaysError(f"there are {graph.path_count} ways through it; a table holds {MOST_ROWS}")
    nodes = [graph.tree.nodes[node_id] for node_id in graph.walk_order]
    checks = [node for node in nodes if isinstance(node, Check)]
    columns = {check.id: number for number, check in enumerate(checks)}
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    headings = [_line(check.question) for check in checks]
    taken = Counter([*headings, _OUTCOME])
    for number, check in enumerate(checks):
        if taken[headings[number]] > 1:
            headings[number] += f" ({check.id})"
    writer.writerow([*headings, _OUTCOME])
    for answers, end in _ways(graph):
        cells = [""] * len(columns)
        for check_id, label in answers:
            cells[columns[check_id]] = label
        writer.writerow([*cells, end])
    return out.getvalue()


def arrows_left_out(graph: Graph) -> Iterator[str]:
    """Tell of the arrows that have no row in a table: those that go back."""
    for node in (graph.tree.nodes[node_id] for node_id in graph.walk_order):
        if isinstance(node, (Check, Step)):
            for answer in node.answers:
                if answer.loop:
                    words = (
                        f"`{_line(answer.label)}` at `{node.id}`" if answer.label else f"the step `{node.id}`"
                    )
                    yield f"{words} goes back to `{answer.to}`, for which a table has no row"


def _ways(graph: Graph) -> Iterator[tuple[tuple[tuple[str, str], ...], str]]:
    """Every way from the start to an end: the answers by check, and the end."""
    waiting: list[tuple[str | Target, tuple[tuple[str, str], ...]]] = [(graph.tree.start, ())]
    while waiting:
        node_id, answers = waiting.pop()
        if isinstance(node_id, Target):
            yield answers, str(node_id)
            continue
        node = graph.tree.nodes[node_id]
        if not isinstance(node, (Check, Step)):
            yield answers, _line(node.title)
            continue
        ahead: list[tuple[str | Target, tuple[tuple[str, str], ...]]] = []
        for arrow in graph.arrows(node_id):
            given = ((node_id, _line(arrow.answer.label)),) if isinstance(node, Check) else ()
            ahead.append((graph.next(arrow) or arrow.answer.to, (*answers, *given)))
        waiting += reversed(ahead)
