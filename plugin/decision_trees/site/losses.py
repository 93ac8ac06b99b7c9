"""What a tree holds that another form of it has no place for."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from decision_trees.model.tree import Answer, Tree
from decision_trees.site.chart import MOST_LABEL_CHARACTERS


def left_out(tree: Tree, form: str) -> str:
    """Say what a form leaves out of a tree.

    Args:
        tree: The tree.
        form: One of `blocks.BLOCK_FORMS`.

    Returns:
        A sentence, empty where the form holds all. Ids, which only `json` keeps, are not counted.
    """
    found = [
        f"{number} {one if number == 1 else many}"
        for one, many, forms, count in _PARTS
        if form not in forms and (number := count(tree))
    ]
    return f"`{form}` has no place for {', '.join(found)}" if found else ""


def _answers(tree: Tree) -> Iterator[Answer]:
    for check in tree.checks:
        yield from check.answers


def _facts(tree: Tree) -> int:
    """How many of the tree's facts are there that stand beside its nodes."""
    return sum(
        map(bool, (tree.summary, tree.category, tree.domains, tree.owner, tree.reviewed, tree.traversal))
    )


def _renamed(tree: Tree) -> int:
    return sum(len(node.formerly) for node in tree.nodes.values()) + len(tree.formerly)


def _long(tree: Tree) -> int:
    """How many labels are longer than a chart shows."""
    labels = (*(node.title for node in tree.nodes.values()), *(answer.label for answer in _answers(tree)))
    return sum(len(label.line.plain) > MOST_LABEL_CHARACTERS for label in labels)


_PARTS: tuple[tuple[str, str, tuple[str, ...], Callable[[Tree], int]], ...] = (
    ("step", "steps", ("mermaid", "ascii", "md", "json"), lambda tree: len(tree.steps)),
    (
        "mark of a warning",
        "marks of warnings",
        ("mermaid", "ascii", "md", "json"),
        lambda tree: len(tree.warnings),
    ),
    (
        "question that has a title besides",
        "questions that have titles besides",
        ("ascii", "csv", "md", "json"),
        lambda tree: sum(check.question.value != check.title.value for check in tree.checks),
    ),
    (
        "title besides a question",
        "titles besides questions",
        ("mermaid", "md", "json"),
        lambda tree: sum(check.question.value != check.title.value for check in tree.checks),
    ),
    (
        f"label beyond {MOST_LABEL_CHARACTERS} characters in full",
        f"labels beyond {MOST_LABEL_CHARACTERS} characters in full",
        ("ascii", "csv", "md", "json"),
        _long,
    ),
    (
        "text of guidance",
        "texts of guidance",
        ("md", "json"),
        lambda tree: sum(len(node.sections) for node in tree.nodes.values()),
    ),
    (
        "note beside an answer",
        "notes beside answers",
        ("ascii", "md", "json"),
        lambda tree: sum(answer.note is not None for answer in _answers(tree)),
    ),
    (
        "reason to go back",
        "reasons to go back",
        ("ascii", "md", "json"),
        lambda tree: sum(answer.loop is not None for node in tree.inner for answer in node.answers),
    ),
    (
        "name that an answer has for what it leads to",
        "names that answers have for what they lead to",
        ("md", "json"),
        lambda tree: sum(answer.alias is not None for answer in _answers(tree)),
    ),
    (
        "`pick: first`",
        "times `pick: first`",
        ("md", "json"),
        lambda tree: sum(check.pick_first for check in tree.checks),
    ),
    (
        "equal choice",
        "equal choices",
        ("md", "json"),
        lambda tree: sum(len(end.any_of) for end in tree.decisions),
    ),
    (
        "alternative",
        "alternatives",
        ("md", "json"),
        lambda tree: sum(len(end.alternatives) for end in tree.decisions),
    ),
    (
        "way on from an outcome",
        "ways on from outcomes",
        ("md", "json"),
        lambda tree: sum(end.then is not None for end in tree.terminals),
    ),
    ("fact about the tree", "facts about the tree", ("md", "json"), _facts),
    ("starting question", "", ("md", "json"), lambda tree: int(tree.asks_of_its_own)),
    ("edge case", "edge cases", ("md", "json"), lambda tree: len(tree.edge_cases)),
    ("cross-reference", "cross-references", ("md", "json"), lambda tree: len(tree.see_also)),
    ("scenario", "scenarios", ("md", "json"), lambda tree: len(tree.scenarios)),
    (
        "note of a scenario",
        "notes of scenarios",
        ("json",),
        lambda tree: sum(scenario.note is not None for scenario in tree.scenarios),
    ),
    ("day of the next review", "", ("json",), lambda tree: int(tree.review_by is not None)),
    ("earlier id", "earlier ids", ("json",), _renamed),
    ("mark of a draft", "", (), lambda tree: int(tree.draft is not None)),
)
"""Parts of a tree: one, several, the forms that hold them, and how many a tree has."""
