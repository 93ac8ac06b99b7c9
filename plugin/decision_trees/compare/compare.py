"""What changed for a reader between two versions of trees.

Ids are identity: a check, step or terminal is the same in both versions if its id is, or if one version names
the other's id under `formerly`; of those left over, the ones that say the same. What a reader does not
see (comments, layout, keys of the author's own) and the order of things in the file are not looked at. How a
comparison looks is in `comparison_reports`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from functools import cached_property

from decision_trees.compare import texts
from decision_trees.compare.match import Side, matched_ids, paired
from decision_trees.compare.moves import Cause, Move, Version, caused_moves
from decision_trees.compare.texts import (
    ChangedPart,
    ChangedParts,
    Rewording,
    Rewriting,
    changes,
    list_changes,
    text_of,
)
from decision_trees.model.tree import Answer, AnyNode, Inner, Step, Tree


@dataclass(frozen=True, slots=True)
class Redirection:
    """Something of both versions that leads elsewhere.

    Attributes:
        cause: The arrow: its check or step and its answer. Without an answer, a node that is of another
            kind; without a check, the start.
        label: The answer's label; empty for the way on from a step.
        was: Where it led: a node's id, or a target in another tree. Without an answer, the node's kind.
        now: Where it leads.
        moves: The ways that end elsewhere because of it; None where no way of both versions comes to it, or
            where no ways were counted.
        goes_back: Whether the arrow goes back to an earlier check now.
    """

    cause: Cause
    label: str
    was: str
    now: str
    moves: tuple[Move, ...] | None
    goes_back: bool = False


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """Two versions of one tree. What both have is named as in the new one.

    Attributes:
        old: The version before.
        new: The version after.
        before: The old version in the names of the new one.
        too_many_ways: Whether there was too much to follow, so that no moves were counted.
        redirections: Answers that lead elsewhere.
        lost: Checks and ends of both versions that no walk comes to any more.
        gained: Those that a walk newly comes to.
        added: Checks and terminals that are new.
        removed: Those that are gone.
        renamed: The old and the new id of those whose address changed.
        nodes: What changed at checks and terminals.
        scenarios: What changed in the worked examples; "outcome" is where one ends.
        edge_cases: What changed in the edge cases.
        references: What changed in the cross-references.
        tree: What changed in the tree's own texts.
        addresses_lost: Ids whose addresses led here and now lead nowhere; a tree's ends with `/`.
        addresses_gained: Former ids whose addresses now lead here.
    """

    old: Tree
    new: Tree
    before: Side
    too_many_ways: bool
    redirections: tuple[Redirection, ...]
    lost: tuple[str, ...]
    gained: tuple[str, ...]
    added: tuple[AnyNode, ...]
    removed: tuple[AnyNode, ...]
    renamed: tuple[tuple[str, str], ...]
    nodes: tuple[ChangedPart, ...]
    scenarios: ChangedParts
    edge_cases: ChangedParts
    references: ChangedParts
    tree: ChangedPart
    addresses_lost: tuple[str, ...]
    addresses_gained: tuple[str, ...]

    @property
    def changed(self) -> bool:
        """Whether a reader meets anything that is not as it was."""
        unseen = ("old", "new", "before", "too_many_ways")
        return any(getattr(self, field.name) for field in fields(self) if field.name not in unseen)


@dataclass(frozen=True, slots=True)
class Comparisons:
    """Two versions of several trees.

    Attributes:
        added: Trees that are new.
        removed: Trees that are gone.
        changed: The others in which something changed.
    """

    added: tuple[Tree, ...] = ()
    removed: tuple[Tree, ...] = ()
    changed: tuple[Comparison, ...] = ()

    def __bool__(self) -> bool:
        """Say whether anything changed."""
        return bool(self.added or self.removed or self.changed)


def compare_all(old: Iterable[Tree], new: Iterable[Tree]) -> Comparisons:
    """Compare each tree with that of the same id or former id; none of them has errors."""
    before, after = {tree.id: tree for tree in old}, {tree.id: tree for tree in new}
    names = matched_ids(before, after, lambda _: ())
    lasting = set(names.values())
    compared = [compare(before[was], after[now]) for was, now in names.items()]
    return Comparisons(
        added=tuple(tree for tree in after.values() if tree.id not in lasting),
        removed=tuple(tree for tree in before.values() if tree.id not in names),
        changed=tuple(comparison for comparison in compared if comparison.changed),
    )


def compare(old: Tree, new: Tree) -> Comparison:
    """Compare two versions of a tree, neither of which has errors."""
    names = matched_ids(old.nodes, new.nodes, texts.said_by)
    lasting = set(names.values())
    before, after = Side(old, names), Side(new)
    nodes = [_NodePair(before, after, old.nodes[was], new.nodes[now]) for was, now in names.items()]
    answers = {(pair.now.id, was.id): now.id for pair in nodes for was, now in pair.answers}
    before = replace(before, answers=answers)
    old_version, new_version = before.version(), after.version()
    moves = caused_moves(old_version, new_version)
    renamed = tuple((was, now) for was, now in names.items() if was != now)
    return Comparison(
        old=old,
        new=new,
        before=before,
        too_many_ways=moves is None,
        redirections=tuple(_redirections(before, after, nodes, moves or {})),
        lost=_missing_places(old_version, new_version, lasting),
        gained=_missing_places(new_version, old_version, lasting),
        added=tuple(node for node in new.nodes.values() if node.id not in lasting),
        removed=tuple(node for node in old.nodes.values() if node.id not in names),
        renamed=renamed,
        nodes=tuple(filter(None, (pair.part() for pair in nodes))),
        scenarios=list_changes(texts.of_scenarios(before), texts.of_scenarios(after)),
        edge_cases=list_changes(texts.of_edge_cases(before), texts.of_edge_cases(after)),
        references=list_changes(texts.of_references(before), texts.of_references(after)),
        tree=changes(texts.of_tree(before), texts.of_tree(after)),
        addresses_lost=_missing_addresses(old, new, f"{old.id}/", *(was for was, _ in renamed)),
        addresses_gained=_missing_addresses(new, old),
    )


@dataclass(frozen=True)
class _NodePair:
    """A check or terminal in both versions."""

    before: Side
    after: Side
    was: AnyNode
    now: AnyNode

    @cached_property
    def _positions(self) -> Mapping[int, int]:
        """For the answers of both, old position to new: known by id, else label, else where they lead."""
        if self.was.kind != self.now.kind:
            return {}
        known = [
            [(answer.id, str(answer.label), side.place(answer.to)) for answer in _answers(node)]
            for side, node in ((self.before, self.was), (self.after, self.now))
        ]
        return dict(sorted(paired(*known).items()))

    @property
    def answers(self) -> Iterator[tuple[Answer, Answer]]:
        """The answers of both, in the old order."""
        for was, now in self._positions.items():
            yield _answers(self.was)[was], _answers(self.now)[now]

    def part(self) -> ChangedPart:
        """What changed of its texts and answers."""
        part = changes(texts.of_node(self.before, self.was), texts.of_node(self.after, self.now))
        order = list(self._positions.values())
        reordered = () if order == sorted(order) else (Rewriting("order of the answers", "changed"),)
        return ChangedPart(
            part.name, (*part.rewordings, *self._answer_rewordings()), (*part.rewritings, *reordered)
        )

    def _answer_rewordings(self) -> Iterator[Rewording]:
        for position, answer in enumerate(() if isinstance(self.was, Step) else _answers(self.was)):
            if position not in self._positions:
                yield Rewording("answer", f"{answer.label} → {self.before.place(answer.to)}", "")
        for position, answer in enumerate(() if isinstance(self.now, Step) else _answers(self.now)):
            if position not in self._positions.values():
                yield Rewording("answer", "", f"{answer.label} → {self.after.place(answer.to)}")
        for was, now in self.answers:
            label = str(now.label)
            if str(was.label) != label:
                yield Rewording("answer", str(was.label), label)
            elif was.id != now.id:
                yield Rewording("id", was.id, now.id, label)
            yield from texts.rewordings(_arrow_lines(was), _arrow_lines(now), label)


def _answers(node: AnyNode) -> tuple[Answer, ...]:
    return node.answers if isinstance(node, Inner) else ()


def _arrow_lines(answer: Answer) -> dict[str, str]:
    return {
        "note": text_of(answer.note),
        "name of the target": text_of(answer.alias),
        "reason to go back": text_of(answer.loop),
    }


def _redirections(
    before: Side, after: Side, nodes: Sequence[_NodePair], moves: Mapping[Cause, tuple[Move, ...]]
) -> Iterator[Redirection]:
    start, start_now = before.name(before.tree.start), after.tree.start
    if start != start_now:
        yield Redirection(Cause(), "", start, start_now, moves.get(Cause()))
    for pair in nodes:
        if pair.was.kind != pair.now.kind:
            cause = Cause(pair.now.id)
            yield Redirection(cause, "", pair.was.kind, pair.now.kind, moves.get(cause))
        for was, now in pair.answers:
            place, place_now = before.place(was.to), after.place(now.to)
            if place != place_now or bool(was.loop) != bool(now.loop):
                cause = Cause(pair.now.id, now.id)
                label = str(now.label)
                yield Redirection(cause, label, place, place_now, moves.get(cause), bool(now.loop))


def _missing_places(version: Version, other: Version, lasting: set[str]) -> tuple[str, ...]:
    """The places that only one version comes to; a node that only one has is told as such."""
    missing = (place for place in version.places if place not in other.places)
    return tuple(place for place in missing if place in lasting or "/" in place)


def _missing_addresses(tree: Tree, other: Tree, *more: str) -> tuple[str, ...]:
    """Former ids of one version, and what else is named, that lead nowhere in the other."""
    here = [*more, *_former_addresses(tree)]
    there = {f"{other.id}/", *other.nodes, *_former_addresses(other)}
    return tuple(address for address in here if address not in there)


def _former_addresses(tree: Tree) -> Iterator[str]:
    for former in tree.formerly:
        yield f"{former}/"
    for node in tree.nodes.values():
        yield from map(str, node.formerly)
