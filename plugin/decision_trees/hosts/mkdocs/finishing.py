"""Pages of a kind: the theme prints two of them, and a shell made of one finishes the others.

That the shell gives what the theme would is proved on those two, of two trees where there are several, each
with what all other plugins have made of it. Hooks that come later take a finished page, and get the same
either way. Where a plugin has made something of a page that the two did not have, the theme prints it.
"""

from __future__ import annotations

import copy
import functools
import posixpath
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from jinja2 import Environment, Template
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.pages import Page as MkDocsPage

from decision_trees.hosts.mkdocs.page_shell import CONTENT, Shell, mark
from decision_trees.hosts.mkdocs.pages import PublishedPage
from decision_trees.site.compiled import compiled

_WORTH_A_SHELL = 4
"""How many pages of a kind there must be: of the first two, three are printed."""


def finish_together(pages: Iterable[MkDocsPage | None], env: Environment, config: MkDocsConfig) -> None:
    """Let the theme's template finish pages of a kind together, where it is known to print the same of each.

    Args:
        pages: Our pages.
        env: What the host prints pages with.
        config: The site's settings.
    """
    # A template of the site's own may do with two pages something else than with a third.
    if any(map(has_templates_of_its_own, config.theme.dirs)):
        return
    env.bytecode_cache = compiled("theme", env)
    kinds: dict[object, list[PublishedPage]] = {}
    for page in pages:
        if isinstance(page, PublishedPage) and (kind := page.look[0]):
            kinds.setdefault(kind, []).append(page)
    template = env.get_template("main.html")
    finishers = {
        page.file.made.path: finisher
        for alike in kinds.values()
        for finisher in [Finisher(template, config, alike)]
        for page in alike
    }

    def render(context: Mapping[str, Any]) -> str:
        page = context.get("page")
        if isinstance(page, PublishedPage) and (finisher := finishers.get(page.file.made.path)):
            return finisher.finish(page, context)
        return Template.render(template, context)

    # The host asks for this very template again for each page.
    template.render = render  # type: ignore[method-assign]


class Finisher:
    """Finishes pages of one kind."""

    def __init__(self, template: Template, config: MkDocsConfig, pages: Sequence[PublishedPage]) -> None:
        """Take the theme's template and all pages of the kind."""
        self._template = template
        self._config = config
        self._pages = pages
        self._first: _Finished | None = None
        self._shell: Shell | None = None
        self._is_given_up = len(pages) < _WORTH_A_SHELL
        # What is beside a page, such as its tree in the navigation, may be the same within one folder alone.
        self._is_proved_elsewhere = len({_folder(page) for page in pages}) > 1
        self._first_folder = ""
        self._by_folder: dict[str, Finisher] = {}

    def finish(self, page: PublishedPage, context: Mapping[str, Any]) -> str:
        """Finish a page as the theme would; `context` is what its template is given."""
        if self._is_given_up:
            finisher = self._by_folder.get(_folder(page))
            return finisher.finish(page, context) if finisher else self._print(context)
        kind, words = page.look
        surroundings = _Surroundings.of(page, kind, context, self._config)
        values = {**words, CONTENT: page.content or ""}
        is_alike = self._first is not None and self._first.surroundings.are_those_of(surroundings)
        if self._shell and is_alike:
            return self._shell.fill(values)
        finished = self._print(context)
        if self._first is None:
            # The settings are the same object for the next page, whatever a plugin writes into it.
            surroundings = replace(surroundings, extra=copy.deepcopy(surroundings.extra))
            self._first = _Finished(surroundings, values, finished)
            self._first_folder = _folder(page)
        elif is_alike and (not self._is_proved_elsewhere or _folder(page) != self._first_folder):
            printed = [self._first, _Finished(surroundings, values, finished)]
            self._shell = self._prove(page, context, printed)
            if self._shell is None:
                self._give_up()
        return finished

    def _give_up(self) -> None:
        """Finish those of a folder together, whose links to other pages are the same."""
        self._is_given_up = True
        folders: dict[str, list[PublishedPage]] = {}
        for page in self._pages:
            folders.setdefault(_folder(page), []).append(page)
        if len(folders) > 1:
            self._by_folder = {
                folder: Finisher(self._template, self._config, pages) for folder, pages in folders.items()
            }

    def _print(self, context: Mapping[str, Any]) -> str:
        return Template.render(self._template, context)

    def _prove(
        self, page: PublishedPage, context: Mapping[str, Any], printed: Iterable[_Finished]
    ) -> Shell | None:
        """Make a shell of a page; there is none where it does not give pages that are known."""
        values, marks = page.values, _marks(page.words for page in self._pages)
        page.values = {name: marks.get(name) or mark(name) for name in values}
        marked = self._print(context)
        page.values = values
        shell = Shell.of(marked)
        return shell if all(shell.gives(page.html, page.values) for page in printed) else None


