from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from tests.neighbours.harness import OURS, QUEUE, Built, build, commit, faults, run, write

pytestmark = [pytest.mark.build]


@pytest.mark.beside("mkdocs-monorepo-plugin")
def test_monorepo(tmp_path: Path) -> None:
    files = {
        "sub/mkdocs.yml": "site_name: sub\nnav:\n  - Home: index.md\n",
        "sub/docs/index.md": "# Sub\n\n[The tree](to:fourth/), [another](to:pick-a-queue/)\n",
        "sub/docs/fourth.tree.yaml": QUEUE.replace("Pick a queue", "The fourth").replace(
            "../guide.md", "index.md"
        ),
    }
    nav = [
        {"Home": "index.md"},
        {"Sub": "!include ./sub/mkdocs.yml"},
        {"Trees": "trees/"},
        "guide.md",
        "plain.md",
    ]
    built = build(tmp_path, ["search", "monorepo", OURS], files, nav=nav)
    assert faults(built) == []
    assert built.page("sub").one("a[href=fourth/]").text == "The tree"
    assert built.page("sub/fourth").one("h1").text.startswith("The fourth")


@pytest.mark.beside("mike")
def test_mike(tmp_path: Path) -> None:
    write(tmp_path, ["search", "mike", OURS])
    commit(tmp_path, "Ada", "2020-02-03")
    git = (shutil.which("git") or "git", "-c", "user.name=Ada", "-c", "user.email=ada@site.test")
    subprocess.run([*git, "config", "user.email", "ada@site.test"], cwd=tmp_path, check=True)
    subprocess.run([*git, "config", "user.name", "Ada"], cwd=tmp_path, check=True)
    programs = Path(sys.executable).parent  # it calls the host by its name
    environment = {**os.environ, "PATH": f"{programs}{os.pathsep}{os.environ['PATH']}"}
    subprocess.run([programs / "mike", "deploy", "1.0"], cwd=tmp_path, env=environment, check=True)
    subprocess.run([*git, "worktree", "add", "--quiet", "pages", "gh-pages"], cwd=tmp_path, check=True)
    assert faults(run(tmp_path)) == []
    (tmp_path / "site").rename(tmp_path / "built")
    shutil.copytree(tmp_path / "pages/1.0", tmp_path / "site")
    assert faults(Built(tmp_path, 0, "")) == []
