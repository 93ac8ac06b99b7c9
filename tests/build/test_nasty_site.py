"""A site of hard names and texts: every address resolves, and all of its HTML is valid."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import unquote

import pytest
from tests.build.html_reading import read_page
from tests.build.links import Links, addresses_for_programs, search_entries
from tests.build.validator import MATERIAL, mistakes
from tests.hostile import HOSTILE, hostile_tree
from tests.site_fixtures import SITE_URL, Flavour, build_site, settings, write_site

from decision_trees.model.line import Line

pytestmark = pytest.mark.build

UNICODE = (
    "متى نستخدم طابورًا؟ (قائمة انتظار)",
    "“quotes” 'and' \"more\" \N{RIGHT-TO-LEFT OVERRIDE}turned\N{POP DIRECTIONAL FORMATTING} שלום",
    "👩🏽‍🚀 🇩🇪 ☃ é é ﬁ 日本語 한국어",
    f"{'Donaudampfschifffahrt' * 8} \N{ZERO WIDTH SPACE}{'長' * 80}",
)
TEXTS = (*HOSTILE, *UNICODE)

# Names of folders and of a page by hand; what no file system takes is left out.
FOLDERS = ("قرارات", "日本語 と 空白", "100% & 'more' #1")
PAGE = f"{FOLDERS[1]}/été „page“ +.md"


@pytest.fixture(
    scope="module", params=[Flavour(), Flavour(directory_urls=False)], ids=["directories", "files"]
)
def flavour(request: pytest.FixtureRequest) -> Flavour:
    chosen: Flavour = request.param
    return chosen


@pytest.fixture(scope="module")
def published(flavour: Flavour, tmp_path_factory: pytest.TempPathFactory) -> Path:
    theme = {"name": "material", "language": "ar", "font": False, "features": ["navigation.indexes"]}
    files = {
        f"docs/{FOLDERS[number % len(FOLDERS)]}/tree-{number}.tree.yaml": hostile_tree(text)
        for number, text in enumerate(TEXTS)
    }
    links = "\n".join(f"- [](to:tree-{number}/) [](to:tree-{number}/good)" for number in range(len(TEXTS)))
    files |= {
        "mkdocs.yml": settings(flavour, theme=theme, site_name=UNICODE[0]),
        "docs/index.md": "# Home\n",
        f"docs/{PAGE}": f"# Page\n\n## Ünï ☃\n\n{links}\n",
    }
    return build_site(write_site(tmp_path_factory.mktemp("nasty"), files))


def test_every_tree_is_there_under_the_name_of_its_folder(published: Path, flavour: Flavour) -> None:
    for number, text in enumerate(TEXTS):
        folder = published / FOLDERS[number % len(FOLDERS)] / f"tree-{number}"
        page = read_page(folder / "index.html")
        assert page.one("h1").text.removesuffix("¶") == Line(" ".join(f"title {text}".split())).plain
        assert (folder / ("good/index.html" if flavour.directory_urls else "good.html")).is_file()


def test_every_link_leads_somewhere(published: Path) -> None:
    links = Links(published, SITE_URL)
    assert links.broken() == []
    assert links.count() > 1_000


def test_every_place_that_search_finds_is_there(published: Path) -> None:
    locations = [entry["location"] for entry in search_entries(published)]
    assert {location.partition("/")[0] for location in map(unquote, locations)} >= set(FOLDERS)
    assert [location for location in locations if not Links(published, SITE_URL).resolves(location)] == []


def test_every_address_for_programs_is_there(published: Path) -> None:
    addresses = [address for address in addresses_for_programs(published) if not address.startswith("https:")]
    assert len(addresses) > len(TEXTS) * 5
    assert [address for address in addresses if not Links(published, SITE_URL).resolves(address)] == []


@pytest.mark.parametrize("flavour", [Flavour()], ids=["directories"], indirect=True, scope="module")
def test_every_page_is_valid_html(published: Path, tmp_path: Path) -> None:
    found = mistakes(published.rglob("*.html"), tmp_path, *MATERIAL)
    assert len(found) > len(TEXTS) * 5
    assert {file.relative_to(published): told for file, told in found.items() if told} == {}
