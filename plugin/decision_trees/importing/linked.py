"""Which questions belong to one tree: those that lead to each other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from decision_trees.importing.doubts import folded
from decision_trees.importing.links import anchor_of, anchors, without_links
from decision_trees.importing.references import refer
from decision_trees.importing.rows import Row
from decision_trees.importing.wording import goes_on, numbered, split_arrow


def are_linked(rows: Sequence[Row]) -> bool:
    """Whether questions that stand beside each other, with their answers below them, are one tree."""
    places: dict[str, set[int]] = {}
    for place, row in enumerate(rows):
        number = row.number or numbered(row.text)
        for name in (folded(row.text), folded(row.name), number.lower(), f"question {place + 1}"):
            places.setdefault(name, set()).add(place)
        places.setdefault(anchor_of(row.text), set()).add(place)
    places.pop("", None)
    return any(map(_leads_on, rows[:-1])) or any(
        places.get(form, set()) - {place} for place, row in enumerate(rows) for form in _forms(row)
    )


def _leads_on(row: Row) -> bool:
    """Whether an answer of a question, or the one that it lacks, leads to the next question."""
    leaves = [kid.text for kid in row.kids if not kid.kids]
    return len(row.kids) == 1 or any(goes_on((split_arrow(text) or (text, ""))[1]) for text in leaves)


def _forms(row: Row) -> Iterator[str]:
    """All that the answers of a question may refer to."""
    for answer in row.all():
        parts = split_arrow(answer.text)
        rest = parts[1] if parts else answer.text
        yield from refer(without_links(rest)).forms
        yield from anchors(rest)
