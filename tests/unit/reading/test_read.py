from __future__ import annotations

import os
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from decision_trees import load
from decision_trees.diagnostics.codes import Level
from decision_trees.model.positions import split_lines
from decision_trees.reading.files import Disk, FolderEntry
from decision_trees.reading.read import Contents, Reading, Settings, page_text, read

GOOD = """\
title: Pick a queue
question: Which queue do we need?
checks:
  replay:
    question: Does a consumer replay messages?
    assess: Ask the team.
    answers: {Yes: log, No: queue}
decisions:
  log: {title: Kafka, choose: A log.}
  queue: {title: SQS, choose: A queue.}
"""
BAD = GOOD.replace("No: queue", "No: qeue")


def codes(reading: Reading) -> list[str]:
    return [diagnostic.code for diagnostic in reading.diagnostics]


def test_a_good_tree_is_read() -> None:
    reading = read({"a.tree.yaml": GOOD})
    assert reading.diagnostics == ()
    assert list(reading.library.trees) == ["a"]
    assert reading.broken == frozenset()


def test_files_and_folders_are_read(tmp_path: Path) -> None:
    (tmp_path / "trees" / "deep").mkdir(parents=True)
    (tmp_path / "trees" / "b.tree.yaml").write_text(GOOD)
    (tmp_path / "trees" / "deep" / "a.tree.yaml").write_text(GOOD)
    (tmp_path / "trees" / "other.yaml").write_text("not: a tree")
    (tmp_path / "c.tree.yaml").write_text(GOOD)
    reading = load(tmp_path / "trees", str(tmp_path / "c.tree.yaml"))
    assert codes(reading) == []
    assert sorted(reading.library.trees) == ["a", "b", "c"]
    assert all(Path(file).is_file() for file in reading.sources)


def test_a_folder_that_is_named_in_two_ways_is_read_once(tmp_path: Path) -> None:
    (tmp_path / "trees").mkdir()
    (tmp_path / "trees" / "a.tree.yaml").write_text(GOOD)
    reading = load(tmp_path, tmp_path / "trees" / "..", tmp_path / "trees" / "a.tree.yaml")
    assert codes(reading) == []
    assert [*reading.library.trees] == ["a"]


def test_an_empty_folder_is_no_problem(tmp_path: Path) -> None:
    reading = load(tmp_path)
    assert reading.diagnostics == ()
    assert reading.library.trees == {}


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    (found,) = load(tmp_path / "no.tree.yaml").diagnostics
    assert (found.code, found.message) == (
        "unknown-file",
        "the file cannot be read: No such file or directory",
    )
    assert found.span.file == (tmp_path / "no.tree.yaml").as_posix()


def test_a_folder_named_like_a_tree_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.tree.yaml").mkdir()
    assert codes(load(tmp_path)) == ["unknown-file"]


def test_what_is_not_utf8_is_told_and_not_said_to_be_missing(tmp_path: Path) -> None:
    (tmp_path / "a.tree.yaml").write_bytes(GOOD.encode("utf-16"))
    (tmp_path / "b.tree.yaml").write_text(f"{GOOD}see_also:\n  - to: a/log\n")
    (found,) = load(tmp_path).diagnostics
    assert (found.code, found.message) == ("yaml-syntax", "the file is UTF-16, not UTF-8")


