"""Our pages in the host's hands."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import cast

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page as MkDocsPage
from mkdocs.structure.toc import AnchorLink, get_toc
from mkdocs.utils import meta as front_matter
from mkdocs.utils import weak_property

from decision_trees.hosts.mkdocs.files import PageFile
from decision_trees.hosts.mkdocs.page_shell import CONTENT, is_plain
from decision_trees.hosts.mkdocs.reporting import log
from decision_trees.prose.render import Heading, Renderer
from decision_trees.site.page import Page


class Shortcut:
    """The short way from a page of ours to its HTML, where it gives what the host's own way would.

    The first page of each shape, that is, with the same headings in the same places, goes the host's way and
    is compared; the others go the short way if that one came out the same.
    """

    def __init__(self, renderer: Renderer, known: Mapping[str, bool], *, allowed: bool) -> None:
        """Take the shapes that earlier builds have compared, and how they came out."""
        self.known = dict(known)
        self._renderer = renderer
        self._allowed = allowed
        self._last: tuple[Page | None, str] = None, ""
        self._has_told = False

    def mend(self, page: PublishedPage) -> None:
        """Take a page as it was made where another plugin has taken the id of a heading for something else.

        One that knows tags, as `#here`, leaves the rest of the heading as text in every page.
        """
        if page.is_as_made or page.as_made is None:
            return
        headings = (part for part in page.file.made.parts if isinstance(part, Heading))
        if all(heading.attributes in (page.markdown or "") for heading in headings):
            return
        page.markdown = page.as_made
        if not self._has_told:
            self._has_told = True
            log.info("Another plugin breaks headings of generated pages: those are left as they were made")

    def render(self, page: PublishedPage, config: MkDocsConfig, files: Files) -> None:
        """Fill in the page's content and table of contents."""
        made = page.file.made
        if not self._allowed or not page.is_as_made or not self.known.get(made.shape, True):
            page.render_by_host(config, files)
            return
        contents = get_toc(self._renderer.contents(made.parts))
        if made.shape in self.known:
            page.is_short, page.toc = True, contents
        else:
            page.render_by_host(config, files)
            same = self.html(made) == page.content and _entries(contents) == _entries(page.toc)
            self.known[made.shape] = same

    def html(self, made: Page) -> str:
        """Make HTML of a page; the host asks for that of the same page several times."""
        if self._last[0] is not made:
            self._last = made, self._renderer.html(made.parts)
        return self._last[1]


def _flat(contents: Iterable[AnchorLink]) -> Iterator[AnchorLink]:
    for content in contents:
        yield content
        yield from _flat(content.children)


def _entries(contents: Iterable[AnchorLink]) -> list[object]:
    """The entries of a table of contents; their levels tell which stands below which."""
    return [(entry.title, entry.id, entry.level) for entry in _flat(contents)]


class Anchors(set[str]):
    """The anchors in a page, and those that its walk has: one for every way through the tree."""

    def __contains__(self, anchor: object) -> bool:
        return super().__contains__(anchor) or str(anchor).startswith("walk?")


