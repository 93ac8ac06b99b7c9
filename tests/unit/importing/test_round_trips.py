"""What we publish of a tree comes back as that tree."""

from __future__ import annotations

import json
import re
from datetime import date
from functools import cache
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.site_fixtures import REPOSITORY
from tests.unit.importing.reading_back import bring_in, model, only, paths, texts
from tests.unit.test_properties import trees

from decision_trees.analysis.graph import Graph
from decision_trees.importing.doubts import folded
from decision_trees.importing.reading import Import, Request, import_text
from decision_trees.layout.addresses import Addresses
from decision_trees.model.tree import Check, Step, Tree
from decision_trees.prose.render import Renderer
from decision_trees.reading.read import Reading, read
from decision_trees.site.in_text import drawn
from decision_trees.site.page_maker import PageMaker
from decision_trees.site.publish import publish
from decision_trees.site.site import Site
from decision_trees.site.tree_json import TreeData

CONTENT = REPOSITORY / "content"
SOURCES = {
    file.relative_to(CONTENT).as_posix(): file.read_text("utf-8") for file in CONTENT.rglob("*.tree.yaml")
}
FILES = sorted(SOURCES)


@cache
def site() -> Reading:
    return read(SOURCES)


@cache
def files_of_the_site() -> dict[str, str]:
    made = publish(site(), Site(addresses=Addresses(), today=date(2026, 11, 23)))
    return {item.path: str(item.content) for item in made}


def data_file(source: str, name: str) -> str:
    return files_of_the_site()[f"{source.removesuffix('.tree.yaml')}/{name}"]


def known(reading: Reading) -> dict[str, str]:
    """What other trees are called, as the command finds it out."""
    names: dict[str, str] = {}
    for tree in reading.library.trees.values():
        names.setdefault(folded(str(tree.title)), f"{tree.id}/")
    for tree in reading.library.trees.values():
        for node in tree.nodes.values():
            heading = node.question if isinstance(node, Check) else node.title
            names.setdefault(folded(str(heading)), f"{tree.id}/{node.id}")
    return names


def tree_of(source: str) -> Tree:
    return site().library.trees[source.rpartition("/")[2].removesuffix(".tree.yaml")]


def back(text: str, name: str, **more: Any) -> Import:  # noqa: ANN401 - parts of a request
    return import_text(text, name, Request(known=known(site()), **more))


def again(source: str, done: Import) -> Reading:
    """The site with the tree that came back in the place of the one that it is of."""
    return read({**SOURCES, source: only(done).source})


def words_alone(text: str, home: str) -> str:
    """A text without the links that lead to other pages of the site; those without words have a title."""

    def words(link: re.Match[str]) -> str:
        tree, _, node = link["target"].rpartition("/")
        found = site().library.trees[tree or home]
        return link["words"] or str(found.nodes[node].title if node else found.title)

    return re.sub(r"\[(?P<words>[^\[\]]*)\]\(to:(?P<target>[^()\s]+)\)", words, text)


def without_site_links(tree: Tree) -> dict[str, dict[str, str]]:
    return {
        name: {key: words_alone(text, tree.id) for key, text in written.items()}
        for name, written in texts(tree).items()
    }


@pytest.mark.unmeasured("whole sites are read and written, as single trees are elsewhere")
@pytest.mark.parametrize("source", FILES)
def test_data_comes_back_as_the_same_tree(source: str) -> None:
    before = data_file(source, "tree.json")
    done = back(before, "tree.json")
    assert done.diagnostics == []
    library = again(source, done).library
    # As it is published, without all that is published beside it.
    tree = library.trees[tree_of(source).id]
    after = TreeData(library, tree, Addresses(), Renderer().prose).text()
    first, second = json.loads(before), json.loads(after)
    del first["version"], second["version"]
    assert first == second


