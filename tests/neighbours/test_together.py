"""Several neighbours at once, in any order, built twice: the second build has a cache and an old site."""

from __future__ import annotations

import os
import random
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from tests.neighbours.harness import OURS, SNIPPET, Built, commit, faults, installed, run, write

pytestmark = [pytest.mark.build]


@dataclass(frozen=True)
class Neighbour:
    """A plugin beside ours.

    Attributes:
        package: What installs it.
        settings: Its entry in `plugins`.
        files: What it needs.
    """

    package: str
    settings: object
    files: Mapping[str, str] = field(default_factory=dict)


GENERATE = """\
import mkdocs_gen_files

with mkdocs_gen_files.open("generated.md", "w") as file:
    file.write("# Generated\\n\\n[The tree](to:pick-a-queue/)\\n")
"""

NEIGHBOURS = (
    Neighbour("mkdocs-awesome-nav", "awesome-nav", {"docs/.nav.yml": "nav:\n  - index.md\n  - '*'\n"}),
    Neighbour(
        "mkdocs-exclude-search",
        {"exclude-search": {"exclude": ["plain.md"]}},
    ),
    Neighbour("mkdocs-gen-files", {"gen-files": {"scripts": ["generate.py"]}}, {"generate.py": GENERATE}),
    # It warns of pages that gen-files makes.
    Neighbour("mkdocs-git-authors-plugin", {"git-authors": {"exclude": ["generated.md"]}}),
    Neighbour("mkdocs-git-revision-date-localized-plugin", "git-revision-date-localized"),
    Neighbour("mkdocs-glightbox", "glightbox"),
    Neighbour(
        "mkdocs-htmlproofer-plugin", {"htmlproofer": {"raise_error": True, "validate_external_urls": False}}
    ),
    Neighbour(
        "mkdocs-include-markdown-plugin",
        "include-markdown",
        {"docs/including.md": "# Including\n\n{% include-markdown 'part.txt' %}\n", "docs/part.txt": SNIPPET},
    ),
    Neighbour("mkdocs-macros-plugin", "macros", {"docs/macro.md": "# M\n\n{{ '[x](to:pick-a-queue/)' }}\n"}),
    Neighbour("mkdocs-minify-plugin", {"minify": {"minify_html": True}}),
    Neighbour("mkdocs-redirects", {"redirects": {"redirect_maps": {"old.md": "trees/index.md"}}}),
    Neighbour("mkdocs-rss-plugin", {"rss": {"use_git": False}}),
    Neighbour("mkdocs-section-index", "section-index"),
    Neighbour("mkdocs-material", "tags", {"docs/tags.md": "# Tags\n\n<!-- material/tags -->\n"}),
    Neighbour("mkdocs-material", "meta"),
    Neighbour("mkdocs-material", "blog", {"docs/blog/index.md": "# Blog\n"}),
    Neighbour(
        "mkdocstrings-python",
        {"mkdocstrings": {"handlers": {"python": {"paths": ["src"]}}}},
        {"src/package.py": '"""A module."""\n', "docs/api.md": "# API\n\n::: package\n"},
    ),
)
"""Those that may stand in any order."""

SEED = os.environ.get("NEIGHBOURS_SEED", "1")
"""Another one chooses others; the workflow of every week takes the date."""

ROUNDS = int(os.environ.get("NEIGHBOURS_ROUNDS", "2"))


def _here() -> list[Neighbour]:
    here = installed()
    return [neighbour for neighbour in NEIGHBOURS if neighbour.package in here]


def _build_twice(folder: Path, neighbours: Sequence[Neighbour], plugins: Sequence[object]) -> None:
    files = {path: text for neighbour in neighbours for path, text in neighbour.files.items()}
    # Both read `{% … %}`; macros can be told other signs.
    if {"macros", "include-markdown"} <= {str(neighbour.settings) for neighbour in neighbours}:
        signs = {"j2_block_start_string": "[[%", "j2_block_end_string": "%]]"}
        plugins = [{"macros": signs} if plugin == "macros" else plugin for plugin in plugins]
    write(folder, plugins, files)
    commit(folder, "Ada", "2020-02-03")
    first = run(folder)
    assert faults(first) == [], plugins
    published = _pages(first)
    second = run(folder)
    assert faults(second) == [], plugins
    assert _pages(second) == published


EDITABLE = re.compile(r"^ *(?:title|question|summary|assess|why|note): [^|>\n]*\w$", re.MULTILINE)


def _edit(folder: Path, chance: random.Random) -> None:
    """Add a word to one line of one tree."""
    file = chance.choice(sorted(folder.glob("docs/trees/*.tree.yaml")))
    text = file.read_text(encoding="utf-8")
    line = chance.choice([*EDITABLE.finditer(text)])
    file.write_text(f"{text[: line.end()]} again{text[line.end() :]}", encoding="utf-8")


def _pages(built: Built) -> dict[str, str]:
    """The pages of trees; those that list trees have the date of the build."""
    pages = built.published.glob("trees/*-*/**/*.html")
    lists = {"all-outcomes", "tree-health"}
    pages = (page for page in pages if page.parent.name not in lists)
    return {page.relative_to(built.published).as_posix(): page.read_text(encoding="utf-8") for page in pages}


@pytest.mark.beside("mkdocs-macros-plugin", "mkdocs-gen-files", "mkdocs-awesome-nav", "mkdocs-redirects")
@pytest.mark.parametrize("number", range(ROUNDS))
def test_five_in_any_order(number: int, tmp_path: Path) -> None:
    chance = random.Random(f"{SEED} {number}")  # noqa: S311 - no secret
    neighbours = chance.sample(_here(), 5)
    if {"blog", "section-index"} <= {str(neighbour.settings) for neighbour in neighbours}:
        neighbours = [
            neighbour for neighbour in neighbours if neighbour.settings != "blog"
        ]  # they fail without us, too
    plugins: list[object] = [*(neighbour.settings for neighbour in neighbours), OURS]
    chance.shuffle(plugins)
    _build_twice(tmp_path, neighbours, ["search", *plugins])
    for _ in range(2):
        _edit(tmp_path, chance)
        assert faults(run(tmp_path)) == [], plugins
    published = _pages(Built(tmp_path, 0, ""))
    settings = tmp_path / "mkdocs.yml"
    without = settings.read_text("utf-8").replace(f'"{OURS}"', f'{{"{OURS}": {{"cache": false}}}}')
    assert '"cache": false' in without
    settings.write_text(without, encoding="utf-8")
    assert published
    assert _pages(run(tmp_path)) == published, plugins


TEN = frozenset(
    {
        "mkdocs-exclude-search",
        "mkdocs-gen-files",
        "mkdocs-git-authors-plugin",
        "mkdocs-git-revision-date-localized-plugin",
        "mkdocs-include-markdown-plugin",
        "mkdocs-macros-plugin",
        "mkdocs-minify-plugin",
        "mkdocs-redirects",
        "mkdocs-section-index",
        "mkdocstrings-python",
    }
)


@pytest.mark.beside(*TEN)
@pytest.mark.parametrize("is_last", [True, False])
def test_ten_together(tmp_path: Path, *, is_last: bool) -> None:
    neighbours = [neighbour for neighbour in NEIGHBOURS if neighbour.package in TEN]
    others = [neighbour.settings for neighbour in neighbours]
    _build_twice(tmp_path, neighbours, ["search", *([*others, OURS] if is_last else [OURS, *others])])
