"""What a site's `nav` and its templates name almost right is told by a build, and counted."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.build.test_tally import last_lines
from tests.mkdocs_process import mkdocs_build
from tests.site_fixtures import TINY_TREE, settings, write_site

pytestmark = pytest.mark.build


def warnings_of(folder: Path, files: dict[str, str], **others: object) -> list[str]:
    """Build a site of one tree; its warnings of ours, in short, are as many as are counted."""
    theme = {"name": "mkdocs", "highlightjs": False, **({"custom_dir": "own"} if "own" in others else {})}
    site = {
        "mkdocs.yml": settings(theme=theme, plugins=["decision-trees"], nav=others.get("nav")),
        "docs/index.md": "# Home\n",
        "docs/guides/first.md": "# First\n",
        "docs/decisions/queue.tree.yaml": TINY_TREE,
    }
    done = mkdocs_build(write_site(folder, site | files))
    assert done.returncode == 0, done.stderr
    ours = [
        line.partition("decision-trees: ")[2]
        for line in done.stderr.splitlines()
        if line.startswith("WARNING")
    ]
    told = [line for line in ours if line]
    [last] = last_lines(done.stderr)
    assert last.endswith(
        "1 warning" if len(told) == 1 else f"{len(told)} warnings" if told else "no problems"
    )
    return told


@pytest.mark.parametrize(
    "name", ["decisions", "./decisions/", "Decisions/", "decisions.md", "docs/decisions/"]
)
def test_a_folder_of_trees_in_the_navigation(name: str, tmp_path: Path) -> None:
    told = warnings_of(tmp_path, {}, nav=["index.md", {"More": [{"All": name}]}])
    assert told == [f"`nav` names `{name}`: write `decisions/`, with a slash at its end alone"]


def test_names_that_are_right_are_not_told(tmp_path: Path) -> None:
    nav = ["index.md", {"All": "decisions/"}, {"One": "decisions/queue/"}, {"Log": "decisions/queue/log.md"}]
    assert warnings_of(tmp_path, {}, nav=nav) == []


def test_an_absolute_address_is_told_no_louder_than_the_host_tells_of_it(tmp_path: Path) -> None:
    assert warnings_of(tmp_path, {}, nav=["index.md", {"All": "/decisions"}]) == []


def test_a_folder_of_pages_in_the_navigation(tmp_path: Path) -> None:
    [told] = warnings_of(tmp_path, {}, nav=["index.md", {"Guides": "guides/"}])
    assert told.startswith("`nav` names `guides/`: no trees lie there")


def test_templates_that_override_nothing(tmp_path: Path) -> None:
    files = {
        "own/decision-trees/chekc.html": "",
        "own/decision-trees/incomplete.html": "<p>Write it.</p>",
        "own/check.html": "{{ title }}",
        "theme/decision-trees/walk.html": "{{ title }}",
    }
    elsewhere = "it has to lie in `decision-trees/` of the folder that `theme.custom_dir` names"
    outside = "`theme.custom_dir` has to name the folder that `decision-trees` lies in"
    assert warnings_of(tmp_path, files, own=True) == [
        f"`own/check.html` overrides no template: {elsewhere}",
        "`own/decision-trees/chekc.html` overrides no template: did you mean `check.html`?",
        f"`theme/decision-trees/walk.html` overrides no template: {outside}",
    ]
