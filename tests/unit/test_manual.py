"""The manual: what it says is complete, and its tables and examples are right.

`<!-- table: answer -->` in a page stands before a table that is made from the code, `<!-- end -->` behind
it; all else is written by hand. `DECISION_TREES_UPDATE_CASES=1 pytest tests/unit/test_manual.py` writes the
tables anew. A fence with a title of a source is read: it is a whole tree without problems.
"""

from __future__ import annotations

import argparse
import dataclasses
import inspect
import json
import os
import re
from collections.abc import Mapping
from datetime import date
from functools import cached_property
from pathlib import Path
from types import ModuleType
from typing import Any
from unittest.mock import patch

import pytest
from jinja2 import Environment
from jsonschema import Draft202012Validator
from ruamel.yaml import YAML
from tests.neighbours.test_together import NEIGHBOURS
from tests.site_fixtures import TINY_TREE

import decision_trees
from decision_trees import publishing
from decision_trees.analysis.graph import Lengths
from decision_trees.cli import main
from decision_trees.diagnostics.codes import Level
from decision_trees.diagnostics.render.text import frames
from decision_trees.diagnostics.wording import shorten
from decision_trees.hosts.mkdocs.config import DecisionTreesConfig
from decision_trees.importing.doubts import DOUBTS
from decision_trees.layout.addresses import Addresses
from decision_trees.prose.render import Renderer
from decision_trees.reading.read import Settings, read
from decision_trees.site import tree_json_schema
from decision_trees.site.chart import Chart
from decision_trees.site.health import Health, NodeLink
from decision_trees.site.listings import Card, Category, Outcome
from decision_trees.site.page_maker import PageMaker
from decision_trees.site.publish import publish
from decision_trees.site.site import Site
from decision_trees.site.views import (
    AnswerView,
    BranchView,
    ConditionView,
    LinkView,
    NodeView,
    ReferenceView,
    ScenarioView,
    SectionView,
    TreeView,
    WayView,
)
from decision_trees.source import json_schema, keys
from decision_trees.source.fence import EmbeddedTree, Show
from decision_trees.source.keys import Key, Shape
from decision_trees.words import load_words

pytestmark = pytest.mark.unmeasured("what is looked at is the manual")

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
    "tree": keys.TREE,
    "check": keys.CHECK,
    "step": keys.STEP,
    "answer": keys.ANSWER,
    "decision": keys.DECISION,
    "warning": keys.WARNING,
    "edge-case": keys.EDGE_CASE,
    "reference": keys.REFERENCE,
    "scenario": keys.SCENARIO,
}


def table_of_shape(shape: Shape) -> str:
    short = f"\nIn place of the mapping, {shape.short} may stand.\n" if shape.short else ""
    rows = (f"| `{key.name}` | {key.takes} | {meaning(key)} |\n" for key in shape.keys.values())
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
    mapping = next(
        schema for schema in (document, *document["$defs"].values()) if schema["title"] == shape.name
    )
    taken = mapping["properties"][key.name]
    validator = Draft202012Validator({**taken, "$defs": document["$defs"]})
    assert [list(validator.iter_errors(example)) for example in taken["examples"]] == [[]] * len(
        taken["examples"]
    )
    written = key.example if isinstance(key.example, str) else list(key.example)
    assert written in taken["examples"]


# --- the data of a tree ---------------------------------------------------------------------------

DATA = tree_json_schema.document()
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
        case {"anyOf": [schema, {"type": "null"}]}:
            words = f"{kind_of(schema)} or null"
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


# --- the public names --------------------------------------------------------------------------------


def table_of_names(module: ModuleType) -> str:
    rows = (f"| `{name}` | {summary_of(getattr(module, name))} |\n" for name in module.__all__)
    return f"\n| name | what it is |\n| --- | --- |\n{''.join(rows)}\n"


def test_what_is_public_is_made_of_what_is_public() -> None:
    public = {
        name: getattr(module, name) for module in (decision_trees, publishing) for name in module.__all__
    }
    fields = (
        field
        for thing in public.values()
        if dataclasses.is_dataclass(thing)
        for field in dataclasses.fields(thing)
    )
    shown = " ".join(str(field.type) for field in fields if not field.name.startswith("_"))
    assert set(re.findall(r"\b[A-Z]\w+", shown)) - public.keys() == OF_PYTHON | ALIASES


OF_PYTHON = {"Callable", "Exception", "Iterable", "Literal", "Mapping", "None", "Path", "Sequence"}

