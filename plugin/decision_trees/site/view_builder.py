"""A tree to what its pages show of it: targets looked up, ways and references worked out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from decision_trees.analysis.graph import MINUTES_PER_NODE, Arrow, Graph, Lengths, scenario_answers
from decision_trees.analysis.library import Library, Place, place_page
from decision_trees.analysis.outline import Branch, outline
from decision_trees.layout.addresses import is_external, node_page, tree_page
from decision_trees.model.line import Line
from decision_trees.model.tree import (
    Answer,
    AnyNode,
    Check,
    Decision,
    Inner,
    Section,
    Step,
    Target,
    Terminal,
    Text,
    Tree,
)
from decision_trees.site.views import (
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
from decision_trees.words import heading

MOST_STEPS = 20
"""How many steps of a way a page lists; a tree can be hundreds of questions deep."""

MOST_OTHERS = 20
"""How many other outcomes the page of a terminal lists."""

MOST_WAYS_IN = 30
"""How many ways in a page lists; a check can be reached from hundreds of others."""

MOST_WAYS_TOLD = 1_000_000
"""Up to how many ways a page tells their number: their number grows exponentially, and tells nobody more."""

_NO_NUMBERS: Mapping[str, int] = {}


def place_link(place: Place, home: Tree, numbers: Mapping[str, int] = _NO_NUMBERS) -> LinkView:
    """Make a link to a place, as seen from the tree `home`, whose nodes have `numbers`."""
    same = place.tree is home
    return LinkView(
        page=place_page(place),
        title=place.title,
        heading=place.heading,
        kind=place.node.kind if place.node else None,
        tree_page=tree_page(place.tree.file),
        step=step_id(place.node.id) if place.node else None,
        tree_title=None if same else place.tree.title.line,
        number=numbers.get(place.node.id) if place.node and same else None,
    )


def target_link(
    library: Library, target: Target, home: Tree, numbers: Mapping[str, int] = _NO_NUMBERS
) -> LinkView:
    """Make a link to a target that stands in the tree `home` and has been checked.

    One in a tree of which that part, or all, cannot be read leads to the page that stands for that tree.
    """
    place = library.find(target, home)
    if place is None and (tree := library.trees.get(target.tree or "")):
        place = Place(tree)
    if place is not None:
        return place_link(place, home, numbers)
    page, unread = tree_page(library.unread[target.tree or ""]), Line(target.tree or "")
    return LinkView(page, unread, unread, None, page, tree_title=unread)


class TreeViewer:
    """Makes the view of one tree that has no errors."""

    def __init__(self, library: Library, tree: Tree, today: date, words: Mapping[str, str]) -> None:
        self._library = library
        self._site_words = words
        self._tree = tree
        self._today = today
        self._graph: Graph = library.graph(tree)
        # As a walk meets them, then those that none meets.
        order = dict.fromkeys((*self._graph.walk_order, *tree.nodes))
        places = {node_id: place for place, node_id in enumerate(order)}
        kinds: Sequence[Sequence[AnyNode]] = (tree.checks, tree.steps, tree.decisions, tree.warnings)
        self._kinds = [sorted(kind, key=lambda node: places[node.id]) for kind in kinds]
        self._numbers = {node.id: number for kind in self._kinds for number, node in enumerate(kind, 1)}
        self._loops = _loops_by_target(self._graph)
        self._referrers = _referrers(library, tree)
        self._links: dict[tuple[str | None, str | None], LinkView] = {}
        self._known: dict[tuple[str, str], ConditionView] = {}

    def view(self) -> TreeView:
        """Make the view."""
        tree = self._tree
        checks, steps, decisions, warnings = (tuple(map(self._node, kind)) for kind in self._kinds)
        return TreeView(
            id=tree.id,
            version=tree.digest,
            page=tree_page(tree.file),
            title=tree.title.line,
            question=tree.question.line,
            asks_of_its_own=tree.asks_of_its_own,
            draft=tree.draft is not None,
            category=_words(tree.category),
            summary=tree.summary,
            traversal=traversal(tree, self._graph, self._site_words),
            domains=tuple(map(str, tree.domains)),
            owner=_words(tree.owner),
            reviewed=tree.reviewed,
            review_by=tree.review_by,
            overdue=is_overdue(tree, self._today),
            start=next(node for node in (*checks, *steps) if node.is_start),
            checks=checks,
            steps=steps,
            decisions=decisions,
            warnings=warnings,
            outline=tuple(map(self._branch, outline(self._graph))),
            edge_cases=tuple((case.title.line, case.text) for case in tree.edge_cases),
            see_also=tuple(self._references()),
            referred_by=self._referrers.get(None, ()),
            scenarios=tuple(self._scenarios()),
        )

    def _node(self, node: AnyNode) -> NodeView:
        graph = self._graph
        reachable = node.id in graph.reachable
        shared = graph.shared_count(node.id) if reachable else 0
        loops = self._loops.get(node.id, [])
        ways_in = graph.ways_in[node.id]
        count = len(ways_in) + len(loops)
        ways = [*self._ways(ways_in[:MOST_WAYS_IN], shared if len(ways_in) > 1 else 0)]
        ways += self._loop_ways(loops[: MOST_WAYS_IN - len(ways)])
        shortest = graph.shortest_to(node.id, MOST_STEPS + 1)
        # What to do comes before the reasons for it.
        sections = sorted(node.sections, key=lambda section: section.key == "why")
        return NodeView(
            id=node.id,
            kind=node.kind,
            number=self._numbers[node.id],
            page=node_page(self._tree.file, node.id),
            title=node.title.line,
            heading=node.heading.line,
            sections=tuple(map(self._section, sections)),
            incomplete=node.is_unwritten,
            answers=tuple(map(self._answer, node.answers)) if isinstance(node, Inner) else (),
            pick_first=isinstance(node, Check) and node.pick_first,
            any_of=tuple(alternative.line for alternative in node.any_of)
            if isinstance(node, Decision)
            else (),
            alternatives=tuple(alternative.line for alternative in node.alternatives)
            if isinstance(node, Decision)
            else (),
            then=self._link(node.then) if isinstance(node, Terminal) and node.then else None,
            lengths=graph.lengths.get(node.id, Lengths(0, 0)),
            trail=self._conditions(shortest),
            fragment=f"walk?{_query(shortest)}" if 0 < len(shortest) <= MOST_STEPS else step_id(node.id),
            shared=self._conditions(graph.shared(node.id, MOST_STEPS + 1)) if shared and count > 1 else (),
            ways=tuple(ways),
            more_ways=count - len(ways),
            reached=ways_in_words(graph.ways.get(node.id, 0), self._site_words),
            is_start=node.id == self._tree.start,
            referred_by=self._referrers.get(node.id, ()),
        )

    def _ways(self, steps: Iterable[Arrow], known: int) -> Iterator[WayView]:
        """Ways to a node by their last steps, less the first steps, `known` of them, that all share."""
        for step in steps:
            before = self._graph.shared_count(step.node.id) - known
            taken = (*self._graph.shared(step.node.id, min(before, MOST_STEPS)), step)
            count = count_in_words(self._graph.ways[step.node.id], self._site_words)
            yield WayView(self._conditions(taken), _line(step.answer.alias), count, None)

    def _loop_ways(self, steps: Iterable[Arrow]) -> Iterator[WayView]:
        for step in steps:
            yield WayView(self._conditions((step,)), _line(step.answer.alias), "", _line(step.answer.loop))

    def _conditions(self, steps: Iterable[Arrow]) -> tuple[ConditionView, ...]:
        return conditions(self._tree, steps, self._known)

    def _section(self, section: Section) -> SectionView:
        return SectionView(
            section.key.replace("_", "-"), heading(section.key, self._site_words), section.text
        )

    def _answer(self, answer: Answer) -> AnswerView:
        to = self._link(answer.to)
        return AnswerView(
            id=answer.id,
            label=answer.label.line or Line(self._site_words["continue"]),
            note=_line(answer.note),
            name=_line(answer.alias) or to.heading,
            to=to,
            loop=_line(answer.loop),
        )

    def _link(self, target: Target) -> LinkView:
        key = target.tree, target.node
        if key not in self._links:
            self._links[key] = target_link(self._library, target, self._tree, self._numbers)
        return self._links[key]

    def _local(self, node: AnyNode) -> LinkView:
        return place_link(Place(self._tree, node), self._tree, self._numbers)

    def _branch(self, branch: Branch) -> BranchView:
        answer, to = branch.answer, branch.to
        return BranchView(
            answer=answer.label.line if answer and answer.label else None,
            note=self._answer(answer).aside if answer else None,
            to=self._link(to) if isinstance(to, Target) else self._local(to),
            node="" if isinstance(to, Target) else to.id,
            elsewhere=branch.elsewhere,
            branches=tuple(map(self._branch, branch.branches)),
        )

    def _references(self) -> Iterator[ReferenceView]:
        for reference in self._tree.see_also:
            if reference.to:
                link = self._link(reference.to)
                yield ReferenceView(link, None, None, link.heading, _line(reference.note))
            else:
                url = str(reference.url)
                yield ReferenceView(
                    None,
                    url if is_external(url) else None,
                    None if is_external(url) else url,
                    Line(str(reference.title)),
                    _line(reference.note),
                )

    def _scenarios(self) -> Iterator[ScenarioView]:
        for scenario in self._tree.scenarios:
            steps = tuple(self._graph.walk(scenario_answers(self._tree, scenario)))
            answers = [step for step in steps if step.answer.label]
            yield ScenarioView(
                title=scenario.title.line,
                walk=_query(steps),
                conditions=self._conditions(answers),
                end=self._link(scenario.expect),
                note=scenario.note,
            )


def _query(steps: Iterable[Arrow]) -> str:
    """A walk as written in an address."""
    return "&".join(f"{step.node.id}={step.answer.id}" for step in steps)


def _referrers(library: Library, tree: Tree) -> Mapping[str | None, tuple[LinkView, ...]]:
    """What refers to a tree (None) and to its nodes: other trees, and its own nodes in `then` and prose."""
    own = (
        (tree, mention)
        for mention in library.mentions(tree)
        if mention.relation != "answer"
        and mention.node
        and not isinstance(mention.node, Step)
        and mention.target.tree in (None, tree.id)
    )
    found: dict[str | None, dict[str, LinkView]] = {}
    for other, mention in (*own, *library.mentioned_by(tree)):
        link = place_link(Place(other, mention.node), tree)
        if link.leaves or link.step != step_id(mention.target.node or ""):
            found.setdefault(mention.target.node, {})[link.page] = link
    return {node_id: tuple(links.values()) for node_id, links in found.items()}


def _loops_by_target(graph: Graph) -> Mapping[str, list[Arrow]]:
    found: dict[str, list[Arrow]] = {}
    for node in graph.tree.inner:
        for step in (Arrow(node, answer) for answer in node.answers if answer.loop):
            target = graph.next(step) or ""
            found.setdefault(target, []).append(step)
    return found


def conditions(
    tree: Tree, steps: Iterable[Arrow], known: dict[tuple[str, str], ConditionView] | None = None
) -> tuple[ConditionView, ...]:
    """Write steps through a tree as conditions: of very many the last, with a sign for those before.

    Of those before, the last is enough. What is `known` is not made again, and gets what is made: the same
    steps lead to many nodes.
    """
    taken = tuple(steps)
    known = {} if known is None else known
    for step in taken[-MOST_STEPS:]:
        if step.key not in known:
            page = node_page(tree.file, step.node.id)
            known[step.key] = ConditionView(page, step.node.title.line, step.answer.label.line)
    last = tuple(known[step.key] for step in taken[-MOST_STEPS:])
    if len(taken) <= MOST_STEPS:
        return last
    before = taken[-MOST_STEPS - 1].node
    return (ConditionView(node_page(tree.file, before.id), Line("\N{HORIZONTAL ELLIPSIS}"), Line("")), *last)


def is_overdue(tree: Tree, today: date) -> bool:
    """Say whether the day by which a tree was to be reviewed has passed."""
    return tree.review_by is not None and tree.review_by < today


def traversal(tree: Tree, graph: Graph, words: Mapping[str, str]) -> str:
    """Say how long a walk takes: as the author has it, or from the number of its checks and steps."""
    if tree.traversal:
        return str(tree.traversal)
    lengths = graph.lengths[tree.start]
    least, most = lengths.least * MINUTES_PER_NODE, lengths.most * MINUTES_PER_NODE
    if least == most == 1:
        return words["minute"]
    return words["minutes" if least == most else "minutes_range"].format(least=least, most=most)


def ways_in_words(count: int, words: Mapping[str, str]) -> str:
    """Say in how many ways a node is reached."""
    few = ("unreached", "one_way")
    if count < len(few):
        return words[few[count]]
    return words["many_ways"] if count > MOST_WAYS_TOLD else words["ways"].format(count=count)


def count_in_words(count: int, words: Mapping[str, str]) -> str:
    """Say how many ways there are; nothing where it is one."""
    if count == 1:
        return ""
    return words["count_many_ways"] if count > MOST_WAYS_TOLD else words["count_ways"].format(count=count)


def _line(text: Text | None) -> Line | None:
    return text.line if text else None


def _words(text: Text | None) -> str | None:
    return str(text) if text else None
