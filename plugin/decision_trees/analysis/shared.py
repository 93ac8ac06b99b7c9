"""What several ways have in common: the lowest common ancestor of their last arrows in a tree of arrows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, TypeVar

Shareable = TypeVar("Shareable")


@dataclass(frozen=True, slots=True, eq=False)
class Shared(Generic[Shareable]):
    """An arrow in the tree of what all ways to it share.

    Attributes:
        arrow: The arrow.
        before: The arrow before it that all ways to it share.
        depth: How many of those there are, itself included.
        jump: One far before it, by which any before it is found in few jumps (Myers, "An applicative
            random-access stack", 1983).
    """

    arrow: Shareable
    before: Shared[Shareable] | None
    depth: int
    jump: Shared[Shareable] | None

    @classmethod
    def behind(cls, before: Shared[Shareable] | None, arrow: Shareable) -> Shared[Shareable]:
        """An arrow behind another; behind none, where ways share nothing before it."""
        if before is None:
            return cls(arrow, None, 1, None)
        first, second = before, before.jump
        is_far = second is not None and first.depth - second.depth == second.depth - _depth(second.jump)
        return cls(arrow, before, before.depth + 1, second.jump if second and is_far else before)


def _depth(shared: Shared[Shareable] | None) -> int:
    return shared.depth if shared else 0


def lowest_common(ways: list[Shared[Shareable]]) -> Shared[Shareable] | None:
    """What several ways share: the lowest common ancestor of their last arrows."""
    common: Shared[Shareable] | None = ways[0] if ways else None
    for way in ways[1:]:
        common = _common(common, way)
    return common


def _common(path: Shared[Shareable] | None, other: Shared[Shareable] | None) -> Shared[Shareable] | None:
    path, other = _at_depth(path, _depth(other)), _at_depth(other, _depth(path))
    while path is not None and other is not None and path is not other:
        # Of arrows as deep as each other the jumps are as long.
        far = path.jump is not other.jump
        path, other = (path.jump, other.jump) if far else (path.before, other.before)
    return path


def _at_depth(shared: Shared[Shareable] | None, depth: int) -> Shared[Shareable] | None:
    """The arrow itself, or the one before it that is no deeper than wanted."""
    while shared is not None and shared.depth > depth:
        shared = shared.jump if _depth(shared.jump) >= depth else shared.before
    return shared
