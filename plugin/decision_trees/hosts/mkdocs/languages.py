"""Sites in several languages, as mkdocs-static-i18n builds them: the whole site once for each language.

A tree is translated by a source beside it (`a.de.tree.yaml`) or in the language's folder
(`de/trees/a.tree.yaml`), as pages are. In the build of a language it stands where the original would, under
the same id, and all is published below the folder of the language. Whatever has no translation is shown as it
is, if the site says so.
"""

from __future__ import annotations

import copy
import posixpath
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from types import SimpleNamespace
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File

from decision_trees.hosts.mkdocs.sources import DecodedSources
from decision_trees.layout.addresses import Addresses, node_page, tree_page
from decision_trees.layout.lists import HEALTH, INDEX, OUTCOMES
from decision_trees.reading.languages import I18N, Languages, split_by_folder, split_by_suffix
from decision_trees.reading.read import content_of


class BuiltLanguages:
    """The languages of a site, and the one that is being built."""

    def __init__(self, plugin: Any) -> None:  # noqa: ANN401 - the plugin, of which nothing is declared
        """Take the plugin that builds the languages."""
        self._plugin = plugin
        self._default: str = plugin.default_language
        self._is_by_folder: bool = plugin.config.docs_structure == "folder"
        names: Sequence[str] = plugin.all_languages
        self._known = Languages(
            self._default,
            (*names,),
            partial(
                split_by_folder if self._is_by_folder else split_by_suffix, frozenset(names).__contains__
            ),
            plugin.config.fallback_to_default,
        )
        self.here: str = plugin.current_language or plugin.default_language

    @classmethod
    def of(cls, config: MkDocsConfig) -> BuiltLanguages | None:
        """Find the languages of a site; None where it has but one."""
        plugin = config.plugins.get(I18N)
        return cls(plugin) if plugin else None

    @property
    def is_inner(self) -> bool:
        """Whether the build is one that the plugin began, inside that of the default language."""
        return bool(getattr(self._plugin, "building", False))

    @property
    def built(self) -> Sequence[str]:
        """The languages that are built."""
        languages: Sequence[str] = self._plugin.build_languages
        return languages

    @property
    def root(self) -> str:
        """The folder of the site in which this language is published; ends with a slash, or is empty."""
        return self._root(self.here)

    def _root(self, language: str) -> str:
        return "" if language == self._default else f"{language}/"

    def inside(self, place: str) -> str:
        """What is published at a place, relative to the root of this language."""
        return place.removeprefix(self.root)

    def original(self, path: str) -> str:
        """The path of a file's original."""
        return self._known.split(path)[0]

    def source_path(self, path: str) -> str:
        """Where a page that stands for `path` would lie in the docs folder."""
        return f"{self.here}/{path}" if self._is_by_folder else path

    def choose(self, sources: Iterable[File], language: str = "") -> list[File]:
        """Choose the sources of a language, this one's unless another is named.

        Returns:
            Files like them, under the paths of the originals.
        """
        by_path = {source.src_uri: source for source in sources}
        chosen = self._known.choose(by_path, language or self.here)
        return [_under(original, by_path[path]) for original, path in chosen.items()]

    def adopt(self, file: File, path: str, pages: Mapping[str, Iterable[str]], addresses: Addresses) -> None:
        """Make a file of ours one of this language's.

        Args:
            file: The file.
            path: The path in the docs folder that it stands for, or in the site for what is no page.
            pages: The paths of our pages in each language.
            addresses: How the site publishes pages.
        """
        file.dest_uri = f"{self.root}{addresses.file(path) if file.is_documentation_page() else path}"
        there = [language for language, paths in pages.items() if path in paths]
        others = {
            language: SimpleNamespace(url=f"{self._root(language)}{addresses.of(path)}", page=None)
            for language in there
        }
        vars(file).update(
            alternates={**others, self.here: file},
            locale=self.here,
            locale_alternate_of=self.here,
            localization=None,
            norm_src_uri=path,
        )

    def pages(self, sources: Sequence[File], decoded: DecodedSources) -> dict[str, set[str]]:
        """The paths of the pages of trees in each language that is built."""
        return {language: {*_pages(self.choose(sources, language), decoded)} for language in self.built}

    def tell(self, files: Iterable[File]) -> None:
        """Tell the plugin of our pages, for the site's map."""
        self._plugin.i18n_files_per_language.setdefault(self.here, []).extend(files)


def _pages(sources: Iterable[File], decoded: DecodedSources) -> Iterator[str]:
    for source in sources:
        path = source.src_uri
        folder = posixpath.dirname(path)
        yield from (posixpath.join(folder, name) for name in (INDEX, OUTCOMES, HEALTH))
        yield tree_page(path)
        content = content_of(partial(_content, source))
        text = content.decode("utf-8", "replace") if isinstance(content, bytes) else ""
        if tree := decoded.decode(text, path).tree:
            yield from (node_page(path, node.id) for node in (*tree.checks, *tree.terminals))


def _content(source: File) -> bytes:
    return source.content_bytes


def _under(path: str, source: File) -> File:
    """A file like another under another path."""
    file = copy.copy(source)
    vars(file).update(abs_src_path=source.abs_src_path, edit_uri=source.edit_uri)
    file.src_uri = path
    return file
