"""Which of the neighbours are here: the lock decides from which this environment was set up."""

from __future__ import annotations

import pytest
from packaging.utils import canonicalize_name
from tests.neighbours.harness import installed


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out tests beside plugins that only `make neighbours` installs; none of them is skipped there."""
    here = installed()
    left_out = [item for item in items if not _needed(item) <= here]
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if item not in left_out]


def _needed(item: pytest.Item) -> set[str]:
    marks = item.iter_markers("beside")
    return {canonicalize_name(package) for mark in marks for package in mark.args}
