from __future__ import annotations

import re
import time
from dataclasses import replace
from pathlib import Path

import pytest
from benchmarks import browser, scale, search
from benchmarks.corpus import change_line, files_by_hand, our_files, write
from benchmarks.figures import Budget, exponent, ratios, spread
from benchmarks.output import Output
from benchmarks.running import BY_HAND_COLD, OURS_COLD, VARIANTS, Run, run
from benchmarks.stages import HOOK_STAGES, HOST_STAGES, OWN_STAGES, REST, Clock, find, middle
from benchmarks.tables import Result, replaced, report
from benchmarks.trees import ANSWERS, CHECKS, DECISIONS, WARNINGS, trees

from decision_trees import load
from decision_trees.cli.main import main
from decision_trees.model.tree import Check

# Arithmetic


def test_a_spread_is_the_median_with_the_least_and_the_most() -> None:
    assert spread([3.0, 1.0, 2.0]).text(1) == "2.0 [1.0-3.0]"


def test_ratios_are_those_of_pairs_and_not_of_medians() -> None:
    found = ratios([1.0, 4.0, 30.0], [2.0, 4.0, 10.0])
    assert (found.middle, found.least, found.most) == (1.0, 0.5, 3.0)


def test_ratios_need_a_base_for_every_value() -> None:
    with pytest.raises(ValueError, match="shorter"):
        ratios([1.0, 2.0], [1.0])


@pytest.mark.parametrize(("cost", "expected"), [(1, 0.0), (10, 1.0), (100, 2.0)])
def test_an_exponent_tells_how_a_cost_grows(cost: float, expected: float) -> None:
    assert exponent((10, 1), (100, cost)) == pytest.approx(expected)


def test_a_budget_is_kept_up_to_its_limit() -> None:
    assert [Budget(0.75).mark(value) for value in (0.75, 0.76)] == ["≤ 0.75 ✓", "≤ 0.75 ✗"]


def test_what_holds_a_slow_reader_up_is_judged_by_the_median() -> None:
    lines = browser.report({"start": [40.0, 60.0, 45.0], "answer 1": [0.0, 51.0, 52.0]}).splitlines()
    assert lines[2:] == ["| start | 45 | 60 | ≤ 50 ✓ |", "| answer 1 | 51 | 52 | ≤ 50 ✗ |"]


def test_first_visits_are_told_by_page_and_window() -> None:
    visits = [browser.Visit(answer, 2 * answer, loaded=90_000, ours=30_000) for answer in (300, 100, 200)]
    lines = browser.report_visits({("tree", "laptop"): visits}).splitlines()
    assert lines[2:] == ["| tree, laptop | 200 [100-300] | 400 [200-600] | 90.0 | 30.0 |"]


def test_of_each_stage_the_middle_of_the_rounds_counts() -> None:
    found = middle([{"pages": 1.0, REST: 5.0}, {"pages": 3.0}, {"pages": 2.0, REST: 4.0}])
    assert (found["pages"], found[REST], found["charts"]) == (2.0, 4.0, 0)


# Corpora


def test_trees_have_the_shape_that_was_measured() -> None:
    for tree in trees(3):
        kinds = [node.kind for node in tree.nodes]
        assert [kinds.count(kind) for kind in ("check", "decision", "warning")] == [
            CHECKS,
            DECISIONS,
            WARNINGS,
        ]
        assert sum(len(node.answers) for node in tree.nodes) == ANSWERS


