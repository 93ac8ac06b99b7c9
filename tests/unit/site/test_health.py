"""What is left to do for trees, and the page that says so."""

from __future__ import annotations

from datetime import date

import pytest

from decision_trees.analysis.graph import Graph
from decision_trees.layout.addresses import Addresses
from decision_trees.reading.read import Reading, read
from decision_trees.site.health import Health, by_need, health_of
from decision_trees.site.page import Page
from decision_trees.site.publish import publish
from decision_trees.site.site import Site

TODAY = date(2026, 11, 23)

SOUND = """\
title: Sound
question: Is it?
owner: platform-team
reviewed: 2026-11-01
review_by: 2026-11-23
checks:
  first: {question: Is it?, title: First, assess: Look., answers: {Yes: good, No: bad}}
decisions:
  good: {title: Good, choose: This.}
warnings:
  bad: {title: Bad, when: Always.}
scenarios:
  - {title: One, given: {first: Yes}, expect: good}
  - {title: Two, given: {first: No}, expect: bad}
"""


def site(*, with_health: bool = True) -> Site:
    return Site(addresses=Addresses(), today=TODAY, health=with_health)


def reading(source: str) -> Reading:
    return read({"trees/sound.tree.yaml": source})


def examined(source: str = SOUND, today: date = TODAY) -> Health:
    library = reading(source).library
    [tree] = library.trees.values()
    return health_of(tree, Graph(tree), today)


def report(source: str) -> str:
    pages = [item for item in publish(reading(source), site()) if isinstance(item, Page)]
    [page] = [page for page in pages if page.path == "trees/tree-health.md"]
    return page.markdown


@pytest.mark.unmeasured("a whole site is published")
def test_nothing_is_left_to_do_for_a_sound_tree() -> None:
    found = examined()
    assert found.findings == 0
    assert (found.owner, found.reviewed) == ("platform-team", date(2026, 11, 1))
    assert (found.unwritten, found.unreached, found.unwalked, found.unmet) == ((), (), (), ())
    page = report(SOUND)
    assert "<p>Trees that need attention: 0 of 1</p>" in page
    assert "</a></td><td>0</td><td>platform-team</td><td>2026-11-01</td><td>2026-11-23</td></tr>" in page
    assert "## " not in page


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("review_by: 2026-11-23", "review_by: 2026-11-22", "ask platform-team"),
        ("reviewed: 2026-11-01\nreview_by: 2026-11-23\n", "", "This tree has never been reviewed."),
        ("choose: This.", "next_step: Go on., incomplete: true", "marked as incomplete"),
        (", when: Always.", "", '<a class="dt--warning" href="../sound/bad/">Bad</a>'),
    ],
)
def test_one_thing_is_left_to_do(old: str, new: str, says: str) -> None:
    assert old in SOUND
    source = SOUND.replace(old, new)
    assert examined(source).findings == 1
    page = report(source)
    assert "<p>Trees that need attention: 1 of 1</p>" in page
    assert "## Sound {: #tree-sound }" in page
    assert page.count(says) == 1


def test_answers_and_terminals_that_no_scenario_walks_are_told() -> None:
    found = examined(SOUND.replace("  - {title: Two, given: {first: No}, expect: bad}\n", ""))
    assert [(step.page, str(step.title), str(step.answer)) for step in found.unwalked] == [
        ("trees/sound/first.md", "First", "No")
    ]
    assert [(node.kind, node.page) for node in found.unmet] == [("warning", "trees/sound/bad.md")]
    assert found.findings == 2


def test_of_a_tree_without_scenarios_it_is_told_once() -> None:
    source = SOUND.partition("scenarios:")[0]
    found = examined(source)
    assert found.untried
    assert (found.unwalked, found.unmet, found.findings) == ((), (), 1)
    assert report(source).count("No worked example") == 1


def test_what_no_path_meets_is_told_once_and_no_scenario_is_asked_of_it() -> None:
    lost = "  lost: {question: Lost?, assess: Look., answers: {Yes: good, No: gone}}\ndecisions:\n"
    source = SOUND.replace("decisions:\n", f"{lost}  gone: {{title: Gone, choose: That.}}\n")
    found = examined(source)
    assert [node.page for node in found.unreached] == ["trees/sound/lost.md", "trees/sound/gone.md"]
    assert found.findings == 2


def test_trees_are_sorted_by_title_and_those_with_something_to_do_come_first() -> None:
    sources = {f"{title}.tree.yaml": SOUND.replace("Sound", title.upper()) for title in ("z", "b", "a")}
    sources["z.tree.yaml"] = sources["z.tree.yaml"].replace("reviewed: 2026-11-01", "")
    library = read(sources).library
    found = by_need(health_of(tree, Graph(tree), TODAY) for tree in library.trees.values())
    assert [entry.id for entry in found] == ["z", "a", "b"]


def test_the_report_can_be_left_out() -> None:
    items = publish(reading(SOUND), site(with_health=False))
    pages = {item.path: item for item in items if isinstance(item, Page)}
    assert "trees/tree-health.md" not in pages
    assert "tree-health" not in pages["trees/index.md"].markdown
