"""What several ways have in common: the lowest common ancestor of their last arrows in a tree of arrows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, TypeVar

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True, eq=False)
class Shared(Generic[Item]):
    """An arrow in the tree of what all ways to it share.

    Attributes:
        arrow: The arrow.
        before: The arrow before it that all ways to it share.
        depth: How many of those there are, itself included.
        jump: One far before it, by which any before it is found in few jumps (Myers, "An applicative
            random-access stack", 1983).
    """

    arrow: Item
    before: Shared[Item] | None
    depth: int
    jump: Shared[Item] | None

    @classmethod
    def behind(cls, before: Shared[Item] | None, arrow: Item) -> Shared[Item]:
        """An arrow behind another; behind none, where ways share nothing before it."""
        if before is None:
            return cls(arrow, None, 1, None)
        first, second = before, before.jump
        is_far = second is not None and first.depth - second.depth == second.depth - _depth(second.jump)
        return cls(arrow, before, before.depth + 1, second.jump if second and is_far else before)


def _depth(shared: Shared[Item] | None) -> int:
    return shared.depth if shared else 0


def lowest_common(ways: list[Shared[Item]]) -> Shared[Item] | None:
    """What several ways share: the lowest common ancestor of their last arrows."""
    common: Shared[Item] | None = ways[0] if ways else None
    for way in ways[1:]:
        common = _common(common, way)
    return common


def _common(path: Shared[Item] | None, other: Shared[Item] | None) -> Shared[Item] | None:
    path, other = _at_depth(path, _depth(other)), _at_depth(other, _depth(path))
    while path is not None and other is not None and path is not other:
        # Of arrows as deep as each other the jumps are as long.
        far = path.jump is not other.jump
        path, other = (path.jump, other.jump) if far else (path.before, other.before)
    return path


def _at_depth(shared: Shared[Item] | None, depth: int) -> Shared[Item] | None:
    """The arrow itself, or the one before it that is no deeper than wanted."""
    while shared is not None and shared.depth > depth:
        shared = shared.jump if _depth(shared.jump) >= depth else shared.before
    return shared
