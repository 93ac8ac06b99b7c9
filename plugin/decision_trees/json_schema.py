"""The source language as a JSON Schema, for editors that complete and check YAML by one.

It is made from the same tables as the reading (`schema`), and says the same of every source as far as a
JSON Schema can. An editor's YAML parser has typed the scalars already, so a key that takes text accepts
numbers and booleans too: `1.10` and `true` are texts to us.
"""

from __future__ import annotations

import json
from typing import Any

from decision_trees import schema
from decision_trees.grammar import ID, MOST_ID_CHARACTERS
from decision_trees.schema import Key, Kind, Shape

DRAFT = "https://json-schema.org/draft/2020-12/schema"

# Every JSON value fits; what a schema may hold is the validators' business.
Schema = dict[str, Any]

_TEXT_TYPES = ["string", "number", "boolean"]
_SOMETHING = r"\S"

_ID: Schema = {
    "type": ["string", "integer", "boolean"],
    "pattern": f"^{ID.pattern}$",
    "patternErrorMessage": "An id is made of lower-case letters, digits and single hyphens.",
    "maxLength": MOST_ID_CHARACTERS,
    "minimum": 0,
}
_TARGET: Schema = {
    "type": ["string", "integer", "boolean"],
    "pattern": f"^(?:{ID.pattern}|{ID.pattern}/(?:{ID.pattern})?)$",
    "patternErrorMessage": "A target is a node's id, `tree-id/` or `tree-id/node-id`.",
    "minimum": 0,
}
_DATE: Schema = {
    "type": "string",
    "format": "date",
    "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$",
    "patternErrorMessage": "A date is written year-month-day, as in 2027-04-01.",
}
_URL: Schema = {
    "type": _TEXT_TYPES,
    # A colon ends a scheme unless `/`, `?` or `#` stands before it.
    "pattern": r"^(?:[Hh][Tt][Tt][Pp][Ss]?:|[Mm][Aa][Ii][Ll][Tt][Oo]:|[^:/?#]*(?:[/?#]|$))",
    "patternErrorMessage": "An address is http, https, mailto, or a path in the docs folder.",
}
_TEXT: Schema = {"type": _TEXT_TYPES}
_WRITTEN_TEXT: Schema = {"type": _TEXT_TYPES, "pattern": _SOMETHING}

_SHAPES = {
    "check": schema.CHECK,
    "answer": schema.ANSWER,
    "decision": schema.DECISION,
    "warning": schema.WARNING,
    "edge_case": schema.EDGE_CASE,
    "reference": schema.REFERENCE,
    "scenario": schema.SCENARIO,
}


def text() -> str:
    """The schema as it is published: JSON in UTF-8, the same bytes each time."""
    return json.dumps(document(), ensure_ascii=False, indent=2) + "\n"


def document() -> Schema:
    """The schema as plain values."""
    definitions = {name: _mapping(shape) for name, shape in _SHAPES.items()}
    definitions["reference"] |= _ONE_DESTINATION
    return {
        "$schema": DRAFT,
        "description": "One decision tree.",
        **_mapping(schema.TREE),
        "$defs": definitions,
    }


def _mapping(shape: Shape) -> Schema:
    return {
        "title": shape.name,
        "type": "object",
        "properties": {name: _property(key) for name, key in shape.keys.items()},
        "patternProperties": {"^x-": {"description": "Your own; left alone."}},
        "additionalProperties": False,
        "required": [name for name, key in shape.keys.items() if key.required],
    }


def _property(key: Key) -> Schema:
    value = _VALUES[key.kind]
    words: Schema = {"title": f"{key.name}: {key.kind}", "description": key.says}
    if key.example:
        words["examples"] = [key.example if isinstance(key.example, str) else list(key.example)]
    return words | (_filled(value) if key.required else _or_nothing(value))


def _filled(value: Schema) -> Schema:
    """A value that must not be empty; patterns of our own match nothing empty anyway."""
    return {"minProperties": 1, **value} if value["type"] == "object" else {"pattern": _SOMETHING, **value}


def _or_nothing(value: Schema) -> Schema:
    """A value that may be left empty: a key with nothing behind it is as good as none."""
    types = value["type"]
    return value | {"type": [*(types if isinstance(types, list) else [types]), "null"]}


def _list_of(item: Schema) -> Schema:
    return {"type": "array", "items": item}


def _by_id(item: Schema) -> Schema:
    names = {name: _ID[name] for name in ("pattern", "patternErrorMessage", "maxLength")}
    return {"type": "object", "propertyNames": names, "additionalProperties": item}


def _shape(name: str) -> Schema:
    return {"$ref": f"#/$defs/{name}"}


_VALUES: dict[Kind, Schema] = {
    Kind.LINE: _TEXT,
    Kind.PROSE: _TEXT,
    Kind.ID: _ID,
    Kind.DATE: _DATE,
    Kind.FLAG: {"type": "boolean"},
    Kind.TARGET: _TARGET,
    Kind.URL: _URL,
    Kind.LINES: _list_of(_or_nothing(_TEXT)),
    Kind.IDS: _list_of(_or_nothing(_ID)),
    Kind.CHECKS: _by_id(_shape("check")),
    Kind.DECISIONS: _by_id({"anyOf": [_WRITTEN_TEXT, _shape("decision")]}),
    Kind.WARNINGS: _by_id(_shape("warning")),
    Kind.ANSWERS: {
        "type": "object",
        "propertyNames": {"pattern": _SOMETHING},
        "additionalProperties": {"anyOf": [_TARGET, _shape("answer")]},
    },
    Kind.EDGE_CASES: _list_of(_shape("edge_case")),
    Kind.REFERENCES: _list_of(_shape("reference")),
    Kind.SCENARIOS: _list_of(_shape("scenario")),
    Kind.GIVEN: {"type": "object", "additionalProperties": _WRITTEN_TEXT},
}

_ONE_DESTINATION: Schema = {
    "anyOf": [
        {"required": ["to"], "properties": {"to": {"not": {"type": "null"}}, "url": {"type": "null"}}},
        {
            "required": ["url", "title"],
            "properties": {
                "url": {"not": {"type": "null"}},
                "title": _WRITTEN_TEXT,
                "to": {"type": "null"},
            },
        },
    ]
}
