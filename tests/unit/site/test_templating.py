"""What is wrong with a template of the site's own is said with its place; what is wrong with ours is ours."""

from __future__ import annotations

import errno
import re
from datetime import date
from pathlib import Path

import jinja2
import pytest
from tests.site_fixtures import TINY_TREE

from decision_trees.layout.addresses import Addresses
from decision_trees.reading.read import read
from decision_trees.site.page_maker import PageMaker
from decision_trees.site.publish import publish
from decision_trees.site.site import Site, TemplateError
from decision_trees.site.templating import environment


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of a site's own templates, below the one in which it is built."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "own" / "decision-trees").mkdir(parents=True)
    return tmp_path / "own" / "decision-trees"


def build(folder: Path) -> list[tuple[str, str]]:
    site = Site(addresses=Addresses(), today=date(2026, 11, 23), templates=[folder.parent])
    reading = read({"t/pick-a-queue.tree.yaml": TINY_TREE})
    return [(item.path, item.content) for item in publish(reading, site)]


@pytest.mark.parametrize(
    ("name", "text", "reason", "line"),
    [
        ("tree.html", b"<p>\n{% if %}", "Expected an expression, got 'end of statement block'", 2),
        ("sections.html", b"{% endfor %}", "Encountered unknown tag 'endfor'.", 1),
        ("check.html", b"\n\n{{ nope.x }}", "'nope' is undefined", 3),
        (
            "check.html",
            b"{{ node.nope }}",
            "'decision_trees.site.views.NodeView object' has no attribute 'nope'",
            1,
        ),
        ("check.html", b"{{ 1 | nope }}", "No filter named 'nope'.", 1),
        ("index.html", b'{% include "nope.html" %}', "there is no template `nope.html`", 1),
        ("index.html", b'{% include "decision-trees/index.html" %}', "it includes itself", 1),
        ("outcomes.html", b"{{ 1 / 0 }}", "ZeroDivisionError: division by zero", 1),
        (
            "tree.html",
            b'{{ heading("\x1b\n::error::x") }}',
            "TypeError: mark_heading() missing 2 required",
            1,
        ),
        ("document.md", b"{{ nope }}", "'nope' is undefined", 1),
        ("terminal.html", b"\xff\x1b{{ x }}", "the file cannot be read: it is not UTF-8", 1),
        # Ours, that is given something wrong
        ("check.html", b"{% set tree = 5 %}\n{% include 'decision-trees/trail.html' %}", "", 2),
    ],
)
def test_a_template_that_cannot_be_filled_in(
    name: str, text: bytes, reason: str, line: int, folder: Path
) -> None:
    (folder / name).write_bytes(text)
    with pytest.raises(TemplateError) as raised:
        build(folder)
    told, place, *source = str(raised.value).splitlines()
    assert told.startswith(f"decision-trees: a template cannot be filled in: {reason}")
    assert place == f" --> own/decision-trees/{name}:{line}"
    shown = text.splitlines()[line - 1].decode("utf-8", "replace").replace("\x1b", "<U+001B>")
    assert source == ["  |", f"{line} | {shown}"]


def test_a_site_may_want_an_error_of_its_own(folder: Path) -> None:
    (folder / "tree.html").write_text("{{ nope }}", "utf-8")
    reading = read({"t.tree.yaml": TINY_TREE})
    site = Site(
        addresses=Addresses(), today=date(2026, 11, 23), templates=[folder.parent], mistake=LookupError
    )
    with pytest.raises(LookupError, match="'nope' is undefined"):
        [*publish(reading, site)]


def test_a_template_that_may_not_be_read(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "tree.html").write_text("x", "utf-8")

    def refuse(*_: object) -> None:
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(jinja2.FileSystemLoader, "get_source", refuse)
    monkeypatch.setattr(Path, "read_text", refuse)
    with pytest.raises(TemplateError) as raised:
        build(folder)
    told = "decision-trees: a template cannot be filled in: the file cannot be read: Permission denied"
    assert str(raised.value).splitlines() == [told, " --> own/decision-trees/tree.html:1", "  |", "1 |"]


def test_a_mistake_of_ours_is_none_of_a_template(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(PageMaker, "_html", fail)
    with pytest.raises(ZeroDivisionError):
        build(folder)


def test_other_files_beside_templates_are_no_harm(folder: Path) -> None:
    (folder / ".DS_Store").write_bytes(b"\0\xff\xfe")
    (folder / "tree.html").mkdir()
    assert build(folder) == build(folder.parent / "none")


def test_a_template_that_is_not_there_is_not_found(folder: Path) -> None:
    site = Site(addresses=Addresses(), today=date(2026, 11, 23), templates=[folder.parent])
    with pytest.raises(jinja2.TemplateNotFound, match=re.escape("nope.html")):
        environment(site).get_template("nope.html")
