"""The host's search plugins: what they read of pages."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.pages import Page as MkDocsPage

from decision_trees.hosts.mkdocs.pages import PublishedPage
from decision_trees.hosts.mkdocs.search import bring_back, set_aside


def leave_out_ours(config: MkDocsConfig) -> None:
    """Let search plugins read neither our pages nor what others embed: they get entries of our own."""
    hooks = config.plugins.events["page_context"]
    for number, hook in enumerate(hooks):
        if hasattr(getattr(hook, "__self__", None), "search_index"):
            hooks[number] = _without_ours(hook)


def uses_pagefind(config: MkDocsConfig) -> bool:
    """Whether the site's search is Pagefind, as MaterialX has it."""
    search = config.extra.get("search_config")
    return isinstance(search, dict) and search.get("provider") == "pagefind"


def _without_ours(hook: Callable[..., Any]) -> Callable[..., Any]:
    def read(context: Any, *, page: MkDocsPage, **others: Any) -> Any:  # noqa: ANN401 - as the host calls it
        if isinstance(page, PublishedPage):
            return None
        content, embedded = set_aside(page.content or "")
        if not embedded:
            return hook(context, page=page, **others)
        page.content = content
        result = hook(context, page=page, **others)
        page.content = bring_back(page.content or "", embedded)
        return result

    return read
