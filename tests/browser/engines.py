"""The browsers that the tests drive: Chromium, and Firefox as Debian's `firefox-esr` or Mozilla ships it."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Literal, get_args

import pytest
from benchmarks.browser import find_chromium
from playwright.sync_api import Browser, Page, Playwright, sync_playwright

Engine = Literal["chromium", "firefox"]
ENGINES: tuple[Engine, ...] = get_args(Engine)

CHROMIUM_OPTIONS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)

Wish = Literal["dark", "reduced motion", "forced colours", "no script"]
"""What a reader sets in the browser."""

# As `about:config` names them.
_PREFERENCES: Mapping[str, bool | int] = {
    "browser.sessionhistory.max_total_viewers": 0,  # pages that come back from memory are lost on Playwright
    # Pages of one site need no processes of their own, and a new one for each test takes half a second.
    "dom.ipc.processCount": 1,
    "dom.ipc.processPrelaunch.enabled": False,
    "fission.autostart": False,
    "dom.events.testing.asyncClipboard": True,  # the clipboard is read without a question
    "layout.css.prefers-color-scheme.content-override": 1,  # light
}
_WISHED: Mapping[Wish, tuple[str, bool | int]] = {
    "dark": ("layout.css.prefers-color-scheme.content-override", 0),
    "reduced motion": ("ui.prefersReducedMotion", 1),
    "forced colours": ("browser.display.document_color_use", 2),
    "no script": ("javascript.enabled", False),
}

# By Playwright these have no effect in Firefox, or never come to an end.
_LACKED = {
    "emulate_media": "give what the reader wishes to `visitor.page`; for paper, print with `pdf`",
    "go_back": "call `go_back` of tests.browser.walking",
    "go_forward": "call `go_forward` of tests.browser.walking",
}


@contextmanager
def drive() -> Iterator[Playwright]:
    """Start Playwright so that it can drive a stock Firefox as well."""
    preload = Path(__file__).with_name("firefox_preload.cjs")
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("NODE_OPTIONS", f"--require {json.dumps(str(preload))}")
        playwright = sync_playwright().start()
    yield playwright
    playwright.stop()


def find_firefox() -> str | None:
    """Return the path of the Firefox of this machine; None where there is none on the PATH."""
    return next(filter(None, map(shutil.which, ("firefox-esr", "firefox"))), None)


class Browsers:
    """Launches each browser when it is first asked for, and keeps it until the end or until it dies."""

    def __init__(self, playwright: Playwright) -> None:
        self._playwright = playwright
        self._chromium: Browser | None = None
        self._firefoxes: dict[frozenset[Wish], Browser] = {}

    def chromium(self) -> Browser:
        """Return the Chromium of the run."""
        if self._chromium is None or not self._chromium.is_connected():
            found = find_chromium()
            assert found, "the browser tests need Chromium or Chrome on the PATH"
            self._chromium = self._playwright.chromium.launch(
                executable_path=found, args=list(CHROMIUM_OPTIONS)
            )
        return self._chromium

    def firefox(self, *wishes: Wish) -> Browser:
        """Return a Firefox with a reader's wishes; its preferences hold from its start on."""
        launched = self._firefoxes.get(wished := frozenset(wishes))
        if launched is None or not launched.is_connected():
            found = find_firefox()
            assert found, "the browser tests need Firefox on the PATH"
            self._firefoxes[wished] = self._playwright.firefox.launch(
                channel="moz-firefox",
                executable_path=found,
                firefox_user_prefs={**_PREFERENCES, **dict(_WISHED[wish] for wish in wished)},
            )
        return self._firefoxes[wished]

    def close(self) -> None:
        """Close all."""
        for browser in (self._chromium, *self._firefoxes.values()):
            if browser:
                browser.close()


def refuse_what_firefox_lacks(page: Page) -> None:
    """Make a test fail at once, and say what to do, that asks Firefox for what would have no effect."""
    for method, instead in _LACKED.items():

        def refuse(*_: object, method: str = method, instead: str = instead, **__: object) -> None:
            pytest.fail(f"{method}() does not work in Firefox: {instead}")

        setattr(page, method, refuse)
