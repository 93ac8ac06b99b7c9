"""Nothing that is written crashes us; what is right is called right; one mistake is told once."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, NamedTuple

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from ruamel.yaml import YAML
from tests.unit.source.test_keys import FULL, refusals

from decision_trees.diagnostics.diagnostic import Diagnostic
from decision_trees.diagnostics.render.json import as_json
from decision_trees.diagnostics.render.text import frames, line
from decision_trees.layout.addresses import Addresses
from decision_trees.reading.load import load
from decision_trees.reading.read import Reading, Settings, read
from decision_trees.site.publish import publish
from decision_trees.site.site import Site

pytestmark = pytest.mark.slow

FILE = "pick-a-queue.tree.yaml"
TODAY = date(2026, 11, 23)
QUIET = {"missing-guidance", "untested-terminal"}
"""What may be said of a right tree."""

Value = Any
Path = tuple[str | int, ...]


# --- right trees ----------------------------------------------------------------------------------

TEXTS = st.text(
    st.characters(exclude_categories=["Cc", "Cs", "Cn", "Zl", "Zp"], exclude_characters="\ufeff[]"),
    min_size=1,
    max_size=20,
).filter(str.strip)
PROSE = st.lists(st.one_of(TEXTS, st.just("See [](to:c0).")), min_size=1, max_size=3).map("\n\n".join)
IDS = st.from_regex(r"[a-z0-9]{1,5}(-[a-z0-9]{1,5}){0,2}", fullmatch=True)
DAYS = st.dates().map(lambda day: day.isoformat())


def some(**values: st.SearchStrategy[Value]) -> st.SearchStrategy[dict[str, Value]]:
    return st.fixed_dictionaries({}, optional=values)


# To make a strategy takes as long as to draw from it many times, so each is made once.
FEW_TEXTS = st.lists(TEXTS, max_size=2)
HOW_MANY_CHECKS = st.integers(1, 4)
HOW_MANY_ENDS = st.integers(2, 4)
EITHER = st.booleans()
OF_DECISION = some(choose=PROSE, why=PROSE, next_step=PROSE, alternatives=FEW_TEXTS)
EDGE_CASES = st.lists(st.fixed_dictionaries({"title": TEXTS, "text": PROSE}), max_size=2)
OF_ANSWER = {"note": TEXTS, "as": TEXTS}


@cache
def one_of(*values: str) -> st.SearchStrategy[str]:
    return st.sampled_from(values)


@cache
def some_of(*values: str) -> st.SearchStrategy[list[str]]:
    return st.lists(one_of(*values), max_size=2)


@cache
def set_of(*values: str) -> st.SearchStrategy[set[str]]:
    return st.sets(one_of(*values))


@cache
def of_check(check: str) -> st.SearchStrategy[dict[str, Value]]:
    return some(title=TEXTS, assess=PROSE, look_for=PROSE, pitfall=PROSE, formerly=former(check))


@cache
def of_warning(*nodes: str) -> st.SearchStrategy[dict[str, Value]]:
    return some(when=PROSE, risk=PROSE, then=one_of(*nodes))


@st.composite
def trees(draw: st.DrawFn) -> dict[str, Value]:
    """Draw a tree as plain data: every node is reached, and every key of the format may be there."""
    checks = [f"c{number}" for number in range(draw(HOW_MANY_CHECKS))]
    ends = [f"e{number}" for number in range(draw(HOW_MANY_ENDS))]
    nodes = [*checks, *ends]
    targets: dict[str, list[str]] = {check: [] for check in checks}
    for number, node in enumerate(nodes[1:], start=1):
        targets[draw(one_of(*checks[:number]))].append(node)
    for number, check in enumerate(checks):
        later = nodes[number + 1 :]
        targets[check] += draw(some_of(*later))
        targets[check] += [node for node in later[-2:] if node not in targets[check]]
    decisions = draw(set_of(*ends))
    given = {check: draw(answers(targets[check], check)) for check in checks}
    return {
        "title": draw(TEXTS),
        "question": draw(TEXTS),
        "checks": {
            check: {
                "question": f"{draw(TEXTS)} {check}",
                "answers": given[check],
                **draw(of_check(check)),
            }
            for check in checks
        },
        "decisions": {
            end: draw(TEXTS) if draw(EITHER) else {"title": draw(TEXTS), **draw(OF_DECISION)}
            for end in ends
            if end in decisions
        },
        "warnings": {
            end: {"title": draw(TEXTS), **draw(of_warning(*nodes))} for end in ends if end not in decisions
        },
        **draw(
            some(
                category=TEXTS,
                summary=PROSE,
                domains=FEW_TEXTS,
                reviewed=DAYS,
                start=st.just("c0"),
                formerly=former("tree"),
                edge_cases=EDGE_CASES,
                see_also=references(*nodes),
                scenarios=st.lists(scenarios(given), max_size=2),
            )
        ),
        "x-note": draw(TEXTS),
    }


@cache
def former(owner: str) -> st.SearchStrategy[Value]:
    """Old ids that no two things have had, or have."""
    return st.lists(IDS.map(lambda old: f"old-{owner}-{old}"), max_size=2, unique=True)


@cache
def answer(target: str) -> st.SearchStrategy[Value]:
    return st.one_of(st.just(target), st.fixed_dictionaries({"to": st.just(target)}, optional=OF_ANSWER))


@cache
def answer_back(check: str) -> st.SearchStrategy[Value]:
    return st.fixed_dictionaries({"to": st.sampled_from(["c0", check]), "loop": TEXTS}, optional=OF_ANSWER)


@st.composite
def answers(draw: st.DrawFn, targets: list[str], check: str) -> Value:
    """Draw answers that lead to the targets, and perhaps one that goes back."""
    found = {}
    for number, target in enumerate(targets):
        found[f"{draw(TEXTS)} {number}"] = draw(answer(target))
    if draw(EITHER):
        found[f"{draw(TEXTS)} again"] = draw(answer_back(check))
    return found


@cache
def references(*nodes: str) -> st.SearchStrategy[Value]:
    to_node = st.fixed_dictionaries({"to": one_of(*nodes)}, optional={"note": TEXTS})
    to_page = st.fixed_dictionaries({"url": st.just("https://example.org/"), "title": TEXTS})
    return st.lists(st.one_of(to_node, to_page), max_size=2)


@st.composite
def scenarios(draw: st.DrawFn, given: dict[str, Value]) -> Value:
    """Draw a worked example: answers from the first check to an end."""
    said, here = {}, "c0"
    while here in given:
        forward = [label for label, to in given[here].items() if isinstance(to, str) or "loop" not in to]
        said[here] = draw(st.sampled_from(forward))
        to = given[here][said[here]]
        here = to if isinstance(to, str) else to["to"]
    return {"title": draw(TEXTS), "given": said, "expect": here}


class Written(NamedTuple):
    """A source, and the line on which each of its values begins, by the way to it."""

    text: str
    lines: dict[Path, int]


def write(tree: dict[str, Value], doubled: Path | None = None) -> Written:
    """Write data as YAML, each key and item on a line of its own; the key at `doubled` comes twice."""
    lines: list[str] = []
    places: dict[Path, int] = {}

    def put(value: Value, path: Path, indent: str, start: str) -> None:
        if isinstance(value, dict) and value:
            lines.extend([start.rstrip()] if start else [])
            for key, inner in value.items():
                here = (*path, key)
                for _ in range(2 if here == doubled else 1):
                    places[here] = len(lines) + 1
                    put(inner, here, f"{indent}  ", f"{indent}{json.dumps(key, ensure_ascii=False)}: ")
        elif isinstance(value, list) and value:
            lines.append(start.rstrip())
            for number, inner in enumerate(value):
                places[*path, number] = len(lines) + 1
                text = json.dumps(inner, ensure_ascii=False)
                lines.append(f"{indent}- {text}")
        else:
            lines.append(start + json.dumps(value, ensure_ascii=False))

    put(tree, (), "", "")
    return Written("\n".join(lines) + "\n", places)


def check(source: str) -> Reading:
    return read({FILE: source}, Settings(files=["guide.md"]))


@given(trees())
def test_a_right_tree_has_no_errors_and_is_published(tree: dict[str, Value]) -> None:
    text = write(tree).text
    assert refusals(text) == []  # nor does an editor mark any
    reading = check(text)
    assert {diagnostic.code for diagnostic in reading.diagnostics} <= QUIET
    assert reading.library.trees["pick-a-queue"].start == "c0"
    published = {
        item.path: item.content for item in publish(reading, Site(addresses=Addresses(), today=TODAY))
    }
    assert all(f"pick-a-queue/{node}.md" in published for node in ("index", "c0", "e0", "e1"))


# --- one mistake ----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Mutant:
    """A tree with one mistake in it, the line on which it is, and the code that tells it."""

    source: str
    line: int
    code: str


def ways(tree: Value, path: Path = ()) -> list[Path]:
    """List the ways to every value of a tree."""
    found = [path] if path else []
    if isinstance(tree, dict):
        for key, inner in tree.items():
            found += ways(inner, (*path, key))
    return found


def get(tree: Value, path: Path) -> Value:
    for key in path:
        tree = tree[key]
    return tree


def is_node(path: Path) -> bool:
    return len(path) == 2 and path[0] in {"checks", "decisions", "warnings"}


def is_answer(path: Path) -> bool:
    return len(path) == 4 and path[2] == "answers"


def is_mapping(tree: Value, path: Path) -> bool:
    return isinstance(get(tree, path), dict) and (not path or is_node(path) or is_answer(path))


def drop_a_required_key(tree: Value, draw: st.DrawFn) -> Mutant:
    required = [
        path
        for path in ways(tree)
        if path[-1] in {"title", "question", "answers", "to", "checks"}
        and is_mapping(tree, path[:-1])
        and (path[-1] != "title" or path[0] != "checks")
        and path != ("question",)
    ]
    path = draw(st.sampled_from(required))
    changed = deepcopy(tree)
    del get(changed, path[:-1])[path[-1]]
    written = write(changed)
    return Mutant(written.text, written.lines.get(path[:-1], 1), "missing-key")


def misspell_a_target(tree: Value, draw: st.DrawFn) -> Mutant:
    targets = [
        path
        for path in ways(tree)
        if (is_answer(path) and isinstance(get(tree, path), str)) or path[-1] in {"to", "then"}
    ]
    path = draw(st.sampled_from(targets))
    changed = deepcopy(tree)
    get(changed, path[:-1])[path[-1]] = draw(
        st.sampled_from(["nowhere", "e99", "No Such Node", "a/b/c", "E0"])
    )
    written = write(changed)
    return Mutant(written.text, written.lines[path], "unknown-target")


def write_a_key_twice(tree: Value, draw: st.DrawFn) -> Mutant:
    path = draw(st.sampled_from(ways(tree)))
    written = write(tree, doubled=path)
    return Mutant(written.text, written.lines[path], "duplicate-key")


def add_an_unknown_key(tree: Value, draw: st.DrawFn) -> Mutant:
    path = draw(st.sampled_from([(), *(path for path in ways(tree) if is_mapping(tree, path))]))
    changed = deepcopy(tree)
    get(changed, path)["zzqx"] = draw(st.sampled_from(["text", ["list"], {"a": "mapping"}]))
    written = write(changed)
    return Mutant(written.text, written.lines[*path, "zzqx"], "unknown-key")


def write_another_type(tree: Value, draw: st.DrawFn) -> Mutant:
    texts = {"title", "question", "assess", "look_for", "pitfall", "choose", "why", "note", "as", "category"}
    keys = texts | {"answers", "alternatives", "domains", "formerly", "edge_cases", "to"}
    path = draw(
        st.sampled_from([path for path in ways(tree) if path[-1] in keys and is_mapping(tree, path[:-1])])
    )
    changed = deepcopy(tree)
    is_list = path[-1] in keys - texts - {"to", "answers"}
    get(changed, path[:-1])[path[-1]] = {"a": "b"} if is_list or path[-1] in texts | {"to"} else ["a", "b"]
    written = write(changed)
    return Mutant(written.text, written.lines[path], "wrong-type")


def lead_back(tree: Value, draw: st.DrawFn) -> Mutant:
    path = draw(st.sampled_from([path for path in ways(tree) if is_answer(path)]))
    changed = deepcopy(tree)
    get(changed, path[:-1])[path[-1]] = path[1]
    written = write(changed)
    return Mutant(written.text, written.lines[path], "cycle")


def set_to(path: Path, value: Value, code: str) -> Callable[[Value, st.DrawFn], Mutant]:
    """The mistake of writing one value."""

    def mistake(tree: Value, _: st.DrawFn) -> Mutant:
        changed = deepcopy(tree)
        section = changed
        for key in path[:-1]:
            section = section.setdefault(key, {})
        section[path[-1]] = value
        written = write(changed)
        return Mutant(written.text, written.lines[path], code)

    mistake.__name__ = code
    return mistake


def spoil_an_answer(code: str, **more: str) -> Callable[[Value, st.DrawFn], Mutant]:
    """The mistake of writing something into an answer that leads to an end."""

    def mistake(tree: Value, draw: st.DrawFn) -> Mutant:
        ends = {*tree["decisions"], *tree["warnings"]}
        path = draw(
            st.sampled_from([way for way in ways(tree) if is_answer(way) and target(get(tree, way)) in ends])
        )
        changed = deepcopy(tree)
        get(changed, path[:-1])[path[-1]] = {"to": target(get(tree, path)), **more}
        written = write(changed)
        return Mutant(written.text, written.lines[*path, [*more][-1]], code)

    mistake.__name__ = code
    return mistake


def target(answer: Value) -> str:
    return answer if isinstance(answer, str) else answer["to"]


def spoil_a_scenario(tree: Value, draw: st.DrawFn) -> Mutant:
    given = {check: node["answers"] for check, node in tree["checks"].items()}
    scenario = draw(scenarios(given))
    if draw(st.booleans()):
        last = [*scenario["given"]][-1]
        del scenario["given"][last]
        code = "scenario-incomplete" if scenario["given"] else "missing-key"
    else:
        others = {*tree["decisions"], *tree["warnings"]} - {scenario["expect"]}
        scenario["expect"] = draw(st.sampled_from(sorted(others)))
        code = "scenario-fails"
    written = write({**tree, "scenarios": [scenario]})
    return Mutant(written.text, written.lines["scenarios", 0], code)


def ask_twice(tree: Value, draw: st.DrawFn) -> Mutant:
    later = [path for path in ways(tree) if path[0] == "checks" and path[2:] == ("question",)][1:]
    if not later:
        return write_a_key_twice(tree, draw)
    path = draw(st.sampled_from(later))
    changed = deepcopy(tree)
    get(changed, path[:-1])["question"] = f" {tree['checks']['c0']['question']} ?"
    written = write(changed)
    return Mutant(written.text, written.lines[path], "repeated-question")


def indent_with_a_tab(tree: Value, draw: st.DrawFn) -> Mutant:
    lines = write(tree).text.splitlines()
    number = draw(st.sampled_from([number for number, line in enumerate(lines) if line.startswith(" ")]))
    lines[number] = "\t" + lines[number].lstrip()
    return Mutant("\n".join(lines), number + 1, "yaml-syntax")


MUTATIONS: list[Callable[[Value, st.DrawFn], Mutant]] = [
    drop_a_required_key,
    misspell_a_target,
    write_a_key_twice,
    add_an_unknown_key,
    write_another_type,
    lead_back,
    indent_with_a_tab,
    ask_twice,
    spoil_a_scenario,
    spoil_an_answer("loop-without-cycle", loop="again"),
    spoil_an_answer("bad-id", id="Not an id"),
    spoil_an_answer("unknown-tree", to="no-such-tree/"),
    set_to(("reviewed",), "2026-02-30", "bad-date"),
    set_to(("decisions", "c0"), "A check's id", "duplicate-id"),
    set_to(("decisions", "lone"), "Lone", "unreachable"),
    set_to(("see_also",), [{"url": "javascript:1", "title": "T"}], "unsafe-url"),
    set_to(("summary",), "See [it](to:nowhere).", "unknown-target"),
]


@st.composite
def mutants(draw: st.DrawFn, mutation: Callable[[Value, st.DrawFn], Mutant]) -> Mutant:
    return mutation(draw(trees()), draw)


def is_at(diagnostic: Diagnostic, mutant: Mutant) -> bool:
    """Say whether a place is the mutant's line, or the line below it, where a value in block form begins."""
    return diagnostic.code == mutant.code and diagnostic.span.line - mutant.line in {0, 1}


