"""`decision-trees import`."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from tests.site_fixtures import TINY_TREE
from tests.unit.importing.reading_back import DATA

from decision_trees.cli import Status
from decision_trees.cli.main import main

PICTURE = "where-does-a-picture-belong.tree.yaml"


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_a_tree_is_written_and_passes_the_check(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["import", str(DATA / "yes-no.md"), "--to", "trees"]) == Status.OK
    said = capsys.readouterr().out
    assert said.startswith(f"trees/{PICTURE}: written, from ")
    assert said.endswith(f"What to do next:\n  decision-trees check trees/{PICTURE}\n")
    assert "line 4: Where does a picture belong?" in said
    assert (here / "trees" / PICTURE).is_file()
    assert main(["check", "trees"]) == Status.OK


def test_doubts_are_told_in_the_foreign_file_and_make_the_status(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["import", str(DATA / "options.md")]) == Status.PROBLEMS
    said = capsys.readouterr().out
    assert "warning[made-up-question]: two branches under “Something people must follow?”" in said
    assert "6 | ├─ Something people must follow?\n  |    ^^^" in said
    assert "put `made-up-question: {Something people must follow?: …}` into the file for --answers" in said
    (written,) = here.iterdir()
    assert "# import: two branches under" in written.read_text("utf-8")


def test_answers_are_replayed(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (here / "answers.yaml").write_text("made-up-question: {Something people must follow?: By whom?}", "utf-8")
    assert main(["import", str(DATA / "options.md"), "--answers", "answers.yaml"]) == Status.OK
    assert "warning" not in capsys.readouterr().out


def test_programs_get_the_doubts_with_what_may_be_answered(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    command = ["import", str(DATA / "options.md"), "--dry-run", "--format", "json"]
    assert main(command) == Status.PROBLEMS
    told = json.loads(capsys.readouterr().out)
    assert [diagnostic["code"] for diagnostic in told["diagnostics"]] == ["made-up-question"]
    assert [(tree["id"], tree["written"], tree["from"]["line"]) for tree in told["trees"]] == [
        ("where-do-we-write-this-down", False, 4)
    ]
    (doubt,) = told["doubts"]
    assert (doubt["code"], doubt["about"]) == ("made-up-question", "Something people must follow?")
    assert (doubt["answers"], doubt["line"]) == (None, 6)
    (here / "answers.yaml").write_text(json.dumps({doubt["code"]: {doubt["about"]: "By whom?"}}), "utf-8")
    assert main([*command, "--answers", "answers.yaml"]) == Status.OK
    told = json.loads(capsys.readouterr().out)
    assert (told["diagnostics"], told["doubts"]) == ([], [])


def test_programs_get_refusals_as_well(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (here / "list.md").write_text("```\nsrc/\n├── main.py\n└── util.py\n```\n", "utf-8")
    assert main(["import", "list.md", "--format", "json"]) == Status.PROBLEMS
    told = json.loads(capsys.readouterr().out)
    assert [diagnostic["code"] for diagnostic in told["diagnostics"]] == ["file-listing"]
    assert (told["trees"], told["doubts"]) == ([], [])


@pytest.mark.parametrize(
    ("answers", "told"),
    [
        ("made-up-question: {Something else: By whom?}", "unused-answer"),
        ("made-up: {Something people must follow?: By whom?}", "wrong-answer"),
        ("- made-up-question", "wrong-answer"),
        ("made-up-question: By whom?", "wrong-answer"),
        ("made-up-question: {Something people must follow?: [By whom?]}", "wrong-answer"),
        ("made-up-question: {", "yaml-syntax"),
    ],
)
def test_answers_that_fit_nothing_are_told(
    answers: str, told: str, here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (here / "answers.yaml").write_text(answers, "utf-8")
    assert main(["import", str(DATA / "options.md"), "--answers", "answers.yaml"]) == Status.PROBLEMS
    said = capsys.readouterr().out
    assert f"[{told}]" in said
    assert "[made-up-question]" in said


def test_an_answer_that_is_none_of_the_choices_is_told(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (here / "answers.yaml").write_text("overlapping-answers: {What does it need?: second}", "utf-8")
    assert main(["import", str(DATA / "first-that-holds.md"), "--answers", "answers.yaml"]) == Status.PROBLEMS
    said = capsys.readouterr().out
    assert "error[wrong-answer]: `second` is no answer here" in said
    assert "answer `yes`, `first`" in said


def test_nothing_is_written_where_something_lies(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (here / PICTURE).symlink_to("nowhere")
    assert main(["import", str(DATA / "yes-no.md"), str(DATA / "options.md")]) == Status.USAGE
    assert f"`{PICTURE}` exists already" in capsys.readouterr().err
    assert os.listdir(here) == [PICTURE]  # noqa: PTH208 - a link that leads nowhere included


def test_trees_of_one_title_have_ids_of_their_own(here: Path) -> None:
    for name in ("one.md", "two.md"):
        (here / name).write_text((DATA / "yes-no.md").read_text("utf-8"), "utf-8")
    assert main(["import", "one.md", "two.md", "one.md"]) == Status.OK
    second = PICTURE.replace(".tree", "-2.tree")
    assert sorted(file.name for file in here.glob("*.yaml")) == sorted([PICTURE, second])
    assert main(["import", "one.md", "two.md", "--update"]) == Status.OK
    assert "from two.md" in (here / second).read_text("utf-8")


def test_a_dry_run_lists_trees_and_writes_nothing(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    two = (DATA / "yes-no.md").read_text("utf-8") + "\n" + (DATA / "options.md").read_text("utf-8")
    (here / "both.md").write_text(two, "utf-8")
    assert main(["import", "both.md", "--dry-run"]) == Status.PROBLEMS
    said = capsys.readouterr().out
    assert f"{PICTURE}: to be written, from both.md, line 4: Where does a picture belong?\n" in said
    assert (
        "where-do-we-write-this-down.tree.yaml: to be written, from both.md, line 14: "
        "Where do we write this down?\n"
    ) in said
    assert [file.name for file in here.iterdir()] == ["both.md"]


@pytest.mark.parametrize(
    ("line", "written"), [(1, PICTURE), (6, PICTURE), (11, "where-do-we-write-this-down.tree.yaml")]
)
def test_one_tree_of_several_is_picked(line: int, written: str, here: Path) -> None:
    two = (DATA / "yes-no.md").read_text("utf-8") + "\n" + (DATA / "options.md").read_text("utf-8")
    (here / "both.md").write_text(two, "utf-8")
    main(["import", "both.md", "--at", str(line), "--to", "out"])
    assert [file.name for file in (here / "out").iterdir()] == [written]


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        (["plain.md"], "there is no tree in `plain.md`"),
        (["plain.md", "--at", "1"], "at line 1 or below"),
        (["plain.md", "--form", "table"], "of the form `table`"),
        (["folder"], "`folder` is a folder"),
        (["missing.md"], "No such file or directory: `missing.md`"),
        (["binary.md"], "`binary.md` is no text in UTF-8"),
        ([str(DATA / "yes-no.md"), "--to", "no/such/folder"], "there is no folder `no/such`"),
        ([str(DATA / "yes-no.md"), "--to", "plain.md"], "cannot be written"),
        ([str(DATA / "yes-no.md"), "--to", "docs/other"], "there would be errors"),
    ],
)
def test_what_cannot_be_done_is_told(
    words: list[str], complaint: str, here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (here / "plain.md").write_text("# Nothing\n\nbut words\n", "utf-8")
    (here / "binary.md").write_bytes(b"\xff\xfe\xfd")
    (here / "folder").mkdir()
    (here / "docs" / "other").mkdir(parents=True)
    (here / "mkdocs.yml").write_text("site_name: x\n", "utf-8")
    (here / "docs" / PICTURE).write_text(TINY_TREE, "utf-8")
    assert main(["import", *words]) == Status.USAGE
    assert complaint in capsys.readouterr().err
    assert not list(here.rglob("other/*"))


def test_a_cross_reference_finds_the_tree_beside_it(here: Path) -> None:
    (here / "device-purchase.tree.yaml").write_text(
        TINY_TREE.replace("Pick a queue", "Device purchase"), "utf-8"
    )
    main(["import", str(DATA / "lend-a-device.md")])
    assert "  - to: device-purchase/\n    note: when nothing is free" in (
        here / "lend-a-device.tree.yaml"
    ).read_text("utf-8")


def test_other_encodings_that_say_so_are_read(here: Path) -> None:
    (here / "a.md").write_bytes((DATA / "yes-no.md").read_text("utf-8").encode("utf-16"))
    assert main(["import", "a.md"]) == Status.OK


# --- once more ------------------------------------------------------------------------------------


def imported(here: Path, text: str, *words: str) -> tuple[int, Path]:
    (here / "pick.md").write_text(f"# Pick\n\n```\n{text}```\n", "utf-8")
    return main(["import", "pick.md", *words]), here / "pick.tree.yaml"


FIRST = "Is it small?\n├── Yes → Ship it\n└── No → Is it old?\n    ├── Yes → Drop it\n    └── No → Split it\n"
SECOND = FIRST.replace("Is it old?", "Is it older than a year?").replace("Split it", "Split it up")


def test_an_update_keeps_ids(here: Path) -> None:
    _, file = imported(here, FIRST)
    assert "old:" in file.read_text("utf-8")
    assert imported(here, SECOND)[0] == Status.USAGE
    assert imported(here, SECOND, "--update")[0] == Status.OK
    written = file.read_text("utf-8")
    assert "  old:\n    question: Is it older than a year?\n" in written
    assert "  split: Split it up\n" in written


def test_an_update_keeps_what_somebody_has_added(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _, file = imported(here, FIRST)
    by_hand = (
        file.read_text("utf-8")
        .replace(
            "  ship: Ship it\n", "  go: {title: Ship it, choose: Today., alternatives: [Wait], then: old}\n"
        )
        .replace("Yes: ship", "Yes: {to: go, id: small}")
        .replace("title: Pick\n", "title: Pick\nowner: us\ndomains: [a]\nguidance: none\n")
    )
    more = (
        "scenarios:\n  - {title: One, given: {small: small}, expect: go, note: N.}\n"
        "see_also:\n  - {url: https://example.org/, title: There, note: why}\n"
        "edge_cases:\n  - {title: Odd, text: Ask.}\n"
    )
    file.write_text(by_hand + more, "utf-8")
    assert imported(here, SECOND, "--update")[0] == Status.OK
    written = file.read_text("utf-8")
    for kept in (
        "owner: us",
        "domains: [a]",
        "  go:",
        "Today.",
        "- Wait",
        "then: old",
        "id: small",
        "expect: go",
    ):
        assert kept in written
    assert "https://example.org/" in written
    assert "guidance: none" in written
    assert main(["check", "--strict", "pick.tree.yaml"]) == Status.OK
    capsys.readouterr()


def test_an_update_keeps_the_titles_of_checks(here: Path) -> None:
    _, file = imported(here, FIRST)
    by_hand = file.read_text("utf-8").replace(
        "question: Is it small?", "question: Is it small?\n    title: Size"
    )
    file.write_text(by_hand, "utf-8")
    assert imported(here, SECOND + "Sometimes\n", "--update")[0] == Status.OK
    assert (
        imported(here, SECOND.replace("├── Yes → Ship", "├── Perhaps → Wait\n├── Yes → Ship"), "--update")[0]
        == 0
    )
    assert "title: Size" in file.read_text("utf-8")


def test_what_was_written_in_both_is_told(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    longer = FIRST.replace("Ship it\n", "Ship it\n│      today\n")
    _, file = imported(here, longer)
    file.write_text(file.read_text("utf-8").replace("today", "at once"), "utf-8")
    assert imported(here, longer, "--update")[0] == Status.PROBLEMS
    assert (
        "[changed-by-hand]: the text `choose` of “Ship it” is another one in the tree"
        in capsys.readouterr().out
    )
    assert "at once" in file.read_text("utf-8")


@pytest.mark.parametrize("own", ["# my own words\n", "x-mine: 1\n"])
def test_an_update_loses_no_words(own: str, here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _, file = imported(here, FIRST)
    before = file.read_text("utf-8") + own
    file.write_text(before, "utf-8")
    assert imported(here, SECOND, "--update")[0] == Status.PROBLEMS
    assert "has comments or keys of your own" in capsys.readouterr().out
    assert file.read_text("utf-8") == before


def test_a_broken_tree_is_not_updated(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _, file = imported(here, FIRST)
    file.write_text("title: [", "utf-8")
    assert imported(here, SECOND, "--update")[0] == Status.USAGE
    assert "has errors: mend them" in capsys.readouterr().err


def test_an_update_of_nothing_is_an_import(here: Path) -> None:
    assert imported(here, FIRST, "--update")[0] == Status.OK


def test_an_update_adds_no_ids_of_answers(here: Path) -> None:
    (here / "weight.md").write_text("```\nWeight?\n├── < 2 kg → Post\n└── > 2 kg → Truck\n```\n", "utf-8")
    assert main(["import", "weight.md"]) == Status.OK
    (written,) = here.glob("*.yaml")
    assert main(["import", "weight.md", "--update"]) == Status.OK
    assert "id:" not in written.read_text("utf-8")


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (["**Q1. Hot?**", "Then leave."], "line 1 asks, but"),
        (["Flat? → yes → Charge"], "line 1 asks, but"),
        (["Text.", "", "IF replayed", "  THEN Kafka"], "line 3 asks, but in a"),
        (
            ["[Is X > 5?] --yes--> [Do A]", " |", " v", "[Do B]"],
            "line 1 asks, but in a",
        ),
        (["Only text."], "`lines.md`: what is read is a question with its answers below it"),
    ],
)
def test_what_asks_in_no_form_that_is_read_is_not_said_to_ask_nothing(
    lines: list[str], said: str, here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (here / "lines.md").write_text("\n".join(lines), "utf-8")
    assert main(["import", "lines.md"]) == Status.USAGE
    told = capsys.readouterr().err
    assert said in told
    assert "asks nothing" not in told


def test_languages_of_other_charts_are_named(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (here / "a.puml").write_text("@startuml\nif (big?) then (yes)\n:Split;\nendif\n@enduml\n", "utf-8")
    assert main(["import", "a.puml"]) == Status.PROBLEMS
    assert "PlantUML is not read" in capsys.readouterr().out
