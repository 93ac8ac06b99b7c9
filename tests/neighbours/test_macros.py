from __future__ import annotations

from pathlib import Path

import pytest
from tests.neighbours.harness import OURS, QUEUE, build, faults

pytestmark = [pytest.mark.build, pytest.mark.beside("mkdocs-macros-plugin")]

BRACES = QUEUE.replace(
    "See [the guide](../guide.md), `code`, and a list.",
    "'`{{ value }}`, {% if %}, {# note #}, {{ page.title }}'",
).replace("title: Kafka", "title: 'Kafka {{ 1 + 1 }} {% end'")
ORDERS = pytest.mark.parametrize(
    "plugins", [("macros", OURS), (OURS, "macros")], ids=["before us", "behind us"]
)


@ORDERS
def test_charts_are_no_templates(tmp_path: Path, plugins: tuple[str, ...]) -> None:
    built = build(
        tmp_path,
        ["search", *plugins],
        {"docs/plain.md": "# Plain\n\n{{ 20 + 1 }} words\n\n{{ '[A tree](to:pick-a-queue/)' }}\n"},
    )
    assert faults(built) == []
    assert "21 words" in built.page("plain").text
    assert built.links("plain")["A tree"] == "../trees/pick-a-queue/"


@ORDERS
def test_what_an_author_writes_in_braces_is_text(tmp_path: Path, plugins: tuple[str, ...]) -> None:
    built = build(tmp_path, ["search", *plugins], {"docs/trees/pick-a-queue.tree.yaml": BRACES})
    assert faults(built) == []
    assert (
        "{{ value }}, {% if %}, {# note #}, {{ page.title }}" in built.page("trees/pick-a-queue/replay").text
    )
    page = built.page("trees/pick-a-queue/log")
    assert page.one("title").text.startswith("Kafka {{ 1 + 1 }} {% end")
    assert page.one("h1").text.startswith("Kafka {{ 1 + 1 }} {% end")


def test_a_script_of_an_author_keeps_its_braces(tmp_path: Path) -> None:
    script = "<script>if (1) { x = {a: {b: 1}} }</script>"
    tree = QUEUE.replace("assess: See [the guide](../guide.md), `code`, and a list.", f"assess: '{script}'")
    built = build(tmp_path, ["search", "macros", OURS], {"docs/trees/pick-a-queue.tree.yaml": tree})
    assert faults(built) == []
    page = built.published / "trees/pick-a-queue/replay/index.html"
    assert script in page.read_text(encoding="utf-8")
