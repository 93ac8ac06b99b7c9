from __future__ import annotations

from pathlib import Path

import pytest
from tests.neighbours.harness import OURS, QUEUE, SNIPPET, build, faults

pytestmark = [pytest.mark.build, pytest.mark.beside("mkdocs-gen-files")]

SCRIPT = f"""
import mkdocs_gen_files

with mkdocs_gen_files.open("generated.md", "w") as file:
    file.write({"# Generated" + chr(10) * 2 + SNIPPET!r})
with mkdocs_gen_files.open("trees/third.tree.yaml", "w") as file:
    file.write({QUEUE.replace("Pick a queue", "The third")!r})
"""
GENERATES = {"gen-files": {"scripts": ["generate.py"]}}


@pytest.mark.parametrize("plugins", [(GENERATES, OURS), (OURS, GENERATES)], ids=["before us", "behind us"])
def test_generated_pages_and_trees_are_like_others(tmp_path: Path, plugins: tuple[object, ...]) -> None:
    built = build(tmp_path, ["search", *plugins], {"generate.py": SCRIPT})
    assert faults(built) == []
    page = built.page("generated")
    assert built.links("generated")["The tree"] == "../trees/pick-a-queue/"
    assert len(page.select("decision-chart")) == 1
    assert built.page("trees/third").one("h1").text.startswith("The third")
    assert "The third" in built.page("trees").text


HOOK = f"""
from mkdocs.structure.files import File

def on_files(files, config):
    files.append(File.generated(config, "trees/late.tree.yaml", content={QUEUE!r}))
"""


def test_a_tree_that_comes_too_late_is_told(tmp_path: Path) -> None:
    built = build(tmp_path, ["search", OURS], {"hook.py": HOOK}, hooks=["hook.py"])
    assert built.code == 1
    assert (
        "decision-trees: `trees/late.tree.yaml`: added by `hook.py` when all trees had been read" in built.log
    )
    assert "give its `on_files` the `@event_priority(50)`" in built.log
    assert "Traceback" not in built.log
    assert not list(tmp_path.glob("site/**/*.html"))
