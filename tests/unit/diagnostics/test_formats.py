from __future__ import annotations

import json
import re

import pytest
from tests.site_fixtures import REPOSITORY

from decision_trees.diagnostics import manual
from decision_trees.diagnostics.codes import CODES
from decision_trees.diagnostics.diagnostic import Diagnostic, Related
from decision_trees.diagnostics.render.github import as_github
from decision_trees.diagnostics.render.json import as_json
from decision_trees.diagnostics.render.sarif import as_sarif
from decision_trees.model.span import Span

FOUND = Diagnostic(
    "duplicate-key",
    Span("docs/a,b.tree.yaml", 4, 3, 4, 8),
    "`title` is written twice",
    label="100% lost",
    help="remove or rename one of the two",
    related=(Related("first written here", Span("docs/a,b.tree.yaml", 1, 1, 1, 6)),),
)
BARE = Diagnostic("untested-terminal", Span("t.tree.yaml", 2, 3, 2, 4), "no scenario\nends here\r")


def test_github_shows_annotations() -> None:
    assert as_github([FOUND, BARE]).splitlines() == [
        (
            "::error file=docs/a%2Cb.tree.yaml,line=4,endLine=4,col=3,endColumn=8,title=duplicate-key"
            "::`title` is written twice. 100%25 lost. remove or rename one of the two"
        ),
        (
            "::notice file=t.tree.yaml,line=2,endLine=2,col=3,endColumn=4,title=untested-terminal"
            "::no scenario ends here"
        ),
    ]


def test_sarif_is_one_run_with_all_rules() -> None:
    log = json.loads(as_sarif([FOUND, BARE]))
    (run,) = log["runs"]
    assert log["version"] == "2.1.0"
    assert [rule["id"] for rule in run["tool"]["driver"]["rules"]] == list(CODES)
    rules = {rule["id"]: rule for rule in run["tool"]["driver"]["rules"]}
    assert rules["cycle"]["help"]["markdown"].startswith("# cycle\n\nAnswers lead round in a circle.")
    assert rules["cycle"]["fullDescription"]["text"] == manual.introduction("cycle")
    assert not any("helpUri" in rule for rule in rules.values())
    assert run["results"][0] == {
        "ruleId": "duplicate-key",
        "level": "error",
        "message": {"text": "`title` is written twice. 100% lost. remove or rename one of the two"},
        "locations": [_location("docs/a%2Cb.tree.yaml", 4, 3, 8)],
        "relatedLocations": [
            {
                **_location("docs/a%2Cb.tree.yaml", 1, 1, 6),
                "id": 0,
                "message": {"text": "first written here"},
            }
        ],
    }
    assert run["results"][1]["level"] == "note"


def test_rules_name_their_pages_where_an_address_is_known(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(manual, "address", "https://example.org/{}".format)
    (run,) = json.loads(as_sarif([]))["runs"]
    assert run["tool"]["driver"]["rules"][0]["helpUri"] == "https://example.org/yaml-syntax"


def test_the_manual_shows_the_form_for_programs() -> None:
    page = REPOSITORY / "content" / "for-programs.md"
    pattern = r"^## Output of check$.*?^```json\n(.*?)^```$"
    block = re.search(pattern, page.read_text("utf-8"), re.MULTILINE | re.DOTALL)
    assert block
    shown = json.loads(block[1])
    (record,) = shown["diagnostics"]
    span = Span(*(record[name] for name in Span._fields))
    assert (
        json.loads(as_json([Diagnostic(record["code"], span, record["message"], help=record["help"])]))
        == shown
    )


def test_names_of_files_may_be_any_bytes() -> None:
    name = b"docs/\xe4.tree.yaml".decode("utf-8", "surrogateescape")
    found = Diagnostic("cycle", Span(name, 2, 3, 2, 4), "round")
    (result,) = json.loads(as_sarif([found]))["runs"][0]["results"]
    assert result["locations"] == [_location("docs/%E4.tree.yaml", 2, 3, 4)]
    assert json.loads(as_json([found]))["diagnostics"][0]["file"] == "docs/\ufffd.tree.yaml"
    assert as_json([found]).isascii()


def _location(uri: str, line: int, column: int, end_column: int) -> dict[str, object]:
    region = {"startLine": line, "startColumn": column, "endLine": line, "endColumn": end_column}
    return {"physicalLocation": {"artifactLocation": {"uri": uri}, "region": region}}


def test_the_form_for_programs() -> None:
    diagnostic = Diagnostic(
        "duplicate-key",
        Span("a.tree.yaml", 12, 1, 12, 3),
        "`é` is written twice",
        label="this one would be lost",
        help="remove one",
        related=(Related("first written here", Span("b.tree.yaml", 2, 1, 2, 2)),),
    )
    assert json.loads(as_json([diagnostic])) == {
        "format": 1,
        "diagnostics": [
            {
                "code": "duplicate-key",
                "level": "error",
                "message": "`é` is written twice",
                "help": "this one would be lost; remove one",
                "file": "a.tree.yaml",
                "line": 12,
                "column": 1,
                "end_line": 12,
                "end_column": 3,
                "related": [
                    {
                        "level": "notice",
                        "message": "first written here",
                        "help": "",
                        "file": "b.tree.yaml",
                        "line": 2,
                        "column": 1,
                        "end_line": 2,
                        "end_column": 2,
                        "related": [],
                    }
                ],
            }
        ],
    }
    assert json.loads(as_json([])) == {"format": 1, "diagnostics": []}
