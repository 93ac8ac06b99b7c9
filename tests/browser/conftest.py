"""Real browsers, the sites served to it, and a record of everything it asks for and complains of."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Dialog,
    Page,
    Request,
    ViewportSize,
    expect,
)
from playwright.sync_api import Error as PlaywrightError
from tests.browser.engines import ENGINES, Browsers, Engine, Wish, drive, refuse_what_firefox_lacks
from tests.browser.walking import Address, Scene, Walk, WalkIn, open_walk
from tests.site_fixtures import SEED_PAGE, SITE_URL, Site, SiteMaker, seed, seed_site

from decision_trees import Tree

__all__ = ["seed", "seed_site"]

SUB_PATH = "/sub/path/"
THEMES_OWN_ERRORS = (
    "search/worker.js' cannot be accessed from origin 'null'",
    "/search/search_index.json\nLine Number 1, Column 1:",
)
"""What the themes of MkDocs say on every page opened from the disk, where their search cannot work."""

BROWSER_DIED = ["TargetClosedError", "Target crashed"]
"""What Playwright says when a browser or its page is gone: the test runs again, in a new one.

A browser that dies again at the same test fails it; whatever a page does wrong fails it at once.
"""

PATIENCE = 20_000
"""How long a page may take to do what is expected of it, in ms: shared machines pause."""

expect.set_options(timeout=PATIENCE)


class _Handler(SimpleHTTPRequestHandler):
    """Serves a folder below a sub-path, as a project's site stands on its host, and keeps connections."""

    protocol_version = "HTTP/1.1"

    def translate_path(self, path: str) -> str:
        if not path.startswith(SUB_PATH):
            return str(Path(self.directory) / "no such file")
        return super().translate_path("/" + path.removeprefix(SUB_PATH))

    def do_GET(self) -> None:
        """Send a file; the sitemap with the address at which the site really stands.

        Instant navigation follows only links that the sitemap lists.
        """
        if self.path != f"{SUB_PATH}sitemap.xml":
            super().do_GET()
            return
        written = Path(self.directory, "sitemap.xml").read_text(encoding="utf-8")
        body = written.replace(SITE_URL, f"http://{self.headers['Host']}{SUB_PATH}").encode()
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", "application/xml")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def handle(self) -> None:
        """Answer, and do not mind a browser that leaves a page before it has all files."""
        with suppress(ConnectionError):
            super().handle()

    def log_message(self, *args: object) -> None:
        """Say nothing."""


class _StrictHandler(_Handler):
    """The same with the strictest policy under which a site of several files works at all."""

    def end_headers(self) -> None:
        self.send_header("Content-Security-Policy", "default-src 'self'")
        super().end_headers()


class _HaltingHandler(_Handler):
    """The same on a line that gives out as mermaid comes."""

    def do_GET(self) -> None:
        if not self.path.endswith("mermaid.min.js"):
            super().do_GET()
            return
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Length", "1000000")
        self.end_headers()
        self.wfile.write(b"//")
        self.rfile.read()  # until the browser hangs up


@pytest.fixture(scope="session")
def serve() -> Iterator[Callable[[Path], str]]:
    """Serve folders, each from a port of its own, and give out the address of the site's root."""
    with _servers(_Handler) as start:
        yield start


@pytest.fixture(scope="session")
def serve_strictly() -> Iterator[Callable[[Path], str]]:
    """Serve folders as `serve` does, under a content security policy."""
    with _servers(_StrictHandler) as start:
        yield start


@pytest.fixture(scope="session")
def serve_haltingly() -> Iterator[Callable[[Path], str]]:
    """Serve folders as `serve` does, but for mermaid, which begins to come and never comes."""
    with _servers(_HaltingHandler) as start:
        yield start


@contextmanager
def _servers(handler: type[_Handler]) -> Iterator[Callable[[Path], str]]:
    servers: dict[Path, ThreadingHTTPServer] = {}

    def start(folder: Path) -> str:
        if folder not in servers:
            servers[folder] = ThreadingHTTPServer(("127.0.0.1", 0), partial(handler, directory=str(folder)))
            serve = partial(servers[folder].serve_forever, poll_interval=0.1)
            threading.Thread(target=serve, daemon=True).start()
        return f"http://127.0.0.1:{servers[folder].server_port}{SUB_PATH}"

    yield start
    for server in servers.values():
        server.shutdown()
        server.server_close()


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run what opens pages in each browser; what is marked `chromium_only`, say, in that one."""
    if "engine" in metafunc.fixturenames:
        able = []
        for engine in ENGINES:
            if only := metafunc.definition.get_closest_marker(f"{engine}_only"):
                assert only.args, f"{metafunc.definition.nodeid} is {engine}_only without a reason"
                able = [engine]
        metafunc.parametrize("engine", able or ENGINES, indirect=True)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what `--browser-engine` does not ask for, and let a browser die once."""
    chosen = config.getoption("--browser-engine")
    kept: list[pytest.Item] = []
    left_out: list[pytest.Item] = []
    met: set[tuple[str, bool]] = set()
    for item in items:
        wanted = True
        if isinstance(item, pytest.Function) and (engine := _parameters(item).get("engine")):
            wanted = chosen in {engine, "all"}
            if chosen == "some":
                wanted = engine == "chromium" or _is_kept_in_firefox(item, met)
            item.add_marker(pytest.mark.flaky(reruns=1, only_rerun=BROWSER_DIED))
        (kept if wanted else left_out).append(item)
    items[:] = kept
    config.hook.pytest_deselected(items=left_out)


