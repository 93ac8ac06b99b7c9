"""Everything of the format's example is read and kept."""

from __future__ import annotations

from datetime import date

import pytest

from decision_trees.model.tree import (
    Answer,
    Check,
    Decision,
    Tree,
    Warning,  # noqa: A004 - the format's word
)
from decision_trees.source.decode import decode

EXAMPLE = """\
# yaml-language-server: $schema=../tree.schema.json
title: Pick a queue
question: Which queue do we need?
category: Architecture decisions
summary: One or two sentences for lists, search and previews (Markdown inline).
traversal: 3-4 minutes
domains: [messaging, architecture]
owner: platform-team
reviewed: 2026-10-01
review_by: 2027-04-01
start: replay

checks:
  replay:
    question: Does a consumer need to replay past messages?
    title: Replay
    assess: |
      Ask *every* consumer.

      Twice.
    look_for: A need to read again.
    pitfall: A wish.
    incomplete: true
    formerly: [rewind]
    answers:
      Yes: log
      No:
        to: standard-queue
        note: single consumer, or a simple queue
        as: SQS or RabbitMQ, standard queue
        id: not-at-all
      Unknown:
        to: replay
        loop: retry, then ask again
      On: no-breaker

decisions:
  log: Kafka
  standard-queue:
    title: Standard queue
    choose: A queue.
    why: It is simple.
    next_step: Order one.
    alternatives:
      - Google Pub/Sub
      - 1.10
    then: other-tree/
    formerly: [sqs, rabbit]

warnings:
  no-breaker:
    title: No circuit breaker
    when: Calls fail.
    risk: All of it fails.
    mitigation: Break the circuit.
    then: replay

edge_cases:
  - title: Calls inside a monolith
    text: Call the function.

see_also:
  - to: other-tree/
    note: once the queue is settled
  - url: https://example.org/guide
    title: The guide

scenarios:
  - title: Invoices are mailed at night
    given: {replay: No}
    expect: standard-queue
    note: Nobody *replays* them.

formerly: [pick-a-broker]
x-anything: {of: [the, author's, own]}
"""


@pytest.fixture(scope="module")
def tree() -> Tree:
    read, diagnostics = decode(EXAMPLE, "trees/pick-a-queue.tree.yaml")
    assert diagnostics == ()
    assert read is not None
    return read


def test_the_tree(tree: Tree) -> None:
    assert tree.id == "pick-a-queue"
    assert tree.file == "trees/pick-a-queue.tree.yaml"
    assert tree.digest == "3ef16bbd0ac4786dc11e163e3f278457a35e167aae477bb8be175de5bc6585f3"
    assert str(tree.title) == "Pick a queue"
    assert str(tree.question) == "Which queue do we need?"
    assert str(tree.category) == "Architecture decisions"
    assert str(tree.summary) == "One or two sentences for lists, search and previews (Markdown inline)."
    assert str(tree.traversal) == "3-4 minutes"
    assert [str(domain) for domain in tree.domains] == ["messaging", "architecture"]
    assert str(tree.owner) == "platform-team"
    assert tree.reviewed == date(2026, 10, 1)
    assert tree.review_by == date(2027, 4, 1)
    assert tree.review_by_span.line == 10
    assert tree.start == "replay"
    assert [str(former) for former in tree.formerly] == ["pick-a-broker"]
    assert not tree.lost_nodes
    assert not tree.lost_arrows


def test_the_nodes_stand_in_the_order_of_the_file(tree: Tree) -> None:
    assert list(tree.nodes) == ["replay", "log", "standard-queue", "no-breaker"]
    assert [check.id for check in tree.checks] == ["replay"]
    assert [decision.id for decision in tree.decisions] == ["log", "standard-queue"]
    assert [warning.id for warning in tree.warnings] == ["no-breaker"]
    assert [terminal.id for terminal in tree.terminals] == ["log", "standard-queue", "no-breaker"]
    assert [node.span.line for node in tree.nodes.values()] == [14, 38, 39, 51]


def test_the_check(tree: Tree) -> None:
    check = tree.nodes["replay"]
    assert isinstance(check, Check)
    assert check.kind == "check"
    assert str(check.question) == "Does a consumer need to replay past messages?"
    assert str(check.title) == "Replay"
    assert [(section.key, str(section.text)) for section in check.sections] == [
        ("assess", "Ask *every* consumer.\n\nTwice."),
        ("look_for", "A need to read again."),
        ("pitfall", "A wish."),
    ]
    assert check.incomplete
    assert [str(former) for former in check.formerly] == ["rewind"]


