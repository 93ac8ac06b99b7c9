"""`python -m benchmarks`: build corpora in every way, print the tables and put them into the manual."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from benchmarks import output
from benchmarks.corpus import Corpus, write
from benchmarks.running import BY_HAND, NEIGHBOURS, OURS, REPOSITORY, commit, forms, measure
from benchmarks.tables import Result, replaced, report


def main() -> None:
    """Run."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[10, 50], help="how many trees (10 50)")
    parser.add_argument("--rounds", type=int, default=5, help="how often each is built (5)")
    parser.add_argument("--corpora", type=Path, default=REPOSITORY / ".cache" / "benchmarks", help="where to")
    parser.add_argument("--in-company", action="store_true", help="beside plugins that many sites have")
    parser.add_argument("--beside", nargs="+", default=[], help="beside these, as `plugins` names them")
    parser.add_argument("--into", type=Path, help="a Markdown page whose tables are replaced")
    options = parser.parse_args()
    # Unmeasured: the first build of all writes what Python compiles and reads its packages from the disk.
    neighbours = options.beside or (NEIGHBOURS if options.in_company else ())
    measure(_written(options.corpora, 1, neighbours), rounds=1)
    results = [_result(options.corpora, size, options.rounds, neighbours) for size in sorted(options.sizes)]
    text = report(results)
    print(text)  # noqa: T201 - the command's output
    if options.into:
        page = options.into.read_text(encoding="utf-8")
        options.into.write_text(
            replaced(page, "in company" if neighbours else "measured", text), encoding="utf-8"
        )


def _written(corpora: Path, size: int, neighbours: Sequence[str]) -> Corpus:
    corpus = write(corpora / str(size), size, forms(size, neighbours))
    if "git-revision-date-localized" in neighbours:
        commit(corpora / str(size))
    return corpus


def _result(corpora: Path, size: int, rounds: int, neighbours: Sequence[str]) -> Result:
    print(f"{size} trees, {rounds} rounds", file=sys.stderr)  # noqa: T201 - it takes long
    corpus = _written(corpora, size, neighbours)
    runs = measure(corpus, rounds)
    by_hand, ours = (output.measure(corpus.sites[name], corpus.nodes) for name in (BY_HAND, OURS))
    return Result(size, corpus.pages, runs, by_hand, ours, is_in_company=bool(neighbours))


if __name__ == "__main__":
    main()
