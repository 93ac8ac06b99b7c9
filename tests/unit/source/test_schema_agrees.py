"""The JSON Schema for editors refuses what the reading refuses for its form, and nothing else.

Sources are made up as plain values, changed at every place, and written as JSON, which is YAML too. What no
schema can say is told here, by name; what an editor's parser loses before a schema sees it is in `test_keys`.
"""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator, ValidationError
from jsonschema.protocols import Validator
from jsonschema.validators import extend
from tests.unit.test_properties import trees

from decision_trees.model.ids import parse_target
from decision_trees.model.tree import Target
from decision_trees.source import json_schema
from decision_trees.source.decode import Decoded, decode

pytestmark = pytest.mark.unmeasured("one tree is read and checked many thousand times")

_FOUND_VALID: set[tuple[str, int]] = set()
"""By which part of the schema which parts of `TREE` are known to be valid: most sources share nearly all."""


def _refer(validator: Validator, part: str, value: Value, schema: Value) -> Iterator[ValidationError]:
    known = (part, id(value)) if id(value) in PARTS else None
    if known not in _FOUND_VALID:
        errors = [*Draft202012Validator.VALIDATORS["$ref"](validator, part, value, schema)]
        if known and not errors:
            _FOUND_VALID.add(known)
        yield from errors


VALIDATOR: Validator = extend(Draft202012Validator, {"$ref": _refer})(json_schema.document())  # type: ignore[no-untyped-call]

Place = tuple[str | int, ...]
Value = Any  # any JSON value

OF_FORM = {"unknown-key", "missing-key", "wrong-type", "bad-id", "bad-date", "unsafe-url", "too-much"}
"""What a source can be told for its form, by a schema and by the reading."""

NOT_OF_FORM = {
    "duplicate-id": "that two things have one id: ids stand in several mappings, and come from labels",
    "duplicate-key": "that a key is written twice: a parser gives one of the two values, or refuses",
    "unknown-target": "what is there to lead to; but a text that can be no target is refused by both",
}
"""What the reading tells and no schema can say. Rules (cycles, scenarios, Markdown) are not the reading's."""

TREE: dict[str, Value] = {
    "title": "T",
    "question": "Q",
    "category": "A",
    "summary": "One.\n\nTwo.",
    "domains": ["a", "b"],
    "reviewed": "2026-10-01",
    "start": "c",
    "checks": {
        "c": {
            "question": "Q",
            "assess": "P",
            "answers": {"Yes": "d", "No": {"to": "w", "note": "n", "id": "no", "loop": "l"}},
            "incomplete": True,
            "formerly": ["old"],
        }
    },
    "decisions": {"d": "D", "e": {"title": "E", "alternatives": ["a"], "then": "other/"}},
    "warnings": {"w": {"title": "W"}},
    "edge_cases": [{"title": "E", "text": "P"}],
    "see_also": [{"to": "d", "note": "n"}, {"url": "https://e.org/", "title": "U"}],
    "scenarios": [{"title": "S", "given": {"c": "Yes"}, "expect": "d", "note": "P"}],
    "x-own": {"any": ["thing"]},
}
"""A source with a key of every kind."""

