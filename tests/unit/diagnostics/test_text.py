from __future__ import annotations

import re

import pytest

from decision_trees.diagnostics.codes import Level
from decision_trees.diagnostics.diagnostic import Diagnostic, Related
from decision_trees.diagnostics.manual import pointer
from decision_trees.diagnostics.render.text import MOST_SHOWN, count, frame, frames, line, paint
from decision_trees.model.span import Span

FILE = "a.tree.yaml"


def at(line_number: int, column: int, end_line: int, end_column: int) -> Diagnostic:
    span = Span(FILE, line_number, column, end_line, end_column)
    return Diagnostic("wrong-type", span, "It is wrong", label="here")


def drawn(source: str, diagnostic: Diagnostic) -> list[str]:
    return frame(diagnostic, {FILE: source}).split("\n")


def test_a_frame_marks_its_place() -> None:
    assert drawn("title: [a]\n", at(1, 8, 1, 11)) == [
        "error[wrong-type]: It is wrong",
        " --> a.tree.yaml:1:8",
        "  |",
        "1 | title: [a]",
        "  |        ^^^ here",
    ]


@pytest.mark.parametrize(
    ("source", "place", "shown", "marks"),
    [
        ("a:\tb", (1, 4, 1, 5), "a: b", "   ^"),
        ("队列: 名称", (1, 5, 1, 7), "队列: 名称", "      ^^^^"),
        ("e\u0301e: x", (1, 5, 1, 6), "e\u0301e: x", "   ^"),
        ("न\u0902न: x", (1, 5, 1, 6), "न\u0902न: x", "   ^"),
        ("⚠\ufe0f: x", (1, 4, 1, 5), "⚠\ufe0f: x", "   ^"),
        ("a\u200bb: x", (1, 5, 1, 6), "a<U+200B>b: x", "           ^"),
        ("a\x1b[1mb: x", (1, 2, 1, 3), "a<U+001B>[1mb: x", " ^^^^^^^^"),
        ("می\u200cخ: x", (1, 4, 1, 5), "می\u200cخ: x", "  ^"),
        ("a\u00a0b: ##[x]", (1, 6, 1, 11), "a b: # #[x]", "     ^^^^^^"),
        ("a: b\r\nc: d", (2, 4, 2, 5), "c: d", "   ^"),
        ("a: b  ", (1, 4, 1, 7), "a: b", "   ^^^"),
        ("a: |\n  b\n", (1, 4, 3, 1), "a: |", "   ^"),
        ("a: b", (1, 5, 1, 5), "a: b", "    ^"),
        ("a: b\n", (2, 1, 2, 1), "", "^"),
        ("a: b\n", (7, 1, 7, 2), "", "^"),
        ("a", (1, 9, 1, 10), "a", " ^"),
        ("\ufeffa: b", (1, 4, 1, 5), "a: b", "   ^"),
    ],
    ids=str,
)
def test_places_of_every_sort(source: str, place: tuple[int, int, int, int], shown: str, marks: str) -> None:
    number = str(place[0])
    assert drawn(source, at(*place))[2:] == ["  |", f"{number} | {shown}".rstrip(), f"  | {marks} here"]


def test_a_long_line_is_cut_around_its_place() -> None:
    _, _, _, shown, marks = drawn("x" * 500 + "HERE" + "y" * 500, at(1, 501, 1, 505))
    assert shown == f"1 | …{'x' * 60}HERE{'y' * 56}…"
    assert marks == f"  | {' ' * 61}^^^^ here"


@pytest.mark.parametrize(("column", "start"), [(1, "1 | HERE"), (997, "1 | …")])
def test_a_long_line_is_cut_at_its_ends(column: int, start: str) -> None:
    source = list("z" * 1_000)
    source[column - 1 : column + 3] = "HERE"
    _, _, _, shown, marks = drawn("".join(source), at(1, column, 1, column + 4))
    assert shown.startswith(start)
    assert len(shown) < 130
    assert shown.index("HERE") == marks.index("^^^^")


def test_a_long_line_of_wide_characters_is_cut_to_the_same_width() -> None:
    _, _, _, shown, marks = drawn("队" * 500 + "HERE" + "列" * 500, at(1, 501, 1, 505))
    assert shown == f"1 | …{'队' * 30}HERE{'列' * 26}…"
    assert marks == f"  | {' ' * 61}^^^^ here"


def test_a_long_mark_is_cut_with_its_line() -> None:
    _, _, _, shown, marks = drawn("x" * 1_000, at(1, 1, 1, 1_001))
    assert shown == f"1 | {'x' * 120}…"
    assert marks == f"  | {'^' * 120} here"


def test_a_second_place_help_and_a_common_margin() -> None:
    diagnostic = Diagnostic(
        "duplicate-key",
        Span(FILE, 12, 1, 12, 2),
        "`a` is written twice",
        help="remove one",
        related=(Related("first written here", Span(FILE, 2, 1, 2, 2)),),
    )
    source = "\n".join(["x: 0", "a: 1", *[""] * 9, "a: 2"])
    assert drawn(source, diagnostic) == [
        "error[duplicate-key]: `a` is written twice",
        "  --> a.tree.yaml:12:1",
        "   |",
        "12 | a: 2",
        "   | ^",
        "  ::: a.tree.yaml:2:1",
        "   |",
        " 2 | a: 1",
        "   | - first written here",
        "   = help: remove one",
    ]


