from __future__ import annotations

import codecs
import os
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from decision_trees import Library, read
from decision_trees.cli.main import main
from decision_trees.reading.read import Reading
from decision_trees.rename.rename import rename
from decision_trees.rename.renaming import RenameRefusedError

QUEUE = """\
# Which queue: replay decides first.
title: Pick a queue
question: Which queue?
summary: Not for [brokers](to:broker/), see [](to:log).
start: replay   # replay first

checks:
  order:
    question: Does order matter for replay?
    assess: |
      See [replay](to:replay), ![replay](to:replay)
      and [replay again](to:queue/replay); `to:replay` is code.
    answers: {Yes: log, No: 'standard', Nobody knows: {to: "replay", loop: replay first}}
  "replay":    # the first one
    question: Does a consumer replay messages?
    title: Replay

    answers:
      Yes: log

      replay: order   # an answer's words are no id

    # the last words on replay

decisions:
  log: A log      # short
  standard: {title: 'Standard queue', why: "[](to:log)"}

edge_cases:
  - title: replay
    text: See [](to:queue/).
see_also:
  - to: queue/replay
scenarios:
  - title: replay
    given: {replay: replay, order: Yes}
    expect: log
    note: After [](to:replay).
"""
BROKER = """\
title: Broker
question: Which broker?
checks:
  replay:
    question: Does a consumer replay messages?
    answers:
      Yes: queue/replay
      No: queue/
decisions:
  log:
    title: Log
    then: queue/log
"""


def renamed(old: str, new: str, pages: dict[str, str] | None = None, **sources: str) -> dict[str, str]:
    """Rename in trees, and give the new texts of those that change."""
    changes = rename(reading_of(**sources), pages or {}, old, new)
    return {change.new_file: change.after for change in changes}


def reading_of(**sources: str) -> Reading:
    return read({f"{tree_id}.tree.yaml": text for tree_id, text in sources.items()})


def changed_lines(before: str, after: str) -> list[str]:
    old = before.splitlines()
    return [line for line in after.splitlines() if line not in old]


def tree(body: str) -> str:
    return f"title: T\nquestion: Q\n{body}"


# --- where an id is changed -----------------------------------------------------------------------


def test_a_check_is_renamed_where_it_is_meant_and_nowhere_else() -> None:
    after = renamed("queue/replay", "again", queue=QUEUE, broker=BROKER)
    assert changed_lines(QUEUE, after["queue.tree.yaml"]) == [
        "start: again   # replay first",
        "      See [replay](to:again), ![replay](to:again)",
        "      and [replay again](to:queue/again); `to:replay` is code.",
        "    answers: {Yes: log, No: 'standard', Nobody knows: {to: \"again\", loop: replay first}}",
        '  "again":    # the first one',
        "    formerly: [replay]",
        "  - to: queue/again",
        "    given: {again: replay, order: Yes}",
        "    note: After [](to:again).",
    ]
    assert changed_lines(BROKER, after["broker.tree.yaml"]) == ["      Yes: queue/again"]
    assert after["queue.tree.yaml"].count("\n") == QUEUE.count("\n") + 1


def test_a_short_decision_is_spelt_out() -> None:
    after = renamed("queue/log", "journal", queue=QUEUE, broker=BROKER)
    assert changed_lines(QUEUE, after["queue.tree.yaml"]) == [
        "summary: Not for [brokers](to:broker/), see [](to:journal).",
        "    answers: {Yes: journal, No: 'standard', Nobody knows: {to: \"replay\", loop: replay first}}",
        "      Yes: journal",
        "  journal:",
        "    title: A log      # short",
        "    formerly: [log]",
        "  standard: {title: 'Standard queue', why: \"[](to:journal)\"}",
        "    expect: journal",
    ]
    assert changed_lines(BROKER, after["broker.tree.yaml"]) == ["    then: queue/journal"]


def test_a_tree_is_renamed_with_its_file() -> None:
    changes = rename(reading_of(queue=QUEUE, broker=BROKER), {}, "queue/", "pick")
    queue, broker = sorted(changes, key=lambda change: change.file, reverse=True)
    assert (queue.file, queue.new_file, queue.places) == ("queue.tree.yaml", "pick.tree.yaml", 4)
    assert changed_lines(queue.before, queue.after) == [
        "      and [replay again](to:pick/replay); `to:replay` is code.",
        "    text: See [](to:pick/).",
        "  - to: pick/replay",
        "formerly: [queue]",
    ]
    assert changed_lines(broker.before, broker.after) == [
        "      Yes: pick/replay",
        "      No: pick/",
        "    then: pick/log",
    ]


