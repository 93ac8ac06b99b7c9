"""What all tests share: Hypothesis' profiles, and reading with either of YAML's scanners."""

from __future__ import annotations

import gc
import sys
from collections.abc import Generator, Iterator
from contextlib import ExitStack, contextmanager
from functools import _lru_cache_wrapper
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages

import pytest
from coverage import Coverage
from hypothesis import HealthCheck, settings
from ruamel.yaml import YAML
from tests.themes import themes_read_once

import decision_trees
from decision_trees.cli.main import SELDOM
from decision_trees.source import yaml_events

__all__ = ["themes_read_once"]

UNIT = Path(__file__).parent / "unit"

# No deadline: a shared machine may pause for longer than any. Whole trees take long to draw.
PATIENT = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])

settings.register_profile("default", PATIENT, max_examples=30, derandomize=True)
settings.register_profile("fuzz", PATIENT, max_examples=20_000)
settings.register_profile("sources", PATIENT, max_examples=100_000)
settings.load_profile("default")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let `--browser-engine` say where the tests in tests/browser run."""
    parser.addoption(
        "--browser-engine",
        choices=("some", "all", "chromium", "firefox"),
        default="some",
        help="some (the default): all in Chromium, and in Firefox one scene of each kind;"
        " all: every test in both; or one of them alone",
    )


@pytest.hookimpl(wrapper=True)
def pytest_collection(session: pytest.Session) -> Generator[None, object, object]:
    """Measure what the core does when it is imported, and not what its tests do."""
    if Coverage.current() and not is_controller(session.config):
        for module in walk_packages(decision_trees.__path__, "decision_trees."):
            if not module.name.endswith("__main__"):
                import_module(module.name)
    with _nothing_measured(), _no_garbage_looked_for():
        _REMEMBERED.append("collection")
        return (yield)


@contextmanager
def _no_garbage_looked_for() -> Iterator[None]:
    """Let what is made stay, and look for garbage among what comes later, as seldom as our commands do.

    Thousands of tests are no garbage, and all of them would be looked through again and again.
    """
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.set_threshold(SELDOM)
        gc.enable()


@pytest.hookimpl(wrapper=True, trylast=True)
def pytest_runtestloop(session: pytest.Session) -> Generator[None, object, object]:
    """Measure nothing where tests are only handed out: half of the time that takes would be for that."""
    if not is_controller(session.config):
        return (yield)
    with _nothing_measured():
        return (yield)


def is_controller(config: pytest.Config) -> bool:
    """Whether this process only hands out the tests to others."""
    return config.getoption("dist", "no") != "no" and not hasattr(config, "workerinput")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Run what is not measured after what is, so that seldom anything has to be forgotten in between."""
    items.sort(key=lambda item: UNIT in item.path.parents and not _counts(item))


def _counts(item: pytest.Item) -> bool:
    """Whether a test is to cover the core: the unit tests of single cases alone are.

    Measuring doubles the time and more, which is dear where whole sites are built, or many trees read.
    """
    return UNIT in item.path.parents and not any(map(item.get_closest_marker, ("slow", "unmeasured")))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    """Let some tests alone cover the core, by what they and their fixtures do, not by what pytest does."""
    counts = _counts(item)
    if not counts:
        _REMEMBERED.append(item.nodeid)
    elif Coverage.current():
        _forget()
    with _nothing_measured() as stopped:
        _MEASURING[:] = stopped if counts else ()
        return (yield)


_MEASURING: list[Coverage] = []
"""What measures the test that runs, if anything does."""


@contextmanager
def _measured() -> Iterator[None]:
    with ExitStack() as stack:
        if not Coverage.current():  # a test may ask for a fixture by its name
            for measuring in reversed(_MEASURING):
                stack.enter_context(measuring.collect())
        yield


@pytest.hookimpl(wrapper=True)
def pytest_fixture_setup() -> Generator[None, object, object]:
    """Measure what a fixture does."""
    with _measured():
        return (yield)


@pytest.hookimpl(wrapper=True)
def pytest_pyfunc_call() -> Generator[None, object, object]:
    """Measure what a test does."""
    with _measured():
        return (yield)


_REMEMBERED: list[str] = []
"""The tests since the last one that was measured: what they worked out once, that one would not run again."""


def _forget() -> None:
    """Empty the caches of the core's functions, if a test that is not measured may have filled them."""
    if not _REMEMBERED:
        return
    _REMEMBERED.clear()
    for name, module in tuple(sys.modules.items()):
        if name.startswith("decision_trees."):
            for value in vars(module).values():
                if isinstance(value, _lru_cache_wrapper):
                    value.cache_clear()


@contextmanager
def _nothing_measured() -> Iterator[list[Coverage]]:
    """Stop what measures, and give it, the innermost first."""
    stopped: list[Coverage] = []
    # A worker of several has one that measures and, below it, one that took this for the only process.
    while measuring := Coverage.current():
        measuring.stop()
        stopped.append(measuring)
    try:
        yield stopped
    finally:
        for measuring in reversed(stopped):
            measuring.start()


@pytest.fixture(params=["C", "Python"])
def scanner(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Read with the scanner written in C, and again with the one written in Python."""
    name: str = request.param
    if name == "Python":
        monkeypatch.setattr(yaml_events, "YAML", lambda typ, **_: YAML(typ=typ, pure=True))
    return name
