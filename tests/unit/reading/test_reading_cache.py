"""Where a check keeps what the next one can use, and where it keeps nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from decision_trees.cli.main import main
from decision_trees.reading.reading_cache import FEWEST

unmeasured = pytest.mark.unmeasured("whole sites are checked, as in others")

TREE = "title: T\nquestion: Q?\nguidance: none\nchecks: {c: {question: Q?, answers: {Yes: a, No: b}}}\n"
ENDS = "decisions: {a: A, b: B}\n"


@pytest.fixture(autouse=True)
def docs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of as many trees as have a cache."""
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / "docs"
    folder.mkdir()
    for number in range(FEWEST):
        (folder / f"t{number}.tree.yaml").write_text(TREE + ENDS, "utf-8")
    return folder


def settings(option: str) -> None:
    plugin = f"{{decision-trees: {{{option}}}}}"
    Path("mkdocs.yml").write_text(f"site_name: S\nplugins: [{plugin}]\n", "utf-8")


def caches() -> list[str]:
    return sorted(path.parent.parent.as_posix() for path in Path().rglob("CACHEDIR.TAG"))


def kept() -> list[Path]:
    return sorted(Path().rglob("*.record"))


@unmeasured
@pytest.mark.parametrize("arguments", [["docs"], ["."], []])
def test_a_folder_has_one(arguments: list[str]) -> None:
    assert main(["check", *arguments]) == 0
    assert caches() == [".cache/decision-trees"]
    assert len(kept()) == FEWEST
    before = [path.stat().st_mtime_ns for path in kept()]
    assert main(["check", *arguments]) == 0
    assert [path.stat().st_mtime_ns for path in kept()] == before


@unmeasured
@pytest.mark.parametrize("arguments", [["docs"], ["docs/t1.tree.yaml", "docs/t2.tree.yaml"], ["."]])
def test_a_site_has_one_however_much_of_it_is_asked_for(arguments: list[str]) -> None:
    settings(f"cache_dir: ../{Path.cwd().name}/kept")
    assert main(["check", *arguments]) == 0
    assert caches() == ["kept"]
    assert len(kept()) == FEWEST


def test_git_leaves_it_out() -> None:
    main(["check", "docs"])
    (ignored,) = Path(".cache").rglob(".gitignore")
    assert ignored.read_text("utf-8") == "*\n"


def test_what_was_kept_of_a_tree_goes_with_it() -> None:
    main(["check", "docs"])
    Path("docs/t0.tree.yaml").rename("docs/other.tree.yaml")
    Path("docs/t1.tree.yaml").write_text(TREE, "utf-8")
    assert main(["check", "docs"]) == 1
    assert len(kept()) == FEWEST


@pytest.mark.parametrize(
    "arguments", [["--no-cache", "docs"], ["docs/t1.tree.yaml", "docs/t2.tree.yaml"], ["docs", "other"]]
)
def test_what_is_named_one_by_one_has_none(arguments: list[str]) -> None:
    Path("other").mkdir()
    Path("other/more.tree.yaml").write_text(TREE + ENDS, "utf-8")
    main(["check", *arguments])
    assert caches() == []


def test_few_trees_have_none() -> None:
    Path("docs/t0.tree.yaml").unlink()
    main(["check", "docs"])
    assert caches() == []


def test_the_option_switches_it_off() -> None:
    settings("cache: false")
    assert main(["check"]) == 0
    assert caches() == []


def test_a_cache_that_cannot_be_written_is_told_and_done_without(
    docs: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (docs.parent / ".cache").write_text("mine", "utf-8")
    assert main(["check", "docs"]) == 0
    assert capsys.readouterr().err == (
        "decision-trees: nothing is kept for the next check: `cache_dir` is '.cache/decision-trees', but "
        f"`{docs.parent / '.cache'}` is no folder: delete it, or name another\n"
    )


def test_a_full_disk_is_told(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def claim(_: Path) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("decision_trees.cache.folder.claim", claim)
    assert main(["check", "docs"]) == 0
    assert "nothing is kept for the next check: [Errno 28] No space left" in capsys.readouterr().err


def test_records_of_those_who_do_not_know_the_secret_count_for_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    main(["check", "docs"])
    before = [path.read_bytes() for path in kept()]
    monkeypatch.setenv("DECISION_TREES_CACHE_KEY", "secret")
    main(["check", "docs"])
    assert not set(before) & {path.read_bytes() for path in kept()}
