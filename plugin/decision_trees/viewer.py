"""A tree to what its pages show of it: targets looked up, ways and references worked out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from decision_trees.addresses import is_external, node_page, tree_page
from decision_trees.library import Library, Place, place_page
from decision_trees.model import Answer, AnyNode, Check, Decision, Section, Target, Text, Tree
from decision_trees.outline import Branch, outline
from decision_trees.paths import MINUTES_PER_CHECK, Graph, Lengths, Step, scenario_answers
from decision_trees.views import (
    AnswerView,
    BranchView,
    ConditionView,
    LinkView,
    NodeView,
    ReferenceView,
    ScenarioView,
    SectionView,
    TreeView,
    WayView,
    step_id,
)

MOST_STEPS = 20
"""How many steps of a way a page lists; a tree can be hundreds of questions deep."""

MOST_OTHERS = 20
"""How many other outcomes the page of a terminal lists."""

MOST_WAYS_IN = 30
"""How many ways in a page lists; a check can be reached from hundreds of others."""


def place_link(place: Place, home: Tree) -> LinkView:
    """Make a link to a place, as seen from the tree `home`."""
    same = place.tree is home
    return LinkView(
        page=place_page(place),
        title=place.title,
        heading=place.heading,
        kind=place.node.kind if place.node else None,
        tree_page=tree_page(place.tree.file),
        step=step_id(place.node.id) if place.node else None,
        tree_title=None if same else str(place.tree.title),
    )


def target_link(library: Library, target: Target, home: Tree) -> LinkView:
    """Make a link to a target that stands in the tree `home` and has been checked.

    A target in a tree whose source cannot be read leads to the page that stands for that tree.
    """
    place = library.find(target, home)
    if place is not None:
        return place_link(place, home)
    unread = target.tree or ""
    page = tree_page(library.unread[unread])
    return LinkView(page, unread, unread, None, page, tree_title=unread)


class TreeViewer:
    """Makes the view of one tree that has no errors."""

    def __init__(self, library: Library, tree: Tree, today: date, words: Mapping[str, str]) -> None:
        self._library = library
        self._site_words = words
        self._tree = tree
        self._today = today
        self._graph: Graph = library.graph(tree)
        self._loops = _loops_by_target(self._graph)
        self._referrers = _referrers(library, tree)

    def view(self) -> TreeView:
        """Make the view."""
        tree = self._tree
        kinds = (tree.checks, tree.decisions, tree.warnings)
        numbers = {node.id: number for kind in kinds for number, node in enumerate(kind, 1)}
        nodes = {node.id: self._node(node, numbers[node.id]) for node in tree.nodes.values()}
        return TreeView(
            id=tree.id,
            version=tree.digest,
            page=tree_page(tree.file),
            title=str(tree.title),
            question=str(tree.question),
            category=_words(tree.category),
            summary=tree.summary,
            traversal=traversal(tree, self._graph, self._site_words),
            domains=tuple(map(str, tree.domains)),
            owner=_words(tree.owner),
            reviewed=tree.reviewed,
            review_by=tree.review_by,
            overdue=is_overdue(tree, self._today),
            start=nodes[tree.start],
            checks=tuple(nodes[node.id] for node in tree.checks),
            decisions=tuple(nodes[node.id] for node in tree.decisions),
            warnings=tuple(nodes[node.id] for node in tree.warnings),
            outline=tuple(map(self._branch, outline(self._graph))),
            edge_cases=tuple((str(case.title), case.text) for case in tree.edge_cases),
            see_also=tuple(self._references()),
            referred_by=self._referrers.get(None, ()),
            scenarios=tuple(self._scenarios()),
        )

    def _node(self, node: AnyNode, number: int) -> NodeView:
        graph = self._graph
        reachable = node.id in graph.reachable
        shared = graph.shared(node.id) if reachable else ()
        loops = self._loops.get(node.id, [])
        ways_in = graph.ways_in[node.id]
        count = len(ways_in) + len(loops)
        ways = [*self._ways(ways_in[:MOST_WAYS_IN], len(shared) if len(ways_in) > 1 else 0)]
        ways += self._loop_ways(loops[: MOST_WAYS_IN - len(ways)])
        return NodeView(
            id=node.id,
            kind=node.kind,
            number=number,
            page=node_page(self._tree.file, node.id),
            title=str(node.title),
            heading=str(node.question if isinstance(node, Check) else node.title),
            sections=tuple(map(self._section, node.sections)),
            incomplete=node.incomplete or not node.sections,
            answers=tuple(map(self._answer, node.answers)) if isinstance(node, Check) else (),
            alternatives=tuple(map(str, node.alternatives)) if isinstance(node, Decision) else (),
            then=None if isinstance(node, Check) or not node.then else self._link(node.then),
            lengths=graph.lengths.get(node.id, Lengths(0, 0)),
            trail=self._conditions(graph.shortest_to(node.id)),
            shared=self._conditions(shared) if count > 1 else (),
            ways=tuple(ways),
            more_ways=count - len(ways),
            reached=ways_in_words(graph.ways.get(node.id, 0), self._site_words),
            is_start=node.id == self._tree.start,
            referred_by=self._referrers.get(node.id, ()),
        )

    def _ways(self, steps: Iterable[Step], known: int) -> Iterator[WayView]:
        """Ways to a node by their last steps, less the first steps, `known` of them, that all share."""
        for step in steps:
            taken = (*self._graph.shared(step.check.id), step)[known:]
            ways = self._graph.ways[step.check.id]
            yield WayView(self._conditions(taken), _words(step.answer.alias), ways, None)

    def _loop_ways(self, steps: Iterable[Step]) -> Iterator[WayView]:
        for step in steps:
            yield WayView(self._conditions((step,)), _words(step.answer.alias), 1, _words(step.answer.loop))

    def _conditions(self, steps: Iterable[Step]) -> tuple[ConditionView, ...]:
        return conditions(self._tree, steps)

    def _section(self, section: Section) -> SectionView:
        return SectionView(section.key.replace("_", "-"), self._site_words[section.key], section.text)

    def _answer(self, answer: Answer) -> AnswerView:
        to = self._link(answer.to)
        return AnswerView(
            id=answer.id,
            label=str(answer.label),
            note=_words(answer.note),
            name=str(answer.alias or to.heading),
            to=to,
            loop=_words(answer.loop),
        )

    def _link(self, target: Target) -> LinkView:
        return target_link(self._library, target, self._tree)

    def _branch(self, branch: Branch) -> BranchView:
        answer, to = branch.answer, branch.to
        return BranchView(
            answer=_words(answer.label) if answer else None,
            note=_words(answer.note or answer.loop) if answer else None,
            to=self._link(to) if isinstance(to, Target) else place_link(Place(self._tree, to), self._tree),
            elsewhere=branch.elsewhere,
            branches=tuple(map(self._branch, branch.branches)),
        )

    def _references(self) -> Iterator[ReferenceView]:
        for reference in self._tree.see_also:
            if reference.to:
                link = self._link(reference.to)
                yield ReferenceView(link, None, None, link.heading, _words(reference.note))
            else:
                url = str(reference.url)
                yield ReferenceView(
                    None,
                    url if is_external(url) else None,
                    None if is_external(url) else url,
                    str(reference.title),
                    _words(reference.note),
                )

    def _scenarios(self) -> Iterator[ScenarioView]:
        for scenario in self._tree.scenarios:
            steps = tuple(self._graph.walk(scenario_answers(self._tree, scenario)))
            yield ScenarioView(
                title=str(scenario.title),
                walk="&".join(f"{step.check.id}={step.answer.id}" for step in steps),
                conditions=self._conditions(steps),
                end=self._link(scenario.expect),
                note=scenario.note,
            )


def _referrers(library: Library, tree: Tree) -> Mapping[str | None, tuple[LinkView, ...]]:
    """What refers to a tree (None) and to its nodes: other trees, and its own nodes in `then` and prose."""
    own = (
        (tree, one)
        for one in library.mentions(tree)
        if one.relation != "answer" and one.node and one.target.tree in (None, tree.id)
    )
    found: dict[str | None, dict[str, LinkView]] = {}
    for other, mention in (*own, *library.mentioned_by(tree)):
        link = place_link(Place(other, mention.node), tree)
        if link.leaves or link.step != step_id(mention.target.node or ""):
            found.setdefault(mention.target.node, {})[link.page] = link
    return {node_id: tuple(links.values()) for node_id, links in found.items()}


def _loops_by_target(graph: Graph) -> Mapping[str, list[Step]]:
    found: dict[str, list[Step]] = {}
    for check in graph.tree.checks:
        for step in (Step(check, answer) for answer in check.answers if answer.loop):
            target = graph.next(step) or ""
            found.setdefault(target, []).append(step)
    return found


def conditions(tree: Tree, steps: Iterable[Step]) -> tuple[ConditionView, ...]:
    """Write steps through a tree as conditions: of very many the last, with a sign for those before."""
    taken = tuple(steps)
    last = tuple(
        ConditionView(node_page(tree.file, step.check.id), str(step.check.title), str(step.answer.label))
        for step in taken[-MOST_STEPS:]
    )
    if len(taken) <= MOST_STEPS:
        return last
    before = taken[-MOST_STEPS - 1].check
    return (ConditionView(node_page(tree.file, before.id), "\N{HORIZONTAL ELLIPSIS}", ""), *last)


def is_overdue(tree: Tree, today: date) -> bool:
    """Say whether the day by which a tree was to be reviewed has passed."""
    return tree.review_by is not None and tree.review_by < today


def traversal(tree: Tree, graph: Graph, words: Mapping[str, str]) -> str:
    """Say how long a walk takes: as the author has it, or from the number of its questions."""
    if tree.traversal:
        return str(tree.traversal)
    lengths = graph.lengths[tree.start]
    least, most = lengths.least * MINUTES_PER_CHECK, lengths.most * MINUTES_PER_CHECK
    if least == most == 1:
        return words["minute"]
    return words["minutes" if least == most else "minutes_range"].format(least=least, most=most)


def ways_in_words(count: int, words: Mapping[str, str]) -> str:
    """Say in how many ways a node is reached."""
    few = ("unreached", "one_way")
    return words[few[count]] if count < len(few) else words["ways"].format(count=count)


def _words(text: Text | None) -> str | None:
    return str(text) if text else None
