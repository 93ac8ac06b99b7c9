"""Each target of the Makefile sets up what it needs, whichever a newcomer calls first in an empty clone."""

from __future__ import annotations

import re
import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest
from tests.site_fixtures import REPOSITORY

if TYPE_CHECKING:
    from pathlib import Path

MAKEFILE = (REPOSITORY / "Makefile").read_text(encoding="utf-8")
# Make runs a line that calls make even where it only tells what it would run.
TARGETS = sorted({*re.findall(r"^([a-z-]+):(?!=)", MAKEFILE, re.MULTILINE)} - {"test-sdist"})
WHAT_MAKE_READS = ("Makefile", "hatch_build.py", "package-lock.json", "package.json", "pyproject.toml")

MAKE = shutil.which("make") or "make"
SETS_UP_PYTHON = re.compile(r"-m pip install .*--requirement requirements/dev\.txt")
SETS_UP_THE_PACKAGE = re.compile(r"^\.venv/bin/python -m pip install .*--editable \.")
SETS_UP_NODE = re.compile(r"/npm ci")
OF_PYTHON = re.compile(r"(?<!\S)\.venv/bin/")
OF_THE_PACKAGE = re.compile(r"\.venv/bin/(pytest|mkdocs|mike|python -m (tests|benchmarks|build)\b)")
OF_NODE = re.compile(r"\.venv/bin/node .*\bnode_modules/|tests/node/")


@pytest.fixture(scope="module")
def clone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A clone in which nothing is set up, of what the Makefile reads before a command runs."""
    folder = tmp_path_factory.mktemp("clone")
    for name in WHAT_MAKE_READS:
        shutil.copy(REPOSITORY / name, folder)
    for name in ("plugin/browser", "requirements"):
        shutil.copytree(REPOSITORY / name, folder / name)
    return folder


@pytest.mark.parametrize("target", TARGETS)
def test_a_target_sets_up_what_it_needs_before_it_needs_it(target: str, clone: Path) -> None:
    would_run = subprocess.run(
        (MAKE, "--dry-run", "--no-print-directory", target),
        cwd=clone,
        check=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ).stdout
    done: set[re.Pattern[str]] = set()
    for command in would_run.splitlines():
        for needs, setting_up in (
            (OF_PYTHON, SETS_UP_PYTHON),
            (OF_THE_PACKAGE, SETS_UP_THE_PACKAGE),
            (OF_NODE, SETS_UP_NODE),
        ):
            if setting_up.search(command):
                done.add(setting_up)
            elif needs.search(command):
                assert setting_up in done, f"{target} has nothing set up for: {command}"


def test_those_patterns_find_the_commands_of_the_makefile() -> None:
    recipes = re.sub(r"\$\(BIN\)", ".venv/bin", MAKEFILE)
    for needs, at_least in ((OF_PYTHON, 40), (OF_THE_PACKAGE, 20), (OF_NODE, 2)):
        assert len(re.findall(needs.pattern, recipes, re.MULTILINE)) >= at_least
