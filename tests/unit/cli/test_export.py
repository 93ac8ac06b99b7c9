from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.site_fixtures import TINY_TREE, write_site

from decision_trees.cli import export, watching
from decision_trees.cli.main import main
from decision_trees.hosts.export.folder import MANIFEST
from decision_trees.hosts.export.forms import GENERATOR_FORMS

TREE = "docs/trees/pick-a-queue.tree.yaml"

GUIDE = """\
# Guide

See [](to:pick-a-queue/), [a *log*](to:pick-a-queue/log), <to:pick-a-queue/replay>, [one][1] and
<a href="to:pick-a-queue/log">more</a>. [Not ours](index.md) stays, and so does `[](to:code/)`.

[1]: to:pick-a-queue/log

```decision-tree
pick-a-queue
```

-   In a list:

    ```decision-tree
    tree: pick-a-queue
    show: chart
    ```

```python
code
```
"""

FILES = {
    TREE: TINY_TREE,
    "docs/index.md": "# Home\n",
    "docs/guide.md": GUIDE,
    "docs/files/data.csv": "a,b\n",
    "docs/.hidden/no.md": "# No\n",
    "docs/.hidden/.no.yml": "",
    "docs/trees/.nav.yml": "title: Trees\n",
}


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(write_site(tmp_path, FILES))
    return tmp_path


def written(out: Path) -> dict[str, str]:
    """What was written, beside the assets."""
    files = (file for file in out.rglob("*") if file.is_file() and file.parent.name != "decision-trees")
    found = {file.relative_to(out).as_posix(): file.read_text("utf-8") for file in files}
    return {path: text for path, text in found.items() if path != MANIFEST}


def test_every_form_can_be_asked_for() -> None:
    assert tuple(GENERATOR_FORMS) == export.GENERATOR_NAMES


ZENSICAL = [
    ".decision-trees/theme/main.html",
    "files/data.csv",
    "guide.md",
    "index.md",
    "llms.txt",
    "trees/.nav.yml",
    "trees/SUMMARY.md",
    "trees/all-outcomes/index.md",
    "trees/index.json",
    "trees/index.md",
    "trees/pick-a-queue/index.md",
    "trees/pick-a-queue/log/index.md",
    "trees/pick-a-queue/replay/index.md",
    "trees/pick-a-queue/standard-queue/index.md",
    "trees/pick-a-queue/tree.json",
    "trees/pick-a-queue/tree.md.txt",
    "trees/pick-a-queue/tree.mmd",
    "trees/tree-health/index.md",
]


@pytest.mark.unmeasured("a whole site is exported")
def test_all_that_zensical_needs_is_written(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["export", "--to", "out"]) == 0
    out = written(site / "out")
    assert sorted(out) == ZENSICAL
    assets = site / "out" / "assets" / "decision-trees"
    assert {"decision-tree.css", "decision-tree.js", "mermaid.min.js", "tree.schema.json"} <= {
        file.name for file in assets.iterdir()
    }
    count = len(ZENSICAL) + len([*assets.iterdir()])
    assert capsys.readouterr() == (f"out: {count} written, 0 unchanged, 0 deleted\n", "")
    assert main(["export", "--to", "out"]) == 0
    assert capsys.readouterr() == (f"out: 0 written, {count} unchanged, 0 deleted\n", "")


def test_in_zensical_hand_written_pages_lead_to_trees_and_show_them(site: Path) -> None:
    main(["export", "--to", "out"])
    guide = written(site / "out")["guide.md"]
    assert (
        "See [Pick a queue](trees/pick-a-queue/index.md), [a *log*](trees/pick-a-queue/log/index.md), "
        "[Does a consumer need to replay past messages?](trees/pick-a-queue/replay/index.md), [one][1] and\n"
        '<a href="trees/pick-a-queue/log/index.md">more</a>. [Not ours](index.md) stays, and so does '
        "`[](to:code/)`.\n\n[1]: trees/pick-a-queue/log/index.md\n"
    ) in guide
    assert "```decision-tree" not in guide
    # Zensical counts from the source what is a link, and nothing else.
    assert '\n\n<div class="dt-embedded dt-embedded--walk"' in guide
    assert '<a href="trees/pick-a-queue/">Pick a queue</a>' in guide
    assert 'data-page="../trees/pick-a-queue/"' in guide
    (chart,) = (line for line in guide.split("\n") if "<decision-chart" in line)
    assert chart.startswith('    <div class="dt-embedded dt-embedded--chart"')
    assert chart.endswith("</div>")
    assert "```python\ncode\n```\n" in guide


