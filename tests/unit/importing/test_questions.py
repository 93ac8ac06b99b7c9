"""Tables whose rows ask, and references to numbered questions in them and in lists."""

from __future__ import annotations

import pytest
from tests.unit.importing.reading_back import bring_in, brought, doubts, model, only, paths, texts

PIPES = [
    "Is it long? = {yes} ; Is it hot? = {yes} => Copper",
    "Is it long? = {yes} ; Is it hot? = {no} => Steel",
    "Is it long? = {no} => Plastic",
]


def table(head: str, *rows: str) -> str:
    return "\n".join(["# Which pipe?", "", head, "|" + "---|" * (head.count("|") - 1), *rows]) + "\n"


@pytest.mark.parametrize(
    "to",
    [
        "2",
        "Q2",
        "go to 2",
        "Go to question 2",
        "→ 2",
        "→ Q2",
        "see row 2",
        "Is it hot?",
        "gehe zu 2",
        "#2",
        "weiter mit Frage 2",
        "aller à question 2",
        "",
        "next",
        "continue with step 2",
    ],
)
def test_a_row_leads_to_another(to: str) -> None:
    done = bring_in(
        table(
            "| Nr | Question | If yes | If no |",
            f"| 1 | Is it long? | {to} | Plastic |",
            "| 2 | Is it hot? | Copper | Steel |",
        )
    )
    assert paths(model(only(done))) == [path.format(yes="Yes", no="No") for path in PIPES]
    assert doubts(done) == ([] if to else [(5, "no-outcome")])


@pytest.mark.parametrize(
    ("head", "yes", "no"),
    [
        ("| Question | Yes | No |", "Yes", "No"),
        ("| Check | YES → | NO → |", "Yes", "No"),
        ("| Frage | Wenn ja | Wenn nein |", "Ja", "Nein"),
        ("| Question | Si oui | Si non |", "Oui", "Non"),
        ("| 質問 | はい | いいえ |", "はい", "いいえ"),
        ("| What we ask | Yes | No |", "Yes", "No"),
    ],
)
def test_the_columns_of_answers_in_other_words(head: str, yes: str, no: str) -> None:
    done = bring_in(
        table(head, "| Is it long? | Q2 | Plastic |", "| Q2: Is it hot? | Copper | → Steel |"), "pipe.md"
    )
    said = [path.format(yes=yes, no=no).replace("; Is", "; Q2: Is") for path in PIPES]
    assert paths(model(only(done))) == said
    assert doubts(done) == []


def test_what_else_a_table_of_questions_says() -> None:
    done = bring_in(
        table(
            "| Question | Yes | No | Unsure | Note |",
            "| Is it long? | Is it hot? | Plastic | Ask Ann | Over 2 m |",
            "| Is it hot? | ⚠️ Avoid it | - | | |",
            "| Is it wet? | Tin | Lead | - | |",
            "| Is it red? | Paint | -- | | |",
        )
    )
    tree = model(only(done), allowed=["one-answer"])
    assert paths(tree) == [
        "Is it long? = Yes ; Is it hot? = Yes => Avoid it",
        "Is it long? = Yes ; Is it hot? = No ; Is it wet? = Yes => Tin",
        "Is it long? = Yes ; Is it hot? = No ; Is it wet? = No => Lead",
        "Is it long? = No => Plastic",
        "Is it long? = Unsure => Ask Ann",
    ]
    assert texts(tree) == {"Is it long?": {"assess": "Note: Over 2 m"}}
    assert sorted(doubts(done)) == [
        (6, "no-outcome"),
        (6, "warning-or-decision"),
        (8, "left-out"),
    ]


@pytest.mark.parametrize(
    ("rows", "line"),
    [
        (["| A? | x | x |", "| B? | x | |"], 3),
        (["| A? | x | y |", "| | z | y |"], 6),
        (["| A? | x | y |", "| B? | | |"], 6),
    ],
)
def test_tables_of_questions_that_are_refused(rows: list[str], line: int) -> None:
    done = bring_in(table("| Question | Yes | No |", *rows))
    assert (done.trees, doubts(done)) == ([], [(line, "asks-nothing")])


def test_what_is_headed_by_no_is_a_row_number_only_where_it_holds_numbers() -> None:
    numbers = brought(table("| No. | Size | Ship |", "| 1 | small | post |", "| R-2 | large | truck |"))
    assert paths(numbers) == ["Which pipe? = small => post", "Which pipe? = large => truck"]
    words = brought(table("| Size | No |", "| small | post |", "| large | truck |"))
    assert paths(words) == ["Which pipe? = small => post", "Which pipe? = large => truck"]


def test_yes_and_no_beside_several_conditions_are_columns_like_others() -> None:
    done = bring_in(table("| Size | Damp | Yes | No |", "| s | a | 1 | x |", "| s | b | 1 | y |"))
    assert paths(model(only(done))) == ["Damp = a => x", "Damp = b => y"]


