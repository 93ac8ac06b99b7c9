"""Which templates are a site's own, so that pages may come out otherwise than the theme would have them."""

from __future__ import annotations

from pathlib import Path
from types import ModuleType

import material  # type: ignore[import-untyped]
import mkdocs
import pytest

import decision_trees
from decision_trees.hosts.mkdocs.finishing import has_templates_of_its_own


def test_templates_of_our_pages_are_no_templates_of_the_theme(tmp_path: Path) -> None:
    (tmp_path / "decision-trees").mkdir()
    (tmp_path / "decision-trees" / "check.html").touch()
    assert not has_templates_of_its_own(str(tmp_path))
    (tmp_path / "main.html").touch()
    assert has_templates_of_its_own(str(tmp_path))


@pytest.mark.parametrize("package", [decision_trees, mkdocs, material])
def test_the_templates_of_known_themes_are_known(package: ModuleType) -> None:
    folder = Path(str(package.__file__)).parent / "templates"
    assert not has_templates_of_its_own(str(folder))
