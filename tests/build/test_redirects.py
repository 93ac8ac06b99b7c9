"""Old addresses lead to the new ones on a plain web server, as written and without the slash."""

from __future__ import annotations

import threading
import urllib.request
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urljoin

import pytest
from tests.build.html_reading import Element, read_html
from tests.site_fixtures import Flavour, build_site, settings, write_site

pytestmark = pytest.mark.build

TREE = """\
title: Pick a “queue” & go
question: Which queue do we need?
checks:
  replay: {question: Replay?, assess: Ask., answers: {Yes: log, No: queue}, formerly: [again]}
decisions:
  log: {title: "<b>Kafka</b>", choose: A log., formerly: [kafka, stream]}
  queue: {title: Queue, choose: A queue.}
formerly: [choose-a-queue, queues]
"""


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class's own name
        pass


def fetch(url: str) -> tuple[str, Element]:
    """Fetch a page, and give the address that it came from in the end."""
    with urllib.request.urlopen(url) as answer:  # noqa: S310 - the server above
        return answer.url, read_html(answer.read().decode())


@pytest.fixture(scope="module", params=[True, False], ids=["directories", "files"])
def flavour(request: pytest.FixtureRequest) -> Flavour:
    return Flavour(directory_urls=request.param)


@pytest.fixture(scope="module")
def folder(flavour: Flavour, tmp_path_factory: pytest.TempPathFactory) -> Path:
    files = {
        "mkdocs.yml": settings(flavour),
        "docs/index.md": "# Home\n",
        "docs/trees/queue.tree.yaml": TREE,
    }
    folder = write_site(tmp_path_factory.mktemp("redirects"), files)
    build_site(folder)
    return folder


@pytest.fixture(scope="module")
def root(folder: Path) -> Iterator[str]:
    """Serve the folder of the site as it lies there, and give the address of its root."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(folder))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


PAGES = [
    *((f"trees/{old}/index.md", "trees/queue/index.md") for old in ("choose-a-queue", "queues")),
    *((f"trees/queue/{old}.md", "trees/queue/log.md") for old in ("kafka", "stream")),
    ("trees/queue/again.md", "trees/queue/replay.md"),
    ("trees/queues/again.md", "trees/queue/replay.md"),
    ("trees/queues/kafka.md", "trees/queue/log.md"),
    ("trees/choose-a-queue/queue.md", "trees/queue/queue.md"),
]


@pytest.mark.parametrize(("old", "new"), PAGES)
def test_an_old_address_leads_to_the_page(old: str, new: str, flavour: Flavour, root: str) -> None:
    address = flavour.address(old)
    expected, page = fetch(f"{root}site/{flavour.address(new)}")
    folder_of_tree = address.removesuffix("index.html")
    for written in {address, folder_of_tree, folder_of_tree.removesuffix("/")}:
        here, redirect = fetch(f"{root}site/{written}")
        delay, _, url = redirect.one("meta[http-equiv=refresh]").attributes["content"].partition("; url=")
        assert delay == "0"
        assert urljoin(here, url) == expected
        assert urljoin(here, redirect.one("body a").href) == expected
        assert urljoin(here, redirect.one("link[rel=canonical]").href) == expected
        assert redirect.one("title").text == page.one("h1").text.removesuffix("¶")
        assert redirect.select("script") == []


def test_every_old_address_is_tested(folder: Path, flavour: Flavour) -> None:
    redirects = {
        file.relative_to(folder / "site").as_posix()
        for file in (folder / "site").rglob("*.html")
        if 'http-equiv="refresh"' in file.read_text(encoding="utf-8")
    }
    paths = {flavour.address(old) for old, _ in PAGES}
    assert {f"{path}index.html" if path.endswith("/") else path for path in paths} <= redirects
    assert len(redirects) == 2 * (1 + 3 + 3) + 3


def test_an_old_address_is_not_searched_and_not_in_the_sitemap(folder: Path) -> None:
    for name in ("sitemap.xml", "search/search_index.json"):
        text = (folder / "site" / name).read_text(encoding="utf-8")
        assert "trees/queue" in text
        assert "choose-a-queue" not in text
        assert "kafka" not in text


@pytest.mark.parametrize(("language", "tag"), [("de", "de"), ("pt_BR", "pt-BR")])
def test_a_redirect_names_its_language(language: str, tag: str, tmp_path: Path) -> None:
    theme = (
        {"name": "material", "language": "de"} if language == "de" else {"name": "mkdocs", "locale": language}
    )
    files = {
        "mkdocs.yml": settings(theme={**theme, "font": False}, plugins=["decision-trees"]),
        "docs/index.md": "# Home\n",
        "docs/queue.tree.yaml": TREE,
    }
    published = build_site(write_site(tmp_path, files))
    page = read_html((published / "queues" / "index.html").read_text(encoding="utf-8"))
    assert page.one("html").attributes["lang"] == tag
