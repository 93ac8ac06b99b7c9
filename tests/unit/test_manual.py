"""The manual: what it says is complete, and its tables and examples are right.

`<!-- table: answer -->` in a page stands before a table that is made from the code, `<!-- end -->` behind
it; all else is written by hand. `DECISION_TREES_UPDATE_CASES=1 pytest tests/unit/test_manual.py` writes the
tables anew. A fence with a title of a source is read: it is a whole tree without problems.
"""

from __future__ import annotations

import argparse
import os
import re
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from ruamel.yaml import YAML

from decision_trees import cli, data_schema, json_schema, schema
from decision_trees.diagnostics import Level, shorten
from decision_trees.plugin import DecisionTreesConfig
from decision_trees.reading import Settings, read
from decision_trees.reports import frames
from decision_trees.schema import Key, Shape
from decision_trees.words import load_words

REPOSITORY = Path(__file__).parents[2]
CONTENT = REPOSITORY / "content"
UPDATE = bool(os.environ.get("DECISION_TREES_UPDATE_CASES"))

_TABLE = re.compile(
    r"(?P<start><!-- table: (?P<name>[a-z-]+) -->\n)(?P<table>.*?)(?P<end><!-- end -->)", re.DOTALL
)
_SOURCE = re.compile(r'^```yaml title="(?P<file>\S+\.tree\.yaml)"\n(?P<text>(?:.*\n)*?)```$', re.MULTILINE)


def page(name: str) -> str:
    return (CONTENT / name).read_text("utf-8")


# --- the format -----------------------------------------------------------------------------------

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


def table_of_shape(shape: Shape) -> str:
    short = f"\nIn place of the mapping, {shape.short} may stand.\n" if shape.short else ""
    rows = (f"| `{key.name}` | {key.kind} | {meaning(key)} |\n" for key in shape.keys.values())
    return f"{short}\n| key | takes | means |\n| --- | --- | --- |\n{''.join(rows)}\n"


def meaning(key: Key) -> str:
    value = key.example if isinstance(key.example, str) else f"[{', '.join(key.example)}]"
    example = f"`{key.name}: {value}`" if value else ""
    return " ".join(filter(None, ["*Required.*" if key.required else "", key.says, example]))


KEYS_WITH_EXAMPLE = [(shape, key) for shape in SHAPES.values() for key in shape.keys.values() if key.example]


@pytest.mark.parametrize(
    ("shape", "key"), KEYS_WITH_EXAMPLE, ids=[f"{shape.name}: {key.name}" for shape, key in KEYS_WITH_EXAMPLE]
)
def test_the_example_of_a_key_is_what_the_key_takes(shape: Shape, key: Key) -> None:
    document = json_schema.document()
    mapping = next(one for one in (document, *document["$defs"].values()) if one["title"] == shape.name)
    taken = mapping["properties"][key.name]
    [example] = taken["examples"]
    assert list(Draft202012Validator({**taken, "$defs": document["$defs"]}).iter_errors(example)) == []


# --- the data of a tree ---------------------------------------------------------------------------

DATA = data_schema.document()
OBJECTS: dict[str, Any] = {
    "tree": DATA,
    "figures": DATA["properties"]["figures"],
    **DATA["$defs"],
    **{
        name.replace("_", "-"): DATA["properties"][name]["items"]
        for name in ("scenarios", "see_also", "refers_to", "referred_to_by")
    },
}


def table_of_object(definition: Any) -> str:  # noqa: ANN401 - a part of a JSON Schema
    rows = (
        f"| `{name}` | {kind_of(value)} | {value.get('description', '')} |\n"
        for name, value in definition["properties"].items()
    )
    return f"\n| key | holds | means |\n| --- | --- | --- |\n{''.join(rows)}\n"


def kind_of(value: Any) -> str:  # noqa: ANN401 - a part of a JSON Schema
    """Say in words what a part of a schema lets through."""
    match value:
        case {"const": constant}:
            words = f"`{constant}`"
        case {"enum": names}:
            words = ", ".join(f"`{name}`" for name in names)
        case {"$ref": reference}:
            words = str(reference).rpartition("/")[2]
        case {"anyOf": [one, {"type": "null"}]}:
            words = f"{kind_of(one)} or null"
        case {"oneOf": several}:
            words = ", ".join(map(kind_of, several))
        case {"prefixItems": [*items]}:
            words = f"list of {len(items)} numbers"
        case {"type": "array", "items": item}:
            words = f"list: {kind_of(item)}"
        case _:
            names = {"integer": "number", "boolean": "true or false", "string": "text", "object": "object"}
            words = names[value["type"]]
    return words


# --- words ----------------------------------------------------------------------------------------


def table_of_words() -> str:
    words = load_words()
    lines = {name: word.replace("\n", " ").strip() for name, word in {**words.page, **words.walk}.items()}
    rows = (f"| `{name}` | {shorten(line, most=80)} |\n" for name, line in lines.items())
    return f"\n| name | English |\n| --- | --- |\n{''.join(rows)}\n"


# --- tables and examples --------------------------------------------------------------------------