@pytest.mark.parametrize(
    ("content", "place"),
    [
        pytest.param(GOOD.replace("Kafka", "Käfka").encode("latin-1"), (9, 17), id="Latin-1"),
        pytest.param(
            GOOD.replace("Kafka", "Käfka").replace("\n", "\r\n").encode("latin-1"), (9, 17), id="CRLF"
        ),
        pytest.param(b"\xe4" + GOOD.encode(), (1, 1), id="at the beginning"),
        pytest.param(b"\xef\xbb\xbfa\xe4", (1, 2), id="behind a byte order mark"),
        pytest.param("title: Größe\n".encode() + b"\xe4", (2, 1), id="behind what is UTF-8"),
        pytest.param("title: Größe".encode() + b"\xe4", (1, 13), id="behind it on one line"),
    ],
)
def test_what_is_not_utf8_has_its_place(content: bytes, place: tuple[int, int]) -> None:
    reading = read({"a.tree.yaml": content})
    (found,) = reading.diagnostics
    assert found.message == "the file is not UTF-8: it holds the byte 0xE4"
    assert (found.span.line, found.span.column) == place
    line = split_lines(reading.sources["a.tree.yaml"])[found.span.line - 1]
    assert line[found.span.column - 1 : found.span.end_column - 1] == "\N{REPLACEMENT CHARACTER}"


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(GOOD.encode("utf-8-sig"), id="byte order mark"),
        pytest.param(GOOD.replace("\n", "\r\n").encode(), id="CRLF"),
        pytest.param(GOOD.replace("\n", "\r").encode(), id="CR"),
        pytest.param(GOOD.rstrip("\n").encode(), id="last line not ended"),
        pytest.param(b"\xef\xbb\xbf# comment\n" + GOOD.encode(), id="byte order mark and comment"),
    ],
)
def test_line_ends_and_marks_make_no_difference(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "a.tree.yaml").write_bytes(content)
    reading = load(tmp_path)
    assert reading.diagnostics == ()
    assert [str(node.title) for node in reading.library.trees["a"].decisions] == ["Kafka", "SQS"]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_places_do_not_depend_on_them_either(end: str, mark: str) -> None:
    source = f"summary: See [it](to:nowhere).\n{BAD}".replace("\n", end)
    reading = read({"a.tree.yaml": mark + source})
    places = [
        (diagnostic.span.line, diagnostic.span.column, diagnostic.span.end_column)
        for diagnostic in reading.diagnostics
    ]
    assert places == [(1, 19, 29), (8, 29, 33)]


def test_a_broken_tree_hides_no_other() -> None:
    reading = read({"a.tree.yaml": "title: 'x", "b.tree.yaml": GOOD, "c.tree.yaml": BAD})
    assert [(diagnostic.code, diagnostic.span.file) for diagnostic in reading.diagnostics] == [
        ("yaml-syntax", "a.tree.yaml"),
        ("unknown-target", "c.tree.yaml"),
    ]
    assert list(reading.library.trees) == ["b", "c"]
    assert reading.broken == {"a.tree.yaml", "c.tree.yaml"}
    assert [diagnostic.code for diagnostic in reading.of("c.tree.yaml")] == ["unknown-target"]
    assert reading.of("b.tree.yaml") == []


def test_levels_are_the_sites() -> None:
    stale = f"review_by: 2026-01-01\n{GOOD}"
    settings = Settings(today=date(2026, 1, 2), levels={"stale": Level.ERROR})
    (found,) = read({"a.tree.yaml": stale}, settings).diagnostics
    assert (found.code, found.level) == ("stale", Level.ERROR)
    off = Settings(today=date(2026, 1, 2), levels={"stale": Level.OFF})
    assert read({"a.tree.yaml": stale}, off).diagnostics == ()


def test_today_is_today_unless_set() -> None:
    assert abs((Settings().today - datetime.now(UTC).date()).days) <= 1


def test_sources_are_renamed_together() -> None:
    reading = read({"a.tree.yaml": BAD}).under("content")
    assert [diagnostic.span.file for diagnostic in reading.diagnostics] == ["content/a.tree.yaml"]
    assert list(reading.sources) == list(reading.files) == ["content/a.tree.yaml"]


def test_both_trees_of_one_id_are_checked() -> None:
    reading = read({"a/x.tree.yaml": GOOD, "b/x.tree.yaml": BAD})
    assert [(diagnostic.code, diagnostic.span.file) for diagnostic in reading.diagnostics] == [
        ("duplicate-id", "b/x.tree.yaml"),
        ("unknown-target", "b/x.tree.yaml"),
    ]


