"""The source language's keys, each said once.

Reading (`mapping_reader`), the JSON Schema for editors and the manual's page of the format are all made from
these tables, so a key cannot be known to one and not to another.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

MOST_LINE_CHARACTERS = 1_000
"""How long a text of one line may be: titles, questions and labels stand on page after page."""


class ValueType(StrEnum):
    """What a key takes, in the words of a message."""

    LINE = "text"
    PROSE = "Markdown"
    ID = "id"
    DATE = "date"
    FLAG = "true or false"
    TARGET = "target"
    URL = "address"
    LINES = "list of texts"
    IDS = "list of ids"
    GUIDANCE = "`none` or `expected`"
    PICK = "`first`"
    CHECKS = "mapping of check ids"
    STEPS = "mapping of step ids"
    DECISIONS = "mapping of decision ids"
    WARNINGS = "mapping of warning ids"
    ANSWERS = "mapping of answers"
    EDGE_CASES = "list of edge cases"
    REFERENCES = "list of cross-references"
    SCENARIOS = "list of scenarios"
    GIVEN = "mapping of check ids to answers"


TEXT_TYPES = (ValueType.LINE, ValueType.PROSE, ValueType.LINES)
"""Types of texts, in which a `#` begins what may be lost as a comment."""

SECTION_TYPES = (
    ValueType.CHECKS,
    ValueType.STEPS,
    ValueType.DECISIONS,
    ValueType.WARNINGS,
    ValueType.ANSWERS,
    ValueType.GIVEN,
)
"""Types of mappings whose keys are the author's own."""

OWN_PREFIX = "x-"
"""How keys begin that are an author's own."""


@dataclass(frozen=True, slots=True)
class Key:
    """One key.

    Attributes:
        name: As it is written.
        takes: The type of its value.
        says: What it means, as one sentence.
        required: Whether it must be there.
        example: A value, where one tells more than the sentence: a text, or several for a list.
    """

    name: str
    takes: ValueType
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

    @property
    def texts(self) -> tuple[str, ...]:
        """The keys of its long texts."""
        return tuple(name for name, key in self.keys.items() if key.takes is ValueType.PROSE)


_INCOMPLETE = Key("incomplete", ValueType.FLAG, "The missing texts are known to be missing.")

_GUIDANCE = Key(
    "guidance",
    ValueType.GUIDANCE,
    "`none` where no texts are needed, so that none are missing.",
    example="none",
)

_NODE_FORMERLY = Key(
    "formerly", ValueType.IDS, "Old ids of the node; their addresses redirect.", example=("sqs",)
)

_THEN = Key("then", ValueType.TARGET, "Where to go on from here.", example="message-broker/")

TREE = Shape(
    "a tree",
    Key("title", ValueType.LINE, "The tree's name.", required=True),
    Key("question", ValueType.LINE, "The starting question; that of the first check when left out."),
    Key(
        "category",
        ValueType.LINE,
        "The group under which the index lists the tree.",
        example="Architecture decisions",
    ),
    Key("summary", ValueType.PROSE, "One or two sentences for lists, search and previews."),
    Key(
        "traversal",
        ValueType.LINE,
        "How long a walk takes; worked out from the paths when left out.",
        example="3-4 minutes",
    ),
    Key(
        "domains",
        ValueType.LINES,
        "Fields the tree belongs to; they become tags.",
        example=("messaging", "architecture"),
    ),
    Key("owner", ValueType.LINE, "Who answers for the tree.", example="platform-team"),
    Key("reviewed", ValueType.DATE, "The day of the last review.", example="2026-10-01"),
    Key("review_by", ValueType.DATE, "The day by which the next review is due.", example="2027-04-01"),
    Key("draft", ValueType.FLAG, "The tree is not ready: it is shown while one writes, and not published."),
    Key(
        "guidance",
        ValueType.GUIDANCE,
        "`none` where no check or outcome of the tree needs texts; each may say otherwise.",
        example="none",
    ),
    Key(
        "start",
        ValueType.ID,
        "The check or step where a walk starts; the first check when left out.",
        example="replay",
    ),
    Key("checks", ValueType.CHECKS, "The questions, by id.", required=True),
    Key("steps", ValueType.STEPS, "What is to be done on the way, by id."),
    Key("decisions", ValueType.DECISIONS, "Ends that say what to choose, by id."),
    Key("warnings", ValueType.WARNINGS, "Ends that say what not to do, by id."),
    Key("edge_cases", ValueType.EDGE_CASES, "Situations the tree does not decide by itself."),
    Key("see_also", ValueType.REFERENCES, "Cross-references."),
    Key("scenarios", ValueType.SCENARIOS, "Worked examples, which are also the tree's own tests."),
    Key(
        "formerly",
        ValueType.IDS,
        "Old ids of the tree; their addresses redirect.",
        example=("pick-a-broker",),
    ),
)

