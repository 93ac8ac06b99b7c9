from __future__ import annotations

import io
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from decision_trees import Library
from decision_trees.cli.main import main
from decision_trees.model.tree import Check
from decision_trees.reading.read import read
from decision_trees.walk import screen, state
from decision_trees.walk.state import Walk

QUEUE = """\
title: Pick a queue
question: Which queue?
checks:
  replay:
    question: Does a consumer replay messages?
    assess: Ask the [consumers](https://example.org "all of them"), see [](to:broker/) and [](to:log).
    answers:
      Yes: log
      No: {to: order, note: read once}
      Not sure: {to: broker/hosted, note: rarely}
  order:
    question: Does order matter?
    answers:
      Yes: broker/
      No: far-away/queue
      Nobody knows: {to: replay, note: ask, loop: ask again}
    incomplete: true
decisions:
  log:
    title: A log
    choose: Kafka
    alternatives: [Kinesis, Pulsar]
    then: broker/hosted
"""
BROKER = """\
title: Broker
question: Which broker?
checks:
  hosted:
    question: May it be hosted elsewhere?
    answers: {Yes: cloud, No: trouble}
    incomplete: true
decisions:
  cloud: {title: Cloud, incomplete: true, then: far-away/}
warnings:
  trouble: {title: Trouble, risk: On call., then: hosted}
"""
HELP = """\
Pick a queue
Answer by number or by the words. ? guidance, b back, r start again, q quit

"""
REPLAY = """\
Does a consumer replay messages?

  1. Yes
  2. No (read once)
  3. Not sure (rarely)

"""
ORDER = """\
Does order matter?

  1. Yes
  2. No
  3. Nobody knows (ask; goes back: ask again)

"""
HOSTED = """\
Broker

May it be hosted elsewhere?

  1. Yes
  2. No

"""
LOG = """\
Decision: A log

Choose
  Kafka

Also acceptable
  - Kinesis
  - Pulsar

Then
  May it be hosted elsewhere? (broker/hosted)

Your answers
  1. Does a consumer replay messages? Yes

"""

