"""Which answers and terminals no scenario walks."""

from __future__ import annotations

import json
import textwrap
from pathlib import Path

import pytest

from decision_trees.analysis.coverage import as_data, as_table, coverage, places
from decision_trees.cli.main import main
from decision_trees.reading.read import read

QUEUE = """\
title: Pick a queue
question: Which queue do we need?
checks:
  fan-out:
    question: Are there several consumers?
    answers:
      Yes: pub-sub
      No: replay
      Elsewhere: pick-a-bus/
  replay:
    question: Does a consumer replay messages?
    answers:
      Yes: log
      No: queue
      Unsure: {to: fan-out, loop: ask first}
decisions: {log: Kafka, queue: SQS}
warnings:
  pub-sub: {title: Nobody listens}
scenarios:
"""
INVOICES = "  - {title: Invoices, given: {fan-out: No, replay: No}, expect: queue}\n"
ALL = f"""{INVOICES}\
  - {{title: Audit, given: {{fan-out: No, replay: Yes}}, expect: log}}
  - {{title: News, given: {{fan-out: Yes}}, expect: pub-sub}}
  - {{title: Other, given: {{fan-out: Elsewhere}}, expect: pick-a-bus/}}
"""


def test_what_no_scenario_walks() -> None:
    library = read({"pick-a-queue.tree.yaml": QUEUE + INVOICES}).library
    found = coverage(library.graph(library.trees["pick-a-queue"]))
    assert (found.walked, found.answers, found.met, found.terminals) == (2, 5, 1, 3)
    assert [step.key for step in found.unwalked] == [
        ("fan-out", "yes"),
        ("fan-out", "elsewhere"),
        ("replay", "yes"),
    ]
    assert [node.id for node in found.unmet] == ["log", "pub-sub"]


def test_a_scenario_that_fails_has_walked_all_the_same() -> None:
    wrong = INVOICES.replace("expect: queue", "expect: log")
    library = read({"pick-a-queue.tree.yaml": QUEUE + wrong}).library
    found = coverage(library.graph(library.trees["pick-a-queue"]))
    assert "queue" not in {node.id for node in found.unmet}


def test_without_trees_there_is_nothing_to_walk() -> None:
    assert as_table([]) == "The scenarios walk\n  no tree"
    assert places([]) == ""
    assert as_data([]) == []


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a tree that is walked in part, and a smaller one that is not."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "pick-a-queue.tree.yaml").write_text(QUEUE + INVOICES, "utf-8")
    (tmp_path / "pick-a-bus.tree.yaml").write_text(
        "title: Bus\nquestion: Which?\nchecks: {big: {question: Big, answers: {Yes: a, No: b}}}\n"
        "decisions: {a: A, b: B}\n",
        "utf-8",
    )
    return tmp_path


def test_nothing_is_listed_where_all_is_walked(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "pick-a-queue.tree.yaml").write_text(QUEUE + ALL, "utf-8")
    bus = folder / "pick-a-bus.tree.yaml"
    walks = "".join(
        f"- {{title: {label}, given: {{big: {label}}}, expect: {end}}}\n"
        for label, end in (("Yes", "a"), ("No", "b"))
    )
    bus.write_text(f"{bus.read_text('utf-8')}scenarios:\n{walks}", "utf-8")
    assert main(["check", "--coverage"]) == 0
    assert capsys.readouterr().out.partition("The scenarios walk\n")[2] == (
        "  2 of 2 answers, 2 of 2 terminals  pick-a-bus.tree.yaml\n"
        "  5 of 5 answers, 3 of 3 terminals  pick-a-queue.tree.yaml\n"
    )


def test_the_command_lists_what_is_left(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert folder.is_dir()
    assert main(["check", "--coverage"]) == 0
    told = capsys.readouterr().out
    assert told.partition("The scenarios walk\n")[2] == textwrap.dedent(
        """\
          0 of 2 answers, 0 of 2 terminals  pick-a-bus.tree.yaml
          2 of 5 answers, 1 of 3 terminals  pick-a-queue.tree.yaml

        pick-a-bus.tree.yaml:3:41: no scenario answers `big` with `Yes`
        pick-a-bus.tree.yaml:3:49: no scenario answers `big` with `No`
        pick-a-bus.tree.yaml:4:13: no scenario ends at the decision `a`
        pick-a-bus.tree.yaml:4:19: no scenario ends at the decision `b`
        pick-a-queue.tree.yaml:7:7: no scenario answers `fan-out` with `Yes`
        pick-a-queue.tree.yaml:9:7: no scenario answers `fan-out` with `Elsewhere`
        pick-a-queue.tree.yaml:13:7: no scenario answers `replay` with `Yes`
        pick-a-queue.tree.yaml:16:13: no scenario ends at the decision `log`
        pick-a-queue.tree.yaml:18:3: no scenario ends at the warning `pub-sub`
        """
    )


def test_the_command_with_a_line_for_each(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(folder / "pick-a-bus.tree.yaml"), "--coverage", "--format", "line"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.partition(".tree.yaml:")[2] for line in lines[-4:]] == [
        "3:41: no scenario answers `big` with `Yes`",
        "3:49: no scenario answers `big` with `No`",
        "4:13: no scenario ends at the decision `a`",
        "4:19: no scenario ends at the decision `b`",
    ]


def test_the_command_as_json(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "pick-a-bus.tree.yaml").unlink()
    (folder / "pick-a-queue.tree.yaml").write_text(
        QUEUE + ALL.replace("  - {title: News, given: {fan-out: Yes}, expect: pub-sub}\n", ""), "utf-8"
    )
    assert main(["check", "--coverage", "--format", "json"]) == 1
    told = json.loads(capsys.readouterr().out)
    assert list(told) == ["format", "diagnostics", "coverage"]
    file = "pick-a-queue.tree.yaml"
    assert told["coverage"] == [
        {
            "tree": "pick-a-queue",
            "file": file,
            "answers": {"walked": 4, "total": 5},
            "terminals": {"walked": 2, "total": 3},
            "unwalked": [
                {
                    "check": "fan-out",
                    "answer": "yes",
                    "label": "Yes",
                    "file": file,
                    "line": 7,
                    "column": 7,
                    "end_line": 7,
                    "end_column": 10,
                }
            ],
            "unmet": [
                {
                    "node": "pub-sub",
                    "kind": "warning",
                    "file": file,
                    "line": 18,
                    "column": 3,
                    "end_line": 18,
                    "end_column": 10,
                }
            ],
        }
    ]


@pytest.mark.parametrize("form", ["github", "sarif"])
def test_other_forms_cannot_tell_it(folder: Path, form: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert folder.is_dir()
    assert main(["check", "--coverage", "--format", form]) == 2
    assert capsys.readouterr().err == (
        f"decision-trees: `--coverage` cannot be told as {form}: use frame, line or json\n"
    )