def test_what_stands_beside_checks_comes_back_from_data() -> None:
    source = """\
title: T
question: Q?
checks:
  need: {question: Need it?, answers: {Yes: log, No: queue}}
decisions:
  log: {title: Log, alternatives: [File, Table], formerly: [journal]}
  queue: Queue
see_also:
  - {url: https://e.org/, title: More}
edge_cases:
  - {title: Both, text: Ask.}
scenarios:
  - {title: Small, given: {need: Yes}, expect: log}
"""
    library = read({"t.tree.yaml": source}).library
    data = TreeData(library, library.trees["t"], Addresses(), Renderer().prose).text()
    after = model(only(bring_in(data, "tree.json")))
    assert [str(case.title) for case in after.edge_cases] == ["Both"]
    assert [str(reference.title) for reference in after.see_also] == ["More"]
    assert [str(old) for old in after.nodes["log"].formerly] == ["journal"]
    assert [[str(name) for name in node.alternatives] for node in after.decisions] == [["File", "Table"], []]
    (scenario,) = after.scenarios
    assert (str(scenario.title), str(scenario.expect)) == ("Small", "log")
    assert [(str(given.check), str(given.answer)) for given in scenario.given] == [("need", "yes")]


@pytest.mark.parametrize("source", FILES)
def test_the_document_comes_back_as_the_same_graph_and_texts(source: str) -> None:
    expected = tree_of(source)
    done = back(data_file(source, "tree.md"), "tree.md")
    assert {diagnostic.code for diagnostic in done.diagnostics} <= {"left-out"}
    (tree,) = read({"t.tree.yaml": only(done).source}).library.trees.values()
    assert sorted(paths(tree)) == sorted(paths(expected))
    assert texts(tree) == without_site_links(expected)
    assert asides(tree) == asides(expected)


def asides(tree: Tree) -> list[tuple[str, str, str, str]]:
    """What is said of answers beside their labels."""
    return sorted(
        (
            str(check.question),
            str(answer.label),
            "; ".join(str(aside) for aside in (answer.note, answer.loop) if aside),
            str(answer.alias),
        )
        for check in tree.checks
        for answer in check.answers
    )


@pytest.mark.parametrize("source", FILES)
def test_the_chart_comes_back_as_the_same_graph(source: str) -> None:
    done = back(data_file(source, "tree.mmd"), "tree.mmd")
    assert {diagnostic.code for diagnostic in done.diagnostics} <= {"loop-without-reason"}
    (tree,) = read({"t.tree.yaml": only(done).source}).library.trees.values()
    assert graph(tree) == graph(tree_of(source))


def graph(tree: Tree) -> tuple[str, set[tuple[str, str, str, bool]], dict[str, str]]:
    arrows = {
        (check.id, str(answer.label), str(answer.to), answer.loop is not None)
        for check in tree.checks
        for answer in check.answers
    }
    return tree.start, arrows, {node.id: node.kind for node in tree.nodes.values()}


# --- trees that are made up -------------------------------------------------------------------------


def made_up(tree: dict[str, Any]) -> Reading:
    return read({"t.tree.yaml": json.dumps(tidy(tree), ensure_ascii=False)})


def tidy(value: Any) -> Any:  # noqa: ANN401 - data of any kind
    """The same without white space round texts, which nothing keeps."""
    if isinstance(value, dict):
        return {tidy(key): tidy(item) for key, item in value.items()}
    if isinstance(value, list):
        return [tidy(item) for item in value]
    if isinstance(value, str) and "\n" not in value:
        return re.sub(" +", " ", value.strip(" "))
    return re.sub(" *\n+ *", "\n\n", value.strip(" ")) if isinstance(value, str) else value


def data_of(reading: Reading) -> dict[str, Any]:
    (tree,) = reading.library.trees.values()
    data: dict[str, Any] = json.loads(TreeData(reading.library, tree, Addresses(), str).text())
    del data["version"]
    return data


@pytest.mark.slow
@given(tree=trees())
def test_any_tree_comes_back_from_its_data(tree: dict[str, Any]) -> None:
    reading = made_up(tree)
    assert not reading.has_errors
    before = data_of(reading)
    done = import_text(json.dumps(before), "tree.json")
    assert data_of(read({"t.tree.yaml": only(done).source})) == before


