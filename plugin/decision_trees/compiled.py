"""Compiled templates, kept where Python keeps compiled modules.

To compile the templates of a theme and ours takes as long as a hundred pages. They are code, so they are not
kept in a site's cache, which may come from anywhere, but beside the modules of this package.
"""

from __future__ import annotations

import contextlib
import functools
import sys
from importlib.util import cache_from_source
from pathlib import Path

from jinja2 import Environment, FileSystemBytecodeCache
from jinja2.bccache import Bucket

from decision_trees import fingerprint
from decision_trees.cache import digest


class CompiledTemplates(FileSystemBytecodeCache):
    """The compiled templates of one kind of environment, in this process and in files.

    Jinja asks by name and by a checksum of the template's text, so one that was edited is compiled anew.
    """

    def __init__(self, kind: str, made_of: str) -> None:
        """Take the kind, which files are named by, and a digest of what else they are compiled from."""
        super().__init__(str(Path(cache_from_source(__file__)).parent), f"{kind}-%s.cache")
        self._made_of = made_of
        self._code: dict[tuple[str, str], bytes] = {}

    def get_source_checksum(self, source: str) -> str:
        """Tell templates apart by their text and all else that they are compiled from."""
        return super().get_source_checksum(f"{self._made_of}\n{source}")

    def load_bytecode(self, bucket: Bucket) -> None:
        """Give what was compiled, if it was."""
        code = self._code.get((bucket.key, bucket.checksum))
        if code is None:
            super().load_bytecode(bucket)
        else:
            bucket.bytecode_from_string(code)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Take what has been compiled; a package that cannot be written to is no reason to fail."""
        self._code[bucket.key, bucket.checksum] = bucket.bytecode_to_string()
        if not sys.dont_write_bytecode:
            with contextlib.suppress(OSError):
                super().dump_bytecode(bucket)


def compiled(kind: str, environment: Environment) -> CompiledTemplates:
    """Give the compiled templates of an environment that no code but ours and the host's has set up.

    Args:
        kind: A name for it.
        environment: How it is set up shows in what templates are compiled to.
    """
    return _compiled(kind, digest(fingerprint.of_code(), sorted(environment.extensions)))


_compiled = functools.cache(CompiledTemplates)
