"""The words of the interface: every language complete, the fallbacks, and what the script is told."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from string import Formatter

import pytest

from decision_trees import words
from decision_trees.words import ENGLISH, load_words

PACKAGE = Path(words.__file__).parents[1]
SCRIPT = PACKAGE.parent / "browser" / "words.js"
LANGUAGES = sorted(path.stem for path in Path(words.__file__).parent.glob("*.toml"))


def all_words(language: str) -> dict[str, str]:
    loaded = load_words(language)
    return {**loaded.page, **loaded.walk}


def placeholders(word: str) -> list[str]:
    """The names in braces, sorted: languages differ in their order."""
    return sorted(name for _, name, _, _ in Formatter().parse(word) if name is not None)


def words_of_script() -> dict[str, str]:
    """What `WALK` and `CHART` in the script say."""
    program = f"""
    import {{ CHART, WALK }} from {json.dumps(SCRIPT.as_uri())};
    console.log(JSON.stringify([...Object.entries(WALK), ...Object.entries(CHART)]));
    """
    node = Path(sys.executable).with_name("node")
    told = subprocess.run(
        [node, "--no-warnings", "--input-type=module", "--eval", program],
        check=True,
        capture_output=True,
        text=True,
    )
    return dict(json.loads(told.stdout))


def test_there_are_translations() -> None:
    assert {"ar", "de", "en", "es", "fr", "ja"} <= set(LANGUAGES)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_the_words_of_english_in_their_order(language: str) -> None:
    assert list(load_words(language).page) == list(load_words("en").page)
    assert list(load_words(language).walk) == list(load_words("en").walk)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_word_has_the_placeholders_of_english(language: str) -> None:
    english = {name: placeholders(word) for name, word in all_words("en").items()}
    assert {name: placeholders(word) for name, word in all_words(language).items()} == english


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_word_is_empty_or_has_space_around_it(language: str) -> None:
    unclean = [name for name, word in all_words(language).items() if not word or word != word.strip()]
    assert unclean == []


def test_each_name_stands_for_one_word() -> None:
    english = load_words("en")
    assert english.page.keys().isdisjoint(english.walk)
    assert english.names == english.page.keys() | english.walk.keys()


def test_the_script_knows_the_english_words_of_a_walk() -> None:
    assert words_of_script() == load_words("en").walk


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("de", "de"),
        ("de-AT", "de"),
        ("de_AT", "de"),
        ("en-GB", "en"),
        ("xx", "en"),
        ("xx-YY", "en"),
    ],
)
def test_the_nearest_language_is_taken(language: str, expected: str) -> None:
    assert load_words(language) == load_words(expected)


@pytest.mark.parametrize("language", ["xx-YY", "xx_YY"])
def test_a_regional_translation_comes_before_the_language(
    language: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for tag in ("xx", "xx-YY"):
        (tmp_path / f"{tag}.toml").write_text(f'[page]\ncheck = "{tag}"\n[walk]\n', "utf-8")
    monkeypatch.setattr(words, "_FOLDER", tmp_path)
    assert load_words(language).page == {"check": "xx-YY"}


def test_english_stands_in_when_no_language_is_named() -> None:
    assert load_words() == load_words("en")
    assert load_words().page == ENGLISH


@pytest.mark.parametrize("language", LANGUAGES)
def test_words_of_the_site_come_before_ours(language: str) -> None:
    ours = load_words(language)
    loaded = load_words(language, {"pitfall": "Beware", "back": "Undo"})
    assert loaded.page == {**ours.page, "pitfall": "Beware"}
    assert loaded.walk == {**ours.walk, "back": "Undo"}


def test_the_script_is_told_nothing_in_english() -> None:
    assert load_words("en").for_script() == ""
    assert load_words("en", {"pitfall": "Beware"}).for_script() == ""


@pytest.mark.parametrize(
    ("language", "own"),
    [*((language, {}) for language in LANGUAGES if language != "en"), ("en", {"back": "Undo"})],
)
def test_the_script_is_told_the_words_it_does_not_know(language: str, own: Mapping[str, str]) -> None:
    loaded = load_words(language, own)
    told = json.loads(loaded.for_script())
    assert told
    assert told.items() == loaded.walk.items() - words_of_script().items()


def test_the_script_is_not_told_a_word_that_is_the_same_in_english() -> None:
    told = json.loads(load_words("de", {"back": "Back"}).for_script())
    assert told.keys() == load_words("de").walk.keys() - {"back"}


@pytest.mark.parametrize(
    ("name", "word", "unknown"),
    [
        ("count_ways", "{count} routes", []),
        ("count_ways", "{n} routes", ["n"]),
        ("progress", "Step {n} ({})", [""]),
        ("count_ways", "{count} routes {", ["{"]),
        ("count_ways", "{count}} routes", ["}"]),
        ("count_ways", "{count routes", ["{"]),
        ("count_ways", "{{{count}}} routes {{all}}", []),
        ("count_ways", "{count.real} {count!r} {0}", ["count.real", "count!r", "0"]),
        ("progress", "{ Step {n} }", []),
        ("pitfall", "Beware of { and }", []),
        ("pitfall", "Beware of {this}", ["this"]),
    ],
)
def test_places_that_are_never_filled_are_found(name: str, word: str, unknown: list[str]) -> None:
    assert words.unknown_places(name, word) == unknown


@pytest.mark.parametrize(
    "word", ["{count} { {{", "}", "{count}}", "{{count}", "{", "{count.nothing}", "{count[x}"]
)
def test_what_python_cannot_fill_in_is_found(word: str) -> None:
    with pytest.raises((ValueError, AttributeError)):
        word.format(count=2)
    assert words.unknown_places("count_ways", word)
