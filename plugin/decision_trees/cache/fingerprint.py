"""What the pages of a tree are made of, beside the trees: a digest that changes when any of it does.

It is part of every key in the cache. Where something that pages are made of cannot be told by its value (a
function of the site's own, an extension that reads files), there is no fingerprint, and nothing is kept.
"""

from __future__ import annotations

import functools
import hashlib
import importlib.util
import sys
from collections.abc import Collection, Iterable, Mapping, Sequence
from enum import Enum
from pathlib import Path
from types import BuiltinFunctionType, FunctionType
from typing import Any

from decision_trees.cache.store import digest

_PACKAGE = Path(__file__).parents[1]

_CODE = ("*.py", "*.toml", "*.html", "*.md")

_PACKAGES = frozenset({"decision_trees", "markdown", "pymdownx", "pygments"})

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
    """The digest of a site's own templates for our pages, and of whatever else lies among them.

    Raises:
        UnknownValueError: A file cannot be read.
    """
    found = [path for folder in folders for path in sorted(Path(folder, "decision-trees").rglob("*"))]
    try:
        contents = [(path.name, path.read_bytes()) for path in found if path.is_file()]
    except OSError as error:
        raise UnknownValueError(error) from error
    return digest([[ascii(name), hashlib.sha256(content).hexdigest()] for name, content in contents])


def of_markdown(extensions: Sequence[Any], configs: Mapping[str, Any], packages: Collection[str] = ()) -> str:
    """The digest of a site's Markdown.

    Args:
        extensions: Its extensions, as Python-Markdown takes them.
        configs: Their settings.
        packages: Packages of the host's whose functions do the same whenever they are called.

    Raises:
        UnknownValueError: An extension, or a function in its settings, may depend on something else.
    """
    known = _PACKAGES | {*packages}
    for extension in extensions:
        if not _is_pure(extension, known):
            raise UnknownValueError(extension)
    return digest(stable([*extensions], known), stable(dict(configs), known))


def _is_pure(extension: object, packages: Collection[str]) -> bool:
    if not isinstance(extension, str) or extension in _READS_FILES:
        return False
    name = extension.removeprefix("markdown.extensions.")
    return name in _BUILT_IN or ("." in name and name.partition(".")[0] in packages)


def stable(value: object, packages: Collection[str] = _PACKAGES) -> Any:  # noqa: ANN401 - any value of JSON
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
            written = [stable(part, packages) for part in (value.func, value.args, value.keywords)]
        case FunctionType() | BuiltinFunctionType() | type():
            if value.__module__.partition(".")[0] not in packages:
                raise UnknownValueError(value)
            written = f"{value.__module__}:{value.__qualname__}"
        case Mapping():
            written = [[str(key), stable(item, packages)] for key, item in value.items()]
        case list() | tuple():
            written = [stable(item, packages) for item in value]
        case set() | frozenset():
            written = sorted(map(str, value))
        case _:
            raise UnknownValueError(value)
    return written


def _installed() -> list[str]:
    """Names and versions of the distributions beside those we need, from the names of their folders."""
    # Python-Markdown is not there, nor needed, where trees are checked alone.
    specs = ((name, importlib.util.find_spec(name)) for name in ("markdown", "ruamel.yaml"))
    folders = {Path(str(spec.origin)).parents[1 + name.count(".")] for name, spec in specs if spec}
    return sorted(path.name for folder in folders for path in folder.glob("*.dist-info"))
