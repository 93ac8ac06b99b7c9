"""Rules for worked examples: each comes out as it says, and together they end everywhere."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from decision_trees.analysis.graph import Arrow, Graph, scenario_answers
from decision_trees.analysis.library import Library
from decision_trees.diagnostics.diagnostic import Diagnostic, Related
from decision_trees.diagnostics.wording import did_you_mean, shorten
from decision_trees.model.span import Span
from decision_trees.model.tree import Answer, AnyNode, Check, Given, Inner, Scenario, Target, Text, Tree
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
    yield from _unknown_answers(context.library, tree, unfit)


def unknown(library: Library, tree: Tree, scenario: Scenario) -> Iterator[Diagnostic]:
    """What a scenario gives that is not there: checks, and answers of checks."""
    yield from _unknown_checks(library, tree, [scenario])
    yield from _unknown_answers(library, tree, [scenario])


def _unknown_checks(library: Library, tree: Tree, unfit: Iterable[Scenario]) -> Iterator[Diagnostic]:
    """What scenarios take for checks, each name once; one that an arrow looks for in vain has been told."""
    told = {
        answer.to.node
        for node in tree.inner
        for answer in node.answers
        if leads_nowhere(library, tree, answer.to)
    }
    places: defaultdict[str, list[Span]] = defaultdict(list)
    for given in _given(unfit):
        if given.check.value not in told and not isinstance(tree.nodes.get(given.check.value), Check):
            places[given.check.value].append(given.check.span)
    names = library.node_names(tree)
    for name, spans in places.items():
        if name in names.mended_checks:
            continue  # that the check is named otherwise has been told
        node = tree.nodes.get(name)
        suggestion = did_you_mean(name, names.checks)
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


def _unknown_answers(library: Library, tree: Tree, unfit: Iterable[Scenario]) -> Iterator[Diagnostic]:
    """Answers that their check does not have, each once; of a check without any that has been told."""
    places: defaultdict[tuple[str, str], list[Span]] = defaultdict(list)
    checks = {check.id: check for check in tree.checks}
    for given in _given(unfit):
        check_id, name = given.check.value, given.answer.value
        if check_id in checks and checks[check_id].answers and tree.answer(check_id, name) is None:
            places[check_id, name].append(given.answer.span)
    for (check_id, name), spans in places.items():
        yield Diagnostic(
            "scenario-incomplete",
            spans[0],
            f"`{check_id}` has no answer `{shorten(name)}`",
            label=did_you_mean(name, library.node_names(tree).labels(checks[check_id])),
            help=f"its answers are {_names(answer.label for answer in checks[check_id].answers)}",
            related=here_too(spans),
        )


def _given(several: Iterable[Scenario]) -> Iterator[Given]:
    return (given for scenario in several for given in scenario.given)


def _run(
    library: Library, tree: Tree, scenario: Scenario, answers: Mapping[str, Answer]
) -> Iterator[Diagnostic]:
    graph, expect = library.graph(tree), scenario.expect
    arrows = tuple(graph.walk(answers))
    end_id = graph.next(arrows[-1]) if arrows else tree.start
    if end_id is not None and isinstance(stopped := tree.nodes[end_id], Inner):
        yield from _stopped(scenario, arrows, stopped)
        return
    end = arrows[-1].answer.to
    if leads_nowhere(library, tree, end):
        return
    if unmet := _unmet(scenario, arrows):
        yield Diagnostic(
            "scenario-incomplete",
            unmet[0].span,
            f"the other answers of this scenario lead to `{end}` and do not meet {_names(unmet)}",
            help="remove what is not met, or mend the answers before it",
            related=(Related("this scenario", scenario.span),),
        )
    elif not leads_nowhere(library, tree, expect) and end.within(tree.id) != expect.within(tree.id):
        yield _failed(graph, scenario, arrows, end)


def _unmet(scenario: Scenario, arrows: Iterable[Arrow]) -> list[Text]:
    met = {arrow.node.id for arrow in arrows}
    return [given.check for given in scenario.given if given.check.value not in met]


_MOST_NAMED = 12


def _names(names: Iterable[object]) -> str:
    """Name the first of some, and count the others."""
    named = [f"`{shorten(str(name))}`" for name in names]
    left_out = len(named) - _MOST_NAMED
    return ", ".join(named if left_out <= 1 else [*named[:_MOST_NAMED], f"{left_out} more"])


def _expected_node(tree: Tree, expected: Target) -> AnyNode | None:
    """The node of this tree that a scenario expects; None where it is in another tree, or nowhere."""
    if expected.tree not in (None, tree.id):
        return None
    return tree.nodes.get(expected.node or (tree.start if expected.tree else ""))


def _stopped(scenario: Scenario, arrows: tuple[Arrow, ...], stopped: Inner) -> Iterator[Diagnostic]:
    round_trip = [arrow for arrow in arrows if arrow.answer.loop]
    if stopped.id not in {arrow.node.id for arrow in arrows}:
        if stopped.answers:
            labels = _names(answer.label for answer in stopped.answers)
            unmet = _names(_unmet(scenario, arrows)) if arrows else ""
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
            f"the answers of this scenario come back to the {stopped.kind} `{stopped.id}` and never end",
            help=f"give the answers of the last round: not `{_last_answer(arrows).label}`",
            related=(Related("goes back", round_trip[-1].answer.to.span),),
        )


def _last_answer(arrows: Sequence[Arrow]) -> Answer:
    """The last answer that was given, before any steps."""
    return next((arrow.answer for arrow in reversed(arrows) if arrow.answer.label), arrows[-1].answer)


def _failed(graph: Graph, scenario: Scenario, arrows: tuple[Arrow, ...], end: Target) -> Diagnostic:
    expected = scenario.expect
    message = f"the answers of this scenario lead to `{end}`, not to `{expected}`"
    node = _expected_node(graph.tree, expected)
    if isinstance(node, Inner):
        help_ = f"expect `{end}`: a walk ends at a decision, a warning or another tree, not at a {node.kind}"
        return Diagnostic("scenario-fails", expected.span, message, help=help_)
    if node and node.id not in graph.reachable:
        help_ = f"expect `{end}`, or let an answer lead to `{expected}`"
        return Diagnostic("scenario-fails", expected.span, message, help=help_)
    ends = _before_or_at(graph, expected)
    parted = next((arrow for arrow in arrows if not _may_reach(graph, arrow, ends)), arrows[-1])
    return Diagnostic(
        "scenario-fails",
        expected.span,
        message,
        help=f"expect `{end}`, or mend the answers: they part from `{expected}` at `{parted.node.id}`",
        related=(Related(f"`{parted.answer.label}` leads away from `{expected}`", parted.answer.label.span),),
    )


def _before_or_at(graph: Graph, expected: Target) -> list[str]:
    """The node that a scenario expects, or the checks whose answers lead to it in another tree."""
    tree = graph.tree
    if expected.tree in (None, tree.id):
        return [expected.node or ""]
    return [
        node.id
        for node in tree.inner
        if any(arrow.answer.to.within(tree.id) == expected.within(tree.id) for arrow in graph.arrows(node.id))
    ]


def _may_reach(graph: Graph, arrow: Arrow, ends: Iterable[str]) -> bool:
    next_id = graph.next(arrow)
    return next_id is not None and graph.leads_to_any(next_id, ends)


def untested_terminals(graph: Graph) -> Iterator[Diagnostic]:
    """Terminals at which no scenario ends, nor means to, in a tree that has scenarios."""
    tree = graph.tree
    here = (scenario.expect for scenario in tree.scenarios if scenario.expect.tree in (None, tree.id))
    if not tree.scenarios or any(_expected_node(tree, expected) is None for expected in here):
        return
    expected = {scenario.expect.within(tree.id) for scenario in tree.scenarios}
    met = {graph.next(arrow) for scenario in tree.scenarios for arrow in _walked(graph, scenario)}
    for node in tree.terminals:
        if node.id in graph.reachable and node.id not in met and (tree.id, node.id) not in expected:
            yield Diagnostic(
                "untested-terminal",
                node.span,
                f"no scenario ends at the {node.kind} `{node.id}`",
                help="add a worked example that does",
            )


def _walked(graph: Graph, scenario: Scenario) -> Iterator[Arrow]:
    return graph.walk(scenario_answers(graph.tree, scenario))