TABLES = {
    "format.md": {name: table_of_shape(shape) for name, shape in SHAPES.items()},
    "for-programs.md": {name: table_of_object(definition) for name, definition in OBJECTS.items()},
    "theming.md": {"words": table_of_words()},
}


@pytest.mark.parametrize("name", TABLES)
def test_the_tables_of_the_page_are_those_of_the_code(name: str) -> None:
    tables = TABLES[name]
    written = _TABLE.sub(lambda found: found["start"] + tables[found["name"]] + found["end"], page(name))
    if UPDATE:
        (CONTENT / name).write_text(written, "utf-8")
    assert page(name) == written
    assert sorted(found["name"] for found in _TABLE.finditer(written)) == sorted(tables)


def test_the_trees_of_the_manual_are_right() -> None:
    settings = Settings(levels={"missing-guidance": Level.OFF, "untested-terminal": Level.OFF})
    for path in sorted(CONTENT.glob("*.md")):
        sources = {found["file"]: found["text"] for found in _SOURCE.finditer(page(path.name))}
        reading = read(sources, settings)
        assert not reading.diagnostics, frames(reading.diagnostics, reading.sources)
    assert len(list(_SOURCE.finditer(page("format.md")))) > 1


@pytest.mark.parametrize("name", sorted(path.name for path in CONTENT.glob("*.md")))
def test_the_settings_of_the_page_are_yaml(name: str) -> None:
    for found in re.finditer(r"^```yaml.*\n((?:.*\n)*?)```$", page(name), re.MULTILINE):
        assert isinstance(YAML(typ="safe", pure=True).load(found[1]), dict)


def test_the_hook_of_the_manual_is_that_of_the_repository() -> None:
    yaml = YAML(typ="safe", pure=True)
    (theirs,) = yaml.load(REPOSITORY / ".pre-commit-hooks.yaml")
    written = re.search(r"^  - repo: local\n(?:    .*\n)+", page("publishing.md"), re.MULTILINE)
    assert written
    ((ours,),) = (repository["hooks"] for repository in yaml.load(written.group()))
    differ = {key for key in {*ours, *theirs} if ours.get(key) != theirs.get(key)}
    assert differ == {"language", "additional_dependencies", "description"}
    assert (ours["language"], theirs["language"]) == ("python", "system")


# --- the README -----------------------------------------------------------------------------------

README = (REPOSITORY / "README.md").read_text("utf-8")


def test_everything_the_readme_links_to_is_there() -> None:
    paths = [path for path in re.findall(r"\]\(([^)]+)\)", README) if "://" not in path]
    assert any(path.endswith(".png") for path in paths)
    assert [path for path in paths if not (REPOSITORY / path).exists()] == []


def test_the_tree_of_the_readme_has_five_lines_and_is_right() -> None:
    [text] = re.findall(r"^```yaml\n(title: (?:.*\n)*?)```$", README, re.MULTILINE)
    assert len(text.splitlines()) == 5
    assert text in page("get-started.md")
    reading = read({"pick-a-queue.tree.yaml": text}, Settings(levels={"missing-guidance": Level.OFF}))
    assert not reading.diagnostics, frames(reading.diagnostics, reading.sources)


# --- completeness ---------------------------------------------------------------------------------


def test_every_option_is_described() -> None:
    options = {name for name, _ in DecisionTreesConfig._schema}  # noqa: SLF001 - MkDocs names them nowhere else
    described = set(re.findall(r"^`(\w+)`$", page("options.md"), re.MULTILINE))
    assert options <= described


def parsers() -> dict[str, argparse.ArgumentParser]:
    commands = argparse.ArgumentParser().add_subparsers()
    for command in cli.COMMANDS:
        command.register(commands)
    return dict(commands.choices)


@pytest.mark.parametrize(("command", "parser"), parsers().items(), ids=parsers())
def test_every_flag_of_a_command_is_described(command: str, parser: argparse.ArgumentParser) -> None:
    sections = dict(re.findall(r"^## (\w+)\n((?:(?!## ).*\n?)*)", page("command-line.md"), re.MULTILINE))
    flags = re.findall(r"--[a-z-]+", parser.format_help())
    assert [flag for flag in set(flags) - {"--help"} if flag not in sections[command]] == []


def test_every_colour_is_described() -> None:
    style = (REPOSITORY / "plugin" / "browser" / "decision-tree.css").read_text("utf-8")
    set_for_all = re.findall(r"^(?::root|body) \{\n((?:(?!\}).*\n)*)\}", style, re.MULTILINE)
    properties = re.findall(r"--dt-[a-z]+(?=:)", "".join(set_for_all))
    assert len(properties) > 3
    assert [name for name in properties if f"`{name}`" not in page("theming.md")] == []


def test_every_template_is_described_once() -> None:
    templates = REPOSITORY / "plugin" / "decision_trees" / "templates" / "decision-trees"
    rows = [line for line in page("theming.md").splitlines() if line.startswith("| `")]
    described = re.findall(r"`([\w.]+\.(?:html|md))`", "\n".join(row.split(" | ")[0] for row in rows))
    assert sorted(described) == sorted(path.name for path in templates.iterdir())
