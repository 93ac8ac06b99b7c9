"""How much there may be of something."""

from __future__ import annotations

import pytest

from decision_trees.diagnostics.diagnostic import Diagnostic
from decision_trees.layout.redirects import count_redirects, most_redirects, redirects
from decision_trees.model.span import Span
from decision_trees.reading.read import Settings, read
from decision_trees.rules.limits import MOST_EMBEDDED, MOST_FOLDERS
from decision_trees.source.keys import MOST_LINE_CHARACTERS

TREE = """\
title: T
question: Q
checks:
  c:
    question: Which?
    answers: {Yes: a, No: b}
decisions:
  a: A
  b: {title: B, formerly: [NODES]}
formerly: [TREES]
"""


def told(text: str, file: str = "t.tree.yaml", **pages: str) -> list[Diagnostic]:
    named = {f"{name}.md": page for name, page in pages.items()}
    found = read({file: text}, Settings(pages=named, files=[*named])).diagnostics
    return [diagnostic for diagnostic in found if diagnostic.code not in ("missing-guidance", "same-target")]


def with_old_ids(trees: int, nodes: int) -> str:
    text = TREE.replace("TREES", ", ".join(f"t{number}" for number in range(trees)))
    return text.replace("NODES", ", ".join(f"n{number}" for number in range(nodes)))


def test_old_ids_of_a_tree_and_its_nodes_multiply_so_far_and_no_further() -> None:
    tree = read({"t.tree.yaml": with_old_ids(11, 11)}).library.trees["t"]
    assert count_redirects(tree) == len({redirect.old for redirect in redirects(tree)}) == 11 * 4 + 11 * 12
    assert most_redirects(tree) == 100 + 20 * 4
    assert told(with_old_ids(11, 11)) == []
    (problem,) = told(with_old_ids(400, 400))
    message = "the old ids of this tree and its nodes make 162,000 addresses: 180 may redirect"
    assert (problem.code, problem.message) == ("too-much", message)
    assert (problem.span.line, problem.span.column) == (10, 12)
    assert list(redirects(read({"t.tree.yaml": with_old_ids(400, 400)}).library.trees["t"])) == []


def test_the_longest_list_of_old_ids_is_pointed_at() -> None:
    (problem,) = told(with_old_ids(1, 400))
    assert problem.span.line == 9


def test_a_tree_may_lie_so_deep() -> None:
    text = TREE.replace("TREES", "").replace("NODES", "")
    assert told(text, "/".join([*"f" * MOST_FOLDERS, "t.tree.yaml"])) == []
    (problem,) = told(text, "/".join([*"f" * (MOST_FOLDERS + 1), "t.tree.yaml"]))
    assert problem.message == "this tree lies more than 16 folders deep"


def test_a_page_may_embed_so_much() -> None:
    text = TREE.replace("TREES", "").replace("NODES", "")
    fence = "```decision-tree\nt\n```\n\n"
    wrong = "```decision-tree\nnot-there\n```\n\n"
    assert told(text, page=fence * MOST_EMBEDDED) == []
    (problem,) = told(text, page=fence * MOST_EMBEDDED + wrong * 9)
    assert (problem.code, problem.span) == ("too-much", Span("page.md", 201, 1, 201, 2))


def test_prose_is_pointed_at_where_it_becomes_too_much() -> None:
    text = TREE.replace("TREES", "").replace("NODES", "")
    prose = "    assess: |\n" + "".join(f"      See [a{number}\n" for number in range(60))
    (problem,) = told(text.replace("    answers", f"{prose}    answers"))
    assert (problem.code, problem.span.line, problem.span.column) == ("too-much", 57, 7)


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        ("title: T", "title: {}", "`title`"),
        ("question: Which?", "question: {}", "`question`"),
        ("Yes: a", "{}: a", "an answer's label"),
        ("Yes: a", "Yes: {{to: a, note: {}}}", "`note`"),
        ("  a: A", "  a: {}", "a title"),
        ("title: B", "title: B, alternatives: [{}]", "`alternatives`"),
    ],
)
def test_a_text_of_one_line_may_be_so_long(old: str, new: str, what: str) -> None:
    text = TREE.replace("TREES", "").replace("NODES", "")
    assert told(text.replace(old, new.format("x" * MOST_LINE_CHARACTERS))) == []
    (problem,) = told(text.replace(old, new.format("x" * (MOST_LINE_CHARACTERS + 1))))
    assert problem.message == f"{what} has 1,001 characters: at most 1,000 are published"


def test_an_alias_of_a_long_text_counts_as_what_it_stands_for() -> None:
    text = f"title: T\nx-long: &long {'x ' * 50_000}\nx-many: [{'*long, ' * 150}]\n"
    (problem,) = told(text)
    assert problem.message == "with its aliases followed, the file holds more than 100,000 values"
