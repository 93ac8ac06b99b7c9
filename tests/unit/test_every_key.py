"""Every key of the format in every place it belongs: none is accepted and lost.

The trees are made from the tables of keys, so a new key is tried without a change here, and one that is
to be seen by nobody, or in a place of its own, has to be named.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import date

import pytest
from jsonschema import Draft202012Validator

from decision_trees import read
from decision_trees.analysis.library import Library
from decision_trees.compare.compare import compare_all
from decision_trees.compare.report import NO_CHANGE, as_markdown, as_text
from decision_trees.importing.reading import import_text
from decision_trees.layout.addresses import Addresses
from decision_trees.prose.render import Renderer
from decision_trees.reading.read import Settings
from decision_trees.site import tree_json_schema
from decision_trees.site.page_maker import PageMaker
from decision_trees.site.site import Site
from decision_trees.site.tree_json import TreeData
from decision_trees.source import json_schema, keys
from decision_trees.source.keys import Key, Shape, ValueType
from decision_trees.walk import state
from decision_trees.walk.screen import guidance, shown

pytestmark = pytest.mark.unmeasured(
    "every key is read, written and published, as in the tests of those parts"
)

TODAY = date(2026, 11, 23)

# Keys whose value is an id, a date or a place of its own, and not a text to be found again.
_NOT_TEXT = {ValueType.ID, ValueType.IDS, ValueType.DATE, ValueType.FLAG, ValueType.TARGET, ValueType.URL}

SHAPES: dict[str, Shape] = {
    "tree": keys.TREE,
    "check": keys.CHECK,
    "step": keys.STEP,
    "answer": keys.ANSWER,
    "decision": keys.DECISION,
    "warning": keys.WARNING,
    "edge_case": keys.EDGE_CASE,
    "reference": keys.REFERENCE,
    "scenario": keys.SCENARIO,
}

TEXTS = [
    pytest.param(name, key, id=f"{name} {key.name}")
    for name, shape in SHAPES.items()
    for key in shape.keys.values()
    if key.takes in {ValueType.LINE, ValueType.PROSE, ValueType.LINES}
]

# Where a text belongs, unless it is named here as one that is shown otherwise.
PLACES = ("page", "tree.json", "tree.md", "diff")
ELSEWHERE: dict[tuple[str, str], set[str]] = {
    ("scenario", "note"): {"page", "tree.json", "diff"},
}


def mark(shape: str, key: Key) -> str:
    """A value that stands for a key and for no other."""
    return f"Marked {shape.replace('_', ' ')} {key.name.replace('_', ' ')}"


def filled(shape: str, more: dict[str, object], *, changed: Key | None = None) -> dict[str, object]:
    """A mapping of a shape with every text in it; that of one key may be another than usual."""
    values: dict[str, object] = {}
    for key in SHAPES[shape].keys.values():
        text = mark(shape, key) + (" anew" if changed == key else "")
        if key.takes in {ValueType.LINE, ValueType.PROSE}:
            values[key.name] = text
        elif key.takes is ValueType.LINES:
            values[key.name] = [text]
    return {**values, **more}


def tree(shape: str = "", changed: Key | None = None) -> dict[str, object]:
    """A tree with every text there is, those of one shape with one that has changed."""

    def part(name: str, **more: object) -> dict[str, object]:
        return filled(name, more, changed=changed if name == shape else None)

    back = part("answer", to="first")
    forward = {key: value for key, value in part("answer", to="good").items() if key != "loop"}
    answers = {"Yes": forward, "No": "bad", "Again": {"to": "second"}}
    reference = {
        key: value for key, value in part("reference", url="https://example.org/").items() if key != "to"
    }
    return part(
        "tree",
        checks={
            "first": part("check", answers=answers),
            "second": {"question": "Second?", "answers": {"Back": back, "On": "todo"}},
        },
        steps={"todo": part("step", then="first")},
        decisions={"good": part("decision")},
        warnings={"bad": part("warning")},
        edge_cases=[part("edge_case")],
        see_also=[reference],
        scenarios=[part("scenario", given={"first": "Yes"}, expect="good")],
    )


def library_of(source: dict[str, object]) -> Library:
    reading = read({"trees/full.tree.yaml": json.dumps(source)}, Settings(today=TODAY))
    assert [diagnostic for diagnostic in reading.diagnostics if diagnostic.level == "error"] == []
    return reading.library


def places(library: Library) -> Iterator[tuple[str, str]]:
    """What is published of the one tree, by place."""
    (found,) = library.trees.values()
    site = Site(addresses=Addresses(), today=TODAY, tags=False)
    maker = PageMaker(library, site)
    lists = maker.index_pages("trees", [maker.listed(found)])
    yield "page", "\n".join(page.content for page in (*maker.pages(found), *lists))
    yield "tree.json", TreeData(library, found, site.addresses, Renderer().prose).text()
    yield "tree.md", maker.document(found)


@pytest.mark.parametrize(("shape", "key"), TEXTS)
def test_a_text_is_shown_wherever_it_belongs(shape: str, key: Key) -> None:
    before, after = library_of(tree()), library_of(tree(shape, key))
    text = mark(shape, key)
    missed = {place for place, published in places(before) if text not in published}
    compared = compare_all(before.trees.values(), after.trees.values())
    if NO_CHANGE in {as_text(compared), as_markdown(compared)}:
        missed.add("diff")
    assert missed == set(PLACES) - ELSEWHERE.get((shape, key.name), set(PLACES))


@pytest.mark.parametrize("shape", ["check", "step", "decision", "warning"])
def test_a_long_text_is_added_by_one_line(shape: str, monkeypatch: pytest.MonkeyPatch) -> None:
    new = Key("second_thoughts", ValueType.PROSE, "What to think of once more.")
    monkeypatch.setitem(SHAPES[shape].keys, new.name, new)
    before, after = library_of(tree()), library_of(tree(shape, new))
    text = mark(shape, new)
    published = dict(places(before))
    assert {place for place, found in published.items() if text in found} == set(PLACES) - {"diff"}
    assert "Second thoughts" in published["page"]
    assert "Second thoughts" in as_text(compare_all(before.trees.values(), after.trees.values()))
    assert new.name in json.dumps(json_schema.document())
    validator = Draft202012Validator(tree_json_schema.document())
    assert [*validator.iter_errors(json.loads(published["tree.json"]))] == []
    assert text in in_terminal(before)
    assert text in imported("tree.json", published)
    assert text in imported("tree.md", published)


# A document has no scenarios, so they come back from data alone.
NOT_IMPORTED = {("scenario", "title"): {"tree.md"}, ("scenario", "note"): {"tree.md"}}


@pytest.mark.parametrize(("shape", "key"), TEXTS)
def test_a_text_comes_back_when_what_is_published_is_imported(shape: str, key: Key) -> None:
    published = dict(places(library_of(tree())))
    lost = {name for name in ("tree.json", "tree.md") if mark(shape, key) not in imported(name, published)}
    assert lost == NOT_IMPORTED.get((shape, key.name), set())


def imported(name: str, published: Mapping[str, str]) -> str:
    """The source that comes of a published file when it is imported."""
    (found,) = import_text(published[name], name).trees
    return found.source


def in_terminal(library: Library) -> str:
    """What a walk at the keyboard shows of the nodes of the one tree."""
    (found,) = library.trees.values()
    walks = [state.begin(library, found)]
    walks += [state.answer(walks[0], answer) for answer in found.checks[0].answers[:2]]
    walks.append(state.begin(library, found, "todo"))
    return "\n".join(text for walk in walks for text in (shown(walk), guidance(walk)))