EMPTY: list[Value] = [None, "", " ", "\n", "\u2003", [], {}]
OTHERS: list[Value] = [
    *(True, False, 0, 7, -1, 1.5, 10**63, 10**64),
    *(
        [None],
        [""],
        [[]],
        [{}],
        ["a"],
        ["A!"],
        [1],
        ["x" * 1001],
        {"": ""},
        {"a": None},
        {"a": {}},
        {"a": "b"},
    ),
    *(
        {"title": "T"},
        {"to": "d"},
        {"url": "u"},
        {"url": "u", "title": ""},
        {"to": "d", "url": "u", "title": "T"},
    ),
    *({"to": "", "url": "u", "title": "T"}, {"to": "d", "url": [], "title": {}}),
]
LINES = ["x" * 1000, "x" * 1001, "x" * 999 + "\n", "x" * 1000 + "\n", "two\nlines", "\n7\n"]
IDS = [
    "a",
    "a\n",
    "\na",
    "a\nb",
    "a-b",
    "a--b",
    "-a",
    "a-",
    "A",
    "a b",
    "a_b",
    "ä",
    "x" * 64,
    "x" * 65,
    "x" * 64 + "\n",
]
TARGETS = ["a/", "a/b", "a/b\n", "/b", "a/b/", "a//b", "a/B", "to:a", "#a"]
FLAGS = ["true", "false\n", "yes", "TRUE"]
DAYS = [
    *("2026-10-01", "2026-10-01\n", "2026-02-29", "2026-02-30", "2024-02-29", "2000-02-29", "1900-02-29"),
    *("0004-02-29", "0000-02-29", "0000-01-01", "0001-01-01", "9999-12-31", "2026-04-31", "2026-12-32"),
    *("2026-13-01", "2026-00-01", "2026-01-00", "26-01-01", "2026-1-1", "2026-01-01T00:00:00", "20260101"),
    *("2026-10-01 x", "\u0662026-10-01", "2026-W01-1"),
]
URLS = [
    *("https://e.org/", "HTTP://e.org", "mailto:a@b.org", "guide.md", "../a/b.md#c", "?a:b", "a/b:c", "#a:b"),
    *("javascript:x", "JavaScript:x", " javascript:x", "java\nscript:x", "java\tscript:x", "java script:x"),
    *(
        "\njavascript:x",
        "data:text/html,x",
        "vbscript:x",
        "ftp://e.org/",
        "file:///etc",
        "c:\\a",
        ":x",
        "a:b",
    ),
    *(
        "ht tp://e.org",
        " https://e.org",
        "https\n://e.org",
        "http :x",
        "httpss:x",
        "xhttp:x",
        "http",
        "https",
    ),
    *("javascript&#58;x", "java&#115;cript:x", "javascript&colon;x", "a&b:c", "R&D.md", "a?b&colon;c"),
]
VALUES: list[Value] = [*EMPTY, *OTHERS, *LINES, *IDS, *TARGETS, *FLAGS, *DAYS, *URLS]

KEYS = ["x-a", "x-", "X-a", "x_a", "", " ", "qestion", "title", "why", "to", "answers", *IDS, *LINES]


def places(value: Value, place: Place = ()) -> Iterator[Place]:
    """Give the way to everything in a value."""
    yield place
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, held in inner:
        yield from places(held, (*place, key))


PLACES = [*places(TREE)]


def at(value: Value, place: Place) -> Value:
    for key in place:
        value = value[key]
    return value


PARTS = {id(at(TREE, place)) for place in PLACES if isinstance(at(TREE, place), dict | list)}
"""The mappings and lists in `TREE`, by what tells them from equal ones."""


def changed(tree: Value, place: Place, change: Callable[[Value], Value]) -> Value:
    """The tree with something else at a place; what lies elsewhere is the same and not equal alone."""
    if not place:
        return change(tree)
    holder = tree.copy()
    holder[place[0]] = changed(tree[place[0]], place[1:], change)
    return holder


def replaced(tree: Value, place: Place, value: Value) -> Value:
    def put(holder: Value) -> Value:
        holder = holder.copy()
        holder[place[-1]] = value
        return holder

    return changed(tree, place[:-1], put) if place else value


def without(tree: Value, place: Place) -> Value:
    def taken_away(holder: Value) -> Value:
        holder = holder.copy()
        del holder[place[-1]]
        return holder

    return changed(tree, place[:-1], taken_away)


def renamed(tree: Value, place: Place, name: str) -> Value:
    """The tree with another key at a place, in the order in which they stood."""
    holder = at(tree, place[:-1])
    return replaced(
        tree, place[:-1], {name if key == place[-1] else key: held for key, held in holder.items()}
    )


