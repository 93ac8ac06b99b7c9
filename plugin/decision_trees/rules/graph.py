"""Rules for the graph of one tree: its answers lead forward, everywhere, and decide something."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from decision_trees.analysis.cycles import find_cycles
from decision_trees.analysis.graph import Arrow, Graph
from decision_trees.analysis.library import Library
from decision_trees.diagnostics.diagnostic import Diagnostic, Related
from decision_trees.model.tree import Answer, Check, Inner, Target, Text, Tree


def is_whole(library: Library, tree: Tree) -> bool:
    """Say whether every check and every arrow of a tree could be read and leads somewhere."""
    arrows_end = all(
        node.answers and not any(leads_nowhere(library, tree, answer.to) for answer in node.answers)
        for node in tree.inner
    )
    return arrows_end and bool(tree.checks) and not tree.lost_arrows


def leads_nowhere(library: Library, tree: Tree, target: Target) -> bool:
    """Whether there is nothing where a target of a tree leads, which has been told."""
    return not library.knows(target, tree)


def cycles(graph: Graph) -> Iterator[Diagnostic]:
    """Answers that lead round in a circle."""
    for cycle in find_cycles(graph):
        first = _closing(graph.tree, cycle) + 1
        closing = cycle[first - 1]
        spelt = cycle[first:] + cycle[:first]
        words = " → ".join(_spell(spelt))
        yield Diagnostic(
            "cycle",
            closing.answer.to.span,
            f"these answers lead round in a circle: {words} → `{spelt[0].node.id}`",
            label="goes back",
            help=f"lead this {'answer' if isinstance(closing.node, Check) else 'step'} elsewhere, "
            "or write why it goes back: `loop: <reason>`",
        )


def _closing(tree: Tree, cycle: tuple[Arrow, ...]) -> int:
    """Which arrow of a circle goes back: behind its last check of the file and the steps that follow it."""
    place = {node_id: number for number, node_id in enumerate(tree.nodes)}
    is_check = [isinstance(arrow.node, Check) for arrow in cycle]
    closing = max(range(len(cycle)), key=lambda number: (is_check[number], place[cycle[number].node.id]))
    while any(is_check) and not is_check[(closing + 1) % len(cycle)]:
        closing = (closing + 1) % len(cycle)
    return closing


def _spell(cycle: tuple[Arrow, ...]) -> list[str]:
    words = [
        f"`{arrow.node.id}` ({arrow.answer.label})" if arrow.answer.label else f"`{arrow.node.id}`"
        for arrow in cycle
    ]
    left_out = len(words) - _MOST_SPELT
    if left_out <= 1:
        return words
    half = _MOST_SPELT // 2
    return [*words[:half], f"… {left_out} more …", *words[-half:]]


_MOST_SPELT = 12
"""How many answers of a circle a message spells out."""


def loops(graph: Graph) -> Iterator[Diagnostic]:
    """Arrows that say `loop` and do not go back; where no path leads, none can be told to."""
    for node in graph.tree.inner:
        for answer in node.answers:
            if answer.loop and node.id in graph.reachable and not _goes_back(graph, node, answer):
                yield Diagnostic(
                    "loop-without-cycle",
                    answer.loop.span,
                    f"`{answer.label or node.id}` says `loop`, but its arrow does not go back to an earlier "
                    "check",
                    help="remove `loop`; say what is to be said in `note`",
                )


def _goes_back(graph: Graph, node: Inner, answer: Answer) -> bool:
    target = graph.next(Arrow(node, answer))
    return target is not None and graph.leads_to(target, node.id)


def unreachable(graph: Graph) -> Iterator[Diagnostic]:
    """Nodes that no path meets; of those that lead to each other, the first.

    An arrow that closes a circle may be the one that should lead to them, so they are told when it is mended.
    """
    if len(graph.order) < len(graph.reachable):
        return
    left = [node for node in graph.tree.nodes.values() if node.id not in graph.reachable]
    inner = {target for node in left for arrow in graph.arrows(node.id) if (target := graph.next(arrow))}
    told = _behind_wrong_loops(graph)
    for node in sorted(left, key=lambda node: node.id in inner):
        if node.id in told:
            continue
        graph.follow(node.id, told)
        yield Diagnostic(
            "unreachable",
            node.span,
            f"no path from the start meets the {node.kind} `{node.id}`",
            help="let an answer lead to it, or remove it",
        )


def _behind_wrong_loops(graph: Graph) -> set[str]:
    """Nodes that would be reached but for a `loop` that is itself in error."""
    found: set[str] = set()
    for node in graph.tree.inner:
        for answer in node.answers:
            target = graph.next(Arrow(node, answer))
            if answer.loop and target is not None and not _goes_back(graph, node, answer):
                graph.follow(target, found)
    return found


def idle_checks(graph: Graph) -> Iterator[Diagnostic]:
    """Checks that decide nothing."""
    if graph.tree.lost_arrows:
        return
    for check in graph.tree.checks:
        targets = {answer.to.within(graph.tree.id) for answer in check.answers}
        if len(check.answers) == 1:
            yield Diagnostic(
                "single-answer",
                check.span,
                f"the check `{check.id}` has one answer, so it decides nothing",
                help="add the other answers; what is only to be done is a step: write it under `steps`",
            )
        elif len(targets) == 1 and str(check.answers[0].to):
            yield Diagnostic(
                "same-target",
                check.span,
                f"all answers of the check `{check.id}` lead to `{check.answers[0].to}`",
                help="lead one of them elsewhere, or remove the check",
            )


def repeated_questions(graph: Graph) -> Iterator[Diagnostic]:
    """The same question twice on one path, with nothing to do between that may change the answer."""
    graph = graph.between_steps
    alike: defaultdict[str, list[Check]] = defaultdict(list)
    for node_id in graph.order:
        node = graph.tree.nodes[node_id]
        if isinstance(node, Check) and node.question:
            alike[_plain(node.question)].append(node)
    for group in (group for group in alike.values() if len(group) > 1):
        askers = {check.id: check for check in group}
        for check_id, earlier_id in graph.earlier(askers).items():
            earlier = askers[earlier_id]
            yield Diagnostic(
                "repeated-question",
                askers[check_id].question.span,
                f"a path through `{earlier.id}` asks this question a second time",
                help="lead the path past it, or ask what is different now",
                related=(Related("asked here before", earlier.question.span),),
            )


def _plain(text: Text) -> str:
    return _NO_WORD.sub(" ", text.value.casefold()).strip()


_NO_WORD = re.compile(r"[\W_]+")