def test_in_zensical_the_document_of_a_tree_becomes_no_page(site: Path) -> None:
    main(["export", "--to", "out"])
    out = written(site / "out")
    assert '<a href="tree.md.txt">tree.md</a>' in out["trees/pick-a-queue/index.md"]
    assert "](trees/pick-a-queue/tree.md.txt)" in out["llms.txt"]
    assert out["trees/SUMMARY.md"].split("\n")[2] == "- [Pick a queue](pick-a-queue/index.md)"


def test_other_generators_get_pages_and_what_is_published_as_it_is(site: Path) -> None:
    assert main(["export", "docs", "--to", "out", "--for", "markdown"]) == 0
    out = written(site / "out")
    assert sorted(path for path in out if path.startswith("pages/")) == [
        "pages/files/data.csv",
        "pages/guide.md",
        "pages/index.md",
        "pages/trees/all-outcomes.md",
        "pages/trees/index.md",
        "pages/trees/pick-a-queue/index.md",
        "pages/trees/pick-a-queue/log.md",
        "pages/trees/pick-a-queue/replay.md",
        "pages/trees/pick-a-queue/standard-queue.md",
        "pages/trees/tree-health.md",
    ]
    assert {"static/llms.txt", "static/trees/pick-a-queue/tree.md", "sidebar.json"} <= {*out}
    assert "[a *log*](trees/pick-a-queue/log.md)" in out["pages/guide.md"]
    assert '<a href="../trees/pick-a-queue/log/">more</a>' in out["pages/guide.md"]
    assert '<a href="../trees/pick-a-queue/">Pick a queue</a>' in out["pages/guide.md"]
    (section,) = json.loads(out["sidebar.json"])["sections"]
    assert [page["title"] for page in section["pages"]] == [
        "Decision trees",
        "All outcomes",
        "Pick a queue",
        "Health of the trees",
    ]


def test_html_leads_to_addresses(site: Path) -> None:
    assert main(["export", "--to", "out", "--for", "html"]) == 0
    out = written(site / "out")
    assert "pages/trees/pick-a-queue/log.html" in out
    assert "[a *log*](../trees/pick-a-queue/log/)" in out["pages/guide.md"]


def test_the_sites_settings_count(site: Path) -> None:
    settings = """\
site_name: Handbook
docs_dir: docs
use_directory_urls: false
repo_url: https://github.com/o/r
edit_uri: edit/main/docs/
theme: {name: material, language: de, custom_dir: overrides}
exclude_docs: files/
plugins:
  - tags
  - decision-trees: {health: false, words: {assess: Prüfen}}
"""
    template = "<p>our own</p>"
    write_site(site, {"mkdocs.yml": settings, "overrides/decision-trees/ways.html": template})
    assert main(["export", "--to", "out"]) == 0
    out = written(site / "out")
    assert not {"files/data.csv", "trees/tree-health.md", "trees/tree-health/index.md"} & {*out}
    check = out["trees/pick-a-queue/replay.md"]
    assert 'edit_url: "https://github.com/o/r/edit/main/docs/trees/pick-a-queue.tree.yaml"' in check
    assert "## Prüfen {: #assess" in check
    assert 'href="log.html"' in check
    assert template in check
    assert '<li><a href="../index.html">Entscheidungsbäume</a></li>' in check
    assert out["llms.txt"].startswith("# Handbook")


def test_settings_that_name_what_is_written_for_them_mean_other_sources(site: Path) -> None:
    write_site(site, {"zensical.toml": '[project]\nsite_name = "Z"\ndocs_dir = "out/docs"\n'})
    assert main(["export", "--to", "out/docs"]) == 0
    assert "trees/pick-a-queue/index.md" in written(site / "out" / "docs")


