from __future__ import annotations

import errno
import io
import os
import subprocess
import sys
from pathlib import Path

import pytest

from decision_trees.cli import COMMANDS, main
from decision_trees.commands import Status, UsageError


def test_help_lists_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        main(["--help"])
    assert end.value.code == 0
    listed = capsys.readouterr().out
    assert all(command.__name__.rpartition(".")[2] in listed for command in COMMANDS)  # type: ignore[attr-defined]


def test_an_unknown_command_is_wrong_usage(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        main(["chek"])
    assert end.value.code == Status.USAGE
    assert "invalid choice: 'chek'" in capsys.readouterr().err


def test_wrong_usage_is_told_without_a_traceback(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def refuse(*_: object, **__: object) -> None:
        message = "say which tree"
        raise UsageError(message)

    monkeypatch.setattr("decision_trees.commands.check.load", refuse)
    assert main(["check"]) == Status.USAGE
    assert capsys.readouterr().err == "decision-trees: say which tree\n"


CIRCLE = (
    "title: Größe\nquestion: Q\nchecks: {a: {question: A, answers: {Yes: a, No: x}}}\ndecisions: {x: X}\n"
)


@pytest.mark.parametrize("encoding", ["ascii", "cp1252"])
@pytest.mark.parametrize("format_", ["frame", "line", "json", "github", "sarif"])
def test_output_that_is_not_utf8_stops_nothing(encoding: str, format_: str, tmp_path: Path) -> None:
    (tmp_path / "t.tree.yaml").write_text(CIRCLE, "utf-8")
    command = [sys.executable, "-m", "decision_trees.cli", "check", str(tmp_path), "--format", format_]
    environment = {**os.environ, "PYTHONIOENCODING": encoding}
    done = subprocess.run(command, capture_output=True, check=False, env=environment)
    assert (done.returncode, done.stderr) == (Status.PROBLEMS, b"")
    assert b"`a` (Yes) \\u2192 `a`" in done.stdout


def test_output_that_is_no_stream_of_bytes_is_written_as_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "t.tree.yaml").write_text(CIRCLE, "utf-8")
    output = io.StringIO()
    monkeypatch.setattr(sys, "stdout", output)
    assert main(["check", str(tmp_path), "--format", "line"]) == Status.PROBLEMS
    assert "`a` (Yes) → `a`" in output.getvalue()


@pytest.mark.parametrize("command", ["check", "walk"])
def test_what_the_system_refuses_is_wrong_usage(
    command: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def refuse(path: Path) -> bool:
        raise PermissionError(errno.EACCES, "Permission denied", str(path))

    monkeypatch.setattr(Path, "is_dir", refuse)
    assert main([command, "secret/docs"]) == Status.USAGE
    assert capsys.readouterr() == ("", "decision-trees: Permission denied: `secret/docs`\n")


def test_it_ends_quietly_when_nobody_reads_on(tmp_path: Path) -> None:
    for number in range(500):
        (tmp_path / f"t{number}.tree.yaml").write_text("title: T\n", "utf-8")
    read_end, write_end = os.pipe()
    os.close(read_end)
    command = [sys.executable, "-m", "decision_trees.cli", "check", str(tmp_path), "--format", "line"]
    done = subprocess.run(command, stdout=write_end, stderr=subprocess.PIPE, check=False, text=True)
    os.close(write_end)
    assert done.stderr == ""


def test_ctrl_c_ends_a_command_without_a_word(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("decision_trees.commands.check.load", interrupted)
    assert main(["check"]) == Status.INTERRUPTED
    assert capsys.readouterr() == ("", "")


def test_a_closed_pipe_is_no_problem_of_the_trees(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    def nobody_reads(*_: object, **__: object) -> None:
        raise BrokenPipeError

    kept = os.dup(1)
    monkeypatch.setattr("decision_trees.commands.check.load", nobody_reads)
    with capfd.disabled():
        status = main(["check"])
        os.dup2(kept, 1)
    os.close(kept)
    assert status == Status.OK
