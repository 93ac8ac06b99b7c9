"""Answers that are given beforehand, as far as they lead."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from decision_trees.model.tree import Answer, Inner, Step
from decision_trees.walk import state
from decision_trees.walk.state import Stop, TrailEntry, Walk


@dataclass(frozen=True, slots=True)
class Replay:
    """What came of answers.

    Attributes:
        walk: Where they lead.
        steps: What is to be done now: the steps behind the last answer.
        unmet: Which of the answers, counted from 0, were not asked for on the way.
        round_trip: The step that leads round to one just passed, so that it never ends; None where none does.
    """

    walk: Walk
    steps: tuple[TrailEntry, ...]
    unmet: tuple[int, ...]
    round_trip: TrailEntry | None = None


def replay(walk: Walk, answers: Sequence[tuple[tuple[str, str], Answer]]) -> Replay:
    """Give answers for as long as there are any; steps are passed.

    Args:
        walk: Where to begin.
        answers: The answers, each with the ids of its tree and check. Those to one check are given in their
            order, one each time the walk comes to it.

    Returns:
        Where they lead.
    """
    left: dict[tuple[str, str], list[int]] = defaultdict(list)
    for number, (key, _) in enumerate(answers):
        left[key].append(number)
    steps: list[TrailEntry] = []
    round_trip: TrailEntry | None = None
    while isinstance(walk.here, Stop) and isinstance(node := walk.here.node, Inner):
        tree = walk.here.tree
        if isinstance(node, Step):
            if any(step.tree is tree and step.node is node for step in steps):
                round_trip = steps[-1]
                break
            steps.append(TrailEntry(tree, node, node.answers[0]))
            walk = state.answer(walk, node.answers[0])
        elif numbers := left[tree.id, node.id]:
            steps = []
            walk = state.answer(walk, answers[numbers.pop(0)][1])
        else:
            break
    unmet = tuple(sorted(number for numbers in left.values() for number in numbers))
    return Replay(walk, tuple(steps), unmet, round_trip)
