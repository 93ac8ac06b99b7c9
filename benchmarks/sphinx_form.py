"""The same words as a site of Sphinx with sphinx-needs: a page and a need for each check and terminal."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from benchmarks.corpus import HEADINGS
from benchmarks.trees import Node, Tree, trees

_SETTINGS = """\
project = "Benchmark"
extensions = ["sphinx_needs"]
needs_id_regex = "^[a-z0-9-]+$"
needs_types = [
    {"directive": kind, "title": kind, "prefix": "", "color": "#ffffff", "style": "node"}
    for kind in ("ask", "choice")
]
"""


def sphinx_files(count: int) -> Iterator[tuple[str, str]]:
    """The files of the site, by path."""
    yield "docs/conf.py", _SETTINGS
    areas: dict[str, list[str]] = {}
    for tree in trees(count):
        areas.setdefault(tree.area.lower().replace(" ", "-"), []).append(f"trees/{tree.id}/index")
        yield f"docs/trees/{tree.id}/index.rst", _tree_page(tree)
        for node in tree.nodes:
            yield f"docs/trees/{tree.id}/{node.id}.rst", _node_page(tree, node)
    for area, pages in areas.items():
        yield f"docs/{area}.rst", _title(area) + _contents(f"/{page}" for page in pages)
    yield "docs/index.rst", _title("Home") + _contents(areas)


def _tree_page(tree: Tree) -> str:
    parts = [_title(tree.title), tree.question, _text(tree.summary)]
    parts += [_contents(node.id for node in tree.nodes), _title("Worked examples", "-")]
    for title, given, end in tree.scenarios():
        answers = " · ".join(f"{check.title}: {label}" for check, label in given)
        parts.append(f"- {title} leads to :doc:`{end.id}`\n  {answers}")
    parts.append(_title("Edge cases", "-"))
    for title, text in tree.edge_cases:
        parts += [_title(title, "~"), _text(text)]
    parts.append(_title("See also", "-"))
    parts += [f"- :doc:`/trees/{other}/index` {note}" for other, note in tree.see_also]
    return "\n\n".join(parts) + "\n"


def _node_page(tree: Tree, node: Node) -> str:
    targets = ", ".join(f"{tree.id}-{answer.to}" for answer in node.answers)
    need = [
        f".. {'ask' if node.kind == 'check' else 'choice'}:: {node.title}",
        f"   :id: {tree.id}-{node.id}",
        *([f"   :links: {targets}"] if targets else []),
    ]
    parts = []
    for key, text in node.texts.items():
        parts += [f"**{HEADINGS[key]}**", _text(text)]
    parts += [f"- **{answer.label}** {answer.note}: :doc:`{answer.to}`" for answer in node.answers]
    for way in tree.ways_to(node):
        steps = [f":doc:`{check.title}: {label} <{check.id}>`" for check, label in way]
        parts.append(f"- {' · '.join(steps)}")
    lines = "\n\n".join(parts).split("\n")
    body = "\n".join(f"   {line}".rstrip() for line in lines)
    return "\n\n".join((_title(node.heading), "\n".join(need), body)) + "\n"


def _title(title: str, line: str = "=") -> str:
    return f"{title}\n{line * len(title)}"


def _contents(pages: Iterable[str]) -> str:
    return "\n".join(("\n\n.. toctree::", "", *(f"   {page}" for page in pages))) + "\n"


def _text(markdown: str) -> str:
    """Prose as reStructuredText."""
    code = re.sub(r"`([^`]+)`", r"``\1``", markdown)
    return re.sub(r"\[([^]]+)\]\(to:([\w-]+)/\)", r":doc:`\1 </trees/\2/index>`", code)
