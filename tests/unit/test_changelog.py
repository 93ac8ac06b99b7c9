"""The changelog: what is released stands in it, and what will be lies in `changes/`.

`make lint` has towncrier put it together.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tomllib
from itertools import pairwise
from pathlib import Path

import jinja2
from packaging.version import Version
from tests.changelog import with_section
from tests.site_fixtures import REPOSITORY

PROJECT = tomllib.loads((REPOSITORY / "pyproject.toml").read_text("utf-8"))
CHANGELOG = (REPOSITORY / "CHANGELOG.md").read_text("utf-8")
KINDS = {kind["directory"]: kind["name"] for kind in PROJECT["tool"]["towncrier"]["type"]}
FRAGMENTS = sorted(
    path for path in (REPOSITORY / "changes").iterdir() if path.name not in {"README.md", "template.md"}
)


def versions() -> list[Version]:
    """The versions that the changelog speaks of, as it names them."""
    return [Version(named) for named in re.findall(r"^## (\d\S*)(?= \()", CHANGELOG, re.MULTILINE)]


def test_the_newest_version_comes_first_and_is_that_of_the_package() -> None:
    named = versions()
    assert named[0] == Version(PROJECT["project"]["version"])
    assert all(newer > older for newer, older in pairwise(named))
    assert len(named) == CHANGELOG.count("\n## ")


def test_each_change_is_a_file_of_a_known_kind() -> None:
    for path in FRAGMENTS:
        assert re.fullmatch(r"[a-z0-9-]+\.(\w+)\.md", path.name)[1] in KINDS, path.name  # type: ignore[index]
        text = path.read_text("utf-8")
        assert text.endswith(".\n")
        assert not text.startswith(("-", "#", " "))
        assert all(len(line) <= 120 for line in text.splitlines())


def test_changes_become_a_section_in_the_form_of_the_others() -> None:
    template = (REPOSITORY / "changes" / "template.md").read_text("utf-8")
    kinds = {"added": ["One,\n  over two lines.", "Two."], "mended": ["Three."]}
    definitions = {kind: {"name": name} for kind, name in KINDS.items()}
    environment = jinja2.Environment(trim_blocks=True, autoescape=False)  # noqa: S701 - Markdown
    written = environment.from_string(template).render(sections={"": kinds}, definitions=definitions)
    assert written.rstrip() == "\n### Added\n\n- One,\n  over two lines.\n- Two.\n\n### Mended\n\n- Three."


DRAFTED = "## 0.3.0 (2026-12-24)\n\n### Added\n\n- New.\n\n### Mended\n\n- Mended,\n  over two lines.\n\n"


def test_a_section_comes_before_those_of_earlier_versions() -> None:
    changelog = "# Log\n\n<!-- newest first -->\n\n## 0.2.0 (2026-11-28)\n\n- Old.\n"
    assert with_section(changelog, DRAFTED, "0.3.0") == changelog.replace("## 0.2", DRAFTED + "## 0.2")


def test_what_was_made_ready_before_stays_and_the_new_comes_behind_it() -> None:
    changelog = (
        "<!-- newest first -->\n\n## 0.3.0 (2026-12-01)\n\nIn short.\n\n### Added\n\n- Old.\n\n## 0.2.0 (x)\n"
    )
    assert with_section(changelog, DRAFTED, "0.3.0") == changelog.replace("12-01", "12-24").replace(
        "- Old.\n", "- Old.\n- New.\n\n### Mended\n\n- Mended,\n  over two lines.\n"
    )


def test_all_that_lies_in_changes_can_be_put_into_the_changelog(tmp_path: Path) -> None:
    for name in ("CHANGELOG.md", "pyproject.toml"):
        shutil.copy(REPOSITORY / name, tmp_path)
    shutil.copytree(REPOSITORY / "changes", tmp_path / "changes")
    (tmp_path / "changes" / "one-more.added.md").write_text("One,\nover two lines.\n", "utf-8")
    command = (sys.executable, "-m", "tests.changelog", str(versions()[0]))
    subprocess.run(command, cwd=tmp_path, env={**os.environ, "PYTHONPATH": str(REPOSITORY)}, check=True)
    assert {path.name for path in (tmp_path / "changes").iterdir()} == {"README.md", "template.md"}
    written = (tmp_path / "CHANGELOG.md").read_text("utf-8")
    assert written.count("\n- One,\n  over two lines.\n") == 1
    assert written.count("\n## ") == CHANGELOG.count("\n## ")
    assert {*items(CHANGELOG)} < {*items(written)}


def items(changelog: str) -> list[str]:
    """What a changelog says, item by item."""
    return re.findall(r"^- (?:.+\n)+?(?=\n|- |\Z)", changelog, re.MULTILINE)


def test_the_notes_of_a_release_are_what_the_changelog_says_of_it(tmp_path: Path) -> None:
    version = PROJECT["project"]["version"]
    gh = tmp_path / "gh"
    gh.write_text('#!/bin/sh\nprintf "%s\\n" "$*"\ncat\n', "utf-8")
    gh.chmod(0o755)
    environment = {
        "TAG": f"v{version}",
        "GITHUB_REPOSITORY": "us/trees",
        "PATH": f"{tmp_path}:{os.environ['PATH']}",
    }
    told = publish_notes({**os.environ, **environment})
    command, _, notes = told.stdout.partition("\n")
    assert told.returncode == 0
    assert command.startswith(f"release create v{version} dist/")
    assert command.endswith(f" --verify-tag --title v{version} --notes-file -")
    assert notes.count("\n- ") == len(items(CHANGELOG.split("\n## ")[1]))
    assert "## 0." not in notes
    assert "](content/" not in notes
    assert f"](https://github.com/us/trees/blob/v{version}/content/upgrading.md)" in notes


def test_a_tag_of_another_version_has_no_notes() -> None:
    assert publish_notes({**os.environ, "TAG": "v99"}).returncode != 0


def publish_notes(environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    """Publish them with the programs that are found on its `PATH`."""
    return subprocess.run(
        (shutil.which("make") or "make", "--silent", "publish-notes"),
        cwd=REPOSITORY,
        env=environment,
        check=False,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
    )
