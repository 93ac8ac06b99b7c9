"""All trees of a site together: targets resolved, references known in both directions."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType
from typing import Literal, NamedTuple

from decision_trees.analysis.graph import Graph
from decision_trees.analysis.names import NodeNames, TreeNames
from decision_trees.layout.addresses import node_page, tree_id, tree_page
from decision_trees.model.ids import parse_target
from decision_trees.model.line import Line
from decision_trees.model.span import Span
from decision_trees.model.tree import AnyNode, Check, Inner, NodeMark, Target, Text, Tree
from decision_trees.source.links import Link
from decision_trees.source.links import find as find_links

Relation = Literal["answer", "then", "see_also", "expect", "prose"]


@dataclass(frozen=True, slots=True)
class Place:
    """Something a target can lead to: a tree's start (no node), or a node in a tree."""

    tree: Tree
    node: NodeMark | None = None

    @property
    def title(self) -> Line:
        """What a link to the place says when its author left the words out."""
        return (self.node or self.tree).title.line

    @property
    def heading(self) -> Line:
        """The heading of its page: a check's question, else the title."""
        return self.node.heading.line if self.node else self.title


def place_page(place: Place) -> str:
    """The path of the page of a place."""
    file = place.tree.file
    return node_page(file, place.node.id) if place.node else tree_page(file)


class Mention(NamedTuple):
    """A target where it stands: in which node of the tree (None: in the tree at large), and as what."""

    node: NodeMark | None
    relation: Relation
    target: Target


class ProseLink(NamedTuple):
    """A link in the prose of a tree: in which node (None: in the tree at large), and in which text."""

    node: AnyNode | None
    text: Text
    link: Link


