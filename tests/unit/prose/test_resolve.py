from __future__ import annotations

import pytest

from decision_trees import read
from decision_trees.analysis.library import place_page
from decision_trees.layout.addresses import Addresses
from decision_trees.prose.resolve import resolve_in_page

SOURCE = """
title: Pick *a* queue
question: Which?
checks: {replay: {question: 'Replay?', answers: {Yes: log, No: queue}}}
decisions: {log: Kafka, queue: SQS}
"""


@pytest.mark.parametrize(
    ("written", "resolved"),
    [
        ('<a href="to:pick-a-queue/log">Kafka</a>', '<a href="/trees/pick-a-queue/log/">Kafka</a>'),
        ('<a href="to:pick-a-queue/log"></a>', '<a href="/trees/pick-a-queue/log/">Kafka</a>'),
        ("<to:pick-a-queue/>", '<a href="/trees/pick-a-queue/">Pick <em>a</em> queue</a>'),
        ("<A class=x HREF='TO:pick-a-queue/'>y</A>", '<A class=x HREF="/trees/pick-a-queue/">y</A>'),
        ("<a title='>' href=to:pick-a-queue/>y</a>", "<a title='>' href=\"/trees/pick-a-queue/\">y</a>"),
        ('<a href="to:nowhere">lost</a>', '<a href="to:nowhere">lost</a>'),
        ("<to:nowhere/>", "<to:nowhere/>"),
        ('<code>&lt;a href="to:pick-a-queue/"&gt;</code>', '<code>&lt;a href="to:pick-a-queue/"&gt;</code>'),
        ('<!-- <a href="to:pick-a-queue/"> -->', '<!-- <a href="to:pick-a-queue/"> -->'),
        ('<script>"<a href=to:pick-a-queue/>"</script>', '<script>"<a href=to:pick-a-queue/>"</script>'),
        ('<a href="other/#to:x">elsewhere</a>', '<a href="other/#to:x">elsewhere</a>'),
    ],
)
def test_pages_link_to_targets(written: str, resolved: str) -> None:
    library = read({"trees/pick-a-queue.tree.yaml": SOURCE}).library
    assert (
        resolve_in_page(written, library, lambda place: f"/{Addresses().of(place_page(place))}") == resolved
    )
