"""What is checked once all trees are read: one generator for each rule.

A rule that speaks of paths is silent about a tree whose arrows are broken, and one that counts on an order
is silent about a tree with a cycle: one cause is told once.
"""

from __future__ import annotations

import posixpath
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from decision_trees import addresses, links
from decision_trees.addresses import Addresses
from decision_trees.cursor import parse_target, shorten, unsafe_scheme
from decision_trees.diagnostics import Diagnostic, Related, Span, did_you_mean
from decision_trees.library import Library, mentions
from decision_trees.model import Answer, Check, Scenario, Target, Text, Tree
from decision_trees.paths import Graph, Step, scenario_answers
from decision_trees.source import locate


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


def examine(context: Context) -> Iterator[Diagnostic]:
    """Apply every rule to every tree, in no particular order."""
    for rule in _SITE_RULES:
        yield from rule(context)
    for tree in context.library.trees.values():
        for tree_rule in _TREE_RULES:
            yield from tree_rule(context, tree)
        graph = context.library.graph(tree)
        if _has_broken_arrows(graph):
            continue
        for graph_rule in _GRAPH_RULES:
            yield from graph_rule(graph)


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
        if mention.target.tree or mention.target.node:
            yield from _unknown(context.library, tree, mention.target)


def _unknown(library: Library, home: Tree, target: Target) -> Iterator[Diagnostic]:
    tree = home if target.tree in (None, home.id) else library.trees.get(target.tree or "")
    if tree is None:
        if target.tree not in library.unread:
            yield Diagnostic(
                "unknown-tree",
                target.span,
                f"no tree is named `{target.tree}`",
                label=did_you_mean(target.tree or "", library.trees),
                help="a tree's id is its file's name, less `.tree.yaml`",
            )
    elif target.node is not None and target.node not in tree.nodes:
        where = "" if tree is home else f" in the tree `{tree.id}`"
        named_tree = target.tree is None and target.node in library.trees
        yield Diagnostic(
            "unknown-target",
            target.span,
            f"no check or terminal{where} is named `{target.node}`",
            label=f"did you mean the tree `{target.node}/`?"
            if named_tree
            else did_you_mean(target.node, tree.nodes),
        )


def prose_links(context: Context, tree: Tree) -> Iterator[Diagnostic]:
    """Links in prose that lead nowhere, or where a page must not link to."""
    for text in tree.prose():
        seen: defaultdict[str, int] = defaultdict(int)
        for link in links.find(text.value):
            found = locate(context.sources[tree.file], text.span, link.url, seen[link.url])
            seen[link.url] += 1
            if link.target is not None:
                yield from _prose_target(context.library, tree, link.target, found)
            else:
                yield from _address(context.library, tree, link.url, found)


def _prose_target(library: Library, tree: Tree, written: str, span: Span) -> Iterator[Diagnostic]:
    target = parse_target(written, span)
    if target is not None:
        yield from _unknown(library, tree, target)
        return
    yield Diagnostic(
        "unknown-target",
        span,
        f"`{shorten(written)}` is not a target",
        help="write a node's id, `tree-id/`, or `tree-id/node-id` after `to:`",
    )


def reference_addresses(context: Context, tree: Tree) -> Iterator[Diagnostic]:
    """Cross-references to files that the site does not have."""
    for reference in tree.see_also:
        if reference.url:
            yield from _address(
                context.library, tree, reference.url.value, reference.url.span, docs_root=True
            )


def _address(
    library: Library, tree: Tree, url: str, span: Span, *, docs_root: bool = False
) -> Iterator[Diagnostic]:
    if (scheme := unsafe_scheme(url)) is not None:
        yield Diagnostic(
            "unsafe-url",
            span,
            f"a page must not link to a `{shorten(scheme)}:` address",
            help="use http, https, mailto, `to:`, or a path in the docs folder",
        )
        return
    path = url.partition("#")[0].partition("?")[0]
    if library.files is None or not path or ":" in url or path.startswith("/"):
        return
    file = local_path(tree, path, docs_root=docs_root)
    if file not in library.files and not path.endswith("/"):
        start = "the docs folder" if docs_root else "the folder of this source"
        yield Diagnostic(
            "unknown-file",
            span,
            f"the site has no file `{shorten(file)}`",
            label=did_you_mean(file, library.files),
            help=f"paths start from {start}",
        )


def local_path(tree: Tree, path: str, *, docs_root: bool = False) -> str:
    """The path in the docs folder that a tree means by a relative one.

    Args:
        tree: The tree in which it is written.
        path: As written, without fragment and query.
        docs_root: Whether it starts from the docs folder (`url`) or from the source's (prose).
    """
    folder = "" if docs_root else posixpath.dirname(tree.file)
    return posixpath.normpath(posixpath.join(folder, path))


# --- the graph ------------------------------------------------------------------------------------


def _has_broken_arrows(graph: Graph) -> bool:
    tree = graph.tree
    return any(
        target.tree in (None, tree.id) and target.node is not None and target.node not in tree.nodes
        for check in tree.checks
        for target in (answer.to for answer in check.answers)
    )