def test_a_reference_to_a_question_that_is_not_there_is_told() -> None:
    done = bring_in(table("| Question | Yes | No |", "| A? | go to 7 | x |", "| B? | y | x |"))
    assert sorted(doubts(done)) == [(5, "unknown-reference"), (6, "left-out")]


# --- lists ------------------------------------------------------------------------------------------

DRINKS = [
    "Is it before noon? = Yes => Coffee",
    "Is it before noon? = No ; Can you sleep? = Often => Wine",
    "Is it before noon? = No ; Can you sleep? = Never => Tea",
]


@pytest.mark.parametrize(
    ("first", "second", "to"),
    [
        ("1.", "2.", "go to 2"),
        ("1)", "2)", "2"),
        ("1.", "2.", "Go to step 2."),
        ("1.", "2.", "gehe zu 2"),
        ("1.", "2.", "see 2 (below)"),
        ("1.", "2.", "Can you sleep?"),
        ("- 1.", "- 2.", "go to 2"),
        ("- Q1:", "- Q2:", "Q2"),
        ("3.", "7.", "see question 7"),
    ],
)
@pytest.mark.parametrize("leads", [":", " →", " :"])
def test_a_numbered_question_is_referred_to_by_its_number(
    first: str, second: str, to: str, leads: str
) -> None:
    done = bring_in(
        f"# Drink\n\n{first} Is it before noon?\n    - Yes{leads} Coffee\n    - No{leads} {to}\n"
        f"{second} Can you sleep?\n    - Often{leads} Wine\n    - Never{leads} Tea\n"
    )
    assert [path.replace("Q2: ", "") for path in _without_numbers(paths(model(only(done))))] == DRINKS
    assert doubts(done) == []


def _without_numbers(said: list[str]) -> list[str]:
    return [path.replace("Q1: ", "").replace("1. ", "").replace("2. ", "") for path in said]


QUESTIONS = (
    "# Drink\n\n- Early?\n    - Yes → Coffee\n    - No → {to}\n- Tired?\n    - Yes → {next}\n    - No → Tea\n"
)


def test_questions_of_a_list_without_numbers_are_referred_to_by_their_place() -> None:
    done = bring_in(QUESTIONS.format(to="go to question 2", next="2"))
    assert paths(model(only(done)))[1] == "Early? = No ; Tired? = Yes => 2"
    assert doubts(done) == []


def test_a_question_that_nothing_leads_to_is_told() -> None:
    done = bring_in(QUESTIONS.format(to="Milk", next="Wine"))
    assert paths(model(only(done))) == ["Early? = Yes => Coffee", "Early? = No => Milk"]
    assert doubts(done) == [(6, "left-out")]


def test_what_is_said_of_questions_in_turn_is_true() -> None:
    text = (
        "1. A?\n    - Yes: x\n    - No\n2. B?\n    - Yes: y\n    - No: 1\n3. C?\n    - Yes: z\n    - No: w\n"
    )
    done = bring_in(text)
    assert doubts(done) == [(1, "asked-in-turn"), (7, "left-out"), (6, "loop-without-reason")]
    assert done.diagnostics[0].help.startswith("where an answer says nothing else, it leads to the next")


@pytest.mark.parametrize(
    ("yes", "no"),
    [
        ("Ja:", "Nein:"),
        ("Oui :", "Non :"),
        ("Sí:", "No:"),
        ("はい\uff1a", "いいえ\uff1a"),
        ("نعم:", "لا:"),
        ("**Ja**:", "**Nein:**"),
        ("Klein:", "Groß, oder schwer:"),
    ],
)
@pytest.mark.parametrize("drawn", [True, False])
def test_answers_with_a_colon_in_any_language(yes: str, no: str, *, drawn: bool) -> None:
    marks = (
        ("├── ", "└── ", "    ├── ", "    └── ")
        if drawn
        else ("    - ", "    - ", "        - ", "        - ")
    )
    lines = [f"{yes} Post", f"{no} Eilt es?", f"{yes} Kurier", f"{no} Spedition"]
    drawing = "\n".join(mark + line for mark, line in zip(marks, lines, strict=True))
    text = f"```\nTyp?\n{drawing}\n```\n" if drawn else f"- Typ?\n{drawing}\n"
    first, second = (reply.strip("*:\uff1a ") for reply in (yes, no))
    assert paths(brought(text)) == [
        f"Typ? = {first} => Post",
        f"Typ? = {second} ; Eilt es? = {first} => Kurier",
        f"Typ? = {second} ; Eilt es? = {second} => Spedition",
    ]


