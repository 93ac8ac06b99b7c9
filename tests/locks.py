"""The locks of Python packages, and which of them this environment was set up from."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from importlib.metadata import distributions
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from tests.site_fixtures import REPOSITORY

DEV = REPOSITORY / "requirements" / "dev.txt"
LOWEST = REPOSITORY / "requirements" / "lowest.txt"
NEIGHBOURS = REPOSITORY / "requirements" / "neighbours.txt"

HOSTS = [
    REPOSITORY / "requirements" / f"{name}.txt"
    for name in ("hosts", "materialx", "release", "sphinx", "zensical")
]
"""The locks of other generators and of a release's checks, each for an environment without our tests."""

FROM_SOURCE = {NEIGHBOURS: REPOSITORY / "requirements" / "neighbours-sources.txt"}
"""What stands beside a lock, because it is there as sources alone."""


def pins(lock: Path) -> Iterator[Requirement]:
    """Read a lock.

    Yields:
        What it pins: each a name, one version and perhaps a marker.
    """
    for line in re.sub(r"\\\n", "", lock.read_text(encoding="utf-8")).splitlines():
        if line and not line.lstrip().startswith("#"):
            yield Requirement(line.partition(" --hash=")[0])
    if lock in FROM_SOURCE:
        yield from pins(FROM_SOURCE[lock])


def pinned_here(lock: Path) -> dict[str, str]:
    """Return the versions that a lock gives the packages of this environment, by name."""
    return {
        canonicalize_name(pin.name): next(iter(pin.specifier)).version
        for pin in pins(lock)
        if pin.marker is None or pin.marker.evaluate()
    }


@cache
def installed_lock() -> Path:
    """Return the lock that this environment was set up from."""
    here = {canonicalize_name(distribution.name): distribution.version for distribution in distributions()}
    [lock] = [lock for lock in (DEV, LOWEST, NEIGHBOURS) if pinned_here(lock).items() <= here.items()]
    return lock


def listed(freeze: str) -> dict[str, str]:
    """Return the versions of packages, by name, from what `pip list --format=freeze` prints."""
    lines = (line.split("==") for line in freeze.split())
    return {canonicalize_name(name): pinned for name, pinned in lines}
