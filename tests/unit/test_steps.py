"""Steps: something to do on the way, from the source to every output."""

import json
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from decision_trees.analysis.graph import Graph, Lengths
from decision_trees.analysis.outline import outline
from decision_trees.cli.main import main
from decision_trees.compare.compare import Comparison, compare, compare_all
from decision_trees.compare.report import as_text
from decision_trees.diagnostics.diagnostic import Diagnostic
from decision_trees.layout.addresses import Addresses
from decision_trees.model.tree import DONE, Check, Step, Tree
from decision_trees.reading.read import read
from decision_trees.site.page_maker import PageMaker
from decision_trees.site.site import Site
from decision_trees.source.decode import decode
from decision_trees.walk import screen, state

WARM = "  warm: {title: Warm the cache, then: load}\n"

SLOW = """
title: Slow pages
start: dashboard
checks:
  cache:
    question: Is the cache cold?
    answers:
      Yes: warm
      No: load
  load:
    question: Is the load high?
    answers:
      Yes: scale
      No: fine
steps:
  dashboard: {title: Open the dashboard, do: Look at *latency*., then: cache}
  warm: {title: Warm the cache, then: load}
decisions:
  fine: All is well
  scale: Add a machine
scenarios:
  - title: A cold cache
    given: {cache: Yes, load: No}
    expect: fine
"""


def tree_from(source: str) -> Tree:
    """Read a tree."""
    tree = decode(source, "t.tree.yaml").tree
    assert tree is not None
    return tree


def codes_of(source: str) -> list[str]:
    """What is said about a tree, each code once."""
    return sorted({diagnostic.code for diagnostic in read({"t.tree.yaml": source}).diagnostics})


def only(source: str, code: str) -> Diagnostic:
    """What is said about a tree by codes that begin so."""
    (problem,) = [
        diagnostic
        for diagnostic in read({"t.tree.yaml": source}).diagnostics
        if diagnostic.code.startswith(code)
    ]
    return problem


def retrying(answer: str, step: str) -> str:
    """A tree in which something is done before a question is asked again."""
    return f"""
title: Restart
checks:
  up:
    question: Is it up?
    answers:
      Yes: fine
      No: {answer}
steps:
  restart: {{title: Restart it, {step}}}
decisions:
  fine: Fine
"""


def test_a_step_is_read() -> None:
    step = tree_from(SLOW).nodes["warm"]
    assert isinstance(step, Step)
    assert (step.kind, str(step.title), step.then.node, step.loop) == ("step", "Warm the cache", "load", None)
    assert [answer.id for answer in step.answers] == [DONE]
    assert not step.is_unwritten


def test_a_walk_may_start_with_a_step() -> None:
    tree = tree_from(SLOW)
    assert tree.start == "dashboard"
    assert tree.first_check is tree.nodes["cache"]
    assert str(tree.question) == "Is the cache cold?"
    assert not tree.asks_of_its_own


def test_steps_count_in_time_and_not_in_checks() -> None:
    graph = Graph(tree_from(SLOW))
    assert graph.questions["dashboard"] == Lengths(2, 2)
    assert graph.lengths["dashboard"] == Lengths(3, 4)
    assert graph.path_count == 4


def test_a_scenario_passes_steps_without_naming_them() -> None:
    assert codes_of(SLOW) == ["missing-guidance", "untested-terminal"]
    named = SLOW.replace("given: {", "given: {warm: done, ")
    assert only(named, "scenario").message == "the step `warm` has no answers to give"


def test_a_step_needs_a_way_on() -> None:
    wrong = SLOW.replace("{title: Warm the cache, then: load}", "{title: Warm the cache, do: Go.}")
    assert "missing-key" in codes_of(wrong)
    lost = SLOW.replace("Warm the cache, then: load", "Warm the cache, then: lode")
    assert "unknown-target" in codes_of(lost)


@pytest.mark.parametrize(
    "source",
    [
        retrying("restart", "then: up, loop: ask again"),
        retrying("{to: restart, loop: ask again}", "then: up"),
        retrying("{to: restart, loop: never told}", "then: up, loop: ask again"),
    ],
)
def test_a_way_back_may_lead_through_steps(source: str) -> None:
    assert codes_of(source) == ["missing-guidance"]
    tree = tree_from(source)
    graph = Graph(tree)
    check, step = tree.nodes["up"], tree.nodes["restart"]
    assert isinstance(check, Check)
    assert isinstance(step, Step)
    assert [answer.loop for answer in check.answers] == [None, None]
    assert str(step.loop) == "ask again"
    assert list(graph.reachable) == ["up", "fine", "restart"]
    assert graph.path_count == 1
    assert graph.lengths["up"] == Lengths(1, 1)