@pytest.mark.parametrize(
    "labels",
    [("< 2 kg", "> 2 kg"), ("\u2264 2 kg", "> 2 kg"), ("C", "C++"), ("Ja", "Nein"), ("\u306f", "\u3044")],
)
def test_answers_have_no_ids_that_they_do_not_need(labels: tuple[str, str]) -> None:
    done = bring_in(f"```\nWhich?\n├── {labels[0]} → Post\n└── {labels[1]} → Truck\n```\n")
    assert len({answer.id for answer in model(only(done)).checks[0].answers}) == 2
    assert "id:" not in only(done).source


def test_answers_of_one_id_have_ids_of_their_own() -> None:
    done = bring_in("```\nWhich?\n├── A, b → Post\n├── A b → Truck\n└── A: b → Van\n```\n")
    assert [answer.id for answer in model(only(done)).checks[0].answers] == ["a-b", "a-b-2", "a-b-3"]


# --- what mermaid takes for arrow heads -------------------------------------------------------------


@pytest.mark.parametrize(
    ("arrow", "drawn", "meant"),
    [
        ("--no-->", "n", "no"),
        ("-- no-->", "n", "no"),
        ("--max-->", "ma", "max"),
        ("==no==>", "n", "no"),
        ("-.no.->", "n", "no"),
        ("--pro---", "pr", "pro"),
    ],
)
def test_a_letter_that_mermaid_takes_for_an_arrow_head_is_told(arrow: str, drawn: str, meant: str) -> None:
    chart = f"```mermaid\nflowchart TD\nA{{On?}} {arrow} B[Plug in]\nA -- yes --> C[Fine]\n```\n"
    done = bring_in(chart)
    assert doubts(done) == [(3, "arrow-head")]
    assert f"mermaid draws the label `{drawn}` here" in done.diagnostics[0].message
    assert f"write `-- {meant} -->`" in str(done.diagnostics[0].help)
    assert f"On? = {drawn} => Plug in" in paths(model(only(done)))
    done = bring_in(chart, answers=f"arrow-head: {{{drawn}: {meant}}}")
    assert paths(model(only(done)))[0].casefold() == f"on? = {meant} => plug in"
    assert doubts(done) == []


def test_a_word_of_which_mermaid_makes_an_arrow_head_and_a_node_is_told() -> None:
    done = bring_in("```mermaid\nflowchart TD\nA{On?} --off--> B[Plug in]\nA -- yes --> C[Fine]\n```\n")
    assert (3, "arrow-head") in doubts(done)


@pytest.mark.parametrize("arrow", ["-- no -->", "-->|no|", '--"no"-->', "--no --o", "--x"])
def test_arrow_heads_that_take_no_letter_are_not_told(arrow: str) -> None:
    done = bring_in(f"```mermaid\nflowchart TD\nA{{On?}} {arrow} B[Plug in]\nA -- yes --> C[Fine]\n```\n")
    assert "arrow-head" not in {code for _, code in doubts(done)}


# --- marks around answers and ends ------------------------------------------------------------------


@pytest.mark.parametrize(("yes", "no"), [("[Y]", "[N]"), ("Y)", "N)"), ("(yes)", "(no)"), ("[Yes]", "[No]")])
def test_a_mark_in_brackets_is_an_answer(yes: str, no: str) -> None:
    done = bring_in(f"```\nSlow?\n├── {yes} Mock it\n└── {no} Leave it\n```\n")
    assert paths(model(only(done))) == ["Slow? = Yes => Mock it", "Slow? = No => Leave it"]
    assert doubts(done) == []


def test_other_marks_belong_to_the_words() -> None:
    tree = brought("```\nWhich?\n├── a) Small → x\n└── [db] Large → y\n```\n")
    assert paths(tree) == ["Which? = a) Small => x", "Which? = [db] Large => y"]


@pytest.mark.parametrize(
    "end", ["[Do it (now)]", "{Do it (now)}", '"Do it (now)"', "\u201cDo it (now)\u201d"]
)
def test_what_wraps_an_end_is_no_part_of_it(end: str) -> None:
    tree = brought(f"```\nSlow?\n├── Yes → {end}\n├── No → [ ]\n└── Both → [a] or [b]\n```\n")
    assert paths(tree)[0] == "Slow? = Yes => Do it (now)"
    assert paths(tree)[2] == "Slow? = Both => [a] or [b]"


def test_answers_with_a_colon_that_all_end() -> None:
    tree = brought("```\nWie gro\u00df?\n├── Klein: Post\n└── Sperrig: Spedition\n```\n")
    assert paths(tree) == ["Wie gro\u00df? = Klein => Post", "Wie gro\u00df? = Sperrig => Spedition"]


def test_a_question_whose_answers_lead_nowhere_is_refused_as_what_it_is() -> None:
    done = bring_in("```\nHow big?\n├── Small\n└── Large\n```\n")
    assert (done.trees, doubts(done)) == ([], [(2, "asks-nothing")])
    assert done.diagnostics[0].message == "no answer to this question leads to anything"
