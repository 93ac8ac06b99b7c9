"""What the manual has one set up is what an export writes; `make zensical` and `make sphinx` build it."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from tests.hosts.harness import block, export, write_docs

pytestmark = pytest.mark.unmeasured("whole sites are exported for what the manual says")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A docs folder, exported by the manual's commands."""
    folder = write_docs(tmp_path_factory.mktemp("export"), "# Home\n")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        export(block("sh", "--for zensical"))
        export(block("sh", "--for markdown").replace("build/docs", "build/markdown"))
    return folder


def test_zensicals_settings_name_what_is_written(folder: Path) -> None:
    project = tomllib.loads(block("toml", "[project]"))["project"]
    docs = folder / project["docs_dir"]
    for file in (*project["extra_css"], *project["extra_javascript"], "index.md"):
        assert (docs / file).is_file()
    assert (folder / project["theme"]["custom_dir"] / "main.html").is_file()
    assert (docs / "trees" / project["exclude_docs"]).is_file()
    [entry] = [entry for entry in project["nav"] if isinstance(entry, dict)]
    assert [(docs / place).is_dir() for place in entry.values()] == [True]


def test_what_is_written_for_zensical_is_whole(folder: Path) -> None:
    docs = folder / "build" / "docs"
    pages = [*docs.rglob("*.md")]
    assert len(pages) > 150
    for page in pages:
        text = page.read_text("utf-8")
        assert 'href="to:' not in text, page
        assert "```decision-tree" not in text, page
        assert 'href="#walk?' not in text, page
        for target in re.findall(r"\]\(([^)#:]+\.md)(?:#[^)]*)?\)", text):
            assert (page.parent / target).is_file(), f"{page}: {target}"
    nav = (docs / "trees" / "SUMMARY.md").read_text("utf-8")
    assert all((docs / "trees" / name).is_file() for name in re.findall(r"\]\(([^)]+)\)", nav))


def test_sphinxs_settings_name_what_is_written(folder: Path) -> None:
    settings = block("python", "myst_parser").replace("build/docs", "build/markdown")
    [static] = re.findall(r'html_extra_path = \["(.*)"\]', settings)
    for asset in re.findall(r'"\.\./(assets/[^"]*)"', settings):
        assert (folder / static / asset).is_file()
    pages = folder / "build" / "markdown" / "pages"
    assert (pages / "trees" / "index.md").is_file()
    assert len([*pages.glob("trees/*/index.md")]) == len([*(folder / "docs" / "trees").iterdir()])


def test_nothing_in_an_export_for_commonmark_is_python_markdowns(folder: Path) -> None:
    pages = folder / "build" / "markdown" / "pages"
    ours = [page for page in pages.rglob("*.md") if page.is_relative_to(pages / "trees")]
    assert len(ours) > 150
    for page in ours:
        text = page.read_text("utf-8")
        assert not re.search(r"^#.*\{:", text, re.MULTILINE), page
        _, _, body = text.split("---\n", 2)
        assert body.startswith("\n# "), page
