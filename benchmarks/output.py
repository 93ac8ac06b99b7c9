"""What a build publishes, in bytes."""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterable
from dataclasses import dataclass
from statistics import mean

from benchmarks.corpus import Site

_ARTICLE = re.compile(rb"<article.*</article>", re.DOTALL)


@dataclass(frozen=True)
class Output:
    """Sizes in bytes.

    Attributes:
        total: All files together.
        index: The search index.
        index_packed: The search index, compressed.
        node_packed: The mean of the compressed HTML of a check or terminal, without the theme's shell.
        shell: The mean of the theme's shell around it, not compressed.
    """

    total: float
    index: float
    index_packed: float
    node_packed: float
    shell: float


def measure(site: Site, nodes: Iterable[str]) -> Output:
    """Measure what a site was built to.

    Args:
        site: The site.
        nodes: The addresses of the pages of checks and terminals.

    Raises:
        ValueError: The page of a check or terminal has no article.
    """
    index = (site.published / "search" / "search_index.json").read_bytes()
    measured = [_node(site, address) for address in nodes]
    return Output(
        total=sum(file.stat().st_size for file in site.published.rglob("*") if file.is_file()),
        index=len(index),
        index_packed=_packed(index),
        node_packed=mean(packed for packed, _ in measured),
        shell=mean(shell for _, shell in measured),
    )


def _node(site: Site, address: str) -> tuple[int, int]:
    html = (site.published / address / "index.html").read_bytes()
    article = _ARTICLE.search(html)
    if article is None:
        raise ValueError(f"{address} has no article")
    return _packed(article.group()), len(html) - len(article.group())


def _packed(data: bytes) -> int:
    return len(gzip.compress(data, mtime=0))
