"""Files by the names that a service knows them by which shows a repository: from its root."""

from __future__ import annotations

import functools
import os
from pathlib import Path


def from_root(file: str) -> str:
    """Name a file from the root of the repository that it lies in, however its name was given.

    Args:
        file: A path, absolute or from the working folder.

    Returns:
        Its path from the folder that holds `.git`, with `/` between folders; the same as given where there is
        none above it.
    """
    place = Path(os.path.abspath(file))  # noqa: PTH100 - a link in a repository is known by its own name
    root = _root(place.parent)
    return place.relative_to(root).as_posix() if root else file


@functools.lru_cache(64)  # folders: one command reports of many files of a few
def _root(folder: Path) -> Path | None:
    return next((above for above in (folder, *folder.parents) if (above / ".git").exists()), None)
