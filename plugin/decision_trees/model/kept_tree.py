"""A tree of which that is known alone what others ask of it; it is read when more is asked."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property
from typing import Any, NamedTuple

from decision_trees.model.span import Span
from decision_trees.model.tree import AnyNode, Kind, NodeMark, Text, Tree


class KeptNode(NamedTuple):
    """A node without its texts; of what it is called, nobody asks where it stands."""

    id: str
    kind: Kind
    title_text: str
    heading_text: str
    formerly: tuple[Text, ...]
    span: Span

    @property
    def title(self) -> Text:
        """Its title."""
        return Text(self.title_text, self.span)

    @property
    def heading(self) -> Text:
        """What its page is headed by."""
        return Text(self.heading_text, self.span)


class KeptNodes(Mapping[str, AnyNode]):
    """The nodes of such a tree by id: all are read when one is wanted."""

    def __init__(self, ids: Iterable[str], read: Callable[[], Tree]) -> None:
        """Take the ids, and what reads the tree."""
        self._ids = dict.fromkeys(ids)
        self._read = read

    def __getitem__(self, node_id: str) -> AnyNode:
        """Give a node."""
        return self._read().nodes[node_id]

    def __contains__(self, node_id: object) -> bool:
        """Say whether there is such a node."""
        return node_id in self._ids

    def __iter__(self) -> Iterator[str]:
        """Give the ids."""
        return iter(self._ids)

    def __len__(self) -> int:
        """Count the nodes."""
        return len(self._ids)


class KeptTree(Tree):
    """A tree that is read when somebody asks for what is not known of it."""

    @classmethod
    def of(
        cls, known: Mapping[str, Any], marks: Callable[[], tuple[KeptNode, ...]], read: Callable[[], Tree]
    ) -> KeptTree:
        """Make one.

        Args:
            known: The fields that are known, by name; those that have a default must be among them.
            marks: Gives its nodes without their texts.
            read: Reads the tree.
        """
        tree = object.__new__(cls)
        tree.__dict__.update(known, _marks=marks, _read=read)
        return tree

    @property
    def marks(self) -> tuple[NodeMark, ...]:
        """Its nodes without their texts."""
        marks: Callable[[], tuple[NodeMark, ...]] = self.__dict__["_marks"]
        return marks()

    def mark(self, node_id: str) -> NodeMark | None:
        """What is known of one of them; None where there is no such node."""
        return self._by_id.get(node_id)

    @cached_property
    def _by_id(self) -> Mapping[str, NodeMark]:
        return {mark.id: mark for mark in self.marks}

    def at(self, file: str) -> Tree:
        """The same by another name of its file."""
        if file == self.file:
            return self
        tree = object.__new__(KeptTree)
        tree.__dict__.update(self.__dict__, file=file)
        return tree

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - whatever the field is
        """Read the tree, for something is asked that is not known."""
        if name.startswith("_"):
            raise AttributeError(name)
        tree = self.__dict__["_read"]()
        self.__dict__.update(vars(tree), file=self.file)
        return object.__getattribute__(self, name)
