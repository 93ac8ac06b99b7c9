from __future__ import annotations

from pathlib import Path

import pytest
from tests.site_fixtures import write_site

from decision_trees.diagnostics.codes import Level
from decision_trees.hosts.export.settings import SettingsError, SiteSettings, find_settings
from decision_trees.reading.files import DISK
from decision_trees.site.site import Search

MKDOCS = """\
INHERIT: base.yml
site_name: Ours
use_directory_urls: no
site_description:
theme: {name: material, language: de}
plugins:
  - search
  - decision-trees:
      levels: {stale: error, made-up: error, untested-terminal: off, too-much: 3, cycle: off}
      health: false
markdown_extensions:
  - tables
  - toc:
      permalink: yes
      toc_depth: 3
      slugify: !!python/name:a.b
  - pymdownx.emoji:
      emoji_index: !!python/name:c.d
      list: [!!python/name:c.d , x]
"""

TOML = """\
[project]
site_name = "Ours"
use_directory_urls = false
[project.theme]
language = "de"
[project.plugins.search]
[project.plugins.decision-trees]
health = false
levels = {stale = "error", untested-terminal = "off"}
[project.markdown_extensions.tables]
[project.markdown_extensions.toc]
permalink = true
toc_depth = 3
[project.markdown_extensions.pymdownx.details]
"""


def test_mkdocs_settings_are_read_as_data(tmp_path: Path) -> None:
    base = "repo_url: https://code.example/o\nsite_name: Base\nsite_url: !ENV [NO_SUCH_NAME, 'https://a.example/']\n"
    write_site(tmp_path, {"mkdocs.yml": MKDOCS, "base.yml": base})
    found = find_settings(DISK, tmp_path.as_posix(), prefer_zensical=False)
    assert (found.folder, found.text("site_name")) == (tmp_path.as_posix(), "Ours")
    assert found.text("site_url") == "https://a.example/"
    assert found.text("repo_url") == "https://code.example/o"
    assert (found.text("site_description"), found.text("theme"), found.text("nothing")) == ("", "", "")
    assert (found.is_on("use_directory_urls"), found.is_on("nothing")) == (False, True)
    assert found.theme["language"] == "de"
    assert found.options["health"] is False
    assert found.levels == {"stale": Level.ERROR, "untested-terminal": Level.OFF}
    # What is code in another's settings is not run, and its option left out.
    assert found.extensions == {
        "tables": {},
        "toc": {"permalink": True, "toc_depth": 3},
        "pymdownx.emoji": {"list": ["x"]},
    }


@pytest.mark.parametrize("wanted", list(Search))
def test_search_lists_what_the_settings_say(wanted: Search) -> None:
    assert SiteSettings("/", {"plugins": {"decision-trees": {"search": str(wanted)}}}).search is wanted
    assert SiteSettings("/").search is Search.PAGES


@pytest.mark.parametrize("wanted", [False, None, 7, ["trees"], "trees\n"])
def test_search_that_is_none_is_refused(wanted: object) -> None:
    with pytest.raises(SettingsError, match=r"^the option `search` is `.*`: set it to pages, trees or none$"):
        _ = SiteSettings("/", {"plugins": {"decision-trees": {"search": wanted}}}).search


def test_zensical_settings_say_the_same(tmp_path: Path) -> None:
    write_site(tmp_path, {"zensical.toml": TOML, "docs/trees/a.md": ""})
    found = find_settings(DISK, (tmp_path / "docs" / "trees").as_posix(), prefer_zensical=True)
    assert (found.folder, found.text("site_name")) == (tmp_path.as_posix(), "Ours")
    assert not found.is_on("use_directory_urls")
    assert found.theme["language"] == "de"
    assert found.options["health"] is False
    assert found.levels == {"stale": Level.ERROR, "untested-terminal": Level.OFF}
    assert found.extensions == {
        "tables": {},
        "toc": {"permalink": True, "toc_depth": 3},
        "pymdownx.details": {},
    }


@pytest.mark.parametrize(("prefer_zensical", "expected"), [(True, "Zensical's"), (False, "MkDocs'")])
def test_where_both_are_there_the_generators_own_count(
    tmp_path: Path, expected: str, *, prefer_zensical: bool
) -> None:
    files = {"mkdocs.yml": "site_name: MkDocs'\n", "zensical.toml": 'site_name = "Zensical\'s"\n'}
    write_site(tmp_path, files)
    found = find_settings(DISK, tmp_path.as_posix(), prefer_zensical=prefer_zensical)
    assert found.text("site_name") == expected


def test_settings_that_say_nothing_are_empty(tmp_path: Path) -> None:
    write_site(tmp_path, {"mkdocs.yml": "- no settings\n", "zensical.toml": "project = 3\n"})
    found = find_settings(DISK, tmp_path.as_posix(), prefer_zensical=True)
    assert found == SiteSettings(tmp_path.as_posix())
    odd = SiteSettings("", {"plugins": 3, "theme": "x", "markdown_extensions": ["tables", {"toc": None}]})
    assert (odd.options, odd.theme, odd.levels) == ({}, {}, {})
    assert odd.extensions == {"tables": {}, "toc": {}}


@pytest.mark.parametrize("content", [b"site_name = ", b"\xff"])
def test_settings_that_nobody_can_read_are_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "zensical.toml").write_bytes(content)
    with pytest.raises(SettingsError, match=r"`zensical\.toml` cannot be read"):
        find_settings(DISK, tmp_path.as_posix(), prefer_zensical=True)


GITHUB = "https://github.com/o/r"

EDIT_LINKS: dict[str, tuple[dict[str, object], str]] = {
    "a folder": ({"repo_url": GITHUB, "edit_uri": "edit/main/docs/"}, f"{GITHUB}/edit/main/docs/a/b.md"),
    "without a slash": (
        {"repo_url": f"{GITHUB}/", "edit_uri": "/edit/main/docs"},
        f"{GITHUB}/edit/main/docs/a/b.md",
    ),
    "a query": ({"repo_url": GITHUB, "edit_uri": "?path=docs&file="}, f"{GITHUB}/?path=docs&file=a/b.md"),
    "a whole address": ({"edit_uri": "https://e.example/x/"}, "https://e.example/x/a/b.md"),
    "a known host": ({"repo_url": GITHUB}, f"{GITHUB}/edit/master/site/docs/a/b.md"),
    "another host": ({"repo_url": "https://code.example/o/r"}, ""),
    "no repository": ({"edit_uri": "edit/main/docs/"}, ""),
    "switched off": ({"repo_url": GITHUB, "edit_uri": ""}, ""),
    "nothing": ({}, ""),
}


@pytest.mark.parametrize(("values", "expected"), EDIT_LINKS.values(), ids=EDIT_LINKS.keys())
def test_where_readers_edit_a_file(values: dict[str, object], expected: str) -> None:
    assert SiteSettings("", values).edit_link("site/docs", "a/b.md") == expected
