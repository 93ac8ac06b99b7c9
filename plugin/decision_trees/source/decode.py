"""Source nodes to the model, one function per kind of thing."""

from __future__ import annotations

import hashlib
import posixpath
from collections.abc import Callable, Container, Iterable
from dataclasses import replace
from typing import NamedTuple

from decision_trees.diagnostics.diagnostic import Diagnostic, Related
from decision_trees.diagnostics.wording import did_you_mean, shorten
from decision_trees.layout.addresses import SUFFIX, tree_id
from decision_trees.model.ids import is_id, mended, slug
from decision_trees.model.span import Span
from decision_trees.model.tree import (
    AnyNode,
    Check,
    Decision,
    EdgeCase,
    Given,
    Reference,
    Scenario,
    Section,
    Step,
    Target,
    Text,
    Tree,
    Warning,  # noqa: A004 - the format's word
)
from decision_trees.source import keys
from decision_trees.source.answers import read_answers
from decision_trees.source.between_nodes import with_loops_passed_on, with_shared_texts
from decision_trees.source.how_to_write import almost
from decision_trees.source.keys import Shape, ValueType
from decision_trees.source.mapping_reader import MappingReader
from decision_trees.source.outdented import with_what_stands_beside
from decision_trees.source.report import Report
from decision_trees.source.texts import check_id, check_length, describe, tell_arrow, tell_lost, unwrapped
from decision_trees.source.yaml import Entry, Mapping, Scalar, YamlNode, compose


class Decoded(NamedTuple):
    """What could be read of one source, and what was wrong with it."""

    tree: Tree | None
    diagnostics: tuple[Diagnostic, ...]


def decode(text: str, file: str, id_: str | None = None) -> Decoded:
    """Read one tree.

    Args:
        text: The whole source.
        file: Its path, with `/` between folders; its name, less `.tree.yaml`, is the tree's id.
        id_: The id of the tree, if its file has another name: that of a translation.

    Returns:
        The tree, as far as it could be read, with everything found wrong in its form. There is no tree
        where the file is not named like one, and where the text is not YAML or not a mapping. Whether
        targets exist is not looked at here.
    """
    report = Report()
    if not file.endswith(SUFFIX):
        message = f"the file of a tree is named `<tree-id>{SUFFIX}`"
        report.say("bad-id", Span(file), message, help="rename the file: its name gives the tree its id")
        return Decoded(None, tuple(report))
    _check_name(file, tree_id(file) if id_ is None else id_, report)
    root, problems = compose(text, file)
    report.extend(problems)
    if root is None:
        return Decoded(None, tuple(report))
    reader = MappingReader(root, keys.TREE, Span(file), report)
    if not reader.readable:
        return Decoded(None, tuple(report))
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    tree = _tree(reader, file, digest, report)
    return Decoded(tree if id_ is None else replace(tree, id=id_), tuple(report))


def _check_name(file: str, id_: str, report: Report) -> None:
    if not is_id(id_):
        message = f"`{shorten(id_)}` cannot be the id of a tree"
        ending = posixpath.basename(file).removeprefix(id_)
        suggestion = slug(id_)
        help_ = f"rename the file, for example `{suggestion}{ending}`" if suggestion else "rename the file"
        report.say("bad-id", Span(file), message, help=help_)


