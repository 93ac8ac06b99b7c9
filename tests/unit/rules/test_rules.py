"""What no golden case shows: rules in combinations, and in trees too large to print."""

from __future__ import annotations

from datetime import date

import pytest

from decision_trees.analysis.library import Library
from decision_trees.diagnostics.diagnostic import Diagnostic
from decision_trees.layout.addresses import Addresses
from decision_trees.reading.read import Settings, read
from decision_trees.rules.context import Context

HEAD = "title: T\nquestion: Q\n"


def told(text: str, **more: str) -> list[tuple[str, int]]:
    sources = {"t.tree.yaml": HEAD + text} | {
        f"{name}.tree.yaml": HEAD + other for name, other in more.items()
    }
    quiet = ("missing-guidance", "untested-terminal")
    return [
        (diagnostic.code, diagnostic.span.line)
        for diagnostic in found(sources)
        if diagnostic.code not in quiet
    ]


def found(sources: dict[str, str]) -> tuple[Diagnostic, ...]:
    return read(sources, Settings(today=date(2026, 11, 23))).diagnostics


def test_a_circle_is_told_beside_a_broken_arrow() -> None:
    first = "checks:\n  a: {question: A, answers: {Yes: b, No: gone}}\n"
    second = "  b: {question: B, answers: {Yes: a, No: x}}\ndecisions: {x: X}\n"
    assert told(first + second) == [("unknown-target", 4), ("cycle", 5)]


def test_a_scenario_with_a_mistake_in_it_is_told_beside_a_broken_arrow() -> None:
    text = "checks:\n  a: {question: A, answers: {Yes: x, No: gone}}\ndecisions: {x: X}\n"
    scenario = "scenarios:\n  - {title: S, given: {a: Yse}, expect: x}\n"
    assert told(text + scenario) == [("unknown-target", 4), ("scenario-incomplete", 7)]


def test_a_scenario_that_stops_at_a_check_whose_answers_are_missing_is_not_told() -> None:
    text = "checks:\n  a: {question: A, answers: {Yes: x, No: b}}\n  b: {question: B}\ndecisions: {x: X}\n"
    scenario = "scenarios:\n  - {title: S, given: {a: No}, expect: x}\n"
    assert told(text + scenario) == [("missing-key", 5)]


def test_a_scenario_in_a_tree_without_checks_is_not_run() -> None:
    assert told("decisions: {x: X}\nscenarios:\n  - {title: S, given: {a: No}, expect: x}\n") == [
        ("missing-key", 1)
    ]


def test_an_expectation_that_is_not_there_is_told_as_that_alone() -> None:
    text = "checks:\n  a: {question: A, answers: {Yes: x, No: y}}\ndecisions: {x: X, y: Y}\n"
    scenario = "scenarios:\n  - {title: S, given: {a: No}, expect: z}\n"
    reading = read({"t.tree.yaml": HEAD + text + scenario})
    codes = [diagnostic.code for diagnostic in reading.diagnostics if diagnostic.code != "missing-guidance"]
    assert codes == ["unknown-target"]


TWO = "checks:\n  a: {question: A, answers: {Yes: x, No: y}}\ndecisions: {x: X, y: Y, z: Z}\n"


def test_an_end_that_a_failing_scenario_meets_or_means_is_not_untested() -> None:
    text = f"{TWO}scenarios:\n  - {{title: S, given: {{a: No}}, expect: x}}\n"
    codes = [
        diagnostic.code
        for diagnostic in found({"t.tree.yaml": HEAD + text})
        if diagnostic.code != "missing-guidance"
    ]
    assert codes == ["scenario-fails", "unreachable"]


@pytest.mark.parametrize("expected", ["z", "t/z"])
def test_an_expected_end_to_which_nothing_leads_is_not_parted_from(expected: str) -> None:
    text = f"{TWO}scenarios:\n  - {{title: S, given: {{a: No}}, expect: {expected}}}\n"
    (failed,) = (
        diagnostic
        for diagnostic in found({"t.tree.yaml": HEAD + text})
        if diagnostic.code == "scenario-fails"
    )
    assert failed.help == f"expect `y`, or let an answer lead to `{expected}`"
    assert failed.related == ()


