"""`python -m benchmarks.search`: what a reader waits for who searches a large site.

A corpus is built once with each value of the option `search` that lists trees, and served compressed. The
first page is opened with an empty cache, its processor slowed down; then the reader types a word at once.
"""

from __future__ import annotations

import argparse
import gzip
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser

from benchmarks.browser import chromium_browser, circumstances, served, slow
from benchmarks.corpus import our_files, write
from benchmarks.figures import spread
from benchmarks.running import OURS, REPOSITORY, builder, run
from benchmarks.tables import replaced, table
from benchmarks.trees import PAGES_PER_TREE

OPTIONS = ("pages", "trees")

INDEX = "search/search_index.json"

WORD = "Home"
"""What is searched for: it is in the index of every site."""


@dataclass(frozen=True)
class Wait:
    """What a reader waits for, in milliseconds: until there is a field to search in, and the first result."""

    field: float
    result: float


def main() -> None:
    """Build, measure, print the table and put it into a page."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.search", description=__doc__)
    parser.add_argument("--size", type=int, default=500, help="how many trees (500)")
    parser.add_argument("--rounds", type=int, default=5, help="how often each is searched (5)")
    parser.add_argument("--corpora", type=Path, default=REPOSITORY / ".cache" / "benchmarks", help="where to")
    parser.add_argument("--into", type=Path, help="a Markdown page whose table is replaced")
    options = parser.parse_args()
    sites = {option: _built(options.corpora / f"search-{option}", options.size, option) for option in OPTIONS}
    with chromium_browser() as chromium:
        waits = {option: _waits(chromium, site, options.rounds) for option, site in sites.items()}
        browser = f"Chromium {chromium.version}"
    corpus = f"{options.size} trees, {options.size * PAGES_PER_TREE:,} pages"
    told = report({option: (sites[option] / INDEX).read_bytes() for option in OPTIONS}, waits)
    text = f"{corpus}. {circumstances(browser, options.rounds)}\n\n{told}"
    print(text)  # noqa: T201 - the command's output
    if options.into:
        page = options.into.read_text(encoding="utf-8")
        options.into.write_text(replaced(page, "search", text), encoding="utf-8")


def _built(folder: Path, size: int, option: str) -> Path:
    site = write(folder, size, {OURS: our_files}).sites[OURS]
    settings = site.folder / "mkdocs.yml"
    written = json.loads(settings.read_text(encoding="utf-8"))
    written["plugins"][-1] = {"decision-trees": {"search": option}}
    settings.write_text(json.dumps(written), encoding="utf-8")
    run(builder(site), site.folder)
    return site.published


def _waits(chromium: Browser, site: Path, rounds: int) -> Sequence[Wait]:
    with served(site) as root:
        return [_wait(chromium, root) for _ in range(rounds)]


def _wait(chromium: Browser, root: str) -> Wait:
    context = chromium.new_context(viewport={"width": 1280, "height": 800})
    page = context.new_page()
    slow(page)
    page.goto(root)
    field = page.locator("input.md-search__input")
    field.click()
    there = page.evaluate("performance.now()")
    field.press_sequentially(WORD)
    page.locator(".md-search-result__item").first.wait_for(state="attached", timeout=120_000)
    wait = Wait(there, page.evaluate("performance.now()"))
    context.close()
    return wait


def report(indexes: Mapping[str, bytes], waits: Mapping[str, Sequence[Wait]]) -> str:
    """Write what an index weighs and how long it keeps a reader waiting as a table, by the option."""
    rows = [
        [
            f"`search: {option}`",
            f"{len(index) / 1000:,.1f}",
            f"{len(gzip.compress(index, mtime=0)) / 1000:,.1f}",
            spread([wait.field for wait in waits[option]]).text(0),
            spread([wait.result for wait in waits[option]]).text(0),
        ]
        for option, index in indexes.items()
    ]
    head = ("option", "index, KB", "index, gzip, KB", "search can be typed in, ms", "first result, ms")
    return table(head, rows)


if __name__ == "__main__":
    main()
