"""A tree as data for programs (`tree.json`) and as one plain document (`tree.md`)."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping

from decision_trees.analysis.graph import MINUTES_PER_NODE, scenario_answers
from decision_trees.analysis.library import Library, Mention
from decision_trees.layout.addresses import (
    Addresses,
    data_address,
    is_external,
    node_page,
    relative_address,
    tree_page,
)
from decision_trees.model.tree import (
    Answer,
    AnyNode,
    Check,
    Decision,
    Reference,
    Scenario,
    Step,
    Target,
    Text,
    Tree,
)
from decision_trees.prose.resolve import resolve_html
from decision_trees.site.view_builder import target_link

_encode = json.JSONEncoder(ensure_ascii=False).encode

FORMAT_VERSION = 1
"""The version of `tree.json`; it changes when a program that reads the last one could fail."""


class TreeData:
    """Writes one tree without errors as JSON."""

    def __init__(
        self, library: Library, tree: Tree, addresses: Addresses, render: Callable[[str], str]
    ) -> None:
        """Take a tree and how to show it.

        Args:
            library: All trees.
            tree: The one to write.
            addresses: How the site publishes its pages.
            render: Markdown to HTML, as the site does it.
        """
        self._library = library
        self._tree = tree
        self._addresses = addresses
        self._render = render
        self._here = data_address(tree.file, "tree.json")

    def text(self) -> str:
        """The whole of `tree.json`: the same bytes for the same sources. Addresses are relative to it."""
        return in_lines(self._data()) + "\n"

    def _data(self) -> dict[str, object]:
        tree = self._tree
        graph = self._library.graph(tree)
        questions, lengths = graph.questions[tree.start], graph.lengths[tree.start]
        return {
            "format": FORMAT_VERSION,
            "id": tree.id,
            "version": tree.digest,
            "url": self._address(tree_page(tree.file)),
            "title": str(tree.title),
            "question": str(tree.question),
            "category": _line(tree.category),
            "summary": self._prose(tree.summary),
            "traversal": _line(tree.traversal),
            "domains": _lines(tree.domains),
            "owner": _line(tree.owner),
            "reviewed": tree.reviewed.isoformat() if tree.reviewed else None,
            "review_by": tree.review_by.isoformat() if tree.review_by else None,
            "formerly": _lines(tree.formerly),
            "start": tree.start,
            "figures": {
                "checks": len(tree.checks),
                "steps": len(tree.steps),
                "decisions": len(tree.decisions),
                "warnings": len(tree.warnings),
                "paths": graph.path_count,
                "shortest_path": questions.least,
                "longest_path": questions.most,
                "minutes": [lengths.least * MINUTES_PER_NODE, lengths.most * MINUTES_PER_NODE],
            },
            "nodes": [self._node(node) for node in tree.nodes.values()],
            "edge_cases": [
                {"title": str(case.title), "text": self._prose(case.text)} for case in tree.edge_cases
            ],
            "scenarios": [self._scenario(scenario) for scenario in tree.scenarios],
            "see_also": [self._reference(reference) for reference in tree.see_also],
            "refers_to": [
                {**_mention(mention), **self._target(mention.target)}
                for mention in self._library.mentions(tree)
                if mention.target.tree not in (None, tree.id)
            ],
            "referred_to_by": [
                {
                    "tree": other.id,
                    **_mention(mention),
                    "url": self._address(
                        node_page(other.file, mention.node.id) if mention.node else tree_page(other.file)
                    ),
                    "to": mention.target.node,
                }
                for other, mention in self._library.mentioned_by(tree)
            ],
        }

    def _node(self, node: AnyNode) -> dict[str, object]:
        data: dict[str, object] = {
            "id": node.id,
            "kind": node.kind,
            "title": str(node.title),
            "url": self._address(node_page(self._tree.file, node.id)),
            "incomplete": node.is_unwritten,
            "formerly": _lines(node.formerly),
            "texts": {section.key: self._prose(section.text) for section in node.sections},
        }
        if isinstance(node, Check):
            data["question"] = str(node.question)
            data["same_as"] = _line(node.same_as)
            data["pick"] = "first" if node.pick_first else None
            data["answers"] = [self._answer(answer) for answer in node.answers]
            return data
        if isinstance(node, Step):
            data["then"] = self._target(node.then)
            data["loop"] = _line(node.loop)
            return data
        data["then"] = self._target(node.then) if node.then else None
        if isinstance(node, Decision):
            data["any_of"] = _lines(node.any_of)
            data["alternatives"] = _lines(node.alternatives)
        return data

    def _answer(self, answer: Answer) -> dict[str, object]:
        return {
            "id": answer.id,
            "label": str(answer.label),
            "note": _line(answer.note),
            "as": _line(answer.alias),
            **self._target(answer.to),
            "loop": _line(answer.loop),
        }

    def _scenario(self, scenario: Scenario) -> dict[str, object]:
        return {
            "title": str(scenario.title),
            "given": {check: answer.id for check, answer in scenario_answers(self._tree, scenario).items()},
            "expect": str(scenario.expect),
            "note": self._prose(scenario.note),
        }

    def _reference(self, reference: Reference) -> dict[str, object]:
        url = str(reference.url)
        where = self._target(reference.to) if reference.to else {"to": None, "url": self._file(url)}
        return {**where, "title": _line(reference.title), "note": _line(reference.note)}

    def _file(self, url: str) -> str:
        return url if is_external(url) else self._address(url)

    def _target(self, target: Target) -> dict[str, object]:
        link = target_link(self._library, target, self._tree)
        return {"to": str(target), "url": self._address(link.page)}

    def _prose(self, text: Text | None) -> dict[str, str] | None:
        if text is None:
            return None
        html = resolve_html(self._render(text.value), self._library, self._tree, self._address)
        return {"markdown": text.value, "html": html}

    def _address(self, page: str) -> str:
        return relative_address(self._addresses.of(page), self._here)


def in_lines(data: Mapping[str, object]) -> str:
    """Write an object as JSON, with a line for each key and for each item of a list: fit to compare."""
    lines = [f"{json.dumps(key)}: {_value(value)}" for key, value in data.items()]
    return "{\n" + ",\n".join(lines) + "\n}"


def _value(value: object) -> str:
    if isinstance(value, list) and value:
        return "[\n " + ",\n ".join(map(_encode, value)) + "\n]"
    return _encode(value)


def _mention(mention: Mention) -> dict[str, object]:
    return {"node": mention.node.id if mention.node else None, "relation": mention.relation}


def _line(text: Text | None) -> str | None:
    return None if text is None else str(text)


def _lines(texts: Iterable[Text]) -> list[str]:
    return [str(text) for text in texts]
