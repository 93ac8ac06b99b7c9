"""An export with a cache writes what one without writes, whatever has changed."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

import pytest
from tests import records

from decision_trees.cli.main import main
from decision_trees.hosts.export import folder
from decision_trees.hosts.export.folder import MANIFEST
from decision_trees.hosts.export.forms import GENERATOR_FORMS
from decision_trees.reading import read as reading
from decision_trees.source.yaml import Composed, compose

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)

NAMES = ("a", "b", "c", "d")
NODES = ("need", "try", "log", "queue")
PLACES = ("{name}.tree.yaml", "trees/{name}.tree.yaml", "trees/more/{name}.tree.yaml")
PROSE = ("Ask the team.", "See [it](to:{to}).", "See [](to:{to}).", "See [it](../page.md).", "- One")
PAGES = (
    "# Page\n",
    "# Page\n\n[](to:{to}) and [it](trees/a/index.md)\n",
    "# Page\n\n```decision-tree\ntree: {name}\n```\n",
    "# Page\n\n```decision-tree\nshow: list\n```\n",
)
PLUGIN = "plugins: [tags, {{decision-trees: {{cache: {cache}{more}}}}}]\n"
I18N = "  - i18n: {docs_structure: suffix, languages: [{locale: en, default: true}, {locale: de}]}\n"
SETTINGS = (
    PLUGIN,
    PLUGIN,
    f"site_url: https://example.org/\nrepo_url: https://example.org/r\nedit_uri: edit/\n{PLUGIN}",
    f"use_directory_urls: false\n{PLUGIN.replace('{more}', ', health: false, search: trees')}",
    f"theme: {{{{name: material, language: de, custom_dir: own}}}}\n{PLUGIN}",
    f"markdown_extensions: [pymdownx.snippets]\n{PLUGIN}",
    f"plugins:\n  - decision-trees: {{{{cache: {{cache}}}}}}\n{I18N.replace('{', '{{').replace('}', '}}')}",
)


def tree(random: Random, names: Sequence[str]) -> str:
    """A tree that leads to others."""
    targets = [*NODES, *(f"{name}/{node}" for name in names for node in ("", *NODES))]

    def word() -> str:
        return random.choice(("One", "Two", "*Three*", "`Four`"))

    def prose() -> str:
        return repr(random.choice(PROSE).format(to=random.choice(targets))).replace("'", '"')

    lines = [f"title: {word()!r}", f"question: {random.choice('QR')}?"]
    extra = (
        "draft: true",
        "formerly: [old]",
        f"category: {word()!r}",
        f"domains: [{random.choice(NAMES)}]",
        f"review_by: {NOON.date() + timedelta(random.randint(-1, 1))}",
        "reviewed: 2026-01-01",
        f"see_also: [{{to: {random.choice(targets)}}}]",
        "see_also: [{url: page.md, title: It}]",
        f"summary: {prose()}",
    )
    lines += [line for line in random.sample(extra[:-3], 2) if random.random() < 0.4]
    lines += [line for line in extra[-3:-1] if random.random() < 0.2][:1]
    lines += [extra[-1]] if random.random() < 0.5 else []
    end, onward = random.choice(("log", "queue")), random.choice(targets)
    lines += ["checks:", "  need:", f"    question: Need {random.choice('it')}?", f"    assess: {prose()}"]
    lines += [f"    answers: {{{random.choice(('Yes', 'Sure'))}: try, No: {end}}}", "  try:"]
    lines += ["    question: Try it?", f"    title: {word()!r}"]
    lines += ["    answers: {Yes: log, No: queue}", "decisions:"]
    lines += [f"  log: {{title: {word()!r}, choose: {prose()}{random.choice(('', f', then: {onward}'))}}}"]
    lines += [f"  queue: {{title: {word()!r}{random.choice(('', ', formerly: [older]'))}}}"]
    if random.random() < 0.4:
        lines += ["scenarios:", f"  - {{title: S, given: {{need: No}}, expect: {end}}}"]
    return "\n".join([*lines, ""])


class Site:
    """A site that is edited, and exported with a cache and without."""

    def __init__(self, root: Path, random: Random) -> None:
        """Begin with three trees."""
        self.root, self.random, self.settings = root, random, SETTINGS[0]
        self.form = random.choice([*GENERATOR_FORMS])
        (root / "docs/trees/more").mkdir(parents=True)
        (root / "own/decision-trees").mkdir(parents=True)
        (root / "docs/page.md").write_text(PAGES[0], "utf-8")
        for name in NAMES[:3]:
            (root / f"docs/trees/{name}.tree.yaml").write_text(tree(random, NAMES[:3]), "utf-8")

    def edit(self) -> None:
        """Change, add, rename or remove something."""
        random, docs = self.random, self.root / "docs"
        there = sorted(docs.rglob("*.tree.yaml"))
        known = {path.name.partition(".")[0]: path for path in there}
        name = random.choice(NAMES)
        file = known.get(name, docs / random.choice(PLACES).format(name=name))
        way = random.random()
        if way < 0.1:
            self.settings = random.choice(SETTINGS)
        elif way < 0.2:
            page = random.choice(("page.md", "other.md", "trees/index.md", "trees/a/log.md"))
            text = random.choice(PAGES).format(to=f"{name}/", name=name)
            (docs / page).parent.mkdir(exist_ok=True)
            (docs / page).write_text(text, "utf-8")
        elif way < 0.25:
            random.choice([*docs.rglob("*.md")]).unlink()
            (docs / "page.md").write_text(PAGES[0], "utf-8")
        elif way < 0.3:
            own = self.root / "own/decision-trees/cards.html"
            own.write_text(f"<p>{random.choice(NAMES)}</p>\n", "utf-8")
        elif way < 0.35 and there:
            random.choice(there).unlink()
        elif way < 0.45 and there:
            moved = random.choice(there)
            moved.replace(random.choice((file, docs / random.choice(PLACES[1:]).format(name=moved.name[0]))))
        elif way < 0.5:
            written = sorted(path for path in (self.root / "out").rglob("*") if path.is_file())
            if written:
                random.choice(written).unlink()
        elif way < 0.6 and there:
            translation = random.choice(there).with_suffix("").with_suffix(".de.tree.yaml")
            translation.write_text(tree(random, sorted(known)), "utf-8")
        else:
            file.write_text(tree(random, sorted(known)), "utf-8")

    def export(self, to: str, *, keeps: bool) -> int:
        """Export it, with a cache or without."""
        settings = self.settings.format(cache=str(keeps).lower(), more="")
        (self.root / "mkdocs.yml").write_text(f"site_name: S\n{settings}", "utf-8")
        return main(["export", "--to", to, "--for", self.form])


def files(to: str) -> dict[str, bytes]:
    """All that was written into a folder."""
    found = {
        path.relative_to(to).as_posix(): path.read_bytes() for path in Path(to).rglob("*") if path.is_file()
    }
    found.pop(MANIFEST, None)
    return found


@pytest.fixture
def day(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], None]:
    """Sets the day."""

    def choose(days: int) -> None:
        class Clock(datetime):
            """A clock that stands."""

            @classmethod
            def now(cls, tz: object = None) -> datetime:  # type: ignore[override]
                assert tz is UTC
                return NOON + timedelta(days)

        monkeypatch.setattr(reading, "datetime", Clock)

    return choose


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(4))
def test_any_sequence_of_edits_is_written_as_without_a_cache(  # noqa: PLR0913, PLR0917 - fixtures
    seed: int,
    day: Callable[[int], None],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    request: pytest.FixtureRequest,
) -> None:
    is_long = request.config.getoption("--hypothesis-profile") == "fuzz"
    random = Random(seed)  # noqa: S311 - the same edits in every run
    if seed % 2:
        monkeypatch.setattr(folder, "_is_at_rest", lambda *_: True)  # so that their states are trusted
    monkeypatch.chdir(tmp_path)
    site = Site(tmp_path, random)
    written = 0
    for _ in range(1_000 if is_long else 25):
        shutil.rmtree("before", ignore_errors=True)
        shutil.copytree("docs", "before")
        settings = site.settings
        for _ in range(random.choice((1, 1, 3))):
            site.edit()
        day(random.randint(-1, 1))
        shutil.rmtree("anew", ignore_errors=True)
        capsys.readouterr()
        status = site.export("out", keeps=True)
        told = capsys.readouterr()
        assert site.export("anew", keeps=False) == status
        again = capsys.readouterr()
        assert told.err == again.err
        if status == 0:
            written += 1
            assert files("out") == files("anew")
        else:
            assert told.out == again.out
            shutil.rmtree("docs")
            Path("before").rename("docs")
            site.settings = settings
    assert written >= 9


TREE = """\
title: {name}
question: Q?
summary: As [it](to:{other}/) says.
guidance: none
checks:
  need: {{question: Need it?, assess: Ask., answers: {{Yes: log, No: queue}}}}
