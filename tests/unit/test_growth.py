"""Work grows with the size of trees and libraries and no faster, counted in calls of functions."""

from __future__ import annotations

import json
from collections.abc import Callable
from cProfile import Profile
from datetime import date
from pathlib import Path
from time import process_time

import pytest

from decision_trees.analysis.cycles import find_cycles
from decision_trees.analysis.graph import Graph
from decision_trees.analysis.library import Library
from decision_trees.analysis.outline import outline
from decision_trees.cli.main import main
from decision_trees.compare.compare import compare_all
from decision_trees.compare.report import as_text
from decision_trees.diagnostics.render.json import as_json
from decision_trees.diagnostics.render.text import frames
from decision_trees.hosts.mkdocs.search import IndexedPage, with_entries
from decision_trees.layout.addresses import Addresses
from decision_trees.model.line import Line
from decision_trees.prose import html_links
from decision_trees.prose.resolve import resolve_in_page
from decision_trees.reading.files import DISK
from decision_trees.reading.read import Reading, Settings, read
from decision_trees.reading.scopes import search
from decision_trees.site.chart import Box, ChartBuilder
from decision_trees.site.page import SearchEntry
from decision_trees.site.publish import publish
from decision_trees.site.site import Site
from decision_trees.source import links
from decision_trees.source.fence import fences
from decision_trees.source.heavy import burdens

pytestmark = pytest.mark.unmeasured("what is counted here is work, with large inputs of what others read")

TODAY = date(2026, 11, 23)

FEW = 60
"""How many checks, or trees, a small input has; the large one has twice as many."""

MOST_GROWTH = 2.28
"""Twice the input is twice the work; what compares all with all would be four times as much. A sixth of the
work on the small input is more of that than any of them may have."""


def calls(work: Callable[[], object]) -> int:
    """Count the calls, in Python and in C, that something makes."""
    profiler = Profile()
    profiler.runcall(work)
    return sum(entry.callcount for entry in profiler.getstats())


def grows(work: Callable[[int], Callable[[], object]]) -> float:
    """How many times as much is done for twice as much."""
    return calls(work(2 * FEW)) / calls(work(FEW))


Answers = dict[str, str]


def source(checks: dict[str, Answers], more: str = "") -> str:
    lines = ["title: T", "question: Q", "checks:"]
    for check, answers in checks.items():
        lines += [f"  {check}:", f"    question: What of {check}?", "    answers:"]
        lines += [f"      {label}: {to}" for label, to in answers.items()]
    ends = {to for answers in checks.values() for to in answers.values() if "{" not in to} - checks.keys()
    return "\n".join([*lines, "decisions:", *(f"  {end}: The end {end}" for end in sorted(ends)), more])


def chain(count: int) -> dict[str, Answers]:
    return {f"c{n}": {"Yes": f"c{n + 1}", "No": f"end{n}"} for n in range(count)}


def ladder(count: int) -> str:
    """A tree of 2^count paths."""
    checks: dict[str, Answers] = {}
    for n in range(count):
        checks |= {f"c{n}": {"Yes": f"l{n}", "No": f"r{n}"}}
        checks |= {f"{side}{n}": {"Yes": f"c{n + 1}", "No": "other"} for side in "lr"}
    return source(checks)


def hub(count: int) -> str:
    """Two terminals, one of them with as many ways in as there are checks."""
    return source({f"c{n}": {"Yes": f"c{n + 1}", "No": "hub"} for n in range(count)})


def loops(count: int) -> str:
    """Every step can be taken back, by turns half of the way and all of it."""
    checks = chain(count)
    for n in range(1, count):
        checks[f"c{n}"]["Again"] = f"{{to: c{n // 2 * (n % 2)}, loop: again}}"
    return source(checks)


def wrong_loops(count: int) -> str:
    checks = chain(count)
    for n in range(count - 2):
        checks[f"c{n}"]["Again"] = f"{{to: c{n + 2}, loop: again}}"
    return source(checks)