CHECK = Shape(
    "a check",
    Key("question", ValueType.LINE, "What is asked. Required, unless `same_as` says where it is written."),
    Key(
        "same_as",
        ValueType.ID,
        "The check that asks the same elsewhere: texts that are not written here are taken from it.",
        example="exposure",
    ),
    Key("title", ValueType.LINE, "A few words for lists; the question when left out."),
    Key("assess", ValueType.PROSE, "How to assess it."),
    Key("look_for", ValueType.PROSE, "What one is looking for."),
    Key("pitfall", ValueType.PROSE, "The common pitfall."),
    Key(
        "pick",
        ValueType.PICK,
        "`first` where answers overlap: the first that fits is meant.",
        example="first",
    ),
    Key("answers", ValueType.ANSWERS, "The answers in the order a reader sees.", required=True),
    _INCOMPLETE,
    _GUIDANCE,
    _NODE_FORMERLY,
)

STEP = Shape(
    "a step",
    Key(
        "title",
        ValueType.LINE,
        "What is to be done, in a few words.",
        required=True,
        example="Warm the cache",
    ),
    Key("do", ValueType.PROSE, "What to do."),
    Key("then", ValueType.TARGET, "The one way on.", required=True, example="replay"),
    Key("loop", ValueType.LINE, "Why the way on goes back to an earlier check.", example="ask again"),
    _INCOMPLETE,
    _NODE_FORMERLY,
)

ANSWER = Shape(
    "an answer",
    Key("to", ValueType.TARGET, "Where the answer leads.", required=True, example="standard-queue"),
    Key(
        "note",
        ValueType.LINE,
        "Said on the arrow and beside the answer.",
        example="single consumer, or a simple queue",
    ),
    Key(
        "as",
        ValueType.LINE,
        "The target's name as seen from this answer.",
        example="SQS or RabbitMQ, standard queue",
    ),
    Key(
        "id",
        ValueType.ID,
        "The answer in addresses and scenarios; the label's slug when left out.",
        example="no",
    ),
    Key(
        "loop",
        ValueType.LINE,
        "Why the arrow goes back to an earlier check.",
        example="retry, then ask again",
    ),
    short="a target",
)

DECISION = Shape(
    "a decision",
    Key("title", ValueType.LINE, "The decision's name.", required=True),
    Key("choose", ValueType.PROSE, "What to choose."),
    Key("why", ValueType.PROSE, "Why it is right here."),
    Key("next_step", ValueType.PROSE, "What to do next."),
    Key(
        "any_of",
        ValueType.LINES,
        "Choices that are equally good: any of them is right.",
        example=("Neon", "Supabase"),
    ),
    Key(
        "alternatives", ValueType.LINES, "Other acceptable choices, best first.", example=("Google Pub/Sub",)
    ),
    _THEN,
    _INCOMPLETE,
    _GUIDANCE,
    _NODE_FORMERLY,
    short="a title",
)

WARNING = Shape(
    "a warning",
    Key("title", ValueType.LINE, "The warning's name.", required=True),
    Key("when", ValueType.PROSE, "When it applies."),
    Key("risk", ValueType.PROSE, "What may happen."),
    Key("mitigation", ValueType.PROSE, "What to do about it."),
    _THEN,
    _INCOMPLETE,
    _GUIDANCE,
    _NODE_FORMERLY,
)

NODES = {"check": CHECK, "step": STEP, "decision": DECISION, "warning": WARNING}
"""Nodes by their kind."""

EDGE_CASE = Shape(
    "an edge case",
    Key("title", ValueType.LINE, "The situation's name.", required=True),
    Key("text", ValueType.PROSE, "What to do in it.", required=True),
)

REFERENCE = Shape(
    "a cross-reference",
    Key("to", ValueType.TARGET, "A tree or a node; or else `url`.", example="message-broker/"),
    Key(
        "url",
        ValueType.URL,
        "An http, https or mailto address, or a path in the docs folder.",
        example="https://example.org/guide",
    ),
    Key("title", ValueType.LINE, "The name of what `url` leads to; required with it.", example="The guide"),
    Key("note", ValueType.LINE, "Why to look there.", example="once the queue is settled"),
)

SCENARIO = Shape(
    "a scenario",
    Key(
        "title", ValueType.LINE, "What happens in it.", required=True, example="Invoices are mailed at night"
    ),
    Key("given", ValueType.GIVEN, "The answers, by check id.", required=True),
    Key("expect", ValueType.TARGET, "The end it must come to.", required=True, example="standard-queue"),
    Key("note", ValueType.PROSE, "What the example teaches."),
)

SHAPES = (CHECK, DECISION, WARNING, ANSWER, EDGE_CASE, REFERENCE, SCENARIO, STEP, TREE)
"""All of them; where several have a key, the first is what is most likely meant."""

KEY_NAMES = frozenset(name for shape in SHAPES for name in shape.keys)
"""Every key of the format."""

SECTIONS = {CHECK.name: "checks", DECISION.name: "decisions", WARNING.name: "warnings", STEP.name: "steps"}
"""The key of a tree below which nodes of a kind stand, by what messages call such a node."""

_NODES = (CHECK, DECISION, WARNING, STEP)


def node_with(names: Iterable[str]) -> Shape | None:
    """The kind of node that has most of some keys; None where none has more than half of them."""
    found = set(names)

    def fits(shape: Shape) -> tuple[int, int]:
        own = found & shape.keys.keys()
        return len(own), sum(shape.keys[name].required for name in own)

    best = max(_NODES, key=fits)
    return best if 2 * fits(best)[0] > len(found) else None