def cycles(graph: Graph) -> Iterator[Diagnostic]:
    """Answers that lead round in a circle."""
    place = {node_id: number for number, node_id in enumerate(graph.tree.nodes)}
    for cycle in graph.cycles():
        closing = max(cycle, key=lambda step: place[step.check.id])
        first = cycle.index(closing) + 1
        spelt = cycle[first:] + cycle[:first]
        words = " → ".join(f"`{step.check.id}` ({step.answer.label})" for step in spelt)
        yield Diagnostic(
            "cycle",
            closing.answer.to.span,
            f"these answers lead round in a circle: {words} → `{spelt[0].check.id}`",
            label="goes back",
            help="lead this answer elsewhere, or write why it goes back: `loop: <reason>`",
        )


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
    told: set[str] = set()
    for node in sorted(left, key=lambda one: one.id in inner):
        if node.id in told:
            continue
        told |= {node.id, *graph.descendants(node.id)}
        yield Diagnostic(
            "unreachable",
            node.span,
            f"no answer leads to the {node.kind} `{node.id}`"
            if node.id not in inner
            else f"no path from the start meets the {node.kind} `{node.id}`",
            help="let an answer lead to it, or remove it",
        )


def idle_checks(graph: Graph) -> Iterator[Diagnostic]:
    """Checks that decide nothing."""
    for check in graph.tree.checks:
        targets = {str(answer.to) for answer in check.answers}
        if len(check.answers) == 1:
            yield Diagnostic(
                "single-answer",
                check.span,
                f"the check `{check.id}` has one answer, so it decides nothing",
                help="add the other answers, or lead its predecessors straight on",
            )
        elif len(targets) == 1:
            yield Diagnostic(
                "same-target",
                check.span,
                f"all answers of the check `{check.id}` lead to `{targets.pop()}`",
                help="lead one of them elsewhere, or remove the check",
            )


def repeated_questions(graph: Graph) -> Iterator[Diagnostic]:
    """The same question twice on one path."""
    alike: defaultdict[str, list[Check]] = defaultdict(list)
    for node_id in graph.reachable:
        node = graph.tree.nodes[node_id]
        if isinstance(node, Check) and node.question:
            alike[_plain(node.question)].append(node)
    for earlier, *later in alike.values():
        behind = graph.descendants(earlier.id) if later else frozenset()
        for check in later:
            if check.id in behind:
                yield Diagnostic(
                    "repeated-question",
                    check.question.span,
                    f"a path through `{earlier.id}` asks this question a second time",
                    help="lead the path past it, or ask what is different now",
                    related=(Related("first asked here", earlier.question.span),),
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
    for scenario in graph.tree.scenarios:
        problems = list(_unfit_answers(graph.tree, scenario))
        yield from problems or _run(graph, scenario)


def _unfit_answers(tree: Tree, scenario: Scenario) -> Iterator[Diagnostic]:
    checks = [check.id for check in tree.checks]
    for given in scenario.given:
        check = tree.nodes.get(given.check.value)
        if not isinstance(check, Check):
            yield Diagnostic(
                "scenario-incomplete",
                given.check.span,
                f"no check is named `{shorten(given.check.value)}`",
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
    if steps:
        end = steps[-1].answer.to
        end_id = graph.next(steps[-1])
    else:
        end, end_id = Target(None, tree.start, scenario.span), tree.start
    if end_id is not None and isinstance(stopped := tree.nodes[end_id], Check):
        yield _stopped(scenario, stopped)
        return
    unused = [one for one in scenario.given if one.check.value not in {s.check.id for s in steps}]
    for given in unused:
        yield Diagnostic(
            "scenario-incomplete",
            given.check.span,
            f"the path of this scenario does not meet `{given.check.value}`",
            help="remove the answer, or mend the answers before it",
        )
    if not unused and _full(end, tree) != _full(scenario.expect, tree):
        yield _failed(graph, scenario, steps, end)


def _full(target: Target, home: Tree) -> tuple[str, str | None]:
    return target.tree or home.id, target.node


def _stopped(scenario: Scenario, stopped: Check) -> Diagnostic:
    names = ", ".join(f"`{answer.label}`" for answer in stopped.answers)
    return Diagnostic(
        "scenario-incomplete",
        scenario.span,
        f"the answers of this scenario stop at the check `{stopped.id}`",
        help=f"give an answer to it: {names}",
        related=(Related("not answered", stopped.span),),
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
    if _full(step.answer.to, graph.tree) == _full(expected, graph.tree):
        return True
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
    if not graph.tree.scenarios:
        return
    tested = {scenario.expect.node for scenario in graph.tree.scenarios}
    for node in graph.tree.terminals:
        if node.id not in tested:
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
_GRAPH_RULES: Iterable[Callable[[Graph], Iterator[Diagnostic]]] = (
    cycles,
    loops,
    unreachable,
    idle_checks,
    repeated_questions,
    scenarios,
    untested_terminals,
)
