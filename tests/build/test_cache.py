"""Shortcuts are invisible: whatever was built before and however, the site is the same, byte for byte."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from random import Random
from typing import NamedTuple

import pytest
from mkdocs.commands import build
from mkdocs.config import load_config
from tests.build.links import search_entries
from tests.site_fixtures import SEED, TINY_TREE, settings, write_site

from decision_trees.hosts.mkdocs.page_shell import Shell

pytestmark = pytest.mark.build

OTHER_TREE = """\
title: Wait or not
question: Can the caller wait?
checks:
  wait:
    question: Can it wait?
    assess: Ask it, or see [the log](to:a/log).
    answers: {Yes: {to: a/}, No: stop}
warnings:
  stop: {title: Do not, risk: "Loss. `code` and a [page](../guide.md#part)"}
"""
# What other plugins do with pages of ours, each at its own place in a build.
HOOKS = {
    "on_page_markdown": "markdown, **_: f'{markdown}\\n\\nBy a hook.'",
    "on_page_content": "html, **_: html.replace('Kafka', 'A log')",
    "on_page_context": "context, page, **_: {**context, 'base_url': f'{page.url}?'}",
    "on_post_page": "output, page, **_: output.replace('</body>', f'<p>{page.title}</p></body>')",
}

_MANY = range(12)
MANY_ALIKE = "\n".join(
    [
        "title: Many alike\nquestion: Which of them is it?",
        "checks:",
        *(
            f"  c{n}: {{question: Is it {n}?, assess: Ask., answers: {{Yes: d{n}, No: c{n + 1}}}}}"
            for n in _MANY
        ),
        "  c12: {question: Is it more?, answers: {Yes: d0, No: d1}}",
        "decisions:",
        *(f"  d{n}: {{title: It is {n}, choose: This.}}" for n in _MANY),
    ]
)

FILES = {
    **{f"{name}.py": f"{name} = lambda {code}\n" for name, code in HOOKS.items()},
    "docs/index.md": "# Home\n",
    "docs/guide.md": "# Guide\n\n## Part\n\nSee [](to:a/log).\n",
    "docs/a.tree.yaml": TINY_TREE,
    "docs/trees/b.tree.yaml": OTHER_TREE,
    "docs/seed.tree.yaml": SEED.read_text("utf-8"),
    # So many pages of one kind that they are finished in a shell
    "docs/many.tree.yaml": MANY_ALIKE,
}


def published(root: Path, *, dirty: bool = False) -> dict[str, bytes]:
    """Build a site and read what was published, less what is packed with a time."""
    config = load_config(str(root / "mkdocs.yml"))
    config.plugins.on_startup(command="build", dirty=dirty)
    build.build(config, dirty=dirty)
    site = root / "site"
    return {
        path.relative_to(site).as_posix(): path.read_bytes()
        for path in site.rglob("*")
        if path.is_file() and path.suffix != ".gz"
    }


def clean(root: Path) -> dict[str, bytes]:
    """Build the same sources without any shortcut."""
    config = root / "mkdocs.yml"
    usual = config.read_text("utf-8")
    config.write_text(usual.replace('"decision-trees": {', '"decision-trees": {"cache": false, '), "utf-8")
    try:
        return published(root)
    finally:
        config.write_text(usual, "utf-8")


def differing(files: Mapping[str, bytes], other: Mapping[str, bytes]) -> list[str]:
    return sorted(path for path in files.keys() | other.keys() if files.get(path) != other.get(path))


class Edit(NamedTuple):
    """A change of a file: from the text it has to the one it gets; None where there is none."""

    name: str
    file: str
    change: Callable[[str | None], str | None]


def replace(old: str, new: str) -> Callable[[str | None], str | None]:
    return lambda text: text and (text.replace(old, new) if old in text else text.replace(new, old))


EDITS = [
    Edit("prose", "docs/a.tree.yaml", replace("Ask the consumers.", "Ask *them*.")),
    Edit("a title that another tree shows", "docs/a.tree.yaml", replace("title: Kafka", "title: A log")),
    Edit("the title of a tree", "docs/a.tree.yaml", replace("title: Pick a queue", "title: Which queue")),
    Edit("an answer", "docs/a.tree.yaml", replace("Yes: log", "Yes: {to: log, note: rarely}")),
    Edit("a reference", "docs/trees/b.tree.yaml", replace("[the log](to:a/log)", "the log")),
    Edit("a way in from another tree", "docs/trees/b.tree.yaml", replace("Yes: {to: a/}", "Yes: a/log")),
    Edit("a tree more or less", "docs/c.tree.yaml", lambda text: None if text else TINY_TREE),
    Edit("the navigation", "mkdocs.yml", replace('"site_name": "Test site"', '"site_name": "Other"')),
    Edit("a title among many", "docs/seed.tree.yaml", replace("title: Fan-out req", "title: Fan-out & req")),
    Edit("a page", "docs/guide.md", replace("# Guide", "# Manual")),
    Edit("a setting", "mkdocs.yml", replace('"permalink": true', '"permalink": false')),
    Edit("an option", "mkdocs.yml", replace('"search": "pages"', '"search": "trees"')),
    Edit("a template", "overrides/decision-trees/report.html", lambda text: None if text else "<p>Own</p>\n"),
    *(
        Edit(f"a hook for {name}", "mkdocs.yml", replace('"hooks": []', f'"hooks": ["{name}.py"]'))
        for name in HOOKS
    ),
    Edit("a template of the theme", "overrides/main.html", lambda text: None if text else MAIN),
]
MAIN = '{% extends "base.html" %}\n{% block footer %}{{ page.title }}{% endblock %}\n'


def apply(root: Path, edit: Edit) -> None:
    path = root / edit.file
    text = edit.change(path.read_text("utf-8") if path.exists() else None)
    if text is None:
        path.unlink(missing_ok=True)
    else:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")


def own_site(tmp_path: Path) -> Path:
    overrides = tmp_path / "overrides"
    overrides.mkdir()
    theme = {"name": "material", "font": False, "custom_dir": str(overrides)}
    extensions = ["tables", {"toc": {"permalink": True}}]
    plugins = ["search", "tags", {"decision-trees": {"search": "pages"}}]
    mkdocs = settings(plugins=plugins, hooks=[], theme=theme, markdown_extensions=extensions)
    return write_site(tmp_path, {"mkdocs.yml": mkdocs, **FILES})


def test_each_edit_is_seen(tmp_path: Path) -> None:
    root = own_site(tmp_path)
    before = published(root)
    assert differing(before, published(root)) == []
    # A hook is taken back before the next comes.
    for edit in (known for known in EDITS for _ in range(2 if "hook" in known.name else 1)):
        apply(root, edit)
        after = published(root)
        assert differing(before, after) != [], edit.name
        before = after
    assert differing(before, clean(root)) == []


@pytest.mark.slow
def test_any_sequence_of_edits_ends_in_the_site_of_a_clean_build(
    tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    is_long = request.config.getoption("--hypothesis-profile") == "fuzz"
    random = Random(6)  # noqa: S311 - the same edits in every run
    root = own_site(tmp_path)
    for _ in range(200 if is_long else 4):
        edits = random.choices(EDITS, k=random.randint(1, 4))
        states = []
        for edit in edits:
            apply(root, edit)
            states.append(published(root))
        assert differing(states[-1], clean(root)) == [], [edit.name for edit in edits]


def test_a_build_of_what_changed_writes_that_alone(tmp_path: Path) -> None:
    root = own_site(tmp_path)
    whole = published(root, dirty=True)
    written = root / "site"
    before = {path: path.stat().st_mtime_ns for path in written.rglob("*") if path.is_file()}
    apply(root, EDITS[0])
    after = published(root, dirty=True)
    touched = {
        path.relative_to(written).as_posix()
        for path, time in before.items()
        if path.stat().st_mtime_ns != time and "a/" in path.as_posix().removeprefix(str(written))
    }
    assert touched == {"a/index.html", "a/replay/index.html", "a/tree.json", "a/tree.md"}
    assert "Ask <em>them</em>." in after["a/replay/index.html"].decode()
    found = {entry["location"]: entry for entry in search_entries(written)}
    assert "Ask them." in found["a/replay/"]["text"]
    ours = [location for location in found if location.startswith(("a/", "trees/"))]
    assert len(ours) == len(set(ours)) == 10
    assert after.keys() == whole.keys()


def test_a_build_of_what_changed_lists_in_search_what_an_option_says(tmp_path: Path) -> None:
    root = own_site(tmp_path)
    for option, count in (("pages", 10), ("trees", 3), ("none", 0), ("pages", 10)):
        plugins = ["search", "tags", {"decision-trees": {"search": option}}]
        write_site(root, {"mkdocs.yml": settings(plugins=plugins, hooks=[])})
        published(root, dirty=True)
        found = [entry["location"] for entry in search_entries(root / "site")]
        ours = [location for location in found if location.startswith(("a/", "trees/"))]
        assert len(ours) == len(set(ours)) == count + (option == "trees") * 2, option


@pytest.mark.parametrize(
    "hooks", [[], ["on_post_page.py"], ["on_page_context.py"]], ids=["alone", "post", "context"]
)
def test_pages_of_a_kind_are_finished_in_a_shell(
    hooks: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A moved module or a renamed hook must not switch shells off unseen."""
    filled: list[str] = []
    fill = Shell.fill

    def counted(shell: Shell, values: Mapping[str, str]) -> str:
        filled.append(values["title"])
        return fill(shell, values)

    monkeypatch.setattr(Shell, "fill", counted)
    write_site(tmp_path, {**FILES, "mkdocs.yml": settings(hooks=hooks)})
    published(tmp_path)
    # The hook for contexts gives each page something else.
    assert (len(filled) > 15) == (hooks != ["on_page_context.py"])
