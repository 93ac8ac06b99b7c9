"""`tree.json` as a JSON Schema, for programs that read it.

It says exactly what `export` writes: every key is required, whatever has no value is null or an empty list,
and nothing else is there. Where a key is an author's own, its description is that of the source (`schema`).
"""

from __future__ import annotations

import json
from functools import cache
from typing import get_args

from decision_trees.analysis.graph import MOST_WAYS
from decision_trees.analysis.library import Relation
from decision_trees.model.ids import ID, MOST_ID_CHARACTERS
from decision_trees.model.tree import Kind
from decision_trees.site.tree_json import FORMAT_VERSION
from decision_trees.source import keys
from decision_trees.source.json_schema import ADDRESS, DAY, DRAFT, END, Schema
from decision_trees.source.keys import Shape, ValueType

_ID: Schema = {"type": "string", "pattern": f"^{ID.pattern}{END}", "maxLength": MOST_ID_CHARACTERS}

_TARGET: Schema = {"type": "string", "pattern": f"^(?:{ID.pattern}|{ID.pattern}/(?:{ID.pattern})?){END}"}

_TEXT: Schema = {"type": "string", "minLength": 1}

_LINE: Schema = _TEXT | {"maxLength": keys.MOST_LINE_CHARACTERS, "pattern": rf"^[^\n]*{END}"}

_ADDRESS: Schema = _TEXT | {"pattern": ADDRESS}

_DATE: Schema = {"type": "string", "format": "date", "pattern": f"^{DAY}{END}"}

_COUNT: Schema = {"type": "integer", "minimum": 0}

_PROSE: Schema = {"$ref": "#/$defs/prose"}


@cache
def text() -> str:
    """The schema as it is published: JSON in UTF-8, the same bytes each time."""
    return json.dumps(document(), ensure_ascii=False, indent=2) + "\n"


def document() -> Schema:
    """The schema as plain values."""
    return {
        "$schema": DRAFT,
        "title": "tree.json",
        **_object("One decision tree. Addresses are relative to the file itself.", _tree()),
        "$defs": {
            "check": _check(),
            "step": _step(),
            "decision": _decision(),
            "warning": _object("An end that says what not to do.", _node("warning", keys.WARNING) | _then()),
            "answer": _answer(),
            "prose": _object(
                "An author's Markdown.",
                {
                    "markdown": _says(
                        "As written; `to:` links and relative paths are still those of the source.", _TEXT
                    ),
                    "html": _says(
                        "As the site renders it; links are relative to this file.", {"type": "string"}
                    ),
                },
            ),
        },
    }


def _tree() -> Schema:
    return {
        "format": _says(
            "The version of this format. It changes when a program that reads this one could fail.",
            {"const": FORMAT_VERSION},
        ),
        "id": _says("The tree's id, unique in the site.", _ID),
        "version": _says(
            "The version of the tree: the SHA-256 of its source, in hexadecimal.",
            {"type": "string", "pattern": f"^[0-9a-f]{{64}}{END}"},
        ),
        "url": _says("The tree's page.", _ADDRESS),
        **_lines(keys.TREE, "title", "question"),
        **_lines_or_null(keys.TREE, "category"),
        "summary": _says(keys.TREE.keys["summary"].says, _or_null(_PROSE)),
        "traversal": _says(
            "How long a walk takes, in the author's words; else see `figures`.", _or_null(_LINE)
        ),
        "domains": _says(keys.TREE.keys["domains"].says, _list_of(_LINE)),
        **_lines_or_null(keys.TREE, "owner"),
        "reviewed": _says(keys.TREE.keys["reviewed"].says, _or_null(_DATE)),
        "review_by": _says(keys.TREE.keys["review_by"].says, _or_null(_DATE)),
        "formerly": _says(keys.TREE.keys["formerly"].says, _list_of(_ID)),
        "start": _says("The id of the check or step where a walk starts.", _ID),
        "figures": _object("What is worked out from the graph.", _figures()),
        "nodes": _says(
            "Checks, steps, decisions and warnings, in this order and that of the source.",
            _list_of({"oneOf": [{"$ref": f"#/$defs/{kind}"} for kind in get_args(Kind)]}),
        ),
        "edge_cases": _says(
            keys.TREE.keys["edge_cases"].says,
            _list_of(
                _object(
                    "A situation that the tree does not decide by itself.",
                    {
                        **_lines(keys.EDGE_CASE, "title"),
                        "text": _says(keys.EDGE_CASE.keys["text"].says, _PROSE),
                    },
                )
            ),
        ),
        "scenarios": _says(
            keys.TREE.keys["scenarios"].says, _list_of(_object("A worked example.", _scenario()))
        ),
        "see_also": _says(
            "The cross-references of the tree's own page.",
            _list_of(_object("A cross-reference.", _reference())),
        ),
        "refers_to": _says(
            "Every place at which this tree leads into another one.",
            _list_of(_object("A reference to another tree.", _mention() | _target())),
        ),
        "referred_to_by": _says(
            "Every place at which another tree leads here.",
            _list_of(
                _object(
                    "A reference from another tree.",
                    {
                        "tree": _says("The other tree's id.", _ID),
                        **_mention(),
                        "url": _says("The page on which the reference stands.", _ADDRESS),
                        "to": _says(
                            "The node of this tree that is meant; null for its start.", _or_null(_ID)
                        ),
                    },
                )
            ),
        ),
    }


