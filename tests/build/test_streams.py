"""Whatever a command is started with, it ends with a message and a sensible status, never in a traceback."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest
from tests.site_fixtures import TINY_TREE

pytestmark = [
    pytest.mark.build,
    pytest.mark.skipif(sys.platform == "win32", reason="streams are opened as a POSIX shell opens them"),
]

BROKEN = (
    "title: Größe\nquestion: Q\nchecks: {a: {question: A, answers: {Yes: a, No: x}}}\ndecisions: {x: X}\n"
)

# Each with the status that it has by itself.
COMMANDS: Mapping[str, tuple[Sequence[str], int]] = {
    "check": (["check", "right.tree.yaml", "--coverage"], 0),
    "check, errors": (["check", "broken.tree.yaml"], 1),
    "check as line": (["check", "broken.tree.yaml", "--format", "line"], 1),
    "check as json": (["check", "broken.tree.yaml", "--format", "json"], 1),
    "check as github": (["check", "broken.tree.yaml", "--format", "github"], 1),
    "check as sarif": (["check", "broken.tree.yaml", "--format", "sarif"], 1),
    "diff": (["diff", "right.tree.yaml", "other.tree.yaml", "--exit-code"], 1),
    "diff, errors": (["diff", "right.tree.yaml", "broken.tree.yaml"], 1),
    "new": (["new", "fresh-tree"], 0),
    "rename": (["rename", "right/log", "kafka", "--in", "right.tree.yaml"], 0),
    "rename, dry": (["rename", "right/log", "kafka", "--in", "right.tree.yaml", "--dry-run"], 0),
    "schema": (["schema"], 0),
    "walk": (["walk", "right.tree.yaml"], 0),
    "help": (["--help"], 0),
    "wrong usage": (["check", "--nope"], 2),
    "no tree": (["check", "empty"], 2),
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a right tree, another version of it, and a broken one."""
    (tmp_path / "right.tree.yaml").write_text(TINY_TREE, "utf-8")
    (tmp_path / "other.tree.yaml").write_text(TINY_TREE.replace("Yes: log", "Yes: standard-queue"), "utf-8")
    (tmp_path / "broken.tree.yaml").write_text(BROKEN, "utf-8")
    (tmp_path / "empty").mkdir()
    return tmp_path


def run(
    folder: Path, command: Sequence[str], streams: str, before: str = "", **environment: str
) -> tuple[int, str]:
    """Run a command as a shell does, without input unless it gets some; give its status and complaints."""
    program = f"{shlex.quote(sys.executable)} -m decision_trees {shlex.join(command)} {streams}"
    done = subprocess.run(
        ["/bin/bash", "-c", f"set -o pipefail; {before} {program}"],
        cwd=folder,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
        timeout=120,
        env={**os.environ, **environment},
    )
    said = done.stderr.decode("utf-8", "replace")
    assert "Traceback" not in said
    assert "Exception" not in said
    assert "mistake of ours" not in said
    return done.returncode, said


each_command = pytest.mark.parametrize(("command", "status"), COMMANDS.values(), ids=COMMANDS)


@each_command
@pytest.mark.parametrize("streams", ["<&- 2>&-", "2>/dev/full | head -c 1"])
def test_streams_that_nobody_needs(streams: str, command: Sequence[str], status: int, folder: Path) -> None:
    assert run(folder, command, streams)[0] == status


@each_command
@pytest.mark.parametrize(
    ("streams", "reason"),
    [
        (">&-", "the output is closed"),
        ("<&- >/dev/full", "the output cannot be written: No space left on device"),
    ],
)
def test_output_that_cannot_be_written(
    streams: str, reason: str, command: Sequence[str], status: int, folder: Path
) -> None:
    # Without output, argparse writes its help where complaints go.
    is_said = command == ["--help"] and "/dev/full" not in streams
    found, said = run(folder, command, streams)
    assert found == (0 if is_said else 2)
    if reason and status != 2 and not is_said:
        assert said == f"decision-trees: {reason}\n"


@pytest.mark.parametrize("name", ["check, errors", "new", "wrong usage", "help"])
@pytest.mark.parametrize("streams", [">&- 2>&-", ">/dev/full 2>/dev/full"])
def test_nowhere_to_write_at_all(streams: str, name: str, folder: Path) -> None:
    is_said = name == "help" and "&-" in streams
    assert run(folder, COMMANDS[name][0], streams) == (0 if is_said else 2, "")


PLAIN = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "PATH": "/nowhere"}


@each_command
@pytest.mark.parametrize("encoding", [{}, {"PYTHONIOENCODING": "ascii:strict"}], ids=["C", "ascii"])
def test_surroundings(encoding: dict[str, str], command: Sequence[str], status: int, folder: Path) -> None:
    assert run(folder, command, "", **PLAIN, **encoding)[0] == status


@each_command
def test_a_folder_that_is_gone(command: Sequence[str], status: int, folder: Path) -> None:
    found, said = run(folder, command, "", before='mkdir gone; cd gone; rmdir "$PWD";')
    needs_none = command[0] in {"schema", "--help"} or status == 2
    assert found == (status if needs_none else 2)
    assert needs_none or "does not exist any more" in said or "there is no folder" in said


@pytest.mark.parametrize("given", ["< .", "< <(printf '\\xe4\\xff\\n1\\n')", "< <(head -c 100000 /dev/zero)"])
def test_input_of_every_sort(given: str, folder: Path) -> None:
    status, said = run(folder, ["walk", "right.tree.yaml"], given)
    refused = 2, "decision-trees: the input cannot be read: Is a directory\n"
    if said.startswith("Fatal Python error: init_sys_streams: <stdin> is a directory"):
        refused = status, said  # some versions of Python say so before we can say anything
    assert (status, said) == (refused if given == "< ." else (0, ""))
