from __future__ import annotations

from pathlib import Path

import pytest
from tests.neighbours.harness import OURS, build, faults

pytestmark = [pytest.mark.build]


@pytest.mark.beside("mkdocs-awesome-nav")
@pytest.mark.parametrize(
    "plugins", [("awesome-nav", OURS), (OURS, "awesome-nav")], ids=["before us", "behind us"]
)
def test_awesome_nav(tmp_path: Path, plugins: tuple[str, ...]) -> None:
    nav = "nav:\n  - index.md\n  - Decisions: trees\n  - '*'\n"
    built = build(tmp_path, ["search", *plugins], {"docs/.nav.yml": nav})
    assert faults(built) == []
    assert "Decisions" in built.page("").one("nav.md-nav--primary").text


@pytest.mark.beside("mkdocs-awesome-pages-plugin")
@pytest.mark.parametrize("is_before", [True, False])
def test_awesome_pages(tmp_path: Path, *, is_before: bool) -> None:
    files = {
        "docs/.pages": "nav:\n  - index.md\n  - Decisions: trees\n  - ...\n",
        "docs/trees/.pages": "nav:\n  - sync-vs-async\n  - ...\n",
    }
    built = build(
        tmp_path, ["search", *(["awesome-pages", OURS] if is_before else [OURS, "awesome-pages"])], files
    )
    assert faults(built) == []
    home = built.page("").select("nav.md-nav--primary a.md-nav__link")
    listed = [link.href for link in home if link.href.startswith("trees/")]
    assert listed[0] == "trees/sync-vs-async/"
    assert {"trees/", "trees/pick-a-queue/", "trees/all-outcomes/"} <= {*listed}
    assert not [href for href in listed if href.count("/") > 2]  # checks and outcomes
    assert "Decisions" in built.page("").one("nav.md-nav--primary").text


@pytest.mark.beside("mkdocs-section-index")
@pytest.mark.parametrize("nav", [None, ["index.md", {"Trees": "trees/"}, "guide.md", "plain.md"]])
@pytest.mark.parametrize(
    "plugins", [("section-index", OURS), (OURS, "section-index")], ids=["before", "behind"]
)
def test_section_index(tmp_path: Path, plugins: tuple[str, ...], nav: object) -> None:
    built = build(tmp_path, ["search", *plugins], nav=nav)
    assert faults(built) == []
    assert built.page("").one("nav.md-nav--primary").select("a[href=trees/]")


@pytest.mark.beside("mkdocs-literate-nav")
@pytest.mark.parametrize("part", ["- [Trees](trees/)", "- Trees\n    - trees/*/index.md", "- */"])
@pytest.mark.parametrize("is_before", [True, False])
def test_literate_nav(tmp_path: Path, *, part: str, is_before: bool) -> None:
    literate = {"literate-nav": {"nav_file": "SUMMARY.md"}}
    files = {"docs/SUMMARY.md": f"- [Home](index.md)\n{part}\n- [Guide](guide.md)\n"}
    plugins = ["search", *([literate, OURS] if is_before else [OURS, literate])]
    built = build(tmp_path, plugins, files, exclude_docs="", not_in_nav="/SUMMARY.md")
    assert [fault for fault in faults(built) if not fault.startswith("SUMMARY/")] == []
    listed = [link.href for link in built.page("").select("nav.md-nav--primary a.md-nav__link")]
    assert {"trees/pick-a-queue/", "trees/sync-vs-async/"} <= {*listed}
    assert not [href for href in listed if href.startswith(("trees/pick-a-queue/r", "trees/sync-vs-async/f"))]


@pytest.mark.beside("mkdocs-section-index")
def test_a_tree_keeps_its_title_beside_section_index(tmp_path: Path) -> None:
    built = build(tmp_path, ["search", "section-index", OURS])
    titles = [link.text for link in built.page("").select("nav.md-nav--primary a.md-nav__link")]
    assert "Sync vs async communication" in titles


@pytest.mark.beside("mkdocs-print-site-plugin")
def test_print_site(tmp_path: Path) -> None:
    built = build(tmp_path, ["search", OURS, "print-site"])  # it asks for the last place itself
    assert faults(built) == []
    assert "Which queue do we need?" in built.page("print_page").text
