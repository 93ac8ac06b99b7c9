"""Numbers of ways that grow exponentially with a tree: what pages and data say of them."""

from __future__ import annotations

import json
import re
from datetime import date

import pytest
from jsonschema import Draft202012Validator
from tests.unit.test_growth import ladder

from decision_trees.analysis.graph import MOST_WAYS
from decision_trees.layout.addresses import Addresses
from decision_trees.reading.read import read
from decision_trees.site import tree_json_schema
from decision_trees.site.publish import publish
from decision_trees.site.site import Site
from decision_trees.site.view_builder import MOST_WAYS_TOLD, count_in_words, ways_in_words
from decision_trees.words import load_words

pytestmark = pytest.mark.unmeasured("vast trees are read and written as small ones are")

TODAY = date(2026, 11, 23)
LANGUAGES = ["en", "de", "fr", "es", "ja", "ar"]


def published(rungs: int, language: str = "en") -> dict[str, str]:
    reading = read({"t.tree.yaml": ladder(rungs)})
    site = Site(addresses=Addresses(), today=TODAY, words=load_words(language))
    return {item.path: str(item.content) for item in publish(reading, site)}


@pytest.mark.parametrize("language", LANGUAGES)
def test_pages_tell_that_there_are_more_than_a_million(language: str) -> None:
    words = load_words(language).page
    pages = published(60, language)
    assert f"({words['count_many_ways']})" in pages["t/c59.md"]
    texts = [text for path, text in pages.items() if path.endswith(".md")]
    assert any(words["many_ways"] in text for text in texts)
    numbers = [number for text in texts for number in re.findall(r"(?<![0-9a-z])[0-9]{7,}(?![0-9a-z])", text)]
    assert not numbers


def test_data_tells_no_more_than_programs_can_read() -> None:
    data = json.loads(published(60)["t/tree.json"])
    assert data["figures"]["paths"] == MOST_WAYS == 2**53 - 1
    validator = Draft202012Validator(tree_json_schema.document())
    assert validator.is_valid(data)
    data["figures"]["paths"] += 1
    assert not validator.is_valid(data)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_last_number_that_is_told(language: str) -> None:
    words = load_words(language).page
    told = str(MOST_WAYS_TOLD)
    for say in (ways_in_words, count_in_words):
        assert told in say(MOST_WAYS_TOLD, words)
        assert not re.search(r"\d{4}", say(MOST_WAYS_TOLD + 1, words))
    assert count_in_words(1, words) == ""
