"""What MkDocs reads of themes in every build, remembered: it makes up half of a small one."""

from __future__ import annotations

import os
import site
from collections.abc import Iterator
from functools import cache
from itertools import chain

import mkdocs.utils
import pytest
from jinja2 import Environment, FileSystemLoader
from mkdocs.theme import Theme

from decision_trees.site.compiled import compiled


@pytest.fixture(scope="session", autouse=True)
def themes_read_once() -> Iterator[None]:
    """Remember which themes there are, which files those in packages have, and their compiled templates."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(mkdocs.utils, "get_themes", cache(mkdocs.utils.get_themes))
        patch.setattr(FileSystemLoader, "list_templates", _list_templates)
        patch.setattr(Theme, "get_env", _get_env)
        yield


_listed = FileSystemLoader.list_templates
_made = Theme.get_env


def _get_env(theme: Theme) -> Environment:
    env = _made(theme)
    env.bytecode_cache = compiled("themes", env)
    return env


def _list_templates(loader: FileSystemLoader) -> list[str]:
    packages = tuple(site.getsitepackages())
    names = (
        _list_package(folder) if folder.startswith(packages) else _list_folder(folder)
        for folder in map(os.fspath, loader.searchpath)
    )
    return sorted({*chain.from_iterable(names)})


def _list_folder(folder: str) -> list[str]:
    return _listed(FileSystemLoader(folder))


@cache
def _list_package(folder: str) -> list[str]:
    # MkDocs leaves these out itself: Material's eleven thousand icons are in such a folder.
    return [name for name in _list_folder(folder) if not name.startswith(".")]
