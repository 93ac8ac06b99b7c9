"""`python -m benchmarks.browser`: what a reader waits for and loads, on the tree of this repository.

The site must be built (`make site`); it is served compressed, as hosts do, and without delay. Chromium's
processor is slowed down. In each round every page is opened with an empty cache by a reader who goes to the
chart as soon as an answer can be pressed. Then the first answers are walked through to an end, and of every
frame that took long it is told which scripts took part in it. What mermaid takes to draw is not counted
there: its code does not come.
"""

from __future__ import annotations

import argparse
import gzip
import shutil
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache, partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from statistics import median
from typing import Any

from playwright.sync_api import Browser, CDPSession, Page, expect, sync_playwright

from benchmarks.figures import Budget, spread
from benchmarks.running import REPOSITORY
from benchmarks.tables import replaced, table

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


@dataclass(frozen=True)
class Window:
    """What a reader looks through; sizes are in px."""

    name: str
    width: int
    height: int


WINDOWS = (Window("laptop", 1280, 800), Window("telephone", 390, 844))
PAGES = {"tree": "trees/sync-vs-async/", "check": "trees/sync-vs-async/fan-out/"}
"""Addresses of the pages, by their kinds."""

WATCH_VISIT = """
globalThis.visit = {};
const answerIsThere = () => {
  const walk = document.querySelector("decision-tree");
  if (walk && !walk.matches(".dt-walk--on")) return false;
  return document.querySelector("a.dt-answer")?.checkVisibility({ visibilityProperty: true });
};
const isText = (chart) =>
  chart?.shadowRoot?.querySelector(".dt-box")?.hidden && chart.querySelector(".dt-outline[open]");
const chartIsThere = (chart) =>
  isText(chart) || (chart?.shadowRoot ?? chart)?.querySelector("svg .node")?.getBoundingClientRect().width;
const look = () => {
  const chart = document.querySelector("decision-chart");
  if (!visit.answer && answerIsThere()) visit.answer = performance.now();
  if (chartIsThere(chart)) visit.chart = performance.now();
  else requestAnimationFrame(() => setTimeout(look));
  // Again and again: what stands above it may still grow.
  if (visit.answer) chart?.scrollIntoView({ behavior: "instant" });
};
look();
"""
"""Looks after each frame whether an answer can be pressed, where there is a walk in it, and for the chart.

Where a window is too narrow for a drawing, the indented tree is the chart.
"""


@dataclass(frozen=True)
class Visit:
    """The first visit to a page.

    Attributes:
        answer: Milliseconds until the first answer could be pressed.
        chart: Milliseconds until the chart was there, as a drawing or as an indented tree.
        loaded: Bytes that came, with the heads of answers.
        ours: How many of these are of our own assets.
    """

    answer: float
    chart: float
    loaded: int
    ours: int


