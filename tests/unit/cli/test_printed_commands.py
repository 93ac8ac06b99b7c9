"""The commands of the manual, run one after the other as they are printed, in a repository with a tree."""

from __future__ import annotations

import argparse
import io
import re
import shlex
from pathlib import Path

import pytest
from tests.site_fixtures import REPOSITORY, TINY_TREE, write_site
from tests.unit.reading.test_revisions import commit, git

from decision_trees.cli import Status
from decision_trees.cli.main import COMMANDS, command, main

pytestmark = pytest.mark.unmeasured("whole commands run, as in the tests of those commands")

PAGES = {path.name: path.read_text("utf-8") for path in (REPOSITORY / "content").glob("*.md")}
_FENCE = re.compile(r"^```sh\n((?:.*\n)*?)```$", re.MULTILINE)
_LINE = re.compile(r"^(decision-trees [a-z].*)$", re.MULTILINE)
_IN_TEXT = re.compile(r"(?<!`)`(decision-trees [a-z-]+ [^`]+)`(?!`)")

SETTINGS = """\
site_name: Ours
plugins:
  - i18n:
      docs_structure: suffix
      languages: [{locale: en, name: English, default: true}, {locale: de, name: Deutsch}]
  - decision-trees
"""
README = "# Queues\n\n```mermaid\nflowchart TD\n  A{Replay?} -->|Yes| B[Log]\n  A -->|No| C[Queue]\n```\n"
BLOCK = "<!-- decision-tree: docs/trees/pick-a-queue.tree.yaml as=ascii -->\n<!-- /decision-tree -->\n"


def printed() -> list[tuple[str, str]]:
    """Each command with the page that has it, those in fences and those in the text."""
    return [
        (name, re.sub(r"\s+", " ", command))
        for name, text in sorted(PAGES.items())
        for command in [
            *(line for fence in _FENCE.findall(text) for line in _LINE.findall(fence)),
            *_IN_TEXT.findall(text),
        ]
        if not re.search(r'"\$tree|--watch', command)  # a part of a program of a shell; what never ends
    ]


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A site of one tree that has changed since the branch `main`."""
    tree = "docs/trees/pick-a-queue.tree.yaml"
    write_site(
        tmp_path,
        {
            "mkdocs.yml": SETTINGS,
            "docs/index.md": "# Home\n",
            tree: TINY_TREE,
            "README.md": README + BLOCK,
        },
    )
    git("init", "--initial-branch=main", at=tmp_path)
    commit(tmp_path)
    git("switch", "--create", "change", at=tmp_path)
    write_site(tmp_path, {tree: TINY_TREE.replace("A log.", "Another log.")})
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("sys.stdin", io.StringIO("1\n" * 9))
    return tmp_path


def test_there_are_commands_of_every_kind() -> None:
    commands = argparse.ArgumentParser().add_subparsers()
    for name in COMMANDS:
        command(name).register(commands)
    assert {command.split()[1] for _, command in printed()} == {*commands.choices}


@pytest.mark.parametrize(("page", "command"), printed())
def test_a_command_of_the_manual_runs_as_it_is_printed(page: str, command: str, repository: Path) -> None:
    words = shlex.split(re.split(" [>|] ", command)[0])[1:]
    if words[0] == "new":
        (repository / "docs/trees/pick-a-queue.tree.yaml").unlink()
    assert main(words) in {Status.OK, Status.PROBLEMS}, page
