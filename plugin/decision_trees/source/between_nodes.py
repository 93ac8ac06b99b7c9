"""What nodes have from each other: the texts of a question asked in several places, and why steps go back."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container
from dataclasses import replace

from decision_trees.diagnostics.wording import did_you_mean, shorten
from decision_trees.model.tree import DONE, AnyNode, Check, Step, Target, Text
from decision_trees.source import keys
from decision_trees.source.report import Report


def with_shared_texts(nodes: dict[str, AnyNode], report: Report, *, nodes_lost: bool) -> dict[str, AnyNode]:
    """Give checks that are the same as another the texts they do not have themselves."""
    found = dict(nodes)
    for node in nodes.values():
        if isinstance(node, Check) and node.same_as:
            named = nodes.get(node.same_as.value)
            if isinstance(named, Check) and not named.same_as:
                found[node.id] = _sharing(node, named)
            elif named or not nodes_lost:
                _say_not_shared(node.same_as, named, nodes, report)
    return found


def _sharing(check: Check, other: Check) -> Check:
    own = {section.key: section for section in check.sections}
    sections = {**{section.key: section for section in other.sections}, **own}
    return replace(
        check,
        question=check.question or other.question,
        title=check.title or other.title,
        sections=tuple(sections[key] for key in keys.CHECK.keys if key in sections),
        pick_first=check.pick_first or other.pick_first,
        incomplete=check.incomplete or (other.incomplete and not own),
        needs_guidance=check.needs_guidance and other.needs_guidance,
    )


def _say_not_shared(written: Text, named: AnyNode | None, nodes: dict[str, AnyNode], report: Report) -> None:
    name = shorten(written.value)
    if isinstance(named, Check) and named.same_as:
        message = f"`{name}` takes its own texts from `{named.same_as}`"
        report.say("unknown-target", written.span, message, help="name the check in which they are written")
        return
    checks = [node.id for node in nodes.values() if isinstance(node, Check) and not node.same_as]
    message = f"`{name}` is a {named.kind}, not a check" if named else f"no check is named `{name}`"
    label = did_you_mean(written.value, checks)
    report.say("unknown-target", written.span, message, label=label, help="write the id of a check")


def with_loops_passed_on(nodes: dict[str, AnyNode], start: str) -> dict[str, AnyNode]:
    """Let the last arrow of a way back say `loop` where the way leads through steps.

    An author says at an answer why it goes back, also where something is to be done on the way. Steps to
    which nothing but such arrows leads are met going forward; what goes back is the arrow behind them.
    """
    reasons: defaultdict[str, dict[str, Text | None]] = defaultdict(dict)
    for node in nodes.values():
        for answer in node.answers if isinstance(node, Check | Step) else ():
            if answer.to.tree is None:
                reasons[answer.to.node or ""][f"{node.id} {answer.id}"] = answer.loop
    passed: dict[str, Step] = {}
    waiting = [node for node in nodes.values() if isinstance(node, Step) and node.id != start]
    while waiting:
        step = waiting.pop()
        said = [reason for reason in reasons[step.id].values() if reason]
        if step.id in passed or not said or len(said) < len(reasons[step.id]):
            continue
        words = "; ".join(dict.fromkeys(reason.value for reason in said))
        loop = step.loop or Text(words, said[0].span)
        passed[step.id] = replace(step, loop=loop)
        behind = nodes.get(step.then.node or "") if step.then.tree is None else None
        if isinstance(behind, Step) and behind.id != start:
            reasons[behind.id][f"{step.id} {DONE}"] = loop
            waiting.append(behind)
    if not passed:
        return nodes
    return {node_id: _forward(passed.get(node_id, node), passed) for node_id, node in nodes.items()}


def _forward(node: AnyNode, passed: Container[str]) -> AnyNode:
    """The node without `loop` on its arrows to those that are met going forward."""
    if isinstance(node, Step):
        return replace(node, loop=None) if _is_in(node.then, passed) else node
    if isinstance(node, Check):
        answers = (
            replace(answer, loop=None) if _is_in(answer.to, passed) else answer for answer in node.answers
        )
        return replace(node, answers=tuple(answers))
    return node


def _is_in(target: Target, node_ids: Container[str]) -> bool:
    return target.tree is None and target.node in node_ids
