"""What a repository does not hold: where a link leads out of it, a submodule that is not checked out.

Whoever compares two states of a repository notes it, for nobody may call it unchanged.
"""

from __future__ import annotations

import errno
import os
import posixpath
from itertools import islice
from mimetypes import guess_type
from pathlib import Path

from decision_trees.layout.addresses import SUFFIX
from decision_trees.reading.files import DISK, is_below, is_hidden, walk
from decision_trees.reading.git import GitError


class UnseenError(OSError):
    """The repository does not hold what a path leads to.

    Attributes:
        target: Where it leads on the disk, if that is known.
    """

    def __init__(self, reason: str, target: str = "") -> None:
        """Take the reason, which is `strerror` then, and the target."""
        super().__init__(errno.EXDEV, reason)
        self.target = target


OUTSIDE = "a link that leads out of the repository"
NOT_CHECKED_OUT = "a submodule that is not checked out"
NOT_FETCHED = "a submodule whose recorded revision is not here"

MOST_LOOKED_AT = 10_000
"""In how much of a folder outside the repository trees are looked for."""


def absolute(path: str, here: str, top: str) -> str:
    """Give the path in the working tree of what is named from a folder.

    Args:
        path: What is named.
        here: The folder, absolute.
        top: The top of the repository, without links.

    Raises:
        GitError: It is outside of the repository.
    """
    place = Path(os.path.normpath(posixpath.join(here, path))).as_posix()
    if is_below(place, top):
        return place
    real = DISK.real(place)  # the top is named without links
    if is_below(real, top):
        return real
    raise GitError(f"`{path}` is outside of the repository")


def may_be_trees(path: str, target: str) -> bool:
    """Say whether trees may be meant by a path that leads out of the repository."""
    if path.endswith(SUFFIX):
        return True
    if not DISK.exists(target):
        return guess_type(path)[0] is None  # a picture, say, is no folder
    found = walk(DISK, target, lambda path: not is_hidden(path)) if DISK.is_folder(target) else ()
    looked_at = [object_.path.endswith(SUFFIX) for object_ in islice(found, MOST_LOOKED_AT)]
    return any(looked_at) or len(looked_at) == MOST_LOOKED_AT
