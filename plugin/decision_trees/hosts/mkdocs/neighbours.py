"""Other plugins beside ours: in which order they see the site's files, and what comes too late."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterable, Mapping

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.plugins import BasePlugin
from mkdocs.structure.files import File

from decision_trees.diagnostics.printable import one_line
from decision_trees.hosts.mkdocs.config import DecisionTreesConfig
from decision_trees.site.page import Page

_MAKERS = ("mkdocs_gen_files", "mkdocs_static_i18n", "mkdocs_exclude", "mkdocs_file_filter_plugin")
"""Modules of plugins that make files, make them anew, or leave some out: ours reads what they give."""

_MAIN = ("_publish", "_finish")
"""Of several hooks of ours for one event, those that find their place."""

_READERS = ("mkdocs_redirects", "htmlproofer")
"""Modules of plugins that remember all files: ours are among them."""


def arrange(plugin: BasePlugin[DecisionTreesConfig], config: MkDocsConfig) -> None:
    """Give our hooks their places among those of others, whatever order the site's `plugins` have.

    We see files after those that make or leave out some, and before those that remember all; and we change
    the search index before those that leave something out of it. A wrong order would show in what is
    published alone.
    """
    files, post_build = (config.plugins.events[name] for name in ("files", "post_build"))
    _arrange(files, plugin, max([_place(files, plugin), *_behind(files, _MAKERS)]))
    _arrange(post_build, plugin, max(_behind(post_build, ("search",)), default=_place(post_build, plugin)))
    readers = [hook for hook in files if _is_of(hook, _READERS)]
    files[:] = [hook for hook in files if hook not in readers]
    place = _place(files, plugin) + 1
    files[place:place] = readers
    # A walk's address names the ways through a tree, for which no page has an anchor.
    if proofer := config.plugins.get("htmlproofer"):
        proofer.config["ignore_urls"] = [*proofer.config["ignore_urls"], "*#walk[?]*"]


Hooks = list[Callable[..., object]]


def _place(hooks: Hooks, plugin: object) -> int:
    ours = [number for number, hook in enumerate(hooks) if getattr(hook, "__self__", None) is plugin]
    return next(number for number in ours if hooks[number].__name__ in _MAIN)


def _behind(hooks: Hooks, modules: tuple[str, ...]) -> list[int]:
    return [number for number, hook in enumerate(hooks, 1) if _is_of(hook, modules)]


def _is_of(hook: Callable[..., object], modules: tuple[str, ...]) -> bool:
    return not {*hook.__module__.split(".")}.isdisjoint(modules)


def _arrange(hooks: Hooks, plugin: object, place: int) -> None:
    ours = _place(hooks, plugin)
    hooks.insert(place - (ours < place), hooks.pop(ours))


def origin(page: Page, sources: Mapping[str, File]) -> File | None:
    """Find the source whose dates and authors are those of a page.

    Args:
        page: A page of ours.
        sources: Each source by its path in the docs folder.

    Returns:
        That of its tree; for a page that lists trees, that of the first.
    """
    if page.file:
        return sources.get(page.file)
    folder = f"{posixpath.dirname(page.path)}/"
    return next((source for name, source in sources.items() if name.startswith(folder)), None)


def refuse_late_sources(sources: Iterable[File], is_published: Callable[[File], bool]) -> None:
    """Stop the build where a plugin has added trees after ours has read them: they would be read as text.

    Raises:
        PluginError: One has.
    """
    late = [file for file in sources if is_published(file)]
    if late:
        names = ", ".join(f"`{file.src_uri}`" for file in late)
        maker = late[0].generated_by or "another plugin"
        is_hook = maker.endswith(".py")
        what = (
            "give its `on_files` the `@event_priority(50)`" if is_hook else "list `decision-trees` behind it"
        )
        message = f"{names}: added by `{maker}` when all trees had been read: {what}"
        raise PluginError(f"decision-trees: {one_line(message)}")
