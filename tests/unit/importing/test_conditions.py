"""Conditions in words and in pseudo-code."""

# ruff: noqa: E501 - a foreign tree is one text
from __future__ import annotations

import pytest
from tests.unit.importing.reading_back import bring_in, brought, doubts, model, only, paths

from decision_trees.importing.reading import Request, import_text
from decision_trees.model.tree import Step

STORES = [
    "latency < 100 ms? = Yes => use Redis",
    "latency < 100 ms? = No ; data is big? = Yes => use S3",
    "latency < 100 ms? = No ; data is big? = No => use SQL",
]

WRITTEN = [
    "IF latency < 100 ms THEN use Redis ELSE\n  IF data is big THEN use S3 ELSE\n    use SQL",
    "IF latency < 100 ms THEN use Redis\nELSE IF data is big THEN use S3\nELSE use SQL",
    "IF latency < 100 ms THEN use Redis; ELSE IF data is big THEN use S3; ELSE use SQL",
    "IF latency < 100 ms THEN use Redis ELSE IF data is big THEN use S3 ELSE use SQL",
    "IF latency < 100 ms\n  THEN use Redis\nELSE IF data is big\n  THEN use S3\nELSE\n  use SQL",
    "IF latency < 100 ms:\n  use Redis\nELIF data is big:\n  use S3\nELSE:\n  use SQL",
    "IF (latency < 100 ms) {\n  use Redis;\n} ELSE IF (data is big) {\n  use S3;\n} ELSE {\n  use SQL;\n}",
    "IF latency < 100 ms THEN\nuse Redis\nELSE\nIF data is big THEN\nuse S3\nELSE\nuse SQL\nEND IF\nENDIF",
    "IF latency < 100 ms THEN\nuse Redis\nELSIF data is big THEN\nuse S3\nELSE\nuse SQL",
    "IF latency < 100 ms → use Redis\n  ELSE IF data is big → use S3\n  ELSE → use SQL",
    "IF latency < 100 ms THEN\n  use Redis\nELSE\n  IF data is big THEN\n    use S3\n  ELSE\n    use SQL\n",
    "IF latency < 100 ms THEN RETURN use Redis\nIF data is big THEN RETURN use S3\nRETURN use SQL",
    "- **IF** latency < 100 ms **THEN** use Redis\n- **ELSE IF** data is big **THEN** use S3\n- **ELSE** use SQL",
    "if latency < 100 ms:\n  use Redis\nelse if data is big:\n  use S3\nelse:\n  use SQL",
    "if (latency < 100 ms) {\n  use Redis\n} else if (data is big) {\n  use S3\n} else {\n  use SQL\n}",
    "If latency < 100 ms, use Redis\nOtherwise if data is big, use S3\nOtherwise, use SQL",
    "when latency < 100 ms then use Redis\notherwise, if data is big then use S3\notherwise use SQL",
]


@pytest.mark.parametrize("text", WRITTEN)
def test_conditions_as_they_are_written(text: str) -> None:
    done = bring_in(f"# Store\n\n```\n{text}\n```\n")
    assert paths(model(only(done))) == STORES
    assert only(done).title == "Store"
    assert doubts(done) == []


@pytest.mark.parametrize("text", [*WRITTEN[1:5], *WRITTEN[12:13], *WRITTEN[15:]])
def test_conditions_outside_of_fences(text: str) -> None:
    done = bring_in(f"# Store\n\nThis is how.\n\n{text}\n\nIf in doubt, ask.\n")
    assert paths(model(only(done))) == STORES
    assert doubts(done) == []


def test_cases_with_blank_lines_between_them() -> None:
    tree = brought(
        "# Store\n\nIF latency < 100 ms THEN use Redis\n\nELSE IF data is big THEN use S3\n\nELSE use SQL\n"
    )
    assert paths(tree) == STORES


def test_a_fence_of_pseudo_code() -> None:
    tree = brought("```pseudo\nif size > 3:\n  split()\nelse:\n  ship()\n```\n")
    assert paths(tree) == ["size > 3? = Yes => split()", "size > 3? = No => ship()"]


def test_what_is_done_and_is_not_the_last_is_a_step() -> None:
    done = bring_in(
        "```\nIF the disk is full THEN\n  delete old logs\n  IF that helped? THEN\n    go home\n  ELSE call Ann\n"
        "ELSE\n  → [wait](https://example.org)\n```\n"
    )
    tree = model(only(done))
    assert paths(tree) == [
        "the disk is full? = Yes ; that helped? = Yes => go home",
        "the disk is full? = Yes ; that helped? = No => call Ann",
        "the disk is full? = No => wait",
    ]
    assert [str(node.title) for node in tree.nodes.values() if isinstance(node, Step)] == ["delete old logs"]
    assert doubts(done) == []


TWO = "```\nIF the disk is full:\n  delete logs\nIF it is slow:\n  restart\n{}```\n"


def test_conditions_behind_each_other_are_asked_about() -> None:
    done = bring_in(TWO.format("wait\n"))
    assert paths(model(only(done))) == [
        "the disk is full? = Yes => delete logs",
        "the disk is full? = No ; it is slow? = Yes => restart",
        "the disk is full? = No ; it is slow? = No => wait",
    ]
    assert doubts(done) == [(2, "asked-in-turn"), (4, "asked-in-turn")]


