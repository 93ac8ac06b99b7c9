"""`mkdocs serve` follows an author: edits show, mistakes show in the page, and mending them is enough."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.request import urlopen

import pytest
from tests.site_fixtures import TINY_TREE, Flavour, settings, write_site

pytestmark = pytest.mark.build

PATIENCE = 30.0
"""How long a change may take to show, in seconds: builds are fast, shared machines are not."""

BROKEN_TREE = TINY_TREE.replace("Yes: log", "Yes: lgo")


@dataclass(frozen=True)
class Server:
    """A running `mkdocs serve`."""

    process: subprocess.Popen[bytes]
    folder: Path
    url: str
    log: Path

    def save(self, name: str, text: str) -> None:
        """Do what an author's editor does."""
        write_site(self.folder, {f"docs/{name}.tree.yaml": text})

    def page(self, path: str) -> str:
        """Fetch a page; nothing while the server is not up yet."""
        try:
            with urlopen(self.url + path, timeout=PATIENCE) as response:  # noqa: S310 - our own address
                text: str = response.read().decode("utf-8")
                return text
        except OSError:
            return ""

    def wait_for(self, path: str, *, shown: str, gone: str | None = None) -> str:
        """Fetch a page until it shows one text and not another."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            assert self.process.poll() is None, self.log.read_text(encoding="utf-8")
            text = self.page(path)
            if shown in text and (gone is None or gone not in text):
                return text
            time.sleep(0.1)
        pytest.fail(f"{path} does not show {shown!r}:\n{self.log.read_text(encoding='utf-8')}")


@contextmanager
def serving(folder: Path, *options: str) -> Iterator[Server]:
    """Serve the site in a folder on a free port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    log = folder / "serve.log"
    command = [sys.executable, "-m", "mkdocs", "serve", "--dev-addr", f"127.0.0.1:{port}", *options]
    with log.open("wb") as output:
        process = subprocess.Popen(command, cwd=folder, stdout=output, stderr=subprocess.STDOUT)
        try:
            yield Server(process, folder, f"http://127.0.0.1:{port}/sub/path/", log)
        finally:
            process.terminate()
            process.wait(timeout=PATIENCE)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_site(
        tmp_path,
        {
            "mkdocs.yml": settings(Flavour("mkdocs")),
            "docs/index.md": "# Home\n",
            "docs/queue.tree.yaml": TINY_TREE,
            "docs/other.tree.yaml": TINY_TREE.replace("Pick a queue", "Another tree"),
        },
    )


def test_an_edit_shows_and_a_mistake_shows_until_it_is_mended(folder: Path) -> None:
    with serving(folder) as server:
        server.wait_for("queue/", shown="Which queue do we need?")

        server.save("queue", TINY_TREE.replace("Which queue do we need?", "Which broker is it?"))
        server.wait_for("queue/", shown="Which broker is it?")

        server.save("queue", BROKEN_TREE)
        page = server.wait_for("queue/", shown="unknown-target")
        assert "docs/queue.tree.yaml:8:12" in page
        assert "Yes: lgo" in page
        assert "did you mean `log`?" in page
        assert "Another tree" in server.page("other/")
        # A reader of a check's page sees the same, and it comes back by itself.
        for path in ("queue/log/", "queue/replay/"):
            check = server.page(path)
            assert "did you mean `log`?" in check
            assert "livereload" in check

        server.save("other", TINY_TREE.replace("Pick a queue", "Edited meanwhile"))
        server.wait_for("other/", shown="Edited meanwhile")
        assert "unknown-target" in server.page("queue/")
        log = server.log.read_text(encoding="utf-8")
        assert log.count("did you mean `log`?") == 1
        assert "As before: 1 error" in log
        assert "`decision-trees check docs` shows all" in log

        server.save("queue", TINY_TREE)
        server.wait_for("queue/", shown="Which queue do we need?", gone="unknown-target")
        assert "Kafka" in server.page("queue/log/")


def test_pages_of_checks_show_what_keeps_a_file_from_being_read(folder: Path) -> None:
    unreadable = TINY_TREE.replace("title: ", "title: [")
    write_site(folder, {"docs/queue.tree.yaml": unreadable})
    with serving(folder) as server:
        server.wait_for("queue/log/", shown="yaml-syntax")
        assert "yaml-syntax" in server.page("queue/replay/")
        server.save("queue", TINY_TREE)
        server.wait_for("queue/log/", shown="Kafka", gone="yaml-syntax")


def test_a_mistake_that_is_there_from_the_start_shows_in_the_page(folder: Path) -> None:
    write_site(folder, {"docs/queue.tree.yaml": BROKEN_TREE})
    with serving(folder) as server:
        server.wait_for("queue/", shown="unknown-target")
        assert "Another tree" in server.page("other/")
        server.save("queue", TINY_TREE)
        server.wait_for("queue/", shown="Which queue do we need?", gone="unknown-target")


def test_text_that_is_no_yaml_shows_in_the_page(folder: Path) -> None:
    with serving(folder) as server:
        server.wait_for("queue/", shown="Which queue do we need?")
        server.save("queue", "title: [<b>oh\n")
        page = server.wait_for("queue/", shown="yaml-syntax")
        assert "&lt;b&gt;oh" in page
        server.save("queue", TINY_TREE)
        server.wait_for("queue/", shown="Which queue do we need?", gone="yaml-syntax")


def test_a_tree_that_refers_to_a_broken_one_is_still_served(folder: Path) -> None:
    server_tree = TINY_TREE.replace("choose: A log.", "choose: A log., then: queue/")
    write_site(folder, {"docs/other.tree.yaml": server_tree})
    with serving(folder) as server:
        server.wait_for("other/log/", shown="Pick a queue")
        server.save("queue", "title: [oh\n")
        server.wait_for("queue/", shown="yaml-syntax")
        assert "A log." in server.page("other/log/")


def test_a_page_that_embeds_a_tree_follows_it_where_only_what_has_changed_is_built(folder: Path) -> None:
    write_site(folder, {"docs/page.md": "# Page\n\n```decision-tree\nqueue\n```\n\n[](to:queue/log)\n"})
    with serving(folder, "--dirty") as server:
        server.wait_for("page/", shown="Which queue do we need?")
        server.save("queue", TINY_TREE.replace("title: Kafka", "title: Pulsar"))
        assert "Kafka" not in server.wait_for("page/", shown="Pulsar").partition("<body")[2]
