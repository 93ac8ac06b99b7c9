"""A corpus as sites: the trees for the plugin, and the same words written by hand."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.trees import PAGES_PER_TREE, ROUND, Node, Tree, source, trees

HEADINGS = {
    "assess": "How to assess",
    "look_for": "What you're looking for",
    "pitfall": "Common pitfall",
    "choose": "Choose",
    "why": "Why",
    "next_step": "Next step",
    "when": "When",
    "risk": "Risk",
    "mitigation": "Mitigation",
}

_MARKDOWN_EXTENSIONS = (
    "admonition",
    "attr_list",
    "md_in_html",
    "tables",
    {"toc": {"permalink": True}},
    "pymdownx.superfences",
)


@dataclass(frozen=True)
class Site:
    """A site to build.

    Attributes:
        folder: Where its settings lie.
        edited: The file in which an edit changes one line.
    """

    folder: Path
    edited: Path

    @property
    def published(self) -> Path:
        """Where it is built."""
        return self.folder / "site"

    @property
    def cache(self) -> Path:
        """What a generator keeps from one build to the next."""
        return self.folder / ".cache"


@dataclass(frozen=True)
class Corpus:
    """The same words as several sites.

    Attributes:
        trees: How many trees it holds.
        nodes: The address of the page of every check and terminal.
        sites: The sites by name.
    """

    trees: int
    nodes: tuple[str, ...]
    sites: Mapping[str, Site]

    @property
    def pages(self) -> int:
        """How many pages the trees come to: one each, and one for every check and terminal."""
        return self.trees * PAGES_PER_TREE


Form = Callable[[int], Iterable[tuple[str, str]]]
"""Writes so many trees as the files of a site, by path."""


def write(folder: Path, count: int, forms: Mapping[str, Form]) -> Corpus:
    """Write a corpus of so many trees into a folder, anew: a site of each form, by the form's name."""
    shutil.rmtree(folder, ignore_errors=True)
    sites = {name: _write_site(folder / name, form(count)) for name, form in forms.items()}
    nodes = tuple(f"trees/{tree.id}/{node.id}/" for tree in trees(count) for node in tree.nodes)
    return Corpus(count, nodes, sites)


def _write_site(folder: Path, files: Iterable[tuple[str, str]]) -> Site:
    editable = []
    for path, text in files:
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
        if ROUND.search(text):
            editable.append(file)
    return Site(folder, editable[len(editable) // 2])


def change_line(file: Path) -> None:
    """Change the one line of a file that an edit changes."""
    text = file.read_text(encoding="utf-8")
    changed = ROUND.sub(lambda found: f"Seen in round {int(found[1]) + 1}.", text)
    file.write_text(changed, encoding="utf-8")


def beside(form: Form, neighbours: Sequence[object]) -> Form:
    """The same files, with other plugins in the site's settings: after the theme's own, and before ours."""

    def files(count: int) -> Iterator[tuple[str, str]]:
        for path, text in form(count):
            if path == "mkdocs.yml":
                settings = json.loads(text)
                settings["plugins"][2:2] = neighbours
                yield path, json.dumps(settings, indent=2)
            else:
                yield path, text

    return files


def our_files(count: int) -> Iterator[tuple[str, str]]:
    """The files of the site of trees, by path."""
    settings = {
        "plugins": ["search", "tags", "decision-trees"],
        "nav": [{"Home": "index.md"}, {"Trees": "trees/"}],
    }
    yield "mkdocs.yml", _settings(settings)
    yield "docs/index.md", "# Home\n\n[All trees](trees/index.md)\n"
    for tree in trees(count):
        yield f"docs/trees/{tree.id}.tree.yaml", source(tree)


def files_by_hand(count: int) -> Iterator[tuple[str, str]]:
    """The files of the site by hand, by path.

    Its navigation is the leanest there is: every entry more makes every page dearer.
    """
    areas: dict[str, list[Tree]] = {}
    titles = {}
    for tree in trees(count):
        areas.setdefault(tree.area, []).append(tree)
        titles[tree.id] = tree.title
    paths = {area: f"areas/{area.lower().replace(' ', '-')}.md" for area in areas}
    settings = {
        "plugins": ["search", "tags"],
        "nav": [{"Home": "index.md"}, {"Trees": [{area: path} for area, path in paths.items()]}],
        "not_in_nav": "/trees/",
    }
    yield "mkdocs.yml", _settings(settings)
    yield "docs/index.md", "# Home\n\n" + "".join(f"- [{area}]({path})\n" for area, path in paths.items())
    for area, members in areas.items():
        links = "".join(f"- [{tree.title}](../trees/{tree.id}/index.md)\n" for tree in members)
        yield f"docs/{paths[area]}", f"# {area}\n\n{links}"
        for tree in members:
            yield f"docs/trees/{tree.id}/index.md", _tree_page(tree, paths[area], titles)
            for node in tree.nodes:
                yield f"docs/trees/{tree.id}/{node.id}.md", _node_page(tree, node, titles)


def _settings(others: Mapping[str, object]) -> str:
    return json.dumps(
        {
            "site_name": "Benchmark",
            "site_url": "https://example.org/benchmark/",
            "theme": {"name": "material", "font": False},
            "markdown_extensions": _MARKDOWN_EXTENSIONS,
            **others,
        },
        indent=2,
    )


def _tree_page(tree: Tree, area: str, titles: Mapping[str, str]) -> str:
    """The page of a tree as Markdown."""
    kinds = {"check": "Checks", "decision": "Decisions", "warning": "Warnings"}
    parts = [
        f"---\ntags: {json.dumps(tree.tags)}\n---",
        f"[{tree.area}](../../{area})",
        f"# {tree.title}",
        tree.question,
        tree.summary,
    ]
    for kind, heading in kinds.items():
        nodes = [node for node in tree.nodes if node.kind == kind]
        items = [f"- [{node.title}]({node.id}.md)" + f" {node.question}".rstrip() for node in nodes]
        parts += [f"## {heading}", "\n".join(items)]
    parts.append("## Worked examples")
    for title, given, end in tree.scenarios():
        answers = " · ".join(f"{check.title}: {label}" for check, label in given)
        parts.append(f"- {title} leads to [{end.title}]({end.id}.md)\n  {answers}")
    parts.append("## Edge cases")
    for title, text in tree.edge_cases:
        parts += [f"### {title}", text]
    parts.append("## See also")
    parts += [f"- [{titles[other]}](../{other}/index.md) {note}" for other, note in tree.see_also]
    return "\n\n".join(parts) + "\n"


def _node_page(tree: Tree, node: Node, titles: Mapping[str, str]) -> str:
    """The page of a check or terminal as Markdown."""
    parts = [f"# {node.heading}"]
    for key, text in node.texts.items():
        parts += [f"## {HEADINGS[key]}", re.sub(r"\(to:([\w-]+)/\)", r"(../\1/index.md)", text)]
    if node.answers:
        parts.append("## Answers")
        for label, to, note in node.answers:
            parts.append(f"- **{label}** {note}: [{tree.node(to).heading}]({to}.md)")
    parts.append("## You come here when")
    ways = tree.ways_to(node)
    for way in ways:
        steps = [f"[{check.title}: **{label}**]({check.id}.md)" for check, label in way]
        parts.append(f"- {' · '.join(steps)}")
    if not ways:
        parts.append("This is where the tree starts.")
    if node is tree.terminals[0]:
        parts += ["## Then", f"[{titles[tree.then]}](../{tree.then}/index.md)"]
    return "\n\n".join(parts) + "\n"