def test_a_corpus_has_no_problems(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(tmp_path, 1, {"ours": our_files})
    assert main(["check", "--strict", str(tmp_path)]) == 0
    assert capsys.readouterr().out == "no problems\n"


def test_sources_say_what_the_pages_by_hand_say(tmp_path: Path) -> None:
    corpus = write(tmp_path, 2, {"ours": our_files})
    library = load(tmp_path).library
    pages = dict(files_by_hand(2))
    for tree in library.trees.values():
        for node in tree.nodes.values():
            page = pages[f"docs/trees/{tree.id}/{node.id}.md"]
            assert str(node.question if isinstance(node, Check) else node.title) in page
            assert f"trees/{tree.id}/{node.id}/" in corpus.nodes


def test_a_corpus_is_the_same_each_time() -> None:
    assert list(our_files(2)) == list(our_files(2))


def test_an_edit_changes_one_line(tmp_path: Path) -> None:
    site = write(tmp_path, 1, {"ours": our_files}).sites["ours"]
    before = site.edited.read_text(encoding="utf-8").splitlines()
    change_line(site.edited)
    after = site.edited.read_text(encoding="utf-8").splitlines()
    assert sum(old != new for old, new in zip(before, after, strict=True)) == 1


# Measuring


def test_a_run_tells_what_the_command_took_and_printed(tmp_path: Path) -> None:
    figures, output = run(("sh", "-c", "pwd"), tmp_path)
    assert Path(output.strip()) == tmp_path.resolve()
    assert figures.memory > 0


def test_a_run_that_fails_is_no_measurement(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError, match="no luck"):
        run(("sh", "-c", "echo no luck >&2; exit 3"), tmp_path)


def test_a_stage_within_another_is_counted_once() -> None:
    clock = Clock()
    inner = clock.timed("inner", lambda: _work(0.02))
    clock.timed("outer", inner)()
    assert clock.spent["inner"] >= 0.02
    assert clock.spent["outer"] < clock.spent["inner"]
    assert set(clock.spent) == {REST, "inner", "outer"}


def _work(seconds: float) -> None:
    end = time.process_time() + seconds
    while time.process_time() < end:
        pass


@pytest.mark.parametrize("stage", [*OWN_STAGES, *HOOK_STAGES, *HOST_STAGES])
def test_a_stage_has_its_functions(stage: str) -> None:
    for place in {**OWN_STAGES, **HOOK_STAGES, **HOST_STAGES}[stage]:
        owner, name = find(place)
        assert callable(getattr(owner, name))


def test_a_generator_cannot_be_timed() -> None:
    with pytest.raises(TypeError, match="generator"):
        find("decision_trees.site.publish:publish")


def test_several_hooks_for_one_event_cannot_be_timed_as_one() -> None:
    with pytest.raises(TypeError, match="several hooks"):
        find("decision_trees.hosts.mkdocs.plugin:DecisionTreesPlugin.on_files")


# Tables


def result(trees: int, pages: int, cost: float) -> Result:
    runs = {variant.name: [Run(cpu=4.0, wall=4.0, memory=50.0)] for variant in VARIANTS}
    runs[OURS_COLD] = [Run(cpu=cost, wall=cost, memory=80.0)]
    by_hand, ours = Output(9000, 4000, 400, 1000, 9000), Output(9000, 2000, 200, 5000, 9000)
    return Result(trees, pages, runs, by_hand, ours)


def row(text: str, name: str) -> list[str]:
    line = next(line for line in text.splitlines() if line.startswith(f"| {name} |"))
    return [cell.strip() for cell in line.split("|")[2:-1]]


def test_a_table_tells_ratios_and_whether_they_keep_to_their_limits() -> None:
    text = report([result(50, 900, cost=2.0)])
    assert row(text, OURS_COLD) == ["2.00", "2.00", "80", "0.50", "≤ 0.8 ✓", "1.60", "≤ 1.3 ✗"]
    assert row(text, BY_HAND_COLD) == ["4.00", "4.00", "50", "", "", "", ""]
    assert row(text, "search index, KB") == ["4.0", "2.0", "0.50", "≤ 0.65 ✓"]
    assert row(text, "a check or terminal without the theme's shell, gzip, KB")[2:] == ["5.00", "≤ 4 ✗"]


def test_what_was_not_built_is_left_out_and_what_is_not_ours_is_not_judged() -> None:
    small, large = result(50, 900, cost=2.0), result(500, 9000, cost=20.0)
    large = replace(large, runs={name: runs for name, runs in large.runs.items() if "Zensical" not in name})
    first, second, growth = re.split("###", report([small, large]))[1:]
    assert row(first, "Zensical, cold") == ["4.00", "4.00", "50", "1.00", "", "1.00", ""]
    assert "Zensical" not in second + growth


def test_a_small_corpus_is_not_judged() -> None:
    assert "≤" not in report([result(10, 180, cost=2.0)])


def test_growth_is_told_from_each_corpus_to_the_next() -> None:
    text = report([result(50, 900, cost=2.0), result(500, 9000, cost=40.0)])
    growth = text.partition("### Growth")[2]
    assert row(growth, OURS_COLD) == ["1.30", "2.00", "≤ 1.2 ✗"]


def test_tables_replace_those_of_the_page() -> None:
    start, end = "<!-- figures: start -->\n", "<!-- figures: end -->\n"
    page = f"# Page\n\n{start}old\n{end}\nMore\n"
    assert replaced(page, "figures", "new") == f"# Page\n\n{start}\nnew\n\n{end}\nMore\n"
    with pytest.raises(ValueError, match="unpack"):
        replaced("# Page\n", "figures", "new")


def test_waits_for_search_are_told_by_what_the_index_lists() -> None:
    waits = [search.Wait(field=value, result=2 * value) for value in (300, 100, 200)]
    lines = search.report({"trees": b"a" * 5000}, {"trees": waits}).splitlines()
    assert lines[2:] == ["| `search: trees` | 5.0 | 0.0 | 200 [100-300] | 400 [200-600] |"]


def test_commands_are_told_by_what_a_tree_and_a_page_cost_and_how_that_grows() -> None:
    small = dict.fromkeys(scale.COMMANDS, Run(cpu=9.0, wall=0.09, memory=100.0))
    large = dict.fromkeys(scale.COMMANDS, Run(cpu=90.0, wall=0.9, memory=500.0))
    lines = scale.report({900: small, 9000: large}).splitlines()
    assert "| `check`, a tree | 900 | 9.0 | 0.1 | 100 | 180.00 | 1.80 | ≤ 2 ✓ |" in lines
    assert "| `export`, a page | 9,000 | 90.0 | 0.9 | 500 | 10.00 | 0.10 | ≤ 1 ✗ |" in lines
    assert "| `export`, a page | 1.00 | 1.00 | ≤ 1.2 ✓ | 500 | ≤ 400 ✗ |" in lines


def test_a_small_folder_is_not_judged_and_one_size_does_not_grow() -> None:
    text = scale.report({90: dict.fromkeys(scale.COMMANDS, Run(cpu=1.0, wall=1.0, memory=50.0))})
    assert "≤" not in text
    assert "exponent" not in text
