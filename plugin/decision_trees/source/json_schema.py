"""The source language as a JSON Schema, for editors that complete and check YAML by one.

It is made from the same tables as the reading (`keys`), and refuses what the reading refuses for its form; a
test tells the few things that no schema can say. An editor's YAML parser has typed the scalars already, so a
key that takes text accepts numbers and booleans too: `1.10` and `true` are texts to us. Patterns say what is
also a `format`, because not every editor looks at formats.
"""

from __future__ import annotations

import json
from functools import cache
from typing import Any

from decision_trees.model.ids import ID, MOST_ID_CHARACTERS, SAFE_SCHEMES
from decision_trees.source import keys
from decision_trees.source.keys import Key, Shape, ValueType

DRAFT = "https://json-schema.org/draft/2020-12/schema"

# Every JSON value fits; what a schema may hold is the validators' business.
Schema = dict[str, Any]

_TEXT_TYPES = ["string", "number", "boolean"]

_SOMETHING = r"\S"

_BLANK = r"^\s*$"

_EMPTY: Schema = {
    "type": ["null", "string", "array", "object"],
    "pattern": _BLANK,
    "maxItems": 0,
    "maxProperties": 0,
}
"""A value that is as good as none, whatever its kind."""


def _alone(pattern: str) -> str:
    """A pattern of a whole text, which may end with a line break, as a block does."""
    return rf"^\n*(?:{pattern})\n*$"


_ID_MESSAGE = "An id is made of lower-case letters, digits and single hyphens."

_ID: Schema = {
    "type": ["string", "integer", "boolean"],
    "pattern": _alone(rf"(?![a-z0-9-]{{{MOST_ID_CHARACTERS + 1}}}){ID.pattern}"),
    "patternErrorMessage": _ID_MESSAGE,
    "minimum": 0,
    "maximum": 10**MOST_ID_CHARACTERS - 1,
}

# `$` alone lets a line break follow in some languages, Python among them.
END = r"(?!\n)$"

_ID_KEY: Schema = {
    "pattern": f"^{ID.pattern}{END}",
    "patternErrorMessage": _ID_MESSAGE,
    "maxLength": MOST_ID_CHARACTERS,
}

_TARGET: Schema = {
    "type": ["string", "integer", "boolean"],
    "pattern": _alone(f"{ID.pattern}|{ID.pattern}/(?:{ID.pattern})?"),
    "patternErrorMessage": "A target is a node's id, `tree-id/` or `tree-id/node-id`.",
    "minimum": 0,
}

_LEAP_YEAR = "[0-9]{2}(?:0[48]|[2468][048]|[13579][26])|(?:[02468][048]|[13579][26])00"

DAY = (
    "(?!0000)(?:[0-9]{4}-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12][0-9]|3[01])"
    "|(?:0[469]|11)-(?:0[1-9]|[12][0-9]|30)|02-(?:0[1-9]|1[0-9]|2[0-8]))"
    f"|(?:{_LEAP_YEAR})-02-29)"
)
"""The pattern of a calendar day, year-month-day."""

_DATE: Schema = {
    "type": "string",
    "pattern": _alone(DAY),
    "patternErrorMessage": "A date is a calendar day, written year-month-day, as in 2027-04-01.",
}

# Browsers leave out white space in a scheme, and so does the reading.
_IGNORED = r"[\x00-\x20\x7f]*"


def _scheme(name: str) -> str:
    return "".join(f"[{letter.upper()}{letter}]{_IGNORED}" for letter in name)


ADDRESS = (
    f"^{_IGNORED}(?:{'|'.join(map(_scheme, SAFE_SCHEMES))}):"
    # A colon ends a scheme unless `/`, `?` or `#` stands before it. A character reference may be any of them.
    "|^(?:[^:/?#&]|&(?!#|[A-Za-z][A-Za-z0-9]*;))*(?:[/?#]|$)"
)
"""The pattern of an address that a page may link to."""

_URL: Schema = {
    "type": _TEXT_TYPES,
    "pattern": ADDRESS,
    "patternErrorMessage": "An address is http, https, mailto, or a path in the docs folder.",
}

_GUIDANCE: Schema = {
    "type": "string",
    "pattern": _alone("none|expected"),
    "patternErrorMessage": "Write `none` where no guidance is needed.",
}

_PICK: Schema = {
    "type": "string",
    "pattern": _alone("first"),
    "patternErrorMessage": "Write `first` where the first answer that fits is meant.",
}

_OFFERED = {ValueType.GUIDANCE: ["none", "expected"]}
"""All that may stand behind a key, where that is little: editors offer it."""

_TEXT: Schema = {"type": _TEXT_TYPES}

_LINE: Schema = _TEXT | {"maxLength": keys.MOST_LINE_CHARACTERS}

