"""Where things are published.

A page is named by its Markdown path in the docs folder (`trees/pick-a-queue/log.md`), as every host names
pages; its address follows from that and from one setting of the site.
"""

from __future__ import annotations

import posixpath
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import quote

SUFFIX = ".tree.yaml"
"""How the name of a source ends."""

DATA_FILES = ("tree.json", "tree.md", "tree.mmd")
"""The data files of a tree, beside its page."""

INDEX_JSON = "index.json"
"""The data file of a folder of trees."""

LLMS = "llms.txt"
"""The site's trees for language models."""

ASSETS = "assets/decision-trees"
"""Where a site publishes our scripts and styles."""

SCHEMA = f"{ASSETS}/tree.schema.json"
"""Where a site publishes the JSON Schema of sources."""

DATA_SCHEMA = f"{ASSETS}/tree-data.schema.json"
"""Where it publishes that of `tree.json`."""

# What MkDocs and its successors take for a page, and for the page of a folder.
_PAGE_EXTENSIONS = ("md", "markdown", "mdown", "mkdn", "mkd")

_INDEX_NAMES = ("index", "README")


# Pages of a tree ask for the addresses of each other hundreds of times, and then never again.
_REMEMBERED = 1024


def tree_id(file: str) -> str:
    """The id of the tree in a source: the file's name less its suffix."""
    return posixpath.basename(file).removesuffix(SUFFIX)


def tree_page(file: str) -> str:
    """The Markdown path of the page of the tree in a source: in a folder of its own beside it."""
    return f"{file.removesuffix(SUFFIX)}/index.md"


def node_page(file: str, node_id: str) -> str:
    """The Markdown path of the page of a check or terminal of the tree in a source."""
    return f"{file.removesuffix(SUFFIX)}/{node_id}.md"


def data_file(file: str, name: str) -> str:
    """The path of a data file of the tree in a source: beside the tree's page."""
    return f"{file.removesuffix(SUFFIX)}/{name}"


def quoted(path: str) -> str:
    """The address of a path; names of files may be any bytes."""
    return quote(path, errors="surrogateescape")


def data_address(file: str, name: str) -> str:
    """The address of that file, relative to the root of the site."""
    return quoted(data_file(file, name))


def relative_path(page: str, source: str) -> str:
    """The path from one page or file to another, as a Markdown link writes it."""
    return quoted(posixpath.relpath(page, posixpath.dirname(source) or "."))


def relative_address(address: str, source: str) -> str:
    """One address as written in what is published at another, both relative to the root of the site."""
    # `.` is the root of the site.
    there, folder = address.removeprefix("./"), source.removeprefix("./").rpartition("/")[0]
    shared, up = f"{folder}/" if folder else "", ""
    while not there.startswith(shared):
        shared = shared[: shared.rfind("/", 0, -1) + 1]
        up += "../"
    return up + there[len(shared) :] or "./"


def is_external(url: str) -> bool:
    """Say whether an address names a scheme, and so is not a path in the docs folder."""
    return ":" in url.partition("/")[0]


@dataclass(frozen=True, slots=True)
class Addresses:
    """Addresses of pages in the published site.

    Attributes:
        use_directory_urls: Whether pages are published as `name/` or as `name.html`.
        root: Where the root of the site is, for pages whose own address is not known; empty where it is.
    """

    use_directory_urls: bool = True
    root: str = ""

    def of(self, page: str) -> str:
        """The address of a page or file, relative to the root of the site; the root itself is `./`."""
        return _address(page, use_directory_urls=self.use_directory_urls)

    def file(self, page: str) -> str:
        """The path of the file that is published for a page, relative to the root of the site."""
        # By hand: a large site asks for so many that `posixpath` would be much of the time.
        folder, slash, name = page.rpartition("/")
        stem, _, extension = name.rpartition(".")
        if extension not in _PAGE_EXTENSIONS or not stem.strip("."):
            return page
        if stem in _INDEX_NAMES:
            return f"{folder}{slash}index.html"
        return (
            f"{folder}{slash}{stem}/index.html" if self.use_directory_urls else f"{folder}{slash}{stem}.html"
        )

    def relative(self, page: str, source: str) -> str:
        """The address of `page` as written in the HTML of the page `source`."""
        if self.root:
            return posixpath.join(self.root, self.of(page))
        return _relative(page, source, use_directory_urls=self.use_directory_urls)


@lru_cache(_REMEMBERED)
def _relative(page: str, source: str, *, use_directory_urls: bool) -> str:
    there = _address(page, use_directory_urls=use_directory_urls)
    return relative_address(there, _address(source, use_directory_urls=use_directory_urls))


@lru_cache(_REMEMBERED)
def _address(page: str, *, use_directory_urls: bool) -> str:
    folder, name = posixpath.split(Addresses(use_directory_urls).file(page))
    if use_directory_urls and name == "index.html":
        return quoted(f"{folder or '.'}/")
    return quoted(posixpath.join(folder, name))
