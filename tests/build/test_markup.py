"""The HTML of our pages is valid: html-validate finds nothing in it that it does not find without us."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from tests.build.validator import MATERIAL, mistakes
from tests.site_fixtures import FLAVOURS, Flavour, SiteMaker, write_site

pytestmark = pytest.mark.build


@pytest.mark.parametrize("flavour", [flavour for flavour in FLAVOURS if flavour.directory_urls], ids=str)
def test_our_pages_break_no_rule_that_the_theme_keeps(
    flavour: Flavour, seed_site: SiteMaker, tmp_path: Path
) -> None:
    published = seed_site(flavour).published
    found = mistakes(published.rglob("*.html"), tmp_path)
    ours = {file for file in found if "sync-vs-async" in file.as_posix()}
    theirs = {mistake[:2] for file in found if file not in ours for mistake in found[file]}
    new = {
        (file.parent.name, *problem) for file in ours for problem in found[file] if problem[:2] not in theirs
    }
    assert len(ours) == 17
    assert sorted(new) == []


def test_what_we_put_into_a_page_breaks_no_rule_at_all(seed_site: SiteMaker, tmp_path: Path) -> None:
    """The content alone, so that no mistake of the theme's hides one of ours of the same kind."""
    published = seed_site(Flavour()).published / "trees" / "sync-vs-async"
    pages = {}
    for file in published.rglob("*.html"):
        text = file.read_text(encoding="utf-8")
        content = text[text.index("<article") : text.index("</article>") + len("</article>")]
        content = re.sub(r'<a [^>]*rel="edit".*?</a>', "", content, flags=re.DOTALL)  # the theme's
        head = '<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Page</title></head>'
        pages[f"{file.parent.name}.html"] = f"{head}<body><main>{content}</main></body></html>"
    folder = write_site(tmp_path / "content", pages)
    found = mistakes(folder.glob("*.html"), tmp_path)
    assert len(found) == 17
    assert {file.name: broken for file, broken in found.items() if broken} == {}


def test_a_mistake_is_found(tmp_path: Path) -> None:
    page = '<!DOCTYPE html><html lang="en"><head><title>x</title></head><body><p><div></p></body></html>'
    [found] = mistakes([*write_site(tmp_path, {"page.html": page}).glob("*.html")], tmp_path).values()
    assert ("close-order", "</p>") in {(mistake.rule, mistake.source[:4]) for mistake in found}


def test_a_mistake_of_the_themes_is_borne_only_in_its_own_elements(tmp_path: Path) -> None:
    form = '<form class="{}" action="/x"><input name="x" aria-label="x"></form>'
    head = '<!DOCTYPE html><html lang="en"><head><title>x</title></head>'
    pages = {name: f"{head}<body>{form.format(name)}</body></html>" for name in ("md-search", "dt-search")}
    folder = write_site(tmp_path, {f"{name}.html": page for name, page in pages.items()})
    found = mistakes(folder.glob("*.html"), tmp_path, *MATERIAL)
    assert {file.stem: {problem.rule for problem in told} for file, told in found.items()} == {
        "md-search": set(),
        "dt-search": {"wcag/h32"},
    }