def test_the_start_of_the_own_tree_is_no_end() -> None:
    text = f"{TWO}scenarios:\n  - {{title: S, given: {{a: No}}, expect: t/}}\n"
    (failed,) = (
        diagnostic
        for diagnostic in found({"t.tree.yaml": HEAD + text})
        if diagnostic.code == "scenario-fails"
    )
    assert failed.message == "the answers of this scenario lead to `y`, not to `t/`"
    assert failed.help == "expect `y`: a walk ends at a decision, a warning or another tree, not at a check"


IN_VAIN = """\
checks:
  a: {question: A, answers: {Yes: x, No: b, Other: w}}
  bb: {question: B, answers: {Yes: x, No: w}}
decisions: {x: X}
scenarios:
  - {title: The check of an arrow, given: {a: No, b: Yes}, expect: x}
  - {title: The end of an arrow, given: {a: Yes}, expect: w}
  - {title: Names of its own, given: {a: No, c: Yes}, expect: v}
  - {title: The same again, given: {a: No, c: No}, expect: x}
"""


def test_what_an_arrow_looks_for_in_vain_is_not_told_of_scenarios_too() -> None:
    assert told(IN_VAIN) == [
        *(("unknown-target", line) for line in (4, 4)),
        ("scenario-incomplete", 10),
        ("unknown-target", 10),
    ]


def test_what_many_scenarios_say_is_shown_at_ten_of_them() -> None:
    scenarios = "  - {title: S, given: {a: Maybe}, expect: x}\n" * 30
    (problem,) = (
        diagnostic
        for diagnostic in found({"t.tree.yaml": f"{HEAD}{TWO}scenarios:\n{scenarios}"})
        if diagnostic.code == "scenario-incomplete"
    )
    assert [related.span.line for related in problem.related] == list(range(8, 17))


def test_an_answer_of_a_check_whose_answers_are_lost_is_not_asked_for() -> None:
    text = "checks:\n  a: {question: A, answers: {Yes: x, No: b}}\n  b: {question: B, answers: [x]}\n"
    scenario = "decisions: {x: X}\nscenarios:\n  - {title: S, given: {a: No, b: Yes}, expect: x}\n"
    assert told(text + scenario) == [("wrong-type", 5)]


def test_what_a_circle_cuts_off_is_told_when_it_is_mended() -> None:
    first = "checks:\n  a: {question: A, answers: {Yes: x, No: b}}\n"
    second = "  b: {question: B, answers: {Yes: x, No: a}}\ndecisions: {x: X, y: Y}\n"
    assert told(first + second) == [("cycle", 5)]


@pytest.mark.parametrize(
    ("node", "told_of_it"),
    [
        ("x:", ["missing-key"]),
        ("x: {title: X, incomplete: yes}", ["wrong-type"]),
        ("x: {title: X, mitigation: Do it}", ["unknown-key"]),
        ("x: {title: X, wye: Because}", ["unknown-key"]),
        ("x: {title: X, chose: It}", ["unknown-key"]),
        ("x: [X]", ["wrong-type"]),
        ("x: {title: X, x-y: z}", ["missing-guidance"]),
    ],
)
def test_guidance_that_is_missing_for_another_reason_is_told_once(node: str, told_of_it: list[str]) -> None:
    check = "checks: {a: {question: A, assess: A, answers: {Yes: x, No: y}}}"
    text = f"{HEAD}{check}\ndecisions:\n  y: {{title: Y, why: Y}}\n  {node}\n"
    assert [diagnostic.code for diagnostic in found({"t.tree.yaml": text})] == told_of_it


def test_a_node_that_was_copied_and_not_renamed_is_told_once() -> None:
    text = "checks:\n  a: {question: A, answers: {Yes: x, No: y}}\ndecisions:\n  x: X\n"
    assert told(f"{text}  x: Y\n") == [("duplicate-key", 7)]
    assert told(f"{text}warnings:\n  x: {{title: Y}}\n") == [("duplicate-id", 8)]


WRONG = "checks:\n  a: {question: A, answers: {Yes: x, No: gone}}\ndecisions: {x: X, y: Y}\n"


