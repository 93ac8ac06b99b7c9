from __future__ import annotations

import errno
import io
import os
import re
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import pytest
from tests.site_fixtures import TINY_TREE

from decision_trees.cli import Status, UsageError
from decision_trees.cli.main import COMMANDS, main
from decision_trees.cli.output import in_colour, prepare


def test_help_lists_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        main(["--help"])
    assert end.value.code == 0
    listed = capsys.readouterr().out
    assert re.findall(r"^    ([a-z][a-z-]+)", listed, re.MULTILINE) == [*COMMANDS]


def test_a_command_is_loaded_without_the_others(tmp_path: Path) -> None:
    (tmp_path / "t.tree.yaml").write_text(TINY_TREE, "utf-8")
    script = "import sys; from decision_trees.cli.main import main; main(); print(*sys.modules, sep='\\n')"
    words = [sys.executable, "-c", script, "check", str(tmp_path)]
    loaded = subprocess.run(words, capture_output=True, text=True, check=True).stdout.split()
    assert "decision_trees.cli.check" in loaded
    others = {f"decision_trees.{name}" for name in ("compare", "importing", "rename", "cli.diff", "cli.walk")}
    assert others.isdisjoint(loaded)


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

    monkeypatch.setattr("decision_trees.cli.check.load_all", refuse)
    assert main(["check"]) == Status.USAGE
    assert capsys.readouterr().err == "decision-trees: say which tree\n"


CIRCLE = (
    "title: Größe\nquestion: Q\nchecks: {a: {question: A, answers: {Yes: a, No: x}}}\ndecisions: {x: X}\n"
)


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "cp932"])
@pytest.mark.parametrize("format_", ["frame", "line", "json", "github", "sarif"])
def test_output_that_is_not_utf8_stops_nothing(
    encoding: str, format_: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "t.tree.yaml").write_text(CIRCLE, "utf-8")
    output, errors = (io.TextIOWrapper(io.BytesIO(), encoding, write_through=True) for _ in range(2))
    monkeypatch.setattr(sys, "stdout", output)
    monkeypatch.setattr(sys, "stderr", errors)
    assert main(["check", str(tmp_path), "--format", format_]) == Status.PROBLEMS
    output.flush()
    assert errors.buffer.getvalue() == b""
    arrow = "→".encode() if format_ in {"json", "github", "sarif"} else "→".encode(encoding, "replace")
    assert b"`a` (Yes) %s `a`" % arrow in output.buffer.getvalue().replace(rb"\u2192", arrow)


def run_in(encoding: str, *words: str) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "decision_trees", *words]
    environment = {**os.environ, "PYTHONIOENCODING": encoding}
    return subprocess.run(command, capture_output=True, check=False, env=environment)


def test_marks_fit_what_an_output_can_hold(tmp_path: Path) -> None:
    (tmp_path / "t.tree.yaml").write_text(TINY_TREE.replace("Kafka", "日本語 é #x, nothing: ["), "utf-8")
    lines = run_in("ascii", "check", str(tmp_path)).stdout.decode("ascii").splitlines()
    at = next(number for number, line in enumerate(lines) if "^" in line)
    assert "?????? ? #x, nothing: [" in lines[at - 1]
    utf8 = run_in("utf-8", "check", str(tmp_path)).stdout.decode().splitlines()
    assert lines[at] == utf8[at]


def test_what_an_output_cannot_hold_is_written_as_wide_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    output = io.TextIOWrapper(io.BytesIO(), "ascii")
    monkeypatch.setattr(sys, "stdout", output)
    prepare()
    output.write("a 日本 é e\u0301 b")
    output.flush()
    assert output.buffer.getvalue() == b"a ???? ? e b"


def test_markdown_stays_utf8(tmp_path: Path) -> None:
    for name, title in (("a", "Größe"), ("b", "日本語")):
        (tmp_path / name).mkdir()
        (tmp_path / name / "t.tree.yaml").write_text(TINY_TREE.replace("Kafka", title), "utf-8")
    done = run_in("ascii", "diff", str(tmp_path / "a"), str(tmp_path / "b"), "--format", "markdown")
    assert "日本語" in done.stdout.decode("utf-8")


