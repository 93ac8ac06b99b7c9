"""What `decision-trees diff` says of two versions, in a terminal and in the comment of a review."""

from __future__ import annotations

import itertools
import textwrap
from pathlib import Path

import pytest

from decision_trees.cli.main import main
from decision_trees.compare import moves
from decision_trees.compare.compare import Comparisons, compare, compare_all
from decision_trees.compare.report import as_markdown, as_text
from decision_trees.diagnostics.codes import Level
from decision_trees.model.tree import Tree
from decision_trees.reading.read import Settings, read

QUEUE = """\
title: Pick a queue
question: Which queue do we need?
category: Architecture
summary: One sentence.
checks:
  fan-out:
    question: Are there several consumers?
    title: Fan-out
    assess: Count them.
    answers:
      Yes: pub-sub
      No: replay
  replay:
    question: Does a consumer replay messages?
    pitfall: Convenience.
    answers:
      Yes: log
      No: {to: queue, note: a simple one}
decisions:
  log: Kafka
  queue: {title: SQS, why: It is simple., alternatives: [RabbitMQ]}
  pub-sub: SNS
warnings:
  trap: {title: No one reads it, risk: Disks fill.}
edge_cases:
  - {title: One process, text: A function call will do.}
see_also:
  - {to: log, note: once settled}
  - {url: 'https://example.org/guide', title: The guide}
scenarios:
  - {title: Invoices, given: {fan-out: No, replay: No}, expect: queue}
  - {title: Audit, given: {fan-out: No, replay: Yes}, expect: log, note: For years.}
"""


def tree(source: str, tree_id: str = "pick-a-queue") -> Tree:
    reading = read(
        {f"{tree_id}.tree.yaml": source},
        Settings(levels={"unknown-tree": Level.OFF, "address-collision": Level.OFF}),
    )
    assert not reading.broken, reading.diagnostics
    return reading.library.trees[tree_id]


def edited(source: str, *edits: tuple[str, str]) -> str:
    for written, instead in edits:
        assert source.count(written) == 1, written
        source = source.replace(written, instead)
    return source


def said(*edits: tuple[str, str], old: str = QUEUE) -> str:
    """What is said below the tree's name once some of its source is written otherwise."""
    comparison = compare(tree(old), tree(edited(old, *edits)))
    text = as_text(Comparisons(changed=(comparison,) if comparison.changed else ()))
    heading, _, rest = text.partition("\n")
    return textwrap.dedent(rest) if rest else heading


def test_nothing_changed() -> None:
    assert said() == "no change for a reader"


def test_what_a_reader_does_not_see_is_no_change() -> None:
    assert (
        said(
            ("title: Pick a queue", "# a comment\nx-mine: 1\ntitle: 'Pick a queue'"),
            ("Yes: pub-sub", "Yes: {to: pub-sub}"),
            ("No: replay\n", "No: pick-a-queue/replay\n"),
            ("given: {fan-out: No, replay: No}", "given: {replay: no, fan-out: No}"),
        )
        == "no change for a reader"
    )


def test_an_answer_that_leads_elsewhere() -> None:
    assert said(("Yes: pub-sub", "Yes: trap")) == textwrap.dedent(
        """\
        These answers now lead elsewhere
          fan-out: Yes → trap, was pub-sub
            1 way that ended at pub-sub now ends at trap
        What can be reached
          pub-sub can no longer be reached
          trap can be reached now"""
    )


def test_an_answer_into_another_tree() -> None:
    assert said(("Yes: pub-sub", "Yes: pick-a-bus/")) == textwrap.dedent(
        """\
        These answers now lead elsewhere
          fan-out: Yes → pick-a-bus/, was pub-sub
            1 way that ended at pub-sub now ends at pick-a-bus/
        What can be reached
          pub-sub can no longer be reached
          pick-a-bus/ can be reached now"""
    )