class PublishedPage(MkDocsPage):
    """A page of ours in the host's hands."""

    file: PageFile
    shortcut: Shortcut
    is_short = False
    """Whether the page took the short way to its HTML."""
    _made_markdown: str | None = None
    _content: str | None = None

    @classmethod
    def take_over(cls, page: MkDocsPage, shortcut: Shortcut) -> None:
        """Make a page of the host's one of ours."""
        page.__dict__.pop("present_anchor_ids", None)
        # A plugin may have made a page of its own kind of it before, as section-index does.
        own = type(page)
        page.__class__ = cls if own is MkDocsPage else type(cls.__name__, (cls, own), {})
        cast("PublishedPage", page).shortcut = shortcut

    @weak_property
    def title(self) -> str:  # a value of the instance comes first
        """The title that the navigation does not set; builds of what has changed do not read all pages."""
        return str(self.meta.get("title") or self.file.made.meta["title"])

    def read_source(self, config: MkDocsConfig) -> None:
        """Take the page as it was made, unless another plugin has another source for it."""
        source = config.plugins.on_page_read_source(page=self, config=config)
        if source is None and self.file.is_ours:
            self.markdown = self._made_markdown = self.file.made.outline
            self.meta = dict(self.file.made.meta)
        else:
            self.markdown, self.meta = front_matter.get_data(source or self.file.content_string)
        # Our own entries take the place of those (`on_post_build`).
        self.meta["search"] = {"exclude": True}

    @property
    def is_as_made(self) -> bool:
        """Whether no other plugin has changed the page's Markdown."""
        return self._made_markdown is not None and self.markdown == self._made_markdown

    @property
    def as_made(self) -> str | None:
        """The page's Markdown as it was made, unless another plugin has another source for it."""
        return self._made_markdown

    def render(self, config: MkDocsConfig, files: Files) -> None:
        """Make HTML of the page."""
        self.shortcut.mend(self)
        self.shortcut.render(self, config, files)

    def render_by_host(self, config: MkDocsConfig, files: Files) -> None:
        """Make HTML of the page as the host does of any."""
        super().render(config, files)
        self.content = self.file.made.completed(self.content or "")

    @property
    def content(self) -> str | None:
        """The page as HTML: made when it is asked for, and not held, where nobody has made another of it."""
        return (
            self.shortcut.html(self.file.made) if self.is_short and self._content is None else self._content
        )

    @content.setter
    def content(self, value: str | None) -> None:
        is_as_made = self.is_short and value == self.shortcut.html(self.file.made)
        self._content = None if is_as_made else value

    @property
    def present_anchor_ids(self) -> set[str] | None:
        """The anchors in the page: the host sees none in finished HTML."""
        return Anchors(self.file.made.anchors)

    @present_anchor_ids.setter
    def present_anchor_ids(self, _: set[str] | None) -> None:
        """Ours are known already."""

    @property
    def look(self) -> tuple[object | None, dict[str, str]]:
        """What pages have in common that differ in their words alone, or None, and these words."""
        is_in_nav = self.file.inclusion.is_in_nav()  # type: ignore[no-untyped-call]
        is_read = "description" in self.meta  # builds of what has changed do not read all pages
        if is_in_nav or not self.file.made.file or not is_read:
            return None, {}
        outline = self._outline
        words = self._words(outline)
        if not all(map(is_plain, words.values())):
            return None, {}
        # A title that is not plain cannot be filled in: it makes a kind of its own.
        entries = [
            (entry.level, entry.id, "" if f"heading{number}" in words else entry.title)
            for number, entry in enumerate(outline)
        ]
        beside = (self.previous_page, self.next_page)
        others = {name: value for name, value in self.meta.items() if name not in {"title", "description"}}
        above = self._tree_page.parent if self._tree_page else self.parent
        return repr((id(above), self.url.count("/"), entries, sorted(words), beside, others)), words

    @property
    def _tree_page(self) -> PublishedPage | None:
        """The page above that of a check or terminal, which a breadcrumb names."""
        above: object = self.parent  # the host knows sections alone there: see `placement`
        return above if isinstance(above, PublishedPage) else None

    @property
    def _outline(self) -> list[AnchorLink]:
        return [*_flat(self.toc)]

    @property
    def words(self) -> dict[str, str]:
        """What is text of that which a theme prints of this page and no other."""
        return self._words(self._outline)

    def _words(self, outline: Iterable[AnchorLink]) -> dict[str, str]:
        values = {
            "title": self.title,
            "description": str(self.meta["description"]),
            "canonical": self.canonical_url,
            "edit": self.edit_url,
            "above": self._tree_page and self._tree_page.title,
            **{f"heading{n}": entry.title for n, entry in enumerate(outline) if is_plain(entry.title)},
        }
        return {name: value for name, value in values.items() if value is not None}

    @property
    def values(self) -> Mapping[str, str]:
        """All that it prints of this page and no other."""
        return {**self.words, CONTENT: self.content or ""}

    @values.setter
    def values(self, values: Mapping[str, str]) -> None:
        self.title = self.meta["title"] = values["title"]
        self.meta["description"] = values["description"]
        for number, entry in enumerate(self._outline):
            entry.title = values.get(f"heading{number}", entry.title)
        self.canonical_url, self.edit_url = values.get("canonical"), values.get("edit")
        if self._tree_page:
            self._tree_page.title = values["above"]
        self.content = values[CONTENT]
