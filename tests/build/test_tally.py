"""The last line of a build says what it came to, whatever was built before and however."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from tests.build.test_bad_input import TERSE_TREE, a_site
from tests.build.test_serve import BROKEN_TREE, serving
from tests.mkdocs_process import mkdocs_build
from tests.site_fixtures import TINY_TREE, Flavour, settings, write_site

pytestmark = pytest.mark.build

OTHER_TREE = TINY_TREE.replace("Pick a queue", "Another tree")
OF_A_FOLDER = 3
"""The index of its trees, the page of all outcomes, and that of their health."""
OF_EACH = 4
"""A page of a tree, of its check, and of its two decisions."""
BOTH = 2 * OF_EACH + OF_A_FOLDER


def last_lines(log: str) -> list[str]:
    """What a log says of whole builds."""
    return re.findall(r"^INFO    -  decision-trees: (\d+ trees?, .*)$", log, re.MULTILINE)


def line_of(folder: Path, *options: str) -> str:
    """Build, and take the line that stands right before the host's last."""
    done = mkdocs_build(folder, *options)
    assert done.returncode == 0, done.stderr
    [line] = last_lines(done.stderr)
    before, last = done.stderr.splitlines()[-2:]
    assert (before, last.startswith("INFO    -  Documentation built in")) == (
        f"INFO    -  decision-trees: {line}",
        True,
    )
    return line


def test_a_build_says_how_much_of_it_was_kept(tmp_path: Path) -> None:
    folder = a_site(tmp_path, trees={"trees/a": TINY_TREE, "trees/b": OTHER_TREE})
    assert line_of(folder) == f"2 trees, {BOTH} pages (0 from the cache), no problems"
    assert line_of(folder) == f"2 trees, {BOTH} pages ({2 * OF_EACH} from the cache), no problems"
    write_site(folder, {"docs/trees/b.tree.yaml": OTHER_TREE.replace("Kafka", "A log")})
    kept = f"2 trees, {BOTH} pages ({OF_EACH} from the cache), no problems"
    assert line_of(folder) == kept
    assert line_of(folder, "--dirty") == kept.replace(f"({OF_EACH}", f"({2 * OF_EACH}")


def test_without_a_cache_none_is_spoken_of(tmp_path: Path) -> None:
    folder = a_site(tmp_path, trees={"a": TINY_TREE}, options={"cache": False})
    for _ in range(2):
        assert line_of(folder) == f"1 tree, {OF_EACH} pages, no problems"


def test_without_trees_and_without_the_plugin(tmp_path: Path) -> None:
    assert line_of(a_site(tmp_path, trees={})) == "0 trees, 0 pages (0 from the cache), no problems"
    done = mkdocs_build(a_site(tmp_path, trees={"a": TINY_TREE}, options={"enabled": False}))
    assert (done.returncode, last_lines(done.stderr)) == (0, [])


def test_problems_are_counted_as_they_are_told(tmp_path: Path) -> None:
    folder = a_site(tmp_path, trees={"trees/terse": TERSE_TREE}, options={"folders": ["trees", "lost"]})
    relaxed = mkdocs_build(folder)
    [line] = last_lines(relaxed.stderr)
    warnings = relaxed.stderr.count("WARNING -  ")
    assert f", {warnings} warnings" in line
    assert warnings == 2  # guidance, and a folder without trees
    strict = mkdocs_build(folder, "--strict")
    assert strict.returncode == 1
    assert f"Aborted with {warnings} warnings in strict mode" in strict.stdout
    assert last_lines(strict.stderr) == [line.replace("(0 from", f"({OF_EACH} from")]


def test_a_cache_that_cannot_be_is_a_warning(tmp_path: Path) -> None:
    folder = a_site(tmp_path, trees={"a": TINY_TREE})
    (folder / ".cache").write_text("no folder", "utf-8")
    assert line_of(folder) == f"1 tree, {OF_EACH} pages, 1 warning"


def test_who_wants_no_news_gets_none(tmp_path: Path) -> None:
    done = mkdocs_build(a_site(tmp_path, trees={"a": TINY_TREE}), "--quiet")
    assert (done.returncode, last_lines(done.stderr)) == (0, [])


def test_a_build_that_stops_has_counted_what_stops_it_and_comes_to_nothing(tmp_path: Path) -> None:
    done = mkdocs_build(a_site(tmp_path, trees={"a": BROKEN_TREE}))
    assert (done.returncode, last_lines(done.stderr)) == (1, [])
    assert re.search(r"^1 error(, .*)?$", done.stderr, re.MULTILINE)


def test_an_author_who_is_watching_sees_it_of_every_build(tmp_path: Path) -> None:
    files = {"mkdocs.yml": settings(Flavour("mkdocs")), "docs/index.md": "# Home\n"}
    folder = write_site(tmp_path, {**files, "docs/a.tree.yaml": TINY_TREE, "docs/b.tree.yaml": OTHER_TREE})
    with serving(folder) as server:
        server.wait_for("a/", shown="Which queue do we need?")
        server.save("a", BROKEN_TREE)
        server.wait_for("a/", shown="unknown-target")
        # What is told as before counts like what is new.
        server.save("b", OTHER_TREE.replace("Another tree", "Edited"))
        server.wait_for("b/", shown="Edited")
        server.save("a", TINY_TREE)
        server.wait_for("a/", shown="Which queue do we need?", gone="unknown-target")
        lines = last_lines(server.log.read_text(encoding="utf-8"))
    assert [line.partition(", ")[0] for line in lines] == ["2 trees"] * 4
    assert [re.sub(r"^.*\), ", "", line) for line in lines] == [
        "no problems",
        "1 error",
        "1 error",
        "no problems",
    ]
    assert f"{2 * OF_EACH} from" in lines[3] or f"{OF_EACH} from" in lines[3]
