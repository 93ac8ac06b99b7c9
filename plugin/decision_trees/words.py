"""The words of the interface, in one place."""

from __future__ import annotations

from collections.abc import Mapping

ENGLISH: Mapping[str, str] = {
    # kinds
    "check": "Check",
    "decision": "Decision",
    "warning": "Warning",
    "checks": "Checks",
    "decisions": "Decisions",
    "warnings": "Warnings",
    "outcomes": "Outcomes",
    # the texts of a node
    "assess": "How to assess",
    "look_for": "What you're looking for",
    "pitfall": "Common pitfall",
    "choose": "Choose",
    "why": "Why",
    "next_step": "Next step",
    "alternatives": "Also acceptable",
    "when": "When",
    "risk": "Risk",
    "mitigation": "Mitigation",
    "then": "Then",
    # a node's place in the tree
    "trail": "The shortest way here",
    "answers": "Answers",
    "ways_in": "You come here when",
    "starts_here": "This is where the tree starts.",
    "in_every_case": "In every case",
    "or": "or",
    "goes_back": "goes back",
    "leaves": "in another tree",
    "unreached": "No answer leads here.",
    "more_ways": "and {count} more",
    "ways": "reached by {count} ways",
    "one_way": "reached by one way",
    "count_ways": "{count} ways",
    "own_page": "On its own page",
    "other_outcomes": "Other outcomes of this tree",
    # the tree's page
    "flowchart": "Flowchart",
    "outline": "The tree as text",
    "chart_description": "The checks, their answers and where they lead. The same follows as text.",
    "continues": "Continues from",
    "see_above": "shown above",
    "walk": "Walk through the tree",
    "scenarios": "Worked examples",
    "leads_to": "leads to",
    "edge_cases": "Edge cases",
    "see_also": "See also",
    "for_programs": "For programs",
    "minutes": "{least} minutes",
    "minutes_range": "{least}-{most} minutes",
    "one_check": "1 check",
    "count_checks": "{count} checks",
    "one_outcome": "1 outcome",
    "count_outcomes": "{count} outcomes",
    "reviewed": "reviewed {date}",
    # states
    "incomplete_check": "Guidance for this check is not written yet.",
    "incomplete_decision": "Guidance for this decision is not written yet.",
    "incomplete_warning": "Guidance for this warning is not written yet.",
    "overdue": "This tree was to be reviewed by {date}. It may no longer be right.",
    "overdue_owner": "This tree was to be reviewed by {date}. It may no longer be right: ask {owner}.",
    "broken": "This tree cannot be shown: its source has mistakes.",
}
"""The words by name; what stands in braces is filled in."""