def test_a_new_check_between_two() -> None:
    assert said(
        ("No: replay\n", "No: order\n"),
        ("  replay:\n", "  order: {question: 'In order?', answers: {Yes: log, No: replay}}\n  replay:\n"),
        ("given: {fan-out: No, replay: No}", "given: {fan-out: No, order: No, replay: No}"),
        ("given: {fan-out: No, replay: Yes}", "given: {fan-out: No, order: Yes}"),
    ) == textwrap.dedent(
        """\
        These answers now lead elsewhere
          fan-out: No → order, was replay
            1 way that ended at queue now ends at log
        Checks and terminals
          new check: order, “In order?”
        Worked examples
          Invoices: answers changed
          Audit: answers changed"""
    )


def test_a_check_that_every_way_may_skip() -> None:
    assert said(
        ("No: replay\n", "No: size\n"),
        ("  replay:\n", "  size: {question: 'Big?', answers: {Yes: replay, No: replay}}\n  replay:\n"),
        ("given: {fan-out: No, replay: No}", "given: {fan-out: No, size: No, replay: No}"),
        ("given: {fan-out: No, replay: Yes}", "given: {fan-out: No, size: No, replay: Yes}"),
    ) == textwrap.dedent(
        """\
        These answers now lead elsewhere
          fan-out: No → size, was replay
            every way still ends where it did
        Checks and terminals
          new check: size, “Big?”
        Worked examples
          Invoices: answers changed
          Audit: answers changed"""
    )


def test_another_start() -> None:
    assert said(
        ("checks:\n", "start: replay\nchecks:\n"),
        ("given: {fan-out: No, replay: No}", "given: {replay: No}"),
        ("given: {fan-out: No, replay: Yes}", "given: {replay: Yes}"),
    ) == textwrap.dedent(
        """\
        These answers now lead elsewhere
          the start is replay, was fan-out
            1 way that ended at pub-sub now ends at log
            1 way that ended at pub-sub now ends at queue
        What can be reached
          fan-out can no longer be reached
          pub-sub can no longer be reached
        Worked examples
          Invoices: answers changed
          Audit: answers changed"""
    )


def test_a_renamed_node_is_no_change_of_what_names_it() -> None:
    assert said(
        ("Yes: log", "Yes: stream"),
        ("  log: Kafka\n", "  stream: {title: Kafka, formerly: [log]}\n"),
        ("to: log, note", "to: stream, note"),
        ("expect: log", "expect: stream"),
    ) == textwrap.dedent(
        """\
        Checks and terminals
          log is called stream now"""
    )


def test_a_renamed_node_in_prose_is_no_change_of_the_prose() -> None:
    old = edited(QUEUE, ("Count them.", "See [it](to:log), [that](to:pick-a-bus/) and [this](guide.md)."))
    assert said(
        ("[it](to:log)", "[it](to:stream)"),
        ("Yes: log", "Yes: stream"),
        ("  log: Kafka\n", "  stream: {title: Kafka, formerly: [log]}\n"),
        ("to: log, note", "to: stream, note"),
        ("expect: log", "expect: stream"),
        old=old,
    ) == textwrap.dedent(
        """\
        Checks and terminals
          log is called stream now"""
    )


def test_a_renaming_that_is_undone_loses_the_new_address() -> None:
    old = edited(QUEUE, ("  pub-sub: SNS", "  pub-sub: {title: SNS, formerly: [bus, topic]}"))
    assert said(
        ("Yes: pub-sub", "Yes: bus"),
        ("  pub-sub: {title: SNS, formerly: [bus, topic]}", "  bus: SNS"),
        old=old,
    ) == textwrap.dedent(
        """\
        Checks and terminals
          pub-sub is called bus now
        Addresses
          pub-sub leads nowhere now
          topic leads nowhere now"""
    )


def test_of_two_renamings_into_one_the_first_counts() -> None:
    merged = "  queue: {title: SQS, why: It is simple., alternatives: [RabbitMQ], formerly: [pub-sub, log]}\n"
    assert said(
        ("Yes: pub-sub", "Yes: bus"),
        ("  pub-sub: SNS\n", "  bus: {title: SNS, formerly: [pub-sub, trap, old-bus]}\n"),
    ) == textwrap.dedent(
        """\
        Checks and terminals
          pub-sub is called bus now
        Addresses
          old-bus leads here now"""
    )
    assert "removed decision: pub-sub, “SNS”" in said(
        ("Yes: pub-sub", "Yes: queue"),
        ("  pub-sub: SNS\n", ""),
        ("  queue: {title: SQS, why: It is simple., alternatives: [RabbitMQ]}\n", merged),
    )


