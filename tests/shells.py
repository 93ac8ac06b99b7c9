"""Completion in the real zsh and fish: `make shells`. What bash makes of it is in the unit tests."""

from __future__ import annotations

import os
import pty
import select
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

PATIENCE = 60.0
"""How long a shell may take to begin, in seconds; most of it goes into finding its own functions."""


@pytest.fixture(autouse=True)
def _in_a_folder_of_trees(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "queue.tree.yaml").write_text("title: x\n", "utf-8")
    monkeypatch.chdir(tmp_path)


def script(shell: str) -> str:
    command = [sys.executable, "-m", "decision_trees", "completion", shell]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def program(shell: str) -> str:
    found = shutil.which(shell)
    assert found, f"make shells installs {shell}"
    return found


CASES = [
    pytest.param("decision-trees expl", "explain", id="a command"),
    pytest.param("decision-trees explain unknown-ta", "unknown-target", id="a code"),
    pytest.param("decision-trees check --form", "--format", id="an option"),
    pytest.param("decision-trees check --format sar", "sarif", id="a value"),
    pytest.param("decision-trees check que", "queue.tree.yaml", id="a path"),
]


@pytest.mark.parametrize(("typed", "completed"), CASES)
def test_fish(typed: str, completed: str, tmp_path: Path) -> None:
    (tmp_path / "completion.fish").write_text(script("fish"), "utf-8")
    ask = f"source completion.fish; complete --do-complete '{typed}'"
    command = [program("fish"), "--no-config", "--command", ask]
    done = subprocess.run(command, cwd=tmp_path, check=True, capture_output=True, text=True)
    assert [line.partition("\t")[0] for line in done.stdout.splitlines()] == [completed]
    assert done.stderr == ""


@pytest.mark.parametrize(("typed", "completed"), CASES)
def test_zsh(typed: str, completed: str, tmp_path: Path) -> None:
    functions = tmp_path / "functions"
    functions.mkdir()
    (functions / "_decision-trees").write_text(script("zsh"), "utf-8")
    with terminal(program("zsh"), "-f", "-i", at=tmp_path) as zsh:
        zsh.say(
            "PS1='' fpath=($PWD/functions $fpath); autoload -Uz compinit; compinit -u -D; print be''gun\n"
        )
        zsh.wait_for("begun")
        zsh.say(f"{typed}\t")
        assert zsh.wait_for(completed)


class Terminal:
    """A program at a terminal."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor
        self._shown = ""

    def say(self, text: str) -> None:
        """Type."""
        os.write(self._descriptor, text.encode())

    def wait_for(self, text: str) -> str:
        """Read until a text is shown; what is shown by then is forgotten."""
        end = time.monotonic() + PATIENCE
        while text not in self._shown:
            ready, _, _ = select.select([self._descriptor], [], [], max(0.0, end - time.monotonic()))
            assert ready, f"{text!r} is not shown: {self._shown!r}"
            self._shown += os.read(self._descriptor, 4096).decode(errors="replace")
        shown, self._shown = self._shown, ""
        return shown


@contextmanager
def terminal(*command: str, at: Path) -> Iterator[Terminal]:
    """Run a program at a terminal."""
    ours, theirs = pty.openpty()
    environment = {**os.environ, "TERM": "dumb", "HOME": str(at), "COLUMNS": "200"}
    process = subprocess.Popen(
        command, cwd=at, env=environment, stdin=theirs, stdout=theirs, stderr=theirs, start_new_session=True
    )
    os.close(theirs)
    try:
        yield Terminal(ours)
    finally:
        process.kill()
        process.wait()
        os.close(ours)
