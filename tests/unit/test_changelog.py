"""The changelog: what is released stands in it, and what will be lies in `changes/`.

`make lint` has towncrier put it together.
"""

from __future__ import annotations

import re
import tomllib
from itertools import pairwise

import jinja2
from packaging.version import Version
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
    kinds = {"added": ["One,\nover two lines.", "Two."], "mended": ["Three."]}
    definitions = {kind: {"name": name} for kind, name in KINDS.items()}
    environment = jinja2.Environment(trim_blocks=True, autoescape=False)  # noqa: S701 - Markdown
    written = environment.from_string(template).render(sections={"": kinds}, definitions=definitions)
    assert written.rstrip() == "\n### Added\n\n- One,\n  over two lines.\n- Two.\n\n### Mended\n\n- Three."
