"""Our pages as pages of the host: search, tags, titles, edit links, navigation, overriding, same bytes."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from urllib.parse import urljoin

import pytest
from mkdocs.exceptions import Abort, ConfigurationError
from tests.build.html_reading import Element, read_page
from tests.build.links import search_entries
from tests.site_fixtures import (
    FLAVOURS,
    SEED,
    SEED_PAGE,
    TINY_TREE,
    Flavour,
    Site,
    SiteMaker,
    build_site,
    settings,
    write_site,
)

from decision_trees import Check, Tree
from decision_trees.model.line import unbroken

pytestmark = pytest.mark.build

EDIT = "https://code.example/repository/edit/main/docs/"


@pytest.fixture(scope="module")
def site(seed_site: SiteMaker) -> Site:
    return seed_site(Flavour())


def node_page(node: str) -> str:
    return SEED_PAGE.replace("index.md", f"{node}.md")


# Search


@pytest.mark.parametrize("flavour", [Flavour(), Flavour("mkdocs")], ids=str)
def test_search_has_one_entry_for_a_page_with_the_title_of_its_tree(
    flavour: Flavour, seed_site: SiteMaker, seed: Tree
) -> None:
    site = seed_site(flavour)
    found = [
        (entry["location"], entry["title"])
        for entry in search_entries(site.published)
        if entry["location"].startswith("trees/")
    ]
    headings = {
        node.id: str(node.question if isinstance(node, Check) else node.title) for node in seed.nodes.values()
    }
    shown = str if site.flavour.theme != "material" else lambda text: text.replace("<", "&lt;")
    nodes = [
        (site.flavour.address(node_page(id_)), shown(f"{heading} \N{EN DASH} {seed.title}"))
        for id_, heading in headings.items()
    ]
    others = [
        ("trees/sync-vs-async/index.md", str(seed.title)),
        ("trees/index.md", "Decision trees"),
        ("trees/all-outcomes.md", "All outcomes"),
        ("trees/tree-health.md", "Health of the trees"),
    ]
    assert sorted(found) == sorted([*nodes, *((site.flavour.address(page), title) for page, title in others)])


def test_search_knows_a_text_only_by_its_own_page(site: Site, seed: Tree) -> None:
    texts = [
        (entry["location"].partition("#")[0], " ".join(entry["text"].split()))
        for entry in search_entries(site.published)
    ]
    for node in seed.nodes.values():
        own = site.flavour.address(node_page(node.id))
        for section in node.sections:
            needle = max(re.findall(r"[A-Za-z ]+", section.text.value), key=len).strip()
            assert len(needle.split()) > 2
            assert {page for page, text in texts if needle in text} == {own}, needle


def test_search_finds_edge_cases_on_the_page_of_the_tree(site: Site, seed: Tree) -> None:
    [entry] = [
        entry
        for entry in search_entries(site.published)
        if entry["location"] == site.flavour.address(SEED_PAGE)
    ]
    assert [case for case in seed.edge_cases if str(case.title) not in entry["text"]] == []


@pytest.mark.parametrize("theme", ["material", "mkdocs"])
def test_search_lists_trees_with_their_questions_and_outcomes_alone(
    theme: str, tmp_path: Path, seed: Tree
) -> None:
    found, texts = listed(tmp_path, theme, "trees")
    assert found == ["sync-vs-async/"]
    [text] = texts
    for node in seed.nodes.values():
        heading = str(node.question if isinstance(node, Check) else node.title)
        assert heading.replace("<", "&lt;" if theme == "material" else "<") in text
        for section in node.sections:
            needle = max(re.findall(r"[A-Za-z ]+", section.text.value), key=len).strip()
            assert needle not in text


@pytest.mark.parametrize("theme", ["material", "mkdocs"])
def test_search_lists_nothing_of_ours_where_it_is_not_to(theme: str, tmp_path: Path) -> None:
    assert listed(tmp_path, theme, "none") == ([], [])


def listed(folder: Path, theme: str, option: str) -> tuple[list[str], list[str]]:
    """What search lists of a tree with an option: addresses and texts; its other pages stay listed."""
    plugins = ["search", {"decision-trees": {"search": option}}]
    files = {
        "mkdocs.yml": settings(Flavour(theme), plugins=plugins),
        "docs/index.md": "# Home\n\nWelcome.\n",
        "docs/sync-vs-async.tree.yaml": SEED.read_text(encoding="utf-8"),
    }
    entries = search_entries(build_site(write_site(folder, files)))
    ours = [entry for entry in entries if entry["location"].startswith("sync-vs-async")]
    assert [entry["text"] for entry in entries if entry not in ours] != []
    return [entry["location"] for entry in ours], [entry["text"] for entry in ours]


def test_search_lists_what_an_option_says_or_the_build_stops(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with pytest.raises(Abort):
        listed(tmp_path, "mkdocs", "nodes")
    assert "option 'search': Expected one of: ['pages', 'trees', 'none']" in caplog.text


def test_search_does_not_know_the_source_of_the_chart(site: Site) -> None:
    texts = [entry["text"] for entry in search_entries(site.published)]
    assert [text for text in texts if "flowchart LR" in text or "accTitle" in text] == []


def test_tags_of_a_tree_are_in_the_index_and_on_the_page_of_tags(tmp_path: Path, seed: Tree) -> None:
    published = build_site(
        write_site(
            tmp_path,
            {
                "mkdocs.yml": settings(),
                "docs/index.md": "# Home\n",
                "docs/tags.md": "# Tags\n\n<!-- material/tags -->\n",
                "docs/sync-vs-async.tree.yaml": SEED.read_text(encoding="utf-8"),
            },
        )
    )
    [entry] = [entry for entry in search_entries(published) if entry["location"] == "sync-vs-async/"]
    assert set(entry["tags"]) == {str(domain) for domain in seed.domains}
    links = read_page(published / "tags" / "index.html").select("article li a")
    assert {link.href for link in links if "sync-vs-async" in link.href} == {"../sync-vs-async/"}


# Heads and edit links


@pytest.mark.parametrize("flavour", FLAVOURS, ids=str)
def test_every_page_has_a_title_a_description_and_an_edit_link(
    flavour: Flavour, seed_site: SiteMaker, seed: Tree
) -> None:
    site = seed_site(flavour)
    questions = {
        node.id: str(node.question if isinstance(node, Check) else node.title) for node in seed.nodes.values()
    }
    pages = {node_page(node.id): (str(node.title), questions[node.id]) for node in seed.nodes.values()}
    pages[SEED_PAGE] = (str(seed.title), str(seed.question))
    for path, (title, described) in pages.items():
        page = read_page(site.file(path))
        assert page.one("head title").text.startswith(title), path
        assert EDIT + "trees/sync-vs-async.tree.yaml" in {link.href for link in page.select("a[href]")}, path
        if flavour.theme == "material":  # the others describe the home page only
            assert unbroken(described) in page.one("meta[name=description]").attributes["content"], path


# Navigation


def sidebar(page: Element) -> set[str]:
    """The links of Material's sidebar other than the page's own contents."""
    return {
        link.href for link in page.one("nav.md-nav--primary").select("a.md-nav__link") if "#" not in link.href
    }


@pytest.mark.parametrize("page", [SEED_PAGE, node_page("kafka"), node_page("fan-out")])
def test_the_sidebar_names_trees_and_no_nodes(page: str, site: Site, seed: Tree) -> None:
    here = site.flavour.address(page)
    linked = {urljoin(here, link) for link in sidebar(read_page(site.file(page)))}
    assert site.flavour.address(SEED_PAGE) in linked
    assert linked & {site.flavour.address(node_page(node_id)) for node_id in seed.nodes} == set()


def test_a_page_of_a_node_stands_under_its_tree(tmp_path: Path) -> None:
    nav = ["index.md", {"Guides": [{"Queues": ["queue/index.md", "about.md"]}]}]
    published = build_site(
        write_site(
            tmp_path,
            {
                "mkdocs.yml": settings(nav=nav),
                "docs/index.md": "# Home\n",
                "docs/about.md": "# About\n",
                "docs/queue.tree.yaml": TINY_TREE,
            },
        )
    )
    page = read_page(published / "queue" / "log" / "index.html")
    crumbs = [crumb.text for crumb in page.select("nav.md-path li")]
    assert crumbs[1:] == ["Guides", "Queues", "Pick a queue"]
    active = [item.select("span.md-ellipsis")[0].text for item in page.select("li.md-nav__item--active")]
    assert active == ["Guides", "Queues", "Pick a queue"]


@pytest.mark.parametrize(
    ("nav", "expected"),
    [
        pytest.param(None, ["Home", "Trees"], id="automatic"),
        pytest.param(["index.md", {"Ask": "trees/queue/index.md"}], ["Home", "Ask"], id="by its page"),
    ],
)
def test_a_tree_comes_into_the_navigation(
    nav: list[object] | None, expected: list[str], tmp_path: Path
) -> None:
    files = {
        "mkdocs.yml": settings() if nav is None else settings(nav=nav),
        "docs/index.md": "# Home\n",
        "docs/trees/queue.tree.yaml": TINY_TREE,
    }
    published = build_site(write_site(tmp_path, files))
    page = read_page(published / "index.html")
    [top] = page.one("nav.md-nav--primary").direct("ul")
    entries = [item.select(".md-ellipsis")[0].text for item in top.direct("li")]
    assert entries == expected
    assert "trees/queue/" in sidebar(page)
    assert not {link for link in sidebar(page) if "log" in link or "replay" in link}


def test_a_plugin_that_is_not_enabled_publishes_nothing(tmp_path: Path) -> None:
    files = {
        "mkdocs.yml": settings(plugins=["search", {"decision-trees": {"enabled": False}}]),
        "docs/index.md": "# Home\n",
        "docs/queue.tree.yaml": TINY_TREE,
    }
    published = build_site(write_site(tmp_path, files))
    assert not (published / "queue").exists()
    assert not (published / "assets" / "decision-trees").exists()
    assert "decision-tree" not in (published / "index.html").read_text(encoding="utf-8")


# Files


def test_the_site_holds_what_its_pages_load_and_no_sources(site: Site) -> None:
    assets = site.published / "assets" / "decision-trees"
    assert {"decision-tree.css", "decision-tree.js", "mermaid.min.js"} <= {
        file.name for file in assets.iterdir()
    }
    assert not (site.published / "decision-trees").exists()
    assert list(site.published.rglob("*.tree.yaml")) == []
    assert list(site.published.rglob("*.py")) == []


def test_a_site_overrides_a_template_and_an_asset(tmp_path: Path) -> None:
    theme = {"name": "material", "font": False, "custom_dir": str(tmp_path / "overrides")}
    published = build_site(
        write_site(
            tmp_path,
            {
                "mkdocs.yml": settings(theme=theme),
                "overrides/decision-trees/incomplete.html": "<p class='own'>Ask {{ tree.title }}.</p>\n",
                "overrides/assets/decision-trees/decision-tree.css": ".own { color: red }\n",
                "docs/index.md": "# Home\n",
                "docs/sync-vs-async.tree.yaml": SEED.read_text(encoding="utf-8"),
            },
        )
    )
    page = read_page(published / "sync-vs-async" / "transactional-queue" / "index.html")
    assert page.one("p.own").text == "Ask Sync vs async communication."
    css = published / "assets" / "decision-trees" / "decision-tree.css"
    assert css.read_text(encoding="utf-8") == ".own { color: red }\n"
    assert (css.parent / "decision-tree.js").is_file()


def test_the_same_sources_give_the_same_bytes(tmp_path: Path) -> None:
    """Whatever the order in which this Python keeps its sets."""
    write_site(
        tmp_path,
        {
            "mkdocs.yml": settings(),
            "docs/index.md": "# Home\n",
            "docs/sync-vs-async.tree.yaml": SEED.read_text(encoding="utf-8"),
            "docs/deep/queue.tree.yaml": TINY_TREE,
        },
    )
    sites = [_published(tmp_path, seed) for seed in ("1", "2")]
    assert len(sites[0]) > 50
    assert sites[0].keys() == sites[1].keys()
    assert [name for name, content in sites[0].items() if content != sites[1][name]] == []


def _published(folder: Path, hash_seed: str) -> dict[str, bytes]:
    """Build in another process; the sitemap is left out because it names the time of the build."""
    published = folder / f"site-{hash_seed}"
    run = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(published)],
        cwd=folder,
        env={**os.environ, "PYTHONHASHSEED": hash_seed},
        check=False,
        capture_output=True,
        text=True,
    )
    assert run.returncode == 0, run.stderr
    return {
        file.relative_to(published).as_posix(): file.read_bytes()
        for file in sorted(published.rglob("*"))
        if file.is_file() and not file.name.startswith("sitemap")
    }


# What the site's settings leave out


def test_settings_that_leave_pages_out_hold_for_sources(tmp_path: Path) -> None:
    published = build_site(
        write_site(
            tmp_path,
            {
                "mkdocs.yml": settings(
                    exclude_docs="old/\n", draft_docs="drafts/\n", not_in_nav="aside/\n", nav=None
                ),
                "docs/index.md": "# Home\n",
                **{
                    f"docs/{folder}/{folder.strip('.')}.tree.yaml": TINY_TREE
                    for folder in (".hidden", "old", "drafts", "aside", "trees")
                },
            },
        )
    )
    assert {path.parent.name for path in published.rglob("tree.json")} == {"aside", "trees"}
    sidebar = read_page(published / "index.html").one("nav.md-nav--primary")
    hrefs = {link.href for link in sidebar.select("a")}
    assert "trees/trees/" in hrefs
    assert not [href for href in hrefs if href.startswith("aside/aside")]


def test_only_the_trees_of_some_folders_may_be_published(tmp_path: Path) -> None:
    """Those of others are files like any."""
    plugins = ["search", {"decision-trees": {"folders": ["decisions/", "teams/*/trees"]}}]
    places = ("decisions", "decisions/deep", "teams/a/trees", "teams/a/other", "elsewhere")
    trees = {f"docs/{folder}/{folder.replace('/', '-')}.tree.yaml": TINY_TREE for folder in places}
    files = {
        "mkdocs.yml": settings(plugins=plugins),
        "docs/index.md": "# Home\n",
        **trees,
        "docs/elsewhere/half.tree.yml": "a: [\n",
        "docs/elsewhere/broken.tree.yaml": "a: [\n",
    }
    published = build_site(write_site(tmp_path, files))
    assert {path.parent.name for path in published.rglob("tree.json")} == {
        "decisions",
        "decisions-deep",
        "teams-a-trees",
    }
    left = {path.name for path in published.rglob("*.tree.yaml")}
    assert left == {"elsewhere.tree.yaml", "teams-a-other.tree.yaml", "broken.tree.yaml"}


def test_a_folder_without_trees_is_told(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    files = {
        "mkdocs.yml": settings(plugins=[{"decision-trees": {"folders": ["trees", "tres"]}}]),
        "docs/index.md": "# Home\n",
        "docs/trees/queue.tree.yaml": TINY_TREE,
    }
    with pytest.raises(Abort):
        build_site(write_site(tmp_path, files))
    assert "`folders` names `tres`, in which no tree lies" in caplog.text


@pytest.mark.parametrize("folder", ["../trees", "", ".", "a/../b", "a\\b", "a//b"])
def test_a_folder_that_is_none_is_refused(folder: str, tmp_path: Path) -> None:
    files = {
        "mkdocs.yml": settings(plugins=[{"decision-trees": {"folders": [folder]}}]),
        "docs/index.md": "# Home\n",
    }
    with pytest.raises(
        ConfigurationError, match="which is no folder below the docs folder: write `decisions`"
    ):
        build_site(write_site(tmp_path, files))


# Previous and next

PREVIOUS, NEXT = (re.compile(rf"\W*{word}\b(?! step).*", re.DOTALL) for word in ("Previous", "Next"))


@pytest.mark.parametrize(
    "flavour", [Flavour(features=("navigation.footer",)), Flavour("mkdocs"), Flavour("readthedocs")], ids=str
)
def test_previous_and_next_follow_the_graph(flavour: Flavour, seed_site: SiteMaker) -> None:
    site = seed_site(flavour)

    def beside(node: str) -> list[str]:
        links = read_page(site.file(node_page(node))).select("a")
        hrefs = [
            next((link.attributes.get("href") for link in links if word.fullmatch(link.text.strip())), None)
            for word in (PREVIOUS, NEXT)
        ]
        return [urljoin(f"/trees/sync-vs-async/{node}/", href) for href in hrefs if href]

    tree = "/trees/sync-vs-async/"
    assert beside("immediate-result") == [tree, f"{tree}under-one-second/"]
    assert beside("fan-out") == [f"{tree}immediate-result/", f"{tree}message-order/"]
    assert beside("webhook") == [f"{tree}polling-or-callback/"]
