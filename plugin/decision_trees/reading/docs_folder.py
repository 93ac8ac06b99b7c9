"""A docs folder, and what the settings of its site say of the files in it.

The settings are read as data, without the host: `check` and the others must find what a build finds, on
machines and in revisions where no build would run.
"""

from __future__ import annotations

import os
import posixpath
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from pathspec import GitIgnoreSpec
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from decision_trees.diagnostics.codes import CODES, Level, may_be
from decision_trees.layout.addresses import Addresses
from decision_trees.reading.files import FoundPath, PathKind, Storage, walk
from decision_trees.reading.languages import I18N, Languages, languages_of

CONFIGS = ("mkdocs.yml", "mkdocs.yaml", "properdocs.yml", "properdocs.yaml")
"""What the settings of a site are called."""

PLUGIN = "decision-trees"
"""What the plugin is called there."""

MOST_BASES = 20
"""How often settings may inherit from others; a circle of them would never end."""

# As MkDocs does unless the settings take some of it in again.
_NOT_PUBLISHED = GitIgnoreSpec.from_lines([".*", "/templates/"])


@dataclass(frozen=True)
class DocsFolder:
    """A docs folder.

    Attributes:
        storage: Where it lies.
        path: Its path.
        site_folder: Where its site is built.
        addresses: How the site publishes pages.
        exclude: What of it is not published, beside hidden files.
        publishes: Whether the settings name our plugin.
        health: Whether the site has pages of the trees' health.
        levels: Levels set for codes.
        folders: The folders whose trees are published; all where there are none.
        languages: Its languages, if the site has several.
        settings_folder: Where the settings lie.
        cache_dir: The folder that they name for caches, empty if none; None where nothing is to be kept.
    """

    storage: Storage
    path: str
    site_folder: str
    addresses: Addresses = field(default_factory=Addresses)
    exclude: GitIgnoreSpec = field(default_factory=lambda: GitIgnoreSpec([]))
    publishes: bool = True
    health: bool = True
    levels: Mapping[str, Level] = field(default_factory=dict)
    folders: tuple[str, ...] = ()
    languages: Languages | None = None
    settings_folder: str = ""
    cache_dir: str | None = None

    @cached_property
    def found(self) -> tuple[FoundPath, ...]:
        """Everything in it that MkDocs takes into the site, and folders that cannot be searched."""
        # Where a pattern takes something in again, it may lie in a folder that another one leaves out.
        takes_in = any(pattern.include is False for pattern in self.exclude.patterns)
        everything = walk(self.storage, self.path, lambda path: takes_in or not self.leaves_out(f"{path}/"))
        return tuple(
            found
            for found in everything
            if found.path == "." or not (self.leaves_out(_pattern(found)) or self._is_of_others(found.path))
        )

    def leaves_out(self, path: str) -> bool:
        """Say whether a file is not published, or a folder whose path ends with a slash."""
        return self._patterns.match_file(path)

    def _is_of_others(self, path: str) -> bool:
        original = self.languages.split(path)[0] if self.languages else path
        return is_of_others(self.folders, path) and is_of_others(self.folders, original)

    @cached_property
    def _patterns(self) -> GitIgnoreSpec:
        return _NOT_PUBLISHED + self.exclude


def is_of_others(folders: Collection[str], path: str) -> bool:
    """Say whether a source, or what has nearly the name of one, lies where no trees are published."""
    return bool(folders) and ".tree." in posixpath.basename(path).lower() and not lies_in(folders, path)


def lies_in(folders: Iterable[str], path: str) -> bool:
    """Say whether a file lies in or below one of some folders, which are named as in `exclude_docs`."""
    folders = [folder.strip("/").removesuffix("/**") for folder in folders]
    return GitIgnoreSpec.from_lines(f"/{folder}/" for folder in folders).match_file(path)


def _pattern(found: FoundPath) -> str:
    return found.path if found.kind is PathKind.FILE else f"{found.path}/"


def docs_folder_of(storage: Storage, folder: str) -> DocsFolder | None:
    """Find the docs folder of the site whose settings lie in a folder; None where there are none to read."""
    for name in CONFIGS:
        settings = _InheritedSettings(storage, posixpath.join(folder, name))
        if settings.roots:
            return _docs_folder(storage, folder, settings)
    return None


def settings_in(storage: Storage, folder: str) -> dict[str, Any]:
    """Read the settings of the site that lie in a folder, as plain values by key; none where there are none.

    What stands for code in them (`!!python/name:`) is left out.
    """
    for name in CONFIGS:
        settings = _InheritedSettings(storage, posixpath.join(folder, name))
        if settings.roots:
            roots = [root for root in reversed(settings.roots) if isinstance(root, MappingNode)]
            return {key: value for root in roots for key, value in _mapping(root).items()}
    return {}


def _mapping(node: MappingNode) -> dict[str, Any]:
    return {_text(name): _plain(value) for name, value in node.value if not _is_code(value)}


def _is_code(node: Node) -> bool:
    return "python/" in str(node.tag)


