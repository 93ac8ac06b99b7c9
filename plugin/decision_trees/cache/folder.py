"""Where a cache is kept, so that nothing of anybody else's is ever touched.

A cache has a folder of its own inside the one that a site's settings name, which may be shared with other
sites and other tools. It is ours if it has our tag in it, which we write into a folder that we made or found
empty. The tag follows the Cache Directory Tagging Specification, <https://bford.info/cachedir/>, by which
backups know what to leave out.
"""

from __future__ import annotations

import errno
import hashlib
import os
import secrets
import stat
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from shutil import rmtree

CACHE_FOLDER = ".cache/decision-trees"
"""The folder that is shared with other sites, where settings name none."""

CACHE_KEY = "DECISION_TREES_CACHE_KEY"
"""A variable of the environment: a secret of those whose records may be used."""

TAG = "CACHEDIR.TAG"
"""The name of the file that tells what the folder is."""

_TAG = b"""\
Signature: 8a477f597d28d172789f06886806bc55
# mkdocs-decision-trees keeps here what the next build can use. The folder can be deleted at any time.
"""

_LEFT_OUT_OF_GIT = b"*\n"

_ADVICE = "name a folder of its own, such as `.cache/decision-trees`"

_SETTINGS = "the folder of the site's settings"


class UnfitFolderError(ValueError):
    """A cache cannot be kept where the settings say; the text says why, and what to do."""


def secret() -> bytes:
    """The secret of those whose records may be used, from the environment; nothing where there is none."""
    return os.environ.get(CACHE_KEY, "").encode()


def find_place(wanted: str, site: Path, others: Mapping[str, Path]) -> Path:
    """Work out the folder of a site's cache.

    Args:
        wanted: The folder that the settings name, from where they lie themselves.
        site: The file of those settings.
        others: Folders that a site is made of or published in, by what they are called.

    Returns:
        The folder. It is the site's own, whichever others are kept beside it, and need not be there yet.

    Raises:
        UnfitFolderError: The settings name a folder that is used for something else, or a link.
    """
    told = f"`cache_dir` is {wanted!r}"
    if "\0" in wanted:
        raise UnfitFolderError(f"{told}, which is no path")
    if wanted and not wanted.strip():
        raise UnfitFolderError(f"{told}, which is blank: {_ADVICE}")
    shared = Path(os.path.normpath(site.parent / os.path.expanduser(wanted)))  # noqa: PTH111 - which may raise
    _refuse_folders_of_others(shared, site, others, told)
    own = shared / f"decision-trees-{_id_of(site, shared)}"
    for folder in _below(own, site.parent):
        if _is_link(folder):
            raise UnfitFolderError(f"{told}, but `{folder}` is a link: delete it, or name where it leads")
        if os.path.exists(folder) and not os.path.isdir(folder):  # noqa: PTH110, PTH112 - no error where we may not look
            raise UnfitFolderError(f"{told}, but `{folder}` is no folder: delete it, or name another")
    if _is_foreign(own):
        raise UnfitFolderError(f"{told}, but `{own}` holds what is not ours: delete it, or name another")
    return own


def _refuse_folders_of_others(shared: Path, site: Path, others: Mapping[str, Path], told: str) -> None:
    """Refuse folders that a site's files lie in: what is kept there would be taken for one of them."""
    real = Path(os.path.realpath(shared))
    if any(os.path.normcase(part) == ".git" for path in (shared, real) for part in path.parts):
        raise UnfitFolderError(f"{told}, which is git's own: {_ADVICE}")
    for name, other in {_SETTINGS: site.parent, **others}.items():
        there = Path(os.path.realpath(other))
        if _is_same(real, there):
            raise UnfitFolderError(f"{told}, which is {name}: {_ADVICE}")
        if any(_is_same(real, folder) for folder in there.parents):
            raise UnfitFolderError(f"{told}, and {name} lies in it: {_ADVICE}")
        if name != _SETTINGS and any(_is_same(folder, there) for folder in real.parents):
            raise UnfitFolderError(f"{told}, which lies in {name}: {_ADVICE}")


def claim(folder: Path) -> None:
    """Make a folder ours, if it is not yet.

    It is made aside and put in its place with our tag in it: others may claim it in the same moment.

    Raises:
        OSError: It cannot be made, or is somebody else's.
    """
    if is_ours(folder):
        return
    aside = folder.with_name(f"{folder.name}.{secrets.token_hex(8)}")
    aside.mkdir(parents=True)
    try:
        for name, content in ((TAG, _TAG), (".gitignore", _LEFT_OUT_OF_GIT)):
            (aside / name).write_bytes(content)
        _put(aside, folder)
    finally:
        rmtree(aside, ignore_errors=True)


def _put(aside: Path, folder: Path) -> None:
    try:
        if _is_link(folder):
            raise NotADirectoryError
        with suppress(OSError):  # On Windows nothing takes the place of a folder, not even of an empty one.
            folder.rmdir()
        aside.rename(folder)
    except OSError as error:
        if not is_ours(folder):
            raise FileExistsError(errno.EEXIST, "it is not ours", str(folder)) from error


def is_ours(folder: Path) -> bool:
    """Say whether we made a folder: there is one, no link, with our tag in it."""
    try:
        return not _is_link(folder) and read_regular(folder / TAG, len(_TAG) + 1) == _TAG
    except OSError:
        return False


def read_regular(file: Path, most: int) -> bytes:
    """Read the first bytes of a file, through no link and from no pipe.

    Raises:
        OSError: It cannot be read, or is no file.
    """
    with open(file, "rb", buffering=0, opener=_open_regular) as stream:
        # Room is made for as much as is asked for.
        return stream.read(min(most, os.fstat(stream.fileno()).st_size))


def _open_regular(file: str, flags: int) -> int:
    # Before it is opened: that alone may do something to a device, and would wait for a pipe.
    if not stat.S_ISREG(os.lstat(file).st_mode):
        raise OSError(errno.EINVAL, "it is no file", file)
    return os.open(file, flags | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0))


def _id_of(site: Path, shared: Path) -> str:
    """Tell the sites apart that share a folder: by the way to them, which a copy of all of it keeps."""
    try:
        where = os.path.relpath(site, shared)
    except ValueError:  # on another drive
        where = str(site)
    return hashlib.sha256(Path(where).as_posix().encode("utf-8", "surrogateescape")).hexdigest()[:16]


def _below(folder: Path, root: Path) -> list[Path]:
    """Give a folder and those that it lies in, but for those that the other lies in, too."""
    return [parent for parent in (*reversed(folder.parents), folder) if not root.is_relative_to(parent)]


def _is_link(path: Path) -> bool:
    # On Windows there are junctions as well; Python knows them since 3.12.
    is_junction = getattr(os.path, "isjunction", os.path.islink)
    return os.path.islink(path) or bool(is_junction(path))  # noqa: PTH114 - no error where we may not look


def _is_foreign(folder: Path) -> bool:
    """Say whether a folder is in somebody else's use."""
    try:
        # In this order: others may claim an empty folder between the two.
        return bool(os.listdir(folder)) and not is_ours(folder)  # noqa: PTH208
    except OSError:  # it is not there, or we may not look
        return os.path.lexists(folder)


def _is_same(path: Path, other: Path) -> bool:
    try:
        return path.samefile(other)
    except OSError:  # one of them is not there yet
        return os.path.normcase(path) == os.path.normcase(other)
