"""Asking git about a repository."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path


class GitError(Exception):
    """Git is not there, or has not what was asked for; its text says which."""


class OwnershipError(GitError):
    """Git does not touch a repository that belongs to somebody else."""


def _not_ours(said: str) -> str:
    folder = said.partition("'")[2].rpartition("'")[0] or "."
    command = f"git config --global --add safe.directory {shlex.quote(folder)}"
    return f"the repository in `{folder}` belongs to somebody else: if you trust it, run `{command}`"


@dataclass(frozen=True)
class Git:
    """Asks git about a repository.

    Attributes:
        folder: The top of its working tree, or any folder in it.
        is_ours: Whether it is the repository that we are in, and not one in it.
    """

    folder: str
    is_ours: bool = True

    def run(self, *arguments: str, given: bytes = b"", statuses: Iterable[int] = (0,)) -> bytes:
        """Run git and give what it writes.

        Raises:
            GitError: There is no git, or it ends with another status than these.
        """
        program = shutil.which("git")
        if program is None:
            raise GitError("git is not installed")
        # A hook of git's says in its environment which repository is meant: ours, that is.
        environment = {
            name: value for name, value in os.environ.items() if self.is_ours or name not in _OF_ONE
        }
        done = subprocess.run(  # noqa: S603 - a program found on the PATH, and no shell
            [program, *arguments],
            cwd=self.folder,
            env=environment,
            input=given,
            capture_output=True,
            check=False,
        )
        if done.returncode not in statuses:
            said = done.stderr.decode(errors="replace").strip().splitlines()
            if said and "dubious ownership" in said[0]:
                raise OwnershipError(_not_ours(said[0]))
            raise GitError(said[0].removeprefix("fatal: ") if said else f"git {arguments[0]} failed")
        return done.stdout

    def tree(self, revision: str) -> str:
        """Give the name by which git knows what a revision holds."""
        # What starts with a hyphen would be an option to git.
        if not revision.startswith("-"):
            try:
                return self.run("rev-parse", "--verify", f"{revision}^{{tree}}").decode().strip()
            except OwnershipError:
                raise
            except GitError:
                pass
        raise GitError(f"git knows no revision `{revision}`{self._hint(revision)}")

    def _hint(self, revision: str) -> str:
        """What to do where a revision is not known that may be elsewhere."""
        with suppress(GitError):
            if self.run("rev-parse", "--is-shallow-repository").strip() == b"true":
                return (
                    ": this clone is shallow, so fetch the rest by `git fetch --unshallow`, "
                    "or clone with `fetch-depth: 0` where a workflow does it"
                )
            remotes = self.run("for-each-ref", "--format=%(refname:short)", f"refs/remotes/*/{revision}")
            if remotes:
                return f": did you mean `{remotes.decode().split()[0]}`?"
        return ""

    def contents(self, blobs: Iterable[str]) -> list[bytes]:
        """Read many files in one call: for each, git writes a line that ends in its size, and its content."""
        answer = self.run("cat-file", "--batch", given="".join(f"{blob}\n" for blob in blobs).encode())
        found = []
        while answer:
            head, _, rest = answer.partition(b"\n")
            if head.endswith(b" missing"):
                raise GitError(f"git has lost the object {head.split()[0].decode()}")
            size = int(head.rpartition(b" ")[2])
            found.append(rest[:size])
            answer = rest[size + 1 :]
        return found


_OF_ONE = frozenset(
    f"GIT_{name}"
    for name in (
        "ALTERNATE_OBJECT_DIRECTORIES",
        "COMMON_DIR",
        "DIR",
        "INDEX_FILE",
        "NAMESPACE",
        "OBJECT_DIRECTORY",
        "PREFIX",
        "WORK_TREE",
    )
)


def is_revision(name: str) -> bool:
    """Say whether git knows a revision of a name."""
    with suppress(GitError):
        return bool(Git(".").tree(name))
    return False


def top_folder() -> str:
    """Give the top of the working tree that we are in.

    Raises:
        GitError: There is no git or no repository.
    """
    return Path(os.fsdecode(Git(".").run("rev-parse", "--show-toplevel")).removesuffix("\n")).as_posix()