class Library:
    """The trees of one site.

    Attributes:
        doubles: The trees whose id another tree had first.
        files: The other files of the site that a source may name; None where they are not known.
        shows_drafts: Whether drafts are published too, for their authors.
    """

    def __init__(  # noqa: PLR0913 - what is known of them
        self,
        trees: Iterable[Tree],
        *,
        unread: Iterable[str] = (),
        ids: Mapping[str, str] = MappingProxyType({}),
        files: Iterable[str] | None = None,
        shows_drafts: bool = False,
        outward: Mapping[str, tuple[Mention, ...]] = MappingProxyType({}),
    ) -> None:
        """Take the trees; nothing is worked out before it is asked for.

        `ids` gives the ids of unread translations, by file, and `outward` what is known to lead from a tree
        into others.
        """
        self._trees: dict[str, Tree] = {}
        self.doubles: list[Tree] = []
        for tree in trees:
            if tree.id in self._trees:
                self.doubles.append(tree)
            self._trees.setdefault(tree.id, tree)
        self.shows_drafts = shows_drafts
        self._unread = {ids.get(file) or tree_id(file): file for file in unread}
        self.files = None if files is None else frozenset(files)
        self._graphs: dict[str, Graph] = {}
        self._links: dict[str, tuple[ProseLink, ...]] = {}
        self._mentions: dict[str, tuple[Mention, ...]] = {}
        self._outward = outward
        self._names: dict[str, NodeNames] = {}

    @property
    def trees(self) -> dict[str, Tree]:
        """Every tree that could be read, by id, in the order given; of two with one id, the first."""
        return self._trees

    @property
    def unread(self) -> dict[str, str]:
        """Sources that could not be read, by tree id, so that nobody is told they do not exist."""
        return self._unread

    def without_drafts(self) -> Library:
        """The trees that are published; the others are taken for unread, as they do exist."""
        everything = (*self.trees.values(), *self.doubles)
        trees = [tree for tree in everything if tree.draft is None]
        if len(trees) == len(everything):
            return self  # with all that is known of them
        left_out = {tree.file: id_ for id_, tree in self.trees.items() if tree.draft is not None}
        ids = {file: id_ for id_, file in self.unread.items()} | left_out
        return Library(trees, unread=ids, ids=ids, files=self.files, outward=self._outward)

    def is_left_out(self, tree: Tree, home: Tree | None) -> bool:
        """Whether a tree is a draft to which another, or a page, must not lead."""
        return tree.draft is not None and not self.shows_drafts and (home is None or home.draft is None)

    def graph(self, tree: Tree) -> Graph:
        """The graph of a tree, made once."""
        if tree.file not in self._graphs:
            self._graphs[tree.file] = Graph(tree)
        return self._graphs[tree.file]

    def forget_graph(self, tree: Tree) -> None:
        """Hold the graph of a tree no longer; who asks for it gets another."""
        self._graphs.pop(tree.file, None)

    @cached_property
    def names(self) -> TreeNames:
        """What the trees are called."""
        return TreeNames(self.trees)

    def node_names(self, tree: Tree) -> NodeNames:
        """What the nodes of a tree are called."""
        if tree.file not in self._names:
            self._names[tree.file] = NodeNames(tree)
        return self._names[tree.file]

    def links(self, tree: Tree) -> tuple[ProseLink, ...]:
        """The links in the prose of a tree, looked for once."""
        if tree.file not in self._links:
            self._links[tree.file] = tuple(
                ProseLink(node, text, link) for node, text in tree.prose() for link in find_links(text.value)
            )
        return self._links[tree.file]

    def find(self, target: Target, home: Tree | None = None) -> Place | None:
        """Resolve a target that stands in the tree `home`, or in a page; None where it leads nowhere."""
        at_home = home is not None and target.tree in (None, home.id)
        tree = home if at_home else self.trees.get(target.tree or "")
        if tree is None or not (target.tree or target.node):
            return None
        if target.node is None:
            return Place(tree)
        node = tree.mark(target.node)
        return Place(tree, node) if node else None

    def leads(self, target: Target, home: Tree | None) -> bool:
        """Whether a target leads to something that the tree `home`, or a page, may lead to."""
        at_home = home is not None and target.tree in (None, home.id)
        tree = home if at_home else self.trees.get(target.tree or "")
        if tree is None or self.is_left_out(tree, home):
            return False
        return bool(target.tree) if target.node is None else target.node in tree.nodes

    def knows(self, target: Target, home: Tree) -> bool:
        """Whether a target of the tree `home` leads somewhere, or may do so: into what could not be read."""
        return self.find(target, home) is not None or target.tree in self.unread

    def written(self, written: str, home: Tree | None = None) -> Place | None:
        """Resolve a target as written in a link of the tree `home`, or of a page."""
        target = parse_target(written, home.span if home else Span(""))
        return self.find(target, home) if target else None

    def mentions(self, tree: Tree) -> tuple[Mention, ...]:
        """Every target that a tree leads its readers to, by its prose too; scenarios lead nobody."""
        if tree.file not in self._mentions:
            self._mentions[tree.file] = (
                *(mention for mention in mentions(tree) if mention.relation != "expect"),
                *self._prose_mentions(tree),
            )
        return self._mentions[tree.file]

    def _prose_mentions(self, tree: Tree) -> Iterator[Mention]:
        for node, text, link in self.links(tree):
            target = parse_target(link.target, text.span) if link.target else None
            if target:
                yield Mention(node, "prose", target)

    def outward(self, tree: Tree) -> tuple[Mention, ...]:
        """Every mention of a place in another tree, the ends that scenarios expect included."""
        known = self._outward.get(tree.file)
        if known is not None:
            return known
        expected = (Mention(None, "expect", scenario.expect) for scenario in tree.scenarios)
        everything = (*self.mentions(tree), *expected)
        return tuple(mention for mention in everything if mention.target.tree not in (None, tree.id))

    def mentioned_by(self, tree: Tree) -> tuple[tuple[Tree, Mention], ...]:
        """What other trees say of this one: each with the target as it stands there."""
        return tuple(self._mentioned[tree.id])

    def surroundings(self, tree: Tree) -> str:
        """A digest of all that is published of a tree and comes from other trees.

        That is what their places are called and where they lie: the places that this tree leads to, and
        those that lead to it. What is published of a tree follows from its file, its own digest and this
        one.

        Returns:
            SHA-256 in hexadecimal. It stays the same while other trees change in their prose, in nodes that
            have nothing to do with this tree, or in their answers to each other.
        """
        ahead = [self._seen(mention.target) for mention in self.outward(tree)]
        behind = [
            (mention.target.node, mention.relation, _seen(Place(other, mention.node)))
            for other, mention in self.mentioned_by(tree)
        ]
        return hashlib.sha256(json.dumps([ahead, behind]).encode()).hexdigest()

    def _seen(self, target: Target) -> tuple[str, ...]:
        """What another tree sees of a target that names its tree."""
        place = self.find(target)
        return _seen(place) if place else (self.unread.get(target.tree or "", ""),)

    @cached_property
    def _mentioned(self) -> Mapping[str, list[tuple[Tree, Mention]]]:
        found: dict[str, list[tuple[Tree, Mention]]] = {id_: [] for id_ in self.trees}
        for tree in self.trees.values():
            for mention in self.outward(tree):
                if mention.target.tree in found and mention.relation != "expect":
                    found[mention.target.tree].append((tree, mention))
        return found


def _seen(place: Place) -> tuple[str, ...]:
    """What another tree sees of a place."""
    tree, node = place.tree, place.node
    whole = tree.file, str(tree.title)
    return (*whole, node.id, node.kind, place.title.source, place.heading.source) if node else whole


def mentions(tree: Tree) -> Iterator[Mention]:
    """Give every target that stands in a tree outside its prose, in the order of its parts."""
    for node in tree.nodes.values():
        if isinstance(node, Inner):
            for answer in node.answers:
                yield Mention(node, "answer" if isinstance(node, Check) else "then", answer.to)
        elif node.then:
            yield Mention(node, "then", node.then)
    for reference in tree.see_also:
        if reference.to:
            yield Mention(None, "see_also", reference.to)
    for scenario in tree.scenarios:
        yield Mention(None, "expect", scenario.expect)