@dataclass(frozen=True)
class _Finished:
    """A page that the theme has printed."""

    surroundings: _Surroundings
    values: Mapping[str, str]
    html: str


@dataclass(frozen=True, eq=False)
class _Surroundings:
    """What a template sees when it prints a page, beside the page's own values.

    Attributes:
        kind: What the page has in common with others.
        attributes: What plugins have given to the page.
        context: What the template is given.
        extra: The settings that some plugins change for a page.
    """

    kind: object
    attributes: Mapping[str, object]
    context: Mapping[str, Any]
    extra: object

    @classmethod
    def of(
        cls, page: PublishedPage, kind: object, context: Mapping[str, Any], config: MkDocsConfig
    ) -> _Surroundings:
        """Take them down."""
        attributes = {
            name: value
            for name, value in vars(page).items()
            if not (name in _ATTRIBUTES or name.startswith("_"))
        }
        others = {name: value for name, value in context.items() if name not in _OF_EVERY_PAGE}
        return cls(kind, attributes, others, config.extra)

    def are_those_of(self, other: _Surroundings) -> bool:
        """Whether nothing in them differs; what cannot be compared does."""
        mine, theirs = (
            (around.kind, around.attributes, around.context.keys(), around.extra) for around in (self, other)
        )
        try:
            return mine == theirs and all(
                value is other.context[name] or bool(value == other.context[name])
                for name, value in self.context.items()
            )
        except Exception:  # noqa: BLE001 - any object of any plugin
            return False


def _folder(page: PublishedPage) -> str:
    return posixpath.dirname(page.file.made.path)


_ATTRIBUTES = {
    *dir(PublishedPage),
    *(name for parent in PublishedPage.__mro__ for name in vars(parent).get("__annotations__", ())),
}
"""What a page has of the host and of ours."""

_OF_EVERY_PAGE = frozenset({"page", "pages", "build_date_utc"})
"""What the host gives to every template, and no plugin exchanges: the page, all pages, the time."""


def _marks(pages: Iterable[Mapping[str, str]]) -> Mapping[str, str]:
    """A mark for each text, as long as the longest of them: a template may cut what is too long for it."""
    lengths: dict[str, int] = {}
    for words in pages:
        for name, value in words.items():
            lengths[name] = max(lengths.get(name, 0), len(value))
    return {name: mark(name, length) for name, length in lengths.items()}


def has_templates_of_its_own(folder: str) -> bool:
    """Say whether a folder of templates has any that no theme we know brought, nor are for our pages."""
    path = Path(folder)
    if any(path.is_relative_to(known) for known in _folders_of_packages()):
        return False
    return any(template.parent.name != "decision-trees" for template in path.rglob("*.html"))


@functools.cache
def _folders_of_packages() -> list[Path]:
    specs = (find_spec(name) for name in ("decision_trees", "mkdocs", "material"))
    return [Path(spec.origin).parent for spec in specs if spec and spec.origin]
