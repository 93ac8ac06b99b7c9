from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from mkdocs.structure.files import File

from decision_trees.layout.addresses import Addresses, data_file, node_page, relative_path, tree_id, tree_page

NAMES = st.one_of(
    st.sampled_from(["index", "README", "readme", "Index", "log", "a b", "ä", "a.b", "50%"]),
    st.text("abc", min_size=1, max_size=3),
)
EXTENSIONS = st.sampled_from([".md", ".markdown", ".html", ".json", ".png", ".tree.yaml"])
PATHS = st.builds(
    lambda folders, name, extension: "/".join([*folders, name + extension]),
    st.lists(NAMES, max_size=3),
    NAMES,
    EXTENSIONS,
)


def host_file(path: str, *, use_directory_urls: bool) -> File:
    return File(path, "docs", "site", use_directory_urls)


@given(path=PATHS, use_directory_urls=st.booleans())
@example(path="index.md", use_directory_urls=True)
@example(path="index.md", use_directory_urls=False)
@example(path="a/index.html", use_directory_urls=True)
@example(path="a/README.md", use_directory_urls=True)
def test_addresses_are_those_of_the_host(path: str, *, use_directory_urls: bool) -> None:
    expected = host_file(path, use_directory_urls=use_directory_urls).url
    assert Addresses(use_directory_urls).of(path) == expected


@given(page=PATHS, source=PATHS, use_directory_urls=st.booleans())
@example(page="index.md", source="index.md", use_directory_urls=True)
@example(page="a/index.md", source="a/b.md", use_directory_urls=True)
@example(page="a/b/c.md", source="index.md", use_directory_urls=False)
def test_relative_addresses_are_those_of_the_host(
    page: str, source: str, *, use_directory_urls: bool
) -> None:
    there = host_file(page, use_directory_urls=use_directory_urls)
    here = host_file(source, use_directory_urls=use_directory_urls)
    assert Addresses(use_directory_urls).relative(page, source) == there.url_relative_to(here)


@pytest.mark.parametrize(
    ("file", "expected_id", "page", "check_page", "data"),
    [
        ("a.tree.yaml", "a", "a/index.md", "a/log.md", "a/tree.json"),
        ("x/y/a.tree.yaml", "a", "x/y/a/index.md", "x/y/a/log.md", "x/y/a/tree.json"),
    ],
)
def test_pages_lie_where_the_source_lies(
    file: str, expected_id: str, page: str, check_page: str, data: str
) -> None:
    assert tree_id(file) == expected_id
    assert tree_page(file) == page
    assert node_page(file, "log") == check_page
    assert data_file(file, "tree.json") == data


@pytest.mark.parametrize(
    ("page", "source", "expected"),
    [
        ("a/log.md", "a/index.md", "log.md"),
        ("b.md", "index.md", "b.md"),
        ("b.md", "x/y/c.md", "../../b.md"),
        ("x/b c.md", "x/c.md", "b%20c.md"),
    ],
)
def test_links_between_pages(page: str, source: str, expected: str) -> None:
    assert relative_path(page, source) == expected