def test_a_tree_in_a_folder_stays_there() -> None:
    reading = read({"a/b/queue.tree.yaml": QUEUE, "broker.tree.yaml": BROKER})
    changes = rename(reading, {}, "queue/", "pick/")
    assert {change.new_file for change in changes} == {"a/b/pick.tree.yaml", "broker.tree.yaml"}


def test_pages_are_changed_outside_of_code() -> None:
    page = "[a](to:queue/replay)\r\n\r\n```\r\n[b](to:queue/replay)\r\n```\r\n\r\n[c]: to:queue/replay\r\n"
    pages = {"a.md": page, "b.md": "[](to:queue/), [](to:replay), [](to:Nothing!), [](queue/replay)\n"}
    assert renamed("queue/replay", "again", pages, queue=QUEUE, broker=BROKER)["a.md"] == (
        "[a](to:queue/again)\r\n\r\n```\r\n[b](to:queue/replay)\r\n```\r\n\r\n[c]: to:queue/again\r\n"
    )
    assert "b.md" not in renamed("queue/replay", "again", pages, queue=QUEUE, broker=BROKER)
    assert renamed("queue/", "pick", pages, queue=QUEUE, broker=BROKER)["b.md"] == (
        "[](to:pick/), [](to:replay), [](to:Nothing!), [](queue/replay)\n"
    )


def test_what_pages_embed_is_changed() -> None:
    check = "```decision-tree\r\nshow: check\r\ntree: queue\r\nnode: 'replay'\r\n```\r\n"
    page = f"- x\r\n\r\n    ```decision-tree\r\n    queue # ours\r\n    ```\r\n\r\n{check}"
    other = "".join(f"```decision-tree\n{body}\n```\n" for body in ("show: list", "tree: [", "broker"))
    pages = {"a.md": page, "b.md": other}
    by_tree = renamed("queue/", "pick", pages, queue=QUEUE, broker=BROKER)
    assert by_tree["a.md"] == page.replace("queue # ours", "pick # ours").replace("tree: queue", "tree: pick")
    by_node = renamed("queue/replay", "again", pages, queue=QUEUE, broker=BROKER)
    assert by_node["a.md"] == page.replace("'replay'", "'again'")
    assert not {"b.md"} & {*by_tree, *by_node}


def test_of_one_tree_a_node_needs_no_tree_and_the_new_id_may_have_one() -> None:
    alone = tree("checks: {a: {question: Q, answers: {Yes: b}}}\ndecisions: {b: B}\n")
    expected = tree(
        "checks: {a: {question: Q, answers: {Yes: c}}}\ndecisions: {c: {title: B, formerly: [b]}}\n"
    )
    assert renamed("b", "c", one=alone) == {"one.tree.yaml": expected}
    assert renamed("one/b", "one/c", one=alone) == {"one.tree.yaml": expected}


ALIASES = """\
checks:
  a:
    question: Q
    answers: {Yes: &b b, No: c, Perhaps: *b}
  c:
    question: R
    answers: &both
      Yes: &c-b "b"
      No: d
  e: {question: S, answers: *both}
decisions:
  b: &node
    title: B
    x-note: *b
  d:
    title: &title D
    choose: *title
"""


def test_what_an_alias_stands_for_is_changed_once() -> None:
    before = tree(ALIASES)
    assert changed_lines(before, renamed("b", "z", one=before)["one.tree.yaml"]) == [
        "    answers: {Yes: &b z, No: c, Perhaps: *b}",
        '      Yes: &c-b "z"',
        "  z: &node",
        "    formerly: [b]",
    ]
    assert changed_lines(before, renamed("d", "z", one=before)["one.tree.yaml"]) == [
        "      No: z",
        "  z:",
        "    formerly: [d]",
    ]
    assert renamed("e", "z", one=before)["one.tree.yaml"] == before.replace(
        "  e: {question: S, answers: *both}", "  z: {question: S, answers: *both, formerly: [e]}"
    )


# --- where the old id is kept ---------------------------------------------------------------------