def repeated_questions(count: int) -> str:
    text = source(chain(count))
    for n in range(count // 2, count):
        text = text.replace(f"What of c{n}?", f"What of c{n - count // 2}?")
    return text


def unreachable(count: int) -> str:
    """As many checks that nothing leads to, before a chain that they share."""
    lost = {f"u{n}": {"Yes": f"c{n}", "No": "lost"} for n in range(count)}
    return source({"first": {"Yes": "in", "No": "out"}, **lost, **chain(count)}, "start: first\n")


def failing_scenario(count: int) -> str:
    given = "".join(f"      c{n}: Yes\n" for n in range(count))
    scenario = f"scenarios:\n  - title: S\n    expect: end{count - 1}\n    given:\n{given}"
    return source(chain(count), scenario)


def prose_links(count: int) -> str:
    checks = chain(count)
    prose = "".join(
        f"    - {{title: E{n}, text: 'See [it](to:c{n}) and `[that](to:x)`.'}}\n" for n in range(count)
    )
    return source(checks, f"edge_cases:\n{prose}")


SHAPES: dict[str, Callable[[int], str]] = {
    "chain": lambda count: source(chain(count)),
    "ladder": ladder,
    "hub": hub,
    "loops": loops,
    "wrong loops": wrong_loops,
    "repeated questions": repeated_questions,
    "unreachable": unreachable,
    "failing scenario": failing_scenario,
    "links": prose_links,
}
TOLD = {
    "wrong loops": "loop-without-cycle",
    "repeated questions": "repeated-question",
    "unreachable": "unreachable",
    "failing scenario": "scenario-fails",
}


def of(text: str) -> Reading:
    return read({"t.tree.yaml": text})


@pytest.mark.parametrize("shape", SHAPES)
def test_reading_grows_with_the_tree(shape: str) -> None:
    codes = {diagnostic.code for diagnostic in of(SHAPES[shape](FEW)).diagnostics} - {
        "missing-guidance",
        "untested-terminal",
    }
    assert codes == ({TOLD[shape]} if shape in TOLD else set())

    def work(count: int) -> Callable[[], object]:
        text = SHAPES[shape](count)
        return lambda: of(text)

    assert grows(work) < MOST_GROWTH


def ask(graph: Graph) -> object:
    last = graph.order[-1]
    return (
        graph.path_count,
        graph.lengths,
        graph.shared(last),
        graph.shortest_to(last),
        list(find_cycles(graph)),
    )


def draw(graph: Graph) -> object:
    # Labels that were drawn before are remembered, so those of a larger tree are others.
    size = len(graph.tree.nodes)
    charts = ChartBuilder(
        graph,
        lambda node: Box(f"{node.id} of {size}", node.kind, "page", node.id),
        lambda target: Box(str(target), "exit", "page", str(target)),
    )
    around = [charts.around(node_id, "T", "D") for node_id in graph.reachable]
    return charts.whole("T", "D"), charts.everything("T", "D"), around


@pytest.mark.parametrize("shape", ["chain", "ladder", "hub", "loops"])
@pytest.mark.parametrize("question", [ask, draw, lambda graph: list(outline(graph))])
def test_answers_grow_with_the_tree(question: Callable[[Graph], object], shape: str) -> None:
    def work(count: int) -> Callable[[], object]:
        tree = of(SHAPES[shape](count)).library.trees["t"]
        return lambda: question(Graph(tree))

    assert grows(work) < MOST_GROWTH


def test_references_grow_with_the_trees() -> None:
    def work(count: int) -> Callable[[], object]:
        text = source({"c0": {"Yes": "x", "No": "y"}})
        sources = {}
        for n in range(count):
            targets = [f"t{(n + 1) % count}/", f"t{n // 2}/c0", "t0/x"]
            references = "".join(f"  - to: {target}\n" for target in targets)
            sources[f"t{n}.tree.yaml"] = f"{text}see_also:\n{references}"

        def everything() -> object:
            library = read(sources).library
            return [around(library, tree_id) for tree_id in library.trees]

        return everything

    assert grows(work) < MOST_GROWTH


def around(library: Library, tree_id: str) -> object:
    tree = library.trees[tree_id]
    return library.mentions(tree), library.mentioned_by(tree), library.surroundings(tree)


# --- what a pull request can bring ----------------------------------------------------------------

TREE = source({"c": {"Yes": "a", "No": "b"}})


def repeated(line: str) -> Callable[[int], dict[str, str]]:
    """A tree that ends with as many lines; `{n}` stands for the line's number, `{half}` for half of it."""

    def sources(count: int) -> dict[str, str]:
        head, _, item = line.partition("|")
        lines = "".join(item.format(n=n, half=n // 2) for n in range(count))
        return {"t.tree.yaml": f"{TREE}{head}{lines}"}

    return sources


def prose_of(unit: str, words: int = 6) -> Callable[[int], dict[str, str]]:
    """A tree with a text of as many paragraphs."""

    def sources(count: int) -> dict[str, str]:
        paragraphs = "\n\n".join(unit.replace("{n}", str(n)) * words for n in range(count))
        return {"t.tree.yaml": f"{TREE}summary: {json.dumps(paragraphs)}\n"}

    return sources


def page_of(unit: str) -> Callable[[int], dict[str, str]]:
    """A tree and a hand-written page with as many pieces."""

    def sources(count: int) -> dict[str, str]:
        text = "".join(unit.replace("{n}", str(n)) for n in range(8 * count))
        return {"t.tree.yaml": TREE, "page.md": f"[a](to:t/)\n\n{text}"}

    return sources


def many_trees(line: str, name: str = "t{n}.tree.yaml") -> Callable[[int], dict[str, str]]:
    """As many trees, each with a line."""

    def sources(count: int) -> dict[str, str]:
        return {name.format(n=n): TREE + line.format(n=n, half=n // 2) for n in range(count)}

    return sources


BROUGHT: dict[str, Callable[[int], dict[str, str]]] = {
    "misspelt trees": repeated("see_also:\n|  - to: some-treee-{n}/\n"),
    "misspelt nodes": repeated("see_also:\n|  - to: some-nod-{n}\n"),
    "misspelt nodes by title": repeated("see_also:\n|  - to: 'The End {n}'\n"),
    "misspelt labels": repeated("scenarios:\n|  - {{title: S, expect: a, given: {{c: Yess{n}}}}}\n"),
    "misspelt checks": repeated("scenarios:\n  - title: S\n    expect: a\n    given:\n|      cc{n}: Yes\n"),
    "unknown keys": repeated("|quesion{n}: a\n"),
    "keys that come twice": repeated("|category: C{n}\n"),
    "ids that come twice": repeated("warnings:\n|  a: {{title: A{n}}}\n"),
    "bad ids": repeated("warnings:\n|  A_{n}: {{title: A{n}}}\n"),
    "warnings": repeated("warnings:\n|  w{n}: {{title: W{n}}}\n"),
    "old ids": repeated("formerly:\n|  - old-{n}\n"),
    "old ids of nodes": repeated("formerly: [f, g, h]\nwarnings:\n|  w{n}: {{title: W, formerly: [o{n}]}}\n"),
    "old ids on both": lambda count: {
        "t.tree.yaml": f"{TREE}formerly: [{', '.join(f'f{n}' for n in range(count))}]\nwarnings:\n"
        + "".join(f"  w{n}: {{title: W, formerly: [o{n}]}}\n" for n in range(count))
    },
    "edge cases": repeated("edge_cases:\n|  - {{title: E{n}, text: T}}\n"),
    "scenarios": repeated("scenarios:\n|  - {{title: S{n}, expect: a, given: {{c: Yes}}}}\n"),
    "domains": repeated("domains:\n|  - d{n}\n"),
    "links to nothing": prose_of("[a](to:nod-{n}) "),
    "links to no tree": prose_of("[a](to:tre-{n}/) "),
    "links to files": prose_of("[a](no-file-{n}.md) "),
    "links": prose_of("[a](to:c) "),
    "links and escapes": prose_of("[a](b) \\[ "),
    "links with titles": prose_of('[a](b "c") '),
    "tags": prose_of("<b>a</b> "),
    "code": prose_of("`a` ``b`` "),
    "emphasis": prose_of("*a* **b** _c_ "),
    "marks that are none": prose_of("*a _b "),
    "trees that misspell trees": many_trees("see_also: [{{to: t{n}x/}}]\n"),
    "trees that misspell nodes": many_trees("see_also: [{{to: t{half}/cc}}]\n"),
    "trees of one id": many_trees("", "f{n}/t.tree.yaml"),
    "trees of one old id": many_trees("formerly: [old]\n"),
    "folders": many_trees("", "f{n}/t{n}.tree.yaml"),
    "categories": many_trees("category: C{n}\n"),
    "pages that link to nothing": page_of("[a](to:t/nod-{n}) [b](to:tre-{n}/) [c](to:c{n})\n\n"),
    "pages that link": page_of("[a](to:t/) [b]: to:t/c\n<to:t/>\n\n"),
    "pages that embed": page_of("```decision-tree\ntree: t{n}\n```\n\n"),
    "pages of brackets": page_of("[![a](to:t/)"),
    "pages of tags": page_of("<a href='to:t/ <to:t/> "),
    "pages of code": page_of("`a`` <!-- <pre> \n~~~\n"),
}


def brought(name: str, count: int) -> tuple[dict[str, str], dict[str, str]]:
    """The sources and the pages of what is brought."""
    files = BROUGHT[name](count)
    pages = {file: text for file, text in files.items() if file.endswith(".md")}
    return {file: text for file, text in files.items() if file not in pages}, pages


@pytest.mark.parametrize("name", BROUGHT)
def test_work_grows_with_what_is_brought(name: str) -> None:
    """Reading, checking, telling, publishing, and finding links in pages."""

    def work(count: int) -> Callable[[], object]:
        sources, pages = brought(name, count)
        settings = Settings(today=TODAY, pages=pages, files=["page.md"])

        def everything() -> object:
            reading = read(sources, settings)
            told = frames(reading.diagnostics, reading.sources), as_json(reading.diagnostics)
            site = Site(addresses=Addresses(), today=TODAY)
            published = [str(item.content) for item in publish(reading, site)]
            found = [resolve_in_page(text, reading.library, repr) for text in pages.values()]
            return told, published, found

        return everything

    few = FEW // 3
    work(2 * few)()  # what is remembered of it is remembered of the smaller one too
    assert calls(work(2 * few)) / calls(work(few)) < MOST_GROWTH


@pytest.mark.parametrize("name", ["warnings", "edge cases", "scenarios", "links", "old ids of nodes"])
def test_comparing_grows_with_what_is_brought(name: str) -> None:
    def work(count: int) -> Callable[[], object]:
        old, _ = brought(name, count)
        new = {file: text.replace("title: ", "title: New ") for file, text in old.items()}
        before, after = (read(sources).library.trees.values() for sources in (old, new))
        return lambda: as_text(compare_all(before, after))

    assert grows(work) < MOST_GROWTH


COMMANDS = {
    "check": ["check", "docs"],
    "check as data": ["check", "docs", "--coverage", "--format", "json"],
    "walk": ["walk", "docs/t.tree.yaml", "--given", "c0=Yes", "--format", "json"],
    "rename": ["rename", "t/c1", "first", "--in", "docs", "--dry-run"],
    "export-tree": ["export-tree", "docs/t.tree.yaml", "--as", "ascii"],
    "import": ["import", "t.tree.md", "--to", "out", "--dry-run"],
    "diff": ["diff", "docs/t.tree.yaml", "t.tree.yaml"],
}
COMPLAINTS = {
    "export-tree": "decision-trees: docs/t.tree.yaml: `ascii` has no place for 1 starting question\n",
}
"""What a command has to say of the tree; most have nothing."""


@pytest.mark.parametrize("name", COMMANDS)
def test_commands_grow_with_what_is_brought(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def work(count: int) -> Callable[[], object]:
        folder = tmp_path / str(count)
        (folder / "docs").mkdir(parents=True)
        text = source(chain(count))
        (folder / "docs" / "t.tree.yaml").write_text(text, "utf-8")
        (folder / "t.tree.yaml").write_text(text.replace("The end", "An end"), "utf-8")
        (folder / "docs" / "page.md").write_text("[a](to:t/c1)\n\n" * count, "utf-8")
        monkeypatch.chdir(folder)
        main(["export-tree", "docs/t.tree.yaml", "--as", "md"])
        (folder / "t.tree.md").write_text(capsys.readouterr().out, "utf-8")

        def command() -> None:
            monkeypatch.chdir(folder)
            main(COMMANDS[name])
            assert capsys.readouterr().err == COMPLAINTS.get(name, "")

        return command

    assert grows(work) < MOST_GROWTH


def test_search_grows_with_the_pages() -> None:
    def work(count: int) -> Callable[[], object]:
        docs = [{"location": f"p{n}/", "title": "P", "text": ""} for n in range(count)]
        index = json.dumps({"config": {}, "docs": docs})
        found = [IndexedPage(f"t/c{n}/", SearchEntry("C", ("a",))) for n in range(count)]
        return lambda: with_entries(index, found)

    assert grows(work) < MOST_GROWTH


SIGNS = ["*a", "**a* ", "_a ", "`a ", "`` a ` ", "[a](", "<a ", "\\", "![", "&amp;", "a_b_c "]


@pytest.mark.parametrize("unit", SIGNS)
def test_reading_signs_grows_with_their_number(unit: str) -> None:
    """Signs are looked at by expressions, so time is taken, the least of several, and not calls counted."""
    text = unit * (100_000 // len(unit))

    def seconds() -> float:
        began = process_time()
        line = Line(text)
        assert line.html
        assert line.folded
        list(links.find(text))
        list(burdens(text))
        html_links.rewrite(text, lambda _: None)
        list(fences(text))
        return process_time() - began

    assert any(seconds() < 2 for _ in range(3))


@pytest.mark.parametrize("named", ["the folder", "each file"])
@pytest.mark.parametrize("settings", ["mkdocs.yml", ".gitignore"])
def test_finding_sources_grows_with_their_number(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settings: str, named: str
) -> None:
    """Nor is each file looked for among all, whether a site's settings say where they lie or nothing does."""

    def work(count: int) -> Callable[[], object]:
        folder = tmp_path / str(count)
        (folder / "docs").mkdir(parents=True)
        (folder / settings).write_text("site_name: S", encoding="utf-8")
        names = [f"docs/t{number}.tree.yaml" for number in range(count)]
        for name in names:
            (folder / name).write_text("", encoding="utf-8")
        paths = ["."] if named == "the folder" else names

        def find() -> None:
            monkeypatch.chdir(folder)
            search(DISK, paths)

        return find

    assert grows(work) < MOST_GROWTH
