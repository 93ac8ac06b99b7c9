"""Answers of a check: labels, the ids made of them, and what each leads to."""

from __future__ import annotations

from collections.abc import Container, Iterator
from itertools import count

from decision_trees.diagnostics.codes import Level
from decision_trees.diagnostics.diagnostic import Diagnostic, Related
from decision_trees.diagnostics.wording import shorten
from decision_trees.model.ids import MOST_ID_CHARACTERS, answer_ids, read_target
from decision_trees.model.line import Line
from decision_trees.model.tree import Answer, Target, Text
from decision_trees.source import arrows, keys
from decision_trees.source.how_to_write import item_mark
from decision_trees.source.mapping_reader import MappingReader
from decision_trees.source.report import Report
from decision_trees.source.texts import check_length, unwrapped
from decision_trees.source.yaml import Entry, Scalar


def read_answers(reader: MappingReader, report: Report) -> Iterator[Answer]:
    """Read the answers to a check, each with an id of its own."""
    first: dict[str, Answer] = {}
    entries = [_without_arrow(entry, report) for entry in reader.entries("answers")]
    made = answer_ids([Line(entry.key.text).plain for entry in entries])
    for entry, made_id in zip(entries, made, strict=True):
        answer = _answer(entry, made_id, report)
        if answer.id in first:
            report.say(
                "duplicate-id",
                answer.label.span,
                f"two answers of this check have the id `{answer.id}`",
                help=f"give this one an id of its own, for example `id: {_free(answer.id, made)}`; "
                "by default it is made from the label",
                related=(Related("first used here", first[answer.id].label.span),),
            )
        first.setdefault(answer.id, answer)
        yield answer


def _without_arrow(entry: Entry, report: Report) -> Entry:
    """Report an answer and a target with an arrow between them and nothing behind, and read them as meant."""
    key, value = entry
    meant = arrows.drawn(key.text) if isinstance(value, Scalar) and value.is_null else None
    if meant is None:
        return entry
    report.say(
        "missing-key",
        key.span,
        f"the answer `{shorten(key.text)}` leads nowhere",
        label=arrows.FOR_COLON,
        help=f"write `{shorten(str(meant))}`",
    )
    return Entry(key._replace(text=meant.answer), Scalar(meant.target, key.span))


def _free(taken: str, others: Container[str]) -> str:
    """An id like one that is taken, and not another of the answers' either."""
    stem = taken[: MOST_ID_CHARACTERS - 4].rstrip("-")
    return next(free for number in count(2) if (free := f"{stem}-{number}") not in others)


def _answer(entry: Entry, made_id: str, report: Report) -> Answer:
    label = unwrapped(Text(entry.key.text, entry.key.span))
    if not label.value.strip():
        report.say("missing-key", label.span, "an answer needs a label", help="write what a reader answers")
    check_length("an answer's label", entry.key, report)
    if mark := item_mark(entry.key):
        message = f"the label begins with {mark}, as items of a list do"
        help_ = "leave the sign out: answers are no list; quote the label if readers are to see it"
        # Nothing is lost: readers see a sign too many.
        report.append(Diagnostic("wrong-type", label.span, message, help=help_, level=Level.WARNING))
    if isinstance(entry.value, Scalar):
        return Answer(made_id, label, _short_target(entry.value, label, report))
    reader = MappingReader(entry.value, keys.ANSWER, label.span, report)
    to = reader.target("to") or Target(None, None, label.span)
    own_id = reader.id("id")
    note, alias, loop = reader.line("note"), reader.line("as"), reader.line("loop")
    return Answer(own_id.value if own_id else made_id, label, to, note, alias, loop)


def _short_target(value: Scalar, label: Text, report: Report) -> Target:
    if value.is_null:
        message = f"the answer `{shorten(label.value)}` leads nowhere"
        why = "what stands behind the `#` is a comment to YAML" if value.lost else ""
        report.say("missing-key", label.span, message, label=why, help="write a target behind the colon")
        return Target(None, None, label.span)
    return read_target(unwrapped(Text(value.text, value.span)))