def kept(node: str, section: str = "decisions") -> str:
    """Rename `b` to `z`, and give what then stands under the section."""
    before = tree(f"checks: {{a: {{question: Q, answers: {{Yes: b}}}}}}\n{section}:{node}")
    return renamed("b", "z", one=before)["one.tree.yaml"].partition(f"{section}:")[2]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("\n  b: B", "\n  z:\n    title: B\n    formerly: [b]"),
        ("\n  b: B # b\n", "\n  z:\n    title: B # b\n    formerly: [b]\n"),
        (
            "\n  b:\n    title: B\n    why: |\n      a",
            "\n  z:\n    title: B\n    why: |\n      a\n    formerly: [b]",
        ),
        ("\n  b:\n      B\n", "\n  z:\n      title: B\n      formerly: [b]\n"),
        ("\n    b: &x 'B'\n    c: *x\n", "\n    z:\n      title: &x 'B'\n      formerly: [b]\n    c: *x\n"),
        (" {b: B, c: C}", " {z: {title: B, formerly: [b]}, c: C}"),
        (" {b: {title: B,}, c: C}\n", " {z: {title: B, formerly: [b],}, c: C}\n"),
        (" {'b': {title: &t B, why: *t}}", " {'z': {title: &t B, why: *t, formerly: [b]}}"),
        ("\n  b: &n {\n    title: B # b\n  }\n", "\n  z: &n {\n    title: B, formerly: [b] # b\n  }\n"),
        ("\n  b:\n    title: B", "\n  z:\n    title: B\n    formerly: [b]"),
        ("\n  b:\n    title: B\n    then:\n", "\n  z:\n    title: B\n    then:\n    formerly: [b]\n"),
        (
            "\n  b:\n    title: B\n    why: |\n      a\n\n      # b\n\n  # c\n",
            "\n  z:\n    title: B\n    why: |\n      a\n\n      # b\n    formerly: [b]\n\n  # c\n",
        ),
        (
            "\n  b:\n    title: B\n    x-a: {b:\n      [c]}\n",
            "\n  z:\n    title: B\n    x-a: {b:\n      [c]}\n    formerly: [b]\n",
        ),
        (
            "\n  b:\n    title: B\n    alternatives:\n    - C\n    - D\n      d # d\n",
            "\n  z:\n    title: B\n    alternatives:\n    - C\n    - D\n      d # d\n    formerly: [b]\n",
        ),
        (
            "\n  b:\n    title: &t B\n    why: *t # t\n",
            "\n  z:\n    title: &t B\n    why: *t # t\n    formerly: [b]\n",
        ),
        ("\n  b:\n    title: B\n    x-a: {}", "\n  z:\n    title: B\n    x-a: {}\n    formerly: [b]"),
        ("\n  b:\n    title: B\n    x-a: {b: c}", "\n  z:\n    title: B\n    x-a: {b: c}\n    formerly: [b]"),
        ("\n  b: {title: B, formerly: [y]}", "\n  z: {title: B, formerly: [y, b]}"),
        ("\n  b: {title: B, formerly: [y,]}", "\n  z: {title: B, formerly: [y, b,]}"),
        ("\n  b: {title: B, formerly: []}", "\n  z: {title: B, formerly: [b]}"),
        ("\n  b: {title: B, formerly: ~}", "\n  z: {title: B, formerly: [b]}"),
        ("\n  b:\n    formerly:\n    title: B", "\n  z:\n    formerly: [b]\n    title: B"),
        (
            "\n  b:\n    formerly:\n      -  y # y\n    title: B\n",
            "\n  z:\n    formerly:\n      -  y # y\n      -  b\n    title: B\n",
        ),
        ("\n  b: {title: B, formerly: [y, 'z', x]}", "\n  z: {title: B, formerly: [y, 'b', x]}"),
        ("\n  b:\n    formerly:\n    - z\n    title: B", "\n  z:\n    formerly:\n    - b\n    title: B"),
    ],
)
def test_the_old_id_is_kept_in_the_manner_of_the_source(before: str, after: str) -> None:
    assert kept(before) == after


def test_lines_are_added_with_the_line_breaks_of_the_source() -> None:
    windows = QUEUE.replace("\n", "\r\n")
    for old in ("queue/replay", "queue/log", "queue/"):
        (unix_file,) = (
            file for file in renamed(old, "new", queue=QUEUE, broker=BROKER).values() if "Pick" in file
        )
        (file,) = (
            file for file in renamed(old, "new", queue=windows, broker=BROKER).values() if "Pick" in file
        )
        assert file == unix_file.replace("\n", "\r\n")


