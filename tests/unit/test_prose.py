from __future__ import annotations

import pytest

from decision_trees import read
from decision_trees.prose import document_text, plain, resolve_in_page

SOURCE = """
title: Pick *a* queue
question: Which?
checks: {replay: {question: 'Replay?', answers: {Yes: log, No: queue}}}
decisions: {log: Kafka, queue: SQS}
"""


@pytest.mark.parametrize(
    ("written", "resolved"),
    [
        ("[about Kafka](to:pick-a-queue/log)", "[about Kafka](../trees/pick-a-queue/log.md)"),
        ("[](to:pick-a-queue/log)", "[Kafka](../trees/pick-a-queue/log.md)"),
        ("[](to:pick-a-queue/)", "[Pick &#42;a&#42; queue](../trees/pick-a-queue/index.md)"),
        ("[elsewhere](other.md#part)", "[elsewhere](other.md#part)"),
        ("[lost](to:nowhere)", "[lost](to:nowhere)"),
        ("`[](to:pick-a-queue/)`", "`[](to:pick-a-queue/)`"),
    ],
)
def test_pages_link_to_targets(written: str, resolved: str) -> None:
    library = read({"trees/pick-a-queue.tree.yaml": SOURCE}).library
    assert resolve_in_page(written, library, "guide/page.md") == resolved


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("Is it < 1 s?", "Is it &lt; 1 s?"),
        ("a_b *c* `d`", "a&#95;b &#42;c&#42; &#96;d&#96;"),
        ("1 -- 2 --> 3", "1 &#45;- 2 &#45;-&gt; 3"),
        (":smile: and http://x, at 10:30: go", "&#58;smile: and http&#58;//x, at 10&#58;30: go"),
        ("C++ == C", "C&#43;+ &#61;= C"),
        ("two\n lines", "two lines"),
    ],
)
def test_text_is_shown_as_it_is(text: str, written: str) -> None:
    assert plain(text) == written


@pytest.mark.parametrize(
    ("text", "written"),
    [("Is it < 1 s?", "Is it < 1 s?"), ("a_b <c>", "a\\_b &lt;c>"), ("[x]", "\\[x\\]")],
)
def test_little_is_escaped_in_a_document(text: str, written: str) -> None:
    assert document_text(text) == written
