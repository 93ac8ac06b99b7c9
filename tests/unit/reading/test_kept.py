"""A check with a cache says what one without says, whatever has changed and whoever wrote the cache."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from random import Random

import pytest
from tests import records

from decision_trees.analysis import coverage
from decision_trees.analysis.alone import Assumptions
from decision_trees.cache.store import Cache, CacheRecord
from decision_trees.diagnostics.diagnostic import Diagnostic
from decision_trees.diagnostics.render.text import frames
from decision_trees.model.kept_tree import KeptTree
from decision_trees.model.span import Span
from decision_trees.model.tree import Tree
from decision_trees.reading import read as reading
from decision_trees.reading import reading_cache
from decision_trees.reading.kept import KeptReadings, TreeSource
from decision_trees.reading.load import load_all
from decision_trees.reading.read import Settings
from decision_trees.rules import Findings
from decision_trees.source.decode import decode
from decision_trees.source.yaml import Composed, compose

TODAY = date(2026, 11, 23)

NAMES = ("a", "b", "c", "d")
NODES = ("need", "try", "log", "queue", "lost", "Log")
PLACES = ("docs/{name}.tree.yaml", "docs/trees/{name}.tree.yaml", "docs/{name}.de.tree.yaml")
TARGETS = (*NODES, *(f"{name}/" for name in NAMES), *(f"{name}/{node}" for name in NAMES for node in NODES))
PROSE = (
    "Ask the team.",
    "See [it](to:{to}).",
    "See [it](to:{to}) and to:{to}.",
    "See to:{to}.",
    "See [[{to}]].",
    "See [it] (to:{to}).",
    "See [it](page.md) and [that](missing.md).",
    "See [it](javascript:{to}).",
    "See [it](to:).",
)
PAGES = (
    "# Page\n",
    "[It](to:{to})\n\nto:{to}\n",
    "```decision-tree\ntree: {name}\n```\n",
    "```decision-tree\nlist: trees\ndomain: {name}\n```\n",
    "<!-- decision-tree: {name}.tree.yaml as ascii -->\n",
)
SETTINGS = (
    "site_name: S\nplugins: [decision-trees]\n",
    "site_name: S\nplugins: [{decision-trees: {levels: {missing-guidance: 'off'}}}]\n",
    "site_name: S\nuse_directory_urls: false\nplugins: [{decision-trees: {health: false}}]\n",
    """\
site_name: S
plugins:
  - decision-trees
  - i18n: {docs_structure: suffix, languages: [{locale: en, default: true}, {locale: de}]}
