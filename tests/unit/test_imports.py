"""The core stands on its own: only the plugin knows MkDocs."""

from __future__ import annotations

import ast
import importlib.util
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import decision_trees

PACKAGE = Path(decision_trees.__file__).parent
MODULES = sorted(path.relative_to(PACKAGE).as_posix() for path in PACKAGE.rglob("*.py"))


def imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module


@pytest.mark.parametrize("module", [module for module in MODULES if module != "plugin.py"])
def test_only_the_plugin_imports_mkdocs(module: str) -> None:
    packages = {name.partition(".")[0] for name in imported(PACKAGE / module)}
    assert packages.isdisjoint({"mkdocs", "material"})


def test_no_import_is_written_in_another_way() -> None:
    for module in MODULES:
        text = (PACKAGE / module).read_text("utf-8")
        assert "import_module" not in text
        assert "__import__" not in text


@pytest.mark.parametrize(
    "name",
    [
        name
        for name in ("decision_trees", "decision_trees.cli", "decision_trees.markdown")
        if importlib.util.find_spec(name)
    ],
)
def test_importing_does_not_load_mkdocs(name: str) -> None:
    script = f"import sys, {name}; print([one for one in sys.modules if one.split('.')[0] == 'mkdocs'])"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
