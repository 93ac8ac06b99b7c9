"""A site of trees beside other plugins: built as its owner builds it, and then looked at."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from importlib.metadata import distributions
from pathlib import Path
from urllib.parse import unquote

from packaging.utils import canonicalize_name
from tests.build.html_reading import Element, read_page
from tests.build.links import Links, search_entries
from tests.mkdocs_process import mkdocs_build
from tests.site_fixtures import SEED, SITE_URL, write_site

from decision_trees import Library, load
from decision_trees.layout.addresses import Addresses, node_page, tree_page

QUEUE = """\
title: Pick a queue
question: Which queue do we need?
summary: Ask whether **messages** are read again, then [compare](to:sync-vs-async/).
domains: [messaging]
checks:
  replay:
    question: Does a consumer need to replay past messages?
    assess: See [the guide](../guide.md), `code`, and a list.
    answers:
      Yes: log
      No: standard-queue
decisions:
  log: {title: Kafka, choose: A log.}
  standard-queue: {title: Standard queue, choose: A queue.}
"""

GUIDE = """\
# The guide

Begin at [the tree](to:pick-a-queue/) or at [one of its questions](to:pick-a-queue/replay).

## A chart

```decision-tree
tree: pick-a-queue
show: chart
```

## A list

```decision-tree
show: list
```
"""

FILES: Mapping[str, str] = {
    "docs/index.md": "# Home\n\n[Trees](trees/index.md), [guide](guide.md), [a tree](to:sync-vs-async/)\n",
    "docs/guide.md": GUIDE,
    "docs/plain.md": "# A page without trees\n\nWords.\n",
    "docs/trees/pick-a-queue.tree.yaml": QUEUE,
    "docs/trees/sync-vs-async.tree.yaml": SEED.read_text(encoding="utf-8"),
}
"""A small site with trees, pages that link to them, and one that embeds them."""

GIT = shutil.which("git") or "git"

OURS = "decision-trees"

SNIPPET = """\
[The tree](to:pick-a-queue/)

```decision-tree
tree: pick-a-queue
show: chart
```
"""
"""What of ours may stand in any Markdown."""

MATERIAL: Mapping[str, object] = {"name": "material", "font": False, "features": ["navigation.path"]}

_PROBLEM = re.compile(r"^(?:WARNING|ERROR|CRITICAL)\b|Traceback", re.MULTILINE)

_LEFT = (
    re.compile(r"language-decision-tree"),
    re.compile(r"""(?:href|src)\s*=\s*["']?\s*to:""", re.IGNORECASE),
    re.compile(r"\]\(to:"),
    re.compile(r"^checks:$|^ +answers:$", re.MULTILINE),
    re.compile(r"```|~~~"),
    re.compile(r"Macro Rendering Error|Macro Syntax Error"),
    re.compile(r"&amp;#123;|&amp;#125;"),
    re.compile(r"<!-- decision-trees: (?:unread|part)"),
)
"""What is never published of ours."""


def installed() -> set[str]:
    """The names of the packages that are installed here."""
    return {canonicalize_name(distribution.name) for distribution in distributions()}


@dataclass(frozen=True)
class Built:
    """A build that has ended."""

    folder: Path
    code: int
    log: str

    @property
    def published(self) -> Path:
        """The folder of the site."""
        return self.folder / "site"

    def page(self, address: str) -> Element:
        """Read a page by its address below the root."""
        return read_page(self.published / address / "index.html")

    def links(self, address: str) -> dict[str, str]:
        """Where the links in the content of a page lead, by their texts."""
        return {link.text: link.href for link in self.page(address).select("article a[href]")}

    @cached_property
    def library(self) -> Library:
        """The trees of the docs folder."""
        return load(self.folder / "docs").library


def build(
    folder: Path,
    plugins: Sequence[object],
    files: Mapping[str, str] | None = None,
    *options: str,
    environment: Mapping[str, str] | None = None,
    **settings: object,
) -> Built:
    """Build the small site, with further files over its own, beside plugins: strictly, by the command."""
    write(folder, plugins, files, **settings)
    return run(folder, *options, environment=environment)


