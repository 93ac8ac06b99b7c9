"""Which answers and terminals of a tree its scenarios walk.

Arrows that go back are left out, as they are of path counts: a walk that takes one asks on until it takes
another answer.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from decision_trees.analysis.graph import Arrow, Graph, scenario_answers
from decision_trees.diagnostics.printable import one_line, path, path_for_programs
from decision_trees.diagnostics.render.json import place
from decision_trees.model.span import Span
from decision_trees.model.tree import Terminal, Tree


@dataclass(frozen=True, slots=True)
class Coverage:
    """What the scenarios of one tree leave out.

    Attributes:
        tree: The tree.
        answers: How many answers it has.
        terminals: How many terminals it has.
        unwalked: The answers that no scenario gives, in the order of the file.
        unmet: The terminals at which no scenario ends, decisions first.
    """

    tree: Tree
    answers: int
    terminals: int
    unwalked: tuple[Arrow, ...]
    unmet: tuple[Terminal, ...]

    @property
    def walked(self) -> int:
        """How many answers a scenario gives."""
        return self.answers - len(self.unwalked)

    @property
    def met(self) -> int:
        """How many terminals a scenario ends at."""
        return self.terminals - len(self.unmet)


def coverage(graph: Graph) -> Coverage:
    """Walk all scenarios of a tree, also those that come out otherwise than they say."""
    tree = graph.tree
    walked: set[tuple[str, str]] = set()
    met: set[str | None] = set()
    for scenario in tree.scenarios:
        for arrow in graph.walk(scenario_answers(tree, scenario)):
            walked.add(arrow.key)
            met.add(graph.next(arrow))
    arrows = [arrow for check in tree.checks for arrow in graph.arrows(check.id)]
    return Coverage(
        tree,
        answers=len(arrows),
        terminals=len(tree.terminals),
        unwalked=tuple(arrow for arrow in arrows if arrow.key not in walked),
        unmet=tuple(node for node in tree.terminals if node.id not in met),
    )


def as_table(found: Iterable[Coverage]) -> str:
    """Show how much is walked, a line for each tree."""
    rows = [
        (
            f"{coverage.walked} of {coverage.answers} answers",
            f"{coverage.met} of {coverage.terminals} terminals",
            one_line(coverage.tree.file),
        )
        for coverage in found
    ]
    widths = [max((len(row[column]) for row in rows), default=0) for column in (0, 1)]
    lines = [f"  {row[0]:>{widths[0]}}, {row[1]:>{widths[1]}}  {row[2]}" for row in rows]
    return "\n".join(["The scenarios walk", *(lines or ["  no tree"])])


def places(found: Iterable[Coverage]) -> str:
    """List what no scenario walks, each on one line with its place, as editors and `grep` expect it."""
    return "\n".join(line for coverage in found for line in _places(coverage))


def _places(found: Coverage) -> Iterator[str]:
    for arrow in found.unwalked:
        where, label = _where(arrow.answer.label.span), one_line(arrow.answer.label.value)
        yield f"{where}: no scenario answers `{one_line(arrow.node.id)}` with `{label}`"
    for node in found.unmet:
        yield f"{_where(node.span)}: no scenario ends at the {node.kind} `{one_line(node.id)}`"


def _where(span: Span) -> str:
    return f"{path(span.file)}:{span.line}:{span.column}"


def as_data(found: Iterable[Coverage]) -> list[dict[str, object]]:
    """Give the same as JSON values.

    Returns:
        For each tree `tree` (its id) and `file`; `answers` and `terminals`, each an object with `walked`
        and `total`; `unwalked`, the answers that no scenario gives, each with `check`, `answer` (their
        ids), `label` and its place; `unmet`, the terminals at which none ends, each with `node`, `kind`
        and its place. A place is written as a diagnostic's: `file`, `line`, `column`, `end_line`,
        `end_column`.
    """
    return [
        {
            "tree": coverage.tree.id,
            "file": path_for_programs(coverage.tree.file),
            "answers": {"walked": coverage.walked, "total": coverage.answers},
            "terminals": {"walked": coverage.met, "total": coverage.terminals},
            "unwalked": [
                {
                    "check": arrow.node.id,
                    "answer": arrow.answer.id,
                    "label": str(arrow.answer.label),
                    **place(arrow.answer.label.span),
                }
                for arrow in coverage.unwalked
            ],
            "unmet": [{"node": node.id, "kind": node.kind, **place(node.span)} for node in coverage.unmet],
        }
        for coverage in found
    ]
