"""What in one version of a tree is the same as what in another."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Container, Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Protocol, TypeVar

from decision_trees.analysis.graph import Graph, scenario_answers
from decision_trees.compare.moves import Version
from decision_trees.model.ids import parse_target
from decision_trees.model.tree import Scenario, Target, Text, Tree
from decision_trees.source import links


class Published(Protocol):
    """Something whose id is an address."""

    @property
    def formerly(self) -> tuple[Text, ...]:
        """Ids under which it was published before."""


_Thing = TypeVar("_Thing", bound=Published)


def matched_ids(
    old: Mapping[str, _Thing],
    new: Mapping[str, _Thing],
    said: Callable[[_Thing], Sequence[Hashable]],
) -> dict[str, str]:
    """Match things by id, where one version names the other's id as a former one, and then by what they say.

    Args:
        old: The things before, by id.
        new: The things after.
        said: By what a thing is known whose id is another, the surest first; nothing where ids alone count.

    Returns:
        The new id for each old one that has any, in the order of the new version.
    """
    found = {id_: id_ for id_ in old if id_ in new}
    taken = set(found)
    renamed = [(former.value, now) for now, thing in new.items() for former in thing.formerly]
    undone = [(was, former.value) for was, thing in old.items() for former in thing.formerly]
    for was, now in (*renamed, *undone):
        if was in old and now in new and was not in found and now not in taken:
            found[was] = now
            taken.add(now)
    found |= _alike(old, new, found, said)
    place = {id_: number for number, id_ in enumerate(new)}
    return dict(sorted(found.items(), key=lambda pair: place[pair[1]]))


def _alike(
    old: Mapping[str, _Thing],
    new: Mapping[str, _Thing],
    found: Mapping[str, str],
    said: Callable[[_Thing], Sequence[Hashable]],
) -> dict[str, str]:
    """Match what is left over and says the same; where several do, in order if there are as many of them."""
    taken = set(found.values())
    before, after = [id_ for id_ in old if id_ not in found], [id_ for id_ in new if id_ not in taken]
    alike: dict[str, str] = {}
    words = [[said(side[id_]) for id_ in left] for side, left in ((old, before), (new, after))]
    for sureness in range(min(map(len, (*words[0], *words[1])), default=0)):
        was = _by_words(before, words[0], sureness, alike)
        now = _by_words(after, words[1], sureness, set(alike.values()))
        for what, ids in was.items():
            if len(ids) == len(now.get(what, ())):
                alike |= zip(ids, now[what], strict=True)
    return alike


def _by_words(
    ids: Sequence[str], words: Sequence[Sequence[Hashable]], sureness: int, taken: Container[str]
) -> Mapping[Hashable, list[str]]:
    """The ids of those left over, by what they say."""
    found: defaultdict[Hashable, list[str]] = defaultdict(list)
    for number, id_ in enumerate(ids):
        if id_ not in taken and words[number][sureness] is not None:
            found[words[number][sureness]].append(id_)
    return found


def paired(old: Sequence[Sequence[Hashable]], new: Sequence[Sequence[Hashable]]) -> dict[int, int]:
    """Match the items of two lists that have no ids.

    Args:
        old: For each item what it may be known by, the surest first.
        new: The same of the other list.

    Returns:
        The position in `new` for each position in `old` that has one. Items are matched by what is surest,
        those left over by what comes next; of several known by the same, the first with the first.
    """
    found: dict[int, int] = {}
    for sureness in range(min(map(len, (*old, *new)), default=0)):
        before = _numbered(old, sureness, found)
        after = _numbered(new, sureness, set(found.values()))
        found |= {position: after[known] for known, position in before.items() if known in after}
    return found


def _numbered(
    items: Sequence[Sequence[Hashable]], sureness: int, taken: Container[int]
) -> dict[tuple[Hashable, int], int]:
    """The positions of the items left over, by what they are known by and how many were known by it."""
    seen: Counter[Hashable] = Counter()
    found = {}
    for position, item in enumerate(items):
        if position not in taken:
            known = item[sureness]
            found[known, seen[known]] = position
            seen[known] += 1
    return found


@dataclass(frozen=True, eq=False)
class Side:
    """One version of a tree in names that both versions understand: those of the new one.

    Attributes:
        tree: The tree.
        names: The new ids of its checks and terminals, where they are not the same.
        answers: The new ids of answers, by new check id and own answer id, where they are not the same.
    """

    tree: Tree
    names: Mapping[str, str] = field(default_factory=dict)
    answers: Mapping[tuple[str, str], str] = field(default_factory=dict)

    @cached_property
    def graph(self) -> Graph:
        """Its arrows."""
        return Graph(self.tree)

    def name(self, node_id: str) -> str:
        """The name of a check or terminal."""
        return self.names.get(node_id, node_id)

    def place(self, target: Target) -> str:
        """The name of what a target leads to; in another tree, the target as written."""
        if target.tree not in (None, self.tree.id):
            return str(target)
        return self.name(target.node or self.tree.start)

    def prose(self, text: Text | None) -> str:
        """A Markdown text, its links by the names of what they lead to."""
        return links.rewrite(text.value, self._link) if text else ""

    def _link(self, link: links.Link) -> tuple[str | None, str]:
        target = parse_target(link.target, self.tree.span) if link.target else None
        return link.text, f"{links.SCHEME}{self.place(target)}" if target else link.url

    def version(self) -> Version:
        """Its arrows as `caused_moves` follows them."""
        arrows: dict[str, Mapping[str, str]] = {}
        for node_id in self.graph.order:
            check = self.name(node_id)
            if steps := self.graph.arrows(node_id):
                arrows[check] = {
                    self.answers.get((check, step.answer.id), step.answer.id): self.place(step.answer.to)
                    for step in steps
                }
        return Version(self.name(self.tree.start), arrows)

    def given(self, scenario: Scenario) -> frozenset[tuple[str, str]]:
        """The answers of a scenario."""
        found = (
            (self.name(check), answer.id) for check, answer in scenario_answers(self.tree, scenario).items()
        )
        return frozenset((check, self.answers.get((check, answer), answer)) for check, answer in found)

    def outcome(self, scenario: Scenario) -> str:
        """Where a scenario ends; empty where it gives no answer to the start."""
        steps = tuple(self.graph.walk(scenario_answers(self.tree, scenario)))
        return self.place(steps[-1].answer.to) if steps else ""
