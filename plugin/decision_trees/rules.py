"""What is checked once all trees are read: one generator for each rule.

One cause is told once. So a rule that concludes from what is absent (no answer leads here) is silent about
a tree of which something could not be read or leads nowhere, for that has been told. A rule that speaks of
what is there (these answers lead round in a circle) is never silent.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import islice

from decision_trees import addresses, links
from decision_trees.addresses import Addresses
from decision_trees.cursor import read_target, shorten, unsafe_scheme
from decision_trees.diagnostics import Diagnostic, Related, Span, did_you_mean, nearest
from decision_trees.library import Library, mentions
from decision_trees.model import Answer, Check, Scenario, Target, Text, Tree
from decision_trees.paths import Graph, Step, scenario_answers
from decision_trees.prose import local_path
from decision_trees.source import locate

MOST_OF_A_KIND = 1_000
"""How many problems of one kind in one tree are told: a hostile source could hold any number."""


@dataclass(frozen=True, kw_only=True)
class Context:
    """What the rules look at.

    Attributes:
        library: All trees.
        sources: The text of every source, by file.
        today: The day on which reviews are due or not.
        addresses: How the site publishes its pages.
    """

    library: Library
    sources: Mapping[str, str]
    today: date
    addresses: Addresses

    @cached_property
    def files(self) -> frozenset[str] | None:
        """Every file that a relative link may name, our own pages included; None where not known."""
        if self.library.files is None:
            return None
        pages = (page for tree in self.library.trees.values() for page, _, _ in _published(tree))
        return self.library.files.union(pages)


def examine(context: Context) -> Iterator[Diagnostic]:
    """Apply every rule to every tree, in no particular order; of one rule and tree, so much and no more."""
    for rule in _SITE_RULES:
        yield from rule(context)
    for tree in (*context.library.trees.values(), *context.library.doubles):
        for tree_rule in _TREE_RULES:
            yield from islice(tree_rule(context, tree), MOST_OF_A_KIND)
        graph = context.library.graph(tree)
        for graph_rule in _GRAPH_RULES if _is_whole(tree) else _PARTIAL_GRAPH_RULES:
            yield from islice(graph_rule(graph), MOST_OF_A_KIND)


# --- the site -------------------------------------------------------------------------------------


def same_tree_id(context: Context) -> Iterator[Diagnostic]:
    """Two files of one name, in different folders."""
    for tree in context.library.doubles:
        first = context.library.trees[tree.id]
        yield Diagnostic(
            "duplicate-id",
            tree.span,
            f"`{tree.id}` is the id of two trees",
            help="rename one of the files: a tree's id is its file's name",
            related=(Related("the other tree", first.span),),
        )


def same_address(context: Context) -> Iterator[Diagnostic]:
    """A generated page where another generated or hand-written page is published already."""
    taken: dict[str, tuple[str, Span | None]] = {}
    for file in sorted(context.library.files or ()):
        taken.setdefault(context.addresses.of(file).lower(), (file, None))
    for tree in context.library.trees.values():
        for page, span, what in _published(tree):
            address = context.addresses.of(page)
            other, other_span = taken.setdefault(address.lower(), (what, span))
            if other_span is span:
                continue
            yield Diagnostic(
                "address-collision",
                span,
                f"{what} and `{other}` would both be published at `{address}`"
                if other_span is None
                else f"{what} and {other} would both be published at `{address}`",
                help="rename one of the two",
                related=(Related("the other one", other_span),) if other_span else (),
            )


def _published(tree: Tree) -> Iterator[tuple[str, Span, str]]:
    yield addresses.tree_page(tree.file), tree.span, f"the tree `{tree.id}`"
    for node in tree.nodes.values():
        yield addresses.node_page(tree.file, node.id), node.span, f"the {node.kind} `{node.id}`"


# --- targets and links ----------------------------------------------------------------------------


def unknown_targets(context: Context, tree: Tree) -> Iterator[Diagnostic]:
    """Arrows and references that lead nowhere."""
    for mention in mentions(tree):
        yield from _unknown(context.library, tree, mention.target)


def _unknown(library: Library, home: Tree, target: Target) -> Iterator[Diagnostic]:
    tree = home if target.tree in (None, home.id) else library.trees.get(target.tree or "")
    if tree is None:
        if target.tree not in library.unread:
            close = nearest(target.tree or "", library.trees)
            meant = f"{close}/{target.node or ''}" if close else f"{target.node}/"
            yield Diagnostic(
                "unknown-tree",
                target.span,
                f"no tree is named `{target.tree}`",
                label=f"did you mean `{meant}`?" if close or target.node in library.trees else "",
                help="a tree's id is its file's name, less folders and `.tree.yaml`",
            )
    elif target.node is not None and target.node not in tree.nodes and not tree.lost_nodes:
        where = "" if tree is home else f" in the tree `{tree.id}`"
        prefix = f"{target.tree}/" if target.tree else ""
        trees = () if target.tree else (f"{one}/" for one in library.trees)
        suggestion = did_you_mean(str(target), (*(prefix + node for node in tree.nodes), *trees))
        yield Diagnostic(
            "unknown-target",
            target.span,
            f"no check or terminal{where} is named `{shorten(target.node)}`",
            label=suggestion,
            help="" if suggestion else f"write {_TARGETS}",
        )


_TARGETS = "a node's id, `tree-id/`, or `tree-id/node-id`"


def prose_links(context: Context, tree: Tree) -> Iterator[Diagnostic]:
    """Links in prose that lead nowhere, or where a page must not link to."""
    for _, text in tree.prose():
        for link in links.find(text.value):
            earlier = text.value.count(link.url, 0, link.url_start)
            place = locate(context.sources[tree.file], text.span, link.url, earlier)
            if link.target is None:
                yield from _address(context, tree, link.url, place)
            elif link.target:
                yield from _unknown(context.library, tree, read_target(Text(link.target, place)))
            else:
                message = "this link says `to:` and no target"
                yield Diagnostic("unknown-target", place, message, help=f"write {_TARGETS} behind it")


def reference_addresses(context: Context, tree: Tree) -> Iterator[Diagnostic]:
    """Cross-references to files that the site does not have."""
    for reference in tree.see_also:
        if reference.url:
            yield from _address(context, tree, reference.url.value, reference.url.span, docs_root=True)


def _address(
    context: Context, tree: Tree, url: str, span: Span, *, docs_root: bool = False
) -> Iterator[Diagnostic]:
    if (scheme := unsafe_scheme(url)) is not None:
        yield Diagnostic(
            "unsafe-url",
            span,
            f"a page must not link to `{shorten(scheme)}:` addresses",
            help="use http, https, mailto, `to:`, or a path in the docs folder",
        )
        return
    path = url.partition("#")[0].partition("?")[0]
    if context.files is None or not path or ":" in path or path.startswith("/"):
        return
    file = local_path(tree, path, docs_root=docs_root)
    if file not in context.files and not path.endswith("/"):
        start = "the docs folder" if docs_root else "the folder of this source"
        close = nearest(file, sorted(context.files))
        suggestion = addresses.relative_path(close, tree.file) if close and not docs_root else close
        yield Diagnostic(
            "unknown-file",
            span,
            f"the site has no file `{shorten(file)}`",
            label=f"did you mean `{suggestion}`?" if suggestion else "",
            help=f"paths start from {start}",
        )


# --- the graph ------------------------------------------------------------------------------------


def _is_whole(tree: Tree) -> bool:
    arrows_end = all(
        check.answers and not any(_leads_nowhere(tree, answer) for answer in check.answers)
        for check in tree.checks
    )
    return arrows_end and bool(tree.checks) and not tree.lost_arrows


def _leads_nowhere(tree: Tree, answer: Answer) -> bool:
    """Whether an arrow that stays in its tree does not lead to a node; which has been told."""
    target = answer.to
    if target.tree not in (None, tree.id):
        return False
    return target.node not in tree.nodes if target.node else target.tree is None


def cycles(graph: Graph) -> Iterator[Diagnostic]:
    """Answers that lead round in a circle."""
    place = {node_id: number for number, node_id in enumerate(graph.tree.nodes)}
    for cycle in graph.cycles():
        closing = max(cycle, key=lambda step: place[step.check.id])
        first = cycle.index(closing) + 1
        spelt = cycle[first:] + cycle[:first]
        words = " → ".join(_spell(spelt))
        yield Diagnostic(
            "cycle",
            closing.answer.to.span,
            f"these answers lead round in a circle: {words} → `{spelt[0].check.id}`",
            label="goes back",
            help="lead this answer elsewhere, or write why it goes back: `loop: <reason>`",
        )


def _spell(cycle: tuple[Step, ...]) -> list[str]:
    words = [f"`{step.check.id}` ({step.answer.label})" for step in cycle]
    left_out = len(words) - _MOST_SPELT
    if left_out <= 1:
        return words
    half = _MOST_SPELT // 2
    return [*words[:half], f"… {left_out} more …", *words[-half:]]


_MOST_SPELT = 12
"""How many answers of a circle a message spells out."""


def loops(graph: Graph) -> Iterator[Diagnostic]:
    """Arrows that say `loop` and do not go back."""
    for check in graph.tree.checks:
        for answer in check.answers:
            if answer.loop and not _goes_back(graph, check, answer):
                yield Diagnostic(
                    "loop-without-cycle",
                    answer.loop.span,
                    f"`{answer.label}` says `loop`, but its arrow does not go back to an earlier check",
                    help="remove `loop`; say what is to be said in `note`",
                )


def _goes_back(graph: Graph, check: Check, answer: Answer) -> bool:
    target = graph.next(Step(check, answer))
    return target is not None and (target == check.id or check.id in graph.descendants(target))


def unreachable(graph: Graph) -> Iterator[Diagnostic]:
    """Nodes that no path meets; of those that lead to each other, the first."""
    left = [node for node in graph.tree.nodes.values() if node.id not in graph.reachable]
    inner = {target for node in left for step in graph.arrows(node.id) if (target := graph.next(step))}
    told = _behind_wrong_loops(graph)
    for node in sorted(left, key=lambda one: one.id in inner):
        if node.id in told:
            continue
        told |= {node.id, *graph.descendants(node.id)}
        yield Diagnostic(
            "unreachable",
            node.span,
            f"no path from the start meets the {node.kind} `{node.id}`",
            help="let an answer lead to it, or remove it",
        )


def _behind_wrong_loops(graph: Graph) -> set[str]:
    """Nodes that would be reached but for a `loop` that is itself in error."""
    found: set[str] = set()
    for check in graph.tree.checks:
        for answer in check.answers:
            target = graph.next(Step(check, answer))
            if answer.loop and target is not None and not _goes_back(graph, check, answer):
                found |= {target, *graph.descendants(target)}
    return found


def idle_checks(graph: Graph) -> Iterator[Diagnostic]:
    """Checks that decide nothing."""
    if graph.tree.lost_arrows:
        return
    for check in graph.tree.checks:
        targets = {_full(answer.to, graph.tree) for answer in check.answers}
        if len(check.answers) == 1:
            yield Diagnostic(
                "single-answer",
                check.span,
                f"the check `{check.id}` has one answer, so it decides nothing",
                help="add the other answers, or remove the check",
            )
        elif check.answers and len(targets) == 1:
            yield Diagnostic(
                "same-target",
                check.span,
                f"all answers of the check `{check.id}` lead to `{check.answers[0].to}`",
                help="lead one of them elsewhere, or remove the check",
            )


def repeated_questions(graph: Graph) -> Iterator[Diagnostic]:
    """The same question twice on one path."""
    alike: defaultdict[str, list[Check]] = defaultdict(list)
    for node_id in graph.reachable:
        node = graph.tree.nodes[node_id]
        if isinstance(node, Check) and node.question:
            alike[_plain(node.question)].append(node)
    in_order = set(graph.order)
    for group in alike.values():
        askers = {check.id: check for check in group}
        origins = graph.origins(askers) if len(group) > 1 else {}
        for check in group:
            if check.id in origins and check.id in in_order:
                earlier = askers[origins[check.id]]
                yield Diagnostic(
                    "repeated-question",
                    check.question.span,
                    f"a path through `{earlier.id}` asks this question a second time",
                    help="lead the path past it, or ask what is different now",
                    related=(Related("asked here before", earlier.question.span),),
                )


def _plain(text: Text) -> str:
    return " ".join("".join(c if c.isalnum() else " " for c in text.value.casefold()).split())


# --- guidance and freshness -----------------------------------------------------------------------


def missing_guidance(_context: Context, tree: Tree) -> Iterator[Diagnostic]:
    """Nodes without texts that do not say so."""
    for node in tree.nodes.values():
        if not node.sections and not node.incomplete:
            yield Diagnostic(
                "missing-guidance",
                node.span,
                f"the {node.kind} `{node.id}` has no guidance",
                help="write its texts, or `incomplete: true` if they are known to be missing",
            )


def stale(context: Context, tree: Tree) -> Iterator[Diagnostic]:
    """A review that is overdue."""
    if tree.review_by is not None and tree.review_by < context.today:
        yield Diagnostic(
            "stale",
            tree.review_by_span,
            f"`{tree.id}` was to be reviewed by {tree.review_by.isoformat()}",
            help="review it, and set `reviewed` and `review_by`",
        )


# --- scenarios ------------------------------------------------------------------------------------


def scenarios(graph: Graph) -> Iterator[Diagnostic]:
    """Worked examples that do not come out as they say."""
    tree = graph.tree
    if tree.lost_arrows or not tree.start:
        return
    for scenario in tree.scenarios:
        if scenario.given and all(given.answer for given in scenario.given):
            problems = list(_unfit_answers(tree, scenario))
            yield from problems or _run(graph, scenario)


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


def _run(graph: Graph, scenario: Scenario) -> Iterator[Diagnostic]:
    tree = graph.tree
    steps = tuple(graph.walk(scenario_answers(tree, scenario)))
    end_id = graph.next(steps[-1]) if steps else tree.start
    if end_id is not None and isinstance(stopped := tree.nodes[end_id], Check):
        yield from _stopped(scenario, steps, stopped)
        return
    end = steps[-1].answer
    if _leads_nowhere(tree, end):
        return
    met = {step.check.id for step in steps}
    unmet = [given.check for given in scenario.given if given.check.value not in met]
    if unmet:
        yield _unmet(scenario, unmet, end.to)
    elif _resolves(tree, scenario.expect) and _full(end.to, tree) != _full(scenario.expect, tree):
        yield _failed(graph, scenario, steps, end.to)


def _resolves(tree: Tree, expected: Target) -> bool:
    """Whether what a scenario expects is there, as far as this tree knows."""
    return expected.node in tree.nodes if expected.tree in (None, tree.id) else True


def _full(target: Target, home: Tree) -> tuple[str, str | None]:
    return target.tree or home.id, target.node


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
    parted = next((step for step in steps if not _may_reach(graph, step, expected)), steps[-1])
    return Diagnostic(
        "scenario-fails",
        expected.span,
        f"the answers of this scenario lead to `{end}`, not to `{expected}`",
        help=f"expect `{end}`, or mend the answers: they part from `{expected}` at `{parted.check.id}`",
        related=(Related(f"`{parted.answer.label}` leads away from `{expected}`", parted.answer.label.span),),
    )


def _may_reach(graph: Graph, step: Step, expected: Target) -> bool:
    next_id = graph.next(step)
    if next_id is None:
        return False
    nodes = {next_id, *graph.descendants(next_id)}
    return (
        expected.node in nodes
        if expected.tree in (None, graph.tree.id)
        else any(
            _full(one.answer.to, graph.tree) == _full(expected, graph.tree)
            for node_id in nodes
            for one in graph.arrows(node_id)
        )
    )


def untested_terminals(graph: Graph) -> Iterator[Diagnostic]:
    """Terminals at which no scenario ends, in a tree that has scenarios."""
    tree = graph.tree
    if not tree.scenarios or not all(_resolves(tree, scenario.expect) for scenario in tree.scenarios):
        return
    tested = {_full(scenario.expect, tree) for scenario in tree.scenarios}
    for node in tree.terminals:
        if node.id in graph.reachable and (tree.id, node.id) not in tested:
            yield Diagnostic(
                "untested-terminal",
                node.span,
                f"no scenario ends at the {node.kind} `{node.id}`",
                help="add a worked example that does",
            )


_SITE_RULES: Iterable[Callable[[Context], Iterator[Diagnostic]]] = (same_tree_id, same_address)
_TREE_RULES: Iterable[Callable[[Context, Tree], Iterator[Diagnostic]]] = (
    unknown_targets,
    prose_links,
    reference_addresses,
    missing_guidance,
    stale,
)
_PARTIAL_GRAPH_RULES: tuple[Callable[[Graph], Iterator[Diagnostic]], ...] = (
    cycles,
    idle_checks,
    repeated_questions,
    scenarios,
)
_GRAPH_RULES = (*_PARTIAL_GRAPH_RULES, loops, unreachable, untested_terminals)
