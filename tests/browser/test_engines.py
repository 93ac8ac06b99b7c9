"""The browsers of the tests themselves."""

from __future__ import annotations

from tests.browser.conftest import Kind, Tab, Visitor
from tests.browser.engines import Browsers, Engine


def test_a_browser_that_has_died_is_launched_anew_and_its_pages_are_left_to_nobody(
    browsers: Browsers, engine: Engine, left_tabs: dict[Kind, list[Tab]]
) -> None:
    before = Visitor(browsers, engine, left_tabs)
    page = before.page()
    before.close()
    launched = browsers.chromium() if engine == "chromium" else browsers.firefox()
    launched.close()
    after = Visitor(browsers, engine, left_tabs)
    again = after.page()
    assert again is not page
    again.goto("data:text/html,<h1>Here again</h1>")
    assert again.locator("h1").inner_text() == "Here again"
    after.close()