def test_pages_that_an_author_wrote_in_place_of_ours_stay(site: Path) -> None:
    files = {
        "docs/trees/index.md": "# Our *trees* { .wide }\n\n[](to:pick-a-queue/)\n",
        "docs/trees/tree-health.md": "No title.\n",
        "docs/trees/SUMMARY.md": "- [Ours](index.md)\n",
        "docs/llms.txt": "Ours.\n",
    }
    write_site(site, files)
    assert main(["export", "--to", "out", "--for", "markdown"]) == 0
    out = written(site / "out")
    assert out["pages/trees/index.md"] == "# Our *trees* { .wide }\n\n[Pick a queue](pick-a-queue/index.md)\n"
    assert out["pages/llms.txt"] == "Ours.\n"
    assert "static/llms.txt" not in out
    (section,) = json.loads(out["sidebar.json"])["sections"]
    assert [page["title"] for page in section["pages"]] == [
        "Our *trees*",
        "All outcomes",
        "Pick a queue",
        "tree-health",
    ]
    assert main(["export", "--to", "other"]) == 0
    other = written(site / "other")
    assert other["trees/SUMMARY.md"] == "- [Ours](index.md)\n"
    assert "tree-health/index.md" not in other


def test_a_page_that_is_published_where_ours_would_be_stays_too(site: Path) -> None:
    write_site(site, {"docs/trees/README.md": "# Our trees\n"})
    assert main(["export", "--to", "out", "--for", "markdown"]) == 0
    out = written(site / "out")
    assert "pages/trees/index.md" not in out
    (section,) = json.loads(out["sidebar.json"])["sections"]
    assert [page["title"] for page in section["pages"]] == [
        "All outcomes",
        "Pick a queue",
        "Health of the trees",
    ]


def test_trees_in_the_docs_folder_itself_have_no_index(site: Path) -> None:
    write_site(site, {"docs/top.tree.yaml": TINY_TREE})
    assert main(["export", "--to", "out"]) == 0
    trail = written(site / "out")["top/replay/index.md"].partition("<ol>\n")[2]
    assert trail.startswith('<li><a href="../">Pick a queue</a></li>')


