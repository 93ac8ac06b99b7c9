"""The strongly connected components of a graph: nodes that lead to each other are in one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator


def components(nodes: Iterable[str], ahead: Callable[[str], Iterable[str]]) -> dict[str, int]:
    """Number the components so that every arrow leads to one of the same number or a lower one.

    Args:
        nodes: All nodes.
        ahead: Gives the nodes to which the arrows of one lead.

    Returns:
        The number of the component of each node, counted from 0, in order of these numbers.
    """
    search = _ComponentSearch(ahead)
    for node in nodes:
        search.begin(node)
    return search.found


class _ComponentSearch:
    """Tarjan's algorithm ("Depth-first search and linear graph algorithms", 1972), without recursion."""

    def __init__(self, ahead: Callable[[str], Iterable[str]]) -> None:
        self.found: dict[str, int] = {}
        self._ahead = ahead
        self._count = 0
        self._met: dict[str, int] = {}
        self._lowest: dict[str, int] = {}
        self._waiting: list[str] = []
        self._path: list[tuple[str, Iterator[str]]] = []

    def begin(self, root: str) -> None:
        if root not in self._met:
            self._enter(root)
        while self._path:
            node, arrows = self._path[-1]
            unmet = next((behind for behind in arrows if not self._seen(node, behind)), None)
            if unmet is not None:
                self._enter(unmet)
            else:
                self._leave(node)

    def _enter(self, node: str) -> None:
        self._met[node] = self._lowest[node] = len(self._met)
        self._waiting.append(node)
        self._path.append((node, iter(self._ahead(node))))

    def _seen(self, node: str, behind: str) -> bool:
        if behind not in self._met:
            return False
        # One that has its component already leads to nothing on the path: else it would be in that one.
        if behind not in self.found:
            self._lowest[node] = min(self._lowest[node], self._met[behind])
        return True

    def _leave(self, node: str) -> None:
        self._path.pop()
        for above, _ in self._path[-1:]:
            self._lowest[above] = min(self._lowest[above], self._lowest[node])
        # Nothing behind the node leads above it, so what still waits from it on is one component.
        if self._lowest[node] == self._met[node]:
            while node not in self.found:
                self.found[self._waiting.pop()] = self._count
            self._count += 1
