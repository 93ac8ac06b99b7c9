"""Templates that override nothing are told, with what to do; parts of a site's own templates are not."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.site_fixtures import write_site

from decision_trees.site.site import TEMPLATES
from decision_trees.site.unused_templates import templates_beside, unused_templates

ELSEWHERE = "it has to lie in `decision-trees/` of the folder that `theme.custom_dir` names"


def told(folder: Path, *names: str, text: str = "{{ step }}", loaded: tuple[str, ...] = ()) -> dict[str, str]:
    """What is told of files in a site's own folder of templates."""
    write_site(folder / "own", dict.fromkeys(names, text))
    write_site(folder / "theme", {"main.html": "", "partials/list.html": ""})
    dirs = [str(folder / "own"), str(folder / "theme"), str(TEMPLATES), str(folder / "none")]
    found = unused_templates(dirs, dirs[0], loaded)
    return {path.relative_to(folder / "own").as_posix(): what for path, what in found}


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("chekc.html", "check.html"),
        ("Check.html", "check.html"),
        ("check.htm", "check.html"),
        ("check.html.j2", "check.html"),
        ("check.jinja", "check.html"),
        ("check", "check.html"),
        ("see-also.html", "see_also.html"),
        ("check.md", "check.html"),  # as before 0.1.0
        ("document.html", "document.md"),
    ],
)
def test_a_name_almost_like_one_of_ours(name: str, meant: str, tmp_path: Path) -> None:
    assert told(tmp_path, f"decision-trees/{name}") == {f"decision-trees/{name}": f"did you mean `{meant}`?"}


def test_a_name_that_only_the_version_before_had(tmp_path: Path) -> None:
    [what] = told(tmp_path, "decision-trees/finished.html").values()
    assert what == "nothing stands in the place of that of 0.1.0: delete it"


def test_a_name_like_none_of_ours(tmp_path: Path) -> None:
    [what] = told(tmp_path, "decision-trees/our-own-footer-of-all.html").values()
    assert what == "none is called so, and none of yours includes it"


@pytest.mark.parametrize(
    "name",
    [
        "check.html",
        "decision_trees/check.html",
        "Decision-Trees/check.html",
        "templates/decision-trees/check.html",
        "decision-trees/parts/check.html",
        "partials/check.html",
    ],
)
def test_a_template_in_another_folder(name: str, tmp_path: Path) -> None:
    assert told(tmp_path, name) == {name: ELSEWHERE}


def test_a_script_or_style_sheet(tmp_path: Path) -> None:
    folder = "assets/decision-trees"
    names = [
        f"{folder}/{name}" for name in ("decision-tree.css", "decision-trees.js", "logo.svg", "mermaid.js")
    ]
    assert told(tmp_path, *names, loaded=(f"{folder}/mermaid.js",)) == {
        f"{folder}/decision-trees.js": "did you mean `decision-tree.js`?"
    }


def test_what_is_right_or_something_of_its_own(tmp_path: Path) -> None:
    assert not told(
        tmp_path,
        "decision-trees/check.html",
        "decision-trees/.check.html.swp",
        "decision-trees/check.html~",
        "decision-trees/check.html.orig",
        "decision-trees/README.md",
        "decision-trees/logo.svg",
        "partials/list.html",  # the theme's
        "index.html",
        "walk.html",
        "main.html",
        loaded=("walk.html",),
    )


def test_a_page_that_extends_the_themes(tmp_path: Path) -> None:
    assert not told(tmp_path, "check.html", text='{% extends "main.html" %}')


def test_a_part_of_other_templates_of_a_site(tmp_path: Path) -> None:
    write_site(tmp_path / "own", {"decision-trees/check.html": '{% include "decision-trees/checks.html" %}'})
    assert not told(tmp_path, "decision-trees/checks.html", text="")


def test_in_a_theme_only_its_folder_of_ours_is_looked_through(tmp_path: Path) -> None:
    write_site(tmp_path, {"decision-trees/chekc.html": "", "elsewhere/check.html": ""})
    assert [path.name for path, _ in unused_templates([str(tmp_path)])] == ["chekc.html"]


def test_a_file_that_cannot_be_read_names_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(path: Path, *_: str, **__: str) -> str:
        raise PermissionError(path)

    write_site(tmp_path / "own", {"decision-trees/check.html": "checks.html"})
    monkeypatch.setattr(Path, "read_text", refuse)
    assert told(tmp_path, "decision-trees/checks.html")


def test_templates_beside_the_folder_that_the_site_looks_in(tmp_path: Path) -> None:
    names = ["overrides", "theme", "site", "docs"]
    files = {f"{name}/decision-trees/check.html": "{{ step }}" for name in names}
    others = {
        "docs/decision-trees/own.html": "{{ }}",
        "public/decision-trees/walk.html": "<!doctype html>",
        "decision-trees/walk.html": "{{ }}",
    }
    write_site(tmp_path, files | others)
    found = templates_beside(tmp_path, {f"{tmp_path}/./theme", f"{tmp_path}/site"})
    assert {path.relative_to(tmp_path).as_posix(): told for path, told in found} == dict.fromkeys(
        ["decision-trees/walk.html", "docs/decision-trees/check.html", "overrides/decision-trees/check.html"],
        "`theme.custom_dir` has to name the folder that `decision-trees` lies in",
    )
