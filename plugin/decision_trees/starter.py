"""The tree that `decision-trees new` starts an author with.

It decides whether something should be a decision tree at all, so that it has something to say before it
is replaced.
"""

from __future__ import annotations

import json
from datetime import date, timedelta
from string import Template

from decision_trees.source import Mapping, Node, Scalar, compose

DAYS_TO_REVIEW = 365
"""How long after it is made the starter asks to be reviewed."""

_STARTER = Template("""\
# This tree builds as it stands. Replace what it says part by part, and remove what you do not need: only
# `title`, `question` and `checks` are required, and in a check `question` and `answers`.
title: $title
question: Should this become a decision tree?   # what a reader wants to settle
category: Writing                     # the group under which the index lists the tree
summary: >-                           # for lists, search and previews
  Tells whether a question that people keep asking is worth a decision tree, or is answered better by
  a note.
domains: [documentation]              # become tags
owner: docs-team                      # who answers for the tree
reviewed: $today                  # the last review; from review_by on, the pages say it is overdue
review_by: $review_by
start: asked-again                    # the first check, unless you name another

# Questions. Each key is an id: it is part of the page's address and what `to` names. To change one later,
# use `decision-trees rename`, which changes it everywhere and keeps the old address working.
checks:
  asked-again:
    question: Do people ask this again and again?
    title: Asked again                # a few words for lists and the chart
    # Three texts help a reader to answer. They are Markdown.
    assess: |
      Search the chat and the tickets of the last year for the question.
    look_for: |
      At least three times, asked by different people.
    pitfall: |
      Trusting memory: what was asked last week seems to be asked all the time.
    answers:
      Yes: same-facts                 # the short form: what a reader answers, and where that leads
      No:                             # the long form, for an answer that says more
        to: write-a-note
        note: once or twice           # stands beside the answer and on the arrow

  same-facts:
    question: Do the same facts settle it each time?
    title: Same facts
    assess: |
      Take three past cases and write down what each was decided by.
    answers:
      Yes:
        to: write-the-tree
        as: Write the tree, one check for each fact   # the end's name as seen from this answer
      It depends on who answers:
        to: no-agreement
        id: depends                   # the answer in addresses; otherwise made from its words
      No cases at hand:
        to: asked-again
        loop: collect three cases first   # an arrow that goes back has to say why

# Ends that say what to choose.
decisions:
  write-the-tree:
    title: Write the tree
    choose: |
      One check for each fact, in the order in which they can be found out.
    why: |
      Whoever asks next gets the same answer, and can see why.
    next_step: |
      Write a scenario for each past case. Where there are too few, start with [](to:write-a-note).
    alternatives:                     # other acceptable choices, best first
      - A table, where two facts settle everything

  write-a-note:
    title: Write a note
    choose: |
      A paragraph in the page where people look first.
    why: |
      A tree for a question that is hardly asked goes out of date unseen.

# Ends that say what not to do.
warnings:
  no-agreement:
    title: No agreement yet
    when: |
      The answer depends on who is asked.
    risk: |
      The tree states one opinion as if it were settled, and the others stop reading it.
    mitigation: |
      Bring those who answer together over three past cases, and write down what they agree on.
    then: same-facts                  # where to go on from here

# Situations that the tree does not decide by itself.
edge_cases:
  - title: The outcome is a number
    text: |
      Give the formula instead: a tree ends in a choice.

# Cross-references: `to` leads to a tree (`other-tree/`) or to a node of it (`other-tree/its-id`).
see_also:
  - url: https://yaml.org/spec/1.2.2/
    title: YAML 1.2
    note: the language this file is written in

# Worked examples. Each check of the tree runs them, so they show at once when an answer leads elsewhere.
scenarios:
  - title: How to name a branch
    given: {asked-again: Yes, same-facts: Yes}
    expect: write-the-tree
  - title: Where the old server's manual is
    given: {asked-again: No}
    expect: write-a-note
  - title: Which editor to use
    given: {asked-again: Yes, same-facts: depends}
    expect: no-agreement
    note: |
      Everyone has an answer, and no two are alike.
""")


def title_from(tree_id: str) -> str:
    """Make a title from a tree's id: `pick-a-queue` becomes "Pick a queue"."""
    return tree_id.replace("-", " ").capitalize()


def starter(title: str, today: date) -> str:
    """Write a starter tree that passes the check.

    Args:
        title: The tree's title.
        today: The day of its first review.

    Returns:
        The source.

    Raises:
        ValueError: The title is empty or holds a character that cannot stand in a tree.
    """
    return _STARTER.substitute(
        title=_scalar(" ".join(title.split())),
        today=today.isoformat(),
        review_by=(today + timedelta(days=DAYS_TO_REVIEW)).isoformat(),
    )


def _scalar(text: str) -> str:
    """Write a text as a YAML value: as it is where that means the same, else in quotes."""
    if not text:
        raise ValueError("a tree needs a title")
    root = compose(f"title: {text}", "").root
    if isinstance(root, Mapping) and _is_plainly(text, root.entries[0][1]):
        return text
    quoted = json.dumps(text, ensure_ascii=False)
    for problem in compose(f"title: {quoted}", "").diagnostics:
        raise ValueError(problem.message)
    return quoted


def _is_plainly(text: str, node: Node) -> bool:
    return isinstance(node, Scalar) and node.plain and not node.is_null and node.text == text
