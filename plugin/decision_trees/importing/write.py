"""A draft as the text of a source, laid out for people who go on from there."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator, Mapping

from decision_trees.importing.draft import Draft, DraftArrow, DraftNode
from decision_trees.importing.scalars import block_scalar, plain_or_quoted
from decision_trees.source.keys import NODES

_WIDTH = 100

_SECTIONS = (("check", "checks"), ("step", "steps"), ("decision", "decisions"), ("warning", "warnings"))


def write(draft: Draft, origin: str) -> str:
    """Write a draft that is settled.

    Args:
        draft: The tree.
        origin: Where it comes from, for the comment in the first line.

    Returns:
        The source, in the order of a walk, with a comment wherever something was assumed.
    """
    nodes = [*draft.nodes.values()]
    first = next((node.key for node in nodes if node.kind == "check"), "")
    ids = {node.key: node.id for node in nodes}
    lines = [
        *_comment(f"from {origin}", 0),
        *_comments(draft.comments, 0),
        *_head(draft),
        *([f"start: {ids[draft.start]}"] if draft.start != first else []),
        *(line for kind, heading in _SECTIONS for line in _nodes(kind, heading, draft, ids)),
        *_part("edge_cases", map(_edge_case, draft.edge_cases)),
        *_part("see_also", map(_item, draft.see_also)),
        *_part("scenarios", map(_item, draft.scenarios)),
        *_part(
            "x-unplaced",
            (block_scalar(plain_or_quoted(key), text, 2) for key, text in draft.unplaced.items()),
        ),
    ]
    return "\n".join(lines) + "\n"


def _head(draft: Draft) -> Iterator[str]:
    yield f"title: {plain_or_quoted(draft.title)}"
    if draft.question:
        yield f"question: {plain_or_quoted(draft.question)}"
    for key, value in draft.facts.items():
        yield from _value(key, value, 0)
    for key, values in draft.lists.items():
        yield f"{key}: [{', '.join(plain_or_quoted(value, in_flow=True) for value in values)}]"


def _part(key: str, items: Iterable[Iterable[str]]) -> list[str]:
    """A key of the tree with what stands below it; nothing where that is nothing."""
    lines = [line for item in items for line in item]
    return ["", f"{key}:", *lines] if lines else []


def _edge_case(case: tuple[str, str]) -> list[str]:
    title, text = case
    return [f"  - title: {plain_or_quoted(title)}", *block_scalar("text", text, 4)]


def _nodes(kind: str, heading: str, draft: Draft, ids: Mapping[str, str]) -> Iterator[str]:
    for number, node in enumerate(node for node in draft.nodes.values() if node.kind == kind):
        lines = [*_comments(node.comments, 2), *_node(node, draft.nodes.get(node.same_as), ids)]
        if not number:
            yield from ("", f"{heading}:")
        elif len(lines) > 1:
            yield ""
        yield from lines


def _node(node: DraftNode, same: DraftNode | None, ids: Mapping[str, str]) -> list[str]:
    """Write a node; what it has from another one that asks the same is not written again."""
    lines = [*_texts(node, same), *_lists(node)]
    if node.kind == "decision" and not lines:
        return [f"  {node.id}: {plain_or_quoted(node.text)}"]
    titles = {"question": node.text, "title": node.title} if node.kind == "check" else {"title": node.text}
    shared = {"question": same.text, "title": same.title} if same else {}
    named = [
        f"    {key}: {plain_or_quoted(value)}"
        for key, value in titles.items()
        if value and value != shared.get(key)
    ]
    if same:
        named.insert(0, f"    same_as: {same.id}")
    return [f"  {node.id}:", *named, *lines, *_ways_on(node, ids)]


def _texts(node: DraftNode, same: DraftNode | None) -> Iterator[str]:
    for key in NODES[node.kind].texts:
        if key in node.texts and not (same and same.texts.get(key) == node.texts[key]):
            yield from block_scalar(key, node.texts[key], 4)


def _lists(node: DraftNode) -> Iterator[str]:
    """What a node says in a line or a list."""
    for key, names in (("any_of", node.any_of), ("alternatives", node.alternatives)):
        if names:
            yield f"    {key}:"
            yield from (f"      - {plain_or_quoted(name)}" for name in names)
    if node.formerly:
        yield f"    formerly: [{', '.join(node.formerly)}]"
    said = {"incomplete: true": node.incomplete, "guidance: none": node.guidance, "pick: first": node.pick}
    yield from (f"    {line}" for line, is_said in said.items() if is_said)
    if node.then:
        yield f"    then: {node.then}"


def _ways_on(node: DraftNode, ids: Mapping[str, str]) -> Iterator[str]:
    if node.kind == "check":
        yield "    answers:"
        for arrow in node.arrows:
            yield from _answer(arrow, ids.get(arrow.to, arrow.to))
        return
    for arrow in node.arrows:
        yield f"    then: {ids.get(arrow.to, arrow.to)}"
        if arrow.loop:
            yield f"    loop: {plain_or_quoted(arrow.loop)}"


def _answer(arrow: DraftArrow, to: str) -> Iterator[str]:
    rest = {"note": arrow.note, "as": arrow.alias, "id": arrow.id, "loop": arrow.loop}
    label = plain_or_quoted(arrow.label)
    if not any(rest.values()):
        yield f"      {label}: {to}"
        return
    yield f"      {label}:"
    yield f"        to: {to}"
    yield from (f"        {key}: {plain_or_quoted(value)}" for key, value in rest.items() if value)


def _item(item: Mapping[str, object]) -> Iterator[str]:
    first = "  - "
    for key, value in item.items():
        if isinstance(value, Mapping):
            pairs = (
                f"{plain_or_quoted(str(check), in_flow=True)}: {plain_or_quoted(str(answer), in_flow=True)}"
                for check, answer in value.items()
            )
            yield f"{first}{key}: {{{', '.join(pairs)}}}"
        else:
            lines = _value(key, str(value), 4)
            yield first + lines[0].lstrip()
            yield from lines[1:]
        first = "    "


def _value(key: str, value: str, indent: int) -> list[str]:
    if "\n" in value or (key in ("summary", "note") and len(value) > _WIDTH):
        return block_scalar(key, value, indent)
    return [f"{' ' * indent}{key}: {plain_or_quoted(value)}"]


def _comments(comments: list[str], indent: int) -> Iterator[str]:
    for comment in comments:
        yield from _comment(comment, indent)


def _comment(text: str, indent: int) -> list[str]:
    margin = " " * indent + "# "
    lines = textwrap.wrap(
        f"import: {' '.join(text.split())}", _WIDTH - indent, break_long_words=False, break_on_hyphens=False
    )
    return [margin + line for line in lines]