def main() -> None:
    """Measure, print the tables and put them into a page."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.browser", description=__doc__)
    parser.add_argument("--rounds", type=int, default=10, help="how often each page is opened (10)")
    parser.add_argument("--site", type=Path, default=REPOSITORY / "site", help="the folder of the built site")
    parser.add_argument("--into", type=Path, help="a Markdown page whose tables are replaced")
    options = parser.parse_args()
    with served(options.site) as root, chromium_browser() as chromium:
        _visit(chromium.new_page(), root + PAGES["tree"])  # unmeasured: the first of all starts much
        visits = _visits(chromium, root, options.rounds)
        walks = _walks(chromium, root, options.rounds)
        browser = f"Chromium {chromium.version}"
    text = "\n\n".join([circumstances(browser, options.rounds), report_visits(visits), report(walks)])
    print(text)  # noqa: T201 - the command's output
    if options.into:
        page = options.into.read_text(encoding="utf-8")
        options.into.write_text(replaced(page, "browser", text), encoding="utf-8")


CHROMIUM = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
"""What it may be called. The first draws no user interface, which costs as much as our pages do."""


def find_chromium() -> str | None:
    """Return the path of the Chromium or Chrome of this machine; None where there is none on the PATH."""
    return next(filter(None, map(shutil.which, CHROMIUM)), None)


def _visits(chromium: Browser, root: str, rounds: int) -> Mapping[tuple[str, str], Sequence[Visit]]:
    """Visit each kind of page in each window so many times."""
    visits: dict[tuple[str, str], list[Visit]] = {}
    for _ in range(rounds):
        for kind, address in PAGES.items():
            for window in WINDOWS:
                context = chromium.new_context(viewport={"width": window.width, "height": window.height})
                visit = _visit(context.new_page(), root + address)
                visits.setdefault((kind, window.name), []).append(visit)
                context.close()
    return visits


def _visit(page: Page, url: str) -> Visit:
    asked: dict[str, str] = {}
    came: dict[str, int] = {}

    def note_request(event: dict[str, Any]) -> None:
        asked[event["requestId"]] = event["request"]["url"]

    def note_end(event: dict[str, Any]) -> None:
        came[event["requestId"]] = round(event["encodedDataLength"])

    session = slow(page)
    session.on("Network.requestWillBeSent", note_request)
    session.on("Network.loadingFinished", note_end)
    session.send("Network.enable")
    page.add_init_script(WATCH_VISIT)
    page.goto(url, wait_until="networkidle")
    page.wait_for_function("visit.chart")
    page.wait_for_load_state("networkidle")
    visit = page.evaluate("visit")
    ours = sum(size for key, size in came.items() if "/assets/decision-trees/" in asked[key])
    return Visit(visit["answer"], visit["chart"], sum(came.values()), ours)


def _walks(chromium: Browser, root: str, rounds: int) -> Mapping[str, Sequence[float]]:
    """Open and walk the tree so many times.

    Returns:
        Of the start and of each answer, the milliseconds for which our longest script ran in each round;
        0 where no frame took long.
    """
    longest: dict[str, list[float]] = {}
    for _ in range(rounds):
        context = chromium.new_context()
        context.route("**/mermaid.min.js", lambda route: route.abort())
        for name, taken in _walk(context.new_page(), root + PAGES["tree"]):
            longest.setdefault(name, []).append(taken)
        context.close()
    return longest


def _walk(page: Page, url: str) -> Iterator[tuple[str, float]]:
    page.add_init_script(WATCH)
    slow(page)
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


def slow(page: Page) -> CDPSession:
    """Slow the processor down for a page."""
    session = page.context.new_cdp_session(page)
    session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    return session


def circumstances(browser: str, rounds: int) -> str:
    """Say when and in what it was measured."""
    return (
        f"Measured on {datetime.now(UTC):%Y-%m-%d} in {browser}, its processor slowed down {SLOWER} times."
        f" Figures are medians of {rounds} rounds; in brackets stand the least and the most."
    )


def report_visits(visits: Mapping[tuple[str, str], Sequence[Visit]]) -> str:
    """Write what was measured of first visits, by the kind of page and the window, as a table."""
    rows = [
        [
            f"{kind}, {window}",
            spread([visit.answer for visit in rounds]).text(0),
            spread([visit.chart for visit in rounds]).text(0),
            spread([visit.loaded / 1000 for visit in rounds]).text(1),
            spread([visit.ours / 1000 for visit in rounds]).text(1),
        ]
        for (kind, window), rounds in visits.items()
    ]
    head = (
        "first visit to a page",
        "first answer, ms",
        "chart there, ms",
        "loaded, KB",
        "of it our assets, KB",
    )
    return table(head, rows)


def report(longest: Mapping[str, Sequence[float]]) -> str:
    """Write for how long scripts held the page up as a table."""
    rows = [
        [name, f"{median(taken):.0f}", f"{max(taken):.0f}", BLOCKED.mark(median(taken))]
        for name, taken in longest.items()
    ]
    return table(("our scripts in one go, ms", "median", "most", "limit"), rows)


@contextmanager
def chromium_browser() -> Iterator[Browser]:
    """Start Chromium, and end it."""
    with sync_playwright() as playwright:
        yield playwright.chromium.launch(executable_path=find_chromium(), args=["--no-sandbox"])


class _Handler(SimpleHTTPRequestHandler):
    """Serves files compressed, as hosts of static sites do, and keeps connections."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        """Send a file, or the page of a folder."""
        file = Path(self.translate_path(self.path))
        file = file / "index.html" if file.is_dir() else file
        if not file.is_file():
            self.send_error(HTTPStatus.NOT_FOUND)
            return
        is_text = file.suffix in {".html", ".css", ".js", ".json", ".svg", ".xml", ".md"}
        body = _packed(file) if is_text else file.read_bytes()
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", self.guess_type(file))
        if is_text:
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@cache
def _packed(file: Path) -> bytes:
    return gzip.compress(file.read_bytes(), mtime=0)


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Serve a site at the address that is given."""
    handler = partial(_Handler, directory=str(folder))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


if __name__ == "__main__":
    main()