@pytest.mark.parametrize(
    ("stray", "others"),
    [
        pytest.param("version: 1\n", ["unknown-target", "unknown-key"], id="holds no nodes"),
        pytest.param("outcomes: {gone: G}\n", ["unknown-key"], id="may hold them"),
        pytest.param("warnings:\ngone: {title: G}\nhere: {title: H}\n", ["unknown-key"], id="not indented"),
        pytest.param("x-outcomes: {gone: G}\n", ["unknown-target"], id="an author's own"),
        pytest.param("X-outcomes: {gone: G}\n", ["unknown-target", "unknown-key"], id="nearly so"),
    ],
)
def test_nodes_under_an_unknown_key_are_not_asked_for(stray: str, others: list[str]) -> None:
    assert [code for code, _ in told(WRONG + stray)] == others


def test_answers_that_are_not_indented_are_not_asked_for() -> None:
    check = "checks:\n  a:\n    question: A\n    answers:\n      Yes: x\n    No: y\n"
    assert told(f"{check}decisions: {{x: X, y: Y}}\n") == [("unknown-key", 8)]


def test_nodes_behind_a_wrong_loop_are_not_told() -> None:
    text = (
        "checks:\n  a:\n    question: A\n    answers: {Yes: x, No: y, Maybe: {to: b, loop: why}}\n"
        "  b: {question: B, answers: {Yes: z, No: y}}\ndecisions: {x: X, y: Y, z: Z}\n"
    )
    assert told(text) == [("loop-without-cycle", 6)]


def test_a_tree_whose_nodes_are_lost_is_not_asked_for_them() -> None:
    text = "checks:\n  a: {question: A, answers: {Yes: x, No: u/y}}\ndecisions: {x: X}\n"
    other = "checks: {b: {question: B, answers: {Yes: y, No: z}}}\ndecisions: [y, z]\n"
    assert told(text, u=other) == [("wrong-type", 4)]


def test_a_tree_without_checks_is_not_asked_for_them() -> None:
    text = "start: a\ndecisions: {x: X}\nsee_also:\n  - to: a\n"
    assert told(text) == [("missing-key", 1)]


def test_a_start_in_a_section_that_is_lost_is_not_asked_for() -> None:
    first = "checks:\n  a: {question: A, answers: {Yes: x, No: y}}\ndecisions: {x: X, y: Y}\n"
    second = "checks:\n  b: {question: B, answers: {Yes: x, No: y}}\nstart: b\n"
    assert told(first + second) == [("duplicate-key", 6)]


def test_a_question_asked_twice_on_a_circle_is_told_as_the_circle() -> None:
    first = "checks:\n  a: {question: A, answers: {Yes: b, No: x}}\n"
    second = "  b: {question: A, answers: {Yes: a, No: x}}\ndecisions: {x: X}\n"
    assert told(first + second) == [("cycle", 5)]


@pytest.mark.parametrize("known", [None, ["a.md", "b/c.png"]])
def test_files_that_a_link_may_name(known: list[str] | None) -> None:
    trees = read(
        {"d/t.tree.yaml": f"{HEAD}checks: {{a: {{question: A, answers: {{Yes: x}}}}}}\n"}
    ).library.trees
    library = Library(trees.values(), files=known)
    context = Context(library=library, sources={}, today=date(2026, 11, 23), addresses=Addresses())
    expected = None if known is None else {"a.md", "b/c.png", "d/t/index.md", "d/t/a.md"}
    assert context.files == expected