def test_a_way_back_may_lead_through_several_steps() -> None:
    source = retrying("{to: restart, loop: again}", "then: wait").replace(
        "decisions:", "  wait: {title: Wait, then: up}\ndecisions:"
    )
    tree = tree_from(source)
    assert codes_of(source) == ["missing-guidance"]
    steps = {step.id: str(step.loop or "") for step in tree.steps}
    assert steps == {"restart": "", "wait": "again"}


def test_a_step_that_is_met_anyway_keeps_its_way_on() -> None:
    source = SLOW.replace("      No: fine", "      No: fine\n      Unsure: {to: warm, loop: look again}")
    tree = tree_from(source)
    assert codes_of(source) == ["missing-guidance", "untested-terminal"]
    load, warm = tree.nodes["load"], tree.nodes["warm"]
    assert isinstance(load, Check)
    assert isinstance(warm, Step)
    assert str(load.answers[2].loop) == "look again"
    assert warm.loop is None


def test_the_first_step_is_met_going_forward() -> None:
    source = SLOW.replace("      No: fine", "      No: fine\n      Unsure: {to: dashboard, loop: look again}")
    tree = tree_from(source)
    load = tree.nodes["load"]
    assert isinstance(load, Check)
    assert str(load.answers[2].loop) == "look again"
    assert codes_of(source) == ["missing-guidance", "untested-terminal"]
    chained = retrying("{to: restart, loop: again}", "then: first").replace(
        "decisions:", "  first: {title: Look, then: up}\nstart: first\ndecisions:"
    )
    assert codes_of(chained) == ["missing-guidance"]


def test_a_loop_that_goes_forward_is_told() -> None:
    source = SLOW.replace("then: load}", "then: load, loop: nonsense}")
    (problem,) = [
        diagnostic
        for diagnostic in read({"t.tree.yaml": source}).diagnostics
        if diagnostic.code == "loop-without-cycle"
    ]
    assert problem.message.startswith("`warm` says `loop`")


def test_a_circle_is_told_where_it_closes() -> None:
    def closing(source: str) -> tuple[str, str]:
        cycle = only(source, "cycle")
        line = source.splitlines()[cycle.span.line - 1]
        return line[cycle.span.column - 1 : cycle.span.end_column - 1], cycle.help.split(" elsewhere")[0]

    assert closing(retrying("restart", "then: up")) == ("up", "lead this step")
    back = SLOW.replace("Yes: scale", "Yes: cache")
    assert closing(back) == ("cache", "lead this answer")
    rounds = retrying("restart", "then: wait").replace(
        "decisions:", "  wait: {title: Wait, then: restart}\ndecisions:"
    )
    assert closing(rounds) == ("restart", "lead this step")


def test_a_question_may_be_asked_again_after_a_step() -> None:
    again = retrying("restart", "then: again").replace(
        "steps:", "  again:\n    question: Is it up?\n    answers: {Yes: fine, No: call}\nsteps:"
    )
    again = again.replace("  fine: Fine", "  fine: Fine\n  call: Call somebody")
    assert codes_of(again) == ["missing-guidance"]
    straight = again.replace("      No: restart", "      No: restart\n      Maybe: again")
    assert codes_of(straight) == ["missing-guidance", "repeated-question"]


def test_scenarios_that_come_back_to_a_step_are_told() -> None:
    source = SLOW.replace("      No: fine", "      No: fine\n      Unsure: {to: dashboard, loop: look again}")
    source = source.replace("given: {cache: Yes, load: No}", "given: {cache: No, load: Unsure}")
    problem = only(source, "scenario")
    assert "come back to the step `dashboard`" in problem.message
    assert problem.help == "give the answers of the last round: not `Unsure`"
    endless = SLOW.replace("then: cache}", "then: dashboard, loop: for ever}")
    assert "scenario-incomplete" in codes_of(endless)
    expecting = SLOW.replace("expect: fine", "expect: warm")
    assert only(expecting, "scenario-fails").help.endswith("not at a step")


def test_the_outline_goes_on_below_a_step() -> None:
    (top,) = outline(Graph(tree_from(SLOW)))
    (cache,) = top.branches
    assert isinstance(cache.to, Check)
    warm, _ = cache.branches
    assert isinstance(warm.to, Step)
    assert [branch.to for branch in warm.branches] == [tree_from(SLOW).nodes["load"]]


