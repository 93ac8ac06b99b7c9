"""The JSON Schema of `tree.json`: valid, with descriptions, and exactly what is written."""

from __future__ import annotations

import json
from collections.abc import Iterator
from copy import deepcopy
from typing import Any

import pytest
from hypothesis import given
from jsonschema import Draft202012Validator
from tests.site_fixtures import REPOSITORY
from tests.unit.site.test_page_maker import PUBLISHED
from tests.unit.test_properties import FILE, Value, trees, write

from decision_trees.layout.addresses import Addresses
from decision_trees.reading.load import load
from decision_trees.reading.read import Reading, read
from decision_trees.site import tree_json_schema
from decision_trees.site.tree_json import TreeData

pytestmark = pytest.mark.unmeasured("nearly all that runs is a library that checks JSON")

VALIDATOR = Draft202012Validator(
    tree_json_schema.document(), format_checker=Draft202012Validator.FORMAT_CHECKER
)
SITE = load(REPOSITORY / "content" / "trees")
SNAPSHOTS = {path: json.loads(text) for path, text in PUBLISHED.items() if path.endswith("/tree.json")}
FULL = SNAPSHOTS["trees/pick-a-queue/tree.json"]

Place = tuple[str | int, ...]


def refusals(data: Any) -> list[str]:  # noqa: ANN401 - any JSON value
    return [f"{error.json_path}: {error.message}" for error in VALIDATOR.iter_errors(data)]


def written(reading: Reading, tree_id: str, *, use_directory_urls: bool = True) -> Any:  # noqa: ANN401 - JSON
    tree = reading.library.trees[tree_id]
    addresses = Addresses(use_directory_urls)
    return json.loads(TreeData(reading.library, tree, addresses, lambda text: f"<p>{text}</p>").text())


def test_it_is_a_json_schema() -> None:
    Draft202012Validator.check_schema(tree_json_schema.document())
    assert tree_json_schema.document()["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert json.loads(tree_json_schema.text()) == tree_json_schema.document()


@pytest.mark.parametrize("tree_id", SITE.library.trees)
def test_it_accepts_the_trees_of_this_site(tree_id: str) -> None:
    assert refusals(written(SITE, tree_id)) == []
    assert refusals(written(SITE, tree_id, use_directory_urls=False)) == []


@pytest.mark.parametrize("path", SNAPSHOTS)
def test_it_accepts_the_snapshot(path: str) -> None:
    assert refusals(SNAPSHOTS[path]) == []


@pytest.mark.slow
@given(trees())
def test_it_accepts_any_tree(tree: dict[str, Value]) -> None:
    assert refusals(written(read({FILE: write(tree).text}), "pick-a-queue")) == []


def objects(value: Any, place: Place = ()) -> Iterator[tuple[Place, dict[str, Any]]]:  # noqa: ANN401 - any JSON value
    """Give every object in a value, with the way to it."""
    if isinstance(value, dict):
        yield place, value
    for key, inner in value.items() if isinstance(value, dict) else enumerate(value):
        if isinstance(inner, (dict, list)):
            yield from objects(inner, (*place, key))


def at(value: Any, place: Place) -> Any:  # noqa: ANN401 - any JSON value
    for key in place:
        value = value[key]
    return value


def is_an_authors(place: Place) -> bool:
    """Whether the keys of an object are an author's own."""
    return place[-1:] == ("given",)


KEYS = [(place, key) for place, keys in objects(FULL) if not is_an_authors(place) for key in keys]


@pytest.mark.parametrize(("place", "key"), KEYS, ids=str)
def test_it_refuses_another_key_in_its_place(place: Place, key: str) -> None:
    changed = deepcopy(FULL)
    holder = at(changed, place)
    holder[f"{key}_"] = holder.pop(key)
    assert not VALIDATOR.is_valid(changed)


@pytest.mark.parametrize(("place", "key"), KEYS, ids=str)
def test_it_refuses_a_missing_key(place: Place, key: str) -> None:
    changed = deepcopy(FULL)
    del at(changed, place)[key]
    assert VALIDATOR.is_valid(changed) == (place[-1:] == ("texts",))


@pytest.mark.parametrize(("place", "key"), KEYS, ids=str)
def test_it_refuses_a_value_of_another_kind(place: Place, key: str) -> None:
    changed = deepcopy(FULL)
    holder = at(changed, place)
    holder[key] = [None] if isinstance(holder[key], (str, int)) else 1.5
    assert not VALIDATOR.is_valid(changed)


@pytest.mark.parametrize(
    ("place", "value", "message"),
    [
        (("format",), 2, "1 was expected"),
        (("version",), "1.0", "does not match"),
        (("start",), "Replay!", "does not match"),
        (("nodes", 0, "kind"), "question", "is not valid under any of the given schemas"),
        (("nodes", 0, "answers"), [], "is not valid under any of the given schemas"),
        (("figures", "minutes"), [1], "is too short"),
        (("figures", "minutes"), [1, 2, 3], "Expected at most 2 items"),
        (("reviewed",), "2026-02-30", "is not valid under any of the given schemas"),
        (("scenarios", 0, "given"), {}, "should be non-empty"),
        (("scenarios", 0, "given"), {"Replay?": "No"}, "does not match"),
        (("scenarios", 0, "given"), {"replay": "It is <not> messages"}, "does not match"),
        (("refers_to", 0, "relation"), "expect", "is not one of"),
    ],
)
def test_it_refuses(place: Place, value: object, message: str) -> None:
    changed = deepcopy(FULL)
    at(changed, place[:-1])[place[-1]] = value
    assert any(message in refusal for refusal in refusals(changed)), refusals(changed)


def test_every_object_is_closed_and_every_key_is_described() -> None:
    shapes = [
        (place, shape)
        for place, shape in objects(tree_json_schema.document())
        if shape.get("type") == "object"
    ]
    assert len(shapes) > 10
    for place, shape in shapes:
        assert shape["description"], place
        if is_an_authors(place):
            continue
        assert shape["additionalProperties"] is False, place
        described = {key for key, value in shape["properties"].items() if "description" in value}
        assert described == set(shape["properties"]), place