""",
)


def tree(random: Random) -> str:
    """A tree in which anything may be wrong, and most is not."""

    def to() -> str:
        return random.choice(("log", "queue") if random.random() < 0.7 else TARGETS)

    def prose() -> str:
        return random.choice(PROSE).format(to=random.choice(TARGETS))

    if random.random() < 0.05:
        return random.choice(("", "title: [", "- a\n", "title: T\nchecks: {}\n"))
    lines = ["title: T", f"question: {random.choice('QR')}?"]
    extra = (
        "draft: true",
        f"formerly: [{random.choice(('old', *NAMES))}]",
        f"domains: [{random.choice(NAMES)}]",
        f"review_by: {TODAY + timedelta(random.randint(-3, 3))}",
        f"see_also: [{{to: {to()}}}]",
        f"see_also: [{{url: {random.choice(('page.md', 'missing.md', 'https://example.org'))}, title: It}}]",
        f"summary: '{prose()}'",
        "unknown: key",
    )
    lines += [line for line in extra if random.random() < 0.15]
    lines += ["checks:", "  need:", "    question: Need it?", f"    assess: '{prose()}'"]
    lines += [f"    answers: {{Yes: {to()}, No: {random.choice(('try', 'queue'))}}}", "  try:"]
    lines += ["    question: Try it?", f"    answers: {{Yes: {to()}, No: {to()}}}", "decisions:"]
    lines += [f"  log: {{title: The log, choose: '{prose()}', then: {to()}}}"]
    lines += [
        f"  {random.choice(('queue', 'queue', 'que'))}: {{title: Queue, formerly: [{random.choice(NODES)}]}}"
    ]
    if random.random() < 0.3:
        lines += [
            "scenarios:",
            f"  - {{title: S, given: {{need: {random.choice(('yes', 'no'))}}}, expect: {to()}}}",
        ]
    return "\n".join([*lines, ""])


def edit(root: Path, random: Random) -> None:
    """Change, add, rename or remove a file."""
    if random.random() < 0.1:
        (root / "mkdocs.yml").write_text(random.choice(SETTINGS), "utf-8")
        return
    if random.random() < 0.15:
        page = random.choice(PAGES).format(to=random.choice(TARGETS), name=random.choice(NAMES))
        (root / "docs" / random.choice(("page.md", "trees.md"))).write_text(page, "utf-8")
        return
    file = root / random.choice(PLACES).format(name=random.choice(NAMES))
    there = [path for path in root.rglob("*.tree.yaml") if path.is_file()]
    way = random.random()
    if way < 0.1 and there:
        random.choice(there).unlink()
    elif way < 0.2 and there:
        random.choice(there).replace(file)
    else:
        file.write_text(tree(random), "utf-8")


def told(today: date, *, keeps: bool, paths: tuple[str, ...] = (".",)) -> tuple[str, object]:
    """All that a check says."""
    loaded = load_all(paths, Settings(today=today), with_pages=True, keeps=keeps)
    assert loaded.notes == ()
    whole = loaded.reading()
    return frames(whole.diagnostics, whole.sources), sorted(whole.files)


def covered(today: date, *, keeps: bool) -> object:
    loaded = load_all(["."], Settings(today=today), with_pages=True, keeps=keeps)
    return coverage.as_data(coverage.coverage(library.graph(tree)) for library, tree in loaded.asked_trees())


@pytest.fixture(autouse=True)
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A site that is checked from its folder, and kept however small it is."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(reading_cache, "FEWEST", 1)
    (tmp_path / "docs/trees").mkdir(parents=True)
    return tmp_path


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(4))
def test_any_sequence_of_edits_is_told_as_without_a_cache(
    seed: int, root: Path, request: pytest.FixtureRequest
) -> None:
    is_long = request.config.getoption("--hypothesis-profile") == "fuzz"
    random = Random(seed)  # noqa: S311 - the same edits in every run
    for name in NAMES[:3]:
        (root / f"docs/{name}.tree.yaml").write_text(tree(random), "utf-8")
    if seed % 3:
        (root / "mkdocs.yml").write_text(SETTINGS[0], "utf-8")
    for _ in range(2_000 if is_long else 20):
        for _ in range(random.choice((1, 1, 3))):
            edit(root, random)
        today = TODAY + timedelta(random.randint(-2, 2))
        assert told(today, keeps=True) == told(today, keeps=False)
        if random.random() < 0.1:
            assert covered(today, keeps=True) == covered(today, keeps=False)


@pytest.fixture
def decoded(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The files of the trees that were read, as they are."""
    files: list[str] = []

    def noticed(text: str, file: str) -> Composed:
        files.append(file)
        return compose(text, file)

    monkeypatch.setattr("decision_trees.source.decode.compose", noticed)
    return files


WHOLE = """\
title: T
question: Q?
checks:
  need:
    question: Need it?
    assess: Ask [them](to:{other}/log).
    answers: {{Yes: log, No: {other}/}}
decisions:
  log: {{title: Log, choose: It.}}
"""


def write(sources: Mapping[str, str]) -> None:
    for file, text in sources.items():
        Path(file).write_text(text, "utf-8")


def test_only_what_changed_is_read_again(decoded: list[str]) -> None:
    write({f"docs/{name}.tree.yaml": WHOLE.format(other=other) for name, other in ("ab", "bc", "ca")})
    told(TODAY, keeps=True)
    assert decoded == ["docs/a.tree.yaml", "docs/b.tree.yaml", "docs/c.tree.yaml"]
    decoded.clear()
    told(TODAY, keeps=True)
    assert decoded == []
    write({"docs/b.tree.yaml": WHOLE.format(other="c").replace("It.", "That.")})
    told(TODAY, keeps=True)
    assert decoded == ["docs/b.tree.yaml"]


def test_what_leads_to_a_change_is_looked_at_again(decoded: list[str]) -> None:
    write({f"docs/{name}.tree.yaml": WHOLE.format(other=other) for name, other in ("ab", "bc", "ca")})
    told(TODAY, keeps=True)
    decoded.clear()
    write({"docs/b.tree.yaml": WHOLE.format(other="c").replace(" log", " journal")})
    frames_, _ = told(TODAY, keeps=True)
    assert "docs/a.tree.yaml:6" in frames_
    assert sorted(decoded) == ["docs/a.tree.yaml", "docs/b.tree.yaml"]


@pytest.mark.parametrize(("written", "meant"), [("b/journal", "b/log"), ("b/the log", "b/log")])
def test_what_a_node_was_called_and_is_titled_is_known_of_a_tree_that_is_not_read(
    written: str, meant: str
) -> None:
    named = WHOLE.format(other="b").replace("title: Log", "title: The log, formerly: [journal]")
    write({"docs/b.tree.yaml": named, "docs/a.tree.yaml": WHOLE.format(other="b")})
    told(TODAY, keeps=True)
    write({"docs/a.tree.yaml": WHOLE.format(other="b").replace("Yes: log", f"Yes: {written}")})
    frames_, _ = told(TODAY, keeps=True)
    assert f"`{meant}`" in frames_
    assert told(TODAY, keeps=False)[0] == frames_


