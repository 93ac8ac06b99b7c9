"""Trees embedded in pages of an author's own, in every theme: links, search, markup, mistakes."""

from __future__ import annotations

from pathlib import Path

import pytest
from mkdocs.commands import build
from mkdocs.config import load_config
from mkdocs.exceptions import Abort
from tests.build.html_reading import read_page
from tests.build.links import Links, search_entries
from tests.build.validator import mistakes
from tests.site_fixtures import (
    FLAVOURS,
    SEED,
    SITE_URL,
    THEMES,
    TINY_TREE,
    Flavour,
    build_site,
    settings,
    write_site,
)

pytestmark = pytest.mark.build

PAGE = """\
# A guide

Text of the author's own.

## First

```decision-tree
sync-vs-async
```

Text behind the walk.

## Second

```decision-tree
tree: sync-vs-async
show: chart
```

## Third

- In a list

    ```decision-tree
    tree: sync-vs-async
    show: outline
    ```

## Fourth

```decision-tree
show: check
tree: queue
node: replay
```

```decision-tree
queue
```

## Fifth

```decision-tree
show: list
```

Text at the end.
"""


def write(folder: Path, page: str = PAGE, flavour: Flavour | None = None) -> Path:
    extensions = ["tables", {"toc": {"permalink": True}}, "pymdownx.superfences"]
    files = {
        "mkdocs.yml": settings(flavour, markdown_extensions=extensions),
        "docs/index.md": "# Home\n",
        "docs/guides/hand.md": page,
        "docs/trees/sync-vs-async.tree.yaml": SEED.read_text(encoding="utf-8"),
        "docs/trees/deep/queue.tree.yaml": TINY_TREE,
    }
    return write_site(folder, files)


@pytest.mark.parametrize("flavour", FLAVOURS, ids=str)
def test_every_form_is_there_and_every_link_leads_somewhere(flavour: Flavour, tmp_path: Path) -> None:
    published = build_site(write(tmp_path, flavour=flavour))
    file = "guides/hand/index.html" if flavour.directory_urls else "guides/hand.html"
    page = read_page(published / file)
    embedded = page.select("div.dt-embedded")
    assert [part.attributes["class"].split("--")[1] for part in embedded] == [
        "walk",
        "chart",
        "outline",
        "check",
        "walk",
        "list",
    ]
    assert [len(part.select("a[href]")) > 0 for part in embedded] == [True] * 6
    assert Links(published, SITE_URL).broken() == []


@pytest.mark.parametrize("theme", THEMES)
def test_search_knows_the_page_by_its_own_words(theme: str, tmp_path: Path) -> None:
    published = build_site(write(tmp_path, flavour=Flavour(theme)))
    found = [entry for entry in search_entries(published) if entry["location"].startswith("guides/hand/")]
    text = " ".join(entry["text"] for entry in found)
    assert "Text of the author's own." in text
    assert "Text behind the walk." in text
    assert "Text at the end." in text
    assert "Does the caller need" not in text
    assert "Pick a queue" not in text
    behind = next(entry for entry in found if entry["title"] == "First")
    assert "Text behind the walk." in behind["text"]


def test_what_is_embedded_breaks_no_rule_of_html(tmp_path: Path) -> None:
    published = build_site(write(tmp_path / "site"))
    text = (published / "guides" / "hand" / "index.html").read_text(encoding="utf-8")
    content = text[text.index('<h1 id="a-guide"') : text.index("</article>")]
    head = '<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Page</title></head>'
    page = f"{head}<body><main><article>{content}</article></main></body></html>"
    folder = write_site(tmp_path / "content", {"page.html": page})
    assert mistakes(folder.glob("*.html"), tmp_path) == {(folder / "page.html"): set()}


def test_a_mistake_stops_the_build_and_names_its_place(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    page = f"---\ntags: [one]\n---\n\n{PAGE}".replace("node: replay", "node: reply")
    with pytest.raises(Abort):
        build_site(write(tmp_path, page))
    report = caplog.text
    assert "error[unknown-target]: no check, step or terminal in the tree `queue` is named `reply`" in report
    number = page.split("\n").index("node: reply") + 1
    assert f"docs/guides/hand.md:{number}:7" in report
    assert "did you mean `replay`?" in report


def test_under_serve_a_mistake_is_shown_in_its_place(tmp_path: Path) -> None:
    page = PAGE.replace("node: replay", "node: reply")
    config = load_config(str(write(tmp_path, page) / "mkdocs.yml"))
    config.plugins.on_startup(command="serve", dirty=False)
    build.build(config)
    shown = read_page(Path(config.site_dir) / "guides" / "hand" / "index.html").select("div.dt-embedded")
    assert [part.attributes["class"].split("--")[1] for part in shown] == [
        "walk",
        "chart",
        "outline",
        "mistakes",
        "walk",
        "list",
    ]
    number = page.split("\n").index("node: reply") + 1
    assert f"docs/guides/hand.md:{number}:7" in shown[3].text
