"""The walk and the chart in WebKitGTK, the nearest to Safari that a package manager brings: `make webkit`.

The file's name keeps it out of `make test`: it needs a browser and a display of its own. Selenium drives it.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from selenium.common.exceptions import TimeoutException
from selenium.webdriver import Keys, WebKitGTK, WebKitGTKOptions
from selenium.webdriver.common.by import By
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.ui import WebDriverWait
from selenium.webdriver.webkitgtk.service import Service
from tests.browser.walking import (
    INSTANT,
    MKDOCS,
    OPENED,
    PLAIN,
    READTHEDOCS,
    Address,
    Scene,
    end_of,
    fragment,
    paths,
)
from tests.site_fixtures import SEED_PAGE

from decision_trees import Tree
from decision_trees.analysis.graph import Arrow, Graph
from decision_trees.model.line import unbroken
from decision_trees.model.tree import Node

# Selenium's own, while it starts the driver.
pytestmark = pytest.mark.filterwarnings("ignore:setting remote_server_addr:DeprecationWarning")

PATIENCE = 20
"""How long a page may take to do what is expected of it, in s."""

SCENES = (INSTANT, PLAIN, OPENED, MKDOCS, READTHEDOCS)
in_every_scene = pytest.mark.parametrize("scene", SCENES, ids=str)

STEP = ".dt-walk--on .dt-step:not([hidden])"
ON_TITLE = "return document.activeElement.matches('.dt-step__title')"
DRAWN = """
const root = document.querySelector("decision-chart").shadowRoot;
return Array.from(root?.querySelectorAll(`g.node${arguments[0]}`) ?? [], (node) => node.textContent.trim());
"""
PRESS_NODE = """
const nodes = document.querySelector("decision-chart").shadowRoot.querySelectorAll("g.node");
const node = Array.from(nodes).find((one) => one.textContent.includes(arguments[0]));
node.dispatchEvent(new MouseEvent("click", { bubbles: true, composed: true, cancelable: true }));
"""


@pytest.fixture(scope="session")
def driver() -> Iterator[WebKitGTK]:
    """One WebKitGTK for all tests, with a display of its own."""
    options = WebKitGTKOptions()
    options.binary_location = str(find_browser())
    options.add_argument("--automation")
    with _display() as display:
        service = Service(
            shutil.which("WebKitWebDriver"),
            log_output=subprocess.DEVNULL,
            env={**os.environ, "DISPLAY": display, "GDK_BACKEND": "x11"},
        )
        driver = WebKitGTK(options=options, service=service)
        try:
            driver.set_window_size(1280, 940)
            yield driver
        finally:
            driver.quit()


def find_browser() -> Path:
    """Return the path of the browser that Debian ships with WebKitGTK's driver."""
    found = sorted(Path("/usr/lib").glob("*/webkit2gtk-4.*/MiniBrowser"))
    assert found, "these tests need WebKitGTK: `make webkit`"
    return found[-1]


@contextmanager
def _display() -> Iterator[str]:
    """Start an X server that nobody sees, and give its name."""
    told, tells = os.pipe()
    command = ["Xvfb", "-displayfd", str(tells), "-screen", "0", "1400x1000x24", "-nolisten", "tcp"]
    with (
        subprocess.Popen(command, pass_fds=[tells], stderr=subprocess.DEVNULL) as server,
        os.fdopen(told) as number,
    ):
        os.close(tells)
        try:
            yield f":{number.readline().strip()}"
        finally:
            server.terminate()


class Reader:
    """What a reader does and sees in a page."""

    def __init__(self, driver: WebKitGTK, tree: Tree) -> None:
        self.driver = driver
        self.tree = tree

    def open(self, url: str) -> None:
        """Open a page anew, also where only the address of the walk differs from the page before."""
        self.driver.get("about:blank")
        self.driver.get(url)

    def find(self, selector: str) -> list[WebElement]:
        """The elements that a selector names."""
        return self.driver.find_elements(By.CSS_SELECTOR, selector)

    def expect(self, what: Callable[[], object], wanted: object) -> None:
        """Wait until something gives what is wanted."""
        seen: list[object] = []

        def met(_: object) -> bool:
            seen[:] = [what()]
            return seen == [wanted]

        with suppress(TimeoutException):
            WebDriverWait(self.driver, PATIENCE, poll_frequency=0.05).until(met)
        assert seen == [wanted]

    def press(self, element: WebElement) -> None:
        """Click where a reader would, with the element in view."""
        script = "arguments[0].scrollIntoView({ block: 'center', behavior: 'instant' })"
        self.driver.execute_script(script, element)
        element.click()

    def answer(self, step: Arrow) -> None:
        """Give an answer."""
        (link,) = self.find(f'{STEP} a.dt-answer[data-answer="{step.answer.id}"]')
        self.press(link)

    def expect_at(self, path: Sequence[Arrow]) -> None:
        """Expect the walk to stand at the end of a path: step, trail and address."""
        self.expect(
            lambda: [step.get_attribute("data-node") for step in self.find(STEP)], [end_of(self.tree, path)]
        )
        self.expect(
            lambda: [" ".join(part.text.split()) for part in self.find(".dt-trail--walk li")],
            [f"{step.node.heading} {step.answer.label}" for step in path],
        )
        self.expect(lambda: self.driver.execute_script("return location.hash"), fragment(path))

    def drawn(self, selector: str = "") -> list[str]:
        """The texts of the chart's boxes."""
        texts: list[str] = self.driver.execute_script(DRAWN, selector)
        return [text.replace("\u200b", "") for text in texts]  # where a line may break


