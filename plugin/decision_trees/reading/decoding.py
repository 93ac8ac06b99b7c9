"""Sources read into trees: one after the other, or as many at once as there are processors."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from functools import partial
from itertools import starmap
from typing import NamedTuple

from decision_trees.source.decode import Decoded, decode


class TreeSource(NamedTuple):
    """What `decode` takes."""

    text: str
    file: str
    id_: str | None = None


DecodeAll = Callable[[Sequence[TreeSource]], Iterable[Decoded]]
"""Reads sources, in their order."""

FOR_A_PROCESS = 50
"""How many sources a process is worth: to start one and hand trees over takes as long as reading twenty."""

_AT_ONCE = 10
"""How many sources go to a process together."""


def one_by_one(sources: Sequence[TreeSource]) -> Iterable[Decoded]:
    """Read sources in this process."""
    return starmap(decode, sources)


def side_by_side(sources: Sequence[TreeSource]) -> Iterable[Decoded]:
    """Read sources in several processes, if they are many; for a command, which may start processes."""
    processes = min(usable_processors(), len(sources) // FOR_A_PROCESS)
    if processes <= 1:
        return one_by_one(sources)
    # Whoever interrupts the command interrupts the others by it.
    start = partial(signal.signal, signal.SIGINT, signal.SIG_IGN)
    try:
        with ProcessPoolExecutor(processes, initializer=start) as pool:
            return [*pool.map(decode, *zip(*sources, strict=True), chunksize=_AT_ONCE)]
    except (OSError, ImportError, NotImplementedError, BrokenProcessPool):
        # Some systems have no semaphores, and some give too little memory.
        return one_by_one(sources)


def usable_processors() -> int:
    """How many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
