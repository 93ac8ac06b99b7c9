from __future__ import annotations

from collections.abc import Iterable

import pytest
from ruamel.yaml.events import Event

from decision_trees.source import dates, mends
from decision_trees.source.yaml import compose
from decision_trees.source.yaml_events import events


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("a:\n  b: c\n\u3000\u3000d: e\n\u3000\u3000f: g\n h: i\n", 5, "this line is indented too far"),
        ("a:\n\u00a0 b: c\n  d: e\n", 2, "a no-break space (U+00A0) stands in the indentation"),
        ("a:\n   b: c\n\u3000d: e\n   f: g\n", 3, "an ideographic space (U+3000) stands in"),
        ("x: 1\ny:\u00a02\n", 2, "a no-break space (U+00A0) stands behind this colon"),
        ("title:\n  a: b\nx: y: z\n", 3, "a second `: ` on one line"),
        # What is mended moves nothing: both lines are wrong, and neither is said to be the cause.
        ("a: b:c\nd: e: f\n", 2, "a second `: ` on one line"),
    ],
)
@pytest.mark.usefixtures("scanner")
def test_what_is_blamed_is_what_stops_the_reading(text: str, line: int, message: str) -> None:
    (problem,) = compose(text, "t.tree.yaml").diagnostics
    assert problem.span.line == line
    assert problem.message.startswith(message)


def test_only_so_much_is_tried() -> None:
    lines = [f"k{number}:v" for number in range(100)]
    tried = []

    def stops(text: str) -> int:
        tried.append(text)
        return 99

    assert mends.proven(lines, 99, 99, stops) is None
    assert 0 < len(tried) < 20


@pytest.mark.unmeasured("nearly all that runs is a library that reads YAML")
def test_a_large_file_is_tried_with_the_fast_scanner(monkeypatch: pytest.MonkeyPatch) -> None:
    scanned = []

    def recorded(text: str, *, pure: bool) -> Iterable[Event]:
        scanned.append(pure)
        return events(text, pure=pure)

    for module in ("yaml", "yaml_proof"):
        monkeypatch.setattr(f"decision_trees.source.{module}.events", recorded)
    (problem,) = compose("".join(f"k{n}: v\n" for n in range(10_000)) + "title:Pick\nx: y\n", "t").diagnostics
    assert problem.message == "a space is missing behind the colon"
    assert scanned == [False, True, False]


@pytest.mark.parametrize(
    ("written", "hint"),
    [
        ("2026-11-7", "did you mean `2026-11-07`?"),
        ("2026\u201311\u201307", "did you mean `2026-11-07`?"),
        ("7.11.2026", "did you mean `2026-11-07`?"),
        ("23/11/2026", "did you mean `2026-11-23`?"),
        ("11/23/2026", "did you mean `2026-11-23`?"),
        ("11/07/2026", "did you mean `2026-07-11` or `2026-11-07`?"),
        ("11-11-2026", "did you mean `2026-11-11`?"),
        ("0/7/2026", ""),
        ("1/2/0000", ""),
        ("2026-11-07,", "did you mean `2026-11-07`?"),
        ("2026\u5e7411\u67087\u65e5", "did you mean `2026-11-07`?"),
        ("2027", "month and day are missing"),
        ("Nov 7, 2026", "did you mean `2026-11-07`?"),
        ("7th of November", ""),
        ("2026 Nov 7", "did you mean `2026-11-07`?"),
        ("November 2026", "the day is missing"),
        ("2026-00-01", "there is no month 0"),
        ("0000-01-01", "there is no year 0"),
        ("2026-02-29", "that month has 28 days"),
        ("7/11/26", "the year takes four digits"),
        ("soon", ""),
    ],
)
def test_what_is_said_of_a_day_that_is_none(written: str, hint: str) -> None:
    assert dates.read(written) is None
    assert dates.hint(written) == hint