@pytest.mark.parametrize(
    ("variables", "is_terminal", "coloured"),
    [
        ({}, True, True),
        ({}, False, False),
        ({"NO_COLOR": "1"}, True, False),
        ({"NO_COLOR": ""}, True, True),
        ({"NO_COLOR": "1", "FORCE_COLOR": "1"}, True, False),
        ({"FORCE_COLOR": "1"}, False, True),
        ({"TERM": "dumb"}, True, False),
        ({"TERM": "dumb", "FORCE_COLOR": "1"}, True, True),
    ],
)
def test_colours_follow_the_environment(
    variables: dict[str, str],
    *,
    is_terminal: bool,
    coloured: bool,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name in ("NO_COLOR", "FORCE_COLOR", "TERM"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    output = io.StringIO()
    monkeypatch.setattr(output, "isatty", lambda: is_terminal)
    monkeypatch.setattr(sys, "stdout", output)
    assert in_colour() == coloured


def test_it_says_its_version(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        main(["--version"])
    assert end.value.code == 0
    assert capsys.readouterr().out == f"decision-trees {version('mkdocs-decision-trees')}\n"


def test_output_that_is_no_stream_of_bytes_is_written_as_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "t.tree.yaml").write_text(CIRCLE, "utf-8")
    output = io.StringIO()
    monkeypatch.setattr(sys, "stdout", output)
    assert main(["check", str(tmp_path), "--format", "line"]) == Status.PROBLEMS
    assert "`a` (Yes) → `a`" in output.getvalue()


def test_what_the_system_refuses_is_wrong_usage(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def refuse(path: Path) -> bool:
        raise PermissionError(errno.EACCES, "Permission denied", str(path))

    monkeypatch.setattr(Path, "is_dir", refuse)
    assert main(["walk", "secret/docs"]) == Status.USAGE
    assert capsys.readouterr() == ("", "decision-trees: Permission denied: `secret/docs`\n")


def test_it_ends_quietly_when_nobody_reads_on(tmp_path: Path) -> None:
    for number in range(500):
        (tmp_path / f"t{number}.tree.yaml").write_text("title: T\n", "utf-8")
    read_end, write_end = os.pipe()
    os.close(read_end)
    command = [sys.executable, "-m", "decision_trees", "check", str(tmp_path), "--format", "line"]
    done = subprocess.run(command, stdout=write_end, stderr=subprocess.PIPE, check=False, text=True)
    os.close(write_end)
    assert (done.returncode, done.stderr) == (Status.PROBLEMS, "")


def test_ctrl_c_ends_a_command_without_a_word(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("decision_trees.cli.check.load_all", interrupted)
    assert main(["check"]) == Status.INTERRUPTED
    assert capsys.readouterr() == ("", "")


class Refusing(io.StringIO):
    """An output that nothing can be written to."""

    def __init__(self, error: OSError) -> None:
        super().__init__()
        self._error = error

    def write(self, _: str) -> int:
        """Refuse."""
        raise self._error


@pytest.fixture
def tree(tmp_path: Path) -> str:
    file = tmp_path / "t.tree.yaml"
    file.write_text(CIRCLE, "utf-8")
    return str(file)


def test_a_report_that_nobody_reads_on_has_its_status(tree: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdout", Refusing(BrokenPipeError(errno.EPIPE, "Broken pipe")))
    assert main(["check", tree]) == Status.PROBLEMS
    assert main(["schema"]) == Status.OK


@pytest.mark.parametrize(
    ("output", "reason"),
    [
        (Refusing(OSError(errno.ENOSPC, "No space left")), "the output cannot be written: No space left"),
        (None, "the output is closed"),
    ],
)
def test_a_report_that_cannot_be_written_is_no_success(
    output: io.StringIO | None, reason: str, tree: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = io.StringIO()
    monkeypatch.setattr(sys, "stdout", output)
    monkeypatch.setattr(sys, "stderr", said)
    for command in (["check", tree], ["check", tree, "--format", "line"], ["schema"], ["diff", tree, tree]):
        assert main(command) == Status.USAGE
        assert said.getvalue() == f"decision-trees: {reason}\n"
        said.truncate(0)
        said.seek(0)


@pytest.mark.parametrize("errors", [None, Refusing(OSError(errno.ENOSPC, "No space left"))])
def test_nobody_need_listen_to_complaints(
    errors: io.StringIO | None, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stderr", errors)
    assert main(["check", "--levels", "x"]) == Status.USAGE
    assert capsys.readouterr().out == ""


def test_help_that_cannot_be_written_is_no_success(monkeypatch: pytest.MonkeyPatch) -> None:
    class Full(io.StringIO):
        def flush(self) -> None:
            raise OSError(errno.ENOSPC, "No space left")

    monkeypatch.setattr(sys, "stdout", Full())
    assert main(["--help"]) == Status.USAGE


def test_a_folder_that_is_gone_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    gone.rmdir()
    assert main(["check", "a.tree.yaml"]) == Status.USAGE
    monkeypatch.chdir(tmp_path)
    said = "decision-trees: the folder from which the command runs does not exist any more\n"
    assert capsys.readouterr().err == said


def test_what_the_system_says_without_a_file(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise OSError("out of order")

    monkeypatch.setattr("decision_trees.cli.check.load_all", refuse)
    assert main(["check"]) == Status.USAGE
    assert capsys.readouterr().err == "decision-trees: out of order\n"


def test_a_mistake_of_ours_is_told_in_one_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise ValueError("no\nsuch thing")

    monkeypatch.setattr("decision_trees.cli.check.load_all", fail)
    assert main(["check"]) == Status.USAGE
    said = "this is a mistake of ours, not of yours; please report it: ValueError: no such thing"
    assert capsys.readouterr().err.startswith(f"decision-trees: {said} (test_main.py, line ")


def test_words_of_the_command_line_forge_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["check", "--x\n::error::y\x1b[1m"])
    assert capsys.readouterr().err.endswith("unrecognized arguments: --x ::error::y<U+001B>[1m\n")
    assert main(["check", "--levels", "a\n::error::b=off"]) == Status.USAGE
    assert capsys.readouterr().err == "decision-trees: `--levels` sets `a ::error::b`, which is no code\n"
    with pytest.raises(SystemExit) as end:
        main(["\x1b[1m"])
    assert end.value.code == Status.USAGE
    assert "\x1b" not in capsys.readouterr().err


@pytest.fixture
def right_tree(tmp_path: Path) -> str:
    file = tmp_path / "right.tree.yaml"
    file.write_text(TINY_TREE, "utf-8")
    return str(file)


def test_a_walk_ends_when_nobody_reads_on(right_tree: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO("1\n" * 10))
    monkeypatch.setattr(sys, "stdout", Refusing(BrokenPipeError(errno.EPIPE, "Broken pipe")))
    assert main(["walk", right_tree]) == Status.OK
    assert sys.stdin.tell() == 0


def test_a_walk_without_input_ends_at_once(
    right_tree: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stdin", None)
    assert main(["walk", right_tree]) == Status.OK
    assert capsys.readouterr().out.endswith("\n\n> \n")


def test_input_that_cannot_be_read_is_wrong_usage(
    right_tree: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def refuse() -> str:
        raise IsADirectoryError(errno.EISDIR, "Is a directory")

    monkeypatch.setattr("builtins.input", refuse)
    monkeypatch.setattr(sys, "stdin", io.StringIO())
    assert main(["walk", right_tree]) == Status.USAGE
    assert capsys.readouterr().err == "decision-trees: the input cannot be read: Is a directory\n"


def test_what_is_opened_takes_the_place_of_no_closed_stream() -> None:
    kept = os.dup(0)
    os.close(0)
    try:
        prepare()
        opened = os.open(__file__, os.O_RDONLY)
        os.close(opened)
    finally:
        os.dup2(kept, 0)
        os.close(kept)
    assert opened > 2
