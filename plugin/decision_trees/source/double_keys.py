"""The entries of a mapping, each key once; those written again are reported."""

from __future__ import annotations

from collections.abc import Collection

from decision_trees.diagnostics.diagnostic import Related
from decision_trees.diagnostics.wording import shorten
from decision_trees.source.keys import OWN_PREFIX
from decision_trees.source.report import Report
from decision_trees.source.yaml import Entry, Mapping, Scalar, is_empty


def entries(node: Mapping, report: Report, known: Collection[str] = ()) -> tuple[Entry, ...]:
    """Give each key of a mapping once, reporting those written again.

    Several keys that are written again have one cause, a line that is lost above them, and are told once:
    those of known names, and others if they stand in a row. Not where that line is there, but not in its
    place: as an unknown key with nothing behind it.

    Args:
        node: The mapping.
        report: Where to say so.
        known: The keys that it may have; none where they are the author's own.

    Returns:
        The entries. Of two values the first that is not empty counts.
    """
    if len({entry.key.text for entry in node.entries}) == len(node.entries):
        return node.entries
    first: dict[str, Scalar] = {}
    kept: dict[str, Entry] = {}
    rows: list[dict[str, Scalar]] = [{}]
    is_below_lost_line = False
    for entry in node.entries:
        name = entry.key.text
        if name not in first:
            first[name] = entry.key
            is_unknown = bool(known) and name not in known and not name.startswith(OWN_PREFIX)
            is_below_lost_line |= is_unknown and is_empty(entry.value)
            if not known:
                rows.append({})
        elif is_below_lost_line:
            report.all_nodes = False
        elif name in rows[-1]:
            rows.append({name: entry.key})
        else:
            rows[-1][name] = entry.key
        if name not in kept or is_empty(kept[name].value):
            kept[name] = entry
    for row in filter(None, rows):
        _say_twice([*row.values()], first, report)
    return tuple(kept.values())


def _say_twice(row: list[Scalar], first: dict[str, Scalar], report: Report) -> None:
    key, *others = row
    lost = f"this and {len(others)} more" if others else "this one"
    help_ = "remove or rename one of the two"
    if others:
        report.all_nodes = False
        help_ = "write the line that is missing above, an id or a `- `, or remove what is there twice"
    report.say(
        "duplicate-key",
        key.span,
        f"`{shorten(key.text)}` is written twice",
        label=f"{lost} would be lost",
        help=help_,
        related=(Related("first written here", first[key.text].span),),
    )