# Of types that are public: a check, step, decision or warning; a heading or HTML.
ALIASES = {"AnyNode", "Part"}


def summary_of(thing: object) -> str:
    """The first sentence of a docstring."""
    return " ".join((inspect.getdoc(thing) or "").partition("\n\n")[0].split())


# --- what templates get -------------------------------------------------------------------------------

VIEWS = {
    "tree": TreeView,
    "node": NodeView,
    "section": SectionView,
    "answer": AnswerView,
    "link": LinkView,
    "condition": ConditionView,
    "way": WayView,
    "branch": BranchView,
    "reference": ReferenceView,
    "scenario": ScenarioView,
    "chart": Chart,
    "card": Card,
    "category": Category,
    "outcome": Outcome,
    "lengths": Lengths,
    "health": Health,
    "node-link": NodeLink,
}


_ATTRIBUTE = re.compile(r"^    (\w+): ((?:.+\n?)(?:        .+\n?)*)", re.MULTILINE)


def table_of_view(view: type) -> str:
    """The attributes of a class, from the section of its docstring, and its properties from theirs."""
    described = dict(_ATTRIBUTE.findall(inspect.getdoc(view) or ""))
    fields = {field.name: field.type for field in dataclasses.fields(view)}
    assert described.keys() == fields.keys()
    kinds = {name: kind.replace("Text", "Markdown").replace("|", "or") for name, kind in fields.items()}
    rows = [
        f"| `{name}` | `{kinds[name]}` | {' '.join(text.split())} |\n" for name, text in described.items()
    ]
    properties = {
        name: member for name, member in vars(view).items() if isinstance(member, (property, cached_property))
    }
    rows += [f"| `{name}` |  | {summary_of(member)} |\n" for name, member in properties.items()]
    return f"\n| name | type | what it is |\n| --- | --- | --- |\n{''.join(rows)}\n"


def table_of_templates() -> str:
    """What each template of a whole page is given, as it is given."""
    given: dict[str, list[str]] = {}

    def taken(_: object, template: str, values: Mapping[str, object], site: object) -> str:  # noqa: ARG001
        given[template] = [name for name in values if name != "here"]
        return ""

    sources = {"trees/pick-a-queue.tree.yaml": TINY_TREE, "trees/broken.tree.yaml": "title: [\n"}
    reading, site = read(sources), Site(addresses=Addresses(), today=date(2026, 11, 23))
    with patch("decision_trees.site.page_maker.fill_in", taken):
        for item in publish(reading, site):
            assert item.path
        maker, tree = PageMaker(reading.library, site, Renderer()), reading.library.trees["pick-a-queue"]
        maker.embedded_tree(tree, EmbeddedTree((Show.CHART,), tree.title), "index.md")
        maker.embedded_list([tree], "index.md")
        maker.embedded_mistakes("", "index.md")
    rows = (f"| `{name}` | {', '.join(f'`{name}`' for name in names)} |\n" for name, names in given.items())
    return f"\n| template | gets |\n| --- | --- |\n{''.join(rows)}\n"


def test_every_type_of_a_value_is_described() -> None:
    types = re.findall(r"^\|[^|]+\|([^|]+)\|", page("template-values.md"), re.MULTILINE)
    named = set(re.findall(r"\b[A-Z]\w+", " ".join(types)))
    described = {view.__name__ for view in VIEWS.values()}
    assert named - described == {"Kind", "Line", "Markdown", "None"}


def test_every_filter_and_function_of_templates_is_described() -> None:
    known = Environment(autoescape=True)
    with patch("decision_trees.site.page_maker.environment", lambda _: known):
        PageMaker(read({}).library, Site(addresses=Addresses(), today=date(2026, 11, 23)))
    jinjas = Environment(autoescape=True)
    ours = (known.filters.keys() - jinjas.filters.keys()) | (known.globals.keys() - jinjas.globals.keys())
    text = page("template-values.md")
    assert {name for name in ours if not re.search(rf"`{name}`|\| {name}\b|`{name}\(", text)} == set()


# --- tables and examples --------------------------------------------------------------------------


def table_of_doubts() -> str:
    rows = (f"| `{code.name}` | {code.level} | {code.says} |\n" for code in DOUBTS.values())
    return f"\n| code | level | says |\n| --- | --- | --- |\n{''.join(rows)}\n"


