"""`decision-trees export-tree`, and blocks in Markdown that it keeps up to date."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from tests.site_fixtures import TINY_TREE
from tests.unit.importing.reading_back import bring_in, model, only, paths

from decision_trees.cli import Status
from decision_trees.cli.main import main
from decision_trees.reading.read import read
from decision_trees.site.in_text import as_csv, drawn

TREE = """\
title: Disk alarm
checks:
  full:
    question: Is the disk full?
    answers: {Yes: {to: clean, note: over 90 %}, No: quiet, Elsewhere: other/}
  again:
    question: Is it full again?
    answers: {Yes: {to: full, loop: look once more}, No: done, Perhaps: deep, At night: ticket}
  deep: {question: Is it deep?, answers: {Yes: done, No: again-later}}
steps:
  clean: {title: Delete old logs, then: wait}
  wait: {title: Wait a minute, then: again}
  ticket: {title: Write a ticket, then: done}
decisions: {done: Done, quiet: Nothing to do}
warnings: {again-later: {title: It will come again}}
"""

DRAWN = """\
Is the disk full?
├── Yes (over 90 %) → Delete old logs → Wait a minute → Is it full again?
│   ├── Yes (look once more) → Is the disk full? (above)
│   ├── No → DECISION: Done
│   ├── Perhaps → Is it deep?
│   │   ├── Yes → DECISION: Done
│   │   └── No → WARNING: It will come again
│   └── At night → Write a ticket → DECISION: Done
├── No → DECISION: Nothing to do
└── Elsewhere → other/ (in another tree)
"""

BLOCK = """\
# Runbook

<!-- decision-tree: disk.tree.yaml as=ascii -->
old
<!-- /decision-tree -->

