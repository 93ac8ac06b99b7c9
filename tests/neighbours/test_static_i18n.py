from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urljoin

import pytest
from tests.build.links import Links, search_entries
from tests.neighbours.harness import FILES, OURS, QUEUE, Built, build, faults
from tests.site_fixtures import SITE_URL

pytestmark = [pytest.mark.build, pytest.mark.beside("mkdocs-static-i18n")]

GERMAN = QUEUE.replace("Pick a queue", "Eine Queue wählen").replace(
    "Which queue do we need?", "Welche Queue?"
)


def _languages(structure: str, **options: object) -> object:
    languages = [
        {"locale": "en", "name": "English", "default": True, "build": True},
        {"locale": "de", "name": "Deutsch", "build": True},
    ]
    return {"i18n": {"docs_structure": structure, "languages": languages, **options}}


def _in_folders(files: Mapping[str, str]) -> dict[str, str]:
    moved = {path.replace("docs/", "docs/en/"): text for path, text in files.items()}
    translated = {path.replace("docs/", "docs/de/"): text for path, text in FILES.items()}
    return {**dict.fromkeys(FILES, ""), **moved, **translated, "docs/de/trees/pick-a-queue.tree.yaml": GERMAN}


TRANSLATED = {
    "suffix": {
        "docs/trees/pick-a-queue.de.tree.yaml": GERMAN,
        "docs/index.de.md": "# Start\n\n[Baum](to:pick-a-queue/)\n",
    },
    "folder": _in_folders(FILES),
}


def _problems(built: Built) -> list[str]:
    """What is wrong; sources of other languages have no pages under names of their own."""
    return [
        fault
        for fault in faults(built)
        if ".de/" not in fault
        and not fault.startswith(("de/", "en/", "search finds de/", "search finds en/"))
    ]


@pytest.mark.parametrize("is_before", [True, False])
@pytest.mark.parametrize("structure", ["suffix", "folder"])
def test_each_language_has_its_trees(tmp_path: Path, structure: str, *, is_before: bool) -> None:
    i18n = _languages(structure)
    plugins = ["search", *([i18n, OURS] if is_before else [OURS, i18n])]
    built = build(tmp_path, plugins, TRANSLATED[structure])
    assert _problems(built) == []
    assert Links(built.published, SITE_URL).broken() == []
    for root, title, question in (
        ("", "Pick a queue", "Which queue do we need?"),
        ("de/", "Eine Queue wählen", "Welche Queue?"),
    ):
        page = built.page(f"{root}trees/pick-a-queue")
        assert page.one("h1").text.startswith(title)
        assert question in page.text
        assert title in built.page(f"{root}trees").text
        assert page.one("html").attributes["lang"] == (root[:2] or "en")
    assert built.page("de/trees/sync-vs-async").one("h1").text.startswith("Sync vs async communication")
    assert "Entscheidungsbäume" in built.page("de/trees").text


@pytest.mark.parametrize("structure", ["suffix", "folder"])
def test_the_next_build_takes_every_language_from_the_cache(tmp_path: Path, structure: str) -> None:
    counts = []
    for _ in range(2):
        built = build(tmp_path, ["search", _languages(structure), OURS], TRANSLATED[structure])
        counts.append(re.findall(r"(\d+) pages \((\d+) from the cache\)", built.log))
    [(pages, at_first)], [(again, at_second)] = counts
    assert at_first == "0"
    # Beside those of trees there are lists of them, which are made anew: three in each language.
    assert (again, at_second) == (pages, str(int(pages) - 6))


