"""The page on which mkdocs-print-site puts all pages of the navigation.

It makes every link to a page one to a place on that page, also to pages that are not on it, as those of
checks and outcomes. And it knows no links in charts.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from urllib.parse import urljoin

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File
from mkdocs.structure.pages import Page as MkDocsPage

from decision_trees.layout.addresses import relative_address

PRINT_SITE = "print-site"

_CLICK = re.compile(r"(?m)^(click n\d+ href &#34;)(.*?)(&#34;)(?=$|<)")
_ID = re.compile(r'\sid="([^"]+)"')
_LINK = re.compile(r'(<a\s[^>]*?href=")#([^"]+)"')


def lead_charts_on(page: MkDocsPage, html: str, config: MkDocsConfig) -> None:
    """Let the charts of a page lead to where they do, when its HTML stands on the page for print."""
    if PRINT_SITE in config.plugins and "dt-chart__source" in html:
        there = _print_page(config).url

        def led(click: re.Match[str]) -> str:
            return f"{click[1]}{relative_address(urljoin(page.url, click[2]), there)}{click[3]}"

        vars(page)["html"] = _CLICK.sub(led, html)


def lead_links_on(files: Iterable[File], config: MkDocsConfig) -> None:
    """Let links on the page for print that lead to no place on it lead to the pages themselves."""
    if PRINT_SITE not in config.plugins:
        return
    page = _print_page(config)
    written = Path(page.file.abs_dest_path)
    if not written.is_file():
        return
    html = written.read_text("utf-8")
    ids, urls = {*_ID.findall(html)}, {_key(file.url): file.url for file in files}
    keys = sorted(urls, key=len, reverse=True)

    def led(link: re.Match[str]) -> str:
        place = link[2]
        key = next((key for key in keys if place == key or place.startswith(f"{key}-")), None)
        if place in ids or key is None:
            return link[0]
        fragment = place[len(key) + 1 :]
        address = relative_address(urls[key], page.url)
        return f'{link[1]}{address}{fragment and "#"}{fragment}"'

    written.write_text(_LINK.sub(led, html), "utf-8")


def _print_page(config: MkDocsConfig) -> MkDocsPage:
    page: MkDocsPage = vars(config.plugins[PRINT_SITE])["print_page"]
    return page


def _key(url: str) -> str:
    """What it calls a page."""
    return url.lower().rstrip("/").replace(".html", "").replace("/", "-")
