from __future__ import annotations

from decision_trees import read
from decision_trees.analysis.outline import MOST_LEVELS, Branch, outline
from decision_trees.model.tree import AnyNode


def chain(length: int) -> str:
    checks = "".join(
        f"  c{n}: {{question: 'Q{n}?', answers: {{Yes: c{n + 1}, No: end}}}}\n" for n in range(length)
    )
    last = f"  c{length}: {{question: 'Last?', answers: {{Yes: end, No: other}}}}\n"
    return f"title: T\nquestion: Q?\nchecks:\n{checks}{last}decisions: {{end: End, other: Other}}\n"


def tops(source: str) -> list[Branch]:
    found = read({"t.tree.yaml": source})
    return list(outline(found.library.graph(found.library.trees["t"])))


def ids(branch: Branch) -> list[str]:
    assert isinstance(branch.to, AnyNode)
    return [branch.to.id, *(node_id for below in branch.branches for node_id in ids(below))]


def depth(branch: Branch) -> int:
    return 1 + max(map(depth, branch.branches), default=0)


def test_each_check_is_unfolded_once() -> None:
    (top,) = tops(chain(3))
    assert ids(top) == ["c0", "c1", "c2", "c3", "end", "other", "end", "end", "end"]


def test_what_lies_too_deep_starts_a_list_of_its_own() -> None:
    parts = tops(chain(30))
    assert all(depth(part) <= MOST_LEVELS + 1 for part in parts)
    starts = [part.to.id for part in parts if isinstance(part.to, AnyNode)]
    assert starts == ["c0", "c12", "c24"]
    assert {node_id for part in parts for node_id in ids(part)} == {
        *(f"c{n}" for n in range(31)),
        "end",
        "other",
    }