@pytest.mark.parametrize("structure", ["suffix", "folder"])
def test_the_language_switch_stays_on_the_page(tmp_path: Path, structure: str) -> None:
    built = build(tmp_path, ["search", _languages(structure), OURS], TRANSLATED[structure])
    for root in ("", "de/"):
        links = built.page(f"{root}trees/pick-a-queue/replay").select("a[hreflang]")
        here = f"{SITE_URL}{root}trees/pick-a-queue/replay/"
        switched = {
            link.attributes["hreflang"]: urljoin(here, link.href)
            for link in links
            if link.attributes.get("class") == "md-select__link"
        }
        assert switched == {
            "en": f"{SITE_URL}trees/pick-a-queue/replay/",
            "de": f"{SITE_URL}de/trees/pick-a-queue/replay/",
        }
    sitemap = (built.published / "sitemap.xml").read_text(encoding="utf-8")
    assert f'hreflang="de" href="{SITE_URL}de/trees/pick-a-queue/replay/"' in sitemap
    assert f"<loc>{SITE_URL}de/trees/pick-a-queue/replay/</loc>" in sitemap


@pytest.mark.parametrize("structure", ["suffix", "folder"])
def test_search_finds_each_page_of_each_language_once(tmp_path: Path, structure: str) -> None:
    built = build(tmp_path, ["search", _languages(structure), OURS], TRANSLATED[structure])
    found = [entry["location"] for entry in search_entries(built.published)]
    for address in ("trees/pick-a-queue/", "trees/pick-a-queue/replay/", "trees/sync-vs-async/fan-out/"):
        assert found.count(address) == 1
        assert found.count(f"de/{address}") == 1


def test_without_an_original_to_show_there_is_no_page(tmp_path: Path) -> None:
    i18n = _languages("suffix", fallback_to_default=False)
    files = {
        "docs/trees/pick-a-queue.de.tree.yaml": GERMAN.replace(", then [compare](to:sync-vs-async/)", ""),
        "docs/guide.de.md": "# Leitfaden\n",
        "docs/index.de.md": "# Start\n",
    }
    built = build(tmp_path, ["search", i18n, OURS], files)
    assert _problems(built) == []
    assert (built.published / "de/trees/pick-a-queue/index.html").is_file()
    assert not (built.published / "de/trees/sync-vs-async").exists()


def test_a_mistake_is_told_in_the_file_of_its_language(tmp_path: Path) -> None:
    files = {"docs/trees/pick-a-queue.de.tree.yaml": GERMAN.replace("Yes: log", "Yes: nowhere")}
    built = build(tmp_path, ["search", _languages("suffix"), OURS], files)
    assert built.code == 1
    assert "--> docs/trees/pick-a-queue.de.tree.yaml:10:" in built.log
    assert "Traceback" not in built.log
    assert not list(tmp_path.glob("site/**/*.html"))


@pytest.mark.parametrize(
    ("structure", "name", "original"),
    [
        ("suffix", "docs/trees/pick-a-queue.de.tree.yaml", "docs/trees/pick-a-queue.tree.yaml"),
        ("folder", "docs/de/trees/pick-a-queue.tree.yaml", "docs/en/trees/pick-a-queue.tree.yaml"),
    ],
)
def test_a_translation_that_leads_elsewhere_is_told_with_its_original(
    tmp_path: Path, structure: str, name: str, original: str
) -> None:
    files = {**TRANSLATED[structure], name: GERMAN.replace("Yes: log", "Yes: standard-queue")}
    built = build(tmp_path, ["search", _languages(structure), OURS], files)
    assert built.log.count("warning[translation-differs]: this leads to `standard-queue`, and to `log`") == 1
    assert f"--> {name}:" in built.log
    assert f"::: {original}:" in built.log


def test_in_a_navigation_a_folder_of_trees_is_that_of_each_language(tmp_path: Path) -> None:
    nav = ["index.md", {"Trees": "trees/"}, "guide.md", "plain.md"]
    built = build(tmp_path, ["search", OURS, _languages("suffix")], TRANSLATED["suffix"], nav=nav)
    assert _problems(built) == []
    shown = built.page("de").one("nav.md-nav--primary").text
    assert "Eine Queue wählen" in shown
    assert "Pick a queue" not in shown