@pytest.mark.parametrize("mutation", MUTATIONS)
@given(data=st.data())
def test_one_mistake_is_told_once_and_on_its_line(
    mutation: Callable[[Value, st.DrawFn], Mutant], data: st.DataObject
) -> None:
    mutant = data.draw(mutants(mutation))
    reading = check(mutant.source)
    quiet = {*QUIET, "unreachable"} if mutant.code == "cycle" else QUIET
    told = [diagnostic for diagnostic in reading.diagnostics if diagnostic.code not in quiet]
    assert [is_at(problem, mutant) for problem in told] == [True], frames(told, reading.sources)


# --- anything at all ------------------------------------------------------------------------------

KEYS = (
    "title question checks decisions warnings answers to start given scenarios expect see_also url formerly"
)
PIECES = [
    *(f"{key}: " for key in KEYS.split()),
    *("review_by: 2026-02-30", "loop: x", "id: ", "a", "b", "Yes", "No", "a/", "a/b"),
    *("to:a", "[x](to:a)", "[x](javascript:1)", "`", "```", "<!--", "#", "?", "@", ": ", ","),
    *("\n", "\n  ", "\n    ", "\n      ", "\n  - ", "\n- ", " ", "  ", "\t", "\r\n", "\r", "|\n", "- "),
    *("{", "}", "[", "]", "&a ", "*a", "<<: ", "|", ">-", "'", '"', "\\", "!!str ", "!", "%", "---", "..."),
    *("~", "null", "\x00", "\x85", "\u2028", "\ufeff", "\ud800", "😀", "é", "队列"),
]
SOUP = st.lists(st.sampled_from(PIECES), max_size=60).map("".join)