def compared(old: str, new: str) -> Comparison:
    return compare(tree_from(old), tree_from(new))


def told(old: str, new: str) -> list[str]:
    text = as_text(compare_all([tree_from(old)], [tree_from(new)]))
    return [line.strip() for line in text.splitlines()[1:]]


def test_a_new_step_moves_no_outcome() -> None:
    before = SLOW.replace("Yes: warm", "Yes: load").replace(
        "  warm: {title: Warm the cache, then: load}\n", ""
    )
    assert told(before, SLOW) == [
        "These answers now lead elsewhere",
        "cache: Yes → warm, was load",
        "every way still ends where it did",
        "Checks and terminals",
        "new step: warm, “Warm the cache”",
    ]


def test_a_step_that_leads_elsewhere_is_told() -> None:
    after = SLOW.replace("Warm the cache, then: load", "Warm the cache, then: scale")
    assert told(SLOW, after)[:3] == [
        "These answers now lead elsewhere",
        "warm → scale, was load",
        "1 way that ended at fine now ends at scale",
    ]


def test_a_check_may_become_a_step() -> None:
    check = "  warm:\n    question: Warm it?\n    answers: {Yes: load, No: scale}\n"
    before = SLOW.replace(WARM, "").replace("steps:", check + "steps:")
    assert "warm is a step, was a check" in told(before, SLOW)
    assert "warm is a check, was a step" in told(SLOW, before)
    assert any(line.startswith("warm: removed answer") for line in told(before, SLOW))
    assert any(line.startswith("warm: new answer") for line in told(SLOW, before))


def test_a_walk_at_the_keyboard_shows_steps() -> None:
    reading = read({"slow.tree.yaml": SLOW})
    walk = state.begin(reading.library, reading.library.trees["slow"])
    assert screen.shown(walk).splitlines() == [
        "Step: Open the dashboard",
        "",
        "What to do",
        "  Look at *latency*.",
        "",
        "  1. Continue",
    ]
    while walk.inner:
        walk = state.answer(walk, walk.inner.answers[0])
    assert "  1. Open the dashboard\n  2. Is the cache cold? Yes\n  3. Warm the cache\n" in screen.shown(walk)


def test_a_step_of_another_tree_is_shown_with_its_tree() -> None:
    other = SLOW.replace("Yes: scale", "Yes: other/").replace("  scale: Add a machine\n", "")
    reading = read({"slow.tree.yaml": other, "other.tree.yaml": SLOW})
    walk = state.begin(reading.library, reading.library.trees["slow"], "load")
    assert walk.inner
    walk = state.answer(walk, walk.inner.answers[0])
    assert screen.shown(walk).startswith("Slow pages\n\nStep: Open the dashboard")


@pytest.fixture
def typed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Lines that somebody types."""
    lines: list[str] = []

    def line() -> str:
        if not lines:
            raise EOFError
        return lines.pop(0)

    monkeypatch.setattr("builtins.input", line)
    return lines


@pytest.mark.parametrize("word", ["", "1", "done", "c", "Continue"])
def test_enter_goes_on_from_a_step(
    word: str, typed: list[str], tmp_path_factory: pytest.TempPathFactory, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path_factory.mktemp("site") / "slow.tree.yaml"
    file.write_text(SLOW, encoding="utf-8")
    typed += ["nonsense", word, "q"]
    assert main(["walk", str(file)]) == 0
    said = capsys.readouterr().out
    assert "This step asks nothing, so `nonsense` is no answer: press Enter to go on" in said
    assert "Is the cache cold?" in said


def test_a_walk_may_begin_at_a_step(
    typed: list[str], tmp_path_factory: pytest.TempPathFactory, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path_factory.mktemp("site") / "slow.tree.yaml"
    file.write_text(SLOW, encoding="utf-8")
    typed.append("q")
    assert main(["walk", str(file), "--from", "warm"]) == 0
    assert "Step: Warm the cache" in capsys.readouterr().out


def test_a_tree_whose_steps_lead_nowhere_asks_its_first_check() -> None:
    found = decode(
        "title: T\nchecks: {c: {question: Q?, answers: {A: d, B: e}}}\nstart: s\n"
        "steps: {s: {title: S, then: s}}\n"
        "decisions: {d: D, e: E}\n",
        "t.tree.yaml",
    )
    tree = found.tree
    assert isinstance(tree, Tree)
    assert tree.first_check is tree.nodes["c"]


def pages_of(source: str) -> dict[str, str]:
    """The content of the pages of a tree's nodes, by id."""
    reading = read({"trees/slow.tree.yaml": source})
    site = Site(addresses=Addresses(), today=date(2026, 11, 23))
    pages = PageMaker(reading.library, site).pages(reading.library.trees["slow"])
    return {page.node or "": page.content for page in pages}