decisions:
  log: {{title: Log, choose: It., then: {other}/}}
  queue: Queue
"""


@pytest.fixture
def trees(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Three trees in a circle."""
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / "docs/trees"
    folder.mkdir(parents=True)
    (tmp_path / "mkdocs.yml").write_text("site_name: S\nplugins: [decision-trees]\n", "utf-8")
    (tmp_path / "docs/index.md").write_text("# S\n\nSee [](to:a/need).\n", "utf-8")
    for name, other in ("ab", "bc", "ca"):
        (folder / f"{name}.tree.yaml").write_text(TREE.format(name=name, other=other), "utf-8")
    return folder


@pytest.fixture
def decoded(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the trees that are read, as they are."""
    found: list[str] = []

    def noticed(text: str, file: str) -> Composed:
        found.append(Path(file).name[0])
        return compose(text, file)

    monkeypatch.setattr("decision_trees.source.decode.compose", noticed)
    return found


def edit(trees: Path, name: str, was: str, now: str) -> None:
    file = trees / f"{name}.tree.yaml"
    text = file.read_text("utf-8")
    assert was in text
    file.write_text(text.replace(was, now), "utf-8")


@pytest.mark.parametrize(
    ("was", "now", "read"),
    [
        pytest.param("Ask.", "Ask them.", "b", id="a text that it alone shows"),
        pytest.param("Need it?", "Need that?", "b", id="what lists show of all trees"),
        pytest.param("title: b", "title: B", "abc", id="what other trees show"),
    ],
)
def test_only_what_a_change_reaches_is_read(
    was: str, now: str, read: str, trees: Path, decoded: list[str]
) -> None:
    main(["export", "--to", "out"])
    assert sorted(decoded) == ["a", "b", "c"]
    decoded.clear()
    main(["export", "--to", "out"])
    assert decoded == []
    edit(trees, "b", was, now)
    main(["export", "--to", "out"])
    assert sorted(decoded) == [*read]
    Path("mkdocs.yml").write_text("site_name: S\nplugins: [{decision-trees: {cache: false}}]\n", "utf-8")
    main(["export", "--to", "anew"])
    assert files("out") == files("anew")


def test_trees_are_read_by_the_process_that_makes_their_pages(
    trees: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "MANY", 1)
    monkeypatch.delattr(reading, "work_through")
    assert main(["export", "--to", "out"]) == 0
    assert (trees.parents[1] / "out/trees/a/index.md").exists()


def test_a_file_that_goes_is_missed_by_a_tree_that_is_not_read(
    trees: Path, decoded: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    edit(trees, "a", "Ask.", "'See [it](page.md).'")
    page = trees / "page.md"
    page.write_text("# Page\n", "utf-8")
    assert main(["export", "--to", "out"]) == 0
    decoded.clear()
    assert main(["export", "--to", "out"]) == 0
    assert decoded == []
    page.unlink()
    assert main(["export", "--to", "out"]) == 1
    assert "the site has no file `trees/page.md`" in capsys.readouterr().out


@pytest.mark.usefixtures("trees")
def test_whatever_is_in_a_cache_is_read_as_ours_or_not_at_all(
    monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> None:
    is_long = request.config.getoption("--hypothesis-profile") == "fuzz"
    main(["export", "--to", "out"])
    records.harm_all(monkeypatch)
    for _ in range(2_000 if is_long else 15):
        main(["export", "--to", "out"])  # and does not raise


def test_a_list_says_what_a_tree_in_another_folder_is_called_now(trees: Path, decoded: list[str]) -> None:
    edit(trees, "a", "[it](to:b/)", "[](to:b/)")
    there = trees.parent / "other"
    there.mkdir()
    (trees / "b.tree.yaml").rename(there / "b.tree.yaml")
    main(["export", "--to", "out"])
    decoded.clear()
    edit(there, "b", "title: b", "title: The other")
    main(["export", "--to", "out"])
    assert b"The other" in files("out")["trees/index.md"]
    assert sorted(decoded) == ["a", "b", "c"]