@pytest.fixture
def reader(driver: WebKitGTK, seed: Tree) -> Reader:
    """A reader of the seed's tree."""
    return Reader(driver, seed)


@in_every_scene
def test_every_path_leads_to_its_end(scene: Scene, reader: Reader, address: Address, seed: Tree) -> None:
    reader.open(address(scene, SEED_PAGE))
    for path in paths(seed):
        reader.expect_at(())
        for length, step in enumerate(path, start=1):
            reader.answer(step)
            reader.expect_at(path[:length])
            reader.expect(lambda: reader.driver.execute_script(ON_TITLE), wanted=True)
        (shown,) = reader.find(STEP)
        assert shown.get_attribute("data-kind") == seed.nodes[end_of(seed, path)].kind
        (restart,) = [button for button in reader.find(".dt-walk button") if button.text == "Start again"]
        reader.press(restart)


@in_every_scene
def test_history_goes_back_and_forth_by_answers(
    scene: Scene, reader: Reader, address: Address, seed: Tree
) -> None:
    reader.open(address(scene, SEED_PAGE))
    path = max(paths(seed), key=len)
    for length, step in enumerate(path):
        reader.expect_at(path[:length])
        reader.answer(step)
    reader.expect_at(path)
    for length in reversed(range(len(path))):
        reader.driver.back()
        reader.expect_at(path[:length])
    for length in range(1, len(path) + 1):
        reader.driver.forward()
        reader.expect_at(path[:length])
    reader.driver.refresh()
    reader.expect_at(path)
    # To another page and back: WebKit brings this one back from memory.
    reader.driver.get(address(scene, "guides/first/plain.md"))
    reader.expect(lambda: len(reader.find("h1")), 1)
    reader.driver.back()
    reader.expect_at(path)
    reader.driver.back()
    reader.expect_at(path[:-1])


@in_every_scene
def test_an_address_is_opened_at_its_answers(
    scene: Scene, reader: Reader, address: Address, seed: Tree
) -> None:
    for path in (min(paths(seed), key=len), max(paths(seed), key=len)):
        reader.open(address(scene, SEED_PAGE) + fragment(path))
        reader.expect_at(path)


@pytest.mark.parametrize("scene", [PLAIN, OPENED], ids=str)
def test_the_keyboard_alone_walks_to_an_end(
    scene: Scene, reader: Reader, address: Address, seed: Tree
) -> None:
    reader.open(address(scene, SEED_PAGE))
    path = max(paths(seed), key=len)
    for length, step in enumerate(path):
        reader.expect_at(path[:length])
        (link,) = reader.find(f'{STEP} a.dt-answer[data-answer="{step.answer.id}"]')
        link.send_keys(Keys.ENTER)
    reader.expect_at(path)


def label(node: Node) -> str:
    """What a chart calls a node: no line breaks behind a sign in it."""
    return unbroken(str(node.title))


@in_every_scene
def test_the_chart_follows_the_walk_and_leads_it_back(
    scene: Scene, reader: Reader, address: Address, seed: Tree
) -> None:
    path = Graph(seed).shortest_to("kafka")
    reader.open(address(scene, SEED_PAGE) + fragment(path))
    reader.expect_at(path)
    reader.driver.execute_script("document.querySelector('decision-chart').scrollIntoView()")
    labels = sorted(label(node) for node in seed.nodes.values())
    reader.expect(lambda: sorted(reader.drawn()), labels)
    reader.expect(lambda: reader.drawn(".dt-here"), [label(seed.nodes["kafka"])])
    reader.expect(lambda: sorted(reader.drawn(".dt-taken")), sorted(label(step.node) for step in path))
    reader.driver.execute_script(PRESS_NODE, label(path[1].node)[:30])
    reader.expect_at(path[:1])


@pytest.mark.parametrize("scene", [PLAIN, MKDOCS], ids=str)
def test_a_screen_reader_is_told_names_and_roles(
    scene: Scene, reader: Reader, address: Address, seed: Tree
) -> None:
    """As the browser itself works them out, which Playwright does not ask."""
    reader.open(address(scene, SEED_PAGE))
    for length, step in enumerate(path := max(paths(seed), key=len)):
        reader.expect_at(path[:length])
        assert told(reader.find(f"{STEP} .dt-step__title")) == [("heading", str(step.node.heading))]
        assert told(reader.find(f"{STEP} a.dt-answer")) == [
            ("link", " ".join(filter(None, [str(answer.label), str(answer.note or "")])))
            for answer in step.node.answers
        ]
        reader.answer(step)
    buttons = [button for button in reader.find("decision-tree .dt-bar button") if button.is_displayed()]
    assert told(buttons) == [("button", name) for name in ("Start again", "Copy link and answers")]
    controls = reader.find("decision-tree :is(a, button)")
    back = [control for control in controls if control.is_displayed() and control.text == "Back"]
    assert told(back) == [("button", "Back")]


def told(elements: Sequence[WebElement]) -> list[tuple[str, str]]:
    """The roles and names of elements."""
    return [(element.aria_role, element.accessible_name) for element in elements]
