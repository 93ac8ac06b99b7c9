"""The manual's page on imports: its examples become what stands below them.

`<!-- import: NAME -->` stands before a fence with a foreign file of that name, and behind that fence is one
with the source it becomes, empty at first: `DECISION_TREES_UPDATE_CASES=1` writes the sources anew.
"""

from __future__ import annotations

import os
import re

import pytest
from tests.site_fixtures import REPOSITORY
from tests.unit.importing.reading_back import bring_in, doubts, model, only, paths

from decision_trees import read
from decision_trees.importing.reading import FORMS

PAGE = REPOSITORY / "content" / "import.md"

EXAMPLE = re.compile(
    r"<!-- import: (?P<name>\S+) -->\n(?P<marks>`{3,})\w*\n(?P<text>.*?)^(?P=marks)\n\n"
    r"```yaml\n(?P<source>.*?)^```\n",
    re.DOTALL | re.MULTILINE,
)
EXAMPLES = [found["name"] for found in EXAMPLE.finditer(PAGE.read_text("utf-8"))]


def test_there_is_an_example_for_each_form() -> None:
    page = PAGE.read_text("utf-8")
    assert len(EXAMPLES) == page.count("<!-- import: ")
    shown = {
        form
        for form in FORMS
        for example in EXAMPLE.finditer(page)
        if bring_in(example["text"], example["name"], form=form).trees
    }
    assert shown == set(FORMS)


@pytest.mark.parametrize("name", EXAMPLES)
def test_an_example_becomes_what_stands_below_it(name: str) -> None:
    page = PAGE.read_text("utf-8")
    (example,) = (found for found in EXAMPLE.finditer(page) if found["name"] == name)
    done = bring_in(example["text"], name)
    model(only(done))
    made = only(done).source.partition("\n")[2]
    expected = page[: example.start("source")] + made + page[example.end("source") :]
    if os.environ.get("DECISION_TREES_UPDATE_CASES"):
        PAGE.write_text(expected, "utf-8")
    assert PAGE.read_text("utf-8") == expected
    assert doubts(done) == []


def test_the_tree_that_came_of_a_table_still_says_what_the_table_says() -> None:
    (example,) = (
        found for found in EXAMPLE.finditer(PAGE.read_text("utf-8")) if found["name"] == "release.md"
    )
    tree = model(only(bring_in(example["text"], "release.md")))
    name = f"{tree.id}.tree.yaml"
    source = (REPOSITORY / "content" / "trees" / name).read_text("utf-8")
    published = read({name: source}).library.trees[tree.id]
    assert paths(published) == paths(tree)
    assert len(published.scenarios) == len(paths(tree))
