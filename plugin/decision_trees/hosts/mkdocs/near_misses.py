"""What a site's settings and templates name almost right: it would be left without effect, and unseen."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from decision_trees.diagnostics.wording import did_you_mean
from decision_trees.layout.addresses import tree_page
from decision_trees.layout.lists import by_folder
from decision_trees.model.tree import Tree
from decision_trees.site.site import TEMPLATES

_FOLDER = "decision-trees"


def without_slash(nav: Any, trees: Iterable[Tree]) -> Iterator[str]:  # noqa: ANN401 - as in YAML
    """Find folders and trees that a navigation names without the slash at their end."""
    found = list(trees)
    names = {*by_folder(found), *(tree_page(tree.file).removesuffix("/index.md") for tree in found)}

    def walk(nav: object) -> Iterator[str]:
        match nav:
            case list():
                for item in nav:
                    yield from walk(item)
            case dict():
                for item in nav.values():
                    yield from walk(item)
            case str() if nav in names:
                yield nav

    return walk(nav)


def misnamed_templates(folders: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Find templates of a site's own that override nothing, and are called almost like one of ours.

    Others may be parts that a site's templates include.

    Args:
        folders: The folders that templates are looked for in.

    Returns:
        The path of each, and what was probably meant, as a question.
    """
    ours = {path.name for path in (TEMPLATES / _FOLDER).iterdir()}
    for folder in folders:
        theirs = Path(folder, _FOLDER)
        if theirs.is_dir() and not theirs.samefile(TEMPLATES / _FOLDER):
            for path in sorted(theirs.iterdir()):
                if path.name not in ours and (meant := did_you_mean(path.name, ours)):
                    yield path.as_posix(), meant
