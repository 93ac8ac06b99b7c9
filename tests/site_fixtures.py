"""Real sites for tests: written to a folder and built by MkDocs itself."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from mkdocs.commands import build
from mkdocs.config import load_config

from decision_trees import Tree, load

REPOSITORY = Path(__file__).parents[1]
SEED = REPOSITORY / "content" / "trees" / "sync-vs-async.tree.yaml"
SEED_PAGE = "trees/sync-vs-async/index.md"
THEMES = ("material", "mkdocs", "readthedocs")

SITE_URL = "http://site.test/sub/path/"
"""Where the sites say that they are published: below the root of a host."""

TINY_TREE = """\
title: Pick a queue
question: Which queue do we need?
checks:
  replay:
    question: Does a consumer need to replay past messages?
    assess: Ask the consumers.
    answers:
      Yes: log
      No: standard-queue
decisions:
  log: {title: Kafka, choose: A log.}
  standard-queue: {title: Standard queue, choose: A queue.}
"""
"""A small tree about which there is nothing to say."""

PLAIN_PAGE = """\
# Plain page

A page of an author's own, with [a link](../../index.md) and `code`.

- [a link in a list](../../index.md)
- two **words**

## Part

| Table | Cell |
| ----- | ---- |
| one   | two  |

### Part of the part

1. one
2. two

```
code
```
"""
"""What a theme makes of a page without us; in folders, as our pages are."""


@dataclass(frozen=True)
class Flavour:
    """One way to set up a site.

    Attributes:
        theme: The theme's name.
        directory_urls: MkDocs' `use_directory_urls`.
        features: Material's `theme.features`.
    """

    theme: str = "material"
    directory_urls: bool = True
    features: tuple[str, ...] = ()

    def __str__(self) -> str:
        """Name the flavour in the ids of tests."""
        form = "directories" if self.directory_urls else "files"
        return " ".join([self.theme, form, *self.features])

    def address(self, page: str) -> str:
        """The address of a page, relative to the site's root, as MkDocs gives it out."""
        path = page.removesuffix(".md")
        if not self.directory_urls:
            return f"{path}.html"
        return path.removesuffix("index") if path.endswith("index") else f"{path}/"


FLAVOURS = tuple(Flavour(theme, directory_urls) for theme in THEMES for directory_urls in (True, False))

_THEME_OPTIONS: Mapping[str, Mapping[str, object]] = {
    # Nothing is asked of another host: the themes' own fonts and highlighting would be.
    "material": {
        "font": False,
        "palette": [
            {"scheme": "default", "toggle": {"icon": "material/brightness-7", "name": "Dark"}},
            {"scheme": "slate", "toggle": {"icon": "material/brightness-4", "name": "Light"}},
        ],
    },
    "mkdocs": {"highlightjs": False},
    "readthedocs": {"highlightjs": False},
}


def settings(flavour: Flavour | None = None, **others: object) -> str:
    """Write an `mkdocs.yml` for a flavour; `others` are settings of MkDocs over those of the tests."""
    flavour = flavour or Flavour()
    material = flavour.theme == "material"
    theme = {"name": flavour.theme, **_THEME_OPTIONS[flavour.theme]}
    if material:
        theme["features"] = ["content.action.edit", "navigation.path", *flavour.features]
    chosen = {
        "site_name": "Test site",
        "site_url": SITE_URL,
        "repo_url": "https://code.example/repository",
        "edit_uri": "edit/main/docs/",
        "use_directory_urls": flavour.directory_urls,
        "theme": theme,
        "plugins": ["search", *(["tags"] if material else []), "decision-trees"],
        "markdown_extensions": ["tables", {"toc": {"permalink": True}}],
        **others,
    }
    return json.dumps(chosen, indent=2)  # JSON is YAML


def write_site(folder: Path, files: Mapping[str, str]) -> Path:
    """Write files by their paths below a folder, and return the folder."""
    for path, text in files.items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return folder


def build_site(folder: Path, *, strict: bool = True) -> Path:
    """Build the site in a folder in this process, strictly unless told otherwise, and say where it is."""
    published = folder / "site"
    config = load_config(str(folder / "mkdocs.yml"), strict=strict, site_dir=str(published))
    build.build(config)
    return published


@dataclass(frozen=True)
class Site:
    """A built site."""

    flavour: Flavour
    folder: Path
    published: Path = field(init=False)

    def __post_init__(self) -> None:
        """Build it."""
        object.__setattr__(self, "published", build_site(self.folder))

    def file(self, page: str) -> Path:
        """The HTML file of a page, which is named by its Markdown path."""
        return self.published / self.path(page)

    def path(self, page: str) -> str:
        """The path of that file below the site's root."""
        address = self.flavour.address(page)
        return f"{address}index.html" if address.endswith("/") or not address else address


SiteMaker = Callable[[Flavour], Site]


@pytest.fixture(scope="session")
def seed() -> Tree:
    """The tree of the seed document as the package reads it."""
    reading = load(SEED)
    assert reading.diagnostics == ()
    return reading.library.trees["sync-vs-async"]


@pytest.fixture(scope="session")
def seed_site(tmp_path_factory: pytest.TempPathFactory) -> SiteMaker:
    """Sites of the seed document beside a page of an author's own, each flavour built once."""
    built: dict[Flavour, Site] = {}

    def make(flavour: Flavour) -> Site:
        if flavour not in built:
            files = {
                "mkdocs.yml": settings(flavour),
                "docs/index.md": "# Home\n\n[The tree](trees/sync-vs-async/index.md)\n",
                "docs/guides/first/plain.md": PLAIN_PAGE,
                "docs/trees/sync-vs-async.tree.yaml": SEED.read_text(encoding="utf-8"),
            }
            built[flavour] = Site(flavour, write_site(tmp_path_factory.mktemp("site"), files))
        return built[flavour]

    return make
