"""Whatever is in a file, an import soon ends in a tree or a message, and says no more than its source."""

# ruff: noqa: E501 - an input is one line
from __future__ import annotations

import random
import re
import time
from collections.abc import Callable
from functools import cache
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.site_fixtures import REPOSITORY
from tests.unit.importing.charts import chart
from tests.unit.importing.reading_back import DATA
from tests.unit.importing.test_drawings import as_document, seed
from tests.unit.importing.test_manual_of_imports import EXAMPLE
from tests.unit.importing.test_round_trips import FILES, data_file

from decision_trees.diagnostics.codes import Level
from decision_trees.importing.reading import Import, import_text
from decision_trees.importing.scalars import ascii_words
from decision_trees.reading.read import read

pytestmark = pytest.mark.unmeasured("counting lines makes Python dearer than the C that reads YAML")

SIZE = 50_000
MOST = 2.8
"""How many times as long as reading a tree of that size an import may take, whatever it holds: one second
where the tree takes 0.35."""


@pytest.fixture(scope="module")
def reading() -> float:
    """What reading a tree of that size takes here."""
    line = "  c{0}: {{question: Is it {0}?, answers: {{Yes: c{1}, No: d}}}}\n"
    checks = "".join(line.format(number, (number + 1) % 800) for number in range(800))
    text = f"title: T\nquestion: Q\nchecks:\n{checks}decisions: {{d: D}}\n"
    began = time.process_time()
    read({"t.tree.yaml": text})
    return time.process_time() - began


def expect_an_end(text: str, file: str) -> Import:
    done = import_text(text, file)
    for tree in done.trees:
        reading = read({f"{tree.id}.tree.yaml": tree.source})
        errors = {diagnostic.code for diagnostic in reading.diagnostics if diagnostic.level is Level.ERROR}
        assert errors <= {"unknown-tree", "unknown-file"}, tree.source
    return done