def write(
    folder: Path,
    plugins: Sequence[object] | Mapping[str, object],
    files: Mapping[str, str] | None = None,
    **settings: object,
) -> None:
    """Write what `build` builds."""
    configured = {
        "site_name": "Test site",
        "site_url": SITE_URL,
        "repo_url": "https://code.example/repository",
        "edit_uri": "edit/main/docs/",
        "theme": MATERIAL,
        "plugins": plugins,
        "markdown_extensions": ["tables", "attr_list", "pymdownx.superfences", {"toc": {"permalink": True}}],
        **settings,
    }
    written = {"mkdocs.yml": json.dumps(configured, indent=2), **FILES, **(files or {})}
    write_site(folder, {path: text for path, text in written.items() if text})


def commit(folder: Path, author: str, day: str, *paths: str) -> None:
    """Commit files, or all of them, as an author's work of a day."""
    moment = f"{day}T12:00:00Z"
    for command in (["init", "--quiet"], ["add", *(paths or ".")], ["commit", "--quiet", "--message=Work"]):
        subprocess.run(
            [
                GIT,
                "-c",
                f"user.name={author}",
                "-c",
                f"user.email={author.split(maxsplit=1)[0].lower()}@site.test",
                *command,
            ],
            cwd=folder,
            env={**os.environ, "GIT_AUTHOR_DATE": moment, "GIT_COMMITTER_DATE": moment},
            check=True,
        )


def run(folder: Path, *options: str, environment: Mapping[str, str] | None = None) -> Built:
    """Build the site in a folder. Without `-q`: with it, nothing that is warned of fails a build."""
    told = {"NO_MKDOCS_2_WARNING": "1", "DISABLE_MKDOCS_2_WARNING": "true", "NO_COLOR": "1"}
    done = mkdocs_build(folder, "--strict", *options, environment={**told, **(environment or {})})
    return Built(folder, done.returncode, done.stdout + done.stderr)


def faults(built: Built, *, directory_urls: bool = True) -> list[str]:
    """Look at a site: whether each page of ours is there with its content, and nothing half.

    Args:
        built: The build.
        directory_urls: MkDocs' `use_directory_urls`.

    Returns:
        Everything that is wrong, a line each.
    """
    if built.code or _PROBLEM.search(built.log):
        return [f"the build ended with {built.code}:\n{built.log}"]
    addresses = Addresses(directory_urls)
    dead = Links(built.published, SITE_URL).broken()
    return [*_lacking(built, addresses), *_half_published(built), *dead, *_not_found_once(built, addresses)]


def pages(built: Built) -> Iterator[tuple[str, list[str]]]:
    """Give the page of each tree and node, and what a reader must find there."""
    for tree in built.library.trees.values():
        file = Path(tree.file).relative_to(built.folder / "docs").as_posix()
        yield tree_page(file), [tree.title.line.plain, tree.question.line.plain]
        for check in tree.checks:
            answers = [answer.label.line.plain for answer in check.answers]
            yield node_page(file, check.id), [check.question.line.plain, *answers]
        for terminal in tree.terminals:
            yield node_page(file, terminal.id), [terminal.title.line.plain]


def _lacking(built: Built, addresses: Addresses) -> Iterator[str]:
    for page, expected in pages(built):
        file = built.published / addresses.file(page)
        if not file.is_file():
            yield f"{page} is not published"
            continue
        text = read_page(file).text
        yield from (f"{page} lacks {words!r}" for words in expected if words not in text)


def _half_published(built: Built) -> Iterator[str]:
    for file in sorted(built.published.rglob("*")):
        path = file.relative_to(built.published).as_posix()
        if path.endswith((".tree.yaml", ".data")):
            yield f"{path} is published"
        if path.endswith(".html"):
            html = file.read_text(encoding="utf-8")
            yield from (f"{path} holds {match[0]!r}" for left in _LEFT if (match := left.search(html)))


def _not_found_once(built: Built, addresses: Addresses) -> Iterator[str]:
    counted = Counter(
        unquote(entry["location"].partition("#")[0]) for entry in search_entries(built.published)
    )
    for page, _ in pages(built):
        if (found := counted[addresses.of(page)]) != 1:
            yield f"search finds {page} {found} times"