def test_hidden_folders_and_installed_packages_are_not_searched(tmp_path: Path) -> None:
    for folder in ("docs", ".cache", "node_modules/package"):
        (tmp_path / folder).mkdir(parents=True)
        (tmp_path / folder / "t.tree.yaml").write_text("title: T\n", "utf-8")
    assert list(load(tmp_path).sources) == [(tmp_path / "docs" / "t.tree.yaml").as_posix()]


def test_pages_that_speak_of_trees_are_checked_when_asked_for(tmp_path: Path) -> None:
    (tmp_path / "folder.md").mkdir()
    (tmp_path / "a.tree.yaml").write_text(GOOD)
    (tmp_path / "plain.md").write_text("# A page\n")
    (tmp_path / "ours.md").write_text("<!-- decision-trees -->\n[x](to:b/)\n<!-- /decision-trees -->\n")
    (tmp_path / "folder.md" / "link.md").write_text("[x](to:b/)\n")
    (tmp_path / "embedding.md").write_text("```decision-tree\na\n```\n\n```decision-tree\nb\n```\n")
    assert codes(load(tmp_path)) == []
    reading = load(tmp_path, tmp_path / "a.tree.yaml", with_pages=True)
    told = [
        (Path(diagnostic.span.file).name, diagnostic.span.line, diagnostic.code)
        for diagnostic in reading.diagnostics
    ]
    assert told == [("embedding.md", 6, "unknown-tree"), ("link.md", 1, "unknown-tree")]
    names = ["a.tree.yaml", "embedding.md", "folder.md/link.md"]
    assert sorted(reading.sources) == [(tmp_path / name).as_posix() for name in names]


def test_a_page_that_is_not_utf8_is_read_as_far_as_it_goes() -> None:
    assert page_text("[x](to:a/)".encode("utf-16")) is None
    assert page_text(b"\xef\xbb\xbf[\xff](to:a/)") == "[\N{REPLACEMENT CHARACTER}](to:a/)"
    assert page_text(b"# A page") is None


def test_a_file_named_almost_like_a_tree_is_told_in_a_folder_and_in_a_site(tmp_path: Path) -> None:
    for name in ("a.tree.yaml", "b.tree.yml", "c.TREE.yaml", "d.tree.json", "tree.yml"):
        (tmp_path / name).write_text(GOOD)
    told = ["b.tree.yml", "c.TREE.yaml"]
    (tmp_path / "e.tree.yml").mkdir()
    in_folder = load(tmp_path)
    assert codes(in_folder) == ["unread-source"] * 2
    in_site = read({"a.tree.yaml": GOOD}, Settings(files=[*told, "d.tree.json", "x/tree.yml"]))
    assert [(diagnostic.code, diagnostic.span.file) for diagnostic in in_site.diagnostics] == [
        ("unread-source", file) for file in told
    ]
    assert list(in_folder.library.trees) == list(in_site.library.trees) == ["a"]


def test_links_that_lead_round_and_folders_nobody_may_look_into_are_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.tree.yaml").write_text(GOOD)
    (tmp_path / "again").symlink_to(".")
    (tmp_path / "locked").mkdir()
    real = Disk.items

    def items(disk: Disk, folder: str) -> list[FolderEntry]:
        if folder.endswith("/locked"):
            raise PermissionError  # root may look everywhere
        return real(disk, folder)

    monkeypatch.setattr(Disk, "items", items)
    told = [
        (Path(diagnostic.span.file).name, diagnostic.code, diagnostic.level)
        for diagnostic in load(tmp_path).diagnostics
    ]
    assert told == [
        ("again", "unread-source", Level.NOTICE),
        ("locked", "unread-source", Level.NOTICE),
    ]
    (tmp_path / "mkdocs.yml").write_text("docs_dir: locked")
    (in_docs,) = load(tmp_path / "locked").diagnostics
    assert (in_docs.code, in_docs.level) == ("unread-source", Level.WARNING)


