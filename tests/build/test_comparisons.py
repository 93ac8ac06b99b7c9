"""What is compared stays in the row of its sign, wherever a page shows a line of a tree."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.build.html_reading import Element, read_page
from tests.site_fixtures import Flavour, build_site, settings, write_site

pytestmark = pytest.mark.build

SIGNS = ("<", "=", ">", "<=", ">=", "≤", "≥", "!=", "≠", "~", "±")

TREE = {
    "title": "Loads < 5 ms",
    "question": "Is it < 5 ms, or >= 3?",
    "guidance": "none",
    "checks": {
        "first": {
            "question": "Is it < 5 ms, *>= 3* or (!= 2)?",
            "assess": "Measure it.",
            "answers": {
                **{
                    f"{sign} 5 ms": {"id": f"a{number}", "to": "big", "note": "if < 6", "as": "as >= 7"}
                    for number, sign in enumerate(SIGNS)
                },
                ">= 3 s": "second",
            },
        },
        "second": {
            "question": "Is it >= 3 s?",
            "title": "Time >= 3 s",
            "answers": {
                "< 9 min": "warm",
                "≥ 9 min": {"to": "first", "loop": "if > 8"},
                "= 9 min": "other/",
                "~ 9 min": "bad",
            },
        },
    },
    "steps": {"warm": {"title": "Warm < 5 ms", "do": "It is done.", "then": "big"}},
    "decisions": {
        "big": {"title": "Big < 5 ms", "choose": "It.", "any_of": ["< 5", ">= 3"], "alternatives": ["< 8 s"]}
    },
    "warnings": {"bad": {"title": "Bad > 5 ms", "when": "Ever."}},
    "edge_cases": [{"title": "At < 5 ms", "text": "It depends."}],
    "see_also": [{"url": "https://example.org/", "title": "Why < 5 ms", "note": "if > 5"}, {"to": "other/"}],
    "scenarios": [{"title": "Once < 5 ms", "given": {"first": "a0"}, "expect": "big"}],
}
OTHER = {
    "title": "Other < 5 ms",
    "guidance": "none",
    "checks": {
        "ask": {"question": "Is it > 5 ms?", "answers": {"> 5 ms": "loads/first", "< 5 ms": "loads/big"}}
    },
}

BREAKS = re.compile(r"(?:[<>=!]=|[<>=~±≈≠≤≥]) \S")


def _texts(element: Element) -> Iterator[str]:
    """Texts that a reader sees, but for the source of a chart, which is drawn."""
    for child in element.children:
        if isinstance(child, str):
            yield child
        elif child.tag not in {"head", "script", "style"} and not child.matches(".dt-chart__source"):
            yield from _texts(child)


@pytest.mark.parametrize("theme", ["material", "readthedocs"])
def test_no_row_ends_with_the_sign_of_a_comparison(theme: str, tmp_path: Path) -> None:
    files = {
        "mkdocs.yml": settings(Flavour(theme), plugins=["search", {"decision-trees": {"health": True}}]),
        "docs/index.md": "# Home\n\nSee [](to:loads/first).\n\n```decision-tree\nloads\n```\n",
        "docs/trees/loads.tree.yaml": json.dumps(TREE, ensure_ascii=False),
        "docs/trees/other.tree.yaml": json.dumps(OTHER),
    }
    published = build_site(write_site(tmp_path, files))
    shown = {
        page.relative_to(published).as_posix(): [*_texts(read_page(page))]
        for page in published.rglob("*.html")
    }
    broken = {page: found for page, texts in shown.items() if (found := [*filter(BREAKS.search, texts)])}
    assert broken == {}
    # Each page of the tree has something to break, and so have the lists and the page that embeds it.
    held = {page for page, texts in shown.items() if any("\N{NO-BREAK SPACE}5" in text for text in texts)}
    assert held >= {
        "index.html",
        "trees/index.html",
        "trees/all-outcomes/index.html",
        "trees/tree-health/index.html",
        *(f"trees/loads/{node}index.html" for node in ("", "first/", "second/", "warm/", "big/", "bad/")),
        *(f"trees/other/{node}index.html" for node in ("", "ask/")),
    }


def test_no_label_of_a_chart_is_broken_there(tmp_path: Path) -> None:
    files = {
        "mkdocs.yml": settings(Flavour("mkdocs")),
        "docs/trees/loads.tree.yaml": json.dumps(TREE, ensure_ascii=False),
        "docs/trees/other.tree.yaml": json.dumps(OTHER),
    }
    published = build_site(write_site(tmp_path, files))
    chart = read_page(published / "trees/loads/index.html").one(".dt-chart__source").text
    labels = re.findall(r'"([^"]*)"', chart)
    assert {"#60;#160;5 ms", "Time #62;#61;#160;3 s", "Is it #60;#160;5 ms, or #62;#61;#160;3?"} & {*labels}
    signs = "|".join(str(ord(sign[-1])) for sign in SIGNS)
    assert not [label for label in labels if re.search(rf"#(?:{signs});(?: |<br/>)", label)]