def _plain(node: Node) -> Any:  # noqa: ANN401 - whatever is in the settings
    kind = str(node.tag).rpartition(":")[2]
    if isinstance(node, MappingNode):
        return _mapping(node)
    if isinstance(node, SequenceNode) and kind != "!ENV":
        return [_plain(item) for item in node.value if not _is_code(item)]
    text = _text(node)
    # The host reads YAML 1.1.
    if kind == "bool" or (kind == "str" and not getattr(node, "style", "") and text.lower() in _SWITCHES):
        return _SWITCHES.get(text.lower(), text)
    if kind == "int":
        return int(text) if text.isdigit() else text
    return None if kind == "null" else text


_SWITCHES = {"true": True, "yes": True, "on": True, "false": False, "no": False, "off": False}


def _docs_folder(storage: Storage, folder: str, settings: _InheritedSettings) -> DocsFolder:
    plugin = settings.plugin(PLUGIN)
    return DocsFolder(
        storage,
        storage.absolute(posixpath.join(folder, settings.text("docs_dir") or "docs")),
        storage.absolute(posixpath.join(folder, settings.text("site_dir") or "site")),
        addresses=Addresses(settings.is_on("use_directory_urls")),
        exclude=GitIgnoreSpec.from_lines(settings.text("exclude_docs").splitlines()),
        publishes=plugin is not None and _is_on(_value(plugin, "enabled")),
        health=_is_on(_value(plugin, "health")),
        levels=_levels(_value(plugin, "levels")),
        folders=tuple(map(_text, getattr(_value(plugin, "folders"), "value", ()))),
        languages=_languages(settings.plugin(I18N)),
        settings_folder=folder,
        cache_dir=_text(_value(plugin, "cache_dir")) if _is_on(_value(plugin, "cache")) else None,
    )


def _languages(options: Node | None) -> Languages | None:
    if not isinstance(options, MappingNode) or not _is_on(_value(options, "enabled")):
        return None
    return languages_of(_mapping(options))


class _InheritedSettings:
    """The settings of a site, before those that they inherit from."""

    def __init__(self, storage: Storage, file: str) -> None:
        self.roots: list[Node] = []
        while len(self.roots) < MOST_BASES and (root := _root(storage, file)):
            self.roots.append(root)
            base = _text(_value(root, "INHERIT"))
            if not base:
                break
            file = storage.absolute(posixpath.join(posixpath.dirname(file), base))

    def text(self, key: str) -> str:
        return _text(self._first(key))

    def is_on(self, key: str) -> bool:
        return _is_on(self._first(key))

    def plugin(self, wanted: str) -> Node | None:
        """The options of a plugin; None where it is not named."""
        for root in self.roots:
            for name, options in _entries(_value(root, "plugins")):
                if name == wanted:
                    return options
        return None

    def _first(self, key: str) -> Node | None:
        return next((found for root in self.roots if (found := _value(root, key))), None)


def _root(storage: Storage, file: str) -> Node | None:
    try:
        root = _composed(storage.read(file).decode("utf-8-sig"))
    except (OSError, ValueError, YAMLError, RecursionError):
        return None  # the host will say what is wrong
    return root if isinstance(root, MappingNode) else None


def _composed(text: str) -> Node | None:
    try:
        root: Node | None = YAML(typ="safe").compose(text)
    except YAMLError:
        # The fast parser refuses what the host reads: an address within braces that has no quotes.
        root = YAML(typ="safe", pure=True).compose(text)
    return root


def _value(node: Node | None, key: str) -> Node | None:
    if not isinstance(node, MappingNode):
        return None
    return next((value for name, value in node.value if _text(name) == key), None)


def _entries(plugins: Node | None) -> Iterator[tuple[str, Node]]:
    """Plugins by name, in either of the ways in which they are listed."""
    for item in [plugins] if isinstance(plugins, MappingNode) else getattr(plugins, "value", ()):
        if isinstance(item, MappingNode):
            yield from ((_text(name), options) for name, options in item.value)
        elif isinstance(item, ScalarNode):
            yield _text(item), item


def _text(node: Node | None) -> str:
    """A text; one that `!ENV` takes from the environment is looked up there, as the host does."""
    if isinstance(node, SequenceNode) and str(node.tag) == "!ENV":
        *names, default = [*map(_text, node.value), ""][: max(2, len(node.value))]
        return next((os.environ[name] for name in names if name in os.environ), default)
    if not isinstance(node, ScalarNode):
        return ""
    if str(node.tag) == "!ENV":
        return os.environ.get(node.value, "")
    return "" if str(node.tag).endswith(":null") else str(node.value)


def _is_on(node: Node | None) -> bool:
    """Whether something is not switched off, in the words of YAML 1.1, which the host reads."""
    return _text(node).lower() not in {"false", "no", "off"}


def _levels(node: Node | None) -> dict[str, Level]:
    if not isinstance(node, MappingNode):
        return {}
    written = {_text(name): _text(value).lower() for name, value in node.value}
    written = {name: "off" if level in {"false", "no"} else level for name, level in written.items()}
    known = {name: Level(level) for name, level in written.items() if name in CODES and level in list(Level)}
    return {name: level for name, level in known.items() if may_be(name, level)}
