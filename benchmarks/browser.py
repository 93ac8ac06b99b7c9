"""`python -m benchmarks.browser`: how long our scripts hold a slow reader up, on the tree of this repository.

The site must be built (`make site`). Chromium opens the page of the tree so many times, with its processor
slowed down, walks the first answers through to an end, and tells of every frame that took long which scripts
took part in it. What mermaid takes to draw is not counted: its code does not come.
"""

from __future__ import annotations

import argparse
import shutil
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from statistics import median

from playwright.sync_api import Page, expect, sync_playwright

from benchmarks.figures import Budget
from benchmarks.running import REPOSITORY
from benchmarks.tables import table

PAGE = "trees/sync-vs-async/"
SLOWER = 4
"""How many times slower than this machine the reader's processor is."""

BLOCKED = Budget(50.0)
"""Milliseconds for which a script of ours may hold the page up in one go."""

# A frame is told when it took over 50 ms, and in it every script that took over 5 ms.
WATCH = """
globalThis.longest = 0;
new PerformanceObserver((list) => {
  for (const frame of list.getEntries()) {
    for (const script of frame.scripts) {
      if (script.sourceURL.includes("decision-tree.js")) longest = Math.max(longest, script.duration);
    }
  }
}).observe({ type: "long-animation-frame", buffered: true });
"""
TAKE = """
async () => {
  await new Promise((done) => requestAnimationFrame(() => setTimeout(done, 100)));
  const taken = longest;
  longest = 0;
  return taken;
}
"""


def main() -> None:
    """Measure, and print the table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.browser", description=__doc__)
    parser.add_argument("--rounds", type=int, default=10, help="how often the page is opened (10)")
    options = parser.parse_args()
    print(report(measure(options.rounds)))  # noqa: T201 - the command's output


def find_chromium() -> str | None:
    """Return the path of the Chromium or Chrome of this machine; None where there is none on the PATH."""
    return next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)


def measure(rounds: int) -> Mapping[str, Sequence[float]]:
    """Open and walk the tree so many times.

    Returns:
        Of the start and of each answer, the milliseconds for which our longest script ran in each round;
        0 where no frame took long.
    """
    longest: dict[str, list[float]] = {}
    with _served() as url, sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=find_chromium(), args=["--no-sandbox"])
        for _ in range(rounds):
            context = chromium.new_context()
            context.route("**/mermaid.min.js", lambda route: route.abort())
            for name, taken in _walk(context.new_page(), url):
                longest.setdefault(name, []).append(taken)
            context.close()
    return longest


def _walk(page: Page, url: str) -> Iterator[tuple[str, float]]:
    page.add_init_script(WATCH)
    page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    page.goto(url)
    expect(page.locator("decision-tree")).to_have_class("dt-walk dt-walk--on")
    yield "start", page.evaluate(TAKE)
    answer = page.locator("decision-tree .dt-step:visible a.dt-answer").first
    number = 0
    while answer.is_visible():
        number += 1
        answer.click()
        expect(page.locator("decision-tree .dt-trail--walk li")).to_have_count(number)
        yield f"answer {number}", page.evaluate(TAKE)


def report(longest: Mapping[str, Sequence[float]]) -> str:
    """Write what was measured as a table."""
    rows = [
        [name, f"{median(taken):.0f}", f"{max(taken):.0f}", BLOCKED.mark(median(taken))]
        for name, taken in longest.items()
    ]
    return table(
        (f"ms of our scripts in one go, processor {SLOWER} times slower", "median", "most", "limit"), rows
    )


@contextmanager
def _served() -> Iterator[str]:
    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            """Say nothing."""

    handler = partial(Quiet, directory=str(REPOSITORY / "site"))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/{PAGE}"
        server.shutdown()


if __name__ == "__main__":
    main()