def test_conditions_behind_each_other_go_on_where_somebody_says_so() -> None:
    done = bring_in(
        TWO.format("wait\n"), answers="asked-in-turn: {the disk is full: goes on, it is slow: goes on}"
    )
    tree = model(only(done), allowed={"same-target"})
    assert paths(tree) == [
        "the disk is full? = Yes ; it is slow? = Yes => wait",
        "the disk is full? = Yes ; it is slow? = No => wait",
        "the disk is full? = No ; it is slow? = Yes => wait",
        "the disk is full? = No ; it is slow? = No => wait",
    ]
    assert doubts(done) == []


def test_what_stands_behind_a_whole_condition_is_done_in_either_case() -> None:
    done = bring_in("```\nIF it is big THEN split it ELSE zip it\nsend it\n```\n")
    tree = model(only(done))
    assert paths(tree) == ["it is big? = Yes => send it", "it is big? = No => send it"]
    assert [str(node.title) for node in tree.nodes.values() if isinstance(node, Step)] == [
        "split it",
        "zip it",
    ]
    assert doubts(done) == [(2, "asked-in-turn")]


def test_a_condition_that_says_nothing_of_the_other_case_is_told() -> None:
    done = bring_in("```\nIF it is big THEN split it\nELSE IF it is old THEN drop it\n```\n")
    assert doubts(done) == [(3, "one-answer")]
    model(only(done), allowed={"single-answer"})


def test_the_inner_conditions_may_lead_to_what_stands_behind_the_outer_ones() -> None:
    done = bring_in("```\nIF it is big:\n  IF it is old:\n    return drop it\nreturn keep it\n```\n")
    assert paths(model(only(done))) == [
        "it is big? = Yes ; it is old? = Yes => drop it",
        "it is big? = Yes ; it is old? = No => keep it",
        "it is big? = No => keep it",
    ]
    assert doubts(done) == []


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("IF a THEN IF b THEN x ELSE y", [(2, "one-answer"), (2, "unsure-else")]),
        ("IF a THEN IF b THEN x ELSE IF c THEN y ELSE z", [(2, "one-answer"), (2, "unsure-else")]),
        ("IF a THEN IF b THEN x ELSE y ELSE z", []),
    ],
)
def test_an_else_that_may_belong_to_either_is_told(line: str, said: list[tuple[int, str]]) -> None:
    done = bring_in(f"```\n{line}\n```\n")
    assert sorted(set(doubts(done))) == said
    model(only(done), allowed={"single-answer"})


def test_what_else_conditions_say() -> None:
    done = bring_in(
        "```\nIF it is hot\n   OR it burns:\n  return ⚠ run\n  look back\n# else\nELSE: stop: stay\n```\n"
    )
    assert paths(model(only(done))) == [
        "it is hot OR it burns? = Yes => run",
        "it is hot OR it burns? = No => stay",
    ]
    assert sorted(doubts(done)) == [(4, "warning-or-decision"), (5, "left-out"), (6, "left-out")]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("IF a THEN x\nELSE\n", 3),
        ("IF a THEN x\nELSE y\nELSE z", 4),
        ("IF THEN x\nELSE y", 2),
        ("IF a THEN x\nIF b\nIF c THEN z", 3),
    ],
)
def test_conditions_that_are_not_whole_are_refused(text: str, line: int) -> None:
    done = bring_in(f"```\n{text}\n```\n")
    assert (done.trees, doubts(done)) == ([], [(line, "unreadable")])


def test_conditions_that_nest_too_deep_are_refused() -> None:
    text = "".join(f"{' ' * n}IF a{n} THEN\n" for n in range(70))
    done = bring_in(f"```\n{text}{' ' * 70}x\nELSE y\n```\n")
    assert (done.trees, [code for _, code in doubts(done)]) == ([], ["too-deep"])


@pytest.mark.parametrize(
    "text",
    [
        "If you like it, tell others.\n",
        "If you like it, tell others. Otherwise, tell us.\n",
        "If you use npm: run x\n\nIf you use yarn: run y\n",
        "- If you use npm: run x\n- If you use yarn: run y\n",
        "If it is a bug, write.\nAnd so on.\nIf it is not, ask.\nOtherwise, wait.\n",
        "```\nif x == 3:\n    return foo\nelse:\n    return bar\n```\n",
        "```\nif (x) { foo(x) } else { bar(x) }\n```\n",
        "```python\nif it is:\n    x\nelse:\n    y\n```\n",
        "```\nif err != nil {\n  stop\n} else if a {\n go\n}\n```\n",
        "```\nIF it is so\nELSE IF it is not\n```\n",
        "```\nIF it is so\n├── Yes\n```\n",
        "```\nuse X\nIF it is so THEN y ELSE z\n```\n",
        "```\n\n```\n",
        "IFFY → x\nELSE → y\n",
    ],
)
def test_what_is_no_tree_is_none(text: str) -> None:
    done = bring_in(text)
    assert (done.trees, done.diagnostics) == ([], [])


def test_one_of_several_forms_is_read_alone() -> None:
    text = (
        "IF a THEN x ELSE y\n\nIs it? → Yes → a\nIs it? → No → b\n\n- Is it?\n    - Yes → a\n    - No → b\n"
    )
    for form, line in (("conditions", 1), ("chains", 3), ("list", 6)):
        done = import_text(text, "x.md", Request(form=form))
        assert [tree.line for tree in done.trees] == [line]
