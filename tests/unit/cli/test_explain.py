from __future__ import annotations

from email.message import Message
from importlib.metadata import PackageNotFoundError
from pathlib import Path

import pytest
from tests.site_fixtures import REPOSITORY

from decision_trees.cli import Status
from decision_trees.cli.main import main
from decision_trees.diagnostics import manual
from decision_trees.diagnostics.codes import CODES
from decision_trees.diagnostics.diagnostic import Diagnostic
from decision_trees.diagnostics.render.text import frames
from decision_trees.importing.doubts import DOUBTS
from decision_trees.model.span import Span


def explained(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    assert main(["explain", *words]) == Status.OK
    return capsys.readouterr().out


@pytest.mark.parametrize("code", CODES)
def test_every_code_is_explained_as_in_the_manual(code: str, capsys: pytest.CaptureFixture[str]) -> None:
    text = explained(capsys, code)
    assert text.startswith(f"# {code}\n\n{manual.introduction(code)}\n\n## ")
    assert manual.introduction(code)
    assert "\n```text\nno problems\n```" in text
    assert f"\nLevel: {CODES[code].level}, unless" in text
    assert "](" not in manual.introduction(code)


@pytest.mark.parametrize("code", DOUBTS)
def test_what_an_import_tells_is_explained_too(
    code: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    text = explained(capsys, f"warning[{code}]")
    assert text.startswith(f"# {code}\n\n{DOUBTS[code].says}\n")
    assert f"\nLevel: {DOUBTS[code].level}." in text
    monkeypatch.setattr(manual, "documentation", lambda: "https://example.org/")
    assert manual.address(code) == "https://example.org/import/#what-it-may-say"


def test_all_examples_are_shown_where_they_are_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    page = (REPOSITORY / "content" / "codes" / "yaml-syntax.md").read_text("utf-8")
    some, every = explained(capsys, "yaml-syntax"), explained(capsys, "yaml-syntax", "--all")
    assert every.count("\n## ") == page.count("\n## ") > some.count("\n## ") == manual.EXAMPLES + 1
    assert "decision-trees explain yaml-syntax --all" in some
    assert "--all" not in every


def test_a_code_is_taken_as_it_stands_in_a_report(capsys: pytest.CaptureFixture[str]) -> None:
    assert explained(capsys, "error[bad-id]:") == explained(capsys, "bad-id")


def test_all_codes_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    listed = explained(capsys).splitlines()
    assert [line.split()[0] for line in listed] == list(CODES)
    assert listed[0].endswith(CODES["yaml-syntax"].says)


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("bad-dat", "`bad-dat` is no code: did you mean `bad-date`?"),
        ("E0425", "`E0425` is no code: `decision-trees explain` lists all"),
    ],
)
def test_what_is_no_code_is_told(written: str, said: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", written]) == Status.USAGE
    assert capsys.readouterr().err == f"decision-trees: {said}\n"


@pytest.fixture
def _fresh() -> None:
    manual.documentation.cache_clear()


@pytest.mark.usefixtures("_fresh")
def test_an_address_is_named_where_the_package_names_itsdocumentation(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], request: pytest.FixtureRequest
) -> None:
    request.addfinalizer(manual.documentation.cache_clear)
    named = Message()
    named["Project-URL"] = "Source, https://example.org/source"
    named["Project-URL"] = "Documentation, https://example.org/docs/"
    monkeypatch.setattr("importlib.metadata.metadata", lambda _: named)
    assert manual.pointer("cycle") == "https://example.org/docs/codes/cycle/"
    assert explained(capsys, "cycle").endswith("\nhttps://example.org/docs/codes/cycle/\n")
    report = frames([Diagnostic("cycle", Span("a"), "round")], {})
    assert "\n  = more: https://example.org/docs/codes/cycle/\n" in report


@pytest.mark.usefixtures("_fresh")
def test_a_package_that_is_not_installed_has_the_command(
    monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> None:
    request.addfinalizer(manual.documentation.cache_clear)

    def missing(name: str) -> Message:
        raise PackageNotFoundError(name)

    monkeypatch.setattr("importlib.metadata.metadata", missing)
    assert manual.pointer("cycle") == "decision-trees explain cycle"


def test_pages_in_the_package_come_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "cycle.md").write_text("# cycle\n\nSee [links](../x.md).\n", "utf-8")
    monkeypatch.setattr(manual, "_IN_PACKAGE", tmp_path)
    assert manual.explanation("cycle") == ("# cycle\n\nSee links.", 0)


_FOUND = (("cycle", "one way"), ("cycle", "another"), ("bad-id", "a name"))


def test_a_report_points_to_each_code_once() -> None:
    found = [
        Diagnostic(code, Span("a", line), code) for line, code in enumerate(("cycle", "cycle", "bad-id"), 1)
    ]
    report = frames(found, {})
    assert [report.count(f"more: decision-trees explain {code}\n") for code in ("cycle", "bad-id")] == [1, 1]
    assert "more:" not in frames(found, {}, in_manual=True)
