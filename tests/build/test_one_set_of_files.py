"""The command finds in a docs folder what MkDocs builds of it, whatever lies there."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from mkdocs.config import load_config
from mkdocs.exceptions import Abort
from mkdocs.structure.files import get_files
from tests.site_fixtures import TINY_TREE, build_site, settings, write_site

from decision_trees import load
from decision_trees.reading.docs_folder import docs_folder_of
from decision_trees.reading.files import DISK, PathKind
from decision_trees.reading.read import Reading

pytestmark = pytest.mark.build

HOME = {"docs/index.md": "# Home\n"}


def a_site(folder: Path, files: Mapping[str, str], **others: Any) -> Path:  # noqa: ANN401 - settings of MkDocs
    """Write a site; `-> target` is a link."""
    links = {name: text.removeprefix("-> ") for name, text in files.items() if text.startswith("-> ")}
    written = {name: text for name, text in files.items() if name not in links}
    write_site(folder, {"mkdocs.yml": settings(plugins=["decision-trees"], **others), **HOME, **written})
    for name, target in links.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).symlink_to(target)
    return folder


def published(folder: Path) -> list[str]:
    """The folders of the trees that a build has published."""
    site = build_site(folder)
    return sorted(file.parent.relative_to(site).as_posix() for file in site.rglob("tree.json"))


def checked(folder: Path) -> Reading:
    return load(folder / "docs")


def found(folder: Path) -> list[str]:
    """The same by what the command finds."""
    docs = (folder / "docs").as_posix()
    return sorted(file.removeprefix(f"{docs}/").removesuffix(".tree.yaml") for file in checked(folder).files)


TREES = {f"docs/{name}.tree.yaml": TINY_TREE for name in ("a", "one/b", "one/two/c")}


@pytest.mark.parametrize(
    ("files", "others"),
    [
        pytest.param({}, {}, id="folders"),
        pytest.param({"else/d.tree.yaml": TINY_TREE, "docs/linked": "-> ../else"}, {}, id="a linked folder"),
        pytest.param({"else/x": TINY_TREE, "docs/d.tree.yaml": "-> ../else/x"}, {}, id="a linked file"),
        pytest.param(
            {"else/way/d.tree.yaml": TINY_TREE, "else/x": "-> way", "docs/l": "-> ../else"},
            {"exclude_docs": "l/x"},
            id="links to links",
        ),
        pytest.param(
            {"docs/one/again": "-> ../one", "docs/up": "-> ..", "docs/one/two/self": "-> ."}, {}, id="circles"
        ),
        pytest.param({"docs/.h/d.tree.yaml": TINY_TREE, "docs/.e.tree.yaml": TINY_TREE}, {}, id="hidden"),
        pytest.param({"docs/node_modules/d.tree.yaml": TINY_TREE}, {}, id="what npm installed"),
        pytest.param(
            {"docs/templates/d.tree.yaml": TINY_TREE, "docs/one/templates/e.tree.yaml": TINY_TREE},
            {},
            id="templates",
        ),
        pytest.param({}, {"exclude_docs": "one/*\n!one/two/"}, id="excluded"),
        pytest.param(
            {"docs/.h/d.tree.yaml": TINY_TREE},
            {"exclude_docs": "!.h\n*.tree.yaml\n!c.tree.yaml\n!d.tree.yaml"},
            id="taken in again",
        ),
    ],
)
def test_the_command_finds_what_is_built(
    files: Mapping[str, str], others: Mapping[str, Any], tmp_path: Path
) -> None:
    folder = a_site(tmp_path, {**TREES, **files}, **others)
    assert found(folder) == published(folder)


@pytest.mark.parametrize(
    "exclude", ["", "!.b", "/x\n!x/y", "*\n!*/", "*.md\n!index.md", "!/.a/x\n!/templates"]
)
def test_files_are_excluded_as_by_the_host(exclude: str, tmp_path: Path) -> None:
    names = (".a/x", ".b", "c.md", "d/index.md", "d/.b", "d/templates/y", "templates/y", "x", "e/x/y", "x.md")
    files = {f"docs/{name}" if name != "x" else "docs/f/x": "text" for name in names}
    folder = a_site(tmp_path, files, exclude_docs=exclude or None)
    config = load_config(str(folder / "mkdocs.yml"))
    theirs = [file.src_uri for file in get_files(config) if not file.inclusion.is_excluded()]  # type: ignore[no-untyped-call]
    docs = docs_folder_of(DISK, folder.as_posix())
    assert docs is not None
    assert sorted(file.path for file in docs.found if file.kind is PathKind.FILE) == sorted(theirs)


@pytest.mark.parametrize(
    ("files", "code"),
    [
        ({"docs/d.tree.yaml": "-> nowhere"}, "unknown-file"),
        ({"docs/d.tree.yaml": "-> d.tree.yaml"}, "unknown-file"),
        ({"docs/d.tree.yaml": "-> /dev/zero"}, "unknown-file"),
        ({"docs/d.tree.yaml/x.md": "# X\n"}, "unknown-file"),
        ({"docs/v2/d.tree.yaml": TINY_TREE, "docs/latest": "-> v2"}, "duplicate-id"),
        ({"docs/a/tree.json": "{}"}, "address-collision"),
        ({"else/log.md": "# Log\n", "docs/a": "-> ../else"}, "address-collision"),
        ({os.fsdecode(b"docs/\xff/d.tree.yaml"): TINY_TREE}, "unknown-file"),
    ],
)
def test_what_the_command_refuses_the_build_refuses(
    files: Mapping[str, str], code: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    folder = a_site(tmp_path, {**TREES, **files})
    (told,) = checked(folder).diagnostics
    assert told.code == code
    with pytest.raises(Abort):
        build_site(folder)
    assert f"error[{code}]: " in caplog.text
    assert re.split("[`,:]", told.message)[-1] in caplog.text
    assert not (folder / "site" / "a").exists()


def test_a_pipe_keeps_neither_waiting(tmp_path: Path) -> None:
    folder = a_site(tmp_path, TREES)
    os.mkfifo(folder / "docs" / "d.tree.yaml")
    for command in (["-m", "mkdocs", "build"], ["-m", "decision_trees", "check", "docs"]):
        done = subprocess.run(
            [sys.executable, *command], cwd=folder, capture_output=True, text=True, check=False, timeout=60
        )
        assert done.returncode == 1
        assert "it is a pipe, not a file" in done.stdout + done.stderr


def test_circles_and_locked_folders_are_told_by_both(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    caplog.set_level("INFO")
    folder = a_site(tmp_path, {**TREES, "docs/one/again": "-> .", "docs/locked/x.md": ""}, strict=False)
    real = os.scandir

    def scandir(path: str) -> object:
        if str(path).endswith("/locked"):
            raise PermissionError  # root may look everywhere
        return real(path)

    monkeypatch.setattr(os, "scandir", scandir)
    told = {(diagnostic.message, diagnostic.level.value) for diagnostic in checked(folder).diagnostics}
    assert told == {
        ("links lead here from the folder itself: it is searched once", "notice"),
        ("the folder cannot be searched", "warning"),
    }
    with pytest.raises(Abort):
        build_site(folder)
    assert all(f"{level}[unread-source]: {message}" in caplog.text for message, level in told)


def test_settings_count_for_the_command_as_for_the_build(tmp_path: Path) -> None:
    files = {
        "t/a.tree.yaml": TINY_TREE,
        "t/a/log.html": "by hand",
        "t/b.tree.yml": TINY_TREE,
        "index.md": "# Home\n",
    }
    files = {f"content/{name}": text for name, text in files.items()}
    for level in ("error", "warning"):
        plugins = [{"decision-trees": {"levels": {"unread-source": level}}}]
        written = settings(docs_dir="content", use_directory_urls=False, plugins=plugins)
        write_site(tmp_path, {"mkdocs.yml": written, **files})
        for path in (tmp_path, tmp_path / "content" / "t"):
            told = {diagnostic.code: diagnostic.level for diagnostic in load(path).diagnostics}
            assert told == {"address-collision": "error", "unread-source": level}
