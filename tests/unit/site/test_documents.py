"""`tree.md` and `llms.txt` read as Markdown: whatever texts hold, structure and links are ours."""

from __future__ import annotations

import json
from datetime import date
from functools import lru_cache
from urllib.parse import unquote

import pytest
from hypothesis import given
from tests.hostile import HOSTILE, MARKDOWN_LINES, hostile_tree
from tests.markdown_reading import READERS, Read, read_markdown, signs

from decision_trees.layout.addresses import Addresses
from decision_trees.reading.read import read
from decision_trees.site.index_files import llms_txt
from decision_trees.site.publish import publish
from decision_trees.site.site import Site

unmeasured = pytest.mark.unmeasured("one document is written many times, and read by libraries")

MARKS = {"code", "em", "strong"}
"""What a text of one line may hold."""

FORGED = "https://e.org/) [x](javascript:alert(1)"


def a_tree(text: str, url: str) -> str:
    """Write a tree with a text in all lines of it, and an address in one, that says more in prose."""
    tree = json.loads(hostile_tree(text))
    tree["see_also"] = [{"url": url, "title": text, "note": text}, {"to": "good", "note": text}]
    tree["decisions"]["good"]["then"] = "t/bad"
    tree["summary"] = "See [ours](https://example.org/ours) and [bad](to:bad)."
    return json.dumps(tree)


@lru_cache(maxsize=8)
def document(source: str) -> str:
    reading = read({"trees/t.tree.yaml": source})
    assert not reading.has_errors, reading.diagnostics
    site = Site(addresses=Addresses(), today=date(2026, 11, 23))
    (found,) = (item.content for item in publish(reading, site) if item.path.endswith("tree.md"))
    return found


@lru_cache(maxsize=8)
def read_document(source: str, reader: str) -> Read:
    return read_markdown(document(source), reader)


def expect_ours(source: str, usual: str, reader: str, url: str) -> None:
    """Expect a document to have the elements of a usual one, and only the links that its model has."""
    read_, as_usual = read_document(source, reader), read_document(usual, reader)
    apart = [[name for name in version.elements if name not in MARKS] for version in (read_, as_usual)]
    assert apart[0] == apart[1]
    assert len(read_.lines) == len(as_usual.lines)
    addresses = [unquote(address) for _, address in read_.links]
    assert addresses == ["https://example.org/ours", "bad/", "bad/", unquote(url), "good/"]


@unmeasured
@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("text", [*HOSTILE, *MARKDOWN_LINES])
def test_no_text_changes_the_document(text: str, reader: str) -> None:
    expect_ours(a_tree(text, FORGED), a_tree("x", "https://e.org/"), reader, FORGED)


@pytest.mark.slow
@given(text=signs, path=signs)
def test_no_text_at_all_changes_the_document(text: str, path: str) -> None:
    url = f"https://e.org/{' '.join(path.replace(chr(27), '').split())}"
    source = a_tree(f"x{text.replace(chr(27), '').replace(chr(0x2028), '')}", url.replace("\u2028", ""))
    for reader in READERS:
        expect_ours(source, a_tree("x", "https://e.org/"), reader, url.replace("\u2028", ""))


@pytest.mark.parametrize(
    ("begun", "line"),
    [
        ("```\ncode", "code"),
        ("- list\n\n  ~~~~ x\n  code\n  ~~~", "code ~~~"),
        ("> ```\n> code", "code"),
        ("text <!-- comment", "text"),
        ("<script>code", ""),
        ("``` not closed `", ""),
    ],
)
@pytest.mark.parametrize("reader", ["CommonMark", "GitHub"])
def test_what_prose_begins_it_ends(begun: str, line: str, reader: str) -> None:
    tree = json.loads(a_tree("x", "https://e.org/"))
    tree["checks"]["one"]["assess"] = begun
    found = read_markdown(document(json.dumps(tree)), reader)
    usual = read_markdown(document(a_tree("x", "https://e.org/")), reader)
    assert found.links == usual.links
    assert found.elements.count("h3") == usual.elements.count("h3")
    assert not line or any(line in shown for shown in found.lines)


@unmeasured
@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("text", [*HOSTILE, *MARKDOWN_LINES])
def test_the_list_for_language_models_has_the_links_of_its_trees(text: str, reader: str) -> None:
    trees = read(
        {"trees/t (1).tree.yaml": a_tree(text, FORGED), "u.tree.yaml": a_tree(text, FORGED)}
    ).library.trees
    found = read_markdown(llms_txt(text, text, trees.values()), reader)
    assert [unquote(address) for _, address in found.links] == ["trees/t (1)/tree.md", "u/tree.md"]
    names = {"h1", "h2", "blockquote", "p", "ul", "li", "a"}
    assert {*found.elements} - MARKS == names
    assert len(found.lines) == 5
