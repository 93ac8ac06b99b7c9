from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from jinja2 import DictLoader, Environment
from jinja2.nodes import Template

from decision_trees.site.compiled import CompiledTemplates, compiled

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


def test_another_environment_compiles_nothing_again() -> None:
    templates = CompiledTemplates()
    first, second = CountingEnvironment(templates), CountingEnvironment(templates)
    assert (first.greet(), first.has_compiled) == ("Hello, Ada", ["greeting.html"])
    assert (second.greet(), second.has_compiled) == ("Hello, Ada", [])


def test_a_template_that_was_edited_is_compiled_anew() -> None:
    templates = CompiledTemplates()
    CountingEnvironment(templates).greet()
    edited = CountingEnvironment(templates, "Goodbye, {{ name }}")
    assert (edited.greet(), edited.has_compiled) == ("Goodbye, Ada", ["greeting.html"])


def test_no_file_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    CountingEnvironment(CompiledTemplates()).greet()
    assert [*tmp_path.iterdir()] == []


def test_environments_of_a_kind_share_them_by_their_extensions() -> None:
    plain, same = Environment(), Environment()  # noqa: S701 - they show nothing
    translated = Environment(extensions=["jinja2.ext.i18n"])  # noqa: S701 - likewise
    assert compiled("theme", plain) is compiled("theme", same)
    assert compiled("theme", plain) is not compiled("theme", translated)
    assert compiled("theme", plain) is not compiled("pages", plain)
