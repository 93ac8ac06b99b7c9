"""Whatever an author writes, no output of a command acts on who reads it, and none has more lines for it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from contextlib import redirect_stderr, redirect_stdout
from functools import lru_cache
from io import StringIO
from pathlib import Path
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import settings as budget
from hypothesis import strategies as st
from tests.hostile import HOSTILE, hostile_tree
from tests.log_services import acts
from tests.markdown_reading import READERS, read_markdown

from decision_trees.cli import Status
from decision_trees.cli.main import main
from decision_trees.reading import load
from decision_trees.source.decode import decode

unmeasured = pytest.mark.unmeasured("every command runs for each text, as in the tests of that command")

BUDGET = budget().max_examples if budget().max_examples >= 1_000 else 20
"""How many texts are made up: of each two trees are written, and two dozen commands run."""

TEXTS = (
    *HOSTILE,
    "\n::error::forged",
    "\r\n  ::add-mask::a\r",
    "##[error]forged ##vso[task.setvariable]x ##teamcity[y]",
    "\N{RIGHT-TO-LEFT OVERRIDE}turned \N{ZERO WIDTH SPACE}hidden",
    "`` code ` @team #1\n\n# Heading\n\n- [x](https://example.org/) <b>",
)
NAMES = (
    "::error::forged",
    "a\nb",
    "\x1b[31mred",
    "##[error]x",
    b"\xe4".decode("utf-8", "surrogateescape"),
    "-",
)


def broken_tree(text: str) -> str:
    """Write a tree in which the text stands wherever a mistake may be told."""
    tree = {
        "title": "T",
        "question": {text: "Q"},
        text: text,
        f"reviewd {text}": "x",
        "owner": [text],
        "reviewed": text,
        "start": text,
        "formerly": [text],
        "checks": {
            text: {
                "question": "Q",
                "answers": {text: text, f"{text} 2": {"to": f"{text}/x", "id": text, "loop": text}, "3": {}},
                "assess": f"[x](to:{text}) [x](to:none/{text})",
            },
            f"{text}-2": {text: text},
        },
        "decisions": {text: "X", f"{text}/3": {"title": text, "then": f"x/{text}"}},
        "see_also": [{"url": f"javascript:{text}", "title": text}, {"to": text}, text],
        "scenarios": [{"title": text, "given": {text: text}, "expect": text}],
    }
    return json.dumps(tree, ensure_ascii=False)


def run(*arguments: str, typed: str = "") -> str:
    """Run a command and give all that it prints; one that ends in a mistake of ours fails."""
    output = StringIO()
    with redirect_stdout(output), redirect_stderr(output), patch("sys.stdin", StringIO(typed)):
        try:
            status = main(arguments)
        except SystemExit as end:  # as argparse ends
            status = int(end.code or 0)
    assert status in {Status.OK, Status.PROBLEMS, Status.USAGE}
    assert "mistake of ours" not in output.getvalue()
    return output.getvalue()


def people(file: str, other: str) -> Iterator[str]:
    """Everything that commands print for people of a tree, also beside another one."""
    for more in ([], ["--coverage"]):
        yield run("check", file, *more)
        yield run("check", file, "--format", "line", *more)
    yield run("diff", other, file)
    yield run("diff", file, other)
    yield run("diff", other, file, "--format", "markdown")
    yield run("rename", "one", "first", "--in", file, "--dry-run")
    yield run("rename", "t/one", "good", "--in", file)
    yield run("walk", file, typed="?\nl\n3\n2\nback\nlabel\nb\n1\n")


@pytest.fixture(scope="module", autouse=True)
def sources_decoded_once() -> Iterator[None]:
    """Decode a source once for all the commands that read it, as each does for all that it reads it with."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(load, "decode", lru_cache(8)(decode))
        yield


@pytest.fixture
def write(tmp_path: Path) -> Callable[[str, str], str]:
    def write_tree(name: str, text: str) -> str:
        file = tmp_path / f"{name}.tree.yaml"
        file.write_text(text, "utf-8")
        return str(file)

    return write_tree


@pytest.fixture(scope="module")
def lines_for_plain_text(tmp_path_factory: pytest.TempPathFactory) -> list[int]:
    """How many lines commands print of a tree in which nothing is hostile."""
    folder = tmp_path_factory.mktemp("plain")
    for name, text in (("t", "plain"), ("other", "other")):
        (folder / f"{name}.tree.yaml").write_text(hostile_tree(text), "utf-8")
    reports = people(str(folder / "t.tree.yaml"), str(folder / "other.tree.yaml"))
    return [len(report.splitlines()) for report in reports]


