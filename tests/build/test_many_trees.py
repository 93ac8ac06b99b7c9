"""Sites of many trees: their navigation stays small, and nothing in it is lost."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.build.html_reading import Element, read_page
from tests.site_fixtures import build_site, settings, write_site

from decision_trees.layout.lists import MOST_IN_NAVIGATION

pytestmark = pytest.mark.build

SMALL_TREE = """\
title: Tree {number}
question: Which?
checks:
  ask: {{question: This?, assess: Look., answers: {{Yes: end, No: tree-{other}/}}}}
decisions:
  end: {{title: End, choose: This.}}
"""


def a_site(folder: Path, count: int, nav: list[object] | None = None, place: str = "trees") -> Path:
    trees = {
        f"docs/{place}/tree-{number}.tree.yaml": SMALL_TREE.format(number=number, other=(number + 1) % count)
        for number in range(count)
    }
    chosen: dict[str, object] = {"plugins": ["decision-trees"]} | ({} if nav is None else {"nav": nav})
    files = {
        "mkdocs.yml": settings(None, **chosen),
        "docs/index.md": "# Home\n",
        **trees,
    }
    return build_site(write_site(folder, files))


def sidebar(page: Path) -> list[str]:
    """The titles in Material's sidebar, the contents of the page left out."""
    primary = read_page(page).one("nav.md-nav--primary")
    inner = {id(item) for contents in primary.select("nav.md-nav--secondary") for item in contents}
    items = [item for item in primary.select("li.md-nav__item") if id(item) not in inner]
    return [_title(item) for item in items]


def _title(item: Element) -> str:
    return item.select(".md-ellipsis")[0].text


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return a_site(tmp_path_factory.mktemp("many"), 200)


@pytest.fixture(scope="module")
def too_many(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return a_site(tmp_path_factory.mktemp("more"), MOST_IN_NAVIGATION + 1)


LISTS = ["All outcomes", "Decision trees", "Health of the trees"]


def test_every_one_of_two_hundred_trees_is_published_and_listed(many: Path) -> None:
    trees = [f"tree-{number}" for number in range(200)]
    assert [tree for tree in trees if not (many / "trees" / tree / "end" / "index.html").is_file()] == []
    for page in ("index.html", "tree-health/index.html"):
        linked = {link.href for link in read_page(many / "trees" / page).select("article a[href]")}
        assert {link.removeprefix("../").rstrip("/") for link in linked} >= set(trees), page


@pytest.mark.parametrize("page", ["index.html", "trees/tree-1/index.html", "trees/tree-1/end/index.html"])
def test_the_sidebar_of_many_trees_names_none_of_them(page: str, many: Path) -> None:
    assert sorted(sidebar(many / page)) == sorted(["Home", "Trees", *LISTS])


@pytest.mark.parametrize("page", ["trees/tree-1/index.html", "trees/tree-1/end/index.html"])
def test_a_page_does_not_grow_with_the_number_of_trees(page: str, many: Path, too_many: Path) -> None:
    assert (many / page).stat().st_size == (too_many / page).stat().st_size


def test_a_tree_that_the_sidebar_does_not_name_stands_in_its_section(many: Path) -> None:
    for page in ("trees/tree-1/index.html", "trees/tree-1/end/index.html"):
        document = read_page(many / page)
        active = [_title(item) for item in document.select("li.md-nav__item--active")]
        assert active == ["Trees"], page


def test_a_sidebar_names_as_many_trees_as_it_may(tmp_path: Path) -> None:
    titles = sidebar(a_site(tmp_path, MOST_IN_NAVIGATION) / "index.html")
    assert len(titles) == len(["Home", "Trees", *LISTS]) + MOST_IN_NAVIGATION


CHAIN = """\
title: Tree {number}
checks:
  a: {{question: A?, answers: {{Yes: b, No: x}}}}
  b: {{question: B?, answers: {{Yes: c, No: x}}}}
  c: {{question: C?, answers: {{Yes: d, No: x}}}}
  d: {{question: D?, answers: {{Yes: x, No: y}}}}
decisions: {{x: X, y: Y}}
"""


def test_the_sidebar_names_all_trees_on_every_page_and_marks_the_tree_of_the_page(tmp_path: Path) -> None:
    trees = {f"docs/trees/tree-{number}.tree.yaml": CHAIN.format(number=number) for number in range(4)}
    chosen = settings(None, plugins=[{"decision-trees": {"levels": {"missing-guidance": "off"}}}])
    site = build_site(write_site(tmp_path, {"mkdocs.yml": chosen, "docs/index.md": "# Home\n", **trees}))
    titles = [f"Tree {number}" for number in range(4)]
    for number, title in enumerate(titles):
        for node in "abcdxy":
            page = site / "trees" / f"tree-{number}" / node / "index.html"
            assert [found for found in sidebar(page) if found in titles] == titles, page
            marked = read_page(page).select("li.md-nav__item--active")
            assert [_title(item) for item in marked if _title(item) in titles] == [title], page


OURS = ["Decision trees", "All outcomes", "Tree 0", "Tree 1", "Health of the trees"]


@pytest.mark.parametrize("place", ["trees", "guides/deep/trees"])
@pytest.mark.parametrize("form", ["named", "in a list", "in a section"])
def test_a_folder_of_trees_stands_in_the_navigation(form: str, place: str, tmp_path: Path) -> None:
    nav, above = {
        "named": ({"Decisions": f"{place}/"}, ["Decisions"]),
        "in a list": ({"Decisions": [f"{place}/"]}, ["Decisions"]),
        "in a section": ({"Guides": [{"Decisions": f"{place}/"}]}, ["Guides", "Decisions"]),
    }[form]
    published = a_site(tmp_path, 2, ["index.md", nav], place)
    page = published / place / "tree-0" / "end" / "index.html"
    assert sidebar(page) == ["Home", *above, *OURS]
    active = [_title(item) for item in read_page(page).select("li.md-nav__item--active")]
    assert active == [*above, "Tree 0"]


@pytest.mark.parametrize("place", ["trees", "guides/deep/trees"])
def test_a_folder_of_trees_is_in_an_automatic_navigation(place: str, tmp_path: Path) -> None:
    page = a_site(tmp_path, 2, None, place) / place / "tree-0" / "end" / "index.html"
    above = [part.capitalize() for part in place.split("/")]
    titles = sidebar(page)
    assert titles[: len(above) + 2] == ["Home", *above, "Decision trees"]
    assert sorted(titles[len(above) + 2 :]) == sorted(OURS[1:])
    active = [_title(item) for item in read_page(page).select("li.md-nav__item--active")]
    assert active == [*above, "Tree 0"]
