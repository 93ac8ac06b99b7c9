"""Measurements as Markdown tables."""

from __future__ import annotations

import os
import platform
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from itertools import pairwise

from benchmarks.figures import Budget, exponent, ratios, spread
from benchmarks.output import Output
from benchmarks.running import OURS, OURS_COLD, VARIANTS, Run

JUDGED_FROM = 900
"""Budgets hold from so many pages on: before, starting up costs more than the pages."""

MEMORY = Budget(1.3)
"""Peak memory of a build by that of the site by hand."""

INDEX = Budget(0.65)
"""The search index by that of the site by hand."""

NODE = Budget(4.0)
"""KB of a check or terminal without the theme's shell, compressed."""

GROWTH = Budget(1.2)
"""Processor time per page of the largest corpus by that of the smallest on which budgets hold."""


@dataclass(frozen=True)
class Result:
    """What was measured of one corpus.

    Attributes:
        trees: How many trees it holds.
        pages: How many pages they come to.
        runs: The runs of each variant by its name, one a round.
        by_hand: What was published of the site by hand.
        ours: What was published of the trees.
        is_in_company: Whether other plugins took part.
    """

    trees: int
    pages: int
    runs: Mapping[str, Sequence[Run]]
    by_hand: Output
    ours: Output
    is_in_company: bool = False

    def judge(self, budget: Budget | None, value: float) -> str:
        """Write whether a figure keeps to its budget, where it has one that holds at this size."""
        return budget.mark(value) if budget and self.pages >= JUDGED_FROM else ""


def report(results: Sequence[Result]) -> str:
    """Write everything that was measured, from the smallest corpus to the largest."""
    parts = [_circumstances(rounds=len(results[0].runs[OURS_COLD]))]
    for result in results:
        parts += [f"### {result.trees} trees, {result.pages:,} pages", _times(result), _sizes(result)]
    if len(results) > 1:
        parts += ["### Growth", _growth(results)]
    return "\n\n".join(parts)


def _circumstances(rounds: int) -> str:
    names = ("mkdocs", "mkdocs-material", "Markdown", "pymdown-extensions", "Jinja2")
    versions = ", ".join(f"{name} {version(name)}" for name in names)
    medians = f"medians of {rounds} rounds; in brackets stand the least and the most"
    return (
        f"Measured on {datetime.now(UTC):%Y-%m-%d} with {os.cpu_count()} cores ({platform.machine()}, "
        f"{platform.system()}), Python {platform.python_version()}, {versions}. Figures are "
        f"{medians if rounds > 1 else 'those of one round'}."
    )


def _times(result: Result) -> str:
    rows = []
    for variant in VARIANTS:
        if variant.name not in result.runs:
            continue
        runs, bases = result.runs[variant.name], result.runs[variant.base]
        cells = [
            variant.name,
            spread([run.cpu for run in runs]).text(2),
            spread([run.wall for run in runs]).text(2),
            spread([run.memory for run in runs]).text(0),
        ]
        if runs is not bases:
            budget = variant.budget_in_company if result.is_in_company else variant.budget
            cpu = ratios([run.cpu for run in runs], [run.cpu for run in bases])
            memory = ratios([run.memory for run in runs], [run.memory for run in bases])
            cells += [cpu.text(2), result.judge(budget, cpu.middle)]
            cells += [memory.text(2), result.judge(MEMORY if variant.site == OURS else None, memory.middle)]
        rows.append(cells)
    return table(
        ("built", "CPU, s", "clock, s", "memory, MB", "CPU ÷ by hand", "limit", "memory ÷ by hand", "limit"),
        rows,
    )


def _sizes(result: Result) -> str:
    index_ratio, node = result.ours.index / result.by_hand.index, result.ours.node_packed / 1000
    limits = {
        "index": result.judge(INDEX, index_ratio),
        "node_packed": result.judge(NODE, node),
    }
    names = {
        "total": "all files, KB",
        "index": "search index, KB",
        "index_packed": "search index, gzip, KB",
        "node_packed": "a check or terminal without the theme's shell, gzip, KB",
        "shell": "the theme's shell around it, KB",
    }
    rows = []
    for key, name in names.items():
        by_hand, ours = getattr(result.by_hand, key), getattr(result.ours, key)
        rows.append(
            [
                name,
                f"{by_hand / 1000:,.1f}",
                f"{ours / 1000:,.1f}",
                f"{ours / by_hand:.2f}",
                limits.get(key, ""),
            ]
        )
    return table(("published", "by hand", "ours", "ours ÷ by hand", "limit"), rows)


def _growth(results: Sequence[Result]) -> str:
    """How processor time grows with pages, from each corpus to the next."""
    pairs = list(pairwise(results))
    heads = [f"{small.pages:,} to {large.pages:,} pages" for small, large in pairs]
    judged = [result for result in results if result.pages >= JUDGED_FROM]
    rows = []
    for variant in VARIANTS:
        if not all(variant.name in result.runs for result in results):
            continue
        row = [variant.name]
        for small, large in pairs:
            points = [(result.pages, _cpu(result, variant.name)) for result in (small, large)]
            row.append(f"{exponent(*points):.2f}")
        if len(judged) > 1:
            first, last = (_cpu(result, variant.name) / result.pages for result in (judged[0], judged[-1]))
            row += [f"{last / first:.2f}", GROWTH.mark(last / first) if variant.name == OURS_COLD else ""]
        rows.append(row)
    if len(judged) > 1:
        heads += [f"a page at {judged[-1].pages:,} ÷ at {judged[0].pages:,}", "limit"]
    return table(("exponent", *heads), rows)


def _cpu(result: Result, variant: str) -> float:
    return spread([run.cpu for run in result.runs[variant]]).middle


def replaced(page: str, name: str, text: str) -> str:
    """Put a text between the marks of a page that have a name, as in `<!-- name: start -->`.

    Raises:
        ValueError: The page has no such marks.
    """
    start, end = f"<!-- {name}: start -->\n", f"<!-- {name}: end -->\n"
    before, _ = page.split(start)
    _, after = page.split(end)
    return f"{before}{start}\n{text}\n\n{end}{after}"


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Write a Markdown table; the first column holds words and the others figures."""
    return "\n".join(_table_lines(head, rows))


def _table_lines(head: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    yield f"| {' | '.join(head)} |"
    yield f"| --- |{' ---: |' * (len(head) - 1)}"
    for row in rows:
        cells = [*row, *[""] * (len(head) - len(row))]
        yield f"| {' | '.join(cells)} |"
