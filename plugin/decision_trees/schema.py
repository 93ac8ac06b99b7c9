"""The source language's keys, each said once.

Reading (`cursor`), the JSON Schema for editors and the manual's page of the format are all made from
these tables, so a key cannot be known to one and not to another.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What a key takes."""

    LINE = "text"
    PROSE = "Markdown"
    ID = "id"
    DATE = "date"
    FLAG = "true or false"
    TARGET = "target"
    URL = "address"
    LINES = "list of texts"
    IDS = "list of ids"
    CHECKS = "mapping of check ids"
    DECISIONS = "mapping of decision ids"
    WARNINGS = "mapping of warning ids"
    ANSWERS = "mapping of answers"
    EDGE_CASES = "list of edge cases"
    REFERENCES = "list of cross-references"
    SCENARIOS = "list of scenarios"
    GIVEN = "mapping of check ids to answers"


@dataclass(frozen=True, slots=True)
class Key:
    """One key.

    Attributes:
        name: As it is written.
        kind: What it takes.
        says: What it means, as one sentence.
        required: Whether it must be there.
        example: A value, where one tells more than the sentence: a text, or several for a list.
    """

    name: str
    kind: Kind
    says: str
    required: bool = False
    example: str | tuple[str, ...] = ""


class Shape:
    """A mapping with known keys.

    Attributes:
        name: What a message calls such a mapping: "a check".
        keys: Its keys by name, in the order of the manual.
        short: What may be written in place of the mapping: "a title"; empty where nothing may.
    """

    def __init__(self, name: str, *keys: Key, short: str = "") -> None:
        self.name = name
        self.keys = {key.name: key for key in keys}
        self.short = short


_INCOMPLETE = Key("incomplete", Kind.FLAG, "The missing texts are known to be missing.")
_NODE_FORMERLY = Key("formerly", Kind.IDS, "Old ids of the node; their addresses redirect.", example=("sqs",))
_THEN = Key("then", Kind.TARGET, "Where to go on from here.", example="message-broker/")

TREE = Shape(
    "a tree",
    Key("title", Kind.LINE, "The tree's name.", required=True),
    Key("question", Kind.LINE, "The starting question.", required=True),
    Key(
        "category",
        Kind.LINE,
        "The group under which the index lists the tree.",
        example="Architecture decisions",
    ),
    Key("summary", Kind.PROSE, "One or two sentences for lists, search and previews."),
    Key(
        "traversal",
        Kind.LINE,
        "How long a walk takes; worked out from the paths when left out.",
        example="3-4 minutes",
    ),
    Key(
        "domains",
        Kind.LINES,
        "Fields the tree belongs to; they become tags.",
        example=("messaging", "architecture"),
    ),
    Key("owner", Kind.LINE, "Who answers for the tree.", example="platform-team"),
    Key("reviewed", Kind.DATE, "The day of the last review.", example="2026-10-01"),
    Key("review_by", Kind.DATE, "The day by which the next review is due.", example="2027-04-01"),
    Key("start", Kind.ID, "The check where a walk starts; the first one when left out.", example="replay"),
    Key("checks", Kind.CHECKS, "The questions, by id.", required=True),
    Key("decisions", Kind.DECISIONS, "Ends that say what to choose, by id."),
    Key("warnings", Kind.WARNINGS, "Ends that say what not to do, by id."),
    Key("edge_cases", Kind.EDGE_CASES, "Situations the tree does not decide by itself."),
    Key("see_also", Kind.REFERENCES, "Cross-references."),
    Key("scenarios", Kind.SCENARIOS, "Worked examples, which are also the tree's own tests."),
    Key("formerly", Kind.IDS, "Old ids of the tree; their addresses redirect.", example=("pick-a-broker",)),
)

CHECK = Shape(
    "a check",
    Key("question", Kind.LINE, "What is asked.", required=True),
    Key("title", Kind.LINE, "A few words for lists; the question when left out."),
    Key("assess", Kind.PROSE, "How to assess it."),
    Key("look_for", Kind.PROSE, "What one is looking for."),
    Key("pitfall", Kind.PROSE, "The common pitfall."),
    Key("answers", Kind.ANSWERS, "The answers in the order a reader sees.", required=True),
    _INCOMPLETE,
    _NODE_FORMERLY,
)

ANSWER = Shape(
    "an answer",
    Key("to", Kind.TARGET, "Where the answer leads.", required=True, example="standard-queue"),
    Key(
        "note",
        Kind.LINE,
        "Said on the arrow and beside the answer.",
        example="single consumer, or a simple queue",
    ),
    Key(
        "as",
        Kind.LINE,
        "The target's name as seen from this answer.",
        example="SQS or RabbitMQ, standard queue",
    ),
    Key(
        "id", Kind.ID, "The answer in addresses and scenarios; the label's slug when left out.", example="no"
    ),
    Key("loop", Kind.LINE, "Why the arrow goes back to an earlier check.", example="retry, then ask again"),
    short="a target",
)

DECISION = Shape(
    "a decision",
    Key("title", Kind.LINE, "The decision's name.", required=True),
    Key("choose", Kind.PROSE, "What to choose."),
    Key("why", Kind.PROSE, "Why it is right here."),
    Key("next_step", Kind.PROSE, "What to do next."),
    Key("alternatives", Kind.LINES, "Other acceptable choices, best first.", example=("Google Pub/Sub",)),
    _THEN,
    _INCOMPLETE,
    _NODE_FORMERLY,
    short="a title",
)

WARNING = Shape(
    "a warning",
    Key("title", Kind.LINE, "The warning's name.", required=True),
    Key("when", Kind.PROSE, "When it applies."),
    Key("risk", Kind.PROSE, "What may happen."),
    Key("mitigation", Kind.PROSE, "What to do about it."),
    _THEN,
    _INCOMPLETE,
    _NODE_FORMERLY,
)

EDGE_CASE = Shape(
    "an edge case",
    Key("title", Kind.LINE, "The situation's name.", required=True),
    Key("text", Kind.PROSE, "What to do in it.", required=True),
)

REFERENCE = Shape(
    "a cross-reference",
    Key("to", Kind.TARGET, "A tree or a node; or else `url`.", example="message-broker/"),
    Key(
        "url",
        Kind.URL,
        "An http, https or mailto address, or a path in the docs folder.",
        example="https://example.org/guide",
    ),
    Key("title", Kind.LINE, "The name of what `url` leads to; required with it.", example="The guide"),
    Key("note", Kind.LINE, "Why to look there.", example="once the queue is settled"),
)

SCENARIO = Shape(
    "a scenario",
    Key("title", Kind.LINE, "What happens in it.", required=True, example="Invoices are mailed at night"),
    Key("given", Kind.GIVEN, "The answers, by check id.", required=True),
    Key("expect", Kind.TARGET, "The end it must come to.", required=True, example="standard-queue"),
    Key("note", Kind.PROSE, "What the example teaches."),
)
