from __future__ import annotations

import os
from pathlib import Path

import pytest

from decision_trees.reading.repository import from_root


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    root = tmp_path / "repository"
    (root / "docs" / "trees").mkdir(parents=True)
    (root / ".git").mkdir()
    monkeypatch.chdir(root / "docs")
    return root


@pytest.mark.parametrize(
    "file",
    [
        "trees/a.tree.yaml",
        "./trees/../trees/a.tree.yaml",
        "../docs/trees/a.tree.yaml",
        "{root}/docs/trees/a.tree.yaml",
    ],
)
def test_a_file_is_named_from_the_root_however_it_was_given(file: str, repository: Path) -> None:
    assert from_root(file.format(root=repository)) == "docs/trees/a.tree.yaml"


def test_a_work_tree_of_its_own_is_a_repository(repository: Path) -> None:
    submodule = repository / "docs" / "shared"
    submodule.mkdir()
    (submodule / ".git").write_text("gitdir: elsewhere\n", "utf-8")
    assert from_root("shared/a.tree.yaml") == "a.tree.yaml"


def test_a_link_is_known_by_its_own_name(repository: Path) -> None:
    os.symlink(repository / "docs" / "trees", repository / "docs" / "linked")  # noqa: PTH211 - as anybody may
    assert from_root("linked/a.tree.yaml") == "docs/linked/a.tree.yaml"


def test_without_a_repository_a_file_keeps_its_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert from_root("docs/../a.tree.yaml") == "docs/../a.tree.yaml"
