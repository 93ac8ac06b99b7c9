"""The reader of flowcharts makes of them what mermaid itself does, under Node."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from tests.unit.importing.charts import chart

from decision_trees.importing.doubts import ImportRefusedError
from decision_trees.importing.mermaid import label, read_flowchart
from decision_trees.importing.rows import NumberedLine

pytestmark = pytest.mark.build

CHARTS = 400
LEAST_READ = 200
"""So many of them at least mermaid itself must be able to read, for the comparison to say anything."""


def ours(text: str) -> tuple[dict[str, str], list[tuple[str, str, str]]]:
    found = read_flowchart([NumberedLine(number, line) for number, line in enumerate(text.split("\n"), 1)])
    nodes = {name: vertex.label for name, vertex in found.vertices.items()}
    return nodes, sorted((edge.start, edge.end, edge.label) for edge in found.edges)


def theirs(found: dict[str, list[list[str]]]) -> tuple[dict[str, str], list[tuple[str, str, str]]]:
    nodes = {name: shown(text) for name, text, _ in found["nodes"]}
    edges = sorted(
        (start, end, shown(text)) for start, end, text, stroke in found["edges"] if stroke != "invisible"
    )
    return nodes, edges


def shown(text: str) -> str:
    """A label as mermaid shows it: it keeps entities in a form of its own until then."""
    return label(text.replace("ﬂ°°", "&#").replace("ﬂ°", "&").replace("¶ß", ";").strip().strip("|"))


def mermaid(charts: list[str]) -> list[dict[str, list[list[str]]]]:
    """What mermaid makes of charts: one process for all."""
    node = Path(sys.executable).with_name("node")
    script = Path(__file__).with_name("mermaid_graph.mjs")
    done = subprocess.run(
        [node, script],
        input=json.dumps(charts),
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    found: list[dict[str, list[list[str]]]] = json.loads(done.stdout)
    return found


def test_nodes_and_arrows_are_those_of_mermaid() -> None:
    charts = [chart(seed) for seed in range(CHARTS)]
    results = mermaid(charts)
    read = [(text, result) for text, result in zip(charts, results, strict=True) if "error" not in result]
    assert len(read) >= LEAST_READ, [result.get("error") for result in results]
    apart = []
    for text, result in read:
        groups = set(re.findall(r"subgraph (\w+)", text))
        expected_nodes, expected_edges = theirs(result)
        try:
            nodes, edges = ours(text)
        except ImportRefusedError as error:
            nodes, edges = {"refused": error.message}, []
        # A style or a click makes a node for mermaid, even where no arrow names it.
        drawn = {name for edge in expected_edges for name in edge[:2]} | nodes.keys()
        expected = {name: words for name, words in expected_nodes.items() if name in drawn - groups}
        if nodes != expected or edges != expected_edges:
            apart.append((text, nodes, expected, edges, expected_edges))
    assert not apart, f"{len(apart)} of {len(read)}: {apart[0]}"