def test_nodes_added_removed_and_of_another_kind() -> None:
    assert said(
        ("Yes: pub-sub", "Yes: bus"),
        ("  pub-sub: SNS\n", "  bus: Kinesis\n"),
        ("  log: Kafka\n", ""),
        ("warnings:\n", "warnings:\n  log: {title: Kafka}\n"),
    ) == textwrap.dedent(
        """\
        These answers now lead elsewhere
          fan-out: Yes → bus, was pub-sub
            1 way that ended at pub-sub now ends at bus
          log is a warning, was a decision
        Checks and terminals
          new decision: bus, “Kinesis”
          removed decision: pub-sub, “SNS”"""
    )


def test_a_check_that_became_a_terminal() -> None:
    old = edited(QUEUE, ("  - {title: Invoices", "  - {title: Bills"))
    first, _, rest = old.partition("  replay:\n")
    cut = rest.partition("decisions:\n")[2]
    new = f"{first}decisions:\n  replay: Ask the team\n{cut}".partition("scenarios:")[0]
    comparison = compare(tree(old.partition("scenarios:")[0]), tree(new))
    assert textwrap.dedent(as_text(Comparisons(changed=(comparison,)))).splitlines()[1:] == [
        "  These answers now lead elsewhere",
        "    replay is a decision, was a check",
        "      1 way that ended at log now ends at replay",
        "      1 way that ended at queue now ends at replay",
        "  What can be reached",
        "    log can no longer be reached",
        "    queue can no longer be reached",
        "  Questions, titles and answers",
        "    replay: new title “Ask the team”",
        "    replay: removed question “Does a consumer replay messages?”",
        "    replay: removed answer “Yes → log”",
        "    replay: removed answer “No → queue”",
        "  Guidance",
        "    replay: Common pitfall removed, the note that guidance is missing added",
    ]


def test_questions_titles_and_answers() -> None:
    assert said(
        ("Are there several consumers?", "Are there consumers?"),
        ("title: Fan-out", "title: Fan"),
        ("Does a consumer replay", "Do consumers replay"),
        ("      Yes: log\n", "      Always: log\n      Perhaps: trap\n"),
        ("{to: queue, note: a simple one}", "{to: queue, id: never, as: SQS or so}"),
        ("replay: No}", "replay: never}"),
        ("replay: Yes}", "replay: Always}"),
        ("title: SQS", "title: Simple queue"),
        ("[RabbitMQ]", "[RabbitMQ, Redis], then: trap"),
    ) == textwrap.dedent(
        """\
        What can be reached
          trap can be reached now
        Questions, titles and answers
          fan-out: title now “Fan”, was “Fan-out”
          fan-out: question now “Are there consumers?”, was “Are there several consumers?”
          replay: question now “Do consumers replay messages?”, was “Does a consumer replay messages?”
          replay: new answer “Perhaps → trap”
          replay: answer now “Always”, was “Yes”
          replay: id of No now “never”, was “no”
          replay: removed note of No “a simple one”
          replay: new name of the target of No “SQS or so”
          queue: title now “Simple queue”, was “SQS”
          queue: alternatives now “RabbitMQ; Redis”, was “RabbitMQ”
          queue: new way on “trap”"""
    )


def test_an_answer_that_is_gone_and_one_in_another_place() -> None:
    old = edited(QUEUE, ("      Yes: log\n", "      Yes: log\n      Perhaps: trap\n"))
    assert said(
        ("      Yes: log\n      Perhaps: trap\n", ""),
        (
            "      No: {to: queue, note: a simple one}\n",
            "      No: {to: queue, note: a simple one}\n      Yes: log\n",
        ),
        old=old,
    ) == textwrap.dedent(
        """\
        What can be reached
          trap can no longer be reached
        Questions, titles and answers
          replay: removed answer “Perhaps → trap”
        Guidance
          replay: order of the answers changed"""
    )


