"""Compiled templates, kept where Jinja keeps them for a user.

To compile the templates of a theme and ours takes as long as a hundred pages. They are code, so they are not
kept in a site's cache, which may come from anywhere, but among the machine's temporary files in a folder that
belongs to the user and is closed to others.
"""

from __future__ import annotations

import contextlib
import functools

from jinja2 import BytecodeCache, Environment, FileSystemBytecodeCache
from jinja2.bccache import Bucket

from decision_trees import fingerprint
from decision_trees.cache import digest


class CompiledTemplates(BytecodeCache):
    """The compiled templates of one kind of environment, in this process and in files.

    Jinja asks by name and by a checksum of the template's text, so one that was edited is compiled anew.
    """

    def __init__(self, kind: str, made_of: str) -> None:
        """Take the kind, which files are named by, and a digest of what else they are compiled from."""
        self._made_of = made_of
        self._code: dict[tuple[str, str], bytes] = {}
        self._files: BytecodeCache | None = None
        # Jinja refuses a folder that is open to others.
        with contextlib.suppress(OSError, RuntimeError):
            self._files = FileSystemBytecodeCache(pattern=f"decision-trees-{kind}-%s.cache")

    def get_source_checksum(self, source: str) -> str:
        """Tell templates apart by their text and all else that they are compiled from."""
        return super().get_source_checksum(f"{self._made_of}\n{source}")

    def load_bytecode(self, bucket: Bucket) -> None:
        """Give what was compiled, if it was."""
        code = self._code.get((bucket.key, bucket.checksum))
        if code is not None:
            bucket.bytecode_from_string(code)
        elif self._files:
            self._files.load_bytecode(bucket)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Take what has been compiled; a disk that is full is no reason to fail."""
        self._code[bucket.key, bucket.checksum] = bucket.bytecode_to_string()
        if self._files:
            with contextlib.suppress(OSError):
                self._files.dump_bytecode(bucket)


def compiled(kind: str, environment: Environment) -> CompiledTemplates:
    """Give the compiled templates of an environment that no code but ours and the host's has set up.

    Args:
        kind: A name for it.
        environment: How it is set up shows in what templates are compiled to.
    """
    return _compiled(kind, digest(fingerprint.of_code(), sorted(environment.extensions)))


_compiled = functools.cache(CompiledTemplates)