def nothing_raises(sources: dict[str, str | bytes]) -> None:
    reading = read(sources, Settings(files=["a.md"]))
    assert frames(reading.diagnostics, reading.sources)
    assert json.loads(as_json(reading.diagnostics))["format"] == 1
    for tree in reading.library.trees.values():
        # What makes rules silent has been told.
        assert not tree.lost_arrows or tree.file in reading.broken
    for diagnostic in reading.diagnostics:
        assert line(diagnostic)
        assert diagnostic.span.line >= 1
        assert diagnostic.span.column >= 1


@given(st.one_of(st.text(), SOUP))
@example("\ufeff\ufeff\ufeff")
@example("checks: {a: {answers: {}}}\nscenarios: [{given: {a: b}, expect: c}]")
@example("checks: {a: {question: b, answers: {c: a}}}\nscenarios: [{title: t, given: {a: c}, expect: a}]")
@pytest.mark.usefixtures("scanner")
def test_no_text_raises(text: str) -> None:
    nothing_raises({FILE: text, "a.tree.yaml": text[::-1]})


@st.composite
def spoilt(draw: st.DrawFn) -> bytes:
    """Draw a right tree in which something is cut out, put in, or written over."""
    content = bytearray(FULL.encode())
    pieces = [piece.encode("utf-8", "surrogatepass") for piece in PIECES]
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(content)))
        end = start + draw(st.sampled_from([0, 0, 1, 3, 40]))
        content[start:end] = draw(st.one_of(st.sampled_from(pieces), st.binary(max_size=4)))
    return bytes(content)


