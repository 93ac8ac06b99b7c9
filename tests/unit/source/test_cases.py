"""The manual's pages of codes, which are cases: sources, and the exact text of what is said about them.

One page for each code. A case is a heading, its sources, and what is said:

- A fence with a title is a file of the site. `*.tree.yaml` is read as a source, `*.md` as a page that may
  embed trees; links may name any file. A fence titled `mkdocs.yml` sets `use_directory_urls: false`.
  Of `translation-differs`, one whose name ends on `.de.tree.yaml` is the same tree in another language.
- The last fence, without a title, is what is expected.

The cases are read on 2026-11-23. `missing-guidance` and `untested-terminal` are off except on their own
pages, so that a case about something else can be short. A near miss is a source that looks like the mistake
and is none.

`DECISION_TREES_UPDATE_CASES=1 pytest tests/unit/source/test_cases.py` writes what is said now into the files,
to be read as prose and committed.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from pathlib import Path

import pytest
from tests.site_fixtures import REPOSITORY

from decision_trees.diagnostics.codes import CODES, Level, may_be
from decision_trees.diagnostics.diagnostic import Diagnostic
from decision_trees.diagnostics.render.text import frames
from decision_trees.layout.addresses import SUFFIX, Addresses, tree_page
from decision_trees.reading.read import Reading, Settings, read
from decision_trees.rules.translations import differences
from decision_trees.site.blocks import Block, BlockError, content, file_of, stale_blocks
from decision_trees.site.embedded import Embedder
from decision_trees.site.exported import exported
from decision_trees.site.other_pages import OtherPage, OtherPages
from decision_trees.site.page_maker import PageMaker
from decision_trees.site.publish import publish
from decision_trees.site.site import Site

unmeasured = pytest.mark.unmeasured("the cases are read again, and published, as others are")

CASES = REPOSITORY / "content" / "codes"
UPDATE = bool(os.environ.get("DECISION_TREES_UPDATE_CASES"))
TODAY = date(2026, 11, 23)
QUIET_ELSEWHERE = ("missing-guidance", "untested-terminal", "draft")
TRANSLATED = f".de{SUFFIX}"
FLAT_ADDRESSES = "use_directory_urls: false\n"

_CASE = re.compile(r"^## (?P<title>.+)\n(?P<body>(?:(?!## ).*\n?)*)", re.MULTILINE)
_FENCE = re.compile(
    r'^(?P<mark>`{3,})(?P<language>\w+)(?: title="(?P<title>[^"]+)")?\n(?P<text>(?:.*\n)*?)(?P=mark)\n',
    re.MULTILINE,
)


@dataclass(frozen=True)
class Case:
    """One case: its files, and what is expected to be said about them."""

    page: Path
    title: str
    files: dict[str, str]
    expected: str

    @property
    def code(self) -> str:
        """The code that the case is about."""
        return self.page.stem

    def read(self, levels: Mapping[str, Level] | None = None) -> Reading:
        """Read the case's sources, as a site would that has its other files, and levels set for codes."""
        sources = {
            file: text
            for file, text in self.files.items()
            if file.endswith(SUFFIX) and not file.endswith(TRANSLATED)
        }
        finished = {file for file in self.files if self.code == "unread-fence" and file.endswith(".html")}
        others = self.files.keys() - sources.keys() - {"mkdocs.yml"} - finished
        quiet = [code for code in QUIET_ELSEWHERE if code != self.code]
        settings = Settings(
            today=TODAY,
            addresses=Addresses(self.files.get("mkdocs.yml") != FLAT_ADDRESSES),
            files=others or None,
            pages={file: self.files[file] for file in others if file.endswith(".md")},
            levels=levels or dict.fromkeys(quiet, Level.OFF),
        )
        return read(sources, settings)

    def said(self) -> str:
        """What is said about them, and about finished pages."""
        reading = self.read()
        found = (*reading.diagnostics, *self.left(reading), *self.translated(reading))
        return frames(found, {**reading.sources, **self.files}, in_manual=True) + "\n"

    def translated(self, reading: Reading) -> Iterator[Diagnostic]:
        """What is said about trees in another language."""
        for file in self.files:
            if file.endswith(TRANSLATED):
                (translation,) = read(
                    {file.replace(TRANSLATED, SUFFIX): self.files[file]}
                ).library.trees.values()
                for told in differences(reading.library.trees[translation.id], translation):
                    yield replace(told, span=told.span._replace(file=file))

    def left(self, reading: Reading) -> Iterator[Diagnostic]:
        """What is said about the HTML of pages, as a site would publish them."""
        if self.code == "stale-block":
            for file, text in self.files.items():
                if file.endswith(".md"):
                    yield from stale_blocks(file, text, partial(self.block, reading, file))
        elif self.code == "unread-fence":
            site = Site(addresses=Addresses(), today=TODAY)
            others = OtherPages(Embedder(reading, PageMaker(reading.library, site)), site.addresses)
            for file, html in self.files.items():
                if file.endswith(".html"):
                    path = file.replace(".html", ".md")
                    page = OtherPage(path, file, file, self.files.get(path, ""))
                    yield from others.left(others.resolve(html, page), page)

    def block(self, reading: Reading, page: str, block: Block) -> str:
        """What a block is to hold."""
        file = file_of(block, page)
        tree = next((tree for tree in reading.library.trees.values() if tree.file == file), None)
        if tree is None:
            raise BlockError(f"there is no tree without errors in `{file}`")
        return content(block.form, exported(reading.library, tree, block.form))