def test_a_step_is_named_once_on_the_page_it_leads_to() -> None:
    load = pages_of(SLOW)["load"]
    assert "You come here when" in load
    assert "Referred to by" not in load
    assert "dt--step" in pages_of(SLOW)[""]


def test_the_document_tells_steps() -> None:
    reading = read({"trees/slow.tree.yaml": SLOW})
    site = Site(addresses=Addresses(), today=date(2026, 11, 23))
    document = PageMaker(reading.library, site).document(reading.library.trees["slow"])
    assert "- Yes: **Step:** Warm the cache\n" in document
    assert "    - Then: Is the load high?\n" in document
    assert "## Steps\n" in document


def test_a_step_can_be_renamed(tmp_path: Path) -> None:
    file = tmp_path / "slow.tree.yaml"
    file.write_text(SLOW, encoding="utf-8")
    assert main(["rename", "slow/warm", "heat", "--in", str(tmp_path)]) == 0
    written = file.read_text("utf-8")
    assert "Yes: heat" in written
    assert "heat: {title: Warm the cache, then: load, formerly: [warm]}" in written
    assert main(["rename", "slow/load", "strain", "--in", str(tmp_path)]) == 0
    assert "then: strain" in file.read_text("utf-8")


ANSWERS = st.lists(st.integers(0, 6), min_size=2, max_size=3)


@given(ways=st.lists(ANSWERS, min_size=1, max_size=5), taken=st.data())
def test_steps_on_the_way_change_neither_paths_nor_questions(
    ways: list[list[int]], taken: st.DataObject
) -> None:
    """Whatever arrows steps are put on."""

    def target(number: int, ahead: int) -> str:
        return f"c{number + 1 + ahead}" if number + 1 + ahead < len(ways) else f"end{ahead % 2}"

    plain, longer, steps = {}, {}, {}
    for number, aheads in enumerate(ways):
        answers = {f"A{place}": target(number, ahead) for place, ahead in enumerate(aheads)}
        plain[f"c{number}"] = {"question": "Q?", "answers": answers}
        stepping = {}
        for label, to in answers.items():
            chain = [f"s{number}-{label.lower()}-{copy}" for copy in range(taken.draw(st.integers(0, 2)))]
            for name, behind in pairwise([*chain, to]):
                steps[name] = {"title": "S", "then": behind}
            stepping[label] = chain[0] if chain else to
        longer[f"c{number}"] = {"question": "Q?", "answers": stepping}
    rest = {"title": "T", "question": "Q?", "decisions": {"end0": "E", "end1": "F"}}
    before = Graph(tree_from(json.dumps({**rest, "checks": plain})))
    after = Graph(tree_from(json.dumps({**rest, "checks": longer, "steps": steps})))
    assert after.path_count == before.path_count
    assert after.questions == {**after.questions, **before.questions}
    assert before.questions == before.lengths
    for node_id in before.reachable:
        assert after.ways[node_id] == before.ways[node_id]
        assert after.lengths[node_id].least >= before.lengths[node_id].least
        assert (before.leads_to("c0", node_id), after.leads_to("c0", node_id)) == (True, True)


def test_of_many_alike_questions_those_between_two_steps_are_told() -> None:
    checks = {
        f"c{number}": {"question": "Up?", "answers": {"Yes": "end", "No": "end"}} for number in range(5)
    }
    for number, to in enumerate(["s1", "c2", "s3", "c4"]):
        checks[f"c{number}"] = {"question": "Up?", "answers": {"Yes": "end", "No": to}}
    steps = {f"s{number}": {"title": "Restart", "then": f"c{number}"} for number in (1, 3)}
    source = json.dumps({"title": "T", "checks": checks, "steps": steps, "decisions": {"end": "End"}})
    told_of = [
        diagnostic
        for diagnostic in read({"t.tree.yaml": source}).diagnostics
        if diagnostic.code == "repeated-question"
    ]
    assert [problem.message.split("`")[1] for problem in told_of] == ["c1", "c3"]