def test_a_whole_file_in_braces_keeps_its_old_id_too() -> None:
    flow = '{"title": T, question: Q, checks: {a: {question: Q, answers: {Yes: b}}}, decisions: {b: B}}'
    assert renamed("one/", "two", one=flow) == {"two.tree.yaml": f"{flow[:-1]}, formerly: [one]}}"}


# --- what is refused ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("queu/", "pick", "no tree is named `queu`; did you mean `queue`?"),
        ("zzzzzz/replay", "pick", "no tree is named `zzzzzz`"),
        ("queue/replya", "again", "`queue` has no check, step or terminal `replya`; did you mean `replay`?"),
        ("replay", "again", "there are 2 trees: write `tree-id/replay`, or `replay/` for a tree"),
        ("broker/queue", "again", "`broker` has no check, step or terminal `queue`; did you mean `queue/`?"),
        ("Re play", "again", "`Re play` names nothing: write `tree-id/` or `tree-id/node-id`"),
        (
            "queue/replay",
            "Once again",
            (
                "`Once again` cannot be an id: use up to 64 lower-case letters, digits and hyphens; "
                "for example `once-again`"
            ),
        ),
        ("queue/", "?", "`?` cannot be an id: use up to 64 lower-case letters, digits and hyphens"),
        ("queue/replay", "log", "`log` is taken already"),
        ("queue/replay", "replay", "`replay` is taken already"),
        ("queue/", "broker/", "`broker` is taken already"),
        (
            "broker/log",
            "old",
            (
                "`old` is an old id of `other`, whose address redirects there: "
                "choose another, or remove it from `formerly` first"
            ),
        ),
    ],
)
def test_ids_that_cannot_be_renamed_are_refused(old: str, new: str, said: str) -> None:
    broker = f"{BROKER}  other: {{title: Other, formerly: [old]}}\n"
    with pytest.raises(RenameRefusedError, match=f"^{re.escape(said)}$"):
        renamed(old, new, queue=QUEUE, broker=broker)


def test_a_result_with_errors_is_refused_and_shown() -> None:
    with pytest.raises(RenameRefusedError) as refused:
        renamed("queue/log", "index", queue=QUEUE, broker=BROKER)
    assert str(refused.value) == "with `index` the trees would have errors:"
    assert refused.value.report.startswith("error[address-collision]: the decision `index` and")


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (
            "checks: {a: {question: Q, answers: {Yes: &t b}}}\ndecisions: {b: {title: *t}}\n",
            (
                "one.tree.yaml: `b` cannot be renamed without changing something else as well: "
                "look for an alias that stands for it and write it out"
            ),
        ),
        (
            "x-t: &t B\nchecks: {a: {question: Q, answers: {Yes: b}}}\ndecisions: {b: *t}\n",
            "one.tree.yaml:5:13: an alias stands for `B` here: write it out first",
        ),
        (
            'checks: {a: {question: Q, answers: {Yes: "\\x62"}}}\ndecisions: {b: B}\n',
            "one.tree.yaml:3:42: `b` is written with escapes here: write it plainly first",
        ),
        (
            'summary: "[](to\\x3ab)"\nchecks: {a: {question: Q, answers: {Yes: b}}}\ndecisions: {b: B}\n',
            "one.tree.yaml:3:10: `to:b` is written with escapes here: write it plainly first",
        ),
    ],
)
def test_what_cannot_be_edited_alone_is_refused(body: str, said: str) -> None:
    with pytest.raises(RenameRefusedError, match=f"^{re.escape(said)}$"):
        renamed("b", "z", one=tree(body))


