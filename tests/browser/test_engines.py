"""The browsers of the tests themselves."""

from __future__ import annotations

from tests.browser.conftest import Visitor
from tests.browser.engines import Browsers, Engine


def test_a_browser_that_has_died_is_launched_anew(
    browsers: Browsers, visitor: Visitor, engine: Engine
) -> None:
    launched = browsers.chromium() if engine == "chromium" else browsers.firefox()
    launched.close()
    page = visitor.page()
    page.goto("data:text/html,<h1>Here again</h1>")
    assert page.locator("h1").inner_text() == "Here again"
