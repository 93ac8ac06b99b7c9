"""This repository's own site: nothing to say about it, every address resolves, all of its HTML is valid."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import pytest
from tests.build.html_reading import read_page
from tests.build.links import Links, addresses_for_programs, search_entries
from tests.build.validator import MATERIAL, mistakes
from tests.mkdocs_process import mkdocs_build
from tests.site_fixtures import REPOSITORY

pytestmark = pytest.mark.build

TREES = sorted(file.name.removesuffix(".tree.yaml") for file in REPOSITORY.glob("content/**/*.tree.yaml"))


@dataclass(frozen=True)
class OwnSite:
    """The site as `make site` builds it, and what the build says."""

    published: Path
    log: list[str]

    @property
    def links(self) -> Links:
        """Its links; it names no address of its own, so that it can be read anywhere."""
        return Links(self.published, "http://site.test/")


@pytest.fixture(scope="module")
def own_site(tmp_path_factory: pytest.TempPathFactory) -> OwnSite:
    published = tmp_path_factory.mktemp("own") / "site"
    options = ("--strict", "--site-dir", str(published))
    as_the_makefile = {"NO_MKDOCS_2_WARNING": "1"}
    run = mkdocs_build(REPOSITORY, *options, environment=as_the_makefile)
    assert run.returncode == 0, run.stderr
    assert run.stdout == ""
    return OwnSite(published, run.stderr.splitlines())


def test_the_build_has_nothing_to_say(own_site: OwnSite) -> None:
    usual = re.compile(
        r"INFO    -  (Cleaning site directory|Building documentation to |Documentation built in |"
        r"decision-trees: \d+ trees, \d+ pages \(\d+ from the cache\), no problems$)"
    )
    assert [line for line in own_site.log if not usual.match(line)] == []
    assert own_site.log


def test_every_link_leads_somewhere(own_site: OwnSite) -> None:
    assert own_site.links.broken() == []
    assert own_site.links.count() > 5_000


def test_every_domain_of_a_tree_leads_to_the_trees_of_that_domain(own_site: OwnSite) -> None:
    pages = [read_page(own_site.published / "trees" / tree / "index.html") for tree in TREES]
    tags = [tag for page in pages for tag in page.select("article .md-tag")]
    assert len(tags) > len(TREES)
    assert {tag.href.partition("#")[0] for tag in tags} == {"../../tags/"}


def test_a_gap_names_the_source_to_fill_it_in(own_site: OwnSite) -> None:
    """By the template that this site overrides."""
    page = read_page(own_site.published / "trees" / "sync-vs-async" / "transactional-queue" / "index.html")
    source = page.one("p.dt-incomplete code").text
    assert "  transactional-queue:\n" in (REPOSITORY / source).read_text("utf-8")


def test_every_place_that_search_finds_is_there(own_site: OwnSite) -> None:
    locations = [entry["location"] for entry in search_entries(own_site.published)]
    assert len(locations) > 200
    assert any("#" in location for location in locations)
    assert [location for location in locations if not own_site.links.resolves(location)] == []


def test_every_address_for_programs_is_there(own_site: OwnSite) -> None:
    addresses = [
        address for address in addresses_for_programs(own_site.published) if not address.startswith("https:")
    ]
    assert {f"trees/{tree}/tree.md" for tree in TREES} <= set(addresses)
    assert {f"trees/{tree}/tree.json" for tree in TREES} <= set(addresses)
    assert [address for address in addresses if not own_site.links.resolves(address)] == []


def test_every_page_is_valid_html(own_site: OwnSite, tmp_path: Path) -> None:
    found = mistakes(own_site.published.rglob("*.html"), tmp_path, *MATERIAL)
    assert len(found) > 150
    assert {file.relative_to(own_site.published): told for file, told in found.items() if told} == {}