def test_a_day_that_has_come_is_told() -> None:
    write(
        {"docs/a.tree.yaml": WHOLE.format(other="a").replace("title: T", f"title: T\nreview_by: {TODAY}", 1)}
    )
    assert "stale" not in told(TODAY, keeps=True)[0]
    assert "stale" in told(TODAY + timedelta(1), keeps=True)[0]
    assert "stale" not in told(TODAY, keeps=True)[0]


@pytest.mark.unmeasured("trees are read from records many times")
def test_whatever_is_in_a_cache_is_read_as_ours_or_not_at_all(
    monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> None:
    is_long = request.config.getoption("--hypothesis-profile") == "fuzz"
    text = tree(Random(2)).replace("title: T", "title: T\nformerly: [x]\nreview_by: 2030-01-01\ndraft: true")  # noqa: S311 - likewise
    write({f"docs/{name}.tree.yaml": WHOLE.format(other=other) for name, other in ("ab", "bc")})
    write({"docs/c.tree.yaml": text})
    told(TODAY, keeps=True)
    records.harm_all(monkeypatch)
    for _ in range(3_000 if is_long else 60):
        told(TODAY, keeps=True)  # and does not raise
        covered(TODAY, keeps=True)


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ('"missing-guidance"', '"no-code"'),
        ('"decision"', '"no-kind"'),
        ('"answer"', '"no-relation"'),
        ("[1, 8, 1, 9]", "[1, 8, 1000, 9]"),
        ('"log"', '"../../log"'),
        ('"journal"', '"../../journal"'),
    ],
)
def test_a_record_that_names_what_there_is_not_is_none(
    ours: str, theirs: str, monkeypatch: pytest.MonkeyPatch, decoded: list[str]
) -> None:
    text = WHOLE.format(other="b").replace("choose: It.", "then: b/need, formerly: [journal]")
    write({"docs/a.tree.yaml": text})
    first = told(TODAY, keeps=True)
    load = Cache.load

    def changed(cache: Cache, name: str, key: str) -> CacheRecord | None:
        record = load(cache, name, key)
        assert record
        value, texts = records.unpacked(record.body)
        written = json.dumps(value)
        assert ours in written
        return CacheRecord(records.packed(json.loads(written.replace(ours, theirs)), texts))

    monkeypatch.setattr(Cache, "load", changed)
    assert told(TODAY, keeps=True) == first
    assert decoded == ["docs/a.tree.yaml"] * 2


def test_nothing_is_kept_of_a_source_that_cannot_be_read(decoded: list[str]) -> None:
    write({"docs/a.tree.yaml": "title: ["})
    first = told(TODAY, keeps=True)
    assert "yaml-syntax" in first[0]
    assert told(TODAY, keeps=True) == first == told(TODAY, keeps=False)
    assert decoded == ["docs/a.tree.yaml"] * 3


def test_what_speaks_of_other_files_is_not_kept(tmp_path: Path) -> None:
    def examine(_: Tree) -> Findings:
        return Findings((Diagnostic("stale", Span("other.tree.yaml"), "It is."),), Assumptions())

    source = WHOLE.format(other="a")
    readings = KeptReadings(Cache(tmp_path / "kept"), "code")
    for _ in range(2):
        given = TreeSource("a.tree.yaml", source, "a.tree.yaml", "a")
        kept = readings.read(given, TODAY, partial(decode, source, "a.tree.yaml"), examine)
        assert not isinstance(kept.tree, KeptTree)


def test_many_sources_are_read_side_by_side_where_nothing_is_kept(
    monkeypatch: pytest.MonkeyPatch, decoded: list[str]
) -> None:
    names = [f"docs/t{number}.tree.yaml" for number in range(20)]
    write({name: WHOLE.format(other="t1") for name in names})
    shared: list[str] = []

    def work_through(sources: Sequence[TreeSource], work: Callable[[TreeSource], object]) -> None:
        shared.extend(source.file for source in sources)
        work(sources[0])

    monkeypatch.setattr(reading, "MANY", 20)
    monkeypatch.setattr(reading, "work_through", work_through)
    first = told(TODAY, keeps=True)
    assert shared == sorted(names)
    assert sorted(decoded) == sorted(names)
    assert told(TODAY, keeps=True) == first == told(TODAY, keeps=False)
    assert shared == sorted(names)