def test_a_whole_file_and_a_file_without_source_have_no_frame() -> None:
    whole = Diagnostic("duplicate-id", Span(FILE), "Two trees", label="this one")
    assert drawn("title: x\n", whole) == ["error[duplicate-id]: Two trees", " --> a.tree.yaml:1:1 this one"]
    assert frame(at(3, 1, 3, 2), {}).split("\n")[1:] == [" --> a.tree.yaml:3:1 here"]


def test_counts() -> None:
    levels = [Level.ERROR, Level.WARNING, Level.WARNING, Level.NOTICE]
    found = [Diagnostic("stale", Span(FILE), "x", level=level) for level in levels]
    assert count(found) == "1 error, 2 warnings, 1 notice"
    assert count([]) == "no problems"


def test_only_so_many_are_shown_in_full() -> None:
    found = [at(number, 1, number, 2) for number in range(1, MOST_SHOWN + 4)]
    text = frames(found, {})
    assert text.count("It is wrong") == MOST_SHOWN
    assert text.endswith(f"\n\n… and 3 more\n\n{MOST_SHOWN + 3} errors")
    assert frames(found[:1], {}, most=1) == f"{frame(found[0], {}, pointer('wrong-type'))}\n\n1 error"
    assert frames([], {}) == "no problems"


def test_errors_come_first_and_what_can_wait_has_one_line_a_cause() -> None:
    codes = ["stale", "untested-terminal", "stale", "cycle", "unreachable", "bad-id"]
    found = [
        Diagnostic(code, Span(FILE, number + 1, 1, number + 1, 2), f"mistake {number}")
        for number, code in enumerate(codes)
    ]
    shown = frames(found, {})
    assert re.findall(r"\[([a-z-]+)\]", shown) == [
        *("cycle", "bad-id", "stale", "unreachable", "untested-terminal"),
    ]
    assert shown.endswith(
        "--> a.tree.yaml:6:1\n  = more: decision-trees explain bad-id\n\n"
        "a.tree.yaml:1:1: warning[stale]: mistake 0; 1 more, line 3\n"
        "a.tree.yaml:5:1: warning[unreachable]: mistake 4\n"
        "a.tree.yaml:2:1: notice[untested-terminal]: mistake 1\n\n"
        "2 errors, 3 warnings, 1 notice"
    )


def test_warnings_do_not_wait_where_nothing_is_worse_and_the_tree_is_no_draft() -> None:
    warning = Diagnostic("unreachable", Span(FILE, 2, 1, 2, 2), "Nothing leads here")
    draft = Diagnostic("draft", Span(FILE), "A draft")
    assert frames([warning], {}) == f"{frame(warning, {}, pointer('unreachable'))}\n\n1 warning"
    assert frames([warning, draft], {}).startswith(f"{line(warning)}\n{line(draft)}\n")
    assert frames([warning, draft], {}, in_manual=True).startswith(frame(warning, {}))


def test_a_cause_names_so_many_lines_and_so_many_causes_are_named() -> None:
    many = [Diagnostic("untested-terminal", Span(FILE, n, 1, n, 2), "Untested") for n in range(1, 12)]
    assert frames(many, {}).startswith(f"{line(many[0])}; 10 more, lines 2, 3, 4, 5, 6, 7, 8, 9, …\n")
    files = [Diagnostic("draft", Span(f"{n}.tree.yaml"), "A draft") for n in range(MOST_SHOWN + 2)]
    assert frames(files, {}).endswith(f"\n… and 2 more lines like these\n\n{MOST_SHOWN + 2} notices")


def test_one_line() -> None:
    assert line(at(3, 4, 3, 5)) == "a.tree.yaml:3:4: error[wrong-type]: It is wrong (here)"
    assert line(Diagnostic("stale", Span(FILE), "Old")) == "a.tree.yaml:1:1: warning[stale]: Old"


def test_frames_are_painted_for_a_terminal() -> None:
    plain = frames([at(1, 8, 1, 11)], {FILE: "title: [a]\n"})
    painted = paint(plain)
    assert painted.split("\n") == [
        "\x1b[1;31merror[wrong-type]: It is wrong\x1b[0m",
        "\x1b[34m -->\x1b[0m a.tree.yaml:1:8",
        "\x1b[34m  |\x1b[0m",
        "\x1b[34m1 |\x1b[0m title: [a]",
        "\x1b[34m  |\x1b[0m \x1b[1m       ^^^ here\x1b[0m",
        "\x1b[36m  = more:\x1b[0m decision-trees explain wrong-type",
        "",
        "1 error",
    ]
    assert re.sub("\x1b\\[[0-9;]*m", "", painted) == plain
