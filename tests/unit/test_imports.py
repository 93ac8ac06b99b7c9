"""The core stands on its own: only the plugin knows MkDocs, and the command needs neither it nor Markdown."""

from __future__ import annotations

import ast
import importlib.util
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.site_fixtures import TINY_TREE

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


# What the command does with a tree, up to its end.
COMMANDS = [
    pytest.param(["check", "--coverage", "queue.tree.yaml"], id="check"),
    pytest.param(["check", "--format", "json", "queue.tree.yaml"], id="check as data"),
    pytest.param(["diff", "queue.tree.yaml", "queue.tree.yaml"], id="diff"),
    pytest.param(["walk", "queue.tree.yaml"], id="walk"),
    pytest.param(["rename", "queue/log", "stream", "--in", ".", "--dry-run"], id="rename"),
    pytest.param(["new", "another"], id="new"),
    pytest.param(["schema"], id="schema"),
]


@pytest.mark.parametrize("words", COMMANDS)
def test_the_command_needs_only_what_the_core_may_need(words: list[str], tmp_path: Path) -> None:
    (tmp_path / "queue.tree.yaml").write_text(TINY_TREE, "utf-8")
    done = subprocess.run(
        [sys.executable, "-c", RUN_WITH_FEW_PACKAGES, *words],
        cwd=tmp_path,
        input="1\nq\n",
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr


def test_without_other_packages_no_site_is_built() -> None:
    """The refusal itself."""
    script = RUN_WITH_FEW_PACKAGES.replace("decision_trees.cli", "decision_trees.plugin")
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert "ModuleNotFoundError" in done.stderr


RUN_WITH_FEW_PACKAGES = """
import sys
from importlib.metadata import packages_distributions
allowed = {"decision_trees", "jinja2", "markupsafe", "ruamel", "_ruamel_yaml"}
sys.modules |= dict.fromkeys(packages_distributions().keys() - allowed)
from decision_trees.cli import main
sys.exit(main(sys.argv[1:]))
"""
"""With None in its place a module cannot be imported."""
