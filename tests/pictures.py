"""Takes the pictures of the walk and the chart, of this repository's own site: `make pictures`.

In the manual each look is shown in two states, and each state in two looks; the light one in the middle of a
walk is the README's. What surrounds the pages of a tree is left out, so that other pages can come and go.

The pictures of VS Code and Neovim beside them are taken by hand, since no editor is installed for the tests.
"""

from __future__ import annotations

import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from benchmarks.browser import find_chromium
from mkdocs.commands import build
from mkdocs.config import load_config
from playwright.sync_api import Browser, FloatRect, Page, sync_playwright
from tests.browser.engines import CHROMIUM_OPTIONS
from tests.browser.walking import fragment
from tests.site_fixtures import REPOSITORY, SEED

from decision_trees import load
from decision_trees.analysis.graph import Graph

FOLDER = REPOSITORY / "content" / "assets" / "pictures"
MOST_BYTES = 120_000
MARGIN = 16  # px around what is shown
WHOLE_WALK = ("h1", "decision-tree")
WALK_AND_CHART = ("decision-tree", "decision-chart")
WALK = ("decision-tree", "decision-tree")

SURROUNDINGS = ".md-header, .md-top, .md-sidebar, .md-content__button, .headerlink { visibility: hidden }"
"""What would stand over a part of the page, or changes with other pages."""

BOX = """
(element) => {
  const { left, width, top, bottom } = element.getBoundingClientRect();
  return { left, width, top: top + scrollY, bottom: bottom + scrollY };
}
"""
"""Where an element stands on the page."""


@dataclass(frozen=True)
class Look:
    """A window: `scheme` is `light` or `dark`, `width` in px, `scale` the device's pixels in one."""

    scheme: str = "light"
    width: int = 1280
    scale: float = 1


@dataclass(frozen=True)
class Picture:
    """What is shown in a look: how many of the answers are given, and the first and last element.

    `page` is the page below that of the tree; `window` shows the chart in the whole window, `paper` the
    first sheet, each as wide as the window. `most` is the greatest height in px.
    """

    look: Look
    answers: int
    shown: tuple[str, str]
    page: str = ""
    window: bool = False
    paper: bool = False
    most: int = 2000


LIGHT, DARK, PHONE, PAPER = Look(), Look("dark"), Look(width=390, scale=2), Look(width=794)

PICTURES = {
    "light-start": Picture(LIGHT, 0, WHOLE_WALK),
    "light-middle": Picture(Look(scale=0.9), 2, WALK_AND_CHART),
    "light-end": Picture(LIGHT, 3, WALK),
    "dark-middle": Picture(Look("dark", scale=0.85), 2, WALK_AND_CHART),
    "dark-end": Picture(DARK, 3, WALK),
    "phone-start": Picture(PHONE, 0, WHOLE_WALK),
    "phone-middle": Picture(PHONE, 2, WALK),
    "check": Picture(LIGHT, 0, (".dt-kind >> nth=0", "decision-chart"), page="under-one-second"),
    "window": Picture(DARK, 2, WALK, window=True),
    "indented": Picture(Look(width=390), 0, ("decision-chart", "decision-chart"), most=844),
    "paper": Picture(PAPER, 0, WALK, paper=True, most=760),
}


def main() -> None:
    """Take all pictures; fails if one is too heavy for a manual."""
    path = Graph(load(SEED).library.trees["sync-vs-async"]).shortest_to("kafka")
    with tempfile.TemporaryDirectory() as published, sync_playwright() as playwright:
        build.build(load_config(str(REPOSITORY / "mkdocs.yml"), site_dir=published))
        tree = Path(published, "trees", "sync-vs-async")
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=list(CHROMIUM_OPTIONS))
        for name, picture in PICTURES.items():
            url = (tree / picture.page / "index.html").as_uri() + fragment(path[: picture.answers])
            take(browser, url, picture, FOLDER / f"{name}.png")
        browser.close()


def take(browser: Browser, url: str, picture: Picture, file: Path) -> None:
    """Write one picture of the page at `url` to a file."""
    look = picture.look
    page = browser.new_page(
        viewport={"width": look.width, "height": 900},
        device_scale_factor=look.scale,
        color_scheme="dark" if look.scheme == "dark" else "light",
        reduced_motion="reduce",
    )
    page.goto(url)
    chart = page.locator("decision-chart")
    chart.scroll_into_view_if_needed()
    drawn, on_demand = chart.locator("svg g.node").first, chart.get_by_role("button", name="Flowchart")
    drawn.or_(on_demand).first.wait_for()
    if picture.window:
        chart.get_by_role("button", name="Enlarge").click()
    if picture.paper:
        page.emulate_media(media="print")
        page.evaluate("scrollTo(0, 0)")
    if picture.window or picture.paper:
        page.wait_for_timeout(500)  # until the drawing has found its size
        seen: FloatRect = {"x": 0, "y": 0, "width": look.width, "height": min(900, picture.most)}
        page.screenshot(path=file, clip=seen, animations="disabled")
    else:
        clip = _clip(page, picture.shown)
        clip["height"] = min(clip["height"], picture.most)
        page.screenshot(path=file, clip=clip, full_page=True, animations="disabled", style=SURROUNDINGS)
    page.close()
    if (weight := file.stat().st_size) > MOST_BYTES:
        sys.exit(f"{file.name} has {weight} bytes; {MOST_BYTES} is the most")


def _clip(page: Page, shown: tuple[str, str]) -> FloatRect:
    """Where two elements and all between them stand on the page, with a margin."""
    first, last = (page.locator(selector).evaluate(BOX) for selector in shown)
    return {
        "x": last["left"] - MARGIN,
        "y": first["top"] - MARGIN,
        "width": last["width"] + 2 * MARGIN,
        "height": last["bottom"] - first["top"] + 2 * MARGIN,
    }


if __name__ == "__main__":
    main()
