"""Sources as they are in a revision of a git repository, and as they are in its working tree."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterable
from pathlib import Path

from decision_trees.addresses import SUFFIX


class GitError(Exception):
    """Git is not there, or has not what was asked for; its text says which."""


def sources_at(revision: str, paths: Iterable[str], *, from_root: bool = False) -> dict[str, bytes]:
    """Read sources as they are in a revision.

    Args:
        revision: A commit, a tag, a branch: whatever git takes.
        paths: Files, and folders that are searched for `*.tree.yaml`. Those that the revision does not have
            are left out.
        from_root: Whether the paths start from the root of the repository rather than from where we are.

    Returns:
        Their contents by `REVISION:./path`, which git and a reader of a message understand.

    Raises:
        GitError: There is no git, no repository, or no such revision.
    """
    root = _git("rev-parse", "--show-toplevel").decode().rstrip("\n")
    folder = root if from_root else "."
    listed = _git("ls-tree", "-r", "-z", _resolved(revision), "--", *paths, folder=folder)
    blobs = {}
    for line in listed.decode("utf-8", "surrogateescape").split("\0")[:-1]:
        entry, _, name = line.partition("\t")
        if name.endswith(SUFFIX):
            blobs[f"{revision}:./{name}"] = entry.split(" ")[2]
    return dict(zip(blobs, _contents(list(blobs.values())), strict=True))


def sources_now(paths: Iterable[str]) -> list[str]:
    """List the sources in the working tree, new ones too, without those that git ignores.

    Raises:
        GitError: There is no git or no repository.
    """
    listed = _git("ls-files", "-z", "--cached", "--others", "--exclude-standard", "--", *paths)
    names = dict.fromkeys(listed.decode("utf-8", "surrogateescape").split("\0"))
    return [name for name in names if name.endswith(SUFFIX) and Path(name).is_file()]


def _resolved(revision: str) -> str:
    # What starts with a hyphen would be an option to git.
    if not revision.startswith("-"):
        try:
            return _git("rev-parse", "--verify", f"{revision}^{{tree}}").decode().strip()
        except GitError:
            pass
    raise GitError(f"git knows no revision `{revision}`")


def _contents(blobs: list[str]) -> list[bytes]:
    """Read many blobs in one call: for each, git writes a line that ends in its size, and the blob."""
    answer = _git("cat-file", "--batch", given="".join(f"{blob}\n" for blob in blobs).encode())
    found = []
    while answer:
        head, _, rest = answer.partition(b"\n")
        size = int(head.rpartition(b" ")[2])
        found.append(rest[:size])
        answer = rest[size + 1 :]
    return found


def _git(*arguments: str, folder: str = ".", given: bytes = b"") -> bytes:
    program = shutil.which("git")
    if program is None:
        raise GitError("git is not installed")
    done = subprocess.run(  # noqa: S603 - a program found on the PATH, and no shell
        [program, *arguments], cwd=folder, input=given, capture_output=True, check=False
    )
    if done.returncode:
        said = done.stderr.decode(errors="replace").strip().splitlines()
        raise GitError(said[0].removeprefix("fatal: ") if said else f"git {arguments[0]} failed")
    return done.stdout