The end.
"""


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "disk.tree.yaml").write_text(TREE, "utf-8")
    (tmp_path / "other.tree.yaml").write_text(TINY_TREE, "utf-8")
    (tmp_path / "README.md").write_text(BLOCK, "utf-8", newline="\n")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_a_tree_is_drawn_with_branches(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["export-tree", "disk.tree.yaml"]) == Status.OK
    assert capsys.readouterr().out == DRAWN


def test_what_is_drawn_is_read_as_the_same_tree() -> None:
    (expected,) = read({"disk.tree.yaml": TREE}).library.trees.values()
    tree = model(only(bring_in(f"```\n{DRAWN}```\n")))
    known = {path for path in paths(expected) if "Elsewhere" not in path}
    assert {path for path in paths(tree) if "Elsewhere" not in path} == known


def test_a_tree_that_is_deep_is_drawn_in_parts() -> None:
    checks = {f"c{n}": {"question": f"Q{n}?", "answers": {"Yes": f"c{n + 1}", "No": "x"}} for n in range(14)}
    checks["c14"] = {"question": "Q14?", "answers": {"Yes": "x", "No": "y"}}
    deep = json.dumps({"title": "Deep", "checks": checks, "decisions": {"x": "X", "y": "Y"}})
    reading = read({"deep.tree.yaml": deep})
    (tree,) = reading.library.trees.values()
    assert "Q12? (above)\n" in drawn(reading.library.graph(tree)) or "\n\nQ1" in drawn(
        reading.library.graph(tree)
    )


def test_a_tree_as_a_table_has_a_row_for_each_way() -> None:
    reading = read({"disk.tree.yaml": TREE})
    (tree,) = reading.library.trees.values()
    rows = list(csv.reader(io.StringIO(as_csv(reading.library.graph(tree)))))
    assert rows[0] == ["Is the disk full?", "Is it full again?", "Is it deep?", "Outcome"]
    assert rows[1:] == [
        ["Yes", "No", "", "Done"],
        ["Yes", "Perhaps", "Yes", "Done"],
        ["Yes", "Perhaps", "No", "It will come again"],
        ["Yes", "At night", "", "Done"],
        ["No", "", "", "Nothing to do"],
        ["Elsewhere", "", "", "other/"],
    ]


def test_rows_stand_in_the_order_of_the_answers_also_where_one_leaves_the_tree() -> None:
    reading = read(
        {"disk.tree.yaml": TREE.replace("No: quiet, Elsewhere: other/", "Elsewhere: other/, No: quiet")}
    )
    (tree,) = reading.library.trees.values()
    rows = list(csv.reader(io.StringIO(as_csv(reading.library.graph(tree)))))
    assert [row[0] for row in rows[1:]] == ["Yes"] * 4 + ["Elsewhere", "No"]


def test_questions_of_the_same_wording_have_headings_of_their_own() -> None:
    written = TREE.replace("Is it deep?", "Is the disk full?").replace("Is it full again?", "Outcome")
    reading = read({"disk.tree.yaml": written})
    (tree,) = reading.library.trees.values()
    (heading, *_) = csv.reader(io.StringIO(as_csv(reading.library.graph(tree))))
    assert heading == ["Is the disk full? (full)", "Outcome (again)", "Is the disk full? (deep)", "Outcome"]


def test_what_has_no_row_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    looping = "wait: {title: Wait a minute, then: full, loop: look again}"
    Path("disk.tree.yaml").write_text(
        TREE.replace("wait: {title: Wait a minute, then: again}", looping).replace("No: quiet", "No: again"),
        "utf-8",
    )
    assert main(["export-tree", "disk.tree.yaml", "--as", "csv"]) == Status.OK
    said = capsys.readouterr()
    assert said.out.startswith("Is the disk full?,")
    *arrows, rest = said.err.splitlines()
    assert sorted(arrows) == [
        "decision-trees: `Yes` at `again` goes back to `full`, for which a table has no row",
        "decision-trees: the step `wait` goes back to `full`, for which a table has no row",
    ]
    parts = "3 steps, 1 mark of a warning, 1 note beside an answer, 2 reasons to go back"
    assert rest == f"decision-trees: disk.tree.yaml: `csv` has no place for {parts}"
    Path("README.md").write_text(BLOCK.replace("ascii", "csv"), "utf-8")
    assert main(["export-tree", "--into", "README.md"]) == Status.OK
    assert len(capsys.readouterr().err.splitlines()) == 3
    assert main(["export-tree", "disk.tree.yaml"]) == Status.OK
    assert not capsys.readouterr().err


def test_of_a_folder_with_several_trees_none_is_taken(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["export-tree", "."]) == Status.USAGE
    said = capsys.readouterr()
    assert not said.out
    assert "there are 2 trees in `.`: name a tree, such as `disk.tree.yaml`" in said.err
    Path("disk.tree.yaml").unlink()
    assert main(["export-tree", "."]) == Status.OK


def test_a_chart_that_stands_alone_promises_no_text(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["export-tree", "disk.tree.yaml", "--as", "mermaid"]) == Status.OK
    said = capsys.readouterr().out
    assert "accDescr: The checks, their answers and where they lead" in said
    assert "follows" not in said


def test_a_table_is_read_as_the_same_decisions(capsys: pytest.CaptureFixture[str]) -> None:
    Path("queue.tree.yaml").write_text(TINY_TREE, "utf-8")
    main(["export-tree", "queue.tree.yaml", "--as", "csv"])
    tree = model(only(bring_in(capsys.readouterr().out, "queue.csv")))
    question = "Does a consumer need to replay past messages?"
    assert paths(tree) == [f"{question} = Yes => Kafka", f"{question} = No => Standard queue"]


@pytest.mark.parametrize(
    ("form", "begins"),
    [("mermaid", "flowchart LR\n"), ("md", "# Disk alarm\n"), ("json", '{\n"format": 1,')],
)
def test_the_other_forms_are_those_that_are_published(
    form: str, begins: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["export-tree", "disk.tree.yaml", "--as", form]) == Status.OK
    said = capsys.readouterr().out
    assert said.startswith(begins)
    assert "\nclick " not in said


def test_a_block_is_brought_up_to_date_and_then_stays(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page = here / "README.md"
    assert main(["export-tree", "--into", "README.md"]) == Status.OK
    assert page.read_text("utf-8") == BLOCK.replace("old\n", f"```text\n{DRAWN}```\n")
    before = page.stat().st_mtime_ns
    assert main(["export-tree", "--into", "README.md"]) == Status.OK
    assert page.stat().st_mtime_ns == before
    assert capsys.readouterr().out == "README.md: brought up to date\nREADME.md: up to date\n"
    assert (
        main(["check", "README.md", "--strict", "--levels", "unknown-tree=off,missing-guidance=off"])
        == Status.OK
    )


def test_line_breaks_of_a_page_stay_what_they_are(here: Path) -> None:
    page = here / "README.md"
    page.write_bytes(BLOCK.replace("\n", "\r\n").encode())
    assert main(["export-tree", "--into", "README.md"]) == Status.OK
    assert b"\n" not in page.read_bytes().replace(b"\r\n", b"")


@pytest.mark.parametrize("end", [b"\n", b"\r\n"])
def test_line_breaks_outside_a_block_stay_though_they_differ(here: Path, end: bytes) -> None:
    page = here / "README.md"
    above, below = b"one\r\ntwo\nthree\r", b"four\r\nfive\n"
    block = f"<!-- decision-tree: disk.tree.yaml as=ascii -->\n```text\n{DRAWN}```\n<!-- /decision-tree -->\n"
    block_there = block.encode().replace(b"\n", end)
    page.write_bytes(above + b"\n\n" + block_there.replace("└".encode(), b"x") + below)
    assert main(["export-tree", "--into", "README.md"]) == Status.OK
    assert page.read_bytes() == above + b"\n\n" + block_there + below
    assert main(["export-tree", "--into", "README.md"]) == Status.OK
    assert page.read_bytes() == above + b"\n\n" + block_there + below


def test_a_stale_block_is_told_by_the_check(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "README.md"]) == Status.OK
    said = capsys.readouterr().out
    assert "warning[stale-block]: this block is not what `disk.tree.yaml` is now\n --> README.md:3:1" in said
    assert "run `decision-trees export-tree --into README.md`" in said
    assert main(["check", "README.md", "--strict"]) == Status.PROBLEMS
    assert main(["check", "README.md", "--strict", "--levels", "stale-block=off"]) == Status.OK


def test_a_block_of_markdown_stands_without_a_fence(here: Path) -> None:
    (here / "README.md").write_text(BLOCK.replace("as=ascii", "as=md"), "utf-8")
    main(["export-tree", "--into", "README.md"])
    assert "-->\n\n# Disk alarm\n" in (here / "README.md").read_text("utf-8")


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        ([], "name a tree"),
        (["disk.tree.yaml", "--into", "README.md"], "name a tree"),
        (["missing.tree.yaml"], "there is no tree without errors in `missing.tree.yaml`"),
        (["README.md"], "there is no tree without errors in `README.md`"),
        (["wide.tree.yaml", "--as", "csv"], "cannot be a table: there are"),
        (["--into", "plain.md"], "there is no block in `plain.md`"),
        (["--into", "open.md"], "the block in line 1 has no end"),
        (["--into", "lost.md"], "`lost.md` stays as it is: there is no tree without errors"),
        (["--into", "odd.md"], "there is no form `odd`"),
        (["--into", "binary.md"], "is no text in UTF-8"),
    ],
)
def test_what_cannot_be_done_is_told(
    words: list[str], complaint: str, here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    example = "```\n<!-- decision-tree: disk.tree.yaml as=ascii -->\n```\n"
    (here / "plain.md").write_text(f"# Plain\n\n{example}", "utf-8")
    (here / "open.md").write_text("<!-- decision-tree: disk.tree.yaml as=ascii -->\n", "utf-8")
    lost = "<!-- decision-tree: lost.tree.yaml as=ascii -->\n<!-- /decision-tree -->\n"
    (here / "lost.md").write_text(lost, "utf-8")
    (here / "odd.md").write_text(BLOCK.replace("as=ascii", "as=odd"), "utf-8")
    (here / "binary.md").write_bytes(b"\xff\xfe\xfd")
    checks = {
        f"c{n}": {"question": f"Q{n}?", "answers": {"Yes": f"c{n + 1}", "No": f"c{n + 1}"}} for n in range(12)
    }
    checks["c12"] = {"question": "Q?", "answers": {"Yes": "x", "No": "y"}}
    wide = {"title": "Wide", "checks": checks, "decisions": {"x": "X", "y": "Y"}}
    (here / "wide.tree.yaml").write_text(json.dumps(wide), "utf-8")
    assert main(["export-tree", *words]) == Status.USAGE
    assert complaint in capsys.readouterr().err


def test_blocks_that_cannot_be_made_are_told_by_the_check(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (here / "README.md").write_text(
        "<!-- decision-tree: lost.tree.yaml as=ascii -->\n<!-- /decision-tree -->\n\n"
        "<!-- decision-tree: disk.tree.yaml as=ascii -->\n",
        "utf-8",
    )
    main(["check", "README.md"])
    said = capsys.readouterr().out
    assert "there is no tree without errors in `lost.tree.yaml`" in said
    assert "this block of a tree has no end" in said