def test_an_arrow_that_goes_back_now() -> None:
    old = edited(QUEUE, ("      Yes: log\n", "      Yes: log\n      Unsure: trap\n"))
    assert said(("Unsure: trap", "Unsure: {to: fan-out, loop: ask again}"), old=old) == textwrap.dedent(
        """\
        These answers now lead elsewhere
          replay: Unsure → back to fan-out, was trap
        What can be reached
          trap can no longer be reached
        Questions, titles and answers
          replay: new reason to go back of Unsure “ask again”"""
    )


def test_guidance_is_named_and_not_shown() -> None:
    assert said(
        ("assess: Count them.", "look_for: Their number."),
        ("pitfall: Convenience.", "pitfall: A wish."),
        ("  log: Kafka", "  log: {title: Kafka, why: It keeps.}"),
    ) == textwrap.dedent(
        """\
        Guidance
          fan-out: How to assess removed, What you're looking for added
          replay: Common pitfall changed
          log: the note that guidance is missing removed, Why added"""
    )


def test_worked_examples_edge_cases_and_references() -> None:
    assert said(
        (
            "title: Invoices, given: {fan-out: No, replay: No}, expect: queue",
            "title: Invoices, given: {fan-out: Yes}, expect: pub-sub",
        ),
        ("title: Audit", "title: Auditors"),
        ("For years.", "For ten years."),
        ("{title: One process, text: A function call will do.}", "{title: Two processes, text: Use a pipe.}"),
        ("note: once settled", "note: once it is settled"),
        ("'https://example.org/guide', title: The guide", "'https://example.org/book', title: The guide"),
    ) == textwrap.dedent(
        """\
        Worked examples
          Invoices: outcome now “pub-sub”, was “queue”
          Auditors: title now “Auditors”, was “Audit”
          Invoices: answers changed
          Auditors: note changed
        Edge cases
          new: “Two processes”
          removed: “One process”
        See also
          log: note now “once it is settled”, was “once settled”
          The guide: target now “https://example.org/book”, was “https://example.org/guide”"""
    )


def test_the_trees_own_texts() -> None:
    assert said(
        (
            "title: Pick a queue\n",
            "title: Pick a broker\nowner: platform\nreviewed: 2026-10-01\nreview_by: 2027-10-01\n",
        ),
        ("question: Which queue do we need?", "question: Which broker?\ndomains: [messaging, data]"),
        ("category: Architecture\n", ""),
        ("One sentence.", "Another sentence."),
    ) == textwrap.dedent(
        """\
        The tree itself
          pick-a-queue: title now “Pick a broker”, was “Pick a queue”
          pick-a-queue: starting question now “Which broker?”, was “Which queue do we need?”
          pick-a-queue: removed category “Architecture”
          pick-a-queue: new domains “messaging, data”
          pick-a-queue: new owner “platform”
          pick-a-queue: new last review “2026-10-01”
          pick-a-queue: new next review “2027-10-01”
          pick-a-queue: summary changed"""
    )


def ladder(rungs: int) -> str:
    """A tree that doubles its ways at every rung."""
    places = [*(f"rung-{number}" for number in range(rungs)), "last"]
    checks = "".join(
        f"  {check}: {{question: Q, answers: {{Yes: {to}, No: {to}}}}}\n"
        for check, to in itertools.pairwise(places)
    )
    return (
        f"title: T\nquestion: Q\nchecks:\n{checks}  last: {{question: Q, answers: {{Yes: a, No: b}}}}\n"
        "decisions: {a: A, b: B}\n"
    )


def test_ways_beyond_counting_are_not_written_out() -> None:
    assert said(("{Yes: a, No: b}", "{Yes: a, No: a}"), old=ladder(60)) == textwrap.dedent(
        """\
        These answers now lead elsewhere
          last: No → a, was b
            more than 10^15 ways that ended at b now end at a
        What can be reached
          b can no longer be reached"""
    )