@pytest.mark.slow
@given(tree=trees())
def test_any_tree_comes_back_from_its_chart(tree: dict[str, Any]) -> None:
    reading = made_up(tree)
    expected = reading.library.trees["t"]
    chart = PageMaker(reading.library, Site(addresses=Addresses(), today=date(2026, 11, 23)), Renderer())
    done = import_text(chart.mermaid(expected), "tree.mmd")
    (after,) = read({"t.tree.yaml": only(done).source}).library.trees.values()
    start, arrows, kinds = graph(expected)
    start_after, arrows_after, kinds_after = graph(after)
    assert start_after == start
    assert kinds_after == {node: kind for node, kind in kinds.items() if node in kinds_after}
    assert sorted((start, to) for start, _, to, _ in arrows_after) == sorted(
        (start, to) for start, _, to, _ in arrows if start in kinds_after
    )


def test_what_is_read_back_may_be_read_alone() -> None:
    assert only(bring_in(data_file(FILES[0], "tree.json"), "tree.json")).id == tree_of(FILES[0]).id


TWINS = """\
# How do we release it?

## Do users notice it?

- Yes: Is it small?
    - Yes: **Decision:** At once
    - No: **Decision:** In stages
- No: Is it small?
    - Yes: **Decision:** At night
    - No: **Decision:** In stages

## Checks

### Do users notice it?

- Yes: Is it small?
- No: Is it small?

### Is it small?

- Yes: At night
- No: In stages

### Is it small?

- Yes: At once
- No: In stages

## Decisions

### At once

### At night

### In stages
"""


def test_questions_of_the_same_words_are_told_apart_by_their_answers() -> None:
    assert paths(model(only(import_text(TWINS, "tree.md")))) == [
        "Do users notice it? = Yes ; Is it small? = Yes => At once",
        "Do users notice it? = Yes ; Is it small? = No => In stages",
        "Do users notice it? = No ; Is it small? = Yes => At night",
        "Do users notice it? = No ; Is it small? = No => In stages",
    ]


LINE = "- Nobody knows: Is it small?"
ANSWERS = "- Yes: Is it small?\n- No: Is it small?\n"


@pytest.mark.parametrize(
    ("document", "line"),
    [
        (
            TWINS.replace(ANSWERS, f"{ANSWERS}{LINE}\n").replace(
                "\n## Checks", f"{LINE} (shown above)\n\n## Checks"
            ),
            11,
        ),
        (TWINS.replace("- Yes: Is it small?\n    ", "- Yes: Is it small? (shown above)\n    "), 5),
    ],
    ids=["both stand above", "none stands above"],
)
def test_which_of_several_questions_stands_above_must_be_plain(document: str, line: int) -> None:
    (told,) = import_text(document, "tree.md").diagnostics
    assert (told.code, told.span.line) == ("unreadable", line)
    assert told.message == "“Is it small?” is asked in several places, and this line does not say in which"


def test_an_end_that_stands_there_twice_is_the_first() -> None:
    once = model(only(import_text(TWINS, "tree.md")))
    twice = model(only(import_text(f"{TWINS}\n### At once\n", "tree.md")), allowed={"unreachable"})
    assert paths(twice) == paths(once)


def test_a_question_of_two_that_stands_there_a_third_time_is_one_of_them() -> None:
    more = "- Nobody knows: Is it small?\n    - Yes: **Decision:** At night\n"
    (tree,) = import_text(TWINS.replace("\n## Checks", f"{more}\n## Checks"), "tree.md").trees
    assert "Nobody knows" in tree.source


# --- drawn in text ----------------------------------------------------------------------------------


def from_drawing(reading: Reading, tree: Tree) -> Tree:
    done = import_text(f"# A\n\n```\n{drawn(reading.library.graph(tree))}```\n", "drawing.md")
    assert done.diagnostics == []
    (after,) = read({"t.tree.yaml": only(done).source}).library.trees.values()
    return after