def _tree(reader: MappingReader, file: str, digest: str, report: Report) -> Tree:
    section_lost = _says(report, "duplicate-key") or not report.complete
    expects_guidance = reader.choice("guidance", _GUIDANCE) != _NO_GUIDANCE
    nodes, node_lost = _nodes(reader, report, expects_guidance=expects_guidance)
    lost_nodes = section_lost or node_lost or not report.all_nodes
    start = _start(reader, nodes, report, nodes_lost=lost_nodes)
    nodes = with_loops_passed_on(with_shared_texts(nodes, report, nodes_lost=lost_nodes), start)
    keys_lost = not report.complete or _says(report, "duplicate-key", "duplicate-id", "unknown-target")
    tree = Tree(
        id=tree_id(file),
        file=file,
        digest=digest,
        span=Span(file),
        title=reader.needed_line("title"),
        question=reader.line("question") or Text("", Span(file)),
        draft=reader.key_span("draft") if reader.flag("draft") else None,
        category=reader.line("category"),
        summary=reader.prose("summary"),
        traversal=reader.line("traversal"),
        domains=reader.lines("domains"),
        owner=reader.line("owner"),
        reviewed=reader.date("reviewed"),
        review_by=reader.date("review_by"),
        review_by_span=reader.key_span("review_by"),
        start=start,
        nodes=nodes,
        edge_cases=tuple(
            _edge_case(item, report) for item in _items(reader, "edge_cases", keys.EDGE_CASE, report)
        ),
        see_also=tuple(
            _reference(item, report) for item in _items(reader, "see_also", keys.REFERENCE, report)
        ),
        scenarios=tuple(
            _scenario(item, report) for item in _items(reader, "scenarios", keys.SCENARIO, report)
        ),
        formerly=reader.ids("formerly"),
        lost_nodes=lost_nodes,
        lost_arrows=lost_nodes or keys_lost,
    )
    if not tree.question and tree.first_check:
        return replace(tree, question=tree.first_check.question)
    return tree


def _says(report: Report, *codes: str) -> bool:
    return any(diagnostic.code in codes for diagnostic in report)


def _start(reader: MappingReader, nodes: dict[str, AnyNode], report: Report, *, nodes_lost: bool) -> str:
    first = next((node.id for node in nodes.values() if isinstance(node, Check)), "")
    start = reader.id("start")
    if start is None:
        return first
    inner = [node.id for node in nodes.values() if isinstance(node, Check | Step)]
    meant = next((node_id for node_id in inner if start.value in (node_id, mended(node_id))), None)
    if meant is not None:
        return meant
    if not nodes_lost:
        kind = nodes[start.value].kind if start.value in nodes else None
        message = (
            f"`{start.value}` is a {kind}: a walk starts at a check or a step"
            if kind
            else f"no check or step is named `{start.value}`"
        )
        label = did_you_mean(start.value, inner)
        report.say("unknown-target", start.span, message, label=label, help="write the id of a check or step")
    return first


class _Nodes(NamedTuple):
    by_id: dict[str, AnyNode]
    lost: bool


def _nodes(reader: MappingReader, report: Report, *, expects_guidance: bool) -> _Nodes:
    nodes: dict[str, AnyNode] = {}
    lost = False
    sections: tuple[tuple[str, Shape, Callable[[Text, YamlNode, Report], AnyNode]], ...] = (
        ("checks", keys.CHECK, _check),
        ("steps", keys.STEP, _step),
        ("decisions", keys.DECISION, _decision),
        ("warnings", keys.WARNING, _warning),
    )
    for section, shape, read in sections:
        told = len(report)
        found = reader.entries(section)
        # Whoever copies a node and forgets to rename it has lost the new one.
        written_twice = len(report) > told
        absent = not found and (section in reader or section == "checks")
        lost = lost or written_twice or absent
        # A title that is not indented has been told of: what leads to it is not wrong.
        asked = {
            answer.to.node for node in nodes.values() if isinstance(node, Check) for answer in node.answers
        }
        found += tuple(entry for entry in reader.beside[section] if shape.short and entry.key.text in asked)
        drawn = [entry for entry in found if tell_arrow(entry, "bad-id", report)]
        found = tuple(entry for entry in found if entry not in drawn)
        for key, value in _indented(found, shape, asked, report):
            name = Text(key.text, key.span)
            check_id(name, report)
            node = read(name, value, report)
            if not expects_guidance and not _says_key(value, "guidance"):
                node = replace(node, needs_guidance=False)
            if node.id not in nodes:
                nodes[node.id] = node
                continue
            lost = True
            report.say(
                "duplicate-id",
                key.span,
                f"`{node.id}` is the id of a {node.kind} and of a {nodes[node.id].kind}",
                help="checks, steps, decisions and warnings share their ids: rename one",
                related=(Related("first used here", nodes[node.id].span),),
            )
    return _Nodes(nodes, lost)


