"""`python -m benchmarks.scale`: what the commands cost on large folders, and how that grows.

Each runs in a process of its own, on the trees of `benchmarks.trees` in one docs folder. Nothing is built by
hand beside them: what counts is a tree or a page, and that the next one costs as much as the last.
"""

from __future__ import annotations

import argparse
import os
import platform
import shutil
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path

from benchmarks.corpus import Corpus, change_line, our_files, write
from benchmarks.figures import Budget, exponent
from benchmarks.running import OURS, REPOSITORY, Run, run
from benchmarks.tables import GROWTH, JUDGED_FROM, replaced, table
from benchmarks.trees import PAGES_PER_TREE


@dataclass(frozen=True)
class Command:
    """A command that is measured.

    Attributes:
        name: What it is called in the tables.
        pages: By how many pages its cost is told.
        budget: How many milliseconds so many pages may take.
        by_clock: Whether that is time on the clock; else it is processor time.
    """

    name: str
    pages: int
    budget: Budget
    by_clock: bool = False


CHECK = Command("`check`, a tree", PAGES_PER_TREE, Budget(2.0), by_clock=True)
CHECK_AGAIN = Command("`check` again, one line changed, a tree", PAGES_PER_TREE, Budget(2.0), by_clock=True)
COLD = Command("`export`, a page", 1, Budget(1.0))
CHANGED = Command("`export` again, one line changed, a page", 1, Budget(0.1))
COMMANDS = (CHECK, CHECK_AGAIN, COLD, CHANGED)

MEMORY = Budget(400.0)
"""MB that `export` may take for 50,000 pages."""

_COMMAND = (sys.executable, "-m", "decision_trees")


def main() -> None:
    """Measure, print the tables and put them into a page."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.scale", description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[50, 500, 2800], help="how many trees")
    parser.add_argument("--corpora", type=Path, default=REPOSITORY / ".cache" / "scale", help="where to")
    parser.add_argument("--into", type=Path, help="a Markdown page whose tables are replaced")
    options = parser.parse_args()
    measured = {}
    for size in sorted(options.sizes):
        print(f"{size} trees", file=sys.stderr)  # noqa: T201 - it takes long
        corpus = write(options.corpora / str(size), size, {OURS: our_files})
        measured[corpus.pages] = measure(corpus)
    text = report(measured)
    print(text)  # noqa: T201 - the command's output
    if options.into:
        page = options.into.read_text(encoding="utf-8")
        options.into.write_text(replaced(page, "scale", text), encoding="utf-8")


Measured = Mapping[int, Mapping[Command, Run]]
"""What was measured, by the number of pages."""


def measure(corpus: Corpus) -> Mapping[Command, Run]:
    """Run each command once on a corpus."""
    site = corpus.sites[OURS]
    output = site.folder / "exported"
    shutil.rmtree(output, ignore_errors=True)
    check, export = (*_COMMAND, "check"), (*_COMMAND, "export", "--to", str(output))
    found = {}
    for command, again, words in ((CHECK, CHECK_AGAIN, check), (COLD, CHANGED, export)):
        found[command] = run(words, site.folder)[0]
        change_line(site.edited)
        found[again] = run(words, site.folder)[0]
    return found


def report(measured: Measured) -> str:
    """Write what was measured as tables."""
    parts = [
        (
            f"Measured on {datetime.now(UTC):%Y-%m-%d} with {os.cpu_count()} cores ({platform.machine()}, "
            f"{platform.system()}), Python {platform.python_version()}. Figures are those of one round."
        ),
        table(
            (
                "command",
                "pages",
                "CPU, s",
                "clock, s",
                "memory, MB",
                "CPU each, ms",
                "clock each, ms",
                "limit",
            ),
            [_row(command, pages, runs[command]) for command in COMMANDS for pages, runs in measured.items()],
        ),
    ]
    if len(measured) > 1:
        parts.append(_growth(measured))
    return "\n\n".join(parts)


def _row(command: Command, pages: int, ran: Run) -> Sequence[str]:
    cpu, clock = (1000 * seconds * command.pages / pages for seconds in (ran.cpu, ran.wall))
    limit = command.budget.mark(clock if command.by_clock else cpu) if pages >= JUDGED_FROM else ""
    return [
        *(command.name, f"{pages:,}", f"{ran.cpu:.1f}", f"{ran.wall:.1f}", f"{ran.memory:.0f}"),
        *(f"{cpu:.2f}", f"{clock:.2f}", limit),
    ]


def _growth(measured: Measured) -> str:
    """How processor time grows with pages, from each corpus to the next, and the memory of the largest."""
    pairs = list(pairwise(measured))
    first, last = min(measured), max(measured)
    rows = []
    for command in COMMANDS:
        points = {pages: runs[command].cpu for pages, runs in measured.items()}
        grown = [f"{exponent((small, points[small]), (large, points[large])):.2f}" for small, large in pairs]
        ratio = points[last] / last / (points[first] / first)
        memory = measured[last][command].memory
        limits = GROWTH.mark(ratio), MEMORY.mark(memory)
        rows.append([command.name, *grown, f"{ratio:.2f}", limits[0], f"{memory:.0f}", limits[1]])
    steps = [f"{small:,} to {large:,} pages" for small, large in pairs]
    head = ("exponent", *steps, f"each at {last:,} ÷ at {first:,}", "limit", f"MB at {last:,}", "limit")
    return table(head, rows)


if __name__ == "__main__":
    main()