def in_words(tree: Tree) -> tuple[list[str], list[tuple[str, str, str, str]]]:
    """All paths of a tree, and what is said beside its answers but names of what they lead to."""
    return sorted(paths(tree)), sorted((asks, label, aside, "") for asks, label, aside, _ in asides(tree))


@pytest.mark.parametrize("source", FILES)
def test_the_drawing_comes_back_as_the_same_graph(source: str) -> None:
    expected = tree_of(source)
    after = from_drawing(site(), expected)
    assert in_words(after) == in_words(expected)
    assert kinds(after) == kinds(expected)


def kinds(tree: Tree) -> set[tuple[str, str, str]]:
    """What nodes say and are, and why a way leads back from steps; what leads elsewhere is none of ours."""
    return {
        (node.kind, str(node.heading), str((node.loop or "") if isinstance(node, Step) else ""))
        for node in map(tree.nodes.__getitem__, Graph(tree).reachable)
    }


LABELS = (
    "Yes",
    "No",
    "Maybe",
    "< 300",
    "30-60 min",
    "C++ (fast)",
    "Yes, but late",
    "No idea",
    "a: b",
    "Y",
    "True",
    "?",
)
ASKS = (
    "Is it big?",
    "Which size",
    "How much (in €)?",
    "Is it A or B? Say so",
    "Yes or no?",
    "Step",
    "1. Is it old?",
)
DOES = ("Wait a minute", "Stop it", "Ask Ann (at night)", "Start: now", "no", "A: b")
COMES_TO = (
    "Ship it",
    "Stop",
    "Yes",
    "Is it done?",
    "DECISION: x",
    "Use A; else B",
    "go to 2",
    "see below",
    "C (a → b)",
)
BESIDE = ("at night", "a; b", "why?", "1 > 0", "(so) it is")


@st.composite
def trees_to_draw(draw: st.DrawFn) -> dict[str, Any]:
    """A tree of checks and steps in which each node leads on, and some back."""
    inner = draw(st.lists(st.sampled_from(("check", "step")), max_size=16))
    names = ["n0", *(f"n{number}" for number in range(1, len(inner) + 1)), "e0", "e1", "w"]
    nodes: dict[str, dict[str, Any]] = {"check": {}, "step": {}}
    for number, (name, kind) in enumerate(zip(names, ["check", *inner], strict=False)):
        ahead = names[number + 1 :]
        to = [ahead[0], *draw(st.lists(st.sampled_from(ahead), min_size=1, max_size=3))]
        back = draw(st.sampled_from(names[: number + 1])) if draw(st.integers(0, 5)) == 0 else None
        loop = {"to": back, "loop": draw(st.sampled_from(BESIDE))} if back else None
        if kind == "step":
            nodes[kind][name] = {"title": f"{draw(st.sampled_from(DOES))} {name}", "then": to[0]}
            continue
        labels = draw(st.permutations(LABELS))
        answers = [{"to": target, **draw(notes)} for target in to] + [loop] * (loop is not None)
        nodes[kind][name] = {
            "question": f"{name} {draw(st.sampled_from(ASKS))}",
            "answers": dict(zip(labels, answers, strict=False)),
        }
    ends = {name: f"{draw(st.sampled_from(COMES_TO))} {name}" for name in ("e0", "e1")}
    return {
        "title": "A",
        "checks": nodes["check"],
        "steps": nodes["step"],
        "decisions": ends,
        "warnings": {"w": {"title": f"{draw(st.sampled_from(COMES_TO))} w"}},
    }


notes: st.SearchStrategy[dict[str, str]] = st.one_of(
    st.just({}), st.fixed_dictionaries({"note": st.sampled_from(BESIDE)})
)


@pytest.mark.slow
@given(tree=trees_to_draw())
def test_any_tree_comes_back_from_its_drawing(tree: dict[str, Any]) -> None:
    reading = read({"t.tree.yaml": json.dumps({key: part for key, part in tree.items() if part})})
    assert not reading.has_errors, reading.diagnostics
    expected = reading.library.trees["t"]
    after = from_drawing(reading, expected)
    assert in_words(after) == in_words(expected)
    assert kinds(after) == kinds(expected)