def test_what_is_wrong_is_told_as_in_a_build_and_nothing_is_written(
    site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_site(
        site, {TREE: TINY_TREE.replace("Yes: log", "Yes: lgo"), "docs/guide.md": "[](to:pick-a-queu/)\n"}
    )
    assert main(["export", "--to", "out"]) == 1
    told = capsys.readouterr().out
    assert "error[unknown-target]" in told
    assert f"--> {TREE}:8:12" in told
    assert "error[unknown-tree]" in told
    assert "--> docs/guide.md:1:4" in told
    assert not (site / "out").exists()


def test_a_source_that_cannot_be_read_is_an_error_too(site: Path) -> None:
    (site / "docs" / "trees" / "bad.tree.yaml").write_bytes(b"\xff")
    assert main(["export", "--to", "out"]) == 1


def test_warnings_stop_only_where_that_is_asked_for(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_site(site, {TREE: TINY_TREE + "reviewed: 2020-01-01\nreview_by: 2020-02-01\n"})
    assert main(["export", "--to", "out", "--strict"]) == 1
    assert not (site / "out").exists()
    assert main(["export", "--to", "out"]) == 0
    assert "warning[stale]" in capsys.readouterr().out


def test_an_extension_that_is_not_here_is_told(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_site(site, {"mkdocs.yml": "markdown_extensions: [tables, not.installed]\n"})
    assert main(["export", "--to", "out"]) == 0
    assert "the Markdown extension `not.installed` of the site's settings cannot" in capsys.readouterr().err


REFUSED = {
    "no docs folder": (["nowhere", "--to", "out"], "there is no docs folder `nowhere`"),
    "the docs folder": (["--to", "docs"], "lie in each other"),
    "a folder in it": (["--to", "docs/out"], "lie in each other"),
    "a folder around it": (["--to", "."], "lie in each other"),
    "a file": (["--to", "mkdocs.yml"], "is no folder: name another"),
}


@pytest.mark.parametrize(("words", "said"), REFUSED.values(), ids=REFUSED.keys())
def test_what_cannot_be_done_is_refused(
    words: list[str], said: str, site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_site(site, {"mkdocs.yml": "site_name: x\n"})
    assert main(["export", *words]) == 2
    assert said in capsys.readouterr().err
    assert (site / TREE).is_file()


def test_the_folder_of_the_settings_is_refused(
    site: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    write_site(site, {"site/mkdocs.yml": "docs_dir: ../docs\n"})
    monkeypatch.chdir(site / "site")
    assert main(["export", "--to", "."]) == 2
    assert "the site's settings lie in the folder to write into" in capsys.readouterr().err


def test_a_file_of_somebody_elses_is_refused(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_site(site, {"out/trees/index.md": "theirs\n"})
    assert main(["export", "--to", "out"]) == 2
    assert "`trees/index.md`; move it away, or name another folder" in capsys.readouterr().err
    assert written(site / "out") == {"trees/index.md": "theirs\n"}


def test_settings_that_cannot_be_read_are_refused(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_site(site, {"zensical.toml": "[project\n"})
    assert main(["export", "--to", "out"]) == 2
    assert "`zensical.toml` cannot be read" in capsys.readouterr().err


def test_a_template_that_cannot_be_filled_in_is_told_with_its_place(
    site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    template = {"over/decision-trees/ways.html": "{{ nothing.at.all }}\n"}
    write_site(site, {"mkdocs.yml": "theme: {name: material, custom_dir: over}\n", **template})
    assert main(["export", "--to", "out"]) == 2
    told = capsys.readouterr().err
    assert "a template cannot be filled in" in told
    assert "--> over/decision-trees/ways.html:1" in told
    assert not (site / "out").exists()


def test_what_somebody_changed_and_is_published_no_more_is_told(
    site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["export", "--to", "out"])
    (site / "out" / "guide.md").write_text("edited")
    (site / "docs" / "guide.md").unlink()
    assert main(["export", "--to", "out"]) == 0
    assert "`guide.md` is published no more and has been changed by somebody" in capsys.readouterr().err


def test_an_edit_is_written_again_until_the_author_has_had_enough(
    site: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    write_site(site, {"mkdocs.yml": "theme: {name: material, custom_dir: over}\n", "over/x.html": ""})
    asked: list[tuple[list[str], list[str]]] = []

    def watch(folders: list[str], files: list[str], act: Callable[[], None]) -> None:
        asked.append((folders, files))
        write_site(site, {"docs/guide.md": "# Edited\n"})
        act()
        write_site(site, {TREE: "title: [\n", "zensical.toml": "[\n"})
        act()
        (site / "zensical.toml").unlink()
        act()
        raise KeyboardInterrupt

    monkeypatch.setattr(watching, "watch", watch)
    assert main(["export", "--to", "out", "--watch"]) == 130
    assert written(site / "out")["guide.md"] == "# Edited\n"
    assert asked[0][0] == [(site / "docs").as_posix(), (site / "over").as_posix()]
    assert (site / "zensical.toml").as_posix() in asked[0][1]
    told, complained = capsys.readouterr()
    assert told.count(" written, ") == 2
    assert "\nWatching docs; Ctrl-C ends it\nout: 1 written" in told
    assert "error[yaml-syntax]" in told
    assert "`zensical.toml` cannot be read" in complained


def test_without_watching_the_command_ends(site: Path) -> None:
    assert main(["export", "--to", "out"]) == 0
    assert (site / "out").is_dir()


@pytest.mark.parametrize(
    ("form", "of_ours", "of_others"),
    [
        ("zensical", "trees/pick-a-queue/log/index.md#why", "guide.md"),
        ("markdown", "trees/pick-a-queue/log.md#why", "guide.md"),
        ("html", "trees/pick-a-queue/log/#why", "guide/"),
    ],
)
def test_links_by_path_lead_to_where_pages_are(site: Path, form: str, of_ours: str, of_others: str) -> None:
    elsewhere = (
        "[a](https://site.test/guide.md), [b](/guide.md), [c](#top), [d](files/data.csv), [e](no.md)\n"
    )
    page = f"# Home\n\n[One](trees/pick-a-queue/log.md#why), [two](guide.md), {elsewhere}"
    (site / "docs/index.md").write_text(page, "utf-8")
    assert main(["export", "docs", "--to", "out", "--for", form]) == 0
    [file] = (path for path in site.glob("out/**/index.md") if path.parent.name in {"out", "pages"})
    expected = f"# Home\n\n[One]({of_ours}), [two]({of_others}), {elsewhere}"
    assert file.read_text("utf-8") == expected


def test_a_page_that_is_not_utf8_stays_as_it_is(site: Path) -> None:
    (site / "docs/index.md").write_bytes(b"\xff [One](trees/pick-a-queue/log.md)\r\n")
    assert main(["export", "docs", "--to", "out"]) == 0
    assert (site / "out/index.md").read_bytes() == b"\xff [One](trees/pick-a-queue/log/index.md)\r\n"