def test_several_ways_are_counted_in_thousands() -> None:
    told = said(("{Yes: a, No: b}", "{Yes: a, No: a}"), old=ladder(10))
    assert "    1,024 ways that ended at b now end at a\n" in told


def test_moves_beyond_the_tenth_are_counted_together() -> None:
    ends = "".join(f"  end-{number}: End\n" for number in range(12))
    inner = ", ".join(f"{number}: end-{number}" for number in range(12))
    old = (
        "title: T\nquestion: Q\nchecks:\n  first: {question: 'First?', answers: {Yes: last, No: other}}\n"
        f"  last: {{question: 'Last?', answers: {{{inner}}}}}\ndecisions:\n  other: Other\n{ends}"
    )
    assert said(("Yes: last", "Yes: other"), old=old).splitlines()[:13] == [
        "These answers now lead elsewhere",
        "  first: Yes → other, was last",
        *(
            f"    1 way that ended at end-{number} now ends at other"
            for number in (0, 1, 10, 11, *range(2, 8))
        ),
        "    2 ways more between other ends",
    ]


def test_too_many_ways_are_said_to_be_too_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(moves, "MOST_STANDS", 1)
    assert said(("Yes: pub-sub", "Yes: trap")).splitlines()[:3] == [
        "These answers now lead elsewhere",
        "  fan-out: Yes → trap, was pub-sub",
        "  There are too many ways through both versions to say which end elsewhere",
    ]
    assert said() == "no change for a reader"


def test_several_trees() -> None:
    old = [tree(QUEUE), tree(QUEUE, "gone"), tree(QUEUE, "pick-a-bus"), tree(QUEUE, "same")]
    renamed = edited(QUEUE, ("title: Pick a queue", "formerly: [pick-a-bus]\ntitle: Pick a bus"))
    new = [
        tree(edited(QUEUE, ("title: Fan-out", "title: Fan"))),
        tree(renamed, "bus"),
        tree(QUEUE, "fresh"),
        tree(QUEUE, "same"),
    ]
    assert as_text(compare_all(old, new)) == textwrap.dedent(
        """\
        Trees
          New and removed
            new: fresh, “Pick a queue”
            removed: gone, “Pick a queue”

        pick-a-queue
          Questions, titles and answers
            fan-out: title now “Fan”, was “Fan-out”

        bus
          The tree itself
            bus: id now “bus”, was “pick-a-bus”
            bus: title now “Pick a bus”, was “Pick a queue”"""
    )


def test_former_addresses_of_a_tree() -> None:
    old = edited(QUEUE, ("title: Pick a queue", "formerly: [pick-a-broker]\ntitle: Pick a queue"))
    assert said(("formerly: [pick-a-broker]\n", "formerly: [mq]\n"), old=old) == textwrap.dedent(
        """\
        Addresses
          pick-a-broker/ leads nowhere now
          mq/ leads here now"""
    )


def test_markdown_has_headings_and_lists_and_authors_words_as_code() -> None:
    new = edited(
        QUEUE,
        ("Yes: pub-sub", "Yes: trap"),
        ("title: Fan-out", "title: '@team: <b>fan</b> `out`'"),
    )
    told = as_markdown(compare_all([tree(QUEUE)], [tree(new), tree(QUEUE, "fresh")]))
    assert told == textwrap.dedent(
        """\
        ## Trees

        ### New and removed

        - new: `fresh`, `Pick a queue`

        ## `pick-a-queue`

        ### These answers now lead elsewhere

        - `fan-out`: `Yes` → `trap`, was `pub-sub`
          - 1 way that ended at `pub-sub` now ends at `trap`

        ### What can be reached

        - `pub-sub` can no longer be reached
        - `trap` can be reached now

        ### Questions, titles and answers

        - `fan-out`: title now `` @team: <b>fan</b> `out` ``, was `Fan-out`"""
    )
    assert as_markdown(Comparisons()) == "No change for a reader."


# --- the command ----------------------------------------------------------------------------------


