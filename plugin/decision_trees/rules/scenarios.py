"""Rules for worked examples: each comes out as it says, and together they end everywhere."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from decision_trees.cursor import shorten
from decision_trees.diagnostics import Diagnostic, Related, did_you_mean
from decision_trees.model import Answer, Check, Scenario, Target, Text, Tree
from decision_trees.paths import Graph, Step, scenario_answers
from decision_trees.rules.graph import leads_nowhere


def scenarios(graph: Graph) -> Iterator[Diagnostic]:
    """Worked examples that do not come out as they say."""
    tree = graph.tree
    if tree.lost_arrows or not tree.start:
        return
    for scenario in tree.scenarios:
        if scenario.given and all(given.answer for given in scenario.given):
            answers = scenario_answers(tree, scenario)
            if len(answers) < len(scenario.given):
                yield from _unfit_answers(tree, scenario)
            else:
                yield from _run(graph, scenario, answers)


def _unfit_answers(tree: Tree, scenario: Scenario) -> Iterator[Diagnostic]:
    checks = [check.id for check in tree.checks]
    for given in scenario.given:
        check = tree.nodes.get(given.check.value)
        if not isinstance(check, Check):
            yield Diagnostic(
                "scenario-incomplete",
                given.check.span,
                f"the {check.kind} `{check.id}` has no answers to give"
                if check
                else f"no check is named `{shorten(given.check.value)}`",
                label=did_you_mean(given.check.value, checks),
            )
        elif check.answer(given.answer.value) is None:
            names = [answer.label.value for answer in check.answers]
            yield Diagnostic(
                "scenario-incomplete",
                given.answer.span,
                f"`{check.id}` has no answer `{shorten(given.answer.value)}`",
                label=did_you_mean(given.answer.value, names),
                help=f"its answers are {', '.join(f'`{name}`' for name in names)}",
            )


def _run(graph: Graph, scenario: Scenario, answers: Mapping[str, Answer]) -> Iterator[Diagnostic]:
    tree = graph.tree
    steps = tuple(graph.walk(answers))
    end_id = graph.next(steps[-1]) if steps else tree.start
    if end_id is not None and isinstance(stopped := tree.nodes[end_id], Check):
        yield from _stopped(scenario, steps, stopped)
        return
    end = steps[-1].answer
    if leads_nowhere(tree, end):
        return
    met = {step.check.id for step in steps}
    unmet = [given.check for given in scenario.given if given.check.value not in met]
    if unmet:
        yield _unmet(scenario, unmet, end.to)
    elif _resolves(tree, scenario.expect) and end.to.within(tree.id) != scenario.expect.within(tree.id):
        yield _failed(graph, scenario, steps, end.to)


def _resolves(tree: Tree, expected: Target) -> bool:
    """Whether what a scenario expects is there, as far as this tree knows."""
    return expected.node in tree.nodes if expected.tree in (None, tree.id) else True


def _stopped(scenario: Scenario, steps: tuple[Step, ...], stopped: Check) -> Iterator[Diagnostic]:
    round_trip = [step for step in steps if step.answer.loop]
    if stopped.id not in {step.check.id for step in steps}:
        names = ", ".join(f"`{answer.label}`" for answer in stopped.answers)
        if names:
            yield Diagnostic(
                "scenario-incomplete",
                scenario.span,
                f"the answers of this scenario stop at the check `{stopped.id}`",
                help=f"give an answer to it: {names}",
                related=(Related("not answered", stopped.span),),
            )
    elif round_trip:
        yield Diagnostic(
            "scenario-incomplete",
            scenario.span,
            f"the answers of this scenario come back to the check `{stopped.id}` and never end",
            help=f"give the answers of the last round: not `{round_trip[-1].answer.label}`",
            related=(Related("goes back", round_trip[-1].answer.to.span),),
        )


def _unmet(scenario: Scenario, unmet: list[Text], end: Target) -> Diagnostic:
    names = ", ".join(f"`{check}`" for check in unmet)
    return Diagnostic(
        "scenario-incomplete",
        unmet[0].span,
        f"the other answers of this scenario lead to `{end}` and do not meet {names}",
        help="remove what is not met, or mend the answers before it",
        related=(Related("this scenario", scenario.span),),
    )


def _failed(graph: Graph, scenario: Scenario, steps: tuple[Step, ...], end: Target) -> Diagnostic:
    expected = scenario.expect
    ends = _before_or_at(graph, expected)
    parted = next((step for step in steps if not _may_reach(graph, step, ends)), steps[-1])
    return Diagnostic(
        "scenario-fails",
        expected.span,
        f"the answers of this scenario lead to `{end}`, not to `{expected}`",
        help=f"expect `{end}`, or mend the answers: they part from `{expected}` at `{parted.check.id}`",
        related=(Related(f"`{parted.answer.label}` leads away from `{expected}`", parted.answer.label.span),),
    )


def _before_or_at(graph: Graph, expected: Target) -> list[str]:
    """The node that a scenario expects, or the checks whose answers lead to it in another tree."""
    tree = graph.tree
    if expected.tree in (None, tree.id):
        return [expected.node or ""]
    return [
        check.id
        for check in tree.checks
        if any(step.answer.to.within(tree.id) == expected.within(tree.id) for step in graph.arrows(check.id))
    ]


def _may_reach(graph: Graph, step: Step, ends: Iterable[str]) -> bool:
    next_id = graph.next(step)
    return next_id is not None and any(graph.leads_to(next_id, end) for end in ends)


def untested_terminals(graph: Graph) -> Iterator[Diagnostic]:
    """Terminals at which no scenario ends, in a tree that has scenarios."""
    tree = graph.tree
    if not tree.scenarios or not all(_resolves(tree, scenario.expect) for scenario in tree.scenarios):
        return
    tested = {scenario.expect.within(tree.id) for scenario in tree.scenarios}
    for node in tree.terminals:
        if node.id in graph.reachable and (tree.id, node.id) not in tested:
            yield Diagnostic(
                "untested-terminal",
                node.span,
                f"no scenario ends at the {node.kind} `{node.id}`",
                help="add a worked example that does",
            )