def _says_key(node: YamlNode, name: str) -> bool:
    return isinstance(node, Mapping) and any(key.text == name for key, _ in node.entries)


def _indented(
    found: Iterable[Entry], shape: Shape, asked: Container[str | None], report: Report
) -> list[Entry]:
    """Give the keys of a node that stand beside it, for they are not indented, to that node; say so once.

    What an answer asks for is a node, also where it is called like a key.
    """
    nodes: list[Entry] = []
    strays: dict[str, list[Entry]] = {}
    for entry in found:
        key, value = nodes[-1] if nodes else entry
        is_empty = key.text in strays or (isinstance(value, Scalar) and value.is_null)
        is_key = entry.key.text in shape.keys and (is_empty or not shape.short)
        if nodes and _belongs_to(value, entry, shape, is_key=is_key and entry.key.text not in asked):
            inner = value.entries if isinstance(value, Mapping) else ()
            nodes[-1] = Entry(key, Mapping((*inner, entry), value.span))
            strays.setdefault(key.text, []).append(entry)
        else:
            nodes.append(entry)
    for name, (first, *others) in strays.items():
        report.say(
            "unknown-key",
            first.key.span,
            f"`{first.key.text}` stands beside `{shorten(name)}` as if it were {shape.name}",
            label=f"indent this and {len(others)} more" if others else "indent it",
            help=f"it is a key of `{shorten(name)}`, which stands above",
        )
    return nodes


def _belongs_to(node: YamlNode, entry: Entry, shape: Shape, *, is_key: bool) -> bool:
    """Whether an entry beside a node can only be a key of that node; `is_key`: if it is a text, it is one."""
    key, value = entry
    if key.text not in shape.keys:
        return False
    if isinstance(node, Mapping):
        if key.text in (inner.key.text for inner in node.entries):
            return False
    elif not (isinstance(node, Scalar) and node.is_null):
        return False
    match value:
        case Scalar():
            is_block = not value.plain and value.span.end_line > value.span.line
            return is_block or is_key
        case Mapping():
            is_node = any(inner.key.text in shape.keys for inner in value.entries)
            return shape.keys[key.text].takes is ValueType.ANSWERS and not is_node
    return True


def _check(name: Text, node: YamlNode, report: Report) -> Check:
    reader = MappingReader(node, keys.CHECK, name.span, report)
    same_as = reader.id("same_as")
    if "same_as" not in reader:
        reader.require("question")
    question = reader.needed_line("question")
    return Check(
        id=name.value,
        span=name.span,
        question=question,
        title=reader.line("title") or question,
        sections=_sections(reader),
        answers=tuple(read_answers(reader, report)),
        same_as=same_as,
        pick_first=reader.choice("pick", ("first",)) is not None,
        incomplete=_incomplete(reader),
        needs_guidance=_needs_guidance(reader),
        formerly=reader.ids("formerly"),
    )


def _step(name: Text, node: YamlNode, report: Report) -> Step:
    reader = MappingReader(node, keys.STEP, name.span, report)
    return Step(
        id=name.value,
        span=name.span,
        title=reader.needed_line("title"),
        sections=_sections(reader),
        then=reader.target("then") or Target(None, None, name.span),
        loop=reader.line("loop"),
        incomplete=_incomplete(reader),
        needs_guidance=False,
        formerly=reader.ids("formerly"),
    )