def _is_kept_in_firefox(item: pytest.Function, met: set[tuple[str, bool]]) -> bool:
    """Whether a test always runs in Firefox: of its scenes one that is served, and one that is opened."""
    if item.get_closest_marker("seldom_in_firefox"):
        return False
    scenes = [value for value in _parameters(item).values() if isinstance(value, Scene)]
    for scene in scenes:
        kind = (f"{item.path}::{item.originalname}", scene.served)
        if kind in met:
            return False
        met.add(kind)
    return True


def _parameters(item: pytest.Function) -> Mapping[str, object]:
    return item.callspec.params if hasattr(item, "callspec") else {}


@pytest.fixture
def engine(request: pytest.FixtureRequest) -> Engine:
    """The browser in which a test runs."""
    name: Engine = request.param
    return name


@pytest.fixture(scope="session")
def browsers() -> Iterator[Browsers]:
    """The browsers of a worker, each launched once."""
    with drive() as playwright:
        browsers = Browsers(playwright)
        yield browsers
        browsers.close()


_FOREIGN = re.compile(r"^(?!(?:file|data|blob|about):)(?![a-z]+://127\.0\.0\.1[:/])")
"""An address of another host, for the browser's driver to look for: asked here, each file takes longer."""


Kind = tuple[object, ...]
"""What a page was opened with."""


@dataclass
class Tab:
    """A page in a context of its own, which has one visitor after another.

    Attributes:
        page: The page.
        visitor: Whoever has it, or had it last.
    """

    page: Page
    visitor: Visitor

    def __post_init__(self) -> None:
        """Let the visitor who has the page note what it does."""
        context = self.page.context
        context.on("request", lambda request: self.visitor.note("foreign", _foreign(request)))
        context.on("console", lambda message: self.visitor.note("errors", _complaint(message)))
        context.on("weberror", lambda error: self.visitor.note("errors", str(error.error)))
        context.on("dialog", self._close)

    def _close(self, dialog: Dialog) -> None:
        self.visitor.note("dialogs", dialog.message)
        dialog.dismiss()

    def leave(self) -> bool:
        """Leave the site, and say whether the page is as good as a new one then."""
        if len(self.page.context.pages) != 1:
            return False
        with suppress(PlaywrightError):  # its browser may have died
            self.page.evaluate(FORGET)
            self.page.goto("about:blank")
            self.page.context.clear_permissions()
            return True
        return False


FORGET = "origin === 'null' || [localStorage, sessionStorage].forEach((storage) => storage.clear())"


@dataclass
class Visitor:
    """Opens pages and remembers what a visitor must never cause.

    Attributes:
        browsers: The browsers of the worker.
        engine: Which of them it has.
        left: Tabs that visitors before have left, by their kind.
        foreign: Every request to a host other than the one that serves the sites. All of them are refused.
        errors: What pages and scripts complained of.
        dialogs: Messages of dialogs that opened.
        tabs: What is open, with its kind if another visitor may have it.
        expected: Parts of requests and complaints that a test provokes; whoever adds one asserts the rest.
    """

    browsers: Browsers
    engine: Engine
    left: dict[Kind, list[Tab]]
    foreign: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    dialogs: list[str] = field(default_factory=list)
    tabs: list[tuple[Tab, Kind | None]] = field(default_factory=list)
    expected: list[str] = field(default_factory=lambda: list(THEMES_OWN_ERRORS))

    def page(  # noqa: PLR0913 - what a reader may have
        self,
        *wishes: Wish,
        width: int = 1280,
        height: int = 900,
        scale: float = 1,
        script: bool = True,
        chart: bool = True,
        touch: bool = False,
        new: bool = False,
    ) -> Page:
        """Open an empty page in a context of its own, in a window of a size.

        Args:
            wishes: What the reader has set in the browser.
            width: Of the window, in px.
            height: Likewise.
            scale: How many of the screen's pixels are one of the page's.
            script: Whether the browser runs scripts; in Firefox it always does.
            chart: Whether charts are drawn: what is about the walk alone is much faster without.
            touch: Whether there is a screen to tap on.
            new: Whether nobody has had the page nor will have it, for a test that changes more than what is
                shown. Others get one that is left: a new context takes a third as long as a page of a site.
        """
        if not chart:
            self.expected.append("the outline stands in for the chart")
        size = ViewportSize(width=width, height=height)
        kind = None if new else (self.engine, *wishes, scale, script, chart, touch)
        tab = self._left_tab(kind, size)
        if tab is None:
            context = self._browser(*wishes, script=script).new_context(
                viewport=size,
                device_scale_factor=scale,
                java_script_enabled=script,
                has_touch=touch,
                color_scheme="dark" if "dark" in wishes else "light",
                reduced_motion="reduce" if "reduced motion" in wishes else "no-preference",
                forced_colors="active" if "forced colours" in wishes else "none",
            )
            tab = Tab(_new_page(context, self.engine, chart=chart), self)
        self.tabs.append((tab, kind))
        return tab.page

    def _left_tab(self, kind: Kind | None, size: ViewportSize) -> Tab | None:
        """Take a tab that somebody has left, in a window of a size; None where none lives."""
        left = self.left.get(kind, []) if kind else []
        while left:
            tab = left.pop()
            with suppress(PlaywrightError):  # its browser may have died since
                tab.page.set_viewport_size(size)
                tab.page.bring_to_front()  # in Firefox one page of all has the focus
                tab.visitor = self
                return tab
        return None

    def _browser(self, *wishes: Wish, script: bool) -> Browser:
        if self.engine == "chromium":
            return self.browsers.chromium()
        assert script, "Playwright sees little of a page without script in Firefox: mark it `chromium_only`"
        return self.browsers.firefox(*wishes)

    def allow_clipboard(self, page: Page) -> None:
        """Let a page read and write the clipboard, for which readers are asked."""
        if self.engine == "chromium":  # Firefox does by a preference
            page.context.grant_permissions(["clipboard-read", "clipboard-write"])

    def unexpected(self, noted: Sequence[str]) -> list[str]:
        """Leave out of a record what a test expects."""
        return [text for text in noted if not any(part in text for part in self.expected)]

    def expect_nothing_noted(self) -> None:
        """Expect that there was nothing of what must never be, and begin a new record."""
        for noted in (self.foreign, self.errors, self.dialogs):
            assert self.unexpected(noted) == []
            noted.clear()

    def close(self) -> None:
        """Leave the pages to whoever comes, and close those that nobody else can have."""
        for tab, kind in self.tabs:
            if kind and tab.leave():
                self.left.setdefault(kind, []).append(tab)
            else:
                tab.page.context.close()

    def note(self, record: Literal["foreign", "errors", "dialogs"], text: str | None) -> None:
        """Take down what must never be; nothing where there is no text."""
        if text is not None:
            getattr(self, record).append(text)


