"""Work that leaves its results on the disk, done in several processes at once."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import TypeVar

_Item = TypeVar("_Item")

MOST_PROCESSES = 8
"""Among how many processes work is shared; each takes memory, and soon the disk is what they wait for."""


def work_through(items: Sequence[_Item], work: Callable[[_Item], object]) -> None:
    """Do some work on each of some items, or on some of them: what is not done is for the caller to do.

    Nothing is handed over: each process begins as a copy of this one, and only what it writes remains.
    """
    count = min(cores(), MOST_PROCESSES)
    children = []
    for number in range(1, count):
        with suppress(OSError):  # there may be no more processes
            child = os.fork()
            if child == 0:
                _work_and_end(items[number::count], work)
            children.append(child)
    for item in items[::count]:
        work(item)
    for child in children:
        os.waitpid(child, 0)


def cores() -> int:
    """Count the cores that may be used here: one where no copy of this process can be made safely."""
    can_fork = hasattr(os, "sched_getaffinity") and threading.active_count() == 1
    return len(os.sched_getaffinity(0)) if can_fork else 1


def _work_and_end(items: Sequence[_Item], work: Callable[[_Item], object]) -> None:
    try:
        for item in items:
            work(item)
    finally:
        # Nothing else of this process is to be done twice, nor told.
        os._exit(0)