PAGE = """# A page

Read [about Kafka](to:pick-a-queue/log), [](to:pick-a-queue/), [this](to:log), [that](to:logg),
[it](to:pick-a-queue/lag) and [them](to:pick-a-cue/).

Read [another page](other.md).

    code: `[no link](to:nowhere)`
"""


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("to:x", "x"),
        ("t#x", "x"),
        ("folder/t/x", "x"),
        ("t/X/", "x"),
        ("u/w/", "u/w"),
        ("u#W", "u/w"),
        ("folder/u/", "u/"),
        ("t/quue/", "queue"),
        ("u/straem/", "u/stream"),
        ("no/such/thing", ""),
        ("#", ""),
    ],
)
def test_what_is_meant_by_an_arrow_that_is_written_as_none_is_found(written: str, meant: str) -> None:
    check = f"{{question: A, answers: {{Yes: x, No: '{written}'}}}}"
    text = f"{HEAD}checks: {{a: {check}}}\ndecisions: {{x: X, queue: Q}}\n"
    check = "{question: A, answers: {Yes: w, No: stream}}"
    other = f"{HEAD}checks: {{a: {check}}}\ndecisions: {{w: W, stream: S}}\n"
    labels = [
        diagnostic.label
        for diagnostic in found({"t.tree.yaml": text, "u.tree.yaml": other})
        if diagnostic.code == "unknown-target"
    ]
    assert labels == [f"did you mean `{meant}`?" if meant else ""]


def test_links_in_pages_are_checked_in_their_place() -> None:
    source = """
title: Pick a queue
question: Which?
checks: {replay: {question: 'Replay?', incomplete: true, answers: {Yes: log, No: queue}}}
decisions: {log: {title: Kafka, incomplete: true}, queue: {title: SQS, incomplete: true}}
"""
    found = read({"pick-a-queue.tree.yaml": source}, Settings(pages={"guide/page.md": PAGE}))
    assert [
        (diagnostic.span.line, diagnostic.span.column, diagnostic.message, diagnostic.label)
        for diagnostic in found.diagnostics
    ] == [
        (3, 71, "a link in a page names the tree too", "did you mean `to:pick-a-queue/log`?"),
        (3, 87, "a link in a page names the tree too", ""),
        (
            *(4, 6, "no check, step or terminal in the tree `pick-a-queue` is named `lag`"),
            "did you mean `pick-a-queue/log`?",
        ),
        (4, 38, "no tree is named `pick-a-cue`", "did you mean `pick-a-queue/`?"),
    ]
    assert {diagnostic.span.file for diagnostic in found.diagnostics} == {"guide/page.md"}
    assert not found.broken
    assert found.has_errors


def test_a_target_that_names_a_tree_and_nothing_in_it_is_taken_for_none() -> None:
    source = "title: T\nchecks: {a: {question: A?, incomplete: true, answers: {Yes: b, No: c}}}\n"
    source += "decisions: {b: {title: B, incomplete: true}, c: {title: C, incomplete: true}}\n"
    page = "[here](to:sub/some-tree/completely/else)\n"
    found = read({"some-tree.tree.yaml": source}, Settings(pages={"page.md": page}))
    (told,) = (diagnostic for diagnostic in found.diagnostics if diagnostic.span.file == "page.md")
    assert told.code == "unknown-target"
    assert not told.label


def test_a_cross_reference_that_is_none_is_not_told_to_lead_somewhere() -> None:
    references = "see_also:\n  - {title: S, given: {a: Yes}, expect: x}\n  - {goes_to: x}\n  - {}\n  - text\n"
    text = TWO.replace(", z: Z", "") + references
    assert told(text) == [("unknown-key", 7), ("unknown-key", 8), ("missing-key", 9), ("wrong-type", 10)]


def test_a_list_beside_a_node_is_a_key_of_that_node() -> None:
    check = "checks:\n  a:\n    question: A\n    answers: {Yes: x, No: y}\n"
    assert told(f"{check}  formerly: [b]\ndecisions: {{x: X, y: Y}}\n") == [("unknown-key", 7)]


@pytest.mark.parametrize("key", ["x-note:", "category:", "assess: |"])
def test_keys_below_an_empty_one_that_may_be_there_are_told_to_be_there_twice(key: str) -> None:
    text = TWO.replace(", z: Z", "") + f"{key}\ntitle: Another\n"
    expected = [("duplicate-key", 7)] if key != "assess: |" else [("unknown-key", 6)]
    assert told(text) == expected


def test_what_stands_beside_a_node_that_has_it_already_is_no_key_of_that_node() -> None:
    check = "checks:\n  a: {question: A, title: A, answers: {Yes: x, No: y}}\n"
    assert told(f"{check}  title: B\ndecisions: {{x: X, y: Y}}\n") == [("wrong-type", 5)]
