"""What belongs to a path: every command reads a docs folder as a whole and tells of what was asked for."""

from __future__ import annotations

import io
import json
import os
import sys
from collections.abc import Collection, Mapping
from pathlib import Path

import pytest

from decision_trees import load
from decision_trees.cli.main import main
from decision_trees.reading import files
from decision_trees.reading.load import load_all
from decision_trees.source.decode import Decoded
from decision_trees.source.decode import decode as decode_tree

TREE = """\
title: T
question: Q?
checks: {a: {question: A?, assess: Ask., answers: {Yes: b, No: %s}}}
decisions: {b: {title: B, why: So.}, c: {title: C, why: So.}}
"""
PLAIN = TREE % "c"
SITE = "plugins: [decision-trees]\n"


def leads_to(target: str) -> str:
    return TREE.replace("c: {title: C, why: So.}", "") % target


def write(folder: Path, contents: Mapping[str, str]) -> None:
    for name, text in contents.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        if text.startswith("-> "):
            (folder / name).symlink_to(text.removeprefix("-> "))
        else:
            (folder / name).write_text(text, "utf-8")


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def said(*paths: str) -> list[tuple[str, str]]:
    """The codes that are told, and in which file."""
    return [
        (diagnostic.code, diagnostic.span.file) for diagnostic in load(*paths, with_pages=True).diagnostics
    ]


def trees(*paths: str) -> list[str]:
    """The sources that are taken to be asked for."""
    return sorted(load(*paths).files)


# --- neighbours -----------------------------------------------------------------------------------

NEIGHBOURS = {
    "docs/one/a.tree.yaml": leads_to("b/"),
    "docs/two/b.tree.yaml": leads_to("nowhere"),
    "docs/page.md": "[](to:nowhere/)\n",
}


@pytest.mark.parametrize(
    ("extra", "path", "told"),
    [
        # In a docs folder, whatever it is called, whichever folder one is in.
        ({"mkdocs.yml": SITE}, "docs/one/a.tree.yaml", []),
        ({"mkdocs.yml": SITE}, "docs/one", []),
        ({"mkdocs.yml": ""}, "docs/one", ["unknown-tree"]),
        ({"mkdocs.yml": "site_name: A\n"}, "docs/one", []),
        ({"properdocs.yaml": "docs_dir: docs\n"}, "docs/one/a.tree.yaml", []),
        ({"docs/sub/mkdocs.yml": "docs_dir: docs\n", "mkdocs.yml": SITE}, "docs/one/a.tree.yaml", []),
        # In a repository.
        ({".git/HEAD": ""}, "docs/one/a.tree.yaml", []),
        ({"docs/.git": "gitdir: x\n"}, "docs/one/a.tree.yaml", []),
        # Nobody says what belongs together.
        ({}, "docs/one/a.tree.yaml", ["unknown-tree"]),
        ({}, "docs/one", ["unknown-tree"]),
    ],
)
def test_a_file_may_lead_to_its_neighbours(
    extra: dict[str, str], path: str, told: list[str], here: Path
) -> None:
    write(here, {**NEIGHBOURS, **extra})
    assert [code for code, _ in said(path)] == told
    assert trees(path) == ["docs/one/a.tree.yaml"]


def test_what_was_not_asked_for_is_not_told(here: Path) -> None:
    write(here, {**NEIGHBOURS, "mkdocs.yml": SITE})
    assert said("docs/two") == [("unknown-target", "docs/two/b.tree.yaml")]
    assert said("docs/page.md") == [("unknown-tree", "docs/page.md")]
    assert said("docs") == [("unknown-tree", "docs/page.md"), ("unknown-target", "docs/two/b.tree.yaml")]
    assert said("docs/one", "docs/page.md") == [("unknown-tree", "docs/page.md")]


@pytest.mark.parametrize("asked", ["docs/one/a.tree.yaml", "docs/two/a.tree.yaml"])
def test_what_is_wrong_elsewhere_because_of_it_is_told(asked: str, here: Path) -> None:
    write(here, {"docs/one/a.tree.yaml": PLAIN, "docs/two/a.tree.yaml": PLAIN, "mkdocs.yml": SITE})
    assert said(asked) == [("duplicate-id", "docs/two/a.tree.yaml")]