@unmeasured
@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("tree", [hostile_tree, broken_tree])
def test_no_output_for_people_acts(
    tree: Callable[[str], str],
    text: str,
    write: Callable[[str, str], str],
    lines_for_plain_text: list[int],
) -> None:
    told = [*people(write("t", tree(text)), write("other", hostile_tree("other")))]
    assert any("forged" in report for report in told) or "forged" not in text
    assert not any(map(acts, told))
    if tree is hostile_tree:
        assert [len(report.splitlines()) for report in told] == lines_for_plain_text


@unmeasured
@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("tree", [hostile_tree, broken_tree])
def test_no_output_for_programs_acts(
    tree: Callable[[str], str], text: str, write: Callable[[str, str], str]
) -> None:
    file = write("t", tree(text))
    for format_ in ("json", "sarif"):
        report = run("check", file, "--format", format_)
        assert not acts(report)
        assert report.isascii()
        json.loads(report)
    assert not acts(run("check", file, "--format", "json", "--coverage"))
    commands = run("check", file, "--format", "github").splitlines()
    assert len(commands) == len(run("check", file, "--format", "line").splitlines())
    for command in commands:
        assert re.match(
            r"::(error|warning|notice) file=\S+,line=\d+,endLine=\d+,col=\d+,endColumn=\d+,title=", command
        )
        assert not acts(command.removeprefix("::"))


@unmeasured
@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("reader", READERS)
def test_a_comparison_for_a_comment_is_markdown_of_ours(
    text: str, reader: str, write: Callable[[str, str], str]
) -> None:
    def elements(text: str) -> list[str]:
        report = run(
            "diff", write("t", hostile_tree("plain")), write("u", hostile_tree(text)), "--format", "markdown"
        )
        assert "@team" not in re.sub("(`+).+?\\1", "", report)
        read = read_markdown(report, reader)
        assert read.links == []
        return read.elements

    assert elements(text) == elements("other")


@unmeasured
@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("text", ["title: T\n", hostile_tree("plain")])
def test_no_name_of_a_file_acts(
    name: str, text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for folder in (Path(), Path("folder"), Path(name)):
        folder.mkdir(exist_ok=True)
        (folder / f"{name}.tree.yaml").write_text(text, "utf-8")
        (folder / f"{name}.md").write_text(f"[x](to:{'none' if folder.name else 'x'}/)", "utf-8")
    file = f"./{name}.tree.yaml"
    for arguments in (
        ("check",),
        ("check", "--coverage"),
        ("check", "--format", "line", "--coverage"),
        ("check", "--format", "json", "--coverage"),
        ("check", "--format", "sarif"),
        ("check", name, "--strict"),
        ("check", f"{name}/none"),
        ("walk", file),
        ("walk", name),
        ("diff", file, f"{name}/{name}.tree.yaml"),
        ("diff", name, f"none/{name}"),
        ("diff", "--git", f"x{name}"),
        ("rename", "one", "first", "--in", "."),
        ("rename", f"x{name}", name, "--in", file),
        ("new", file),
        ("new", f"{name}/fresh-tree"),
        ("new", f"none/{name}/fresh-tree"),
    ):
        report = run(*arguments)
        assert report
        assert not acts(report)
        if name == "a\nb":
            assert "\nb" not in report
    for command in run("check", "--format", "github").splitlines():
        assert not acts(command.removeprefix("::"))


PIECES = (
    "::error::",
    ":",
    "##[",
    "#",
    "[",
    "error ",
    "x",
    " ",
    "\n",
    "\r",
    "`",
    "```",
    "_",
    "<b>",
    "@a",
    "|",
    "# ",
    "- ",
)
MORE = ("\u202e", "\u200d", "\u200f", "\ufe0f", "\u3000", "\t", "\u200b", "1. ", "](x)", "\\", "%", ",")


@pytest.mark.slow
@budget(max_examples=BUDGET)
@given(text=st.lists(st.sampled_from(PIECES + MORE), min_size=1, max_size=12).map("".join))
def test_no_text_acts_in_any_output(text: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("trees")
    for number, tree in enumerate((hostile_tree("other"), hostile_tree(text), broken_tree(text))):
        (folder / f"t{number}.tree.yaml").write_text(tree, "utf-8")
    other, *files = (str(folder / f"t{number}.tree.yaml") for number in range(3))
    for file in files:
        assert not any(map(acts, people(file, other)))
        assert not acts(run("check", file, "--format", "json"))
