"""Whatever lies among trees, pages and templates, commands and builds end with a message, and in time."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from tests.mkdocs_process import mkdocs_build
from tests.site_fixtures import TINY_TREE, settings, write_site

pytestmark = [
    pytest.mark.build,
    pytest.mark.skipif(sys.platform == "win32", reason="its file systems hold no such files"),
]

NOT_TEXT = b"\xe4".decode("utf-8", "surrogateescape")


def _write(name: str, content: str | bytes = TINY_TREE) -> Callable[[Path], object]:
    def write(folder: Path) -> None:
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content.encode() if isinstance(content, str) else content)

    return write


def _link(name: str, target: str) -> Callable[[Path], object]:
    return lambda folder: (folder / name).symlink_to(target)


ODD_SOURCES: Mapping[str, Callable[[Path], object]] = {
    "a folder": lambda folder: (folder / "odd.tree.yaml").mkdir(),
    "a folder of trees": _write("odd.tree.yaml/inner.tree.yaml"),
    "a pipe": lambda folder: os.mkfifo(folder / "odd.tree.yaml"),
    "a link to nowhere": _link("odd.tree.yaml", "nowhere"),
    "a link to itself": _link("odd.tree.yaml", "odd.tree.yaml"),
    "a link to an endless device": _link("odd.tree.yaml", "/dev/zero"),
    "a circle of folders": _link("odd", "."),
    "a long name": _write(f"{'o' * 244}.tree.yaml"),
    "a name that is not UTF-8": _write(f"{NOT_TEXT}.tree.yaml"),
    "a folder whose name is not UTF-8": _write(f"{NOT_TEXT}/odd.tree.yaml"),
    "a name of two lines": _write("odd\n::error::x.tree.yaml"),
    "text that is not UTF-8": _write("odd.tree.yaml", b"title: \xff\xfe"),
    "no text at all": _write("odd.tree.yaml", bytes(100)),
    "nothing": _write("odd.tree.yaml", b""),
}

ODD_PAGES: Mapping[str, Callable[[Path], object]] = {
    "a pipe as page": lambda folder: os.mkfifo(folder / "odd.md"),
    "a page that links nowhere": _link("odd.md", "nowhere"),
    "a page that is a device": _link("odd.md", "/dev/zero"),
    "a page that is not UTF-8": _write("odd.md", b"\xff [x](to:right/)"),
    "a page whose name is not UTF-8": _write(f"{NOT_TEXT}.md", "[x](to:none/)"),
}

COMMANDS = (
    ["check"],
    ["check", "odd.tree.yaml", "--format", "line"],
    ["walk", "odd.tree.yaml"],
    ["walk", "right.tree.yaml"],
    ["diff", "right.tree.yaml", "."],
    ["diff", "odd.tree.yaml", "right.tree.yaml"],
    ["rename", "right/log", "kafka", "--in", ".", "--dry-run"],
    ["rename", "odd/log", "kafka", "--in", "odd.tree.yaml", "odd.md", "--dry-run"],
    ["new", "odd"],
)

RUN_ALL = """
import json, sys
from decision_trees.cli.main import main
for arguments in json.loads(sys.argv[1]):
    try:
        status = main(arguments)
    except SystemExit as end:
        status = end.code
    print(f"status {status}", file=sys.stderr, flush=True)
"""


@pytest.mark.parametrize("odd", [*ODD_SOURCES.values(), *ODD_PAGES.values()], ids=[*ODD_SOURCES, *ODD_PAGES])
def test_commands(odd: Callable[[Path], object], tmp_path: Path) -> None:
    (tmp_path / "right.tree.yaml").write_text(TINY_TREE, "utf-8")
    (tmp_path / "page.md").write_text("[x](to:right/)", "utf-8")
    odd(tmp_path)
    # One process for all, which has to start only once.
    done = subprocess.run(
        [sys.executable, "-c", RUN_ALL, json.dumps(COMMANDS)],
        cwd=tmp_path,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
        text=True,
        encoding="utf-8",
        errors="replace",
        timeout=120,
    )
    assert "Traceback" not in done.stderr
    assert "mistake of ours" not in done.stderr
    said = done.stderr.splitlines()
    found = [line.removeprefix("status ") for line in said if line.startswith("status ")]
    assert len(found) == len(COMMANDS)
    assert set(found) <= {"0", "1", "2"}
    assert len(said) - len(found) >= found.count("2")  # each with a reason


@pytest.mark.parametrize("odd", ODD_SOURCES.values(), ids=ODD_SOURCES)
def test_builds(odd: Callable[[Path], object], tmp_path: Path) -> None:
    files = {"mkdocs.yml": settings(), "docs/index.md": "# Home\n", "docs/right.tree.yaml": TINY_TREE}
    odd(write_site(tmp_path, files) / "docs")
    done = mkdocs_build(tmp_path)
    assert "Traceback" not in done.stderr
    assert done.returncode in {0, 1}
    assert bool(done.returncode) == ("ERROR" in done.stderr)


@pytest.mark.parametrize("kind", ["odd.md", "odd.png", "odd.css"])
def test_what_is_no_file_is_told_and_not_waited_for(kind: str, tmp_path: Path) -> None:
    files = {"mkdocs.yml": settings(), "docs/index.md": "# Home\n", "docs/right.tree.yaml": TINY_TREE}
    os.mkfifo(write_site(tmp_path, files) / "docs" / kind)
    done = mkdocs_build(tmp_path)
    assert "Traceback" not in done.stderr
    assert "warning[unread-source]: this is not published, for it is no file" in done.stderr
    assert done.returncode == 0
    assert not (tmp_path / "site" / kind).exists()


@pytest.mark.parametrize(
    ("name", "content", "reason", "line"),
    [
        (".DS_Store", b"\0\xff\xfe", "", ""),
        ("tree.html", b"<p>\n{% if %}", "Expected an expression, got 'end of statement block'", ":2"),
        ("sections.html", b"\xff", "the file cannot be read: it is not UTF-8", ":1"),
        ("embedded_tree.html", b"{{ nope }}", "'nope' is undefined", ":1"),
        ("document.md", b"{{ 1 / 0 }}", "ZeroDivisionError: division by zero", ":1"),
    ],
)
@pytest.mark.parametrize("cache", [True, False])
def test_templates(  # noqa: PLR0913, PLR0917 - a template, what is said of it, and a setting
    name: str,
    content: bytes,
    reason: str,
    line: str,
    cache: bool,  # noqa: FBT001
    tmp_path: Path,
) -> None:
    options = {"decision-trees": {"cache": cache}}
    files = {
        "mkdocs.yml": settings(theme={"name": "mkdocs", "custom_dir": "own"}, plugins=["search", options]),
        "docs/index.md": "# Home\n\n```decision-tree\ntree: right\n```\n",
        "docs/trees/right.tree.yaml": TINY_TREE,
    }
    _write(f"own/decision-trees/{name}", content)(write_site(tmp_path, files))
    done = mkdocs_build(tmp_path)
    assert "Traceback" not in done.stderr
    assert done.returncode == bool(reason)
    said = f"{reason}\n --> own/decision-trees/{name}{line}\n" if reason else ""
    assert said in done.stderr
