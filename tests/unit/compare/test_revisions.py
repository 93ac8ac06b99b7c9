"""`decision-trees diff` on the revisions of a git repository."""

from __future__ import annotations

import shutil
import subprocess
import textwrap
from pathlib import Path

import pytest

from decision_trees.cli.main import main
from decision_trees.reading.git import Git, GitError, OwnershipError, is_revision, top_folder

GIT = shutil.which("git") or "git"
QUEUE = """\
title: Pick a queue
question: Which queue?
checks:
  replay: {question: Do we replay, answers: {Yes: log, No: queue}}
decisions: {log: Kafka, queue: SQS}
"""
CHANGED = "pick-a-queue\n  Questions, titles and answers\n    log: title now “Pulsar”, was “Kafka”\n"


def git(*arguments: str) -> None:
    subprocess.run([GIT, *arguments], check=True, capture_output=True)


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository with a tree that was changed since its one commit, and a file that is none."""
    for name in ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(tmp_path / "no-settings"))
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    root = tmp_path / "repository"
    tree = root / "content" / "trees" / "pick-a-queue.tree.yaml"
    tree.parent.mkdir(parents=True)
    monkeypatch.chdir(root)
    tree.write_text(QUEUE, "utf-8")
    (root / "content" / "index.md").write_text("# Trees\n", "utf-8")
    (root / ".gitignore").write_text("site/\n", "utf-8")
    git("init", "--initial-branch=main")
    git("add", ".")
    git("-c", "user.name=A", "-c", "user.email=a@example.org", "commit", "--message=First")
    tree.write_text(QUEUE.replace("Kafka", "Pulsar"), "utf-8")
    return root


def test_the_working_tree(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    ignored = repository / "site" / "copy.tree.yaml"
    ignored.parent.mkdir()
    ignored.write_text(QUEUE, "utf-8")
    assert main(["diff", "--git", "HEAD"]) == 0
    assert main(["diff", "--git", "HEAD", "content", "--exit-code"]) == 1
    assert capsys.readouterr().out == CHANGED * 2


def test_the_working_tree_from_a_folder_in_it(
    repository: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(repository / "content" / "trees")
    assert main(["diff", "--git", "HEAD"]) == 0
    assert main(["diff", "--git", "main", "../trees/pick-a-queue.tree.yaml"]) == 0
    assert capsys.readouterr().out == CHANGED * 2


def test_new_trees_and_trees_that_are_gone(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    trees = repository / "content" / "trees"
    (trees / "pick-a-queue.tree.yaml").unlink()
    (trees / "pick-a-bus.tree.yaml").write_text(QUEUE, "utf-8")
    assert main(["diff", "--git", "HEAD"]) == 0
    assert capsys.readouterr().out == textwrap.dedent(
        """\
        Trees
          New and removed
            new: pick-a-bus, “Pick a queue”
            removed: pick-a-queue, “Pick a queue”
        """
    )


@pytest.mark.parametrize(
    "versions",
    [
        ("HEAD:content/trees/pick-a-queue.tree.yaml", "content/trees/pick-a-queue.tree.yaml"),
        ("HEAD:content", "content"),
        ("HEAD:", "content"),
        ("HEAD:./content/trees", "content/trees"),
    ],
)
def test_a_path_in_a_revision(
    repository: Path, versions: tuple[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert repository.is_dir()
    assert main(["diff", *versions]) == 0
    assert capsys.readouterr().out == CHANGED


def test_a_path_in_a_revision_starts_from_the_root(
    repository: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(repository / "content")
    assert main(["diff", "HEAD:content/trees", "trees"]) == 0
    assert main(["diff", "HEAD:./trees", "trees"]) == 0
    assert main(["diff", "HEAD:./trees", "HEAD:content"]) == 0
    assert capsys.readouterr().out == CHANGED * 2 + "no change for a reader\n"


def test_errors_in_a_revision_are_shown_with_its_name(
    repository: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    tree = repository / "content" / "trees" / "pick-a-queue.tree.yaml"
    tree.write_text(QUEUE.replace("title:", "titel:", 1), "utf-8")
    git("-c", "user.name=A", "-c", "user.email=a@example.org", "commit", "--all", "--message=Second")
    tree.write_text(QUEUE, "utf-8")
    assert main(["diff", "--git", "HEAD"]) == 1
    told = capsys.readouterr().out
    assert " --> HEAD:./content/trees/pick-a-queue.tree.yaml:1:1\n" in told
    assert "1 | titel: Pick a queue\n" in told


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--git", "v9"], "git knows no revision `v9`"),
        (["--git=--output=x"], "git knows no revision `--output=x`"),
        (["v9:content", "content"], "git knows no revision `v9`"),
        (["HEAD:nowhere", "content"], "there are no trees at `nowhere` in `HEAD`"),
        (
            ["--git", "HEAD", "site", "nowhere"],
            "there are no trees in `site`, `nowhere`, neither now nor in `HEAD`",
        ),
    ],
)
def test_what_git_has_not(
    repository: Path, arguments: list[str], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert repository.is_dir()
    assert main(["diff", *arguments]) == 2
    assert capsys.readouterr().err == f"decision-trees: {message}\n"


@pytest.mark.parametrize(
    ("arguments", "hint"),
    [
        (["main", "content"], "`decision-trees diff --git main content`"),
        (["content", "main"], "`decision-trees diff --git main content`"),
        (["main", "main"], "`decision-trees diff --git main .`"),
        (["main", "HEAD"], "`main:PATH` for what is in it"),
    ],
)
def test_a_revision_in_place_of_a_path_is_known(
    repository: Path, arguments: list[str], hint: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert repository.is_dir()
    assert main(["diff", *arguments]) == 2
    said = f"`main` is no file, but git knows a revision of that name: write {hint}"
    assert capsys.readouterr().err == f"decision-trees: {said}\n"


def test_a_clone_that_is_shallow_is_told(
    repository: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    clone = tmp_path / "clone"
    git("clone", "--depth=1", repository.as_uri(), str(clone))
    monkeypatch.chdir(clone)
    assert main(["diff", "--git", "v1"]) == 2
    assert capsys.readouterr().err == (
        "decision-trees: git knows no revision `v1`: this clone is shallow, so fetch the rest by "
        "`git fetch --unshallow`, or clone with `fetch-depth: 0` where a workflow does it\n"
    )


def test_a_branch_that_only_the_remote_has_is_named(
    repository: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    git("branch", "next")
    clone = tmp_path / "clone"
    git("clone", repository.as_uri(), str(clone))
    monkeypatch.chdir(clone)
    assert main(["diff", "--git", "next"]) == 2
    assert "git knows no revision `next`: did you mean `origin/next`?" in capsys.readouterr().err


def test_a_repository_of_somebody_else_is_told(
    repository: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
    assert main(["diff", "--git", "HEAD"]) == 2
    told = capsys.readouterr().err
    assert told == (
        f"decision-trees: the repository in `{repository}` belongs to somebody else: if you trust it, run "
        f"`git config --global --add safe.directory {repository}`\n"
    )
    with pytest.raises(OwnershipError):
        Git(".").tree("HEAD")
    assert not is_revision("HEAD")


def test_outside_of_a_repository(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    monkeypatch.chdir(tmp_path)
    assert main(["diff", "--git", "HEAD"]) == 2
    assert "decision-trees: not a git repository" in capsys.readouterr().err


def test_without_git(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(shutil, "which", lambda _: None)
    assert main(["diff", "--git", "HEAD"]) == 2
    assert capsys.readouterr().err == "decision-trees: git is not installed\n"


def test_a_failure_of_which_git_says_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    silent = shutil.which("false")
    monkeypatch.setattr(shutil, "which", lambda _: silent)
    with pytest.raises(GitError, match=r"^git rev-parse failed$"):
        top_folder()
