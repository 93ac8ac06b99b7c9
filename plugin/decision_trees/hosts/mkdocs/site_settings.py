"""The host's settings as what our pages are made for: a `Site`, and what checks need to know of it."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page as MkDocsPage

from decision_trees.hosts.mkdocs.config import DecisionTreesConfig
from decision_trees.hosts.mkdocs.languages import BuiltLanguages
from decision_trees.reading.read import Settings, page_text
from decision_trees.site.site import Search, Site
from decision_trees.words import load_words


def site_of(
    settings: Settings, sources: Iterable[File], options: DecisionTreesConfig, config: MkDocsConfig
) -> Site:
    """Make the site that pages are made for."""
    language = _language(config)
    return Site(
        addresses=settings.addresses,
        today=settings.today,
        templates=config.theme.dirs,
        mistake=PluginError,
        health=options.health,
        search=Search(options.search),
        edit_links=_edit_links(sources, config),
        report_url=options.report_url,
        url=_url(config),
        name=config.site_name,
        description=config.site_description or "",
        language=language,
        words=load_words(language, options.words),
        tags="material/tags" in config.plugins or "tags" in config.plugins,
    )


def _edit_links(sources: Iterable[File], config: MkDocsConfig) -> dict[str, str]:
    """Where readers edit sources; the host works it out for pages alone."""
    links = ((source.src_uri, MkDocsPage(None, source, config).edit_url) for source in sources)
    return {path: link for path, link in links if link}


def _url(config: MkDocsConfig) -> str:
    languages = BuiltLanguages.of(config)
    if not (config.site_url and languages and languages.root):
        return config.site_url or ""
    return f"{config.site_url.rstrip('/')}/{languages.root}"


def _language(config: MkDocsConfig) -> str:
    """The theme's language: Material calls it `language`, MkDocs' own themes `locale`, written `pt_BR`."""
    return str(config.theme.get("language", config.theme.locale)).replace("_", "-")


def pages_with_trees(files: Files) -> dict[str, str]:
    """The text of the pages that may link to trees or embed them."""
    pages = ((file.src_uri, page_text(file.content_bytes)) for file in files.documentation_pages())
    return {path: text for path, text in pages if text}


def docs_folder(config: MkDocsConfig) -> str:
    """The docs folder as an author names it."""
    return from_here(Path(config.docs_dir))


def from_here(path: Path) -> str:
    """Name a file or folder as an author does: from where the command runs, if it lies there."""
    here = Path.cwd()
    return (path.relative_to(here) if path.is_relative_to(here) else path).as_posix()
