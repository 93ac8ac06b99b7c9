"""The manual's way to Sphinx with MyST, taken with the real ones: `make sphinx`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.hosts.harness import (
    block,
    export,
    look_at,
    made_pages,
    page,
    run,
    see_edit_links,
    see_trail,
    title,
    write_docs,
    write_settings,
)
from tests.hosts.walking import walk_to_every_end

from decision_trees.prose.render import Heading

INDEX = """\
# Home

[The guide](guide.md)

```{toctree}
guide
```

"""

SPHINX = ".venv-sphinx/bin/sphinx-build"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site as the manual has it, exported and built with warnings as errors."""
    toctree = block("{toctree}", "trees/index")
    index = f"{INDEX}```{{toctree}}\n{toctree}```\n"
    folder = write_docs(tmp_path_factory.mktemp("sphinx"), index)
    write_settings(folder)
    (folder / "templates").mkdir()
    (folder / "templates" / "page.html").write_text(block("html", "!page.html"), "utf-8")
    (folder / "conf.py").write_text(block("python", "myst_parser"), "utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        export(block("sh", "--for markdown"))
        program, *words = block("sh", "sphinx-build").split()
        assert SPHINX.endswith(f"/{program}")
        run(SPHINX, *words, cwd=folder)
    return folder


def test_nothing_is_missing_and_no_link_is_dead(folder: Path) -> None:
    look_at(folder / "site", folder / "docs")


def test_trees_are_in_the_navigation_and_checks_are_not(folder: Path) -> None:
    sidebar = [link.text for link in page(folder / "site", "index.md").select("div.sphinxsidebar a")]
    assert "Sync vs async communication" in sidebar
    assert "Fan-out requirement" not in " ".join(sidebar)


def test_generated_pages_are_edited_where_their_tree_is(folder: Path) -> None:
    see_edit_links(folder / "site", folder / "docs")


def test_the_breadcrumb_of_a_check_shows_where_it_stands(folder: Path) -> None:
    see_trail(page(folder / "site", "trees/sync-vs-async/fan-out.md"))


def test_search_finds_each_page_once_by_what_it_is_about(folder: Path) -> None:
    script = (folder / "site" / "searchindex.js").read_text("utf-8")
    index = json.loads(script.removeprefix("Search.setIndex(").removesuffix(")"))
    names = index["docnames"]
    found: dict[str, set[str]] = {name: set() for name in names}
    assert len(found) == len(names)
    for terms in (index["terms"], index["titleterms"]):
        for term, numbers in terms.items():
            for number in [numbers] if isinstance(numbers, int) else numbers:
                found[names[number]].add(term)
    for path, made in made_pages(folder / "docs").items():
        name = path.removesuffix(".md")
        headings = [part.text for part in made.parts if isinstance(part, Heading)]
        about = " ".join((*headings, *(made.search.texts if made.search.is_listed else ()))).lower()
        # Words that are their own stems; the last is of the source of every chart.
        for word in ("kafka", "jitter", "flowchart"):
            assert (word in found[name]) == (word in about), (name, word)
    # What is embedded is found on its own page.
    assert not {"jitter", "kafka", "flowchart"} & found["guide"]


def test_odd_texts_come_out_as_they_were_written(folder: Path) -> None:
    check = page(folder / "site", "trees/odd/first.md")
    assert title(check).startswith("Is a < b & c {{ d }}?")
    assert "one two {{ three }}" in check.text


def test_each_way_is_walked_to_its_end(folder: Path) -> None:
    walk_to_every_end(folder / "site", folder / "docs")