def test_a_linked_folder_is_read_as_any(tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "shared").mkdir()
    (tmp_path / "shared" / "a.tree.yaml").write_text(GOOD)
    (tmp_path / "docs" / "b.tree.yaml").write_text(GOOD.replace("No: queue", "No: a/queue"))
    (tmp_path / "docs" / "linked").symlink_to("../shared")
    reading = load(tmp_path / "docs", settings=Settings(levels={"unreachable": Level.OFF}))
    assert codes(reading) == []
    assert [*reading.library.trees] == ["b", "a"]


def test_a_pipe_named_like_a_tree_is_told_at_once(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.tree.yaml")
    os.mkfifo(tmp_path / "a.md")
    (found,) = load(tmp_path, with_pages=True).diagnostics
    assert (found.code, found.message) == (
        "unknown-file",
        "the file cannot be read: it is a pipe, not a file",
    )


def test_levels_hold_for_what_cannot_be_read(tmp_path: Path) -> None:
    settings = Settings(levels={"unknown-file": Level.OFF})
    assert load(tmp_path / "no.tree.yaml", settings=settings).diagnostics == ()


def test_a_tree_that_cannot_be_read_is_not_said_to_be_missing(tmp_path: Path) -> None:
    (tmp_path / "a.tree.yaml").mkdir()
    (tmp_path / "b.tree.yaml").write_text(f"{GOOD}see_also:\n  - to: a/log\n")
    reading = load(tmp_path)
    assert codes(reading) == ["unknown-file"]
    assert {Path(file).name for file in reading.files} == {"a.tree.yaml", "b.tree.yaml"}


def test_a_source_may_be_told_by_another_name() -> None:
    reading = read({"a.tree.yaml": BAD, "b.tree.yaml": BAD})
    assert reading.renamed({}) is reading
    renamed = reading.renamed({"a.tree.yaml": "a.de.tree.yaml"})
    assert {diagnostic.span.file for diagnostic in renamed.diagnostics} == {"a.de.tree.yaml", "b.tree.yaml"}
    assert renamed.sources.keys() == renamed.files == {"a.de.tree.yaml", "b.tree.yaml"}
    assert renamed.library is reading.library


def test_texts_are_left_out_in_which_nothing_is_told() -> None:
    reading = read({"good.tree.yaml": GOOD, "bad.tree.yaml": BAD})
    assert reading.lean.sources == {"bad.tree.yaml": BAD}
    assert reading.lean.diagnostics == reading.diagnostics


def test_sources_are_read_when_they_are_asked_for() -> None:
    asked = []

    def read_bytes(place: str) -> bytes:
        asked.append(place)
        if place == "lost":
            raise FileNotFoundError(2, "no such file")
        return place.encode()

    contents = Contents({"a": "one", "b": "two", "c": "lost"}, read_bytes, {"b": "instead", "d": "unasked"})
    assert ([*contents], len(contents), asked) == (["a", "b", "c"], 3, [])
    assert (contents["a"], contents["b"], asked) == (b"one", "instead", ["one"])
    assert isinstance(contents["c"], FileNotFoundError)


def test_a_draft_is_not_published_and_known_to_be_there() -> None:
    library = read({"good.tree.yaml": GOOD, "new.tree.yaml": f"{GOOD}draft: true\n"}).library
    published = library.without_drafts()
    assert published.trees.keys() == {"good"}
    assert published.unread == {"new": "new.tree.yaml"}


def test_translations_that_are_left_out_keep_the_ids_of_their_originals() -> None:
    sources = {
        "draft.de.tree.yaml": f"draft: true\n{GOOD}",
        "bad.de.tree.yaml": "title: [",
        "a.tree.yaml": GOOD,
    }
    ids = {"draft.de.tree.yaml": "draft", "bad.de.tree.yaml": "bad"}
    library = read(sources, Settings(ids=ids)).library
    assert library.unread == {"bad": "bad.de.tree.yaml"}
    assert library.without_drafts().unread == {"bad": "bad.de.tree.yaml", "draft": "draft.de.tree.yaml"}


def test_without_drafts_all_is_published_as_it_was_read() -> None:
    library = read({"good.tree.yaml": GOOD}).library
    assert library.without_drafts() is library
