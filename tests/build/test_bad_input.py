"""Bad input from an author's seat: `mkdocs build` says where and what, and publishes nothing."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.mkdocs_process import mkdocs_build
from tests.site_fixtures import TINY_TREE, settings, write_site

from decision_trees.diagnostics.render.text import MOST_SHOWN

pytestmark = pytest.mark.build

# Valid but for the fact that nothing is said about what to choose.
TERSE_TREE = """\
title: Terse
question: Which?
checks:
  one:
    question: This?
    answers: {Yes: this, No: that}
decisions: {this: {title: This, choose: This.}, that: That}
"""


def a_site(folder: Path, *, trees: dict[str, str], options: dict[str, object] | None = None) -> Path:
    """Write a site with trees by name; `options` are the plugin's."""
    return write_site(
        folder,
        {
            "mkdocs.yml": settings(plugins=["search", {"decision-trees": options or {}}]),
            "docs/index.md": "# Home\n",
            **{f"docs/{name}.tree.yaml": text for name, text in trees.items()},
        },
    )


def place(text: str, marked: str) -> str:
    """Where a piece of a source stands, as `line:column`."""
    before = text.partition(marked)[0]
    return f"{before.count(chr(10)) + 1}:{len(before) - before.rfind(chr(10))}"


def published(folder: Path) -> list[str]:
    return [file.name for file in (folder / "site").rglob("*.html")]


# Each: the code, how the good tree is spoilt, and what is marked.
SPOILT = [
    pytest.param("unknown-target", ("Yes: log", "Yes: lgo"), "lgo", id="unknown target"),
    pytest.param("unknown-tree", ("Yes: log", "Yes: qeue/"), "qeue/", id="unknown tree"),
    pytest.param(
        "unknown-file",
        ("decisions:", "see_also:\n  - {url: no/such.md, title: Gone}\ndecisions:"),
        "no/such.md",
        id="missing file",
    ),
    pytest.param(
        "unknown-file",
        ("Ask the consumers.", "Ask [them](no/such.md)."),
        "no/such.md",
        id="missing file in prose",
    ),
    pytest.param("unknown-target", ("Ask the consumers.", "See [it](to:lgo)."), "to:lgo", id="link in prose"),
    pytest.param("cycle", ("Yes: log", "Yes: replay"), "replay\n", id="cycle"),
    pytest.param("yaml-syntax", ("{title: Kafka,", "{title: Kafka"), None, id="bad YAML"),
    pytest.param("unknown-key", ("assess:", "asess:"), "asess", id="unknown key"),
    pytest.param("missing-key", ("title: Kafka, ", ""), None, id="missing key"),
]


@pytest.mark.parametrize(("code", "change", "marked"), SPOILT)
def test_a_mistake_stops_the_build_and_is_shown(
    code: str, change: tuple[str, str], marked: str | None, tmp_path: Path
) -> None:
    text = TINY_TREE.replace(*change)
    assert text != TINY_TREE
    a_site(tmp_path, trees={"queue": text})
    run = mkdocs_build(tmp_path)
    assert run.returncode == 1
    assert "Traceback" not in run.stderr
    assert run.stderr.count("error[") == 1
    frame = run.stderr.partition(f"error[{code}]: ")[2].splitlines()
    assert frame[1].strip().startswith("--> docs/queue.tree.yaml:")
    if marked is not None:
        assert frame[1].endswith(f":{place(text, marked)}")
    source, marks = frame[3], frame[4]
    number, _, shown = source.partition(" | ")
    assert text.splitlines()[int(number) - 1] == shown
    assert "^" in marks
    if marked is not None:
        mark = marked.strip()
        assert source[marks.index("^") : marks.index("^") + len(mark)] == mark
    assert published(tmp_path) == []


def test_a_source_that_is_not_there_is_told(tmp_path: Path) -> None:
    a_site(tmp_path, trees={})
    (tmp_path / "docs" / "queue.tree.yaml").symlink_to("nowhere")
    run = mkdocs_build(tmp_path)
    assert run.returncode == 1
    assert "error[unknown-file]: the file cannot be read: No such file or directory" in run.stderr
    assert "--> docs/queue.tree.yaml:1:1" in run.stderr
    assert "Traceback" not in run.stderr
    assert published(tmp_path) == []


def test_what_was_published_before_is_not_left_half_written(tmp_path: Path) -> None:
    a_site(tmp_path, trees={"queue": TINY_TREE})
    assert mkdocs_build(tmp_path).returncode == 0
    assert "404.html" in published(tmp_path)
    write_site(tmp_path, {"docs/queue.tree.yaml": TINY_TREE.replace("Yes: log", "Yes: lgo")})
    assert mkdocs_build(tmp_path).returncode == 1
    assert published(tmp_path) == []


def test_all_mistakes_of_all_trees_are_told_in_one_run(tmp_path: Path) -> None:
    trees = {
        "good": TINY_TREE,
        "one": TINY_TREE.replace("Yes: log", "Yes: lgo").replace("No: standard-queue", "No: nowhere"),
        "two": TINY_TREE.replace("assess:", "asess:"),
    }
    a_site(tmp_path, trees=trees)
    run = mkdocs_build(tmp_path)
    assert run.returncode == 1
    for shown in (
        f"--> docs/one.tree.yaml:{place(trees['one'], 'lgo')}",
        f"--> docs/one.tree.yaml:{place(trees['one'], 'nowhere')}",
        f"--> docs/two.tree.yaml:{place(trees['two'], 'asess')}",
    ):
        assert shown in run.stderr
    assert "good.tree.yaml" not in run.stderr
    assert run.stderr.count("error[") == 3


