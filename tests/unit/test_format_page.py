"""The manual's page of the format, whose tables are made from the schema's.

`<!-- keys: answer -->` in the page stands before the table of a mapping's keys, `<!-- end -->` behind it;
all else is written by hand. `DECISION_TREES_UPDATE_CASES=1 pytest tests/unit/test_format_page.py` writes
the tables anew. The page's examples are read: each is a whole tree without problems, or part of one.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from decision_trees import schema
from decision_trees.diagnostics import Level
from decision_trees.json_schema import document
from decision_trees.reading import Settings, read
from decision_trees.reports import frames
from decision_trees.schema import Key, Shape

PAGE = Path(__file__).parents[2] / "content" / "format.md"
UPDATE = bool(os.environ.get("DECISION_TREES_UPDATE_CASES"))
SHAPES = {
    "tree": schema.TREE,
    "check": schema.CHECK,
    "answer": schema.ANSWER,
    "decision": schema.DECISION,
    "warning": schema.WARNING,
    "edge-case": schema.EDGE_CASE,
    "reference": schema.REFERENCE,
    "scenario": schema.SCENARIO,
}

_TABLE = re.compile(
    r"(?P<start><!-- keys: (?P<shape>[a-z-]+) -->\n)(?P<table>.*?)(?P<end><!-- end -->)", re.DOTALL
)
_EXAMPLE = re.compile(r'^```yaml title="(?P<title>[^"]+)"\n(?P<text>(?:.*\n)*?)```$', re.MULTILINE)


def table(shape: Shape) -> str:
    """Write the keys of a shape as a Markdown table."""
    short = [f"In place of the mapping, {shape.short} may stand.", ""] if shape.short else []
    rows = ["| key | takes | means |", "| --- | --- | --- |", *map(_row, shape.keys.values())]
    return "\n".join(["", *short, *rows, "", ""])


def _row(key: Key) -> str:
    required = "*Required.* " if key.required else ""
    return f"| `{key.name}` | {key.kind} | {required}{key.says}{_example(key)} |"


def _example(key: Key) -> str:
    if not key.example:
        return ""
    value = key.example if isinstance(key.example, str) else f"[{', '.join(key.example)}]"
    return f" `{key.name}: {value}`"


def with_tables(page: str) -> str:
    """Write the tables of a page anew."""
    return _TABLE.sub(lambda found: found["start"] + table(SHAPES[found["shape"]]) + found["end"], page)


def test_the_tables_are_those_of_the_schema() -> None:
    page = PAGE.read_text("utf-8")
    if UPDATE:
        PAGE.write_text(with_tables(page), "utf-8")
    assert PAGE.read_text("utf-8") == with_tables(page)


def test_every_shape_has_its_table_once() -> None:
    found = [found["shape"] for found in _TABLE.finditer(PAGE.read_text("utf-8"))]
    assert sorted(found) == sorted(SHAPES)


def test_the_examples_of_the_page_are_right() -> None:
    sources = {found["title"]: found["text"] for found in _EXAMPLE.finditer(PAGE.read_text("utf-8"))}
    assert len(sources) > 1
    settings = Settings(levels={"missing-guidance": Level.OFF, "untested-terminal": Level.OFF})
    reading = read(sources, settings)
    assert not reading.diagnostics, frames(reading.diagnostics, reading.sources)


KEYS = [(shape, key) for shape in SHAPES.values() for key in shape.keys.values() if key.example]


@pytest.mark.parametrize(("shape", "key"), KEYS, ids=[f"{shape.name}: {key.name}" for shape, key in KEYS])
def test_the_example_of_a_key_is_what_the_key_takes(shape: Shape, key: Key) -> None:
    definitions = document()["$defs"]
    taken_by = next(one for one in (document(), *definitions.values()) if one["title"] == shape.name)
    taken = taken_by["properties"][key.name]
    [example] = taken["examples"]
    assert list(Draft202012Validator({**taken, "$defs": definitions}).iter_errors(example)) == []