def _decision(name: Text, node: YamlNode, report: Report) -> Decision:
    if isinstance(node, Scalar) and not node.is_null:
        tell_lost(node, report)
        title = unwrapped(Text(node.text, node.span))
        check_length("a title", node, report)
        return Decision(id=name.value, span=name.span, title=title)
    if isinstance(node, Scalar):
        tell_lost(node, report)
    reader = MappingReader(node, keys.DECISION, name.span, report)
    return Decision(
        id=name.value,
        span=name.span,
        title=reader.needed_line("title"),
        sections=_sections(reader),
        any_of=reader.lines("any_of"),
        alternatives=reader.lines("alternatives"),
        then=reader.target("then"),
        incomplete=_incomplete(reader),
        needs_guidance=_needs_guidance(reader),
        formerly=reader.ids("formerly"),
    )


def _warning(name: Text, node: YamlNode, report: Report) -> Warning:
    reader = MappingReader(node, keys.WARNING, name.span, report)
    return Warning(
        id=name.value,
        span=name.span,
        title=reader.needed_line("title"),
        sections=_sections(reader),
        then=reader.target("then"),
        incomplete=_incomplete(reader),
        needs_guidance=_needs_guidance(reader),
        formerly=reader.ids("formerly"),
    )


def _incomplete(reader: MappingReader) -> bool:
    """Whether texts are known to be missing: where something could not be read, that much has been said."""
    return reader.flag("incomplete") or not reader.complete


_NO_GUIDANCE = "none"

_GUIDANCE = (_NO_GUIDANCE, "expected")


def _needs_guidance(reader: MappingReader) -> bool:
    return reader.choice("guidance", _GUIDANCE) != _NO_GUIDANCE


def _sections(reader: MappingReader) -> tuple[Section, ...]:
    """The long texts of a node: whatever its shape has of them, so that no key is accepted and lost."""
    texts = ((name, reader.prose(name)) for name in reader.shape.texts)
    return tuple(Section(name, text) for name, text in texts if text is not None)


def _items(reader: MappingReader, key: str, shape: Shape, report: Report) -> list[YamlNode]:
    return with_what_stands_beside(reader.items(key), shape, report)


def _edge_case(node: YamlNode, report: Report) -> EdgeCase:
    reader = MappingReader(node, keys.EDGE_CASE, node.span, report)
    return EdgeCase(reader.needed_line("title"), reader.needed_prose("text"))


def _reference(node: YamlNode, report: Report) -> Reference:
    reader = MappingReader(node, keys.REFERENCE, node.span, report)
    to, url, title = reader.target("to"), reader.url("url"), reader.line("title")
    if "to" in reader and "url" in reader:
        message = "a cross-reference leads to a target or to an address, not both"
        report.say("wrong-type", reader.key_span("url"), message, help="remove `to` or `url`")
    if "to" not in reader and "url" not in reader and reader.tells_missing:
        message = "a cross-reference needs `to` or `url`"
        report.say("missing-key", node.span, message, help="write one of them")
    if "url" in reader and title is None and "title" not in report.elsewhere:
        message = "a cross-reference with `url` needs `title`"
        report.say("missing-key", reader.key_span("url"), message, help="write `title:` beside it")
    return Reference(to, url, title, reader.line("note"))


def _scenario(node: YamlNode, report: Report) -> Scenario:
    reader = MappingReader(node, keys.SCENARIO, node.span, report)
    given = tuple(_given(entry, report) for entry in reader.entries("given"))
    expect = reader.target("expect") or Target(None, None, reader.owner)
    title = reader.needed_line("title")
    return Scenario(title, given, expect, reader.prose("note"), title.span)


def _given(entry: Entry, report: Report) -> Given:
    key, value = entry
    if isinstance(value, Scalar) and not value.is_null:
        tell_lost(value, report)
        return Given(Text(key.text, key.span), unwrapped(Text(value.text, value.span)))
    message = f"`{shorten(key.text)}` takes an answer's label or id, not {describe(value)}"
    span = key.span if isinstance(value, Scalar) else value.span
    label = almost(key, ValueType.GIVEN) if isinstance(value, Scalar) else ""
    report.say("wrong-type", span, message, label=label, help="write one answer behind the colon")
    return Given(Text(key.text, key.span), Text("", value.span))
