"""What all tests share: Hypothesis' profiles, and reading with either of YAML's scanners."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path

import pytest
from coverage import Coverage
from hypothesis import HealthCheck, settings
from ruamel.yaml import YAML

from decision_trees import source

UNIT = Path(__file__).parent / "unit"

# No deadline: a shared machine may pause for longer than any. Whole trees take long to draw.
PATIENT = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])

settings.register_profile("default", PATIENT, max_examples=60, derandomize=True)
settings.register_profile("fuzz", PATIENT, max_examples=20_000)
settings.register_profile("sources", PATIENT, max_examples=100_000)
settings.load_profile("default")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    """Let the unit tests of single cases alone cover the core.

    Measuring costs dearly where whole sites are built, or many trees read.
    """
    counts = UNIT in item.path.parents and not item.get_closest_marker("slow")
    with nullcontext() if counts else _nothing_measured():
        return (yield)


@contextmanager
def _nothing_measured() -> Iterator[None]:
    stopped: list[Coverage] = []
    # A worker of several has one that measures and, below it, one that took this for the only process.
    while measuring := Coverage.current():
        measuring.stop()
        stopped.append(measuring)
    try:
        yield
    finally:
        for measuring in reversed(stopped):
            measuring.start()


@pytest.fixture(params=["C", "Python"])
def scanner(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Read with the scanner written in C, and again with the one written in Python."""
    name: str = request.param
    if name == "Python":
        monkeypatch.setattr(source, "YAML", lambda typ, **_: YAML(typ=typ, pure=True))
    return name
