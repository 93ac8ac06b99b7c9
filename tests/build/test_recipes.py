"""The settings of the recipes and of the home page, as they are printed in an empty folder, make a site."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from tests.mkdocs_process import mkdocs_build
from tests.site_fixtures import REPOSITORY, TINY_TREE, write_site

pytestmark = pytest.mark.build

PAGE = (REPOSITORY / "content" / "recipes.md").read_text("utf-8")
A_PART = ", a part"

_SECTION = re.compile(r"^## (.+)\n((?:(?!## ).*\n)*)", re.MULTILINE)
_FENCE = re.compile(r'^```\w+ title="([^"]+\.\w+(?:, a part)?)"\n((?:.*\n)*?)```$', re.MULTILINE)

SECTIONS = {
    title: {name: text for name, text in _FENCE.findall(body) if not name.startswith(".github/")}
    for title, body in _SECTION.findall(PAGE)
}
RECIPES = {title: files for title, files in SECTIONS.items() if any("mkdocs.yml" in name for name in files)}


def test_the_recipes_are_found() -> None:
    assert [*RECIPES] == ["Many teams, one site", "Several languages", "A theme of your own"]


@pytest.mark.parametrize("title", RECIPES)
def test_a_recipe_makes_a_site(title: str, tmp_path: Path) -> None:
    files = {name.removesuffix(A_PART): text for name, text in RECIPES[title].items()}
    if "mkdocs.yml" not in RECIPES[title]:
        files["mkdocs.yml"] += "site_name: Ours\nplugins: [search, decision-trees]\n"
    sources = ["docs/decisions/a-queue.tree.yaml", "docs/teams/one/trees/b-queue.tree.yaml"]
    write_site(tmp_path, {"docs/index.md": "# Home\n", **files, **dict.fromkeys(sources, TINY_TREE)})
    done = mkdocs_build(tmp_path, "--strict")
    assert done.returncode == 0, done.stderr
    for name in ("decisions/a-queue", "teams/one/trees/b-queue"):
        page = (tmp_path / "site" / name / "index.html").read_text("utf-8")
        for linked in re.findall(r"^extra_css: \[(.*)\]$", files["mkdocs.yml"], re.MULTILINE):
            assert f'/{linked}" rel="stylesheet"' in page


def test_what_the_home_page_prints_is_a_site(tmp_path: Path) -> None:
    files = dict(_FENCE.findall((REPOSITORY / "content" / "index.md").read_text("utf-8")))
    assert files.keys() == {"mkdocs.yml", "docs/trees/pick-a-queue.tree.yaml"}
    done = mkdocs_build(write_site(tmp_path, files), "--strict")
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "site" / "trees" / "pick-a-queue" / "index.html").is_file()