def cases_of(page: Path) -> Iterator[Case]:
    for found in _CASE.finditer(page.read_text("utf-8")):
        files, expected = {}, ""
        for fence in _FENCE.finditer(found["body"]):
            if fence["title"]:
                files[fence["title"]] = fence["text"]
            else:
                expected = fence["text"]
        yield Case(page, found["title"], files, expected)


PAGES = sorted(page for page in CASES.glob("*.md") if page.stem != "index")
ALL_CASES = [case for page in PAGES for case in cases_of(page)]


@unmeasured
@pytest.mark.usefixtures("scanner")
@pytest.mark.parametrize("case", ALL_CASES, ids=lambda case: f"{case.code}: {case.title}")
def test_what_is_said_is_what_the_case_expects(case: Case) -> None:
    said = case.said()
    if UPDATE and said != case.expected:
        rewrite(case, said)
        pytest.fail("the case was rewritten: read it, and run again")
    assert said == case.expected


def rewrite(case: Case, said: str) -> None:
    text = case.page.read_text("utf-8")
    found = next(match for match in _CASE.finditer(text) if match["title"] == case.title)
    fence = next(fence for fence in _FENCE.finditer(text, *found.span("body")) if not fence["title"])
    case.page.write_text(text[: fence.start("text")] + said + text[fence.end("text") :], "utf-8")


@pytest.mark.parametrize("code", CODES)
def test_every_code_has_three_cases_and_a_near_miss(code: str) -> None:
    own = [case for case in ALL_CASES if case.code == code]
    assert sum(f"[{code}]: " in case.expected for case in own) >= 3
    assert any(case.expected == "no problems\n" for case in own)


def test_every_page_belongs_to_a_code() -> None:
    assert {page.stem for page in PAGES} == set(CODES)


def test_every_case_has_a_title_of_its_own() -> None:
    titles = [(case.code, case.title) for case in ALL_CASES]
    assert len(titles) == len(set(titles))


@pytest.mark.parametrize("case", ALL_CASES, ids=lambda case: f"{case.code}: {case.title}")
def test_a_case_says_nothing_but_its_code_and_what_to_do(case: Case) -> None:
    diagnostics = case.read().diagnostics
    assert {diagnostic.code for diagnostic in diagnostics} <= {case.code}
    assert all(diagnostic.help or diagnostic.label for diagnostic in diagnostics)


@unmeasured
@pytest.mark.parametrize("code", CODES)
def test_all_is_published_whatever_level_a_site_may_give_it(code: str) -> None:
    lowest = {known: Level.OFF for known in CODES if may_be(known, Level.OFF)}
    for case in ALL_CASES:
        if case.code == code:
            reading = case.read(lowest)
            paths = {made.path for made in publish(reading, Site(addresses=Addresses(), today=TODAY))}
            sources = {tree.file for tree in reading.published.library.trees.values()}
            assert {tree_page(source) for source in sources} <= paths
            assert not {one.code for one in reading.diagnostics} & lowest.keys()


INDEX = """# Codes

Everything that can be said about a tree has a code. Its level can be set for a whole site, [within
bounds](../options.md); each page shows sources, what is said about them, and near misses about which
nothing is said.

```yaml
plugins:
  - decision-trees:
      levels: {stale: error, untested-terminal: off}
```

Errors stop a build. Warnings fail `mkdocs build --strict` and `decision-trees check --strict`. Notices fail
nothing.

| code | level | says |
| --- | --- | --- |
"""


def test_the_index_is_the_registry() -> None:
    rows = [f"| [`{code.name}`]({code.name}.md) | {code.level} | {code.says} |\n" for code in CODES.values()]
    written = INDEX + "".join(rows)
    page = CASES / "index.md"
    if UPDATE:
        page.write_text(written, "utf-8")
    assert page.read_text("utf-8") == written