def test_the_nearest_name_is_offered(tmp_path: Path) -> None:
    a_site(tmp_path, trees={"queue": TINY_TREE.replace("No: standard-queue", "No: standard_queu")})
    assert "did you mean `standard-queue`?" in mkdocs_build(tmp_path).stderr


def test_warnings_fail_only_a_strict_build(tmp_path: Path) -> None:
    a_site(tmp_path, trees={"terse": TERSE_TREE})
    relaxed, strict = mkdocs_build(tmp_path), mkdocs_build(tmp_path, "--strict")
    assert (relaxed.returncode, strict.returncode) == (0, 1)
    for run in (relaxed, strict):
        assert run.stderr.count("warning[missing-guidance]") == 1
        assert f"--> docs/terse.tree.yaml:{place(TERSE_TREE, 'one:')}" in run.stderr


def test_of_very_many_warnings_the_first_are_framed_and_each_is_told(tmp_path: Path) -> None:
    nodes = [f"end-{number}" for number in range(40)]
    ends = ", ".join(f"{node}: End" for node in nodes)
    check = "checks:\n  one: {question: This?, answers: {A: this, B: that}}"
    decisions = f"decisions: {{this: This, that: That, {ends}}}"
    a_site(tmp_path, trees={"many": f"title: T\nguidance: none\n{check}\n{decisions}\n"})
    run = mkdocs_build(tmp_path, "--strict")
    assert "Aborted with 40 warnings in strict mode" in run.stdout
    assert run.stderr.count("--> docs/many.tree.yaml:") == MOST_SHOWN
    for node in nodes:
        assert f"no path from the start meets the decision `{node}`" in run.stderr


@pytest.mark.parametrize(
    ("level", "relaxed", "strict", "shown"),
    [
        pytest.param("error", 1, 1, "error[missing-guidance]", id="error"),
        pytest.param("warning", 0, 1, "warning[missing-guidance]", id="warning"),
        pytest.param("notice", 0, 0, "notice[missing-guidance]", id="notice"),
        pytest.param("off", 0, 0, None, id="off"),
    ],
)
def test_a_site_sets_the_level_of_a_code(
    level: str, relaxed: int, strict: int, shown: str | None, tmp_path: Path
) -> None:
    a_site(tmp_path, trees={"terse": TERSE_TREE}, options={"levels": {"missing-guidance": level}})
    runs = [mkdocs_build(tmp_path), mkdocs_build(tmp_path, "--strict")]
    assert [run.returncode for run in runs] == [relaxed, strict]
    for run in runs:
        if shown:
            assert shown in run.stderr
        else:
            assert "missing-guidance" not in run.stderr


def test_levels_can_be_written_as_the_manual_writes_them(tmp_path: Path) -> None:
    """Without quotes: MkDocs reads YAML 1.1, where a bare `off` is no text."""
    a_site(tmp_path, trees={"terse": TERSE_TREE})
    written = (tmp_path / "mkdocs.yml").read_text(encoding="utf-8")
    option = '{"decision-trees": {"levels": {missing-guidance: off, untested-terminal: error}}}'
    plugins = json.dumps(json.loads(written)["plugins"])
    changed = written.replace(json.dumps({"decision-trees": {}}, indent=2).replace("\n", "\n    "), option)
    assert changed != written, plugins
    (tmp_path / "mkdocs.yml").write_text(changed, encoding="utf-8")
    run = mkdocs_build(tmp_path, "--strict")
    assert run.returncode == 0, run.stderr


@pytest.mark.parametrize(
    ("options", "said"),
    [
        pytest.param({"levels": {"missing-guidence": "off"}}, "`missing-guidence`", id="unknown code"),
        pytest.param({"levels": {"missing-guidence": "off"}}, "`missing-guidance`", id="nearest code"),
        pytest.param({"levels": {"cycle": "loud"}}, "loud", id="unknown level"),
        pytest.param({"levels": {"unknown-tree": "off"}}, "no page can be made", id="level that is too low"),
        pytest.param(
            {"levels": {"cycle": "warning"}}, "no page can be made", id="level that is a little lower"
        ),
    ],
)
def test_a_mistake_in_the_options_is_a_configuration_error(
    options: dict[str, object], said: str, tmp_path: Path
) -> None:
    a_site(tmp_path, trees={"queue": TINY_TREE}, options=options)
    run = mkdocs_build(tmp_path)
    assert run.returncode == 1
    assert said in run.stderr
    assert "Traceback" not in run.stderr
    assert published(tmp_path) == []


def test_two_things_at_one_address_are_refused(tmp_path: Path) -> None:
    a_site(tmp_path, trees={"queue": TINY_TREE})
    write_site(tmp_path, {"docs/queue/log.md": "# By hand\n"})
    run = mkdocs_build(tmp_path)
    assert run.returncode == 1
    assert "error[address-collision]" in run.stderr
    assert f"--> docs/queue.tree.yaml:{place(TINY_TREE, 'log: {')}" in run.stderr
    assert "queue/log.md" in run.stderr
    assert published(tmp_path) == []