@given(st.one_of(st.binary(), spoilt()))
def test_no_bytes_raise(content: bytes) -> None:
    nothing_raises({FILE: content})


@given(trees(), st.data())
def test_no_tree_with_lines_out_of_place_raises(tree: dict[str, Value], data: st.DataObject) -> None:
    lines = write(tree).text.splitlines()
    for _ in range(data.draw(st.integers(1, 4))):
        number = data.draw(st.integers(0, len(lines) - 1))
        action = data.draw(st.sampled_from(["drop", "double", "swap", "indent", "cut", "piece"]))
        if action == "drop" and len(lines) > 1:
            del lines[number]
        elif action == "double":
            lines.insert(number, lines[number])
        elif action == "swap":
            lines[0], lines[number] = lines[number], lines[0]
        elif action == "indent":
            lines[number] = "  " + lines[number]
        elif action == "cut":
            lines[number] = lines[number][: len(lines[number]) // 2]
        else:
            lines[number] += data.draw(st.sampled_from(PIECES))
    nothing_raises({FILE: "\n".join(lines)})


@given(SOUP)
def test_both_scanners_never_differ_in_what_they_read(text: str) -> None:
    """The C scanner may refuse more than the Python one; what both accept they read alike."""
    by_c, by_python = check(text), read_with_python(text)
    if by_c.library.trees and by_python.library.trees and not re.search(r"\?|%", text):
        assert by_c.library.trees == by_python.library.trees


def read_with_python(text: str) -> Reading:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("decision_trees.source.yaml_events.YAML", _python_yaml)
        return check(text)


def _python_yaml(typ: str, **_: bool) -> YAML:
    return YAML(typ=typ, pure=True)


HOSTILE: dict[str, Callable[[], str]] = {
    "alias bomb": lambda: (
        "x-0: &l0 [a]\n" + "".join(f"x-{n}: &l{n} [{', '.join([f'*l{n - 1}'] * 9)}]\n" for n in range(1, 12))
    ),
    "answers by alias": lambda: (
        "x: &a {"
        + ", ".join(f"a{n}: b" for n in range(200))
        + "}\nchecks: {"
        + ", ".join(f"c{n}: {{question: q, answers: *a}}" for n in range(200))
        + "}\n"
    ),
    "ten megabytes of text": lambda: "title: |\n" + "  words and words\n" * 600_000,
    "ten megabytes of keys": lambda: "".join(f"k{n}: v\n" for n in range(1_000_000)),
    "one line of a megabyte": lambda: "title: " + "x" * 1_000_000,
    "a key of a megabyte": lambda: "a-" * 500_000 + ": b\nc: d\n",
    "wrong links behind two megabytes": lambda: (
        "summary: |\n" + "  words and words\n" * 120_000 + "".join(f"  [to](to:x{n})\n" for n in range(1_000))
    ),
    "deep brackets": lambda: "[" * 10_000,
    "deep braces": lambda: "{a: " * 10_000,
    "deep indentation": lambda: "".join(" " * n + "a:\n" for n in range(3_000)),
    "deep dashes": lambda: "- " * 10_000,
    "NUL": lambda: "title: \x00",
    "lone surrogate": lambda: "title: \ud800",
    "escaped lone surrogate": lambda: 'title: "\\ud800"',
    "line separator": lambda: "title: a\u2028question: b",
    "byte order marks": lambda: "\ufeff\ufeff",
    "brackets in prose": lambda: "summary: |\n" + "  [[[[((((" * 50_000,
    "backticks in prose": lambda: "summary: |\n" + "  ` `` ``` \n" * 20_000,
    "many unknown targets": lambda: (
        "checks:\n"
        + "".join(f"  c{n}: {{question: q, answers: {{a: x{n}, b: y{n}}}}}\n" for n in range(1_000))
    ),
}


@pytest.mark.parametrize("make", HOSTILE.values(), ids=HOSTILE)
def test_hostile_sources_end(make: Callable[[], str]) -> None:
    nothing_raises({FILE: make()})


def test_a_file_of_noise_is_told(tmp_path_factory: pytest.TempPathFactory) -> None:
    file = tmp_path_factory.mktemp("noise") / FILE
    file.write_bytes(bytes(range(256)) * 1_000)
    (found,) = load(file).diagnostics
    assert found.code == "yaml-syntax"