# --- the command ----------------------------------------------------------------------------------


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "trees").mkdir()
    (tmp_path / "trees" / "queue.tree.yaml").write_bytes(
        codecs.BOM_UTF8 + QUEUE.replace("\n", "\r\n").encode()
    )
    (tmp_path / "trees" / "broker.tree.yaml").write_text(BROKER, "utf-8")
    (tmp_path / "page.md").write_bytes(codecs.BOM_UTF8 + "Ä [](to:queue/log)".encode())
    (tmp_path / "other.md").write_text("nothing\n", "utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def contents(folder: Path) -> dict[str, bytes]:
    files = (file for file in folder.rglob("*") if file.is_file())
    return {file.relative_to(folder).as_posix(): file.read_bytes() for file in files}


def test_the_command_writes_what_changes_and_says_where(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = contents(folder)
    (folder / "trees" / "broker.tree.yaml").chmod(0o640)
    assert main(["rename", "queue/log", "journal", "--in", "."]) == 0
    assert capsys.readouterr().out == (
        "trees/broker.tree.yaml: 1 place\ntrees/queue.tree.yaml: 8 places\npage.md: 1 place\n"
    )
    after = contents(folder)
    assert after.keys() == before.keys()
    assert after["page.md"] == before["page.md"].replace(b"log", b"journal")
    assert after["other.md"] == before["other.md"]
    assert after["trees/queue.tree.yaml"].startswith(codecs.BOM_UTF8 + b"# Which queue")
    assert b"\r\n    formerly: [log]\r\n" in after["trees/queue.tree.yaml"]
    assert after["trees/queue.tree.yaml"].count(b"\n") == after["trees/queue.tree.yaml"].count(b"\r\n")
    assert (folder / "trees" / "broker.tree.yaml").stat().st_mode & 0o777 == 0o640


def test_renaming_a_tree_moves_its_file(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rename", "queue/", "pick", "--in", "trees", "page.md"]) == 0
    assert capsys.readouterr().out == (
        "trees/broker.tree.yaml: 3 places\n"
        "trees/queue.tree.yaml -> trees/pick.tree.yaml: 4 places\n"
        "page.md: 1 place\n"
    )
    assert set(contents(folder)) == {
        "trees/pick.tree.yaml",
        "trees/broker.tree.yaml",
        "page.md",
        "other.md",
    }
    assert main(["check", "trees"]) == 0


def test_a_link_to_a_file_stays_one(folder: Path) -> None:
    (folder / "page.md").rename(folder / "real")
    (folder / "page.md").symlink_to("real")
    assert main(["rename", "queue/", "pick", "--in", "."]) == 0
    assert (folder / "page.md").is_symlink()
    assert (folder / "real").read_text("utf-8-sig") == "Ä [](to:pick/log)"


def test_pages_of_others_are_left_alone(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name in (".venv/package", "node_modules/package"):
        (folder / name).mkdir(parents=True)
        (folder / name / "README.md").write_text("[x](to:queue/log)\n", "utf-8")
    others = {file: text for file, text in contents(folder).items() if "package" in file}
    assert main(["rename", "queue/log", "journal", "--in", "."]) == 0
    assert "README.md" not in capsys.readouterr().out
    assert {file: text for file, text in contents(folder).items() if "package" in file} == others


def test_a_dry_run_shows_the_difference_and_writes_nothing(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = contents(folder)
    assert main(["rename", "broker/replay", "again", "--in", "trees", "--dry-run"]) == 0
    assert capsys.readouterr().out == (
        "--- a/trees/broker.tree.yaml\n"
        "+++ b/trees/broker.tree.yaml\n"
        "@@ -1,11 +1,12 @@\n"
        " title: Broker\n"
        " question: Which broker?\n"
        " checks:\n"
        "-  replay:\n"
        "+  again:\n"
        "     question: Does a consumer replay messages?\n"
        "     answers:\n"
        "       Yes: queue/replay\n"
        "       No: queue/\n"
        "+    formerly: [replay]\n"
        " decisions:\n"
        "   log:\n"
        "     title: Log\n"
    )
    assert main(["rename", "queue/", "pick", "--in", ".", "--dry-run"]) == 0
    assert capsys.readouterr().out.endswith(
        "--- a/page.md\n"
        "+++ b/page.md\n"
        "@@ -1 +1 @@\n"
        "-Ä [](to:queue/log)\n"
        "\\ No newline at end of file\n"
        "+Ä [](to:pick/log)\n"
        "\\ No newline at end of file\n"
    )
    assert contents(folder) == before


def test_trees_with_errors_are_reported_as_check_does(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "trees" / "broker.tree.yaml").unlink()
    before = contents(folder)
    assert main(["rename", "queue/log", "journal", "--in", "trees"]) == 1
    assert capsys.readouterr().out.startswith("error[unknown-tree]: no tree is named `broker`\n")
    assert contents(folder) == before


_TWO = ("trees/queue.tree.yaml", "trees/broker.tree.yaml")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (
            ["queue/lgo", "a", "--in", "trees"],
            "`queue` has no check, step or terminal `lgo`; did you mean `log`?",
        ),
        (
            ["queue/log", "a", "--in", "trees", "none.md"],
            "`none.md` cannot be read: No such file or directory",
        ),
        (["queue/log", "a", "--in", "trees", "latin"], "`latin/a.md` is not UTF-8: save it as UTF-8"),
        (["queue/", "there", "--in", *_TWO], "`trees/there.tree.yaml` exists already"),
    ],
)
def test_the_command_refuses_and_writes_nothing(
    words: list[str], said: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "latin").mkdir()
    (folder / "latin" / "a.md").write_bytes(b"\xe4")
    (folder / "trees" / "there.tree.yaml").write_text(BROKER, "utf-8")
    before = contents(folder)
    assert main(["rename", *words]) == 2
    assert capsys.readouterr() == ("", f"decision-trees: {said}\n")
    assert contents(folder) == before


def test_where_one_file_cannot_be_written_none_is(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    before = contents(folder)
    monkeypatch.setattr(os, "access", lambda file, _: file.name != "queue.tree.yaml")
    assert main(["rename", "queue/log", "journal", "--in", "."]) == 2
    said = "decision-trees: `trees/queue.tree.yaml` cannot be written: it is write-protected"
    assert capsys.readouterr() == ("", f"{said}; nothing was changed\n")
    assert contents(folder) == before


def test_nothing_is_written_through_a_link_that_lies_in_the_way(folder: Path) -> None:
    (folder / "mine").write_bytes(b"mine")
    for name in ("broker.tree.yaml", "queue.tree.yaml", "pick.tree.yaml"):
        for draft in (f".{name}.new", f"{name}.new", f"{name}~", f"{name}.tmp", f".{name}.draft"):
            (folder / "trees" / draft).symlink_to("../mine")
    assert main(["rename", "queue/log", "journal", "--in", "."]) == 0
    assert main(["rename", "queue/", "pick", "--in", "."]) == 0
    assert (folder / "mine").read_bytes() == b"mine"
    assert sum(file.is_symlink() for file in (folder / "trees").iterdir()) == 15


@pytest.mark.parametrize("words", [[], ["--dry-run"]])
@pytest.mark.parametrize(
    "case",
    [
        ("pick.tree.yaml", "nowhere", "`trees/pick.tree.yaml` exists already"),
        ("pick.tree.yaml", "../mine", "`trees/pick.tree.yaml` exists already"),
        (
            "queue.tree.yaml",
            "../mine",
            "`trees/queue.tree.yaml` is a link to `{folder}/mine`: rename the tree there",
        ),
    ],
)
def test_a_tree_is_not_renamed_where_a_link_would_be_lost(
    words: list[str], case: tuple[str, str, str], folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    link, target, said = case
    (folder / "mine").write_text(QUEUE, "utf-8")
    (folder / "trees" / link).unlink(missing_ok=True)
    (folder / "trees" / link).symlink_to(target)
    before = contents(folder)
    sources = [f"trees/{name}.tree.yaml" for name in ("queue", "broker")]
    assert main(["rename", "queue/", "pick", "--in", *sources, *words]) == 2
    assert capsys.readouterr().err == f"decision-trees: {said.format(folder=folder)}\n"
    assert contents(folder) == before
    assert (folder / "trees" / link).is_symlink()


def test_a_node_of_a_tree_that_is_a_link_is_renamed_where_the_link_leads(folder: Path) -> None:
    trees = folder / "trees"
    (trees / "queue.tree.yaml").rename(folder / "real")
    (trees / "queue.tree.yaml").symlink_to("../real")
    assert main(["rename", "queue/log", "journal", "--in", "trees"]) == 0
    assert (trees / "queue.tree.yaml").is_symlink()
    assert b"formerly: [log]" in (folder / "real").read_bytes()


def test_a_page_of_two_names_is_written_once(folder: Path) -> None:
    (folder / "again.md").symlink_to("page.md")
    assert main(["rename", "queue/log", "journal", "--in", "."]) == 0
    assert (folder / "again.md").is_symlink()
    assert (folder / "page.md").read_text("utf-8-sig") == "Ä [](to:queue/journal)"


# --- random trees ---------------------------------------------------------------------------------

NEW = "brand-new"


@st.composite
def sources(draw: st.DrawFn) -> str:
    """A valid tree in which each thing is written in one of the ways there are."""
    count = draw(st.integers(2, 5))
    ids = draw(st.permutations(["a", "b", "a-b", "b-a", "yes", "no", "q", "title", "ab", "to"]))
    checks, ends = ids[:count], ids[count : count + draw(st.integers(2, 4))]

    def written(text: str) -> str:
        return draw(st.sampled_from([text, f"'{text}'", f'"{text}"']))

    def prose() -> str:
        link = f"{draw(st.sampled_from(ids))} [](to:{draw(st.sampled_from([*checks, *ends]))}) `to:{ids[0]}`"
        return draw(st.sampled_from([f"'{link}'", f"|\n      {link}\n\n      # {link}", f">-\n      {link}"]))

    def arrow(number: int) -> str:
        target = draw(st.sampled_from([*checks[number + 1 :], *ends]))
        to = written(draw(st.sampled_from([target, f"tree/{target}"])))
        return draw(st.sampled_from([to, f"{{to: {to}, note: {target}}}"]))

    def check(number: int) -> str:
        arrows = [f"{label}: {arrow(number)}" for label in draw(st.permutations(["Yes", "a", "no"]))]
        answers = draw(
            st.sampled_from([f" {{{', '.join(arrows)}}}", "".join(f"\n      {arrow}" for arrow in arrows)])
        )
        keys = [f"question: {checks[number]}?", f"answers:{answers}", f"assess: {prose()}"]
        ordered = draw(st.permutations(keys))
        return f"  {written(checks[number])}: # {checks[0]}\n" + "".join(f"    {key}\n" for key in ordered)

    def end(node_id: str) -> str:
        return draw(
            st.sampled_from(
                [
                    f"  {written(node_id)}: {{title: {node_id}, then: {written(checks[0])}}}\n",
                    f"  {written(node_id)}:\n    why: {prose()}\n    title: {node_id}  # {node_id}\n",
                ]
            )
        )

    parts = [
        "title: a\nquestion: b\n",
        f"start: {written(checks[0])}  # {checks[0]}\n",
        "checks:\n" + "\n".join(check(number) for number in range(count)),
        "decisions:\n" + "".join(map(end, ends)),
        f"see_also:\n  - to: {written(ends[0])}\n  - {{to: tree/{checks[0]}, note: {checks[0]}}}\n",
    ]
    text = "".join(draw(st.permutations(parts)))
    return text.replace("\n", draw(st.sampled_from(["\n", "\r\n"])))


def arrows_of(library: Library) -> list[tuple[str, str, str, str]]:
    """Every mention of a node, by ids."""
    (tree,) = library.trees.values()
    return [
        (mention.node.id if mention.node else "", mention.relation, str(mention.target), tree.start)
        for mention in library.mentions(tree)
    ]


def as_named(text: str, old: str) -> str:
    """An id or target after the renaming."""
    return re.sub(rf"^(tree/)?{old}$", rf"\g<1>{NEW}", text)


@pytest.mark.slow
@given(sources(), st.data())
def test_a_renaming_keeps_all_but_the_id_and_can_be_undone(source: str, data: st.DataObject) -> None:
    reading = reading_of(tree=source)
    (before,) = reading.library.trees.values()
    old = data.draw(st.sampled_from(sorted(before.nodes)))
    (change,) = rename(reading, {}, f"tree/{old}", NEW)

    after = reading_of(tree=change.after)
    assert [diagnostic.message.replace(NEW, old) for diagnostic in after.diagnostics] == [
        diagnostic.message for diagnostic in reading.diagnostics
    ]
    assert arrows_of(after.library) == [
        (as_named(node, old), relation, as_named(target, old), as_named(start, old))
        for node, relation, target, start in arrows_of(reading.library)
    ]
    assert [str(former) for former in after.library.trees["tree"].nodes[NEW].formerly] == [old]

    (undone,) = rename(after, {}, f"tree/{NEW}", old)
    added = rf"\r?\n    formerly: \[{NEW}\]|, formerly: \[{NEW}\]"
    assert re.sub(added, "", undone.after, count=1) == source


@pytest.mark.slow
@given(sources())
def test_renaming_a_tree_keeps_all_but_its_id(source: str) -> None:
    reading = reading_of(tree=source)
    (change,) = rename(reading, {}, "tree/", NEW)
    line_break = "\r\n" if "\r\n" in source else "\n"
    assert change.new_file == f"{NEW}.tree.yaml"
    assert change.after == (
        re.sub("tree/", f"{NEW}/", source).rstrip() + f"{line_break}formerly: [tree]{line_break}"
    )
