"""The package's floors: each imports only from those below it, and only `hosts/` imports a host."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.metadata import packages_distributions, requires
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from tests.site_fixtures import REPOSITORY, TINY_TREE

import decision_trees

pytestmark = pytest.mark.unmeasured("what is looked at is which modules import which")

PACKAGE = Path(decision_trees.__file__).parent
MODULES = sorted(path.relative_to(PACKAGE).as_posix() for path in PACKAGE.rglob("*.py"))

FLOORS = (
    {"model", "words", "cache"},
    {"diagnostics", "layout"},
    {"source"},
    {"analysis"},
    {"prose", "compare", "walk"},
    {"rules"},
    {"reading"},
    {"importing", "rename", "site"},
    {"hosts"},
    {"cli"},
)
"""From the lowest to the highest; `content/architecture.md` says what each is for."""

FACE = {"__init__.py", "__main__.py", "publishing.py"}
"""What stands above all floors: the public names, and the command."""

HOSTS = {"mkdocs", "material", "properdocs", "zensical"}


def floor(package: str) -> int:
    """The number of a package's floor."""
    (found,) = (number for number, packages in enumerate(FLOORS) if package in packages)
    return found


@cache
def nodes(module: str) -> Sequence[ast.AST]:
    """Everything in the code of a module."""
    return [*ast.walk(ast.parse((PACKAGE / module).read_text("utf-8")))]


def imported(module: str) -> Iterator[str]:
    for node in nodes(module):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            # `from decision_trees import words` names a package, too.
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def packages_imported(module: str) -> set[str]:
    """The packages of ours that a module imports from, other than its own."""
    names = (name.split(".") for name in imported(module))
    return {name[1] for name in names if name[0] == "decision_trees"} - {module.partition("/")[0]}


def test_every_package_has_one_floor() -> None:
    packages = {module.partition("/")[0] for module in MODULES} - FACE
    assert sorted(packages) == sorted(package for packages in FLOORS for package in packages)


@pytest.mark.parametrize("module", [module for module in MODULES if module not in FACE])
def test_a_module_imports_only_from_floors_below(module: str) -> None:
    own = floor(module.partition("/")[0])
    above = {package for package in packages_imported(module) if floor(package) >= own}
    assert not above


@pytest.mark.parametrize("module", [module for module in MODULES if not module.startswith("hosts/")])
def test_only_hosts_import_a_host(module: str) -> None:
    assert {name.partition(".")[0] for name in imported(module)}.isdisjoint(HOSTS)


# The settings of a site are found by the names that hosts give them.
SETTINGS_FILES = "reading/docs_folder.py"
CORE = [module for module in MODULES if not module.startswith(("hosts/", "cli/", SETTINGS_FILES))]


@pytest.mark.parametrize("module", CORE)
def test_the_core_names_no_host(module: str) -> None:
    """Neither in a name nor in a text that is printed; a docstring may say where a rule comes from."""
    texts = {node.value for node in nodes(module) if isinstance(node, ast.Expr)}
    said = [str(node.value) for node in nodes(module) if isinstance(node, ast.Constant) and node not in texts]
    names = [node.id for node in nodes(module) if isinstance(node, ast.Name)]
    # The package's own name on PyPI has a host in it.
    named = re.compile(f"(?!mkdocs-decision-trees)(?:{'|'.join(HOSTS)})", re.IGNORECASE)
    assert [text for text in (*said, *names) if named.search(text)] == []


def test_a_name_of_a_class_has_one_meaning() -> None:
    """Only what reads a form, each in its own module, is called the same."""
    names = Counter(
        node.name.strip("_") for module in MODULES for node in nodes(module) if isinstance(node, ast.ClassDef)
    )
    assert {name for name, count in names.items() if count > 1} <= {"Reader", "Parser"}


def test_the_unit_tests_stand_on_the_same_floors() -> None:
    folders = {path.parent.name for path in (REPOSITORY / "tests" / "unit").glob("*/test_*.py")}
    assert folders - {"browser"} == {package for packages in FLOORS for package in packages}


def test_what_is_imported_is_a_dependency_of_ours() -> None:
    """Not one of another dependency alone, which may do without it one day."""
    required = map(Requirement, requires("mkdocs-decision-trees") or ())
    dependencies = {re.split(r"[.-]", requirement.name)[0] for requirement in required}
    names = {name.partition(".")[0] for module in MODULES for name in imported(module)}
    assert names - sys.stdlib_module_names - {"decision_trees"} == dependencies


def test_no_import_is_written_in_another_way() -> None:
    """Nor by a name that is made up, but for the commands, which all are on one floor."""
    named = {}
    for module in MODULES:
        text = (PACKAGE / module).read_text("utf-8")
        named[str(module)] = [line.strip() for line in text.splitlines() if "import_module" in line]
        assert "__import__" not in text
    of_commands = named.pop("cli/main.py")
    assert of_commands == [
        "from importlib import import_module",
        'loaded: Command = import_module(f"decision_trees.cli.{module}")',
    ]
    assert not any(named.values())


def test_the_manual_draws_the_same_floors() -> None:
    drawn = (REPOSITORY / "content" / "architecture.md").read_text("utf-8")
    rows = [
        line for line in drawn.splitlines() if line.startswith("| ") and line.split("|")[1].strip().isdigit()
    ]
    named = [{cell.strip(" `/") for cell in row.split("|")[2].split(",")} for row in reversed(rows)]
    assert named == [*FLOORS]


@pytest.mark.parametrize(
    "name", ["decision_trees", "decision_trees.cli.main", "decision_trees.hosts.markdown"]
)
def test_importing_does_not_load_mkdocs(name: str) -> None:
    script = f"import sys, {name}; print([name for name in sys.modules if name.split('.')[0] == 'mkdocs'])"
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
    pytest.param(["walk", "queue.tree.yaml", "--given", "replay=Yes", "--format", "json"], id="walk as data"),
    pytest.param(["import", "drawn.md", "--dry-run"], id="import"),
    pytest.param(["schema"], id="schema"),
]


@pytest.mark.parametrize("words", COMMANDS)
def test_the_command_needs_only_what_the_core_may_need(words: list[str], tmp_path: Path) -> None:
    (tmp_path / "queue.tree.yaml").write_text(TINY_TREE, "utf-8")
    (tmp_path / "drawn.md").write_text("Is it?\n├── Yes → A\n└── No → B\n", "utf-8")
    done = subprocess.run(
        [sys.executable, "-c", run_with_few_packages(), *words],
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
    script = run_with_few_packages().replace("decision_trees.cli.main", "decision_trees.hosts.mkdocs.plugin")
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert "ModuleNotFoundError" in done.stderr


ALLOWED = {"decision_trees", "jinja2", "markupsafe", "pathspec", "ruamel", "_ruamel_yaml"}


@cache
def run_with_few_packages() -> str:
    """Write a script that runs the command; with None in its place a module cannot be imported."""
    return f"""
import sys
sys.modules |= dict.fromkeys({sorted(packages_distributions().keys() - ALLOWED)})
from decision_trees.cli.main import main
sys.exit(main(sys.argv[1:]))
"""
