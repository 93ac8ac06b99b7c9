"""The manual's page on editors: its settings fit the files, and what it shows is what the schema says."""

from __future__ import annotations

import json
import re
from datetime import date
from fnmatch import fnmatchcase
from typing import Any

from tests.site_fixtures import REPOSITORY

from decision_trees.cli.starter import starter
from decision_trees.layout.addresses import SUFFIX
from decision_trees.source import json_schema, keys

PAGE = (REPOSITORY / "content" / "editors.md").read_text("utf-8")
TREE = f"pick-a-queue{SUFFIX}"
SCHEMA = "docs/.tree.schema.json"


def in_json(key: str) -> Any:  # noqa: ANN401 - any JSON value
    fences = re.findall(r"^```json.*\n((?:.*\n)*?)```$", PAGE, re.MULTILINE)
    (value,) = (values[key] for values in map(json.loads, fences) if key in values)
    return value


def test_settings_name_the_schema_and_the_trees() -> None:
    assert in_json("yaml.schemas").keys() == {SCHEMA}
    (pattern,) = in_json("yaml.schemas").values()
    assert fnmatchcase(TREE, pattern)
    assert not fnmatchcase("mkdocs.yml", pattern)
    assert f'["{SCHEMA}"] = "{pattern}"' in PAGE
    assert f"`decision-trees schema > {SCHEMA}`" in PAGE


def test_the_catalogue_has_an_entry_as_they_are_sent() -> None:
    (entry,) = in_json("schemas")
    assert entry.keys() == {"name", "description", "fileMatch", "url"}
    assert any(fnmatchcase(TREE, pattern) for pattern in entry["fileMatch"])
    assert entry["url"].endswith("/assets/decision-trees/tree.schema.json")


def test_the_first_line_is_that_of_a_new_tree() -> None:
    first = "../.tree.schema.json"
    line, *_ = starter("A tree", date(2026, 11, 23), first).splitlines()
    assert f"\n{line}\n" in PAGE
    assert f"`# $schema: {first}`" in PAGE


def test_what_it_shows_is_what_the_schema_says() -> None:
    document = json_schema.document()
    check = document["$defs"]["check"]["properties"]
    assert f"> **{check['assess']['title']}**\n>\n> {check['assess']['description']}" in PAGE
    assert f"*{document['properties']['reviewed']['patternErrorMessage']}*" in PAGE
    listed = PAGE.partition("the editor offers")[2].partition(", each with")[0]
    assert re.findall(r"`(\w+)`", listed) == [
        key for key in keys.CHECK.keys if key not in {"question", "answers"}
    ]
    assert document["properties"]["guidance"]["examples"] == ["none", "expected"]


def test_what_the_pictures_show_is_what_the_schema_says() -> None:
    """Where this fails, the pictures are out of date: their alternative texts quote them."""
    document = json_schema.document()
    pictures = dict(re.findall(r"^!\[(.*)\]\(assets/pictures/([\w-]+)\.png\)", PAGE, re.MULTILINE))
    shown = {picture: re.findall("“(.*?)”", text) for text, picture in pictures.items()}
    same_as = document["$defs"]["check"]["properties"]["same_as"]["description"]
    reviewed = document["properties"]["reviewed"]
    assert shown == {
        "vscode-completion": [same_as],
        "vscode-hover": [reviewed["patternErrorMessage"], reviewed["description"]],
        "neovim-completion": [same_as],
        "neovim-diagnostic": [reviewed["patternErrorMessage"]],
    }
    assert len(keys.CHECK.keys.keys() - {"question", "answers"}) == 9
