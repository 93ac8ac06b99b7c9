"""What of ours stands in pages that are not: links to targets, and embedded trees.

Whoever wrote a page, and whatever plugin has changed it, its links are looked for where they end up: in its
HTML. What cannot be resolved there is told and never published.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from decision_trees.analysis.library import Place, place_page
from decision_trees.diagnostics.diagnostic import Diagnostic
from decision_trees.layout.addresses import Addresses, relative_address
from decision_trees.layout.html_blocks import UNREAD
from decision_trees.model.positions import span_at
from decision_trees.model.span import Span
from decision_trees.prose import html_links
from decision_trees.prose.resolve import resolve_in_page
from decision_trees.rules.targets import target_in_page
from decision_trees.site.embedded import ANY_TREE, AT_HAND, Embedder
from decision_trees.source import links
from decision_trees.source.fence import LANGUAGE

# Where our extension ran, it leaves a mark; elsewhere only the language of the code shows it.
_LEFT_FENCE = re.compile(rf"{UNREAD}|class=\"(?:[^\"]*\s)?language-{LANGUAGE}[\"\s]")

# In Markdown, or in HTML.
_WRITTEN_FENCE = re.compile(rf"(?:(?<=[`~]{{3}})|(?<=[`~] )|(?<=[{{ ]\.)|(?<=language-)){LANGUAGE}(?![\w-])")

# A plugin that knows links to files alone has taken one of ours for such.
_AS_PATH = re.compile(r"""\bhref=["']?(?:[\w.-]+/)*to%3A([^"'\s>#]*)""", re.IGNORECASE)

_SIGNS = (UNREAD, f"language-{LANGUAGE}")
_SCHEMES = (links.SCHEME.encode(), b"to%3a")


@dataclass(frozen=True, slots=True)
class OtherPage:
    """A page that is not ours.

    Attributes:
        path: Its Markdown path in the docs folder, by which its author knows it.
        file: The path of the HTML file it is published as.
        url: Its address, relative to the root of the site.
        text: Its Markdown as its author wrote it.
        root: What addresses begin with in it, where it is shown at any address, and they start from the root.
        beside: The texts of other files that may have written into it, such as templates, by path.
    """

    path: str
    file: str
    url: str
    text: str = ""
    root: str = ""
    beside: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class OtherPages:
    """Embeds trees in pages and resolves their links.

    Attributes:
        embedder: Makes HTML of fences.
        addresses: How the site publishes pages.
        found: What is wrong in the pages' fences and has not been told by the rules, which read sources.
        shown: The sources of the trees that each page shows or links to, or `ANY_TREE`, by the page's path.
    """

    embedder: Embedder
    addresses: Addresses
    found: list[Diagnostic] = field(default_factory=list)
    shown: dict[str, set[str]] = field(default_factory=dict)

    def begin(self, page: OtherPage) -> None:
        """Embed trees in a page that is about to be rendered."""
        # A page may be published elsewhere than it lies, as a post of a blog is.
        here = f"{page.file.removesuffix('.html')}.md"
        note = self._shown_in(page).add
        AT_HAND.set(replace(self.embedder, here=page.path, page=here, report=self.found.append, note=note))

    def _shown_in(self, page: OtherPage) -> set[str]:
        return self.shown.setdefault(page.path, set())

    @staticmethod
    def end() -> None:
        """Embed nothing more: what is rendered now is no page, or one of ours."""
        AT_HAND.set(None)

    def resolve(self, html: str, page: OtherPage) -> str:
        """Give the links to targets in a page's HTML their addresses."""

        def address(place: Place) -> str:
            self._shown_in(page).add(place.tree.file)
            return f"{page.root}{relative_address(self.addresses.of(place_page(place)), page.url)}"

        return resolve_in_page(html, self.embedder.reading.library, address)

    @staticmethod
    def may_have_left(html: str) -> bool:
        """Say whether a page's HTML is worth looking through for what `left` finds."""
        lower = html.encode(errors="replace").lower()  # of bytes: most texts have a sign beyond ASCII
        return any(sign in html for sign in _SIGNS) or any(scheme in lower for scheme in _SCHEMES)

    def left(self, html: str, page: OtherPage) -> Iterator[Diagnostic]:
        """Tell what of ours is left in a page's HTML: it would be a dead link, or YAML in place of a tree."""
        for url in dict.fromkeys(html_links.targets(html)):
            self._shown_in(page).add(ANY_TREE)
            span = _place_of_link(url, page)
            yield from target_in_page(self.embedder.reading.library, links.target_of(url) or "", span)
        for target in dict.fromkeys(_AS_PATH.findall(html)):
            yield Diagnostic(
                "unknown-target",
                _place(_written(f"{links.SCHEME}{re.escape(target.rstrip('/'))}/?"), page),
                f"another plugin has made of the link to `{target}` one to a file, which leads nowhere",
                help='write it in HTML, as `<a href="to:…"></a>`, which it may leave as it is',
            )
        if _LEFT_FENCE.search(html):
            yield Diagnostic(
                "unread-fence",
                _place(_WRITTEN_FENCE, page),
                f"a fence of the language `{LANGUAGE}` is left in the finished page as code",
                help="write it into a page: what renders this text does not know the trees",
            )


def _place_of_link(url: str, page: OtherPage) -> Span:
    """Where a page says an address: as a link if it can be, else anywhere."""
    for link in links.find(page.text):
        if link.url == url:
            return span_at(page.text, link.url_start, len(url), page.path)
    return _place(_written(re.escape(url)), page)


def _written(address: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){address}(?![\w/-])")


def _place(written: re.Pattern[str], page: OtherPage) -> Span:
    """Where something is written: in the page's own text, or else beside it; else the page as a whole."""
    for path, text in {page.path: page.text, **page.beside}.items():
        if found := written.search(text):
            return span_at(text, found.start(), len(found[0]), path)
    return Span(page.path)
