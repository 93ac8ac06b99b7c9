"""*Get started*: its files are written and its commands run in their order, and print what stands there.

`DECISION_TREES_UPDATE_CASES=1 pytest tests/build/test_get_started.py` writes anew what they print.
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from tests.site_fixtures import REPOSITORY

pytestmark = pytest.mark.build

PAGE = REPOSITORY / "content" / "get-started.md"
UPDATE = bool(os.environ.get("DECISION_TREES_UPDATE_CASES"))
AT_THE_END = ", at the end"

_FENCE = re.compile(r'^```(?P<kind>\w+)(?: title="(?P<file>[^"]+)")?\n(?P<text>(?:.*\n)*?)```$', re.MULTILINE)


def test_the_first_steps_lead_where_the_manual_says(tmp_path: Path) -> None:
    whole: dict[str, str] = {}
    """The files as they are shown whole."""
    ran = []

    def take(fence: re.Match[str]) -> str:
        kind, file, text = fence["kind"], fence["file"], fence["text"]
        if file:
            name = file.removesuffix(AT_THE_END)
            whole.setdefault(name, "")
            if name == file:
                whole[name] = text
            path = tmp_path / name
            path.parent.mkdir(exist_ok=True)
            path.write_text(whole[name] + (text if name != file else ""), "utf-8")
        elif kind == "console":
            command = text.partition("\n")[0].removeprefix("$ ")
            ran.append(command)
            return f"```console\n$ {command}\n{printed_by(command, tmp_path)}```"
        else:
            assert (kind, text.split()[:2]) == ("sh", ["pip", "install"])
        return fence.group()

    written = _FENCE.sub(take, PAGE.read_text("utf-8"))
    if UPDATE:
        PAGE.write_text(written, "utf-8")
    assert PAGE.read_text("utf-8") == written
    assert {command.split()[0] for command in ran} == {"mkdocs", "decision-trees"}
    assert (tmp_path / "site" / "index.html").is_file()
    assert "Pick a queue" in (tmp_path / "site" / "trees" / "pick-a-queue" / "index.html").read_text("utf-8")


def test_the_readme_makes_a_site_whose_every_address_is_found(tmp_path: Path) -> None:
    readme = (REPOSITORY / "README.md").read_text("utf-8")
    for name, kind in (
        ("docs/trees/pick-a-queue.tree.yaml", "yaml\ntitle"),
        ("mkdocs.yml", "yaml\n# mkdocs.yml"),
        ("docs/index.md", "markdown\n#"),
    ):
        [text] = re.findall(rf"^```(?={kind})\w+\n((?:.*\n)*?)```$", readme, re.MULTILINE)
        (tmp_path / name).parent.mkdir(exist_ok=True, parents=True)
        (tmp_path / name).write_text(text, "utf-8")
    said = printed_by("mkdocs build --strict", tmp_path)
    assert "Documentation built" in said
    assert "notice[missing-guidance]" in said
    for page in ("", "trees/", "trees/pick-a-queue/"):
        assert f"http://127.0.0.1:8000/{page}>" in readme or page == "trees/"
        assert (tmp_path / "site" / page / "index.html").is_file()


def printed_by(command: str, folder: Path) -> str:
    """What a command prints in a folder, less what differs from one run to the next."""
    program, *arguments = shlex.split(command)
    entry = {"mkdocs": "mkdocs.__main__ import cli", "decision-trees": "decision_trees.cli.main import main"}
    start = f"import sys; from {entry[program]} as run; sys.argv[0] = {program!r}; sys.exit(run())"
    run = subprocess.run(
        [sys.executable, "-c", start, *arguments],
        cwd=folder,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1", "NO_COLOR": "1"},
        check=False,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
    )
    text = run.stdout.replace(folder.as_posix(), "/home/you/decisions")
    return re.sub(r"[\d.]+ seconds", "0.52 seconds", text)
