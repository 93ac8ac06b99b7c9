"""SWITCH and CASE in pseudo-code, as languages write them."""

from __future__ import annotations

import pytest
from tests.unit.importing.reading_back import bring_in, doubts, model, only, paths

STORES = ["size? = small => use SQLite", "size? = medium, large => use Postgres", "size? = Otherwise => ask"]

WRITTEN = [
    "SWITCH size:\n CASE small: use SQLite\n CASE medium, large: use Postgres\n DEFAULT: ask\nEND SWITCH",
    "SWITCH size\nCASE small:\nuse SQLite\nCASE medium, large:\nuse Postgres\nDEFAULT:\nask\nENDSWITCH",
    "SWITCH size: CASE small: use SQLite; CASE medium, large: use Postgres; DEFAULT: ask",
    (
        "SWITCH (size) {\n  CASE small: {\n    use SQLite\n  }\n  CASE medium, large:\n    use Postgres\n"
        "  DEFAULT: {\n    ask\n  }\n}"
    ),
    (
        "switch (size) {\n  case small:\n    use SQLite\n    break;\n"
        "  case medium, large: use Postgres; break;\n"
        "  default:\n    ask\n}"
    ),
    "switch size {\ncase small:\n  use SQLite\ncase medium, large:\n  use Postgres\ndefault:\n  ask\n}",
    "switch size: case small: use SQLite; case medium, large: use Postgres; default: ask",
    (
        'match size:\n    case "small": use SQLite\n    case "medium", "large":\n        use Postgres\n'
        "    case _:\n        ask"
    ),
    "match size {\n  small => use SQLite,\n  medium, large => use Postgres,\n  _ => ask,\n}",
    "match on size:\n  case small → use SQLite\n  case medium, large → use Postgres\n  otherwise → ask",
    "CASE size OF\n  small: use SQLite\n  medium, large: use Postgres\n  OTHERWISE: ask\nEND CASE",
    "case size of\n  small -> use SQLite\n  medium, large -> use Postgres\n  _ -> ask",
    (
        "SELECT CASE size\n  CASE small\n    use SQLite\n  CASE medium, large\n    use Postgres\n"
        "  CASE ELSE\n    ask\nEND SELECT"
    ),
    "case size\nwhen small then use SQLite\nwhen medium, large then use Postgres\nelse ask\nend",
    "CASE size WHEN small THEN use SQLite WHEN medium, large THEN use Postgres ELSE ask END",
    "when (size) {\n  small -> use SQLite\n  medium, large -> use Postgres\n  else -> ask\n}",
    (
        "- **SWITCH** size\n  - **CASE** small → use SQLite\n  - **CASE** medium, large → use Postgres\n"
        "  - **DEFAULT** → ask"
    ),
]

CONDITIONS = [
    "SWITCH TRUE\n  CASE it is small: use SQLite\n  CASE it is large: use Postgres\n  DEFAULT: ask",
    "CASE\n  WHEN it is small THEN use SQLite\n  WHEN it is large THEN use Postgres\n  ELSE ask\nEND",
    "CASE WHEN it is small THEN use SQLite WHEN it is large THEN use Postgres ELSE ask END",
    "when {\n  it is small -> use SQLite\n  it is large -> use Postgres\n  else -> ask\n}",
]


@pytest.mark.parametrize("text", WRITTEN)
def test_cases_as_languages_write_them(text: str) -> None:
    done = bring_in(f"# Store\n\n```\n{text}\n```\n")
    assert (paths(model(only(done))), doubts(done)) == (STORES, [])


@pytest.mark.parametrize("text", CONDITIONS)
def test_cases_that_are_conditions_ask_them_in_turn(text: str) -> None:
    done = bring_in(f"# Store\n\n```\n{text}\n```\n")
    assert doubts(done) == []
    assert paths(model(only(done))) == [
        "it is small? = Yes => use SQLite",
        "it is small? = No ; it is large? = Yes => use Postgres",
        "it is small? = No ; it is large? = No => ask",
    ]


@pytest.mark.parametrize("text", [WRITTEN[0], WRITTEN[0].replace("\n", "\n\n"), *CONDITIONS[:2]])
def test_cases_outside_of_fences(text: str) -> None:
    done = bring_in(f"# Store\n\nThis is how.\n\n{text}\n\nSwitch sides when you like.\n")
    assert len(paths(model(only(done)))) == 3
    assert doubts(done) == []