@pytest.fixture
def files(tmp_path: Path) -> tuple[str, str]:
    """The paths of an old and a new version, the same so far."""
    paths = []
    for folder in ("old", "new"):
        path = tmp_path / folder / "pick-a-queue.tree.yaml"
        path.parent.mkdir()
        path.write_text(QUEUE, "utf-8")
        paths.append(str(path))
    return paths[0], paths[1]


def write(path: str, *edits: tuple[str, str]) -> None:
    Path(path).write_text(edited(QUEUE, *edits), "utf-8")


def test_the_command_on_equal_files(files: tuple[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["diff", *files, "--exit-code"]) == 0
    assert capsys.readouterr().out == "no change for a reader\n"


def test_the_command_on_files_that_differ(files: tuple[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    write(files[1], ("title: Fan-out", "title: Fan"))
    assert main(["diff", *files]) == 0
    assert main(["diff", *files, "--exit-code", "--format", "markdown"]) == 1
    assert capsys.readouterr().out == textwrap.dedent(
        """\
        pick-a-queue
          Questions, titles and answers
            fan-out: title now “Fan”, was “Fan-out”
        ## `pick-a-queue`

        ### Questions, titles and answers

        - `fan-out`: title now `Fan`, was `Fan-out`
        """
    )


def test_the_command_compares_two_files_whatever_they_are_called(
    files: tuple[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    other = Path(files[1]).with_name("pick-a-broker.tree.yaml")
    Path(files[1]).rename(other)
    assert main(["diff", files[0], str(other)]) == 0
    assert capsys.readouterr().out == textwrap.dedent(
        """\
        pick-a-broker
          The tree itself
            pick-a-broker: id now “pick-a-broker”, was “pick-a-queue”
          Addresses
            pick-a-queue/ leads nowhere now
        """
    )


def test_the_command_on_folders(files: tuple[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    folders = [str(Path(file).parent) for file in files]
    Path(folders[1], "fresh.tree.yaml").write_text(QUEUE, "utf-8")
    assert main(["diff", *folders]) == 0
    assert capsys.readouterr().out == textwrap.dedent(
        """\
        Trees
          New and removed
            new: fresh, “Pick a queue”
        """
    )


def test_trees_with_errors_are_reported(files: tuple[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    write(files[1], ("title: Pick a queue", "titel: Pick a queue"))
    assert main(["diff", *files]) == 1
    told = capsys.readouterr().out
    assert "error[unknown-key]: a tree has no key `titel`" in told
    assert "1 | titel: Pick a queue" in told
    assert told.endswith("\n\n1 error\n")


@pytest.mark.parametrize("form", ["markdown", "html"])
def test_errors_do_not_go_into_a_file(
    files: tuple[str, str], form: str, capsys: pytest.CaptureFixture[str]
) -> None:
    write(files[1], ("title: Pick a queue", "titel: Pick a queue"))
    assert main(["diff", *files, "--format", form]) == 1
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.startswith(
        "decision-trees: versions with errors cannot be compared\nerror[unknown-key]: "
    )
    assert told.err.endswith("\n\n1 error\n")


def test_a_tree_may_name_trees_that_are_not_compared(
    files: tuple[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    for file in files:
        write(file, ("{to: log, note: once settled}", "{to: another-tree/log}"))
    assert main(["diff", *files]) == 0
    assert capsys.readouterr().out == "no change for a reader\n"


def test_a_file_that_is_not_there(files: tuple[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["diff", files[0], "nowhere.tree.yaml"]) == 1
    assert "error[unknown-file]: the file cannot be read" in capsys.readouterr().out


def test_two_folders_without_trees_are_a_slip(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["diff", str(tmp_path), str(tmp_path)]) == 2
    told = f"decision-trees: there are no trees in `{tmp_path}`, nor in `{tmp_path}`\n"
    assert capsys.readouterr() == ("", told)


@pytest.mark.parametrize("paths", [[], ["one"], ["one", "two", "three"]])
def test_two_versions_are_needed(paths: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["diff", *paths]) == 2
    assert capsys.readouterr().err == (
        "decision-trees: name the old version and the new one, or `--git REV` to compare with a revision\n"
    )
