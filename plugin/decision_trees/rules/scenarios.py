"""Rules for worked examples: each comes out as it says, and together they end everywhere."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from decision_trees.diagnostics import Diagnostic, Related, Span, did_you_mean, shorten
from decision_trees.grammar import mended
from decision_trees.library import Library
from decision_trees.model import Answer, AnyNode, Check, Given, Scenario, Target, Text, Tree
from decision_trees.paths import Graph, Step, scenario_answers
from decision_trees.rules.context import Context, here_too
from decision_trees.rules.graph import leads_nowhere


def scenarios(context: Context, tree: Tree) -> Iterator[Diagnostic]:
    """Worked examples that do not come out as they say."""
    if tree.lost_arrows or not tree.start:
        return
    unfit: list[Scenario] = []
    for scenario in tree.scenarios:
        if scenario.given and all(given.answer for given in scenario.given):
            answers = scenario_answers(tree, scenario)
            if len(answers) < len(scenario.given):
                unfit.append(scenario)
            else:
                yield from _run(context.library, tree, scenario, answers)
    yield from _unknown_checks(context.library, tree, unfit)
    yield from _unknown_answers(tree, unfit)


def _unknown_checks(library: Library, tree: Tree, unfit: Iterable[Scenario]) -> Iterator[Diagnostic]:
    """What scenarios take for checks, each name once; one that an arrow looks for in vain has been told."""
    told = {
        answer.to.node
        for check in tree.checks
        for answer in check.answers
        if leads_nowhere(library, tree, answer.to)
    }
    places: defaultdict[str, list[Span]] = defaultdict(list)
    for given in _given(unfit):
        if given.check.value not in told and not isinstance(tree.nodes.get(given.check.value), Check):
            places[given.check.value].append(given.check.span)
    checks = [mended(check.id) for check in tree.checks]
    for name, spans in places.items():
        if name in checks:
            continue  # that the check is named otherwise has been told
        node = tree.nodes.get(name)
        suggestion = did_you_mean(name, checks)
        yield Diagnostic(
            "scenario-incomplete",
            spans[0],
            f"the {node.kind} `{name}` has no answers to give"
            if node
            else f"no check is named `{shorten(name)}`",
            label=suggestion,
            help="" if suggestion else "give answers to checks of this tree",
            related=here_too(spans),
        )


def _unknown_answers(tree: Tree, unfit: Iterable[Scenario]) -> Iterator[Diagnostic]:
    """Answers that their check does not have, each once; of a check without any that has been told."""
    places: defaultdict[tuple[str, str], list[Span]] = defaultdict(list)
    for given in _given(unfit):
        check = tree.nodes.get(given.check.value)
        if isinstance(check, Check) and check.answers and check.answer(given.answer.value) is None:
            places[check.id, given.answer.value].append(given.answer.span)
    labels = {check.id: [answer.label.value for answer in check.answers] for check in tree.checks}
    for (check_id, name), spans in places.items():
        yield Diagnostic(
            "scenario-incomplete",
            spans[0],
            f"`{check_id}` has no answer `{shorten(name)}`",
            label=did_you_mean(name, labels[check_id]),
            help=f"its answers are {_names(labels[check_id])}",
            related=here_too(spans),
        )


def _given(several: Iterable[Scenario]) -> Iterator[Given]:
    return (given for scenario in several for given in scenario.given)


def _run(
    library: Library, tree: Tree, scenario: Scenario, answers: Mapping[str, Answer]
) -> Iterator[Diagnostic]:
    graph, expect = library.graph(tree), scenario.expect
    steps = tuple(graph.walk(answers))
    end_id = graph.next(steps[-1]) if steps else tree.start
    if end_id is not None and isinstance(stopped := tree.nodes[end_id], Check):
        yield from _stopped(scenario, steps, stopped)
        return
    end = steps[-1].answer.to
    if leads_nowhere(library, tree, end):
        return
    if unmet := _unmet(scenario, steps):
        yield Diagnostic(
            "scenario-incomplete",
            unmet[0].span,
            f"the other answers of this scenario lead to `{end}` and do not meet {_names(unmet)}",
            help="remove what is not met, or mend the answers before it",
            related=(Related("this scenario", scenario.span),),
        )
    elif not leads_nowhere(library, tree, expect) and end.within(tree.id) != expect.within(tree.id):
        yield _failed(graph, scenario, steps, end)


def _unmet(scenario: Scenario, steps: Iterable[Step]) -> list[Text]:
    met = {step.check.id for step in steps}
    return [given.check for given in scenario.given if given.check.value not in met]


def _names(names: Iterable[object]) -> str:
    return ", ".join(f"`{name}`" for name in names)


def _expected_node(tree: Tree, expected: Target) -> AnyNode | None:
    """The node of this tree that a scenario expects; None where it is in another tree, or nowhere."""
    if expected.tree not in (None, tree.id):
        return None
    return tree.nodes.get(expected.node or (tree.start if expected.tree else ""))


def _stopped(scenario: Scenario, steps: tuple[Step, ...], stopped: Check) -> Iterator[Diagnostic]:
    round_trip = [step for step in steps if step.answer.loop]
    if stopped.id not in {step.check.id for step in steps}:
        if stopped.answers:
            labels = _names(answer.label for answer in stopped.answers)
            unmet = _names(_unmet(scenario, steps)) if steps else ""
            yield Diagnostic(
                "scenario-incomplete",
                scenario.span,
                f"the answers of this scenario stop at the check `{stopped.id}`",
                help=f"give an answer to it: {labels}"
                + (f"; or mend those before it, so that they meet {unmet}" if unmet else ""),
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


def _failed(graph: Graph, scenario: Scenario, steps: tuple[Step, ...], end: Target) -> Diagnostic:
    expected = scenario.expect
    message = f"the answers of this scenario lead to `{end}`, not to `{expected}`"
    node = _expected_node(graph.tree, expected)
    if isinstance(node, Check):
        help_ = f"expect `{end}`: a walk ends at a decision, a warning or another tree, not at a check"
        return Diagnostic("scenario-fails", expected.span, message, help=help_)
    if node and node.id not in graph.reachable:
        help_ = f"expect `{end}`, or let an answer lead to `{expected}`"
        return Diagnostic("scenario-fails", expected.span, message, help=help_)
    ends = _before_or_at(graph, expected)
    parted = next((step for step in steps if not _may_reach(graph, step, ends)), steps[-1])
    return Diagnostic(
        "scenario-fails",
        expected.span,
        message,
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
    """Terminals at which no scenario ends, nor means to, in a tree that has scenarios."""
    tree = graph.tree
    here = (one.expect for one in tree.scenarios if one.expect.tree in (None, tree.id))
    if not tree.scenarios or any(_expected_node(tree, expected) is None for expected in here):
        return
    expected = {scenario.expect.within(tree.id) for scenario in tree.scenarios}
    met = {graph.next(step) for scenario in tree.scenarios for step in _steps(graph, scenario)}
    for node in tree.terminals:
        if node.id in graph.reachable and node.id not in met and (tree.id, node.id) not in expected:
            yield Diagnostic(
                "untested-terminal",
                node.span,
                f"no scenario ends at the {node.kind} `{node.id}`",
                help="add a worked example that does",
            )


def _steps(graph: Graph, scenario: Scenario) -> Iterator[Step]:
    return graph.walk(scenario_answers(graph.tree, scenario))