def written(answer: Answer) -> tuple[str | None, ...]:
    texts = (answer.label, answer.to, answer.note, answer.alias, answer.loop)
    return (answer.id, *(None if text is None else str(text) for text in texts))


def test_the_answers(tree: Tree) -> None:
    (check,) = tree.checks
    assert [written(answer) for answer in check.answers] == [
        ("yes", "Yes", "log", None, None, None),
        (
            "not-at-all",
            "No",
            "standard-queue",
            "single consumer, or a simple queue",
            "SQS or RabbitMQ, standard queue",
            None,
        ),
        ("unknown", "Unknown", "replay", None, None, "retry, then ask again"),
        ("on", "On", "no-breaker", None, None, None),
    ]


def test_answers_are_found_by_id_and_by_label(tree: Tree) -> None:
    (check,) = tree.checks
    assert tree.answer(check.id, "not-at-all") is tree.answer(check.id, "No") is check.answers[1]
    assert tree.answer(check.id, "no") is None


def test_the_decisions(tree: Tree) -> None:
    short, long = tree.decisions
    assert (str(short.title), short.sections, short.alternatives, short.then) == ("Kafka", (), (), None)
    assert isinstance(long, Decision)
    assert str(long.title) == "Standard queue"
    assert [(section.key, str(section.text)) for section in long.sections] == [
        ("choose", "A queue."),
        ("why", "It is simple."),
        ("next_step", "Order one."),
    ]
    assert [str(alternative) for alternative in long.alternatives] == ["Google Pub/Sub", "1.10"]
    assert str(long.then) == "other-tree/"
    assert [str(former) for former in long.formerly] == ["sqs", "rabbit"]
    assert not long.incomplete


def test_the_warning(tree: Tree) -> None:
    warning = tree.nodes["no-breaker"]
    assert isinstance(warning, Warning)
    assert str(warning.title) == "No circuit breaker"
    assert [(section.key, str(section.text)) for section in warning.sections] == [
        ("when", "Calls fail."),
        ("risk", "All of it fails."),
        ("mitigation", "Break the circuit."),
    ]
    assert str(warning.then) == "replay"


def test_the_rest(tree: Tree) -> None:
    (case,) = tree.edge_cases
    assert (str(case.title), str(case.text)) == ("Calls inside a monolith", "Call the function.")
    inner, outer = tree.see_also
    assert (str(inner.to), str(inner.note), inner.url, inner.title) == (
        "other-tree/",
        "once the queue is settled",
        None,
        None,
    )
    assert (outer.to, str(outer.url), str(outer.title), outer.note) == (
        None,
        "https://example.org/guide",
        "The guide",
        None,
    )
    (scenario,) = tree.scenarios
    assert str(scenario.title) == "Invoices are mailed at night"
    assert [(str(given.check), str(given.answer)) for given in scenario.given] == [("replay", "No")]
    assert str(scenario.expect) == "standard-queue"
    assert str(scenario.note) == "Nobody *replays* them."
    assert scenario.span.line == 69


def test_all_prose_is_found_with_its_node(tree: Tree) -> None:
    assert [(node.id if node else None, str(text).partition(" ")[0]) for node, text in tree.prose()] == [
        (None, "One"),
        ("replay", "Ask"),
        ("replay", "A"),
        ("replay", "A"),
        ("standard-queue", "A"),
        ("standard-queue", "It"),
        ("standard-queue", "Order"),
        ("no-breaker", "Calls"),
        ("no-breaker", "All"),
        ("no-breaker", "Break"),
        (None, "Call"),
        (None, "Nobody"),
    ]


def test_an_item_of_a_list_that_is_no_text_is_told_and_the_others_are_read() -> None:
    tree, diagnostics = decode(
        "title: A\nquestion: B?\nchecks: {c: {question: 'D?', answers: {Yes: e, No: f}}}\n"
        "decisions: {e: {title: E, alternatives: [[one], two]}, f: F}",
        "a.tree.yaml",
    )
    assert [diagnostic.code for diagnostic in diagnostics] == ["wrong-type"]
    assert tree is not None
    assert [str(alternative) for alternative in tree.decisions[0].alternatives] == ["two"]


