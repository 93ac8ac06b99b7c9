"""A tree looked at alone, before the others are known, with what is assumed of them.

So what is found in it can be kept for as long as it stays the same and the assumptions hold, however the
others change.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple

from decision_trees.analysis.library import Library, Place
from decision_trees.model.ids import parse_target
from decision_trees.model.span import Span
from decision_trees.model.tree import Target, Tree

Address = tuple[str, str | None]
"""A tree's id, and that of a node in it; without one, the tree's start."""


class Assumptions(NamedTuple):
    """What is assumed of other trees, and of files: what there is to lead to, and what there is not."""

    present: tuple[Address, ...] = ()
    absent: tuple[Address, ...] = ()
    files: tuple[str, ...] = ()

    def hold(self, library: Library, home: Tree, lacks: Callable[[str], bool]) -> bool:
        """Whether it is so for a tree among all others; `lacks` says of a file that there is none."""
        return (
            all(_is_there(library, home, self.present))
            and not any(_is_there(library, None, self.absent))
            and not any(map(lacks, self.files))
        )


def _is_there(library: Library, home: Tree | None, addresses: Iterable[Address]) -> Iterable[bool]:
    span = Span("")
    if home is None:
        return (library.find(Target(*address, span)) is not None for address in addresses)
    return (library.leads(Target(*address, span), home) for address in addresses)


class LoneLibrary(Library):
    """A library of one tree: its arrows lead somewhere, and what else its texts name is nowhere."""

    def __init__(self, tree: Tree) -> None:
        """Take the tree."""
        super().__init__([tree])
        self._present: dict[Address, None] = {}
        self._absent: dict[Address, None] = {}
        self._files: dict[str, None] = {}
        self._is_enough = True

    @property
    def assumptions(self) -> Assumptions | None:
        """What was assumed so far; None where somebody asked for more of other trees than can be assumed."""
        if not self._is_enough:
            return None
        return Assumptions(tuple(self._present), tuple(self._absent), tuple(self._files))

    def lacks(self, file: str) -> bool:
        """Assume that a file is there."""
        self._files[file] = None
        return False

    @property
    def trees(self) -> dict[str, Tree]:
        """The other trees, which are not known."""
        self._is_enough = False
        return super().trees

    @property
    def unread(self) -> dict[str, str]:
        """The sources that could not be read, which are not known."""
        self._is_enough = False
        return super().unread

    def leads(self, target: Target, home: Tree | None) -> bool:
        """Assume that a target in another tree is there, and may be led to."""
        if home is None or target.tree in (None, home.id):
            return super().leads(target, home)
        self._present[target.tree or "", target.node] = None
        return True

    def knows(self, target: Target, home: Tree) -> bool:
        """Assume the same."""
        if target.tree in (None, home.id):
            return self.find(target, home) is not None
        return self.leads(target, home)

    def written(self, written: str, home: Tree | None = None) -> Place | None:
        """Assume that what a text names is no place in another tree."""
        target = parse_target(written, home.span if home else Span(""))
        if target is None or home is None or target.tree in (None, home.id):
            return self.find(target, home) if target else None
        self._absent[target.tree or "", target.node] = None
        return None
