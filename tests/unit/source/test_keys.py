"""The JSON Schema for editors: valid, with hover texts, and of one mind with the reading."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from ruamel.yaml import YAML
from ruamel.yaml.constructor import SafeConstructor
from tests.site_fixtures import REPOSITORY
from tests.unit.source.test_cases import ALL_CASES, Case

from decision_trees.cli.main import main
from decision_trees.layout.addresses import SUFFIX
from decision_trees.source import json_schema, keys
from decision_trees.source.decode import decode

unmeasured = pytest.mark.unmeasured("every case is read again, and checked by a library")

TREES = sorted((REPOSITORY / "content" / "trees").glob("*.tree.yaml"))
VALIDATOR = Draft202012Validator(json_schema.document(), format_checker=Draft202012Validator.FORMAT_CHECKER)
SHAPE_CODES = {"unknown-key", "missing-key", "wrong-type", "bad-id", "bad-date", "unsafe-url"}

FULL = """\
# yaml-language-server: $schema=tree.schema.json
title: Pick a queue
question: Which queue do we need?
category: Architecture decisions
summary: One or two sentences.
traversal: 3-4 minutes
domains: [messaging, architecture]
owner: platform-team
reviewed: 2026-10-01
review_by: 2027-04-01
draft: false
guidance: expected
start: replay
checks:
  replay:
    question: Does a consumer need to replay past messages?
    title: Replay
    assess: |
      Ask the team.
    look_for: |
      A need.
    pitfall: |
      A wish.
    pick: first
    guidance: none
    answers:
      Yes: log
      No:
        to: standard-queue
        note: single consumer, or a simple queue
        as: SQS or RabbitMQ, standard queue
        id: no
      Unknown: {to: replay, loop: 'ask, then come back'}
steps:
  ask:
    title: Ask the team
    do: |
      Ask.
    then: replay
    loop: ask again
    formerly: [inquire]
decisions:
  log: Kafka
  standard-queue:
    title: Standard queue
    choose: |
      A queue.
    why: |
      It is simple.
    next_step: |
      Order it.
    any_of: [Queue, Topic]
    alternatives:
      - Google Pub/Sub
    then: other-tree/
    formerly: [sqs]
    incomplete: true
warnings:
  no-breaker:
    title: No circuit breaker
    when: |
      Always.
    risk: |
      Cascades.
    mitigation: |
      Add one.
    then: replay
edge_cases:
  - title: Calls inside a monolith
    text: |
      No queue.
see_also:
  - to: other-tree/
    note: once the queue is settled
  - url: https://example.org/guide
    title: The guide
scenarios:
  - title: Invoices are mailed at night
    given: {replay: No}
    expect: standard-queue
    note: |
      None is replayed.