def test_what_may_be_left_out_has_its_default() -> None:
    tree, diagnostics = decode(
        "title: A\nquestion: B?\nchecks: {c: {question: 'D?', answers: {Yes: e, 是: e}}}\ndecisions: {e: F}",
        "a.tree.yaml",
    )
    assert diagnostics == ()
    assert tree is not None
    assert tree.start == "c"
    assert str(tree.nodes["c"].title) == "D?"
    assert (tree.summary, tree.category, tree.reviewed, tree.domains) == (None, None, None, ())
    assert [answer.id for answer in tree.checks[0].answers] == ["yes", "answer-b5141d3d"]
    assert list(tree.prose()) == []


def test_a_title_over_several_lines_becomes_one_line() -> None:
    tree, _ = decode("decisions:\n  log: |\n    Apache\n    Kafka\n", "a.tree.yaml")
    assert tree is not None
    assert str(tree.nodes["log"].title) == "Apache Kafka"


@pytest.mark.parametrize("text", ["- a\n", "a\n", "a: 'b\n", ""])
def test_what_is_no_mapping_gives_no_tree(text: str) -> None:
    decoded = decode(text, "a.tree.yaml")
    assert decoded.tree is None
    assert len(decoded.diagnostics) == 1


@pytest.mark.parametrize(
    ("file", "message"),
    [
        ("a/Pick me.tree.yaml", "`Pick me` cannot be the id of a tree"),
        ("a/队列.tree.yaml", "`队列` cannot be the id of a tree"),
    ],
)
def test_a_file_whose_name_gives_no_id(file: str, message: str) -> None:
    decoded = decode(EXAMPLE, file)
    assert decoded.tree is not None
    assert [diagnostic.message for diagnostic in decoded.diagnostics] == [message]


def test_a_file_that_is_not_named_like_a_tree_is_not_read() -> None:
    tree, diagnostics = decode("site_name: A site", "a/mkdocs.yml")
    assert tree is None
    assert [(diagnostic.code, diagnostic.message) for diagnostic in diagnostics] == [
        ("bad-id", "the file of a tree is named `<tree-id>.tree.yaml`")
    ]


def test_what_could_be_read_is_kept() -> None:
    checks = "checks:\n  replay: Really?\n  b:\n    answers: {Yes: Big Log, No: }\n  b: 1\n"
    text = f"title: [a]\n{checks}warnings: []\n"
    tree, diagnostics = decode(text, "a.tree.yaml")
    assert [(diagnostic.code, diagnostic.span.line) for diagnostic in diagnostics] == [
        ("duplicate-key", 6),
        ("wrong-type", 3),
        ("missing-key", 4),
        ("missing-key", 5),
        ("wrong-type", 1),
    ]
    assert tree is not None
    assert list(tree.nodes) == ["replay", "b"]
    assert [str(answer.to) for answer in tree.checks[1].answers] == ["Big Log", ""]
    assert tree.lost_arrows
    assert tree.lost_nodes


def test_every_text_of_one_line_is_one_line() -> None:
    text = """\
title: |
  A
  title
question: "\\nQ\\n"
domains: ["a\\nb", "c\\n"]
checks:
  c:
    question: Q
    answers:
      "two\\nlines": "d\\n"
      ? |
        a block
      : {to: "d\\n", note: "a\\n\\nb"}
decisions:
  d: |
    D
    d
  e: {title: E, alternatives: ["a\\nb\\n"]}
scenarios: [{title: S, given: {c: "two\\nlines\\n"}, expect: d}]
"""
    tree, diagnostics = decode(text, "a.tree.yaml")
    assert tree is not None
    assert diagnostics == ()
    (check,) = tree.checks
    assert [str(answer.label) for answer in check.answers] == ["two lines", "a block"]
    assert [str(answer.to) for answer in check.answers] == ["d", "d"]
    assert str(check.answers[1].note) == "a  b"
    assert [str(tree.title), str(tree.question), *map(str, tree.domains)] == ["A title", "Q", "a b", "c"]
    assert [str(decision.title) for decision in tree.decisions] == ["D d", "E"]
    assert [str(alternative) for alternative in tree.decisions[1].alternatives] == ["a b"]
    assert tree.answer("c", str(tree.scenarios[0].given[0].answer)) is check.answers[0]
