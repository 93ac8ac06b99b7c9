from __future__ import annotations

import io
import json
import sys
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from decision_trees import Settings, read
from decision_trees.cli import atomic_writes, editor_schema
from decision_trees.cli.main import main
from decision_trees.cli.starter import DAYS_TO_REVIEW, starter, title_from
from decision_trees.source import json_schema
from decision_trees.source.keys import CHECK, DECISION, EDGE_CASE, REFERENCE, SCENARIO, TREE, WARNING

TODAY = date(2026, 11, 23)
NEXT = """\
pick-a-queue.tree.yaml: a small tree that passes the check
.tree.schema.json: by which an editor completes and checks it

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
    assert text == starter("Which one?", datetime.now(UTC).date(), ".tree.schema.json")
    schema = json.loads((folder / "my trees" / ".tree.schema.json").read_text("utf-8"))
    assert schema.pop("$comment").startswith("Written by `decision-trees new`")
    assert schema == json.loads(json_schema.text())


def test_an_editor_finds_the_schema_of_a_site_in_its_docs_folder(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "docs" / "trees").mkdir(parents=True)
    (folder / "mkdocs.yml").write_text("site_name: S\nplugins: [decision-trees]\n", "utf-8")
    assert main(["new", "docs/trees/queue"]) == 0
    assert "\ndocs/.tree.schema.json: by which" in capsys.readouterr().out
    text = (folder / "docs" / "trees" / "queue.tree.yaml").read_text("utf-8")
    assert text.startswith("# yaml-language-server: $schema=../.tree.schema.json\n")
    assert json.loads((folder / "docs" / ".tree.schema.json").read_text("utf-8"))["$schema"]
    # What lies there is left alone.
    (folder / "docs" / ".tree.schema.json").write_text("mine", "utf-8")
    assert main(["new", "docs/trees/cache"]) == 0
    assert "schema" not in capsys.readouterr().out
    assert (folder / "docs" / ".tree.schema.json").read_text("utf-8") == "mine"


def written_by_another_version(monkeypatch: pytest.MonkeyPatch) -> str:
    with monkeypatch.context() as context:
        context.setattr(json_schema, "text", lambda: '{\n  "$schema": "of another version"\n}\n')
        return editor_schema.text()


def test_a_later_version_renews_the_schema(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    schema = folder / ".tree.schema.json"
    schema.write_text(written_by_another_version(monkeypatch), "utf-8")
    assert main(["new", "queue"]) == 0
    assert "\n.tree.schema.json: renewed, for this version\n" in capsys.readouterr().out
    assert schema.read_text("utf-8") == editor_schema.text()
    assert main(["new", "cache"]) == 0
    assert "schema" not in capsys.readouterr().out


@pytest.mark.parametrize("kind", ["changed", "plain", "link", "folder", "no text"])
def test_a_schema_that_is_an_authors_own_is_left(
    kind: str, folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    old, schema = written_by_another_version(monkeypatch), folder / ".tree.schema.json"
    if kind == "link":
        (folder / "elsewhere.json").write_text(old, "utf-8")
        schema.symlink_to("elsewhere.json")
    elif kind == "folder":
        schema.mkdir()
    else:
        contents = {"changed": old.replace("another", "my"), "plain": json_schema.text(), "no text": "\xff"}
        schema.write_bytes(contents[kind].encode("latin-1"))
    before = None if kind == "folder" else schema.read_bytes()
    assert main(["new", "queue"]) == 0
    assert "schema" not in capsys.readouterr().out
    assert kind == "folder" or schema.read_bytes() == before
    assert schema.is_symlink() == (kind == "link")


def test_a_schema_that_cannot_be_written_is_told(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    create = atomic_writes.create

    def refuse(file: Path, content: bytes) -> None:
        if file.suffix == ".json":
            raise PermissionError(13, "Permission denied")
        create(file, content)

    monkeypatch.setattr(atomic_writes, "create", refuse)
    assert main(["new", "queue"]) == 0
    assert (folder / "queue.tree.yaml").exists()
    assert ".tree.schema.json: cannot be written, so editors complete nothing: Permission denied" in (
        capsys.readouterr().out
    )


@pytest.mark.parametrize("path", ["trees/", "trees", "trees//"])
def test_a_tree_in_a_folder_is_named_by_its_title(path: str, folder: Path) -> None:
    (folder / "trees").mkdir()
    assert main(["new", path, "--title", "Pick a queue!"]) == 0
    text = (folder / "trees" / "pick-a-queue.tree.yaml").read_text("utf-8")
    assert "\ntitle: Pick a queue!\n" in text


class Terminal(io.StringIO):
    """An input at which somebody sits."""

    def isatty(self) -> bool:
        """It is."""
        return True


def test_a_title_is_asked_for_where_somebody_is_there(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "trees").mkdir()
    monkeypatch.setattr(sys, "stdin", Terminal("Pick a queue\n"))
    assert main(["new", "trees/"]) == 0
    assert capsys.readouterr().out.startswith("The tree's title: trees/pick-a-queue.tree.yaml: a small")
    for said in ("", "\n"):
        monkeypatch.setattr(sys, "stdin", Terminal(said))
        assert main(["new", "trees/"]) == 2
        assert "`trees/` is a folder: name the tree too, as in `trees/pick-a-queue`, or" in (
            capsys.readouterr().err
        )
    monkeypatch.setattr(sys, "stdin", Terminal("\u968a\u5217\n"))
    assert main(["new", "trees/"]) == 2
    assert "cannot name a tree" in capsys.readouterr().err


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
        (["."], "`.` is a folder: name the tree too, as in `./pick-a-queue`, or give its `--title`"),
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
    assert {key for key in keys if f"{key}:" not in text} == {
        "any_of",
        "same_as",
        "draft",
        "formerly",
        "guidance",
        "incomplete",
        "pick",
        "steps",
        "traversal",
    }


def test_a_scenario_ends_at_each_terminal_of_the_starter() -> None:
    reading = read({"a.tree.yaml": starter("A tree", TODAY)})
    tree = reading.library.trees["a"]
    assert {str(scenario.expect) for scenario in tree.scenarios} == {
        terminal.id for terminal in tree.terminals
    }


def test_the_starter_asks_for_its_review_a_year_later() -> None:
    text = starter("A tree", date(2028, 2, 29))
    assert "\nreviewed: 2028-02-29 " in text
    assert "\nreview_by: 2029-02-28\n" in text
    assert DAYS_TO_REVIEW == 365


def test_an_id_is_made_a_title_of() -> None:
    assert title_from("pick-a-queue") == "Pick a queue"
