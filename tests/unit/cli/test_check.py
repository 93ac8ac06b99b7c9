"""The command `check`: its levels, its exit status, and paths that hold no tree."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from decision_trees.cli.main import main

TREE = """\
title: Pick a queue
question: Which queue do we need?
checks:
  replay:
    question: Does a consumer replay messages?
    assess: Ask the team.
    answers: {Yes: log, No: queue}
decisions:
  log: {title: Kafka, choose: A log.}
  queue: SQS
"""

UNREAD = """\
warning[unread-source]: the file's name ends with `.tree.yml`, so it is not read as a tree
 --> old/pick-a-cache.tree.yml:1:1
  = help: rename it to `pick-a-cache.tree.yaml`
  = more: decision-trees explain unread-source

1 warning
"""


@pytest.fixture(autouse=True)
def docs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder with one tree that has a warning, a folder with none, and one with a misnamed tree."""
    monkeypatch.chdir(tmp_path)
    for file in ("docs/trees/pick-a-queue.tree.yaml", "empty/notes.md", "old/pick-a-cache.tree.yml"):
        Path(file).parent.mkdir(parents=True)
        Path(file).write_text(TREE, "utf-8")


def codes(capsys: pytest.CaptureFixture[str]) -> list[tuple[str, str]]:
    told = json.loads(capsys.readouterr().out)
    return [(diagnostic["code"], diagnostic["level"]) for diagnostic in told["diagnostics"]]


@pytest.mark.parametrize(
    ("arguments", "status", "level"),
    [
        pytest.param([], 0, "warning", id="as the registry says"),
        pytest.param(["--strict"], 1, "warning", id="strict"),
        pytest.param(["--levels", "missing-guidance=error"], 1, "error", id="raised"),
        pytest.param(["--levels", "missing-guidance=notice", "--strict"], 0, "notice", id="lowered"),
        pytest.param(["--levels", "stale=off, missing-guidance = error"], 1, "error", id="several at once"),
        pytest.param(
            ["--levels", "missing-guidance=off", "--levels", "missing-guidance=error"],
            *(1, "error"),
            id="the last one counts",
        ),
    ],
)
def test_levels_decide_what_stops(
    arguments: list[str], status: int, level: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check", "docs", "--format", "json", *arguments]) == status
    assert codes(capsys) == [("missing-guidance", level)]


def test_a_code_that_is_off_is_not_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "docs", "--levels", "missing-guidance=off", "--strict"]) == 0
    assert capsys.readouterr().out == "no problems\n"


@pytest.mark.parametrize("format_", ["line", "github"])
def test_a_list_of_no_problems_has_no_line(format_: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "docs", "--levels", "missing-guidance=off", "--format", format_]) == 0
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize("format_", ["github", "sarif"])
def test_a_service_is_told_files_from_the_root_of_the_repository(
    format_: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    Path(".git").mkdir()
    monkeypatch.chdir("docs")
    assert main(["check", "trees", "--format", format_]) == 0
    assert "docs/trees/pick-a-queue.tree.yaml" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("terminal", "arguments", "environment", "coloured"),
    [
        pytest.param(True, [], {}, True, id="a terminal"),
        pytest.param(False, [], {}, False, id="a pipe"),
        pytest.param(True, [], {"NO_COLOR": "1"}, False, id="NO_COLOR"),
        pytest.param(True, ["--format", "line"], {}, False, id="a line for each"),
    ],
)
def test_only_frames_in_a_terminal_have_colours(  # noqa: PLR0913, PLR0917 - what it depends on, and the tools
    terminal: bool,  # noqa: FBT001 - a parameter of the test
    arguments: list[str],
    environment: dict[str, str],
    coloured: bool,  # noqa: FBT001 - likewise
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(sys.stdout, "isatty", lambda: terminal)
    assert main(["check", "docs", *arguments]) == 0
    assert ("\x1b[" in capsys.readouterr().out) == coloured


@pytest.mark.parametrize(
    ("levels", "told"),
    [
        ("stael=off", "`--levels` sets `stael`, which is no code: did you mean `stale`?"),
        ("xyz=off", "`--levels` sets `xyz`, which is no code"),
        ("stale=of", "`--levels` sets `stale` to `of`: a level is error, warning, notice or off"),
        ("cycle=error,stale", "`--levels` takes `code=level`, not `stale`"),
        ("", "`--levels` takes `code=level`, not ``"),
    ],
)
def test_levels_that_are_none_are_wrong_usage(
    levels: str, told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check", "docs", "--levels", levels]) == 2
    said = capsys.readouterr()
    assert (said.out, said.err) == ("", f"decision-trees: {told}\n")


@pytest.mark.parametrize("paths", [["empty"], ["docs", "empty"], ["empty", "docs/trees"]])
def test_a_folder_without_a_tree_is_wrong_usage(paths: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", *paths, "--levels", "missing-guidance=off"]) == 2
    said = capsys.readouterr()
    assert (said.out, said.err) == (
        "",
        "decision-trees: there is no tree in `empty`: the name of a tree's file ends with `.tree.yaml`\n",
    )


def test_a_misnamed_tree_is_told_beside_it(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "old"]) == 2
    said = capsys.readouterr()
    assert said.out == UNREAD
    assert said.err == (
        "decision-trees: there is no tree in `old`: the name of a tree's file ends with `.tree.yaml`\n"
    )


@pytest.mark.parametrize("path", [".", "./docs", "docs/../docs", "docs/trees/pick-a-queue.tree.yaml"])
def test_a_path_that_holds_a_tree_is_checked_however_it_is_written(
    path: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check", path, "--format", "json"]) == 0
    assert ("missing-guidance", "warning") in codes(capsys)


def test_a_tree_that_cannot_be_read_is_a_tree(capsys: pytest.CaptureFixture[str]) -> None:
    Path("empty/broken.tree.yaml").write_bytes(b"\xff")
    Path("old/broken.tree.yaml").mkdir()
    assert main(["check", "empty", "old", "--levels", "unread-source=off", "--format", "json"]) == 1
    assert codes(capsys) == [("yaml-syntax", "error"), ("unknown-file", "error")]


def test_a_file_that_is_not_there_is_a_problem(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "nowhere.tree.yaml", "--format", "json"]) == 1
    assert codes(capsys) == [("unknown-file", "error")]
