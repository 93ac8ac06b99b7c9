"""Walks in Chromium through what a host has built: every way of a tree to its end, and the chart."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Page, expect
from tests.browser.engines import Browsers, drive
from tests.browser.walking import end_of, open_walk, paths

from decision_trees import load
from decision_trees.layout.addresses import Addresses, tree_page

TREES = ("odd", "sync-vs-async")


class _Handler(SimpleHTTPRequestHandler):
    """Serves a site at a path of a host's."""

    root = "/"

    def translate_path(self, path: str) -> str:
        return super().translate_path(path.removeprefix(self.root.rstrip("/")))

    def log_message(self, *args: object) -> None:
        """Say nothing."""


def walk_to_every_end(published: Path, docs: Path, root: str = "/") -> None:
    """Walk each way through some trees to its end, and see the chart drawn.

    Args:
        published: The site.
        docs: The docs folder with its trees.
        root: The path at which the site is served.
    """
    trees = load(docs).library.trees
    addresses = Addresses()
    with _served(published, root) as url, drive() as playwright:
        browsers = Browsers(playwright)
        page = browsers.chromium().new_page()
        errors: list[str] = []
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.route(lambda address: urlsplit(address).hostname != "127.0.0.1", lambda route: route.abort())
        for name in TREES:
            tree = trees[name]
            file = f"trees/{name}.tree.yaml"
            for number, path in enumerate(paths(tree)):
                page.goto("about:blank")
                walk = open_walk(page, url + addresses.of(tree_page(file)), tree)
                if not number:
                    _see_chart(page)
                walk.take(path)
                end = tree.nodes[end_of(tree, path)]
                walk.expect_node(end.id)
                expect(walk.shown.locator(".dt-step__title")).to_contain_text(end.heading.line.plain)
        browsers.close()
    assert errors == []


def _see_chart(page: Page) -> None:
    page.locator("decision-chart").first.scroll_into_view_if_needed()
    expect(page.locator("decision-chart g.node").first).to_be_visible()


@contextmanager
def _served(folder: Path, root: str) -> Iterator[str]:
    handler = type("Handler", (_Handler,), {"root": root})
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(handler, directory=str(folder)))
    threading.Thread(target=partial(server.serve_forever, poll_interval=0.1), daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}{root}"
    server.shutdown()
    server.server_close()
