"""What drawings and charts of other people hold besides."""

# ruff: noqa: E501 - a drawing is one text
from __future__ import annotations

import pytest
from tests.unit.importing.charts import chart
from tests.unit.importing.reading_back import bring_in, doubts, model, only, paths

from decision_trees.importing.doubts import ImportRefusedError
from decision_trees.importing.mermaid import Flowchart, read_flowchart
from decision_trees.importing.rows import NumberedLine

LOOSE = {"single-answer", "same-target", "repeated-question"}


def drawn(text: str, answers: str = "") -> tuple[list[str], list[str]]:
    """The paths of a drawing, and the codes of what is told of it."""
    done = bring_in(f"# Title\n\n```\n{text}\n```\n", answers=answers)
    codes = [code for _, code in doubts(done)]
    return (paths(model(only(done), allowed=LOOSE)) if done.trees else []), codes


IN_TURN = """\
Checks
├── Is it A?
│   ├── Yes → X
│   └── No → continue
├── Is it B?
│   ├── Yes → Y
│   └── No ↓
├── Is it C?
│   └── No → W
└── Is it D?
    └── Yes → Z"""


def test_questions_side_by_side_are_asked_in_turn() -> None:
    found, codes = drawn(IN_TURN)
    assert found == [
        "Is it A? = Yes => X",
        "Is it A? = No ; Is it B? = Yes => Y",
        "Is it A? = No ; Is it B? = No ; Is it C? = No => W",
        "Is it A? = No ; Is it B? = No ; Is it C? = Yes ; Is it D? = Yes => Z",
    ]
    assert codes == ["asked-in-turn", "one-answer"]


@pytest.mark.parametrize(
    ("branch", "path", "told"),
    [
        ("Yes → Sure? → go", "Q? = Yes ; Sure? = Yes => go", ["one-answer"]),
        ("Yes → Wait → go", "Q? = Yes => go", []),
        ("Yes → Restart\n│   └── Better?\n│       ├── Yes → a\n│       └── No → b", "Q? = Yes ; Better? = Yes => a", []),
        ("Yes → Use X\n│   ├── fast\n│   │      so fast\n│   │   └── very\n│   └── cheap", "Q? = Yes => Use X", ["text-or-branches"]),
        ("Yes\n│   └── Sure? → go", "Q? = Yes ; Sure? = Yes => go", ["one-answer"]),
        ("Yes\n│   └── now → go", "Q? = Yes => now → go", []),
        ("Yes\n│   └── now → Sure?\n│       ├── Yes → a\n│       └── No → b", "Q? = Yes ; Sure? = Yes => a", []),
        ("Yes\n│   └── → go", "Q? = Yes => go", []),
        ("Yes\n│   └── Colour\n│       ├── Red → a\n│       └── Blue → b", "Q? = Yes ; Colour = Red => a", []),
        ("Yes\n│   └── Wait\n│       └── Better?\n│           ├── Yes → a\n│           └── No → b", "Q? = Yes ; Better? = Yes => a", []),
        ("Yes\n│   └── Ready\n│       └── Yes → a", "Q? = Yes ; Ready = Yes => a", ["one-answer"]),
        ("Yes\n│   ├── A?\n│   │   ├── Yes → 1\n│   │   └── No → next\n│   └── B?\n│       ├── Yes → 2\n│       └── No → 3", "Q? = Yes ; A? = Yes => 1", []),
        ("Yes → ❌ Avoid it", "Q? = Yes => Avoid it", ["warning-or-decision"]),
        ("Yes", "Q? = Yes => Yes", ["no-outcome"]),
        ("Yes — go on foot", "Q? = Yes => go on foot", []),
        ("YES, go", "Q? = Yes => go", []),
        ("YES at night → go", "Q? = Yes at night => go", []),
        ("Yes (a) or (b) → go", "Q? = Yes (a) or (b) => go", []),
        ("Yes (a → go", "Q? = Yes (a => go", []),
        ("`a → b` → go", "Q? = `a → b` => go", []),
        ("Yes → WARNING: " + "long " * 300, None, ["too-long"]),
        ("Yes → back to Q?", None, ["loop-without-reason"]),
        ("Yes → go (to\n│          town)", "Q? = Yes => go (to town)", []),
        ("Yes → go\n│        1. on foot\n│        ✓ by night\n│        at once", "Q? = Yes => go", []),
        ("l" * 300 + " → go", None, ["too-long"]),
    ],
)  # fmt: skip
def test_a_branch(branch: str, path: str | None, told: list[str]) -> None:
    found, codes = drawn(f"Q?\n├── {branch}\n└── No → b")
    assert path is None or path in found
    assert codes == told


