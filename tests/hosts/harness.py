"""What the tests of hosts share: a docs folder with all of ours in it, and what its site must have.

Each host has an environment of its own, set up by a target of the Makefile from a lock of its own.
"""

from __future__ import annotations

import re
import shutil
import subprocess
from datetime import date
from functools import cache
from pathlib import Path

from tests.build.html_reading import Element, read_page
from tests.build.links import Links
from tests.site_fixtures import REPOSITORY, write_site

from decision_trees import load
from decision_trees.cli.main import main
from decision_trees.layout.addresses import Addresses
from decision_trees.site.page import Page
from decision_trees.site.publish import publish
from decision_trees.site.site import Site

MANUAL = (REPOSITORY / "content" / "without-mkdocs.md").read_text("utf-8")

URL = "https://handbook.example/docs/"
"""Where the sites say that they are published."""

EDITED = "https://github.com/example/handbook/edit/main/docs/"
"""Where the manual's settings have sources edited."""

GUIDE = """\
# Guide

[](to:sync-vs-async/), [a *check*](to:sync-vs-async/fan-out), <to:api-style/>, [by reference][1] and
<a href="to:sync-vs-async/fan-out">in HTML</a>.

[1]: to:sync-vs-async/fan-out

```decision-tree
retry-policy
```

-   In a list:

    ```decision-tree
    tree: api-style
    show: chart
    ```

> ```decision-tree
> tree: build-or-buy
> show: outline
> ```

```decision-tree
tree: sync-vs-async
show: check
node: fan-out
```

```decision-tree
show: list
```
"""

_ODD = """\
title: A & B <c> "d" {{ e }} {% f %}
question: Which *one*, `x < y` & {{ z }}?
domains: [odd & even]
formerly: [odder]
checks:
  first:
    question: Is a < b & `c` {{ d }}?
    assess: |
      Some code:

          one


          two {{ three }}

      | a | b |
      | - | - |
      | 1 | 2 |
    pitfall: "[A link](../guide.md) and [one](to:sync-vs-async/)."
    answers:
      Yes & no: log
      No: queue
decisions:
  log: {title: Kafka & co, choose: A log.}
  queue: {title: Queue, choose: A queue.}
scenarios:
  - {title: One, given: {first: No}, expect: queue}
  - {title: Other, given: {first: Yes & no}, expect: log}
"""


def write_docs(folder: Path, index: str) -> Path:
    """Write a docs folder with the manual's trees, an odd one, and a page that shows and links to them."""
    write_site(
        folder,
        {"docs/index.md": index, "docs/guide.md": GUIDE, "docs/trees/odd.tree.yaml": _ODD},
    )
    for source in (REPOSITORY / "content" / "trees").glob("*.tree.yaml"):
        shutil.copy(source, folder / "docs" / "trees")
    return folder


def block(language: str, containing: str) -> str:
    """Take a block of code out of the manual's page."""
    found = re.findall(rf"^```{language}(?: [^\n]*)?\n(.*?)^```$", MANUAL, re.MULTILINE | re.DOTALL)
    [wanted] = [text for text in found if containing in text]
    return str(wanted)


def export(command: str) -> None:
    """Run a command of the manual that exports, in the folder at hand."""
    program, *words = command.split()
    assert program == "decision-trees"
    assert main(words) == 0


def run(program: str, *words: str, cwd: Path) -> str:
    """Run a program of a host, which must succeed, and give all that it says."""
    assert (REPOSITORY / program).is_file(), f"{program} is not set up: see the Makefile"
    done = subprocess.run(
        [str(REPOSITORY / program), *words],
        cwd=cwd,
        check=False,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
    )
    assert done.returncode == 0, done.stdout
    return done.stdout


@cache
def made_pages(docs: Path) -> dict[str, Page]:
    """The pages that are made of the trees of a docs folder, by address."""
    reading = load(docs)
    site = Site(addresses=Addresses(), today=date(2026, 1, 1))
    made = (item for item in publish(reading, site) if isinstance(item, Page))
    # Sources are named by their paths from here.
    return {page.path.rpartition("docs/")[2]: page for page in made}


def look_at(published: Path, docs: Path) -> None:
    """See that a site has all pages, walks and charts, that no link is dead, and that nothing is half."""
    pages = made_pages(docs)
    assert len(pages) > 100
    for path, made in pages.items():
        document = page(published, path)
        assert title(document), path
        if made.file and not made.node:
            assert len(document.select("decision-tree section")) > 2, path
            assert document.select("decision-chart pre"), path
        elif made.node:
            assert document.select("nav.dt-trail a"), path
    guide = page(published, "guide.md")
    assert len(guide.select("decision-tree")) == 1
    assert [chart.attributes["data-tree"] for chart in guide.select("decision-chart[data-whole]")] == [
        "api-style"
    ]
    assert len(guide.select("div.dt-embedded")) == 5
    dead = [fault for fault in Links(published, URL).broken() if "of another host" not in fault]
    assert dead == []
    for file in published.rglob("*.html"):
        text = file.read_text("utf-8")
        assert 'href="to:' not in text.lower(), file
        assert "language-decision-tree" not in text, file
    assert not [*published.rglob("*.tree.yaml")]
    for name in ("trees/odd/tree.json", "trees/odd/tree.mmd", "trees/index.json", "trees/odder/index.html"):
        assert (published / name).is_file(), name


def write_settings(folder: Path) -> None:
    """Write settings that say where a site is edited, as `zensical.toml` in the manual does."""
    lines = (
        "site_name: Handbook",
        "repo_url: https://github.com/example/handbook",
        "edit_uri: edit/main/docs/",
    )
    write_site(folder, {"mkdocs.yml": "\n".join((*lines, ""))})


def see_edit_links(published: Path, docs: Path) -> None:
    """See that each page that is made of a tree leads to its source."""
    for path, made in made_pages(docs).items():
        if made.file:
            [link] = page(published, path).select("a[rel=edit]")
            assert link.href == f"{EDITED}trees/{made.file.rpartition('/')[2]}"


def see_trail(check: Element) -> None:
    """See that the page of a check of a tree says where it stands."""
    trail = [link.text for link in check.select("nav.dt-trail a")]
    assert trail[:2] == ["Decision trees", "Sync vs async communication"]


def page(published: Path, path: str) -> Element:
    """Read a published page, named by the path of its Markdown."""
    return read_page(published / Addresses().file(path))


def title(document: Element) -> str:
    """The title of a page, beside which a theme may have one of the site."""
    [heading] = [heading for heading in document.select("h1") if heading.attributes.get("class") != "logo"]
    return heading.text