def test_cases_in_conditions_and_conditions_in_cases() -> None:
    done = bring_in(
        "```\nIF it is new THEN\n  SWITCH size\n    CASE small:\n      IF it is hot THEN use Redis "
        "ELSE use SQLite\n    CASE medium: IF it is cold THEN use S3; ELSE use Postgres\n    CASE big:\n"
        "    CASE large: split it\n  END SWITCH\nELSE keep it\nEND IF\n```\n"
    )
    assert doubts(done) == []
    assert paths(model(only(done))) == [
        "it is new? = Yes ; size? = small ; it is hot? = Yes => use Redis",
        "it is new? = Yes ; size? = small ; it is hot? = No => use SQLite",
        "it is new? = Yes ; size? = medium ; it is cold? = Yes => use S3",
        "it is new? = Yes ; size? = medium ; it is cold? = No => use Postgres",
        "it is new? = Yes ; size? = big => split it",
        "it is new? = Yes ; size? = large => split it",
        "it is new? = No => keep it",
    ]


def test_what_stands_behind_cases_is_asked_about() -> None:
    text = "```\nSWITCH which size?\n  CASE small: zip it\n  CASE large:\n  DEFAULT: split it\nsend it\n```\n"
    done = bring_in(text)
    assert doubts(done) == [(3, "asked-in-turn")]
    assert {path.rpartition(" => ")[2] for path in paths(model(only(done), allowed={"same-target"}))} == {
        "send it"
    }
    done = bring_in(text.replace("  DEFAULT: split it\n", "").replace("large:", "large: split it"))
    assert paths(model(only(done)))[-1] == "which size? = Otherwise => send it"


OPEN = """\
```
switch (size) {
  case small:
    zip it
  case large:
    send it
    break;
  case huge:
    return drop it
  default:
    ask
}
```
"""


def test_a_case_without_the_break_that_others_have_is_asked_about() -> None:
    done = bring_in(OPEN)
    assert doubts(done) == [(3, "asked-in-turn")]
    assert paths(model(only(done)))[0] == "size? = small => zip it"
    done = bring_in(OPEN, answers="asked-in-turn: {small: goes on}")
    assert doubts(done) == []
    tree = model(only(done))
    assert paths(tree)[0] == "size? = small => send it"
    assert [str(step.title) for step in tree.steps] == ["zip it"]


def test_an_end_is_a_thing_to_do_where_nothing_begins_above_it() -> None:
    tree = model(only(bring_in("```\nIF it is small THEN\n  END\nELSE\n  ask\nEND\n```\n")))
    assert paths(tree) == ["it is small? = Yes => END", "it is small? = No => ask"]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("SWITCH size\n  CASE small: x\n  CASE large:\n", 4),
        ("SWITCH size\n  CASE small: x\n    y\nCASE large: z\nx\nCASE huge: q", 7),
        ("SWITCH size\n  DEFAULT: x\n  CASE large: z\n  CASE huge: z", 2),
        ("SWITCH size\n  CASE : x\n  CASE large: y", 3),
    ],
)
def test_cases_that_are_not_whole_are_refused(text: str, line: int) -> None:
    done = bring_in(f"```\n{text}\n```\n")
    assert (done.trees, doubts(done)) == ([], [(line, "unreadable")])


@pytest.mark.parametrize(
    "text",
    [
        "Switch to the new one when it is ready: it is faster.\n",
        "Case closed.\nWhen it rains, stay.\n",
        "Select one:\n\n- case: a box\n- bag: of paper\n",
        "```\nswitch (x) {\n  case 1: foo(x);\n  default: bar(x);\n}\n```\n",
        "```python\nmatch size:\n    case small: x\n    case large: y\n```\n",
        "```\ncase $size in\n  small) run x ;;\n  *) run y ;;\nesac\n```\n",
        "```\nSWITCH size\nCASE\n```\n",
        "```\nwhen ready {\n  go\n}\n```\n",
    ],
)
def test_what_has_no_cases_is_no_tree(text: str) -> None:
    done = bring_in(text)
    assert (done.trees, done.diagnostics) == ([], [])


@pytest.mark.parametrize("verb", ["switch to Redis", "match the size", "select a case", "case the joint"])
def test_words_of_cases_are_words_elsewhere(verb: str) -> None:
    tree = model(only(bring_in(f"```\nIF it is hot THEN\n  {verb}\nELSE\n  default it\n```\n")))
    assert paths(tree) == [f"it is hot? = Yes => {verb}", "it is hot? = No => default it"]
