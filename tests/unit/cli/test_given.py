"""`decision-trees walk --given`: a walk for scripts and agents."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from tests.site_fixtures import REPOSITORY

from decision_trees.cli import Status
from decision_trees.cli.main import main

TREE = """\
title: Disk alarm
checks:
  full:
    question: Is the disk full?
    assess: See [the panel](to:other/).
    answers: {Yes: clean, No: other/}
  again:
    question: Is it full again?
    pick: first
    answers:
      Yes, again: {to: full, loop: look once more}
      No: done
steps:
  clean:
    title: Delete old logs
    do: Keep a week of them.
    then: again
decisions:
  done:
    title: Done
    choose: Close the alarm.
    alternatives: [Silence it]
    then: other/
"""

OTHER = """\
title: Other
checks: {many: {question: Many?, assess: Count., answers: {Yes: x, No: y}}}
decisions: {x: {title: X, choose: X}}
warnings: {y: {title: Y, when: Never}}
"""


@pytest.fixture(autouse=True)
def trees(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "disk.tree.yaml").write_text(TREE, "utf-8")
    (tmp_path / "other.tree.yaml").write_text(OTHER, "utf-8")
    (tmp_path / "mkdocs.yml").write_text("docs_dir: .\n", "utf-8")
    monkeypatch.chdir(tmp_path)


def told(capsys: pytest.CaptureFixture[str], *given: str, status: Status = Status.OK) -> dict[str, Any]:
    assert main(["walk", "disk.tree.yaml", "--format", "json", "--given", *given]) == status
    data: dict[str, Any] = json.loads(capsys.readouterr().out)
    return data


def test_the_first_question_comes_with_its_guidance_and_answers(capsys: pytest.CaptureFixture[str]) -> None:
    data = told(capsys)
    assert data["ask"] == "full"
    assert data["here"] == {
        "kind": "check",
        "id": "full",
        "title": "Is the disk full?",
        "texts": {"assess": "See the panel."},
        "question": "Is the disk full?",
        "pick": None,
        "answers": [
            {"id": "yes", "label": "Yes", "note": None, "loop": None},
            {"id": "no", "label": "No", "note": None, "loop": None},
        ],
    }
    assert (data["do"], data["trail"], data["diagnostics"]) == ([], [], [])


def test_a_step_is_to_be_done_before_the_next_question(capsys: pytest.CaptureFixture[str]) -> None:
    data = told(capsys, "full=yes")
    assert data["ask"] == "again"
    assert data["here"]["pick"] == "first"
    assert data["do"] == [
        {"kind": "step", "id": "clean", "title": "Delete old logs", "texts": {"do": "Keep a week of them."}}
    ]
    assert [given["id"] for given in data["trail"]] == ["full", "clean"]
    assert data["trail"][0]["answer"] == {"id": "yes", "label": "Yes"}
    assert data["trail"][1]["answer"] is None


def test_the_end_says_all_that_it_has(capsys: pytest.CaptureFixture[str]) -> None:
    data = told(capsys, "full=Yes", "again=No")
    assert (data["ask"], data["do"]) == (None, [])
    assert data["here"] == {
        "kind": "decision",
        "id": "done",
        "title": "Done",
        "texts": {"choose": "Close the alarm."},
        "then": "other/",
        "any_of": [],
        "alternatives": ["Silence it"],
    }


def test_a_walk_goes_on_in_another_tree(capsys: pytest.CaptureFixture[str]) -> None:
    data = told(capsys, "full=No", "other/many=No")
    assert (data["tree"], data["here"]["kind"], data["here"]["id"]) == ("other", "warning", "y")


def test_a_tree_that_is_not_here_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    Path("other.tree.yaml").unlink()
    assert told(capsys, "full=No")["here"] == {"to": "other/"}


@pytest.mark.parametrize(
    ("given", "message", "ask"),
    [
        (["full=Maybe"], "`full` has no answer `Maybe`", "full"),
        (["ful=Yes"], "no check is named `ful`", "full"),
        (["done=Yes"], "the decision `done` has no answers to give", "full"),
        (["again=No"], "the other answers do not meet `again`", "full"),
        (["full=Yes", "full=No"], "the other answers do not come back to `full`", "again"),
    ],
)
def test_wrong_and_stale_answers_are_told_as_those_of_a_scenario(
    given: list[str], message: str, ask: str | None, capsys: pytest.CaptureFixture[str]
) -> None:
    data = told(capsys, *given, status=Status.PROBLEMS)
    assert [(diagnostic["code"], diagnostic["message"]) for diagnostic in data["diagnostics"]] == [
        ("scenario-incomplete", message)
    ]
    assert data["ask"] == ask


def test_an_answer_that_goes_back_is_followed_and_what_is_asked_again_answered_again(
    capsys: pytest.CaptureFixture[str],
) -> None:
    rounds = ["full=yes", "again=yes-again"]
    data = told(capsys, *rounds)
    assert (data["ask"], data["do"], data["trail"], data["diagnostics"]) == ("full", [], [], [])
    again = told(capsys, *rounds, *rounds, "full=Yes")
    assert (again["ask"], [given["id"] for given in again["trail"]]) == ("again", ["full", "clean"])
    assert told(capsys, *rounds, "full=yes", "again=no")["here"]["id"] == "done"


def test_the_steps_that_an_answer_goes_back_to_are_to_be_done(capsys: pytest.CaptureFixture[str]) -> None:
    Path("disk.tree.yaml").write_text(TREE.replace("to: full, loop", "to: clean, loop"), "utf-8")
    data = told(capsys, "full=yes", "again=yes-again")
    assert (data["ask"], [step["id"] for step in data["do"]]) == ("again", ["clean"])
    assert told(capsys, "full=yes", "again=yes-again", "again=no")["here"]["id"] == "done"


def test_trees_that_lead_to_each_other_ask_on(capsys: pytest.CaptureFixture[str]) -> None:
    Path("other.tree.yaml").write_text(OTHER.replace("Yes: x", "Yes: disk/"), "utf-8")
    assert told(capsys, "full=no", "other/many=yes", status=Status.OK)["ask"] == "full"


def test_steps_that_come_round_for_ever_are_told(capsys: pytest.CaptureFixture[str]) -> None:
    Path("disk.tree.yaml").write_text(TREE.replace("then: again", "then: other/wait"), "utf-8")
    steps = "steps: {wait: {title: Wait, do: Wait., then: disk/clean}}\n"
    Path("other.tree.yaml").write_text(OTHER.replace("Yes: x", "Yes: wait") + steps, "utf-8")
    data = told(capsys, "full=yes", status=Status.PROBLEMS)
    (told_,) = data["diagnostics"]
    assert told_["message"] == "the steps behind `wait` come round again, and never end"
    assert data["ask"] is None
    assert main(["walk", "disk.tree.yaml", "--from", "clean", "--given"]) == Status.PROBLEMS
    assert "never end" in capsys.readouterr().out


def test_a_tree_with_errors_is_told_to_programs_as_check_does(capsys: pytest.CaptureFixture[str]) -> None:
    Path("disk.tree.yaml").write_text(TREE.replace("No: done", "No: dnoe"), "utf-8")
    data = told(capsys, "full=yes", status=Status.PROBLEMS)
    assert main(["check", "disk.tree.yaml", "--format", "json"]) == Status.PROBLEMS
    checked = json.loads(capsys.readouterr().out)["diagnostics"]
    assert data == {
        "format": 1,
        "diagnostics": [diagnostic for diagnostic in checked if diagnostic["level"] == "error"],
        "ask": None,
    }
    assert main(["walk", "disk.tree.yaml", "--format", "text"]) == Status.PROBLEMS
    assert capsys.readouterr().out.startswith("error[unknown-target]")


def test_people_read_it_as_a_walk_says_it(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["walk", "disk.tree.yaml", "--given", "full=yes", "again=Nope"]) == Status.PROBLEMS
    assert capsys.readouterr().out == (
        "error[scenario-incomplete]: `again` has no answer `Nope`\n"
        " --> --given:2:7\n"
        "  |\n"
        "2 | again=Nope\n"
        "  |       ^^^^\n"
        "  = help: its answers are `Yes, again`, `No`\n"
        "  = more: decision-trees explain scenario-incomplete\n"
        "\n"
        "1 error\n"
        "\n"
        "Step: Delete old logs\n"
        "\n"
        "What to do\n"
        "  Keep a week of them.\n"
        "\n"
        "Is it full again?\n"
        "\n"
        "Take the first answer that fits.\n"
        "\n"
        "  1. Yes, again (goes back: look once more)\n"
        "  2. No\n"
    )


@pytest.mark.parametrize(
    ("given", "complaint"),
    [("full", "takes `check=answer`"), ("=yes", "takes `check=answer`"), ("nowhere/x=yes", "no tree beside")],
)
def test_what_is_no_answer_is_wrong_usage(
    given: str, complaint: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["walk", "disk.tree.yaml", "--given", given]) == Status.USAGE
    assert complaint in capsys.readouterr().err


def test_the_script_of_the_manual_walks_to_an_end(tmp_path: Path) -> None:
    """It is the one in the page of the command line, as it stands there."""
    manual = (REPOSITORY / "content" / "command-line.md").read_text("utf-8")
    (script,) = re.findall(r"```sh\n(tree=.*?)```", manual, re.DOTALL)
    assert len(script.splitlines()) == 6
    command = Path(sys.executable).with_name("decision-trees")
    shell = shutil.which("sh")
    if shell is None:
        pytest.skip("there is no shell")
    done = subprocess.run(
        [shell, "-c", script.replace("decision-trees walk", f"'{command}' walk").replace("docs/trees/", "")],
        cwd=tmp_path,
        input="yes\nno\n",
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
    )
    assert "Decision: Done" in done.stdout