def filled(pattern: str) -> str:
    return (pattern * (SIZE // len(pattern) + 1))[:SIZE]


def joined(letter: str) -> str:
    return " & ".join(f"{letter}{number}" for number in range(300))


def any_but(place: int, value: str) -> str:
    """A row that says something of one column alone."""
    return ",".join(value if number == place else "*" for number in range(28)) + f",{place}{value}\n"


HOSTILE: dict[str, tuple[str, Callable[[], str]]] = {
    "branches of one question": ("x.txt", lambda: "Q?\n" + filled("├── Yes → x\n")),
    "branches with many answers": (
        "x.txt",
        lambda: "Q?\n" + "".join(f"├── a{n} → x{n}\n" for n in range(6000)),
    ),
    "deep branches": ("x.txt", lambda: "Q?\n" + "".join(" " * n + "└── Is it?\n" for n in range(440))),
    "arrows": ("x.txt", lambda: "Q?\n├── Yes" + filled(" → a")),
    "brackets": ("x.txt", lambda: "Q?\n├── Yes → " + filled("(") + "\n└── No → x"),
    "backticks": ("x.txt", lambda: "Q?\n├── Yes → " + filled("` ") + "\n└── No → x"),
    "spaces": ("x.txt", lambda: "Q?\n├── Yes → " + filled(" ") + "x\n└── No → x"),
    "stems": ("x.txt", lambda: "Q?\n" + filled("│   ") + "├── Yes → a\n├── No → b"),
    "dashes": ("x.txt", lambda: "Q?\n├" + filled("─") + "\n├── No → b"),
    "bold": ("x.txt", lambda: "Q?\n├── Yes → " + filled("**a") + "\n├── No → b"),
    "signs": ("x.txt", lambda: "Q?\n├── Yes → " + filled("✅ ") + "\n├── No → b"),
    "references": ("x.txt", lambda: "Q?\n├── Yes → " + filled("go to ") + "\n├── No → b"),
    "headings": ("x.md", lambda: filled("# 1.1.1\n")),
    "numbers in a heading": (
        "x.md",
        lambda: "# " + filled("1") + "\n\n```\nQ?\n├── Yes → a\n└── No → b\n```",
    ),
    "fences": ("x.md", lambda: filled("```\n")),
    "lists": ("x.md", lambda: "- Q?\n" + filled("    - Yes → x\n")),
    "deep lists": ("x.md", lambda: "".join(" " * n + "- Is it?\n" for n in range(440))),
    "sections": (
        "x.md",
        lambda: "The Tree\n\nQ?\n├── Yes → a\n└── No → b\n\nNode Details\n" + filled("Check 1: A b\n"),
    ),
    "fields": (
        "x.md",
        lambda: "The Tree\n\nQ?\n├── Yes → a\n└── No → b\n\nNode Details\nCheck 1: A\n" + filled("Why: "),
    ),
    "nodes of a chart": ("x.mmd", lambda: "graph TD\n" + "".join(f"a{n} --> b{n}\n" for n in range(7000))),
    "open shapes": ("x.mmd", lambda: "graph TD\n" + filled("A[")),
    "open quotes": ("x.mmd", lambda: "graph TD\n" + filled('A["')),
    "open links": ("x.mmd", lambda: "graph TD\n" + filled("a -- b\n")),
    "joined nodes": ("x.mmd", lambda: "graph TD\n" + " & ".join("abcdefgh") + " --> " + filled("a & ")),
    "joined arrows": (
        "x.mmd",
        lambda: f"graph TD\n{joined('a')} --> {joined('b')}",
    ),
    "dots": ("x.mmd", lambda: "graph TD\nA -" + filled(".") + "\n"),
    "classes": ("x.mmd", lambda: "graph TD\nA --> B\nclass A" + filled(" ") + "x"),
    "subgraphs": ("x.mmd", lambda: "graph TD\n" + filled("subgraph x\n") + "\nA --> B"),
    "tags": ("x.mmd", lambda: 'graph TD\nA["' + filled("<a") + '"] --> B'),
    "directives": ("x.mmd", lambda: filled("%%{") + "\ngraph TD\nA --> B"),
    "rows": ("x.csv", lambda: "a,b,c\n" + "".join(f"{n},{n % 7},{n % 3}\n" for n in range(4900))),
    "columns": ("x.csv", lambda: filled("a,") + "\n" + filled("b,")),
    "any values": (
        "x.csv",
        lambda: ",".join(f"c{n}" for n in range(28)) + ",out\n"
        + "".join(any_but(k, v) for k in range(28) for v in "abc"),
    ),
    "bars": ("x.md", lambda: "# Which?\n\n|a|b|\n|-|-|\n" + filled("|")),
    "brackets of data": ("x.json", lambda: filled("[")),
    "nodes of data": (
        "x.json",
        lambda: '{"nodes": [' + ",".join(f'{{"id": "n{n}", "title": "x"}}' for n in range(2500)) + "]}",
    ),
    "bold questions": ("x.md", lambda: filled("**Is it?**\n- Yes → x\n- No\n")),
    "bold questions alone": ("x.md", lambda: filled("**Is it?**\n")),
    "bold questions and prose": ("x.md", lambda: filled("## Is it?\n\nText.\n\n")),
    "a bold question and prose": ("x.md", lambda: "**Is it?**\n" + filled("text\n")),
    "bold answers in a line": ("x.md", lambda: "**Is it?** " + filled("Yes → a; ")),
    "open marks of bold": ("x.md", lambda: filled("**")),
    "questions by number": (
        "x.md",
        lambda: "".join(f"**{n}. Is it {n}?**\n- Yes → go to {n + 1}\n- No → {n}\n" for n in range(1900)),
    ),
    "folds": ("x.md", lambda: filled("<details><summary>Is it?</summary>\n- Yes → a\n- No → b\n</details>\n")),
    "folds that say nothing": ("x.md", lambda: filled("<details><summary>Show</summary>x</details>\n\ntext\n")),
    "spaces in a bold line": ("x.md", lambda: "**Is it?** Yes" + filled(" ") + "→ a\n- Yes" + filled(" ") + "a"),
    "dashes in a path": ("x.md", lambda: "A? → Yes → x\nA? → No → " + filled("-") + "\nA? → No" + filled("— ")),
    "open folds": ("x.md", lambda: filled("<details>\n")),
    "an open fold": ("x.md", lambda: "<details><summary>Is it?</summary>\n" + filled("text\n\n")),
    "open tags": ("x.md", lambda: "<details" + filled("<details ")),
    "conditions": ("x.md", lambda: filled("IF a THEN b\n")),
    "cases": ("x.md", lambda: "IF a THEN b\n" + "".join(f"ELSE IF a{n} THEN b{n}\n" for n in range(4000))),
    "conditions in a line": ("x.md", lambda: "IF a THEN b ELSE c\n" + filled("IF a THEN ")),
    "cases in a line": ("x.md", lambda: "IF a THEN b" + filled("; ELSE IF a THEN b")),
    "long conditions": ("x.md", lambda: "IF a" + filled(" AND a\n") + "THEN b ELSE c"),
    "conditions with blanks": ("x.md", lambda: "IF a " + filled(" ") + "THEN b ELSE c"),
    "cases of a switch": ("x.md", lambda: "SWITCH a\n" + "".join(f"CASE {n}: b{n}\n" for n in range(5000))),
    "shared cases": ("x.md", lambda: "SWITCH a\n" + "".join(f"CASE {n}:\n" for n in range(5000)) + "x"),
    "switches": ("x.md", lambda: filled("SWITCH a\nCASE b: c\n")),
    "deep switches": ("x.md", lambda: "".join(" " * n + f"SWITCH a\n{' ' * n}CASE b:\n" for n in range(300))),
    "switches in a line": ("x.md", lambda: filled("SWITCH a: CASE b: ")),
    "cases in one line": ("x.md", lambda: "SWITCH a: " + filled("CASE b: c; ")),
    "ends": ("x.md", lambda: "IF a THEN b\nELSE c\n" + filled("END\n")),
    "blanks before a case": ("x.md", lambda: "SWITCH a" + filled(" ") + "\nCASE b" + filled(" ") + ": c\nCASE d: e"),
    "breaks": ("x.md", lambda: "SWITCH a\nCASE b: c" + filled(" break") + "\nCASE d: e"),
    "paths": ("x.md", lambda: filled("A? → Yes → x\n")),
    "paths that part": ("x.md", lambda: "".join(f"A? → {n} → B? → Yes → x\n" for n in range(900)) + filled("B? → No → y\n")),
    "long paths": ("x.md", lambda: "A? → Yes → x\nA?" + filled(" → Yes → B?")),
    "arrows with words": ("x.md", lambda: "A? → Yes → x\nA?" + filled(" -- Yes")),
    "links": ("x.txt", lambda: "Q?\n├── Yes → " + filled('[a](b "') + "\n├── No → " + filled("[")),
    "anchors": ("x.yaml", lambda: "nodes: &a [*a, " + filled("*a, ") + "]"),
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_nothing_takes_long(name: str, reading: float) -> None:
    file, make = HOSTILE[name]
    text = make()
    began = time.process_time()
    expect_an_end(text, file)
    assert time.process_time() - began < MOST * reading


# --- mutations ------------------------------------------------------------------------------------


@cache
def sources() -> list[tuple[str, str]]:
    """What is mutated; of that some is published first, which need not be done before a test asks for it."""
    own = [(file.name, file.read_text("utf-8")) for file in sorted(DATA.iterdir())]
    own += [("seed.txt", as_document(seed()))]
    own += [(name, data_file(FILES[0], name)) for name in ("tree.json", "tree.md", "tree.mmd")]
    page = (REPOSITORY / "content" / "import.md").read_text("utf-8")
    own += [(found["name"], found["text"]) for found in EXAMPLE.finditer(page)]
    own += [("written.md", f"# T\n\n{text}\n") for text in WRITTEN]
    return [*own, *((f"chart{number}.mmd", chart(number)) for number in range(4))]


PIECES = "├── │└─→\n\t ?:|\"'`{}[]()<>&;#-=.,YesNoélt,0 \u00a0\u200b\ufeff\x00"

OF_OURS = set(
    ascii_words(
        "Which of these holds? go back and ask again Yes No True False More Outcome Column Tree the start "
        "graph import x n answer question check decision warning step end Otherwise"
    )
)


WRITTEN = (
    "SWITCH size:\n  CASE small: use SQLite\n  CASE medium, large: use Postgres\n  DEFAULT: ask\nEND SWITCH",
    "1. Is it new? If yes, a. If no, go to 2.\n2. Is it big? If yes, b. Otherwise, c.",
    "Q1: Is it new? Yes → a. No → Q2\nQ2: Is it big? Yes → b. No → c",
    (
        "```\nIs it new?\n├── Yes → a\n└── No → Wait (below)\n\nWait → Is it big?\n├── A [at night] → b\n"
        "└── No → other/ (in another tree)\n```"
    ),
)
"""What the examples of the manual do not show."""


def mutated(text: str, rng: random.Random) -> str:
    for _ in range(rng.randint(1, 6)):
        place, width = rng.randrange(len(text) + 1), rng.randint(0, 12)
        match rng.randrange(5):
            case 0:
                text = text[:place] + text[place + width :]
            case 1:
                text = text[:place] + rng.choice(PIECES) * rng.randint(1, 3) + text[place:]
            case 2:
                text = text[:place]
            case 3:
                lines = text.split("\n")
                at = rng.randrange(len(lines))
                lines.insert(rng.randrange(len(lines) + 1), lines[at])
                text = "\n".join(lines)
            case _:
                other = rng.randrange(len(text) + 1)
                text = text[:place] + text[other : other + width] + text[place:]
    return text


@pytest.mark.slow
@given(
    source=st.deferred(lambda: st.sampled_from(range(len(sources())))),
    seed_=st.integers(0, 2**32),
)
def test_any_mutation_ends_in_a_tree_or_a_message_and_says_nothing_else(source: int, seed_: int) -> None:
    file, text = sources()[source]
    text = mutated(text, random.Random(seed_))  # noqa: S311 - nothing secret
    done = expect_an_end(text, file)
    assert done.trees or done.diagnostics or not done.found
    said = set(ascii_words(re.sub(r"\\u[0-9a-f]{4}|&#?\w+;|\\[nt\"]", " ", text)))
    # Tags and where links lead are left out of labels, and addresses are encoded.
    without_links = re.sub(r"\[([^\[\]]*)\]\([^()]*\)", r"\1", text)
    letters = "".join(
        ascii_words(f"{text} {file} {re.sub('<[^<>]*>', '', text)} {without_links} {quote(text)}")
    )
    for tree in done.trees:
        (read_back,) = read({"t.tree.yaml": tree.source}).library.trees.values()
        words = set()
        for node in read_back.nodes.values():
            words |= set(ascii_words(str(node.title)))
            words |= {word for section in node.sections for word in ascii_words(section.text.value)}
        assert {word for word in words - said - OF_OURS if word not in letters} == set()