Run = Callable[..., str]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Walk the tree `queue` with lines as typed, and give what the terminal shows of it."""
    (tmp_path / "queue.tree.yaml").write_text(QUEUE, "utf-8")
    (tmp_path / "broker.tree.yaml").write_text(BROKER, "utf-8")
    monkeypatch.chdir(tmp_path)

    def walk(*lines: str, options: tuple[str, ...] = ("queue.tree.yaml",), status: int = 0) -> str:
        monkeypatch.setattr(sys, "stdin", io.StringIO("".join(f"{line}\n" for line in lines)))
        assert main(["walk", *options]) == status
        return capsys.readouterr().out

    return walk


def test_the_end_of_the_input_ends_the_walk(run: Run) -> None:
    assert run() == f"{HELP}{REPLAY}> \n"


def test_q_ends_the_walk(run: Run) -> None:
    assert run("q", "1") == f"{HELP}{REPLAY}> q\n\n"


@pytest.mark.parametrize("line", ["1", "Yes", "yes", "y", " 1 "])
def test_an_answer_is_chosen_by_number_words_and_beginning(line: str, run: Run) -> None:
    assert run(line, "q") == f"{HELP}{REPLAY}> {line.strip()}\n\n{LOG}> q\n\n"


def test_words_that_are_an_answer_come_before_a_longer_one(run: Run) -> None:
    assert run("no", "q") == f"{HELP}{REPLAY}> no\n\n{ORDER}> q\n\n"


def test_an_unclear_and_an_unknown_answer_are_asked_for_again(run: Run) -> None:
    assert run("n", "4", "", "q") == (
        f"{HELP}{REPLAY}> n\n\n`n` may mean `No` or `Not sure`: write more of it, or its number\n\n"
        "> 4\n\nNo answer is `4`: write a number from 1 to 3, or how an answer begins\n\n"
        f"> \n\n{REPLAY}> q\n\n"
    )


def test_back_and_restart(run: Run) -> None:
    assert run("no", "b", "b", "no", "r", "q") == (
        f"{HELP}{REPLAY}> no\n\n{ORDER}> b\n\n{REPLAY}> b\n\n{REPLAY}> no\n\n{ORDER}> r\n\n{REPLAY}> q\n\n"
    )


def test_guidance_comes_on_request_with_links_as_their_words(run: Run) -> None:
    assert run("?", "no", "?", "q") == (
        f"{HELP}{REPLAY}> ?\n\nHow to assess\n  Ask the consumers, see Broker and A log.\n\n"
        f"> no\n\n{ORDER}> ?\n\nGuidance for this check is not written yet.\n\n> q\n\n"
    )


def test_an_end_takes_no_answer_and_goes_back(run: Run) -> None:
    assert run("1", "1", "?", "b", "q") == (
        f"{HELP}{REPLAY}> 1\n\n{LOG}> 1\n\nb back, r start again, q quit\n\n"
        f"> ?\n\nChoose\n  Kafka\n\n> b\n\n{REPLAY}> q\n\n"
    )


def test_an_answer_that_goes_back_takes_back_what_was_answered_since(run: Run) -> None:
    assert run("no", "3", "yes", "q") == (
        f"{HELP}{REPLAY}> no\n\n{ORDER}> 3\n\n{REPLAY}> yes\n\n{LOG}> q\n\n"
    )


def test_an_answer_into_a_tree_beside_goes_on_there_with_the_trail(run: Run) -> None:
    assert run("no", "yes", "no", "q") == (
        f"{HELP}{REPLAY}> no\n\n{ORDER}> yes\n\n{HOSTED}> no\n\n"
        "Warning: Trouble\n\nRisk\n  On call.\n\nThen\n  May it be hosted elsewhere? (hosted)\n\n"
        "Your answers\n"
        "  1. Does a consumer replay messages? No\n"
        "  2. Does order matter? Yes\n"
        "  3. May it be hosted elsewhere? No\n\n> q\n\n"
    )


def test_an_answer_may_lead_into_the_middle_of_a_tree_and_back_out_of_it(run: Run) -> None:
    assert run("not", "1", "r", "q") == (
        f"{HELP}{REPLAY}> not\n\n{HOSTED}> 1\n\n"
        "Decision: Cloud\n\nGuidance for this decision is not written yet.\n\nThen\n  far-away/\n\n"
        "Your answers\n"
        "  1. Does a consumer replay messages? Not sure\n"
        "  2. May it be hosted elsewhere? Yes\n\n"
        f"> r\n\n{REPLAY}> q\n\n"
    )


def test_an_answer_into_a_tree_elsewhere_says_where_it_leads(run: Run) -> None:
    elsewhere = (
        "This answer leads on to `far-away/queue`, which is not beside this tree, or has errors.\n\n"
        "Your answers\n"
        "  1. Does a consumer replay messages? No\n"
        "  2. Does order matter? No\n\n"
    )
    assert run("no", "no", "?", "b", "q") == (
        f"{HELP}{REPLAY}> no\n\n{ORDER}> no\n\n{elsewhere}> ?\n\n{elsewhere}> b\n\n{ORDER}> q\n\n"
    )


def test_a_tree_beside_with_errors_is_not_entered(run: Run, tmp_path: Path) -> None:
    (tmp_path / "broker.tree.yaml").write_text(BROKER.replace("Yes: cloud", "Yes: clod"), "utf-8")
    assert "`broker/`, which is not beside this tree, or has errors." in run("no", "yes")


def test_a_walk_can_begin_at_any_check(run: Run) -> None:
    assert run("3", "b", "q", options=("queue.tree.yaml", "--from", "order")) == (
        f"{HELP}{ORDER}> 3\n\n{REPLAY}> b\n\n{ORDER}> q\n\n"
    )


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (
            ["queue.tree.yaml", "--from", "ordre"],
            "`queue` has no check or step `ordre`; did you mean `order`?",
        ),
        (["queue.tree.yaml", "--from", "zzzzzzz"], "`queue` has no check or step `zzzzzzz`"),
        (["queue.tree.yaml", "--from", "log"], "`log` is a decision: a walk begins at a check or a step"),
        (["."], "`.` holds 2 trees: name one of `broker.tree.yaml`, `queue.tree.yaml`"),
        (["page.md"], "`page.md` is a page: name the file of a tree"),
    ],
)
@pytest.mark.usefixtures("run")
def test_what_cannot_be_walked_is_refused(
    options: list[str], said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "page.md").write_text("[a](to:queue/)\n", "utf-8")
    assert main(["walk", *options]) == 2
    assert capsys.readouterr() == ("", f"decision-trees: {said}\n")


@pytest.mark.parametrize("name", ["queue", "./queue", "below/cache", "cache", "below", "below/"])
def test_a_tree_is_named_as_to_new_and_to_check(name: str, run: Run, tmp_path: Path) -> None:
    (tmp_path / "below").mkdir()
    (tmp_path / "below" / "cache.tree.yaml").write_text(QUEUE, "utf-8")
    assert run("q", options=(name,)).startswith(HELP)


@pytest.mark.usefixtures("run")
def test_many_trees_of_a_folder_are_named_as_far_as_they_can_be_read(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "many").mkdir()
    assert main(["walk", "many"]) == 2
    assert capsys.readouterr().err == "decision-trees: `many` has no tree in it\n"
    for number in range(12):
        (tmp_path / "many" / f"t{number:02}.tree.yaml").write_text(QUEUE, "utf-8")
    assert main(["walk", "many"]) == 2
    assert capsys.readouterr().err.endswith("`many/t08.tree.yaml`, `many/t09.tree.yaml`, …\n")


def test_a_tree_with_errors_is_reported_as_check_does(run: Run, tmp_path: Path) -> None:
    (tmp_path / "queue.tree.yaml").write_text(QUEUE.replace("Yes: log", "Yes: lgo"), "utf-8")
    assert run(status=1) == (
        "error[unknown-target]: no check, step or terminal is named `lgo`\n"
        " --> queue.tree.yaml:8:12\n"
        "  |\n"
        "8 |       Yes: lgo\n"
        "  |            ^^^ did you mean `log`?\n"
        "  = more: decision-trees explain unknown-target\n"
        "\n"
        "1 error\n"
    )


def test_a_file_that_is_not_there_is_reported(run: Run) -> None:
    assert run(options=("none.tree.yaml",), status=1) == (
        "error[unknown-file]: the file cannot be read: No such file or directory\n"
        " --> none.tree.yaml:1:1\n"
        "  = help: check the path\n"
        "  = more: decision-trees explain unknown-file\n"
        "\n"
        "1 error\n"
    )


@pytest.mark.usefixtures("run")
def test_an_interrupt_ends_the_walk(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupted() -> str:
        raise KeyboardInterrupt

    monkeypatch.setattr("builtins.input", interrupted)
    assert main(["walk", "queue.tree.yaml"]) == 0
    assert capsys.readouterr().out == f"{HELP}{REPLAY}> \n"


def test_a_terminal_shows_what_is_typed_by_itself(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    monkeypatch.setattr(io, "StringIO", Terminal)
    assert run("q") == f"{HELP}{REPLAY}> \n"


# --- the state of a walk --------------------------------------------------------------------------


def library(*sources: str) -> Library:
    reading = read({f"tree-{number}.tree.yaml": text for number, text in enumerate(sources)})
    return reading.library


def begun(source: str = QUEUE) -> Walk:
    trees = library(source)
    return state.begin(trees, trees.trees["tree-0"])


def answered(walk: Walk, *words: str) -> Walk:
    for word in words:
        assert walk.inner is not None
        (answer,) = state.matching(walk.inner, word)
        walk = state.answer(walk, answer)
    return walk


def test_every_state_of_a_walk_stays_as_it_was() -> None:
    start = begun()
    asked = answered(start, "No")
    assert state.back(asked) == start
    assert state.restart(asked) == start
    assert state.back(start) == start
    assert [given.answer.id for given in asked.trail] == ["no"]
    assert start.trail == ()


def test_a_walk_that_has_ended_takes_no_answer() -> None:
    start = begun()
    end = answered(start, "Yes")
    assert end.inner is None
    assert start.inner is not None
    with pytest.raises(ValueError, match="the walk has come to an end"):
        state.answer(end, start.inner.answers[0])


def test_going_back_to_a_check_that_is_not_on_the_trail_goes_there() -> None:
    start = begun()
    order = state.begin(start.library, start.start.tree, "order")
    again = answered(order, "Nobody knows")
    assert again.inner == start.inner
    assert [given.node.id for given in again.trail] == ["order"]


ODD = """\
title: Odd
question: How many?
checks:
  count:
    question: How many?
    answers:
      "2": two
      "1": one
      More: {to: two, id: "3"}
      Mores: {to: one, id: more}
