from __future__ import annotations

from pathlib import Path

import pytest
from tests.neighbours.harness import OURS, QUEUE, build, faults

pytestmark = [pytest.mark.build, pytest.mark.beside("mkdocstrings-python")]

FILES = {
    "src/package/__init__.py": 'def double(x: int) -> int:\n    """Twice as much."""\n    return 2 * x\n',
    "docs/api.md": "# API\n\n::: package.double\n",
}
MKDOCSTRINGS = {"mkdocstrings": {"handlers": {"python": {"paths": ["src"]}}}}


@pytest.mark.parametrize(
    "plugins", [(OURS, MKDOCSTRINGS), (MKDOCSTRINGS, OURS)], ids=["behind us", "before us"]
)
def test_trees_link_to_what_is_documented(tmp_path: Path, plugins: tuple[object, ...]) -> None:
    tree = QUEUE.replace("`code`", "[the function][package.double]")
    built = build(tmp_path, ["search", *plugins], {**FILES, "docs/trees/pick-a-queue.tree.yaml": tree})
    assert faults(built) == []
    [link] = [
        link for link in built.page("trees/pick-a-queue/replay").select("a") if link.text == "the function"
    ]
    assert link.href == "../../../api/#package.double"
    assert "Twice as much." in built.page("api").text


def test_it_may_be_idle(tmp_path: Path) -> None:
    assert faults(build(tmp_path, ["search", "mkdocstrings", OURS])) == []