TABLES = {
    "import.md": {"doubts": table_of_doubts()},
    "format.md": {name: table_of_shape(shape) for name, shape in SHAPES.items()},
    "for-programs.md": {name: table_of_object(definition) for name, definition in OBJECTS.items()},
    "python.md": {"reading": table_of_names(decision_trees), "publishing": table_of_names(publishing)},
    "template-values.md": {
        "templates": table_of_templates(),
        **{name: table_of_view(view) for name, view in VIEWS.items()},
    },
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


def test_the_programs_of_the_manual_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tree = re.search(r"^```yaml\n(title: (?:.*\n)*?)```$", README, re.MULTILINE)
    assert tree
    source = tmp_path / "docs" / "trees" / "pick-a-queue.tree.yaml"
    source.parent.mkdir(parents=True)
    source.write_text(tree[1], "utf-8")
    monkeypatch.chdir(tmp_path)
    programs = re.findall(r"^```python\n((?:.*\n)*?)```$", page("python.md"), re.MULTILINE)
    for program in programs:
        exec(compile(program, "python.md", "exec"), {"text": tree[1]})  # noqa: S102 - that is the test
    assert len(programs) == 3
    assert "Pick a queue" in (tmp_path / "out" / "trees" / "pick-a-queue" / "index.html").read_text("utf-8")
    assert (tmp_path / "out" / "trees" / "pick-a-queue" / "tree.json").is_file()


# --- the README -----------------------------------------------------------------------------------

README = (REPOSITORY / "README.md").read_text("utf-8")


def test_everything_the_readme_links_to_is_there() -> None:
    prose = re.sub(r"^```.*?^```$", "", README, flags=re.MULTILINE | re.DOTALL)
    paths = [path for path in re.findall(r"\]\(([^)]+)\)", prose) if "://" not in path]
    assert any(path.endswith(".png") for path in paths)
    assert [path for path in paths if not (REPOSITORY / path).exists()] == []


def test_the_tree_of_the_readme_has_five_lines_and_is_right() -> None:
    [text] = re.findall(r"^```yaml\n(title: (?:.*\n)*?)```$", README, re.MULTILINE)
    assert len(text.splitlines()) == 5
    assert text in page("get-started.md")
    reading = read({"pick-a-queue.tree.yaml": text}, Settings(levels={"missing-guidance": Level.OFF}))
    assert not reading.diagnostics, frames(reading.diagnostics, reading.sources)


def test_the_home_page_shows_these_five_lines_beside_the_tree_of_the_site_that_they_become() -> None:
    [text] = re.findall(r"^```yaml\n(title: (?:.*\n)*?)```$", README, re.MULTILINE)
    assert [found["text"] for found in _SOURCE.finditer(page("index.md"))] == [text]
    assert page("trees/pick-a-queue.tree.yaml") == f"{text}guidance: none\n"
    assert "```decision-tree\ntree: pick-a-queue\n" in page("index.md")


def test_what_is_said_of_accessibility_names_tests_that_there_are() -> None:
    named = re.findall(r"`(test_\w+\.py)::(\w+)`", page("accessibility.md"))
    assert len(named) > 15
    tests = {path.name: path.read_text("utf-8") for path in REPOSITORY.glob("tests/b*/test_*.py")}
    assert [(file, name) for file, name in named if f"def {name}(" not in tests.get(file, "")] == []
    criteria = [line for line in page("accessibility.md").splitlines() if line.startswith("| ")][2:]
    assert [line for line in criteria if "::test_" not in line] == []


def test_the_events_that_recipes_listen_to_are_those_of_the_walk() -> None:
    events = set(re.findall(r"`decision-tree:(\w+)`", page("walk.md")))
    named = re.findall(r"^for \(const name of \[(.*)\]\)", page("recipes.md"), re.MULTILINE)
    assert len(named) == 3
    assert {frozenset(re.findall(r'"(\w+)"', names)) for names in named} == {frozenset(events)}


SAID_BY_A_BUILD = (
    "added by",
    "when all trees had been read",
    "a template cannot be filled in",
    "overrides no template",
    "no trees lie there",
    "which is not known",
    "it is always an error, for no page can be made of what it tells",
    "filled in",
    "has a lone",
    "in which no tree lies",
    "which is no folder below the docs folder",
    "Nothing is kept for the next build",
    "is a link, and files of ours would be written where it leads",
    "the generated page",
    "and another plugin's file have one name",
)


@pytest.mark.parametrize("said", SAID_BY_A_BUILD)
def test_troubleshooting_names_what_a_build_says_beside_codes(said: str) -> None:
    folder = REPOSITORY / "plugin" / "decision_trees"
    sources = [
        path.read_text("utf-8") for name in ("hosts/mkdocs", "site") for path in (folder / name).glob("*.py")
    ]
    assert any(said in source for source in sources)
    assert said in page("troubleshooting.md")


def test_neighbours_are_those_that_tests_build_beside() -> None:
    table, _, _ = page("neighbours.md").partition("\n\nTwo more")
    rows = re.findall(r"^\| (?!plugin|---)([^|]+?) \|", table, re.MULTILINE)
    named = {name for row in rows for name in re.sub(r" \(\w+\)", "", row).split(", ")}
    folder = REPOSITORY / "tests" / "neighbours"
    code = "\n".join(path.read_text("utf-8") for path in folder.glob("*.py"))
    assert {
        name for name in named if not re.search(rf'"(?:mkdocs-|pymdownx\.)?{re.escape(name)}"', code)
    } == set()
    assert len(named) > 20
    beside = [re.findall(r"[\w-]+", json.dumps(neighbour.settings))[0] for neighbour in NEIGHBOURS]
    assert {*beside} <= named


# --- completeness ---------------------------------------------------------------------------------


def test_every_option_is_described() -> None:
    options = {name for name, _ in DecisionTreesConfig._schema}  # noqa: SLF001 - MkDocs names them nowhere else
    described = set(re.findall(r"^`(\w+)`$", page("options.md"), re.MULTILINE))
    assert options <= described


def parsers() -> dict[str, argparse.ArgumentParser]:
    commands = argparse.ArgumentParser().add_subparsers()
    for name in main.COMMANDS:
        main.command(name).register(commands)
    return dict(commands.choices)


@pytest.mark.parametrize(("command", "parser"), parsers().items(), ids=parsers())
def test_every_flag_of_a_command_is_described(command: str, parser: argparse.ArgumentParser) -> None:
    sections = dict(re.findall(r"^## ([\w-]+)\n((?:(?!## ).*\n?)*)", page("command-line.md"), re.MULTILINE))
    flags = re.findall(r"--[a-z-]+", parser.format_help())
    assert [flag for flag in set(flags) - {"--help"} if flag not in sections[command]] == []


def test_every_choice_of_an_option_is_described() -> None:
    text = page("command-line.md")
    actions = [action for parser in parsers().values() for action in parser._actions]  # noqa: SLF001
    choices = {str(choice) for action in actions for choice in action.choices or ()}
    assert len(choices) > 10
    assert {choice for choice in choices if not re.search(rf"[`/ ]{choice}\b", text)} == set()


def test_every_colour_is_described() -> None:
    style = (REPOSITORY / "plugin" / "browser" / "decision-tree.css").read_text("utf-8")
    set_for_all = re.findall(r"^(?::root|body) \{\n((?:(?!\}).*\n)*)\}", style, re.MULTILINE)
    properties = re.findall(r"--dt-[a-z]+(?=:)", "".join(set_for_all))
    assert len(properties) > 3
    assert [name for name in properties if f"`{name}`" not in page("theming.md")] == []


def test_the_journeys_name_files_that_are_there() -> None:
    """What is to be written stands as NAME or XX."""
    contributing = (REPOSITORY / "CONTRIBUTING.md").read_text("utf-8")
    journeys = contributing[contributing.index("## Seven journeys") :] + page("architecture.md")
    assert len(re.findall("^### ", journeys, re.MULTILINE)) == 7
    named = {name for name in re.findall(r"`([\w./*-]+)`", journeys) if "/" in name.removesuffix("/")}
    assert len(named) > 40
    folders = (REPOSITORY / "plugin" / "decision_trees", REPOSITORY)
    patterns = {name: re.sub("NAME|XX", "*", name.removesuffix("/")) for name in named}
    missing = {name for name in named if not any([*folder.glob(patterns[name])] for folder in folders)}
    assert missing == set()


def test_every_template_is_described_once() -> None:
    templates = REPOSITORY / "plugin" / "decision_trees" / "templates" / "decision-trees"
    rows = [line for line in page("theming.md").splitlines() if line.startswith("| `")]
    described = re.findall(r"`([\w.]+\.(?:html|md))`", "\n".join(row.split(" | ")[0] for row in rows))
    assert sorted(described) == sorted(path.name for path in templates.iterdir())