_WRITTEN: Schema = {"pattern": _SOMETHING}

_SHAPES = {
    "check": keys.CHECK,
    "answer": keys.ANSWER,
    "step": keys.STEP,
    "decision": keys.DECISION,
    "warning": keys.WARNING,
    "edge_case": keys.EDGE_CASE,
    "reference": keys.REFERENCE,
    "scenario": keys.SCENARIO,
}


@cache
def text() -> str:
    """The schema as it is published: JSON in UTF-8, the same bytes each time."""
    return json.dumps(document(), ensure_ascii=False, indent=2) + "\n"


def document() -> Schema:
    """The schema as plain values."""
    definitions = {name: _mapping(shape) for name, shape in _SHAPES.items()}
    definitions["reference"] |= _ONE_DESTINATION
    definitions["check"] |= _A_QUESTION
    return {
        "$schema": DRAFT,
        "description": "One decision tree.",
        **_mapping(keys.TREE),
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
    value = _VALUES[key.takes]
    words: Schema = {"title": f"{key.name}: {key.takes}", "description": key.says}
    if key.takes in _OFFERED:
        words["examples"] = _OFFERED[key.takes]
    elif key.example:
        words["examples"] = [key.example if isinstance(key.example, str) else list(key.example)]
    return words | (_filled(value) if key.required else _or_nothing(value))


def _filled(value: Schema) -> Schema:
    """A value that must not be empty; patterns of our own match nothing empty anyway."""
    return {"minProperties": 1, **value} if value["type"] == "object" else _WRITTEN | value


def _or_nothing(value: Schema) -> Schema:
    """A value that may be left empty: a key with nothing behind it is as good as none.

    Each limit is that of one type: an editor's message is about the value, not about alternatives.
    """
    types = value["type"] if isinstance(value["type"], list) else [value["type"]]
    added: Schema = {"type": [*types, *(kind for kind in _EMPTY["type"] if kind not in types)]}
    if "array" not in types:
        added["maxItems"] = 0
    if "object" not in types:
        added["maxProperties"] = 0
    if "string" not in types:
        added |= {"pattern": _BLANK, "patternErrorMessage": "A text cannot stand here."}
    elif "pattern" in value:
        added["pattern"] = f"{value['pattern']}|{_BLANK}"
    return value | added


def _list_of(item: Schema) -> Schema:
    return {"type": "array", "items": item}


def _by_id(item: Schema) -> Schema:
    return {"type": "object", "propertyNames": _ID_KEY, "additionalProperties": item}


def _shape(name: str) -> Schema:
    return {"$ref": f"#/$defs/{name}"}


_VALUES: dict[ValueType, Schema] = {
    ValueType.LINE: _LINE,
    ValueType.PROSE: _TEXT,
    ValueType.ID: _ID,
    ValueType.DATE: _DATE,
    ValueType.FLAG: {"type": ["boolean", "string"], "pattern": _alone("true|false")},
    ValueType.TARGET: _TARGET,
    ValueType.URL: _URL,
    ValueType.LINES: _list_of(_or_nothing(_LINE)),
    ValueType.IDS: _list_of(_or_nothing(_ID)),
    ValueType.GUIDANCE: _GUIDANCE,
    ValueType.PICK: _PICK,
    ValueType.CHECKS: _by_id(_shape("check")),
    ValueType.STEPS: _by_id(_shape("step")),
    ValueType.DECISIONS: _by_id({"anyOf": [_LINE | _WRITTEN, _shape("decision")]}),
    ValueType.WARNINGS: _by_id(_shape("warning")),
    ValueType.ANSWERS: {
        "type": "object",
        "propertyNames": _WRITTEN | {"maxLength": keys.MOST_LINE_CHARACTERS},
        "additionalProperties": {"anyOf": [_TARGET, _shape("answer")]},
    },
    ValueType.EDGE_CASES: _list_of(_shape("edge_case")),
    ValueType.REFERENCES: _list_of(_shape("reference")),
    ValueType.SCENARIOS: _list_of(_shape("scenario")),
    ValueType.GIVEN: {"type": "object", "additionalProperties": _TEXT | _WRITTEN},
}

_A_QUESTION: Schema = {
    "anyOf": [
        {"required": ["question"], "properties": {"question": {"not": _EMPTY}}},
        {"required": ["same_as"], "properties": {"same_as": {"not": _EMPTY}}},
    ]
}

_ONE_DESTINATION: Schema = {
    "anyOf": [
        {"required": ["to"], "properties": {"to": {"not": _EMPTY}, "url": _EMPTY}},
        {
            "required": ["url", "title"],
            "properties": {"url": {"not": _EMPTY}, "title": {"not": _EMPTY}, "to": _EMPTY},
        },
    ]
}