decisions: {one: One, two: Two}
"""


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("1", ["1"]),
        ("2", ["2"]),
        ("3", ["More"]),
        ("4", ["Mores"]),
        ("mores", ["Mores"]),
        ("more", ["More", "Mores"]),
        ("mo", ["More", "Mores"]),
        ("5", []),
    ],
)
def test_words_and_ids_come_before_numbers_and_numbers_before_beginnings(
    written: str, meant: list[str]
) -> None:
    (check,) = library(ODD).trees["tree-0"].checks
    assert isinstance(check, Check)
    assert [str(answer.label) for answer in state.matching(check, written)] == meant


def test_an_end_without_texts_says_so() -> None:
    assert screen.shown(answered(begun(ODD), "1")) == (
        "Decision: One\n\nGuidance for this decision is not written yet.\n\nYour answers\n  1. How many? 1"
    )


@pytest.mark.parametrize(
    ("markdown", "text"),
    [
        ("plain", "plain"),
        ("[a](b) and [c](<d> 'e')", "a and c"),
        ("![drawing](a.png (title))", "drawing"),
        ("[![inner](a.png) words](to:log)", "inner words"),
        ("[](to:log), [](to:nowhere), [](https://example.org)", "A log, nowhere, https://example.org"),
        ("`[a](b)` stays", "`[a](b)` stays"),
        ("[ref]: https://example.org", "[ref]: https://example.org"),
        ("[open](b", "[open](b"),
    ],
)
def test_links_become_their_words(markdown: str, text: str) -> None:
    trees = library(QUEUE)
    assert screen.plain(markdown, trees, trees.trees["tree-0"]) == text
