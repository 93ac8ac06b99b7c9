"""Items of a list that belong to the item above them, and stand beside it for they are not indented."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from decision_trees.source import yaml
from decision_trees.source.how_to_write import HOW_TO_WRITE
from decision_trees.source.keys import Shape, ValueType
from decision_trees.source.report import Report
from decision_trees.source.yaml import Entry, Mapping, Scalar, YamlNode


def with_what_stands_beside(found: Iterable[YamlNode], shape: Shape, report: Report) -> list[YamlNode]:
    """Give an item what stands beside it, if nothing stands behind its last key; say so once."""
    items: list[YamlNode] = []
    strays: list[tuple[str, YamlNode]] = []
    ends_with = ""
    for item in found:
        above = items[-1] if items else None
        whole = None
        if isinstance(above, Mapping) and above.entries:
            ends_with = ends_with or _open_key(above, shape)
            whole = ends_with and _with_stray(above, item, shape.keys[ends_with].takes, shape)
        if whole:
            items[-1] = whole
            strays.append((ends_with, item))
        else:
            _say(strays, shape, report)
            items.append(item)
            strays, ends_with = [], ""
    _say(strays, shape, report)
    return items


def _say(strays: Sequence[tuple[str, YamlNode]], shape: Shape, report: Report) -> None:
    if strays:
        (key, first), *others = strays
        takes = shape.keys[key].takes
        is_block = takes in (ValueType.PROSE, ValueType.GIVEN)
        report.say(
            "wrong-type",
            first.span,
            f"this stands beside {shape.name}, to whose `{key}` it belongs",
            label=f"indent this and {len(others)} more" if others else "indent it",
            help=HOW_TO_WRITE[takes] if is_block else f"write it behind `{key}:`",
        )


def _open_key(item: Mapping, shape: Shape) -> str:
    """The key with which an item ends and behind which its value is still to come; empty for none."""
    key, value = item.entries[-1]
    is_open = value.is_null if isinstance(value, Scalar) else isinstance(value, yaml.Sequence)
    return key.text if is_open and key.text in shape.keys else ""


def _with_stray(item: Mapping, stray: YamlNode, takes: ValueType, shape: Shape) -> Mapping | None:
    """Add what stands behind an item to the key that it ends with; None where it can be an item itself."""
    *before, (key, value) = item.entries
    if isinstance(stray, Scalar) and takes is not ValueType.GIVEN:
        return Mapping((*before, Entry(key, stray)), item.span)
    if not isinstance(stray, Mapping) or takes is not ValueType.GIVEN:
        return None
    own = [entry for entry in stray.entries if entry.key.text in shape.keys]
    given = [entry for entry in stray.entries if entry.key.text not in shape.keys]
    names = {entry.key.text for entry in item.entries}
    if given[:1] != [*stray.entries[:1]] or any(entry.key.text in names for entry in own):
        return None
    so_far = value.entries if isinstance(value, Mapping) else ()
    return Mapping((*before, *own, Entry(key, Mapping((*so_far, *given), stray.span))), item.span)
