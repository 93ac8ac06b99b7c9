"""What the pages of a tree are made of, beside the trees: a digest that changes when any of it does.

It is part of every key in the cache. Where something that pages are made of cannot be told by its value (a
function of the site's own, an extension that reads files), there is no fingerprint, and nothing is kept.
"""

from __future__ import annotations

import functools
import hashlib
import sys
from collections.abc import Iterable, Mapping, Sequence
from enum import Enum
from importlib.util import find_spec
from pathlib import Path
from types import BuiltinFunctionType, FunctionType
from typing import Any

import markdown

from decision_trees.cache import digest

_PACKAGE = Path(__file__).parent
_CODE = ("*.py", "*.toml", "*.html", "*.md")

_PACKAGES = frozenset({"decision_trees", "markdown", "pymdownx", "material", "mkdocs", "pygments"})

# Python-Markdown's own, under their short names.
_BUILT_IN = frozenset({
    "abbr", "admonition", "attr_list", "codehilite", "def_list", "extra", "fenced_code", "footnotes",
    "legacy_attrs", "legacy_em", "md_in_html", "meta", "nl2br", "sane_lists", "smarty", "tables", "toc",
    "wikilinks",
})  # fmt: skip
_READS_FILES = frozenset({"pymdownx.snippets", "pymdownx.b64"})


class UnknownValueError(ValueError):
    """A value cannot be told from another by what it is made of."""


@functools.cache
def of_code() -> str:
    """The digest of our own modules, words and templates, and of the versions of all that is installed."""
    contents = hashlib.sha256()
    for path in sorted(path for pattern in _CODE for path in _PACKAGE.rglob(pattern)):
        contents.update(path.relative_to(_PACKAGE).as_posix().encode())
        contents.update(path.read_bytes())
    return digest(contents.hexdigest(), sys.version, _installed())


def of_templates(folders: Iterable[str | Path]) -> str:
    """The digest of a site's own templates for our pages."""
    found = [path for folder in folders for path in sorted(Path(folder, "decision-trees").glob("*"))]
    return digest([[path.name, path.read_text("utf-8")] for path in found if path.is_file()])


def of_markdown(extensions: Sequence[Any], configs: Mapping[str, Any]) -> str:
    """The digest of a site's Markdown.

    Raises:
        UnknownValueError: An extension, or a function in its settings, may depend on something else.
    """
    for extension in extensions:
        if not _is_pure(extension):
            raise UnknownValueError(extension)
    return digest(stable([*extensions]), stable(dict(configs)))


def _is_pure(extension: object) -> bool:
    if not isinstance(extension, str) or extension in _READS_FILES:
        return False
    name = extension.removeprefix("markdown.extensions.")
    return name in _BUILT_IN or ("." in name and name.partition(".")[0] in _PACKAGES)


def stable(value: object) -> Any:  # noqa: ANN401 - any value of JSON
    """Write a setting as a value of JSON that is the same in every run.

    Raises:
        UnknownValueError: It holds an object that only its address tells from another.
    """
    match value:
        case None | bool() | int() | float() | str():
            written: Any = value
        case Enum():
            written = value.name
        case Path():
            written = value.as_posix()
        case functools.partial():
            written = [stable(value.func), stable(value.args), stable(value.keywords)]
        case FunctionType() | BuiltinFunctionType() | type():
            if value.__module__.partition(".")[0] not in _PACKAGES:
                raise UnknownValueError(value)
            written = f"{value.__module__}:{value.__qualname__}"
        case Mapping():
            written = [[str(key), stable(one)] for key, one in value.items()]
        case list() | tuple():
            written = [stable(one) for one in value]
        case set() | frozenset():
            written = sorted(map(str, value))
        case _:
            raise UnknownValueError(value)
    return written


def _installed() -> list[str]:
    """Names and versions of the distributions beside Python-Markdown, from the names of their folders."""
    folder = Path(str(markdown.__file__)).parents[1]
    return sorted(path.name for path in folder.glob("*.dist-info"))


def has_templates_of_its_own(folder: str) -> bool:
    """Say whether a folder of templates has any that no theme we know brought, nor are for our pages."""
    path = Path(folder)
    if any(path.is_relative_to(known) for known in _known_folders()):
        return False
    return any(template.parent.name != "decision-trees" for template in path.rglob("*.html"))


@functools.cache
def _known_folders() -> list[Path]:
    specs = (find_spec(name) for name in ("decision_trees", "mkdocs", "material"))
    return [Path(spec.origin).parent for spec in specs if spec and spec.origin]
