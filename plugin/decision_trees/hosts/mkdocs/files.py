"""Our files in the host's hands."""

from __future__ import annotations

import os
from collections.abc import Iterable
from contextlib import suppress
from itertools import accumulate

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File
from mkdocs.utils import write_file

from decision_trees.cache.store import digest
from decision_trees.site.page import Page
from decision_trees.site.publication import DataFile


class PublishedFile(File):
    """A file of ours: its text is made when somebody asks for it."""

    in_site: str | None = None
    """The digest of what lies in the site from an earlier build, in builds of what has changed."""

    def __init__(self, made: Page | DataFile, path: str, config: MkDocsConfig) -> None:
        super().__init__(path, None, config.site_dir, config.use_directory_urls)
        self.generated_by = "decision-trees"
        self._made = made

    def is_modified(self) -> bool:
        """Whether it differs from what lies in the site; builds of what has changed ask."""
        return self.in_site != self.digest or not os.path.exists(self.abs_dest_path)  # noqa: PTH110 - asked often

    @property
    def digest(self) -> str:
        """A digest of what is published."""
        return self._made.digest if self.is_ours else digest(self.content_string)

    @property
    def is_ours(self) -> bool:
        """Whether no other plugin has given it another text."""
        return self._content is None

    @property
    def content_string(self) -> str:
        """Its text; of a page the Markdown with front matter."""
        return self._made.content if self.is_ours else super().content_string

    @content_string.setter
    def content_string(self, value: str) -> None:
        self._content = value

    @property
    def content_bytes(self) -> bytes:
        """The same in UTF-8."""
        return self.content_string.encode()

    @content_bytes.setter
    def content_bytes(self, value: bytes) -> None:
        self._content = value

    def copy_file(self, dirty: bool = False) -> None:  # noqa: FBT001, FBT002 - as the host calls it
        """Publish data as it is."""
        if not dirty or self.is_modified():
            write_file(self.content_bytes, self.abs_dest_path)


def first_link(site_folder: str, places: Iterable[str]) -> str | None:
    """Find a link below a site's folder through which a file would be written at one of the places, if any.

    The host empties the folder before a build, but leaves links to folders, and what is hidden.
    """
    with suppress(OSError):
        left = {*os.listdir(site_folder)}  # noqa: PTH208 - as the host has it
        for place in places:
            folder, *parts = place.split("/")
            if folder in left:
                for path in accumulate(parts, os.path.join, initial=os.path.join(site_folder, folder)):  # noqa: PTH118
                    if os.path.islink(path):  # noqa: PTH114
                        return path
    return None


class PageFile(PublishedFile):
    """The file of a page of ours."""

    def __init__(self, made: Page, path: str, config: MkDocsConfig, source: str | None = None) -> None:
        """Make one; `source` is the file whose dates and authors are the page's."""
        super().__init__(made, path, config)
        self.made = made
        self.abs_src_path = source
        if made.file and source:
            self.generated_by = None  # plugins know no dates and authors of what is generated