def _figures() -> Schema:
    return {
        "checks": _says("How many checks there are.", _COUNT),
        "steps": _says("How many steps there are.", _COUNT),
        "decisions": _says("How many decisions there are.", _COUNT),
        "warnings": _says("How many warnings there are.", _COUNT),
        "paths": _says(
            "How many paths lead from the start to an end, or out into another tree; loops are left out. "
            "It grows exponentially with the tree and is counted up to 2^53 - 1.",
            _COUNT | {"maximum": MOST_WAYS},
        ),
        "shortest_path": _says("How many questions the shortest path asks.", _COUNT),
        "longest_path": _says("How many questions the longest path asks.", _COUNT),
        "minutes": _says(
            "How many minutes a walk takes at least and at most.",
            {"type": "array", "prefixItems": [_COUNT, _COUNT], "items": False, "minItems": 2},
        ),
    }


def _node(kind: str, shape: Shape) -> Schema:
    """What checks, steps, decisions and warnings have in common."""
    texts = {key.name: _says(key.says, _PROSE) for key in shape.keys.values() if key.takes is ValueType.PROSE}
    names = ", ".join(f"`{name}`" for name in texts)
    return {
        "id": _says("Unique in the tree; part of the page's address.", _ID),
        "kind": _says("What the node is.", {"const": kind}),
        **_lines(shape, "title"),
        "url": _says("The node's page.", _ADDRESS),
        "incomplete": _says(
            "Whether the page says that guidance is missing: some is needed and none was written, or its "
            "author says so.",
            {"type": "boolean"},
        ),
        "formerly": _says(shape.keys["formerly"].says, _list_of(_ID)),
        "texts": _object(f"Those of its texts that were written: {names}.", texts, required=()),
    }


def _check() -> Schema:
    own = {
        **_lines(keys.CHECK, "question"),
        "same_as": _says(
            "The check of which this is another place: its texts are repeated here; else null.", _or_null(_ID)
        ),
        "pick": _says(
            "`first` where answers overlap and the first that fits is meant; else null.",
            _or_null({"const": "first"}),
        ),
        "answers": _says(
            keys.CHECK.keys["answers"].says, {**_list_of({"$ref": "#/$defs/answer"}), "minItems": 1}
        ),
    }
    return _object("A question with its answers.", _node("check", keys.CHECK) | own)


def _step() -> Schema:
    own = {
        "then": _says(keys.STEP.keys["then"].says, _object("Where it leads.", _target())),
        "loop": _says(
            "Why the way on goes back to an earlier check; null where it goes forward.", _or_null(_LINE)
        ),
    }
    return _object("Something to do on the way; a walk passes it.", _node("step", keys.STEP) | own)


def _decision() -> Schema:
    any_of = _says(keys.DECISION.keys["any_of"].says, _list_of(_LINE))
    alternatives = _says(keys.DECISION.keys["alternatives"].says, _list_of(_LINE))
    own = {**_then(), "any_of": any_of, "alternatives": alternatives}
    return _object("An end that says what to choose.", _node("decision", keys.DECISION) | own)


def _then() -> Schema:
    says = keys.DECISION.keys["then"].says
    return {"then": _says(says, _or_null(_object(says, _target())))}


def _answer() -> Schema:
    return _object(
        "One answer of a check and the arrow it draws.",
        {
            "id": _says("The answer in addresses: `#walk?<check>=<answer>`.", _ID),
            "label": _says("The words a reader presses.", _LINE),
            **_lines_or_null(keys.ANSWER, "note", "as"),
            **_target(),
            "loop": _says(
                "Why the arrow goes back to an earlier check; null for one that goes forward.",
                _or_null(_LINE),
            ),
        },
    )


def _scenario() -> Schema:
    return {
        **_lines(keys.SCENARIO, "title"),
        "given": {
            "description": "The ids of the answers, by check id.",
            "type": "object",
            "propertyNames": _ID,
            "additionalProperties": _ID,
            "minProperties": 1,
        },
        "expect": _says("The end it comes to, as a target.", _TARGET),
        "note": _says(keys.SCENARIO.keys["note"].says, _or_null(_PROSE)),
    }


def _reference() -> Schema:
    return {
        "to": _says("A target; null where an address was given.", _or_null(_TARGET)),
        "url": _says("The address, or that of the target's page.", _ADDRESS),
        "title": _says("The name of what an address leads to.", _or_null(_LINE)),
        **_lines_or_null(keys.REFERENCE, "note"),
    }


def _mention() -> Schema:
    relations = [relation for relation in get_args(Relation) if relation != "expect"]
    return {
        "node": _says("The node in which the reference stands; null for the tree at large.", _or_null(_ID)),
        "relation": _says("What it stands in.", {"enum": relations}),
    }


def _target() -> Schema:
    return {
        "to": _says("`node-id` in this tree, `tree-id/`, or `tree-id/node-id`.", _TARGET),
        "url": _says("The page of that place.", _ADDRESS),
    }


# --- the parts of a schema ------------------------------------------------------------------------


def _object(description: str, properties: Schema, required: tuple[str, ...] | None = None) -> Schema:
    """An object with these keys and no other, all of them required unless said otherwise."""
    return {
        "description": description,
        "type": "object",
        "properties": properties,
        "additionalProperties": False,
        "required": list(properties if required is None else required),
    }


def _says(description: str, value: Schema) -> Schema:
    return {"description": description, **value}


def _or_null(value: Schema) -> Schema:
    return {"anyOf": [value, {"type": "null"}]}


def _list_of(item: Schema) -> Schema:
    return {"type": "array", "items": item}


def _lines(shape: Shape, *names: str) -> Schema:
    """Texts that an author must write."""
    return {name: _says(shape.keys[name].says, _LINE) for name in names}


def _lines_or_null(shape: Shape, *names: str) -> Schema:
    """Texts that an author may leave out."""
    return {name: _says(shape.keys[name].says, _or_null(_LINE)) for name in names}