def _foreign(request: Request) -> str | None:
    return request.url if _FOREIGN.match(request.url) else None


def _complaint(message: ConsoleMessage) -> str | None:
    if message.type not in {"error", "warning"}:
        return None
    return f"{message.type}: {message.text} ({message.location['url']})"


def _new_page(context: BrowserContext, engine: Engine, *, chart: bool) -> Page:
    context.set_default_timeout(PATIENCE)
    context.route(_FOREIGN, lambda route: route.abort())
    if not chart:
        context.route("**/mermaid.min.js", lambda route: route.fulfill(content_type="text/javascript"))
    page = context.new_page()
    if engine == "firefox":
        refuse_what_firefox_lacks(page)
    return page


@pytest.fixture(scope="session")
def left_tabs() -> dict[Kind, list[Tab]]:
    """The tabs of a worker that nobody has."""
    return {}


@pytest.fixture
def visitor(browsers: Browsers, engine: Engine, left_tabs: dict[Kind, list[Tab]]) -> Iterator[Visitor]:
    """A visitor whose pages ask no other host for anything and complain of nothing."""
    visitor = Visitor(browsers, engine, left_tabs)
    yield visitor
    visitor.close()
    visitor.expect_nothing_noted()


KeptWalks = dict[tuple[Engine, Scene], tuple[Visitor, Walk]]


@pytest.fixture(scope="session")
def kept_walks() -> KeptWalks:
    """Walks whose pages stay open."""
    return {}


@pytest.fixture
def walk_in(
    browsers: Browsers, engine: Engine, kept_walks: KeptWalks, address: Address, seed: Tree
) -> Iterator[WalkIn]:
    """Gives the walk of the seed's tree in a scene, at its start and without a chart: one page for all tests.

    To load a page takes a browser longer than most tests do. What a test does to the page must end with the
    walk, or where it leads to another page; who needs a window of another size asks a visitor for a page.
    """
    used: set[Scene] = set()

    def at_the_start(scene: Scene) -> Walk:
        kept = (engine, scene)
        if kept not in kept_walks or not kept_walks[kept][1].starts_again():
            visitor = Visitor(browsers, engine, {})
            kept_walks[kept] = visitor, open_walk(visitor.page(chart=False), address(scene, SEED_PAGE), seed)
        used.add(scene)
        return kept_walks[kept][1]

    yield at_the_start
    for scene in used:
        kept_walks[engine, scene][0].expect_nothing_noted()


@pytest.fixture
def address(seed_site: SiteMaker, serve: Callable[[Path], str]) -> Address:
    """The full address of a page, named by its Markdown path, of the seed's site in a scene."""

    def of(scene: Scene, page: str) -> str:
        return address_in(seed_site(scene.flavour), page, scene, serve)

    return of


def address_in(site: Site, page: str, scene: Scene, serve: Callable[[Path], str]) -> str:
    """The full address of a page of a site."""
    if scene.served:
        return serve(site.published) + site.flavour.address(page)
    return site.file(page).as_uri()
