from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from decision_trees import Settings, read
from decision_trees.cli import main
from decision_trees.schema import CHECK, DECISION, EDGE_CASE, REFERENCE, SCENARIO, TREE, WARNING
from decision_trees.starter import DAYS_TO_REVIEW, starter, title_from

TODAY = date(2026, 11, 23)
NEXT = """\
pick-a-queue.tree.yaml: a small tree that passes the check

What to do next:
  Replace its question, checks and ends by yours; the comments say what each part is for.
  decision-trees walk pick-a-queue.tree.yaml
  decision-trees check pick-a-queue.tree.yaml --strict
"""


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_an_id_becomes_a_file_that_passes_the_strict_check(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["new", "pick-a-queue"]) == 0
    assert capsys.readouterr().out == NEXT
    assert "\ntitle: Pick a queue\n" in (folder / "pick-a-queue.tree.yaml").read_text("utf-8")
    assert main(["check", "pick-a-queue.tree.yaml", "--strict"]) == 0
    assert capsys.readouterr().out == "no problems\n"


def test_the_path_of_a_source_is_taken_as_it_is(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "my trees").mkdir()
    assert main(["new", "my trees/a.tree.yaml", "--title", "Which one?"]) == 0
    assert "  decision-trees walk 'my trees/a.tree.yaml'\n" in capsys.readouterr().out
    text = (folder / "my trees" / "a.tree.yaml").read_text("utf-8")
    assert text == starter("Which one?", datetime.now(UTC).date())


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (
            ["Pick A Queue"],
            (
                "`Pick A Queue` cannot name a tree: try `pick-a-queue.tree.yaml`: "
                "use up to 64 lower-case letters, digits and single hyphens"
            ),
        ),
        (
            ["trees/queue.yaml"],
            (
                "`queue.yaml` cannot name a tree: try `queue.tree.yaml`: "
                "use up to 64 lower-case letters, digits and single hyphens"
            ),
        ),
        (["."], "`.` cannot name a tree: use up to 64 lower-case letters, digits and single hyphens"),
        (["trees/queue"], "there is no folder `trees`: make it first"),
        (["there"], "`there.tree.yaml` exists already: choose another name"),
        (["there.tree.yaml/queue"], "`there.tree.yaml/queue.tree.yaml` cannot be written: Not a directory"),
        (["queue", "--title", " "], "the title cannot be used: a tree needs a title"),
        (
            ["queue", "--title", "a\x07b"],
            "the title cannot be used: the character U+0007 cannot stand in a tree",
        ),
    ],
)
def test_what_cannot_be_written_is_refused_and_nothing_is_made(
    words: list[str], said: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "there.tree.yaml").write_text("mine", "utf-8")
    assert main(["new", *words]) == 2
    assert capsys.readouterr() == ("", f"decision-trees: {said}\n")
    assert [file.name for file in folder.iterdir()] == ["there.tree.yaml"]
    assert (folder / "there.tree.yaml").read_text("utf-8") == "mine"


@pytest.mark.parametrize(
    ("title", "line"),
    [
        ("Pick a queue", "title: Pick a queue"),
        ("Pick:\n a queue", 'title: "Pick: a queue"'),
        ("Sync # async", 'title: "Sync # async"'),
        ('"Quoted"', r'title: "\"Quoted\""'),
        ("~", 'title: "~"'),
        ("[a]", 'title: "[a]"'),
        ("Größe", "title: Größe"),
        ("$title", "title: $title"),
    ],
)
def test_a_title_is_quoted_only_where_yaml_would_read_something_else(title: str, line: str) -> None:
    text = starter(title, TODAY)
    assert line in text.splitlines()
    reading = read({"a.tree.yaml": text}, Settings(today=TODAY))
    assert str(reading.library.trees["a"].title) == " ".join(title.split())
    assert reading.diagnostics == ()


def test_the_starter_shows_every_key_but_those_for_later() -> None:
    text = starter("A tree", TODAY)
    shapes = (TREE, CHECK, DECISION, WARNING, EDGE_CASE, REFERENCE, SCENARIO)
    keys = {key for shape in shapes for key in shape.keys}
    assert {key for key in keys if f"{key}:" not in text} == {"formerly", "incomplete", "traversal"}


def test_a_scenario_ends_at_each_terminal_of_the_starter() -> None:
    reading = read({"a.tree.yaml": starter("A tree", TODAY)})
    tree = reading.library.trees["a"]
    assert {str(one.expect) for one in tree.scenarios} == {one.id for one in tree.terminals}


def test_the_starter_asks_for_its_review_a_year_later() -> None:
    text = starter("A tree", date(2028, 2, 29))
    assert "\nreviewed: 2028-02-29 " in text
    assert "\nreview_by: 2029-02-28\n" in text
    assert DAYS_TO_REVIEW == 365


def test_an_id_is_made_a_title_of() -> None:
    assert title_from("pick-a-queue") == "Pick a queue"
