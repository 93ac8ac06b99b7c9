from __future__ import annotations

import functools
from enum import Enum
from pathlib import Path

import pytest
from markdown.extensions.tables import TableExtension
from markdown.extensions.toc import slugify
from pymdownx.superfences import fence_code_format  # type: ignore[import-untyped]

from decision_trees.cache import fingerprint
from decision_trees.cache.fingerprint import (
    UnknownValueError,
    of_markdown,
    of_templates,
    stable,
)


class Colour(Enum):
    """A setting with a name."""

    RED = 1


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (None, None),
        (1.5, 1.5),
        ("x", "x"),
        (Colour.RED, "RED"),
        (Path("a/b"), "a/b"),
        ({"b": 1, "a": [True]}, [["b", 1], ["a", [True]]]),
        ((1, 2), [1, 2]),
        ({"b", "a"}, ["a", "b"]),
        (slugify, "markdown.extensions.toc:slugify"),
        (TableExtension, "markdown.extensions.tables:TableExtension"),
        (
            functools.partial(slugify, separator="-"),
            ["markdown.extensions.toc:slugify", [], [["separator", "-"]]],
        ),
    ],
)
def test_settings_are_written_the_same_in_every_run(value: object, written: object) -> None:
    assert stable(value) == written


def own() -> None:
    """A function of a site's own."""


@pytest.mark.parametrize("value", [object(), own, [own], {"a": object()}, functools.partial(own)])
def test_what_only_its_address_tells_from_another_has_no_fingerprint(value: object) -> None:
    with pytest.raises(UnknownValueError):
        stable(value)


FENCES = {"pymdownx.superfences": {"custom_fences": [{"name": "x", "format": fence_code_format}]}}


def test_markdown_is_known_by_its_extensions_and_their_settings() -> None:
    names = ["toc", "markdown.extensions.tables", "pymdownx.superfences", "decision_trees.hosts.markdown"]
    assert of_markdown(names, FENCES) == of_markdown(names, FENCES)
    variants = [of_markdown(names, FENCES), of_markdown(names[1:], FENCES), of_markdown(names, {})]
    assert len(set(variants)) == 3


@pytest.mark.parametrize("extension", ["pymdownx.snippets", "mine", "mine.extension", TableExtension()])
def test_markdown_that_may_read_files_has_no_fingerprint(extension: object) -> None:
    with pytest.raises(UnknownValueError):
        of_markdown(["toc", extension], {})


def test_code_is_known_by_what_is_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    fingerprint.of_code.cache_clear()
    before = fingerprint.of_code()
    installed = fingerprint._installed()  # noqa: SLF001 - to leave one out
    assert any(name.lower().startswith("markdown-") for name in installed)
    monkeypatch.setattr(fingerprint, "_installed", lambda: installed[1:])
    fingerprint.of_code.cache_clear()
    assert fingerprint.of_code() != before
    fingerprint.of_code.cache_clear()


def test_templates_are_known_by_their_text(tmp_path: Path) -> None:
    assert of_templates([tmp_path]) == of_templates([])
    template = tmp_path / "decision-trees" / "check.html"
    template.parent.mkdir()
    template.write_text("one", "utf-8")
    (template.parent / "folder").mkdir()
    before = of_templates([tmp_path])
    template.write_text("two", "utf-8")
    assert len({of_templates([]), before, of_templates([tmp_path])}) == 3


def test_any_file_may_lie_among_templates(tmp_path: Path) -> None:
    template = tmp_path / "decision-trees" / "parts" / ".DS_Store"
    template.parent.mkdir(parents=True)
    template.write_bytes(b"\x00\xff\xfe")
    before = of_templates([tmp_path])
    template.write_bytes(b"\x00\xff")
    assert len({of_templates([]), before, of_templates([tmp_path])}) == 3


def test_templates_that_cannot_be_read_have_no_fingerprint(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "decision-trees").mkdir()
    (tmp_path / "decision-trees" / "check.html").touch()

    def locked(_: object) -> bytes:
        raise PermissionError

    monkeypatch.setattr(Path, "read_bytes", locked)
    with pytest.raises(UnknownValueError):
        of_templates([tmp_path])