formerly: [pick-a-broker]
x-anything: {of: the author's}
"""

MINIMAL = """\
title: Pick a queue
question: Which queue?
checks:
  replay:
    question: Replay?
    answers: {Yes: log, No: queue}
decisions: {log: Kafka, queue: SQS}
"""

# Where the two differ, and why. The rest of this module holds them to agree on all else.
CASES_THAT_DIFFER = {
    "bad-id: A file's name": "an editor's schema sees what is in a file, not how the file is called",
    "unsafe-url: A link in prose": "a schema does not read Markdown",
    "unsafe-url: A scheme that was to be `to`": "a schema does not read Markdown",
    "unsafe-url: A definition of a reference": "a schema does not read Markdown",
    "duplicate-key: An id twice in a row": "which of two values counts is not said by a schema",
    "unknown-key: A text that is not indented": "a schema does not see on how many lines a title stands",
    "wrong-type: Marks of a list before answers": "whether a key is quoted is lost when a schema sees it",
    "unknown-target: A slip of case and hyphen": "the reading says it otherwise, with the nearest name",
    "unknown-target: A title for an id": "the reading says it otherwise, with the nearest name",
    "unknown-target: A letter of another script": "the reading says it otherwise, and names the letter",
    "unknown-target: A space that cannot be seen": "the reading says it otherwise, and names the space",
    "unknown-target: An arrow with a slash behind it": "the reading says it otherwise, with what is meant",
    "unknown-target: An arrow with folders": "the reading says it otherwise, with what is meant",
    "unknown-target: An arrow written like a link": "the reading says it otherwise, with what is meant",
    "unknown-target: An arrow behind the colon": "the reading says it otherwise, with what is meant",
    "unknown-target: Answers behind arrows": "the reading says it otherwise, with what is meant",
    "unknown-target: Answers behind their targets": "the reading says it otherwise, with what is meant",
    "wrong-type: A bar of full width": "a schema does not see on how many lines a text stands",
    "unknown-target: What is to be done in place of an id": "the reading says it otherwise, with a mend",
    "unknown-target: A path with dots": "the reading says it otherwise, with what is meant",
    "unknown-target: Words before an id": "the reading says it otherwise, with what is meant",
    "unknown-target: Two places for one answer": "the reading says it otherwise, with what is meant",
    "unknown-target: A comment with slashes": "the reading says it otherwise, with what is meant",
    "unknown-target: A link of Markdown for a target": "the reading says it otherwise, with what is meant",
}
LOST_SPELLING = "how a scalar is spelt is lost when a schema sees it"
LINES_THAT_DIFFER = [
    # a line of a tree, what the reading says of it, whether the schema refuses it, why
    ("start: True", {"bad-id"}, False, LOST_SPELLING),
    ("start: 1.0", {"bad-id"}, False, LOST_SPELLING),
    ("warnings: {trap: {title: Trap, incomplete: True}}", {"wrong-type"}, False, LOST_SPELLING),
    ("warnings: {trap: {title: NULL}}", set(), True, LOST_SPELLING),
    ("start: 1e+0", {"bad-id"}, False, LOST_SPELLING),
    (
        "see_also: [{url: '&#104;ttp://example.org', title: Odd}]",
        set(),
        True,
        "a schema cannot read character references, so it takes none in a scheme",
    ),
]


class _EditorConstructor(SafeConstructor):
    """Types scalars by the core schema of YAML 1.2, as editors do: it has no dates."""


_EditorConstructor.add_constructor("tag:yaml.org,2002:timestamp", SafeConstructor.construct_yaml_str)


def as_an_editor_reads(source: str) -> Any:  # noqa: ANN401 - any JSON value
    yaml = YAML(typ="safe", pure=True)
    yaml.Constructor = _EditorConstructor
    yaml.allow_duplicate_keys = True  # said by an editor's YAML parser, not by a schema
    return json.loads(json.dumps(yaml.load(source)))


def refusals(source: str) -> list[str]:
    return [error.message for error in VALIDATOR.iter_errors(as_an_editor_reads(source))]


def shape_errors(source: str, file: str = "pick-a-queue.tree.yaml") -> set[str]:
    return {diagnostic.code for diagnostic in decode(source, file).diagnostics} & SHAPE_CODES


def test_it_is_a_json_schema() -> None:
    Draft202012Validator.check_schema(json_schema.document())
    assert json_schema.document()["$schema"] == "https://json-schema.org/draft/2020-12/schema"


@unmeasured
@pytest.mark.parametrize("file", TREES, ids=lambda file: file.stem)
def test_it_accepts_the_trees_of_this_site(file: Path) -> None:
    assert refusals(file.read_text("utf-8")) == []


@pytest.mark.parametrize("source", [FULL, MINIMAL], ids=["every key", "required keys only"])
def test_it_accepts_a_tree_with(source: str) -> None:
    assert refusals(source) == []
    assert shape_errors(source) == set()


@unmeasured
@pytest.mark.parametrize(
    ("right", "wrong", "message"),
    [
        ("title: Pick", "titel: Pick", "'title' is a required property"),
        ("category: Arch", "catgory: Arch", "'catgory' does not match any of the regexes: '^x-'"),
        ("title: Pick a queue", "title:", "None is not of type 'string', 'number', 'boolean'"),
        ("title: Pick a queue", "title: ''", "'' does not match '\\\\S'"),
        ("2026-10-01", "01.10.2026", "'01.10.2026' does not match"),
        ("[messaging, architecture]", "messaging", "'messaging' does not match '^\\\\s*$'"),
        ("incomplete: true", "incomplete: maybe", "is not valid under any of the given schemas"),
        ("https://example.org", "javascript:alert", "'javascript:alert/guide' does not match"),
        ("start: replay", "start: Replay!", "'Replay!' does not match"),
        ("  no-breaker:", "  no_breaker:", "'no_breaker' does not match"),
        ("to: standard-queue", "too: standard-queue", "is not valid under any of the given schemas"),
        ("Yes: log", "Yes:", "None is not valid under any of the given schemas"),
        ("{replay: No}", "{}", "{} should be non-empty"),
        ("    title: The guide\n", "", "is not valid under any of the given schemas"),
    ],
)
def test_it_refuses(right: str, wrong: str, message: str) -> None:
    source = FULL.replace(right, wrong, 1)
    assert source != FULL
    assert any(message in refusal for refusal in refusals(source))
    assert shape_errors(source)


def test_texts_and_ids_may_look_like_numbers_and_flags() -> None:
    source = MINIMAL.replace("Pick a queue", "1.10").replace("log: Kafka", "log: true")
    numbered = source.replace("queue: SQS", "404: 2026-10-01").replace("No: queue", "1_000: 404")
    assert refusals(numbered) == []
    assert shape_errors(numbered) == set()


def name(case: Case) -> str:
    return f"{case.code}: {case.title}"


@unmeasured
@pytest.mark.parametrize("case", ALL_CASES, ids=name)
def test_it_agrees_with_the_reading_on_the_case(case: Case) -> None:
    reading = case.read()
    trees = [file for file in reading.sources if file.endswith(SUFFIX)]
    said = {file: {diagnostic.code for diagnostic in reading.of(file)} for file in trees}
    differ = {
        file: (codes, refusals(reading.sources[file]))
        for file, codes in said.items()
        if "yaml-syntax" not in codes and bool(codes & SHAPE_CODES) != bool(refusals(reading.sources[file]))
    }
    assert bool(differ) == (name(case) in CASES_THAT_DIFFER), differ


def test_every_case_that_differs_is_there() -> None:
    assert set(CASES_THAT_DIFFER) <= set(map(name, ALL_CASES))


@pytest.mark.parametrize(("line", "codes", "refused", "why"), LINES_THAT_DIFFER)
def test_it_differs_from_the_reading(line: str, codes: set[str], *, refused: bool, why: str) -> None:
    source = MINIMAL + line
    assert (shape_errors(source), bool(refusals(source))) == (codes, refused), why


def test_every_key_has_its_hover_text() -> None:
    document = json_schema.document()
    definitions = document["$defs"]
    assert document["properties"]["start"]["title"] == "start: id"
    assert definitions["check"]["properties"]["pitfall"]["description"] == "The common pitfall."
    for shape, definition in (
        (keys.TREE, document),
        (keys.CHECK, definitions["check"]),
        (keys.STEP, definitions["step"]),
        (keys.ANSWER, definitions["answer"]),
        (keys.DECISION, definitions["decision"]),
        (keys.WARNING, definitions["warning"]),
        (keys.EDGE_CASE, definitions["edge_case"]),
        (keys.REFERENCE, definitions["reference"]),
        (keys.SCENARIO, definitions["scenario"]),
    ):
        said = {name: value["description"] for name, value in definition["properties"].items()}
        assert said == {name: key.says for name, key in shape.keys.items()}


def test_the_command_prints_the_text_that_is_published(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["schema"]) == 0
    printed = capsys.readouterr().out
    assert printed == json_schema.text()
    assert json.loads(printed) == json_schema.document()
