from __future__ import annotations

import stat
import tempfile
from pathlib import Path

import pytest
from jinja2 import DictLoader, Environment
from jinja2.nodes import Template

from decision_trees.compiled import CompiledTemplates, compiled

GREETING = "Hello, {{ name }}"


class CountingEnvironment(Environment):
    """Says which templates it has compiled."""

    def __init__(self, bytecode_cache: CompiledTemplates, text: str = GREETING) -> None:
        super().__init__(loader=DictLoader({"greeting.html": text}), bytecode_cache=bytecode_cache)
        self.has_compiled: list[str | None] = []

    def _generate(
        self,
        source: Template,
        name: str | None,
        filename: str | None,
        defer_init: bool = False,  # noqa: FBT001, FBT002
    ) -> str:
        self.has_compiled.append(name)
        return super()._generate(source, name, filename, defer_init)

    def greet(self) -> str:
        """Print the one template there is."""
        return self.get_template("greeting.html").render(name="Ada")


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where files last until the machine is started anew, in these tests."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


def test_another_process_compiles_nothing_again() -> None:
    first = CountingEnvironment(CompiledTemplates("theme", "made of this"))
    assert (first.greet(), first.has_compiled) == ("Hello, Ada", ["greeting.html"])
    second = CountingEnvironment(CompiledTemplates("theme", "made of this"))
    assert (second.greet(), second.has_compiled) == ("Hello, Ada", [])


def test_they_lie_in_a_folder_of_the_users_own(folder: Path) -> None:
    CountingEnvironment(CompiledTemplates("theme", "")).greet()
    (own,) = folder.iterdir()
    assert stat.S_IMODE(own.stat().st_mode) == stat.S_IRWXU
    (file,) = own.iterdir()
    assert file.match("decision-trees-theme-*.cache")


@pytest.mark.parametrize(
    ("kind", "made_of", "text"),
    [("pages", "this", GREETING), ("theme", "that", GREETING), ("theme", "this", "Goodbye, {{ name }}")],
)
def test_what_differs_is_compiled_anew(kind: str, made_of: str, text: str) -> None:
    CountingEnvironment(CompiledTemplates("theme", "this")).greet()
    other = CountingEnvironment(CompiledTemplates(kind, made_of), text)
    assert other.greet() == text.replace("{{ name }}", "Ada")
    assert other.has_compiled == ["greeting.html"]


def test_where_there_is_no_folder_the_process_keeps_them(folder: Path) -> None:
    folder.rmdir()
    templates = CompiledTemplates("theme", "")
    assert CountingEnvironment(templates).greet() == "Hello, Ada"
    assert not _compiled_again(templates)


def test_a_folder_of_another_kind_is_not_used(folder: Path) -> None:
    CountingEnvironment(CompiledTemplates("theme", "")).greet()
    (own,) = folder.iterdir()
    for file in own.iterdir():
        file.unlink()
    own.rmdir()
    own.write_text("")
    templates = CompiledTemplates("theme", "")
    assert CountingEnvironment(templates).greet() == "Hello, Ada"
    assert not _compiled_again(templates)


def test_a_full_disk_is_no_mistake(folder: Path) -> None:
    templates = CompiledTemplates("theme", "")
    (own,) = folder.iterdir()
    own.rmdir()
    assert CountingEnvironment(templates).greet() == "Hello, Ada"
    assert not _compiled_again(templates)


def test_environments_of_a_kind_share_them_by_their_extensions() -> None:
    plain, same = Environment(), Environment()  # noqa: S701 - they show nothing
    translated = Environment(extensions=["jinja2.ext.i18n"])  # noqa: S701 - likewise
    assert compiled("theme", plain) is compiled("theme", same)
    assert compiled("theme", plain) is not compiled("theme", translated)
    assert compiled("theme", plain) is not compiled("pages", plain)


def _compiled_again(templates: CompiledTemplates) -> list[str | None]:
    environment = CountingEnvironment(templates)
    environment.greet()
    return environment.has_compiled