def test_a_kind_that_somebody_chooses() -> None:
    text = "Q?\n├── Yes → ❌ Avoid it\n│          at night\n└── No → b"
    assert drawn(text, "warning-or-decision: {Avoid it: decision}")[1] == []


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("Animals\n├── Cats\n└── Dogs", ["asks-nothing"]),
        ("Animals\n├── Cats\n│   └── Lions\n└── Dogs → no", []),
        ("Animals\n├── Cats\n│   └── Lions\n└── Dogs", ["asks-nothing"]),
        ("Some words\nIs it?\n├── Yes → a\n└── No → b", ["left-out"]),
        ("Start\n│\nIs it?\n├── Yes → a\n└── No → b", []),
        ("├── Is it?\n│   ├── Yes → a\n│   └── No → b", []),
        ("Q?\n├── Yes" + " → a" * 70 + "\n└── No → b", ["too-deep"]),
        ("Q?\n├── Yes → a\n└── No → b\nand so on", []),
        ("Q?\n├── Yes → a\n└── No → b\n\nR?\n├── Yes → c\n└── No → d", []),
        ("Q?\n├── Yes → a\n│\n│  more of it\n└── No → b\n\n\nthe end", []),
    ],
)
def test_a_drawing(text: str, codes: list[str]) -> None:
    done = bring_in(f"```\n{text}\n```\n")
    assert [code for _, code in doubts(done)] == codes


def test_too_deep_an_indentation_is_refused() -> None:
    text = "Is it?\n" + "".join(f"{' ' * n}Yes: Is it?\n" for n in range(1, 70))
    assert [code for _, code in doubts(bring_in(text))] == ["too-deep"]


@pytest.mark.parametrize(
    "text",
    [
        "Title\n=====\n\nQ?\n├── Yes → a\n└── No → b\n",
        "```csv\nA,B\nx,1\ny,2\n```\n",
        "```\ngraph TD\nA{A?} -->|Yes| B\nA -->|No| C\n```\n",
        "```python\nprint()\n```\n\nIs it?\n  Yes: a\n  No: b\n",
        "```\n```\n~~~\nQ?\n├── Yes → a\n└── No → b\n",
        "Text.\n\nQ?\n├── Yes → a\n└── No → b\n\nText.\n",
    ],
)
def test_a_tree_is_found_wherever_it_stands(text: str) -> None:
    assert len(paths(model(only(bring_in(text))))) == 2


# --- charts ---------------------------------------------------------------------------------------


def flowchart(text: str) -> Flowchart:
    return read_flowchart([NumberedLine(number, line) for number, line in enumerate(text.split("\n"), 1)])


@pytest.mark.parametrize("number", range(60))
def test_a_chart_that_is_made_up_has_its_arrows(number: int) -> None:
    assert flowchart(chart(number)).edges


STRANGE = """\
---
title: A title
config: {}
---
%%{init: {}}%%
flowchart TD;
%% comment
accTitle: Other
accDescr {
  several
  lines
}
accDescr: one line
A@{ shape: diam, label: "A?" } -->|"Yes"| B:::decision; A e1@--> C
subgraph "In it"
D
end
end
subgraph
end
A --> D %% not a comment
A -- open
A -->|open
E["open
F{"x" y}
B --> "
click B call it()
class Z x
G["a(b)"] --> H[x]]
A --> In
"""


def test_a_chart_with_everything_strange_is_read_as_far_as_it_goes() -> None:
    found = flowchart(STRANGE)
    assert found.title == "Other"
    assert {(edge.start, edge.end) for edge in found.edges} >= {("A", "B"), ("A", "C"), ("A", "D")}
    assert found.strange


def test_a_chart_in_front_matter_has_its_title() -> None:
    assert flowchart("---\ntitle: T\n---\ngraph TD\nA-->B").title == "T"
    assert flowchart("---\nx: T\n---\ngraph TD\nA-->B\naccDescr {\nopen").title == ""


def test_an_open_directive_hides_the_rest() -> None:
    with pytest.raises(ImportRefusedError):
        flowchart("graph TD\n%%{ A --> B")


def test_data_of_a_node_that_never_ends() -> None:
    assert flowchart('graph TD\nA@{ label: "x\nB --> C').edges


def test_a_subgraph_stands_for_its_first_node() -> None:
    text = "flowchart TD\nA{A?} -->|Yes| s\nA -->|No| C\nsubgraph s [In it]\nX[Do it]\nend\nA -->|Never| empty\nsubgraph empty\nend"
    done = bring_in(text, "x.mmd")
    assert "A? = Yes => Do it" in paths(model(only(done)))


def test_a_chart_that_is_too_large_is_refused() -> None:
    text = "graph TD\n" + "".join(f"a{n} --> b{n}\n" for n in range(1100))
    assert [code for _, code in doubts(bring_in(text, "x.mmd"))] == ["too-deep"]
