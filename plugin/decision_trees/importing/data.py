"""`tree.json`, and any JSON or YAML of its shape: a list of nodes with their answers."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import suppress
from typing import TypeAlias

from decision_trees.importing.doubts import Doubts, ImportRefusedError
from decision_trees.importing.draft import FACTS, Draft, DraftArrow, DraftNode
from decision_trees.importing.rows import NumberedLine
from decision_trees.importing.scalars import readable, single_spaced
from decision_trees.model.ids import is_id, mended
from decision_trees.model.tree import Kind
from decision_trees.source import yaml
from decision_trees.source.keys import NODES

_KINDS: dict[str, Kind] = {
    "check": "check",
    "question": "check",
    "decision": "decision",
    "outcome": "decision",
    "end": "decision",
    "leaf": "decision",
    "result": "decision",
    "warning": "warning",
    "step": "step",
    "action": "step",
}
_MADE_AT_BUILD = frozenset(
    "format id version url title question figures start nodes refers_to referred_to_by draft guidance".split()
)
_READ = _MADE_AT_BUILD | {*FACTS, "domains", "formerly", "edge_cases", "scenarios", "see_also"}

_Mapping: TypeAlias = dict[str, yaml.YamlNode]


def read_data(lines: Sequence[NumberedLine], file: str, title: str, doubts: Doubts) -> Draft:
    """Read data.

    Raises:
        ImportRefusedError: It is malformed, or no tree.
    """
    composed = yaml.compose(_as_yaml("\n".join(line.text for line in lines)), file)
    if composed.root is None:
        problem = composed.diagnostics[0]
        raise ImportRefusedError("unreadable", problem.span.line, problem.message, problem.help or "mend it")
    tree = _mapping(composed.root)
    if "checks" in tree and "nodes" not in tree:
        message = "this is a source of a tree already"
        raise ImportRefusedError(
            "unsupported-form", 1, message, "put it into the docs folder as `<id>.tree.yaml`"
        )
    nodes = _nodes(tree.get("nodes"))
    if not nodes:
        message = "there is no list `nodes` in it"
        raise ImportRefusedError(
            "unreadable", 1, message, "it needs `nodes`, each with `id`, `title` or `question`, and `answers`"
        )
    return _Reader(tree, Draft(_text(tree, "title") or title, 1), doubts).read(nodes)


def _as_yaml(text: str) -> str:
    """JSON as YAML reads it: the two differ in escapes alone."""
    if "\\u" in text or "\\/" in text:
        with suppress(ValueError, RecursionError):
            return json.dumps(json.loads(text), ensure_ascii=False, indent=1)
    return text


class _Reader:
    def __init__(self, tree: _Mapping, draft: Draft, doubts: Doubts) -> None:
        self.tree = tree
        self.draft = draft
        self.doubts = doubts

    def read(self, nodes: list[tuple[str, _Mapping, int]]) -> Draft:
        draft, tree = self.draft, self.tree
        taken: set[str] = set()
        for name, data, line in nodes:
            if name in draft.nodes:
                message = f"two nodes have the id `{name}`"
                raise ImportRefusedError("unreadable", line, message, "give each its own")
            draft.nodes[name] = self._node(name, data, line, taken)
        for name, data, _ in nodes:
            self._arrows(draft.nodes[name], data)
        start = _text(tree, "start") or next(iter(draft.nodes))
        if start not in draft.nodes:
            raise ImportRefusedError(
                "unreadable", draft.line, f"the start `{start}` is no node", "name one of `nodes`"
            )
        draft.start = start
        draft.question = _text(tree, "question")
        if all(not node.texts for node in draft.nodes.values()):
            for node in draft.nodes.values():
                node.incomplete = False  # that all texts are missing is said once
        bare = [node for node in draft.nodes.values() if not node.texts and node.kind != "step"]
        if bare and all(node.guidance for node in bare):
            draft.facts["guidance"] = "none"
            for node in bare:
                node.guidance = False
        draft.laid_out = draft.has_guidance = True
        draft.id = _text(tree, "id") if is_id(_text(tree, "id")) else ""
        self._facts()
        return draft

    def _node(self, name: str, data: _Mapping, line: int, taken: set[str]) -> DraftNode:
        question, title = (
            _text(data, "question"),
            _text(data, "title") or _text(data, "label") or _text(data, "text"),
        )
        said = _text(data, "kind") or _text(data, "type")
        kind = _KINDS.get(said.casefold())
        if kind is None:
            kind = "check" if question or "answers" in data else "decision"
        node = DraftNode(name, question or title or name, line, kind)
        if kind == "check" and question and title != question:
            node.title = title
        own = name if is_id(name) else mended(name)
        if own and own not in taken:
            node.id = own
            taken.add(own)
        texts = _mapping(data.get("texts"))
        for key in (key for shape in NODES.values() for key in shape.texts):
            if text := _prose(texts.get(key) or data.get(key)):
                node.texts[key] = text
        node.incomplete = _text(data, "incomplete") == "true"
        # In our own data, what has no texts and is not incomplete needs none.
        needs_none = not node.texts and _text(data, "incomplete") == "false" and kind != "step"
        node.guidance = needs_none or _text(data, "guidance") == "none"
        node.same_as = _text(data, "same_as")
        node.pick = _text(data, "pick") == "first"
        node.any_of = _lines(data, "any_of")
        node.alternatives = _lines(data, "alternatives")
        node.formerly = _lines(data, "formerly")
        node.then = _target(data.get("then")) if kind in ("decision", "warning") else ""
        return node

    def _arrows(self, node: DraftNode, data: _Mapping) -> None:
        if node.kind == "step":
            to = self._to(_target(data.get("then")), node)
            node.arrows = [DraftArrow("", to, node.line, loop=_text(data, "loop"))]
        if node.kind != "check":
            return
        for item in _items(data, "answers"):
            answer = _mapping(item)
            line = item.span.line
            to = self._to(_text(answer, "to") or _text(answer, "target") or _text(answer, "next"), node)
            own = _text(answer, "id")
            label = _text(answer, "label") or _text(answer, "text") or own
            node.arrows.append(
                DraftArrow(
                    label,
                    to,
                    line,
                    note=_text(answer, "note"),
                    alias=_text(answer, "as"),
                    loop=_text(answer, "loop"),
                    id=own if is_id(own) else "",
                )
            )

    def _to(self, written: str, node: DraftNode) -> str:
        if written in self.draft.nodes or "/" in written:
            return written
        message = (
            f"“{node.text}” leads to `{written}`, which is no node"
            if written
            else (f"“{node.text}” leads nowhere")
        )
        raise ImportRefusedError("unreadable", node.line, message, "name one of `nodes` under `to`")

    def _facts(self) -> None:
        draft, tree = self.draft, self.tree
        for key in FACTS:
            if text := _prose(tree.get(key)):
                draft.facts[key] = text
        if guidance := _text(tree, "guidance"):
            draft.facts["guidance"] = guidance
        if _text(tree, "draft") == "true":
            draft.facts["draft"] = "true"
        for key in ("domains", "formerly"):
            if lines := _lines(tree, key):
                draft.lists[key] = lines
        draft.edge_cases = [_edge_case(_mapping(item)) for item in _items(tree, "edge_cases")]
        draft.scenarios = [_scenario(_mapping(item)) for item in _items(tree, "scenarios")]
        draft.see_also = [_reference(_mapping(item)) for item in _items(tree, "see_also")]
        for key, value in tree.items():
            if key not in _READ:
                says = f"`{key}` is no key of a tree"
                self.doubts.note("left-out", draft, value.span.line, says, "it is left out")


def _edge_case(case: _Mapping) -> tuple[str, str]:
    return _text(case, "title"), _prose(case.get("text"))


def _scenario(scenario: _Mapping) -> dict[str, object]:
    given = {key: _scalar(value) for key, value in _mapping(scenario.get("given")).items()}
    found: dict[str, object] = {
        "title": _text(scenario, "title"),
        "given": given,
        "expect": _text(scenario, "expect"),
        "note": _prose(scenario.get("note")),
    }
    return {key: value for key, value in found.items() if value}


def _reference(reference: _Mapping) -> dict[str, str]:
    keys = ("to" if _text(reference, "to") else "url", "title", "note")
    return {key: text for key in keys if (text := _text(reference, key))}


def _nodes(node: yaml.YamlNode | None) -> list[tuple[str, _Mapping, int]]:
    """The nodes by id: a list of mappings with `id`, or a mapping of ids."""
    if isinstance(node, yaml.Mapping):
        return [(entry.key.text, _mapping(entry.value), entry.key.span.line) for entry in node.entries]
    found = []
    for item in node.items if isinstance(node, yaml.Sequence) else ():
        data = _mapping(item)
        if name := _text(data, "id"):
            found.append((name, data, item.span.line))
    return found


def _mapping(node: yaml.YamlNode | None) -> _Mapping:
    return {entry.key.text: entry.value for entry in node.entries} if isinstance(node, yaml.Mapping) else {}


def _scalar(node: yaml.YamlNode | None) -> str:
    if not isinstance(node, yaml.Scalar) or node.is_null:
        return ""
    return readable(single_spaced(node.text))


def _text(data: _Mapping, key: str) -> str:
    return _scalar(data.get(key))


def _prose(node: yaml.YamlNode | None) -> str:
    """A long text: as it is, or the Markdown of an object that has it as HTML too."""
    if isinstance(node, yaml.Mapping):
        node = _mapping(node).get("markdown")
    if not isinstance(node, yaml.Scalar) or node.is_null:
        return ""
    return readable(node.text).strip("\n").rstrip(" \n")


def _target(node: yaml.YamlNode | None) -> str:
    """A target: a text, or an object with `to`."""
    return _text(_mapping(node), "to") if isinstance(node, yaml.Mapping) else _scalar(node)


def _items(data: _Mapping, key: str) -> Iterator[yaml.YamlNode]:
    node = data.get(key)
    yield from node.items if isinstance(node, yaml.Sequence) else ()


def _lines(data: _Mapping, key: str) -> list[str]:
    return [text for item in _items(data, key) if (text := _scalar(item))]
