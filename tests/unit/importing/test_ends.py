"""Ends in all forms: what their words link to, and of which kind they are."""

from __future__ import annotations

import pytest
from tests.unit.importing.reading_back import bring_in, doubts, model, only

from decision_trees.model.tree import Check

FORMS = {
    "drawn": "```\nIs it big?\n├── Yes → {}\n└── No → {}\n```",
    "list": "- Is it big?\n    - Yes → {}\n    - No → {}",
    "questions in bold": "**1. Is it big?** Yes → {}. No → {}.",
    "folds": (
        "<details><summary>Is it big?</summary>\n\n<details><summary>Yes</summary>\n\n{}\n\n</details>\n"
        "<details><summary>No</summary>\n\n{}\n\n</details>\n</details>"
    ),
    "conditions": "```\nIF it is big THEN {}\nELSE {}\n```",
    "paths": "- Is it big? → Yes → {}\n- Is it big? → No → {}",
    "decision table": "| Is it big? | Choose |\n| --- | --- |\n| Yes | {} |\n| No | {} |",
    "table of questions": (
        "| Question | Yes | No |\n| --- | --- | --- |\n"
        "| Is it big? | {} | go to 2 |\n| Is it hot? | {} | Wait |"
    ),
}
"""A question and two ends, in each form of Markdown that has links."""


@pytest.mark.parametrize("form", FORMS)
def test_what_an_end_links_to_becomes_its_text(form: str) -> None:
    tree = model(
        only(bring_in(FORMS[form].format("[Kafka](https://kafka.apache.org/)", "[Redis](redis.md)")))
    )
    ends = {str(node.title): node for node in tree.nodes.values() if not isinstance(node, Check)}
    assert [*ends][:2] == ["Kafka", "Redis"]
    assert [text.text.value for text in ends["Kafka"].sections] == ["[Kafka](https://kafka.apache.org/)"]
    assert not ends["Redis"].sections


@pytest.mark.parametrize("form", FORMS)
def test_what_is_not_clear_of_an_end_is_told(form: str) -> None:
    done = bring_in(FORMS[form].format("⚠ Kafka", "[Redis](redis.md)"))
    assert [code for _, code in doubts(done)] == ["warning-or-decision", "unknown-reference"]
    answered = bring_in(
        FORMS[form].format("⚠ Kafka", "Redis"), answers="warning-or-decision: {Kafka: decision}"
    )
    assert doubts(answered) == []
    assert {node.kind for node in model(only(answered)).nodes.values()} == {"check", "decision"}
