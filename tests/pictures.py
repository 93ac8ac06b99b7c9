"""Takes the pictures of the walk and the chart, of this repository's own site: `make pictures`.

In the manual each look is shown in two states, and each state in two looks; the light one in the middle of a
walk is the README's. What surrounds the pages of a tree is left out, so that other pages can come and go.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.browser import find_chromium
from mkdocs.commands import build
from mkdocs.config import load_config
from playwright.sync_api import Browser, FloatRect, Page, sync_playwright
from tests.browser.conftest import CHROMIUM_OPTIONS
from tests.browser.walking import fragment
from tests.site_fixtures import REPOSITORY, SEED

from decision_trees import load
from decision_trees.paths import Graph, Step

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
    """What is shown in a look: how many of the answers are given, and the first and last element."""

    look: Look
    answers: int
    shown: tuple[str, str]


LIGHT, DARK, PHONE = Look(), Look("dark"), Look(width=390, scale=2)

PICTURES = {
    "light-start": Picture(LIGHT, 0, WHOLE_WALK),
    "light-middle": Picture(LIGHT, 2, WALK_AND_CHART),
    "light-end": Picture(LIGHT, 3, WALK),
    "dark-middle": Picture(DARK, 2, WALK_AND_CHART),
    "dark-end": Picture(DARK, 3, WALK),
    "phone-start": Picture(PHONE, 0, WHOLE_WALK),
    "phone-middle": Picture(PHONE, 2, WALK),
}


def main() -> None:
    """Take all pictures; fails if one is too heavy for a manual."""
    path = Graph(load(SEED).library.trees["sync-vs-async"]).shortest_to("kafka")
    with tempfile.TemporaryDirectory() as published, sync_playwright() as playwright:
        build.build(load_config(str(REPOSITORY / "mkdocs.yml"), site_dir=published))
        page = Path(published, "trees", "sync-vs-async", "index.html").as_uri()
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=list(CHROMIUM_OPTIONS))
        for name, picture in PICTURES.items():
            take(browser, page, path, picture, FOLDER / f"{name}.png")
        browser.close()


def take(browser: Browser, url: str, path: Sequence[Step], picture: Picture, file: Path) -> None:
    """Write one picture of the page at `url` to a file."""
    look = picture.look
    page = browser.new_page(
        viewport={"width": look.width, "height": 900},
        device_scale_factor=look.scale,
        color_scheme="dark" if look.scheme == "dark" else "light",
        reduced_motion="reduce",
    )
    page.goto(url + fragment(path[: picture.answers]))
    chart = page.locator("decision-chart")
    chart.scroll_into_view_if_needed()
    chart.locator("svg g.node.dt-here").wait_for()
    page.screenshot(
        path=file,
        clip=_clip(page, picture.shown),
        full_page=True,
        animations="disabled",
        style=SURROUNDINGS,
    )
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