def test_files_are_named_from_where_the_command_runs(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(here, {**NEIGHBOURS, "mkdocs.yml": SITE})
    monkeypatch.chdir(here / "docs" / "one")
    assert trees("a.tree.yaml") == trees(".") == trees("./../one/a.tree.yaml") == ["a.tree.yaml"]
    assert said("..") == [("unknown-tree", "../page.md"), ("unknown-target", "../two/b.tree.yaml")]
    assert trees(str(here / "docs" / "one")) == [f"{here.as_posix()}/docs/one/a.tree.yaml"]


def test_where_another_drive_cannot_be_reached_files_are_named_from_its_root(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def relpath(_: str) -> str:
        raise ValueError

    write(here, {"a.tree.yaml": PLAIN})
    monkeypatch.setattr(os.path, "relpath", relpath)
    assert files.DISK.name("/x/y", "z") == "/x/y"


def test_folders_that_are_named_together_belong_together(here: Path) -> None:
    write(here, {"one/a.tree.yaml": leads_to("b/"), "two/b.tree.yaml": PLAIN})
    assert said("one") == [("unknown-tree", "one/a.tree.yaml")]
    assert said("one", "two") == said("one", "two/b.tree.yaml") == said("one/a.tree.yaml", "two") == []


# --- what is published ----------------------------------------------------------------------------


def test_what_the_site_leaves_out_is_not_checked_unless_it_is_asked_for(here: Path) -> None:
    drafts = {name: leads_to("nowhere") for name in ("docs/drafts/a.tree.yaml", "docs/templates/a.tree.yaml")}
    write(here, {"docs/a.tree.yaml": PLAIN, **drafts, "mkdocs.yml": f"{SITE}exclude_docs: drafts/\n"})
    assert said("docs") == said(".") == []
    for draft in drafts:
        assert said(draft) == said(str(Path(draft).parent))
        assert sorted(said(draft)) == [("unknown-target", draft), ("unread-source", draft)]


def test_a_file_of_another_name_is_read_where_it_is_asked_for(here: Path) -> None:
    write(here, {"docs/a.yaml": leads_to("b/"), "docs/b.tree.yaml": PLAIN, "mkdocs.yml": SITE})
    assert said("docs/a.yaml") == [("bad-id", "docs/a.yaml"), ("unread-source", "docs/a.yaml")]
    write(here, {"else/a.yaml": leads_to("nowhere")})
    assert said("else/a.yaml") == [("bad-id", "else/a.yaml")]


@pytest.mark.parametrize("path", ["docs/none.tree.yaml", "none.tree.yaml", "none/none.tree.yaml"])
def test_a_file_that_is_not_there_is_told(path: str, here: Path) -> None:
    write(here, {"docs/a.tree.yaml": PLAIN, "mkdocs.yml": SITE})
    assert said(path) == [("unknown-file", path)]


def test_addresses_are_those_of_the_site(here: Path) -> None:
    others = {"docs/t/a/b.md": "# B\n", "docs/t/index.json": "{}\n", "docs/.hidden/t/a/c.md": "# C\n"}
    write(here, {"docs/t/a.tree.yaml": PLAIN, **others, "mkdocs.yml": SITE})
    (error, notice) = load("docs").diagnostics
    assert (error.code, error.span.file) == ("address-collision", "docs/t/a.tree.yaml")
    assert "the decision `b` and `t/a/b.md` would both be published at `t/a/b/`" in error.message
    assert (notice.code, notice.span.file) == ("replaced-file", "docs/t/index.json")
    assert said("docs/t/a.tree.yaml") == [("address-collision", "docs/t/a.tree.yaml")]
    write(here, {"mkdocs.yml": f"{SITE}use_directory_urls: false\nexclude_docs: index.json\n"})
    (error,) = load("docs").diagnostics
    assert "would both be published at `t/a/b.html`" in error.message
    write(here, {"mkdocs.yml": "plugins: [search]\n"})
    assert said("docs") == []


def test_files_that_other_plugins_may_make_are_not_missed(here: Path) -> None:
    write(here, {"docs/a.tree.yaml": f"{PLAIN}see_also: [{{url: made.md, title: M}}]\n", "mkdocs.yml": SITE})
    assert said("docs") == []


def test_levels_of_the_site_hold_under_those_of_the_command(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    site = "plugins: [decision-trees: {levels: {scenario-fails: warning, stale: error}}]\n"
    wrong = "scenarios: [{title: S, given: {a: Yes}, expect: c}]\n"
    write(here, {"docs/a.tree.yaml": f"review_by: 2020-01-01\n{PLAIN}{wrong}", "mkdocs.yml": site})

    def levels(*options: str) -> list[str]:
        main(["check", "docs", "--format", "json", *options])
        return [diagnostic["level"] for diagnostic in json.loads(capsys.readouterr().out)["diagnostics"]]

    assert levels() == ["error", "warning"]
    assert levels("--levels", "stale=notice") == ["warning", "notice"]


def test_a_tree_that_can_have_no_address_is_told(here: Path) -> None:
    folder = os.fsdecode(b"docs/\xff")
    write(here, {f"{folder}/a.tree.yaml": PLAIN, "mkdocs.yml": SITE})
    (told,) = load("docs").diagnostics
    assert (told.code, told.span.file) == ("unknown-file", f"{folder}/a.tree.yaml")
    assert told.message == "`docs/<U+DCFF>/a.tree.yaml` can have no address, for it is not UTF-8"


# --- several sites, and what is in none -----------------------------------------------------------

TWO_SITES = {
    "one/mkdocs.yml": SITE,
    "one/docs/a.tree.yaml": leads_to("b/"),
    "one/docs/b.tree.yaml": PLAIN,
    "one/site/a.tree.yaml": leads_to("left-by-a-build"),
    "two/mkdocs.yml": "docs_dir: content\n",
    "two/content/a.tree.yaml": PLAIN,
    "two/content/c.tree.yaml": leads_to("b/"),
    "README.md": "[](to:example/)\n",
    "examples/d.tree.yaml": leads_to("b/"),
    "examples/e.tree.yml": PLAIN,
}


def test_sites_have_trees_of_their_own(here: Path) -> None:
    write(here, TWO_SITES)
    assert said(".") == [
        ("unknown-tree", "two/content/c.tree.yaml"),
        ("unread-source", "examples/e.tree.yml"),
    ]
    assert trees(".") == sorted(
        name for name in TWO_SITES if name.endswith(".tree.yaml") and "/site/" not in name
    )
    assert said("one/docs", "two/content") == [("unknown-tree", "two/content/c.tree.yaml")]


def test_of_several_sites_every_tree_is_covered(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(here, TWO_SITES)
    main(["check", "one", "two/content/a.tree.yaml", "--coverage", "--format", "json"])
    told = json.loads(capsys.readouterr().out)["coverage"]
    assert [problem["tree"] for problem in told] == ["a", "b", "a"]


@pytest.mark.parametrize(
    ("extra", "read"),
    [
        ({}, ["docs/a.tree.yaml"]),
        # It is a neighbour of what nobody publishes, and shown as it is in another language.
        ({"x/b.tree.yaml": PLAIN}, ["docs/a.tree.yaml", "x/b.tree.yaml"]),
        ({"docs/b.tree.yaml": PLAIN, "docs/b.de.tree.yaml": PLAIN}, ["docs/a.tree.yaml"]),
    ],
)
def test_a_tree_is_decoded_once(
    extra: Mapping[str, str], read: Collection[str], here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(here, {"mkdocs.yml": SITE, "docs/a.tree.yaml": PLAIN, **extra})
    files: list[str] = []

    def decode(text: str, file: str, id_: str | None = None) -> Decoded:
        files.append(file)
        return decode_tree(text, file, id_)

    monkeypatch.setattr("decision_trees.reading.load.decode", decode)
    load_all(["."])
    assert [file for file in files if file in read] == read


def test_beside_a_site_in_which_all_lies_no_neighbours_are_read(here: Path) -> None:
    write(here, {"mkdocs.yml": SITE, "docs/a.tree.yaml": PLAIN, "x.txt": ""})
    assert [len(part.reading.files) for part in load_all(["."]).parts] == [1, 0]


def test_the_tree_that_was_asked_for_counts_where_nothing_belongs_together(here: Path) -> None:
    write(here, {".git/HEAD": "", "tests/b.tree.yaml": PLAIN, "docs/b.tree.yaml": PLAIN})
    write(here, {"docs/a.tree.yaml": leads_to("b/c")})
    for path in ("docs/a.tree.yaml", "docs/b.tree.yaml", "tests/b.tree.yaml"):
        assert said(path) == []
    assert said(".") == [("duplicate-id", "tests/b.tree.yaml")]


# --- links ----------------------------------------------------------------------------------------


def test_a_linked_folder_belongs_to_the_docs_folder(here: Path) -> None:
    write(
        here, {"docs/a.tree.yaml": leads_to("b/"), "shared/b.tree.yaml": leads_to("a/"), "mkdocs.yml": SITE}
    )
    write(here, {"docs/linked": "-> ../shared"})
    for path in ("docs", ".", "docs/a.tree.yaml", "docs/linked", "shared", "shared/b.tree.yaml"):
        assert said(path) == []
    assert trees(".") == trees("docs") == ["docs/a.tree.yaml", "docs/linked/b.tree.yaml"]
    assert trees("shared") == trees("shared/b.tree.yaml") == ["docs/linked/b.tree.yaml"]


def test_what_two_links_publish_is_published_twice(here: Path) -> None:
    write(here, {"docs/v2/a.tree.yaml": PLAIN, "docs/latest": "-> v2", "mkdocs.yml": SITE})
    assert said("docs") == [("duplicate-id", "docs/v2/a.tree.yaml")]


def test_of_what_nobody_publishes_one_name_is_read(here: Path) -> None:
    write(here, {"v2/a.tree.yaml": PLAIN, "latest": "-> v2", "a-link.tree.yaml": "-> v2/a.tree.yaml"})
    assert said(".") == []
    assert trees(".") == ["v2/a.tree.yaml"]
    assert trees("latest/a.tree.yaml") == trees(".", "latest/a.tree.yaml") == ["latest/a.tree.yaml"]
    assert trees("latest") == ["latest/a.tree.yaml"]
    assert trees("a-link.tree.yaml", "v2") == ["a-link.tree.yaml"]


def test_beside_a_site_links_are_not_followed(here: Path) -> None:
    write(here, {"docs/a.tree.yaml": PLAIN, "mkdocs.yml": SITE, "elsewhere/b.tree.yaml": PLAIN})
    write(
        here, {"project/mkdocs.yml": SITE, "project/docs/c.tree.yaml": PLAIN, "project/x": "-> ../elsewhere"}
    )
    assert trees("project") == ["project/docs/c.tree.yaml"]


# --- the commands ---------------------------------------------------------------------------------


@pytest.mark.parametrize("path", ["empty", "docs/pages", "docs/templates"])
def test_a_folder_without_trees_is_told(path: str, here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(here, {"docs/a.tree.yaml": PLAIN, "docs/pages/x.md": "", "mkdocs.yml": SITE})
    write(here, {"docs/templates/x.html": "", "empty/x.txt": ""})
    assert main(["check", path]) == 2
    assert f"there is no tree in `{path}`" in capsys.readouterr().err


def test_a_walk_goes_on_in_any_tree_of_the_site(
    here: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    write(
        here, {**NEIGHBOURS, "docs/two/b.tree.yaml": PLAIN.replace("A?", "In the other?"), "mkdocs.yml": SITE}
    )
    monkeypatch.setattr(sys, "stdin", io.StringIO("no\nq\n"))
    assert main(["walk", "docs/one/a.tree.yaml"]) == 0
    assert "In the other?" in capsys.readouterr().out
    assert main(["walk", "docs/page.md"]) == 2
    assert capsys.readouterr().err == "decision-trees: `docs/page.md` is a page: name the file of a tree\n"


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("docs/two/a", "error[duplicate-id]: `a` is the id of two trees"),
        ("docs/one/page", "error[address-collision]: the tree `page` and `one/page.md` would both be"),
    ],
)
def test_a_new_tree_passes_the_check_where_it_is_to_lie(
    path: str, told: str, here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(here, {**NEIGHBOURS, "docs/one/page.md": "", "mkdocs.yml": SITE})
    before = sorted(here.rglob("*"))
    assert main(["new", path]) == 2
    error = capsys.readouterr().err
    assert error.startswith(f"decision-trees: with `{path}.tree.yaml` there would be errors:\n\n")
    assert told in error
    assert sorted(here.rglob("*")) == before
    assert main(["new", "docs/two/c"]) == 0
    assert main(["check", "docs/two/c.tree.yaml", "--strict"]) == 0


def test_a_new_tree_that_is_not_going_to_be_published_is_told(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(here, {"mkdocs.yml": SITE, "docs/templates/x.html": ""})
    assert main(["new", "docs/templates/a"]) == 0
    assert "the site does not publish this file as a tree: look at its name" in capsys.readouterr().out


def test_renaming_knows_who_uses_an_id(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    users = {
        "docs/u.tree.yaml": leads_to("t/b"),
        "docs/p.md": "[](to:t/b)\n",
        "docs/other.md": "[](to:t/)",
    }
    write(here, {"docs/sub/t.tree.yaml": PLAIN, **users, "mkdocs.yml": SITE})
    (here / "docs" / "broken.md").write_bytes(b"\xff to:")
    os.mkfifo(here / "docs" / "pipe.md")
    before = {path: path.read_bytes() for path in here.rglob("*.*") if path.is_file()}
    assert main(["rename", "b", "z", "--in", "docs/sub/t.tree.yaml"]) == 2
    said = "the id is used in `docs/u.tree.yaml`, `docs/p.md`, too: name that as well with `--in`"
    assert capsys.readouterr().err == f"decision-trees: {said}\n"
    assert {path: path.read_bytes() for path in here.rglob("*.*") if path.is_file()} == before
    assert main(["rename", "t/b", "z", "--in", "docs/sub/t.tree.yaml", "docs/u.tree.yaml", "docs/p.md"]) == 0
    assert main(["check", "docs", "--strict"]) == 0


def test_renaming_goes_through_linked_folders(here: Path) -> None:
    write(here, {"docs/a.tree.yaml": leads_to("b/c"), "shared/b.tree.yaml": PLAIN, "mkdocs.yml": SITE})
    write(here, {"docs/linked": "-> ../shared", "shared/p.md": "[](to:b/c)\n"})
    assert main(["rename", "b/c", "z", "--in", "docs"]) == 0
    assert "No: b/z" in (here / "docs" / "a.tree.yaml").read_text()
    assert "formerly: [c]" in (here / "shared" / "b.tree.yaml").read_text()
    assert (here / "shared" / "p.md").read_text() == "[](to:b/z)\n"
    assert main(["rename", "b/", "d", "--in", "docs"]) == 0
    assert (here / "shared" / "d.tree.yaml").is_file()
    assert (here / "docs" / "linked").is_symlink()
    assert main(["check", "docs", "--strict"]) == 0


def test_renaming_is_not_kept_up_by_a_collision_and_makes_none(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(
        here, {"docs/a.tree.yaml": PLAIN, "docs/a/b.md": "# B\n", "docs/a/y.md": "# Y\n", "mkdocs.yml": SITE}
    )
    assert main(["check", "docs"]) == 1
    capsys.readouterr()
    assert main(["rename", "a/c", "y", "--in", "docs"]) == 2
    assert "the decision `y` and `a/y.md` would both be published at `a/y/`" in capsys.readouterr().err
    assert main(["rename", "a/c", "z", "--in", "docs"]) == 0
    assert "formerly: [c]" in (here / "docs" / "a.tree.yaml").read_text()


def test_what_several_sites_have_must_be_named_more_closely(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sites = {f"{name}/docs/a.tree.yaml": PLAIN for name in ("one", "two")}
    write(here, {**sites, "one/mkdocs.yml": SITE, "two/mkdocs.yml": SITE, "two/docs/b.tree.yaml": PLAIN})
    for old in ("a/", "a/b", "b"):
        assert main(["rename", old, "z", "--in", "."]) == 2
        told = capsys.readouterr().err
        assert f"`{old}` may be meant in several docs folders, those of `one/docs/a.tree.yaml`" in told
    assert main(["rename", "b/b", "z", "--in", "."]) == 0
    assert main(["rename", "a/b", "z", "--in", "one"]) == 0
    assert main(["rename", "nowhere/b", "z", "--in", "."]) == 2
    assert main(["rename", "nowhere/b", "z", "--in", "two/docs/b.md"]) == 2


def test_errors_of_the_whole_site_stop_a_renaming(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(here, {**NEIGHBOURS, "mkdocs.yml": SITE})
    assert main(["rename", "a/b", "z", "--in", "docs/one"]) == 1
    assert "docs/two/b.tree.yaml:" in capsys.readouterr().out


def test_nothing_that_was_asked_for_is_no_tree(here: Path) -> None:
    assert here.is_dir()
    loaded = load_all([])
    assert (loaded.reading().library.trees, loaded.empty) == ({}, ())