_FIELDS: dict[type, tuple[str, ...]] = {}
"""The fields of each type that was met; none where it holds nothing. They are asked for a million times."""


def malformed_targets(value: object) -> Iterator[Target]:
    """Find in what was decoded what can be no target, wherever it leads; the reading looks for it in vain."""
    waiting = [value]
    while waiting:
        value = waiting.pop()
        kind = type(value)
        if kind in _FIELDS:
            waiting += [getattr(value, name) for name in _FIELDS[kind]]
        elif isinstance(value, Target):
            if str(value) and parse_target(str(value), value.span) is None:
                yield value
        elif isinstance(value, (tuple, dict)):
            waiting += value.values() if isinstance(value, dict) else value
        else:
            fields = dataclasses.fields(kind) if dataclasses.is_dataclass(kind) else ()
            _FIELDS[kind] = tuple(field.name for field in fields)
            waiting.append(value)


def wrong_in_form(decoded: Decoded) -> list[object]:
    told = {diagnostic.code for diagnostic in decoded.diagnostics}
    assert told <= OF_FORM | NOT_OF_FORM.keys(), told
    return [*sorted(told & OF_FORM), *malformed_targets(decoded.tree)]


def disagreement(tree: Value) -> str:
    """Say in what the two differ about a source; nothing where they agree."""
    source = json.dumps(tree, ensure_ascii=False)
    told = wrong_in_form(decode(source, "t.tree.yaml"))
    if bool(told) != VALIDATOR.is_valid(tree):
        return ""
    refused = [f"{error.json_path}: {error.message[:200]}" for error in VALIDATOR.iter_errors(tree)]
    return f"{source[:2000]}\nreading: {told}\nschema: {refused}"


def test_the_source_with_every_kind_is_right() -> None:
    assert disagreement(TREE) == ""
    assert not [*VALIDATOR.iter_errors(TREE)]


@pytest.mark.parametrize("place", PLACES, ids=str)
def test_they_agree_on_every_value_at(place: Place) -> None:
    differ = [found for value in VALUES if (found := disagreement(replaced(TREE, place, value)))]
    assert not differ, "\n\n".join(differ)


@pytest.mark.parametrize("place", PLACES[1:], ids=str)
def test_they_agree_without(place: Place) -> None:
    assert disagreement(without(TREE, place)) == ""


@pytest.mark.parametrize("place", [place for place in PLACES[1:] if isinstance(place[-1], str)], ids=str)
def test_they_agree_on_every_name_for(place: Place) -> None:
    taken = at(TREE, place[:-1])
    names = [name for name in KEYS if name not in taken]
    differ = [found for name in names if (found := disagreement(renamed(TREE, place, name)))]
    assert not differ, "\n\n".join(differ)


@st.composite
def spoilt(draw: st.DrawFn) -> Value:
    """Draw a right tree and change it in several places."""
    tree: Value = draw(trees())
    for _ in range(draw(st.integers(0, 3))):
        place = draw(st.sampled_from([*places(tree)]))
        match draw(st.sampled_from(["replace", "remove", "rename", "add"])):
            case "replace":
                tree = replaced(tree, place, draw(st.sampled_from(VALUES)))
            case "remove" if place:
                tree = without(tree, place)
            case "rename" if place and isinstance(place[-1], str):
                name = draw(st.sampled_from(KEYS))
                if name not in at(tree, place[:-1]):
                    tree = renamed(tree, place, name)
            case "add" if isinstance(at(tree, place), dict):
                tree = replaced(tree, (*place, draw(st.sampled_from(KEYS))), draw(st.sampled_from(VALUES)))
            case _:
                pass
        if not isinstance(tree, dict):
            return tree
    return tree


@pytest.mark.slow
@given(spoilt())
def test_they_agree_on_any_source(tree: Value) -> None:
    assert disagreement(tree) == ""
